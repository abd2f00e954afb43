//! The versions of the questions that were ever asked: those that the product brought, and those that partnerships
//! uploaded for themselves. A version never changes once it is stored (CI-03).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::id::{PartnershipId, StaffId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx, Version,
    entity::{own_questionnaire, questionnaire, questionnaire_use, staff},
    scope::{Admin, System, Within},
};

/// A version of the questions, as a file.
#[derive(Clone, Debug)]
pub struct File {
    /// Which version.
    pub version: Version,
    /// The language it is in.
    pub language: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// The text.
    pub body: String,
}

/// A version that a partnership uploaded for itself.
#[derive(Clone, Debug)]
pub struct OwnVersion {
    /// Which version.
    pub version: Version,
    /// The language it is in.
    pub language: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// When it was uploaded.
    pub uploaded_at: DateTime<Utc>,
    /// Who did it: their name. Nobody where it came from the command line.
    pub uploaded_by: Option<String>,
    /// When it was in use, the latest first.
    pub uses: Vec<Use>,
}

/// From when until when check-ins that opened asked from a version.
#[derive(Clone, Debug)]
pub struct Use {
    /// From when.
    pub from: DateTime<Utc>,
    /// Who put it into use: their name. Nobody where the command line did.
    pub by: Option<String>,
    /// Until when; absent while it is in use.
    pub until: Option<DateTime<Utc>>,
}

/// The version that a partnership asks from, of those in one language.
#[derive(Clone, Debug)]
pub struct InUse {
    /// Which partnership.
    pub partnership: PartnershipId,
    /// The language.
    pub language: String,
    /// The version.
    pub version: Version,
}

impl Tx<System> {
    /// Stores a version of the questions that the product brings. `Exists` when another text goes by the same version:
    /// wording that changes needs a new one.
    pub async fn keep_questionnaire(&self, file: &File, now: DateTime<Utc>) -> Result<()> {
        self.keep_version(file, now).await
    }

    /// What these partnerships ask from, where that is a version of their own.
    pub async fn in_use_by(&self, partnerships: &[PartnershipId]) -> Result<Vec<InUse>> {
        self.asked_by(partnerships).await
    }
}

impl<S: Within> Tx<S> {
    /// What this partnership asks from, where that is a version of its own: at most one in each language.
    pub async fn in_use(&self) -> Result<Vec<InUse>> {
        self.asked_by(&[self.scope.partnership()]).await
    }
}

impl<S> Tx<S> {
    /// The text of a version.
    pub async fn questionnaire(&self, version: &Version) -> Result<String> {
        let text = self.version_text(version).await?;
        text.ok_or(StoreError::Impossible { what: "check-in", why: "its questions are not stored" })
    }

    /// The text of a version, if it was ever stored. Whether a partnership may see it is for the caller to know.
    pub async fn version_text(&self, version: &Version) -> Result<Option<String>> {
        Ok(self.version_row(version).await?.map(|row| row.body))
    }

    async fn version_row(&self, version: &Version) -> Result<Option<questionnaire::Model>> {
        let id = (version.id.clone(), version.version.clone());
        Ok(questionnaire::Entity::find_by_id(id).one(&self.db).await?)
    }

    async fn keep_version(&self, file: &File, now: DateTime<Utc>) -> Result<()> {
        let row = questionnaire::ActiveModel {
            id: Set(file.version.id.clone()),
            version: Set(file.version.version.clone()),
            language: Set(file.language.clone()),
            sha256: Set(file.sha256.clone()),
            body: Set(file.body.clone()),
            loaded_at: Set(now),
        };
        // Whoever is first has stored it; what matters is that it is the same.
        questionnaire::Entity::insert_many([row])
            .on_conflict_do_nothing_on([questionnaire::Column::Id, questionnaire::Column::Version])
            .exec_without_returning(&self.db)
            .await?;
        match self.version_row(&file.version).await? {
            Some(kept) if kept.sha256 == file.sha256 => Ok(()),
            _ => Err(StoreError::Exists("version of the questions, with other words,")),
        }
    }

    async fn asked_by(&self, partnerships: &[PartnershipId]) -> Result<Vec<InUse>> {
        let ids = partnerships.iter().map(|partnership| partnership.0);
        let rows = questionnaire_use::Entity::find()
            .filter(questionnaire_use::Column::PartnershipId.is_in(ids))
            .filter(questionnaire_use::Column::EndedAt.is_null())
            .order_by_asc(questionnaire_use::Column::Language)
            .all(&self.db)
            .await?;
        let in_use = |row: questionnaire_use::Model| InUse {
            partnership: PartnershipId(row.partnership_id),
            language: row.language,
            version: Version { id: row.questionnaire_id, version: row.version },
        };
        Ok(rows.into_iter().map(in_use).collect())
    }
}

