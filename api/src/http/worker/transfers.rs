//! A young person goes to another partnership: proposing it, and taking that back.

use chrono::NaiveDate;
use domain::{
    id::{PartnershipId, PersonId, TransferId},
    referral::words,
    text::Line,
    transfer::{AgreedBy, Outcome, SaidHow, Transfer, TransferError},
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{StoreError, ToldTransfer, Tx, scope::Caseload, transfers::NotProposed},
};

pub struct Transfers;

#[OpenApi(tag = "Tag::Moving")]
impl Transfers {
    /// List where somebody can go
    ///
    /// The other partnerships of this installation, by name.
    #[oai(path = "/partnerships", method = "get", operation_id = "list_partnerships")]
    async fn partnerships(&self, app: Data<&App>, me: WithPeople) -> Result<Json<PlaceListOut>> {
        let read = async |tx: &Tx<Caseload>| tx.other_partnerships().await;
        let all = app.store.look::<_, _, StoreError>(*me.scope(), read).await?;
        let items = all.into_iter().map(|(id, name)| PlaceOut { id: id.0, name });
        Ok(Json(PlaceListOut { items: items.collect() }))
    }

    /// List where somebody goes, went, or was to go
    ///
    /// The latest first, with who agreed and what became of it. That you looked is kept, and the young person can read it.
    #[oai(path = "/people/:person_id/transfers", method = "get", operation_id = "list_transfers")]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who.
        person_id: Path<Uuid>,
    ) -> Result<Json<TransferListOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                tx.note_look(app.new_id(), person, "list_transfers", app.now()).await?;
                let all = tx.transfers_of(person).await?;
                Ok(Json(TransferListOut { items: all.iter().map(TransferOut::new).collect() }))
            })
            .await
    }

    /// Propose that somebody goes to another partnership
    ///
    /// Because they want to: say how they agreed, or who decided it for them and why they could not. A manager of the other
    /// partnership sees their name, their age and whom to ask, and nothing else; once one says yes, on the day or after, there is
    /// a record there, and this one is read and not added to. The young person reads all of it on their record. Sent again it is
    /// the same; it is not changed, but can be taken back until somebody has decided.
    #[oai(
        path = "/people/:person_id/transfers/:transfer_id",
        method = "put",
        operation_id = "save_transfer"
    )]
    async fn save(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who.
        person_id: Path<Uuid>,
        /// An id of your choice.
        transfer_id: Path<Uuid>,
        body: Valid<TransferIn>,
    ) -> Result<Json<TransferOut>> {
        let (app, scope, body) = (app.0, *me.scope(), body.0);
        let person = PersonId(person_id.0);
        let agreed_by = match (body.representative, body.why_cannot) {
            (None, None) => AgreedBy::Themselves,
            (Some(name), Some(why)) => {
                AgreedBy::Representative { name: Line::new(&name)?, why_cannot: words(&why)? }
            }
            _ => {
                let say = "Say who decided it for them, and why they could not decide it themself.";
                return Err(Problem::new(Kind::RuleBroken, say).at("/why_cannot", "say both"));
            }
        };
        let new = Transfer {
            id: TransferId(transfer_id.0),
            person,
            to: PartnershipId(body.to_id),
            agreed_by,
            how: body.how.into(),
            agreed_on: body.agreed_on,
            moves_on: body.moves_on,
            made_by: scope.staff(),
            made_at: app.now(),
            outcome: Outcome::Waits,
        };
        let new = new.check(app.today())?;
        app.store
            .write::<_, _, Problem>(scope, async |tx| {
                tx.save_transfer(&new).await?;
                tx.note_access(app.new_id(), person, "save_transfer", app.now()).await?;
                let all = tx.transfers_of(person).await?;
                let kept = all.iter().find(|it| it.transfer.id == new.id);
                Ok(Json(TransferOut::new(kept.ok_or(StoreError::NotFound("transfer"))?)))
            })
            .await
    }

    /// Take a proposal back
    ///
    /// As long as the other partnership has not decided. Nothing of it is seen there any more.
    #[oai(
        path = "/people/:person_id/transfers/:transfer_id",
        method = "delete",
        operation_id = "end_transfer"
    )]
    async fn end(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who.
        person_id: Path<Uuid>,
        /// Which transfer.
        transfer_id: Path<Uuid>,
    ) -> Result<TransferEnded> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write::<_, _, Problem>(*me.scope(), async |tx| {
                tx.end_transfer(person, TransferId(transfer_id.0), app.now()).await?;
                tx.note_access(app.new_id(), person, "end_transfer", app.now()).await?;
                Ok(TransferEnded::Done)
            })
            .await
    }
}

