//! One type per kind of identifier, so that a person can never be passed where a check-in is meant.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A local inclusion partnership.
    PartnershipId
    /// A young person.
    PersonId
    /// A member of staff, whatever their role.
    StaffId
    /// Somebody signed in on one phone or browser.
    SessionId
    /// An invitation to a young person.
    InvitationId
    /// A check-in.
    CheckInId
    /// One answer.
    AnswerId
    /// Something that was done for several young people at once.
    BulkId
    /// A destination spell.
    SpellId
    /// One thing that was promised.
    PromiseId
    /// A question to a provider.
    ConfirmationId
    /// What somebody says was given of a promise.
    ClaimId
    /// That promised support may not be coming.
    ConcernId
    /// What somebody means to do next.
    IntendedId
    /// A row of a file that waits for somebody to look at it.
    WaitingRowId
    /// That two records became one.
    MergeId
    /// That one record became two.
    SplitId
    /// That a record goes to another partnership.
    TransferId
    /// A recorded contact.
    ContactId
    /// An alert.
    AlertId
    /// That somebody opened a record which is not theirs.
    GlassId
    /// That another agency sees parts of a record.
    ReferralId
    /// That somebody of the staff is away.
    AbsenceId
    /// A handover from one worker to another.
    HandoverId
    /// A task for staff.
    TaskId
    /// A prompt on its way to a young person.
    PromptId
    /// A goal of a young person's own.
    GoalId
    /// A wish to talk.
    TalkId
    /// Somebody who helps a young person.
    SupporterId
    /// A phone's push subscription.
    SubscriptionId
    /// A view of the caseload that a member of staff keeps.
    ViewId
    /// A passkey of a young person.
    PasskeyId
    /// A code that was sent, or several for one purpose.
    CodeRequestId
    /// What changed because of what young people said.
    ImprovementId
    /// A request about what is held.
    DataRequestId
}
