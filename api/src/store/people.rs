//! Young people in the database.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use domain::{
    day::london_day,
    id::{PartnershipId, PersonId, StaffId},
    identifier::{ClientRecordId, CouncilCode, EmailAddress, MobileNumber, Uln},
    journey::Journey,
    person::{
        AskedWhen, CommunicationNeed, Often, Person, Reading, SenProvision, TextSize, Unwanted,
    },
    text::Name,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{assignment, communication_need, person},
    scope::{Admin, Asks, OpensRecord, OwnRecord, Reach, System, Within},
};

impl Tx<OwnRecord> {
    /// The young person themself.
    pub async fn me(&self) -> Result<Person> {
        self.person(self.scope.person()).await
    }

    /// How they like to read, and in which language they like to be asked.
    pub async fn save_reading(
        &self,
        reading: Reading,
        size: TextSize,
        language: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        person::Entity::update_many()
            .col_expr(person::Column::Reading, Expr::value(reading.code()))
            .col_expr(person::Column::TextSize, Expr::value(size.code()))
            .col_expr(person::Column::Language, Expr::value(language))
            .col_expr(person::Column::ChangedAt, Expr::value(now))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// When, how often and whether at all they like to be asked.
    pub async fn save_asked(
        &self,
        asked: &AskedWhen,
        paused_until: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let slot = asked.slot.format("%H:%M").to_string();
        let texts_stopped_from = match asked.unwanted.texts_by_text {
            true => Expr::col(person::Column::TextsStoppedFrom),
            false => Expr::value(None::<String>),
        };
        person::Entity::update_many()
            .col_expr(
                person::Column::PromptWeekday,
                Expr::value(asked.weekday.number_from_monday() as i16),
            )
            .col_expr(person::Column::PromptSlot, Expr::value(slot))
            .col_expr(person::Column::PromptOften, Expr::value(asked.often.code()))
            .col_expr(person::Column::CloserFrom, Expr::value(asked.closer_from))
            .col_expr(person::Column::PromptsStoppedAt, Expr::value(asked.stopped_at))
            .col_expr(person::Column::PushesStoppedAt, Expr::value(asked.unwanted.pushes))
            .col_expr(person::Column::TextsStoppedAt, Expr::value(asked.unwanted.texts))
            .col_expr(person::Column::EmailsStoppedAt, Expr::value(asked.unwanted.emails))
            .col_expr(person::Column::TextsStoppedFrom, texts_stopped_from)
            .col_expr(person::Column::PausedUntil, Expr::value(paused_until))
            .col_expr(person::Column::ChangedAt, Expr::value(now))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .exec(&self.db)
            .await?;
        self.plan_anew(self.scope.partnership(), &[self.scope.person()], london_day(now)).await
    }
}

impl<S: Asks> Tx<S> {
    /// The young person with this id.
    pub async fn person(&self, id: PersonId) -> Result<Person> {
        let row = person::Entity::find()
            .filter(person::Column::Id.eq(id.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("young person"))?;
        let needs = self.needs_of(Some(id)).await?;
        read(row, needs.into_iter().map(|(_, need)| need).collect())
    }

    /// Keeps a young person's record to this transaction until it ends, for work that reads what is known, decides, and
    /// writes. On SQLite the one writer sees to that; PostgreSQL's others wait, and readers do not.
    pub async fn hold(&self, id: PersonId) -> Result<()> {
        let reach = self.scope.reach(person::Column::PartnershipId, person::Column::Id);
        self.hold_where(reach.add(person::Column::Id.eq(id.0))).await
    }
}

impl Tx<System> {
    /// Whether somebody's record stands by itself. Nobody comes in by one that has become part of another.
    pub(super) async fn is_whole(&self, at: PartnershipId, id: PersonId) -> Result<()> {
        let row: Option<Uuid> = person::Entity::find_by_id((at.0, id.0))
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::MergedInto.is_null())
            .into_tuple()
            .one(&self.db)
            .await?;
        row.map(drop).ok_or(StoreError::NotFound("young person"))
    }
}

impl<S> Tx<S> {
    /// The same, of whoever this is true of.
    pub(super) async fn hold_where(&self, which: Condition) -> Result<()> {
        if self.db.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        person::Entity::find()
            .filter(which)
            .select_only()
            .column(person::Column::Id)
            // What refers to a person, such as an answer, need not wait.
            .lock(LockType::NoKeyUpdate)
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        Ok(())
    }
}

impl<S: Asks> Tx<S> {
    /// Who works with this young person today.
    pub async fn worker_of(&self, id: PersonId) -> Result<Option<StaffId>> {
        let row = assignment::Entity::find()
            .filter(assignment::Column::PersonId.eq(id.0))
            .filter(assignment::Column::EndedAt.is_null())
            .filter(
                self.scope.reach(assignment::Column::PartnershipId, assignment::Column::PersonId),
            )
            .one(&self.db)
            .await?;
        Ok(row.map(|row| StaffId(row.staff_id)))
    }

