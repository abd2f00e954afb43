//! What may be offered because of how things go: to be asked more often for a while, or less. Nothing happens unless the
//! young person says yes; only silence makes less of it by itself, and never more (CI-09, YP-32).

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use crate::{
    activity::Activities,
    check_in::{CheckIn, State},
    check_in_kind::CheckInKind,
    code::codes,
    day::london_day,
    person::{AskedWhen, Often},
    report::Headline,
    spell::{self, Spell},
};

codes! {
    /// What is offered.
    Offer {
        /// A few quick questions every two weeks, for eight weeks.
        Closer = "closer",
        /// Only the longer check-ins, some four a year.
        Less = "less",
    }
}

/// How long after a destination was lost something is offered because of it.
const RECENTLY: TimeDelta = TimeDelta::days(56);
/// So many check-ins without a reply end what was asked in between.
pub const STOPS_EXTRA: usize = 2;
/// So many leave only the longer ones, until they answer again.
pub const LEAVES_LONGER: usize = 3;

/// An offer, and what it comes from: it is made once for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What.
    pub offer: Offer,
    /// The spell that ended, or the check-in that showed that all is as before.
    pub because: Uuid,
}

/// What offers depend on.
pub struct Seen<'a> {
    /// Their check-ins, the earliest first.
    pub check_ins: &'a [CheckIn],
    /// What they did.
    pub spells: &'a [Spell],
    /// What each code means.
    pub activities: &'a Activities,
    /// When they like to be asked.
    pub asked: &'a AskedWhen,
    /// The day.
    pub today: NaiveDate,
}

impl Seen<'_> {
    /// What may be offered today. Whoever wants no reminders is offered nothing.
    pub fn offers(&self) -> Vec<Offered> {
        if self.asked.stopped_at.is_some() {
            return Vec::new();
        }
        self.lost().or_else(|| self.stable()).into_iter().collect()
    }

    /// What they did has ended lately, and nothing has come in its place.
    fn lost(&self) -> Option<Offered> {
        let already = |from: NaiveDate| self.today - from < RECENTLY;
        if self.asked.often == Often::Less || self.asked.closer_from.is_some_and(already) {
            return None;
        }
        let busy = |spell: &&Spell| self.counts(spell);
        let ended = |spell: &&Spell| spell.ended_on.is_some_and(|end| end <= self.today);
        let something = self
            .spells
            .iter()
            .filter(busy)
            .any(|spell| spell.ended_on.is_none_or(|end| end > self.today));
        if something {
            return None;
        }
        let last =
            self.spells.iter().filter(busy).filter(ended).max_by_key(|spell| spell.ended_on)?;
        let lately = last.ended_on.is_some_and(|end| self.today - end <= RECENTLY);
        lately.then_some(Offered { offer: Offer::Closer, because: last.id.0 })
    }

    /// The last two longer check-ins were answered, and what they do has been the same throughout.
    fn stable(&self) -> Option<Offered> {
        if self.asked.often == Often::Less {
            return None;
        }
        let longer = |check_in: &&CheckIn| {
            matches!(check_in.kind, CheckInKind::Core | CheckInKind::Anniversary)
                && check_in.state() != State::Open
        };
        let mut latest = self.check_ins.iter().rev().filter(longer);
        let (last, before) = (latest.next()?, latest.next()?);
        let answered = last.state() == State::Answered && before.state() == State::Answered;
        let now = spell::current(self.spells, self.activities, self.today)?;
        let throughout = self.counts(now) && now.started_on <= london_day(before.opened_at);
        (answered && throughout).then_some(Offered { offer: Offer::Less, because: last.id.0 })
    }

    fn counts(&self, spell: &Spell) -> bool {
        let activity = self.activities.get(spell.code);
        activity.is_some_and(|known| known.headline == Some(Headline::InEducationOrWork))
    }
}

