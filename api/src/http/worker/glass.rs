//! Opening the record of somebody who is not one's own, because it cannot wait; and looking at whether it was right (SEC-18).

use chrono::NaiveDate;
use domain::{
    glass::{Glass, GlassError, GlassReason, GlassReview, words},
    id::{GlassId, PersonId},
    identifier::Uln,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
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
    store::{GlassIds, Sought, StoreError},
};

pub struct Glasses;

#[OpenApi(tag = "Tag::Emergency")]
impl Glasses {
    /// Look somebody up who is not yours
    ///
    /// By their name and birth date as they are written, or by their unique learner number, where it cannot wait. The answer says
    /// that they are here and who works with them, and no more; each who is found can read that somebody looked. Nobody is an
    /// empty list.
    #[oai(path = "/glass/look-up", method = "post", operation_id = "look_up_person")]
    async fn look_up(
        &self,
        app: Data<&App>,
        me: WithPeople,
        body: Valid<SoughtIn>,
    ) -> Result<Json<FoundListOut>> {
        let (app, now) = (app.0, app.now());
        let sought = body.0.read()?;
        let found = app
            .store
            .write::<_, _, StoreError>(*me.scope(), async |tx| {
                let found = tx.look_up(&sought).await?;
                let ids = found.iter().map(|one| (app.new_id(), one.id)).collect();
                tx.note_accesses(ids, "look_up_person", now).await?;
                Ok(found)
            })
            .await?;
        let items = found.into_iter().map(|one| FoundOut {
            person_id: one.id.0,
            worker: one.worker,
            yours: one.reached,
        });
        Ok(Json(FoundListOut { items: items.collect() }))
    }

    /// Open the record of somebody who is not yours
    ///
    /// For an hour, because it cannot wait. Choose the id yourself (a random UUID). Managers and safeguarding leads are told at
    /// once, one of them reviews it within five working days, and the young person can read that you looked and why. Where it is
    /// open to you anyway, nothing is opened and nobody is told.
    #[oai(path = "/people/:person_id/glass/:glass_id", method = "put", operation_id = "open_glass")]
    async fn open(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Which opening.
        glass_id: Path<Uuid>,
        body: Valid<GlassIn>,
    ) -> Result<Json<GlassOpenOut>> {
        let (app, scope, now) = (app.0, *me.scope(), app.now());
        let (id, person) = (GlassId(glass_id.0), PersonId(person_id.0));
        let why = words(&body.0.words)?;
        let new = Glass::open(id, person, scope.staff(), body.0.reason.into(), why, now)?;
        let open = app
            .store
            .write::<_, _, StoreError>(scope, async |tx| {
                let open = tx.open_glass(&new, &GlassIds(|| app.new_id()), now).await?;
                tx.note_access(app.new_id(), person, "open_glass", now).await?;
                Ok(open)
            })
            .await?;
        Ok(Json(GlassOpenOut { open_until: open.map(|open| open.ends_at.into()) }))
    }

    /// List what was opened and nobody has reviewed
    ///
    /// For managers and safeguarding leads: the oldest first, at most 200.
    #[oai(path = "/glass", method = "get", operation_id = "list_glass")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<GlassListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let names = Names::new(tx.workers().await?);
                let me = tx.scope().staff();
                let items = tx.glass_to_review().await?;
                let item = |(glass, name): (Glass, String)| GlassOut {
                    id: glass.id.0,
                    person_id: glass.person.0,
                    person_name: name,
                    opened_by: names.of(glass.by),
                    mine: glass.by == me,
                    reason: glass.reason.into(),
                    words: glass.words.as_str().to_owned(),
                    opened_at: glass.opened_at.into(),
                    ends_at: glass.ends_at.into(),
                };
                Ok(Json(GlassListOut { items: items.into_iter().map(item).collect() }))
            })
            .await
    }

    /// Say whether an opening was right
    ///
    /// For managers and safeguarding leads, and never for whoever opened it. It is said once.
    #[oai(path = "/glass/:glass_id/review", method = "put", operation_id = "review_glass")]
    async fn review(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which opening.
        glass_id: Path<Uuid>,
        body: Valid<GlassReviewIn>,
    ) -> Result<Json<GlassReviewedOut>> {
        let (app, scope, now) = (app.0, *me.scope(), app.now());
        let said = words(&body.0.words)?;
        let (by, justified) = (scope.staff(), body.0.justified);
        let review = GlassReview { by, at: now, justified, words: said };
        let at = app
            .store
            .write::<_, _, Problem>(scope, async |tx| {
                let glass = tx.glass(GlassId(glass_id.0)).await?;
                let before = glass.review.is_some();
                let after = glass.clone().reviewed(review.clone())?;
                if !before && !tx.review_glass(&glass, &review).await? {
                    return Err(GlassError::Reviewed.into());
                }
                tx.note_access(app.new_id(), glass.person, "review_glass", now).await?;
                Ok(after.review.map_or(now, |review| review.at))
            })
            .await?;
        Ok(Json(GlassReviewedOut { reviewed_at: at.into() }))
    }
}

