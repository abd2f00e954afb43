//! The pages, embedded in the program.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use bytes::Bytes;
use flate2::Compression;
use poem::{
    Endpoint, IntoResponse, Request, Response,
    error::{MethodNotAllowedError, NotFoundError},
    http::{HeaderValue, Method, StatusCode, header},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::http::compress;

#[derive(RustEmbed)]
#[folder = "pages/"]
struct Files;

/// Serves the pages.
///
/// A browser keeps a page and asks each time whether it is still the same: pages and the service change together, and a
/// page that is older than the service would send what nobody understands. Everything is packed once, at the start.
#[derive(Clone)]
pub struct Pages(Arc<HashMap<String, Page>>);

static MADE: LazyLock<Pages> = LazyLock::new(|| Pages::made(false));
static MARKED: LazyLock<Pages> = LazyLock::new(|| Pages::made(true));

struct Page {
    content_type: &'static str,
    plain: Shape,
    /// Only where it is smaller.
    packed: Option<Shape>,
}

/// A page as it is sent.
struct Shape {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Shape {
    fn new(bytes: Vec<u8>) -> Self {
        let hash: String =
            Sha256::digest(&bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        let tag = HeaderValue::from_str(&format!("\"{hash}\"")).expect("a hash is plain ASCII");
        Self { bytes: bytes.into(), tag }
    }
}

impl Page {
    /// None for files that are not for browsers, such as the READMEs.
    fn new(path: &str, bytes: Vec<u8>) -> Option<Self> {
        let content_type = content_type(path)?;
        let packed =
            compress::is_text(content_type).then(|| compress::gzip(&bytes, Compression::best()));
        let packed = packed.filter(|packed| packed.len() < bytes.len()).map(Shape::new);
        Some(Self { content_type, plain: Shape::new(bytes), packed })
    }
}

impl Pages {
    /// The pages that are part of the program. In a demonstration every one of them says so, whoever looks at it.
    pub fn embedded(demonstration: bool) -> Self {
        if demonstration { MARKED.clone() } else { MADE.clone() }
    }

    fn made(demonstration: bool) -> Self {
        let version = version();
        let marked = |path: &str, bytes: Cow<'static, [u8]>| match path {
            KEEPER => Cow::Owned(named(&bytes, &version)),
            _ if demonstration && path.ends_with(".html") => Cow::Owned(mark(&bytes)),
            _ => bytes,
        };
        Self::of(Files::iter().filter_map(|path| {
            let bytes = Files::get(&path)?.data;
            Some((path.clone(), marked(&path, bytes)))
        }))
    }

    fn of<'a>(files: impl Iterator<Item = (Cow<'a, str>, Cow<'a, [u8]>)>) -> Self {
        let pages = files.filter_map(|(path, bytes)| {
            let page = Page::new(&path, bytes.into_owned())?;
            Some((path.into_owned(), page))
        });
        Self(Arc::new(pages.collect()))
    }

    /// True if there is a page at this path.
    pub fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Only what is in the table can be found, so no path leads outside it.
    fn find(&self, path: &str) -> Option<&Page> {
        let path = path.strip_prefix('/')?;
        if path == HELPING {
            return self.0.get("phone/index.html");
        }
        if path.is_empty() || path.ends_with('/') {
            return self.0.get(&format!("{path}index.html"));
        }
        // `/problems/not-found` is the page that a problem's `type` names.
        self.0.get(path).or_else(|| self.0.get(&format!("{path}.html")))
    }

    fn answer(&self, request: &Request) -> Result<Response, NotFoundError> {
        let path = request.uri().path();
        let Some(page) = self.find(path) else {
            // Links inside a page count from its folder.
            let folder = format!("{path}/");
            return match self.has(&folder) {
                true => {
                    let response = Response::builder().status(StatusCode::PERMANENT_REDIRECT);
                    Ok(response.header(header::LOCATION, folder).finish())
                }
                false => Err(NotFoundError),
            };
        };
        let packed = page.packed.as_ref().filter(|_| compress::accepted(request.headers()));
        let shape = packed.unwrap_or(&page.plain);
        let mut response = Response::builder()
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::ETAG, &shape.tag)
            .finish();
        if page.packed.is_some() {
            compress::vary(response.headers_mut());
        }
        if has(request, &shape.tag) {
            response.set_status(StatusCode::NOT_MODIFIED);
            return Ok(response);
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.content_type));
        headers.insert(header::CONTENT_LENGTH, shape.bytes.len().into());
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if request.method() == Method::GET {
            response.set_body(shape.bytes.clone());
        }
        Ok(response)
    }
}

