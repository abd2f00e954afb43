//! The staff of the demonstration, and what a worker does on a working day.

use anyhow::Result;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    id::{PartnershipId, StaffId},
    staff::{Role, Staff},
    text::Name,
};
use poem::{Response, endpoint::BoxEndpoint, http::Method};
use serde_json::{Value, json};

use super::{chance::Chance, client::Client};
use crate::{
    app::App,
    hashing,
    store::{StoreError, scope::System},
    totp::TotpSecret,
};

const STAFF: [(&str, &str, Role); 9] = [
    ("Rowan Black", "r.black@throughline.example", Role::Worker),
    ("Chidi Osei", "c.osei@throughline.example", Role::Worker),
    ("Mo Lowe", "m.lowe@throughline.example", Role::Worker),
    ("Jo Turner", "j.turner@throughline.example", Role::Worker),
    ("Asha Shah", "a.shah@throughline.example", Role::Worker),
    ("Dana Price", "d.price@throughline.example", Role::Manager),
    ("Lee Hart", "l.hart@throughline.example", Role::SafeguardingLead),
    ("Robin Vale", "r.vale@throughline.example", Role::PartnershipViewer),
    ("Sasha Moor", "s.moor@throughline.example", Role::Administrator),
];

const PROMISES: [(&str, &str); 6] = [
    ("a job coach every week", "a job coach"),
    ("travel training", "help to travel"),
    ("speech and language therapy once a month", "speech therapy"),
    ("a mentor at college", "a mentor"),
    ("help to learn to cook and shop", "help with cooking"),
    ("a short break once a month", "a short break"),
];

/// Adds the staff. Nobody knows their password: they come in by one-time links.
pub async fn add(app: &App, system: System, partnership: PartnershipId) -> Result<Vec<Staff>> {
    let random: [u8; 16] = app.random();
    let password: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = hashing::hash(password, app.random()).await;
    let mut staff = Vec::new();
    for (name, email, role) in STAFF {
        let id: StaffId = app.new_id();
        staff.push(Staff { id, partnership, name: Name::new(name)?, email: email.into(), role });
    }
    app.store
        .write::<_, _, StoreError>(system.administer(partnership), async |tx| {
            for member in &staff {
                tx.add_staff(member, app.now()).await?;
            }
            Ok(())
        })
        .await?;
    app.store
        .write::<_, _, StoreError>(system, async |tx| {
            for member in &staff {
                let totp = TotpSecret::new(app.random());
                tx.enrol(member.id, &hash, &totp.base32(), 0).await?;
            }
            Ok(())
        })
        .await?;
    Ok(staff)
}

/// A worker at their desk.
pub struct Desk<'s> {
    /// Where requests go.
    pub service: &'s BoxEndpoint<'static, Response>,
    /// The worker, signed in.
    pub client: Client,
}

