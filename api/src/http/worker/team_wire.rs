//! A manager's view as it travels.

use chrono::NaiveDate;
use domain::{absence::Absence, team::Load};
use poem_openapi::Object;
use uuid::Uuid;

use super::wire::Names;
use crate::{
    http::{staff::RoleCode, wire::Instant},
    store::TeamMember,
};

/// Many to give to somebody.
#[derive(Object)]
#[oai(rename = "AssignPeople", deny_unknown_fields)]
pub struct AssignManyIn {
    /// Who is to look after them.
    pub to: Uuid,
    /// Whom, and who had them when you looked.
    #[oai(validator(min_items = 1, max_items = 50))]
    pub people: Vec<AssignOneIn>,
    /// Only show who would go.
    pub preview: bool,
}

/// One of them.
#[derive(Object)]
#[oai(rename = "AssignOne", deny_unknown_fields, skip_serializing_if_is_none)]
pub struct AssignOneIn {
    /// Who.
    pub person_id: Uuid,
    /// Who had them when you looked; left out: nobody.
    pub from: Option<Uuid>,
}

/// What came of it.
#[derive(Object)]
#[oai(rename = "AssignedPeople")]
pub struct AssignedOut {
    /// Nothing has changed.
    pub preview: bool,
    /// Who goes.
    pub goes: Vec<GoesOut>,
    /// Who stays, and why.
    pub stays: Vec<StaysOut>,
}

/// Somebody who goes.
#[derive(Object)]
#[oai(rename = "PersonGoes", skip_serializing_if_is_none)]
pub struct GoesOut {
    /// Who.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Who had them.
    pub from: Option<Uuid>,
}

/// Somebody who stays.
#[derive(Object)]
#[oai(rename = "PersonStays")]
pub struct StaysOut {
    /// Who.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Why.
    pub why: String,
}

/// How work is shared out.
#[derive(Object)]
#[oai(rename = "Team")]
pub struct TeamOut {
    /// When this was so.
    pub as_of: Instant,
    /// Everybody who works with young people here, by name.
    pub members: Vec<MemberOut>,
    /// What no worker has.
    pub nobodys: LoadOut,
}

/// One of the team.
#[derive(Object)]
#[oai(rename = "TeamMember", skip_serializing_if_is_none)]
pub struct MemberOut {
    /// Who.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    pub role: RoleCode,
    /// Alerts that cannot wait come to them too.
    pub on_duty: bool,
    pub load: LoadOut,
    /// When they were last here; missing: never.
    pub last_seen_at: Option<Instant>,
    /// They are away, or will be.
    pub away: Option<AwayOut>,
}

/// Somebody of the team is away.
#[derive(Object)]
#[oai(rename = "TeamAway")]
pub struct AwayOut {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// Who covers.
    pub cover: String,
    /// They are away today.
    pub now: bool,
}

/// What somebody has to look after.
#[derive(Object)]
#[oai(rename = "TeamLoad")]
pub struct LoadOut {
    /// Young people whose two years run.
    pub people: u32,
    /// Those of them who are to be called today, as the list was last worked out.
    pub call_today: u32,
    /// Those of them whom nobody has contacted for six weeks.
    pub silent: u32,
    /// Tasks whose day is over.
    pub late_tasks: u32,
    /// Open alerts: possible harm.
    pub p1: u32,
    /// Open alerts: concerns.
    pub p2: u32,
    /// Open alerts: help wanted.
    pub p3: u32,
    /// Open alerts: for the next contact.
    pub p4: u32,
    /// More alerts that can wait than one person can look after.
    pub much: bool,
}

/// How soon alerts are dealt with.
#[derive(Object)]
#[oai(rename = "AlertTimes")]
pub struct AlertTimesOut {
    /// Of how many days.
    pub days: u32,
    pub items: Vec<AlertTimeOut>,
}

/// The alerts of one priority.
#[derive(Object)]
#[oai(rename = "AlertTime", skip_serializing_if_is_none)]
pub struct AlertTimeOut {
    /// Which: `p1` to `p4`.
    pub priority: String,
    /// How many were raised.
    pub raised: u32,
    /// How many nobody has in hand.
    pub untaken: u32,
    /// The middle one of the times until they were taken, in minutes of working time.
    pub taken_after: Option<u32>,
    /// The middle one of the times until they were closed, in minutes of working time.
    pub closed_after: Option<u32>,
}

/// Whom nobody has contacted.
#[derive(Object)]
#[oai(rename = "SilentPeople")]
pub struct SilentListOut {
    /// For how many weeks.
    pub weeks: u32,
    /// The longest first.
    pub items: Vec<SilentOut>,
    /// There are more than are listed.
    pub more: bool,
}

/// Somebody whom nobody has contacted.
#[derive(Object)]
#[oai(rename = "SilentPerson", skip_serializing_if_is_none)]
pub struct SilentOut {
    /// Who.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Who works with them; missing: nobody.
    pub worker_id: Option<Uuid>,
    /// Their name.
    pub worker: Option<String>,
    /// When somebody last tried; missing: never.
    pub last_contact_at: Option<Instant>,
}

impl MemberOut {
    /// One of the team, with what they have.
    pub fn new(
        member: &TeamMember,
        load: Load,
        last_seen_at: Option<Instant>,
        away: Option<&Absence>,
        names: &Names,
        today: NaiveDate,
    ) -> Self {
        Self {
            id: member.staff.id.0,
            name: member.staff.name.as_str().to_owned(),
            role: member.staff.role.into(),
            on_duty: member.on_duty,
            load: load.into(),
            last_seen_at,
            away: away.map(|absence| AwayOut {
                from_on: absence.from,
                until_on: absence.until,
                cover: names.of(absence.cover),
                now: absence.covers(today),
            }),
        }
    }
}

impl From<Load> for LoadOut {
    fn from(load: Load) -> Self {
        let [p1, p2, p3, p4] = load.alerts;
        let Load { people, call_today, silent, late_tasks, .. } = load;
        Self { people, call_today, silent, late_tasks, p1, p2, p3, p4, much: load.is_much() }
    }
}
