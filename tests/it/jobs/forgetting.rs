//! What has served its time goes, and what people said stays.

use chrono::TimeDelta;

use crate::{
    house::{House, subscription},
    story::{Cast, Sketch, said},
};

#[tokio::test]
async fn what_has_served_its_time_is_forgotten_and_what_people_said_is_not() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since("2026-06-07")).await;
    worker.invite(&amina, "letter").await;
    let phone = worker.phone_of(&amina).await;
    phone
        .put("/push/subscription", subscription("https://fcm.googleapis.com/fcm/send/abc"))
        .await
        .ok();
    house.ask().await;
    let id = phone.waiting_id("core").await;
    phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")]).finished()).await.ok();
    phone.delete("/session").await.ok();
    let count = async |table| house.database.count(table).await;
    assert_eq!(house.forget().await.done, 0, "nothing is old yet");
    assert!(count("prompt").await > 0);

    house.wait(TimeDelta::days(100));
    assert!(house.forget().await.done > 0);

    assert_eq!(count("invitation").await, 1, "the used one says that somebody has joined");
    for table in ["session", "session_token", "push_subscription", "prompt"] {
        assert_eq!(count(table).await, 0, "{table}");
    }
    assert_eq!((count("answer").await, count("alert").await, count("person").await), (1, 1, 1));
    assert_eq!(house.forget().await.done, 0);
}