impl Desk<'_> {
    async fn get(&self, path: &str) -> Result<Value> {
        self.client.send(self.service, Method::GET, path, None).await
    }

    async fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.client.send(self.service, Method::PUT, path, Some(body)).await
    }

    /// Changes something.
    pub async fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.client.send(self.service, Method::PATCH, path, Some(body)).await
    }

    /// Notes what was promised to somebody.
    pub async fn promise(
        &self,
        app: &App,
        person: uuid::Uuid,
        agreed_on: NaiveDate,
        chance: &mut Chance,
    ) -> Result<()> {
        let first = chance.below(PROMISES.len() as u64) as usize;
        for at in 0..chance.below(3) as usize {
            let (name, easy_name) = PROMISES[(first + at) % PROMISES.len()];
            let id: uuid::Uuid = app.new_id();
            let body = json!({
                "name": name, "easy_name": easy_name, "agreed_on": agreed_on, "frequency": "as agreed in the plan"
            });
            self.put(&format!("/worker/v1/people/{person}/promises/{id}"), &body).await?;
        }
        Ok(())
    }

    /// Looks at who needs a call, and calls some of them.
    pub async fn day(&self, app: &App, chance: &mut Chance) -> Result<()> {
        let caseload = self.get("/worker/v1/caseload?state=call-today&limit=7").await?;
        for row in caseload["items"].as_array().into_iter().flatten() {
            let person = row["id"].as_str().unwrap_or_default();
            let record = self.get(&format!("/worker/v1/people/{person}")).await?;
            for alert in record["alerts"].as_array().into_iter().flatten() {
                self.take(alert).await?;
            }
            let spoke = chance.percent(68);
            self.contact(app, &record, spoke, chance).await?;
            for alert in record["alerts"].as_array().into_iter().flatten().filter(|_| spoke) {
                self.close(alert).await?;
            }
            let unsure = row["reasons"].as_array().into_iter().flatten().any(|reason| {
                matches!(reason["code"].as_str(), Some("destination-at-risk" | "no-reply-twice"))
            });
            if spoke && unsure {
                self.find_out(app, person, &record, chance).await?;
            }
        }
        Ok(())
    }

    /// Takes an alert, and reads what comes with it.
    async fn take(&self, alert: &Value) -> Result<()> {
        let path = format!("/worker/v1/alerts/{}", alert["id"].as_str().unwrap_or_default());
        if alert["acknowledged_at"].is_null() {
            self.put(&format!("{path}/acknowledgement"), &json!({})).await?;
        }
        if alert["own_words"] == true && alert["read_at"].is_null() {
            let seen = self.get(&path).await?["version"].clone();
            self.put(&format!("{path}/reading"), &json!({ "seen": seen })).await?;
        }
        Ok(())
    }

    /// Having spoken, says what came of an alert that a conversation does not settle. Possible harm then waits for a
    /// second person.
    async fn close(&self, alert: &Value) -> Result<()> {
        let decided = matches!(alert["priority"].as_str(), Some("p1" | "p2"));
        if !decided || alert["proposal"].is_object() {
            return Ok(());
        }
        let id = alert["id"].as_str().unwrap_or_default();
        let came_of_it = json!({
            "outcome": "spoken-safe", "told_them": true,
            "note": "Talked it through. Safe, and knows whom to ring.",
        });
        self.put(&format!("/worker/v1/alerts/{id}/closing"), &came_of_it).await?;
        Ok(())
    }

    /// As the second person, looks at what workers say came of possible harm.
    pub async fn second_looks(&self) -> Result<()> {
        let caseload = self.get("/worker/v1/caseload?state=call-today&limit=20").await?;
        let waits =
            |row: &&Value| row["reasons"][0]["code"].as_str() == Some("possible-harm-second-look");
        for row in caseload["items"].as_array().into_iter().flatten().filter(waits) {
            let person = row["id"].as_str().unwrap_or_default();
            let record = self.get(&format!("/worker/v1/people/{person}")).await?;
            for alert in record["alerts"].as_array().into_iter().flatten() {
                if alert["proposal"]["mine"] == false {
                    let id = alert["id"].as_str().unwrap_or_default();
                    let look = json!({ "agreed": true, "proposed_at": alert["proposal"]["at"] });
                    self.put(&format!("/worker/v1/alerts/{id}/second-look"), &look).await?;
                }
            }
        }
        Ok(())
    }

    async fn contact(
        &self,
        app: &App,
        record: &Value,
        spoke: bool,
        chance: &mut Chance,
    ) -> Result<()> {
        let id: uuid::Uuid = app.new_id();
        let at: DateTime<Utc> = app.now();
        let person = record["id"].as_str().unwrap_or_default();
        let kind = chance.weighted(&[("call", 6), ("text", 3), ("meeting", 2), ("video", 1)]);
        // Where they have said what is safe, the worker keeps to it; the hour and messages were agreed.
        let safe = record["safe_contact"]["ways"][0].as_str().unwrap_or(kind);
        let mut body = json!({
            "kind": safe,
            "sure": true,
            "direction": if chance.percent(8) { "in" } else { "out" },
            "outcome": if spoke { "spoke" } else { chance.weighted(&[("no-answer", 3), ("left-message", 2)]) },
            "happened_at": at,
        });
        if spoke {
            body["note"] = json!(*chance.pick(&[
                "Doing well. No change.",
                "Talked about what comes next.",
                "Wants more help with travel. Will ask college.",
                "Happy at the moment. Likes texts better than calls.",
                "Support has been patchy. Chasing the provider.",
            ]));
        }
        self.put(&format!("/worker/v1/people/{person}/contacts/{id}"), &body).await?;
        Ok(())
    }

    /// Having spoken, the worker knows what they do now: the same as before, most of the time.
    async fn find_out(
        &self,
        app: &App,
        person: &str,
        record: &Value,
        chance: &mut Chance,
    ) -> Result<()> {
        let today = app.today();
        let last = &record["destinations"][0];
        let going_on = last["ended_on"].is_null() && last["headline"] == "in-education-or-work";
        let id: uuid::Uuid = app.new_id();
        if going_on && chance.percent(75) {
            let mut body = json!({
                "code": last["code"], "started_on": last["started_on"], "verified_on": today,
                "based_on": last["version"],
            });
            if !last["provider"].is_null() {
                body["provider"] = last["provider"].clone();
            }
            let known = last["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(id);
            return self.record(person, known, body, today).await;
        }
        let code = chance.weighted(&[
            (230_u16, 5),
            (360, 4),
            (330, 3),
            (410, 2),
            (619, 4),
            (610, 1),
            (310, 1),
        ]);
        let started = today - TimeDelta::days(chance.between(0, 30));
        let body = json!({ "code": code, "started_on": started, "verified_on": today });
        self.record(person, id, body, today).await
    }

    async fn record(
        &self,
        person: &str,
        id: uuid::Uuid,
        mut body: Value,
        today: NaiveDate,
    ) -> Result<()> {
        let code = body["code"].as_u64().unwrap_or_default();
        if matches!(code, 200..=299 | 410..=460) {
            body["predicted_end_on"] = json!(domain::day::AcademicYear::of(today).ends_on());
        }
        body["sure"] = json!(true);
        let path = format!("/worker/v1/people/{person}/destinations/{id}");
        // A plan may have ended since the course began, and then the code is refused: the worker leaves it.
        match self.put(&path, &body).await {
            Err(error) if error.to_string().contains("rule-broken") => Ok(()),
            done => done.map(|_| ()),
        }
    }
}
