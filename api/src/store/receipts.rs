//! What providers say became of messages, numbers that turned out to be wrong, and who is reached at a number.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    alert::{Task, TaskKind},
    day::{add_working_days, london_day, london_time},
    id::{CheckInId, PartnershipId, PersonId, PromptId, TaskId},
    identifier::MobileNumber,
    prompt::Channel,
    proof::Reached,
    receipt::Receipt,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use super::{
    NewPrompt, OwnContact, Result, StoreError, Tx,
    entity::{own_contact, partnership, person, prompt, task},
    scope::System,
};

/// How many working days staff have to find out the right number.
const DAYS_TO_CHECK: u32 = 2;

/// A prompt of which something was heard.
#[derive(Clone, Debug)]
pub struct HeardOf {
    /// Which.
    pub id: PromptId,
    /// Where.
    pub partnership: PartnershipId,
    /// For whom.
    pub person: PersonId,
    /// About which check-in.
    pub check_in: CheckInId,
    /// Its step of the ladder.
    pub step: String,
    /// Which way it went.
    pub channel: Channel,
    /// The day in Europe/London for which it was meant.
    pub day: NaiveDate,
    /// The time of that day.
    pub time: NaiveTime,
    /// When a provider had it.
    pub handed_at: Option<DateTime<Utc>>,
}

impl Tx<System> {
    /// Keeps what a provider says became of a prompt. Gives it back only where that is news: a receipt that comes twice,
    /// or too late to change anything, or about something else that we sent, does nothing.
    pub async fn keep_receipt(
        &self,
        id: PromptId,
        receipt: Receipt,
        now: DateTime<Utc>,
    ) -> Result<Option<HeardOf>> {
        // Which partnership's it is, nobody says; with all of them the key is of use.
        let everywhere = partnership::Entity::find().select_only().column(partnership::Column::Id);
        let found = prompt::Entity::find()
            .filter(prompt::Column::PartnershipId.in_subquery(everywhere.into_query()))
            .filter(prompt::Column::Id.eq(id.0))
            .filter(prompt::Column::Channel.ne(Channel::Push.code()))
            .one(&self.db)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let known = row.receipt.as_deref().and_then(Receipt::from_code);
        if !receipt.is_news(known) {
            return Ok(None);
        }
        let unchanged = match known {
            None => prompt::Column::Receipt.is_null(),
            Some(known) => prompt::Column::Receipt.eq(known.code()),
        };
        // Of two that come at once, one is news.
        let kept = prompt::Entity::update_many()
            .col_expr(prompt::Column::Receipt, Expr::value(receipt.code()))
            .col_expr(prompt::Column::ReceiptAt, Expr::value(now))
            .filter(prompt::Column::PartnershipId.eq(row.partnership_id))
            .filter(prompt::Column::Id.eq(row.id))
            .filter(unchanged)
            .exec(&self.db)
            .await?;
        if kept.rows_affected == 0 {
            return Ok(None);
        }
        heard_of(row).map(Some)
    }

    /// Queues a prompt again as another step, unless that step was queued before.
    pub async fn queue_again(
        &self,
        first: &HeardOf,
        (id, step): (PromptId, String),
        due_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        let again = NewPrompt {
            id,
            partnership: first.partnership,
            person: first.person,
            check_in: first.check_in,
            step,
            channel: first.channel,
            meant_at: due_at,
            due_at,
            expires_at,
        };
        self.queue_prompts(&[again]).await
    }

    /// Notes that nothing arrives at a number or address of somebody's, and asks staff to find out another: once, however
    /// often it is found out before somebody does. `about` is the prompt that did not arrive.
    pub async fn number_is_wrong(
        &self,
        (partnership, person): (PartnershipId, PersonId),
        at: &OwnContact,
        about: PromptId,
        task: TaskId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.way_failed(partnership, person, at, now).await?;
        let waiting = task::Entity::find()
            .filter(task::Column::PartnershipId.eq(partnership.0))
            .filter(task::Column::PersonId.eq(person.0))
            .filter(task::Column::Kind.eq(TaskKind::CheckNumber.code()))
            .filter(task::Column::DoneAt.is_null())
            .count(&self.db)
            .await?;
        if waiting > 0 {
            return Ok(());
        }
        let task = Task {
            id: task,
            person,
            kind: TaskKind::CheckNumber,
            about: Some(about.0),
            due_on: add_working_days(london_day(now), DAYS_TO_CHECK),
        };
        self.insert_task(partnership, &task, now).await
    }

