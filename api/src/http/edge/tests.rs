use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::StreamExt;
use poem::{Body, FromRequest, RequestBody, endpoint::make, test::TestClient};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::*;
use crate::http::problem::MEDIA_TYPE;

/// What the service inside does, by path.
async fn service(mut request: Request) -> poem::Result<Response> {
    match request.uri().path() {
        "/panic" => panic!("on purpose"),
        "/slow" => {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            Ok("too late".into_response())
        }
        "/count" => {
            let (request, mut body) = request.split();
            let bytes = Vec::<u8>::from_request(&request, &mut body).await?;
            Ok(bytes.len().to_string().into_response())
        }
        "/import" => {
            let body = request.take_body();
            let mut body = RequestBody::new(body);
            let stream = body.take()?.into_bytes_stream();
            let sizes: Vec<_> = stream.map(|chunk| chunk.map(|chunk| chunk.len())).collect().await;
            let size: Result<usize, _> = sizes.into_iter().sum();
            Ok(size.map_err(poem::error::ReadBodyError::Io)?.to_string().into_response())
        }
        "/who" => {
            let operation = request.data::<Arc<Operation>>().map(|operation| operation.id.clone());
            let caller = request.data::<Caller>().map(|caller| caller.0.to_string());
            Ok(format!("{operation:?} {caller:?} {}", request.method()).into_response())
        }
        "/page" => Ok("page".with_header("cache-control", "no-cache").into_response()),
        "/unchanged" => Ok(StatusCode::NOT_MODIFIED.into_response()),
        "/post" => Err(poem::error::MethodNotAllowedError.into()),
        _ => Err(poem::error::NotFoundError.into()),
    }
}

fn edge(rules: Rules) -> Edge<impl Endpoint<Output = Response>> {
    let document = json!({ "paths": {
        "/who": { "get": { "operationId": "say_who" } },
        "/import": { "post": { "operationId": "import" } },
        "/post": { "post": { "operationId": "post" }, "put": { "operationId": "put" } },
    }});
    let routes = Routes::from_documents([("", &document)]);
    Edge::new(make(service), routes, Rules { imports: &["import"], ..rules }, Uuid::nil)
}

fn client() -> TestClient<Edge<impl Endpoint<Output = Response>>> {
    TestClient::new(edge(Rules::default()))
}

async fn problem(response: poem::test::TestResponse) -> (u16, String, Value) {
    let response = response.0;
    assert_eq!(response.content_type(), Some(MEDIA_TYPE));
    let status = response.status().as_u16();
    let body: Value = response.into_body().into_json().await.unwrap();
    (status, body["type"].as_str().unwrap().to_owned(), body)
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let secure = TestClient::new(edge(Rules { https: true, ..Rules::default() }));
    for path in ["/who", "/nowhere", "/panic", "/page", "/unchanged", "/post"] {
        let response = secure.get(path).send().await.0;
        let page = ["/who", "/page", "/unchanged"].contains(&path);
        let csp = response.header("content-security-policy").unwrap();
        let own = "default-src 'none'; script-src 'self';";
        assert!(
            csp.starts_with("default-src 'none'; ") && csp.contains("frame-ancestors 'none'"),
            "{csp}"
        );
        assert_eq!(csp.starts_with(own), page, "data may load nothing at all: {path} {csp}");
        assert!(!csp.contains("  "), "{csp}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"));
        let opener = response.header("cross-origin-opener-policy");
        assert_eq!(opener, page.then_some("same-origin"), "{path}");
        assert_eq!(response.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(response.header("x-request-id"), Some("00000000-0000-0000-0000-000000000000"));
        assert!(
            response.header("strict-transport-security").unwrap().contains("includeSubDomains")
        );
        let kept = if path == "/page" { "no-cache" } else { "no-store" };
        assert_eq!(response.header("cache-control"), Some(kept), "{path}");
    }
    assert_eq!(client().get("/who").send().await.0.header("strict-transport-security"), None);
}

#[tokio::test]
async fn what_goes_wrong_inside_becomes_a_problem() {
    let (status, kind, body) = problem(client().get("/nowhere").send().await).await;
    assert_eq!((status, kind.as_str()), (404, "/problems/not-found"));
    assert_eq!(body["instance"], "urn:request:00000000-0000-0000-0000-000000000000");

    let (status, kind, body) = problem(client().get("/panic").send().await).await;
    assert_eq!((status, kind.as_str()), (500, "/problems/unexpected"));
    assert_eq!(body["instance"], "urn:request:00000000-0000-0000-0000-000000000000");
    assert!(!body.to_string().contains("on purpose"));
}

