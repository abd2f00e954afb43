//! The people who work with young people, and what each role is for.

use crate::{
    code::codes,
    id::{PartnershipId, StaffId},
    text::Name,
};

codes! {
    /// What a member of staff is here to do.
    Role {
        /// A transition worker, who reaches the young people assigned to them.
        Worker = "worker",
        /// Leads workers, and reaches every young person of the partnership.
        Manager = "manager",
        /// Reaches the young people with an open alert.
        SafeguardingLead = "safeguarding-lead",
        /// Reads published figures, and reaches no person.
        PartnershipViewer = "partnership-viewer",
        /// Keeps accounts, settings and imports, and reaches no person.
        Administrator = "administrator",
    }
}

impl Role {
    /// Whether young people are given to them. A safeguarding lead reaches only those with an open alert, so whoever was
    /// given to one would be out of everybody's sight.
    pub fn has_a_caseload(self) -> bool {
        matches!(self, Self::Worker | Self::Manager)
    }

    /// Whether they are on duty from their first day. Workers can be put on duty, too.
    pub fn hears_of_alerts(self) -> bool {
        matches!(self, Self::Manager | Self::SafeguardingLead)
    }

    /// Whether they work with people.
    pub fn works_with_people(self) -> bool {
        matches!(self, Self::Worker | Self::Manager | Self::SafeguardingLead)
    }
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Who this is.
    pub id: StaffId,
    /// Where they work. Nobody works for two partnerships with one account.
    pub partnership: PartnershipId,
    /// Their name.
    pub name: Name,
    /// How they sign in, in lower case.
    pub email: String,
    /// What they do.
    pub role: Role,
}