impl From<GlassError> for Problem {
    fn from(error: GlassError) -> Self {
        match error {
            GlassError::Reviewed => Self::new(Kind::Conflict, error),
            GlassError::SamePerson => Self::new(Kind::RuleBroken, error),
            GlassError::TooShort => Self::new(Kind::RuleBroken, error).at("/words", error),
        }
    }
}

/// Why somebody opens a record that is not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "GlassReason", rename_all = "kebab-case", remote = "GlassReason")]
pub enum ReasonCode {
    /// They may come to harm.
    RiskOfHarm,
    /// Whoever works with them is away, and it cannot wait.
    ColleagueAway,
    /// A court or the police asks.
    CourtOrPolice,
    /// Something else that cannot wait.
    Other,
}

/// Whom you look for: by name and birth date, or by number.
#[derive(Object)]
#[oai(rename = "PersonToLookUp", deny_unknown_fields, skip_serializing_if_is_none)]
struct SoughtIn {
    /// Given name, or what they like to be called, and family name.
    #[oai(validator(min_length = 1, max_length = 200))]
    name: Option<String>,
    /// Birth date.
    birth_date: Option<NaiveDate>,
    /// Unique learner number.
    #[oai(validator(min_length = 10, max_length = 10))]
    uln: Option<String>,
}

impl SoughtIn {
    fn read(self) -> Result<Sought> {
        match (self.name, self.birth_date, self.uln) {
            (Some(name), Some(born), None) => Ok(Sought::Named(name, born)),
            (None, None, Some(uln)) => {
                let uln = Uln::parse(&uln)
                    .map_err(|error| Problem::new(Kind::RuleBroken, error).at("/uln", error))?;
                Ok(Sought::Numbered(uln))
            }
            _ => Err(Problem::new(
                Kind::RuleBroken,
                "Give their name and their birth date, or their unique learner number.",
            )),
        }
    }
}

/// Somebody who is here.
#[derive(Object)]
#[oai(rename = "PersonFound", skip_serializing_if_is_none)]
struct FoundOut {
    /// Who.
    person_id: Uuid,
    /// Who works with them; missing: nobody.
    worker: Option<String>,
    /// Their record is open to you anyway.
    yours: bool,
}

/// Who was found: nobody, or in all likelihood one.
#[derive(Object)]
#[oai(rename = "PersonFoundList")]
struct FoundListOut {
    items: Vec<FoundOut>,
}

/// Why a record is opened.
#[derive(Object)]
#[oai(rename = "GlassToOpen", deny_unknown_fields)]
struct GlassIn {
    reason: ReasonCode,
    /// What happened, for whoever reviews it.
    #[oai(validator(min_length = 10, max_length = 500))]
    words: String,
}

/// What is open now.
#[derive(Object)]
#[oai(rename = "GlassOpen", skip_serializing_if_is_none)]
struct GlassOpenOut {
    /// When it closes by itself; missing: it was open to you anyway.
    open_until: Option<Instant>,
}

/// A record that was opened.
#[derive(Object)]
#[oai(rename = "Glass")]
struct GlassOut {
    /// Which opening.
    id: Uuid,
    /// Whose record.
    person_id: Uuid,
    /// Their name.
    person_name: String,
    /// Who opened it.
    opened_by: String,
    /// You did, so somebody else reviews it.
    mine: bool,
    reason: ReasonCode,
    /// What they say happened.
    words: String,
    /// When.
    opened_at: Instant,
    /// When it closed, or closes.
    ends_at: Instant,
}

/// What was opened and nobody has reviewed.
#[derive(Object)]
#[oai(rename = "GlassList")]
struct GlassListOut {
    items: Vec<GlassOut>,
}

/// Whether it was right.
#[derive(Object)]
#[oai(rename = "GlassReview", deny_unknown_fields)]
struct GlassReviewIn {
    /// It was right to open it.
    justified: bool,
    /// Why, or what follows from it.
    #[oai(validator(min_length = 1, max_length = 500))]
    words: String,
}

/// That it was reviewed.
#[derive(Object)]
#[oai(rename = "GlassReviewed")]
struct GlassReviewedOut {
    /// When.
    reviewed_at: Instant,
}
