//! A destination spell: one thing a young person does, from a day, until a day or on and on; who said so; and until
//! when that can be believed.

mod change;
mod current;
mod edit;
mod imported;
mod neet;
mod odd;
mod word;

use chrono::NaiveDate;

pub use change::{Change, Word};
pub use current::{current, latest};
pub use edit::Says;
pub use neet::neet_since;
pub use odd::{Odd, OddKind, oddities};
pub use word::{About, Evidence};

use crate::{
    activity::{Activities, Activity, ActivityCode, Standing},
    code::codes,
    id::SpellId,
    identifier::{Laestab, Ukprn},
    person::SenProvision,
    text::Line,
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// Whose word a spell is. The order is the ladder of evidence, weakest first: a later word from further down
    /// never hides that somebody further up has said the same.
    Source {
        /// A council's file: somebody's word once, at second hand by now.
        Import = "import",
        /// Somebody who answered in the young person's place.
        SomeoneForThem = "someone-for-them",
        /// The young person, with somebody helping.
        YoungPersonWithHelp = "young-person-with-help",
        /// The young person alone.
        YoungPerson = "young-person",
        /// A worker, after a contact.
        Worker = "worker",
        /// The provider, from its register.
        Provider = "provider",
    }
}

impl Source {
    /// Whether this source can be asked for a review date or an expected end. Young people are not: they are asked
    /// what they do, not when it will be over.
    pub fn knows_dates(self) -> bool {
        matches!(self, Self::Import | Self::Worker | Self::Provider)
    }
}

/// One thing a young person does, for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// Which spell.
    pub id: SpellId,
    /// What they do.
    pub code: ActivityCode,
    /// Whose word it is.
    pub source: Source,
    /// The first day.
    pub started_on: NaiveDate,
    /// The last day, once it is over.
    pub ended_on: Option<NaiveDate>,
    /// The last day on which somebody said that it was going on.
    pub verified_on: Option<NaiveDate>,
    /// The day on which it is to be looked at again.
    pub review_on: Option<NaiveDate>,
    /// The day on which it is expected to end.
    pub predicted_end_on: Option<NaiveDate>,
    /// With whom: a college, a firm.
    pub provider: Option<Line>,
    /// The provider's number.
    pub ukprn: Option<Ukprn>,
    /// The number of the school or college in the register of establishments.
    pub establishment: Option<Laestab>,
    /// How many days a week.
    pub days_per_week: Option<u8>,
    /// How many hours a week.
    pub weekly_hours: Option<u8>,
}

/// Why a spell cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpellError {
    /// The code is not on the national list.
    #[error("{0} is not an activity code")]
    UnknownCode(ActivityCode),
    /// The code was on the list once.
    #[error("{0} is no longer used: record what they do now")]
    RetiredCode(ActivityCode),
    /// Only for somebody with an EHC plan.
    #[error("{0} is only for somebody with a current EHC plan")]
    PlanNeeded(ActivityCode),
    /// The last day is before the first.
    #[error("it cannot end before it starts")]
    EndsBeforeStart,
    /// Somebody said it was going on before it began.
    #[error("it cannot be confirmed before it starts")]
    VerifiedBeforeStart,
    /// What is still to come is not a destination yet.
    #[error("it cannot start after today: record that a start date is agreed, 615 or 616")]
    StartsLater,
    /// Confirmed, or over, on a day still to come.
    #[error("it cannot be confirmed or ended after today")]
    KnownLater,
    /// The code needs a review date.
    #[error("{0} needs a day on which it will be reviewed")]
    ReviewDateMissing(ActivityCode),
    /// The code needs an expected end.
    #[error("{0} needs the day on which it is expected to end")]
    EndDateMissing(ActivityCode),
    /// A week has seven days.
    #[error("a week has one to seven days")]
    DaysPerWeek,
    /// And 168 hours.
    #[error("a week has one to 168 hours")]
    WeeklyHours,
}

