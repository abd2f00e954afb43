//! What a supporter reaches: of one young person, what the young person has switched on, and nothing else (YP-24).

use domain::{
    id::{PartnershipId, PersonId, SupporterId},
    supporter::Switches,
    versioned::Actor,
};
use sea_orm::{ColumnTrait, Condition};

use super::{Answers, Asks, Reach};

/// A supporter. By itself it reaches little more than the young person's first name, and that questions wait for them.
///
/// What a switch allows takes a scope of its own, which there is only if the switch is on. Whoever forgets to ask gets
/// nothing, because it does not compile:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Helper};
/// async fn peek(tx: &Tx<Helper>) {
///     let _ = tx.their_goals().await;
/// }
/// ```
///
/// ```
/// # use api::store::{Tx, scope::SeesGoals};
/// async fn look(tx: &Tx<SeesGoals>) {
///     let _ = tx.their_goals().await;
/// }
/// ```
///
/// Nor does a supporter read the record, with any switch. This is for the young person and for staff:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Helping};
/// # use domain::id::PersonId;
/// async fn peek(tx: &Tx<Helping>, id: PersonId) {
///     let _ = tx.goals_of(id).await;
/// }
/// ```
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Helper};
/// # use domain::id::PersonId;
/// async fn peek(tx: &Tx<Helper>, id: PersonId) {
///     let _ = tx.person(id).await;
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Helper {
    partnership: PartnershipId,
    person: PersonId,
    supporter: SupporterId,
    relation: String,
    switches: Switches,
}

/// A supporter who may help to answer. It reads what a check-in is laid out from and takes answers; what is told of that
/// to the supporter is what `http` has a member for.
#[derive(Clone, Debug)]
pub struct Helping(Helper);

/// A supporter who may see what the young person wants.
#[derive(Clone, Debug)]
pub struct SeesGoals(Helper);

impl Helper {
    pub(in crate::store) fn new(
        partnership: PartnershipId,
        person: PersonId,
        supporter: SupporterId,
        relation: String,
        switches: Switches,
    ) -> Self {
        Self { partnership, person, supporter, relation, switches }
    }

    /// In which partnership.
    pub fn partnership(&self) -> PartnershipId {
        self.partnership
    }

    /// Who they are.
    pub fn supporter(&self) -> SupporterId {
        self.supporter
    }

    /// Who they are to the young person: a code of the question `helper_is`.
    pub fn relation(&self) -> &str {
        &self.relation
    }

    /// What they may do.
    pub fn switches(&self) -> Switches {
        self.switches
    }

    /// To answer with. None while the young person has not switched it on.
    pub fn helping(&self) -> Option<Helping> {
        self.switches.helps.then(|| Helping(self.clone()))
    }

    /// To see goals with. None while the young person has not switched it on.
    pub fn seeing_goals(&self) -> Option<SeesGoals> {
        self.switches.sees_goals.then(|| SeesGoals(self.clone()))
    }

    pub(in crate::store) fn person(&self) -> PersonId {
        self.person
    }
}

impl Helping {
    /// Who helps.
    pub fn helper(&self) -> &Helper {
        &self.0
    }
}

impl SeesGoals {
    pub(in crate::store) fn helper(&self) -> &Helper {
        &self.0
    }
}

impl Reach for Helping {
    fn reach<C: ColumnTrait>(&self, partnership: C, person: C) -> Condition {
        Condition::all().add(partnership.eq(self.0.partnership.0)).add(person.eq(self.0.person.0))
    }
}

impl Asks for Helping {}

impl Answers for Helping {
    fn whose(&self) -> (PartnershipId, PersonId) {
        (self.0.partnership, self.0.person)
    }

    fn voice(&self) -> Actor {
        Actor::Supporter(self.0.supporter)
    }
}
