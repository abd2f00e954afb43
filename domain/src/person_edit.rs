//! What staff may mend of a young person's details, and what a council's file then leaves alone.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    code::codes,
    identifier::{EmailAddress, MobileNumber},
    journey::{Journey, JourneyError},
    person::{CommunicationNeed, Person},
    text::Name,
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// Why somebody is not followed any more.
    LeftReason {
        /// They live elsewhere in England now.
        MovedAway = "moved-away",
        /// They live outside England now.
        LeftEngland = "left-england",
        /// They do not want to be followed.
        DoesNotWant = "does-not-want",
        /// Their plan has ended, and the partnership follows only those with one.
        PlanEnded = "plan-ended",
        /// They have died.
        Died = "died",
        /// Something else.
        Other = "other",
    }
}

/// What staff may change of somebody's details, as one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// Given name.
    pub given_name: Name,
    /// Family name.
    pub family_name: Name,
    /// What they like to be called, if not their given name.
    pub preferred_name: Option<Name>,
    /// For texts and calls.
    pub mobile: Option<MobileNumber>,
    /// For e-mail.
    pub email: Option<EmailAddress>,
    /// How to speak to them.
    pub needs: BTreeSet<CommunicationNeed>,
    /// The day on which the two years begin.
    pub transition_on: NaiveDate,
    /// When they left, if they did.
    pub left_on: Option<NaiveDate>,
    /// Why.
    pub left_reason: Option<LeftReason>,
}

/// Why details cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetailsError {
    /// The two years cannot begin then.
    #[error(transparent)]
    Journey(#[from] JourneyError),
    /// They have not left yet.
    #[error("this day is still to come: record it when they have left")]
    LeavesLater,
    /// Nobody has said why.
    #[error("say why they left")]
    NoReason,
    /// Nobody has said when.
    #[error("say on which day they left")]
    NoDay,
}

impl Recorded for Details {
    const THING: Thing = Thing::Details;
    const FOLLOWS: &[&'static str] = &[];

    fn fields(&self) -> Vec<Field> {
        let needs: Vec<&str> = self.needs.iter().map(|need| need.code()).collect();
        vec![
            ("first_name", Some(self.given_name.as_str().to_owned())),
            ("family_name", Some(self.family_name.as_str().to_owned())),
            ("preferred_name", self.preferred_name.as_ref().map(|it| it.as_str().to_owned())),
            ("mobile", self.mobile.as_ref().map(|it| it.as_str().to_owned())),
            ("email", self.email.as_ref().map(|it| it.as_str().to_owned())),
            ("needs", (!needs.is_empty()).then(|| needs.join(","))),
            ("transition_on", Some(self.transition_on.to_string())),
            ("left_on", self.left_on.map(|day| day.to_string())),
            ("left_reason", self.left_reason.map(|reason| reason.code().to_owned())),
        ]
    }
}

/// What a council's file writes too: staff's word on these stands against it.
const IN_FILES: [&str; 6] =
    ["first_name", "family_name", "preferred_name", "mobile", "email", "transition_on"];

impl Details {
    /// What is known of somebody.
    pub fn of(person: &Person, left_reason: Option<LeftReason>) -> Self {
        Self {
            given_name: person.given_name.clone(),
            family_name: person.family_name.clone(),
            preferred_name: person.preferred_name.clone(),
            mobile: person.mobile.clone(),
            email: person.email.clone(),
            needs: person.communication_needs.iter().copied().collect(),
            transition_on: person.journey.transition_on,
            left_on: person.journey.left_on,
            left_reason,
        }
    }

    /// The person with these details, if they can be kept.
    pub fn applied(&self, known: &Person, today: NaiveDate) -> Result<Person, DetailsError> {
        let before = known.journey;
        if self.left_on.is_some_and(|day| day > today) {
            return Err(DetailsError::LeavesLater);
        }
        // Of somebody whom a file has let go, nobody here has said why.
        if self.left_on.is_some() && self.left_reason.is_none() && self.left_on != before.left_on {
            return Err(DetailsError::NoReason);
        }
        if self.left_on.is_none() && self.left_reason.is_some() {
            return Err(DetailsError::NoDay);
        }
        let mut journey = before;
        if self.transition_on != before.transition_on {
            journey = Journey::new(known.birth_date, self.transition_on)?;
        }
        Ok(Person {
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            preferred_name: self.preferred_name.clone(),
            mobile: self.mobile.clone(),
            email: self.email.clone(),
            communication_needs: self.needs.iter().copied().collect(),
            journey: Journey {
                paused_until: before.paused_until,
                left_on: self.left_on,
                ..journey
            },
            ..known.clone()
        })
    }

    /// The fields of a council's file that differ from what was known: from now on staff's word on them stands.
    pub fn kept_from_files(&self, known: &Self) -> Vec<&'static str> {
        let both = self.fields().into_iter().zip(known.fields());
        let differ = both.filter(|(new, old)| new != old).map(|((field, _), _)| field);
        differ.filter(|field| IN_FILES.contains(field)).collect()
    }
}

