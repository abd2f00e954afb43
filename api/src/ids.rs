//! Where ids and randomness come from.

use uuid::Uuid;

/// Makes ids and random bytes.
pub trait Ids: Send + Sync {
    /// A new id, later in order than the ones before it.
    fn new_id(&self) -> Uuid;

    /// Fills `bytes` with chance that nobody can foresee.
    fn random(&self, bytes: &mut [u8]);
}

/// Ids and chance from the operating system.
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes them")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes)
            .expect("the operating system gives random bytes once it has started");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_in_order_and_bytes_differ() {
        assert!(SystemIds.new_id() < SystemIds.new_id());

        let (mut one, mut other) = ([0; 32], [0; 32]);
        SystemIds.random(&mut one);
        SystemIds.random(&mut other);
        assert_ne!(one, other);
    }
}