    async fn needs_of(&self, one: Option<PersonId>) -> Result<Vec<(PersonId, CommunicationNeed)>> {
        let mut find = communication_need::Entity::find().filter(self.scope.reach(
            communication_need::Column::PartnershipId,
            communication_need::Column::PersonId,
        ));
        if let Some(id) = one {
            find = find.filter(communication_need::Column::PersonId.eq(id.0));
        }
        let rows = find.order_by_asc(communication_need::Column::Need).all(&self.db).await?;
        let need =
            |row: communication_need::Model| Ok((PersonId(row.person_id), read_need(&row.need)?));
        rows.into_iter().map(need).collect()
    }
}

impl<S: OpensRecord> Tx<S> {
    /// Everybody in reach, in no order that matters, with who works with them.
    pub async fn people(&self) -> Result<Vec<(Person, Option<StaffId>)>> {
        let rows = person::Entity::find()
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .order_by_asc(person::Column::Id)
            .all(&self.db)
            .await?;
        let mut needs = group(self.needs_of(None).await?);
        let workers = self.assignments().await?;
        rows.into_iter()
            .map(|row| {
                let id = PersonId(row.id);
                let worker = workers.get(&id).copied();
                Ok((read(row, needs.remove(&id).unwrap_or_default())?, worker))
            })
            .collect()
    }

    async fn assignments(&self) -> Result<std::collections::HashMap<PersonId, StaffId>> {
        let rows = assignment::Entity::find()
            .filter(assignment::Column::EndedAt.is_null())
            .filter(
                self.scope.reach(assignment::Column::PartnershipId, assignment::Column::PersonId),
            )
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (PersonId(row.person_id), StaffId(row.staff_id))).collect())
    }
}

pub(super) fn read_need(code: &str) -> Result<CommunicationNeed> {
    CommunicationNeed::from_code(code)
        .ok_or(StoreError::Impossible { what: "communication need", why: "unknown code" })
}

/// Gathers pairs by person.
pub(super) fn group<T>(pairs: Vec<(PersonId, T)>) -> std::collections::HashMap<PersonId, Vec<T>> {
    let mut grouped = std::collections::HashMap::<_, Vec<T>>::new();
    for (person, value) in pairs {
        grouped.entry(person).or_default().push(value);
    }
    grouped
}

impl Tx<Admin> {
    /// Adds young people in one go.
    pub async fn add_people(&self, people: &[Person], now: DateTime<Utc>) -> Result<()> {
        for chunk in people.chunks(500) {
            let rows = chunk.iter().map(|p| write(p, self.scope.partnership(), now));
            person::Entity::insert_many(rows)
                .exec_without_returning(&self.db)
                .await
                .map_err(StoreError::or_exists("young person"))?;
            let needs: Vec<_> =
                chunk.iter().flat_map(|p| need_rows(p, self.scope.partnership())).collect();
            if !needs.is_empty() {
                communication_need::Entity::insert_many(needs)
                    .exec_without_returning(&self.db)
                    .await?;
            }
            let ids: Vec<_> = chunk.iter().map(|p| p.id).collect();
            self.plan_anew(self.scope.partnership(), &ids, london_day(now)).await?;
        }
        Ok(())
    }
}

fn need_rows(p: &Person, partnership: PartnershipId) -> Vec<communication_need::ActiveModel> {
    p.communication_needs
        .iter()
        .map(|need| communication_need::ActiveModel {
            partnership_id: Set(partnership.0),
            person_id: Set(p.id.0),
            need: Set(need.code().into()),
        })
        .collect()
}

pub(super) fn write(
    p: &Person,
    partnership: PartnershipId,
    now: DateTime<Utc>,
) -> person::ActiveModel {
    person::ActiveModel {
        partnership_id: Set(partnership.0),
        id: Set(p.id.0),
        council_code: Set(p.council.as_str().into()),
        client_record_id: Set(p.client_record_id.as_ref().map(|id| id.as_str().into())),
        given_name: Set(p.given_name.as_str().into()),
        family_name: Set(p.family_name.as_str().into()),
        preferred_name: Set(p.preferred_name.as_ref().map(|name| name.as_str().into())),
        search_name: Set(p.search_name()),
        birth_date: Set(p.birth_date),
        sen_provision: Set(p.sen_provision.code().into()),
        primary_need: Set(p.primary_need.clone()),
        mobile: Set(p.mobile.as_ref().map(|mobile| mobile.as_str().into())),
        email: Set(p.email.as_ref().map(|email| email.as_str().into())),
        uln: Set(p.uln.as_ref().map(|uln| uln.as_str().into())),
        transition_on: Set(p.journey.transition_on),
        journey_ends_on: Set(p.journey.ends_on),
        paused_until: Set(p.journey.paused_until),
        left_on: Set(p.journey.left_on),
        prompts_stopped_at: Set(p.asked.stopped_at),
        prompt_weekday: Set(p.asked.weekday.number_from_monday() as i16),
        prompt_slot: Set(p.asked.slot.format("%H:%M").to_string()),
        prompt_often: Set(p.asked.often.code().into()),
        closer_from: Set(p.asked.closer_from),
        reading: Set(p.reading.code().into()),
        text_size: Set(p.text_size.code().into()),
        language: Set(p.language.clone()),
        created_at: Set(now),
        changed_at: Set(now),
        pushes_stopped_at: Set(p.asked.unwanted.pushes),
        texts_stopped_at: Set(p.asked.unwanted.texts),
        emails_stopped_at: Set(p.asked.unwanted.emails),
        // Nobody who is new has texted.
        texts_stopped_from: Set(None),
        version: Set(1),
        left_reason: Set(None),
        merged_into: Set(None),
        postponed_from: Set(p.asked.postponed.map(|it| it.from)),
        postponed_to: Set(p.asked.postponed.map(|it| it.to)),
    }
}

