//! How pairs of records and merges travel.

use domain::merge::MergeField;
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use super::waiting::LikeOut;
use crate::{
    http::wire::Instant,
    store::{Merge, ToldMerge},
};

/// What two records may say differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "MergeField", rename_all = "kebab-case", remote = "MergeField")]
pub(super) enum FieldCode {
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// What they like to be called.
    PreferredName,
    /// Birth date.
    BirthDate,
    /// Mobile number.
    Mobile,
    /// E-mail address.
    Email,
    /// Learner number.
    Uln,
    /// Plan, support or neither.
    SenProvision,
    /// The code of their primary type of need.
    PrimaryNeed,
    /// The day on which the two years begin.
    TransitionOn,
}

/// Two records to make one of.
#[derive(Object)]
#[oai(rename = "RecordsToMerge", deny_unknown_fields)]
pub(super) struct MergeIn {
    /// Whose record becomes part of the other.
    pub(super) gone_id: Uuid,
    /// What is taken of it where both say something. The rest is as the record that stays has it.
    #[oai(validator(max_items = 10))]
    pub(super) take: Vec<FieldCode>,
}

/// Two that may be one.
#[derive(Object)]
#[oai(rename = "LikePair")]
pub(super) struct PairOut {
    /// One of them; the reasons stand with the other.
    pub(super) one: LikeOut,
    /// The other, with what they have in common.
    pub(super) other: LikeOut,
}

/// Pairs that may be one person.
#[derive(Object)]
#[oai(rename = "LikePairs")]
pub(super) struct PairsOut {
    /// The earliest found first, at most fifty.
    pub(super) items: Vec<PairOut>,
    /// There are more than these.
    pub(super) more: bool,
}

/// That two are two people.
#[derive(Object)]
#[oai(rename = "TwoPeople")]
pub(super) struct TwoOut {
    /// Nobody is asked about them any more.
    pub(super) two: bool,
}

/// What both records say, and differently.
#[derive(Object)]
#[oai(rename = "MergeClash")]
pub(super) struct ClashOut {
    /// What of.
    pub(super) field: FieldCode,
    /// What the record that stays says.
    pub(super) kept: String,
    /// What the other says.
    pub(super) gone: String,
}

/// How much of one kind goes with the record.
#[derive(Object)]
#[oai(rename = "MergeCount")]
pub(super) struct GoesOut {
    /// Of what kind, such as `contact` or `spell`.
    pub(super) what: String,
    /// How many.
    pub(super) count: u64,
}

/// What making one of two records would do.
#[derive(Object)]
#[oai(rename = "MergePreview")]
pub(super) struct PreviewOut {
    /// Whose record would stay; the reasons stand with the other.
    pub(super) kept: LikeOut,
    /// Whose record would become part of it.
    pub(super) gone: LikeOut,
    /// What somebody has to choose.
    pub(super) clashes: Vec<ClashOut>,
    /// What would go with it.
    pub(super) goes: Vec<GoesOut>,
    /// How to reach them safely is written in both: what stands in the record that stays counts.
    pub(super) safe_in_both: bool,
    /// Who helps with the other record, and would help no longer.
    pub(super) supporters: Vec<String>,
}

/// That two records are one, or are two again.
#[derive(Object)]
#[oai(rename = "MergedRecords", skip_serializing_if_is_none)]
pub(super) struct MergedOut {
    /// Which merge.
    pub(super) id: Uuid,
    /// Whose record stayed.
    pub(super) kept_id: Uuid,
    /// Whose record became part of it.
    pub(super) gone_id: Uuid,
    /// When.
    pub(super) made_at: Instant,
    /// Since when they are two again.
    pub(super) undone_at: Option<Instant>,
}

/// A merge as it is listed.
#[derive(Object)]
#[oai(rename = "ListedMerge")]
pub(super) struct ToldOut {
    /// The merge.
    pub(super) merge: MergedOut,
    /// What the one whose record stayed is called.
    pub(super) kept_name: String,
    /// What the other is called.
    pub(super) gone_name: String,
    /// Who made it.
    pub(super) made_by: String,
}

/// The latest merges.
#[derive(Object)]
#[oai(rename = "MergeList")]
pub(super) struct MergesOut {
    /// The last one first.
    pub(super) items: Vec<ToldOut>,
}

impl MergedOut {
    pub(super) fn new(merge: &Merge) -> Self {
        Self {
            id: merge.id.0,
            kept_id: merge.kept.0,
            gone_id: merge.gone.0,
            made_at: merge.made_at.into(),
            undone_at: merge.undone.map(|(at, _)| at.into()),
        }
    }
}

impl ToldOut {
    pub(super) fn new(told: &ToldMerge) -> Self {
        Self {
            merge: MergedOut::new(&told.merge),
            kept_name: told.kept.clone(),
            gone_name: told.gone.clone(),
            made_by: told.by.clone(),
        }
    }
}
