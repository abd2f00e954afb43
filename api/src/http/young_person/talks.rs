//! Asking a worker to get in touch (YP-58).

use chrono::NaiveDate;
use domain::{
    alert::Alert,
    id::TalkId,
    talk::{self, SafeTime, Talk, Way},
    text::Note,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, me::own_words_are_read};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Problem, Result},
        valid::Valid,
    },
};

pub struct Talks;

#[OpenApi(tag = "Tag::Talk")]
impl Talks {
    /// Ask to talk to my worker
    ///
    /// Your worker and the team see it at once; a person reads it in working hours. Choose the id yourself (a random
    /// UUID), so that sending it again asks once. Nobody watches this all the time: show the numbers of the help page.
    #[oai(path = "/talks/:talk_id", method = "put", operation_id = "ask_to_talk")]
    async fn ask(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which wish.
        talk_id: Path<Uuid>,
        body: Valid<TalkIn>,
    ) -> Result<Json<TalkOut>> {
        let (app, body) = (app.0, body.0);
        let now = app.now();
        let talk = Talk {
            id: TalkId(talk_id.0),
            person: me.scope().person(),
            way: body.way.into(),
            safe_time: body.safe_time.into(),
            message_ok: body.message_ok,
            words: body.words.as_deref().map(Note::new).transpose()?,
            asked_at: now,
        };
        let raised = app.questionnaire.raised_by_help_page().into_iter().next();
        let raised = raised.ok_or_else(|| {
            Problem::unexpected("the questions have no trigger for somebody who asks for help")
        })?;
        let alert = Alert::new(app.new_id(), talk.person, None, raised, now);
        app.store
            .write(*me.scope(), async |tx| {
                if talk.words.is_some() {
                    own_words_are_read(tx, "/words").await?;
                }
                tx.ask_to_talk(&talk, alert).await?;
                let partnership = tx.partnership().await?;
                Ok(Json(TalkOut {
                    reply_by: talk::reply_by(now),
                    staffed_hours: partnership.staffed_hours.as_str().to_owned(),
                }))
            })
            .await
    }
}

/// How they would like to talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "TalkWay", rename_all = "kebab-case", remote = "Way")]
pub enum WayCode {
    /// A phone call.
    Call,
    /// A text message.
    Text,
    /// Face to face.
    Meeting,
}

/// When it is safe to be in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SafeTime", rename_all = "kebab-case", remote = "SafeTime")]
pub enum SafeTimeCode {
    /// At any time.
    Any,
    /// Before noon.
    Morning,
    /// After noon.
    Afternoon,
    /// After five.
    Evening,
}

/// A wish to talk.
#[derive(Object)]
#[oai(rename = "Talk", deny_unknown_fields)]
struct TalkIn {
    way: WayCode,
    safe_time: SafeTimeCode,
    /// A message may be left where others could find it.
    message_ok: bool,
    /// What it is about, in their own words.
    #[oai(validator(min_length = 1, max_length = 500))]
    words: Option<String>,
}

/// Somebody will be in touch.
#[derive(Object)]
#[oai(rename = "TalkAsked")]
struct TalkOut {
    /// The day by which somebody gets in touch.
    reply_by: NaiveDate,
    /// When somebody is there, in words.
    staffed_hours: String,
}
