//! What a council sends.

use domain::{id::StaffId, staff::Role};
use serde_json::{Value, json};

use super::{Area, Member};
use crate::house::{Answer, Caller, House};

/// 400 young people as of 2 November 2026.
pub const SAMPLE: &str = include_str!("../../../domain/data/sample_ccis_extract.csv");
/// 120 young people, some with faults.
pub const FAULTY: &str = include_str!("../../../domain/data/sample_ccis_extract_with_problems.csv");

/// A partnership on the day of its first file.
pub struct Council<'h> {
    pub area: Area<'h>,
    pub admin: Caller<'h>,
    admin_id: StaffId,
    pub manager: Member<'h>,
}

impl House {
    /// Derbyshire on the morning on which the sample was made, with an administrator, who has shown just now that it is them, and
    /// a manager.
    pub async fn council(&self) -> Council<'_> {
        self.at("2026-11-02T09:00:00Z");
        let area = self.area("derbyshire").await;
        let admin_id = area.member("Adam Admin", Role::Administrator).await.id;
        let admin = area.proven_page(admin_id, Role::Administrator).await;
        let manager = area.member("Maya Morris", Role::Manager).await;
        Council { area, admin, admin_id, manager }
    }
}

impl Council<'_> {
    /// Lets time pass until then, when everybody signs in again.
    pub async fn at(&mut self, then: &str) {
        self.area.house.at(then);
        self.admin = self.area.proven_page(self.admin_id, Role::Administrator).await;
        self.manager.caller = self.area.signed_in(self.manager.id, Role::Manager).await;
    }

    /// The manager, who has shown just now that it is them.
    pub async fn proven(&self) -> Caller<'_> {
        self.area.proven_page(self.manager.id, Role::Manager).await
    }

    /// Sends a file.
    pub async fn send(&self, file: &str) -> Answer {
        self.admin.send_text("POST", "/imports", "text/csv", file).await
    }

    /// Asks what a file would do.
    pub async fn try_out(&self, file: &str) -> Answer {
        self.admin.send_text("POST", "/imports?dry_run=true", "text/csv", file).await
    }

    /// Adds a worker with the address that files know them by.
    pub async fn worker(&self, name: &str) -> String {
        let email = format!("{name}@derbyshire.example");
        let body = json!({ "name": name, "email": email, "role": "worker" });
        let added = self.admin.post("/staff", body).await.ok();
        added["id"].as_str().expect("they have an id").to_owned()
    }

    /// Everybody who is here, as the manager's caseload has them.
    pub async fn everybody(&self) -> Vec<Value> {
        let list = self.manager.get("/caseload?limit=200").await.ok();
        let mut items = list["items"].as_array().expect("a list has items").clone();
        if let Some(next) = list["next"].as_str() {
            let more = self.manager.get(&format!("/caseload?limit=200&after={next}")).await.ok();
            assert!(more["next"].is_null(), "nobody has more than 400 people here");
            items.extend(more["items"].as_array().expect("a list has items").iter().cloned());
        }
        items
    }

    /// The record of the one person of this name.
    pub async fn record(&self, name: &str) -> Value {
        let all = self.everybody().await;
        let found: Vec<_> = all.iter().filter(|row| row["name"] == name).collect();
        let [one] = found.as_slice() else { panic!("{} people are called {name}", found.len()) };
        let id = one["id"].as_str().expect("they have an id");
        self.manager.get(&format!("/people/{id}")).await.ok()
    }
}

/// The header of the sample and some of its rows; line 1 is the header.
pub fn lines(wanted: &[usize]) -> String {
    let all: Vec<&str> = SAMPLE.lines().collect();
    let rows = wanted.iter().map(|line| all[line - 1]);
    std::iter::once(all[0]).chain(rows).map(|line| format!("{line}\r\n")).collect()
}

/// How many rows a report counts under each heading.
pub fn counted(report: &Value) -> [u64; 5] {
    ["rows", "added", "changed", "unchanged", "journey_over"]
        .map(|what| report[what].as_u64().expect("a report counts"))
}

/// How often a report finds this odd, and the first lines where it does.
pub fn odd<'r>(report: &'r Value, column: &str, what: &str) -> Option<(u64, &'r Value)> {
    let warnings = report["warnings"].as_array().expect("a report warns");
    let found = warnings.iter().find(|odd| odd["column"] == column && odd["what"] == what)?;
    Some((found["count"].as_u64()?, &found["first_lines"]))
}
