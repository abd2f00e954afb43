//! Sees to it that messages go out (SAFE-14). Every hour one try travels each way that is set up, all the way to its
//! provider, and a way that does not work is tried every five minutes until it does. Where a way has not worked for a
//! quarter of an hour, or something has waited for more than five minutes, whoever looks after the installation is told
//! once, by another way that works, and once more when it is well.
//!
//! A notice is made durable, leased, noted as handed over, and settled, as prompts are: whoever finds that note after a
//! crash does not send it again.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    day::{london_day, london_time},
    prompt::{Channel, is_quiet},
    proof::Reached,
};
use futures_util::future::join_all;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Done, Result, breaker::name, send::keep_ways};
use crate::{
    app::App,
    post::{Letter, Posted, Sought},
    store::{
        KnownChannel, NOTICES, Notice, NoticeKind, OUTBOX, OwnContact, StoreError, Tx,
        scope::System,
    },
};

/// How often a way that works is tried.
const HOURLY: i64 = 60;
/// How often one that does not is tried, in minutes.
const OFTEN: i64 = 5;
/// A try that nobody made in so long says nothing any more.
const STALE: TimeDelta = TimeDelta::minutes(15);

/// Tries the ways out, and tells whoever looks after them what does not work, and what works again.
pub async fn watch(app: &App, system: System) -> Result {
    let now = app.now();
    let (mut known, waiting, untold) = app
        .store
        .read::<_, _, StoreError>(system.watch(), async |tx| {
            let waiting = tx.waiting_since(now, app.wave).await?;
            Ok((tx.channels().await?, waiting, tx.staff_untold_since(now).await?))
        })
        .await?;
    app.breakers.learn(known.clone());
    let waiting = waiting.filter(|_| !is_quiet(now, app.questionnaire.reminders()));
    // Alerts are told at night too.
    let kept = [(OUTBOX, waiting), (NOTICES, untold)];
    let kept: Vec<KnownChannel> =
        kept.into_iter().filter_map(|(name, since)| keep(&mut known, name, since)).collect();
    let tries = tries(app, &known, now);
    let ids: Vec<Uuid> = tries.iter().map(|one| one.id).collect();
    let (made, wait) = app
        .store
        .read::<_, _, StoreError>(system, async |tx| {
            Ok((tx.notices_made(&ids).await?, tx.notices_wait(now).await?))
        })
        .await?;
    let tries: Vec<Notice> = tries.into_iter().filter(|one| !made.contains(&one.id)).collect();
    let news = news(app, &known, now);
    if tries.is_empty() && news.is_empty() && kept.is_empty() && !wait {
        return Ok(Done::default());
    }
    let leased = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            tx.save_channels(&kept).await?;
            for one in &tries {
                tx.add_notice(one).await?;
            }
            for one in &news {
                // Another instance may have told it by now.
                let told = (one.kind == NoticeKind::Trouble).then_some(now);
                if tx.tell_of_channel(&one.about, told).await? {
                    tx.add_notice(one).await?;
                }
            }
            tx.lease_notices(now).await
        })
        .await?;
    let done = leased.len();
    for result in join_all(leased.iter().map(|one| send(app, system, one, &known))).await {
        if let Err(error) = result {
            tracing::error!(%error, "a notice could not be dealt with; its lease will run out");
        }
    }
    keep_ways(app, system).await?;
    Ok(Done { done, more: false })
}

/// Keeps beside the ways out since when something waits, if that has changed.
fn keep(
    known: &mut Vec<KnownChannel>,
    name: &str,
    waiting: Option<DateTime<Utc>>,
) -> Option<KnownChannel> {
    let before = known.iter().position(|way| way.name == name).map(|at| known.remove(at));
    let since = before.as_ref().and_then(|before| before.failing_since);
    let now = KnownChannel {
        name: name.to_owned(),
        failures: u32::from(waiting.is_some()),
        // The oldest may go while others wait: that is the same trouble.
        failing_since: waiting.map(|waiting| since.unwrap_or(waiting)),
        closed_until: None,
        worked_at: None,
        told_at: before.and_then(|before| before.told_at),
    };
    let changed = now.failing_since != since;
    known.push(now.clone());
    changed.then_some(now)
}

/// One try for each way that is set up. Its id says which way and which time: every instance makes the same one.
fn tries(app: &App, known: &[KnownChannel], now: DateTime<Utc>) -> Vec<Notice> {
    let one = |way: Reached| {
        let about = name(Channel::from(way));
        let every = if works(known, about) { HOURLY } else { OFTEN };
        let turn = now.timestamp().div_euclid(every * 60);
        let hash = Sha256::digest(format!("watch {about} {every} {turn}"));
        let id = hash.first_chunk::<16>().map_or(Uuid::nil(), |bytes| Uuid::from_bytes(*bytes));
        notice(id, NoticeKind::Watch, way, about, now)
    };
    app.post.ways().into_iter().map(one).collect()
}

