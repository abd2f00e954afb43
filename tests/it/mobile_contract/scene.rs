//! How things stand when a story begins.

use api::store::Whose;
use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};

use super::values::Values;
use crate::{
    house::{Caller, House, moment, subscription},
    story::{
        Area, Sketch, Young, link,
        questions::{own, welsh},
    },
};

/// Where her phone takes pushes.
const ADDRESS: &str = "https://fcm.googleapis.com/fcm/send/abc";

/// A house in which a story can begin.
pub struct Scene<'h> {
    house: &'h House,
    area: Area<'h>,
    amina: Young,
    /// Her app swaps its tokens behind the scene.
    swaps: bool,
}

impl<'h> Scene<'h> {
    /// Amina Rahman, born on 7 September 2008, is eighteen today. Wanda, who works with her, has written to her.
    ///
    /// - `invited`: the letter with its link and code is all she has.
    /// - `signed-in`: she has used it, in an app.
    /// - `two-languages`: she has; Derbyshire asks in English and, for whoever likes, in Welsh.
    /// - `asked`: a month has passed since, and the first pulse is open. Ben has one too. Her access token is always a
    ///   fresh one.
    /// - `college`: the same, and she has been at college since September; her phone takes pushes.
    /// - `lost-place`: she was at college until the end of September.
    /// - `helped`: the same, and she has asked her mother Rosa to help and to be reminded, who has a link.
    pub async fn set(house: &'h House, scene: &str, values: &mut Values) -> Self {
        let cast = house.cast(Sketch::default()).await;
        let swaps = ["asked", "helped", "two-languages", "lost-place", "college"].contains(&scene);
        let begun = Self { house, area: cast.area, amina: cast.amina, swaps };
        if scene == "two-languages" {
            let admin = cast.area.administrator().await;
            admin.ask_from(&own("derbyshire", "1.0.0")).await;
            admin.ask_from(&welsh("derbyshire", "1.0.0")).await;
        }
        if scene == "invited" {
            let letter = cast.worker.invite(&cast.amina, "letter").await;
            values.set("link_token", &link(&letter));
            values.set("code", letter["code"].as_str().unwrap_or_default());
            return begun;
        }
        let (_, tokens) = cast.worker.app_of(&cast.amina).await;
        remember(values, &tokens);
        if scene == "helped" {
            begun.live_until("2026-10-07T07:00:00Z", values).await;
            let phone = cast.area.page_of(&cast.amina).await;
            let (id, link) = phone.ask_for_help("Rosa", &["helps", "gets_reminders"]).await;
            values.set("supporter", &id);
            values.set("help_token", &link);
        } else if scene == "lost-place" || scene == "college" {
            begun.live_until("2026-09-30T09:00:00Z", values).await;
            let worker = cast.area.signed_in(cast.worker.id, Role::Worker).await;
            begun.at_college(&worker, scene == "lost-place").await;
            let phone = cast.area.page_of(&cast.amina).await;
            phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
            begun.live_until("2026-10-07T07:00:00Z", values).await;
            begun.tell_of_a_bus().await;
        } else if scene == "asked" {
            let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
            cast.manager.assign(&ben, &cast.worker).await;
            let bens = cast.worker.phone_of(&ben).await;
            begun.live_until("2026-10-07T07:00:00Z", values).await;
            values.set("somebody_elses_check_in", &bens.waiting_id("pulse").await);
        } else {
            assert!(["signed-in", "two-languages"].contains(&scene), "there is no such scene");
        }
        begun
    }

    /// Lets time pass, with the jobs at work as they would be.
    pub async fn live_until(&self, then: &str, values: &mut Values) {
        let then = moment(then);
        loop {
            self.house.ask().await;
            self.house.close().await;
            self.house.send().await;
            let now = self.house.app.now();
            if now == then {
                break;
            }
            self.house.wait((then - now).min(TimeDelta::hours(12)));
        }
        if self.swaps {
            let fresh = self.area.token_of(Whose::YoungPerson(self.amina.id)).await;
            values.set("access_token", &fresh);
        }
    }

    /// Her worker records that she went to college in September, and perhaps that it is over.
    async fn at_college(&self, worker: &Caller<'_>, over: bool) {
        let mut college = json!({
            "code": 210, "started_on": "2026-09-07", "verified_on": "2026-09-30",
            "predicted_end_on": "2027-07-20",
        });
        if over {
            college["ended_on"] = json!("2026-09-30");
        }
        let id = self.house.id::<uuid::Uuid>();
        worker.put(&format!("/people/{}/destinations/{id}", self.amina.id), college).await.ok();
    }

    /// An administrator tells everybody what changed.
    async fn tell_of_a_bus(&self) {
        let admin = self.area.member("Ada Admin", Role::Administrator).await.caller;
        let words = json!({
            "said": "Buses to college are late.", "said_easy": "Buses are late.",
            "did": "There is a new bus at eight.", "did_easy": "There is a new bus.",
            "done_on": "2026-10-01",
        });
        let path = format!("/improvements/{}", self.house.id::<uuid::Uuid>());
        admin.put(&path, words).await.ok();
    }

    /// Somebody who sends what the story says.
    pub fn stranger(&self) -> Caller<'h> {
        self.house.stranger("")
    }
}

fn remember(values: &mut Values, tokens: &Value) {
    for name in ["access_token", "refresh_token"] {
        values.set(name, tokens[name].as_str().unwrap_or_default());
    }
}
