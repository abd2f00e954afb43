//! What a member of staff says of a spell that is known.

use super::Spell;

/// What a member of staff says something of, if only that nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Says {
    /// Of the provider's number.
    pub ukprn: bool,
    /// Of the establishment's number.
    pub establishment: bool,
    /// Of how many days a week.
    pub days_per_week: bool,
    /// Of how many hours a week.
    pub weekly_hours: bool,
}

impl Spell {
    /// What a member of staff says of it, where `known` is what was known. What they say nothing of stays: how many days
    /// and hours a week, and the numbers of the provider while it is the same provider. Their word weighs no less than
    /// those before it; of something else that somebody does it is the only one.
    #[must_use]
    pub fn amends(mut self, known: Option<&Self>, says: Says) -> Self {
        let Some(known) = known else { return self };
        if known.code == self.code {
            self.source = self.source.max(known.source);
        }
        if !says.ukprn && known.provider == self.provider {
            self.ukprn = known.ukprn.clone();
        }
        if !says.establishment && known.provider == self.provider {
            self.establishment = known.establishment.clone();
        }
        if !says.days_per_week {
            self.days_per_week = known.days_per_week;
        }
        if !says.weekly_hours {
            self.weekly_hours = known.weekly_hours;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::ActivityCode,
        identifier::{Laestab, Ukprn},
        spell::{
            Source,
            tests::{college, day},
        },
        text::Line,
    };

    #[test]
    fn what_staff_say_nothing_of_stays_and_their_word_takes_no_weight_away() {
        let ukprn = |text| Some(Ukprn::parse(text).unwrap());
        let name = |text| Some(Line::new(text).unwrap());
        let known = Spell {
            source: Source::Provider,
            provider: name("Northside College"),
            ukprn: ukprn("10004577"),
            establishment: Some(Laestab::parse("8304000").unwrap()),
            weekly_hours: Some(18),
            ..college()
        };
        let news = Spell {
            provider: name("Northside College"),
            days_per_week: None,
            verified_on: Some(day("2026-11-01")),
            ..college()
        };
        let kept = Spell { verified_on: news.verified_on, ..known.clone() };
        assert_eq!(news.clone().amends(Some(&known), Says::default()), kept);

        let all =
            Says { ukprn: true, establishment: true, days_per_week: true, weekly_hours: true };
        let told = news.clone().amends(Some(&known), all);
        assert_eq!((told.ukprn, told.days_per_week), (None, None));
        assert_eq!((told.establishment, told.weekly_hours), (None, None));

        let moved = Spell { provider: name("Southside College"), ..news.clone() };
        let moved = moved.amends(Some(&known), Says::default());
        assert_eq!((moved.ukprn, moved.establishment), (None, None));
        let job = Spell { code: ActivityCode::new(330), ..news.clone() };
        assert_eq!(job.amends(Some(&known), Says::default()).source, Source::Worker);
        assert_eq!(news.clone().amends(None, Says::default()), news);
    }
}
