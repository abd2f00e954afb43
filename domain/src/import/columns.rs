//! The header of a file: which columns are taken, and which are left behind.

use std::sync::Arc;

use csv::StringRecord;

use super::{Column, DateOrder, Fault, Finding, Mapping, Shown};

/// Where each column stands in one file.
#[derive(Clone, Debug)]
pub struct Columns {
    at: [Option<usize>; Column::ALL.len()],
    names: Vec<String>,
    mapping: Arc<Mapping>,
}

/// A column of the file that the service does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// Its name in the file.
    pub name: Shown,
    /// Why it is left behind.
    pub why: &'static str,
}

impl Columns {
    /// Reads a header. Columns may stand in any order, in capitals or not; a byte order mark is forgiven.
    pub fn read(header: &StringRecord) -> Result<Self, Vec<Fault>> {
        Self::read_as(header, 1, Arc::default(), Column::needed)
    }

    /// Reads a header that stands on this line, as the mapping has it, in which some columns are needed.
    pub(super) fn read_as(
        header: &StringRecord,
        line: u64,
        mapping: Arc<Mapping>,
        needed: impl Fn(Column) -> bool,
    ) -> Result<Self, Vec<Fault>> {
        let names: Vec<String> = header.iter().map(|name| tidy(name).to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err(vec![Fault::line(
                line,
                "is empty",
                "Begin with the names of the columns.",
            )]);
        }
        if let [only] = names.as_slice()
            && only.contains([';', '\t'])
        {
            let advice = "Save the file as CSV with commas between the columns.";
            return Err(vec![Fault::line(line, "has one column only", advice)]);
        }

        let mut at = [None; Column::ALL.len()];
        let mut faults = Vec::new();
        let fault = |column: Column, what: &'static str, advice: &'static str| {
            let (what, advice) = (what.into(), advice.into());
            Fault(Finding { line, column: Some(column), shown: None, what, advice })
        };
        for &(column, national) in Column::ALL {
            if mapping.constant(column).is_some() {
                continue;
            }
            let name = mapping.name(column);
            let mut places = (0..names.len()).filter(|i| same(&names[*i], name));
            at[column as usize] = places.next();
            if places.next().is_some() {
                faults.push(fault(column, "is there more than once", "Keep one of the columns."));
            }
            if at[column as usize].is_none() && (name != national || needed(column)) {
                let advice = match name == national {
                    true => "Add the column to the extract.",
                    false => "The mapping names a column that the file does not have.",
                };
                faults.push(fault(column, "is missing", advice));
            }
        }
        if faults.is_empty() { Ok(Self { at, names, mapping }) } else { Err(faults) }
    }

    /// The national columns, all of them and in their order, with days written as in this file.
    pub(super) fn national(&self) -> Self {
        Self {
            at: std::array::from_fn(Some),
            names: Column::ALL.iter().map(|(_, name)| (*name).to_owned()).collect(),
            mapping: Arc::new(self.mapping.dates_only()),
        }
    }

    /// How many columns of a header are known.
    pub(super) fn known<'a>(names: impl Iterator<Item = &'a str>, mapping: &Mapping) -> usize {
        let known =
            |name: &str| Column::ALL.iter().any(|(it, _)| same(tidy(name), mapping.name(*it)));
        names.filter(|name| known(name)).count()
    }

    /// Whether a row is the header once more.
    pub(super) fn is_header(&self, record: &StringRecord) -> bool {
        record.len() == self.names.len()
            && record.iter().zip(&self.names).all(|(cell, name)| same(tidy(cell), name))
    }

    /// What comes first in a day that is written with slashes.
    pub(super) fn date_order(&self) -> Option<DateOrder> {
        self.mapping.dates()
    }

    /// The columns of this file that are taken, stored or only checked.
    pub fn taken(&self) -> impl Iterator<Item = Column> {
        Column::ALL.iter().map(|(column, _)| *column).filter(|column| self.has(*column))
    }

    /// Whether this file has this column. What it has no column for, it says nothing about.
    pub fn has(&self, column: Column) -> bool {
        self.at[column as usize].is_some() || self.mapping.constant(column).is_some()
    }

    /// The columns of this file that are not looked at, with the reason.
    pub fn left_behind(&self) -> impl Iterator<Item = LeftBehind> {
        let left = (0..self.names.len()).filter(|place| !self.at.contains(&Some(*place)));
        left.map(|place| &self.names[place])
            .map(|name| LeftBehind { name: Shown::plain(name), why: why_left(name) })
    }

    /// How many cells a row of this file has.
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// What a row says in this column, in the words of a client record; empty if the file has no such column.
    pub(super) fn cell<'a>(&'a self, record: &'a StringRecord, column: Column) -> &'a str {
        if let Some(everywhere) = self.mapping.constant(column) {
            return everywhere;
        }
        let cell =
            self.at[column as usize].and_then(|place| record.get(place)).unwrap_or("").trim();
        self.mapping.value(column, plain(column, cell))
    }
}

