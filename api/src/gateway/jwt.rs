//! Checking what tokens say (RFC 7515, 7519).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openssl::{
    bn::{BigNum, BigNumContext},
    ec::{EcGroup, EcKey, EcPoint},
    ecdsa::EcdsaSig,
    error::ErrorStack,
    hash::MessageDigest,
    memcmp,
    nid::Nid,
    pkey::PKey,
    sign::Signer,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The claims of a token that was signed with a shared secret.
pub fn hs256(token: &str, secret: &str) -> Result<Value, &'static str> {
    let token = Token::read(token, "HS256")?;
    let sign = || -> Result<Vec<u8>, ErrorStack> {
        let key = PKey::hmac(secret.as_bytes())?;
        let mut signer = Signer::new(MessageDigest::sha256(), &key)?;
        signer.update(token.signed.as_bytes())?;
        signer.sign_to_vec()
    };
    let right = sign().map_err(|_| "the secret is no key")?;
    let same = right.len() == token.signature.len() && memcmp::eq(&right, &token.signature);
    same.then_some(token.claims).ok_or("the signature is not by this key")
}

/// The claims of a token that was signed with the private half of this key: an uncompressed point of P-256.
pub fn es256(token: &str, key: &[u8]) -> Result<Value, &'static str> {
    let token = Token::read(token, "ES256")?;
    if token.signature.len() != 64 {
        return Err("the signature has not 64 bytes");
    }
    let (r, s) = token.signature.split_at(32);
    let check = || -> Result<bool, ErrorStack> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        let point = EcPoint::from_bytes(&group, key, &mut *BigNumContext::new()?)?;
        let key = EcKey::from_public_key(&group, &point)?;
        key.check_key()?;
        let signature =
            EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
        signature.verify(&Sha256::digest(token.signed), &key)
    };
    match check() {
        Ok(true) => Ok(token.claims),
        Ok(false) => Err("the signature is not by this key"),
        Err(_) => Err("the key is no point of P-256"),
    }
}

struct Token<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    claims: Value,
}

impl<'a> Token<'a> {
    fn read(token: &'a str, algorithm: &str) -> Result<Self, &'static str> {
        let (signed, signature) = token.rsplit_once('.').ok_or("it has not three parts")?;
        let (head, claims) = signed.split_once('.').ok_or("it has not three parts")?;
        let decode = |part: &str| {
            BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| "a part is not base64url without =")
        };
        let read = |part: &str| -> Result<Value, &'static str> {
            serde_json::from_slice(&decode(part)?).map_err(|_| "a part is not JSON")
        };
        let head = read(head)?;
        if head["alg"] != algorithm {
            return Err("it is signed in another way");
        }
        if head.get("typ").is_some_and(|kind| kind != "JWT") {
            return Err("it is no JWT");
        }
        Ok(Self { signed, signature: decode(signature)?, claims: read(claims)? })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The example of RFC 7515, A.1 has another key form; this one was made with another library.
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    #[test]
    fn a_shared_secret_opens_what_was_signed_with_it() {
        let claims = json!({ "sub": "1234567890", "name": "John Doe", "iat": 1_516_239_022 });
        assert_eq!(hs256(TOKEN, "your-256-bit-secret"), Ok(claims));
        assert_eq!(hs256(TOKEN, "another"), Err("the signature is not by this key"));
        let (rest, _) = TOKEN.rsplit_once('.').unwrap();
        assert!(hs256(rest, "your-256-bit-secret").is_err());
        assert!(hs256(&format!("{rest}."), "your-256-bit-secret").is_err());
        assert_eq!(es256(TOKEN, &[4; 65]), Err("it is signed in another way"));
    }

    #[test]
    fn a_token_without_a_signature_is_none() {
        let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let none = format!("{}.{}.", part(json!({ "alg": "none" })), part(json!({})));
        assert_eq!(hs256(&none, "x"), Err("it is signed in another way"));
    }

    #[test]
    fn a_public_key_opens_what_its_private_half_signed() {
        use jwt_simple::prelude::*;
        let key = ES256KeyPair::generate();
        let token = key.sign(Claims::create(Duration::from_mins(5)).with_audience("x")).unwrap();
        let point = key.public_key().public_key().to_bytes_uncompressed();
        assert_eq!(es256(&token, &point).unwrap()["aud"], "x");
        let other = ES256KeyPair::generate().public_key().public_key().to_bytes_uncompressed();
        assert_eq!(es256(&token, &other), Err("the signature is not by this key"));
        assert_eq!(es256(&token, &[4; 65]), Err("the key is no point of P-256"));
    }
}
