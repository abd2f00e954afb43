//! Who else can help, for the help page.

use serde::Deserialize;

/// Who else can help. Local ones are filled in where the service is installed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signposts {
    /// After how many days each must be checked again.
    pub recheck_days: u16,
    /// Each of them, the most urgent first.
    pub items: Vec<Signpost>,
    #[serde(default, rename = "do_not_list_by_default")]
    _left_out: Vec<String>,
}

/// Somebody who can help.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signpost {
    /// Its name in the file.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The number to call or text.
    pub contact: String,
    /// How it can be reached.
    pub how: Vec<Way>,
    /// The word to begin a text message with.
    pub opening_word: Option<String>,
    /// Who it is for.
    pub ages: Ages,
    /// When it answers.
    pub hours: Hours,
    /// A note for whoever looks after the list.
    pub note: Option<String>,
    /// When and where it was last checked; "recalled" if it never was.
    pub verified: String,
}

impl Signpost {
    /// True if its number is not known until the service is installed.
    pub fn is_local(&self) -> bool {
        self.contact.contains("{local}")
    }
}

/// How somebody who can help is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// By phone.
    Call,
    /// By text message.
    Text,
    /// By typing to each other on a page.
    Chat,
    /// By email.
    Email,
}

/// When somebody who can help answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// Day and night.
    Always,
    /// In the day.
    Daytime,
    /// When offices are closed.
    OutOfHours,
}

/// The ages that somebody can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Ages {
    /// Everybody.
    All,
    /// Everybody younger than this.
    Under(u8),
    /// Everybody of this age or older.
    From(u8),
}

impl Ages {
    /// True of the ages it is for.
    pub fn include(self, age: u8) -> bool {
        match self {
            Self::All => true,
            Self::Under(limit) => age < limit,
            Self::From(limit) => age >= limit,
        }
    }
}

impl TryFrom<String> for Ages {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("{text:?} is none of \"all\", \"under 19\" and \"16+\"");
        if text == "all" {
            Ok(Self::All)
        } else if let Some(limit) = text.strip_prefix("under ") {
            limit.parse().map(Self::Under).map_err(|_| wrong())
        } else if let Some(limit) = text.strip_suffix('+') {
            limit.parse().map(Self::From).map_err(|_| wrong())
        } else {
            Err(wrong())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_as_people_write_them() {
        let ages = |text: &str| Ages::try_from(text.to_owned());
        assert!(ages("under 19").unwrap().include(18) && !ages("under 19").unwrap().include(19));
        assert!(ages("16+").unwrap().include(16) && !ages("16+").unwrap().include(15));
        assert!(ages("all").unwrap().include(25));
        assert!(ages("teenagers").is_err());
    }
}
