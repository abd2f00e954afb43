//! Whoever steals the database gets in nowhere with it (SEC-05).

use serde_json::Value;

use crate::{
    house::House,
    story::{Cast, Sketch, link},
};

#[tokio::test]
async fn the_database_holds_no_secret_that_opens_anything() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let (_, tokens) = worker.app_of(&amina).await;
    let invitation = worker.invite(&amina, "letter").await;
    let code = invitation["code"].as_str().unwrap();
    let sign_in_link = area.sign_in_link(worker.id).await;

    let everything = house.database.everything().await;

    assert!(everything.contains("Rahman"), "all of it is looked through");
    let of = |value: &Value| value.as_str().unwrap().to_owned();
    let secrets = [
        of(&tokens["access_token"]),
        of(&tokens["refresh_token"]),
        link(&invitation),
        code.to_owned(),
        code.replace(' ', ""),
        sign_in_link,
    ];
    for secret in secrets {
        // A token names its partnership first; what is secret comes after.
        let secret = secret.get(25..).unwrap_or(&secret);
        assert!(!everything.contains(secret), "{secret}");
    }
}
