//! What has to be known of young people to send them something, for a whole batch at once: each table is asked once.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    check_in::CheckIn,
    id::{CheckInId, PartnershipId, PersonId, SubscriptionId},
    journey::{Journey, Stage},
    prompt::PromptOutcome,
    proof::Reached,
    receipt::Receipt,
    record::KnownSpell,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
    sea_query::{BinOper, Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    OwnContact, Phone, PushAddress, Result, Tx,
    check_ins::{self, of_these},
    db::{listed_columns, read_text},
    destinations::read_known,
    entity::{
        answer, check_in, failed_way, own_contact, partnership, person, prompt, push_subscription,
        session, spell, supporter,
    },
    phones::{MOST_PHONES, live},
    record::same,
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

    /// The phones that are told: none of those of somebody who wants nothing on them.
    pub fn told_phones(&self) -> &[Phone] {
        if self.no_pushes { &[] } else { &self.phones }
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

    /// Those of these check-ins that still wait for answers; nothing in the place of one that cannot be read.
    pub async fn open_ones(
        &self,
        check_ins: &[(PartnershipId, CheckInId)],
    ) -> Result<HashMap<CheckInId, Option<CheckIn>>> {
        use check_in::Column;
        let rows = check_in::Entity::find()
            .filter(of_these(check_ins, Column::PartnershipId, Column::Id))
            .filter(Column::FinishedAt.is_null())
            .filter(Column::ExpiredAt.is_null())
            .all(&self.db)
            .await?;
        let open = |row: check_in::Model| (CheckInId(row.id), check_ins::read(&row).ok());
        Ok(rows.into_iter().map(open).collect())
    }

    /// Those of these check-ins in which somebody has answered something.
    pub async fn begun_ones(
        &self,
        check_ins: &[(PartnershipId, CheckInId)],
    ) -> Result<HashSet<CheckInId>> {
        use answer::Column;
        let rows: Vec<Uuid> = answer::Entity::find()
            .select_only()
            .column(Column::CheckInId)
            .distinct()
            .filter(of_these(check_ins, Column::PartnershipId, Column::CheckInId))
            .filter(Column::SupersededAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(CheckInId).collect())
    }

    /// What these people did. What cannot be read is left out, and the log says so.
    pub async fn spells_of(
        &self,
        people: &[(PartnershipId, PersonId)],
    ) -> Result<HashMap<PersonId, Vec<KnownSpell>>> {
        use spell::Column;
        let rows = spell::Entity::find()
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .filter(Column::VoidedAt.is_null())
            .order_by_asc(Column::StartedOn)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        let mut all = HashMap::<_, Vec<_>>::new();
        for row in rows {
            let (id, person) = (row.id, PersonId(row.person_id));
            match read_known(vec![row]) {
                Ok(spell) => all.entry(person).or_default().extend(spell),
                Err(error) => tracing::error!(spell = %id, %error, "a spell cannot be read"),
            }
        }
        Ok(all)
    }

    /// What these partnerships call the service.
    pub async fn services(
        &self,
        partnerships: &[PartnershipId],
    ) -> Result<HashMap<PartnershipId, String>> {
        use partnership::Column;
        let rows: Vec<(Uuid, String)> = partnership::Entity::find()
            .select_only()
            .columns([Column::Id, Column::ServiceName])
            .filter(Column::Id.is_in(partnerships.iter().map(|id| id.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(id, service)| (PartnershipId(id), service)).collect())
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

    /// Looked up for one after the other: what PostgreSQL believes of how many were sent is old while a wave goes out, and
    /// it would read them all.
    async fn had(
        &self,
        people: &[(PartnershipId, PersonId)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, CheckInId, DateTime<Utc>, String)>> {
        use prompt::Column;
        // Word for word as the index says it: values that come beside a statement are unknown when SQLite chooses one.
        let may_have_it = [PromptOutcome::Sent, PromptOutcome::Unsure];
        let may_have_it = may_have_it.map(|it| Expr::Constant(it.code().into()));
        let may_have_it = Expr::col(Column::Outcome).binary(BinOper::In, Expr::tuple(may_have_it));
        let theirs = prompt::Entity::find()
            .filter(same(Column::PartnershipId, person::Column::PartnershipId))
            .filter(same(Column::PersonId, person::Column::Id))
            .filter(may_have_it)
            // What did not arrive, nobody has had: it may go once more the next day (CI-13).
            .filter(Column::Receipt.is_null().or(Column::Receipt.eq(Receipt::Delivered.code())))
            .filter(Column::SettledAt.gt(now - TimeDelta::days(30)));
        let columns = [Column::CheckInId, Column::SettledAt, Column::Step].into_iter();
        let rows: Vec<(Uuid, Option<String>)> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .expr(listed_columns(self.db.get_database_backend(), theirs, columns))
            .filter(of_these(people, person::Column::PartnershipId, person::Column::Id))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut had = Vec::new();
        for (person, text) in rows {
            for (about, at, step) in read_text::<(Uuid, DateTime<Utc>, String)>(text)? {
                had.push((PersonId(person), CheckInId(about), at, step));
            }
        }
        Ok(had)
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
