//! What was promised beside what came, and what is done where it does not come.

use domain::{
    concern::{Concern, ConcernAnswer, RaisedBy, due_on},
    id::{ClaimId, ConcernId, PersonId, PromiseId},
    promise::Promise,
    received::{Answered, Claim, Month, gap, months},
    text::{Line, Note},
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    promises::PromiseOut,
    received_wire::{ClaimIn, ClaimOut, ConcernAnswerIn, ConcernIn, ConcernOut, MonthOut, SaidOut},
    told::Told,
    versions::keep,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{StoreError, Tx, scope::Caseload},
};

pub struct Received;

#[OpenApi(tag = "Tag::People")]
impl Received {
    /// Record what somebody says was given
    ///
    /// What the provider says, or what you have seen, of promised support. It stands beside what the young person says,
    /// month by month. Choose the id yourself (a random UUID).
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw.
    #[oai(
        path = "/people/:person_id/promises/:promise_id/claims/:claim_id",
        method = "put",
        operation_id = "record_claim"
    )]
    async fn claim(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// To whom.
        person_id: Path<Uuid>,
        /// Of which promise.
        promise_id: Path<Uuid>,
        /// Which claim.
        claim_id: Path<Uuid>,
        body: Valid<ClaimIn>,
    ) -> Result<Json<ClaimOut>> {
        let (app, body) = (app.0, body.0);
        let claim = Claim {
            id: ClaimId(claim_id.0),
            person: PersonId(person_id.0),
            promise: PromiseId(promise_id.0),
            source: body.source.into(),
            from_on: body.from_on,
            until_on: body.until_on,
            given: body.given.into(),
            words: body.words.as_deref().map(Line::new).transpose()?,
        };
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(claim.person).await?;
                let promise = promised(tx, claim.person, claim.promise).await?;
                let claim = claim.clone().check(promise.agreed_on, app.today())?;
                let known = tx.known_claim(claim.person, claim.id).await?;
                let (known, sent) = (known.as_ref(), (&claim, body.based_on));
                let save = tx.save_claim(&claim, known, app.now());
                let version = keep(tx, claim_id.0, known, sent, save).await?;
                tx.note_access(app.new_id(), claim.person, "record_claim", app.now()).await?;
                Ok(Json(ClaimOut::new(&Versioned { version, value: claim })))
            })
            .await
    }

    /// Record that promised support may not be coming
    ///
    /// An answer is owed within ten working days, which is a task. The young person can read it in their record. Choose the
    /// id yourself (a random UUID). Where they have said twice in a row that not all of it came, the service raises one by
    /// itself.
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw.
    #[oai(
        path = "/people/:person_id/promises/:promise_id/concerns/:concern_id",
        method = "put",
        operation_id = "record_concern"
    )]
    async fn concern(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// About which promise.
        promise_id: Path<Uuid>,
        /// Which concern.
        concern_id: Path<Uuid>,
        body: Valid<ConcernIn>,
    ) -> Result<Json<ConcernOut>> {
        let (app, body) = (app.0, body.0);
        let (person, id) = (PersonId(person_id.0), ConcernId(concern_id.0));
        let (words, to_whom) = (
            body.words.as_deref().map(Line::new).transpose()?,
            body.to_whom.as_deref().map(Line::new).transpose()?,
        );
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                let promise = promised(tx, person, PromiseId(promise_id.0)).await?;
                let known = tx.known_concern(person, id).await?;
                let before = known.as_ref().map(|known| &known.value);
                // What the service has raised stays its own, and so does the day by which it is to be answered.
                let by_rule = before.is_some_and(|before| before.raised_by == RaisedBy::Rule);
                let raised_by = if by_rule { RaisedBy::Rule } else { body.raised_by.into() };
                let concern = Concern {
                    id,
                    person,
                    promise: promise.id,
                    raised_by,
                    raised_on: body.raised_on,
                    words: words.clone(),
                    to_whom: to_whom.clone(),
                    due_on: due_on(body.raised_on, raised_by),
                    answer: before.and_then(|before| before.answer.clone()),
                }
                .check(promise.agreed_on, app.today())?;
                let based_on = body.based_on;
                let kept =
                    keep_concern(tx, app, &promise, concern, known.as_ref(), based_on).await?;
                tx.note_access(app.new_id(), person, "record_concern", app.now()).await?;
                Ok(kept)
            })
            .await
    }

    /// Answer a concern about promised support
    ///
    /// What came of it, in words that the young person reads. It ends the task.
    #[oai(
        path = "/people/:person_id/concerns/:concern_id/answer",
        method = "put",
        operation_id = "answer_concern"
    )]
    async fn answer(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Which concern.
        concern_id: Path<Uuid>,
        body: Valid<ConcernAnswerIn>,
    ) -> Result<Json<ConcernOut>> {
        let (app, body) = (app.0, body.0);
        let (person, id) = (PersonId(person_id.0), ConcernId(concern_id.0));
        let words = Note::new(&body.words)?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                let known = tx.known_concern(person, id).await?;
                let known = known.ok_or(StoreError::NotFound("concern"))?;
                let promise = promised(tx, person, known.value.promise).await?;
                let outcome = body.outcome.into();
                let answer = ConcernAnswer { on: app.today(), outcome, words: words.clone() };
                // Sent again on another day it is the same.
                let before = known.value.answer.clone();
                let same = before.filter(|it| it.outcome == outcome && it.words == answer.words);
                let answer = Some(same.unwrap_or(answer));
                let concern = Concern { answer, ..known.value.clone() }
                    .check(promise.agreed_on, app.today())?;
                let based_on = Some(body.based_on);
                let kept = keep_concern(tx, app, &promise, concern, Some(&known), based_on).await?;
                tx.note_access(app.new_id(), person, "answer_concern", app.now()).await?;
                Ok(kept)
            })
            .await
    }
}

