//! Who we are to a push service (RFC 8292).

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Url;
use web_push::{
    PartialVapidSignatureBuilder, SubscriptionInfo, VapidSignature, VapidSignatureBuilder,
};

use crate::clock::Clock;

/// How long a signature is good for; push services allow a day at most.
const GOOD_FOR: TimeDelta = TimeDelta::hours(12);

/// After this long a new one is made, well before the old one ends.
const KEPT_FOR: TimeDelta = TimeDelta::hours(6);

/// More origins than there are push services in the world.
const MOST_ORIGINS: usize = 1000;

/// The private key that messages are signed with. Phones subscribe with its public half, so with a new key every phone has
/// to subscribe again; until then what is sent to it is signed with the old one.
#[derive(Clone, PartialEq, Eq)]
pub struct VapidKey([u8; 32]);

impl VapidKey {
    /// A key out of 32 bytes, if they make one: nearly all do.
    pub fn new(bytes: [u8; 32]) -> Option<Self> {
        let key = Self(bytes);
        VapidSignatureBuilder::from_base64_no_sub(&key.to_base64()).is_ok().then_some(key)
    }

    /// Reads a key in base64url, the form in which most tools keep it.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
        Self::new(bytes.try_into().ok()?)
    }

    /// The key in base64url, to be kept where nobody else can read it.
    pub fn to_base64(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VapidKey(…)")
    }
}

/// Signs for one push service after another.
///
/// Signing is the costly part of a message. A signature says nothing of the message, only whom it is for, so one is
/// kept for each origin.
pub struct Vapid {
    /// The newest first.
    keys: Vec<Pair>,
    /// How a push service reaches whoever runs us: `https:` or `mailto:`.
    contact: String,
    clock: Arc<dyn Clock>,
    /// By key and origin, with the moment it was made.
    kept: Mutex<HashMap<(usize, String), Made>>,
}

type Made = (DateTime<Utc>, VapidSignature);

/// A key, and its public half in base64url.
struct Pair {
    signer: PartialVapidSignatureBuilder,
    public_key: String,
}

impl Pair {
    fn new(key: &VapidKey) -> Self {
        let signer = VapidSignatureBuilder::from_base64_no_sub(&key.to_base64());
        let signer = signer.expect("a key is checked when it is made");
        let public_key = BASE64_URL_SAFE_NO_PAD.encode(signer.get_public_key());
        Self { signer, public_key }
    }
}

/// One of the keys that are signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which(usize);

impl Vapid {
    /// Signs with a key. `contact` is where a push service finds whoever runs us: an `https:` or `mailto:` address.
    pub fn new(key: &VapidKey, contact: impl Into<String>, clock: Arc<dyn Clock>) -> Self {
        Self { keys: vec![Pair::new(key)], contact: contact.into(), clock, kept: Mutex::default() }
    }

    /// Signs also with keys of before, the newest first, for phones that subscribed with those.
    pub fn with_previous(mut self, keys: &[VapidKey]) -> Self {
        self.keys.extend(keys.iter().map(Pair::new));
        self
    }

    /// The public half of the newest key, in base64url.
    pub fn public_key(&self) -> &str {
        &self.keys[0].public_key
    }

    /// The public half of the oldest key, in base64url.
    pub fn oldest_key(&self) -> &str {
        &self.keys[self.keys.len() - 1].public_key
    }

    /// True of the public half of one of the keys.
    pub fn knows(&self, public_key: &str) -> bool {
        self.keys.iter().any(|pair| pair.public_key == public_key)
    }

    /// Which keys to sign with for a phone that subscribed with this one: that one alone. Where it was never noted, all
    /// of them, the oldest first, until the push service takes one.
    pub fn candidates(&self, public_key: Option<&str>) -> impl Iterator<Item = Which> {
        let fits = move |which: &Which| {
            public_key.is_none_or(|public_key| self.keys[which.0].public_key == public_key)
        };
        (0..self.keys.len()).rev().map(Which).filter(fits)
    }

    /// A signature for the origin of this endpoint.
    pub fn signature(
        &self,
        which: Which,
        endpoint: &Url,
        to: &SubscriptionInfo,
    ) -> Option<VapidSignature> {
        // Its own port included, which the crate would leave out.
        let origin = endpoint.origin().ascii_serialization();
        let now = self.clock.now();
        let mut kept = self.kept.lock().expect("nothing panics while it holds this lock");
        if let Some((made, signature)) = kept.get(&(which.0, origin.clone()))
            && (TimeDelta::zero()..KEPT_FOR).contains(&(now - *made))
        {
            return Some(signature.clone());
        }
        let mut builder = self.keys[which.0].signer.clone().add_sub_info(to);
        builder.add_claim("aud", origin.clone());
        builder.add_claim("sub", self.contact.clone());
        builder.add_claim("exp", (now + GOOD_FOR).timestamp());
        let signature = builder.build().ok()?;
        if kept.len() >= MOST_ORIGINS {
            kept.clear();
        }
        kept.insert((which.0, origin), (now, signature.clone()));
        Some(signature)
    }
}
