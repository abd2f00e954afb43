//! What becomes of the rows of a file: each young person is added, changed or left as they are.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet},
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PersonId, StaffId},
    identifier::{ClientRecordId, Uln},
    import::{ClientRecord, Column, Columns, Finding, PartRow, Rules, Shown, Warning},
    matching::Faces,
    need::NeedTypes,
    partnership::Partnership,
    person::Person,
    person_edit,
    spell::{Change, Spell},
};

use super::{ImportReport, matching};
use crate::{
    app::App,
    store::{Given, ImportedSpell, Known, NewWaiting, Result, TakesIn, Tx, scope::Admin},
};

/// One file being taken in, or one row of it that has waited.
pub(super) struct Taking<'a, S> {
    pub(super) app: &'a App,
    pub(super) tx: &'a Tx<S>,
    pub(super) columns: &'a Columns,
    partnership: &'a Partnership,
    /// Those who work with young people here, by e-mail address.
    workers: HashMap<String, StaffId>,
    /// Somebody was here before this file: who is new may be one of them.
    pub(super) others: bool,
    /// Whom the file has by the number that they are known by.
    pub(super) seen: HashSet<PersonId>,
    /// Rows under another number of somebody who is here. They count where the first number is not in the file.
    pub(super) second: Vec<(ClientRecord, PersonId)>,
    /// Rows that wait for somebody to look.
    pub(super) waiting: Vec<NewWaiting>,
    /// Those whom rows so far may have been about: each is read once, however many rows come.
    pub(super) faces: Faces<PersonId>,
    /// The birth dates and learner numbers of which everybody is among them.
    pub(super) near: (HashSet<NaiveDate>, HashSet<Uln>),
    now: DateTime<Utc>,
    today: NaiveDate,
    chunks: u32,
}

/// What some rows change.
#[derive(Default)]
pub(super) struct Changes {
    people: Vec<Person>,
    spells: Vec<ImportedSpell>,
    given: Vec<(PersonId, StaffId)>,
    /// What staff have written themselves, which stays.
    pub(super) kept: HashMap<PersonId, BTreeSet<String>>,
    /// Those who were known, as they were and are.
    mended: Vec<(Person, Person)>,
}

impl Changes {
    /// The first of those who are added or changed.
    pub(super) fn first(&self) -> Option<PersonId> {
        self.people.first().map(|person| person.id)
    }
}

impl<'a, S: TakesIn> Taking<'a, S> {
    pub(super) async fn new(
        app: &'a App,
        tx: &'a Tx<S>,
        columns: &'a Columns,
        partnership: &'a Partnership,
    ) -> Result<Self> {
        let workers = tx.workers().await?.into_iter().filter(|one| one.role.has_a_caseload());
        let workers = workers.map(|worker| (worker.email, worker.id)).collect();
        Ok(Self {
            app,
            tx,
            columns,
            partnership,
            workers,
            others: false,
            seen: HashSet::new(),
            second: Vec::new(),
            waiting: Vec::new(),
            faces: Faces::default(),
            near: Default::default(),
            now: app.now(),
            today: app.today(),
            chunks: 0,
        })
    }

