use super::*;

#[tokio::test]
async fn a_text_is_taken_once_however_often_it_is_handed_over() {
    with(None, async |stand| {
        let (status, taken) = stand.text(hello("one")).await;
        assert_eq!(status, 202);
        let (status, again) = stand.text(hello("one")).await;
        assert_eq!((status, &again["id"]), (200, &taken["id"]));

        let mut messages = stand.messages().await;
        assert_eq!(messages.len(), 1);
        // It arrives a moment later.
        let status = messages[0].as_object_mut().unwrap().remove("status").unwrap();
        assert!(["taken", "delivered"].contains(&status.as_str().unwrap()), "{status}");
        let expected = json!({
            "number": 1, "id": taken["id"], "at": messages[0]["at"], "way": "sms", "by": "gateway",
            "to": "+447700900123", "text": "Hello", "reference": "one", "times": 2,
            "said": { "length": "5" },
        });
        assert_eq!(messages[0], expected);
        assert_eq!(stand.get("/messages.json?after=1").await.1["messages"], json!([]));
        assert_eq!(stand.get("/messages.json?way=email").await.1["messages"], json!([]));
        let to = "/messages.json?way=sms&to=%2B447700900123";
        assert_eq!(stand.get(to).await.1["messages"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_strict_provider_refuses_is_refused_with_a_name_and_shown() {
    with(None, async |stand| {
        let with = |key: &str, value: Value| {
            let mut body = hello("x");
            body[key] = value;
            body
        };
        for (body, error) in [
            (json!({ "to": "+447700900123", "text": "Hello" }), "not-read"),
            (with("more", json!(1)), "not-read"),
            (with("reference", json!("")), "no-reference"),
            (with("to", json!("07700900123")), "no-such-number"),
            (with("to", json!("+33612345678")), "no-such-number"),
            (with("to", json!("+442079460000")), "no-such-number"),
            (with("text", json!(" ")), "empty"),
            (with("text", json!("Go to {short_url}")), "not-filled"),
            (with("text", json!("Hello 👋")), "alphabet"),
            (with("text", json!("x".repeat(161))), "too-long"),
            (with("text", json!("€".repeat(81))), "too-long"),
        ] {
            let (status, answer) = stand.text(body.clone()).await;
            assert_eq!(answer["error"], error, "{body}");
            assert!([400, 422].contains(&status), "{status}");
        }
        let messages = stand.messages().await;
        assert_eq!(messages.len(), 9, "what could be read is shown");
        assert!(messages.iter().all(|m| m["status"] == "refused" && m["why"].is_string()));
        assert_eq!(stand.text(hello("x")).await.0, 202);
    })
    .await;
}

#[tokio::test]
async fn a_stranger_sends_nothing() {
    with(None, async |stand| {
        let url = format!("{}/texts", stand.url);
        for token in [None, Some("knows-u"), Some("")] {
            let mut send = stand.client.post(&url).body(hello("a").to_string());
            let mut probe = stand.client.head(&url);
            if let Some(token) = token {
                (send, probe) = (send.bearer_auth(token), probe.bearer_auth(token));
            }
            assert_eq!(send.send().await.unwrap().status(), 401);
            assert_eq!(probe.send().await.unwrap().status(), 401);
        }
        let known = stand.client.head(&url).bearer_auth("knows-us").send().await.unwrap();
        assert_eq!(known.status(), 204);
        let two = stand.client.post(&url).bearer_auth("knows-us").header("idempotency-key", "b");
        let two = said(two.body(hello("a").to_string()).send().await.unwrap()).await;
        assert_eq!(two.1["error"], "two-references");
    })
    .await;
}
