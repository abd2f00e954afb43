//! What has to be in place before young people are asked about worries and safety (SAFE-07).

use chrono::NaiveDate;
use domain::{
    id::StaffId,
    readiness::{Missing, Readiness},
    staff::{Role, Staff},
    text::Line,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{Tx, scope::Admin},
};

pub struct ReadinessApi;

#[OpenApi(tag = "Tag::Partnership")]
impl ReadinessApi {
    /// Show what is in place
    ///
    /// Questions about worries and safety, and free text, can be turned on once nothing is missing.
    #[oai(path = "/partnership/readiness", method = "get", operation_id = "show_readiness")]
    async fn show(&self, app: Data<&App>, me: Administrator) -> Result<Json<ReadinessOut>> {
        let today = app.today();
        app.store.read(*me.scope(), async |tx| Ok(Json(ReadinessOut::read(tx, today).await?))).await
    }

    /// Say what is in place
    ///
    /// What is left out stays as it is.
    #[oai(path = "/partnership/readiness", method = "patch", operation_id = "set_readiness")]
    async fn set(
        &self,
        app: Data<&App>,
        me: Administrator,
        body: Valid<ReadinessIn>,
    ) -> Result<Json<ReadinessOut>> {
        let today = app.today();
        app.store
            .write(*me.scope(), async |tx| {
                let staff = tx.at_work().await?;
                let now = body.0.change(tx.readiness().await?, &staff, today)?;
                tx.save_readiness(&now).await?;
                Ok(Json(ReadinessOut::read(tx, today).await?))
            })
            .await
    }
}

/// Something that is not in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Missing", rename_all = "kebab-case", remote = "Missing")]
enum MissingCode {
    /// Two people or more on duty, who see every alert that cannot wait.
    DutyPool,
    /// A safeguarding lead for those under 18.
    #[oai(rename = "under-18-lead")]
    Under18Lead,
    /// A safeguarding lead for adults.
    AdultLead,
    /// What young people read when nobody is there.
    OutOfHours,
    /// Somebody rang the local numbers of the help page within 180 days.
    #[oai(rename = "signposts-checked-on")]
    Signposts,
    /// Somebody played an alert through within 90 days.
    #[oai(rename = "drill-on")]
    Drill,
}

/// What is in place, and what is missing.
#[derive(Object)]
#[oai(rename = "Readiness", skip_serializing_if_is_none)]
struct ReadinessOut {
    /// Nothing is missing.
    ready: bool,
    missing: Vec<MissingOut>,
    /// How many people are on duty: they see every alert that cannot wait.
    duty_pool: u32,
    /// Who leads on safeguarding for those under 18.
    under_18_lead: Option<Uuid>,
    /// Who leads for adults.
    adult_lead: Option<Uuid>,
    /// What young people read when nobody is there.
    out_of_hours: Option<String>,
    /// When somebody last checked the local numbers.
    signposts_checked_on: Option<NaiveDate>,
    /// When an alert was last played through.
    drill_on: Option<NaiveDate>,
}

/// Something to put in place.
#[derive(Object)]
#[oai(rename = "MissingItem")]
struct MissingOut {
    what: MissingCode,
    /// What to do about it.
    text: String,
}

/// What is in place now.
#[derive(Object)]
#[oai(rename = "SetReadiness", deny_unknown_fields)]
struct ReadinessIn {
    /// A safeguarding lead.
    under_18_lead: Option<Uuid>,
    /// A safeguarding lead; the same person, if they lead for both.
    adult_lead: Option<Uuid>,
    /// What young people read when nobody is there. It never says that somebody is watching.
    #[oai(validator(min_length = 1, max_length = 300))]
    out_of_hours: Option<String>,
    /// The day on which somebody rang the local numbers of the help page.
    signposts_checked_on: Option<NaiveDate>,
    /// The day on which an alert was played through.
    drill_on: Option<NaiveDate>,
}

/// The problem of asking about safety before everything is in place.
pub fn not_ready(missing: &[Missing]) -> Problem {
    let problem = Problem::new(
        Kind::NotReady,
        "Some things have to be in place before young people are asked about worries and safety.",
    );
    missing.iter().fold(problem, |problem, missing| {
        problem.at(format!("/{}", missing.code().replace('-', "_")), missing.words())
    })
}

impl ReadinessOut {
    async fn read(tx: &Tx<Admin>, today: NaiveDate) -> Result<Self> {
        let staff = tx.at_work().await?;
        let now = tx.readiness().await?;
        let on_duty = tx.duty_pool().await?;
        let missing = now.missing(&staff, on_duty, today);
        let item = |missing: &Missing| MissingOut {
            what: (*missing).into(),
            text: missing.words().to_owned(),
        };
        Ok(Self {
            ready: missing.is_empty(),
            missing: missing.iter().map(item).collect(),
            duty_pool: on_duty as u32,
            under_18_lead: now.under_18_lead.map(|id| id.0),
            adult_lead: now.adult_lead.map(|id| id.0),
            out_of_hours: now.out_of_hours.map(|text| text.as_str().to_owned()),
            signposts_checked_on: now.signposts_checked_on,
            drill_on: now.drill_on,
        })
    }
}

impl ReadinessIn {
    fn change(self, before: Readiness, staff: &[Staff], today: NaiveDate) -> Result<Readiness> {
        let lead = |id: Option<Uuid>, before: Option<StaffId>, pointer: &str| match id {
            None => Ok(before),
            Some(id) => {
                let is = |one: &&Staff| one.id.0 == id && one.role == Role::SafeguardingLead;
                let found = staff.iter().find(is).map(|one| Some(one.id));
                found.ok_or_else(|| {
                    Problem::new(Kind::RuleBroken, "This is nobody who leads on safeguarding here.")
                        .at(pointer, "choose somebody with the role of a safeguarding lead")
                })
            }
        };
        let past = |day: Option<NaiveDate>, before: Option<NaiveDate>, pointer: &str| match day {
            Some(day) if day > today => {
                Err(Problem::new(Kind::RuleBroken, "What is still to come is not in place.")
                    .at(pointer, "give a day that is not in the future"))
            }
            day => Ok(day.or(before)),
        };
        let text = self.out_of_hours.as_deref().map(Line::new).transpose()?;
        Ok(Readiness {
            under_18_lead: lead(self.under_18_lead, before.under_18_lead, "/under_18_lead")?,
            adult_lead: lead(self.adult_lead, before.adult_lead, "/adult_lead")?,
            out_of_hours: text.or(before.out_of_hours),
            signposts_checked_on: past(
                self.signposts_checked_on,
                before.signposts_checked_on,
                "/signposts_checked_on",
            )?,
            drill_on: past(self.drill_on, before.drill_on, "/drill_on")?,
        })
    }
}
