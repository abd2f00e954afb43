//! Whether messages go out, for everybody who works here (SAFE-14).

use chrono::{DateTime, TimeDelta, Utc};
use domain::prompt::is_quiet;
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{auth::AtWork, problem::Result, wire::Instant},
    store::{KnownChannel, StoreError},
};

pub struct ServiceApi;

#[OpenApi(tag = "Tag::Service")]
impl ServiceApi {
    /// Show whether messages go out
    ///
    /// Which ways out do not work, and whether reminders of this partnership, or notices to its staff, have waited too long. Pages show it to
    /// everybody who works here, on every page, while there is something to show.
    #[oai(path = "/service", method = "get", operation_id = "show_service")]
    async fn show(&self, app: Data<&App>, me: AtWork) -> Result<Json<ServiceOut>> {
        let now = app.now();
        let (ways, waiting, untold) = app
            .store
            .read::<_, _, StoreError>(*me.scope(), async |tx| {
                let waiting = tx.waiting_since(now, app.wave).await?;
                Ok((tx.ways_out().await?, waiting, tx.staff_untold_since(now).await?))
            })
            .await?;
        // At night nothing waits: whatever is left of the day is not sent any more.
        let waiting = waiting.filter(|_| !is_quiet(now, app.questionnaire.reminders()));
        let not_working = ways.iter().filter(|way| way.is_in_trouble(now)).filter_map(out);
        Ok(Json(ServiceOut {
            as_of: now.into(),
            not_working: not_working.collect(),
            waiting: waiting.map(|since| WaitingOut::new(since, now)),
            untold: untold.map(|since| WaitingOut::new(since, now)),
        }))
    }
}

/// How messages get out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "WayOut", rename_all = "kebab-case")]
enum WayOutCode {
    /// Text messages.
    Sms,
    /// E-mails.
    Email,
    /// Messages on phones.
    Push,
}

/// Whether messages go out.
#[derive(Object)]
#[oai(rename = "Service", skip_serializing_if_is_none)]
struct ServiceOut {
    /// When this was true.
    as_of: Instant,
    /// The ways out that take nothing. Empty: all is well.
    not_working: Vec<NotWorkingOut>,
    /// Reminders wait that should have gone. Missing: none has waited too long.
    waiting: Option<WaitingOut>,
    /// Staff are not told of alerts and of what else waits for them: a notice to them has waited too long, or is not taken.
    /// Missing: they are.
    untold: Option<WaitingOut>,
}

/// A way out that takes nothing.
#[derive(Object)]
#[oai(rename = "NotWorking", skip_serializing_if_is_none)]
struct NotWorkingOut {
    way: WayOutCode,
    /// The host of the push service: others may work.
    host: Option<String>,
    /// Since when.
    since: Option<Instant>,
}

/// What has waited too long.
#[derive(Object)]
#[oai(rename = "Waiting")]
struct WaitingOut {
    /// When the oldest of them was due.
    since: Instant,
    /// How long ago that is.
    minutes: u32,
}

impl WaitingOut {
    fn new(since: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let minutes = (now - since).max(TimeDelta::zero()).num_minutes();
        Self { since: since.into(), minutes: u32::try_from(minutes).unwrap_or(u32::MAX) }
    }
}

/// Nothing for what is kept beside them and is no way out.
fn out(way: &KnownChannel) -> Option<NotWorkingOut> {
    let host = way.push_host().map(str::to_owned);
    let code = match way.name.as_str() {
        "sms" => WayOutCode::Sms,
        "email" => WayOutCode::Email,
        _ if host.is_some() => WayOutCode::Push,
        _ => return None,
    };
    Some(NotWorkingOut { way: code, host, since: way.failing_since.map(Instant::from) })
}