    pub(super) fn rules(&self) -> Rules<'a> {
        Rules {
            activities: &self.app.activities,
            needs: NeedTypes::shipped(),
            councils: &self.partnership.councils,
            as_of: self.today,
            transition: self.partnership.transition_rule,
        }
    }

    /// Nothing yet, with what staff have written of these people.
    pub(super) async fn changes_of<K>(&self, known: &HashMap<K, Known>) -> Result<Changes> {
        let people: Vec<PersonId> = known.values().map(|known| known.person.id).collect();
        Ok(Changes { kept: self.tx.kept_details(&people).await?, ..Changes::default() })
    }

    /// Stores what rows change.
    pub(super) async fn keep(&self, changes: &Changes) -> Result<()> {
        self.tx.save_people(&changes.people, self.now).await?;
        self.tx.note_details_of_file(&changes.mended, self.now).await?;
        self.tx.save_imported_spells(&changes.spells, self.now).await?;
        self.tx.give(&changes.given, self.now).await
    }

    /// Gathers what one row changes. False if that is nothing.
    pub(super) fn row(
        &self,
        record: &ClientRecord,
        known: Option<&Known>,
        changes: &mut Changes,
        report: &mut ImportReport,
    ) -> bool {
        let person = match known {
            Some(known) => {
                let file = record.changed_person(&known.person, self.columns);
                let kept = changes.kept.get(&file.id).cloned().unwrap_or_default();
                person_edit::keep(file, &known.person, &kept)
            }
            None => record.new_person(self.app.new_id(), self.tx.scope().partnership()),
        };
        let known_spells = known.map_or(&[][..], |known| &known.spells);
        let spells: Vec<Spell> = known_spells.iter().map(|known| known.value.clone()).collect();
        let save = record
            .spell(self.app.new_id())
            .map_or_else(Vec::new, |spell| Change::imported(&spells, spell).save);
        // Whose two years are over keeps the worker they had, and gets none.
        let worker = if record.journey_over(self.today) {
            None
        } else {
            self.worker(record, known.and_then(|known| known.worker), report)
        };

        let id = person.id;
        let other = known.is_none_or(|known| known.person != person);
        let changed = other || !save.is_empty() || worker.is_some();
        if other {
            let before = known.map(|known| known.person.clone());
            changes.mended.extend(before.map(|before| (before, person.clone())));
            changes.people.push(person);
        }
        changes.spells.extend(save.into_iter().map(|spell| {
            let known = known_spells.iter().find(|known| known.value.id == spell.id).cloned();
            ImportedSpell { person: id, spell, known }
        }));
        changes.given.extend(worker.map(|worker| (id, worker)));
        changed
    }

    /// To whom this row gives somebody; none where they stay as they are. Whom staff gave to a worker here, no file
    /// takes away: councils' files are weeks behind.
    fn worker(
        &self,
        record: &ClientRecord,
        given: Option<Given>,
        report: &mut ImportReport,
    ) -> Option<StaffId> {
        let email = record.worker_email.as_ref().map(|email| email.as_str());
        let named = email.and_then(|email| self.workers.get(email)).copied();
        let shown = email.map(Shown::masked);
        let unknown = "belongs to no worker or manager here";
        match (named, given) {
            (Some(named), Some(given)) if given.to == named => None,
            (Some(_), Some(Given { by_staff: true, .. })) => {
                let what = "is not the worker whom staff here have chosen";
                report.warn(&worker(record, shown, what, "They stay with that worker."));
                None
            }
            (Some(named), _) => Some(named),
            (None, Some(_)) => {
                if email.is_some() {
                    report.warn(&worker(record, shown, unknown, "They keep the worker they have."));
                }
                None
            }
            (None, None) => {
                report.unassigned += 1;
                let odd = record.warnings.iter().any(|w| w.column == Some(Column::WorkerEmail));
                // The file may have no such column, or the row was warned of already.
                if self.columns.has(Column::WorkerEmail) && !odd {
                    let what = if email.is_some() { unknown } else { "is empty" };
                    let advice = "The young person waits in the list of those without a worker.";
                    report.warn(&worker(record, shown, what, advice));
                }
                None
            }
        }
    }
}