impl Tx<Admin> {
    /// Stores a version that this partnership uploads. The same text again changes nothing; `Exists` when another text
    /// goes by the same version.
    pub async fn add_own_version(&self, file: &File, now: DateTime<Utc>) -> Result<()> {
        self.keep_version(file, now).await?;
        let row = own_questionnaire::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            questionnaire_id: Set(file.version.id.clone()),
            version: Set(file.version.version.clone()),
            uploaded_at: Set(now),
            uploaded_by: Set(self.scope.staff().map(|id| id.0)),
        };
        own_questionnaire::Entity::insert_many([row])
            .on_conflict_do_nothing_on([
                own_questionnaire::Column::PartnershipId,
                own_questionnaire::Column::QuestionnaireId,
                own_questionnaire::Column::Version,
            ])
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Whether this partnership uploaded this version.
    pub async fn owns(&self, version: &Version) -> Result<bool> {
        let id = (self.scope.partnership().0, version.id.clone(), version.version.clone());
        Ok(own_questionnaire::Entity::find_by_id(id).one(&self.db).await?.is_some())
    }

    /// Asks from a version from now on, instead of another in the same language.
    pub async fn use_version(
        &self,
        id: Uuid,
        version: &Version,
        language: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.end_uses(questionnaire_use::Column::Language.eq(language), now).await?;
        let row = questionnaire_use::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(id),
            questionnaire_id: Set(version.id.clone()),
            version: Set(version.version.clone()),
            language: Set(language.to_owned()),
            used_from: Set(now),
            used_by: Set(self.scope.staff().map(|id| id.0)),
            ended_at: Set(None),
            ended_by: Set(None),
        };
        questionnaire_use::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("choice of a version"))?;
        Ok(())
    }

    /// Asks from a version no more.
    pub async fn end_version(&self, version: &Version, now: DateTime<Utc>) -> Result<()> {
        let of = questionnaire_use::Column::QuestionnaireId
            .eq(version.id.as_str())
            .and(questionnaire_use::Column::Version.eq(version.version.as_str()));
        self.end_uses(of, now).await
    }

    async fn end_uses(&self, which: Expr, now: DateTime<Utc>) -> Result<()> {
        questionnaire_use::Entity::update_many()
            .col_expr(questionnaire_use::Column::EndedAt, Expr::value(now))
            .col_expr(
                questionnaire_use::Column::EndedBy,
                Expr::value(self.scope.staff().map(|id| id.0)),
            )
            .filter(questionnaire_use::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(questionnaire_use::Column::EndedAt.is_null())
            .filter(which)
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// What this partnership uploaded, the latest first.
    pub async fn own_versions(&self) -> Result<Vec<OwnVersion>> {
        let here = self.scope.partnership().0;
        let own = own_questionnaire::Entity::find()
            .filter(own_questionnaire::Column::PartnershipId.eq(here))
            .order_by_desc(own_questionnaire::Column::UploadedAt)
            .order_by_desc(own_questionnaire::Column::Version)
            .order_by_desc(own_questionnaire::Column::QuestionnaireId)
            .all(&self.db)
            .await?;
        let uses = questionnaire_use::Entity::find()
            .filter(questionnaire_use::Column::PartnershipId.eq(here))
            .order_by_desc(questionnaire_use::Column::UsedFrom)
            .all(&self.db)
            .await?;
        let texts = self.described(&own).await?;
        let names = self.staff_names().await?;
        let name = |id: Option<Uuid>| id.and_then(|id| names.get(&StaffId(id)).cloned());
        own.into_iter()
            .map(|row| {
                let version = Version { id: row.questionnaire_id, version: row.version };
                let (language, sha256) =
                    texts.get(&version).cloned().ok_or(StoreError::Impossible {
                        what: "version of the questions",
                        why: "no text",
                    })?;
                let of = |one: &&questionnaire_use::Model| {
                    one.questionnaire_id == version.id && one.version == version.version
                };
                let uses = uses.iter().filter(of).map(|one| Use {
                    from: one.used_from,
                    by: name(one.used_by),
                    until: one.ended_at,
                });
                Ok(OwnVersion {
                    language,
                    sha256,
                    uploaded_at: row.uploaded_at,
                    uploaded_by: name(row.uploaded_by),
                    uses: uses.collect(),
                    version,
                })
            })
            .collect()
    }

    /// The language and the digest of versions, without their text.
    async fn described(
        &self,
        own: &[own_questionnaire::Model],
    ) -> Result<HashMap<Version, (String, String)>> {
        let any = own.iter().fold(Condition::any(), |any, row| {
            let id = questionnaire::Column::Id.eq(row.questionnaire_id.as_str());
            any.add(id.and(questionnaire::Column::Version.eq(row.version.as_str())))
        });
        if own.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(String, String, String, String)> = questionnaire::Entity::find()
            .select_only()
            .columns([
                questionnaire::Column::Id,
                questionnaire::Column::Version,
                questionnaire::Column::Language,
                questionnaire::Column::Sha256,
            ])
            .filter(any)
            .into_tuple()
            .all(&self.db)
            .await?;
        let described = rows
            .into_iter()
            .map(|(id, version, language, sha256)| (Version { id, version }, (language, sha256)));
        Ok(described.collect())
    }

    /// What everybody who ever worked here is called.
    pub(super) async fn staff_names(&self) -> Result<HashMap<StaffId, String>> {
        let rows = staff::Entity::find()
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (StaffId(row.id), row.name)).collect())
    }
}
