//! What young people asked their workers for, in the database.

use chrono::{DateTime, Utc};
use domain::{
    alert::Alert,
    id::{PartnershipId, PersonId, TalkId},
    talk::{SafeTime, Talk, Way},
    text::Note,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};

use super::{
    Result, StoreError, Tx,
    entity::talk::{ActiveModel, Column, Entity, Model},
    scope::{Answers, OpensRecord, OwnRecord, Tap, Within},
};

impl Tx<OwnRecord> {
    /// Keeps what a young person asks for together with the alert that tells staff. Sent again, it is still one wish.
    pub async fn ask_to_talk(&self, talk: &Talk, alert: Alert) -> Result<()> {
        let (partnership, me) = (self.scope.partnership(), self.scope.person());
        // Sent twice at once, the second finds the first, and its alert.
        self.hold(me).await?;
        let known = Entity::find_by_id((partnership.0, talk.id.0)).one(&self.db).await?;
        if let Some(known) = known {
            let mine = known.person_id == me.0;
            return if mine { Ok(()) } else { Err(StoreError::Exists("id of a wish to talk")) };
        }
        self.insert_talk((partnership, me), talk).await?;
        self.raise_once(alert).await
    }
}

impl Tx<Tap> {
    /// The same by a text in reply, which says no more than that. While a wish waits that nobody has taken, it is this
    /// one, and nothing is kept.
    pub async fn ask_to_talk_by_text(&self, talk: &Talk, alert: Alert) -> Result<()> {
        let (partnership, me) = self.scope.whose();
        self.hold(me).await?;
        let known = Entity::find_by_id((partnership.0, talk.id.0)).one(&self.db).await?;
        if known.is_some() || self.waits(&alert).await? {
            return Ok(());
        }
        self.insert_talk((partnership, me), talk).await?;
        self.raise_one(alert).await
    }
}

impl<S> Tx<S> {
    async fn insert_talk(
        &self,
        (partnership, person): (PartnershipId, PersonId),
        talk: &Talk,
    ) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(talk.id.0),
            person_id: Set(person.0),
            way: Set(talk.way.code().into()),
            safe_time: Set(talk.safe_time.code().into()),
            message_ok: Set(talk.message_ok),
            words: Set(talk.words.as_ref().map(|words| words.as_str().into())),
            asked_at: Set(talk.asked_at),
        };
        Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("wish to talk"))?;
        Ok(())
    }
}

impl<S: OpensRecord> Tx<S> {
    /// What a young person asked for, the latest first: everything, or what was asked from `since` on.
    pub async fn talks_of(
        &self,
        person: PersonId,
        since: Option<DateTime<Utc>>,
    ) -> Result<Vec<Talk>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .apply_if(since, |find, since| find.filter(Column::AskedAt.gte(since)))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::AskedAt)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

pub(super) fn read(row: Model) -> Result<Talk> {
    let bad = |why| StoreError::Impossible { what: "wish to talk", why };
    Ok(Talk {
        id: TalkId(row.id),
        person: PersonId(row.person_id),
        way: Way::from_code(&row.way).ok_or(bad("way"))?,
        safe_time: SafeTime::from_code(&row.safe_time).ok_or(bad("safe time"))?,
        message_ok: row.message_ok,
        words: row.words.map(|text| Note::new(&text)).transpose().map_err(|_| bad("words"))?,
        asked_at: row.asked_at,
    })
}
