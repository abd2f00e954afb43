//! When to try again.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// Nobody is made to wait longer than this, whatever a push service says.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads `Retry-After`: a number of seconds, or a moment.
pub fn after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let seconds = value.trim().parse::<u64>().ok().map(Duration::from_secs);
    let moment = || DateTime::parse_from_rfc2822(value.trim()).ok();
    let wait = seconds.or_else(|| Some((moment()?.to_utc() - now).to_std().unwrap_or_default()))?;
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_moments_are_understood() {
        let now = "2026-11-22T09:00:00Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            ("Sun, 22 Nov 2026 09:05:00 GMT", Some(300)),
            ("Sun, 22 Nov 2026 08:00:00 GMT", Some(0)),
            ("99999999999", Some(86_400)),
            ("soon", None),
            ("-5", None),
        ] {
            assert_eq!(after(value, now), seconds.map(Duration::from_secs), "{value}");
        }
    }
}
