//! What everybody who works for a partnership may know.

use domain::{id::PartnershipId, staff::Staff};

use super::Within;

/// Anybody who works for a partnership, whatever they do there. It reaches no person: only how well messages go out.
#[derive(Clone, Copy, Debug)]
pub struct Office {
    partnership: PartnershipId,
}

impl Office {
    pub(in crate::store) fn of(staff: &Staff) -> Self {
        Self { partnership: staff.partnership }
    }
}

impl Within for Office {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}
