//! Everything that is known of one young person, read at once.

use std::{cmp::Reverse, collections::BTreeMap};

use domain::{
    check_in::CheckIn,
    id::{CheckInId, StaffId},
    record::{Around, Record},
    text::Name,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryFilter,
    QueryResult, QueryTrait,
    sea_query::{Alias, Condition, Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{
    Result, StoreError, Tx, Version, answers, check_ins,
    db::{listed, read_list},
    destinations,
    entity::{
        answer, assignment, check_in, communication_need, partnership, partnership_council, person,
        promise, spell, staff,
    },
    partnerships::read_partnership,
    people, promises,
    scope::Answers,
};

/// What the columns of the partnership begin with, beside those of the person.
const WHERE: &str = "where_";
const NEEDS: &str = "needs";
const COUNCILS: &str = "councils";
const WORKER: &str = "worker_name";
const CHECK_INS: &str = "check_ins";
const ANSWERS: &str = "answers";
const PROMISES: &str = "promises";
const SPELLS: &str = "spells";

impl<S: Answers> Tx<S> {
    /// What is known of the young person whose check-ins are answered here, with the version of the questions of each
    /// check-in. It is one question to the database.
    pub async fn record(&self) -> Result<(Record, BTreeMap<CheckInId, Version>)> {
        let (_, me) = self.scope.whose();
        let backend = self.db.get_database_backend();
        let mut find = self.find_around();
        find.expr_as(listed(backend, self.find_check_ins(me)), CHECK_INS)
            .expr_as(listed(backend, self.find_answers(me)), ANSWERS)
            .expr_as(listed(backend, self.find_promises(me)), PROMISES)
            .expr_as(listed(backend, self.find_spells(me)), SPELLS);
        let row = self.db.query_one(&find).await?.ok_or(StoreError::NotFound("young person"))?;

        let mut check_ins: Vec<check_in::Model> = read_list(&row, CHECK_INS)?;
        check_ins.sort_by_key(|row| Reverse((row.opened_at, row.id)));
        let mut answers: Vec<answer::Model> = read_list(&row, ANSWERS)?;
        answers.sort_by_key(|row| (row.answered_at, row.id));
        let mut promises: Vec<promise::Model> = read_list(&row, PROMISES)?;
        promises.sort_by_key(|row| (row.agreed_on, row.id));
        let mut spells: Vec<spell::Model> = read_list(&row, SPELLS)?;
        spells.sort_by_key(|row| (row.started_on, row.id));

        let (check_ins, versions): (Vec<CheckIn>, Vec<_>) = check_ins::read_all(check_ins)?
            .into_iter()
            .map(|(check_in, version)| (check_in.clone(), (check_in.id, version)))
            .unzip();
        let record = Record {
            around: read_around(&row)?,
            check_ins,
            answers: answers::read_all(answers)?,
            promises: promises::read_promises(promises)?,
            spells: destinations::read_known(spells)?,
        };
        Ok((record, versions.into_iter().collect()))
    }

    /// The young person whose check-ins are answered here, and who is there for them.
    pub async fn around_me(&self) -> Result<Around> {
        let row = self.db.query_one(&self.find_around()).await?;
        read_around(&row.ok_or(StoreError::NotFound("young person"))?)
    }

    fn find_around(&self) -> SelectStatement {
        let mut find = person::Entity::find()
            .filter(person::Column::Id.eq(self.scope.whose().1.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_query();
        for column in partnership::Column::iter() {
            let name = Alias::new(format!("{WHERE}{}", column.as_str()));
            find.expr_as(column.into_expr(), name);
        }
        let need = communication_need::Column::Need;
        let of_person = Condition::all()
            .add(same(communication_need::Column::PartnershipId, person::Column::PartnershipId))
            .add(same(communication_need::Column::PersonId, person::Column::Id));
        let council = partnership_council::Column::CouncilCode;
        let of_partnership = Condition::all()
            .add(same(partnership_council::Column::PartnershipId, partnership::Column::Id));
        let given = Condition::all()
            .add(same(assignment::Column::PartnershipId, person::Column::PartnershipId))
            .add(same(assignment::Column::PersonId, person::Column::Id))
            .add(assignment::Column::EndedAt.is_null());
        find.expr_as(staff::Column::Name.into_expr(), WORKER)
            .expr_as(list(communication_need::Entity, need, of_person), NEEDS)
            .expr_as(list(partnership_council::Entity, council, of_partnership), COUNCILS)
            .inner_join(
                partnership::Entity,
                same(partnership::Column::Id, person::Column::PartnershipId),
            )
            .left_join(assignment::Entity, given)
            .left_join(staff::Entity, same(staff::Column::Id, assignment::Column::StaffId));
        find
    }
}

pub(super) fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    Expr::col(one.as_column_ref()).equals(other.as_column_ref())
}

/// The values of one column as one text, with commas between them.
fn list(table: impl EntityTrait, column: impl ColumnTrait, which: Condition) -> Expr {
    let joined = Func::cust("string_agg").arg(column.into_expr()).arg(",");
    Query::select().expr(joined).from(table).cond_where(which).take().into()
}

fn read_around(row: &QueryResult) -> Result<Around> {
    let text = |name: &str| row.try_get::<Option<String>>("", name);
    let (needs, councils, worker) = (text(NEEDS)?, text(COUNCILS)?, text(WORKER)?);
    let partnership = partnership::Model::from_query_result(row, WHERE)?;
    let mut councils: Vec<_> = councils.iter().flat_map(|all| all.split(',')).collect();
    councils.sort_unstable();
    let councils = councils.into_iter().map(|code| partnership_council::Model {
        partnership_id: partnership.id,
        council_code: code.to_owned(),
    });
    let councils = councils.collect();
    let mut needs: Vec<_> = needs.iter().flat_map(|all| all.split(',')).collect();
    needs.sort_unstable();
    let needs = needs.into_iter().map(people::read_need).collect::<Result<_>>()?;
    Ok(Around {
        person: people::read(person::Model::from_query_result(row, "")?, needs)?,
        partnership: read_partnership(partnership, councils)?,
        worker_first_name: worker.as_deref().map(first_name).transpose()?,
    })
}

/// What a young person calls somebody of this name.
fn first_name(name: &str) -> Result<String> {
    let name =
        Name::new(name).map_err(|_| StoreError::Impossible { what: "account", why: "name" })?;
    Ok(name.first_word().to_owned())
}

impl<S> Tx<S> {
    /// What a young person calls their worker.
    pub async fn staff_first_name(&self, id: StaffId) -> Result<Option<String>> {
        let row = staff::Entity::find_by_id(id.0).one(&self.db).await?;
        row.map(|row| first_name(&row.name)).transpose()
    }
}
