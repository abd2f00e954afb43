//! The header of a file: which columns are taken, and which are left behind.

use csv::StringRecord;

use super::{Column, Fault, Finding, Shown};

/// Where each column stands in one file.
#[derive(Clone, Debug)]
pub struct Columns {
    at: [Option<usize>; Column::ALL.len()],
    names: Vec<String>,
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
        let tidy = |name: &str| name.trim_matches(['\u{feff}', ' ', '\t', '\r']).to_owned();
        let names: Vec<String> = header.iter().map(tidy).collect();
        if names.iter().all(String::is_empty) {
            return Err(vec![Fault::line(1, "is empty", "Begin with the names of the columns.")]);
        }
        if let [only] = names.as_slice()
            && only.contains([';', '\t'])
        {
            let advice = "Save the file as CSV with commas between the columns.";
            return Err(vec![Fault::line(1, "has one column only", advice)]);
        }

        let mut at = [None; Column::ALL.len()];
        let mut faults = Vec::new();
        let fault = |column: Column, what: &'static str, advice: &'static str| {
            let (what, advice) = (what.into(), advice.into());
            Fault(Finding { line: 1, column: Some(column), shown: None, what, advice })
        };
        for &(column, name) in Column::ALL {
            let mut places = (0..names.len()).filter(|i| names[*i].eq_ignore_ascii_case(name));
            at[column as usize] = places.next();
            if places.next().is_some() {
                faults.push(fault(column, "is there more than once", "Keep one of the columns."));
            }
            if column.needed() && at[column as usize].is_none() {
                faults.push(fault(column, "is missing", "Add the column to the extract."));
            }
        }
        if faults.is_empty() { Ok(Self { at, names }) } else { Err(faults) }
    }

    /// The columns of this file that are taken, stored or only checked.
    pub fn taken(&self) -> impl Iterator<Item = Column> {
        Column::ALL.iter().map(|(column, _)| *column).filter(|column| self.has(*column))
    }

    /// Whether this file has this column. What it has no column for, it says nothing about.
    pub fn has(&self, column: Column) -> bool {
        self.at[column as usize].is_some()
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

    /// The cell of a row in this column; empty if the file has no such column.
    pub(super) fn cell<'a>(&self, record: &'a StringRecord, column: Column) -> &'a str {
        self.at[column as usize].and_then(|place| record.get(place)).unwrap_or("").trim()
    }
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
