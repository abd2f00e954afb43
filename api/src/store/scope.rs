//! Who a transaction works for, and so whose rows it can reach. A scope cannot be made up: each is made in one place,
//! when somebody's token is known, and [`System`] once, when the database is opened.

mod caseload;
mod confirming;
mod helper;
mod office;
mod receiving;
mod referred;
mod tap;
mod watch;

use domain::{
    id::{CheckInId, PartnershipId, PersonId, SessionId, StaffId},
    staff::{Role, Staff},
    versioned::Actor,
};
use sea_orm::{ColumnTrait, Condition};

pub use caseload::Caseload;
pub use confirming::Confirming;
pub use helper::{Helper, Helping, SeesGoals};
pub use office::Office;
pub use receiving::Receiving;
pub use referred::{
    Referred, Shared, SharedContact, SharedDestination, SharedGoals, SharedPromises,
};
pub use tap::Tap;
pub use watch::Watch;

/// Whose rows a scope reaches. What it may read of them is for the traits below to say.
pub trait Reach: Send + Sync {
    /// True of the rows whose `partnership` and `person` columns name somebody in reach.
    fn reach<C: ColumnTrait>(&self, partnership: C, person: C) -> Condition;
}

/// A scope that reads what check-ins are made of: what was asked and said, and what the questions depend on.
pub trait Asks: Reach {}

/// A scope of individual people, which reads what they wrote and chose too: goals, supporters, ways to be reached.
/// Partnerships have none: they see counts.
pub trait People: Asks {}

/// A scope in which somebody's record is opened: it also reads what staff recorded and have to do, what was asked of
/// them, and how somebody comes in. A phone that is merely signed in is not enough.
pub trait OpensRecord: People {}

/// A scope in which the check-ins of one young person are answered.
pub trait Answers: Asks {
    /// Where, and whose.
    fn whose(&self) -> (PartnershipId, PersonId);

    /// Who speaks.
    fn voice(&self) -> Actor {
        Actor::YoungPerson
    }
}

/// A scope within one partnership.
pub trait Within: Send + Sync {
    /// Which partnership.
    fn partnership(&self) -> PartnershipId;
}

/// A young person, who reaches themself. It reads what their check-ins are made of and what they wrote and chose
/// themself; for the rest of their record there is [`Proven`].
#[derive(Clone, Copy, Debug)]
pub struct OwnRecord {
    partnership: PartnershipId,
    person: PersonId,
    session: SessionId,
    stepped_up: bool,
}

/// A young person who has shown a moment ago that they hold their phone: what a phone that is merely signed in does not
/// open (YP-14). It reaches the same rows; what it may read of them is more:
///
/// ```
/// # use api::store::{Tx, scope::Proven};
/// # use domain::id::PersonId;
/// async fn read(tx: &Tx<Proven>, me: PersonId) {
///     let _ = tx.contacts_of(me).await;
///     let _ = tx.talks_of(me, None).await;
///     let _ = tx.data_requests().await;
/// }
/// ```
///
/// None of these compiles on a phone that was left lying about:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::OwnRecord};
/// # use domain::id::PersonId;
/// async fn what_staff_recorded(tx: &Tx<OwnRecord>, me: PersonId) {
///     let _ = tx.contacts_of(me).await;
/// }
/// ```
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::OwnRecord};
/// # use domain::id::PersonId;
/// async fn when_they_asked_to_talk(tx: &Tx<OwnRecord>, me: PersonId) {
///     let _ = tx.talks_of(me, None).await;
/// }
/// ```
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::OwnRecord};
/// # use domain::id::PersonId;
/// async fn what_they_asked_about_their_record(tx: &Tx<OwnRecord>, me: PersonId) {
///     let _ = tx.requests_of(me).await;
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Proven(OwnRecord);

/// A partnership's figures. It reaches counts of its own area and no person: reading one does not compile.
///
/// ```compile_fail,E0599
/// use api::store::{Tx, scope::Area};
/// # use domain::id::PersonId;
///
/// async fn peek(tx: &Tx<Area>, id: PersonId) {
///     let _ = tx.person(id).await;
/// }
/// ```
///
/// For somebody who works with people it does:
///
/// ```
/// use api::store::{Tx, scope::Caseload};
/// # use domain::id::PersonId;
///
/// async fn open(tx: &Tx<Caseload>, id: PersonId) {
///     let _ = tx.person(id).await;
/// }
/// ```
///
/// Nor can the counts be read on the way. They are published, or they are nothing:
///
/// ```compile_fail,E0616
/// # use api::store::{Tx, scope::Area};
/// # use domain::activity::Activities;
/// async fn count(tx: &Tx<Area>) -> api::store::Result<usize> {
///     let counts = tx.destination_counts(Activities::shipped(), "2026-11-22".parse().unwrap()).await?;
///     Ok(counts.counts.len())
/// }
/// ```
///
/// ```
/// # use api::store::{Tx, scope::Area};
/// # use domain::{activity::Activities, report::CellKey};
/// async fn count(tx: &Tx<Area>, key: &CellKey) -> api::store::Result<usize> {
///     let counts = tx.destination_counts(Activities::shipped(), "2026-11-22".parse().unwrap()).await?;
///     Ok(counts.publish(key).cohorts.len())
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Area {
    partnership: PartnershipId,
}