impl From<NotProposed> for Problem {
    fn from(error: NotProposed) -> Self {
        match error {
            NotProposed::Store(error) => error.into(),
            NotProposed::Place => Self::new(Kind::RuleBroken, "There is no such partnership.")
                .at("/to_id", "choose one of those that are listed"),
        }
    }
}

impl From<TransferError> for Problem {
    fn from(error: TransferError) -> Self {
        let place = match error {
            TransferError::AgreedLater => "/agreed_on",
            TransferError::MovesBefore | TransferError::TooFarAhead => "/moves_on",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

/// How it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SaidHow", rename_all = "kebab-case", remote = "SaidHow")]
enum HowCode {
    /// Face to face.
    InPerson,
    /// On the phone.
    ByPhone,
    /// In a message, a letter or an e-mail.
    InWriting,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "TransferState", rename_all = "kebab-case")]
enum StateCode {
    /// The other partnership has not said anything yet.
    Waits,
    /// It was taken back.
    TakenBack,
    /// The other partnership said no.
    Refused,
    /// They are with the other partnership.
    Moved,
}

/// A partnership of this installation.
#[derive(Object)]
#[oai(rename = "OtherPartnership")]
struct PlaceOut {
    /// Which.
    id: Uuid,
    /// What it is called.
    name: String,
}

/// Where somebody can go.
#[derive(Object)]
#[oai(rename = "OtherPartnerships")]
struct PlaceListOut {
    /// By name.
    items: Vec<PlaceOut>,
}

/// That somebody is to go to another partnership.
#[derive(Object)]
#[oai(rename = "TransferToSave", deny_unknown_fields)]
struct TransferIn {
    /// Where to.
    to_id: Uuid,
    how: HowCode,
    /// Who decided it for them; absent where they agreed themself.
    #[oai(validator(min_length = 1, max_length = 200))]
    representative: Option<String>,
    /// Why they could not decide it themself; with `representative`.
    #[oai(validator(min_length = 1, max_length = 500))]
    why_cannot: Option<String>,
    /// On which day it was agreed.
    agreed_on: NaiveDate,
    /// From which day on the other partnership can say yes.
    moves_on: NaiveDate,
}

/// That somebody goes to another partnership, went, or was to go.
#[derive(Object)]
#[oai(rename = "Transfer", skip_serializing_if_is_none)]
struct TransferOut {
    /// Which.
    id: Uuid,
    /// What the other partnership is called.
    to: String,
    how: HowCode,
    /// Who decided it for them; absent where they agreed themself.
    representative: Option<String>,
    /// Why they could not decide it themself.
    why_cannot: Option<String>,
    /// On which day it was agreed.
    agreed_on: NaiveDate,
    /// From which day on the other partnership can say yes.
    moves_on: NaiveDate,
    /// When it was proposed.
    made_at: Instant,
    state: StateCode,
    /// Why the other partnership said no.
    refused_why: Option<String>,
    /// From which day on they are with the other partnership.
    moved_on: Option<NaiveDate>,
}

/// Where somebody goes, went, or was to go.
#[derive(Object)]
#[oai(rename = "TransferList")]
struct TransferListOut {
    /// The latest first.
    items: Vec<TransferOut>,
}

#[derive(ApiResponse)]
enum TransferEnded {
    /// It is taken back.
    #[oai(status = 204)]
    Done,
}

impl TransferOut {
    fn new(told: &ToldTransfer) -> Self {
        let of = &told.transfer;
        let (representative, why_cannot) = match &of.agreed_by {
            AgreedBy::Themselves => (None, None),
            AgreedBy::Representative { name, why_cannot } => {
                (Some(name.as_str().to_owned()), Some(why_cannot.as_str().to_owned()))
            }
        };
        let (state, refused_why, moved_on) = match &of.outcome {
            Outcome::Waits => (StateCode::Waits, None, None),
            Outcome::TakenBack(_) => (StateCode::TakenBack, None, None),
            Outcome::Refused { why, .. } => {
                (StateCode::Refused, Some(why.as_str().to_owned()), None)
            }
            Outcome::Moved { on } => (StateCode::Moved, None, Some(*on)),
        };
        Self {
            id: of.id.0,
            to: told.to.clone(),
            how: of.how.into(),
            representative,
            why_cannot,
            agreed_on: of.agreed_on,
            moves_on: of.moves_on,
            made_at: of.made_at.into(),
            state,
            refused_why,
            moved_on,
        }
    }
}