fn tidy(name: &str) -> &str {
    name.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace())
}

/// Whether a file means the same column.
fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}

/// A cell without what keeps a spreadsheet from changing it: `="0123"` is the text 0123, and so is `'0123`. In names an
/// apostrophe may be meant.
fn plain(column: Column, cell: &str) -> &str {
    let inner = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let cell = inner.filter(|inner| !inner.contains('"')).map_or(cell, str::trim);
    if column.is_text() { cell } else { cell.strip_prefix('\'').unwrap_or(cell) }
}

fn why_left(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "gender" | "ethnicity" => "not needed to see where a young person goes",
        "levelofneedcode" | "characteristiccode" => "sensitive, and nothing here depends on it",
        "uniquepupilnumber" => "a number for school, which is over",
        "town" | "county" | "postcode" => "the service keeps no addresses",
        address if address.starts_with("addressline") => "the service keeps no addresses",
        "educatedlea" | "establishmentnumber" => "the provider's name and number say it already",
        "middlename" => "nobody is called by it",
        _ => "not a column that this service uses",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> StringRecord {
        text.split(',').collect()
    }

    fn needed() -> Vec<&'static str> {
        Column::ALL.iter().filter(|(column, _)| column.needed()).map(|(_, name)| *name).collect()
    }

    #[test]
    fn columns_may_stand_in_any_order_and_behind_a_byte_order_mark() {
        let mut names = needed();
        names.reverse();
        let columns = Columns::read(&header(&format!("\u{feff}{}", names.join(",")))).unwrap();
        assert_eq!(columns.taken().count(), names.len());

        let row = header(&names.join(",").to_lowercase());
        assert_eq!(columns.cell(&row, Column::Dob), "dob");
        assert_eq!(columns.cell(&row, Column::Email), "");
    }

    #[test]
    fn each_missing_column_is_named() {
        let names: Vec<_> =
            needed().into_iter().filter(|n| !["DOB", "StartDate"].contains(n)).collect();
        let faults = Columns::read(&header(&names.join(","))).unwrap_err();
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "line 1, DOB: is missing. Add the column to the extract.",
                "line 1, StartDate: is missing. Add the column to the extract.",
            ]
        );
    }

    #[test]
    fn a_column_that_is_there_twice_is_a_fault() {
        let twice = format!("{},dob", needed().join(","));
        let faults = Columns::read(&header(&twice)).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].column, Some(Column::Dob));
    }

    #[test]
    fn a_file_with_nothing_in_it_is_told_so_once() {
        assert_eq!(Columns::read(&StringRecord::new()).unwrap_err().len(), 1);
    }

    #[test]
    fn a_file_with_semicolons_is_told_so_once() {
        let faults = Columns::read(&StringRecord::from(vec![needed().join(";")])).unwrap_err();
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn what_is_left_behind_is_named_with_the_reason() {
        let more = format!("{},Ethnicity,Shoe\u{1b}Size", needed().join(","));
        let columns = Columns::read(&header(&more)).unwrap();
        let left: Vec<_> =
            columns.left_behind().map(|left| format!("{}: {}", left.name, left.why)).collect();
        assert_eq!(
            left,
            [
                "Ethnicity: not needed to see where a young person goes",
                "ShoeSize: not a column that this service uses",
            ]
        );
    }
}
