//! Limits on guessing. They attach to where a request comes from, never to an account, so that nobody can lock a young
//! person out by guessing at their door: a phone that is signed in does not pass through here at all (SEC-09).

use std::num::NonZeroU32;

use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use ipnet::IpNet;
use uuid::Uuid;

use super::{
    address::Caller,
    problem::{Kind, Problem, Result},
};

/// How many secrets one network may try at once, and per minute after that. A college shares one address, and a class may
/// join together. What keeps a code safe is that ten wrong tries end it, whoever makes them.
const TRIES: NonZeroU32 = NonZeroU32::new(120).expect("a hundred and twenty is not zero");
/// How many codes, and how many passwords, may be tried per minute from everywhere together.
const TRIES_EVERYWHERE: NonZeroU32 = NonZeroU32::new(1200).expect("twelve hundred is not zero");

/// How many codes may be tried at once in a session of staff. After that it is one a minute, so that nobody who finds a
/// screen open can guess through a working day.
const PROOFS: NonZeroU32 = NonZeroU32::new(5).expect("five is not zero");

/// Counts tries of codes, links and passwords.
pub struct Limits {
    by_session: DefaultKeyedRateLimiter<Uuid>,
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
        let one = NonZeroU32::new(1).expect("one is not zero");
        Self {
            by_session: RateLimiter::dashmap(Quota::per_minute(one).allow_burst(PROOFS)),
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

    /// Counts one try to show, in a session of staff, that it is them.
    pub fn try_proof(&self, session: Uuid) -> Result<()> {
        let now = DefaultClock::default().now();
        self.by_session.retain_recent();
        let seconds = |not_until: NotUntil<_>| not_until.wait_time_from(now).as_secs() + 1;
        self.by_session.check_key(&session).map_err(|not_until| {
            let wait = seconds(not_until);
            Problem::new(Kind::TooManyRequests, "Wait a minute, then try the code shown then.")
                .retry_after(wait)
        })
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

    #[test]
    fn nobody_guesses_on_in_one_session() {
        let limits = Limits::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for _ in 0..PROOFS.get() {
            limits.try_proof(one).unwrap();
        }
        assert_eq!(limits.try_proof(one).unwrap_err().kind(), Kind::TooManyRequests);
        limits.try_proof(other).unwrap();
    }
}
