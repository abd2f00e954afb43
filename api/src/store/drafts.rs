//! What staff have typed and not saved: only whoever typed it reads it, and only while they may see the person. What somebody
//! leaves behind who works here no more is for whoever looks after the young person now, and for managers.

use chrono::{DateTime, Utc};
use domain::{id::PersonId, staff::Role};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{OnConflict, SelectStatement},
};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::{
        draft::{ActiveModel, Column, Entity},
        staff,
    },
    scope::{Caseload, Reach, System, Within},
};

/// Something typed and not saved.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it will be once it is saved.
    pub thing_id: Uuid,
    /// About whom.
    pub person: PersonId,
    /// What kind of thing: `contact`, `destination`, `promise`.
    pub thing: String,
    /// As the page keeps it.
    pub body: String,
    /// When it was typed last.
    pub changed_at: DateTime<Utc>,
    /// The name of whoever typed it, where they have left.
    pub by: Option<String>,
}

/// How many are listed: more, nobody has in hand.
const MOST: u64 = 100;

impl Tx<Caseload> {
    /// What this member of staff has typed and not saved, the latest first; and behind that what somebody who has left typed of
    /// those whom they look after, or, for a manager, of anybody.
    pub async fn drafts(&self) -> Result<Vec<Draft>> {
        let me = self.scope.staff().0;
        let theirs = match self.scope.role() {
            Role::Manager => Condition::all(),
            _ => self.scope.looked_after(Column::PersonId),
        };
        let left = theirs.add(Column::StaffId.in_subquery(self.left()));
        let rows = Entity::find()
            .filter(Condition::any().add(Column::StaffId.eq(me)).add(left))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::ChangedAt)
            .order_by_desc(Column::ThingId)
            .limit(MOST)
            .all(&self.db)
            .await?;
        let names: Vec<(Uuid, String)> = match rows.iter().any(|row| row.staff_id != me) {
            true => {
                let names = staff::Entity::find()
                    .select_only()
                    .columns([staff::Column::Id, staff::Column::Name])
                    .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
                    .filter(staff::Column::Id.is_in(rows.iter().map(|row| row.staff_id)));
                names.into_tuple().all(&self.db).await?
            }
            false => Vec::new(),
        };
        let name = |id: Uuid| {
            let known = names.iter().find(|(known, _)| *known == id && id != me);
            known.map(|(_, name)| name.clone())
        };
        let draft = |row: super::entity::draft::Model| Draft {
            by: name(row.staff_id),
            thing_id: row.thing_id,
            person: PersonId(row.person_id),
            thing: row.thing,
            body: row.body,
            changed_at: row.changed_at,
        };
        let mut drafts: Vec<Draft> = rows.into_iter().map(draft).collect();
        drafts.sort_by_key(|draft| draft.by.is_some());
        Ok(drafts)
    }

    /// Those who work here no more.
    fn left(&self) -> SelectStatement {
        staff::Entity::find()
            .select_only()
            .column(staff::Column::Id)
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::EndedAt.is_not_null())
            .into_query()
    }

    /// Keeps what was typed last. Of two pages of one colleague the later one counts.
    pub async fn save_draft(&self, draft: &Draft) -> Result<()> {
        self.person(draft.person).await?;
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            staff_id: Set(self.scope.staff().0),
            thing_id: Set(draft.thing_id),
            person_id: Set(draft.person.0),
            thing: Set(draft.thing.clone()),
            body: Set(draft.body.clone()),
            changed_at: Set(draft.changed_at),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::StaffId, Column::ThingId])
                    .update_columns([
                        Column::PersonId,
                        Column::Thing,
                        Column::Body,
                        Column::ChangedAt,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets what was typed: it is saved, or nobody wants it any more.
    pub async fn remove_draft(&self, person: PersonId, thing: Uuid) -> Result<()> {
        self.person(person).await?;
        let whose = Condition::any()
            .add(Column::StaffId.eq(self.scope.staff().0))
            .add(Column::StaffId.in_subquery(self.left()));
        Entity::delete_many()
            .filter(whose)
            .filter(Column::ThingId.eq(thing))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<System> {
    /// Deletes what was typed before `kept_since` and never saved.
    pub async fn forget_drafts(&self, kept_since: DateTime<Utc>) -> Result<u64> {
        let gone =
            Entity::delete_many().filter(Column::ChangedAt.lt(kept_since)).exec(&self.db).await?;
        Ok(gone.rows_affected)
    }
}
