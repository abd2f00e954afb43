//! Two records that are of one person become one: one is kept, and the other is part of it. What both say differently, somebody
//! chooses; what only one says, is said.

use std::collections::BTreeSet;

use crate::{
    code::codes,
    id::SpellId,
    identifier::{EmailAddress, MobileNumber, Uln},
    journey::Journey,
    person::{Person, SenProvision},
    spell::Spell,
    text::Name,
};

codes! {
    /// What two records may say differently.
    MergeField {
        /// Given name.
        GivenName = "given-name",
        /// Family name.
        FamilyName = "family-name",
        /// What they like to be called.
        PreferredName = "preferred-name",
        /// Birth date.
        BirthDate = "birth-date",
        /// For texts and calls.
        Mobile = "mobile",
        /// For e-mail.
        Email = "email",
        /// Learner number.
        Uln = "uln",
        /// Plan, support or neither.
        SenProvision = "sen-provision",
        /// SEN type code.
        PrimaryNeed = "primary-need",
        /// The day on which the two years begin.
        TransitionOn = "transition-on",
    }
}

impl MergeField {
    /// What somebody's record says.
    pub fn of(self, person: &Person) -> Option<String> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::GivenName => text(person.given_name.as_str()),
            Self::FamilyName => text(person.family_name.as_str()),
            Self::PreferredName => person.preferred_name.as_ref().and_then(|it| text(it.as_str())),
            Self::BirthDate => Some(person.birth_date.to_string()),
            Self::Mobile => person.mobile.as_ref().and_then(|it| text(it.as_str())),
            Self::Email => person.email.as_ref().and_then(|it| text(it.as_str())),
            Self::Uln => person.uln.as_ref().and_then(|it| text(it.as_str())),
            Self::SenProvision => text(person.sen_provision.code()),
            Self::PrimaryNeed => person.primary_need.clone(),
            Self::TransitionOn => Some(person.journey.transition_on.to_string()),
        }
    }

    /// Writes it. False where that is nothing it can say, and then nothing is written.
    pub fn write(self, person: &mut Person, said: Option<&str>) -> bool {
        self.try_write(person, said).is_some()
    }

    fn try_write(self, person: &mut Person, said: Option<&str>) -> Option<()> {
        match (self, said) {
            (Self::GivenName, said) => person.given_name = Name::new(said?).ok()?,
            (Self::FamilyName, None) => person.family_name = Name::none(),
            (Self::FamilyName, Some(said)) => person.family_name = Name::new(said).ok()?,
            (Self::PreferredName, said) => {
                person.preferred_name = said.map(Name::new).transpose().ok()?;
            }
            (Self::BirthDate, said) => person.birth_date = said?.parse().ok()?,
            (Self::Mobile, said) => {
                person.mobile = said.map(MobileNumber::parse).transpose().ok()?;
            }
            (Self::Email, said) => person.email = said.map(EmailAddress::parse).transpose().ok()?,
            (Self::Uln, said) => person.uln = said.map(Uln::parse).transpose().ok()?,
            (Self::SenProvision, said) => {
                person.sen_provision = SenProvision::from_code(said?)?;
            }
            (Self::PrimaryNeed, said) => person.primary_need = said.map(str::to_owned),
            (Self::TransitionOn, said) => {
                let Journey { paused_until, left_on, .. } = person.journey;
                let new = Journey::new(person.birth_date, said?.parse().ok()?).ok()?;
                person.journey = Journey { paused_until, left_on, ..new };
            }
        }
        Some(())
    }

    /// How the details that no file writes over call it, if it is one of them.
    pub fn kept_from_files(self) -> Option<&'static str> {
        match self {
            Self::GivenName => Some("first_name"),
            Self::FamilyName => Some("family_name"),
            Self::PreferredName => Some("preferred_name"),
            Self::Mobile => Some("mobile"),
            Self::Email => Some("email"),
            Self::TransitionOn => Some("transition_on"),
            Self::BirthDate | Self::Uln | Self::SenProvision | Self::PrimaryNeed => None,
        }
    }
}

/// What two records say differently, where both say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// What of.
    pub field: MergeField,
    /// What the one that is kept says.
    pub kept: String,
    /// What the other says.
    pub gone: String,
}

/// What somebody has to choose between.
pub fn clashes(kept: &Person, gone: &Person) -> Vec<Clash> {
    let both = |field: MergeField| Some((field, field.of(kept)?, field.of(gone)?));
    let all = MergeField::ALL.iter().filter_map(|(field, _)| both(*field));
    let differ = all.filter(|(_, kept, gone)| kept != gone);
    differ.map(|(field, kept, gone)| Clash { field, kept, gone }).collect()
}

/// The one that is kept, with what was chosen of the other, and what only the other says. None where that cannot be: the two
/// years do not go with the birth date.
pub fn joined(kept: &Person, gone: &Person, chosen: &BTreeSet<MergeField>) -> Option<Person> {
    let mut one = kept.clone();
    for (field, _) in MergeField::ALL {
        let theirs = field.of(gone);
        let takes = chosen.contains(field) || field.of(kept).is_none();
        if takes && theirs.is_some() && !field.write(&mut one, theirs.as_deref()) {
            return None;
        }
    }
    let new: Vec<_> = gone
        .communication_needs
        .iter()
        .filter(|need| !kept.communication_needs.contains(need))
        .copied()
        .collect();
    one.communication_needs.extend(new);
    Journey::new(one.birth_date, one.journey.transition_on).ok()?;
    Some(one)
}

/// One field that a merge wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub field: MergeField,
    /// What it said before.
    pub before: Option<String>,
    /// What it says since.
    pub after: Option<String>,
}

