//! Somebody sees to it that messages go out, and tells whoever looks after the installation (SAFE-14).

use api::{
    jobs, metrics,
    post::{Letter, Posted},
    store::{Notice, OwnContact},
};
use chrono::TimeDelta;
use domain::proof::Reached::{self, Email, Mobile};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    house::House,
    story::{Cast, Sketch, said},
};

const TOO_BUSY: Posted = Posted::Later(None);

/// A service that somebody looks after who has an address and a number.
async fn looked_after() -> House {
    let mut house = House::new().await;
    let contact = |kind, value: &str| OwnContact { kind, value: value.to_owned() };
    house.app.technical =
        [contact(Email, "ops@t.example"), contact(Mobile, "+447700900999")].into();
    house
}

async fn watch(house: &House) {
    jobs::watch(&house.app, house.system).await.expect("the job does its turn");
}

/// Watches minute by minute, and says at which minutes somebody was told, and which way.
async fn told(house: &House, minutes: i64) -> Vec<String> {
    let mut told = Vec::new();
    for _ in 0..minutes {
        watch(house).await;
        let at = house.app.now().format("%H:%M").to_string();
        for Letter { to, text, .. } in house.post.taken() {
            told.push(format!("{at} {}: {text}", to.kind.code()));
        }
        house.wait(TimeDelta::minutes(1));
    }
    told
}

