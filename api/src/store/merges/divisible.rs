//! What of a record can belong to somebody else: what staff and files wrote. What was said on a phone, and what belongs to that,
//! is with whose phone it is.

use domain::{
    alert::TaskKind,
    concern::RaisedBy,
    day::london_day,
    id::{PersonId, SplitId, StaffId},
    split::SplitPart,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{
    split::{Divisible, Parts, Split},
    told::names_of_rows,
};
use crate::store::{
    Result, StoreError, Tx,
    db::{listed, listed_columns, read_list},
    entity::{
        answer, concern, contact, goal, intended, own_contact, person, promise, spell, spell_word,
        split, task, waiting_row,
    },
    history,
    scope::{Caseload, Reach, Within},
};

/// A split as it is listed.
#[derive(Clone, Debug)]
pub struct ToldSplit {
    /// The split.
    pub split: Split,
    /// What the one whose record it was is called.
    pub person: String,
    /// What the other is called.
    pub new: String,
    /// Who made it.
    pub by: String,
    /// The other one's record is part of another again.
    pub joined: bool,
}

impl Tx<Caseload> {
    /// What of somebody's record can be another's. One statement.
    pub async fn divisible(&self, id: PersonId) -> Result<Parts> {
        let backend = self.db.get_database_backend();
        let here = self.scope.partnership().0;
        macro_rules! theirs {
            ($table:ident) => {
                $table::Entity::find()
                    .filter($table::Column::PartnershipId.eq(here))
                    .filter($table::Column::PersonId.eq(id.0))
            };
        }
        // Promised support of which somebody spoke on a phone, and destinations that were said there.
        let answered = only(theirs!(answer), answer::Column::ItemId)
            .filter(answer::Column::ItemId.is_not_null())
            .into_query();
        let raised = only(theirs!(concern), concern::Column::PromiseId)
            .filter(concern::Column::RaisedBy.eq(RaisedBy::YoungPerson.code()))
            .into_query();
        let said = only(theirs!(spell_word), spell_word::Column::SpellId)
            .filter(spell_word::Column::CheckInId.is_not_null())
            .into_query();
        let promises = theirs!(promise)
            .filter(promise::Column::Id.not_in_subquery(answered))
            .filter(promise::Column::Id.not_in_subquery(raised));
        let spells = theirs!(spell)
            .filter(spell::Column::VoidedAt.is_null())
            .filter(spell::Column::CheckInId.is_null())
            .filter(spell::Column::Id.not_in_subquery(said));
        let tasks = theirs!(task)
            .filter(task::Column::Kind.eq(TaskKind::Own.code()))
            .filter(task::Column::About.is_null());
        let mut find = person::Entity::find()
            .filter(person::Column::Id.eq(id.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_query();
        let number = [waiting_row::Column::ClientRecordId].into_iter();
        let own = [own_contact::Column::Value].into_iter();
        find.expr_as(listed(backend, theirs!(contact)), "contact")
            .expr_as(listed(backend, spells), "spell")
            .expr_as(listed(backend, promises), "promise")
            .expr_as(listed(backend, theirs!(goal)), "goal")
            .expr_as(listed(backend, theirs!(intended)), "intended")
            .expr_as(listed(backend, tasks), "task")
            .expr_as(listed_columns(backend, theirs!(waiting_row), number), "numbers")
            .expr_as(listed_columns(backend, theirs!(own_contact), own), "own");
        let row = self.db.query_one(&find).await?.ok_or(StoreError::NotFound("young person"))?;

        let mut items = Vec::new();
        for it in read_list::<contact::Model>(&row, "contact")? {
            let on = london_day(it.happened_at);
            items.push(one(
                SplitPart::Contact,
                it.id,
                Some(it.version),
                on,
                Some(it.kind),
                it.note,
            ));
        }
        for it in read_list::<spell::Model>(&row, "spell")? {
            let code = Some(it.activity_code.to_string());
            let version = Some(it.version);
            items.push(one(
                SplitPart::Destination,
                it.id,
                version,
                it.started_on,
                code,
                it.provider,
            ));
        }
        for it in read_list::<promise::Model>(&row, "promise")? {
            let words = Some(it.name);
            items.push(one(SplitPart::Promise, it.id, Some(it.version), it.agreed_on, None, words));
        }
        for it in read_list::<goal::Model>(&row, "goal")? {
            let on = london_day(it.made_at);
            items.push(one(SplitPart::Goal, it.id, None, on, None, Some(it.words)));
        }
        for it in read_list::<intended::Model>(&row, "intended")? {
            let (version, code) = (Some(it.version), Some(it.intent));
            items.push(one(SplitPart::Intended, it.id, version, it.said_on, code, it.words));
        }
        for it in read_list::<task::Model>(&row, "task")? {
            items.push(one(SplitPart::Task, it.id, Some(it.version), it.due_on, None, it.words));
        }
        items.sort_by_key(|it| (it.part, std::cmp::Reverse(it.on), it.id));

        let own: Vec<(String,)> = read_list(&row, "own")?;
        let numbers: Vec<(String,)> = read_list(&row, "numbers")?;
        let person = person::Model::from_query_result(&row, "")?;
        let free = |value: Option<String>| value.filter(|it| !own.iter().any(|(own,)| own == it));
        let mut all: Vec<String> = person.client_record_id.into_iter().collect();
        all.extend(numbers.into_iter().map(|(number,)| number));
        Ok(Parts {
            items,
            mobile: free(person.mobile),
            email: free(person.email),
            uln: person.uln,
            numbers: all,
        })
    }

    /// The split with this id, if there is one.
    pub async fn known_split(&self, id: SplitId) -> Result<Option<Split>> {
        let row = split::Entity::find_by_id((self.scope.partnership().0, id.0));
        Ok(row.one(&self.db).await?.map(|row| read(&row)))
    }

    /// The latest splits, the last one first.
    pub async fn splits(&self, limit: u64) -> Result<Vec<ToldSplit>> {
        let here = self.scope.partnership().0;
        let rows = split::Entity::find()
            .filter(split::Column::PartnershipId.eq(here))
            .order_by_desc(split::Column::MadeAt)
            .order_by_desc(split::Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        let people = rows.iter().flat_map(|row| [row.person_id, row.new_id]);
        let makers = rows.iter().map(|row| row.made_by);
        let (people, by) = names_of_rows(self, people, makers).await?;
        let called = |id: Uuid| people.get(&id).ok_or(StoreError::NotFound("young person"));
        rows.iter()
            .map(|row| {
                let (new, joined) = called(row.new_id)?.clone();
                Ok(ToldSplit {
                    split: read(row),
                    person: called(row.person_id)?.0.clone(),
                    new,
                    by: by.get(&row.made_by).cloned().unwrap_or_default(),
                    joined,
                })
            })
            .collect()
    }
}

/// One column of these rows.
fn only<E: EntityTrait>(rows: Select<E>, column: E::Column) -> Select<E> {
    rows.select_only().column(column)
}

fn one(
    part: SplitPart,
    id: Uuid,
    version: Option<i32>,
    on: chrono::NaiveDate,
    code: Option<String>,
    words: Option<String>,
) -> Divisible {
    Divisible { part, id, version: version.map(history::read_version), on, code, words }
}

fn read(row: &split::Model) -> Split {
    Split {
        id: SplitId(row.id),
        person: PersonId(row.person_id),
        new: PersonId(row.new_id),
        why: row.why.clone(),
        made_at: row.made_at,
        made_by: StaffId(row.made_by),
    }
}