/// What a merge writes in the record that is kept.
pub fn written(before: &Person, after: &Person) -> Vec<Written> {
    let each = MergeField::ALL.iter().map(|(field, _)| Written {
        field: *field,
        before: field.of(before),
        after: field.of(after),
    });
    each.filter(|it| it.before != it.after).collect()
}

/// The record as it was before a merge. What somebody has changed since, stays.
pub fn unwritten(now: &Person, written: &[Written]) -> Person {
    let mut one = now.clone();
    for it in written.iter().filter(|it| it.field.of(now) == it.after) {
        it.field.write(&mut one, it.before.as_deref());
    }
    one
}

/// Of the destinations of the other record, those that the one that is kept has too: the same, since the same day. Both
/// records came from a file of the same people, so that is the usual case.
pub fn twice(kept: &[Spell], gone: &[Spell]) -> Vec<SpellId> {
    let there = |spell: &&Spell| {
        kept.iter().any(|it| {
            (&it.code, it.started_on, it.ended_on)
                == (&spell.code, spell.started_on, spell.ended_on)
        })
    };
    gone.iter().filter(there).map(|spell| spell.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{PartnershipId, PersonId},
        identifier::{ClientRecordId, CouncilCode},
        person::{AskedWhen, CommunicationNeed, LANGUAGE, Reading, TextSize},
    };
    use uuid::Uuid;

    fn amina() -> Person {
        let birth = "2008-03-04".parse().unwrap();
        Person {
            id: PersonId(Uuid::from_u128(1)),
            partnership: PartnershipId(Uuid::from_u128(2)),
            council: CouncilCode::parse("830").unwrap(),
            client_record_id: Some(ClientRecordId::parse("8301000000000").unwrap()),
            given_name: Name::new("Amina").unwrap(),
            family_name: Name::new("Rahman").unwrap(),
            preferred_name: None,
            birth_date: birth,
            sen_provision: SenProvision::EhcPlan,
            primary_need: None,
            communication_needs: vec![CommunicationNeed::EasyRead],
            mobile: None,
            email: None,
            uln: None,
            journey: Journey::new(birth, "2026-03-04".parse().unwrap()).unwrap(),
            reading: Reading::Plain,
            text_size: TextSize::Normal,
            language: LANGUAGE.into(),
            asked: AskedWhen::default(),
        }
    }

    fn other() -> Person {
        let mut other = amina();
        for (field, said) in [
            (MergeField::GivenName, "Amna"),
            (MergeField::Mobile, "07700 900123"),
            (MergeField::PrimaryNeed, "ASD"),
            (MergeField::BirthDate, "2008-04-03"),
        ] {
            assert!(field.write(&mut other, Some(said)));
        }
        other.communication_needs = vec![CommunicationNeed::Bsl, CommunicationNeed::EasyRead];
        other
    }

    #[test]
    fn what_both_say_differently_is_chosen_and_what_one_says_is_said() {
        let (kept, gone) = (amina(), other());
        let fields: Vec<_> = clashes(&kept, &gone).iter().map(|it| it.field).collect();
        assert_eq!(fields, [MergeField::GivenName, MergeField::BirthDate]);

        let one = joined(&kept, &gone, &BTreeSet::from([MergeField::BirthDate])).unwrap();
        assert_eq!(one.given_name.as_str(), "Amina");
        assert_eq!(one.birth_date.to_string(), "2008-04-03");
        assert_eq!(one.mobile.as_ref().unwrap().as_str(), "+447700900123");
        assert_eq!(one.primary_need.as_deref(), Some("ASD"));
        assert_eq!(one.communication_needs, [CommunicationNeed::EasyRead, CommunicationNeed::Bsl]);
    }

    #[test]
    fn undoing_gives_back_what_nobody_has_changed_since() {
        let (kept, gone) = (amina(), other());
        let one = joined(&kept, &gone, &BTreeSet::from([MergeField::GivenName])).unwrap();
        let all = written(&kept, &one);
        assert_eq!(all.len(), 3);
        let back = unwritten(&one, &all);
        assert_eq!(Person { communication_needs: kept.communication_needs.clone(), ..back }, kept);

        let mut mended = one;
        assert!(MergeField::Mobile.write(&mut mended, Some("07700 900999")));
        let back = unwritten(&mended, &all);
        assert_eq!(back.mobile, mended.mobile);
        assert_eq!(back.given_name, kept.given_name);
    }

    #[test]
    fn the_same_destination_since_the_same_day_counts_once() {
        let spell = |id: u128, code: u16, on: &str| Spell {
            id: SpellId(Uuid::from_u128(id)),
            code: crate::activity::ActivityCode::new(code),
            source: crate::spell::Source::Import,
            started_on: on.parse().unwrap(),
            ended_on: None,
            verified_on: None,
            review_on: None,
            predicted_end_on: None,
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        };
        let kept = [spell(1, 330, "2026-09-01"), spell(2, 619, "2026-03-01")];
        let gone = [spell(3, 330, "2026-09-01"), spell(4, 619, "2026-04-01")];
        assert_eq!(twice(&kept, &gone), [SpellId(Uuid::from_u128(3))]);
    }

    #[test]
    fn what_cannot_be_is_not_written() {
        let mut one = amina();
        assert!(!MergeField::GivenName.write(&mut one, None));
        assert!(!MergeField::Mobile.write(&mut one, Some("12")));
        assert!(!MergeField::TransitionOn.write(&mut one, Some("1999-01-01")));
        assert_eq!(one, amina());
        let late = Person { birth_date: "2012-01-01".parse().unwrap(), ..amina() };
        assert_eq!(joined(&amina(), &late, &BTreeSet::from([MergeField::BirthDate])), None);
    }
}
