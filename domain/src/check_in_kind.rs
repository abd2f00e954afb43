//! The sorts of check-in there are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A sort of check-in: how long it is and when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckInKind {
    /// The first, done together with a worker.
    Welcome,
    /// A minute, most months.
    Pulse,
    /// The longer one, every few months.
    Core,
    /// The longest, after a year.
    Anniversary,
    /// The last, after two years.
    Leaving,
    /// The one that a young person starts themselves.
    // The questionnaire file writes all its codes with underscores.
    #[serde(alias = "something_changed")]
    SomethingChanged,
}

impl CheckInKind {
    /// Every kind, in the order in which they first come.
    pub const ALL: [Self; 6] = [
        Self::Welcome,
        Self::Pulse,
        Self::Core,
        Self::Anniversary,
        Self::Leaving,
        Self::SomethingChanged,
    ];

    /// The code that is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Pulse => "pulse",
            Self::Core => "core",
            Self::Anniversary => "anniversary",
            Self::Leaving => "leaving",
            Self::SomethingChanged => "something-changed",
        }
    }

    /// The kind with this stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl fmt::Display for CheckInKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_code_comes_back_as_the_same_kind() {
        for kind in CheckInKind::ALL {
            assert_eq!(CheckInKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        assert_eq!(CheckInKind::from_code("weekly"), None);
    }

    #[test]
    fn the_questionnaire_file_may_write_it_with_an_underscore() {
        let kind: CheckInKind = serde_json::from_str("\"something_changed\"").unwrap();
        assert_eq!(kind, CheckInKind::SomethingChanged);
    }
}
