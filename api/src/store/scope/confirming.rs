//! One question to a provider.

use domain::id::{ConfirmationId, PartnershipId, PersonId, SpellId};

use super::Within;

/// Whoever holds the link of a question to a provider. It reads the one thing that is asked about and answers it once; of
/// the young person it reads nothing:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Confirming};
/// # use domain::id::PersonId;
/// async fn peek(tx: &Tx<Confirming>, id: PersonId) {
///     let _ = tx.person(id).await;
/// }
/// ```
///
/// Nor does it see what else they do:
///
/// ```compile_fail,E0599
/// # use api::store::{Tx, scope::Confirming};
/// # use domain::id::PersonId;
/// async fn elsewhere(tx: &Tx<Confirming>, id: PersonId) {
///     let _ = tx.known_spells_of(id).await;
/// }
/// ```
///
/// What it was made for compiles:
///
/// ```
/// # use api::store::{Tx, scope::Confirming};
/// async fn asked(tx: &Tx<Confirming>) {
///     let _ = tx.asked().await;
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Confirming {
    partnership: PartnershipId,
    confirmation: ConfirmationId,
    person: PersonId,
    spell: SpellId,
}

impl Confirming {
    pub(in crate::store) fn new(
        partnership: PartnershipId,
        confirmation: ConfirmationId,
        person: PersonId,
        spell: SpellId,
    ) -> Self {
        Self { partnership, confirmation, person, spell }
    }

    /// Which question.
    pub fn confirmation(&self) -> ConfirmationId {
        self.confirmation
    }

    /// About whom. It is for keeping the answer: nothing else of them can be read.
    pub(in crate::store) fn person(&self) -> PersonId {
        self.person
    }

    /// About which spell.
    pub(in crate::store) fn spell(&self) -> SpellId {
        self.spell
    }
}

impl Within for Confirming {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}