    /// Everybody who is reached at a number: who has shown that it is theirs, and whose council says so.
    pub async fn reached_at(
        &self,
        number: &MobileNumber,
    ) -> Result<BTreeSet<(PartnershipId, PersonId)>> {
        let own = OwnContact { kind: Reached::Mobile, value: number.as_str().to_owned() };
        let mut all: BTreeSet<_> = self.owners_of(&own).await?.into_iter().collect();
        let council: Vec<(uuid::Uuid, uuid::Uuid)> = person::Entity::find()
            .select_only()
            .columns([person::Column::PartnershipId, person::Column::Id])
            .filter(person::Column::Mobile.eq(number.as_str()))
            .filter(person::Column::MergedInto.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        all.extend(council.into_iter().map(|(at, id)| (PartnershipId(at), PersonId(id))));
        Ok(all)
    }

    /// No texts to these people from now on, because somebody texted so from this number. Who stopped them before did so
    /// then; where that was from another number, no text begins them again.
    pub async fn stop_texts(
        &self,
        from: &MobileNumber,
        people: &BTreeSet<(PartnershipId, PersonId)>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        use person::Column;
        if people.is_empty() {
            return Ok(());
        }
        person::Entity::update_many()
            .col_expr(Column::TextsStoppedFrom, Expr::value(None::<String>))
            .filter(these(people))
            .filter(Column::TextsStoppedFrom.ne(from.as_str()))
            .exec(&self.db)
            .await?;
        person::Entity::update_many()
            .col_expr(Column::TextsStoppedAt, Expr::value(now))
            .col_expr(Column::TextsStoppedFrom, Expr::value(from.as_str()))
            .filter(these(people))
            .filter(Column::TextsStoppedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Texts again to those of these people to whom they were ended by a text from this number, before `said_at`: when
    /// they asked for it. How many they are.
    pub async fn start_texts(
        &self,
        from: &MobileNumber,
        people: &BTreeSet<(PartnershipId, PersonId)>,
        said_at: DateTime<Utc>,
    ) -> Result<u64> {
        use person::Column;
        if people.is_empty() {
            return Ok(0);
        }
        let started = person::Entity::update_many()
            .col_expr(Column::TextsStoppedAt, Expr::value(None::<DateTime<Utc>>))
            .col_expr(Column::TextsStoppedFrom, Expr::value(None::<String>))
            .filter(these(people))
            .filter(Column::TextsStoppedFrom.eq(from.as_str()))
            .filter(Column::TextsStoppedAt.lte(said_at))
            .exec(&self.db)
            .await?;
        Ok(started.rows_affected)
    }

    /// Where a prompt of this kind went: to `to`, if that is still a number or address of theirs; where a provider does
    /// not say, to the one we would use, unless it has become theirs since. None: what did not arrive is theirs no more.
    pub async fn where_it_went(
        &self,
        heard_of: &HeardOf,
        to: Option<&OwnContact>,
    ) -> Result<Option<OwnContact>> {
        let Some(kind) = heard_of.channel.reached() else { return Ok(None) };
        let key = (heard_of.partnership.0, heard_of.person.0);
        let own = own_contact::Entity::find_by_id((key.0, key.1, kind.code().to_owned()));
        let own = own.one(&self.db).await?;
        let person = person::Entity::find_by_id(key).one(&self.db).await?;
        let council = person.and_then(|person| match kind {
            Reached::Mobile => person.mobile,
            Reached::Email => person.email,
        });
        let since = own.as_ref().map(|own| own.confirmed_at);
        let all = own.map(|own| own.value).into_iter().chain(council);
        let mut all = all.map(|value| OwnContact { kind, value });
        Ok(match to {
            Some(to) => all.find(|known| known == to),
            None => all.next().filter(|_| since <= heard_of.handed_at),
        })
    }
}

/// The rows of these people.
fn these(people: &BTreeSet<(PartnershipId, PersonId)>) -> Condition {
    people.iter().fold(Condition::any(), |any, (partnership, id)| {
        any.add(
            Condition::all()
                .add(person::Column::PartnershipId.eq(partnership.0))
                .add(person::Column::Id.eq(id.0)),
        )
    })
}

fn heard_of(row: prompt::Model) -> Result<HeardOf> {
    let bad = |why| StoreError::Impossible { what: "prompt", why };
    let time = row.local_time.as_deref().map(|time| NaiveTime::parse_from_str(time, "%H:%M"));
    let time = time.transpose().map_err(|_| bad("local time"))?;
    Ok(HeardOf {
        id: PromptId(row.id),
        partnership: PartnershipId(row.partnership_id),
        person: PersonId(row.person_id),
        check_in: CheckInId(row.check_in_id),
        step: row.step,
        channel: Channel::from_code(&row.channel).ok_or(bad("channel"))?,
        day: row.local_day.unwrap_or_else(|| london_day(row.due_at)),
        time: time.unwrap_or_else(|| london_time(row.due_at)),
        handed_at: row.handed_at,
    })
}
