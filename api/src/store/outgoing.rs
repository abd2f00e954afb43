//! What has to be known of young people to send them something, for a whole batch at once: each table is asked once.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    check_in_kind::CheckInKind,
    id::{CheckInId, PartnershipId, PersonId, SubscriptionId},
    journey::{Journey, Stage},
    proof::Reached,
    receipt::Receipt,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    OwnContact, Phone, PushAddress, Result, StoreError, Tx,
    check_ins::of_these,
    entity::{
        check_in, failed_way, own_contact, person, prompt, push_subscription, session, supporter,
    },
    phones::{MOST_PHONES, live},
    scope::System,
};

/// Somebody whom something is to be sent to, as far as that depends on them.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// The two years.
    pub journey: Journey,
    /// They want no reminders at all.
    pub stopped: bool,
    /// They want none on their phones.
    pub no_pushes: bool,
    /// They want no texts.
    pub no_texts: bool,
    /// They want no e-mails.
    pub no_emails: bool,
    /// Where they are texted: the number they showed to be theirs, or the one in the record.
    pub mobile: Option<OwnContact>,
    /// Where they are written to, likewise.
    pub email: Option<OwnContact>,
    /// Their phones that take prompts, the latest first.
    pub phones: Vec<Phone>,
    /// What went out to them by itself in the last 30 days.
    pub had: Vec<(CheckInId, DateTime<Utc>, String)>,
}

impl Recipient {
    /// True if they are reminded on this day.
    pub fn is_reminded(&self, day: NaiveDate) -> bool {
        !self.stopped && !matches!(self.journey.stage(day), Stage::Paused | Stage::Left)
    }
}

type PersonRow = (
    Uuid,
    NaiveDate,
    NaiveDate,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
    Option<String>,
    Option<String>,
);

type PhoneRow = (Uuid, Uuid, String, String, String, Option<String>);

impl Tx<System> {
    /// These people, as recipients.
    pub async fn recipients(
        &self,
        people: &[(PartnershipId, PersonId)],
        now: DateTime<Utc>,
    ) -> Result<HashMap<PersonId, Recipient>> {
        let rows: Vec<PersonRow> = person::Entity::find()
            .select_only()
            .columns([
                person::Column::Id,
                person::Column::TransitionOn,
                person::Column::JourneyEndsOn,
                person::Column::PausedUntil,
                person::Column::LeftOn,
                person::Column::PromptsStoppedAt,
                person::Column::PushesStoppedAt,
                person::Column::TextsStoppedAt,
                person::Column::EmailsStoppedAt,
                person::Column::Mobile,
                person::Column::Email,
            ])
            .filter(of_these(people, person::Column::PartnershipId, person::Column::Id))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut all: HashMap<PersonId, Recipient> =
            rows.into_iter().map(|row| (PersonId(row.0), recipient(row))).collect();
        for (person, phone) in self.phones_of(people, now).await? {
            if let Some(one) = all.get_mut(&person)
                && one.phones.len() < MOST_PHONES
            {
                one.phones.push(phone);
            }
        }
        self.their_own_ways(people, &mut all).await?;
        for (person, about, at, step) in self.had(people, now).await? {
            if let Some(one) = all.get_mut(&person) {
                one.had.push((about, at, step));
            }
        }
        Ok(all)
    }

