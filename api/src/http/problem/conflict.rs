//! What both sides say, where somebody wrote without having seen what others wrote.

use poem_openapi::Object;

use crate::http::wire::Instant;

/// Somebody else changed what you change, and you had not seen it. Nothing of what you sent is kept. Show both, let a
/// person choose, and send it again with `version` as `based_on`.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Conflict {
    /// The version that is there now.
    #[oai(validator(minimum(value = "1")))]
    pub version: u32,
    /// Who changed what since the version that yours was made from, the earliest first.
    #[oai(validator(max_items = 1000))]
    pub changed: Vec<ConflictChange>,
    /// Where what you sent and what is there differ.
    #[oai(validator(max_items = 100))]
    pub fields: Vec<ConflictField>,
}

/// What somebody changed.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ConflictChange {
    /// When.
    pub at: Instant,
    /// Who, in words.
    #[oai(validator(max_length = 300))]
    pub by: String,
    /// The name of the field, as in the body.
    #[oai(validator(max_length = 60))]
    pub field: String,
    /// What it said, as text. Missing: nothing.
    #[oai(validator(max_length = 4000))]
    pub before: Option<String>,
    /// What they made of it. Missing: nothing.
    #[oai(validator(max_length = 4000))]
    pub after: Option<String>,
}

/// A field in which two versions differ.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ConflictField {
    /// The name of the field, as in the body.
    #[oai(validator(max_length = 60))]
    pub field: String,
    /// What it said in the version that yours was made from, as text. Missing: nothing, or that is not known.
    #[oai(validator(max_length = 4000))]
    pub before: Option<String>,
    /// What you sent. Missing: nothing.
    #[oai(validator(max_length = 4000))]
    pub yours: Option<String>,
    /// What it says now. Missing: nothing.
    #[oai(validator(max_length = 4000))]
    pub theirs: Option<String>,
    /// You and somebody else have both changed it. Otherwise one of you has, and what that one wrote is what both would
    /// want.
    pub clashes: bool,
}
