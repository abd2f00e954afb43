//! What only shows across rows.

use std::collections::HashMap;

use csv::StringRecord;

use super::{Column, Columns, Fault, Finding};
use crate::identifier::{ClientRecordId, Uln};

/// The identifiers that earlier rows had, with their lines. It grows by about a hundred bytes a row.
#[derive(Debug, Default)]
pub struct SeenBefore {
    records: HashMap<ClientRecordId, u64>,
    learners: HashMap<Uln, u64>,
}

impl SeenBefore {
    /// Whether this row is somebody who stood on an earlier line. Rows with other faults count too, so that all is
    /// told at once; identifiers that are no identifiers do not.
    pub fn check(&mut self, line: u64, columns: &Columns, record: &StringRecord) -> Vec<Fault> {
        let cell = |column| columns.cell(record, column);
        let twice = |column: Column, earlier: u64, advice: &'static str| {
            Fault(Finding {
                line,
                column: Some(column),
                shown: column.show(cell(column)),
                what: format!("is also on line {earlier}").into(),
                advice: advice.into(),
            })
        };
        let mut faults = Vec::new();
        if let Ok(id) = ClientRecordId::parse(cell(Column::YoungPersonsId)) {
            let first = *self.records.entry(id).or_insert(line);
            if first != line {
                let advice = "One young person has one row. Leave one of the two out.";
                faults.push(twice(Column::YoungPersonsId, first, advice));
            }
        }
        if let Ok(uln) = Uln::parse(cell(Column::UniqueLearnerNo)) {
            let first = *self.learners.entry(uln).or_insert(line);
            if first != line {
                let advice = "A learner number belongs to one person. Correct one of the two.";
                faults.push(twice(Column::UniqueLearnerNo, first, advice));
            }
        }
        faults
    }
}