/// Somebody as a file would have them, with what staff wrote themselves as it was known.
pub fn keep(file: Person, known: &Person, fields: &BTreeSet<String>) -> Person {
    let kept = |field: &str| fields.contains(field);
    let journey = if kept("transition_on") {
        Journey {
            transition_on: known.journey.transition_on,
            ends_on: known.journey.ends_on,
            ..file.journey
        }
    } else {
        file.journey
    };
    fn pick<T: Clone>(kept: bool, known: &T, file: T) -> T {
        if kept { known.clone() } else { file }
    }
    Person {
        given_name: pick(kept("first_name"), &known.given_name, file.given_name),
        family_name: pick(kept("family_name"), &known.family_name, file.family_name),
        preferred_name: pick(kept("preferred_name"), &known.preferred_name, file.preferred_name),
        mobile: pick(kept("mobile"), &known.mobile, file.mobile),
        email: pick(kept("email"), &known.email, file.email),
        journey,
        ..file
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::{PartnershipId, PersonId},
        identifier::CouncilCode,
        person::{AskedWhen, LANGUAGE, Reading, SenProvision, TextSize},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn amina() -> Person {
        let birth_date = day("2008-09-07");
        Person {
            id: PersonId(Uuid::from_u128(1)),
            partnership: PartnershipId(Uuid::from_u128(2)),
            council: CouncilCode::parse("830").unwrap(),
            client_record_id: None,
            given_name: Name::new("Amina").unwrap(),
            family_name: Name::new("Yusuf").unwrap(),
            preferred_name: None,
            birth_date,
            sen_provision: SenProvision::EhcPlan,
            primary_need: None,
            communication_needs: vec![CommunicationNeed::Bsl],
            mobile: Some(MobileNumber::parse("07700 900456").unwrap()),
            email: None,
            uln: None,
            journey: Journey::new(birth_date, day("2026-09-07")).unwrap(),
            reading: Reading::Plain,
            text_size: TextSize::Normal,
            language: LANGUAGE.into(),
            asked: AskedWhen::default(),
        }
    }

    fn told(details: &Details) -> Result<Person, DetailsError> {
        details.applied(&amina(), day("2026-11-02"))
    }

    #[test]
    fn details_change_what_they_say_and_nothing_else() {
        let details = Details::of(&amina(), None);
        assert_eq!(told(&details), Ok(amina()));
        let later = Details { transition_on: day("2026-10-01"), ..details.clone() };
        let journey = told(&later).unwrap().journey;
        assert_eq!(
            (journey.transition_on, journey.ends_on),
            (day("2026-10-01"), day("2028-10-01"))
        );
        let never = Details { transition_on: day("2020-01-01"), ..details };
        assert_eq!(told(&never), Err(DetailsError::Journey(JourneyError::OutOfAge)));
    }

    #[test]
    fn whoever_leaves_has_a_day_and_a_reason_and_may_come_back() {
        let left = |on: Option<&str>, why| Details {
            left_on: on.map(day),
            left_reason: why,
            ..Details::of(&amina(), None)
        };
        let why = Some(LeftReason::MovedAway);
        assert_eq!(
            told(&left(Some("2026-11-02"), why)).unwrap().journey.left_on,
            Some(day("2026-11-02"))
        );
        assert_eq!(told(&left(Some("2026-11-03"), why)), Err(DetailsError::LeavesLater));
        assert_eq!(told(&left(Some("2026-11-02"), None)), Err(DetailsError::NoReason));
        assert_eq!(told(&left(None, why)), Err(DetailsError::NoDay));
        let gone = told(&left(Some("2026-11-02"), why)).unwrap();
        let back = Details { left_on: None, left_reason: None, ..Details::of(&gone, why) };
        assert_eq!(back.applied(&gone, day("2026-11-02")), Ok(amina()));
    }

    #[test]
    fn a_file_leaves_alone_what_staff_have_written_themselves() {
        let known = Details::of(&amina(), None);
        let mended = Details {
            family_name: Name::new("Yousuf").unwrap(),
            mobile: None,
            needs: BTreeSet::new(),
            ..known.clone()
        };
        let kept = mended.kept_from_files(&known);
        assert_eq!(kept, ["family_name", "mobile"]);
        let here = told(&mended).unwrap();
        let fields = kept.into_iter().map(str::to_owned).collect();
        let email = EmailAddress::parse("amina@example.org").unwrap();
        let file = Person { email: Some(email.clone()), ..amina() };
        let after = keep(file, &here, &fields);
        assert_eq!((&after.family_name, &after.mobile), (&mended.family_name, &None));
        assert_eq!(after.email, Some(email));
        let moved = Person {
            journey: Journey::new(amina().birth_date, day("2026-10-01")).unwrap(),
            ..amina()
        };
        let all = BTreeSet::from(["transition_on".to_owned()]);
        assert_eq!(keep(moved, &here, &all).journey, here.journey);
    }
}
