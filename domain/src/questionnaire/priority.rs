//! How soon somebody must act on an answer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How soon somebody must act. The most urgent comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Possible harm: a person takes it on within two working hours.
    P1,
    /// A concern: a person takes it on within a working day.
    P2,
    /// Help is wanted: within five working days.
    P3,
    /// For the next contact: within ten working days.
    P4,
}

impl Priority {
    /// Every priority, the most urgent first.
    pub const ALL: [Self; 4] = [Self::P1, Self::P2, Self::P3, Self::P4];

    /// The code that is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::P1 => "p1",
            Self::P2 => "p2",
            Self::P3 => "p3",
            Self::P4 => "p4",
        }
    }

    /// The priority with this stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.code() == code)
    }

    /// What staff call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::P1 => "Possible harm",
            Self::P2 => "Concern",
            Self::P3 => "Help wanted",
            Self::P4 => "For next contact",
        }
    }
}

impl fmt::Display for Priority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_urgent_sorts_first_and_codes_come_back() {
        assert!(Priority::P1 < Priority::P4);
        for priority in Priority::ALL {
            assert_eq!(Priority::from_code(priority.code()), Some(priority));
            assert_eq!(serde_json::to_value(priority).unwrap(), priority.code());
        }
    }
}
