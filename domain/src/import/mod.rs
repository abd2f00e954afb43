//! Reading a council's caseload: the columns of a CCIS client record, one young person a row.
//!
//! Only what the service needs is taken; the rest is never looked at. A row that contradicts itself, or that nobody
//! could have meant, is a [`Fault`], and a file with a fault is refused whole. What is merely odd is a [`Warning`].
//!
//! Bytes become text in [`Decoded`], text becomes rows in [`Extract`], and a [`Mapping`] says what a file of other names
//! and words means. A file of changes has rows that say a part only: [`PartRow`].

mod activity;
mod column;
mod columns;
mod dates;
mod decode;
mod delta;
mod extract;
mod finding;
mod kept;
mod mapping;
mod person;
mod record;
mod row;
mod seen;

use chrono::NaiveDate;

pub use activity::RecordedActivity;
pub use column::Column;
pub use columns::{Columns, LeftBehind};
pub use dates::DateOrder;
pub use decode::{Decoded, Encoding, LineEnd, NotReadable};
pub use delta::PartRow;
pub use extract::{Extract, Preview, Reading, Shape};
pub use finding::{Fault, Finding, Shown, Warning};
pub use kept::KeptRow;
pub use mapping::{Mapping, MappingFault};
pub use record::ClientRecord;
pub use seen::SeenBefore;

use crate::{
    activity::Activities, identifier::CouncilCode, journey::TransitionRule, need::NeedTypes,
};

/// What a row is held against.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    /// The national list of activities.
    pub activities: &'a Activities,
    /// The types of need.
    pub needs: &'a NeedTypes,
    /// The councils of the partnership.
    pub councils: &'a [CouncilCode],
    /// The day of the import.
    pub as_of: NaiveDate,
    /// What to do where a row has no day of transition.
    pub transition: TransitionRule,
}
