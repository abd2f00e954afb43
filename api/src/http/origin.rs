//! Requests that change something and are carried by a cookie must come from our own page (SEC-07). A page of somebody
//! else's can make a browser send the cookie, but neither this header nor the browser's own word that it is ours.

use poem::{
    Endpoint, Middleware, Request,
    http::{Method, header},
};

use super::{
    auth::carries_token,
    problem::{Kind, Problem},
};

/// What our own pages send along.
const OURS: &str = "x-requested-with";

/// Refuses requests from other sites.
pub struct OwnPages;

/// An endpoint behind [`OwnPages`].
pub struct Guarded<E>(E);

impl<E: Endpoint> Middleware<E> for OwnPages {
    type Output = Guarded<E>;

    fn transform(&self, inner: E) -> Guarded<E> {
        Guarded(inner)
    }
}

impl<E: Endpoint> Endpoint for Guarded<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> poem::Result<E::Output> {
        if from_elsewhere(&request) {
            let problem = Problem::new(
                Kind::WrongOrigin,
                "This can only be done from our own page. Open it and try again.",
            );
            return Err(problem.into());
        }
        self.0.call(request).await
    }
}

fn from_elsewhere(request: &Request) -> bool {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    match request.header("sec-fetch-site") {
        _ if safe => false,
        // The browser says so itself; no page can make it say otherwise.
        Some(site) => !matches!(site, "same-origin" | "none"),
        // An app carries a token, which no browser adds by itself.
        None if carries_token(request) => false,
        None => request.header(header::COOKIE).is_some() && request.header(OURS).is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(method: Method, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        from_elsewhere(&request.finish())
    }

    #[test]
    fn only_our_own_pages_change_things_by_cookie() {
        let cookie = ("cookie", "__Host-phone=x");
        assert!(refused(Method::PUT, &[cookie]));
        assert!(refused(Method::PUT, &[cookie, ("sec-fetch-site", "cross-site")]));
        assert!(refused(
            Method::PUT,
            &[cookie, ("sec-fetch-site", "same-site"), (OURS, "throughline")]
        ));
        assert!(!refused(Method::PUT, &[cookie, ("sec-fetch-site", "same-origin")]));
        assert!(!refused(Method::PUT, &[cookie, (OURS, "throughline")]));
        assert!(!refused(Method::PUT, &[("authorization", "Bearer x")]));
        assert!(refused(Method::PUT, &[cookie, ("authorization", "Basic x")]));
        assert!(!refused(Method::GET, &[cookie, ("sec-fetch-site", "cross-site")]));
    }
}
