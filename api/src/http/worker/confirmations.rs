//! Asking a provider whether somebody is there, by a link that shows that one thing and is answered once.

use chrono::NaiveDate;
use domain::{
    confirmation::{Basis, Confirmation},
    id::{ConfirmationId, PersonId, SpellId},
    text::Name,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        confirmation::SaysCode,
        problem::{Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    secret::{Token, TokenKind},
    store::{NewConfirmation, scope::Within},
};

pub struct Confirmations;

#[OpenApi(tag = "Tag::People")]
impl Confirmations {
    /// List what providers were asked
    ///
    /// About one young person, the latest first, with what they answered.
    #[oai(
        path = "/people/:person_id/confirmations",
        method = "get",
        operation_id = "list_confirmations"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
    ) -> Result<Json<ConfirmationListOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                tx.person(person).await?;
                let all = tx.confirmations_of(person).await?;
                tx.note_access(app.new_id(), person, "list_confirmations", app.now()).await?;
                Ok(Json(ConfirmationListOut {
                    items: all.iter().map(ConfirmationOut::new).collect(),
                }))
            })
            .await
    }

    /// Ask a provider
    ///
    /// Whether somebody is there. Choose the id yourself (a random UUID). The link is told once and is not kept: send it to
    /// somebody whom you know at the provider. It shows the name that you give, what they are said to do there and since
    /// when, and nothing else; it is answered once, within 14 days. Sent again, there is a new link, and the one before
    /// works no longer.
    #[oai(
        path = "/people/:person_id/confirmations/:confirmation_id",
        method = "put",
        operation_id = "ask_provider"
    )]
    async fn ask(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// About whom.
        person_id: Path<Uuid>,
        /// Which question.
        confirmation_id: Path<Uuid>,
        body: Valid<QuestionIn>,
    ) -> Result<Json<AskedOut>> {
        let (app, body, me) = (app.0, body.0, *me.scope());
        let token = Token::new(TokenKind::Confirmation, me.partnership(), app.random());
        let new = NewConfirmation {
            id: ConfirmationId(confirmation_id.0),
            person: PersonId(person_id.0),
            spell: SpellId(body.destination_id),
            hash: token.hash(),
            known_as: Name::new(&body.known_as)?,
            basis: body.basis.into(),
        };
        let link = format!("{}/confirm/#ask={}", app.public_url, token.as_str());
        app.store
            .write(me, async |tx| {
                tx.person(new.person).await?;
                let made = tx.ask_provider(&new, app.now()).await?;
                tx.note_access(app.new_id(), new.person, "ask_provider", app.now()).await?;
                Ok(Json(AskedOut { confirmation: ConfirmationOut::new(&made), link: link.clone() }))
            })
            .await
    }

    /// Take a question back
    ///
    /// Its link works no longer. One that was answered stays as it is.
    #[oai(
        path = "/people/:person_id/confirmations/:confirmation_id",
        method = "delete",
        operation_id = "remove_question"
    )]
    async fn withdraw(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// About whom.
        person_id: Path<Uuid>,
        /// Which question.
        confirmation_id: Path<Uuid>,
    ) -> Result<Withdrawn> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write::<_, _, Problem>(*me.scope(), async |tx| {
                tx.person(person).await?;
                let id = ConfirmationId(confirmation_id.0);
                tx.withdraw_question(person, id, app.now()).await?;
                tx.note_access(app.new_id(), person, "remove_question", app.now()).await?;
                Ok(Withdrawn::Done)
            })
            .await
    }
}

/// Why a provider may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "AskingBasis", rename_all = "kebab-case", remote = "Basis")]
enum BasisCode {
    /// The young person agreed that this provider is asked.
    Agreed,
    /// The council and the provider have an agreement to share this.
    Agreement,
}

/// A question to a provider.
#[derive(Object)]
#[oai(rename = "QuestionToAsk", deny_unknown_fields)]
struct QuestionIn {
    /// About which destination.
    destination_id: Uuid,
    /// The name by which the provider knows them. It is all that the provider is told of who they are.
    #[oai(validator(min_length = 1, max_length = 200))]
    known_as: String,
    basis: BasisCode,
}

/// A question to a provider, and what became of it.
#[derive(Object)]
#[oai(rename = "Confirmation", skip_serializing_if_is_none)]
struct ConfirmationOut {
    /// Which.
    id: Uuid,
    /// About which destination.
    destination_id: Uuid,
    /// The name that the provider was told.
    known_as: String,
    basis: BasisCode,
    /// When it was asked.
    asked_at: Instant,
    /// When the link stops working.
    expires_at: Instant,
    /// When the link was opened first.
    opened_at: Option<Instant>,
    /// What the provider said.
    answer: Option<SaysCode>,
    /// The last day, as the provider says.
    ended_on: Option<NaiveDate>,
    /// Who answered.
    answered_by: Option<String>,
    /// When.
    answered_at: Option<Instant>,
    /// When it was taken back.
    withdrawn_at: Option<Instant>,
}

/// A question with its link, which is shown this once.
#[derive(Object)]
#[oai(rename = "QuestionAsked")]
struct AskedOut {
    confirmation: ConfirmationOut,
    /// The link.
    link: String,
}

/// What providers were asked about one young person.
#[derive(Object)]
#[oai(rename = "ConfirmationList")]
struct ConfirmationListOut {
    items: Vec<ConfirmationOut>,
}

#[derive(ApiResponse)]
enum Withdrawn {
    /// It is taken back.
    #[oai(status = 204)]
    Done,
}

impl ConfirmationOut {
    fn new(of: &Confirmation) -> Self {
        let answered = of.answered.as_ref();
        Self {
            id: of.id.0,
            destination_id: of.spell.0,
            known_as: of.known_as.as_str().to_owned(),
            basis: of.basis.into(),
            asked_at: of.asked_at.into(),
            expires_at: of.expires_at.into(),
            opened_at: of.opened_at.map(Into::into),
            answer: answered.map(|it| it.says.into()),
            ended_on: answered.and_then(|it| it.ended_on),
            answered_by: answered.map(|it| it.by.as_str().to_owned()),
            answered_at: answered.map(|it| it.at.into()),
            withdrawn_at: of.withdrawn_at.map(Into::into),
        }
    }
}
