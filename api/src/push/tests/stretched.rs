//! Connections that stay open, and push services that stretch our patience.

use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::PKey,
    x509::{X509Builder, X509NameBuilder, extension::SubjectAlternativeName},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer},
};

use super::{
    opened::Phone,
    stand_in::{Say, Speaks, StandIn},
    web::{PATIENCE, answering, sender, vapid},
    *,
};
use crate::push::calling::connections;

#[tokio::test]
async fn one_message_after_another_takes_one_connection() {
    let service = answering(201).await;
    let push = sender(Turned::at(NOW));
    for number in 0..5 {
        let to = Phone::new().at(&service.url(&format!("/push/{number}")));
        assert_eq!(push.send(&to, &message()).await, Delivery::Accepted);
    }
    assert_eq!((service.take().len(), service.connections()), (5, 1));
}

/// What a host shows to say who it is, signed by itself, and what it listens with.
fn certificate(host: &str, speaks: &[&str]) -> (Vec<u8>, TlsAcceptor) {
    let curve = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(EcKey::generate(&curve).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", host).unwrap();
    let name = name.build();
    let mut shown = X509Builder::new().unwrap();
    shown.set_version(2).unwrap();
    shown.set_serial_number(&BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap()).unwrap();
    shown.set_subject_name(&name).unwrap();
    shown.set_issuer_name(&name).unwrap();
    shown.set_pubkey(&key).unwrap();
    shown.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
    shown.set_not_after(&Asn1Time::days_from_now(30).unwrap()).unwrap();
    let names = SubjectAlternativeName::new().dns(host).build(&shown.x509v3_context(None, None));
    shown.append_extension(names.unwrap()).unwrap();
    shown.sign(&key, MessageDigest::sha256()).unwrap();
    let shown = shown.build().to_der().unwrap();

    let key = PrivatePkcs8KeyDer::from(key.private_key_to_pkcs8().unwrap());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let mut config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![shown.clone().into()], key.into())
        .unwrap();
    config.alpn_protocols = speaks.iter().map(|name| name.as_bytes().to_vec()).collect();
    (shown, TlsAcceptor::from(Arc::new(config)))
}

#[tokio::test]
async fn http_2_is_spoken_where_it_is_offered() {
    for (offered, at_once) in [(&["h2", "http/1.1"][..], 1), (&["http/1.1"], 8)] {
        let (shown, acceptor) = certificate("push.example.org", offered);
        let service = StandIn::start(Speaks::Tls(acceptor), |_| Say::only(201)).await;
        let origin = format!("https://push.example.org:{}", service.address.port());
        let allowed: Allowed =
            format!("push.example.org:{}", service.address.port()).parse().unwrap();
        let endpoints = Endpoints { extra: vec![allowed], this_machine: false };
        let patience = Duration::from_secs(10);
        let over = connections(patience, &endpoints.extra)
            .tls_certs_only([reqwest::Certificate::from_der(&shown).unwrap()])
            .resolve("push.example.org", service.address);
        let clock = Turned::at(NOW);
        let key = VapidKey::new([7; 32]).unwrap();
        let signs = Vapid::new(&key, "mailto:push@example.org", clock.clone());
        let push = WebPush::over(over, signs, endpoints, patience, clock).unwrap();
        let to = Phone::new().at(&format!("{origin}/push"));
        assert_eq!(push.send(&to, &message()).await, Delivery::Accepted);
        assert_eq!(vapid(&service.take()[0]).0["aud"], origin);

        let message = message();
        let many = futures_util::future::join_all((0..8).map(|_| push.send(&to, &message))).await;

        assert_eq!(many, [Delivery::Accepted; 8]);
        assert_eq!(service.take().len(), 8);
        assert!(service.connections() <= at_once, "{offered:?}: {}", service.connections());
    }
}

/// A push service whose answer is written by hand, piece by piece.
async fn by_hand<T>(answer: impl AsyncFnOnce(&mut TcpStream) -> T) -> (Delivery, Duration, T) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = Phone::new().at(&format!("http://{}/push", listener.local_addr().unwrap()));
    let push = sender(Turned::at(NOW));
    let (began, message) = (Instant::now(), message());
    let sent = async {
        let delivery = push.send(&to, &message).await;
        (delivery, began.elapsed())
    };
    let answered = async {
        let (mut io, _) = listener.accept().await.unwrap();
        let mut bytes = [0; 4096];
        assert!(io.read(&mut bytes).await.unwrap() > 0);
        answer(&mut io).await
    };
    let ((delivery, took), answered) = tokio::join!(sent, answered);
    (delivery, took, answered)
}

/// Longer than anybody may be held, and shorter than what these services would like.
const HELD: Duration = PATIENCE.saturating_mul(3);

#[tokio::test]
async fn an_answer_that_drips_holds_nobody_and_still_counts() {
    let (delivery, took, ()) = by_hand(async |io| {
        let _ = io.write_all(b"HTTP/1.1 201 Created\r\ncontent-length: 1000\r\n\r\n").await;
        for _ in 0..40 {
            sleep(PATIENCE / 10).await;
            if io.write_all(b".").await.is_err() {
                break;
            }
        }
    })
    .await;
    assert_eq!(delivery, Delivery::Accepted, "it was taken, whatever else is said");
    assert!(took < HELD, "{took:?}");
}

#[tokio::test]
async fn a_head_that_drips_holds_nobody() {
    let (delivery, took, ()) = by_hand(async |io| {
        let _ = io.write_all(b"HTTP/1.1 201 Created\r\n").await;
        for _ in 0..40 {
            sleep(PATIENCE / 10).await;
            if io.write_all(b"x: y\r\n").await.is_err() {
                break;
            }
        }
    })
    .await;
    assert_eq!(delivery, Delivery::Retry(None));
    assert!(took < HELD, "{took:?}");
}

#[tokio::test]
async fn no_more_is_read_than_four_kilobytes_or_so() {
    let (delivery, took, written) = by_hand(async |io| {
        let _ = io
            .write_all(b"HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 99999999\r\n\r\n")
            .await;
        let mut written = 0;
        while written < 99_999_999 && io.write_all(&[b'.'; 8192]).await.is_ok() {
            written += 8192;
        }
        written
    })
    .await;
    assert_eq!(delivery, Delivery::Retry(Some(Duration::from_secs(7))));
    assert!(written < 20_000_000, "{written} bytes, most of them on the way");
    assert!(took < HELD, "{took:?}");
}

#[tokio::test]
async fn shrinking_takes_no_longer_than_a_message_may() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = Phone::new().at(&format!("http://{}/push", listener.local_addr().unwrap()));
    let (push, message, began) = (sender(Turned::at(NOW)), message(), Instant::now());
    let slow = async {
        loop {
            let (mut io, _) = listener.accept().await.unwrap();
            let mut bytes = [0; 4096];
            while let Ok(1..) = io.read(&mut bytes).await {
                sleep(PATIENCE * 2 / 3).await;
                let _ = io.write_all(b"HTTP/1.1 413 Large\r\ncontent-length: 0\r\n\r\n").await;
            }
        }
    };
    let delivery = tokio::select! {
        delivery = push.send(&to, &message) => delivery,
        () = slow => unreachable!("it listens for ever"),
    };
    assert_eq!(delivery, Delivery::Retry(None));
    assert!(began.elapsed() < HELD, "{:?}", began.elapsed());
}