    /// Which of these check-ins still wait for answers, and of which sort they are.
    pub async fn open_ones(
        &self,
        check_ins: &[(PartnershipId, CheckInId)],
    ) -> Result<HashMap<CheckInId, CheckInKind>> {
        let partnerships: HashSet<Uuid> = check_ins.iter().map(|(whose, _)| whose.0).collect();
        let rows: Vec<(Uuid, String)> = check_in::Entity::find()
            .select_only()
            .column(check_in::Column::Id)
            .column(check_in::Column::Kind)
            .filter(check_in::Column::PartnershipId.is_in(partnerships))
            .filter(check_in::Column::Id.is_in(check_ins.iter().map(|(_, id)| id.0)))
            .filter(check_in::Column::FinishedAt.is_null())
            .filter(check_in::Column::ExpiredAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let kind = |(id, kind): (Uuid, String)| {
            let kind = CheckInKind::from_code(&kind);
            let bad = StoreError::Impossible { what: "check-in", why: "kind" };
            Ok((CheckInId(id), kind.ok_or(bad)?))
        };
        rows.into_iter().map(kind).collect()
    }

    /// Notes that a number or address does not exist.
    pub(super) async fn way_failed(
        &self,
        partnership: PartnershipId,
        person: PersonId,
        way: &OwnContact,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = failed_way::ActiveModel {
            partnership_id: Set(partnership.0),
            person_id: Set(person.0),
            kind: Set(way.kind.code().into()),
            value: Set(way.value.clone()),
            failed_at: Set(now),
        };
        use failed_way::Column;
        failed_way::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::PersonId, Column::Kind])
                    .update_columns([Column::Value, Column::FailedAt])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    async fn phones_of(
        &self,
        people: &[(PartnershipId, PersonId)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, Phone)>> {
        use push_subscription::Column;
        let rows: Vec<PhoneRow> = push_subscription::Entity::find()
            .select_only()
            .columns([
                Column::PersonId,
                Column::Id,
                Column::Endpoint,
                Column::P256dh,
                Column::Auth,
                Column::VapidKey,
            ])
            .join(JoinType::InnerJoin, sessions())
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .filter(live(now))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        let phone = |(person, id, endpoint, p256dh, auth, key): PhoneRow| {
            let at = PushAddress { endpoint, p256dh, auth, key };
            (PersonId(person), Phone { id: SubscriptionId(id), at })
        };
        Ok(rows.into_iter().map(phone).collect())
    }

    /// Numbers and addresses that people showed to be theirs come before those in the record; what a provider said does
    /// not exist is left out.
    async fn their_own_ways(
        &self,
        people: &[(PartnershipId, PersonId)],
        all: &mut HashMap<PersonId, Recipient>,
    ) -> Result<()> {
        use own_contact::Column;
        let own = own_contact::Entity::find()
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .all(&self.db)
            .await?;
        for row in own {
            let Some(one) = all.get_mut(&PersonId(row.person_id)) else { continue };
            match Reached::from_code(&row.kind) {
                Some(kind @ Reached::Mobile) => {
                    one.mobile = Some(OwnContact { kind, value: row.value });
                }
                Some(kind @ Reached::Email) => {
                    one.email = Some(OwnContact { kind, value: row.value });
                }
                None => {}
            }
        }
        use failed_way::Column as Failed;
        let failed = failed_way::Entity::find()
            .filter(of_these(people, Failed::PartnershipId, Failed::PersonId))
            .all(&self.db)
            .await?;
        for row in failed {
            let Some(one) = all.get_mut(&PersonId(row.person_id)) else { continue };
            let works = |way: &OwnContact| way.kind.code() != row.kind || way.value != row.value;
            one.mobile = one.mobile.take().filter(works);
            one.email = one.email.take().filter(works);
        }
        Ok(())
    }

    async fn had(
        &self,
        people: &[(PartnershipId, PersonId)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, CheckInId, DateTime<Utc>, String)>> {
        use prompt::Column;
        let rows: Vec<(Uuid, Uuid, DateTime<Utc>, String)> = prompt::Entity::find()
            .select_only()
            .columns([Column::PersonId, Column::CheckInId, Column::SettledAt, Column::Step])
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .filter(Column::Outcome.is_in(["sent", "unsure"]))
            // What did not arrive, nobody has had: it may go once more the next day (CI-13).
            .filter(Column::Receipt.is_null().or(Column::Receipt.eq(Receipt::Delivered.code())))
            .filter(Column::SettledAt.gt(now - TimeDelta::days(30)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let had = |(person, about, at, step)| (PersonId(person), CheckInId(about), at, step);
        Ok(rows.into_iter().map(had).collect())
    }

    /// Those of these people who have somebody who is reminded with them.
    pub async fn with_supporters(
        &self,
        people: &[(PartnershipId, PersonId)],
    ) -> Result<HashSet<PersonId>> {
        use supporter::Column;
        let rows: Vec<Uuid> = supporter::Entity::find()
            .select_only()
            .column(Column::PersonId)
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .filter(Column::GetsReminders.eq(true))
            .filter(Column::PushEndpoint.is_not_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(PersonId).collect())
    }
}

fn sessions() -> RelationDef {
    use push_subscription::Column;
    push_subscription::Entity::belongs_to(session::Entity)
        .from((Column::PartnershipId, Column::SessionId))
        .to((session::Column::PartnershipId, session::Column::Id))
        .into()
}

fn recipient(row: PersonRow) -> Recipient {
    let (
        _,
        transition_on,
        ends_on,
        paused_until,
        left_on,
        stopped,
        pushes,
        texts,
        emails,
        mobile,
        email,
    ) = row;
    let way = |kind| move |value| OwnContact { kind, value };
    Recipient {
        journey: Journey { transition_on, ends_on, paused_until, left_on },
        stopped: stopped.is_some(),
        no_pushes: pushes.is_some(),
        no_texts: texts.is_some(),
        no_emails: emails.is_some(),
        mobile: mobile.map(way(Reached::Mobile)),
        email: email.map(way(Reached::Email)),
        phones: Vec::new(),
        had: Vec::new(),
    }
}
