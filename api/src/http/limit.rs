//! Limits on guessing. They attach to where a request comes from, never to an account, so that nobody can lock a young
//! person out by guessing at their door: a phone that is signed in does not pass through here at all (SEC-09).

use std::num::NonZeroU32;

use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use ipnet::IpNet;

use super::{
    address::Caller,
    problem::{Kind, Problem, Result},
};

/// How many secrets one network may try at once, and per minute after that. A college shares one address, and a class may
/// join together. What keeps a code safe is that ten wrong tries end it, whoever makes them.
const TRIES: NonZeroU32 = NonZeroU32::new(120).expect("a hundred and twenty is not zero");
/// How many codes, and how many passwords, may be tried per minute from everywhere together.
const TRIES_EVERYWHERE: NonZeroU32 = NonZeroU32::new(1200).expect("twelve hundred is not zero");

/// Counts tries of codes, links and passwords.
pub struct Limits {
    by_network: DefaultKeyedRateLimiter<IpNet>,
    codes: DefaultDirectRateLimiter,
    passwords: DefaultDirectRateLimiter,
}

/// What is tried. A flood of one kind must not keep out those who come with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The token of a link. 256 random bits cannot be guessed, so only the network counts: whoever gets a link gets in.
    Link,
    /// The code of an invitation.
    Code,
    /// A password.
    Password,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            by_network: RateLimiter::dashmap(Quota::per_minute(TRIES)),
            codes: RateLimiter::direct(Quota::per_minute(TRIES_EVERYWHERE)),
            passwords: RateLimiter::direct(Quota::per_minute(TRIES_EVERYWHERE)),
        }
    }
}

impl Limits {
    /// Counts one try, or says how long to wait.
    pub fn try_secret(&self, caller: &Caller, tried: Tried) -> Result<()> {
        let now = DefaultClock::default().now();
        self.by_network.retain_recent();
        self.by_network
            .check_key(&caller.network())
            .and_then(|()| match tried {
                Tried::Link => Ok(()),
                Tried::Code => self.codes.check(),
                Tried::Password => self.passwords.check(),
            })
            .map_err(|not_until| wait(not_until.wait_time_from(now).as_secs() + 1))
    }
}

fn wait(seconds: u64) -> Problem {
    let minutes = seconds.div_ceil(60);
    let minutes = if minutes == 1 { "1 minute".to_owned() } else { format!("{minutes} minutes") };
    Problem::new(
        Kind::TooManyRequests,
        format!("Wait {minutes}, then try again, or ask your worker."),
    )
    .retry_after(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_is_slowed_down_and_another_is_not() {
        let limits = Limits::default();
        let caller = |ip: &str| Caller(ip.parse().unwrap());
        for _ in 0..TRIES.get() {
            limits.try_secret(&caller("203.0.113.7"), Tried::Code).unwrap();
        }
        let refused = limits.try_secret(&caller("203.0.113.7"), Tried::Code).unwrap_err();
        assert_eq!(refused.kind(), Kind::TooManyRequests);
        limits.try_secret(&caller("203.0.113.8"), Tried::Code).unwrap();
    }
}
