//! The days of somebody's EHC plan, and what else to keep in mind.

use chrono::NaiveDate;
use domain::{
    id::PersonId,
    key_date::{KeyDate, key_dates},
    person::Person,
    plan::{CeaseReason, Plan, ReviewOutcome},
    spell::{Spell, latest},
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, versions::keep};
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid},
};

pub struct Plans;

#[OpenApi(tag = "Tag::People")]
impl Plans {
    /// Record the days of an EHC plan
    ///
    /// When it was made and last reviewed, what the review came to, when the next one is booked, and when and why it
    /// ceased. The council decides on a plan; this keeps its days in mind, on the list, on the page and in the calendar.
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw. If it has
    /// changed since, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(path = "/people/:person_id/plan", method = "put", operation_id = "record_plan")]
    async fn record(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        body: Valid<PlanIn>,
    ) -> Result<Json<PlanOut>> {
        let (app, body) = (app.0, body.0);
        let person = PersonId(person_id.0);
        let new = Plan {
            started_on: body.started_on,
            reviewed_on: body.reviewed_on,
            review_outcome: body.review_outcome.map(Into::into),
            review_booked_on: body.review_booked_on,
            ceased_on: body.ceased_on,
            cease_reason: body.cease_reason.map(Into::into),
        };
        let new = new.checked(app.today())?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                tx.person(person).await?;
                let known = tx.plan_of(person).await?;
                let (known, sent) = (known.as_ref(), (&new, body.based_on));
                let save = tx.save_plan(person, &new, known, app.now());
                let version = keep(tx, person_id.0, known, sent, save).await?;
                tx.note_access(app.new_id(), person, "record_plan", app.now()).await?;
                Ok(Json(PlanOut::new(&Versioned { version, value: new.clone() })))
            })
            .await
    }
}

/// What a review came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ReviewOutcome", rename_all = "kebab-case", remote = "ReviewOutcome")]
enum OutcomeCode {
    /// The plan is to be changed.
    Amend,
    /// The plan stays as it is.
    Maintain,
    /// The plan is to end.
    Cease,
}

/// Why a plan ceased. SEN2 gives these the numbers 1 to 9, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CeaseReason", rename_all = "kebab-case", remote = "CeaseReason")]
enum ReasonCode {
    /// The end of the year in which they turned 25.
    MaximumAge,
    /// What they need is met without a plan.
    MetWithout,
    /// Higher education.
    HigherEducation,
    /// Paid work that is no apprenticeship.
    PaidWork,
    /// Another council in England.
    AnotherCouncil,
    /// They no longer wish to learn or train.
    NoWish,
    /// They live outside England.
    LeftEngland,
    /// They have died.
    Died,
    /// Anything else.
    Other,
}

/// The days of a plan.
#[derive(Object)]
#[oai(rename = "PlanToRecord", deny_unknown_fields)]
struct PlanIn {
    /// When it was first made final.
    started_on: Option<NaiveDate>,
    /// The day of the last annual review.
    reviewed_on: Option<NaiveDate>,
    /// What that review came to.
    review_outcome: Option<OutcomeCode>,
    /// The day for which the next review is booked.
    review_booked_on: Option<NaiveDate>,
    /// When it ceased.
    ceased_on: Option<NaiveDate>,
    /// Why.
    cease_reason: Option<ReasonCode>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// The days of a plan, as they are known.
#[derive(Clone, Object)]
#[oai(rename = "Plan", skip_serializing_if_is_none)]
pub struct PlanOut {
    /// Send it as `based_on` to change this. Goes up with each change, whoever makes it.
    version: u32,
    /// When it was first made final.
    started_on: Option<NaiveDate>,
    /// The day of the last annual review.
    reviewed_on: Option<NaiveDate>,
    /// What that review came to.
    review_outcome: Option<OutcomeCode>,
    /// The day for which the next review is booked.
    review_booked_on: Option<NaiveDate>,
    /// When it ceased.
    ceased_on: Option<NaiveDate>,
    /// Why.
    cease_reason: Option<ReasonCode>,
}

impl PlanOut {
    /// What is known.
    pub fn new(known: &Versioned<Plan>) -> Self {
        let plan = &known.value;
        Self {
            version: known.version,
            started_on: plan.started_on,
            reviewed_on: plan.reviewed_on,
            review_outcome: plan.review_outcome.map(Into::into),
            review_booked_on: plan.review_booked_on,
            ceased_on: plan.ceased_on,
            cease_reason: plan.cease_reason.map(Into::into),
        }
    }
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "KeyDateKind", rename_all = "kebab-case", remote = "KeyDate")]
enum KindCode {
    /// They turn 18.
    Eighteenth,
    /// The annual review of their plan. It stays until the review is recorded.
    AnnualReview,
    /// Until when their plan could last, as things are. Nothing happens on it by itself.
    PlanCouldLast,
    /// What they do is expected to end.
    ExpectedEnd,
    /// The two years begin.
    TwoYearsBegin,
    /// The two years end.
    TwoYearsEnd,
}

/// A day to keep in mind about somebody.
#[derive(Object)]
#[oai(rename = "KeyDateOfPerson")]
pub struct KeyDayOut {
    kind: KindCode,
    /// What it is, in words.
    what: String,
    /// The day.
    on: NaiveDate,
    /// It is over, and nothing says that it was done.
    late: bool,
}

impl KeyDayOut {
    /// All of one person's, earliest first.
    pub fn all(app: &App, person: &Person, plan: Option<&Plan>, spells: &[Spell]) -> Vec<Self> {
        let today = app.today();
        let doing = latest(spells, &app.activities, today)
            .and_then(|spell| Some((spell, app.activities.get(spell.code)?)));
        let out = |(what, on): (KeyDate, NaiveDate)| Self {
            kind: what.into(),
            what: what.words().to_owned(),
            on,
            late: on < today,
        };
        key_dates(person, plan, doing, today).into_iter().map(out).collect()
    }
}
