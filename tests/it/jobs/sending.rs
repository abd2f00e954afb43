//! Several instances share the work, and none does another's again.

use std::collections::HashSet;

use api::{
    jobs,
    push::Delivery,
    store::{Leased, NewPrompt, Settled, StoreError},
};
use chrono::TimeDelta;
use domain::{
    check_in::CheckIn,
    check_in_kind::CheckInKind,
    id::CheckInId,
    prompt::{Channel, PromptOutcome},
};

use crate::{
    house::{House, subscription},
    story::{Cast, Sketch},
};

/// So many prompts that are due now.
async fn queue(house: &House, cast: &Cast<'_>, many: usize) {
    let now = house.app.now();
    let check_in = CheckIn {
        id: house.id::<CheckInId>(),
        person: cast.amina.id,
        kind: CheckInKind::Pulse,
        extra: 0,
        month: 1,
        due_on: house.app.today(),
        opened_at: now,
        closes_at: now + TimeDelta::days(10),
        finished_at: None,
        expired_at: None,
    };
    let open = [(cast.area.id, check_in.clone(), house.app.version())];
    let prompts: Vec<NewPrompt> = (0..many)
        .map(|step| NewPrompt {
            id: house.id(),
            partnership: cast.area.id,
            person: cast.amina.id,
            check_in: check_in.id,
            step: format!("step {step}"),
            channel: Channel::Push,
            meant_at: now,
            due_at: now,
            expires_at: now + TimeDelta::hours(3),
        })
        .collect();
    house
        .write(async |tx| {
            tx.open_check_ins(&open).await?;
            tx.queue_prompts(&prompts).await
        })
        .await;
}

async fn lease(app: &api::app::App, house: &House, limit: u64) -> Vec<Leased> {
    let now = house.app.now();
    let leased = app
        .store
        .write::<_, _, StoreError>(house.system, async |tx| tx.lease_prompts(limit, now).await);
    leased.await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_prompt_is_sent_by_two_senders() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    queue(&house, &cast, 60).await;
    let mut instances = Vec::new();
    for _ in 0..4 {
        instances.push(house.second_instance().await);
    }

    let all =
        futures_util::future::join_all(instances.iter().map(|app| lease(app, &house, 15))).await;

    let ids: Vec<_> = all.iter().flatten().map(|leased| leased.id).collect();
    assert_eq!(ids.len(), 60);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_instances_that_take_their_turns_at_once_tell_a_phone_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let address = "https://fcm.googleapis.com/fcm/send/abc";
    phone.put("/push/subscription", subscription(address)).await.ok();
    let mut instances = Vec::new();
    for _ in 0..4 {
        instances.push(house.second_instance().await);
    }

    house.at("2026-10-07T07:00:00Z");
    futures_util::future::join_all(instances.iter().map(|app| jobs::turn(app, house.system))).await;
    assert_eq!(house.database.count("check_in WHERE month = 1").await, 1, "opened once");
    house.at("2026-10-07T15:30:00Z");
    futures_util::future::join_all(instances.iter().map(|app| jobs::turn(app, house.system))).await;
    assert_eq!(house.push.take().len(), 1);
}

#[tokio::test]
async fn what_a_lost_sender_had_in_hand_comes_back() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    queue(&house, &cast, 3).await;

    let lost = lease(&house.app, &house, 100).await;
    assert_eq!(lost.len(), 3);
    house.wait(TimeDelta::minutes(5));
    assert_eq!(lease(&house.app, &house, 100).await.len(), 0, "it may still be at it");
    house.wait(TimeDelta::seconds(1));
    let again = lease(&house.app, &house, 100).await;
    assert_eq!(again.len(), 3, "it is not at it any more");
    assert!(again.iter().all(|leased| leased.attempts == 2));

    let now = house.app.now();
    let sent = Settled {
        outcome: PromptOutcome::Sent,
        channel: Channel::Push,
        reference: None,
        late: false,
        fell_back: false,
    };
    house.write(async |tx| tx.settle_prompts(&[(&again[0], sent)], now).await).await;
    house.wait(TimeDelta::minutes(6));
    assert_eq!(lease(&house.app, &house, 100).await.len(), 2, "what is settled is settled");
}

#[tokio::test]
async fn one_young_persons_trouble_delays_no_other() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    cast.manager.assign(&ben, &cast.worker).await;
    let (aminas, bens) =
        (cast.worker.phone_of(&cast.amina).await, cast.worker.phone_of(&ben).await);
    let aminas_address = "https://fcm.googleapis.com/fcm/send/gone";
    aminas.put("/push/subscription", subscription(aminas_address)).await.ok();
    bens.put("/push/subscription", subscription("https://fcm.googleapis.com/fcm/send/good"))
        .await
        .ok();
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;

    house.push.will_answer_at(aminas_address, Delivery::Rejected(400));
    house.at("2026-10-07T15:30:00Z");
    assert_eq!(house.send().await.done, 2);
    assert_eq!(house.push.take().len(), 2);
    assert_eq!(house.send().await.done, 0);
}

#[tokio::test]
async fn a_day_on_which_very_many_are_asked_is_planned_like_any_other() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    queue(&house, &cast, 4_500).await;
    assert_eq!(house.database.count("prompt").await, 4_500);
}
