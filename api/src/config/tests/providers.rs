use super::*;

#[test]
fn each_way_is_set_up_once() {
    let with = |more: &[&str]| read(&[&TEXTS_BY_NOTIFY[..], more].concat()).admit(&SystemIds);
    let mail = ["--mail-server", "smtp://localhost", "--mail-from", "us@t.example"];
    let gateway = ["--text-gateway", "https://texts.example", "--text-gateway-token", "t"];
    let e_mails = ["--notify-email-template", TEMPLATE];

    assert!(with(&[]).is_ok() && with(&mail).is_ok() && with(&e_mails).is_ok());
    assert!(matches!(with(&gateway), Err(Refusal::TextsTwice)));
    assert!(matches!(with(&[&mail[..], &e_mails].concat()), Err(Refusal::MailTwice)));
    let alone = read(&TEXTS_BY_NOTIFY[..5]).admit(&SystemIds);
    assert!(matches!(alone, Err(Refusal::NoTemplate)));
    assert_eq!(
        read(&TEXTS_BY_NOTIFY).settings.providers.notify().unwrap().url.as_str(),
        "https://api.notifications.service.gov.uk/"
    );
}

#[test]
fn what_is_set_up_at_a_provider_makes_sense() {
    for args in [
        &["serve", "--notify-text-template", TEMPLATE][..],
        &["serve", "--notify-api-key", TEMPLATE],
        &["serve", "--notify-api-key", NOTIFY_KEY, "--notify-text-template", "t"],
        &["serve", "--notify-url", "notify.example"],
        &["serve", "--notify-url", "https://notify.example/?key=1"],
        &["serve", "--callback-token", "guess me"],
    ] {
        assert!(Config::read(["throughline"].iter().chain(args)).is_err(), "{args:?}");
    }
    let told = Config::read(["throughline", "serve", "--callback-token", "hunter2"]);
    assert!(told.unwrap_err().to_string().contains("22 characters"));
}
