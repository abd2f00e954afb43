//! What an import did, or would do.

use std::{borrow::Cow, fmt};

use domain::import::{
    ClientRecord, Column, Columns, Encoding, Fault, LineEnd, PartRow, Shape, Shown, Warning,
};

use super::rows::Batch;

/// What an import did, or would do. It names no young person.
#[derive(Debug)]
pub struct ImportReport {
    /// Nothing was kept, because somebody only wanted to know.
    pub dry_run: bool,
    /// How many rows the file has.
    pub rows: u64,
    /// How many young people are new.
    pub added: u64,
    /// About how many the file says something new.
    pub changed: u64,
    /// About how many it says nothing new.
    pub unchanged: u64,
    /// How many are left out because their two years are over. Those who were here already are not among them: they
    /// are brought up to date like everybody else.
    pub journey_over: u64,
    /// How many who were here have left, by a file of changes.
    pub leavers: u64,
    /// How many wait until a manager has looked, because they may be here under another number.
    pub waiting: u64,
    /// How many wait for a worker.
    pub unassigned: u64,
    /// How the file is written. None where its first line could not be used.
    pub shape: Option<Shape>,
    /// The columns that were taken.
    pub taken: Vec<Column>,
    /// The columns that were not looked at.
    pub left_behind: Vec<LeftOut>,
    /// What is odd, and was taken all the same: the same thing once, with how often.
    pub oddities: Vec<Oddity>,
    /// Why the file was not taken in, the first [`FAULTS`](Self::FAULTS) of it. Empty if it was.
    pub faults: Vec<Fault>,
    /// How many faults there are.
    pub fault_count: u64,
}

/// A column that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name in the file.
    pub name: Shown,
    /// Why it was not looked at.
    pub why: &'static str,
}

/// The same odd thing in one row or many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// The column it is about.
    pub column: Option<Column>,
    /// What is odd.
    pub what: Cow<'static, str>,
    /// What was done about it, if that was the same everywhere.
    pub advice: Option<Cow<'static, str>>,
    /// In how many rows.
    pub count: u64,
    /// The first [`LINES`](Self::LINES) of their lines.
    pub first_lines: Vec<u64>,
}

impl Oddity {
    /// How many lines are named.
    pub const LINES: usize = 5;

    fn is(&self, warning: &Warning) -> bool {
        self.column == warning.column && self.what == warning.what
    }
}

impl ImportReport {
    /// How many faults are kept, so that a file in which everything is wrong does not fill the memory.
    pub const FAULTS: usize = 10_000;

    pub(super) fn new(columns: &Columns, dry_run: bool) -> Self {
        let left = columns.left_behind();
        Self {
            taken: columns.taken().collect(),
            left_behind: left.map(|left| LeftOut { name: left.name, why: left.why }).collect(),
            ..Self::empty(dry_run)
        }
    }

    /// About a file whose first line cannot be used.
    pub(super) fn refused_at_once(faults: Vec<Fault>, dry_run: bool) -> Self {
        Self { fault_count: faults.len() as u64, faults, ..Self::empty(dry_run) }
    }

    fn empty(dry_run: bool) -> Self {
        Self {
            dry_run,
            rows: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            journey_over: 0,
            leavers: 0,
            waiting: 0,
            unassigned: 0,
            shape: None,
            taken: Vec::new(),
            left_behind: Vec::new(),
            oddities: Vec::new(),
            faults: Vec::new(),
            fault_count: 0,
        }
    }

    /// Whether the file has faults, so that nothing of it was taken in.
    pub fn is_refused(&self) -> bool {
        self.fault_count > 0
    }

    /// Counts some rows and what was found in them; gives back what can be taken in.
    pub(super) fn hear(&mut self, batch: Batch) -> (Vec<ClientRecord>, Vec<PartRow>) {
        let Batch { rows, records, parts, faults } = batch;
        self.rows += rows;
        self.refuse(faults);
        records.iter().flat_map(|record| &record.warnings).for_each(|warning| self.warn(warning));
        (records, parts)
    }

    /// Counts what is wrong.
    pub(super) fn refuse(&mut self, faults: Vec<Fault>) {
        self.fault_count += faults.len() as u64;
        let room = Self::FAULTS - self.faults.len();
        self.faults.extend(faults.into_iter().take(room));
    }

