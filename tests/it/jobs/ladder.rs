//! The ladder of reminders: which way, when, how often, and what comes of what goes wrong (CI-11 to CI-14, YP-30 to YP-32).

use api::{
    post::{Letter, Posted, Sought},
    push::Delivery,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::proof::Reached;
use serde_json::json;

use crate::{
    house::{Caller, House, subscription},
    story::{Cast, Sketch},
};

const ADDRESS: &str = "https://fcm.googleapis.com/fcm/send/amina";

/// Amina's first short check-in opens on 7 October 2026, a Wednesday.
async fn asked(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    reachable(house).await;
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    (cast, phone)
}

/// Everybody has a number and an address in the record.
async fn reachable(house: &House) {
    let sql = "UPDATE person SET mobile = '07700 900123', email = 'somebody@example.org'";
    house.database.run(sql).await;
}

/// The outcomes of her prompts by rung, with the way each went.
async fn outcomes(house: &House) -> Vec<String> {
    let sql = "SELECT step || ' ' || channel || ' ' || coalesce(outcome, 'waits') FROM prompt ORDER BY due_at, step";
    house.database.texts(sql).await
}

/// Goes on minute by minute, and says at which moments something was sent, and which way.
async fn watched(house: &House, days: i64) -> Vec<String> {
    let mut seen = Vec::new();
    let end = house.app.now() + TimeDelta::days(days);
    while house.app.now() < end {
        house.send().await;
        let at = house.app.now().format("%d %b %H:%M").to_string();
        seen.extend(house.push.take().iter().map(|_| format!("{at} push")));
        for letter in house.post.taken() {
            seen.push(format!("{at} {}", letter.to.kind.code()));
        }
        house.wait(TimeDelta::minutes(30));
    }
    seen
}

#[tokio::test]
async fn whoever_has_no_phone_is_texted_and_never_more_than_the_caps_say() {
    let house = House::new().await;
    asked(&house).await;
    let seen = watched(&house, 11).await;
    // Summer time: half past four is 15:30.
    assert_eq!(seen, ["07 Oct 15:30 mobile", "11 Oct 15:30 mobile"]);
    assert_eq!(
        outcomes(&house).await,
        ["open sms sent", "nudge_1 push no-channel", "nudge_2 sms sent"]
    );
}

#[tokio::test]
async fn whoever_has_a_phone_is_told_there_first_and_texted_after_two_in_vain() {
    let house = House::new().await;
    let (_, phone) = asked(&house).await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    let seen = watched(&house, 11).await;
    assert_eq!(seen, ["07 Oct 15:30 push", "09 Oct 08:30 push", "11 Oct 15:30 mobile"]);
}

#[tokio::test]
async fn a_text_says_nothing_about_anybody_and_fits() {
    let house = House::new().await;
    let (cast, _) = asked(&house).await;
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    let [letter]: [Letter; 1] = house.post.taken().try_into().expect("one text");
    assert!(letter.text.contains("https://throughline.example/phone/"), "{}", letter.text);
    assert!(!letter.text.contains("STOP"), "nobody reads replies: {}", letter.text);
    assert!(letter.text.chars().count() <= 160);
    for name in ["Amina", "amina", &cast.amina.id.0.to_string()] {
        assert!(!letter.text.contains(name) && !letter.subject.contains(name));
    }
}

#[tokio::test]
async fn a_phone_that_is_gone_is_texted_in_the_same_step() {
    let house = House::new().await;
    let (_, phone) = asked(&house).await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.push.will_answer(Delivery::Gone);
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    assert_eq!(house.post.taken().len(), 1);
    assert_eq!(outcomes(&house).await[0], "open sms sent");
    assert_eq!(house.database.count("prompt WHERE fell_back").await, 1);
    house.wait(TimeDelta::minutes(10));
    house.send().await;
    assert_eq!(house.post.taken().len(), 0, "once");
}

#[tokio::test]
async fn a_number_that_does_not_exist_is_not_texted_again_until_it_changes() {
    let house = House::new().await;
    let (_, _) = asked(&house).await;
    house.post.next(Reached::Mobile, Posted::NoSuchAddress);
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    // The letter that nobody took, and the e-mail in the same step.
    let ways: Vec<_> = house.post.taken().iter().map(|letter| letter.to.kind).collect();
    assert_eq!(ways, [Reached::Mobile, Reached::Email]);
    house.at("2026-10-11T15:30:00Z");
    house.send().await;
    assert_eq!(house.post.taken().len(), 0);
    assert_eq!(
        outcomes(&house).await,
        ["open email sent", "nudge_1 push expired", "nudge_2 sms no-channel"]
    );
}

#[tokio::test]
async fn whoever_wants_no_texts_gets_an_e_mail() {
    let house = House::new().await;
    let (_, phone) = asked(&house).await;
    let me = phone.patch("/me/prompts", json!({ "texts": false })).await.ok();
    assert_eq!(me["prompts"]["texts"], false);
    let seen = watched(&house, 11).await;
    assert_eq!(seen, ["07 Oct 15:30 email"]);
    let me = phone.patch("/me/prompts", json!({ "texts": true, "emails": false })).await.ok();
    assert_eq!((&me["prompts"]["texts"], &me["prompts"]["emails"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn a_stop_counts_for_what_is_already_due() {
    let house = House::new().await;
    let (_, phone) = asked(&house).await;
    house.at("2026-10-07T15:30:00Z");
    phone.patch("/me/prompts", json!({ "stopped": true })).await.ok();
    house.send().await;
    assert_eq!(house.post.taken().len(), 0);
}

#[tokio::test]
async fn a_text_that_may_have_been_taken_is_never_sent_again() {
    let house = House::new().await;
    asked(&house).await;
    house.post.next(Reached::Mobile, Posted::Unsure("the connection broke".into()));
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    assert_eq!(house.post.taken().len(), 1);
    house.wait(TimeDelta::hours(1));
    house.send().await;
    assert_eq!(house.post.taken().len(), 0);
    assert_eq!(outcomes(&house).await[0], "open sms unsure");
}

/// Whoever had it in hand crashed after it was handed over.
async fn crashed(house: &House) {
    house.at("2026-10-07T15:30:00Z");
    let now: DateTime<Utc> = house.app.now();
    house
        .write(async |tx| {
            let leased = tx.lease_prompts(10, now).await?;
            assert!(tx.hand_over(&leased[0], domain::prompt::Channel::Sms, now).await?);
            Ok(())
        })
        .await;
    house.send().await;
    assert_eq!(house.post.taken().len(), 0, "it may still be at it");
    house.wait(TimeDelta::minutes(6));
}

#[tokio::test]
async fn after_a_crash_a_text_is_sent_only_if_the_provider_never_had_it() {
    for (sought, sent, outcome) in [
        (Sought::Taken(Some("theirs".into())), 0, "open sms sent"),
        (Sought::CannotTell, 0, "open sms unsure"),
        (Sought::NotThere, 1, "open sms sent"),
    ] {
        let house = House::new().await;
        asked(&house).await;
        house.post.seeks(Reached::Mobile, sought);
        crashed(&house).await;
        house.send().await;
        assert_eq!(house.post.taken().len(), sent, "{outcome}");
        assert_eq!(outcomes(&house).await[0], outcome);
    }
}

#[tokio::test]
async fn a_crash_before_anybody_was_told_loses_nothing_however_often() {
    let house = House::new().await;
    let (_, phone) = asked(&house).await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.at("2026-10-07T15:30:00Z");
    for _ in 0..3 {
        let now = house.app.now();
        house.write(async |tx| tx.lease_prompts(10, now).await.map(drop)).await;
        house.wait(TimeDelta::minutes(6));
    }
    house.send().await;
    assert_eq!(house.push.take().len(), 1);
    assert_eq!(outcomes(&house).await[0], "open push sent");
}

/// So often somebody crashed while phones were told.
async fn crashed_telling(house: &House, times: usize) {
    let (_, phone) = asked(house).await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.at("2026-10-07T15:30:00Z");
    for _ in 0..times {
        let now = house.app.now();
        house
            .write(async |tx| {
                let leased = tx.lease_prompts(10, now).await?;
                tx.note_pushes(&[&leased[0]], now).await
            })
            .await;
        house.wait(TimeDelta::minutes(6));
    }
    house.send().await;
}

#[tokio::test]
async fn after_a_crash_a_push_is_sent_once_more_and_after_two_never_again() {
    for (times, sent, outcome) in [(1, 1, "open push sent"), (2, 0, "open push unsure")] {
        let house = House::new().await;
        crashed_telling(&house, times).await;
        assert_eq!(house.push.take().len(), sent, "{outcome}");
        assert_eq!(outcomes(&house).await[0], outcome);
    }
}

#[tokio::test]
async fn a_text_that_was_turned_away_may_go_to_a_phone_the_next_time() {
    let house = House::new().await;
    let (_, phone) = asked(&house).await;
    house.post.next(Reached::Mobile, Posted::Later(None));
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.post.taken();
    house.wait(TimeDelta::minutes(2));
    let now = house.app.now();
    let leased = house.write(async |tx| tx.lease_prompts(10, now).await).await;
    assert_eq!(leased[0].channel, domain::prompt::Channel::Push, "so that it is noted");
    house.wait(TimeDelta::minutes(6));
    house.send().await;
    assert_eq!(house.push.take().len(), 1);
    assert_eq!(outcomes(&house).await[0], "open push sent");
}

#[tokio::test]
async fn a_moment_that_has_passed_is_not_made_up_for_at_night_or_the_next_day() {
    let house = House::new().await;
    asked(&house).await;
    for at in ["2026-10-07T18:00:00Z", "2026-10-07T21:00:00Z", "2026-10-08T09:00:00Z"] {
        house.at(at);
        house.send().await;
    }
    let letters = house.post.taken();
    let ways: Vec<_> = letters.iter().map(|letter| letter.to.kind).collect();
    assert_eq!(ways, [Reached::Email], "at seven in the evening no text goes, and an e-mail does");
    let house = House::new().await;
    asked(&house).await;
    for at in ["2026-10-07T21:00:00Z", "2026-10-08T09:00:00Z"] {
        house.at(at);
        house.send().await;
    }
    assert_eq!(house.post.taken().len(), 0);
    assert_eq!(outcomes(&house).await[0], "open push expired");
}

#[tokio::test]
async fn a_gateway_that_is_down_is_left_alone_and_what_waited_goes_in_order() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    for name in ["Ben One", "Ben Two", "Ben Three", "Ben Four", "Ben Five", "Ben Six", "Ben Seven"]
    {
        cast.area.add(Sketch::named(name)).await;
    }
    reachable(&house).await;
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.post.always(Reached::Mobile, Some(Posted::Later(None)));
    house.at("2026-10-07T15:30:00Z");
    for _ in 0..5 {
        house.send().await;
        house.wait(TimeDelta::minutes(1));
    }
    let tried = house.post.taken().len();
    assert!(tried < 8 * 5, "it is tried now and then, not {tried} times");
    assert_eq!(house.database.count("channel WHERE closed_until IS NOT NULL").await, 1);
    house.post.always(Reached::Mobile, None);
    house.wait(TimeDelta::minutes(10));
    for _ in 0..40 {
        house.send().await;
        house.wait(TimeDelta::minutes(1));
    }
    assert_eq!(house.post.taken().len(), 8, "nothing is lost, and nothing comes twice");
    assert_eq!(house.database.count("prompt WHERE step = 'open' AND outcome = 'sent'").await, 8);
    assert_eq!(house.database.count("channel WHERE closed_until IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_push_service_that_was_down_is_tried_again_and_everybody_is_told() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let mut others = Vec::new();
    for name in ["Ben One", "Ben Two", "Ben Three", "Ben Four", "Ben Five", "Ben Six", "Ben Seven"]
    {
        let other = cast.area.add(Sketch::named(name)).await;
        cast.manager.assign(&other, &cast.worker).await;
        others.push(other);
    }
    for (number, person) in [&cast.amina].into_iter().chain(&others).enumerate() {
        let phone = cast.worker.phone_of(person).await;
        phone.put("/push/subscription", subscription(&format!("{ADDRESS}-{number}"))).await.ok();
    }
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.push.will_answer(Delivery::Retry(None));
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    assert_eq!(house.database.count("channel WHERE closed_until IS NOT NULL").await, 1);
    house.push.will_answer(Delivery::Accepted);
    house.push.take();
    house.wait(TimeDelta::minutes(10));
    for _ in 0..20 {
        house.send().await;
        house.wait(TimeDelta::minutes(1));
    }
    assert_eq!(house.push.take().len(), 8, "nothing is lost, and nothing comes twice");
    assert_eq!(house.database.count("prompt WHERE step = 'open' AND outcome = 'sent'").await, 8);
    assert_eq!(house.database.count("channel WHERE closed_until IS NOT NULL").await, 0);
}