/// What whoever looks after the installation has to be told, and by which way.
fn news(app: &App, known: &[KnownChannel], now: DateTime<Utc>) -> Vec<Notice> {
    let ways: HashSet<Reached> = app.post.ways().into_iter().collect();
    let one = |way: &KnownChannel| {
        let trouble =
            !way.is_way() && way.failing_since.is_some() || way.long_failing(now).is_some();
        let kind = match (trouble, way.told_at) {
            (true, None) => NoticeKind::Trouble,
            (_, Some(_)) if way.failing_since.is_none() => NoticeKind::WellAgain,
            _ => return None,
        };
        let by = app.technical.iter().map(|contact| contact.kind).find(|by| {
            let by_name = name(Channel::from(*by));
            by_name != way.name && ways.contains(by) && works(known, by_name)
        });
        match by {
            Some(by) => Some(notice(app.new_id(), kind, by, &way.name, now)),
            None => {
                if kind == NoticeKind::Trouble {
                    tracing::error!(way = way.name, "it does not work, and nobody can be told");
                }
                None
            }
        }
    };
    known.iter().filter_map(one).collect()
}

fn notice(id: Uuid, kind: NoticeKind, way: Reached, about: &str, now: DateTime<Utc>) -> Notice {
    let about = about.to_owned();
    Notice { id, kind, way, about, made_at: now, leased_until: None, handed_at: None }
}

/// Deals with one notice.
async fn send(app: &App, system: System, notice: &Notice, known: &[KnownChannel]) -> Result<()> {
    let now = app.now();
    let lost = notice.handed_at.is_some();
    let posted = match (notice.kind, to(app, notice.way)) {
        // Whoever made it did not come back; the next one tells as much.
        (NoticeKind::Watch, _) if lost || now - notice.made_at >= STALE => None,
        (NoticeKind::Watch, _) => {
            if !hand_over(app, system, notice).await? {
                return Ok(());
            }
            Some(app.post.probe(notice.way, notice.id).await)
        }
        (_, None) => None,
        (_, Some(to)) => {
            if lost && app.post.seek(notice.way, notice.id).await != Sought::NotThere {
                None
            } else if !hand_over(app, system, notice).await? {
                return Ok(());
            } else {
                Some(app.post.send(&letter(app, notice, to, known)).await)
            }
        }
    };
    if let Some(posted) = &posted {
        count(app, notice.way, posted);
    }
    // Certainly nobody has it: it is told again, by a way that works.
    let again = notice.kind != NoticeKind::Watch
        && matches!(posted, Some(Posted::Later(_) | Posted::Refused(_)));
    let taken = matches!(posted, Some(Posted::Taken(_)));
    let settle = async |tx: &Tx<System>| {
        if tx.settle_notice(notice, taken, now).await? && again {
            let told = (notice.kind == NoticeKind::WellAgain).then_some(now);
            tx.tell_of_channel(&notice.about, told).await?;
        }
        Ok(())
    };
    app.store.write::<_, _, StoreError>(system, settle).await
}

async fn hand_over(app: &App, system: System, notice: &Notice) -> Result<bool> {
    let now = app.now();
    app.store
        .write::<_, _, StoreError>(system, async |tx| tx.hand_over_notice(notice, now).await)
        .await
}

/// What came of it counts for the way that it went.
fn count(app: &App, way: Reached, posted: &Posted) {
    let name = name(Channel::from(way));
    match posted {
        Posted::Taken(_) => app.breakers.worked(name, app.now()),
        Posted::NoSuchAddress => {
            tracing::error!(way = name, "the technical contact has no such number or address");
        }
        Posted::Later(_) | Posted::Refused(_) | Posted::Unsure(_) => {
            tracing::warn!(way = name, why = %posted, "a notice was not taken");
            app.breakers.failed(name, app.now());
        }
    }
}

/// Where whoever looks after the installation is reached this way.
fn to(app: &App, way: Reached) -> Option<OwnContact> {
    app.technical.iter().find(|contact| contact.kind == way).cloned()
}

/// What they are told. There is nobody in it, and it fits into one text message.
fn letter(app: &App, notice: &Notice, to: OwnContact, known: &[KnownChannel]) -> Letter {
    let what = match notice.about.as_str() {
        "sms" => "Text messages".to_owned(),
        "email" => "E-mails".to_owned(),
        OUTBOX => "Reminders".to_owned(),
        NOTICES => "Notices to staff".to_owned(),
        push => format!("Messages to phones by {}", push.trim_start_matches("push/")),
    };
    let since = known.iter().find(|way| way.name == notice.about);
    let since = since.and_then(|way| way.failing_since).unwrap_or(notice.made_at);
    let since =
        format!("{} on {}", london_time(since).format("%H:%M"), london_day(since).format("%-d %B"));
    let text = match (notice.kind, notice.about.as_str()) {
        (NoticeKind::Trouble, OUTBOX | NOTICES) => {
            format!("{what} have waited since {since}. Please look.")
        }
        (NoticeKind::Trouble, _) => {
            format!(
                "{what} have not gone out since {since}. They wait until it works. Please look."
            )
        }
        _ => format!("{what} go out again."),
    };
    let host = app.public_url.split_once("://").map_or(&*app.public_url, |(_, host)| host);
    let subject = match notice.kind {
        NoticeKind::WellAgain => "Throughline: it works again",
        _ => "Throughline: something does not work",
    };
    let (id, subject) = (notice.id, subject.to_owned());
    Letter { id, to, subject, text: format!("Throughline at {host}: {text}") }
}

/// A way of which nothing bad is known.
fn works(known: &[KnownChannel], name: &str) -> bool {
    !known.iter().any(|way| way.name == name && way.failing_since.is_some())
}
