//! The versions of the questions that were ever asked. A version never changes once it is stored (CI-03).

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{Result, StoreError, Tx, Version, entity::questionnaire, scope::System};

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

impl Tx<System> {
    /// Stores a version of the questions. `Exists` when another text goes by the same version: wording that changes
    /// needs a new one.
    pub async fn keep_questionnaire(&self, file: &File, now: DateTime<Utc>) -> Result<()> {
        let id = (file.version.id.clone(), file.version.version.clone());
        match questionnaire::Entity::find_by_id(id).one(&self.db).await? {
            Some(kept) if kept.sha256 == file.sha256 => Ok(()),
            Some(_) => Err(StoreError::Exists("version of the questions, with other words,")),
            None => {
                let row = questionnaire::ActiveModel {
                    id: Set(file.version.id.clone()),
                    version: Set(file.version.version.clone()),
                    language: Set(file.language.clone()),
                    sha256: Set(file.sha256.clone()),
                    body: Set(file.body.clone()),
                    loaded_at: Set(now),
                };
                questionnaire::Entity::insert(row).exec_without_returning(&self.db).await?;
                Ok(())
            }
        }
    }
}

impl<S> Tx<S> {
    /// The text of a version.
    pub async fn questionnaire(&self, version: &Version) -> Result<String> {
        questionnaire::Entity::find_by_id((version.id.clone(), version.version.clone()))
            .one(&self.db)
            .await?
            .map(|row| row.body)
            .ok_or(StoreError::Impossible { what: "check-in", why: "its questions are not stored" })
    }
}
