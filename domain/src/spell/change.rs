//! What a new word does to the spells that are known: confirm one, or end what ran and begin another.
//!
//! The latest word counts. An answer that comes late, or a council's file that is older than what a young person has
//! said since, becomes history and ends nothing.

use chrono::NaiveDate;

use super::{Source, Spell};
use crate::{activity::ActivityCode, id::SpellId};

/// What to store. Nothing to save and nothing to void means that nothing new was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// New and changed spells, whole.
    pub save: Vec<Spell>,
    /// Spells that an earlier answer began and a later one took back.
    pub void: Vec<SpellId>,
}

/// What somebody said in a check-in about where a young person is.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The id of a spell that this check-in begins. The same whenever the check-in is answered again: the latest
    /// answer counts, and what an earlier one did is undone first.
    pub id: SpellId,
    /// Whose word it is.
    pub source: Source,
    /// The day it was said.
    pub on: NaiveDate,
    /// How many days a week, if that was said.
    pub days_per_week: Option<u8>,
}

impl Change {
    /// "Yes, still there", about the spell that was asked about.
    ///
    /// A spell that staff have ended meanwhile stays ended: the answer is kept, and the worker sees both.
    pub fn still_there(spells: &[Spell], about: SpellId, word: Word) -> Self {
        let mut after = without(spells, word.id);
        if let Some(spell) = after.iter_mut().find(|s| s.id == about && s.runs_into(word.on)) {
            confirm(spell, word);
        }
        Self::between(spells, after)
    }

    /// What they do now is this. Unless they said that it has changed (`moved_on`), the same kind of thing that was
    /// running is taken to be the same thing, going on.
    pub fn told(spells: &[Spell], word: Word, code: ActivityCode, moved_on: bool) -> Self {
        let heard = |s: &Spell| {
            (s.id, s.code, s.source, s.started_on) == (word.id, code, word.source, word.on)
                && s.days_per_week == word.days_per_week
        };
        if spells.iter().any(heard) {
            return Self::default();
        }
        let mut after = without(spells, word.id);
        let same = after.iter_mut().filter(|s| {
            s.code == code
                && s.runs_into(word.on)
                && s.predicted_end_on.is_none_or(|end| end >= word.on)
        });
        match same.max_by_key(|s| s.started_on) {
            Some(spell) if !moved_on => confirm(spell, word),
            _ => begin(
                &mut after,
                Spell {
                    id: word.id,
                    code,
                    source: word.source,
                    started_on: word.on,
                    ended_on: None,
                    verified_on: Some(word.on),
                    review_on: None,
                    predicted_end_on: None,
                    provider: None,
                    ukprn: None,
                    establishment: None,
                    days_per_week: word.days_per_week,
                    weekly_hours: None,
                },
            ),
        }
        Self::between(spells, after)
    }

    /// A worker or a provider recorded a spell. One that is known by its id is changed; a new one that is going on
    /// ends what ran before it.
    pub fn recorded(spells: &[Spell], spell: Spell) -> Self {
        let mut after = spells.to_vec();
        match after.iter_mut().find(|s| s.id == spell.id) {
            Some(known) => *known = spell,
            None => begin(&mut after, spell),
        }
        Self::between(spells, after)
    }

    /// A spell as it would stand if it was recorded for the first time: what is over because of what is known since has
    /// an end of its own.
    pub fn anew(spells: &[Spell], spell: Spell) -> Spell {
        let id = spell.id;
        let mut after: Vec<Spell> = spells.iter().filter(|s| s.id != id).cloned().collect();
        begin(&mut after, spell.clone());
        after.into_iter().find(|s| s.id == id).unwrap_or(spell)
    }

    pub(super) fn between(before: &[Spell], after: Vec<Spell>) -> Self {
        let gone = before.iter().filter(|old| after.iter().all(|s| s.id != old.id));
        let void = gone.map(|old| old.id).collect();
        Self { save: after.into_iter().filter(|s| !before.contains(s)).collect(), void }
    }
}