impl Recorded for Spell {
    const THING: Thing = Thing::Destination;
    const FOLLOWS: &[&'static str] = &["source"];

    fn fields(&self) -> Vec<Field> {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        vec![
            ("code", Some(self.code.number().to_string())),
            ("provider", self.provider.as_ref().map(|name| name.as_str().to_owned())),
            ("ukprn", self.ukprn.as_ref().map(|number| number.as_str().to_owned())),
            ("establishment", self.establishment.as_ref().map(|it| it.as_str().to_owned())),
            ("days_per_week", self.days_per_week.map(|days| days.to_string())),
            ("weekly_hours", self.weekly_hours.map(|hours| hours.to_string())),
            ("started_on", day(Some(self.started_on))),
            ("verified_on", day(self.verified_on)),
            ("predicted_end_on", day(self.predicted_end_on)),
            ("review_on", day(self.review_on)),
            ("ended_on", day(self.ended_on)),
            ("source", Some(self.source.code().to_owned())),
        ]
    }
}

impl Spell {
    /// This spell, if it may be recorded on `today` for somebody with this provision.
    pub fn checked(
        self,
        activities: &Activities,
        provision: SenProvision,
        today: NaiveDate,
    ) -> Result<Self, SpellError> {
        let code = self.code;
        let listed = activities.get(code).ok_or(SpellError::UnknownCode(code))?;
        let activity = listed.on(self.known_on());
        let dates_wanted = self.source.knows_dates() && self.ended_on.is_none();
        let later = |day: Option<NaiveDate>| day.is_some_and(|day| day > today);
        let early = |day: Option<NaiveDate>| day.is_some_and(|day| day < self.started_on);

        if activity.standing == Standing::Retired || !listed.is_given_on(self.known_on()) {
            return Err(SpellError::RetiredCode(code));
        }
        if activity.send_flag_required && provision != SenProvision::EhcPlan {
            return Err(SpellError::PlanNeeded(code));
        }
        if self.started_on > today {
            return Err(SpellError::StartsLater);
        }
        if later(self.verified_on) || later(self.ended_on) {
            return Err(SpellError::KnownLater);
        }
        if early(self.ended_on) || early(self.predicted_end_on) {
            return Err(SpellError::EndsBeforeStart);
        }
        if early(self.verified_on) {
            return Err(SpellError::VerifiedBeforeStart);
        }
        if dates_wanted && activity.review_date_required && self.review_on.is_none() {
            return Err(SpellError::ReviewDateMissing(code));
        }
        if dates_wanted && activity.expected_end_required && self.predicted_end_on.is_none() {
            return Err(SpellError::EndDateMissing(code));
        }
        if self.days_per_week.is_some_and(|days| !(1..=7).contains(&days)) {
            return Err(SpellError::DaysPerWeek);
        }
        if self.weekly_hours.is_some_and(|hours| !(1..=168).contains(&hours)) {
            return Err(SpellError::WeeklyHours);
        }
        Ok(self)
    }

    /// How many hours a week it takes, as far as that is known: of somebody of whom only the days are known, seven a day.
    pub fn hours_a_week(&self) -> Option<u8> {
        self.weekly_hours.or(self.days_per_week.map(|days| days.saturating_mul(7)))
    }

    /// The last day on which anybody knows that it was going on: when it was confirmed, or else when it began.
    pub fn known_on(&self) -> NaiveDate {
        self.verified_on.unwrap_or(self.started_on).max(self.started_on)
    }

    /// The last day on which it counts: the day it ended or lapsed. None if it goes on until something else begins.
    pub fn current_until(&self, activity: &Activity) -> Option<NaiveDate> {
        let lapses_on =
            activity.current_until(self.known_on(), self.review_on, self.predicted_end_on);
        [self.ended_on, lapses_on].into_iter().flatten().min()
    }

    /// Whether it counts on this day.
    pub fn is_current(&self, activity: &Activity, on: NaiveDate) -> bool {
        self.started_on <= on && self.current_until(activity).is_none_or(|until| on <= until)
    }

