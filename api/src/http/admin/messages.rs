//! The words of texts and e-mails (CI-14, YP-20, YP-29).

use domain::message::TemplateKind;
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    messages::{self, Described, WordsError},
};

/// The operations about words.
pub struct Words;

#[OpenApi(tag = "Tag::Messages")]
impl Words {
    /// List the words of reminders
    ///
    /// What young people are sent by text and e-mail: the partnership's own words, or those that the product brings. Each
    /// comes with an example, filled in as it is sent.
    #[oai(path = "/messages", method = "get", operation_id = "list_messages")]
    async fn list(&self, app: Data<&App>, me: Administrator) -> Result<Json<MessageListOut>> {
        let all = messages::overview(&app, *me.scope()).await?;
        Ok(Json(MessageListOut { items: all.into_iter().map(MessageOut::from).collect() }))
    }

    /// Find words of your own for a reminder
    ///
    /// They count from the next message. `{service_name}`, `{minutes}` and `{short_url}` are filled in, and nothing else
    /// can be: a message says nothing about whoever gets it. A text fits one message of 160 characters of the alphabet of
    /// text messages, with everything filled in. Words say how messages are stopped, give nothing away, and press nobody.
    /// Where something is wrong, `errors` names every rule and what to do.
    #[oai(path = "/messages/:message_kind", method = "put", operation_id = "save_message")]
    async fn save(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Which message.
        message_kind: Path<MessageKind>,
        body: Valid<WordsIn>,
    ) -> Result<Json<MessageOut>> {
        let kind = message_kind.0.into();
        Ok(Json(messages::save(&app, *me.scope(), kind, &body.0.text).await?.into()))
    }

    /// Go back to the words that the product brings
    ///
    /// From the next message. Doing it again changes nothing.
    #[oai(path = "/messages/:message_kind", method = "delete", operation_id = "remove_message")]
    async fn go_back(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Which message.
        message_kind: Path<MessageKind>,
    ) -> Result<Json<MessageOut>> {
        Ok(Json(messages::go_back(&app, *me.scope(), message_kind.0.into()).await?.into()))
    }
}

/// Which message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "MessageKind", rename_all = "kebab-case", remote = "TemplateKind")]
enum MessageKind {
    /// A text message from a number that takes replies.
    Text,
    /// A text message from a name that takes none.
    TextOneWay,
    /// The subject of an e-mail.
    EmailSubject,
    /// The text of an e-mail.
    EmailText,
}

/// Words of your own.
#[derive(Object)]
#[oai(rename = "MessageWritten", deny_unknown_fields)]
struct WordsIn {
    /// The words, with their placeholders.
    #[oai(validator(min_length = 1, max_length = 4000))]
    text: String,
}

/// The words of reminders.
#[derive(Object)]
#[oai(rename = "MessageList")]
struct MessageListOut {
    items: Vec<MessageOut>,
}

/// The words of one kind of reminder.
#[derive(Object)]
#[oai(rename = "Message", skip_serializing_if_is_none)]
struct MessageOut {
    /// Which message.
    kind: MessageKind,
    /// The words, with their placeholders.
    text: String,
    /// They are the partnership's own.
    own: bool,
    /// When words of the partnership's own were chosen.
    changed_at: Option<Instant>,
    /// Who chose them; left out if it was done on the command line.
    changed_by: Option<String>,
    /// The words that the product brings, to begin from.
    brought: String,
    /// What is sent, for a check-in of five minutes. Empty if nothing can be sent.
    example: String,
    /// How many characters the example takes; of a text, as they are counted in text messages.
    length: u32,
    /// How many there may be.
    most: u32,
    /// Why shorter words are sent than these, and what to do. Left out if these are sent.
    trouble: Option<String>,
}

impl From<Described> for MessageOut {
    fn from(described: Described) -> Self {
        let (length, most) = described.length();
        let small = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (changed_at, changed_by) = described.own.clone().unzip();
        Self {
            kind: described.kind.into(),
            own: changed_at.is_some(),
            changed_at: changed_at.map(Instant),
            changed_by: changed_by.flatten(),
            text: described.text,
            brought: described.brought,
            example: described.example.unwrap_or_default(),
            length: small(length),
            most: small(most),
            trouble: described.trouble,
        }
    }
}

impl From<WordsError> for Problem {
    fn from(error: WordsError) -> Self {
        match error {
            WordsError::Refused(faults) => {
                let detail = match faults.len() {
                    1 => "one thing about the words needs another look".to_owned(),
                    n => format!("{n} things about the words need another look"),
                };
                let problem = Self::new(Kind::RuleBroken, detail);
                faults.iter().fold(problem, |problem, fault| problem.at("/text", fault))
            }
            WordsError::Store(error) => error.into(),
        }
    }
}
