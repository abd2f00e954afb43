//! What a council's file does to the spells that are known.

use chrono::NaiveDate;

use super::{Change, Source, Spell, change::begin};

impl Change {
    /// A council's file has a spell. The id is for a new one; the same row read again changes nothing.
    pub fn imported(spells: &[Spell], row: Spell) -> Self {
        let mut after = spells.to_vec();
        let known = after
            .iter()
            .enumerate()
            .filter(|(_, s)| {
                s.code == row.code
                    && s.started_on <= row.known_on()
                    && s.ended_on.unwrap_or(s.known_on()) >= row.started_on
            })
            .max_by_key(|(_, s)| s.started_on)
            .map(|(place, _)| place);
        match known {
            None => begin(&mut after, row),
            // They had left, and the council has seen them there since: they went back.
            Some(place) if after[place].ended_on.is_some_and(|end| end < row.known_on()) => {
                let started_on = row.known_on();
                begin(&mut after, Spell { started_on, ..row });
            }
            Some(place) => {
                let first_said = starts_free(&after, place, row.started_on);
                take_over(&mut after[place], row, first_said);
            }
        }
        Self::between(spells, after)
    }
}

/// Whether the start of the spell at `place` can be moved to `day` without running into another spell.
fn starts_free(spells: &[Spell], place: usize, day: NaiveDate) -> bool {
    let start = spells[place].started_on;
    spells.iter().enumerate().all(|(other, s)| {
        other == place || s.started_on >= start || s.ended_on.is_some_and(|end| end < day)
    })
}

/// Brings a known spell up to a council's row about the same thing.
fn take_over(spell: &mut Spell, row: Spell, start_may_move: bool) {
    let known = spell.known_on();
    // A day that lies before the last confirmation was overtaken by it.
    let fresh = |theirs: Option<NaiveDate>, ours: Option<NaiveDate>| {
        if row.known_on() >= known { theirs } else { theirs.filter(|day| *day >= known).or(ours) }
    };
    spell.predicted_end_on = fresh(row.predicted_end_on, spell.predicted_end_on);
    spell.review_on = fresh(row.review_on, spell.review_on);
    if spell.source == Source::Import && start_may_move {
        spell.started_on = row.started_on;
    }
    spell.verified_on = spell.verified_on.max(row.verified_on);
    spell.provider = row.provider.or(spell.provider.take());
    spell.ukprn = row.ukprn.or(spell.ukprn.take());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::ActivityCode,
        spell::{
            Word,
            change::tests::{WORK, apply, college, counts, day, id, row, word},
        },
    };

    #[test]
    fn the_same_row_imported_again_changes_nothing() {
        for before in [vec![], vec![row(619, "2026-01-05", "2026-02-01")]] {
            let once = apply(&before, Change::imported(&before, college()));
            let again = Spell { id: id(77), ..college() };
            assert_eq!(Change::imported(&once, again), Change::default());
        }
    }

    #[test]
    fn a_changed_row_updates_its_spell() {
        let corrected = Spell {
            id: id(77),
            started_on: day("2026-09-07"),
            verified_on: Some(day("2026-10-20")),
            ..college()
        };
        let change = Change::imported(&[college()], corrected.clone());
        assert_eq!(change.save, [Spell { id: college().id, ..corrected }]);
    }

    #[test]
    fn a_course_of_the_next_year_is_another_spell() {
        let next = Spell { id: id(77), ..row(230, "2027-09-06", "2027-10-01") };
        let after = apply(&[college()], Change::imported(&[college()], next));
        assert_eq!(after.len(), 2);
        assert_eq!(after[0].ended_on, Some(day("2027-09-05")));
    }

    #[test]
    fn a_file_older_than_what_a_young_person_said_is_history_and_stays_so() {
        let said = apply(&[], Change::told(&[], word("2026-11-02"), WORK, true));
        let once = apply(&said, Change::imported(&said, college()));
        assert_eq!(counts(&once, "2026-11-02"), Some(330));
        assert_eq!(once[1].ended_on, Some(day("2026-10-01")));
        assert_eq!(Change::imported(&once, Spell { id: id(77), ..college() }), Change::default());

        // The council has seen them at college since, so they went back.
        let seen = Spell { id: id(78), verified_on: Some(day("2026-11-20")), ..college() };
        let back = apply(&once, Change::imported(&once, seen.clone()));
        assert_eq!(counts(&back, "2026-11-20"), Some(230));
        assert_eq!(Change::imported(&back, Spell { id: id(79), ..seen }), Change::default());
    }

    #[test]
    fn a_file_does_not_take_back_what_was_confirmed_since() {
        let spells = [college()];
        let after = apply(&spells, Change::still_there(&spells, college().id, word("2026-11-02")));
        assert_eq!(Change::imported(&after, Spell { id: id(77), ..college() }), Change::default());
    }

    /// A few thousand lives, each told about in any order by a file, a young person and a worker.
    #[test]
    fn whatever_was_said_before_the_same_again_changes_nothing() {
        let mut state: u64 = 88_172_645_463_325_252;
        let mut below = |n: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % n
        };
        for life in 0..3_000 {
            let mut spells = Vec::new();
            for step in 0..1 + below(5) {
                let code = [230, 330, 619, 540][below(4) as usize];
                let started = day("2026-01-01") + chrono::Days::new(below(12));
                let verified = started + chrono::Days::new(below(6));
                let said = row(code, &started.to_string(), &verified.to_string());
                let said = Spell { id: id(u128::from(life * 10 + step + 10)), ..said };
                let word = Word { id: id(u128::from(1 + below(3))), ..word(&verified.to_string()) };
                let moved_on = below(2) == 0;

                let told = |spells: &[Spell]| {
                    Change::told(spells, word, ActivityCode::new(code), moved_on)
                };
                let change = match below(3) {
                    0 => told(&spells),
                    1 => {
                        Change::recorded(&spells, Spell { source: Source::Worker, ..said.clone() })
                    }
                    _ => Change::imported(&spells, said.clone()),
                };
                spells = apply(&spells, change);

                let after = apply(&spells, told(&spells));
                assert_eq!(told(&after), Change::default(), "{spells:?}");
                let after = apply(&spells, Change::imported(&spells, said.clone()));
                let again = Spell { id: id(9), ..said };
                assert_eq!(Change::imported(&after, again), Change::default(), "{spells:?}");
                let sound = |s: &Spell| {
                    s.ended_on.is_none_or(|end| end >= s.started_on) && s.known_on() >= s.started_on
                };
                assert!(after.iter().all(sound), "{after:?}");
            }
        }
    }
}
