//! What a partnership to which somebody goes reaches: the little that is told to decide by, and nothing else.

use domain::{
    id::{PartnershipId, StaffId},
    staff::Role,
};

use super::{Caseload, Within};

/// A manager of a partnership to which young people may come. Until one is taken it reads of them what is told to decide by;
/// their record it does not reach, because it does not compile:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Receiving};
/// # use domain::id::PersonId;
/// async fn peek(tx: &Tx<Receiving>, id: PersonId) {
///     let _ = tx.person(id).await;
/// }
/// ```
///
/// ```
/// # use api::store::{Tx, scope::Receiving};
/// async fn look(tx: &Tx<Receiving>) {
///     let _ = tx.coming().await;
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Receiving {
    partnership: PartnershipId,
    staff: StaffId,
}

impl Receiving {
    /// Who they are.
    pub fn staff(&self) -> StaffId {
        self.staff
    }
}

impl Caseload {
    /// To decide about those who may come. None for everybody but managers.
    pub fn receiving(&self) -> Option<Receiving> {
        (self.role() == Role::Manager)
            .then(|| Receiving { partnership: self.partnership(), staff: self.staff() })
    }
}

impl Within for Receiving {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}
