//! Days, months, years and the clock on the wall in London.
//!
//! A day is what people plan with; an instant is what the service stores. Everything that turns one
//! into the other, or counts in anything but plain days, is here and nowhere else.

mod academic_year;
mod calendar;
mod london;
mod working_day;
mod working_time;

pub use academic_year::{AcademicYear, academic_age};
pub use calendar::{add_months, age_on};
pub use london::{at_london, london_day, london_time};
pub use working_day::{add_working_days, is_bank_holiday, is_working_day};
pub use working_time::Hours;
