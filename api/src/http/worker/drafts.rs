//! What staff have typed and not saved.

use domain::id::PersonId;
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid, wire::Instant},
    store::Draft,
};

pub struct Drafts;

#[OpenApi(tag = "Tag::People")]
impl Drafts {
    /// List what you have typed and not saved
    ///
    /// The latest first, a hundred at most. Only you see it, and only while you may see the young person. Behind it stands what
    /// somebody who has left since typed and did not save: of those whom you look after, and for managers of everybody.
    #[oai(path = "/drafts", method = "get", operation_id = "list_drafts")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<DraftListOut>> {
        let drafts = app.0.store.read(*me.scope(), async |tx| tx.drafts().await).await?;
        Ok(Json(DraftListOut { items: drafts.into_iter().map(DraftOut::new).collect() }))
    }

    /// Save what is being typed
    ///
    /// A reload, a lock and another phone then lose nothing. What was sent last counts. It is forgotten once the contact is
    /// recorded, when you remove it, and after 30 days.
    #[oai(
        path = "/people/:person_id/drafts/:draft_id",
        method = "put",
        operation_id = "save_draft"
    )]
    async fn save(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// About whom.
        person_id: Path<Uuid>,
        /// The id that the thing will have once it is recorded.
        draft_id: Path<Uuid>,
        body: Valid<DraftIn>,
    ) -> Result<Gone> {
        let (app, body) = (app.0, body.0);
        let draft = Draft {
            thing_id: draft_id.0,
            person: PersonId(person_id.0),
            thing: body.thing.code().to_owned(),
            // PostgreSQL keeps no NUL.
            body: body.body.replace('\0', ""),
            changed_at: app.now(),
            by: None,
        };
        app.store.write(*me.scope(), async |tx| tx.save_draft(&draft).await).await?;
        Ok(Gone::Done)
    }

    /// Remove what was typed
    ///
    /// Nobody wants it any more.
    #[oai(
        path = "/people/:person_id/drafts/:draft_id",
        method = "delete",
        operation_id = "remove_draft"
    )]
    async fn remove(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// About whom.
        person_id: Path<Uuid>,
        /// Which draft.
        draft_id: Path<Uuid>,
    ) -> Result<Gone> {
        let (person, thing) = (PersonId(person_id.0), draft_id.0);
        let store = &app.0.store;
        store.write(*me.scope(), async |tx| tx.remove_draft(person, thing).await).await?;
        Ok(Gone::Done)
    }
}

/// It is done.
#[derive(ApiResponse)]
enum Gone {
    /// It is done.
    #[oai(status = 204)]
    Done,
}

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "DraftOf", rename_all = "kebab-case")]
enum ThingCode {
    /// A contact.
    Contact,
    /// Where somebody is.
    Destination,
    /// Promised support.
    Promise,
}

impl ThingCode {
    fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Destination => "destination",
            Self::Promise => "promise",
        }
    }

    fn from_code(code: &str) -> Self {
        match code {
            "contact" => Self::Contact,
            "destination" => Self::Destination,
            _ => Self::Promise,
        }
    }
}

/// What is being typed.
#[derive(Object)]
#[oai(rename = "DraftToSave", deny_unknown_fields)]
struct DraftIn {
    thing: ThingCode,
    /// As your page keeps it; nobody else reads it.
    #[oai(validator(min_length = 1, max_length = 16000))]
    body: String,
}

/// Something typed and not saved.
#[derive(Object)]
#[oai(rename = "Draft", skip_serializing_if_is_none)]
struct DraftOut {
    /// The id that the thing will have once it is recorded.
    id: Uuid,
    /// About whom.
    person_id: Uuid,
    thing: ThingCode,
    /// As your page keeps it.
    body: String,
    /// When it was typed last.
    changed_at: Instant,
    /// Who typed it, where that was somebody who has left since. Missing: you.
    by: Option<String>,
}

/// What you have typed and not saved.
#[derive(Object)]
#[oai(rename = "DraftList")]
struct DraftListOut {
    items: Vec<DraftOut>,
}

impl DraftOut {
    fn new(draft: Draft) -> Self {
        Self {
            id: draft.thing_id,
            person_id: draft.person.0,
            thing: ThingCode::from_code(&draft.thing),
            body: draft.body,
            changed_at: draft.changed_at.into(),
            by: draft.by,
        }
    }
}
