//! Two records that are of one person become one, and can be two again. Every row that goes is written down, so that undoing
//! takes each of them back.

mod divisible;
mod moving;
mod split;
mod told;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    day::london_day,
    id::{MergeId, PersonId, StaffId},
    merge::{MergeField, Written, joined, twice, unwritten, written},
    person::Person,
    person_edit::Details,
    record::KnownSpell,
    versioned::{FieldChange, Recorded, Versioned},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::moving::Rows;
use super::{
    Result, StoreError, Tx,
    entity::{
        communication_need, kept_detail, person,
        same_person::{ActiveModel, Column, Entity, Model},
        session, spell,
    },
    history::{self, NewVersion},
    scope::{Caseload, Within},
};

pub use self::{
    divisible::ToldSplit,
    moving::{FOLLOWS, GOES, STAYS_WITH_THEM},
    split::{Divisible, NewSplit, NotSplit, Parts as SplitParts, Split, Taken},
    told::ToldMerge,
};

/// Under which name the history tells of it.
const MERGED: &str = "merged_with";

/// What is done to two records.
#[derive(Clone, Debug)]
pub struct NewMerge {
    /// Under which id.
    pub id: MergeId,
    /// Whose record stays.
    pub kept: PersonId,
    /// Whose record becomes part of it.
    pub gone: PersonId,
    /// What is taken of the other where both say something.
    pub chosen: BTreeSet<MergeField>,
}

/// That two records became one.
#[derive(Clone, Debug)]
pub struct Merge {
    /// Which merge.
    pub id: MergeId,
    /// Whose record stayed.
    pub kept: PersonId,
    /// Whose record is part of it.
    pub gone: PersonId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: StaffId,
    /// Since when, and by whose hand, they are two again.
    pub undone: Option<(DateTime<Utc>, StaffId)>,
}

/// Why two records do not become one, or one not two.
#[derive(Debug, thiserror::Error)]
pub enum NotMerged {
    /// The database could not do it, or somebody is not there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody was sooner: one of the two is part of another record.
    #[error("one of the two records is part of another already")]
    Already,
    /// What was chosen does not go together.
    #[error("the two years do not go with the birth date that was chosen")]
    Journey,
    /// The record that was kept is part of another meanwhile.
    #[error("the record that was kept has become part of another since")]
    Later,
}

/// What a merge has done, as it is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moved {
    /// Rows that are with the other now.
    rows: Rows,
    /// Destinations that both had, which count once.
    voided: Vec<Uuid>,
    /// Phones that were signed in.
    sessions: Vec<Uuid>,
    /// What helps when speaking with them, that only the other record said.
    needs: Vec<String>,
    /// Details that no file writes over since.
    kept_details: Vec<String>,
    /// What was written in the record that stays: field, before, after.
    written: Vec<(String, Option<String>, Option<String>)>,
}

