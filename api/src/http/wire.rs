//! What travels: types that every audience shares.

mod csv;
mod instant;
mod package;
mod text;
mod yaml;

pub use self::{
    csv::{CsvIn, CsvOut},
    instant::Instant,
    package::{PackageIn, PackageOut},
    text::text_type,
    yaml::{YamlIn, YamlOut},
};
