//! What is wrong or odd in a file, said so that somebody can put it right, and can print it without giving a young
//! person away.

use std::{borrow::Cow, fmt, ops::Deref};

use super::Column;

/// A value of the file as it may be shown: short, on one line, without what a terminal or a log would act upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    const MAX_CHARS: usize = 40;

    /// A date or a code, which say little about anybody.
    pub fn plain(value: &str) -> Self {
        let seen = value.chars().filter(|c| !c.is_control() && !invisible(*c));
        let mut shown: String = seen.take(Self::MAX_CHARS + 1).collect();
        if shown.chars().count() > Self::MAX_CHARS {
            shown = shown.chars().take(Self::MAX_CHARS - 3).chain("...".chars()).collect();
        }
        Self(shown)
    }

    /// A number or an address of a person: its last three characters at most, and never more than a third.
    pub fn masked(value: &str) -> Self {
        let count = value.chars().count();
        let hidden = count - (count / 3).min(3);
        let end: String = value.chars().skip(hidden).collect();
        Self(format!("...{}", Self::plain(&end).0))
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Marks that have no width or turn the direction of writing round: with them, a line can be made to read as another.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Something about one line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, counted from 1, which is the header.
    pub line: u64,
    /// The column, unless it is about the whole line.
    pub column: Option<Column>,
    /// The value, where there is one that may be shown.
    pub shown: Option<Shown>,
    /// What is the matter with it. The same words for the same thing, so findings can be counted by them.
    pub what: Cow<'static, str>,
    /// What to do, or what was done.
    pub advice: Cow<'static, str>,
}

impl Finding {
    /// What is the matter and what to do, without the place.
    pub fn words(&self) -> String {
        let shown = self.shown.as_ref().map(|shown| format!("\"{shown}\" ")).unwrap_or_default();
        format!("{shown}{}. {}", self.what, self.advice)
    }
}

/// Reads as `line 5, DOB: "31/02/2007" is not a date. Write dates as 2007-02-28.`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", {}", column.code())?;
        }
        write!(f, ": {}", self.words())
    }
}

/// Why a row, and with it the file, cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub Finding);

/// What is odd about a row that is taken all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning(pub Finding);

impl Deref for Fault {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.0
    }
}

impl Deref for Warning {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Fault {
    /// Something about a whole line.
    pub(super) fn line(
        line: u64,
        what: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (what, advice) = (what.into(), advice.into());
        Self(Finding { line, column: None, shown: None, what, advice })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_the_line_the_column_the_value_and_what_to_do() {
        let finding = Finding {
            line: 5,
            column: Some(Column::Dob),
            shown: Some(Shown::plain("31/02/2007")),
            what: "is not a date".into(),
            advice: "Write dates as 2007-02-28.".into(),
        };
        assert_eq!(
            Fault(finding).to_string(),
            "line 5, DOB: \"31/02/2007\" is not a date. Write dates as 2007-02-28."
        );
        assert_eq!(
            Fault::line(7, "has 3 cells", "Close the quotes.").to_string(),
            "line 7: has 3 cells. Close the quotes."
        );
    }

    #[test]
    fn what_is_shown_is_short_and_harmless() {
        assert_eq!(Shown::plain("a\u{1b}[31m\r\nb\u{202e}c").to_string(), "a[31mbc");
        let long = Shown::plain(&"x".repeat(5000)).to_string();
        assert_eq!((long.len(), &long[36..]), (40, "x..."));
        assert_eq!(Shown::plain(&"é".repeat(40)).to_string().chars().count(), 40);
    }

    #[test]
    fn what_belongs_to_a_person_is_masked() {
        assert_eq!(Shown::masked("4592518689").to_string(), "...689");
        assert_eq!(Shown::masked("0123").to_string(), "...3");
        assert_eq!(Shown::masked("12").to_string(), "...");
        assert_eq!(Shown::masked("zoë@beispiel.ö\u{1b}ä").to_string(), "...öä");
    }
}
