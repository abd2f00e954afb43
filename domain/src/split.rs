//! A record that was kept of two people becomes two: somebody says who the other one is, and what is theirs.

use chrono::NaiveDate;

use crate::{
    code::codes,
    id::PersonId,
    journey::{Journey, JourneyError},
    person::{AskedWhen, LANGUAGE, Person, Reading, SenProvision, TextSize},
    text::Name,
};

codes! {
    /// What staff and files wrote, and so may belong to the other one. What was said on a phone belongs to whose phone it is.
    SplitPart {
        /// A contact.
        Contact = "contact",
        /// Something that they did for a while.
        Destination = "destination",
        /// Promised support, with what was said of it.
        Promise = "promise",
        /// What they want.
        Goal = "goal",
        /// What they meant to do next.
        Intended = "intended",
        /// Something that staff set themselves.
        Task = "task",
    }
}

/// Who the other one is.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Given name.
    pub given_name: Name,
    /// Family name.
    pub family_name: Name,
    /// What they like to be called, if not their given name.
    pub preferred_name: Option<Name>,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Plan, support or neither.
    pub sen_provision: SenProvision,
    /// The day on which their two years begin.
    pub transition_on: NaiveDate,
}

/// What of the one record names the other one, and goes to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theirs {
    /// The mobile number.
    pub mobile: bool,
    /// The e-mail address.
    pub email: bool,
    /// The learner number.
    pub uln: bool,
    /// The council's own number.
    pub record_number: bool,
}

/// Both, after they are two: whose record it was, and the other one under the id `new`.
pub fn divided(
    known: &Person,
    new: PersonId,
    other: &Other,
    theirs: Theirs,
) -> Result<(Person, Person), JourneyError> {
    fn part<T>(of: &mut Option<T>, goes: bool) -> Option<T> {
        if goes { of.take() } else { None }
    }
    let mut stays = known.clone();
    let new = Person {
        id: new,
        partnership: known.partnership,
        council: known.council.clone(),
        client_record_id: part(&mut stays.client_record_id, theirs.record_number),
        given_name: other.given_name.clone(),
        family_name: other.family_name.clone(),
        preferred_name: other.preferred_name.clone(),
        birth_date: other.birth_date,
        sen_provision: other.sen_provision,
        primary_need: None,
        communication_needs: Vec::new(),
        mobile: part(&mut stays.mobile, theirs.mobile),
        email: part(&mut stays.email, theirs.email),
        uln: part(&mut stays.uln, theirs.uln),
        journey: Journey::new(other.birth_date, other.transition_on)?,
        reading: Reading::Plain,
        text_size: TextSize::Normal,
        language: LANGUAGE.to_owned(),
        asked: AskedWhen::default(),
    };
    Ok((stays, new))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::identifier::{CouncilCode, EmailAddress, MobileNumber};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn other(transition_on: &str) -> Other {
        Other {
            given_name: Name::new("Bea").unwrap(),
            family_name: Name::none(),
            preferred_name: None,
            birth_date: day("2008-09-07"),
            sen_provision: SenProvision::SenSupport,
            transition_on: day(transition_on),
        }
    }

    fn amina() -> Person {
        let other = other("2026-09-07");
        Person {
            id: PersonId(Uuid::from_u128(1)),
            partnership: Uuid::from_u128(2).into(),
            council: CouncilCode::parse("830").unwrap(),
            client_record_id: None,
            given_name: Name::new("Amina").unwrap(),
            family_name: Name::none(),
            preferred_name: None,
            birth_date: other.birth_date,
            sen_provision: SenProvision::EhcPlan,
            primary_need: Some("ASD".into()),
            communication_needs: Vec::new(),
            mobile: Some(MobileNumber::parse("07700 900111").unwrap()),
            email: Some(EmailAddress::parse("amina@example.org").unwrap()),
            uln: None,
            journey: Journey::new(other.birth_date, other.transition_on).unwrap(),
            reading: Reading::Easy,
            text_size: TextSize::Large,
            language: LANGUAGE.to_owned(),
            asked: AskedWhen::default(),
        }
    }

    #[test]
    fn what_names_the_other_one_is_with_one_of_them_and_what_somebody_chose_stays_theirs() {
        let known = amina();
        let theirs = Theirs { mobile: true, ..Theirs::default() };
        let (stays, new) =
            divided(&known, Uuid::from_u128(3).into(), &other("2026-09-07"), theirs).unwrap();
        assert_eq!((stays.mobile.clone(), new.mobile.clone()), (None, known.mobile.clone()));
        assert_eq!((stays.email.clone(), new.email.clone()), (known.email.clone(), None));
        assert_eq!((new.reading, new.primary_need), (Reading::Plain, None));
        assert_eq!(Person { mobile: known.mobile.clone(), ..stays }, known);
    }

    #[test]
    fn the_two_years_go_with_the_birth_date_of_the_other_one() {
        let refused =
            divided(&amina(), Uuid::from_u128(3).into(), &other("2020-09-07"), Theirs::default());
        assert_eq!(refused, Err(JourneyError::OutOfAge));
    }
}
