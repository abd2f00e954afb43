//! Partnerships' own words for texts and e-mails.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, StaffId},
    message::{Messages, Template, TemplateKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use super::{
    Result, Tx,
    entity::template::{ActiveModel, Column, Entity, Model},
    scope::{Admin, System, Within},
};

const LEFT_OUT: &str = "a partnership's own words for a message are left out";

/// Words of a partnership's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWords {
    /// The words, as far as they keep the rules of today.
    pub template: Template,
    /// When they were chosen.
    pub changed_at: DateTime<Utc>,
    /// The name of who chose them; nobody where it was done on the command line.
    pub changed_by: Option<String>,
}

impl Tx<System> {
    /// The words of a partnership: its own, and what the product brings.
    pub async fn templates(
        &self,
        partnership: PartnershipId,
        shipped: &Messages,
    ) -> Result<Messages> {
        let mut all = self.templates_of(&[partnership], shipped).await?;
        Ok(all.remove(&partnership).unwrap_or_else(|| shipped.clone()))
    }

    /// The words of several partnerships, each with an entry. Own words that do not keep the rules of today are left out,
    /// and the log says so.
    pub async fn templates_of(
        &self,
        partnerships: &[PartnershipId],
        shipped: &Messages,
    ) -> Result<HashMap<PartnershipId, Messages>> {
        let mut all: HashMap<_, _> = partnerships.iter().map(|id| (*id, shipped.clone())).collect();
        let rows = Entity::find()
            .filter(Column::PartnershipId.is_in(partnerships.iter().map(|id| id.0)))
            .all(&self.db)
            .await?;
        for row in rows {
            let id = PartnershipId(row.partnership_id);
            if let (Some(own), Some(messages)) = (read(&row), all.remove(&id)) {
                all.insert(id, messages.with(own));
            }
        }
        Ok(all)
    }
}

impl Tx<Admin> {
    /// The partnership's own words, where they keep the rules of today.
    pub async fn own_words(&self) -> Result<Vec<OwnWords>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .order_by_asc(Column::Kind)
            .all(&self.db)
            .await?;
        let names: HashMap<StaffId, String> = if rows.iter().any(|row| row.changed_by.is_some()) {
            self.staff_names().await?
        } else {
            HashMap::new()
        };
        let own = |row: Model| {
            let template = read(&row)?;
            let changed_by = row.changed_by.and_then(|id| names.get(&StaffId(id)).cloned());
            Some(OwnWords { template, changed_at: row.changed_at, changed_by })
        };
        Ok(rows.into_iter().filter_map(own).collect())
    }

    /// Keeps words, in the place of earlier ones of the same kind.
    pub async fn save_words(&self, words: &Template, now: DateTime<Utc>) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            kind: Set(words.kind().code().to_owned()),
            text: Set(words.to_string()),
            changed_at: Set(now),
            changed_by: Set(self.scope.staff().map(|id| id.0)),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::Kind])
                    .update_columns([Column::Text, Column::ChangedAt, Column::ChangedBy])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Goes back to the words that the product brings; it does not matter whether there were others.
    pub async fn drop_words(&self, kind: TemplateKind) -> Result<()> {
        Entity::delete_many()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Kind.eq(kind.code()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// Words that were stored; nothing if the rules have become stricter since.
fn read(row: &Model) -> Option<Template> {
    let kind = TemplateKind::from_code(&row.kind);
    let read = kind.and_then(|kind| Template::parse(kind, &row.text).ok());
    if read.is_none() {
        tracing::warn!(partnership.id = %row.partnership_id, template.kind = row.kind, "{LEFT_OUT}");
    }
    read
}
