//! What only shows across rows.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use csv::StringRecord;

use super::{Column, Columns, Fault, Finding};
use crate::identifier::{ClientRecordId, Uln};

/// The identifiers that earlier rows had, with their lines. It keeps hashes of eight bytes, and so grows by some forty
/// bytes a row. That two of a million rows have the same by chance happens once in tens of millions of files.
#[derive(Debug, Default)]
pub struct SeenBefore {
    hashes: RandomState,
    records: HashMap<u64, u32>,
    learners: HashMap<u64, u32>,
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
            let first = first(&mut self.records, self.hashes.hash_one(id), line);
            if first != line {
                let advice = "One young person has one row. Leave one of the two out.";
                faults.push(twice(Column::YoungPersonsId, first, advice));
            }
        }
        if let Ok(uln) = Uln::parse(cell(Column::UniqueLearnerNo)) {
            let first = first(&mut self.learners, self.hashes.hash_one(uln), line);
            if first != line {
                let advice = "A learner number belongs to one person. Correct one of the two.";
                faults.push(twice(Column::UniqueLearnerNo, first, advice));
            }
        }
        faults
    }
}

fn first(seen: &mut HashMap<u64, u32>, hash: u64, line: u64) -> u64 {
    (*seen.entry(hash).or_insert(u32::try_from(line).unwrap_or(u32::MAX))).into()
}
