//! A row that has to wait until somebody has looked at it, kept as a file of one row: whatever reads files reads it again.

use super::{
    ClientRecord, Column, Columns,
    delta::{OF_THE_ACTIVITY, of_person, of_spell},
};
use crate::id::{PartnershipId, PersonId, SpellId};

impl ClientRecord {
    /// The row as a file of its own: the columns that its file had, under their national names. What the row that waits said
    /// in other columns is still said.
    pub fn as_file(&self, columns: &Columns, waits: &KeptRow) -> String {
        let nobody = uuid::Uuid::nil();
        let person = self.new_person(PersonId(nobody), PartnershipId(nobody));
        let spell = self.spell(SpellId(nobody));
        let cell = |column: Column| match column {
            _ if !columns.has(column) && waits.cell(column).is_some() => {
                waits.cell(column).unwrap_or_default().to_owned()
            }
            Column::WorkerEmail => {
                self.worker_email.as_ref().map_or("", |email| email.as_str()).to_owned()
            }
            // A change that says nothing of what they do takes nothing of it away.
            _ if spell.is_none() && OF_THE_ACTIVITY.contains(&column) => {
                waits.cell(column).unwrap_or_default().to_owned()
            }
            _ => match of_person(&person, column) {
                empty if empty.is_empty() => {
                    spell.as_ref().map(|spell| of_spell(spell, column)).unwrap_or_default()
                }
                said => said,
            },
        };
        let all = Column::ALL.iter().map(|(column, _)| *column);
        let kept: Vec<Column> = all
            .filter(|column| column.kept())
            .filter(|column| column.needed() || columns.has(*column) || waits.has(*column))
            .collect();
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(kept.iter().map(|column| column.code()))
            .and_then(|()| file.write_record(kept.iter().map(|column| cell(*column))))
            .expect("memory can be written, and both rows are as long");
        let bytes = file.into_inner().expect("memory can be written");
        String::from_utf8(bytes).expect("text was written")
    }
}

/// What such a row says, cell by cell, for whoever looks at it.
#[derive(Clone, Debug, Default)]
pub struct KeptRow(Vec<(Column, String)>);

impl KeptRow {
    /// Of a file of one row. What cannot be read says nothing.
    pub fn read(file: &str) -> Self {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let row = reader.records().next().and_then(Result::ok).unwrap_or_default();
        let cells = header.iter().zip(&row);
        let cells =
            cells.filter_map(|(name, cell)| Some((Column::from_code(name)?, cell.to_owned())));
        Self(cells.collect())
    }

    /// Whether its file had this column.
    pub fn has(&self, column: Column) -> bool {
        self.0.iter().any(|(it, _)| *it == column)
    }

    /// What it says in this column; none where it is empty or not there.
    pub fn cell(&self, column: Column) -> Option<&str> {
        let cell = self.0.iter().find(|(it, _)| *it == column)?;
        Some(cell.1.as_str()).filter(|said| !said.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::Activities,
        identifier::CouncilCode,
        import::{Extract, Rules},
        journey::TransitionRule,
        need::NeedTypes,
    };

    const GOOD: &str = include_str!("../../data/sample_ccis_extract.csv");

    /// Every row of the sample says the same once it has waited.
    #[test]
    fn a_row_that_has_waited_says_what_it_said() {
        let councils = ["830", "831"].map(|code| CouncilCode::parse(code).unwrap());
        let rules = Rules {
            activities: Activities::shipped(),
            needs: NeedTypes::shipped(),
            councils: &councils,
            as_of: "2026-11-02".parse().unwrap(),
            transition: TransitionRule::EighteenthBirthday,
        };
        let mut extract = Extract::open(GOOD.as_bytes()).unwrap();
        let columns = extract.columns().clone();
        let mut rows = 0;
        while let Some(record) = extract.next_row(&rules) {
            let Ok(record) = record else { continue };
            let file = record.as_file(&columns, &KeptRow::default());
            let mut again = Extract::open(file.as_bytes()).unwrap();
            for (column, _) in Column::ALL.iter().filter(|(column, _)| column.kept()) {
                assert_eq!(again.columns().has(*column), columns.has(*column), "{column:?}");
            }
            let read = again.next_row(&rules).unwrap().unwrap_or_else(|why| panic!("{why:?}"));
            let shown = KeptRow::read(&file);
            assert_eq!(shown.cell(Column::GivenName), Some(record.given_name.as_str()));
            assert_eq!(shown.cell(Column::CohortStatus), None);
            let same =
                ClientRecord { line: record.line, warnings: record.warnings.clone(), ..read };
            assert_eq!(same, record);
            // A later file that has fewer columns takes nothing away.
            let few = Columns::read(&csv::StringRecord::from(
                again
                    .columns()
                    .taken()
                    .filter(|it| it.needed())
                    .map(Column::code)
                    .collect::<Vec<_>>(),
            ));
            let later = KeptRow::read(&record.as_file(&few.unwrap(), &shown));
            for (column, _) in Column::ALL {
                assert_eq!(later.cell(*column), shown.cell(*column), "{column:?}");
            }
            rows += 1;
        }
        assert!(rows > 300, "{rows}");
    }
}
