//! What is set up at those who carry our messages.

use clap::ArgAction;
use reqwest::Url;
use uuid::Uuid;

use crate::post::{CallbackToken, NOTIFY, NotifyAccount, NotifyKey};

/// GOV.UK Notify, and what providers call back with.
#[derive(Clone, Debug, clap::Args)]
pub struct Providers {
    /// The number that our texts come from takes replies: 1, 2, 3 and STOP.
    #[arg(long, env = "THROUGHLINE_TEXT_REPLIES", global = true, action = ArgAction::SetTrue)]
    pub text_replies: bool,

    /// A key to the API of GOV.UK Notify, like name-SERVICE_ID-SECRET.
    #[arg(
        long,
        env = "THROUGHLINE_NOTIFY_API_KEY",
        global = true,
        hide_env_values = true,
        value_name = "KEY"
    )]
    pub notify_api_key: Option<NotifyKey>,

    /// The template at Notify that our texts go by; its only words are ((text)).
    #[arg(
        long,
        env = "THROUGHLINE_NOTIFY_TEXT_TEMPLATE",
        global = true,
        value_name = "ID",
        requires = "notify_api_key"
    )]
    pub notify_text_template: Option<Uuid>,

    /// The template at Notify that our e-mails go by: the subject is ((subject)), the message ((text)).
    #[arg(
        long,
        env = "THROUGHLINE_NOTIFY_EMAIL_TEMPLATE",
        global = true,
        value_name = "ID",
        requires = "notify_api_key"
    )]
    pub notify_email_template: Option<Uuid>,

    /// Where Notify is.
    #[arg(
        long,
        env = "THROUGHLINE_NOTIFY_URL",
        global = true,
        value_name = "URL",
        default_value = NOTIFY,
        value_parser = at
    )]
    pub notify_url: Url,

    /// The text message sender at Notify [default: the one that is set there].
    #[arg(long, env = "THROUGHLINE_NOTIFY_SMS_SENDER", global = true, value_name = "ID")]
    pub notify_sms_sender: Option<Uuid>,

    /// The reply-to address at Notify [default: the one that is set there].
    #[arg(long, env = "THROUGHLINE_NOTIFY_REPLY_TO", global = true, value_name = "ID")]
    pub notify_reply_to: Option<Uuid>,

    /// What providers show when they call back with receipts and replies: a bearer token [default: nobody calls back].
    #[arg(
        long,
        env = "THROUGHLINE_CALLBACK_TOKEN",
        global = true,
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub callback_token: Option<CallbackToken>,
}

impl Providers {
    /// What is set up at Notify, if anything is.
    pub fn notify(&self) -> Option<NotifyAccount> {
        Some(NotifyAccount {
            url: self.notify_url.clone(),
            key: self.notify_api_key.clone()?,
            text_template: self.notify_text_template,
            email_template: self.notify_email_template,
            sms_sender: self.notify_sms_sender,
            reply_to: self.notify_reply_to,
        })
    }
}

fn at(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    plain.then_some(url).ok_or_else(|| format!("write it like {NOTIFY}"))
}
