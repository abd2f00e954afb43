//! One row of the file, and what is found to be wrong with it.

use std::{borrow::Cow, fmt::Display};

use chrono::NaiveDate;
use csv::StringRecord;

use super::{
    Column, Columns, Fault, Finding, Rules, Warning,
    dates::{self, WRITE_DATES},
    finding::invisible,
};
use crate::text::TextError;

/// A row while it is read. Every cell is read before anybody is told, so that all its faults are known at once.
pub(super) struct Row<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
    line: u64,
    pub(super) rules: &'a Rules<'a>,
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        columns: &'a Columns,
        record: &'a StringRecord,
        line: u64,
        rules: &'a Rules<'a>,
    ) -> Self {
        Self { columns, record, line, rules, faults: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn cell(&self, column: Column) -> &'a str {
        self.columns.cell(self.record, column)
    }

    fn finding(
        &self,
        column: Column,
        what: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Finding {
        Finding {
            line: self.line,
            column: Some(column),
            shown: column.show(self.cell(column)),
            what: what.into(),
            advice: advice.into(),
        }
    }

    pub(super) fn fault(
        &mut self,
        column: Column,
        what: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) {
        let finding = self.finding(column, what, advice);
        self.faults.push(Fault(finding));
    }

    pub(super) fn warn(
        &mut self,
        column: Column,
        what: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) {
        let finding = self.finding(column, what, advice);
        self.warnings.push(Warning(finding));
    }

    /// The value of a cell that must not be empty.
    pub(super) fn needed<T, E: Display>(
        &mut self,
        column: Column,
        read: impl Fn(&str) -> Result<T, E>,
        advice: &'static str,
    ) -> Option<T> {
        if self.cell(column).is_empty() {
            self.fault(column, "is empty", advice);
            return None;
        }
        self.given(column, read, advice)
    }

    /// The value of a cell that may be empty.
    pub(super) fn given<T, E: Display>(
        &mut self,
        column: Column,
        read: impl Fn(&str) -> Result<T, E>,
        advice: &'static str,
    ) -> Option<T> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        read(cell).map_err(|wrong| self.fault(column, wrong.to_string(), advice)).ok()
    }

    /// A day that must be there.
    pub(super) fn needed_day(&mut self, column: Column) -> Option<NaiveDate> {
        if self.cell(column).is_empty() {
            self.fault(column, "is empty", WRITE_DATES);
            return None;
        }
        self.day(column)
    }

    /// A day, if there is one. Ask once: what is odd about how it is written is told each time.
    pub(super) fn day(&mut self, column: Column) -> Option<NaiveDate> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        match dates::read(cell, self.columns.date_order()) {
            Ok(read) => {
                if let Some((what, advice)) = read.odd {
                    self.warn(column, what, advice);
                }
                Some(read.day)
            }
            Err((what, advice)) => {
                self.fault(column, what, advice);
                None
            }
        }
    }

    /// A `Y` or an `N`.
    pub(super) fn flag(&mut self, column: Column) -> Option<bool> {
        self.needed(column, yes_or_no, "Write Y or N.")
    }
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "y" | "yes" | "true" => Ok(true),
        "n" | "no" | "false" => Ok(false),
        _ => Err("is neither Y nor N"),
    }
}

/// Reads text that people will see, with the bounds of `read`. What a spreadsheet would run as a formula is nobody's
/// name: it would wait in every list that is ever exported.
pub(super) fn text<T>(
    read: impl Fn(&str) -> Result<T, TextError>,
) -> impl Fn(&str) -> Result<T, String> {
    move |cell| {
        let guarded = cell.strip_prefix('\'').unwrap_or(cell);
        if guarded.starts_with(['=', '+', '-', '@', '|', '＝', '＋', '－', '＠']) {
            return Err("begins with a sign that a spreadsheet takes for a formula".into());
        }
        if cell.contains(char::REPLACEMENT_CHARACTER) {
            return Err("has a letter that was lost when the file was saved".into());
        }
        if hides_something(cell) {
            return Err("has a character that cannot be seen".into());
        }
        read(cell).map_err(|wrong| match wrong {
            TextError::Empty => "is empty".into(),
            TextError::TooLong(max) => {
                format!("has {} characters, of {max} that can be kept", cell.chars().count())
            }
            TextError::Unprintable => "has a character that cannot be kept".into(),
        })
    }
}

