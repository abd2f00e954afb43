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
    bodies::VERSION,
    everybody::{Everybody, Somebody},
};
use crate::{
    house::Authenticator,
    story::{Sketch, questions::own, supporter},
    young_person::ways_in::{add_passkey, confirm},
};

impl Everybody<'_> {
    /// What fills a parameter of a path.
    pub async fn fill(&self, parameter: &str) -> String {
        match parameter {
            "person_id" => self.amina.id.to_string(),
            "check_in_id" | "words_id" => self.check_in.clone(),
            "alert_id" => self.alert.clone(),
            "staff_id" => self.newcomer(Role::Worker).await.to_string(),
            // Chosen by whoever records something.
            "kept_promise_id" => self.promise().await,
            "kept_concern_id" => self.concern().await,
            "contact_id"
            | "claim_id"
            | "concern_id"
            | "intended_id"
            | "draft_id"
            | "spell_id"
            | "promise_id"
            | "talk_id"
            | "new_goal_id"
            | "new_request_id"
            | "new_improvement_id"
            | "new_supporter_id"
            | "new_task_id"
            | "new_absence_id"
            | "new_mapping_id"
            | "new_glass_id"
            | "new_bulk_id"
            | "new_referral_id"
            | "new_merge_id"
            | "split_id"
            | "view_id"
            | "new_confirmation_id" => self.house.id::<Uuid>().to_string(),
            "new_handover_id" => {
                // There is one about one young person.
                self.no_handover().await;
                self.house.id::<Uuid>().to_string()
            }
            "phone_id" => self.another_phone().await,
            "contact_kind" => "email".into(),
            "task_id" => self.task().await,
            "absence_id" => self.absence().await,
            "handover_id" => self.handover().await,
            "own_handover_id" => self.own_handover().await,
            "bulk_id" => self.bulk().await,
            "glass_id" => self.opening().await,
            "referral_id" => self.referral().await,
            "referred_id" => {
                self.referral().await;
                self.amina.id.to_string()
            }
            "passkey_id" => self.passkey().await,
            "request_id" => self.request().await,
            "improvement_id" => self.improvement().await,
            "mapping_id" => self.mapping().await,
            "waiting_row_id" => self.waiting_row().await,
            "other_id" => self.derbyshire.add(Sketch::named("Amina Again")).await.id.to_string(),
            "merge_id" => self.merge().await,
            "new_transfer_id" => {
                // Nobody goes to two places.
                self.no_transfer().await;
                self.house.id::<Uuid>().to_string()
            }
            "transfer_id" => self.transfer().await,
            "coming_id" => self.coming().await,
            "token" => self.calendar().await,
            "goal_id" => self.goal().await,
            "confirmation_id" => self.question().await,
            "supporter_id" => self.spare_supporter().await,
            "questionnaire_id" => self.questionnaire().await,
            "message_kind" => "text".into(),
            "version" => VERSION.to_owned(),
            other => panic!("say in {} what fills {other}", file!()),
        }
    }

    /// Lists that would else be empty.
    pub async fn have_something_for(&self, operation: &str) {
        match operation {
            "list_waiting_rows" => drop(self.fill("waiting_row_id").await),
            "list_merges" => drop(self.fill("merge_id").await),
            "list_splits" => self.split().await,
            "list_transfers" => drop(self.transfer().await),
            "list_coming" => drop(self.coming().await),
            "list_likenesses" => {
                self.fill("other_id").await;
                self.fill("other_id").await;
                self.house.stand().await;
            }
            _ => {}
        }
    }

    /// What is said about Amina's alert as it is now: which words there are, and what a manager says came of it.
    pub async fn fill_alert(&self, body: &mut Value) {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let path = format!("/worker/v1/alerts/{}", self.alert);
        if body.get("from").is_some() {
            let worker = self.app_of(Somebody::Here(Role::Worker)).await;
            worker.put(&format!("{path}/acknowledgement"), Value::Null).await.ok();
            let shown = manager.get(&path).await.ok();
            body["from"] = shown["alert"]["acknowledged_by_id"].clone();
            return;
        }
        if body.get("to").is_some() {
            // Whoever is asked is not whoever asks.
            body["to"] = json!(self.newcomer(Role::Manager).await.0);
            return;
        }
        if body.get("seen").is_some() {
            body["seen"] = manager.get(&path).await.ok()["version"].clone();
            return;
        }
        let closing = json!({ "outcome": "spoken-safe", "note": "Home again.", "told_them": true });
        let waits = manager.put(&format!("{path}/closing"), closing).await.ok();
        body["proposed_at"] = waits["proposal"]["at"].clone();
    }

    /// Something that Amina does: its id.
    pub async fn destination(&self) -> String {
        let (manager, id) =
            (self.app_of(Somebody::Here(Role::Manager)).await, self.house.id::<Uuid>());
        let path = format!("/worker/v1/people/{}/destinations/{id}", self.amina.id);
        let job = json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true });
        manager.put(&path, job).await.ok();
        id.to_string()
    }

    /// A question to a provider about it: its id.
    async fn question(&self) -> String {
        self.ask_provider().await["confirmation"]["id"].as_str().unwrap().to_owned()
    }

    /// The token of the link of such a question.
    pub async fn question_link(&self) -> String {
        let link = self.ask_provider().await["link"].as_str().unwrap().to_owned();
        link.split_once("#ask=").unwrap().1.to_owned()
    }

    async fn ask_provider(&self) -> Value {
        let (manager, id) =
            (self.app_of(Somebody::Here(Role::Manager)).await, self.house.id::<Uuid>());
        let path = format!("/worker/v1/people/{}/confirmations/{id}", self.amina.id);
        let asks = json!({
            "destination_id": self.destination().await, "known_as": "Amina Begum", "basis": "agreed",
        });
        manager.put(&path, asks).await.ok()
    }

    /// The version that there is of what staff write over.
    pub async fn fill_version(&self, body: &mut Value) {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let page = manager.get(&format!("/worker/v1/people/{}", self.amina.id)).await.ok();
        let part = match body {
            _ if body.get("times").is_some() => "safe_contact",
            _ if body.get("started_on").is_some() => "plan",
            _ => "details",
        };
        if let Some(version) = page[part].get("version") {
            body["based_on"] = version.clone();
        }
    }

    /// Something that was promised to Amina: its id.
    async fn promise(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let id = self.house.id::<Uuid>().to_string();
        let path = format!("/worker/v1/people/{}/promises/{id}", self.amina.id);
        manager.put(&path, json!({ "name": "a job coach", "agreed_on": "2026-09-01" })).await.ok();
        id
    }

    /// A concern about it: its id.
    async fn concern(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let (promise, id) = (self.promise().await, self.house.id::<Uuid>().to_string());
        let path = format!("/worker/v1/people/{}/promises/{promise}/concerns/{id}", self.amina.id);
        manager.put(&path, json!({ "raised_by": "worker", "raised_on": "2026-09-07" })).await.ok();
        id
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