pub(super) fn read(
    row: person::Model,
    communication_needs: Vec<CommunicationNeed>,
) -> Result<Person> {
    let bad = |why| StoreError::Impossible { what: "young person", why };
    Ok(Person {
        id: PersonId(row.id),
        partnership: PartnershipId(row.partnership_id),
        council: CouncilCode::parse(&row.council_code).map_err(|_| bad("council"))?,
        client_record_id: parsed(
            row.client_record_id,
            ClientRecordId::parse,
            bad("client record id"),
        )?,
        given_name: Name::new(&row.given_name).map_err(|_| bad("given name"))?,
        family_name: match row.family_name.is_empty() {
            true => Name::none(),
            false => Name::new(&row.family_name).map_err(|_| bad("family name"))?,
        },
        preferred_name: parsed(row.preferred_name, Name::new, bad("preferred name"))?,
        birth_date: row.birth_date,
        sen_provision: SenProvision::from_code(&row.sen_provision).ok_or(bad("SEN provision"))?,
        primary_need: row.primary_need,
        communication_needs,
        mobile: parsed(row.mobile, MobileNumber::parse, bad("mobile number"))?,
        email: parsed(row.email, EmailAddress::parse, bad("e-mail address"))?,
        uln: parsed(row.uln, Uln::parse, bad("ULN"))?,
        journey: Journey {
            transition_on: row.transition_on,
            ends_on: row.journey_ends_on,
            paused_until: row.paused_until,
            left_on: row.left_on,
        },
        reading: Reading::from_code(&row.reading).ok_or(bad("reading"))?,
        text_size: TextSize::from_code(&row.text_size).ok_or(bad("text size"))?,
        language: row.language,
        asked: AskedWhen {
            unwanted: Unwanted {
                pushes: row.pushes_stopped_at,
                texts: row.texts_stopped_at,
                emails: row.emails_stopped_at,
                texts_by_text: row.texts_stopped_at.is_some() && row.texts_stopped_from.is_some(),
            },
            postponed: super::followed::postponed(row.postponed_from, row.postponed_to),
            ..asked(
                row.prompt_weekday,
                &row.prompt_slot,
                &row.prompt_often,
                row.closer_from,
                row.prompts_stopped_at,
            )?
        },
    })
}

/// When somebody likes to be asked, as it is stored.
pub(super) fn asked(
    weekday: i16,
    slot: &str,
    often: &str,
    closer_from: Option<NaiveDate>,
    stopped_at: Option<DateTime<Utc>>,
) -> Result<AskedWhen> {
    let bad = |why| StoreError::Impossible { what: "young person", why };
    let weekday = u8::try_from(weekday - 1).ok().and_then(|day| Weekday::try_from(day).ok());
    let slot = NaiveTime::parse_from_str(slot, "%H:%M").map_err(|_| bad("slot"))?;
    let often = Often::from_code(often).ok_or(bad("how often"))?;
    Ok(AskedWhen {
        weekday: weekday.ok_or(bad("weekday"))?,
        slot,
        often,
        closer_from,
        stopped_at,
        unwanted: Unwanted::default(),
        postponed: None,
    })
}

/// A stored text that may be absent, read as what it is.
pub(super) fn parsed<T, E>(
    stored: Option<String>,
    parse: impl Fn(&str) -> Result<T, E>,
    otherwise: StoreError,
) -> Result<Option<T>> {
    stored.map(|text| parse(&text)).transpose().map_err(|_| otherwise)
}

impl Tx<System> {
    /// Who has this number in the council's file.
    pub async fn person_by_client_record(
        &self,
        partnership: PartnershipId,
        id: &ClientRecordId,
    ) -> Result<Person> {
        let row = person::Entity::find()
            .filter(person::Column::PartnershipId.eq(partnership.0))
            .filter(person::Column::ClientRecordId.eq(id.as_str()))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("young person"))?;
        read(row, Vec::new())
    }
}
