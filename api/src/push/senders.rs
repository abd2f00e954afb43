//! Every way to wake a phone, behind one door.

use futures_util::future::BoxFuture;

use super::{
    Apns, AppService, AppToken, Delivery, Fcm, Push, PushMessage, Subscription, Unsuitable, WebPush,
};

/// Web Push, and whichever services for apps whoever runs us has keys for.
pub struct Senders {
    /// To browsers.
    pub web: WebPush,
    /// To apps by Google's service.
    pub fcm: Option<Fcm>,
    /// To apps by Apple's.
    pub apns: Option<Apns>,
}

impl Push for Senders {
    fn public_key(&self) -> &str {
        self.web.public_key()
    }

    fn oldest_key(&self) -> &str {
        self.web.oldest_key()
    }

    fn app_services(&self) -> Vec<AppService> {
        let fcm = self.fcm.as_ref().map(|_| AppService::Fcm);
        let apns = self.apns.as_ref().map(|_| AppService::Apns);
        fcm.into_iter().chain(apns).collect()
    }

    fn check(&self, to: &Subscription) -> Result<(), Unsuitable> {
        let Some(app) = AppToken::read(&to.endpoint) else { return self.web.check(to) };
        // An address that a browser gave leads to no app.
        if *to != app.subscription() {
            return Err(Unsuitable::Endpoint);
        }
        app.check()?;
        match (app.service, &self.fcm, &self.apns) {
            (AppService::Fcm, Some(_), _) => Ok(()),
            (AppService::Apns, _, Some(apns)) => apns.check(&app),
            _ => Err(Unsuitable::Service),
        }
    }

    fn send<'a>(
        &'a self,
        to: &'a Subscription,
        message: &'a PushMessage,
    ) -> BoxFuture<'a, Delivery> {
        let Some(app) = AppToken::read(&to.endpoint) else { return self.web.send(to, message) };
        Box::pin(async move {
            match (app.service, &self.fcm, &self.apns) {
                (AppService::Fcm, Some(fcm), _) => fcm.send(&app, message).await,
                (AppService::Apns, _, Some(apns)) => apns.send(&app, message).await,
                // The key may come back, and the phone need not be asked again.
                _ => Delivery::Rejected(501),
            }
        })
    }
}