    pub(super) fn warn(&mut self, warning: &Warning) {
        if let Some(known) = self.oddities.iter_mut().find(|oddity| oddity.is(warning)) {
            known.count += 1;
            if known.first_lines.len() < Oddity::LINES {
                known.first_lines.push(warning.line);
            }
            if known.advice.as_ref().is_some_and(|advice| *advice != warning.advice) {
                known.advice = None;
            }
            return;
        }
        let oddity = Oddity {
            column: warning.column,
            what: warning.what.clone(),
            advice: Some(warning.advice.clone()),
            count: 1,
            first_lines: vec![warning.line],
        };
        let place = |oddity: &Oddity| (oddity.column, oddity.what.clone());
        let at = self.oddities.partition_point(|other| place(other) < place(&oddity));
        self.oddities.insert(at, oddity);
    }

    /// For a file that is refused half-way: the first half was undone.
    pub(super) fn forget_what_was_not_done(&mut self) {
        (self.added, self.changed, self.unchanged) = (0, 0, 0);
        (self.journey_over, self.leavers, self.unassigned, self.waiting) = (0, 0, 0, 0);
        self.oddities.clear();
    }
}

/// The report as the command line prints it.
impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_refused() {
            return self.write_faults(f);
        }
        writeln!(f, "{}", plural(self.rows, "young person is", "young people are", "in the file"))?;
        let [added, changed] = if self.dry_run {
            ["would be added", "would be changed"]
        } else {
            ["added", "changed"]
        };
        for (count, what) in [
            (self.added, added),
            (self.changed, changed),
            (self.unchanged, "known already, with nothing new"),
            (self.journey_over, "left out, because their two years are over"),
        ] {
            writeln!(f, "{count:>8}  {what}")?;
        }
        if self.leavers > 0 {
            let left =
                if self.dry_run { "would be noted as having left" } else { "noted as having left" };
            writeln!(f, "{:>8}  {left}", self.leavers)?;
        }
        if self.waiting > 0 {
            let wait = if self.dry_run { "would wait" } else { "wait" };
            let until = "until a manager has looked: they may be here under another number";
            writeln!(f, "{:>8}  {wait} {until}", self.waiting)?;
        }
        if let Some(told) = self.shape.as_ref().and_then(unusual) {
            writeln!(f, "\n{told}")?;
        }
        if self.unassigned > 0 {
            let wait = plural(self.unassigned, "waits", "wait", "for a worker");
            writeln!(f, "\n{wait}: the file names none, or none who is known here.")?;
        }
        self.write_columns(f)?;
        self.write_oddities(f)?;
        match self.dry_run {
            true => writeln!(f, "\nThis was a dry run: nothing was changed."),
            false => Ok(()),
        }
    }
}

impl ImportReport {
    fn write_faults(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "{fault}")?;
        }
        let more = self.fault_count - self.faults.len() as u64;
        if more > 0 {
            writeln!(f, "… and {more} more.")?;
        }
        let faults = plural(self.fault_count, "fault", "faults", "in the file");
        writeln!(f, "\n{faults}: nothing was taken in. Mend them and import the file again.")
    }

    fn write_columns(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |kept: bool| {
            let taken = self.taken.iter().filter(|column| column.kept() == kept);
            taken.map(|column| column.code()).collect::<Vec<_>>().join(", ")
        };
        writeln!(f, "\nColumns that are kept: {}.", names(true))?;
        if self.taken.iter().any(|column| !column.kept()) {
            writeln!(f, "Columns that are only compared with the others: {}.", names(false))?;
        }
        if !self.left_behind.is_empty() {
            writeln!(f, "Columns that are left behind:")?;
        }
        for LeftOut { name, why } in &self.left_behind {
            writeln!(f, "  {:24}{why}", name.to_string())?;
        }
        Ok(())
    }

    fn write_oddities(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.oddities.is_empty() {
            writeln!(f, "\nOdd, and taken all the same:")?;
        }
        for oddity in &self.oddities {
            write!(f, "{:>8}  ", oddity.count)?;
            if let Some(column) = oddity.column {
                write!(f, "{} ", column.code())?;
            }
            write!(f, "{}.", oddity.what)?;
            if let Some(advice) = &oddity.advice {
                write!(f, " {advice}")?;
            }
            let lines: Vec<String> = oddity.first_lines.iter().map(u64::to_string).collect();
            let word = if oddity.count == 1 { "line" } else { "lines" };
            let more = if oddity.count > lines.len() as u64 { ", …" } else { "" };
            writeln!(f, " ({word} {}{more})", lines.join(", "))?;
        }
        Ok(())
    }
}

