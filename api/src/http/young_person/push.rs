//! Telling a phone that there is something new, by Web Push.

use domain::id::SubscriptionId;
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, payload::Json};
use sha2::{Digest, Sha256};

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    push::{AppService, AppToken, Push, Subscription, Unsuitable},
    store::{MyPush, Phone, PushAddress, Reminders},
};

pub struct PushSubscriptions;

#[OpenApi(tag = "Tag::Push")]
impl PushSubscriptions {
    /// Show the key that pushes are signed with
    ///
    /// Hand it to the browser's or the phone's push manager when subscribing. The key may be exchanged: where `renew` is
    /// true, unsubscribe, subscribe with the key that is here, and save what comes.
    #[oai(path = "/push/key", method = "get", operation_id = "show_push_key")]
    async fn key(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<PushKeyOut>> {
        let app = app.0;
        let mine = app.store.read(*me.scope(), async |tx| tx.my_push(app.now()).await).await?;
        Ok(Json(PushKeyOut {
            public_key: app.push.public_key().to_owned(),
            renew: mine.is_some_and(|mine| is_stale(&mine, &*app.push)),
            app_services: app.push.app_services().into_iter().map(Into::into).collect(),
        }))
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
        keep(app.0, me, body.0.checked(app.0)?, Some(app.push.public_key())).await
    }

    /// Say where this app takes notifications
    ///
    /// For apps that the phone's own push manager gives no address: a token of Google's or Apple's service takes its place.
    /// `GET /push/key` lists the services that can be used here. Send it again each time the app opens. A phone has one
    /// address, whichever kind it is, and the last one counts. `DELETE /push/subscription` takes it off.
    #[oai(path = "/push/app-token", method = "put", operation_id = "save_app_token")]
    async fn save_app_token(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        body: Valid<AppTokenIn>,
    ) -> Result<Done> {
        keep(app.0, me, body.0.checked(app.0)?, None).await
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

/// Keeps where a phone takes pushes. `key` is the one of ours that it subscribed with, where it says none.
async fn keep(
    app: &App,
    me: YoungPerson,
    subscription: Subscription,
    key: Option<&str>,
) -> Result<Done> {
    let hash = Sha256::digest(subscription.endpoint.as_bytes()).into();
    let Subscription { endpoint, p256dh, auth, key: said } = subscription;
    let phone = Phone {
        id: app.new_id::<SubscriptionId>(),
        at: PushAddress { endpoint, p256dh, auth, key: said },
    };
    app.store
        .write(*me.scope(), async |tx| {
            tx.save_phone(&phone, hash, key, app.now()).await?;
            Ok(Done::Done)
        })
        .await
}

/// True where a phone should subscribe again: nothing gets there, or our key is another by now.
fn is_stale(mine: &MyPush, push: &dyn Push) -> bool {
    let key = mine.key.as_deref().unwrap_or(push.oldest_key());
    mine.reminders == Reminders::Failing || !mine.app && key != push.public_key()
}

/// The public key of Web Push (RFC 8292), and what else can be used.
#[derive(Object)]
#[oai(rename = "PushKey")]
struct PushKeyOut {
    /// An uncompressed point on P-256, in base64url without padding.
    public_key: String,
    /// This phone should subscribe again, or send a new token: it subscribed with an older key, or nothing has reached it
    /// for more than two days.
    renew: bool,
    /// The services whose tokens `PUT /push/app-token` takes.
    app_services: Vec<AppServiceCode>,
}

/// Who brings notifications to apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "AppService", rename_all = "kebab-case", remote = "AppService")]
enum AppServiceCode {
    /// Firebase Cloud Messaging: apps on Android, and others that use it.
    Fcm,
    /// The Apple Push Notification service: apps on iOS.
    Apns,
}

/// Where an app takes notifications.
#[derive(Object)]
#[oai(rename = "AppToken", deny_unknown_fields)]
struct AppTokenIn {
    service: AppServiceCode,
    /// What the service calls this app on this phone. Of Apple's, in hexadecimal digits.
    #[oai(validator(min_length = 20, max_length = 1024, pattern = "^[A-Za-z0-9_:-]+$"))]
    token: String,
    /// The app's bundle id, for Apple's, where whoever runs the service has not named it. Google's needs none.
    #[oai(validator(min_length = 1, max_length = 155, pattern = "^[A-Za-z0-9.-]+$"))]
    topic: Option<String>,
}

impl AppTokenIn {
    /// The token as an address, if it can be one and we send by its service.
    fn checked(self, app: &App) -> Result<Subscription> {
        let Self { service, token, topic } = self;
        let subscription = AppToken { service: service.into(), token, topic }.subscription();
        app.push.check(&subscription).map_err(|fault| {
            let (what, pointer) = match fault {
                Unsuitable::Topic => ("This is not the app that we send to.", "/topic"),
                Unsuitable::Token => ("This is no token of that service.", "/token"),
                _ => ("We do not send by this service.", "/service"),
            };
            Problem::new(Kind::RuleBroken, what).at(pointer, fault)
        })?;
        Ok(subscription)
    }
}

/// Where a phone takes pushes, as its browser gives it.
#[derive(Object)]
#[oai(rename = "PushSubscription", deny_unknown_fields)]
pub struct SubscriptionIn {
    /// The address at the phone's push service.
    #[oai(validator(min_length = 10, max_length = 2048))]
    endpoint: String,
    keys: KeysIn,
    /// The key that it was made with, as `GET /push/key` gave it. Without it: the one that is there now.
    #[oai(validator(min_length = 80, max_length = 100, pattern = "^[A-Za-z0-9_-]+=*$"))]
    key: Option<String>,
}

impl SubscriptionIn {
    /// The subscription, if its push service is one that we know.
    pub fn checked(self, app: &App) -> Result<Subscription> {
        let Self { endpoint, keys: KeysIn { p256dh, auth }, key } = self;
        let key = key.map(|key| key.trim_end_matches('=').to_owned());
        let subscription = Subscription { endpoint, p256dh, auth, key };
        app.push.check(&subscription).map_err(|fault| match fault {
            Unsuitable::Key => {
                Problem::new(Kind::RuleBroken, "This phone subscribed with a key that is not ours.")
                    .at("/key", fault)
            }
            _ => Problem::new(Kind::RuleBroken, "This phone's push service is not one we know.")
                .at("/endpoint", fault),
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
