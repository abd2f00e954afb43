//! Saying who we are to services for apps: a short letter that we sign (RFC 7519).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openssl::{
    ecdsa::EcdsaSig,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    sha::sha256,
    sign::Signer,
};
use serde_json::{Value, json};

/// The shortest RSA key that is taken, in bits.
const SHORTEST_RSA: u32 = 2048;

/// A private key that letters are signed with, and the name that its service knows it by.
pub struct SigningKey {
    key: PKey<Private>,
    id: String,
    by: By,
}

/// How it signs (RFC 7518).
enum By {
    Rs256,
    Es256,
}

impl SigningKey {
    /// An RSA key, or one on the curve P-256, out of the text of a PEM file. Nothing if it is neither.
    pub fn from_pem(pem: &str, id: &str) -> Option<Self> {
        let key = PKey::private_key_from_pem(pem.as_bytes()).ok()?;
        let by = match (key.rsa(), key.ec_key()) {
            (Ok(_), _) => (key.bits() >= SHORTEST_RSA).then_some(By::Rs256)?,
            (_, Ok(curve)) if curve.group().curve_name() == Some(Nid::X9_62_PRIME256V1) => {
                By::Es256
            }
            _ => return None,
        };
        Some(Self { key, id: id.to_owned(), by })
    }

    /// What it signs by, as letters name it.
    pub fn algorithm(&self) -> &'static str {
        match self.by {
            By::Rs256 => "RS256",
            By::Es256 => "ES256",
        }
    }

    /// A signed letter that says this.
    pub fn sign(&self, claims: &Value) -> Option<String> {
        let head = json!({ "alg": self.algorithm(), "typ": "JWT", "kid": self.id });
        let encode = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        let text = format!("{}.{}", encode(&head), encode(claims));
        let signature = self.signature(text.as_bytes())?;
        Some(format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }

    fn signature(&self, text: &[u8]) -> Option<Vec<u8>> {
        match self.by {
            By::Rs256 => {
                let mut signer = Signer::new(MessageDigest::sha256(), &self.key).ok()?;
                signer.sign_oneshot_to_vec(text).ok()
            }
            By::Es256 => {
                let signed = EcdsaSig::sign(&sha256(text), &*self.key.ec_key().ok()?).ok()?;
                // Two numbers of 32 bytes, and not as OpenSSL writes them.
                let mut both = signed.r().to_vec_padded(32).ok()?;
                both.extend(signed.s().to_vec_padded(32).ok()?);
                Some(both)
            }
        }
    }
}
