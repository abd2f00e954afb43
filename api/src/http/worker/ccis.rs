//! Files for the council's own systems.

use chrono::{Datelike, NaiveDate};
use domain::{
    ccis_out::{self, Broken, CcisRow, to_csv},
    id::PersonId,
    journey::Stage,
    person::Person,
    sen2_out,
    spell::Spell,
};
use poem::{Body, web::Data};
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use std::collections::HashMap;
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, wire::CsvOut},
    store::{StoreError, scope::Caseload},
};

/// The operations about files for the council.
pub struct CouncilFiles;

#[OpenApi(tag = "Tag::Packages")]
impl CouncilFiles {
    /// Download the update for the council's own system
    ///
    /// For managers. One row for each young person who is followed and whose record keeps the national validation rules, in the
    /// columns of a client record (CCIS), as of the end of a month. Who is not in it, and why, `list_ccis_faults` says. Each
    /// young person in it can read that their record was looked at.
    #[oai(path = "/ccis-update", method = "get", operation_id = "download_ccis_update")]
    async fn ccis(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// The last day of the month that it is for. Left out: the last month that is over.
        period_end: Query<Option<NaiveDate>>,
    ) -> Result<CsvOut> {
        let (app, scope) = (app.0, *me.scope());
        let update = Update::read(app, scope, period_end.0).await?;
        let file = to_csv(ccis_out::COLUMNS, update.rows.iter().map(|(_, row)| row.clone()));
        let people = update.rows.iter().map(|(person, _)| *person);
        noted(app, scope, people, "download_ccis_update").await?;
        Ok(CsvOut { body: Body::from_string(file), file_name: "ccis-update.csv" })
    }

    /// List who is not in the update for the council, and why
    ///
    /// For managers. Each rule by its number in the national requirement, with what to do.
    #[oai(path = "/ccis-update/faults", method = "get", operation_id = "list_ccis_faults")]
    async fn faults(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// The last day of the month that it is for. Left out: the last month that is over.
        period_end: Query<Option<NaiveDate>>,
    ) -> Result<Json<CcisFaultsOut>> {
        let update = Update::read(app.0, *me.scope(), period_end.0).await?;
        Ok(Json(CcisFaultsOut {
            period_end: update.period_end,
            told: update.rows.len() as u64,
            items: update.faults.into_iter().map(CcisFaultOut::from).collect(),
        }))
    }

    /// Download those with a plan for the SEN2 return
    ///
    /// For managers. One row for each young person who has an education, health and care plan and has left Year 11, with where
    /// they are as the return calls it, and the days of their plan as far as they are known here. A help to fill the
    /// return in: the council's own system may know more of a plan.
    #[oai(path = "/sen2", method = "get", operation_id = "download_sen2")]
    async fn sen2(&self, app: Data<&App>, me: WithPeople) -> Result<CsvOut> {
        let (app, scope) = (app.0, *me.scope());
        let today = app.today();
        let plans = app.store.read::<_, _, StoreError>(scope, async |tx| tx.plans().await).await?;
        let rows: Vec<_> = followed(app, scope, today)
            .await?
            .into_iter()
            .filter_map(|(person, spells)| {
                let plan = plans.get(&person.id);
                let row = sen2_out::row(&person, &spells, plan, &app.activities, today)?;
                Some((person.id, row))
            })
            .collect();
        let file = to_csv(sen2_out::COLUMNS, rows.iter().map(|(_, row)| row.clone()));
        noted(app, scope, rows.iter().map(|(person, _)| *person), "download_sen2").await?;
        Ok(CsvOut { body: Body::from_string(file), file_name: "sen2-post-16.csv" })
    }
}

/// What the council's system is told of a month.
struct Update {
    period_end: NaiveDate,
    rows: Vec<(PersonId, CcisRow)>,
    faults: Vec<(Person, Vec<Broken>)>,
}

impl Update {
    async fn read(app: &App, scope: Caseload, period_end: Option<NaiveDate>) -> Result<Self> {
        let today = app.today();
        let last = today.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(today);
        let period_end = period_end.unwrap_or(last);
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        for (person, spells) in followed(app, scope, today).await? {
            match ccis_out::row(&person, &spells, &app.activities, period_end) {
                Ok(row) => rows.push((person.id, row)),
                Err(broken) => faults.push((person, broken)),
            }
        }
        rows.sort_by(|(_, one), (_, other)| one.cmp(other));
        faults.sort_by_key(|(person, _)| (person.search_name(), person.id));
        Ok(Self { period_end, rows, faults })
    }
}

/// Everybody in reach who is followed, with what they did.
async fn followed(
    app: &App,
    scope: Caseload,
    today: NaiveDate,
) -> Result<Vec<(Person, Vec<Spell>)>> {
    let (people, spells) = app
        .store
        .read::<_, _, StoreError>(scope, async |tx| Ok((tx.people().await?, tx.spells().await?)))
        .await?;
    let mut theirs: HashMap<PersonId, Vec<Spell>> = HashMap::new();
    for (person, spell) in spells {
        theirs.entry(person).or_default().push(spell);
    }
    let followed = people
        .into_iter()
        .map(|(person, _)| person)
        .filter(|person| !matches!(person.journey.stage(today), Stage::Completed | Stage::Left));
    Ok(followed
        .map(|person| {
            let spells = theirs.remove(&person.id).unwrap_or_default();
            (person, spells)
        })
        .collect())
}

async fn noted(
    app: &App,
    scope: Caseload,
    people: impl Iterator<Item = PersonId>,
    what: &'static str,
) -> Result<()> {
    let ids = people.map(|person| (app.new_id(), person)).collect();
    let now = app.now();
    app.store.write(scope, async |tx| Ok(tx.note_accesses(ids, what, now).await?)).await
}

/// Who is not in the update for the council.
#[derive(Object)]
#[oai(rename = "CcisFaults")]
struct CcisFaultsOut {
    /// The last day of the month that the update is for.
    period_end: NaiveDate,
    /// How many young people are in it.
    told: u64,
    /// Who is not, by name.
    items: Vec<CcisFaultOut>,
}

/// Somebody who is not in the update for the council.
#[derive(Object)]
#[oai(rename = "CcisFault")]
struct CcisFaultOut {
    /// Who.
    person_id: Uuid,
    /// How staff read them.
    name: String,
    /// The rules that their row would break.
    rules: Vec<BrokenRuleOut>,
}

/// A rule that a row would break.
#[derive(Object)]
#[oai(rename = "BrokenRule")]
struct BrokenRuleOut {
    /// Its number in the national requirement.
    rule: u16,
    /// What is wrong, and what to do.
    what: String,
}

impl From<(Person, Vec<Broken>)> for CcisFaultOut {
    fn from((person, broken): (Person, Vec<Broken>)) -> Self {
        let rule = |it: Broken| BrokenRuleOut { rule: it.rule, what: it.words.into() };
        Self {
            person_id: person.id.0,
            name: person.full_name(),
            rules: broken.into_iter().map(rule).collect(),
        }
    }
}
