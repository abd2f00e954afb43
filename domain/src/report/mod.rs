//! What a partnership may see: counts of young people go in, published figures come out.
//!
//! Nothing that comes out of here was worked out from anything but published figures, so whatever
//! is safe about those is safe about all of it.

mod cell;
mod ckr;
mod counts;
mod interval;
mod percent;
#[cfg(test)]
mod testing;

pub use cell::{Cell, SYMBOLS};
pub use ckr::{CellKey, CellKeyError, SCHEME, record_key};
pub use counts::{Counts, Published};
pub use interval::{Difference, Interval, Z_95, Z_998, newcombe, published_interval, wilson};
pub use percent::Percent;
