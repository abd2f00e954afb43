//! What a young person means to do next, in the codes of the national client record, and what became of it.

use chrono::NaiveDate;

use crate::{
    activity::{Activities, Activity, Group},
    code::codes,
    id::{IntendedId, PersonId},
    report::Headline,
    spell::{Spell, latest},
    text::Line,
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// An intended destination (NCCIS).
    Intent {
        /// Full-time education at the school where they are.
        SameSchool = "111",
        /// Full-time education or training somewhere else.
        Elsewhere = "121",
        /// An apprenticeship or traineeship.
        Apprenticeship = "211",
        /// Full-time work with study for a regulated qualification.
        WorkWithStudy = "311",
        /// Work without training.
        Work = "321",
        /// Something else.
        Other = "411",
        /// They have not decided.
        Undecided = "511",
        /// Nobody could ask them.
        NotObtained = "611",
    }

    /// What became of what somebody meant to do.
    Kept {
        /// It came about.
        Yes = "yes",
        /// They did something else.
        Otherwise = "otherwise",
        /// The day is still to come.
        NotYet = "not-yet",
        /// Nobody knows what they have done since.
        Unknown = "unknown",
        /// There was nothing that could come about.
        Nothing = "nothing",
    }
}

impl Intent {
    /// What staff read: the label of the national list.
    pub fn label(self) -> &'static str {
        match self {
            Self::SameSchool => "Full-time education: same school",
            Self::Elsewhere => "Full-time education or training: other institution",
            Self::Apprenticeship => "Apprenticeship or traineeship",
            Self::WorkWithStudy => "Full-time employment with study (regulated qualification)",
            Self::Work => "Employment without training",
            Self::Other => "Other destination",
            Self::Undecided => "Undecided",
            Self::NotObtained => "Not obtained",
        }
    }

    /// What the young person reads.
    pub fn words(self) -> &'static str {
        match self {
            Self::SameSchool => "Stay at your school",
            Self::Elsewhere => "Learn somewhere else",
            Self::Apprenticeship => "An apprenticeship or traineeship",
            Self::WorkWithStudy => "A job with study",
            Self::Work => "A job",
            Self::Other => "Something else",
            Self::Undecided => "You had not decided yet",
            Self::NotObtained => "Nobody has asked you yet",
        }
    }

    /// Whether doing this is what was meant. The national list pairs no code of the one kind with codes of the other, so
    /// the pairs are our own choice: a school sixth form stands for "the same school", because an old record does not say
    /// which school that was, and any work that is neither an apprenticeship nor comes with a regulated qualification
    /// stands for work.
    fn is_met_by(self, activity: &Activity) -> bool {
        const SCHOOL: u16 = 210;
        const GAP_YEAR: u16 = 260;
        let code = activity.code.number();
        match self {
            Self::SameSchool => code == SCHOOL,
            Self::Elsewhere => match activity.group {
                Group::Education => code != SCHOOL && code != GAP_YEAR,
                Group::Training => true,
                _ => false,
            },
            Self::Apprenticeship => [310, 450].contains(&code),
            Self::WorkWithStudy => [320, 381].contains(&code),
            Self::Work => {
                activity.group == Group::Employment && ![310, 320, 381, 550].contains(&code)
            }
            Self::Other | Self::Undecided | Self::NotObtained => false,
        }
    }
}

/// What a young person means to do next.
#[derive(Clone, Debug, PartialEq)]
pub struct Intended {
    /// Which of what they meant to do.
    pub id: IntendedId,
    /// Who.
    pub person: PersonId,
    /// What.
    pub intent: Intent,
    /// More about it, such as the course or the firm.
    pub words: Option<Line>,
    /// From which day.
    pub for_on: NaiveDate,
    /// The day on which they said so.
    pub said_on: NaiveDate,
}

/// Why it cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntendedError {
    /// Nobody has said it yet.
    #[error("this day is still to come")]
    Later,
    /// It was no plan any more.
    #[error("they said so after it was to begin; check both dates")]
    Begun,
}

