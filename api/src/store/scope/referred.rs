//! What another agency reaches: of those whom it was referred, the parts that were chosen, and nothing else.

use chrono::NaiveDate;
use domain::{
    id::{PartnershipId, PersonId, StaffId},
    referral::Parts,
    staff::{Role, Staff},
};

use super::Within;

/// Somebody of an agency. By itself it reaches who was referred to it, and by whom.
///
/// What a referral shares takes a scope of its own, which there is only if that part was chosen. Whoever forgets to ask gets
/// nothing, because it does not compile:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Shared};
/// async fn peek(tx: &Tx<Shared>) {
///     let _ = tx.shared_goals().await;
/// }
/// ```
///
/// ```
/// # use api::store::{Tx, scope::SharedGoals};
/// async fn look(tx: &Tx<SharedGoals>) {
///     let _ = tx.shared_goals().await;
/// }
/// ```
///
/// Nor does one part lead to another, or to the record:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::SharedGoals};
/// async fn peek(tx: &Tx<SharedGoals>) {
///     let _ = tx.shared_contact().await;
/// }
/// ```
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::SharedGoals};
/// # use domain::id::PersonId;
/// async fn peek(tx: &Tx<SharedGoals>, id: PersonId) {
///     let _ = tx.person(id).await;
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Referred {
    partnership: PartnershipId,
    staff: StaffId,
    agency: Option<String>,
    today: NaiveDate,
}

/// One young person of whom an agency sees parts today.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    partnership: PartnershipId,
    person: PersonId,
    parts: Parts,
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $part:ident by $ask:ident;)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(Shared);

        impl $name {
            pub(in crate::store) fn whose(&self) -> (PartnershipId, PersonId) {
                (self.0.partnership, self.0.person)
            }
        })*

        impl Shared {
            $($(#[$doc])*
            ///
            /// None where it was not chosen.
            pub fn $ask(&self) -> Option<$name> {
                self.parts.$part.then_some($name(*self))
            })*
        }
    };
}

parts! {
    /// To see how they can be reached.
    SharedContact = contact by contact;
    /// To see where they are and were.
    SharedDestination = destination by destination;
    /// To see what they were promised.
    SharedPromises = promises by promises;
    /// To see what they want.
    SharedGoals = goals by goals;
}

impl Referred {
    /// None for roles that work with young people here, or keep the accounts. Without an agency it reaches nobody.
    pub(in crate::store) fn of(
        staff: &Staff,
        agency: Option<String>,
        today: NaiveDate,
    ) -> Option<Self> {
        (staff.role == Role::PartnershipViewer).then_some(Self {
            partnership: staff.partnership,
            staff: staff.id,
            agency,
            today,
        })
    }

    /// Who they are.
    pub fn staff(&self) -> StaffId {
        self.staff
    }

    /// For which agency they work.
    pub fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// Today.
    pub(in crate::store) fn today(&self) -> NaiveDate {
        self.today
    }
}

impl Within for Referred {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}

impl Shared {
    pub(in crate::store) fn new(
        partnership: PartnershipId,
        person: PersonId,
        parts: Parts,
    ) -> Self {
        Self { partnership, person, parts }
    }

    pub(in crate::store) fn whose(&self) -> (PartnershipId, PersonId) {
        (self.partnership, self.person)
    }
}
