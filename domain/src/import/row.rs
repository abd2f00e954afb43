//! One row of the file, and what is found to be wrong with it.

use std::{borrow::Cow, fmt::Display};

use chrono::NaiveDate;
use csv::StringRecord;

use super::{Column, Columns, Fault, Finding, Rules, Warning, finding::invisible};
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
        self.needed(column, day, WRITE_DATES)
    }

    /// A day, if there is one.
    pub(super) fn day(&mut self, column: Column) -> Option<NaiveDate> {
        self.given(column, day, WRITE_DATES)
    }

    /// A `Y` or an `N`.
    pub(super) fn flag(&mut self, column: Column) -> Option<bool> {
        self.needed(column, yes_or_no, "Write Y or N.")
    }
}

const WRITE_DATES: &str = "Write dates as 2007-02-28.";

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shape { text.parse().map_err(|_| "is not a date") } else { Err("is not a date") }
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text {
        "Y" | "y" => Ok(true),
        "N" | "n" => Ok(false),
        _ => Err("is neither Y nor N"),
    }
}

/// Reads text that people will see, with the bounds of `read`. What a spreadsheet would run as a formula is nobody's
/// name: it would wait in every list that is ever exported.
pub(super) fn text<T>(
    read: impl Fn(&str) -> Result<T, TextError>,
) -> impl Fn(&str) -> Result<T, String> {
    move |cell| {
        if cell.starts_with(['=', '+', '-', '@', '|']) {
            return Err("begins with a sign that a spreadsheet takes for a formula".into());
        }
        if cell.chars().any(|c| c.is_control() || invisible(c)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Name;

    #[test]
    fn a_date_is_written_one_way() {
        assert_eq!(day("2008-02-29"), Ok("2008-02-29".parse().unwrap()));
        for text in ["2007-02-29", "2025-13-40", "28/02/2007", "2007-2-8", "20070228", "39141"] {
            assert_eq!(day(text), Err("is not a date"), "{text}");
        }
    }

    #[test]
    fn a_name_is_not_a_formula_and_has_nothing_hidden_in_it() {
        let name = text(Name::new);
        for good in ["Zoë", "O'Brien", "Smith-Jones", "Dáithí", "Łukasz", "van der Berg Jr."] {
            assert_eq!(name(good).unwrap().as_str(), good);
        }
        assert!(name("=HYPERLINK(\"http://x\")").unwrap_err().contains("formula"));
        assert!(name("Be\u{202e}n").unwrap_err().contains("cannot be seen"));
        assert_eq!(
            name(&"x".repeat(101)).unwrap_err(),
            "has 101 characters, of 100 that can be kept"
        );
    }
}
