//! Sharing parts of a record with another agency, until a day.

use chrono::NaiveDate;
use domain::{
    id::{PersonId, ReferralId},
    referral::{Parts, Referral, ReferralError, SharingBasis, ToldThem, words},
    text::Line,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, wire::Names};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
};

pub struct Referrals;

#[OpenApi(tag = "Tag::Sharing")]
impl Referrals {
    /// List the agencies that a record can be shared with
    ///
    /// Those that somebody with an account here works for, by name.
    #[oai(path = "/agencies", method = "get", operation_id = "list_agencies")]
    async fn agencies(&self, app: Data<&App>, me: WithPeople) -> Result<Json<AgencyListOut>> {
        let items = app.store.look(*me.scope(), async |tx| tx.agencies().await).await?;
        Ok(Json(AgencyListOut { items }))
    }

    /// List whom a record is shared with
    ///
    /// And was, the latest first.
    #[oai(path = "/people/:person_id/referrals", method = "get", operation_id = "list_referrals")]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
    ) -> Result<Json<ReferralListOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                tx.person(person).await?;
                let names = Names::new(tx.workers().await?);
                let all = tx.referrals_of(person).await?;
                tx.note_access(app.new_id(), person, "list_referrals", app.now()).await?;
                let items = all.iter().map(|it| ReferralOut::new(it, &names, app.today()));
                Ok(Json(ReferralListOut { items: items.collect() }))
            })
            .await
    }

    /// Share parts of a record with another agency
    ///
    /// Choose the id yourself (a random UUID). The agency sees the chosen parts once somebody there has said yes, from the first day
    /// to the last, twelve months at most; the young person reads it on their record. It is not changed afterwards: end it, and make
    /// another.
    #[oai(
        path = "/people/:person_id/referrals/:referral_id",
        method = "put",
        operation_id = "save_referral"
    )]
    async fn save(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Which referral.
        referral_id: Path<Uuid>,
        body: Valid<ReferralIn>,
    ) -> Result<Json<ReferralOut>> {
        let (app, scope) = (app.0, *me.scope());
        let (id, person) = (ReferralId(referral_id.0), PersonId(person_id.0));
        let body = body.0;
        let told = match (body.told_on, body.not_told_why) {
            (Some(day), None) => ToldThem::On(day),
            (None, Some(why)) => ToldThem::Not(words(&why)?),
            _ => {
                let problem = Problem::new(
                    Kind::RuleBroken,
                    "Say on which day you told them, or why you did not.",
                );
                return Err(problem.at("/told_on", "say when, or why not"));
            }
        };
        let new = Referral {
            id,
            person,
            to: Line::new(&body.agency)?,
            parts: Parts {
                contact: body.contact,
                destination: body.destination,
                promises: body.promises,
                goals: body.goals,
            },
            why: words(&body.why)?,
            basis: body.basis.into(),
            told,
            from: body.from_on,
            until: body.until_on,
            made_by: scope.staff(),
            made_at: app.now(),
            accepted: None,
            ended_at: None,
        };
        let new = new.check(app.today())?;
        app.store
            .write(scope, async |tx| {
                if !tx.agencies().await?.iter().any(|agency| agency == new.to.as_str()) {
                    let problem = Problem::new(
                        Kind::RuleBroken,
                        "Nobody of that agency has an account here.",
                    );
                    return Err(problem.at("/agency", "choose one of the agencies that are listed"));
                }
                let kept = tx.save_referral(&new).await?;
                tx.note_access(app.new_id(), person, "save_referral", app.now()).await?;
                let names = Names::new(tx.workers().await?);
                Ok(Json(ReferralOut::new(&kept, &names, app.today())))
            })
            .await
    }

    /// End a referral
    ///
    /// From now on the agency sees nothing by it. The young person can read that it has ended.
    #[oai(
        path = "/people/:person_id/referrals/:referral_id",
        method = "delete",
        operation_id = "end_referral"
    )]
    async fn end(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Which referral.
        referral_id: Path<Uuid>,
    ) -> Result<ReferralEnded> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write::<_, _, Problem>(*me.scope(), async |tx| {
                tx.hold(person).await?;
                tx.end_referral(person, ReferralId(referral_id.0), app.now()).await?;
                tx.note_access(app.new_id(), person, "end_referral", app.now()).await?;
                Ok(ReferralEnded::Done)
            })
            .await
    }
}

