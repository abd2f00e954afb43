//! Where an app takes notifications: by a token that Google's or Apple's service gave it.
//!
//! It is kept as an address like those of Web Push, `fcm:TOKEN` or `apns:TOKEN`, without keys: what is sent passes through
//! the service's hands in clear. So it holds nothing but the neutral words, and no token to answer with.

use super::{Subscription, Unsuitable};

/// Who brings notifications to apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppService {
    /// Firebase Cloud Messaging, Google's: apps on Android, and others that use it.
    Fcm,
    /// The Apple Push Notification service: apps on iOS.
    Apns,
}

/// A token that one of them gave an app on one phone.
#[derive(Clone, PartialEq, Eq)]
pub struct AppToken {
    /// Whose it is.
    pub service: AppService,
    /// Whoever has it and our keys can write to the phone, so it is never logged.
    pub token: String,
    /// The app's bundle id, of Apple's, where whoever runs us has not named it.
    pub topic: Option<String>,
}

impl AppToken {
    /// Reads an address, if it is an app's.
    pub fn read(endpoint: &str) -> Option<Self> {
        let (service, rest) = endpoint.split_once(':')?;
        let (service, (token, topic)) = match service {
            "fcm" => (AppService::Fcm, (rest, None)),
            "apns" => match rest.split_once('@') {
                Some((token, topic)) => (AppService::Apns, (token, Some(topic.to_owned()))),
                None => (AppService::Apns, (rest, None)),
            },
            _ => return None,
        };
        Some(Self { service, token: token.to_owned(), topic })
    }

    /// The token as a phone's address.
    pub fn subscription(&self) -> Subscription {
        let Self { service, token, topic } = self;
        let endpoint = match (service, topic) {
            (AppService::Fcm, _) => format!("fcm:{token}"),
            (AppService::Apns, None) => format!("apns:{token}"),
            (AppService::Apns, Some(topic)) => format!("apns:{token}@{topic}"),
        };
        Subscription { endpoint, p256dh: String::new(), auth: String::new(), key: None }
    }

    /// Whether it can be a token of its service at all. Both ask nobody to know more about them.
    pub fn check(&self) -> Result<(), Unsuitable> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:".contains(&byte);
        let right = match self.service {
            AppService::Fcm => self.token.bytes().all(plain),
            // 32 bytes today; Apple says that they may become longer.
            AppService::Apns => {
                self.token.bytes().all(|byte| byte.is_ascii_hexdigit()) && self.token.len() <= 200
            }
        };
        if !right || !(20..=1024).contains(&self.token.len()) {
            return Err(Unsuitable::Token);
        }
        let named = |topic: &String| {
            (1..=155).contains(&topic.len())
                && topic.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        };
        self.topic.as_ref().is_none_or(named).then_some(()).ok_or(Unsuitable::Topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(service: AppService, token: &str, topic: Option<&str>) -> AppToken {
        AppToken { service, token: token.into(), topic: topic.map(Into::into) }
    }

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let hex = "ab".repeat(32);
        for (token, address) in [
            (token(AppService::Fcm, "abc:APA91b_-x", None), "fcm:abc:APA91b_-x".to_owned()),
            (token(AppService::Apns, &hex, None), format!("apns:{hex}")),
            (
                token(AppService::Apns, &hex, Some("org.example.app")),
                format!("apns:{hex}@org.example.app"),
            ),
        ] {
            assert_eq!(token.subscription().endpoint, address);
            assert!(AppToken::read(&address) == Some(token), "{address}");
        }
        for other in ["https://fcm.googleapis.com/x", "", "fcm", "http:x", "FCM:x", "apns.example"]
        {
            assert!(AppToken::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn what_is_no_token_is_not_taken_for_one() {
        let (hex, long) = ("0Af".repeat(22), "a".repeat(1025));
        assert_eq!(token(AppService::Fcm, &"dQw4:APA91b-_".repeat(12), None).check(), Ok(()));
        assert_eq!(token(AppService::Apns, &hex, Some("org.example.app-1")).check(), Ok(()));
        for wrong in ["short", "a token with blanks in it", "../../../messages:send#aaaaa", &long] {
            assert_eq!(token(AppService::Fcm, wrong, None).check(), Err(Unsuitable::Token));
            assert_eq!(token(AppService::Apns, wrong, None).check(), Err(Unsuitable::Token));
        }
        assert_eq!(token(AppService::Apns, &"g".repeat(64), None).check(), Err(Unsuitable::Token));
        for wrong in ["", "org example", "org/example", "org@example", &long] {
            assert_eq!(
                token(AppService::Apns, &hex, Some(wrong)).check(),
                Err(Unsuitable::Topic),
                "{wrong}"
            );
        }
    }
}
