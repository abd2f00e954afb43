//! `throughline dev-gateway`: stand-ins for everybody who takes our messages on, for trying out and for tests.
//!
//! They speak the protocols of the real ones, are as strict as a strict provider, and keep what they are given for whoever
//! looks: on a page, and as JSON. Nothing leaves this machine but receipts. It is no part of the service.

mod faults;
mod jwt;
mod kept;
mod letter;
mod notify;
mod page;
mod push;
mod receipts;
mod smtp;
mod texts;

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context, Result, bail};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Response, Route, Server, delete, get,
    http::{StatusCode, header},
    listener::TcpAcceptor,
    post,
};
use serde_json::Value;
use tokio::{net::TcpListener, sync::mpsc};

pub use self::receipts::Callback;
use self::{faults::Faults, kept::Messages, push::Phones, receipts::Call};
use crate::{
    clock::{Clock, SystemClock},
    config::{DevGateway, Settings},
    ids::{Ids, SystemIds},
    post::NotifyKey,
};

/// The key of GOV.UK Notify where none is given.
const KEY: &str =
    "trying-out-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002";

/// Everything that takes messages.
struct Gateway {
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    token: String,
    notify: NotifyKey,
    messages: Messages,
    faults: Faults,
    phones: Phones,
    calls: mpsc::UnboundedSender<Call>,
}

/// How the stand-ins are set up.
pub struct Setup {
    /// What the gateway for texts knows the service by.
    pub token: String,
    /// What GOV.UK Notify knows it by.
    pub notify: NotifyKey,
    /// Who is told what became of messages, and what was texted back.
    pub callback: Option<Callback>,
}

impl Setup {
    /// Without receipts, and with this token for texts.
    pub fn new(token: impl Into<String>) -> Self {
        let notify = KEY.parse().expect("a test reads it");
        Self { token: token.into(), notify, callback: None }
    }
}

/// The two places where it listens.
pub struct Places {
    /// Gateway, GOV.UK Notify, push service and page.
    pub http: TcpListener,
    /// Mail server.
    pub mail: TcpListener,
}

impl Places {
    /// Listens there; port 0 stands for any that is free.
    pub async fn at(http: SocketAddr, mail: SocketAddr) -> Result<Self> {
        let listen = async |at: SocketAddr| {
            TcpListener::bind(at)
                .await
                .with_context(|| format!("cannot listen on {at}; is another program there?"))
        };
        Ok(Self { http: listen(http).await?, mail: listen(mail).await? })
    }

    /// Where the page is, without a slash at the end.
    pub fn url(&self) -> Result<String> {
        Ok(format!("http://{}", self.http.local_addr()?))
    }

    /// Where the mail server is.
    pub fn mail_url(&self) -> Result<String> {
        Ok(format!("smtp://{}", self.mail.local_addr()?))
    }
}

/// Runs the stand-ins until somebody stops them, and says how the service is told of them.
pub async fn run(settings: &Settings, options: &DevGateway) -> Result<()> {
    if settings.production {
        bail!(
            "dev-gateway is for trying out: it delivers nothing, and shows what it is given to whoever asks; leave out \
             --production"
        );
    }
    let places = Places::at(settings.listen, options.smtp_listen).await?;
    let (url, mail) = (places.url()?, places.mail_url()?);
    let mut setup = Setup::new(&options.token);
    let callback = options.callback_url.clone().zip(options.callback_bearer.clone());
    setup.callback = callback.map(|(url, token)| Callback { url, token });
    println!("Every message can be read at {url}/. Nothing is delivered to anybody.\n");
    println!("  --text-gateway {url}/texts --text-gateway-token {}", options.token);
    println!("  --mail-server {mail} --mail-from \"Next Steps <hello@example.org>\"");
    match &settings.providers.notify_api_key {
        Some(key) => {
            setup.notify = key.clone();
            println!("  --notify-url {url}, with the key that was given");
        }
        None => println!("  --notify-url {url} --notify-api-key {KEY}"),
    }
    println!("\nA push service is at {url}/push. Stop with Ctrl-C.");
    tokio::select! {
        served = serve(setup, places, Arc::new(SystemClock), Arc::new(SystemIds)) => served,
        stopped = tokio::signal::ctrl_c() => Ok(stopped?),
    }
}

/// Serves all of them, for as long as it is waited for.
pub async fn serve(
    setup: Setup,
    places: Places,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
) -> Result<()> {
    let (calls, to_make) = mpsc::unbounded_channel();
    let gateway = Arc::new(Gateway {
        clock,
        ids,
        token: setup.token,
        notify: setup.notify,
        messages: Messages::default(),
        faults: Faults::default(),
        phones: Phones::default(),
        calls,
    });
    let http = Server::new_with_acceptor(TcpAcceptor::from_tokio(places.http)?)
        .run(routes(gateway.clone()));
    tokio::select! {
        served = http => served.context("the stand-ins stopped"),
        () = smtp::serve(gateway.clone(), places.mail) => Ok(()),
        () = receipts::tell(&gateway, to_make, setup.callback) => Ok(()),
    }
}

fn routes(gateway: Arc<Gateway>) -> impl Endpoint {
    Route::new()
        .at("/", get(page::show))
        .at("/messages.json", get(page::as_json))
        .at("/messages", delete(page::clear))
        .at("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .at("/replies", post(receipts::reply))
        .at("/texts", post(texts::take).head(texts::probe))
        .at("/v2/notifications", get(notify::find))
        .at("/v2/notifications/sms", post(notify::take_text))
        .at("/v2/notifications/email", post(notify::take_email))
        .at("/v2/notifications/:id", get(notify::show))
        .at("/push", post(push::subscribe))
        .at("/push/:id", post(push::take).put(push::know))
        .data(gateway)
}

/// An answer in JSON.
fn json(status: StatusCode, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
        .into_response()
}

/// The token that a request carries, as in `Authorization: Bearer …`.
fn bearer(request: &poem::Request) -> Option<&str> {
    request.header(header::AUTHORIZATION)?.strip_prefix("Bearer ")
}

/// What is wrong with the text of a message that is to fit one text.
fn text_fault(text: &str) -> Option<(&'static str, String)> {
    use domain::message::gsm;
    if text.trim().is_empty() {
        return Some(("empty", "nothing is written in it".into()));
    }
    if let Some(hole) = unfilled(text) {
        return Some(("not-filled", format!("{{{hole}}} was not filled in")));
    }
    match gsm::length(text) {
        Err(c) => Some(("alphabet", format!("{c:?} is not in the alphabet of text messages"))),
        Ok(length) if length > gsm::ONE_TEXT => {
            Some(("too-long", format!("it takes {length} characters, and {} fit", gsm::ONE_TEXT)))
        }
        Ok(_) => None,
    }
}

/// A placeholder that somebody forgot to fill in.
fn unfilled(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((_, from)) = rest.split_once('{') {
        let name = from.trim_start_matches('{');
        if let Some((name, _)) = name.split_once('}')
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            return Some(name);
        }
        rest = from;
    }
    None
}

#[cfg(test)]
mod tests;