impl From<ReferralError> for Problem {
    fn from(error: ReferralError) -> Self {
        let place = match error {
            ReferralError::NoPart => return Self::new(Kind::RuleBroken, error),
            ReferralError::Backwards | ReferralError::TooLong => "/until_on",
            ReferralError::ToldLater => "/told_on",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

/// What allows sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SharingBasis", rename_all = "kebab-case", remote = "SharingBasis")]
pub enum SharingBasisCode {
    /// The young person agreed.
    Agreed,
    /// They cannot decide it, and it is best for them.
    BestInterests,
    /// A law asks for it.
    LegalDuty,
    /// Somebody's life or health is at stake.
    Vital,
}

/// Agencies, by name.
#[derive(Object)]
#[oai(rename = "AgencyList")]
struct AgencyListOut {
    /// What they are called.
    items: Vec<String>,
}

/// What is shared, with whom, and until when.
#[derive(Object)]
#[oai(rename = "ReferralToSave", deny_unknown_fields, skip_serializing_if_is_none)]
struct ReferralIn {
    /// With which agency, as it is listed.
    #[oai(validator(min_length = 1, max_length = 200))]
    agency: String,
    /// How they can be reached.
    contact: bool,
    /// Where they are and were.
    destination: bool,
    /// What they were promised.
    promises: bool,
    /// What they want.
    goals: bool,
    /// What for.
    #[oai(validator(min_length = 1, max_length = 500))]
    why: String,
    basis: SharingBasisCode,
    /// On which day the young person was told. Left out: see `not_told_why`.
    told_on: Option<NaiveDate>,
    /// Why they were not told.
    #[oai(validator(min_length = 1, max_length = 500))]
    not_told_why: Option<String>,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    until_on: NaiveDate,
}

/// Parts of a record that are shared with an agency.
#[derive(Object)]
#[oai(rename = "Referral", skip_serializing_if_is_none)]
struct ReferralOut {
    /// Which.
    id: Uuid,
    /// With which agency.
    agency: String,
    /// How they can be reached.
    contact: bool,
    /// Where they are and were.
    destination: bool,
    /// What they were promised.
    promises: bool,
    /// What they want.
    goals: bool,
    /// What for.
    why: String,
    basis: SharingBasisCode,
    /// When the young person was told.
    told_on: Option<NaiveDate>,
    /// Why they were not.
    not_told_why: Option<String>,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    until_on: NaiveDate,
    /// Who made it.
    made_by: String,
    /// When.
    made_at: Instant,
    /// When somebody of the agency said yes.
    accepted_at: Option<Instant>,
    /// When it was ended before its last day.
    ended_at: Option<Instant>,
    /// The agency sees something by it today.
    live: bool,
}

/// Whom a record is and was shared with.
#[derive(Object)]
#[oai(rename = "ReferralList")]
struct ReferralListOut {
    items: Vec<ReferralOut>,
}

#[derive(ApiResponse)]
enum ReferralEnded {
    /// It has ended.
    #[oai(status = 204)]
    Done,
}

impl ReferralOut {
    fn new(of: &Referral, names: &Names, today: NaiveDate) -> Self {
        let (told_on, not_told_why) = match &of.told {
            ToldThem::On(day) => (Some(*day), None),
            ToldThem::Not(why) => (None, Some(why.as_str().to_owned())),
        };
        Self {
            id: of.id.0,
            agency: of.to.as_str().to_owned(),
            contact: of.parts.contact,
            destination: of.parts.destination,
            promises: of.parts.promises,
            goals: of.parts.goals,
            why: of.why.as_str().to_owned(),
            basis: of.basis.into(),
            told_on,
            not_told_why,
            from_on: of.from,
            until_on: of.until,
            made_by: names.of(of.made_by),
            made_at: of.made_at.into(),
            accepted_at: of.accepted.map(|(_, at)| at.into()),
            ended_at: of.ended_at.map(Into::into),
            live: of.is_live(today),
        }
    }
}
