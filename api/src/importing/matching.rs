//! Rows of a file that may be about somebody who is here under another number: they wait, and the rest goes in.

use std::collections::{HashMap, HashSet};

use domain::{
    id::{PartnershipId, PersonId, SpellId, WaitingRowId},
    identifier::ClientRecordId,
    import::{ClientRecord, Column, Extract, Finding, KeptRow, PartRow, Rules, Warning},
    matching::{Face, Verdict, swapped},
    versioned::Versioned,
};
use uuid::Uuid;

use super::{ImportReport, taking::Taking};
use crate::store::{CHUNK, Known, NewWaiting, Result, Second, scope::Admin};

impl Taking<'_, Admin> {
    /// What is known of those whose numbers are nobody's first: of whoever has such a number too, and of rows that wait.
    pub(super) async fn other_numbers(
        &self,
        parts: &[PartRow],
        known: &HashMap<ClientRecordId, Known>,
    ) -> Result<HashMap<ClientRecordId, Known>> {
        let ids = parts.iter().map(|part| &part.id).filter(|id| !known.contains_key(id));
        let second = self.tx.second_numbers(&ids.collect::<Vec<_>>()).await?;
        let whose = second.values().filter_map(|it| match it {
            Second::Of(person) => Some(*person),
            _ => None,
        });
        let people = self.tx.known_by_id(&whose.collect::<Vec<_>>()).await?;
        let rules = self.rules();
        let of = |it: Second| match it {
            Second::Of(person) => people.get(&person).cloned(),
            Second::Waits(record) => read_again(&record, &rules).map(|record| as_if_known(&record)),
            Second::LeftOut => None,
        };
        Ok(second.into_iter().filter_map(|(id, it)| Some((id, of(it)?))).collect())
    }

    /// Reads those whom these rows may be about, unless they were read for rows before; nobody where nobody was here.
    pub(super) async fn read_faces_near(
        &mut self,
        rows: &[&ClientRecord],
        second: &HashMap<ClientRecordId, Second>,
    ) -> Result<()> {
        let settled = |id| matches!(second.get(id), Some(Second::Of(_) | Second::LeftOut));
        let new = rows.iter().filter(|record| self.others && !settled(&record.id));
        let (mut births, mut ulns) = (Vec::new(), Vec::new());
        for record in new {
            let days = [Some(record.birth_date), swapped(record.birth_date)];
            births.extend(days.into_iter().flatten().filter(|day| self.near.0.insert(*day)));
            ulns.extend(record.uln.clone().filter(|uln| self.near.1.insert(uln.clone())));
        }
        if births.is_empty() && ulns.is_empty() {
            return Ok(());
        }
        for (id, face) in self.tx.faces_of(&births, &ulns).await? {
            self.faces.add(id, face);
        }
        Ok(())
    }

    /// Sets a row aside that is not, or may not be, about somebody new. Gives back one that is.
    pub(super) fn unless_set_aside(
        &mut self,
        record: ClientRecord,
        second: &mut HashMap<ClientRecordId, Second>,
        report: &mut ImportReport,
    ) -> Option<ClientRecord> {
        let known = second.remove(&record.id);
        let waits = match &known {
            Some(Second::Waits(record)) => KeptRow::read(record),
            _ => KeptRow::default(),
        };
        match known {
            Some(Second::Of(person)) => {
                self.second.push((record, person));
                return None;
            }
            Some(Second::LeftOut) => {
                report.unchanged += 1;
                let what = "was left out by a manager here";
                report.warn(&warning(record.line, what, "The row was passed over."));
                return None;
            }
            Some(Second::Waits(_)) | None => {}
        }
        let mut alike = self.faces.like(&Face::from(&record));
        // Somebody may have been read by their birth date, and by their learner number.
        let mut once = HashSet::new();
        alike.retain(|one| once.insert(one.who));
        let of = alike.first().filter(|one| one.verdict == Verdict::Same).map(|one| one.who);
        if alike.is_empty() && known.is_none() {
            return Some(record);
        }
        self.waiting.push(NewWaiting {
            id: WaitingRowId(self.app.new_id()),
            line: record.line,
            number: record.id.clone(),
            record: record.as_file(self.columns, &waits),
            alike: alike.into_iter().map(|one| (one.who, one.same)).collect(),
            of,
        });
        match of {
            Some(person) => {
                let what = "is another number of somebody here: learner number, birth date and name say so";
                report.warn(&warning(record.line, what, "The row is taken as theirs."));
                self.second.push((record, person));
            }
            None => {
                report.waiting += 1;
                let what = "is new, and may be somebody who is here under another number";
                let advice = "The row waits until a manager has looked at the two.";
                report.warn(&warning(record.line, what, advice));
            }
        }
        None
    }

    /// After the last row: what stands under another number of somebody counts where the file does not have the first one.
    pub(super) async fn finish(&mut self, report: &mut ImportReport) -> Result<()> {
        let second = std::mem::take(&mut self.second);
        for chunk in second.chunks(CHUNK) {
            let people: Vec<PersonId> = chunk.iter().map(|(_, person)| *person).collect();
            let mut known = self.tx.known_by_id(&people).await?;
            let mut changes = self.changes_of(&known).await?;
            for (record, person) in chunk {
                // Of two other numbers the first in the file counts.
                let fresh = self.seen.insert(*person);
                let Some(known) = known.remove(person).filter(|_| fresh) else {
                    report.unchanged += 1;
                    report.warn(&other_number(record.line));
                    continue;
                };
                let first = known.person.client_record_id.clone();
                let record =
                    ClientRecord { id: first.unwrap_or(record.id.clone()), ..record.clone() };
                match self.row(&record, Some(&known), &mut changes, report) {
                    true => report.changed += 1,
                    false => report.unchanged += 1,
                }
            }
            self.keep(&changes).await?;
        }
        Ok(())
    }

    /// Keeps the rows that wait, once the file itself is noted.
    pub(super) async fn keep_waiting(&self, import: Uuid) -> Result<()> {
        self.tx.keep_waiting(import, &self.waiting, self.app.now()).await
    }
}

/// A row that has waited, read as the file was; none where the rules have changed so that it cannot be read any more.
pub(super) fn read_again(record: &str, rules: &Rules) -> Option<ClientRecord> {
    Extract::open(record.as_bytes()).ok()?.next_row(rules)?.ok()
}

/// A row that waits, as if it were about somebody who is here.
fn as_if_known(record: &ClientRecord) -> Known {
    let nobody = Uuid::nil();
    let spell = record.spell(SpellId(nobody));
    Known {
        person: record.new_person(PersonId(nobody), PartnershipId(nobody)),
        spells: spell.into_iter().map(|value| Versioned { version: 1, value }).collect(),
        worker: None,
    }
}

/// That the row says nothing which the first number does not.
pub(super) fn other_number(line: u64) -> Warning {
    let what = "is another number of somebody, and is passed over";
    let advice = "What stands under their first number counts. Ask the council to make one record of the two.";
    warning(line, what, advice)
}

fn warning(line: u64, what: &'static str, advice: &'static str) -> Warning {
    Warning(Finding {
        line,
        column: Some(Column::YoungPersonsId),
        shown: None,
        what: what.into(),
        advice: advice.into(),
    })
}
