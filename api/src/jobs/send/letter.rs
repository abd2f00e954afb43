//! What a prompt says as a text or an e-mail: the partnership's words, or the product's. Nothing in it is about anybody
//! (CI-14, YP-29).

use domain::{
    message::{Messages, TemplateKind, TooLong},
    proof::Reached,
};
use uuid::Uuid;

use crate::{app::App, post::Letter, store::OwnContact};

/// The letter of a prompt; none where no words fit beside the name of the service and our address.
pub fn letter(
    app: &App,
    id: Uuid,
    to: OwnContact,
    words: &Messages,
    service: &str,
    minutes: u8,
) -> Result<Letter, TooLong> {
    let page = app.short_url();
    let fill = |kind| words.fill(kind, service, minutes, &page);
    let text = match to.kind {
        Reached::Mobile if app.post.takes_replies() => TemplateKind::Text,
        Reached::Mobile => TemplateKind::TextOneWay,
        Reached::Email => TemplateKind::EmailText,
    };
    Ok(Letter { id, to, subject: fill(TemplateKind::EmailSubject)?, text: fill(text)? })
}
