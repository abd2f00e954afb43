//! The stand-ins, spoken to over the network.

mod mail;
mod notify;
mod push;
mod senders;
mod texts;
mod told;

use std::path::PathBuf;

use reqwest::{Client, Response};
use serde_json::{Value, json};

use super::*;
use crate::{config::Config, outgoing};

/// Stand-ins that listen somewhere on this machine.
struct Stand {
    url: String,
    mail: SocketAddr,
    client: Client,
}

/// Plays a story with stand-ins of its own.
async fn with(callback: Option<(String, &str)>, story: impl AsyncFnOnce(Stand)) {
    let free: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let places = Places::at(free, free).await.unwrap();
    let mut setup = Setup::new("knows-us");
    setup.callback =
        callback.map(|(url, token)| Callback { url: url.parse().unwrap(), token: token.into() });
    let stand = Stand {
        url: places.url().unwrap(),
        mail: places.mail.local_addr().unwrap(),
        client: outgoing::client().no_proxy().build().unwrap(),
    };
    tokio::select! {
        served = serve(setup, places, Arc::new(SystemClock), Arc::new(SystemIds)) => {
            panic!("the stand-ins stopped: {served:?}")
        }
        () = story(stand) => {}
    }
}

/// The status and the body of an answer.
async fn said(answer: Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

impl Stand {
    async fn get(&self, path: &str) -> (u16, Value) {
        said(self.client.get(format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    /// What was given so far, the latest first.
    async fn messages(&self) -> Vec<Value> {
        self.get("/messages.json").await.1["messages"].as_array().unwrap().clone()
    }

    async fn fault(&self, fault: Value) {
        let send = self.client.post(format!("{}/faults", self.url)).body(fault.to_string());
        assert_eq!(said(send.send().await.unwrap()).await.0, 201);
    }

    async fn text(&self, body: Value) -> (u16, Value) {
        let send = self.client.post(format!("{}/texts", self.url)).bearer_auth("knows-us");
        said(send.body(body.to_string()).send().await.unwrap()).await
    }
}

fn hello(reference: &str) -> Value {
    json!({ "to": "+447700900123", "text": "Hello", "reference": reference })
}

#[tokio::test]
async fn every_message_can_be_read_on_a_page_that_runs_nothing() {
    with(None, async |stand| {
        let (_, empty) = stand.get("/").await;
        let empty = empty.as_str().unwrap();
        assert!(empty.contains("There are none yet.") && !empty.contains("http-equiv"), "{empty}");
        let following = stand.get("/?follow=true").await.1;
        assert!(
            following.as_str().unwrap().contains("<meta http-equiv=\"refresh\" content=\"5\">")
        );
        let text = "<script>alert(1)</script> & \"more\"";
        stand.text(json!({ "to": "+447700900123", "text": text, "reference": "a" })).await;
        stand.text(hello("b")).await;

        let answer = stand.client.get(&stand.url).send().await.unwrap();

        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        let page = answer.text().await.unwrap();
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;"));
        assert!(page.find("2. Text message to +447700900123") < page.find("1. Text message"));
        assert!(!page.contains("http-equiv"), "it keeps still");

        let answer = stand.client.delete(format!("{}/messages", stand.url)).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(stand.get("/messages.json").await.1, json!({ "given": 2, "messages": [] }));
    })
    .await;
}

#[tokio::test]
async fn what_is_to_go_wrong_goes_wrong_so_many_times_and_in_order() {
    with(None, async |stand| {
        stand.fault(json!({ "way": "email", "answer": 500 })).await;
        stand.fault(json!({ "way": "sms", "answer": 503, "retry_after": 30, "times": 2 })).await;
        stand.fault(json!({ "way": "sms", "answer": 500, "taken": true })).await;
        stand.fault(json!({ "way": "sms", "delay_ms": 50 })).await;
        assert_eq!(stand.get("/faults").await.1.as_array().unwrap().len(), 4);

        let busy = stand.client.post(format!("{}/texts", stand.url)).bearer_auth("knows-us");
        let busy = busy.body(hello("a").to_string()).send().await.unwrap();
        assert_eq!(
            (busy.status().as_u16(), &busy.headers()["retry-after"]),
            (503, &"30".parse().unwrap())
        );
        assert_eq!(stand.text(hello("a")).await.0, 503);
        assert_eq!(stand.messages().await.len(), 0, "nothing was taken");
        assert_eq!(stand.text(hello("a")).await.0, 500);
        assert_eq!(stand.messages().await.len(), 1, "it was taken, and the answer was lost");
        assert_eq!(stand.text(hello("b")).await.0, 202);
        assert_eq!(stand.text(hello("c")).await.0, 202);

        assert_eq!(stand.get("/faults").await.1.as_array().unwrap().len(), 1);
        stand.client.delete(format!("{}/faults", stand.url)).send().await.unwrap();
        assert_eq!(stand.get("/faults").await.1, json!([]));
        for wrong in [json!({ "way": "letter" }), json!({ "way": "sms", "answer": 99 }), json!({})]
        {
            let send = stand.client.post(format!("{}/faults", stand.url)).body(wrong.to_string());
            assert_eq!(send.send().await.unwrap().status(), 400, "{wrong}");
        }
    })
    .await;
}

#[test]
fn a_placeholder_that_was_not_filled_in_is_found() {
    for (text, found) in [
        ("{short_url}", Some("short_url")),
        ("a {b", None),
        ("{} and { x } but {minutes}", Some("minutes")),
        ("{{name}}", Some("name")),
        ("nothing", None),
    ] {
        assert_eq!(unfilled(text), found, "{text}");
    }
}

#[tokio::test]
async fn it_does_not_run_in_production() {
    let config = |more: &[&str]| {
        let args = [
            "throughline",
            "dev-gateway",
            "--smtp-listen=127.0.0.1:0",
            "--callback-url=http://localhost/receipts",
            "--callback-bearer=a-token-of-some-length",
        ];
        let args = args.iter().chain(more).map(PathBuf::from).map(PathBuf::into_os_string);
        Config::read(args.collect::<Vec<_>>()).unwrap()
    };
    let usual = config(&[]);
    assert_eq!(usual.settings.listen.to_string(), "127.0.0.1:8025");
    assert_eq!(config(&["--listen", "127.0.0.1:9"]).settings.listen.port(), 9);

    let production = config(&["--production"]);
    let crate::config::Command::DevGateway(options) = &production.command else { panic!("it is") };
    let refused = run(&production.settings, options).await.unwrap_err();
    assert!(refused.to_string().contains("is for trying out"), "{refused}");
}
