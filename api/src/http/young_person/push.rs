//! Telling a phone that there is something new, by Web Push.

use domain::id::SubscriptionId;
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, payload::Json};
use sha2::{Digest, Sha256};

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    push::Subscription,
    store::{Phone, PushAddress},
};

pub struct PushSubscriptions;

#[OpenApi(tag = "Tag::Push")]
impl PushSubscriptions {
    /// Show the key that pushes are signed with
    ///
    /// Hand it to the browser's or the phone's push manager when subscribing.
    #[oai(path = "/push/key", method = "get", operation_id = "show_push_key")]
    async fn key(&self, app: Data<&App>, _me: YoungPerson) -> Json<PushKeyOut> {
        Json(PushKeyOut { public_key: app.push.public_key().to_owned() })
    }

    /// Say where this phone takes pushes
    ///
    /// Send it again each time the app opens: a push service may change the address without a word. A phone has one
    /// address, and the last one counts.
    #[oai(path = "/push/subscription", method = "put", operation_id = "save_push_subscription")]
    async fn save(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        body: Valid<SubscriptionIn>,
    ) -> Result<Done> {
        let (app, subscription) = (app.0, body.0.checked(app.0)?);
        let hash = Sha256::digest(subscription.endpoint.as_bytes()).into();
        let phone = Phone {
            id: app.new_id::<SubscriptionId>(),
            at: PushAddress {
                endpoint: subscription.endpoint,
                p256dh: subscription.p256dh,
                auth: subscription.auth,
            },
        };
        app.store
            .write(*me.scope(), async |tx| {
                tx.save_phone(&phone, hash, app.now()).await?;
                Ok(Done::Done)
            })
            .await
    }

    /// Stop pushes to this phone
    ///
    /// Check-ins go on; they wait until the app is opened.
    #[oai(
        path = "/push/subscription",
        method = "delete",
        operation_id = "remove_push_subscription"
    )]
    async fn remove(&self, app: Data<&App>, me: YoungPerson) -> Result<Done> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_phone().await?;
                Ok(Done::Done)
            })
            .await
    }
}

/// The public key of Web Push (RFC 8292).
#[derive(Object)]
#[oai(rename = "PushKey")]
struct PushKeyOut {
    /// An uncompressed point on P-256, in base64url without padding.
    public_key: String,
}

/// Where a phone takes pushes, as its browser gives it.
#[derive(Object)]
#[oai(rename = "PushSubscription", deny_unknown_fields)]
pub struct SubscriptionIn {
    /// The address at the phone's push service.
    #[oai(validator(min_length = 10, max_length = 2048))]
    endpoint: String,
    keys: KeysIn,
}

impl SubscriptionIn {
    /// The subscription, if its push service is one that we know.
    pub fn checked(self, app: &App) -> Result<Subscription> {
        let Self { endpoint, keys: KeysIn { p256dh, auth } } = self;
        let subscription = Subscription { endpoint, p256dh, auth };
        app.push.check(&subscription).map_err(|fault| {
            Problem::new(Kind::RuleBroken, "This phone's push service is not one we know.")
                .at("/endpoint", fault)
        })?;
        Ok(subscription)
    }
}

/// What pushes to a phone are encrypted with (RFC 8291).
#[derive(Object)]
#[oai(rename = "PushKeys", deny_unknown_fields)]
struct KeysIn {
    /// The phone's public key, in base64url.
    #[oai(validator(min_length = 80, max_length = 100, pattern = "^[A-Za-z0-9_-]+=*$"))]
    p256dh: String,
    /// The phone's secret, in base64url.
    #[oai(validator(min_length = 20, max_length = 30, pattern = "^[A-Za-z0-9_-]+=*$"))]
    auth: String,
}

/// It is done.
#[derive(ApiResponse)]
enum Done {
    /// It is done.
    #[oai(status = 204)]
    Done,
}
