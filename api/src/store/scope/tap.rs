//! One question, answered from a notification (YP-15).

use domain::id::{CheckInId, PartnershipId, PersonId};
use sea_orm::{ColumnTrait, Condition};

use super::{Answers, Asks, Reach};

/// Whoever holds the token of a notification. It takes one answer to one check-in, and reads nothing that is told to
/// anybody: what a check-in is laid out from stays inside.
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Tap};
/// # use domain::id::PersonId;
/// async fn peek(tx: &Tx<Tap>, id: PersonId) {
///     let _ = tx.goals_of(id).await;
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Tap {
    partnership: PartnershipId,
    person: PersonId,
    check_in: CheckInId,
}

impl Tap {
    pub(in crate::store) fn new(
        partnership: PartnershipId,
        person: PersonId,
        check_in: CheckInId,
    ) -> Self {
        Self { partnership, person, check_in }
    }

    /// The one check-in.
    pub fn check_in(&self) -> CheckInId {
        self.check_in
    }
}

impl Reach for Tap {
    fn reach<C: ColumnTrait>(&self, partnership: C, person: C) -> Condition {
        Condition::all().add(partnership.eq(self.partnership.0)).add(person.eq(self.person.0))
    }
}

impl Asks for Tap {}

impl Answers for Tap {
    fn whose(&self) -> (PartnershipId, PersonId) {
        (self.partnership, self.person)
    }
}