impl Recorded for Intended {
    const THING: Thing = Thing::Intended;
    const FOLLOWS: &[&'static str] = &[];

    fn fields(&self) -> Vec<Field> {
        vec![
            ("intent", Some(self.intent.code().to_owned())),
            ("words", self.words.as_ref().map(|line| line.as_str().to_owned())),
            ("for_on", Some(self.for_on.to_string())),
            ("said_on", Some(self.said_on.to_string())),
        ]
    }
}

impl Intended {
    /// The same, if it can be.
    pub fn check(self, today: NaiveDate) -> Result<Self, IntendedError> {
        if self.said_on > today {
            return Err(IntendedError::Later);
        }
        if self.for_on < self.said_on {
            return Err(IntendedError::Begun);
        }
        Ok(self)
    }
}

/// What became of what somebody meant to do, and the spell that says so: the one that was meant, or else what they do now.
pub fn kept<'a>(
    intended: &Intended,
    spells: &'a [Spell],
    activities: &Activities,
    today: NaiveDate,
) -> (Kept, Option<&'a Spell>) {
    if matches!(intended.intent, Intent::Other | Intent::Undecided | Intent::NotObtained) {
        return (Kept::Nothing, None);
    }
    if intended.for_on > today {
        return (Kept::NotYet, None);
    }
    let since = |spell: &&Spell| {
        spell.started_on <= today && spell.ended_on.is_none_or(|end| end >= intended.for_on)
    };
    let met = |spell: &&Spell| {
        activities.get(spell.code).is_some_and(|known| intended.intent.is_met_by(known))
    };
    if let Some(spell) = spells.iter().filter(since).find(met) {
        return (Kept::Yes, Some(spell));
    }
    let known = latest(spells, activities, today).filter(since).filter(|spell| {
        let headline = activities.get(spell.code).and_then(|activity| activity.headline);
        headline != Some(Headline::NotKnown)
    });
    known.map_or((Kept::Unknown, None), |spell| (Kept::Otherwise, Some(spell)))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{activity::ActivityCode, id::SpellId, spell::Source};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn meant(intent: Intent) -> Intended {
        Intended {
            id: IntendedId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            intent,
            words: None,
            for_on: day("2026-09-01"),
            said_on: day("2026-06-10"),
        }
    }

    fn spell(code: u16, from: &str, until: Option<&str>) -> Spell {
        Spell {
            id: SpellId(Uuid::from_u128(code.into())),
            code: ActivityCode::new(code),
            source: Source::Worker,
            started_on: day(from),
            ended_on: until.map(day),
            verified_on: Some(day(from)),
            review_on: None,
            predicted_end_on: None,
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        }
    }

    fn became(intent: Intent, spells: &[Spell]) -> (Kept, Option<u16>) {
        let (kept, spell) = kept(&meant(intent), spells, Activities::shipped(), day("2026-11-23"));
        (kept, spell.map(|spell| spell.code.number()))
    }

    #[test]
    fn each_intent_is_met_by_what_it_names() {
        for (intent, met, other) in [
            (Intent::SameSchool, 210, 230),
            (Intent::Elsewhere, 230, 210),
            (Intent::Elsewhere, 430, 260),
            (Intent::Apprenticeship, 310, 330),
            (Intent::Apprenticeship, 450, 410),
            (Intent::WorkWithStudy, 320, 310),
            (Intent::Work, 360, 320),
        ] {
            let now = |code| [spell(code, "2026-09-07", None)];
            assert_eq!(became(intent, &now(met)), (Kept::Yes, Some(met)), "{intent:?} {met}");
            let otherwise = (Kept::Otherwise, Some(other));
            assert_eq!(became(intent, &now(other)), otherwise, "{intent:?} {other}");
        }
    }

    #[test]
    fn what_was_over_before_has_not_become_of_it() {
        let before = [spell(310, "2025-09-01", Some("2026-08-31"))];
        assert_eq!(became(Intent::Apprenticeship, &before).0, Kept::Unknown);
        let went_and_left =
            [spell(310, "2026-09-01", Some("2026-10-01")), spell(619, "2026-10-02", None)];
        assert_eq!(became(Intent::Apprenticeship, &went_and_left), (Kept::Yes, Some(310)));
    }

    #[test]
    fn what_nobody_knows_and_what_cannot_come_about_is_told_apart() {
        assert_eq!(became(Intent::Work, &[]), (Kept::Unknown, None));
        assert_eq!(became(Intent::Work, &[spell(810, "2026-09-10", None)]), (Kept::Unknown, None));
        for intent in [Intent::Other, Intent::Undecided, Intent::NotObtained] {
            let now = [spell(230, "2026-09-07", None)];
            assert_eq!(became(intent, &now), (Kept::Nothing, None));
        }
        let later = Intended { for_on: day("2027-09-01"), ..meant(Intent::Work) };
        let now = [spell(330, "2026-09-07", None)];
        let (kept, _) = kept(&later, &now, Activities::shipped(), day("2026-11-23"));
        assert_eq!(kept, Kept::NotYet);
    }

    #[test]
    fn a_plan_is_made_before_it_begins() {
        let today = day("2026-11-23");
        assert!(meant(Intent::Work).check(today).is_ok());
        let later = Intended { said_on: day("2026-11-24"), ..meant(Intent::Work) };
        assert_eq!(later.check(today), Err(IntendedError::Later));
        let begun = Intended { said_on: day("2026-09-02"), ..meant(Intent::Work) };
        assert_eq!(begun.check(today), Err(IntendedError::Begun));
    }
}
