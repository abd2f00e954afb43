//! A phone's own keeper of passkeys: it makes them and shows them as WebAuthn level 3 has it, with user verification.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where the service is, as a browser has it.
const ORIGIN: &str = "https://throughline.example";
/// Somebody was there, and the phone made sure who.
const PRESENT_AND_VERIFIED: u8 = 0x05;
const WITH_KEY: u8 = 0x40;
/// Its owner's other phones may have the key too, and do.
const COPIED: u8 = 0x18;

/// A phone with one passkey.
pub struct Authenticator {
    key: SigningKey,
    id: [u8; 32],
    flags: u8,
}

impl Authenticator {
    /// Another phone for each number.
    pub fn new(number: u8) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).expect("a number that makes a key");
        Self { key, id: [number; 32], flags: PRESENT_AND_VERIFIED }
    }

    /// One that copies its passkey to its owner's other phones.
    pub fn copying(number: u8) -> Self {
        Self { flags: PRESENT_AND_VERIFIED | COPIED, ..Self::new(number) }
    }

    /// Makes a passkey for what the service asked: the body of `add_passkey`.
    pub fn make(&self, asked: &Value) -> Value {
        let mut data = about(asked, self.flags | WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        let point = self.key.verifying_key().to_encoded_point(false);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().expect("a point has two sides"));
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().expect("a point has two sides"));
        let mut attestation = vec![0xa3];
        attestation.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attestation.push(u8::try_from(data.len()).expect("it is short"));
        attestation.extend(data);
        json!({
            "ceremony": asked["ceremony"],
            "name": "Blue phone",
            "id": encode(&self.id),
            "client_data": encode(&client_data("webauthn.create", asked)),
            "attestation": encode(&attestation),
        })
    }

    /// Shows its passkey for what the service asked, as the user with this id.
    pub fn show(&self, asked: &Value, user: &str) -> Value {
        let data = about(asked, self.flags);
        let client = client_data("webauthn.get", asked);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "ceremony": asked["ceremony"],
            "id": encode(&self.id),
            "client_data": encode(&client),
            "authenticator_data": encode(&data),
            "signature": encode(signature.to_der().as_bytes()),
            "user": user,
        })
    }
}

fn about(asked: &Value, flags: u8) -> Vec<u8> {
    let domain = asked["domain"].as_str().expect("a passkey is for a domain");
    let mut data = Sha256::digest(domain).to_vec();
    data.push(flags);
    data.extend([0; 4]);
    data
}

fn client_data(kind: &str, asked: &Value) -> Vec<u8> {
    let challenge = &asked["challenge"];
    json!({ "type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