/// Where somebody helps a young person: the young person's page, which draws it by its address.
const HELPING: &str = "phone/helping";

/// The service worker, which keeps the phone's pages for when there is no signal.
const KEEPER: &str = "phone/sw.js";
/// Where it says which pages it keeps.
const UNNAMED: &str = "const VERSION = \"development\";";

/// Names the pages by what is in them, so that a phone fetches them anew when anything has changed, and only then.
fn version() -> String {
    let mut paths: Vec<_> = Files::iter().collect();
    paths.sort();
    let mut hash = Sha256::new();
    for file in paths.iter().filter_map(|path| Files::get(path)) {
        hash.update(file.metadata.sha256_hash());
    }
    hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The service worker with the name of the pages in it.
fn named(worker: &[u8], version: &str) -> Vec<u8> {
    let name = format!("const VERSION = \"{version}\";");
    String::from_utf8_lossy(worker).replace(UNNAMED, &name).into_bytes()
}

/// What a page of a demonstration says at its top.
const MARK: &str = r#"<p class="demonstration">Demonstration: made-up people</p>"#;
/// A page that can say it by itself hides it until it is known.
const HIDDEN: &str = r#"id="demonstration" hidden"#;

/// Marks a page as part of a demonstration.
fn mark(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    if text.contains(HIDDEN) {
        return text.replace(HIDDEN, r#"id="demonstration""#).into_bytes();
    }
    let body = text.find("<body").and_then(|at| Some(at + text[at..].find('>')? + 1));
    match body {
        Some(at) => [&text[..at], MARK, &text[at..]].concat().into_bytes(),
        None => page.to_vec(),
    }
}

impl Endpoint for Pages {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        match *request.method() {
            Method::GET | Method::HEAD => {
                Ok(self.answer(&request).map(IntoResponse::into_response)?)
            }
            _ if self.has(request.uri().path()) => Err(MethodNotAllowedError.into()),
            _ => Err(NotFoundError.into()),
        }
    }
}

/// True if the browser has it already.
fn has(request: &Request, tag: &HeaderValue) -> bool {
    let tags = request.header(header::IF_NONE_MATCH).unwrap_or_default();
    tags.split(',').any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known).as_bytes() == tag.as_bytes()
    })
}

