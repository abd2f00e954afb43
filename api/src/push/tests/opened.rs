//! A receiver of our own: opens what a phone is sent (RFC 8188, 8291) and checks letters (RFC 7515), by the standards'
//! own steps and OpenSSL's arithmetic.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openssl::{
    bn::{BigNum, BigNumContext},
    derive::Deriver,
    ec::{EcGroup, EcKey, EcPoint, PointConversionForm},
    ecdsa::EcdsaSig,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private, Public},
    sha::sha256,
    sign::{Signer, Verifier},
    symm::{Cipher, decrypt_aead},
};
use serde_json::Value;

use super::Subscription;

pub fn base64(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// A phone's side of a subscription.
pub struct Phone {
    key: EcKey<Private>,
    auth: Vec<u8>,
}

fn curve() -> EcGroup {
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap()
}

fn public_key(bytes: &[u8]) -> EcKey<Public> {
    let mut numbers = BigNumContext::new().unwrap();
    let point = EcPoint::from_bytes(&curve(), bytes, &mut numbers).unwrap();
    EcKey::from_public_key(&curve(), &point).unwrap()
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let key = PKey::hmac(key).unwrap();
    Signer::new(MessageDigest::sha256(), &key).unwrap().sign_oneshot_to_vec(text).unwrap()
}

/// RFC 5869, for up to 32 bytes.
fn hkdf(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    hmac(&hmac(salt, secret), &[info, &[1]].concat())[..length].to_vec()
}

impl Phone {
    pub fn new() -> Self {
        let mut auth = vec![0; 16];
        openssl::rand::rand_bytes(&mut auth).unwrap();
        Self { key: EcKey::generate(&curve()).unwrap(), auth }
    }

    fn public(&self) -> Vec<u8> {
        let mut numbers = BigNumContext::new().unwrap();
        let form = PointConversionForm::UNCOMPRESSED;
        self.key.public_key().to_bytes(&curve(), form, &mut numbers).unwrap()
    }

    /// What it gives away.
    pub fn at(&self, endpoint: &str) -> Subscription {
        Subscription {
            endpoint: endpoint.into(),
            p256dh: BASE64_URL_SAFE_NO_PAD.encode(self.public()),
            auth: BASE64_URL_SAFE_NO_PAD.encode(&self.auth),
            key: None,
        }
    }

    /// What it was sent, and how many bytes of padding it came with.
    pub fn open(&self, body: &[u8]) -> (Vec<u8>, usize) {
        let (salt, rest) = body.split_at(16);
        let (size, rest) = rest.split_at(4);
        let size = u32::from_be_bytes(size.try_into().unwrap()) as usize;
        let (theirs, records) = rest[1..].split_at(rest[0] as usize);
        assert_eq!(theirs.len(), 65, "the sender's key, uncompressed");
        assert!((18..=4096).contains(&size), "a record of {size}");
        assert!(!records.is_empty());

        let (mine, sender) =
            (PKey::from_ec_key(self.key.clone()), PKey::from_ec_key(public_key(theirs)));
        let (mine, sender) = (mine.unwrap(), sender.unwrap());
        let mut deriver = Deriver::new(&mine).unwrap();
        deriver.set_peer(&sender).unwrap();
        let shared = deriver.derive_to_vec().unwrap();
        let info = [b"WebPush: info\0".as_slice(), &self.public(), theirs].concat();
        let secret = hkdf(&self.auth, &shared, &info, 32);
        let key = hkdf(salt, &secret, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = hkdf(salt, &secret, b"Content-Encoding: nonce\0", 12);

        let (mut all, mut padding) = (vec![], 0);
        let count = records.chunks(size).count();
        for (number, record) in records.chunks(size).enumerate() {
            let mut nonce = nonce.clone();
            for (byte, of_number) in nonce[4..].iter_mut().zip((number as u64).to_be_bytes()) {
                *byte ^= of_number;
            }
            let (text, seal) = record.split_at(record.len() - 16);
            let text =
                decrypt_aead(Cipher::aes_128_gcm(), &key, Some(&nonce), &[], text, seal).unwrap();
            let end = text.iter().rposition(|byte| *byte != 0).expect("an end before the padding");
            assert_eq!(text[end], if number + 1 == count { 2 } else { 1 }, "the end of a record");
            padding += text.len() - end - 1;
            all.extend_from_slice(&text[..end]);
        }
        (all, padding)
    }
}

/// What a letter says, head and claims, if this key signed it.
fn letter(token: &str, right: impl Fn(&[u8], &[u8]) -> bool) -> (Value, Value) {
    let (text, signature) = token.rsplit_once('.').unwrap();
    assert!(right(text.as_bytes(), &base64(signature)), "another key signed this, or none");
    let (head, claims) = text.split_once('.').unwrap();
    let read = |part| serde_json::from_slice(&base64(part)).unwrap();
    (read(head), read(claims))
}

/// A letter by ES256, checked with a public point on P-256.
pub fn es256(token: &str, point: &[u8]) -> (Value, Value) {
    letter(token, |text, signature| {
        let half = |bytes: &[u8]| BigNum::from_slice(bytes).unwrap();
        assert_eq!(signature.len(), 64);
        let signature =
            EcdsaSig::from_private_components(half(&signature[..32]), half(&signature[32..]));
        signature.unwrap().verify(&sha256(text), &public_key(point)).unwrap()
    })
}

/// A letter by RS256.
pub fn rs256(token: &str, key: &PKey<Public>) -> (Value, Value) {
    letter(token, |text, signature| {
        let mut verifier = Verifier::new(MessageDigest::sha256(), key).unwrap();
        verifier.verify_oneshot(signature, text).unwrap()
    })
}

/// The example that ends RFC 8291: whoever opens that reads by the standard.
#[test]
fn the_receiver_opens_the_example_of_the_standard() {
    let private = base64("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
    let point = base64(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    );
    let key = EcKey::from_private_components(
        &curve(),
        &BigNum::from_slice(&private).unwrap(),
        public_key(&point).public_key(),
    );
    let phone = Phone { key: key.unwrap(), auth: base64("BTBZMqHH6r4Tts7J_aSIgg") };
    let body = base64(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
         EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
    );
    let (text, padding) = phone.open(&body);
    assert_eq!(text, b"When I grow up, I want to be a watermelon");
    assert_eq!(padding, 0);
}
