//! Since when somebody is in neither education nor work.

use chrono::NaiveDate;

use super::{Spell, current};
use crate::{activity::Activities, report::Headline};

/// The first day of the unbroken run of being in neither education nor work that counts on this day. None for whoever is
/// in either, or of whom it is not known.
///
/// Going from one way of being in neither to another goes on with the run, and so does a new word that begins no later
/// than the day after the one before it ended.
pub fn neet_since(spells: &[Spell], activities: &Activities, on: NaiveDate) -> Option<NaiveDate> {
    let neet = |spell: &&Spell| {
        let activity = activities.get(spell.code);
        activity.is_some_and(|it| it.headline == Some(Headline::NotInEducationOrWork))
    };
    let now = current(spells, activities, on).filter(neet)?;
    let mut since = now.started_on;
    let mut before: Vec<&Spell> =
        spells.iter().filter(|spell| spell.started_on < since).filter(neet).collect();
    before.sort_by_key(|spell| std::cmp::Reverse(spell.started_on));
    for spell in before {
        // Nobody has said that it ended: it went on until the next began.
        let reaches =
            spell.ended_on.and_then(|end| end.succ_opt()).is_none_or(|next| next >= since);
        let other =
            |it: &Spell| !neet(&it) && it.started_on > spell.started_on && it.started_on < since;
        if !reaches || spells.iter().any(other) {
            break;
        }
        since = spell.started_on;
    }
    Some(since)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spell::change::tests::{day, row};

    fn since(spells: &[Spell]) -> Option<String> {
        let since = neet_since(spells, Activities::shipped(), day("2026-11-02"));
        since.map(|day| day.to_string())
    }

    fn ended(spell: Spell, on: &str) -> Spell {
        Spell { ended_on: Some(day(on)), ..spell }
    }

    #[test]
    fn a_run_goes_on_from_one_way_of_being_in_neither_to_another() {
        let looking = ended(row(619, "2026-03-02", "2026-03-02"), "2026-06-30");
        let unwell = row(640, "2026-07-01", "2026-07-01");
        assert_eq!(since(&[unwell.clone(), looking.clone()]).unwrap(), "2026-03-02");
        let earlier = ended(looking, "2026-06-29");
        assert_eq!(since(&[unwell.clone(), earlier]).unwrap(), "2026-07-01");
        let unended = row(619, "2026-03-02", "2026-03-02");
        assert_eq!(since(&[unwell, unended]).unwrap(), "2026-03-02");
    }

    #[test]
    fn work_in_between_begins_a_new_run_and_whoever_works_has_none() {
        let looking = row(619, "2026-03-02", "2026-03-02");
        let job = ended(row(330, "2026-05-01", "2026-06-30"), "2026-06-30");
        let again = row(610, "2026-07-01", "2026-07-01");
        assert_eq!(since(&[looking, job.clone(), again.clone()]).unwrap(), "2026-07-01");
        let working = row(330, "2026-09-01", "2026-10-01");
        assert_eq!(since(&[again, working]), None);
        assert_eq!(since(&[job]), None);
        assert_eq!(since(&[]), None);
    }
}