fn ways(probed: Vec<(Reached, uuid::Uuid)>) -> Vec<Reached> {
    probed.into_iter().map(|(way, _)| way).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_hour_each_way_is_tried_once_whoever_watches() {
    let house = looked_after().await;
    let mut instances = Vec::new();
    for _ in 0..3 {
        instances.push(house.second_instance().await);
    }
    let all = async || {
        let all = instances.iter().map(|app| jobs::watch(app, house.system));
        for done in futures_util::future::join_all(all).await {
            done.expect("the job does its turn");
        }
        let mut ways = ways(house.post.probed());
        ways.sort_by_key(|way| way.code());
        ways
    };
    assert_eq!(all().await, [Email, Mobile]);
    assert_eq!(all().await, []);
    house.at("2026-09-07T09:59:00Z");
    assert_eq!(all().await, []);
    house.at("2026-09-07T10:00:00Z");
    assert_eq!(all().await, [Email, Mobile]);
    assert_eq!(house.database.count("notice WHERE taken").await, 4);
    assert_eq!(house.database.count("channel WHERE worked_at IS NOT NULL").await, 2);
    assert_eq!(house.post.taken(), [], "nobody is troubled by it");
}

#[tokio::test]
async fn a_way_that_is_not_set_up_is_not_tried() {
    let house = looked_after().await;
    house.post.has_only(&[Email]);
    watch(&house).await;
    assert_eq!(ways(house.post.probed()), [Email]);
}

#[tokio::test]
async fn whoever_looks_after_it_is_told_once_by_another_way_and_once_when_it_is_well() {
    let house = looked_after().await;
    house.post.always(Mobile, Some(TOO_BUSY));
    assert_eq!(
        told(&house, 120).await,
        [
            "09:15 email: Throughline at throughline.example: Text messages have not gone out since 10:00 on 7 September. They \
             wait until it works. Please look."
        ]
    );
    // Every five minutes one try, so that it is soon seen when it works again.
    assert_eq!(ways(house.post.probed()).iter().filter(|way| **way == Mobile).count(), 25);
    house.post.always(Mobile, None);
    assert_eq!(
        told(&house, 120).await,
        ["11:01 email: Throughline at throughline.example: Text messages go out again."]
    );
}

#[tokio::test]
async fn a_minute_of_trouble_is_not_worth_telling() {
    let house = looked_after().await;
    house.post.next(Mobile, TOO_BUSY);
    assert_eq!(told(&house, 60).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_has_waited_for_five_minutes_is_told_and_once_more_when_it_has_gone() {
    let house = looked_after().await;
    let Cast { .. } = house.cast(Sketch::default()).await;
    house.database.run("UPDATE person SET mobile = '07700 900123'").await;
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.at("2026-10-07T15:30:00Z");
    assert_eq!(
        told(&house, 20).await,
        [
            "15:35 email: Throughline at throughline.example: Reminders have waited since 16:30 on 7 October. Please look."
        ]
    );
    let text = metrics::text(&house.app, house.system).await.unwrap();
    assert!(text.contains("\nthroughline_prompts_oldest_seconds 1200\n"), "{text}");
    assert!(text.contains("\nthroughline_prompts_due 1\n"), "{text}");
    house.send().await;
    assert_eq!(house.post.taken().len(), 1);
    assert_eq!(
        told(&house, 20).await,
        ["15:50 email: Throughline at throughline.example: Reminders go out again."]
    );

    let text = metrics::text(&house.app, house.system).await.unwrap();
    for line in [
        "throughline_prompts_due 0",
        "throughline_prompts_total{way=\"sms\",outcome=\"sent\"} 1",
        "throughline_prompts_late_total 1",
        "throughline_prompts_oldest_seconds 0",
        "throughline_channel_open{channel=\"sms\"} 1",
    ] {
        assert!(text.lines().any(|one| one == line), "{line} is missing in\n{text}");
    }
    assert!(!text.contains("outbox") && !text.to_lowercase().contains("derbyshire"), "{text}");
}

#[tokio::test]
async fn what_staff_are_not_told_for_five_minutes_is_told_by_another_way_and_once_more_when_they_are()
 {
    let house = looked_after().await;
    let (_, phone, id) = house.asked().await;
    house.post.always(Email, Some(TOO_BUSY));
    let unsafe_now = said("2026-09-07T09:00:00Z", &[("feel_safe", "no")]);
    phone.say(&id, &unsafe_now).await.ok();
    house.escalate().await;
    house.post.taken();
    let said = told(&house, 8).await;
    assert_eq!(
        said,
        [
            "09:05 mobile: Throughline at throughline.example: Notices to staff have waited since 10:00 on 7 September. Please \
             look."
        ]
    );
    house.post.always(Email, None);
    house.escalate().await;
    house.post.taken();
    let said = told(&house, 8).await;
    let again = said.iter().filter(|one| one.contains("Notices to staff go out again."));
    assert_eq!(again.count(), 1, "{said:?}");
}

#[tokio::test]
async fn where_the_best_way_fails_too_it_is_told_by_the_next() {
    let house = looked_after().await;
    watch(&house).await;
    let now = house.app.now();
    for _ in 0..5 {
        house.app.breakers.failed("push/fcm.googleapis.com", now);
    }
    let changed = house.app.breakers.changed();
    house.write(async |tx| tx.save_channels(&changed).await).await;
    house.post.always(Email, Some(TOO_BUSY));
    let told = told(&house, 30).await;
    let by: Vec<&str> = told.iter().map(|one| one.split(':').nth(1).unwrap()).collect();
    // The double keeps what it did not take: by e-mail in vain, a minute later by text.
    assert_eq!(by[..2], ["15 email", "16 mobile"], "{told:?}");
    let push = told.iter().filter(|one| one.contains("phones by fcm.googleapis.com"));
    assert_eq!(push.count(), 2, "{told:?}");
}

#[tokio::test]
async fn nothing_is_sent_again_after_a_crash() {
    let house = looked_after().await;
    house.post.always(Mobile, Some(TOO_BUSY));
    told(&house, 15).await;
    house.post.probed();
    // Somebody takes what is due at a quarter past, hands it over and is never heard of again.
    let now = house.app.now();
    let trouble = Notice {
        id: house.id(),
        kind: api::store::NoticeKind::Trouble,
        way: Email,
        about: "sms".to_owned(),
        made_at: now,
        leased_until: None,
        handed_at: None,
    };
    house
        .write(async |tx| {
            tx.tell_of_channel("sms", Some(now)).await?;
            tx.add_notice(&trouble).await?;
            let leased = tx.lease_notices(now).await?;
            assert_eq!(leased.len(), 1);
            assert!(tx.hand_over_notice(&leased[0], now).await?);
            Ok(())
        })
        .await;
    assert_eq!(told(&house, 30).await, Vec::<String>::new());
    assert_eq!(house.post.asked(), [(Email, trouble.id)], "its provider is asked, once");
    assert_eq!(house.database.count("notice WHERE settled_at IS NULL").await, 0);
}

#[tokio::test]
async fn where_nobody_is_named_nobody_is_told() {
    let house = House::new().await;
    house.post.always(Mobile, Some(TOO_BUSY));
    assert_eq!(told(&house, 30).await, Vec::<String>::new());
    assert_eq!(house.database.count("channel WHERE told_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn the_numbers_are_given_at_an_address_of_their_own_and_nowhere_else() {
    let house = House::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    #[expect(clippy::disallowed_methods, reason = "it answers while the test asks")]
    let serving = tokio::spawn(metrics::serve(house.app.clone(), house.system, listener, stopped));
    let ask = async |path: &str| {
        let mut caller = tokio::net::TcpStream::connect(at).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: t.example\r\nconnection: close\r\n\r\n");
        caller.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        caller.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let metrics = ask("/metrics").await;
    assert!(metrics.starts_with("HTTP/1.1 200"), "{metrics}");
    assert!(metrics.contains("text/plain; version=0.0.4"), "{metrics}");
    assert!(metrics.contains("# TYPE throughline_prompts_total counter"), "{metrics}");
    assert!(ask("/health/live").await.starts_with("HTTP/1.1 404"), "nothing else is there");
    assert_eq!(house.stranger("").get("/metrics").await.status, 404);
    stop.send_replace(true);
    serving.await.unwrap().unwrap();
}
