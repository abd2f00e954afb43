//! What people text back.

use chrono::TimeDelta;
use domain::{
    alert::Alert,
    check_in::{CheckIn, State},
    check_in_kind::CheckInKind,
    id::{CheckInId, PartnershipId, PersonId, TalkId},
    identifier::MobileNumber,
    questionnaire::AnswerSource,
    receipt::Reply,
    record::Record,
    talk::{SafeTime, Talk, Way},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

use super::{Heard, Tag, door::Provider, told::Told};
use crate::{
    app::App,
    http::{
        auth::Door,
        problem::{Problem, Result},
        wire::Instant,
        young_person::taking::{AnswerIn, STILL_THERE, Sent, take},
    },
    store::{StoreError, Tx},
};

pub struct Replies;

#[OpenApi]
impl Replies {
    /// Pass on a text from somebody, as Notify
    ///
    /// A text that GOV.UK Notify received. STOP ends all texts to that number, and START begins those again that it
    /// ended. 1 says that nothing is new and 2 that
    /// something has changed, about a short check-in that waits for an answer; 3 asks to talk to the worker. Nothing
    /// else is kept, whatever it says.
    #[oai(
        path = "/notify/texts",
        method = "post",
        operation_id = "record_notify_text",
        tag = "Tag::Notify"
    )]
    async fn notify(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        _provider: Provider,
        body: Told<NotifyTextIn>,
    ) -> Result<Heard> {
        let NotifyTextIn { id, source_number, message, date_received } = body.0;
        // Notify leaves out the plus sign.
        let plus = if source_number.starts_with("44") { "+" } else { "" };
        let from = format!("{plus}{source_number}");
        let said = Said { id: id.as_deref(), from: &from, text: &message, at: date_received };
        heard(app.0, **door, &said).await
    }

    /// Pass on a text from somebody
    ///
    /// For a gateway of no particular kind. What the text does is the same as for one that Notify received.
    #[oai(
        path = "/texts/replies",
        method = "post",
        operation_id = "record_reply",
        tag = "Tag::Texts"
    )]
    async fn text(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        _provider: Provider,
        body: Told<ReplyIn>,
    ) -> Result<Heard> {
        let ReplyIn { id, from, text, received_at } = body.0;
        let said = Said { id: id.as_deref(), from: &from, text: &text, at: received_at };
        heard(app.0, **door, &said).await
    }
}

/// A text is passed on within this time.
const LONG_AGO: TimeDelta = TimeDelta::days(30);

/// What somebody texted.
struct Said<'a> {
    /// What the provider calls it.
    id: Option<&'a str>,
    /// The number it came from.
    from: &'a str,
    text: &'a str,
    /// When the provider had it, if it says so.
    at: Option<String>,
}

/// Does what a text asks for. Of the rest, which may say anything, a line in the log counts it and no more.
async fn heard(app: &App, door: Door, said: &Said<'_>) -> Result<Heard> {
    let reply = Reply::read(said.text);
    let (people, done) = match MobileNumber::parse(said.from) {
        Ok(from) => does(app, door, said, reply, &from).await?,
        Err(_) => (0, false),
    };
    let reply = reply.map_or("something else", Reply::code);
    tracing::info!(reply, people, done, "somebody texted back");
    Ok(Heard::Done)
}

/// How many people are reached at the number that a text came from, and whether it did anything.
async fn does(
    app: &App,
    door: Door,
    said: &Said<'_>,
    reply: Option<Reply>,
    from: &MobileNumber,
) -> Result<(usize, bool)> {
    let now = app.now();
    let find = async |tx: &Tx<_>| tx.reached_at(from).await;
    let people = app.store.read::<_, _, StoreError>(door.system(), find).await?;
    let done = match reply {
        Some(Reply::Stop) => {
            let stop = async |tx: &Tx<_>| tx.stop_texts(from, &people, now).await;
            app.store.write::<_, _, StoreError>(door.system(), stop).await?;
            !people.is_empty()
        }
        Some(Reply::Start) => {
            // Passed on once more after another STOP, it is an old wish.
            let said_at = said.at.as_deref().and_then(|at| at.parse().ok()).unwrap_or(now);
            let said_at = said_at.clamp(now - LONG_AGO, now);
            let start = async |tx: &Tx<_>| tx.start_texts(from, &people, said_at).await;
            app.store.write::<_, _, StoreError>(door.system(), start).await? > 0
        }
        // Whose answer it would be nobody knows where several are reached at one number.
        Some(reply) if people.len() == 1 => {
            let whose = people.first().copied().expect("there is one");
            match reply {
                Reply::Same => answer(app, door, whose, "same").await?,
                Reply::Changed => answer(app, door, whose, "changed").await?,
                _ => ask_to_talk(app, door, whose, said.id).await?,
            }
        }
        _ => false,
    };
    Ok((people.len(), done))
}

