//! What will be sent to somebody, when and why, or why not, as the command line says it.

use api::{console::explain::lines, post::Posted};
use domain::proof::Reached;

use crate::{
    house::{House, subscription},
    story::{Cast, Sketch},
};

async fn said(house: &House, cast: &Cast<'_>) -> Vec<String> {
    let person = house.read(async |tx| tx.person(cast.amina.id).await).await;
    lines(&house.app, house.system, &person).await.expect("it can be said")
}

fn has(lines: &[String], words: &str) -> bool {
    lines.iter().any(|line| line.contains(words))
}

#[tokio::test]
async fn it_says_what_the_engine_then_does() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.database.run("UPDATE person SET mobile = '07700 900123'").await;
    house.at("2026-10-07T08:30:00Z");
    house.ask().await;
    let before = said(&house, &cast).await;
    assert!(has(&before, "\"open\" about the pulse check-in"), "{before:?}");
    assert!(
        has(
            &before,
            "It will go by text at 16:30 on Wednesday 7 October 2026 (none of their phones"
        ),
        "{before:?}"
    );
    assert!(has(&before, "By e-mail: not possible: no address is known."), "{before:?}");
    assert!(has(&before, "Next by the schedule: the pulse check-in of Saturday 7 November 2026."));

    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    assert_eq!(house.post.taken().len(), 1);
    let after = said(&house, &cast).await;
    assert!(!has(&after, "\"open\" about"), "{after:?}");

    let address = "https://fcm.googleapis.com/fcm/send/abc";
    phone.put("/push/subscription", subscription(address)).await.ok();
    let seen = said(&house, &cast).await;
    assert!(
        has(&seen, "\"nudge_1\"") && has(&seen, "It will go by message on the phone"),
        "{seen:?}"
    );
    phone.patch("/me/prompts", serde_json::json!({ "pushes": false, "texts": false })).await.ok();
    let seen = said(&house, &cast).await;
    assert!(has(&seen, "By text: not used: they do not want it."), "{seen:?}");
    assert!(has(&seen, "they do not want to be reminded by message on the phone"), "{seen:?}");
    phone.patch("/me/prompts", serde_json::json!({ "stopped": true })).await.ok();
    let seen = said(&house, &cast).await;
    assert!(has(&seen, "They stopped all reminders at 16:30"), "{seen:?}");
}

#[tokio::test]
async fn a_number_that_does_not_exist_and_a_way_that_is_closed_are_told_apart() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let sql = "UPDATE person SET mobile = '07700 900123', email = 'somebody@example.org'";
    house.database.run(sql).await;
    house.at("2026-10-07T08:30:00Z");
    house.ask().await;
    house.post.next(Reached::Mobile, Posted::NoSuchAddress);
    house.post.always(Reached::Email, Some(Posted::Later(None)));
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    for _ in 0..4 {
        house.app.breakers.failed("email", house.app.now());
    }
    let changed = house.app.breakers.changed();
    house.write(async |tx| tx.save_channels(&changed).await).await;
    let seen = said(&house, &cast).await;
    assert!(
        has(&seen, "By text: not possible: the provider says that it does not exist."),
        "{seen:?}"
    );
    assert!(
        has(&seen, "By e-mail: left alone until 16:30 on Wednesday 7 October 2026"),
        "{seen:?}"
    );
    assert!(has(&seen, "It waits for the way by e-mail, which is left alone until"), "{seen:?}");
}
