//! A local inclusion partnership: council, health, education and parent carer forum of one area.

use crate::{id::PartnershipId, identifier::CouncilCode, journey::TransitionRule, text::Line};

/// A local inclusion partnership and how it runs the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Partnership {
    /// Which one.
    pub id: PartnershipId,
    /// Its short name on the command line, such as `derbyshire`.
    pub slug: String,
    /// Its name.
    pub name: Line,
    /// What young people read. Neutral: it does not tell what the service is about (YP-20).
    pub service_name: Line,
    /// How the day of transition is set where the council's file gives none.
    pub transition_rule: TransitionRule,
    /// When somebody is there, in words: "9 to 5, Monday to Friday".
    pub staffed_hours: Line,
    /// Questions about worries and safety, and free text, are asked. Off until somebody is ready to act on them
    /// (SAFE-07).
    pub safety_questions: bool,
    /// Everybody in it is made up, and every page says so.
    pub demonstration: bool,
    /// The councils it spans, by DfE code.
    pub councils: Vec<CouncilCode>,
}

/// Why a short name cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a short name has 2 to 40 small letters, digits and hyphens, such as `derbyshire`")]
pub struct SlugError;

/// Checks a partnership's short name.
pub fn slug(text: &str) -> Result<String, SlugError> {
    let fits = (2..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits { Ok(text.to_owned()) } else { Err(SlugError) }
}
