//! A local inclusion partnership: council, health, education and parent carer forum of one area.

use crate::{
    id::PartnershipId,
    identifier::CouncilCode,
    journey::TransitionRule,
    text::{Line, TextError},
};

/// The most characters of a service's name: it is the title of every notification.
pub const SERVICE_NAME_MAX_CHARS: usize = 40;
/// The most characters of the staffed hours: they stand in the middle of a sentence.
pub const STAFFED_HOURS_MAX_CHARS: usize = 100;

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

/// Checks what young people are to know the service by.
pub fn service_name(text: &str) -> Result<Line, TextError> {
    short(text, SERVICE_NAME_MAX_CHARS)
}

/// Checks when somebody is there, in words.
pub fn staffed_hours(text: &str) -> Result<Line, TextError> {
    short(text, STAFFED_HOURS_MAX_CHARS)
}

fn short(text: &str, max: usize) -> Result<Line, TextError> {
    let line = Line::new(text)?;
    if line.as_str().chars().count() > max { Err(TextError::TooLong(max)) } else { Ok(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_can_be_typed_and_stands_in_an_address() {
        assert_eq!(slug("derby-city2").as_deref(), Ok("derby-city2"));
        for text in ["", "d", "Derbyshire", "derby city", "derby/", &"x".repeat(41)] {
            assert_eq!(slug(text), Err(SlugError), "{text}");
        }
    }

    #[test]
    fn what_young_people_read_fits_where_they_read_it() {
        assert_eq!(service_name(" Keeping in touch ").unwrap().as_str(), "Keeping in touch");
        assert_eq!(service_name(&"x".repeat(41)), Err(TextError::TooLong(40)));
        assert_eq!(staffed_hours(&"x".repeat(101)), Err(TextError::TooLong(100)));
        assert_eq!(staffed_hours(" "), Err(TextError::Empty));
    }
}
