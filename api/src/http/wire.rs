//! What travels: types that every audience shares.

mod calendar;
mod csv;
mod instant;
mod package;
mod text;
mod yaml;

pub use self::{
    calendar::CalendarOut,
    csv::{CsvIn, CsvOut},
    instant::Instant,
    package::{PackageIn, PackageOut},
    text::text_type,
    yaml::{YamlIn, YamlOut},
};
