//! Which of several spells counts.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::Spell;
use crate::{activity::Activities, report::Headline};

/// The spell that counts on this day, as the reports count it.
///
/// Custody comes before everything. Any education or work comes before none, whatever is known before what is not;
/// within education and work the category decides, then more hours a week, then the earlier start. Being in neither
/// counts only until something else begins, so of several such spells it is the latest.
pub fn current<'a>(
    spells: &'a [Spell],
    activities: &Activities,
    on: NaiveDate,
) -> Option<&'a Spell> {
    let counting = spells.iter().filter_map(|spell| {
        let activity = activities.get(spell.code)?;
        let neet = activity.headline == Some(Headline::NotInEducationOrWork);
        let counts = spell.is_current(activity, on) && !(neet && overtaken(spell, spells, on));
        counts.then_some((spell, activity))
    });
    counting
        .min_by_key(|(spell, activity)| {
            // In education and work the earlier start counts, in all else the later.
            let (place, hours, late) = match activity.headline {
                None => (0, 0, Reverse(NaiveDate::MIN)),
                Some(Headline::InEducationOrWork) => {
                    (1, spell.hours_a_week().unwrap_or(0), Reverse(NaiveDate::MIN))
                }
                Some(Headline::NotInEducationOrWork) => (2, 0, Reverse(spell.started_on)),
                Some(Headline::NotKnown) => (3, 0, Reverse(spell.started_on)),
            };
            (place, late, activity.category, Reverse(hours), spell.started_on, spell.id)
        })
        .map(|(spell, _)| spell)
}

/// Whether something else has begun since.
fn overtaken(spell: &Spell, spells: &[Spell], on: NaiveDate) -> bool {
    spells.iter().any(|other| spell.started_on < other.started_on && other.started_on <= on)
}

/// The spell to show on this day: the one that counts, or else the last one anybody knew of.
pub fn latest<'a>(
    spells: &'a [Spell],
    activities: &Activities,
    on: NaiveDate,
) -> Option<&'a Spell> {
    current(spells, activities, on).or_else(|| {
        let begun = spells.iter().filter(|spell| spell.started_on <= on);
        begun.max_by_key(|spell| (spell.known_on(), spell.started_on, spell.id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{activity::ActivityCode, id::SpellId, spell::Source};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn spell(code: u16, started: &str, verified: &str) -> Spell {
        Spell {
            id: SpellId(uuid::Uuid::from_u128(code.into())),
            code: ActivityCode::new(code),
            source: Source::Worker,
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

    fn counts(spells: &[Spell], on: &str) -> Option<u16> {
        current(spells, Activities::shipped(), day(on)).map(|spell| spell.code.number())
    }

    #[test]
    fn education_comes_before_a_job_beside_it_and_both_before_neither() {
        let college = spell(230, "2026-09-02", "2026-10-01");
        let job = spell(360, "2026-06-01", "2026-10-01");
        let looking = spell(619, "2026-10-20", "2026-10-20");
        let all = [looking.clone(), job.clone(), college];
        assert_eq!(counts(&all, "2026-11-02"), Some(230));
        assert_eq!(counts(&[looking, job], "2026-11-02"), Some(360));
    }

    #[test]
    fn of_two_jobs_the_one_with_more_hours_counts() {
        let some = Spell { days_per_week: Some(2), ..spell(360, "2026-01-05", "2026-10-01") };
        let most = Spell { days_per_week: Some(4), ..spell(330, "2026-06-01", "2026-10-01") };
        assert_eq!(counts(&[some.clone(), most.clone()], "2026-11-02"), Some(330));
        // Hours say it better than days.
        let long = Spell { weekly_hours: Some(30), ..some };
        assert_eq!(counts(&[long, most], "2026-11-02"), Some(360));
    }

    #[test]
    fn being_in_neither_counts_only_until_something_else_begins() {
        let looking = spell(619, "2026-01-05", "2026-01-05");
        assert_eq!(counts(std::slice::from_ref(&looking), "2027-11-02"), Some(619));

        // The job lapsed unconfirmed. That makes them not known, not looking again.
        let job = spell(330, "2026-02-01", "2026-02-05");
        let both = [looking, job];
        assert_eq!(counts(&both, "2026-08-05"), Some(330));
        assert_eq!(counts(&both, "2026-08-06"), None);
        assert_eq!(counts(&both, "2026-01-31"), Some(619));
    }

    #[test]
    fn of_several_spells_in_neither_the_latest_counts() {
        let looking = spell(619, "2026-01-05", "2026-10-05");
        let unwell = spell(640, "2026-03-01", "2026-03-01");
        let unknown = spell(810, "2026-02-01", "2026-02-01");
        assert_eq!(counts(&[unwell, looking, unknown], "2026-11-02"), Some(640));
    }

    #[test]
    fn custody_comes_before_everything() {
        let college = spell(230, "2026-09-02", "2026-10-01");
        let custody =
            Spell { review_on: Some(day("2026-12-01")), ..spell(710, "2026-10-10", "2026-10-10") };
        assert_eq!(counts(&[college, custody], "2026-11-02"), Some(710));
    }

    #[test]
    fn what_has_lapsed_is_still_shown_as_the_last_that_was_known() {
        let college = spell(230, "2025-09-02", "2026-06-01");
        let spells = [spell(619, "2025-07-01", "2025-07-01"), college];
        assert_eq!(counts(&spells, "2026-11-02"), None);
        let shown = latest(&spells, Activities::shipped(), day("2026-11-02")).unwrap();
        assert_eq!(shown.code.number(), 230);
        assert!(latest(&[], Activities::shipped(), day("2026-11-02")).is_none());
    }
}
