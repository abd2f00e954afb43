//! Answers made smaller for slow networks.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http_body::Body as _;
use http_body_util::combinators::BoxBody;
use poem::{
    Body, Request, Response,
    http::{HeaderMap, HeaderValue, header},
};

/// Packing smaller bodies saves hardly more than it takes to say so.
const WORTHWHILE: u64 = 512;

/// Up to here packing well takes less than a millisecond, and what a phone fetches to ask its questions is a sixth smaller.
const SMALL: u64 = 128 * 1024;

/// Larger ones would keep a processor busy for too long; reports of that size stream.
const REASONABLE: u64 = 8 * 1024 * 1024;

/// True if the caller can read gzip.
pub fn accepted(headers: &HeaderMap) -> bool {
    let values =
        headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let (mut gzip, mut any) = (None, None);
    for coding in values.flat_map(|value| value.split(',')) {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok());
        let wanted = weight.is_some_and(|weight| weight > 0.0);
        match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => gzip = Some(wanted),
            "*" => any = Some(wanted),
            _ => {}
        }
    }
    gzip.or(any).unwrap_or(false)
}

/// True of what is text in one form or another; pictures are compressed already.
pub fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || kind == "application/javascript"
}

/// The same bytes, packed.
pub fn gzip(bytes: &[u8], effort: Compression) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), effort);
    packed.write_all(bytes).expect("memory takes what is written to it");
    packed.finish().expect("memory takes what is written to it")
}

/// Says that the answer depends on what the caller can unpack.
pub fn vary(headers: &mut HeaderMap) {
    const ON: HeaderValue = HeaderValue::from_static("Accept-Encoding");
    if headers.get_all(header::VARY).iter().all(|known| known != ON) {
        headers.append(header::VARY, ON);
    }
}

/// How large a body is, if it is all there and does not stream.
pub fn measure(body: Body) -> (Body, Option<u64>) {
    let body: BoxBody<Bytes, io::Error> = body.into();
    let size = body.size_hint().exact();
    (body.into(), size)
}

/// Packs a response if that is worth it and the caller can unpack it.
pub async fn response(mut response: Response, gzip_accepted: bool) -> Response {
    let packable = response.content_type().is_some_and(is_text)
        && !response.headers().contains_key(header::CONTENT_ENCODING);
    if !packable {
        return response;
    }
    let (body, size) = measure(response.take_body());
    response.set_body(body);
    let Some(size) = size.filter(|size| (WORTHWHILE..=REASONABLE).contains(size)) else {
        return response;
    };
    vary(response.headers_mut());
    if !gzip_accepted {
        return response;
    }
    let Ok(bytes) = response.take_body().into_bytes().await else {
        unreachable!("a body of known size is in memory")
    };
    let effort = if size <= SMALL { Compression::default() } else { Compression::fast() };
    response.set_body(gzip(&bytes, effort));
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    weaken(headers);
    response
}

/// A packed answer is not byte for byte the one that the tag was made for.
fn weaken(headers: &mut HeaderMap) {
    let weak = headers
        .get(header::ETAG)
        .and_then(|tag| tag.to_str().ok())
        .filter(|tag| !tag.starts_with("W/"))
        .and_then(|tag| HeaderValue::from_str(&format!("W/{tag}")).ok());
    if let Some(weak) = weak {
        headers.insert(header::ETAG, weak);
    }
}

/// Takes the marks of weakness off the tags that a caller compares with: whether to send something again is always
/// decided by the weak comparison (RFC 9110, section 13.1.2), and so a handler may compare plainly.
pub fn compare_weakly(request: &mut Request) {
    let plain = request
        .header(header::IF_NONE_MATCH)
        .filter(|tags| tags.contains("W/"))
        .and_then(|tags| HeaderValue::from_str(&tags.replace("W/\"", "\"")).ok());
    if let Some(plain) = plain {
        request.headers_mut().insert(header::IF_NONE_MATCH, plain);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn accepts(value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
        accepted(&headers)
    }

    #[test]
    fn a_caller_who_does_not_want_it_does_not_get_it() {
        assert!(accepts("gzip, deflate, br"));
        assert!(accepts("br;q=1.0, gzip;q=0.8"));
        assert!(accepts("*"));
        for refused in ["", "br", "gzip;q=0", "gzip;q=0.0, *", "*;q=0", "identity", "gzip;q=x"] {
            assert!(!accepts(refused), "{refused}");
        }
        assert!(!accepted(&HeaderMap::new()));
    }

    fn long() -> Response {
        let text = "We ask how you are. ".repeat(500);
        Response::builder().content_type("application/json").header("etag", "\"1\"").body(text)
    }

    #[tokio::test]
    async fn long_text_is_packed_and_says_so() {
        let packed = response(long(), true).await;
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
        assert_eq!(packed.header("etag"), Some("W/\"1\""));

        let packed = packed.into_body().into_vec().await.unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!((packed.len() < 500, text.len()), (true, 10_000));
    }

    #[tokio::test]
    async fn the_rest_is_left_as_it_is() {
        let plain = response(long(), false).await;
        assert_eq!(
            (plain.header("content-encoding"), plain.header("vary")),
            (None, Some("Accept-Encoding"))
        );
        assert_eq!(plain.into_body().into_vec().await.unwrap().len(), 10_000);

        let picture = Response::builder().content_type("image/png").body(vec![0; 5000]);
        assert_eq!(response(picture, true).await.header("content-encoding"), None);

        let stream = futures_util::stream::iter([Ok::<_, io::Error>(vec![b'a'; 5000])]);
        let stream =
            Response::builder().content_type("text/csv").body(Body::from_bytes_stream(stream));
        assert_eq!(response(stream, true).await.header("content-encoding"), None);
    }
}
