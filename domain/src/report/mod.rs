//! What a partnership may see: counts of young people go in, published figures come out.
//!
//! Nothing that comes out of here was worked out from anything but published figures, so whatever
//! is safe about those is safe about all of it.

mod category;
mod cell;
mod ckr;
mod counts;
mod destinations;
mod figures;
mod finding;
mod history;
mod interval;
mod known;
mod percent;
mod release;
mod reminders;
mod self_check;
mod sheet;
mod sustained;
#[cfg(test)]
mod testing;
mod wave;

pub use category::{Category, Headline};
pub use cell::{Cell, SYMBOLS};
pub use ckr::{CellKey, CellKeyError, SCHEME, record_key};
pub use counts::{Counts, Published};
pub use destinations::{DestinationCounts, Reply, ReportedPerson};
pub use figures::{CohortReport, DestinationReport, Share, WaveFigures, WaveReport, WaveState};
pub use history::{Away, AwayReason, History, Span, Standing, half_a_year_after};
pub use interval::{Difference, Interval, Z_95, Z_998, newcombe, published_interval, wilson};
pub use percent::Percent;
pub use release::{cut_off, last_month, next_month_on, next_release_on, release_day};
pub use reminders::{OF_EACH, ON_TIME, ReminderCounts, ReminderReport};
pub use sustained::Sustained;
pub use wave::{Wave, first_cohort};
