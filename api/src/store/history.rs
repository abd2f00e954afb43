//! Who changed what in young people's records, from what to what. Written in the same transaction as the change, and never
//! changed.

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, PersonId, StaffId, SupporterId},
    versioned::{Actor, ActorKind, FieldChange, Noted, Recorded, Thing, Versioned, changes},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IdenStatic, Iterable,
    PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, QueryTrait, prelude::Uuid,
    sea_query::OnConflict,
};

use super::{
    Result, StoreError, Tx,
    entity::change::{ActiveModel, Column, Entity, Model},
    scope::{Caseload, Reach, Within},
};

/// How many changes are kept in one statement: both databases bound the values of one.
const AT_ONCE: usize = 1000;

/// A new version of a thing, and what is new in it.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// Which thing.
    pub id: Uuid,
    /// The version that it is now.
    pub version: u32,
    /// What changed, field by field.
    pub changes: Vec<FieldChange>,
}

impl NewVersion {
    /// What a thing becomes that is known like this: version 1 where nothing is known.
    pub fn of<T: Recorded>(id: Uuid, known: Option<&Versioned<T>>, new: &T) -> Self {
        let version = known.map_or(1, |known| known.version + 1);
        Self { id, version, changes: changes(known.map(|known| &known.value), new) }
    }
}

/// A change as it stands in the history of a young person.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What kind of thing it is.
    pub thing: Thing,
    /// Which thing.
    pub id: Uuid,
    /// The change.
    pub noted: Noted,
}

/// Where a page of the history ends: the next begins behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// When the last change of the page happened.
    pub at: DateTime<Utc>,
    /// Of which thing.
    pub id: Uuid,
    /// Of which version.
    pub version: u32,
    /// Of which field.
    pub field: String,
}

impl Tx<Caseload> {
    /// What changed in the record of one young person, the latest first: no more than `most`, behind `after`.
    pub async fn changes_of(
        &self,
        person: PersonId,
        after: Option<&Place>,
        most: u64,
    ) -> Result<Vec<Changed>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .apply_if(after, |rows, place| rows.filter(behind(place)))
            .order_by_desc(Column::At)
            .order_by_asc(Column::ThingId)
            .order_by_desc(Column::Version)
            .order_by_asc(Column::Field)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// What became of one thing since this version of it, the earliest first.
    pub async fn changes_since(
        &self,
        kind: Thing,
        thing: Uuid,
        version: u32,
    ) -> Result<Vec<Noted>> {
        let rows = Entity::find()
            .filter(Column::ThingId.eq(thing))
            // Things that there is one of for each person are called by the person's id.
            .filter(Column::Thing.eq(kind.code()))
            .filter(Column::Version.gt(version))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_asc(Column::Version)
            .order_by_asc(Column::Field)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| read(row).map(|changed| changed.noted)).collect()
    }

    /// Notes what this member of staff changed.
    pub(super) async fn note_change(
        &self,
        person: PersonId,
        thing: Thing,
        new: NewVersion,
        now: DateTime<Utc>,
    ) -> Result<()> {
        // What is still open there is finished there; the rest stands as it was.
        if thing != Thing::Task {
            self.must_be_here(person).await?;
        }
        let by = Actor::Staff(self.scope.staff());
        let rows = rows(self.scope.partnership(), person, thing, new, by, now);
        self.note_rows(rows.collect()).await
    }
}

impl<S> Tx<S> {
    /// Keeps rows of the history, by the time that the transaction ends.
    pub(super) async fn note_rows(&self, rows: Vec<ActiveModel>) -> Result<()> {
        for rows in rows.chunks(AT_ONCE) {
            self.db.later::<Entity>(Entity::insert_many(rows.to_vec()).into_query()).await?;
        }
        Ok(())
    }
}

/// The rows that tell of a new version.
pub(super) fn rows(
    partnership: PartnershipId,
    person: PersonId,
    thing: Thing,
    new: NewVersion,
    by: Actor,
    now: DateTime<Utc>,
) -> impl Iterator<Item = ActiveModel> {
    let actor = match by {
        Actor::Staff(id) => Some(id.0),
        Actor::Supporter(id) => Some(id.0),
        Actor::YoungPerson | Actor::File | Actor::System => None,
    };
    new.changes.into_iter().map(move |change| ActiveModel {
        partnership_id: Set(partnership.0),
        thing_id: Set(new.id),
        version: Set(stored(new.version)),
        field: Set(change.field),
        person_id: Set(person.0),
        thing: Set(thing.code().into()),
        at: Set(now),
        actor_kind: Set(by.kind().code().into()),
        actor_id: Set(actor),
        before: Set(change.before),
        after: Set(change.after),
    })
}

/// Writes a row anew where one has its key: all of it but these columns.
pub(super) fn anew<E: EntityTrait>(stay: &[E::Column]) -> OnConflict {
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let changes = |column: &E::Column| {
        !keys.iter().chain(stay).any(|known| known.as_str() == column.as_str())
    };
    let columns = E::Column::iter().filter(changes);
    OnConflict::columns(keys.iter().copied()).update_columns(columns).to_owned()
}

/// A version as it is stored.
pub(super) fn stored(version: u32) -> i32 {
    i32::try_from(version).unwrap_or(i32::MAX)
}

/// A version as it was stored: 1 at least.
pub(super) fn read_version(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(1)
}

fn behind(place: &Place) -> Condition {
    let same = |column: Column, value: sea_orm::Value| column.eq(value);
    let earlier_field = Condition::all()
        .add(same(Column::Version, stored(place.version).into()))
        .add(Column::Field.gt(&place.field));
    let same_thing = Condition::all()
        .add(same(Column::ThingId, place.id.into()))
        .add(Condition::any().add(Column::Version.lt(stored(place.version))).add(earlier_field));
    let same_moment = Condition::all()
        .add(same(Column::At, place.at.into()))
        .add(Condition::any().add(Column::ThingId.gt(place.id)).add(same_thing));
    Condition::any().add(Column::At.lt(place.at)).add(same_moment)
}

fn read(row: Model) -> Result<Changed> {
    let bad = |why| StoreError::Impossible { what: "change", why };
    let who = || row.actor_id.ok_or(bad("actor"));
    let by = match ActorKind::from_code(&row.actor_kind).ok_or(bad("kind of actor"))? {
        ActorKind::YoungPerson => Actor::YoungPerson,
        ActorKind::Supporter => Actor::Supporter(SupporterId(who()?)),
        ActorKind::Staff => Actor::Staff(StaffId(who()?)),
        ActorKind::File => Actor::File,
        ActorKind::System => Actor::System,
    };
    Ok(Changed {
        thing: Thing::from_code(&row.thing).ok_or(bad("thing"))?,
        id: row.thing_id,
        noted: Noted {
            version: read_version(row.version),
            at: row.at,
            by,
            change: FieldChange { field: row.field, before: row.before, after: row.after },
        },
    })
}
