//! Young people's details as staff mend them, and what of them no file writes over.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    day::london_day,
    id::PersonId,
    person::Person,
    person_edit::{Details, LeftReason},
    versioned::{Actor, Recorded, Versioned, changes},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    Result, StoreError, TakesIn, Tx,
    entity::{communication_need, kept_detail, person},
    history::{self, NewVersion},
    scope::{Caseload, Reach, Within},
};

/// Somebody's details, and which of them staff have written themselves.
#[derive(Clone, Debug)]
pub struct KnownDetails {
    /// The details.
    pub details: Versioned<Details>,
    /// The fields that no file writes over.
    pub kept: BTreeSet<String>,
}

impl Tx<Caseload> {
    /// The details of somebody who is known, with which of them staff have written themselves.
    pub async fn details_of(&self, known: &Person) -> Result<KnownDetails> {
        let row: Option<(i32, Option<String>)> = person::Entity::find()
            .select_only()
            .columns([person::Column::Version, person::Column::LeftReason])
            .filter(person::Column::Id.eq(known.id.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_tuple()
            .one(&self.db)
            .await?;
        let (version, reason) = row.ok_or(StoreError::NotFound("young person"))?;
        let kept: Vec<String> = kept_detail::Entity::find()
            .select_only()
            .column(kept_detail::Column::Field)
            .filter(kept_detail::Column::PersonId.eq(known.id.0))
            .filter(
                self.scope.reach(kept_detail::Column::PartnershipId, kept_detail::Column::PersonId),
            )
            .into_tuple()
            .all(&self.db)
            .await?;
        read(known, version, reason.as_deref(), kept)
    }

    /// Keeps details that a member of staff has mended, where `new` is the person with them. What differs from what was
    /// known, no file writes over from now on.
    pub async fn save_details(
        &self,
        new: &Person,
        details: &Details,
        known: &Versioned<Details>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (partnership, id) = (self.scope.partnership(), new.id);
        let noted = NewVersion::of(id.0, Some(known), details);
        let version = noted.version;
        self.note_change(id, Details::THING, noted, now).await?;
        use person::Column;
        let text = |text: Option<&str>| Expr::value(text.map(str::to_owned));
        person::Entity::update_many()
            .col_expr(Column::GivenName, Expr::value(new.given_name.as_str()))
            .col_expr(Column::FamilyName, Expr::value(new.family_name.as_str()))
            .col_expr(
                Column::PreferredName,
                text(new.preferred_name.as_ref().map(|it| it.as_str())),
            )
            .col_expr(Column::SearchName, Expr::value(new.search_name()))
            .col_expr(Column::Mobile, text(new.mobile.as_ref().map(|it| it.as_str())))
            .col_expr(Column::Email, text(new.email.as_ref().map(|it| it.as_str())))
            .col_expr(Column::TransitionOn, Expr::value(new.journey.transition_on))
            .col_expr(Column::JourneyEndsOn, Expr::value(new.journey.ends_on))
            .col_expr(Column::LeftOn, Expr::value(new.journey.left_on))
            .col_expr(Column::LeftReason, text(details.left_reason.map(LeftReason::code)))
            .col_expr(Column::Version, Expr::value(history::stored(version)))
            .col_expr(Column::ChangedAt, Expr::value(now))
            .filter(Column::Id.eq(id.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::Id))
            .exec(&self.db)
            .await?;
        if details.needs != known.value.needs {
            self.save_needs(id, details).await?;
        }
        let fields = details.kept_from_files(&known.value);
        if !fields.is_empty() {
            let rows = fields.into_iter().map(|field| kept_detail::ActiveModel {
                partnership_id: Set(partnership.0),
                person_id: Set(id.0),
                field: Set(field.into()),
                staff_id: Set(self.scope.staff().0),
                kept_at: Set(now),
            });
            use kept_detail::Column as Kept;
            kept_detail::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::columns([Kept::PartnershipId, Kept::PersonId, Kept::Field])
                        .update_columns([Kept::StaffId, Kept::KeptAt])
                        .to_owned(),
                )
                .exec_without_returning(&self.db)
                .await?;
        }
        self.plan_anew(partnership, &[id], london_day(now)).await
    }

    async fn save_needs(&self, id: PersonId, details: &Details) -> Result<()> {
        use communication_need::Column;
        communication_need::Entity::delete_many()
            .filter(Column::PersonId.eq(id.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .exec(&self.db)
            .await?;
        let rows: Vec<_> = details
            .needs
            .iter()
            .map(|need| communication_need::ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                person_id: Set(id.0),
                need: Set(need.code().into()),
            })
            .collect();
        if !rows.is_empty() {
            communication_need::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }
}

/// The details of somebody, as they stand in their row.
pub(super) fn read(
    person: &Person,
    version: i32,
    left_reason: Option<&str>,
    kept: impl IntoIterator<Item = String>,
) -> Result<KnownDetails> {
    let bad = StoreError::Impossible { what: "young person", why: "why they left" };
    let reason = left_reason.map(|code| LeftReason::from_code(code).ok_or(bad)).transpose()?;
    let value = Details::of(person, reason);
    let details = Versioned { version: history::read_version(version), value };
    Ok(KnownDetails { details, kept: kept.into_iter().collect() })
}

impl<S: TakesIn> Tx<S> {
    /// Which fields of these people staff have written themselves.
    pub async fn kept_details(
        &self,
        people: &[PersonId],
    ) -> Result<HashMap<PersonId, BTreeSet<String>>> {
        use kept_detail::Column;
        let rows: Vec<(Uuid, String)> = kept_detail::Entity::find()
            .select_only()
            .columns([Column::PersonId, Column::Field])
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::PersonId.is_in(people.iter().map(|id| id.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut kept = HashMap::<_, BTreeSet<String>>::new();
        for (person, field) in rows {
            kept.entry(PersonId(person)).or_default().insert(field);
        }
        Ok(kept)
    }

    /// Notes what a file has changed of these people's details, as they were and are.
    pub async fn note_details_of_file(
        &self,
        people: &[(Person, Person)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let differ = people.iter().filter_map(|(before, after)| {
            let changed = changes(Some(&Details::of(before, None)), &Details::of(after, None));
            (!changed.is_empty()).then_some((after.id, changed))
        });
        let differ: HashMap<PersonId, _> = differ.collect();
        if differ.is_empty() {
            return Ok(());
        }
        use person::Column;
        let partnership = self.scope.partnership();
        let of_them = Column::Id.is_in(differ.keys().map(|id| id.0));
        person::Entity::update_many()
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(of_them.clone())
            .exec(&self.db)
            .await?;
        let versions: Vec<(Uuid, i32)> = person::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Version])
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(of_them)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut differ = differ;
        let noted = versions.into_iter().flat_map(|(id, version)| {
            let changes = differ.remove(&PersonId(id)).unwrap_or_default();
            let new = NewVersion { id, version: history::read_version(version), changes };
            history::rows(partnership, PersonId(id), Details::THING, new, Actor::File, now)
        });
        self.note_rows(noted.collect()).await
    }
}
