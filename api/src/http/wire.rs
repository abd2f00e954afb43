//! What travels: types that every audience shares.

mod csv;
mod instant;
mod text;
mod yaml;

pub use self::{
    csv::{CsvIn, CsvOut},
    instant::Instant,
    text::text_type,
    yaml::{YamlIn, YamlOut},
};
