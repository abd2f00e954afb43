//! An open page hears that something has changed, and of nobody whom its reader does not reach.

use std::{sync::Arc, time::Duration};

use api::news::{News, Times};
use chrono::TimeDelta;
use domain::staff::Role;
use futures_util::{Stream, StreamExt};
use poem::Response;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    house::House,
    story::{CORE, Sketch, said},
};

/// A house in which pages listen for as long as a test likes.
async fn house() -> House {
    let mut house = House::new().await;
    let times = Times { look: Duration::from_millis(5), ..Times::default() };
    house.app.news = Arc::new(News::new(times));
    house.restart();
    house
}

/// What comes, piece by piece; nothing once the stream has ended.
struct Heard(std::pin::Pin<Box<dyn Stream<Item = String> + Send>>);

impl Heard {
    async fn of(mut response: Response) -> Self {
        assert_eq!(response.status(), 200);
        assert_eq!(response.header("content-type"), Some("text/event-stream"));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("content-encoding"), None);
        let pieces = response.take_body().into_bytes_stream();
        let text =
            pieces.map(|piece| String::from_utf8(piece.expect("a piece").to_vec()).expect("text"));
        let mut heard = Self(Box::pin(text));
        // The first look says from when on everything is new.
        assert!(
            timeout(Duration::from_millis(60), heard.0.next()).await.is_err(),
            "nothing is new"
        );
        heard
    }

    /// The next pieces of news, until there is nothing more for a moment.
    async fn news(&mut self) -> Vec<Value> {
        let mut all = String::new();
        let mut patience = Duration::from_secs(5);
        while let Ok(Some(piece)) = timeout(patience, self.0.next()).await {
            all += &piece;
            patience = Duration::from_millis(60);
        }
        let data = all.lines().filter_map(|line| line.strip_prefix("data:"));
        data.map(|data| serde_json::from_str(data.trim()).expect("JSON")).collect()
    }

    async fn ends(&mut self) -> bool {
        matches!(timeout(Duration::from_secs(5), self.0.next()).await, Ok(None))
    }
}

#[tokio::test]
async fn a_page_hears_of_new_harm_and_of_a_changed_record_and_nothing_more() {
    let house = house().await;
    let (cast, phone, check_in) = house.asked().await;
    let olga = cast.area.member("Olga Other", Role::Worker).await;
    house.stand().await;
    house.wait(TimeDelta::minutes(1));
    let mut hers = Heard::of(cast.worker.listen("/news").await).await;
    let mut elsewhere = Heard::of(olga.listen("/news").await).await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    house.stand().await;
    let news = hers.news().await;
    let kinds: Vec<_> = news.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert!(["alerts", "caseload", "person"].iter().all(|kind| kinds.contains(kind)), "{news:?}");
    assert!(news.contains(&json!({ "kind": "person", "person_id": cast.amina.id })));
    let text = json!(news).to_string();
    assert!(!text.contains("Amina") && !text.contains("safe"), "{text}");

    let nothing = timeout(Duration::from_millis(100), elsewhere.0.next()).await;
    assert!(nothing.is_err(), "of somebody who is not theirs: {nothing:?}");
    house.wait(TimeDelta::minutes(1));
    cast.manager.assign(&cast.amina, &olga).await;
    house.stand().await;
    assert!(!elsewhere.news().await.is_empty(), "now she is");
}

#[tokio::test]
async fn listening_ends_with_the_session_and_when_the_service_stops() {
    let house = house().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let mut hers = Heard::of(cast.worker.listen("/news").await).await;
    let mut his = Heard::of(cast.manager.listen("/news").await).await;
    assert_eq!(cast.worker.delete("/session").await.status, 204);
    assert!(hers.ends().await);
    house.app.news.close();
    assert!(his.ends().await);
    assert_eq!(cast.worker.get("/news").await.problem(), (401, "not-signed-in"));
}

#[tokio::test]
async fn listening_keeps_nobody_awake() {
    let house = house().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let mut hers = Heard::of(cast.worker.listen("/news").await).await;
    // Listening again and again says nothing of whoever opened the page.
    for _ in 0..3 {
        house.wait(TimeDelta::minutes(4));
        drop(cast.worker.listen("/news").await);
    }
    house.wait(TimeDelta::minutes(4));
    assert!(hers.ends().await, "sixteen minutes without use");
    assert_eq!(cast.worker.get("/caseload").await.problem(), (401, "not-signed-in"));
}

#[tokio::test]
async fn one_session_listens_three_times_at_once_and_the_oldest_gives_way() {
    let house = house().await;
    let (cast, phone, check_in) = house.asked().await;
    house.stand().await;
    let mut other = Heard::of(cast.manager.listen("/news").await).await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(Heard::of(cast.worker.listen("/news").await).await);
    }
    assert!(all[0].ends().await, "a fourth page takes its place");
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    house.stand().await;
    for heard in all.iter_mut().skip(1).chain([&mut other]) {
        assert!(!heard.news().await.is_empty(), "the others listen on");
    }
}

#[tokio::test]
async fn what_another_instance_does_is_heard_of_too() {
    let house = house().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    house.stand().await;
    house.wait(TimeDelta::minutes(1));
    let mut hers = Heard::of(cast.worker.listen("/news").await).await;
    let other = house.second_instance().await;
    house.database.run("UPDATE person SET language = language").await;
    api::jobs::stand(&other, house.system).await.expect("rows can be worked out");
    assert!(hers.news().await.contains(&json!({ "kind": "person", "person_id": cast.amina.id })));
}
