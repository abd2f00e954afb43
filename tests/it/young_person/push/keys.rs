//! Our key is exchanged, and phones move to the new one one by one.

use api::push::Push;
use serde_json::{Value, json};

use super::{ADDRESS, OTHER_ADDRESS, sent};
use crate::{
    house::{Caller, House, subscription},
    story::{Cast, Sketch},
};

fn made_with(address: &str, key: &str) -> Value {
    let mut body = subscription(address);
    body["key"] = json!(key);
    body
}

async fn renew(phone: &Caller<'_>) -> Value {
    phone.get("/push/key").await.ok()["renew"].clone()
}

#[tokio::test]
async fn a_phone_is_sent_to_with_the_key_that_it_subscribed_with() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (old, new) = (worker.phone_of(&amina).await, worker.phone_of(&amina).await);
    let (old_key, new_key) = (house.push.old_key.clone(), house.push.public_key().to_owned());
    assert_eq!(renew(&old).await, false, "it takes no pushes");
    old.put("/push/subscription", made_with(ADDRESS, &old_key)).await.ok();
    new.put("/push/subscription", subscription(OTHER_ADDRESS)).await.ok();

    assert_eq!((renew(&old).await, renew(&new).await), (json!(true), json!(false)));
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.at("2026-10-07T15:30:00Z");
    let mut keys: Vec<_> =
        sent(&house).await.into_iter().map(|sent| (sent.endpoint, sent.key)).collect();
    keys.sort();
    let right = [(ADDRESS, &old_key), (OTHER_ADDRESS, &new_key)];
    assert_eq!(keys, right.map(|(address, key)| (address.to_owned(), Some(key.clone()))));

    // The same subscription, by a page that does not say: its key is what it was.
    old.put("/push/subscription", subscription(ADDRESS)).await.ok();
    assert_eq!(renew(&old).await, true);
    // The page has subscribed again.
    let moved = format!("{ADDRESS}-moved");
    old.put("/push/subscription", made_with(&moved, &new_key)).await.ok();
    assert_eq!(renew(&old).await, false);
    house.at("2026-10-09T08:30:00Z");
    let all = sent(&house).await;
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|sent| sent.key.as_ref() == Some(&new_key)));
}

#[tokio::test]
async fn a_key_that_was_never_ours_is_refused() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let never =
        "BAYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgY";
    let refused = phone.put("/push/subscription", made_with(ADDRESS, never)).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));
    assert_eq!(refused.pointers(), ["/key"]);
    assert_eq!(phone.get("/me").await.ok()["push"], "off");
}

#[tokio::test]
async fn a_phone_that_nothing_reaches_is_asked_to_switch_reminders_on_again() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (phone, other) = (worker.phone_of(&amina).await, worker.phone_of(&amina).await);
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    let reminders = async || -> Vec<Value> {
        let mut items = phone.get("/me/phones").await.ok()["items"].as_array().unwrap().clone();
        items.sort_by_key(|one| one["this"] == false);
        items.into_iter().map(|one| one["reminders"].clone()).collect()
    };
    assert_eq!(reminders().await, ["on", "off"]);
    let (partnership, person) = house
        .read(async |tx| {
            let who = tx.person(amina.id).await?;
            Ok((who.partnership, who.id))
        })
        .await;
    let subscribed = || {
        house.read(async |tx| {
            let all = tx.recipients(&[(partnership, person)], house.app.now()).await?;
            Ok(all[&person].phones.clone())
        })
    };
    let id = subscribed().await[0].id;
    let refuse =
        || house.write(async |tx| tx.phones_refused(&[(partnership, id)], house.app.now()).await);

    house.at("2026-09-08T09:00:00Z");
    refuse().await;
    house.at("2026-09-10T09:00:00Z");
    refuse().await;
    assert_eq!(reminders().await, ["on", "off"], "two days are not too long");
    house.at("2026-09-10T09:00:01Z");
    assert_eq!(reminders().await, ["failing", "off"]);
    assert_eq!((renew(&phone).await, renew(&other).await), (json!(true), json!(false)));
    // The same address again mends nothing.
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    assert_eq!(reminders().await, ["failing", "off"]);

    house.write(async |tx| tx.phones_took(&[(partnership, id)], house.app.now()).await).await;
    assert_eq!(reminders().await, ["on", "off"], "something got there");
    house.at("2026-09-11T09:00:00Z");
    refuse().await;
    house.at("2026-09-20T09:00:00Z");
    assert_eq!(reminders().await, ["failing", "off"]);
    phone.put("/push/subscription", subscription(OTHER_ADDRESS)).await.ok();
    assert_eq!(reminders().await, ["on", "off"], "it is another subscription");
    assert_eq!(renew(&phone).await, false);
}
