//! Alerts: what raised them, by when somebody acts, and how they end.

use chrono::NaiveDate;
use domain::{
    alert::{Closing, ClosingError, NoticeKind, Verdict},
    id::AlertId,
    text::Note,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    alert_shown::AlertShown,
    alert_wire::{AlertOut, OutcomeCode},
    owners::notice,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
};

pub struct Alerts;

#[OpenApi(tag = "Tag::People")]
impl Alerts {
    /// Open an alert
    ///
    /// The words that raised it as they were, those that came later beside them, and what was done about it. That you
    /// looked is kept.
    #[oai(path = "/alerts/:alert_id", method = "get", operation_id = "show_alert")]
    async fn show(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
    ) -> Result<Json<AlertShown>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.alert(AlertId(alert_id.0)).await?;
                tx.note_access(app.new_id(), alert.person, "show_alert", app.now()).await?;
                Ok(Json(AlertShown::read(tx, app, &alert).await?))
            })
            .await
    }

    /// Take an alert
    ///
    /// Says that you are looking into it. Whoever is first has it; taking it again changes nothing.
    #[oai(
        path = "/alerts/:alert_id/acknowledgement",
        method = "put",
        operation_id = "acknowledge_alert"
    )]
    async fn acknowledge(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
    ) -> Result<Json<AlertOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let id = AlertId(alert_id.0);
                let alert = tx.acknowledge(id, app.new_id(), app.now()).await?;
                tx.note_access(app.new_id(), alert.person, "acknowledge_alert", app.now()).await?;
                Ok(Json(AlertOut::read(tx, app, &alert).await?))
            })
            .await
    }

    /// Say that you have read the words of an alert
    ///
    /// What young people write in their own words is read by a person. Send which words you saw, so that none that came
    /// since are taken as read.
    #[oai(path = "/alerts/:alert_id/reading", method = "put", operation_id = "read_alert")]
    async fn mark_read(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<ReadingIn>,
    ) -> Result<Json<AlertOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                let words = tx.words_of(&alert).await?;
                if words.version() != body.0.seen {
                    return Err(Problem::new(
                        Kind::Conflict,
                        "They have written something since you opened this alert. Open it again and read that too.",
                    ));
                }
                tx.mark_read(&alert, &words, || app.new_id(), app.now()).await?;
                tx.note_access(app.new_id(), alert.person, "read_alert", app.now()).await?;
                let alert = tx.alert(alert.id).await?;
                Ok(Json(AlertOut::read(tx, app, &alert).await?))
            })
            .await
    }

    /// Say what came of an alert
    ///
    /// Closes it. Possible harm then waits until a second person has looked, and is not closed because nobody could be
    /// reached. A day for the next step becomes a task.
    #[oai(path = "/alerts/:alert_id/closing", method = "put", operation_id = "close_alert")]
    async fn close(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<ClosingIn>,
    ) -> Result<Json<AlertOut>> {
        let (app, closing) = (app.0, body.0.read()?);
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                let own_words = tx.with_own_words(std::slice::from_ref(&alert)).await?;
                let unread = alert.read.is_none() && own_words.contains(&alert.id);
                match alert.close(&closing, unread, me.scope().staff(), now)? {
                    Verdict::SaidBefore => {}
                    Verdict::Waits => {
                        tx.propose_closing(&alert, &closing, app.new_id(), now).await?;
                    }
                    Verdict::Closes => {
                        tx.close_alert(&alert, &closing, app.new_id(), now).await?;
                    }
                }
                tx.note_access(app.new_id(), alert.person, "close_alert", now).await?;
                let shown = AlertOut::after(tx, app, &alert).await?;
                Ok(Json(shown))
            })
            .await
    }

    /// Look at what a colleague says came of possible harm
    ///
    /// As the second person, agree, which closes the alert, or send it back with what is still to be done. Send when your
    /// colleague said what you looked at, so that you never agree to other words.
    #[oai(path = "/alerts/:alert_id/second-look", method = "put", operation_id = "answer_closing")]
    async fn second_look(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<SecondLookIn>,
    ) -> Result<Json<AlertOut>> {
        let (app, body, by) = (app.0, body.0, me.scope().staff());
        let words = body.words.as_deref().map(Note::new).transpose()?;
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                if body.agreed && alert.closed.as_ref().is_some_and(|it| it.by == Some(by)) {
                    return Ok(Json(AlertOut::read(tx, app, &alert).await?));
                }
                alert.second_look(body.agreed, words.as_ref(), by)?;
                let proposal = alert.proposal.as_ref().ok_or(ClosingError::NothingProposed)?;
                if proposal.at.timestamp_millis() != body.proposed_at.0.timestamp_millis() {
                    return Err(Problem::new(
                        Kind::Conflict,
                        "Your colleague has changed what came of this alert since you opened it. Open it again and look at that.",
                    ));
                }
                let words = words.as_ref();
                if body.agreed {
                    let task = app.new_id();
                    tx.agree_to_closing(&alert, proposal, words, task, now).await?;
                } else {
                    tx.send_closing_back(&alert, words, app.new_id(), now).await?;
                    let (rung, to) = (tx.rung_of(alert.id).await?, proposal.by);
                    tx.tell_colleague(notice(tx, app, &alert, NoticeKind::SentBack, to, rung))
                        .await?;
                }
                tx.note_access(app.new_id(), alert.person, "answer_closing", now).await?;
                Ok(Json(AlertOut::after(tx, app, &alert).await?))
            })
            .await
    }
}

/// Which words somebody has read.
#[derive(Object)]
#[oai(rename = "AlertReading", deny_unknown_fields)]
struct ReadingIn {
    /// The `version` that the alert had when you opened it.
    #[oai(validator(min_length = 1, max_length = 60, pattern = "^[0-9-]*$"))]
    seen: String,
}

/// What came of an alert.
#[derive(Object)]
#[oai(rename = "AlertClosing", deny_unknown_fields)]
struct ClosingIn {
    outcome: OutcomeCode,
    /// What was done and what is known now.
    #[oai(validator(min_length = 1, max_length = 4000))]
    note: String,
    /// The young person was told what happens, before anything was passed on.
    told_them: bool,
    /// Why not, if they were not.
    #[oai(validator(min_length = 1, max_length = 4000))]
    not_told_why: Option<String>,
    /// The day of the next step; needed where nobody could be reached.
    next_on: Option<NaiveDate>,
}

/// What a second person makes of it.
#[derive(Object)]
#[oai(rename = "AlertSecondLook", deny_unknown_fields)]
struct SecondLookIn {
    /// You agree, and the alert is closed. Otherwise it goes back to your colleague.
    agreed: bool,
    /// What is still to be done; needed where you do not agree.
    #[oai(validator(min_length = 1, max_length = 4000))]
    words: Option<String>,
    /// When your colleague said what you looked at: `at` of `proposal`.
    proposed_at: Instant,
}

impl ClosingIn {
    fn read(self) -> Result<Closing> {
        let note = Note::new(&self.note)?;
        let why = self.not_told_why.as_deref().map(Note::new).transpose()?;
        if self.outcome == OutcomeCode::SettledInContact {
            let detail = "an alert is settled by a contact when you record the contact";
            return Err(Problem::new(Kind::RuleBroken, detail).at("/outcome", detail));
        }
        Ok(Closing::new(self.outcome.into(), note, self.told_them, why, self.next_on)?)
    }
}
