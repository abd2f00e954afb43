//! What is shared with an agency, for whoever works there.

use chrono::NaiveDate;
use domain::{
    goal::Goal,
    id::{PersonId, ReferralId},
    promise::Promise,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, wire::SpellOut};
use crate::{
    app::App,
    http::{auth::OfAgency, problem::Result},
    store::{ReferredHere, StoreError},
};

pub struct ReferredApi;

#[OpenApi(tag = "Tag::Sharing")]
impl ReferredApi {
    /// List whom your agency was referred
    ///
    /// What is not over, the latest first. Whom it is about you read once somebody of your agency has said yes, from the first day
    /// on.
    #[oai(path = "/referred", method = "get", operation_id = "list_referred")]
    async fn list(&self, app: Data<&App>, me: OfAgency) -> Result<Json<ReferredListOut>> {
        let (app, scope) = (app.0, me.scope().clone());
        let agency = scope.agency().map(str::to_owned);
        let all = app.store.read::<_, _, StoreError>(scope, async |tx| tx.referred().await).await?;
        let items = all.iter().map(|one| ReferredOut::new(one, app.today()));
        Ok(Json(ReferredListOut { agency, items: items.collect() }))
    }

    /// Say yes to a referral
    ///
    /// For your agency: whoever is first has said it, and saying it again changes nothing. From then on your agency sees what is
    /// shared, and looks after it as its own records.
    #[oai(
        path = "/referrals/:referral_id/acceptance",
        method = "put",
        operation_id = "accept_referral"
    )]
    async fn accept(
        &self,
        app: Data<&App>,
        me: OfAgency,
        /// Which referral.
        referral_id: Path<Uuid>,
    ) -> Result<Json<ReferralAcceptedOut>> {
        let (app, now) = (app.0, app.now());
        let referral = app
            .store
            .write::<_, _, StoreError>(me.scope().clone(), async |tx| {
                tx.accept_referral(ReferralId(referral_id.0), app.new_id(), now).await
            })
            .await?;
        Ok(Json(ReferralAcceptedOut { person_id: referral.person.0, from_on: referral.from }))
    }

    /// Show what is shared of somebody
    ///
    /// The parts that were chosen, and nothing else. That you looked is kept, and the young person can see it.
    #[oai(path = "/referred/people/:person_id", method = "get", operation_id = "show_referred")]
    async fn show(
        &self,
        app: Data<&App>,
        me: OfAgency,
        /// Who.
        person_id: Path<Uuid>,
    ) -> Result<Json<ReferredPersonOut>> {
        let (app, now, today) = (app.0, app.now(), app.today());
        let person = PersonId(person_id.0);
        // Nothing is read of anybody before it is noted.
        let (shared, name) = app
            .store
            .write::<_, _, StoreError>(me.scope().clone(), async |tx| {
                let (shared, name) = tx.shared(person).await?;
                tx.note_shared(app.new_id(), &shared, "show_referred", now).await?;
                Ok((shared, name))
            })
            .await?;
        let contact = match shared.contact() {
            Some(part) => {
                let known = app.store.look(part, async |tx| tx.shared_contact().await).await?;
                Some(SharedContactOut {
                    mobile: known.mobile,
                    email: known.email,
                    needs: known.needs.iter().map(|need| need.label().into()).collect(),
                })
            }
            None => None,
        };
        let destinations = match shared.destination() {
            Some(part) => {
                let known = app.store.look(part, async |tx| tx.shared_destinations().await).await?;
                let out = |known: &domain::record::KnownSpell| {
                    SharedSpellOut::from(SpellOut::new(
                        &known.spell,
                        known.version,
                        &app.activities,
                        today,
                    ))
                };
                Some(known.iter().rev().map(out).collect())
            }
            None => None,
        };
        let promises = match shared.promises() {
            Some(part) => {
                let known = app.store.look(part, async |tx| tx.shared_promises().await).await?;
                Some(known.iter().map(SharedPromiseOut::from).collect())
            }
            None => None,
        };
        let goals = match shared.goals() {
            Some(part) => {
                let known = app.store.look(part, async |tx| tx.shared_goals().await).await?;
                Some(known.iter().map(SharedGoalOut::from).collect())
            }
            None => None,
        };
        Ok(Json(ReferredPersonOut { name, contact, destinations, promises, goals }))
    }
}