/// Whether a text has marks that nobody sees. Between two letters of a script that needs them, joiners are part of the
/// spelling, as in Persian and in Malayalam.
fn hides_something(text: &str) -> bool {
    let spells =
        |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && (c.is_alphabetic() || is_mark(c)));
    let (mut before, mut rest) = (None, text.chars().peekable());
    while let Some(c) = rest.next() {
        let joins =
            matches!(c, '\u{200c}' | '\u{200d}') && spells(before) && spells(rest.peek().copied());
        if c.is_control() || invisible(c) && !joins {
            return true;
        }
        before = Some(c);
    }
    false
}

/// The sign that takes the vowel from a letter, in the scripts of India: joiners stand behind it.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{94d}'
            | '\u{9cd}'
            | '\u{a4d}'
            | '\u{acd}'
            | '\u{b4d}'
            | '\u{bcd}'
            | '\u{c4d}'
            | '\u{ccd}'
            | '\u{d4d}'
            | '\u{dca}'
    )
}

/// What letters look like that were lost or taken for others on the way; none if they look right.
pub(super) fn lost_letters(text: &str) -> Option<&'static str> {
    let twice = |pair: (char, char)| {
        matches!(pair.0, 'Ã' | 'Â')
            && matches!(
                pair.1,
                '\u{80}'
                    ..='\u{bf}'
                        | '‚'
                        | 'ƒ'
                        | '„'
                        | '…'
                        | '†'
                        | '‡'
                        | 'ˆ'
                        | '‰'
                        | 'Š'
                        | '‹'
                        | 'Œ'
                        | 'Ž'
                        | '‘'
                        | '’'
                        | '“'
                        | '”'
                        | '•'
                        | '–'
                        | '—'
                        | '˜'
                        | '™'
                        | 'š'
                        | '›'
                        | 'œ'
                        | 'ž'
                        | 'Ÿ'
            )
    };
    if text.contains('?') {
        return Some("has a question mark, which may stand for a letter that was lost");
    }
    text.chars()
        .zip(text.chars().skip(1))
        .any(twice)
        .then_some("looks as if its letters had been encoded twice")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Name;

    #[test]
    fn letters_that_were_lost_are_noticed() {
        for good in ["Zoë", "Ângela", "São", "Łukasz", "محمد", "D’Arcy"] {
            assert_eq!(lost_letters(good), None, "{good}");
        }
        assert!(lost_letters("ZoÃ«").unwrap().contains("twice"));
        assert!(lost_letters("Lu?").unwrap().contains("lost"));
    }

    #[test]
    fn a_name_is_not_a_formula_and_has_nothing_hidden_in_it() {
        let name = text(Name::new);
        for good in [
            "Zoë",
            "O'Brien",
            "Smith-Jones",
            "Dáithí",
            "Łukasz",
            "van der Berg Jr.",
            "'t Hooft",
            "محمد",
            "יוסף",
            "علی\u{200c}رضا",
            "അവന്\u{200d}റെ",
        ] {
            assert_eq!(name(good).unwrap().as_str(), good);
        }
        assert!(name("=HYPERLINK(\"http://x\")").unwrap_err().contains("formula"));
        assert!(name("'=1+1").unwrap_err().contains("formula"));
        assert!(name("Zo\u{fffd}").unwrap_err().contains("lost"));
        for hidden in ["Be\u{202e}n", "B\u{200d}en", "\u{200c}علی", "علی\u{200d}"] {
            assert!(name(hidden).unwrap_err().contains("cannot be seen"));
        }
        assert_eq!(
            name(&"x".repeat(101)).unwrap_err(),
            "has 101 characters, of 100 that can be kept"
        );
    }
}
