//! How long a worker waits for the caseload: its first page, a filtered one, one person's page, a name with a letter wrong.
//! Beside each, in the same minute and on the same database, the one bare query that fetches the same rows. It prints
//! figures and no verdict: `tests/README.md` says how to run it and what it said.

#[path = "../answering/cpu.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod cpu;
#[path = "../answering/place.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod place;
mod region;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use api::{http::service, jobs};
use domain::name::wanted;
use place::Place;
use poem::{Endpoint, EndpointExt, Request, Response, endpoint::BoxEndpoint, http::header};
use region::{Region, Who};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value,
};

/// How often each is asked.
const ROUNDS: usize = 200;
const USAGE: &str =
    "say how many young people, and on which database (sqlite or postgres), or nothing";

/// What one asks for.
struct Question {
    what: &'static str,
    method: &'static str,
    path: String,
    body: Option<String>,
    who: Who,
    sql: String,
    values: Vec<Value>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let size = args.first().map_or(Ok(6_000), |size| size.parse()).context(USAGE)?;
    for place in Place::all(args.get(1).map_or("", String::as_str)).await? {
        println!("\n{}", place.description().await?);
        let measured = measure(&place, size).await;
        place.tidy().await?;
        measured?;
    }
    Ok(())
}

async fn measure(place: &Place, size: usize) -> Result<()> {
    let begun = Instant::now();
    let region = Region::build(&place.url(), size).await?;
    println!("{size} young people moved in within {:.0} s", begun.elapsed().as_secs_f64());
    let (begun, mut rows) = (Instant::now(), 0);
    loop {
        let done = jobs::stand(&region.app, region.system).await?;
        rows += done.done;
        if !done.more {
            break;
        }
    }
    let each = begun.elapsed().as_micros() as f64 / rows.max(1) as f64;
    println!("{rows} rows worked out, {each:.0} µs each, with what names are found by");
    place.settle().await?;

    let served = service(region.app.clone(), region.system, Default::default()).boxed();
    let mut options = ConnectOptions::new(place.url());
    options.max_connections(1).sqlx_logging(false);
    let bare = Database::connect(options).await?;
    println!(
        "| what | service, middle and 95 of 100 | bare query | ratio of the middles | trips |"
    );
    for question in questions(&region, bare.get_database_backend())? {
        ask(&region, &served, &bare, &question).await?;
    }
    Ok(bare.close().await?)
}

async fn ask(
    region: &Region,
    served: &BoxEndpoint<'static, Response>,
    bare: &DatabaseConnection,
    question: &Question,
) -> Result<()> {
    let (mut ours, mut theirs, mut trips) = (Vec::new(), Vec::new(), 0);
    let statement = Statement::from_sql_and_values(
        bare.get_database_backend(),
        question.sql.clone(),
        question.values.clone(),
    );
    for round in 0..ROUNDS + 20 {
        let begun = Instant::now();
        let response = served.get_response(request(region, question)).await;
        let took = begun.elapsed();
        ensure!(response.status().is_success(), "{} {}", question.what, response.status());
        trips = response.extensions().get::<api::store::Trips>().map_or(0, |trips| trips.0);
        let begun = Instant::now();
        let rows = bare.query_all_raw(statement.clone()).await?;
        let their_time = begun.elapsed();
        ensure!(!rows.is_empty(), "{} finds nobody", question.what);
        // What comes first fills caches on both sides.
        if round >= 20 {
            ours.push(took);
            theirs.push(their_time);
        }
    }
    let (ours, theirs) = (Times::of(ours), Times::of(theirs));
    println!(
        "| {} | {} and {} ms | {} and {} ms | {:.1} | {trips} |",
        question.what,
        ms(ours.middle),
        ms(ours.late),
        ms(theirs.middle),
        ms(theirs.late),
        ours.middle.as_secs_f64() / theirs.middle.as_secs_f64()
    );
    Ok(())
}

struct Times {
    middle: Duration,
    late: Duration,
}

