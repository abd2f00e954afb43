//! Which addresses we send to.
//!
//! A subscription's endpoint is a URL that somebody gives us and that we then call: without care, a way to make us call
//! whatever they like, inside our own network too. So only push services that are known count, when a subscription is
//! saved and again whenever something is sent.

use std::{fmt, str::FromStr};

use reqwest::Url;

use super::Unsuitable;

/// The longest endpoint that is taken, in characters.
const LONGEST: usize = 2048;

/// Google's (Chrome and those built on it) and Mozilla's push services, each a single host.
const HOSTS: [&str; 3] =
    ["fcm.googleapis.com", "android.googleapis.com", "updates.push.services.mozilla.com"];

/// Apple and Microsoft spread theirs over many hosts of one domain.
const DOMAINS: [&str; 2] = ["push.apple.com", "notify.windows.com"];

/// A push service beyond the usual ones, as whoever runs us writes it: `push.example.org`, or `*.example.org` for every
/// host below it; with a port if it has its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    host: String,
    below: bool,
    port: u16,
}

impl Allowed {
    fn fits(&self, host: &str, port: u16) -> bool {
        let named = if self.below { is_below(host, &self.host) } else { host == self.host };
        named && port == self.port
    }

    /// True if it names this host, whatever the port.
    pub(super) fn names(&self, host: &str) -> bool {
        self.fits(host, self.port)
    }
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (below, rest) = match text.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let url = Url::parse(&format!("https://{rest}/")).ok();
        let right = |url: &Url| {
            let named = url.domain().is_some_and(|host| host.contains('.') && !host.ends_with('.'));
            named
                && url.path() == "/"
                && url.username().is_empty()
                && !rest.contains(['/', '@', '?', '#'])
        };
        let url = url.filter(right).ok_or_else(|| {
            format!("`{text}` is not the name of a host; write it like push.example.org or *.example.org")
        })?;
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(Self { host, below, port: url.port().unwrap_or(443) })
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.below { "*." } else { "" };
        write!(f, "{star}{}:{}", self.host, self.port)
    }
}

/// The push services that we send to.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// Beyond the usual ones.
    pub extra: Vec<Allowed>,
    /// Also plain http to this very machine. For development and tests.
    pub this_machine: bool,
}

impl Endpoints {
    /// Reads an endpoint, if it is one that we may call.
    pub fn check(&self, endpoint: &str) -> Result<Url, Unsuitable> {
        // The URL standard forgives tabs, backslashes and missing slashes. Push services make no such mistakes.
        let plain = endpoint.len() <= LONGEST
            && endpoint.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let url = Url::parse(endpoint).ok().filter(|_| plain).ok_or(Unsuitable::Endpoint)?;
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(Unsuitable::Endpoint);
        }
        if self.this_machine && endpoint.starts_with("http://") {
            let local = url.host_str() == Some("127.0.0.1");
            return local.then_some(url).ok_or(Unsuitable::Endpoint);
        }
        let host = url
            .domain()
            .filter(|_| endpoint.starts_with("https://"))
            .ok_or(Unsuitable::Endpoint)?;
        let port = url.port().unwrap_or(443);
        if is_usual(host) && port == 443
            || self.extra.iter().any(|allowed| allowed.fits(host, port))
        {
            return Ok(url);
        }
        // Only the host, so that a push service we have not heard of is noticed.
        tracing::warn!(push.host = host, "an endpoint at an unknown push service was refused");
        Err(Unsuitable::Endpoint)
    }
}

fn is_usual(host: &str) -> bool {
    HOSTS.contains(&host) || DOMAINS.iter().any(|domain| is_below(host, domain))
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .and_then(|rest| rest.strip_suffix('.'))
        .is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_push_services_are_called() {
        for right in [
            "https://fcm.googleapis.com/fcm/send/abc:def_-",
            "https://fcm.googleapis.com:443/wp/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://web.push.apple.com/QGd",
            "https://api.push.apple.com/QGd",
            "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
        ] {
            assert!(Endpoints::default().check(right).is_ok(), "{right}");
        }
    }

    #[test]
    fn nothing_else_is() {
        let long = format!("https://fcm.googleapis.com/{}", "a".repeat(2048));
        for wrong in [
            "",
            "fcm.googleapis.com",
            "http://fcm.googleapis.com/x",
            "ftp://fcm.googleapis.com/x",
            "https:fcm.googleapis.com/x",
            "https:\\\\fcm.googleapis.com\\x",
            "HTTPS://fcm.googleapis.com/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com./x",
            "https://fcm.googleapis.com@169.254.169.254/x",
            "https://me@fcm.googleapis.com/x",
            "https://:secret@fcm.googleapis.com/x",
            "https://169.254.169.254/fcm.googleapis.com",
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/fcm.googleapis.com",
            "https://evil.example#fcm.googleapis.com",
            "https://evil.example\\@fcm.googleapis.com/x",
            "https://fcm.googleapis.com/x#part",
            "https://xfcm.googleapis.com/x",
            "https://googleapis.com/x",
            "https://push.apple.com/x",
            "https://push.apple.com.evil.example/x",
            "https://evilpush.apple.com/x",
            "https://web.push.apple.com.evil.example/x",
            "https://.push.apple.com/x",
            "https://web.push.аpple.com/x",
            "https://fcm。googleapis。com/x",
            "https://fcm.googleapis.com/x y",
            "https://fcm.google\tapis.com/x",
            "https://localhost/x",
            "https://127.0.0.1/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://[::1]/x",
            "https://[::ffff:169.254.169.254]/x",
            "http://127.0.0.1:8080/x",
            "file:///etc/passwd",
            "javascript:alert(1)",
            &long,
        ] {
            assert_eq!(Endpoints::default().check(wrong), Err(Unsuitable::Endpoint), "{wrong}");
        }
    }

    #[test]
    fn whoever_runs_us_may_add_services() {
        let extra = ["push.example.org", "*.wake.example", "ntfy.example.org:8443"];
        let extra = extra.iter().map(|host| host.parse().unwrap()).collect();
        let endpoints = Endpoints { extra, this_machine: false };
        for right in [
            "https://push.example.org/x",
            "https://a.b.wake.example/x",
            "https://ntfy.example.org:8443/x",
        ] {
            assert!(endpoints.check(right).is_ok(), "{right}");
        }
        for wrong in [
            "http://push.example.org/x",
            "https://push.example.org:8443/x",
            "https://a.push.example.org/x",
            "https://wake.example/x",
            "https://ntfy.example.org/x",
        ] {
            assert!(endpoints.check(wrong).is_err(), "{wrong}");
        }
        for wrong in
            ["", "*", "*.", "org", "push.example.org/path", "https://push.example.org", "10.0.0.1"]
        {
            assert!(wrong.parse::<Allowed>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn this_machine_counts_only_when_it_is_said_to() {
        let endpoints = Endpoints { extra: vec![], this_machine: true };
        assert!(endpoints.check("http://127.0.0.1:9000/push/1").is_ok());
        for wrong in
            ["http://127.0.0.2:9000/x", "http://localhost:9000/x", "http://fcm.googleapis.com/x"]
        {
            assert!(endpoints.check(wrong).is_err(), "{wrong}");
        }
    }
}