async fn keep_concern(
    tx: &Tx<Caseload>,
    app: &App,
    promise: &Promise,
    concern: Concern,
    known: Option<&Versioned<Concern>>,
    based_on: Option<u32>,
) -> Result<Json<ConcernOut>> {
    let task = (app.new_id(), &promise.name);
    let save = tx.save_concern(&concern, known, task, app.now());
    let version = keep(tx, concern.id.0, known, (&concern, based_on), save).await?;
    Ok(Json(ConcernOut::new(&Versioned { version, value: concern })))
}

/// What was promised to somebody, under this id.
async fn promised(tx: &Tx<Caseload>, person: PersonId, id: PromiseId) -> Result<Promise> {
    let known = tx.known_promise(person, id).await.map_err(|error| match error {
        // Of somebody else's promise nobody is told here.
        StoreError::Exists(_) => Problem::new(Kind::NotFound, "there is no such promise here"),
        other => other.into(),
    })?;
    Ok(known.ok_or(StoreError::NotFound("promise"))?.value)
}

/// What was promised to one young person, each with what was said of it month by month.
pub fn promises(
    told: &Told<'_>,
    promised: &[Versioned<Promise>],
    claims: &[Versioned<Claim>],
    concerns: &[Versioned<Concern>],
) -> Vec<PromiseOut> {
    let out = promised.iter().map(|known| {
        let id = known.value.id;
        let said = told.about_promise(id);
        let answers: Vec<Answered> =
            said.iter().map(|it| (it.on, it.code.clone().unwrap_or_default())).collect();
        let of_it = |claim: &&Versioned<Claim>| claim.value.promise == id;
        let theirs: Vec<Claim> =
            claims.iter().filter(of_it).map(|claim| claim.value.clone()).collect();
        let month = |month: Month| MonthOut {
            month: month.first,
            said: said
                .iter()
                .filter(|it| month.said.contains(&(it.on, it.code.clone().unwrap_or_default())))
                .map(|it| SaidOut { on: it.on, code: it.code.clone(), label: it.label.clone() })
                .collect(),
            claims: month.claims.iter().map(|id| id.0).collect(),
            differs: month.differs,
        };
        let gap = gap(&answers);
        let mut out = told.promise(known);
        out.months = months(&answers, &theirs).into_iter().map(month).collect();
        out.claims = claims.iter().filter(of_it).map(ClaimOut::new).collect();
        let about = concerns.iter().filter(|concern| concern.value.promise == id);
        out.concerns = about.map(ConcernOut::new).collect();
        out.gap_since = gap.map(|(since, _)| since);
        out.gap_times = gap.map(|(_, times)| times as u32);
        out
    });
    out.collect()
}