fn content_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use poem::test::{TestClient, TestRequestBuilder, TestResponse};

    use super::*;
    use crate::http::problem::Kind;

    fn pages() -> TestClient<Pages> {
        let long = "<p>Hello</p>".repeat(100);
        let files = [
            ("phone/index.html", long.as_bytes()),
            ("phone/manifest.webmanifest", b"{}"),
            ("phone/icon.png", b"picture"),
            ("phone/README.md", b"not for browsers"),
            ("shared/types.d.ts", b"nor is this"),
            ("problems/not-found.html", b"<p>There is no such thing here.</p>"),
        ];
        let files = files.into_iter().map(|(path, bytes)| (path.into(), bytes.to_vec().into()));
        TestClient::new(Pages::of(files))
    }

    async fn send(request: TestRequestBuilder<'_, Pages>) -> Response {
        let TestResponse(response) = request.send().await;
        response
    }

    #[tokio::test]
    async fn a_page_is_found_by_its_folder_its_file_or_its_name() {
        let pages = pages();
        for (path, content_type) in [
            ("/phone/", "text/html; charset=utf-8"),
            ("/phone/index.html", "text/html; charset=utf-8"),
            ("/phone/manifest.webmanifest", "application/manifest+json"),
            ("/phone/icon.png", "image/png"),
            ("/problems/not-found", "text/html; charset=utf-8"),
        ] {
            let response = send(pages.get(path)).await;
            assert_eq!(
                (response.status(), response.content_type()),
                (StatusCode::OK, Some(content_type))
            );
            assert_eq!(response.header("cache-control"), Some("no-cache"));
        }
        let folder = send(pages.get("/phone")).await;
        assert_eq!((folder.status().as_u16(), folder.header("location")), (308, Some("/phone/")));
    }

    #[tokio::test]
    async fn nothing_else_is_found() {
        let pages = pages();
        for path in [
            "/",
            "/nowhere",
            "/phone/README.md",
            "/phone/README",
            "/shared/types.d.ts",
            "/phone//index.html",
            "/phone/../phone/index.html",
            "/phone/%2e%2e/phone/index.html",
            "/../Cargo.toml",
            "//etc/passwd",
            "/PHONE/",
        ] {
            assert_eq!(send(pages.get(path)).await.status(), 404, "{path}");
        }
        assert_eq!(send(pages.post("/phone/")).await.status(), 405);
        assert_eq!(send(pages.post("/nowhere")).await.status(), 404);
    }

    #[tokio::test]
    async fn a_page_is_sent_once_until_it_changes() {
        let pages = pages();
        let first = send(pages.get("/phone/")).await;
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(first.into_body().into_vec().await.unwrap().len(), 1200);

        for known in [tag.clone(), format!("\"other\", {tag}"), format!("W/{tag}"), "*".into()] {
            let again = send(pages.get("/phone/").header("if-none-match", known)).await;
            assert_eq!((again.status().as_u16(), again.header("etag")), (304, Some(tag.as_str())));
            assert!(again.into_body().is_empty());
        }
        assert_eq!(
            send(pages.get("/phone/").header("if-none-match", "\"other\"")).await.status(),
            200
        );
    }

    #[tokio::test]
    async fn a_page_is_packed_for_those_who_can_unpack_it() {
        let pages = pages();
        let plain = send(pages.get("/phone/")).await;
        let packed = send(pages.get("/phone/").header("accept-encoding", "gzip")).await;

        assert_eq!(plain.header("vary"), Some("Accept-Encoding"));
        assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert_ne!(plain.header("etag"), packed.header("etag"));
        assert!(packed.into_body().into_vec().await.unwrap().len() < 100);

        let picture = send(pages.get("/phone/icon.png").header("accept-encoding", "gzip")).await;
        assert_eq!((picture.header("content-encoding"), picture.header("vary")), (None, None));
    }

    #[tokio::test]
    async fn head_tells_the_size_without_the_page() {
        let response = send(pages().head("/phone/")).await;
        assert_eq!(response.header("content-length"), Some("1200"));
        assert!(response.into_body().is_empty());
    }

    fn text(pages: &Pages, path: &str) -> String {
        String::from_utf8(pages.0[path].plain.bytes.to_vec()).unwrap()
    }

    #[test]
    fn the_service_worker_names_the_pages_it_keeps() {
        let worker = text(&Pages::embedded(false), KEEPER);
        assert!(
            worker.contains(&format!("const VERSION = \"{}\";", version())),
            "{UNNAMED} is gone"
        );
    }

    #[test]
    fn every_page_of_a_demonstration_says_so() {
        let (real, demonstration) = (Pages::embedded(false), Pages::embedded(true));
        for path in demonstration.0.keys().filter(|path| path.ends_with(".html")) {
            let shown = |pages: &Pages| {
                let page = text(pages, path);
                page.contains("class=\"demonstration\"") && !page.contains(HIDDEN)
            };
            assert!(shown(&demonstration), "{path} does not say that it is a demonstration");
            assert!(!shown(&real), "{path} says that it is a demonstration");
        }
    }

    #[test]
    fn every_kind_of_problem_has_its_page() {
        let pages = Pages::embedded(false);
        for kind in Kind::ALL {
            assert!(pages.has(&kind.uri()), "{} has no page", kind.uri());
        }
    }
}
