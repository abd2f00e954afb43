//! Sending requests to the service from inside: what a page sends, without the network.

use anyhow::{Result, bail};
use domain::{
    id::{PartnershipId, PersonId, StaffId},
    proof::Reached,
    session::Client as Through,
};
use futures_util::future::BoxFuture;
use poem::{Endpoint, Request, Response, endpoint::BoxEndpoint, http::Method};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::App,
    http::session::Opening,
    post::{Letter, Post, Posted, Sought},
    push::{Delivery, Push, PushMessage, Subscription, Unsuitable},
    store::{StoreError, scope::System},
};

/// The invented young people have no phones that ring.
pub struct NoPhones;

impl Push for NoPhones {
    fn public_key(&self) -> &str {
        ""
    }

    fn check(&self, _: &Subscription) -> std::result::Result<(), Unsuitable> {
        Ok(())
    }

    fn send<'a>(&'a self, _: &'a Subscription, _: &'a PushMessage) -> BoxFuture<'a, Delivery> {
        Box::pin(async { Delivery::Gone })
    }
}

/// Texts and e-mails of those months are taken, and nobody gets them.
pub struct TakenByNobody;

impl Post for TakenByNobody {
    fn ways(&self) -> Vec<Reached> {
        vec![Reached::Mobile, Reached::Email]
    }

    fn takes_replies(&self) -> bool {
        true
    }

    fn send<'a>(&'a self, _: &'a Letter) -> BoxFuture<'a, Posted> {
        Box::pin(async { Posted::Taken(None) })
    }

    fn seek<'a>(&'a self, _: Reached, _: Uuid) -> BoxFuture<'a, Sought> {
        Box::pin(async { Sought::CannotTell })
    }

    fn probe<'a>(&'a self, _: Reached, _: Uuid) -> BoxFuture<'a, Posted> {
        Box::pin(async { Posted::Taken(None) })
    }
}

/// Somebody signed in on a page.
#[derive(Clone)]
pub struct Client {
    cookie: String,
}

impl Client {
    /// A young person signs in. (What an invitation does after its checks; nobody types codes here.)
    pub async fn young_person(
        app: &App,
        system: System,
        partnership: PartnershipId,
        person: PersonId,
    ) -> Result<Self> {
        let opening = Opening::phone(app, partnership, person, Through::Page, false, None);
        Self::open(app, system, opening).await
    }

    /// A member of staff signs in. (What a one-time link does after its check.)
    pub async fn staff(
        app: &App,
        system: System,
        partnership: PartnershipId,
        staff: StaffId,
    ) -> Result<Self> {
        Self::open(app, system, Opening::staff(app, partnership, staff, Through::Page)).await
    }

    async fn open(app: &App, system: System, opening: Opening) -> Result<Self> {
        app.store
            .write::<_, _, StoreError>(system, async |tx| {
                tx.open_session(&opening.session, opening.tokens(), app.now()).await
            })
            .await?;
        let cookie = opening.carried.cookie.unwrap_or_default();
        Ok(Self { cookie: cookie.split(';').next().unwrap_or_default().to_owned() })
    }

    /// Sends a request. Anything but success is an error of the story.
    pub async fn send(
        &self,
        service: &BoxEndpoint<'static, Response>,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value> {
        let request = Request::builder()
            .method(method)
            .uri(path.parse()?)
            .header("cookie", &self.cookie)
            .header("x-requested-with", "throughline")
            .content_type("application/json");
        let request = match body {
            Some(body) => request.body(body.to_string()),
            None => request.finish(),
        };
        let response = service.get_response(request).await;
        let status = response.status();
        let text = response.into_body().into_string().await?;
        if !status.is_success() {
            bail!("{status}: {text}");
        }
        Ok(if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }
}
