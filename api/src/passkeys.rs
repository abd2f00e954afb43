//! Passkeys: what `webauthn-rs` checks, in the few shapes that phones and pages need.

use anyhow::{Context, Result, anyhow};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::id::PersonId;
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration,
        PublicKeyCredential, RegisterPublicKeyCredential,
    },
};

/// Makes and checks passkeys for one address.
pub struct Passkeys {
    checks: Webauthn,
    domain: String,
}

/// What a phone makes a passkey from.
pub struct ToAdd {
    /// Random bytes to sign, in base64url.
    pub challenge: String,
    /// The domain it is for.
    pub domain: String,
    /// The kinds of key that we can check (IANA COSE numbers), the best first.
    pub algorithms: Vec<i64>,
    /// What has to be kept until the phone answers.
    pub state: String,
}

/// What a phone shows a passkey for.
pub struct ToShow {
    /// Random bytes to sign, in base64url.
    pub challenge: String,
    /// The domain it is for.
    pub domain: String,
    /// What has to be kept until the phone answers.
    pub state: String,
}

/// A new passkey, as the phone answered.
pub struct Added<'a> {
    /// The credential's id, in base64url.
    pub id: &'a str,
    /// `clientDataJSON`, in base64url.
    pub client_data: &'a str,
    /// `attestationObject`, in base64url.
    pub attestation: &'a str,
}

/// A passkey, as the phone showed it.
pub struct ShownKey<'a> {
    /// The credential's id, in base64url.
    pub id: &'a str,
    /// `clientDataJSON`, in base64url.
    pub client_data: &'a str,
    /// `authenticatorData`, in base64url.
    pub authenticator_data: &'a str,
    /// The signature, in base64url.
    pub signature: &'a str,
    /// `userHandle`, in base64url, if the phone gives one.
    pub user: Option<&'a str>,
}

impl Passkeys {
    /// Passkeys for this address; none where it has no name, as browsers give none to bare numbers.
    pub fn new(public_url: &str) -> Result<Option<Self>> {
        let url = Url::parse(public_url).context("the address of the service cannot be read")?;
        let Some(domain) = url.domain().map(str::to_owned) else { return Ok(None) };
        let checks = WebauthnBuilder::new(&domain, &url)
            .and_then(WebauthnBuilder::build)
            .map_err(|error| anyhow!("passkeys cannot be set up: {error}"))?;
        Ok(Some(Self { checks, domain }))
    }

    /// Begins to add a passkey.
    pub fn start_adding(&self, person: PersonId, name: &str) -> Result<ToAdd> {
        let (options, state) =
            self.checks.start_passkey_registration(person.0, name, name, None)?;
        let options = serde_json::to_value(options)?;
        let algorithms = options["publicKey"]["pubKeyCredParams"].as_array();
        let algorithms = algorithms.into_iter().flatten().filter_map(|known| known["alg"].as_i64());
        Ok(ToAdd {
            challenge: challenge(&options)?,
            domain: self.domain.clone(),
            algorithms: algorithms.collect(),
            state: serde_json::to_string(&state)?,
        })
    }

    /// Checks a new passkey: what to keep of it, or nothing if it is not right.
    pub fn finish_adding(&self, added: &Added<'_>, state: &str) -> Result<Option<String>> {
        let state: PasskeyRegistration = serde_json::from_str(state)?;
        let answer = json!({
            "id": added.id, "rawId": added.id, "type": "public-key", "extensions": {},
            "response": { "clientDataJSON": added.client_data, "attestationObject": added.attestation },
        });
        let Ok(answer) = serde_json::from_value::<RegisterPublicKeyCredential>(answer) else {
            return Ok(None);
        };
        match self.checks.finish_passkey_registration(&answer, &state) {
            Ok(passkey) => Ok(Some(serde_json::to_string(&passkey)?)),
            Err(_) => Ok(None),
        }
    }

    /// Begins to ask for a passkey, whoever has one.
    pub fn start_asking(&self) -> Result<ToShow> {
        let (options, state) = self.checks.start_discoverable_authentication()?;
        let options = serde_json::to_value(options)?;
        Ok(ToShow {
            challenge: challenge(&options)?,
            domain: self.domain.clone(),
            state: serde_json::to_string(&state)?,
        })
    }

    /// Checks a passkey that was shown against the one that is kept: what to keep from now on, or nothing if it is not
    /// right.
    pub fn check(&self, shown: &ShownKey<'_>, state: &str, kept: &str) -> Result<Option<String>> {
        let state: DiscoverableAuthentication = serde_json::from_str(state)?;
        let mut passkey: Passkey = serde_json::from_str(kept)?;
        let answer = json!({
            "id": shown.id, "rawId": shown.id, "type": "public-key", "extensions": {},
            "response": {
                "clientDataJSON": shown.client_data, "authenticatorData": shown.authenticator_data,
                "signature": shown.signature, "userHandle": shown.user,
            },
        });
        let Ok(answer) = serde_json::from_value::<PublicKeyCredential>(answer) else {
            return Ok(None);
        };
        let key = DiscoverableKey::from(&passkey);
        let Ok(result) = self.checks.finish_discoverable_authentication_v2(&answer, state, &key)
        else {
            return Ok(None);
        };
        passkey.update_credential(&result);
        Ok(Some(serde_json::to_string(&passkey)?))
    }
}

/// The id of a credential that is kept, in base64url.
pub fn credential_id(kept: &str) -> Result<String> {
    let passkey: Passkey = serde_json::from_str(kept)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(passkey.cred_id()))
}

/// Whether phones copy a passkey that is kept among themselves, so that it may be on any of them (WebAuthn level 3,
/// "backup eligible"). One that cannot be read may be.
pub fn is_copied(kept: &str) -> bool {
    let kept: Value = serde_json::from_str(kept).unwrap_or_default();
    kept["cred"]["backup_eligible"] != json!(false)
}

/// By what a credential is found: its id, hashed, as ids differ in length.
pub fn credential_hash(id: &str) -> Option<[u8; 32]> {
    let id = BASE64_URL_SAFE_NO_PAD.decode(id).ok()?;
    Some(Sha256::digest(&id).into())
}

fn challenge(options: &Value) -> Result<String> {
    let challenge = options["publicKey"]["challenge"].as_str();
    challenge.map(str::to_owned).context("passkeys come with a challenge")
}