impl Times {
    fn of(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self { middle: all[all.len() / 2], late: all[all.len() * 95 / 100] }
    }
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

fn request(region: &Region, question: &Question) -> Request {
    let token = region.token(question.who);
    let request = Request::builder()
        .method(question.method.parse().expect("a method of HTTP"))
        .uri(question.path.parse().expect("a path"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    match &question.body {
        Some(body) => request.content_type("application/json").body(body.clone()),
        None => request.finish(),
    }
}

fn questions(region: &Region, backend: DbBackend) -> Result<Vec<Question>> {
    let mark = |number: usize| match backend {
        DbBackend::Sqlite => format!("?{number}"),
        _ => format!("${number}"),
    };
    let (one, two) = (mark(1), mark(2));
    let mine = format!(
        "SELECT s.person_id, s.shown, w.name FROM standing s
        JOIN assignment a ON a.partnership_id = s.partnership_id AND a.person_id = s.person_id
        LEFT JOIN staff w ON w.id = s.worker_id
        WHERE s.partnership_id = {one} AND a.staff_id = {two} AND a.ended_at IS NULL AND s.here = TRUE"
    );
    let all = format!(
        "SELECT s.person_id, s.shown, w.name FROM standing s LEFT JOIN staff w ON w.id = s.worker_id
        WHERE s.partnership_id = {one} AND s.here = TRUE"
    );
    let order = "ORDER BY s.place, s.waits_since, s.name, s.person_id LIMIT 50";
    let by_worker = || vec![region.partnership.0.into(), region.worker.0.into()];
    let get = |what, path: String, who, sql, values| Question {
        what,
        method: "GET",
        path: format!("/worker/v1{path}"),
        body: None,
        who,
        sql,
        values,
    };
    let keys = wanted(&region.typed);
    let found: String = keys
        .iter()
        .map(|any| {
            let any: Vec<String> = any.iter().map(i32::to_string).collect();
            format!(
                " AND s.person_id IN (SELECT person_id FROM name_key
                WHERE partnership_id = {one} AND key IN ({}))",
                any.join(",")
            )
        })
        .collect();
    let tables = [
        ("check_in", "kind", "questionnaire_version"),
        ("answer", "question", "codes"),
        ("spell", "source", "provider"),
        ("promise", "name", "provider"),
        ("contact", "kind", "note"),
        ("alert", "trigger", "priority"),
        ("task", "kind", "kind"),
        ("goal", "words", "words"),
        ("talk", "way", "words"),
        ("supporter", "name", "relation"),
        ("data_request", "asked", "words"),
        ("invitation", "route", "code_group"),
    ];
    let person = tables.map(|(table, first, second)| {
        format!(
            "SELECT '{table}' AS what, id, {first}, {second} FROM {table}
            WHERE partnership_id = {one} AND person_id = {two}"
        )
    });
    let of_person = || vec![region.partnership.0.into(), region.somebody.0.into()];
    let search = |what, who, sql: &str, values| Question {
        what,
        method: "POST",
        path: "/worker/v1/caseload/search".into(),
        body: Some(format!(r#"{{"name":"{}"}}"#, region.typed)),
        who,
        sql: format!("{sql}{found} LIMIT 200"),
        values,
    };
    Ok(vec![
        get(
            "first page of 200 people",
            "/caseload".into(),
            Who::Worker,
            format!("{mine} {order}"),
            by_worker(),
        ),
        get(
            "the same, filtered",
            "/caseload?headline=in-education-or-work&order=urgency".into(),
            Who::Worker,
            format!("{mine} AND s.headline = 'in-education-or-work' {order}"),
            by_worker(),
        ),
        get(
            "first page of everybody, a manager's",
            "/caseload".into(),
            Who::Manager,
            format!("{all} {order}"),
            vec![region.partnership.0.into()],
        ),
        get(
            "one person's page",
            format!("/people/{}", region.somebody),
            Who::Worker,
            person.join(" UNION ALL "),
            of_person(),
        ),
        search("a name with a letter wrong", Who::Worker, &mine, by_worker()),
        search("the same, a manager's", Who::Manager, &all, vec![region.partnership.0.into()]),
    ])
}
