use super::{stand_in::StandIn, *};

fn server(stand_in: &StandIn) -> MailServer {
    let patience = Duration::from_millis(500);
    MailServer::with_patience(&stand_in.smtp_url(), "Next Steps <hello@example.org>", patience)
        .unwrap()
}

/// What becomes of a letter to a server that says this.
async fn posted(says: &'static [(&'static str, &'static str)]) -> Posted {
    let stand_in = StandIn::smtp(says).await;
    server(&stand_in).send(&letter(Reached::Email, ADDRESS)).await
}

fn refused(number: u16) -> Posted {
    Posted::Refused(format!("the mail server answered {number}"))
}

#[tokio::test]
async fn an_e_mail_is_handed_to_the_mail_server() {
    let stand_in = StandIn::smtp(&[]).await;

    let posted = server(&stand_in).send(&letter(Reached::Email, ADDRESS)).await;

    assert_eq!(posted, Posted::Taken(None));
    let heard = stand_in.heard();
    let says = |wanted: &str| heard.iter().any(|line| line.starts_with(wanted));
    assert!(says("MAIL FROM:<hello@example.org>") && says("RCPT TO:<amina@example.org>"));
    assert!(says("Subject: Next Steps: your code") && says("123456 is your code"), "{heard:?}");
    assert!(says(&format!("Message-ID: <{ID}@example.org>")), "{heard:?}");
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_told_from_everything_else() {
    for reply in ["550 no such box", "550 5.1.1 <amina@example.org> unknown", "553 5.2.1 disabled"]
    {
        let says: &'static [_] = vec![("RCPT", reply)].leak();
        assert_eq!(posted(says).await, Posted::NoSuchAddress, "{reply}");
    }
    assert_eq!(posted(&[("RCPT", "550 5.7.1 you are on a list")]).await, refused(550));
    assert_eq!(posted(&[("RCPT", "552 5.2.2 too much")]).await, refused(552));
    assert_eq!(posted(&[("MAIL", "530 5.7.0 sign in")]).await, refused(530));
    assert_eq!(posted(&[(".", "554 5.6.0 this is no letter")]).await, refused(554));
}

#[tokio::test]
async fn what_certainly_was_not_taken_is_tried_again() {
    for says in [
        &[("RCPT", "451 4.7.1 come back in five minutes")][..],
        &[(".", "452 4.3.1 no room")],
        &[("EHLO", "421 not now")],
    ] {
        assert_eq!(posted(says).await, Posted::Later(None), "{says:?}");
    }
    let nobody = StandIn::nobody().await;
    let posted = server(&nobody).send(&letter(Reached::Email, ADDRESS)).await;
    assert_eq!(posted, Posted::Later(None), "nobody listens there");
    let nowhere = MailServer::new("smtp://mail.invalid", "hello@example.org").unwrap();
    let posted = nowhere.send(&letter(Reached::Email, ADDRESS)).await;
    assert_eq!(posted, Posted::Later(None), "there is no such server");
}

#[tokio::test]
async fn what_may_have_been_taken_is_not() {
    for says in [&[(".", "say nothing")][..], &[(".", "hang up")], &[(".", "what?")]] {
        assert!(matches!(posted(says).await, Posted::Unsure(_)), "{says:?}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_not_taken_for_that_to_the_next_letter() {
    let stand_in = StandIn::smtp(&[(".", "after a while")]).await;
    let (server, letter) = (server(&stand_in), letter(Reached::Email, ADDRESS));
    assert!(matches!(server.send(&letter).await, Posted::Unsure(_)));
    tokio::time::sleep(Duration::from_millis(1000)).await;
    // It answers now, and is as slow about this letter.
    assert!(matches!(server.send(&letter).await, Posted::Unsure(_)));
    let greeted = stand_in.heard().iter().filter(|line| line.starts_with("EHLO")).count();
    assert!(greeted >= 2, "the connection on which an answer was still to come is not used again");
}

#[tokio::test]
async fn a_server_that_hangs_up_is_tried_before_it_is_given_another_letter() {
    let stand_in = StandIn::smtp(&[("connect", "hang up")]).await;
    let (server, letter) = (server(&stand_in), letter(Reached::Email, ADDRESS));
    assert!(matches!(server.send(&letter).await, Posted::Unsure(_)));
    assert_eq!(server.send(&letter).await, Posted::Later(None));
    assert_eq!(server.probe().await, Posted::Later(None));
    assert_eq!(stand_in.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn it_is_tried_without_a_letter() {
    let stand_in = StandIn::smtp(&[]).await;
    assert_eq!(server(&stand_in).probe().await, Posted::Taken(None));
    assert!(stand_in.heard().iter().all(|line| !line.starts_with("MAIL")));
    let locked = StandIn::smtp(&[("EHLO", "554 not you")]).await;
    assert_eq!(server(&locked).probe().await, refused(554));
}

#[tokio::test]
async fn what_is_no_address_is_never_sent() {
    let stand_in = StandIn::smtp(&[]).await;
    let posted = server(&stand_in).send(&letter(Reached::Email, "amina@@example")).await;
    assert_eq!(posted, Posted::NoSuchAddress);
    assert_eq!(stand_in.heard(), Vec::<String>::new());
}
