//! People whom a young person asks to help.

use serde_json::{Value, json};

use crate::house::Caller;

/// Everything that a supporter can be allowed.
pub const ALL: [&str; 3] = ["helps", "gets_reminders", "sees_goals"];

/// What is sent to add somebody of this name, a member of the family, with these switches on.
pub fn supporter(name: &str, on: &[&str]) -> Value {
    let is_on = |switch: &str| on.contains(&switch);
    json!({
        "name": name, "relation": "family", "helps": is_on("helps"),
        "gets_reminders": is_on("gets_reminders"), "sees_goals": is_on("sees_goals"),
    })
}

/// The token in the link that lets a supporter in.
pub fn help_link(saved: &Value) -> String {
    let link = saved["link"]["link"].as_str().expect("somebody new has a link");
    link.split_once("#help=").expect("the token stands behind the #").1.to_owned()
}

impl<'h> Caller<'h> {
    /// A young person adds somebody who helps, in words and deeds: their id and the token of their link.
    pub async fn ask_for_help(&self, name: &str, on: &[&str]) -> (String, String) {
        let id = self.chosen_id();
        let saved = self.put(&format!("/me/supporters/{id}"), supporter(name, on)).await.ok();
        (id, help_link(&saved))
    }

    /// Somebody comes in by a link, with an app.
    pub async fn help_by(&self, link: &str) -> Caller<'h> {
        let stranger = self.signed_out().at("/young-person/v1");
        let body = json!({ "secret": link, "client": "app" });
        let accepted = stranger.post("/supporter/invitations/accept", body).await.ok();
        stranger.with_token(accepted["token"].as_str().expect("an app gets a token"))
    }

    /// Somebody comes in by a link, on a page.
    pub async fn help_on_page(&self, link: &str) -> Caller<'h> {
        let stranger = self.signed_out().at("/young-person/v1");
        let body = json!({ "secret": link, "client": "page" });
        let accepted = stranger.post("/supporter/invitations/accept", body).await;
        let page = stranger.with_cookie(&accepted);
        accepted.ok();
        page
    }

    /// A young person asks somebody to help, who comes in with an app.
    pub async fn helped_by(&self, name: &str, on: &[&str]) -> (String, Caller<'h>) {
        let (id, link) = self.ask_for_help(name, on).await;
        (id, self.help_by(&link).await)
    }
}