impl Taking<'_, Admin> {
    /// Before the first row: whether anybody is here whom a row may be about.
    pub(super) async fn begin(&mut self) -> Result<()> {
        self.others = self.tx.has_people().await?;
        Ok(())
    }

    /// Stores what some rows change, and counts it.
    pub(super) async fn take(
        &mut self,
        records: Vec<ClientRecord>,
        report: &mut ImportReport,
    ) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let known = self.tx.known_people(records.iter().map(|record| &record.id)).await?;
        self.put(records, known, report).await
    }

    /// The same of rows that say a part. Once one is found wrong, nothing more is stored, and all are still read.
    pub(super) async fn take_parts(
        &mut self,
        parts: Vec<PartRow>,
        report: &mut ImportReport,
    ) -> Result<()> {
        if parts.is_empty() {
            return Ok(());
        }
        let known = self.tx.known_people(parts.iter().map(|part| &part.id)).await?;
        let mut others = self.other_numbers(&parts, &known).await?;
        let rules = self.rules();
        let (mut records, mut leavers) = (Vec::new(), Vec::new());
        for part in parts {
            let other = others.remove(&part.id);
            let here = known.get(&part.id).or(other.as_ref());
            match here {
                // That the council has ended one of two numbers says nothing of the person.
                Some(_) if part.leaves && other.is_some() => {
                    report.unchanged += 1;
                    report.warn(&matching::other_number(part.line));
                }
                Some(here) if part.leaves && here.person.journey.left_on.is_none() => {
                    leavers.push(here.person.id);
                }
                Some(_) if part.leaves => report.unchanged += 1,
                None if part.leaves => report.warn(&never_here(part.line)),
                _ => {
                    let spells: Vec<Spell> =
                        here.iter().flat_map(|it| &it.spells).map(|it| it.value.clone()).collect();
                    let here = here.map(|here| (&here.person, spells.as_slice()));
                    match part.complete(self.columns, here, &rules) {
                        Ok(record) => {
                            record.warnings.iter().for_each(|warning| report.warn(warning));
                            records.push(record);
                        }
                        Err(faults) => report.refuse(faults),
                    }
                }
            }
        }
        if report.is_refused() {
            return Ok(());
        }
        report.leavers += leavers.len() as u64;
        self.tx.leave(&leavers, self.now).await?;
        self.put(records, known, report).await
    }

    async fn put(
        &mut self,
        records: Vec<ClientRecord>,
        mut known: HashMap<ClientRecordId, Known>,
        report: &mut ImportReport,
    ) -> Result<()> {
        let mut changes = self.changes_of(&known).await?;
        let unknown = records.iter().filter(|it| !known.contains_key(&it.id));
        let unknown: Vec<&ClientRecord> =
            unknown.filter(|record| !record.journey_over(self.today)).collect();
        let numbers: Vec<&ClientRecordId> = unknown.iter().map(|record| &record.id).collect();
        let mut second = self.tx.second_numbers(&numbers).await?;
        self.read_faces_near(&unknown, &second).await?;
        for record in records {
            if let Some(known) = known.remove(&record.id) {
                self.seen.insert(known.person.id);
                match self.row(&record, Some(&known), &mut changes, report) {
                    true => report.changed += 1,
                    false => report.unchanged += 1,
                }
            } else if record.journey_over(self.today) {
                // Nobody to follow any more. Nothing about them is kept.
                report.journey_over += 1;
            } else if let Some(record) = self.unless_set_aside(record, &mut second, report) {
                self.row(&record, None, &mut changes, report);
                report.added += 1;
                if let Some(new) = changes.people.last().filter(|_| self.others) {
                    self.faces.add(new.id, new.into());
                }
            }
        }
        self.keep(&changes).await?;
        self.chunks += 1;
        // Whenever there are twice as many as before.
        if self.chunks.is_power_of_two() && !changes.people.is_empty() {
            self.tx.tables_have_grown().await?;
        }
        Ok(())
    }
}
fn never_here(line: u64) -> Warning {
    Warning(Finding {
        line,
        column: Some(Column::CohortStatus),
        shown: None,
        what: "says that somebody left who is not here".into(),
        advice: "The row was passed over.".into(),
    })
}

fn worker(
    record: &ClientRecord,
    shown: Option<Shown>,
    what: &'static str,
    advice: &'static str,
) -> Warning {
    Warning(Finding {
        line: record.line,
        column: Some(Column::WorkerEmail),
        shown,
        what: Cow::Borrowed(what),
        advice: Cow::Borrowed(advice),
    })
}