/// A referral to your agency.
#[derive(Object)]
#[oai(rename = "Referred", skip_serializing_if_is_none)]
struct ReferredOut {
    /// Which.
    id: Uuid,
    /// About whom, while something is shared.
    person_id: Option<Uuid>,
    /// Their name, while something is shared.
    name: Option<String>,
    /// Who made it.
    from: String,
    /// What for.
    why: String,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    until_on: NaiveDate,
    /// Somebody of your agency has said yes.
    accepted: bool,
}

/// What your agency was referred.
#[derive(Object)]
#[oai(rename = "ReferredList", skip_serializing_if_is_none)]
struct ReferredListOut {
    /// For which agency you work; missing: for none.
    agency: Option<String>,
    items: Vec<ReferredOut>,
}

/// That your agency has said yes.
#[derive(Object)]
#[oai(rename = "ReferralAccepted")]
struct ReferralAcceptedOut {
    /// About whom it is.
    person_id: Uuid,
    /// From which day on you see what is shared.
    from_on: NaiveDate,
}

/// What is shared of a young person.
#[derive(Object)]
#[oai(rename = "ReferredPerson", skip_serializing_if_is_none)]
struct ReferredPersonOut {
    /// What they like to be called, and their family name.
    name: String,
    /// How they can be reached, where that is shared.
    contact: Option<SharedContactOut>,
    /// What they did and do, the latest first, where that is shared.
    destinations: Option<Vec<SharedSpellOut>>,
    /// What they were promised, where that is shared.
    promises: Option<Vec<SharedPromiseOut>>,
    /// What they want, where that is shared.
    goals: Option<Vec<SharedGoalOut>>,
}

/// How somebody can be reached.
#[derive(Object)]
#[oai(rename = "SharedContact", skip_serializing_if_is_none)]
struct SharedContactOut {
    /// For calls and texts.
    mobile: Option<String>,
    /// For e-mail.
    email: Option<String>,
    /// How to speak to them.
    needs: Vec<String>,
}

/// What somebody does or did.
#[derive(Object)]
#[oai(rename = "SharedDestination", skip_serializing_if_is_none)]
struct SharedSpellOut {
    /// What it is.
    label: String,
    /// With whom.
    provider: Option<String>,
    /// The first day.
    started_on: NaiveDate,
    /// The last day, once it is over.
    ended_on: Option<NaiveDate>,
}

/// Something that was promised.
#[derive(Object)]
#[oai(rename = "SharedPromise", skip_serializing_if_is_none)]
struct SharedPromiseOut {
    /// What.
    name: String,
    /// From which day on.
    agreed_on: NaiveDate,
    /// The last day, once it is over.
    ended_on: Option<NaiveDate>,
}

/// What somebody wants.
#[derive(Object)]
#[oai(rename = "SharedGoal")]
struct SharedGoalOut {
    /// In their own words.
    words: String,
    /// They said that it has come about.
    reached: bool,
}

impl ReferredOut {
    fn new(of: &ReferredHere, today: NaiveDate) -> Self {
        let referral = &of.referral;
        Self {
            id: referral.id.0,
            person_id: referral.is_live(today).then_some(referral.person.0),
            name: of.name.clone(),
            from: of.from.clone(),
            why: referral.why.as_str().to_owned(),
            from_on: referral.from,
            until_on: referral.until,
            accepted: referral.accepted.is_some(),
        }
    }
}

impl From<SpellOut> for SharedSpellOut {
    fn from(spell: SpellOut) -> Self {
        Self {
            label: spell.label,
            provider: spell.provider,
            started_on: spell.started_on,
            ended_on: spell.ended_on,
        }
    }
}

impl From<&Promise> for SharedPromiseOut {
    fn from(promise: &Promise) -> Self {
        Self {
            name: promise.name.as_str().to_owned(),
            agreed_on: promise.agreed_on,
            ended_on: promise.ended_on,
        }
    }
}

impl From<&Goal> for SharedGoalOut {
    fn from(goal: &Goal) -> Self {
        Self { words: goal.words.as_str().to_owned(), reached: goal.reached_at.is_some() }
    }
}