/// Answers whether anything has changed, as from a notification, where that is asked and nothing was said yet.
async fn answer(
    app: &App,
    door: Door,
    (partnership, person): (PartnershipId, PersonId),
    code: &str,
) -> Result<bool> {
    let system = door.system();
    let looking = system.tap(partnership, person, CheckInId(Uuid::nil()));
    let (record, _) =
        app.store.read::<_, _, StoreError>(looking, async |tx| tx.record().await).await?;
    let Some(check_in) = asks(app, &record).map(|check_in| check_in.id) else { return Ok(false) };
    let reading = record.around.person.reading;
    let at = Instant(app.now());
    let answer = AnswerIn::chosen(STILL_THERE.to_owned(), code, at);
    app.store
        .write(system.tap(partnership, person, check_in), async |tx| {
            let sent = Sent {
                source: AnswerSource::Self_,
                helper: None,
                supporter: None,
                reading,
                finished: false,
                answers: std::slice::from_ref(&answer),
            };
            // Whoever answers on the page at this moment comes first, or after us.
            tx.hold(person).await?;
            let (record, _) = tx.record().await?;
            if asks(app, &record).is_none_or(|now| now.id != check_in) {
                return Ok::<_, Problem>(false);
            }
            take(app, tx, check_in, &sent).await?;
            Ok(true)
        })
        .await
}

/// The latest short check-in, if it is open, asks whether anything has changed, and has no answer.
fn asks<'a>(app: &App, record: &'a Record) -> Option<&'a CheckIn> {
    let open = |check_in: &&CheckIn| check_in.state() == State::Open;
    let latest = record.check_ins.iter().find(open)?;
    let asks = latest.kind == CheckInKind::Pulse
        && app.now() <= latest.closes_at
        && record.answers_in(latest.id).is_empty()
        && record.asked_about(latest, &app.activities).is_some();
    asks.then_some(latest)
}

/// Tells staff that somebody would like to talk. They texted, so a text is what reaches them; of more they said nothing.
async fn ask_to_talk(
    app: &App,
    door: Door,
    (partnership, person): (PartnershipId, PersonId),
    id: Option<&str>,
) -> Result<bool> {
    let now = app.now();
    // The provider's id of the text: passed on twice, it is one wish.
    let id = id.and_then(|id| Uuid::try_parse(id).ok()).unwrap_or_else(|| app.new_id());
    let talk = Talk {
        id: TalkId(id),
        person,
        way: Way::Text,
        safe_time: SafeTime::Any,
        message_ok: false,
        words: None,
        asked_at: now,
    };
    let raised = app.questionnaire.raised_by_help_page().into_iter().next();
    let raised = raised.ok_or_else(|| {
        Problem::unexpected("the questions have no trigger for somebody who asks for help")
    })?;
    let alert = Alert::new(app.new_id(), person, None, raised, now);
    let tap = door.system().tap(partnership, person, CheckInId(Uuid::nil()));
    app.store
        .write(tap, async |tx| Ok::<_, Problem>(tx.ask_to_talk_by_text(&talk, alert).await?))
        .await?;
    Ok(true)
}

/// A text that Notify received, as far as it is read.
#[derive(Object)]
#[oai(rename = "NotifyText")]
struct NotifyTextIn {
    /// What Notify calls it. The same text passed on twice is one.
    #[oai(validator(max_length = 100))]
    id: Option<String>,
    /// The number it came from.
    #[oai(validator(max_length = 100))]
    source_number: String,
    /// What it says.
    #[oai(validator(max_length = 10000))]
    message: String,
    /// When Notify had it.
    #[oai(validator(max_length = 100))]
    date_received: Option<String>,
}

/// A text that a gateway received.
#[derive(Object)]
#[oai(rename = "TextReply")]
struct ReplyIn {
    /// What the gateway calls it. The same text passed on twice is one; a UUID is best.
    #[oai(validator(max_length = 100))]
    id: Option<String>,
    /// The number it came from.
    #[oai(validator(max_length = 100))]
    from: String,
    /// What it says.
    #[oai(validator(max_length = 10000))]
    text: String,
    /// When the gateway had it, such as `2026-10-07T15:40:00Z`. Without it, now.
    #[oai(validator(max_length = 100))]
    received_at: Option<String>,
}
