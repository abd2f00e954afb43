//! From recorded spells to what a report knows of somebody.

use chrono::NaiveDate;

use super::history::{Away, AwayReason, History, Span};
use crate::{
    activity::{Activities, Activity, Group},
    spell::Spell,
};

impl History {
    /// What was known on a day, from the spells that had been recorded by then. How long each counts, the national
    /// list says.
    ///
    /// A spell that began later was not known. Whether one has ended, or was confirmed, later than that day was not
    /// known either: it is taken as going on, and as confirmed up to that day. Codes that no figure counts are left
    /// out, but for custody, which takes somebody out of the figures.
    pub fn known_on<'a>(
        day: NaiveDate,
        spells: impl IntoIterator<Item = &'a Spell>,
        activities: &Activities,
    ) -> Self {
        let mut history = Self::default();
        for spell in spells.into_iter().filter(|spell| spell.started_on <= day) {
            let Some(activity) = activities.get(spell.code) else { continue };
            let spell = Spell {
                ended_on: spell.ended_on.filter(|end| *end <= day),
                verified_on: spell.verified_on.map(|verified| verified.min(day)),
                ..spell.clone()
            };
            history.add(&spell, activity);
        }
        history
    }

    fn add(&mut self, spell: &Spell, activity: &Activity) {
        let known_until = spell.current_until(activity);
        match activity.category {
            Some(category) => self.spans.push(Span {
                id: spell.id,
                category,
                starts_on: spell.started_on,
                ends_on: spell.ended_on,
                known_until,
                weekly_hours: spell.hours_a_week().map(u16::from),
            }),
            None if activity.group == Group::Custody => self.away.push(Away {
                reason: AwayReason::InCustody,
                starts_on: spell.started_on,
                ends_on: known_until,
            }),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::ActivityCode,
        id::SpellId,
        report::{Category, Standing, testing::day},
        spell::Source,
    };

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

    fn standing(spells: &[Spell], on: &str) -> Standing {
        let known = History::known_on(day("2026-09-30"), spells, Activities::shipped());
        known.standing_on(day(on))
    }

    #[test]
    fn every_code_counts_as_its_category_or_custody_or_not_at_all() {
        for activity in Activities::shipped().iter() {
            let known = spell(activity.code.number(), "2026-09-01", "2026-09-01");
            let expected = match (activity.category, activity.code.number()) {
                (Some(category), _) => Standing::In(category),
                (None, 710) => Standing::Away(AwayReason::InCustody),
                (None, _) => Standing::In(Category::NotKnown),
            };
            assert_eq!(standing(&[known], "2026-09-02"), expected, "{}", activity.code);
        }
    }

    #[test]
    fn news_counts_as_long_as_the_national_list_says() {
        let job = [spell(330, "2026-01-05", "2026-02-10")];
        assert_eq!(standing(&job, "2026-08-10"), Standing::In(Category::Employment));
        assert_eq!(standing(&job, "2026-08-11"), Standing::In(Category::NotKnown));

        let college = [spell(230, "2025-09-05", "2025-10-01")];
        assert_eq!(standing(&college, "2026-08-31"), Standing::In(Category::FurtherEducation));
        assert_eq!(standing(&college, "2026-09-01"), Standing::In(Category::NotKnown));
    }

    #[test]
    fn custody_ends_or_is_no_longer_known_of() {
        let custody = |ended: Option<&str>| Spell {
            review_on: Some(day("2026-03-01")),
            ended_on: ended.map(day),
            ..spell(710, "2026-01-05", "2026-01-05")
        };
        let away = Standing::Away(AwayReason::InCustody);
        assert_eq!(standing(&[custody(None)], "2026-03-29"), away);
        assert_ne!(standing(&[custody(None)], "2026-03-30"), away);
        assert_eq!(standing(&[custody(Some("2026-02-01"))], "2026-02-01"), away);
        assert_ne!(standing(&[custody(Some("2026-02-01"))], "2026-02-02"), away);
    }

    #[test]
    fn what_happened_after_the_day_of_the_report_is_not_known_of() {
        let ended =
            Spell { ended_on: Some(day("2026-10-20")), ..spell(330, "2026-05-01", "2026-10-20") };
        let later = spell(619, "2026-10-21", "2026-10-21");

        let known =
            |spells: &[Spell]| History::known_on(day("2026-09-30"), spells, Activities::shipped());
        let going_on = spell(330, "2026-05-01", "2026-09-30");
        assert_eq!(known(&[ended, later]), known(&[going_on]));
    }
}
