//! How things stand when a story begins.

use api::store::Whose;
use chrono::TimeDelta;
use serde_json::Value;

use super::values::Values;
use crate::{
    house::{Caller, House, moment},
    story::{
        Area, Sketch, Young, link,
        questions::{own, welsh},
    },
};

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
    /// - `helped`: the same, and she has asked her mother Rosa to help and to be reminded, who has a link.
    pub async fn set(house: &'h House, scene: &str, values: &mut Values) -> Self {
        let cast = house.cast(Sketch::default()).await;
        let swaps = ["asked", "helped", "two-languages"].contains(&scene);
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