/// The spells as they were before the one with this id began. If it is over, others have spoken since, and what it
/// ended stays ended.
fn without(spells: &[Spell], id: SpellId) -> Vec<Spell> {
    let mut rest: Vec<Spell> = spells.iter().filter(|s| s.id != id).cloned().collect();
    if let Some(undone) = spells.iter().find(|s| s.id == id && s.ended_on.is_none()) {
        for spell in rest.iter_mut().filter(|s| s.started_on <= undone.started_on) {
            let end = last_day_before(spell, undone.started_on);
            if spell.ended_on == Some(end) {
                spell.ended_on = None;
            }
        }
    }
    rest
}

/// The last day of a spell that makes way for something that begins on `day`.
fn last_day_before(spell: &Spell, day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day).max(spell.started_on)
}

fn confirm(spell: &mut Spell, word: Word) {
    spell.verified_on = Some(spell.known_on().max(word.on));
    spell.source = spell.source.max(word.source);
    spell.days_per_week = word.days_per_week.or(spell.days_per_week);
    // Somebody is there after the day on which it should have ended, so that day was wrong.
    spell.predicted_end_on = spell.predicted_end_on.filter(|end| *end >= word.on);
    // Being asked is the review.
    spell.review_on = spell.review_on.map(|review| review.max(word.on));
}

