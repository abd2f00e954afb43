//! When a question is asked, as the file writes it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::priority::Priority;

/// The question whose answer carries the last destination forward, and the codes that do so.
pub(super) const CARRIED_FORWARD: (&str, &[&str]) = ("same_as_before", &["same", "not_sure"]);

/// The question of what somebody does now, and the codes that mean going somewhere in the week.
pub(super) const IN_ACTIVITY: (&str, &[&str]) =
    ("activity_group", &["learning", "work", "helping_out", "day_activity"]);

/// One thing that must be so for a question to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// A destination from before is known (or is not).
    HasCurrentDestination(bool),
    /// The young person is (or is not) on their doctor's learning disability register.
    LearningDisabilityRegister(bool),
    /// They go somewhere in the week, as far as this check-in says.
    InActivity,
    /// They told us of a destination in this check-in.
    DestinationIsNew,
    /// An answer of this check-in raised an alert of one of these priorities.
    AlertRaised(Vec<Priority>),
    /// This question was answered with one of these codes.
    Answered(String, Vec<String>),
}

impl Gate {
    /// Reads one line of a `show_if`.
    fn read(name: &str, value: &Wanted) -> Result<Self, String> {
        match (name, value) {
            ("has_current_destination", Wanted::Flag(yes)) => Ok(Self::HasCurrentDestination(*yes)),
            ("learning_disability_register", Wanted::Flag(yes)) => {
                Ok(Self::LearningDisabilityRegister(*yes))
            }
            ("in_activity", Wanted::Flag(true)) => Ok(Self::InActivity),
            ("destination_is_new", Wanted::Flag(true)) => Ok(Self::DestinationIsNew),
            ("in_activity" | "destination_is_new", _) => Err(format!("{name} can only be `true`")),
            ("alert_raised", Wanted::Codes(codes)) => codes
                .iter()
                .map(|code| {
                    Priority::from_code(code).ok_or_else(|| format!("there is no priority {code}"))
                })
                .collect::<Result<_, _>>()
                .map(Self::AlertRaised),
            (_, Wanted::Codes(codes)) if codes.is_empty() => {
                Err(format!("{name} lists no codes, so it could never be met"))
            }
            (_, Wanted::Codes(codes)) => Ok(Self::Answered(name.to_owned(), codes.clone())),
            (_, Wanted::Flag(_)) => Err(format!("{name} is not a fact that can be true or false")),
        }
    }

    /// The questions that it looks at, among those that can raise an alert of some priority.
    pub fn looks_at<'a>(&'a self, raising: impl Fn(Priority) -> Vec<&'a str>) -> Vec<&'a str> {
        match self {
            Self::HasCurrentDestination(_) | Self::LearningDisabilityRegister(_) => vec![],
            Self::InActivity => vec![CARRIED_FORWARD.0, IN_ACTIVITY.0],
            Self::DestinationIsNew => vec![IN_ACTIVITY.0],
            Self::AlertRaised(priorities) => {
                priorities.iter().flat_map(|priority| raising(*priority)).collect()
            }
            Self::Answered(question, _) => vec![question],
        }
    }
}

/// All that one alternative wants, as the file writes it.
pub(super) type Alternative = BTreeMap<String, Wanted>;

/// What the file wants of a fact or of an answer.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Wanted {
    Flag(bool),
    Codes(Vec<String>),
}

/// Reads `show_if` and `show_if_any`, of which a question has at most one.
pub(super) fn read(
    show_if: Option<&Alternative>,
    show_if_any: Option<&Vec<Alternative>>,
) -> Result<Vec<Vec<Gate>>, String> {
    let alternatives: Vec<&Alternative> = match (show_if, show_if_any) {
        (Some(_), Some(_)) => return Err("has both `show_if` and `show_if_any`".to_owned()),
        (Some(all), None) => vec![all],
        (None, Some(any)) if any.is_empty() => {
            return Err("has an empty `show_if_any`, so it would never be asked".to_owned());
        }
        (None, Some(any)) => any.iter().collect(),
        (None, None) => vec![],
    };
    alternatives
        .into_iter()
        .map(|all| all.iter().map(|(name, wanted)| Gate::read(name, wanted)).collect())
        .collect()
}