impl Offer {
    /// When they are asked from now on, once they said yes.
    pub fn accepted(self, asked: &AskedWhen, today: NaiveDate) -> AskedWhen {
        match self {
            Self::Closer => AskedWhen { closer_from: Some(today), ..*asked },
            Self::Less => AskedWhen { often: Often::Less, closer_from: None, ..*asked },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::ActivityCode,
        id::{CheckInId, PersonId, SpellId},
        spell::Source,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn spell(number: u128, code: u16, started: &str, ended: Option<&str>) -> Spell {
        Spell {
            id: SpellId(Uuid::from_u128(number)),
            code: ActivityCode::new(code),
            source: Source::YoungPerson,
            started_on: day(started),
            ended_on: ended.map(day),
            verified_on: Some(day(ended.unwrap_or("2027-02-01"))),
            review_on: None,
            predicted_end_on: None,
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        }
    }

    fn core(number: u128, due: &str, answered: bool) -> CheckIn {
        let opened_at = day(due).and_hms_opt(8, 0, 0).unwrap().and_utc();
        let over = Some(opened_at + TimeDelta::days(3));
        CheckIn {
            id: CheckInId(Uuid::from_u128(number)),
            person: PersonId(Uuid::nil()),
            kind: CheckInKind::Core,
            month: 3,
            extra: 0,
            due_on: day(due),
            opened_at,
            closes_at: opened_at + TimeDelta::days(21),
            finished_at: over.filter(|_| answered),
            expired_at: over.filter(|_| !answered),
        }
    }

    fn offers(check_ins: &[CheckIn], spells: &[Spell], asked: &AskedWhen) -> Vec<Offered> {
        let (activities, today) = (Activities::shipped(), day("2027-02-03"));
        Seen { check_ins, spells, activities, asked, today }.offers()
    }

    #[test]
    fn who_loses_a_place_may_be_asked_more_often() {
        let usual = AskedWhen::default();
        let lost =
            [spell(1, 210, "2026-09-01", Some("2027-01-20")), spell(2, 619, "2027-01-21", None)];
        let offered = offers(&[], &lost, &usual);
        assert_eq!(offered, [Offered { offer: Offer::Closer, because: Uuid::from_u128(1) }]);

        let elsewhere = [lost[0].clone(), spell(2, 330, "2027-01-21", None)];
        assert_eq!(offers(&[], &elsewhere, &usual), [], "something came in its place");
        let long_ago = [spell(1, 210, "2026-09-01", Some("2026-11-20"))];
        assert_eq!(offers(&[], &long_ago, &usual), []);
        for asked in [
            AskedWhen { often: Often::Less, ..usual },
            AskedWhen { closer_from: Some(day("2027-01-25")), ..usual },
            AskedWhen {
                stopped_at: Some(day("2027-01-25").and_hms_opt(9, 0, 0).unwrap().and_utc()),
                ..usual
            },
        ] {
            assert_eq!(offers(&[], &lost, &asked), [], "their choice wins");
        }
    }

    #[test]
    fn two_longer_check_ins_with_nothing_new_may_make_it_less() {
        let usual = AskedWhen::default();
        let settled = [spell(1, 210, "2026-09-01", None)];
        let both = [core(1, "2026-10-15", true), core(2, "2027-01-15", true)];
        let offered = offers(&both, &settled, &usual);
        assert_eq!(offered, [Offered { offer: Offer::Less, because: Uuid::from_u128(2) }]);

        let one = [core(1, "2026-10-15", false), core(2, "2027-01-15", true)];
        assert_eq!(offers(&one, &settled, &usual), []);
        assert_eq!(
            offers(&both, &[spell(1, 210, "2026-12-01", None)], &usual),
            [],
            "new in between"
        );
        assert_eq!(offers(&both, &[spell(1, 619, "2026-09-01", None)], &usual), []);
    }

    #[test]
    fn a_yes_changes_when_they_are_asked_and_nothing_else() {
        let usual = AskedWhen::default();
        let closer = Offer::Closer.accepted(&usual, day("2027-02-03"));
        assert_eq!(closer, AskedWhen { closer_from: Some(day("2027-02-03")), ..usual });
        assert_eq!(
            Offer::Less.accepted(&closer, day("2027-02-03")),
            AskedWhen { often: Often::Less, ..usual }
        );
    }
}