impl Tx<Caseload> {
    /// Makes one record of two. Both are held until this transaction ends.
    pub async fn merge(&self, new: &NewMerge, now: DateTime<Utc>) -> Result<(), NotMerged> {
        // In one order, so that two who do it at once do not wait for each other.
        self.hold(new.kept.min(new.gone)).await?;
        self.hold(new.kept.max(new.gone)).await?;
        if self.is_part_of_another(&[new.kept, new.gone]).await? {
            return Err(NotMerged::Already);
        }
        self.must_be_here(new.kept).await?;
        self.must_be_here(new.gone).await?;
        let kept = self.person(new.kept).await?;
        let gone = self.person(new.gone).await?;
        let one = joined(&kept, &gone, &new.chosen).ok_or(NotMerged::Journey)?;
        let spells =
            |known: Vec<KnownSpell>| known.into_iter().map(|known| known.spell).collect::<Vec<_>>();
        let theirs = spells(self.known_spells_of(new.gone).await?);
        let double = twice(&spells(self.known_spells_of(new.kept).await?), &theirs);
        let mut moved = Moved {
            rows: self.move_rows(new.gone, new.kept, now).await?,
            voided: double.iter().map(|spell| spell.0).collect(),
            ..Moved::default()
        };
        self.void_spells(&moved.voided, Some(now)).await?;
        moved.sessions = self.end_sessions_of(new.gone, now).await?;
        let known = self.details_of(&kept).await?;
        moved.needs = self.add_needs(&kept, &one).await?;
        moved.kept_details = self.keep_from_files(new, &known.kept, now).await?;
        moved.written = written(&kept, &one)
            .into_iter()
            .map(|it| (it.field.code().to_owned(), it.before, it.after))
            .collect();
        self.save_people(std::slice::from_ref(&one), now).await?;
        self.note_merged(&known.details, &one, (None, Some(&gone)), now).await?;
        let known = self.details_of(&gone).await?.details;
        self.note_merged(&known, &gone, (None, Some(&kept)), now).await?;
        self.set_part_of(new.gone, Some(new.kept)).await?;
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            kept_id: Set(new.kept.0),
            gone_id: Set(new.gone.0),
            made_at: Set(now),
            made_by: Set(self.scope.staff().0),
            moved: Set(serde_json::to_string(&moved).expect("ids and texts are JSON")),
            undone_at: Set(None),
            undone_by: Set(None),
        };
        let exists = StoreError::or_exists("merge");
        Entity::insert(row).exec_without_returning(&self.db).await.map_err(exists)?;
        Ok(self.plan_anew(kept.partnership, &[new.kept], london_day(now)).await?)
    }

    /// Makes two of them again: every row goes back to where it was. What somebody has changed since stays changed.
    pub async fn undo_merge(&self, merge: &Merge, now: DateTime<Utc>) -> Result<(), NotMerged> {
        self.hold(merge.kept).await?;
        if self.is_part_of_another(&[merge.kept]).await? {
            return Err(NotMerged::Later);
        }
        let row = self.merge_row(merge.id).await?;
        let bad = StoreError::Impossible { what: "merge", why: "what was moved" };
        let moved: Moved = serde_json::from_str(&row.moved).map_err(|_| bad)?;
        self.set_part_of(merge.gone, None).await?;
        self.void_spells(&moved.voided, None).await?;
        self.move_back(&moved.rows, merge, now).await?;
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(None::<DateTime<Utc>>))
            .filter(session::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(session::Column::Id.is_in(moved.sessions.iter().copied()))
            .filter(session::Column::EndedAt.eq(merge.made_at))
            .exec(&self.db)
            .await
            .map_err(StoreError::from)?;
        self.forget_needs(merge.kept, &moved).await?;
        kept_detail::Entity::delete_many()
            .filter(kept_detail::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(kept_detail::Column::PersonId.eq(merge.kept.0))
            .filter(kept_detail::Column::Field.is_in(moved.kept_details.iter()))
            .filter(kept_detail::Column::KeptAt.eq(merge.made_at))
            .exec(&self.db)
            .await
            .map_err(StoreError::from)?;
        let kept = self.person(merge.kept).await?;
        let gone = self.person(merge.gone).await?;
        let known = self.details_of(&kept).await?.details;
        let written = moved.written.into_iter().filter_map(|(field, before, after)| {
            Some(Written { field: MergeField::from_code(&field)?, before, after })
        });
        let back = unwritten(&kept, &written.collect::<Vec<_>>());
        self.save_people(std::slice::from_ref(&back), now).await?;
        self.note_merged(&known, &back, (Some(&gone), None), now).await?;
        let known = self.details_of(&gone).await?.details;
        self.note_merged(&known, &gone, (Some(&back), None), now).await?;
        Entity::update_many()
            .col_expr(Column::UndoneAt, Expr::value(now))
            .col_expr(Column::UndoneBy, Expr::value(self.scope.staff().0))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(merge.id.0))
            .exec(&self.db)
            .await
            .map_err(StoreError::from)?;
        Ok(self.plan_anew(kept.partnership, &[kept.id, gone.id], london_day(now)).await?)
    }

    async fn merge_row(&self, id: MergeId) -> Result<Model> {
        let row = Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        row.ok_or(StoreError::NotFound("merge"))
    }

    async fn set_part_of(&self, gone: PersonId, of: Option<PersonId>) -> Result<()> {
        person::Entity::update_many()
            .col_expr(person::Column::MergedInto, Expr::value(of.map(|of| of.0)))
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(person::Column::Id.eq(gone.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn void_spells(&self, these: &[Uuid], at: Option<DateTime<Utc>>) -> Result<()> {
        spell::Entity::update_many()
            .col_expr(spell::Column::VoidedAt, Expr::value(at))
            .filter(spell::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(spell::Column::Id.is_in(these.iter().copied()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn end_sessions_of(&self, person: PersonId, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
        let theirs = session::Column::PartnershipId
            .eq(self.scope.partnership().0)
            .and(session::Column::PersonId.eq(person.0))
            .and(session::Column::EndedAt.is_null());
        let open: Vec<Uuid> = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(theirs.clone())
            .into_tuple()
            .all(&self.db)
            .await?;
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(now))
            .filter(theirs)
            .exec(&self.db)
            .await?;
        Ok(open)
    }

    async fn add_needs(&self, kept: &Person, one: &Person) -> Result<Vec<String>> {
        let known = &kept.communication_needs;
        let new = one.communication_needs.iter().filter(|need| !known.contains(need));
        let new: Vec<String> = new.map(|need| need.code().to_owned()).collect();
        if !new.is_empty() {
            let rows = new.iter().map(|need| communication_need::ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                person_id: Set(kept.id.0),
                need: Set(need.clone()),
            });
            communication_need::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(new)
    }

    async fn forget_needs(&self, kept: PersonId, moved: &Moved) -> Result<()> {
        use communication_need::Column;
        communication_need::Entity::delete_many()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::PersonId.eq(kept.0))
            .filter(Column::Need.is_in(moved.needs.iter()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// What somebody has chosen, no file writes over.
    async fn keep_from_files(
        &self,
        new: &NewMerge,
        kept: &BTreeSet<String>,
        now: DateTime<Utc>,
    ) -> Result<Vec<String>> {
        use kept_detail::Column;
        let chosen = new.chosen.iter().filter_map(|field| field.kept_from_files());
        let fields: Vec<String> =
            chosen.filter(|field| !kept.contains(*field)).map(str::to_owned).collect();
        if !fields.is_empty() {
            let rows = fields.iter().map(|field| kept_detail::ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                person_id: Set(new.kept.0),
                field: Set(field.clone()),
                staff_id: Set(self.scope.staff().0),
                kept_at: Set(now),
            });
            let columns = [Column::PartnershipId, Column::PersonId, Column::Field];
            kept_detail::Entity::insert_many(rows)
                .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(fields)
    }

    /// A version of somebody's details, which says with whom the record became one, or is one no longer.
    async fn note_merged(
        &self,
        known: &Versioned<Details>,
        now_is: &Person,
        (before, after): (Option<&Person>, Option<&Person>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let id = now_is.id;
        let details = Details::of(now_is, known.value.left_reason);
        let mut new = NewVersion::of(id.0, Some(known), &details);
        let version = new.version;
        let called = |person: Option<&Person>| person.map(Person::full_name);
        new.changes.push(FieldChange {
            field: MERGED.into(),
            before: called(before),
            after: called(after),
        });
        self.note_change(id, Details::THING, new, now).await?;
        person::Entity::update_many()
            .col_expr(person::Column::Version, Expr::value(history::stored(version)))
            .col_expr(person::Column::ChangedAt, Expr::value(now))
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(person::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
