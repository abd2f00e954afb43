//! Everything that is known of one young person, read at once.

use std::collections::BTreeMap;

use domain::{
    check_in::CheckIn,
    id::{CheckInId, StaffId},
    record::{Around, Record},
};
use sea_orm::EntityTrait;

use super::{Result, StoreError, Tx, Version, entity::staff, scope::Answers};

impl<S: Answers> Tx<S> {
    /// What is known of the young person whose check-ins are answered here, with the version of the questions of each.
    pub async fn record(&self) -> Result<(Record, BTreeMap<CheckInId, Version>)> {
        let (_, me) = self.scope.whose();
        let (check_ins, versions): (Vec<CheckIn>, Vec<_>) = self
            .check_ins(me)
            .await?
            .into_iter()
            .map(|(check_in, version)| (check_in.clone(), (check_in.id, version)))
            .unzip();
        let record = Record {
            around: self.around_me().await?,
            check_ins,
            answers: self.answers_of(me).await?,
            promises: self.promises_of(me).await?,
            spells: self.known_spells_of(me).await?,
        };
        Ok((record, versions.into_iter().collect()))
    }

    /// The young person whose check-ins are answered here, and who is there for them.
    pub async fn around_me(&self) -> Result<Around> {
        let (partnership, me) = self.scope.whose();
        let worker_first_name = match self.worker_of(me).await? {
            Some(id) => self.staff_first_name(id).await?,
            None => None,
        };
        Ok(Around {
            person: self.person(me).await?,
            partnership: self.partnership_row(partnership).await?,
            worker_first_name,
        })
    }
}

impl<S> Tx<S> {
    /// What a young person calls their worker.
    pub async fn staff_first_name(&self, id: StaffId) -> Result<Option<String>> {
        let Some(row) = staff::Entity::find_by_id(id.0).one(&self.db).await? else {
            return Ok(None);
        };
        let name = domain::text::Name::new(&row.name)
            .map_err(|_| StoreError::Impossible { what: "account", why: "name" })?;
        Ok(Some(name.first_word().to_owned()))
    }
}