/// Adds a spell and ends what it takes the place of, unless somebody has said something since.
pub(super) fn begin(spells: &mut Vec<Spell>, mut new: Spell) {
    let known = new.known_on();
    if new.ended_on.is_some() {
        spells.push(new);
        return;
    }
    // On the same day, a file gives way to somebody who was there.
    let gives_way = |s: &Spell| new.source == Source::Import && s.source > new.source;
    let outdated = spells.iter().any(|s| {
        let later = s.known_on() > known || (s.known_on() == known && gives_way(s));
        later && s.ended_on.is_none_or(|end| end > known)
    });
    if outdated {
        new.ended_on = Some(known);
    } else {
        for spell in spells.iter_mut().filter(|s| s.ended_on.is_none_or(|e| e >= new.started_on)) {
            let day = if spell.started_on <= new.started_on { new.started_on } else { known };
            let end = last_day_before(spell, day);
            spell.ended_on = Some(end);
            spell.verified_on = spell.verified_on.map(|verified| verified.min(end));
        }
    }
    spells.push(new);
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{activity::Activities, spell::current};

    pub(in crate::spell) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(in crate::spell) fn id(number: u128) -> SpellId {
        SpellId(uuid::Uuid::from_u128(number))
    }

    pub(in crate::spell) fn row(code: u16, started: &str, verified: &str) -> Spell {
        Spell {
            id: id(code.into()),
            code: ActivityCode::new(code),
            source: Source::Import,
            started_on: day(started),
            ended_on: None,
            verified_on: Some(day(verified)),
            review_on: None,
            predicted_end_on: None,
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        }
    }

    pub(in crate::spell) fn college() -> Spell {
        Spell { predicted_end_on: Some(day("2027-07-31")), ..row(230, "2026-09-02", "2026-10-01") }
    }

    pub(in crate::spell) fn word(on: &str) -> Word {
        Word { id: id(1), source: Source::YoungPerson, on: day(on), days_per_week: Some(3) }
    }

    pub(in crate::spell) const WORK: ActivityCode = ActivityCode::new(330);
    const COLLEGE: ActivityCode = ActivityCode::new(230);

    pub(in crate::spell) fn apply(spells: &[Spell], change: Change) -> Vec<Spell> {
        let Change { save, void } = change;
        let stays = |s: &&Spell| !void.contains(&s.id) && save.iter().all(|new| new.id != s.id);
        let mut after: Vec<Spell> = spells.iter().filter(stays).cloned().collect();
        after.extend(save);
        after
    }

    pub(in crate::spell) fn counts(spells: &[Spell], on: &str) -> Option<u16> {
        current(spells, Activities::shipped(), day(on)).map(|s| s.code.number())
    }

    #[test]
    fn still_there_confirms_the_spell_and_overtakes_days_that_were_wrong() {
        let spell = Spell { predicted_end_on: Some(day("2026-10-31")), ..college() };
        let change =
            Change::still_there(std::slice::from_ref(&spell), spell.id, word("2026-11-02"));
        assert_eq!(
            change.save,
            [Spell {
                source: Source::YoungPerson,
                verified_on: Some(day("2026-11-02")),
                predicted_end_on: None,
                days_per_week: Some(3),
                ..spell
            }]
        );
    }

    #[test]
    fn what_staff_have_ended_meanwhile_stays_ended() {
        let spell = Spell { ended_on: Some(day("2026-10-20")), ..college() };
        let change =
            Change::still_there(std::slice::from_ref(&spell), spell.id, word("2026-11-02"));
        assert_eq!(change, Change::default());
    }

    #[test]
    fn something_new_ends_what_ran_the_day_before() {
        let spells = [college()];
        let after = apply(&spells, Change::told(&spells, word("2026-11-02"), WORK, true));
        assert_eq!(after[0].ended_on, Some(day("2026-11-01")));
        assert_eq!(counts(&after, "2026-11-01"), Some(230));
        assert_eq!(counts(&after, "2026-11-02"), Some(330));
    }

    #[test]
    fn the_same_kind_of_thing_is_the_same_thing_unless_it_has_changed() {
        let same = Change::told(&[college()], word("2026-11-02"), COLLEGE, false);
        assert_eq!((same.save.len(), same.save[0].id), (1, college().id));
        let other = Change::told(&[college()], word("2026-11-02"), COLLEGE, true);
        assert_eq!((other.save.len(), other.save[1].id), (2, id(1)));
        // A course that should be over by now is not taken for the next one.
        let next = Change::told(&[college()], word("2027-09-10"), COLLEGE, false);
        assert_eq!(next.save.len(), 2);
    }

    #[test]
    fn answering_again_undoes_the_earlier_answer() {
        let spells = [college()];
        let first = apply(&spells, Change::told(&spells, word("2026-11-02"), WORK, true));

        let again = Change::told(&first, word("2026-11-02"), WORK, true);
        assert_eq!(again, Change::default());

        let other = ActivityCode::new(540);
        let changed = apply(&first, Change::told(&first, word("2026-11-04"), other, true));
        assert_eq!(changed.len(), 2);
        assert_eq!(changed[0].ended_on, Some(day("2026-11-03")));
        assert_eq!(changed[1].code, other);

        let back = Change::still_there(&first, college().id, word("2026-11-04"));
        assert_eq!(back.void, [id(1)]);
        assert_eq!((back.save[0].id, back.save[0].ended_on), (college().id, None));
    }

    #[test]
    fn an_answer_that_comes_late_ends_nothing_that_is_known_since() {
        let worker = Spell { source: Source::Worker, ..row(619, "2026-11-05", "2026-11-05") };
        let late = Change::told(&[worker], word("2026-11-02"), WORK, true);
        assert_eq!((late.save.len(), late.save[0].ended_on), (1, Some(day("2026-11-02"))));
    }

    #[test]
    fn a_worker_changes_a_spell_by_its_id_and_a_new_one_ends_the_old() {
        let ended = Spell { ended_on: Some(day("2026-10-20")), ..college() };
        assert_eq!(Change::recorded(&[college()], ended.clone()).save, [ended]);

        let job = Spell { source: Source::Worker, ..row(330, "2026-10-26", "2026-11-02") };
        let after = apply(&[college()], Change::recorded(&[college()], job));
        assert_eq!(after[0].ended_on, Some(day("2026-10-25")));

        let late = row(360, "2026-08-01", "2026-09-20");
        let after = apply(&[college()], Change::recorded(&[college()], late.clone()));
        assert_eq!(after[1].ended_on, Some(day("2026-09-20")));
        assert_eq!(Change::anew(&after, late.clone()), after[1]);
        assert_eq!(Change::anew(std::slice::from_ref(&late), late.clone()), late);

        let earlier =
            Spell { ended_on: Some(day("2026-07-31")), ..row(360, "2026-06-01", "2026-07-01") };
        assert_eq!(Change::recorded(&[college()], earlier.clone()).save, [earlier]);
    }
}
