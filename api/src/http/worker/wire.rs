//! What staff see of young people, as it travels.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    activity::{Activities, Activity, Group},
    caseload::Reason,
    council::Councils,
    id::StaffId,
    invitation::InvitationState,
    report::Headline,
    spell::{Source, Spell},
    staff::Staff,
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use super::evidence::{TryOut, WordOut};

/// How national figures count what somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Headline", rename_all = "kebab-case")]
pub enum HeadlineCode {
    /// In education, employment or training (EET).
    InEducationOrWork,
    /// In none of them (NEET).
    NotInEducationOrWork,
    /// Nobody knows.
    NotKnown,
    /// Not counted.
    OutOfScope,
}

/// In which way somebody is in neither education, work nor training (NEET).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "NeetGroup", rename_all = "kebab-case")]
pub enum NeetCode {
    /// They could begin something.
    Available,
    /// They cannot, for now.
    NotAvailable,
}

/// Whose word a destination rests on, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Source", rename_all = "kebab-case", remote = "Source")]
pub enum SourceCode {
    /// A council's file.
    Import,
    /// Somebody who answered in the young person's place.
    SomeoneForThem,
    /// The young person, with somebody helping.
    YoungPersonWithHelp,
    /// The young person.
    YoungPerson,
    /// A worker.
    Worker,
    /// The provider.
    Provider,
}

/// How far an invitation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "InvitationState", rename_all = "kebab-case", remote = "InvitationState")]
pub enum InvitationCode {
    /// None was made, or it ran out.
    None,
    /// One is open.
    Sent,
    /// It was tried with another birthday.
    Parked,
    /// They are in.
    Joined,
}

/// Why somebody stands where they stand.
#[derive(Clone, Object)]
#[oai(rename = "Reason")]
pub struct ReasonOut {
    /// Which reason.
    pub code: String,
    /// In words.
    pub text: String,
}

/// A code with its words.
#[derive(Clone, Object)]
#[oai(rename = "Coded")]
pub struct CodedOut {
    /// The code.
    pub code: String,
    /// In words.
    pub name: String,
}

impl CodedOut {
    /// A council of this code.
    pub fn council(code: &str) -> Self {
        let name = Councils::shipped().name(code).unwrap_or("Unknown council");
        Self { code: code.to_owned(), name: name.to_owned() }
    }
}

/// What somebody does or did, with how sure we are.
#[derive(Clone, Object)]
#[oai(rename = "Spell", skip_serializing_if_is_none)]
pub struct SpellOut {
    /// Which spell.
    pub id: Uuid,
    /// Send it as `based_on` to change this. Goes up with each change, whoever makes it.
    pub version: u32,
    /// NCCIS activity code.
    pub code: u16,
    /// What the code means.
    pub label: String,
    pub headline: HeadlineCode,
    pub source: SourceCode,
    /// With whom.
    pub provider: Option<String>,
    /// The provider's number in the national register (UKPRN).
    pub ukprn: Option<String>,
    /// The first day.
    pub started_on: NaiveDate,
    /// The last day, once it is over.
    pub ended_on: Option<NaiveDate>,
    /// The last day on which somebody said that it was going on.
    pub verified_on: Option<NaiveDate>,
    /// When it is to be looked at again.
    pub review_on: Option<NaiveDate>,
    /// When it is expected to end.
    pub predicted_end_on: Option<NaiveDate>,
    /// How many days a week.
    pub days_per_week: Option<u8>,
    /// It counts today.
    pub current: bool,
    /// Until when it counts unless somebody confirms it: by the lapse rule that its code had on the day it was confirmed.
    pub current_until: Option<NaiveDate>,
    /// The number of the school or college in the register of establishments.
    pub establishment: Option<String>,
    /// How many hours a week.
    pub weekly_hours: Option<u8>,
    pub neet: Option<NeetCode>,
    /// If it counts today: since when they have been in neither education, work nor training without a break.
    pub neet_since: Option<NaiveDate>,
    /// Who has said that it was going on, the latest first. In a list of people it is left out.
    #[oai(skip_serializing_if = "Vec::is_empty", default)]
    pub said: Vec<WordOut>,
    /// The tries on which it rests that nobody knows where they are, the latest first.
    #[oai(skip_serializing_if = "Vec::is_empty", default)]
    pub tries: Vec<TryOut>,
}

impl NeetCode {
    /// In which way an activity is neither.
    pub fn of(activity: &Activity) -> Option<Self> {
        match (activity.headline, activity.group) {
            (Some(Headline::NotInEducationOrWork), Group::NeetInactive) => Some(Self::NotAvailable),
            (Some(Headline::NotInEducationOrWork), _) => Some(Self::Available),
            _ => None,
        }
    }
}

impl HeadlineCode {
    /// How an activity is counted.
    pub fn of(activity: &Activity) -> Self {
        match activity.headline {
            Some(Headline::InEducationOrWork) => Self::InEducationOrWork,
            Some(Headline::NotInEducationOrWork) => Self::NotInEducationOrWork,
            Some(Headline::NotKnown) => Self::NotKnown,
            None => Self::OutOfScope,
        }
    }
}

impl SpellOut {
    /// A spell as it stands on `today`, in this version.
    pub fn new(spell: &Spell, version: u32, activities: &Activities, today: NaiveDate) -> Self {
        let activity = activities.get(spell.code);
        Self {
            id: spell.id.0,
            version,
            code: spell.code.number(),
            label: activity.map_or_else(|| "Unknown code".into(), |a| a.label.clone()),
            headline: activity.map_or(HeadlineCode::NotKnown, HeadlineCode::of),
            source: spell.source.into(),
            provider: spell.provider.as_ref().map(|line| line.as_str().to_owned()),
            ukprn: spell.ukprn.as_ref().map(|number| number.as_str().to_owned()),
            started_on: spell.started_on,
            ended_on: spell.ended_on,
            verified_on: spell.verified_on,
            review_on: spell.review_on,
            predicted_end_on: spell.predicted_end_on,
            days_per_week: spell.days_per_week,
            current: activity.is_some_and(|a| spell.is_current(a, today)),
            current_until: activity.and_then(|a| spell.current_until(a)),
            establishment: spell.establishment.as_ref().map(|number| number.as_str().to_owned()),
            weekly_hours: spell.weekly_hours,
            neet: activity.and_then(NeetCode::of),
            neet_since: None,
            said: Vec::new(),
            tries: Vec::new(),
        }
    }
}

impl From<&Reason> for ReasonOut {
    fn from(reason: &Reason) -> Self {
        Self { code: reason.why.code().to_owned(), text: reason.text.clone() }
    }
}

/// Names of staff, by who they are.
pub struct Names(HashMap<StaffId, String>);

impl Names {
    /// From everybody who works with people here.
    pub fn new(staff: Vec<Staff>) -> Self {
        Self(staff.into_iter().map(|s| (s.id, s.name.as_str().to_owned())).collect())
    }

    /// The same from names and ids.
    pub fn of_these(staff: Vec<(StaffId, String)>) -> Self {
        Self(staff.into_iter().collect())
    }

    /// Somebody's name, or that they no longer work here.
    pub fn of(&self, id: StaffId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| "Somebody who has left".into())
    }

    /// The same, where there may be nobody.
    pub fn of_maybe(&self, id: Option<StaffId>) -> Option<String> {
        id.map(|id| self.of(id))
    }
}