    /// Whether it began before this day and nobody has said that it ended before it.
    fn runs_into(&self, day: NaiveDate) -> bool {
        self.started_on <= day && self.ended_on.is_none_or(|ended| ended >= day)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(super) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(super) fn college() -> Spell {
        Spell {
            id: SpellId(uuid::Uuid::nil()),
            code: ActivityCode::new(230),
            source: Source::Worker,
            started_on: day("2026-09-02"),
            ended_on: None,
            verified_on: Some(day("2026-10-01")),
            review_on: None,
            predicted_end_on: Some(day("2027-07-31")),
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: Some(3),
            weekly_hours: None,
        }
    }

    fn check(spell: Spell) -> Result<Spell, SpellError> {
        spell.checked(Activities::shipped(), SenProvision::SenSupport, day("2026-11-02"))
    }

    #[test]
    fn a_sound_spell_is_taken_as_it_is() {
        assert_eq!(check(college()), Ok(college()));
    }

    #[test]
    fn days_in_the_wrong_order_are_refused() {
        let ended = Some(day("2026-09-01"));
        let spell = Spell { ended_on: ended, ..college() };
        assert_eq!(check(spell), Err(SpellError::EndsBeforeStart));
        let spell = Spell { predicted_end_on: ended, ..college() };
        assert_eq!(check(spell), Err(SpellError::EndsBeforeStart));
        let spell = Spell { verified_on: ended, ..college() };
        assert_eq!(check(spell), Err(SpellError::VerifiedBeforeStart));
    }

    #[test]
    fn what_is_still_to_come_is_refused() {
        let tomorrow = day("2026-11-03");
        let spell = Spell { started_on: tomorrow, verified_on: None, ..college() };
        assert_eq!(check(spell), Err(SpellError::StartsLater));
        let spell = Spell { verified_on: Some(tomorrow), ..college() };
        assert_eq!(check(spell), Err(SpellError::KnownLater));
    }

    #[test]
    fn staff_give_the_dates_that_a_code_needs_and_young_people_need_not() {
        let open_ended = Spell { predicted_end_on: None, ..college() };
        assert_eq!(
            check(open_ended.clone()),
            Err(SpellError::EndDateMissing(ActivityCode::new(230)))
        );
        assert!(check(Spell { source: Source::YoungPerson, ..open_ended.clone() }).is_ok());
        assert!(check(Spell { ended_on: Some(day("2026-10-30")), ..open_ended }).is_ok());

        let gap_year = Spell { code: ActivityCode::new(260), ..college() };
        assert_eq!(check(gap_year), Err(SpellError::ReviewDateMissing(ActivityCode::new(260))));
    }

    #[test]
    fn codes_are_refused_that_are_unknown_or_retired_or_need_a_plan() {
        let with = |code| check(Spell { code: ActivityCode::new(code), ..college() });
        assert_eq!(with(999), Err(SpellError::UnknownCode(ActivityCode::new(999))));
        assert_eq!(with(720), Err(SpellError::RetiredCode(ActivityCode::new(720))));
        assert_eq!(with(280), Err(SpellError::PlanNeeded(ActivityCode::new(280))));
    }

    #[test]
    fn a_spell_counts_until_it_ends_or_lapses() {
        let activity = Activities::shipped().get(ActivityCode::new(230)).unwrap();
        let until = |spell: &Spell| spell.current_until(activity).unwrap();
        assert_eq!(until(&college()), day("2027-07-31"));
        assert_eq!(until(&Spell { predicted_end_on: None, ..college() }), day("2027-08-31"));
        assert_eq!(
            until(&Spell { ended_on: Some(day("2026-10-30")), ..college() }),
            day("2026-10-30")
        );
        assert!(college().is_current(activity, day("2027-07-31")));
        assert!(!college().is_current(activity, day("2027-08-01")));
        assert!(!college().is_current(activity, day("2026-09-01")));
    }

    #[test]
    fn the_ladder_of_evidence_goes_from_a_file_to_the_register() {
        assert!(Source::Import < Source::SomeoneForThem);
        assert!(Source::YoungPersonWithHelp < Source::YoungPerson);
        assert!(Source::Worker < Source::Provider);
    }
}