#[tokio::test]
async fn a_method_that_is_not_there_says_which_are() {
    let response = client().get("/post").send().await;
    assert_eq!(response.0.header("allow"), Some("POST, PUT"));
    assert_eq!(problem(response).await.0, 405);
}

#[tokio::test]
async fn a_request_knows_its_operation_and_its_caller() {
    let client = client();
    client.get("/who").send().await.assert_text("Some(\"say_who\") Some(\"127.0.0.1\") GET").await;

    let head = client.head("/who").send().await.0;
    assert_eq!(head.header("content-length"), Some("37"));
    assert_eq!(head.into_body().into_vec().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_however_it_comes() {
    let client = TestClient::new(edge(Rules { body: 10, import: 20, ..Rules::default() }));
    let stream = |size| {
        Body::from_bytes_stream(futures_util::stream::iter(
            (0..size).map(|_| Ok::<_, std::io::Error>("a")),
        ))
    };

    client.post("/count").body("0123456789").send().await.assert_text("10").await;
    client.post("/import").body(stream(20)).send().await.assert_text("20").await;
    for request in [
        client.post("/count").body("0123456789a"),
        client.post("/count").body(stream(11)),
        client.post("/count").header("content-length", "11"),
        client.post("/import").body(stream(21)),
        client.post("/import").header("content-length", "21"),
    ] {
        assert_eq!(problem(request.send().await).await.1, "/problems/too-large");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let client = client();
    let packed = client.post("/count").header("content-encoding", "gzip").body("x");
    assert_eq!(problem(packed.send().await).await.1, "/problems/unsupported-media-type");

    let nul = client.get("/who?q=%00").send().await;
    assert_eq!(problem(nul).await.1, "/problems/invalid-request");
}

#[tokio::test]
async fn nobody_waits_for_ever() {
    let client =
        TestClient::new(edge(Rules { patience: Duration::from_millis(50), ..Rules::default() }));
    let (status, kind, _) = problem(client.get("/slow").send().await).await;
    assert_eq!((status, kind.as_str()), (503, "/problems/unavailable"));

    let silence =
        Body::from_bytes_stream(futures_util::stream::pending::<std::io::Result<Vec<u8>>>());
    let (status, kind, _) = problem(client.post("/count").body(silence).send().await).await;
    assert_eq!((status, kind.as_str()), (400, "/problems/malformed-body"));
}

/// A service that reports when it has begun, and finishes when it is told to.
fn gated() -> (Arc<Notify>, Arc<Notify>, Arc<AtomicBool>, Edge<impl Endpoint<Output = Response>>) {
    let (begun, go, done) =
        (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let (tell, wait, finished) = (begun.clone(), go.clone(), done.clone());
    let service = make(move |_| {
        let (tell, wait, finished) = (tell.clone(), wait.clone(), finished.clone());
        async move {
            tell.notify_one();
            wait.notified().await;
            finished.store(true, Ordering::SeqCst);
            Ok::<_, poem::Error>("done".into_response())
        }
    });
    let rules = Rules { in_flight: 1, ..Rules::default() };
    (begun, go, done, Edge::new(service, Routes::default(), rules, Uuid::nil))
}

#[tokio::test]
async fn work_goes_on_when_the_caller_hangs_up_and_is_waited_for() {
    let (begun, go, done, edge) = gated();
    let in_flight = edge.in_flight();
    tokio::select! {
        _ = edge.call(Request::default()) => panic!("nobody said go"),
        () = begun.notified() => {}
    }
    go.notify_one();
    in_flight.finished().await;
    assert!(done.load(Ordering::SeqCst));
}

#[tokio::test]
async fn too_many_at_once_are_told_to_come_back() {
    let (begun, go, _, edge) = gated();
    let client = TestClient::new(edge);
    let first = client.get("/").send();
    let second = async {
        begun.notified().await;
        let response = client.get("/").send().await;
        go.notify_one();
        response
    };
    let (first, second) = tokio::join!(first, second);
    first.assert_status_is_ok();
    assert!(second.0.header("retry-after").is_some());
    assert_eq!(problem(second).await.1, "/problems/unavailable");
}
