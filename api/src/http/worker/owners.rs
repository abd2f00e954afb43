//! Who has an alert in hand: taking one over, passing one on, and who was told of it.

use chrono::NaiveDate;
use domain::{
    alert::{Alert, NoticeKind, route},
    day::london_day,
    id::{AlertId, StaffId},
    questionnaire::Priority,
    staff::Staff,
    text::Note,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, alert_wire::AlertOut, wire::Names};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        staff::RoleCode,
        valid::Valid,
        wire::Instant,
    },
    store::{AlertEvent, StaffNotice, Told, Tx, scope::Caseload, scope::Within},
};

pub struct Owners;

#[OpenApi(tag = "Tag::People")]
impl Owners {
    /// Take an alert over from a colleague
    ///
    /// From now on you have it in hand. Send who had it when you looked, so that two who take it over at once do not both
    /// believe that they have it. Taking over what you have changes nothing.
    #[oai(path = "/alerts/:alert_id/owner", method = "put", operation_id = "take_over_alert")]
    async fn take_over(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<TakeOverIn>,
    ) -> Result<Json<AlertOut>> {
        let (app, by) = (app.0, me.scope().staff());
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                open(&alert)?;
                if alert.acknowledged.is_none_or(|(owner, _)| owner != by) {
                    let from = StaffId(body.0.from);
                    if !tx.take_over(&alert, from, app.new_id(), app.now()).await? {
                        return Err(Problem::new(
                            Kind::Conflict,
                            "Somebody else has this alert by now, or nobody. Open it again and look who.",
                        ));
                    }
                }
                tx.note_access(app.new_id(), alert.person, "take_over_alert", app.now()).await?;
                shown(tx, app, alert.id).await
            })
            .await
    }

    /// List who can take an alert over
    ///
    /// Those who reach the young person while it is open: managers, safeguarding leads, whoever is on duty, and whoever works
    /// with the young person or covers.
    #[oai(path = "/alerts/:alert_id/colleagues", method = "get", operation_id = "list_colleagues")]
    async fn colleagues(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
    ) -> Result<Json<ColleagueListOut>> {
        let today = app.today();
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.alert(AlertId(alert_id.0)).await?;
                let all = tx.who_can_have(&alert, today).await?;
                tx.note_access(app.new_id(), alert.person, "list_colleagues", app.now()).await?;
                Ok(Json(ColleagueListOut { items: all.iter().map(ColleagueOut::new).collect() }))
            })
            .await
    }

    /// Ask a colleague to take an alert over
    ///
    /// They are told, and you keep it until they take it: an alert is never between two chairs. `list_colleagues`
    /// says who can be asked.
    #[oai(path = "/alerts/:alert_id/passing", method = "put", operation_id = "pass_on_alert")]
    async fn pass_on(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<PassOnIn>,
    ) -> Result<Json<AlertOut>> {
        let (app, by) = (app.0, me.scope().staff());
        let (now, to) = (app.now(), StaffId(body.0.to));
        let words = body.0.words.as_deref().map(Note::new).transpose()?;
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                open(&alert)?;
                let asked = tx.passed_on(&[alert.id]).await?;
                let again = asked.iter().any(|(_, it)| it.by == by && it.to == Some(to));
                if !again {
                    if !tx.who_can_have(&alert, app.today()).await?.iter().any(|one| one.id == to) {
                        let detail = "choose a manager, a safeguarding lead, somebody on duty, or whoever works with the young person";
                        return Err(Problem::new(Kind::RuleBroken, "They cannot take this alert over.")
                            .at("/to", detail));
                    }
                    tx.pass_on(&alert, to, words.as_ref(), app.new_id(), now).await?;
                    let rung = tx.rung_of(alert.id).await?;
                    tx.tell_colleague(notice(tx, app, &alert, NoticeKind::PassedOn, to, rung))
                        .await?;
                }
                tx.note_access(app.new_id(), alert.person, "pass_on_alert", now).await?;
                shown(tx, app, alert.id).await
            })
            .await
    }
}

async fn shown(tx: &Tx<Caseload>, app: &App, id: AlertId) -> Result<Json<AlertOut>> {
    Ok(Json(AlertOut::read(tx, app, &tx.alert(id).await?).await?))
}