/// How a file is written, if it is not as most are.
pub fn unusual(shape: &Shape) -> Option<String> {
    let mut told = Vec::new();
    if shape.encoding != Encoding::Utf8 {
        told.push(format!("Its letters were read as {}.", shape.encoding.code()));
    }
    match shape.separator {
        ',' => {}
        '\t' => told.push("Its cells are separated by tabs.".to_owned()),
        other => told.push(format!("Its cells are separated by \"{other}\".")),
    }
    if shape.line_ends.len() > 1 {
        let ends: Vec<_> = shape.line_ends.iter().copied().map(LineEnd::code).collect();
        told.push(format!("Its lines end in several ways: {}.", ends.join(", ")));
    }
    if shape.header_line > 1 {
        told.push(format!(
            "The columns are named on line {}; what stands above was passed over.",
            shape.header_line
        ));
    }
    match shape.repeated_headers {
        0 => {}
        1 => told.push("The header stands in it once more; that line was passed over.".to_owned()),
        n => told
            .push(format!("The header stands in it {n} more times; those lines were passed over.")),
    }
    (!told.is_empty()).then(|| told.join(" "))
}

fn plural(count: u64, one: &str, many: &str, rest: &str) -> String {
    format!("{count} {} {rest}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;
    use domain::import::Finding;

    use super::*;

    fn finding(line: u64, what: &'static str, advice: &'static str) -> Finding {
        let column = Some(Column::TransitionDate);
        Finding { line, column, shown: None, what: what.into(), advice: advice.into() }
    }

    fn report() -> ImportReport {
        let names = "YoungPersonsID,GivenName,FamilyName,DOB,LeadLEA,SENDFlag,SENSupportFlag,ActivityCode,StartDate,\
                     DateVerified,ReviewDate,PredictedEndDate,CurrencyLapsed,Postcode";
        let columns = Columns::read(&names.split(',').collect::<StringRecord>()).unwrap();
        let mut report = ImportReport::new(&columns, true);
        (report.rows, report.added, report.unchanged, report.unassigned) = (9, 7, 2, 1);
        report
    }

    #[test]
    fn the_same_odd_thing_is_told_once_with_how_often() {
        let mut report = report();
        for line in 2..9 {
            report.warn(&Warning(finding(line, "is empty", "The birthday is used.")));
        }
        report.warn(&Warning(finding(3, "differs", "The rule gives Monday.")));
        report.warn(&Warning(finding(5, "differs", "The rule gives Tuesday.")));

        assert_eq!(
            report.to_string(),
            "\
9 young people are in the file
       7  would be added
       0  would be changed
       2  known already, with nothing new
       0  left out, because their two years are over

1 waits for a worker: the file names none, or none who is known here.

Columns that are kept: YoungPersonsID, GivenName, FamilyName, DOB, LeadLEA, SENDFlag, SENSupportFlag, ActivityCode, \
StartDate, DateVerified, ReviewDate, PredictedEndDate.
Columns that are only compared with the others: CurrencyLapsed.
Columns that are left behind:
  Postcode                the service keeps no addresses

Odd, and taken all the same:
       2  TransitionDate differs. (lines 3, 5)
       7  TransitionDate is empty. The birthday is used. (lines 2, 3, 4, 5, 6, …)

This was a dry run: nothing was changed.
"
        );
    }

    #[test]
    fn a_file_in_which_everything_is_wrong_does_not_fill_the_memory() {
        let mut report = report();
        for line in 2..20_002 {
            let faults = vec![Fault(finding(line, "is not a date", "Write dates as 2007-02-28."))];
            report.hear(Batch { rows: 1, faults, ..Batch::default() });
        }

        assert!(report.is_refused());
        assert_eq!((report.faults.len(), report.fault_count), (ImportReport::FAULTS, 20_000));
        let said = report.to_string();
        assert!(said.starts_with("line 2, TransitionDate: is not a date. Write dates as"));
        assert!(said.ends_with(
            "… and 10000 more.\n\n20000 faults in the file: nothing was taken in. Mend them and import the file again.\n"
        ));
    }
}