/// A partnership's accounts, settings and imports. It reaches no person.
#[derive(Clone, Copy, Debug)]
pub struct Admin {
    partnership: PartnershipId,
    staff: Option<StaffId>,
}

/// The service itself: jobs, sign-in, the command line. Never a request handler.
#[derive(Clone, Copy, Debug)]
pub struct System(());

impl OwnRecord {
    pub(super) fn new(
        partnership: PartnershipId,
        person: PersonId,
        session: SessionId,
        stepped_up: bool,
    ) -> Self {
        Self { partnership, person, session, stepped_up }
    }

    /// The same, if they have shown a moment ago that they hold this phone.
    pub fn proven(&self) -> Option<Proven> {
        self.stepped_up.then_some(Proven(*self))
    }

    /// Who they are.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// On which phone.
    pub fn session(&self) -> SessionId {
        self.session
    }
}

impl Proven {
    /// What a phone that is merely signed in may do, they may too.
    pub fn own(&self) -> OwnRecord {
        self.0
    }

    /// Who they are.
    pub fn person(&self) -> PersonId {
        self.0.person
    }
}

impl Area {
    /// None for roles that read no figures.
    pub(super) fn of(staff: &Staff) -> Option<Self> {
        match staff.role {
            Role::PartnershipViewer | Role::Manager => {
                Some(Self { partnership: staff.partnership })
            }
            Role::Worker | Role::SafeguardingLead | Role::Administrator => None,
        }
    }
}

impl Admin {
    /// None for every other role.
    pub(super) fn of(staff: &Staff) -> Option<Self> {
        (staff.role == Role::Administrator)
            .then_some(Self { partnership: staff.partnership, staff: Some(staff.id) })
    }

    /// Who they are; nobody where the command line acts.
    pub fn staff(&self) -> Option<StaffId> {
        self.staff
    }
}

impl System {
    pub(super) fn new() -> Self {
        Self(())
    }

    /// What watching over the service takes, and no more.
    pub fn watch(&self) -> Watch {
        Watch::new()
    }

    /// What a notification about a check-in may do, for whoever writes one.
    pub fn tap(&self, partnership: PartnershipId, person: PersonId, check_in: CheckInId) -> Tap {
        Tap::new(partnership, person, check_in)
    }

    /// The command line administers any partnership: whoever runs it has the database in their hands.
    pub fn administer(&self, partnership: PartnershipId) -> Admin {
        Admin { partnership, staff: None }
    }
}

impl Within for OwnRecord {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}

impl Within for Proven {
    fn partnership(&self) -> PartnershipId {
        self.0.partnership
    }
}

impl Within for Area {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}

impl Within for Admin {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}

impl Reach for OwnRecord {
    fn reach<C: ColumnTrait>(&self, partnership: C, person: C) -> Condition {
        Condition::all().add(partnership.eq(self.partnership.0)).add(person.eq(self.person.0))
    }
}

impl Reach for Proven {
    fn reach<C: ColumnTrait>(&self, partnership: C, person: C) -> Condition {
        self.0.reach(partnership, person)
    }
}

impl Reach for System {
    fn reach<C: ColumnTrait>(&self, _: C, person: C) -> Condition {
        Condition::all().add(person.is_not_null())
    }
}

impl Asks for OwnRecord {}
impl Asks for Proven {}
impl Asks for Caseload {}
impl Asks for System {}
impl People for OwnRecord {}
impl People for Proven {}
impl People for Caseload {}
impl People for System {}
impl OpensRecord for Proven {}
impl OpensRecord for Caseload {}
impl OpensRecord for System {}

impl Answers for OwnRecord {
    fn whose(&self) -> (PartnershipId, PersonId) {
        (self.partnership, self.person)
    }
}

impl Answers for Proven {
    fn whose(&self) -> (PartnershipId, PersonId) {
        self.0.whose()
    }
}
