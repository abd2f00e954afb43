//! What is told later, and to whom.

use poem::{Body, web::Path};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::{
    notify::{email, text},
    *,
};

/// What a service was told: at which path, with which token, and what.
type Told = (String, String, Value);

#[poem::handler]
async fn heard(
    request: &poem::Request,
    path: Path<String>,
    to: poem::web::Data<&UnboundedSender<Told>>,
    body: Body,
) {
    let token = request.header("authorization").unwrap_or_default().to_owned();
    to.send((path.0, token, body.into_json().await.unwrap())).unwrap();
}

/// Plays a story with stand-ins that call back to a service at `path`, and with what that is told.
async fn told_at(path: &str, story: impl AsyncFnOnce(Stand, &mut UnboundedReceiver<Told>)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{path}", listener.local_addr().unwrap());
    let (to, mut told) = mpsc::unbounded_channel::<Told>();
    let ours = Server::new_with_acceptor(TcpAcceptor::from_tokio(listener).unwrap())
        .run(Route::new().at("/*path", post(heard)).data(to));
    tokio::select! {
        served = ours => panic!("the test's own server stopped: {served:?}"),
        () = with(Some((url, "callback-token")), async |stand| story(stand, &mut told).await) => {}
    }
}

const ENDS: [(&str, &str); 3] = [
    ("07700900123", "delivered"),
    ("07700900003", "temporary-failure"),
    ("07700900004", "permanent-failure"),
];

#[tokio::test]
async fn what_became_of_messages_is_told_to_whoever_asked_for_it() {
    told_at("/receipts", async |stand, told| {
        for (to, status) in ENDS {
            let (_, taken) = stand.notify("sms", text(to, status)).await;
            let (path, token, receipt) = told.recv().await.unwrap();
            assert_eq!((&*path, &*token), ("receipts", "Bearer callback-token"));
            assert_eq!((&receipt["id"], &receipt["to"]), (&taken["id"], &json!(to)));
            assert_eq!(
                (&receipt["reference"], &receipt["status"]),
                (&json!(status), &json!(status))
            );
            assert_eq!(receipt["notification_type"], "sms");
            let (_, shown) = stand.ask(&format!("/{}", taken["id"].as_str().unwrap())).await;
            assert_eq!(shown["status"], status);
        }
        // Nobody asked for what becomes of other texts.
        stand.text(hello("a")).await;
        stand.notify("email", email("perm-fail@simulator.notify")).await;
        let (_, _, receipt) = told.recv().await.unwrap();
        let (status, kind) = (&receipt["status"], &receipt["notification_type"]);
        assert_eq!((status, kind), (&json!("permanent-failure"), &json!("email")));
    })
    .await;
}

#[tokio::test]
async fn the_service_is_told_everything_each_at_its_place() {
    told_at("", async |stand, told| {
        for (to, status) in ENDS {
            let to = to.replacen('0', "+44", 1);
            stand.text(json!({ "to": to, "text": "Hello", "reference": status })).await;
            let (path, _, receipt) = told.recv().await.unwrap();
            let expected = json!({ "reference": status, "status": status, "to": to });
            assert_eq!((&*path, receipt), ("provider/v1/texts/receipts", expected));
            assert_eq!(stand.messages().await[0]["status"], status);
        }
        stand.notify("sms", text("07700900123", "one")).await;
        assert_eq!(told.recv().await.unwrap().0, "provider/v1/notify/receipts");

        let reply = |body: Value| {
            stand.client.post(format!("{}/replies", stand.url)).body(body.to_string()).send()
        };
        let from = "+447700900123";
        assert_eq!(reply(json!({ "from": from, "text": "STOP" })).await.unwrap().status(), 202);
        let (path, token, body) = told.recv().await.unwrap();
        assert_eq!((&*path, &*token), ("provider/v1/texts/replies", "Bearer callback-token"));
        assert_eq!((&body["from"], &body["text"]), (&json!(from), &json!("STOP")));
        reply(json!({ "from": "07700 900123", "text": "1", "by": "notify" })).await.unwrap();
        let (path, _, body) = told.recv().await.unwrap();
        assert_eq!(
            (&*path, &body["source_number"]),
            ("provider/v1/notify/texts", &json!("447700900123"))
        );
        for nobody in [json!({ "text": "1" }), json!({ "from": "0", "text": "1", "by": "notify" })]
        {
            assert_eq!(reply(nobody).await.unwrap().status(), 400);
        }
    })
    .await;
}

#[tokio::test]
async fn somebody_texts_back_from_the_page() {
    told_at("", async |stand, told| {
        stand.text(hello("a")).await;
        told.recv().await.unwrap();
        let page = stand.get("/").await.1;
        let page = page.as_str().unwrap();
        assert!(page.contains("name=\"from\" value=\"+447700900123\""), "{page}");
        for word in ["STOP", "START"] {
            assert!(
                page.contains(&format!("<button name=\"text\" value=\"{word}\">{word}</button>"))
            );
        }

        let client = outgoing::client().no_proxy().redirect(reqwest::redirect::Policy::none());
        let sent = client.build().unwrap().post(format!("{}/replies", stand.url));
        let sent = sent.header("content-type", "application/x-www-form-urlencoded");
        let sent = sent.body("from=%2B447700900123&by=gateway&text=STOP").send().await.unwrap();
        assert_eq!(
            (sent.status().as_u16(), &sent.headers()["location"]),
            (303, &"/".parse().unwrap())
        );
        let (path, _, body) = told.recv().await.unwrap();
        assert_eq!((&*path, &body["text"]), ("provider/v1/texts/replies", &json!("STOP")));
        assert_eq!(body["from"], "+447700900123");
    })
    .await;
}
