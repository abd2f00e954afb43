//! A whole file, row by row. Nothing but the row at hand and the identifiers seen so far is in memory.

use std::io::Read;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord, Terminator};

use super::{ClientRecord, Columns, Fault, Rules, SeenBefore};

/// A council's extract while it is read.
pub struct Extract<R> {
    reader: Reader<R>,
    columns: Columns,
    seen: SeenBefore,
    over: bool,
}

impl<R: Read> Extract<R> {
    /// Reads the header.
    pub fn open(input: R) -> Result<Self, Vec<Fault>> {
        // Told that lines end in a line feed, the reader counts them right; the carriage return before it is trimmed
        // with the spaces. Left to itself, it is a line behind wherever lines end in both.
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::Any(b'\n'))
            .from_reader(input);
        let mut header = StringRecord::new();
        reader.read_record(&mut header).map_err(|wrong| vec![unreadable(&wrong, 1)])?;
        let columns = Columns::read(&header)?;
        Ok(Self { reader, columns, seen: SeenBefore::default(), over: false })
    }

    /// The columns of the file.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What was read from. After the last row nothing is left in it.
    pub fn into_inner(self) -> R {
        self.reader.into_inner()
    }

    /// The next row, or everything that is wrong with it; none after the last. Empty lines are passed over.
    pub fn next_row(&mut self, rules: &Rules) -> Option<Result<ClientRecord, Vec<Fault>>> {
        let mut record = StringRecord::new();
        while !self.over {
            let line = self.reader.position().line();
            match self.reader.read_record(&mut record) {
                Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(true) => {
                    let line = line.max(self.line_of(&record));
                    return Some(self.row(line, &record, rules));
                }
                Ok(false) => self.over = true,
                Err(wrong) => {
                    self.over = matches!(wrong.kind(), ErrorKind::Io(_));
                    return Some(Err(vec![unreadable(&wrong, line)]));
                }
            }
        }
        None
    }

    /// The line on which the row just read begins: the reader passes over empty lines without a word.
    fn line_of(&self, record: &StringRecord) -> u64 {
        let within = record.iter().flat_map(str::bytes).filter(|byte| *byte == b'\n').count();
        self.reader.position().line().saturating_sub(1 + within as u64)
    }

    fn row(
        &mut self,
        line: u64,
        record: &StringRecord,
        rules: &Rules,
    ) -> Result<ClientRecord, Vec<Fault>> {
        let mut twice = self.seen.check(line, &self.columns, record);
        match self.columns.row(line, record, rules) {
            Ok(read) if twice.is_empty() => Ok(read),
            Ok(_) => Err(twice),
            Err(faults) => {
                twice.extend(faults);
                Err(twice)
            }
        }
    }
}

