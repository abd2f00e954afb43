//! Somebody who sends requests: a browser with a cookie, an app with a token, or nobody in particular.

use api::store::Trips;
use poem::{
    Request, Response,
    http::{HeaderMap, Method, Uri, header},
};
use serde_json::Value;

use super::House;
use crate::conform;

/// Somebody who sends requests. Every answer they get is held against the published document.
#[derive(Clone)]
pub struct Caller<'h> {
    house: &'h House,
    base: &'static str,
    carries: Carries,
    headers: Vec<(String, String)>,
    from_our_page: bool,
}

#[derive(Clone)]
enum Carries {
    Nothing,
    Cookie(String),
    Token(String),
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// Null where the body is not JSON.
    pub body: Value,
    /// How many statements it took.
    pub trips: u32,
}

impl<'h> Caller<'h> {
    pub(super) fn new(house: &'h House, base: &'static str) -> Self {
        Self { house, base, carries: Carries::Nothing, headers: Vec::new(), from_our_page: true }
    }

    /// The same with the cookies that an answer set, as a browser would have it.
    pub fn with_cookie(&self, answer: &Answer) -> Self {
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Self { carries: Carries::Cookie(cookie), ..self.clone() }
    }

    /// The same with this cookie.
    pub fn with_this_cookie(&self, cookie: String) -> Self {
        Self { carries: Carries::Cookie(cookie), ..self.clone() }
    }

    /// The same with this token, as an app would have it.
    pub fn with_token(&self, token: &str) -> Self {
        Self { carries: Carries::Token(token.to_owned()), ..self.clone() }
    }

    /// The same, sending this header too.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(known, _)| known != name);
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same, from this address.
    pub fn at_network(&self, address: &str) -> Self {
        self.with_header("x-forwarded-for", address)
    }

    /// The same, made to send by a page of somebody else's.
    pub fn on_another_site(&self) -> Self {
        Self { from_our_page: false, ..self.clone() }
    }

    /// Somebody else, who is not signed in.
    pub fn stranger(&self, base: &'static str) -> Self {
        Self::new(self.house, base)
    }

    /// The same, carrying nothing.
    pub fn signed_out(&self) -> Self {
        Self { carries: Carries::Nothing, ..self.clone() }
    }

    /// An id that the caller chooses.
    pub fn chosen_id(&self) -> String {
        self.house.id::<uuid::Uuid>().to_string()
    }

    /// The same, at another document.
    pub fn at(&self, base: &'static str) -> Self {
        Self { base, ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    /// Puts a body, or nothing where it is null.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(body).filter(|body| !body.is_null())).await
    }

    /// Puts a body, whatever it is.
    pub async fn put_any(&self, path: &str, body: &Value) -> Answer {
        self.send_text("PUT", path, "application/json", body.to_string()).await
    }

    /// Posts a body, or nothing where it is null.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(body).filter(|body| !body.is_null())).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }

    /// Sends JSON, or nothing.
    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        match body {
            Some(body) => self.send_text(method, path, "application/json", body.to_string()).await,
            None => self.send_text(method, path, "", String::new()).await,
        }
    }

    /// Asks for what comes in pieces, and does not wait for its end.
    pub async fn listen(&self, path: &str) -> Response {
        let uri: Uri = format!("{}{path}", self.base).parse().expect("this is a path");
        let mut request = Request::builder().method(Method::GET).uri(uri);
        request = match &self.carries {
            Carries::Nothing => request,
            Carries::Cookie(cookie) => request.header(header::COOKIE, cookie),
            Carries::Token(token) => {
                request.header(header::AUTHORIZATION, format!("Bearer {token}"))
            }
        };
        self.house.answer(request.finish()).await
    }

    /// Sends whatever a test likes.
    pub async fn send_text(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let method: Method = method.parse().expect("this is a method of HTTP");
        let path = format!("{}{path}", self.base);
        let uri: Uri = path.parse().unwrap_or_else(|_| panic!("{path} is a path"));
        let mut request = Request::builder().method(method.clone()).uri(uri);
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        request = match &self.carries {
            Carries::Nothing => request,
            Carries::Cookie(cookie) => {
                let request = request.header(header::COOKIE, cookie);
                if self.from_our_page {
                    request.header("x-requested-with", "throughline")
                } else {
                    request
                }
            }
            Carries::Token(token) => {
                request.header(header::AUTHORIZATION, format!("Bearer {token}"))
            }
        };
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut response = self.house.answer(request.body(body.into())).await;
        let text = response.take_body().into_bytes().await.expect("an answer has a body");
        let text = String::from_utf8_lossy(&text).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let status = response.status().as_u16();
        let trips = response.extensions().get::<Trips>().map_or(0, |trips| trips.0);
        let answer = Answer { status, headers: response.headers().clone(), text, body, trips };
        conform::check(&method, path.split('?').next().unwrap_or_default(), &answer);
        answer
    }
}

impl Answer {
    /// The body of an answer that says yes.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        self.body
    }

    /// The kind of a problem, such as `not-found`, with its status.
    #[track_caller]
    pub fn problem(&self) -> (u16, &str) {
        let kind =
            self.body["type"].as_str().unwrap_or_else(|| panic!("{} {}", self.status, self.text));
        (self.status, kind.trim_start_matches("/problems/"))
    }

    /// Where a problem says that something is wrong.
    pub fn pointers(&self) -> Vec<&str> {
        let faults = self.body["errors"].as_array().into_iter().flatten();
        faults.filter_map(|fault| fault["pointer"].as_str()).collect()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or_default())
    }

    /// What somebody can tell from this answer: everything but the name of the request.
    pub fn seen(&self) -> (u16, Value) {
        let mut body = self.body.clone();
        if let Some(members) = body.as_object_mut() {
            members.remove("instance");
        }
        (self.status, body)
    }
}
