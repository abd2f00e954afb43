//! What staff have made for one another or taken in, for requests to be about.

use chrono::Days;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    bodies::{EXTRACT, a_split, a_transfer},
    everybody::{Everybody, Somebody},
};
use crate::story::Sketch;

impl Everybody<'_> {
    /// A handover to Amina's worker, of somebody whom nobody has: its id.
    pub(super) async fn handover(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let hanna = self.derbyshire.add(Sketch::named("Hanna Over")).await;
        let id = self.house.id::<Uuid>().to_string();
        let plan = json!({ "to": self.worker.0, "on": self.house.app.today() + Days::new(3) });
        let path = format!("/worker/v1/people/{}/handovers/{id}", hanna.id);
        manager.put(&path, plan).await.ok();
        id
    }

    /// A handover of Amina's, to somebody new: its id.
    pub(super) async fn own_handover(&self) -> String {
        self.no_handover().await;
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let id = self.house.id::<Uuid>().to_string();
        let plan = json!({ "to": self.covers.0.0, "on": self.house.app.today() + Days::new(3) });
        let path = format!("/worker/v1/people/{}/handovers/{id}", self.amina.id);
        manager.put(&path, plan).await.ok();
        id
    }

    /// That somebody opened Amina's record whose it is not, an hour ago: its id.
    pub(super) async fn opening(&self) -> String {
        let other = self.sure_app_of(Somebody::OtherWorker).await;
        let id = self.house.id::<Uuid>().to_string();
        let why = json!({ "reason": "other", "words": "A call that could not wait." });
        other.put(&format!("/worker/v1/people/{}/glass/{id}", self.amina.id), why).await.ok();
        self.close_glass().await;
        id
    }

    /// Something that was done for Amina, as one of several: its id.
    pub(super) async fn bulk(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let id = self.house.id::<Uuid>().to_string();
        let body = json!({
            "action": "key-date", "people": [self.amina.id], "on": "2026-10-01", "words": "Review.",
        });
        manager.put(&format!("/worker/v1/bulk/{id}"), body).await.ok();
        id
    }

    /// Whatever is open because it could not wait is open no longer, as after an hour.
    pub async fn close_glass(&self) {
        self.house.database.run("UPDATE glass SET ends_at = opened_at").await;
    }

    /// That parts of Amina's record are shared with an agency, which has said yes: its id.
    pub(super) async fn referral(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let id = self.house.id::<Uuid>().to_string();
        let today = self.house.app.today();
        let parts = json!({
            "agency": "Peak Health", "contact": true, "destination": true, "promises": true, "goals": true,
            "why": "Help with travel.", "basis": "agreed", "told_on": today,
            "from_on": today, "until_on": today + Days::new(180),
        });
        let path = format!("/worker/v1/people/{}/referrals/{id}", self.amina.id);
        manager.put(&path, parts).await.ok();
        let viewer = self.app_of(Somebody::Here(Role::PartnershipViewer)).await;
        let yes = format!("/worker/v1/referrals/{id}/acceptance");
        viewer.put(&yes, Value::Null).await.ok();
        id
    }

    /// Whatever was planned about Amina is off, and what is possible harm is in somebody's hand.
    pub(super) async fn no_handover(&self) {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let alert = format!("/worker/v1/alerts/{}/acknowledgement", self.alert);
        manager.put(&alert, Value::Null).await.ok();
        let planned = manager.get("/worker/v1/handovers").await.ok();
        for one in planned["items"].as_array().unwrap() {
            let path = format!("/worker/v1/handovers/{}", one["id"].as_str().unwrap());
            assert_eq!(manager.delete(&path).await.status, 204);
        }
    }

    /// Something to do about Amina: its id.
    pub(super) async fn task(&self) -> String {
        let id = self.house.id::<Uuid>().to_string();
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let task = json!({ "words": "Ring the college.", "due_on": "2026-09-08" });
        manager.put(&format!("/worker/v1/people/{}/tasks/{id}", self.amina.id), task).await.ok();
        id
    }

    /// That Amina's worker is away, on days of its own: its id.
    pub(super) async fn absence(&self) -> String {
        let id = self.house.id::<Uuid>().to_string();
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let cover = self.newcomer(Role::Manager).await.0;
        let day = self.house.app.today() + Days::new(10 + self.newcomers.get() as u64);
        let away = json!({
            "staff_id": self.worker.0, "cover_id": cover, "from_on": day, "until_on": day,
        });
        manager.put(&format!("/worker/v1/absences/{id}"), away).await.ok();
        id
    }

    /// The key of a manager's calendar.
    pub(super) async fn calendar(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let made = manager.post("/worker/v1/calendar", Value::Null).await.ok();
        let url = made["url"].as_str().expect("a calendar has an address").to_owned();
        url.rsplit('/').next().expect("an address has an end").to_owned()
    }

    /// What an export of Derbyshire's calls things: its id.
    pub(super) async fn mapping(&self) -> String {
        let id = self.house.id::<Uuid>().to_string();
        let admin = self.app_of(Somebody::Here(Role::Administrator)).await;
        let body = json!({ "name": format!("Export {id}"), "mapping": "{}" });
        admin.put(&format!("/admin/v1/mappings/{id}"), body).await.ok();
        id
    }

    /// That two records became one: its id.
    pub(super) async fn merge(&self) -> String {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let kept = self.derbyshire.add(Sketch::named("Kay Kept")).await;
        let gone = self.derbyshire.add(Sketch::named("Kay Kept")).await;
        let id = self.house.id::<Uuid>().to_string();
        let path = format!("/worker/v1/people/{}/merges/{id}", kept.id);
        manager.put(&path, json!({ "gone_id": gone.id, "take": [] })).await.ok();
        id
    }

    /// A task about Amina that belongs to somebody else, and the version of her details.
    pub async fn fill_split(&self, body: &mut Value) {
        let task = self.task().await;
        body["items"] = json!([{ "what": "task", "id": task, "version": 1 }]);
        self.fill_version(body).await;
    }

    /// One record that became two.
    pub(super) async fn split(&self) {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let mut body = a_split();
        self.fill_split(&mut body).await;
        let path =
            format!("/worker/v1/people/{}/splits/{}", self.amina.id, self.house.id::<Uuid>());
        manager.put(&path, body).await.ok();
    }

    /// Where somebody of Derbyshire can go.
    pub async fn elsewhere(&self) -> Value {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        manager.get("/worker/v1/partnerships").await.ok()["items"][1]["id"].clone()
    }

    /// Nothing is agreed about Amina.
    pub(super) async fn no_transfer(&self) {
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let path = format!("/worker/v1/people/{}/transfers", self.amina.id);
        for one in manager.get(&path).await.ok()["items"].as_array().unwrap() {
            if one["state"] == "waits" {
                let one = format!("{path}/{}", one["id"].as_str().unwrap());
                assert_eq!(manager.delete(&one).await.status, 204);
            }
        }
    }

    /// That Amina may go to another partnership: its id.
    pub(super) async fn transfer(&self) -> String {
        self.no_transfer().await;
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let id = self.house.id::<Uuid>().to_string();
        let mut body = a_transfer();
        body["to_id"] = self.elsewhere().await;
        let path = format!("/worker/v1/people/{}/transfers/{id}", self.amina.id);
        manager.put(&path, body).await.ok();
        id
    }

    /// That somebody of Kent may come to Derbyshire: its id.
    pub(super) async fn coming(&self) -> String {
        let kit = self.kent.add(Sketch::named("Kai Kentish")).await;
        let manager = self.app_of(Somebody::There(Role::Manager)).await;
        let places = manager.get("/worker/v1/partnerships").await.ok();
        let id = self.house.id::<Uuid>().to_string();
        let mut body = a_transfer();
        body["to_id"] = places["items"][0]["id"].clone();
        let path = format!("/worker/v1/people/{}/transfers/{id}", kit.id);
        manager.put(&path, body).await.ok();
        id
    }

    /// A row of a file that may be about somebody who is here: its id.
    pub(super) async fn waiting_row(&self) -> String {
        let wendy = self.derbyshire.add(Sketch::named("Wendy Waits")).await;
        let manager = self.app_of(Somebody::Here(Role::Manager)).await;
        let record = manager.get(&format!("/worker/v1/people/{}", wendy.id)).await.ok();
        let born = record["birth_date"].as_str().expect("they were born");
        let id = self.house.id::<Uuid>().simple().to_string();
        let number = format!("830{}", id[22..].to_uppercase());
        let file = format!(
            "{EXTRACT}{number},Wendy,Waits,{born},830,Y,N,,619,2026-03-09,2026-09-01,,2027-07-31\n"
        );
        let admin = self.app_of(Somebody::Here(Role::Administrator)).await;
        let sent = admin.send_text("POST", "/admin/v1/imports", "text/csv", file).await.ok();
        assert_eq!(sent["waiting"], 1, "{sent}");
        let waiting = manager.get("/worker/v1/waiting-rows").await.ok();
        let rows = waiting["items"].as_array().expect("a list").iter();
        let mine = rows.rev().find(|row| row["record_number"] == number.as_str());
        mine.expect("it waits")["id"].as_str().expect("it has an id").to_owned()
    }
}
