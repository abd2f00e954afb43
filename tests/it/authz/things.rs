//! What there is of Amina's and around her, for requests to be about.

use api::{
    secret::{Token, TokenKind},
    store::{NewTap, Whose},
};
use chrono::TimeDelta;
use domain::{id::CheckInId, staff::Role};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    everybody::{Everybody, Somebody},
    requests::VERSION,
};
use crate::{
    house::Authenticator,
    story::{questions::own, supporter},
    young_person::ways_in::{add_passkey, confirm},
};

impl Everybody<'_> {
    /// What fills a parameter of a path.
    pub async fn fill(&self, parameter: &str) -> String {
        match parameter {
            "person_id" => self.amina.id.to_string(),
            "check_in_id" => self.check_in.clone(),
            "alert_id" => self.alert.clone(),
            "staff_id" => self.newcomer(Role::Worker).await.to_string(),
            // Chosen by whoever records something.
            "contact_id" | "spell_id" | "promise_id" | "talk_id" | "new_goal_id"
            | "new_request_id" | "view_id" | "new_improvement_id" | "new_supporter_id" => {
                self.house.id::<Uuid>().to_string()
            }
            "phone_id" => self.another_phone().await,
            "contact_kind" => "email".into(),
            "passkey_id" => self.passkey().await,
            "request_id" => self.request().await,
            "improvement_id" => self.improvement().await,
            "goal_id" => self.goal().await,
            "supporter_id" => self.spare_supporter().await,
            "questionnaire_id" => self.questionnaire().await,
            "message_kind" => "text".into(),
            "version" => VERSION.to_owned(),
            other => panic!("say in {} what fills {other}", file!()),
        }
    }

    /// What is said about Amina's alert as it is now: which words there are, and what a manager says came of it.
    pub async fn fill_alert(&self, body: &mut Value) {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let path = format!("/worker/v1/alerts/{}", self.alert);
        if body.get("seen").is_some() {
            body["seen"] = manager.get(&path).await.ok()["version"].clone();
            return;
        }
        let closing = json!({ "outcome": "spoken-safe", "note": "Home again.", "told_them": true });
        let waits = manager.put(&format!("{path}/closing"), closing).await.ok();
        body["proposed_at"] = waits["proposal"]["at"].clone();
    }

    /// A passkey of Amina's: its id.
    async fn passkey(&self) -> String {
        let phone = self.derbyshire.page_of(&self.amina).await;
        let first = async || phone.get("/me/passkeys").await.ok()["items"][0]["id"].clone();
        if first().await.is_null() {
            self.newcomers.set(self.newcomers.get() + 1);
            let number = u8::try_from(self.newcomers.get() % 250).expect("it is small") + 1;
            add_passkey(&phone, &Authenticator::new(number)).await;
        }
        first().await.as_str().unwrap().to_owned()
    }

    /// The number that Amina has confirmed as hers. A phone that was lost took the one before with it.
    pub async fn mobile(&self) -> String {
        let phone = self.derbyshire.proven_page_of(&self.amina).await;
        let proof = phone.get("/me/proof").await.ok();
        if proof["contacts"].as_array().unwrap().iter().any(|own| own["kind"] == "mobile") {
            return self.number.borrow().clone();
        }
        self.newcomers.set(self.newcomers.get() + 1);
        let number = format!("07700 9009{:02}", self.newcomers.get() % 100);
        confirm(self.house, &phone, json!({ "mobile": number })).await;
        self.number.replace(number.clone());
        number
    }

    /// What a notification about Amina's check-in would bring.
    pub async fn tap(&self) -> String {
        let (app, token) = (
            &self.house.app,
            Token::new(TokenKind::Tap, self.derbyshire.id, self.house.app.random()),
        );
        let new = NewTap {
            partnership: self.derbyshire.id,
            person: self.amina.id,
            check_in: CheckInId(self.check_in.parse().expect("an id")),
            question: "same_as_before",
            hash: token.hash(),
            expires_at: app.now() + TimeDelta::days(1),
        };
        self.house.write(async |tx| tx.keep_taps(&[new], app.now()).await).await;
        token.as_str().to_owned()
    }

    /// Something that changed in Derbyshire: its id.
    async fn improvement(&self) -> String {
        let id = self.house.id::<Uuid>().to_string();
        let admin = self.app_of(Somebody::Here(Role::Administrator)).await;
        let words = json!({ "said": "a", "said_easy": "a", "did": "b", "did_easy": "b" });
        admin.put(&format!("/admin/v1/improvements/{id}"), words).await.ok();
        id
    }

    /// A request of Amina's that waits for an answer: its id.
    async fn request(&self) -> String {
        let phone = self.derbyshire.proven_page_of(&self.amina).await;
        let made = phone.get("/me/requests").await.ok()["items"].clone();
        let waits = |made: &&Value| made.get("decision").is_none();
        if let Some(waiting) = made.as_array().and_then(|made| made.iter().find(waits)) {
            return waiting["id"].as_str().unwrap().to_owned();
        }
        let id = self.house.id::<Uuid>().to_string();
        let wrong = json!({ "asked": "wrong", "part": "other", "help": true });
        phone.put(&format!("/me/requests/{id}"), wrong).await.ok();
        id
    }

    /// The short name of the partnership that somebody belongs to.
    pub fn slug_of(&self, somebody: Somebody) -> &'static str {
        match somebody {
            Somebody::There(_) | Somebody::Kit => "kent",
            _ => "derbyshire",
        }
    }

    /// A version of the questions that Derbyshire has uploaded: its id.
    async fn questionnaire(&self) -> String {
        let admin = self.app_of(Somebody::Here(Role::Administrator)).await;
        let file = own("derbyshire", VERSION);
        let uploaded = admin.send_text("POST", "/admin/v1/questionnaires", "text/yaml", file).await;
        uploaded.ok()["id"].as_str().unwrap().to_owned()
    }

    /// A goal of Amina's: its id.
    async fn goal(&self) -> String {
        let token = self.derbyshire.token_of(Whose::YoungPerson(self.amina.id)).await;
        let phone = self.house.stranger("/young-person/v1").with_token(&token);
        let goals = phone.get("/me/goals").await.ok();
        if let Some(goal) = goals["items"].as_array().and_then(|goals| goals.first()) {
            return goal["id"].as_str().unwrap().to_owned();
        }
        let id = self.house.id::<Uuid>().to_string();
        let goal = json!({ "words": "A job with animals.", "reached": false });
        phone.put(&format!("/me/goals/{id}"), goal).await.ok();
        id
    }

    /// Somebody on Amina's list who is not Rosa: their id.
    async fn spare_supporter(&self) -> String {
        let phone = self.derbyshire.page_of(&self.amina).await;
        let listed = phone.get("/me/supporters").await.ok();
        let spare = listed["items"].as_array().unwrap().iter().find(|it| it["name"] == "Sam Spare");
        match spare {
            Some(spare) => spare["id"].as_str().unwrap().to_owned(),
            None => phone.ask_for_help("Sam Spare", &[]).await.0,
        }
    }

    /// What is sent to add somebody who helps.
    pub fn supporter(&self) -> Value {
        supporter("Joe", &["helps"])
    }

    /// One more phone that Amina is signed in on: its id.
    async fn another_phone(&self) -> String {
        let token = self.derbyshire.token_of(Whose::YoungPerson(self.amina.id)).await;
        let phone = self.house.stranger("/young-person/v1").with_token(&token);
        let phones = phone.get("/me/phones").await.ok();
        let this = |phone: &&Value| phone["this"] == true;
        let phone = phones["items"].as_array().unwrap().iter().find(this);
        phone.unwrap()["id"].as_str().unwrap().to_owned()
    }
}
