//! That something has changed, told to an open page.

use domain::id::PersonId;
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::{AnyStaff, Door},
        news::{Stream, tell},
        problem::Result,
    },
};

/// The operation about what is new.
pub struct NewsApi;

#[OpenApi(tag = "Tag::Caseload")]
impl NewsApi {
    /// Hear that something has changed
    ///
    /// Server-sent events for as long as you are signed in: that the list, somebody's record or the alerts are not as they
    /// were, and never what has changed. You hear of nobody whom you do not reach. Nothing is told of the time in which you
    /// were not connected: whoever connects anew looks again. Listening does not keep a session awake. One session may listen
    /// three times at once: a fourth ends the first.
    #[oai(path = "/news", method = "get", operation_id = "read_news")]
    async fn read(&self, app: Data<&App>, door: Data<&Door>, me: AnyStaff) -> Result<Stream> {
        tell(app.0, *door.0, me.scope())
    }
}

/// What is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "NewsKind", rename_all = "kebab-case")]
pub enum KindCode {
    /// The list of those whom you reach.
    Caseload,
    /// The record of `person_id`; without one, of anybody.
    Person,
    /// There is new possible harm of somebody whom you reach.
    Alerts,
}

/// That something has changed.
#[derive(Clone, Debug, Object)]
#[oai(rename = "News", skip_serializing_if_is_none)]
pub struct NewsOut {
    kind: KindCode,
    /// Who.
    person_id: Option<Uuid>,
}

impl NewsOut {
    /// Nobody in particular.
    pub fn of(kind: KindCode) -> Self {
        Self { kind, person_id: None }
    }

    /// Somebody's record.
    pub fn about(person: PersonId) -> Self {
        Self { kind: KindCode::Person, person_id: Some(person.0) }
    }
}
