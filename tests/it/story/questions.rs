//! What partnerships ask that have a version of their own.

use domain::staff::Role;
use serde_json::Value;

use super::Area;
use crate::house::{Answer, Caller};

/// The questionnaire that the product brings.
pub const SHIPPED: &str = include_str!("../../../domain/data/default_questionnaire.yaml");

const BUS_PASS: &str = "  - id: own_bus_pass
    domain: friends_community
    kind: single
    symbol: travel
    plain: {text: \"Do you have your bus pass?\"}
    easy:  {text: \"Do you have your bus pass?\"}
    answers: yes_unsure_no

  - id: easy_to_answer
";

/// A version of this partnership's own. It never asks about health, asks about the bus pass in each pulse and core, and
/// somebody without one is looked after.
pub fn own(slug: &str, version: &str) -> String {
    let id = format!("\nid: {slug}.check-ins\n");
    [
        ("\nid: default-check-ins\n", id.as_str()),
        ("\nversion: 0.1.0\n", &format!("\nversion: {version}\n")),
        ("friends_feel, health_feel, \"@rotating", "friends_feel, own_bus_pass, \"@rotating"),
        ("getting_about, health_feel, health_help", "getting_about, health_help"),
        ("support_why_not, feel_week, want_contact, contact_how, safe_to_message]\n  core", "support_why_not, own_bus_pass, feel_week, want_contact, contact_how, safe_to_message]\n  core"),
        ("  - id: easy_to_answer\n", BUS_PASS),
        ("  - {id: any_free_text, ", "  - {id: own_no_pass, when: {own_bus_pass: [\"no\"]}, priority: p3}\n  - {id: any_free_text, "),
    ]
    .iter()
    .fold(SHIPPED.to_owned(), |text, (piece, change)| changed(&text, piece, change))
}

/// The same version in Welsh, as far as a story needs it.
pub fn welsh(slug: &str, version: &str) -> String {
    let said = format!(
        "\nlanguage: cy\ntranslates: {{id: {slug}.check-ins, version: {version}}}\n\
         safety_words_checked_by: Ffion Rees, interpreter\n"
    );
    [
        (format!("\nid: {slug}.check-ins\n"), format!("\nid: {slug}.check-ins-cy\n")),
        ("\nlanguage: en-GB\n".into(), said),
        (
            "plain: {text: \"How have you felt this week?\"}".into(),
            "plain: {text: \"Sut wyt ti wedi teimlo yr wythnos hon?\"}".into(),
        ),
        (
            "plain: {text: \"Do you have your bus pass?\"}".into(),
            "plain: {text: \"Oes gen ti docyn bws?\"}".into(),
        ),
    ]
    .iter()
    .fold(own(slug, version), |text, (piece, change)| changed(&text, piece, change))
}

/// A text with one piece of it changed.
#[track_caller]
pub fn changed(text: &str, piece: &str, change: &str) -> String {
    assert_eq!(text.matches(piece).count(), 1, "the file should hold {piece:?} once");
    text.replace(piece, change)
}

impl<'h> Area<'h> {
    /// Somebody who administers it.
    pub async fn administrator(&self) -> Caller<'h> {
        let name = format!("Ada {}", self.house.id::<uuid::Uuid>().simple());
        self.member(&name, Role::Administrator).await.caller
    }
}

impl Caller<'_> {
    /// Uploads a version of the questions.
    pub async fn upload(&self, file: &str) -> Answer {
        self.send_text("POST", "/questionnaires", "application/yaml", file).await
    }

    /// Puts a version of the questions into use.
    pub async fn put_into_use(&self, id: &str, version: &str) -> Answer {
        self.put(&format!("/questionnaires/{id}/{version}/use"), Value::Null).await
    }

    /// Uploads a version and puts it into use.
    pub async fn ask_from(&self, file: &str) {
        let uploaded = self.upload(file).await.ok();
        let (id, version) =
            (uploaded["id"].as_str().unwrap(), uploaded["version"].as_str().unwrap());
        self.put_into_use(id, version).await.ok();
    }
}