fn open(alert: &Alert) -> Result<()> {
    match alert.closed {
        None => Ok(()),
        Some(_) => Err(Problem::new(Kind::Conflict, "This alert is closed already.")),
    }
}

/// What a colleague is told about an alert.
pub fn notice(
    tx: &Tx<Caseload>,
    app: &App,
    alert: &Alert,
    kind: NoticeKind,
    to: StaffId,
    rung: u16,
) -> StaffNotice {
    StaffNotice {
        partnership: tx.scope().partnership(),
        id: app.new_id(),
        kind,
        to,
        alert: Some(alert.id),
        rung,
        made_at: app.now(),
    }
}

/// From whom an alert is taken over.
#[derive(Object)]
#[oai(rename = "TakeOverAlert", deny_unknown_fields)]
struct TakeOverIn {
    /// Who had it when you looked: `acknowledged_by_id`.
    from: Uuid,
}

/// Who is asked to take an alert over.
#[derive(Object)]
#[oai(rename = "PassOnAlert", deny_unknown_fields)]
struct PassOnIn {
    /// One of those whom `list_colleagues` gives.
    to: Uuid,
    /// What they should know.
    #[oai(validator(min_length = 1, max_length = 4000))]
    words: Option<String>,
}

/// Somebody was asked to take an alert over.
#[derive(Object)]
#[oai(rename = "AlertPassedOn")]
pub struct PassedOnOut {
    /// Who was asked.
    to: String,
    /// It is you.
    to_you: bool,
    /// By whom.
    by: String,
    /// When.
    at: Instant,
}

/// Which way is open at somebody's age.
#[derive(Object)]
#[oai(rename = "AlertRoute")]
pub struct RouteOut {
    /// Their age in years on the day on which the alert was raised.
    age: u8,
    /// Where to turn.
    to: String,
    /// What to think about.
    ask: Vec<String>,
}

/// Somebody was told of an alert, without a word about whom.
#[derive(Object)]
#[oai(rename = "AlertTold", skip_serializing_if_is_none)]
pub struct ToldOut {
    /// Who.
    who: String,
    /// When.
    at: Instant,
    /// Why: `alert`, `waiting`, `second-look`, `passed-on` or `sent-back`.
    why: String,
    /// Whether a mail server took the e-mail; missing while it is on its way.
    sent: Option<bool>,
}

/// Those who can be asked to take an alert over, by name.
#[derive(Object)]
#[oai(rename = "AlertColleagues")]
struct ColleagueListOut {
    items: Vec<ColleagueOut>,
}

/// Somebody who can be asked to take an alert over.
#[derive(Object)]
#[oai(rename = "AlertColleague")]
struct ColleagueOut {
    /// Who they are.
    id: Uuid,
    /// Their name.
    name: String,
    role: RoleCode,
}

impl PassedOnOut {
    /// As `me` sees it.
    pub fn new(event: &AlertEvent, names: &Names, me: StaffId) -> Self {
        Self {
            to: names.of_maybe(event.to).unwrap_or_default(),
            to_you: event.to == Some(me),
            by: names.of(event.by),
            at: event.at.into(),
        }
    }
}

impl RouteOut {
    /// Only where it may be about harm.
    pub fn new(alert: &Alert, born: NaiveDate) -> Option<Self> {
        let harm = matches!(alert.priority, Priority::P1 | Priority::P2);
        let route = route(born, london_day(alert.raised_at));
        harm.then(|| Self {
            age: route.age.clamp(0, 120) as u8,
            to: route.to.to_owned(),
            ask: route.ask.iter().map(|line| (*line).to_owned()).collect(),
        })
    }
}

impl ToldOut {
    pub fn new(told: &Told, names: &Names) -> Self {
        Self {
            who: names.of(told.who),
            at: told.at.into(),
            why: told.kind.code().to_owned(),
            sent: told.taken,
        }
    }
}

impl ColleagueOut {
    fn new(staff: &Staff) -> Self {
        Self { id: staff.id.0, name: staff.name.as_str().to_owned(), role: staff.role.into() }
    }
}