fn unreadable(wrong: &csv::Error, line: u64) -> Fault {
    match wrong.kind() {
        ErrorKind::Utf8 { .. } => {
            let advice = "Save the file as \"CSV UTF-8\".";
            Fault::line(line, "has letters in another encoding than UTF-8", advice)
        }
        _ => Fault::line(line, "cannot be read", "Send the file again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::Activities, identifier::CouncilCode, import::Column, journey::TransitionRule,
        need::NeedTypes,
    };

    const GOOD: &str = include_str!("../../data/sample_ccis_extract.csv");
    const PROBLEMS: &str = include_str!("../../data/sample_ccis_extract_with_problems.csv");

    type Rows = Vec<Result<ClientRecord, Vec<Fault>>>;

    fn read(file: impl Read, as_of: &str, transition: TransitionRule) -> Rows {
        let councils = ["830", "831"].map(|code| CouncilCode::parse(code).unwrap());
        let rules = Rules {
            activities: Activities::shipped(),
            needs: NeedTypes::shipped(),
            councils: &councils,
            as_of: as_of.parse().unwrap(),
            transition,
        };
        let mut extract = Extract::open(file).unwrap();
        std::iter::from_fn(|| extract.next_row(&rules)).collect()
    }

    fn read_now(file: &str) -> Rows {
        read(file.as_bytes(), "2026-11-02", TransitionRule::EighteenthBirthday)
    }

    fn said(rows: &Rows) -> Vec<String> {
        let faults = rows.iter().filter_map(|row| row.as_ref().err()).flatten();
        faults.map(ToString::to_string).collect()
    }

    /// The header and the first row of the good sample, with one text in place of another.
    fn one_row(from: &str, to: &str) -> Rows {
        let two: Vec<&str> = GOOD.lines().take(2).collect();
        assert!(two[1].contains(from));
        read_now(&format!("{}\r\n{}\r\n", two[0], two[1].replace(from, to)))
    }

    #[test]
    fn the_sample_extract_is_taken_whole() {
        for as_of in ["2026-11-02", "2026-11-22"] {
            let rows = read(GOOD.as_bytes(), as_of, TransitionRule::EighteenthBirthday);
            assert_eq!(said(&rows), Vec::<String>::new());
            assert_eq!(rows.len(), 400);
        }
    }

    #[test]
    fn people_whose_two_years_are_over_are_counted_apart() {
        let today = "2026-11-02".parse().unwrap();
        let rows = read_now(GOOD);
        let over = rows.iter().flatten().filter(|record| record.journey_over(today)).count();
        assert_eq!(over, 146);
    }

    #[test]
    fn the_sample_extract_is_odd_in_few_ways() {
        let rows = read_now(GOOD);
        let mut odd = std::collections::BTreeMap::new();
        for warning in rows.iter().flatten().flat_map(|record| &record.warnings) {
            *odd.entry((warning.column.unwrap().code(), warning.what.to_string())).or_insert(0) +=
                1;
        }
        let odd: Vec<_> =
            odd.iter().map(|((column, what), n)| (*column, what.as_str(), *n)).collect();
        assert_eq!(
            odd,
            [
                ("ActivityCode", "is for those who have left Year 11", 7),
                ("TransitionDate", "is empty", 161),
                ("UKProviderReferenceNumber", "is empty", 39),
            ]
        );
    }

    #[test]
    fn every_faulty_row_of_the_other_sample_is_named() {
        let rows = read_now(PROBLEMS);
        let found: Vec<_> = rows
            .iter()
            .filter_map(|row| row.as_ref().err())
            .flatten()
            .map(|fault| (fault.line, fault.column.unwrap().code()))
            .collect();
        assert_eq!(
            found,
            [
                (5, "DOB"),
                (9, "UniqueLearnerNo"),
                (15, "ActivityCode"),
                (19, "SENSupportFlag"),
                (21, "ActivityCode"),
                (21, "PredictedEndDate"),
                (25, "DOB"),
                (31, "DOB"),
                (33, "LeadLEA"),
                (39, "YoungPersonsID"),
                (43, "StartDate"),
                (45, "GivenName"),
                (49, "MobileNumber"),
                (61, "GivenName"),
                (63, "ActivityCode"),
                (69, "SENType"),
                (73, "DateVerified"),
                (75, "FamilyName"),
            ]
        );
        assert_eq!(rows.len(), 120);
    }

    #[test]
    fn a_fault_says_where_it_is_what_it_is_and_what_to_do() {
        let said = said(&read_now(PROBLEMS));
        assert_eq!(
            said[0],
            "line 5, DOB: \"31/02/2007\" is not a date. Write dates as 2007-02-28."
        );
        assert_eq!(
            said[9],
            "line 39, YoungPersonsID: \"...036\" is also on line 38. One young person has one \
             row. Leave one of the two out."
        );
        assert_eq!(
            said[12],
            "line 49, MobileNumber: \"...3\" is not a UK mobile number. Write it as \
             07700 900123, or leave it empty."
        );
        // Names are never printed.
        assert!(said[13].starts_with("line 61, GivenName: begins with a sign"));
        assert!(said[17].starts_with("line 75, FamilyName: has 5000 characters"));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let faulty = GOOD.lines().nth(1).unwrap().replace("2008-03-18", "?");
        let header = GOOD.lines().next().unwrap();
        let two_lines = GOOD.lines().nth(2).unwrap().replace("Synthetic", "\"on two\nlines\"");
        for end in ["\n", "\r\n"] {
            let file = [header, "", &two_lines.replace("37 ", "").replace('\n', end), &faulty, ""];
            // An address of two lines is on lines 3 and 4.
            let rows = read_now(&file.join(end));
            assert_eq!(rows.len(), 2);
            let fault = &rows.iter().find_map(|row| row.as_ref().err()).unwrap()[0];
            assert_eq!(fault.line, 5, "{end:?}");
        }
    }

    #[test]
    fn letters_in_another_encoding_and_cells_too_many_are_told_of() {
        let mut latin = Vec::new();
        for line in GOOD.lines().take(3) {
            latin.extend(
                line.replace("Ethan", "Zo\u{1}").bytes().map(|b| if b == 1 { 0xeb } else { b }),
            );
            latin.push(b'\n');
        }
        let rows = read(latin.as_slice(), "2026-11-02", TransitionRule::EighteenthBirthday);
        assert_eq!(
            said(&rows),
            ["line 2: has letters in another encoding than UTF-8. Save the file as \"CSV UTF-8\"."]
        );
        assert_eq!(rows.len(), 2);

        let rows = one_row("Patel", "Pat,el");
        assert!(said(&rows)[0].starts_with("line 2: has 37 cells under 36 columns"));
    }

    #[test]
    fn where_no_rule_gives_a_day_of_transition_the_row_has_to() {
        let rows = read(GOOD.as_bytes(), "2026-11-02", TransitionRule::GivenDateOnly);
        let faults: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err()).flatten().collect();
        assert_eq!(faults.len(), 161);
        assert!(faults.iter().all(|fault| fault.column == Some(Column::TransitionDate)));
    }

    #[test]
    fn a_day_of_transition_that_cannot_be_gives_way_to_the_birthday() {
        let rows = one_row("2026-03-18", "2019-03-18");
        let record = rows[0].as_ref().unwrap();
        assert_eq!(record.journey.transition_on, "2026-03-18".parse().unwrap());
        assert_eq!(record.warnings[0].column, Some(Column::TransitionDate));
    }

    #[test]
    fn somebody_who_died_or_moved_away_is_not_let_in() {
        let faults = said(&one_row(",P,", ",D,"));
        assert_eq!(
            faults,
            ["line 2, CohortStatus: \"D\" says that they have died. Leave the row out."]
        );
    }

    #[test]
    fn the_age_is_16_to_25() {
        for (birth, good) in [
            ("2010-11-02", true),
            ("2010-11-03", false),
            ("2000-11-03", true),
            ("2000-11-02", false),
            ("2027-01-01", false),
        ] {
            assert_eq!(one_row("2008-03-18", birth)[0].is_ok(), good, "{birth}");
        }
    }

    #[test]
    fn lapse_dates_that_differ_from_the_rule_are_odd_and_the_rule_counts() {
        let row = GOOD.lines().nth(24).unwrap().replace("2027-05-01,N", "2027-01-01,Y");
        let rows = read_now(&format!("{}\n{row}\n", GOOD.lines().next().unwrap()));
        let warnings: Vec<_> =
            rows[0].as_ref().unwrap().warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            [
                "line 2, DueToLapseDate: \"2027-01-01\" differs from the rule. The rule gives \
                 2027-05-01, which is used.",
                "line 2, CurrencyLapsed: \"Y\" says lapsed before its time. The rule is used, and \
                 this is not kept.",
            ]
        );
    }
}
