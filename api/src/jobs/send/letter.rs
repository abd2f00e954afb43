//! What a prompt says as a text or an e-mail. Nothing in it is about anybody (CI-14, YP-29).

use domain::proof::Reached;
use uuid::Uuid;

use crate::{app::App, post::Letter, store::OwnContact};

/// The letter of a prompt, in the words of the questions' file.
pub fn letter(app: &App, id: Uuid, to: OwnContact, service: &str, minutes: u8) -> Letter {
    let words = &app.questionnaire.reminders().text;
    let page = format!("{}/phone/", app.public_url);
    let fill = |text: &str| {
        text.replace("{service_name}", service)
            .replace("{minutes}", &minutes.to_string())
            .replace("{short_url}", &page)
    };
    let subject = fill(&words.email_subject);
    let text = match to.kind {
        Reached::Mobile if app.post.takes_replies() => fill(&words.sms),
        Reached::Mobile => fill(&words.sms_one_way),
        Reached::Email => format!(
            "Your check-in is ready. It takes about {minutes} minutes.\n\n{page}\n\nYou do not have to answer. You can stop these \
             e-mails there.\n"
        ),
    };
    Letter { id, to, subject, text }
}
