use super::{
    stand_in::{StandIn, Then, body, header},
    *,
};

fn gateway(stand_in: &StandIn) -> TextGateway {
    TextGateway::new(line(), stand_in.url().join("messages").unwrap(), "knows-us".into())
}

async fn posted(then: Then) -> Posted {
    let stand_in = StandIn::http(&[then]).await;
    let posted = gateway(&stand_in).send(&letter(Reached::Mobile, NUMBER)).await;
    assert_eq!(stand_in.heard().len(), 1, "it was sent once: {then:?}");
    posted
}

#[tokio::test]
async fn a_text_is_handed_to_the_gateway() {
    let stand_in =
        StandIn::http(&[Then::Answer("202 Accepted", "", r#"{"id": "m-17", "more": [1]}"#)]).await;

    let posted = gateway(&stand_in).send(&letter(Reached::Mobile, NUMBER)).await;

    assert_eq!(posted, Posted::Taken(Some("m-17".into())));
    let heard = &stand_in.heard()[0];
    assert!(heard.starts_with("POST /messages HTTP/1.1"), "{heard}");
    assert_eq!(header(heard, "authorization"), Some("Bearer knows-us"));
    assert_eq!(header(heard, "idempotency-key"), Some(&ID.to_string()[..]));
    let sent = body(heard);
    assert_eq!((&sent["to"], &sent["reference"]), (&NUMBER.into(), &ID.to_string().into()));
    assert_eq!(sent.as_object().unwrap().len(), 3, "{sent}");
}

#[tokio::test]
async fn each_answer_has_its_word() {
    let seconds = |seconds| Posted::Later(Some(Duration::from_secs(seconds)));
    let refused = |status: u16| Posted::Refused(format!("the gateway answered {status}"));
    let unsure = |status: u16| Posted::Unsure(format!("the gateway answered {status}"));
    let wrong = r#"{"error": "no-such-number"}"#;
    for (then, expected) in [
        (Then::Answer("200 OK", "", "thank you"), Posted::Taken(None)),
        (Then::Answer("200 OK", "", r#"{"id": "two words"}"#), Posted::Taken(None)),
        (Then::Answer("429 Slow", "retry-after: 30\r\n", ""), seconds(30)),
        (
            Then::Answer("503 Busy", "retry-after: Sun, 22 Nov 2026 12:02:00 GMT\r\n", ""),
            seconds(120),
        ),
        (Then::Answer("503 Busy", "", "<html>"), Posted::Later(None)),
        (Then::Answer("400 Bad", "", wrong), Posted::NoSuchAddress),
        (Then::Answer("404 None", "", wrong), Posted::NoSuchAddress),
        (Then::Answer("422 No", "", wrong), Posted::NoSuchAddress),
        (Then::Answer("422 No", "", r#"{"error": "no credit"}"#), refused(422)),
        (Then::Answer("401 Who", "", wrong), refused(401)),
        (Then::Answer("302 There", "location: http://127.0.0.1:1/\r\n", ""), refused(302)),
        (Then::Answer("500 Oh", "", ""), unsure(500)),
        (Then::Answer("504 Late", "", wrong), unsure(504)),
    ] {
        assert_eq!(posted(then).await, expected, "{then:?}");
    }
}

#[tokio::test]
async fn a_text_that_may_have_been_taken_is_unsure() {
    for then in [Then::Silence, Then::BreakOff] {
        assert!(matches!(posted(then).await, Posted::Unsure(_)), "{then:?}");
    }
    assert_eq!(posted(Then::Chatter).await, Posted::Taken(None), "no more is kept than it takes");
    let nobody = StandIn::nobody().await;
    let posted = gateway(&nobody).send(&letter(Reached::Mobile, NUMBER)).await;
    assert_eq!(posted, Posted::Later(None), "nobody was there to take it");
}

#[tokio::test]
async fn texts_go_to_mobiles_of_the_united_kingdom_only() {
    let stand_in = StandIn::http(&[]).await;
    let ways = Ways { text: Some(Arc::new(gateway(&stand_in))), ..Ways::default() };
    for number in ["+33612345678", "+442079460000", "+447012345678", "07700900123", ""] {
        let posted = ways.send(&letter(Reached::Mobile, number)).await;
        assert_eq!(posted, Posted::NoSuchAddress, "{number}");
    }
    assert_eq!(stand_in.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn it_is_tried_without_a_text() {
    for (then, expected) in [
        (Then::Answer("405 Not so", "", ""), Posted::Taken(None)),
        (Then::Answer("503 Busy", "", ""), Posted::Later(None)),
        (Then::BreakOff, Posted::Later(None)),
        (Then::Answer("401 Who", "", ""), Posted::Refused("the gateway answered 401".into())),
    ] {
        let stand_in = StandIn::http(&[then]).await;
        assert_eq!(gateway(&stand_in).probe().await, expected, "{then:?}");
        assert!(stand_in.heard()[0].starts_with("HEAD /messages"), "nothing is sent");
    }
}
