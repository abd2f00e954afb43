//! What it costs to take a council's file in, beside a bare bulk insert of the same rows into the same tables, and how much
//! memory it takes. It prints figures and passes no verdict: `tests/README.md` says how to run it and what it said.

#[path = "../answering/cpu.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod cpu;
#[path = "../prompting/memory.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod memory;
#[path = "../answering/place.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod place;

use std::{
    ffi::OsString,
    fs::File,
    io::{BufWriter, Seek, Write},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use api::{
    app::App,
    config::Config,
    importing::{self, How},
    starting,
    store::{StoreError, scope::System},
};
use chrono::NaiveDate;
use domain::{
    id::PartnershipId, identifier::CouncilCode, journey::TransitionRule, partnership::Partnership,
    text::Line,
};
use place::Place;
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, TransactionTrait,
    sea_query::{Alias, Expr, Query, Value},
};
use uuid::Uuid;

const USAGE: &str = "say how many rows, and on which database (sqlite or postgres), or nothing";
const COLUMNS: &str = "YoungPersonsID,GivenName,FamilyName,DOB,LeadLEA,SENDFlag,SENSupportFlag,ActivityCode,StartDate,DateVerified,\
     ReviewDate,EstablishmentName,PredictedEndDate,TransitionDate,MobileNumber";
/// As many rows to a statement as the product puts there.
const AT_ONCE: usize = 500;
const TURNS: usize = 3;

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let (size, only) = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => (100_000, String::new()),
        [size] => (size.parse().context(USAGE)?, String::new()),
        [size, only, ..] => (size.parse().context(USAGE)?, (*only).to_owned()),
    };
    for place in Place::all(&only).await? {
        println!("\n{}", place.description().await?);
        let measured = measure(&place, size).await;
        place.tidy().await?;
        measured?;
    }
    Ok(())
}

async fn measure(place: &Place, size: usize) -> Result<()> {
    let (app, system) = product(&place.url()).await?;
    let db = Database::connect(place.url()).await?;
    let file = file(size)?;
    println!("{size} rows, {} MiB", file.metadata()?.len() >> 20);
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    let before = memory::most();
    for turn in 0..TURNS {
        let one = partnership(&app, system, &format!("bare-{turn}")).await?;
        let begun = Instant::now();
        insert(&db, one, size).await?;
        bare.push(begun.elapsed());

        let one = partnership(&app, system, &format!("whole-{turn}")).await?;
        let mut again = file.try_clone()?;
        again.rewind()?;
        let begun = Instant::now();
        let report = importing::import(&app, system.administer(one), again, How::default()).await?;
        whole.push(begun.elapsed());
        ensure!(
            report.added == size as u64,
            "{} were added: {:?}",
            report.added,
            report.faults.first()
        );
    }
    let (bare, whole) = (middle(bare), middle(whole));
    println!("a bare bulk insert of the same people and spells: {:.2} s", bare.as_secs_f64());
    println!(
        "the file taken in: {:.2} s, {:.2} times as long",
        whole.as_secs_f64(),
        whole.as_secs_f64() / bare.as_secs_f64()
    );
    println!("memory at most: {} MiB, of which {before} before the first row", memory::most());
    Ok(())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

async fn product(url: &str) -> Result<(App, System)> {
    let args = ["throughline", "--database", url, "--listen", "127.0.0.1:0", "serve"];
    let config = Config::read(args.into_iter().map(OsString::from))?;
    starting::start(&config).await
}

async fn partnership(app: &App, system: System, slug: &str) -> Result<PartnershipId> {
    let partnership = Partnership {
        id: app.new_id(),
        slug: slug.into(),
        name: Line::new("Town")?,
        service_name: Line::new("Next Steps")?,
        transition_rule: TransitionRule::EighteenthBirthday,
        staffed_hours: Line::new("9 to 5, Monday to Friday")?,
        safety_questions: false,
        demonstration: false,
        councils: vec![CouncilCode::parse("830")?],
    };
    let now = app.now();
    app.store
        .write::<_, _, StoreError>(system, async |tx| tx.add_partnership(&partnership, now).await)
        .await?;
    Ok(partnership.id)
}

/// Somebody of the file: a number, a name, a birth date.
fn young(number: usize) -> (String, String, String, NaiveDate) {
    let birth = NaiveDate::from_ymd_opt(2008, 1, 1).expect("it is a day")
        + chrono::Days::new((number % 300) as u64);
    (format!("830{number:010}"), format!("Amina{}", number % 997), format!("Rahman{number}"), birth)
}

fn file(size: usize) -> Result<File> {
    let file = tempfile::tempfile()?;
    let mut to = BufWriter::new(&file);
    writeln!(to, "{COLUMNS}\r")?;
    for number in 0..size {
        let (id, given, family, birth) = young(number);
        let of_age = birth + chrono::Months::new(18 * 12);
        writeln!(
            to,
            "{id},{given},{family},{birth},830,Y,N,230,2026-07-01,2026-09-01,,Northside College,2027-07-31,{of_age},07700 9{:05}\r",
            number % 100_000
        )?;
    }
    to.flush()?;
    drop(to);
    Ok(file)
}

/// The same people and spells, in one transaction, and nothing besides.
async fn insert(db: &DatabaseConnection, here: PartnershipId, size: usize) -> Result<()> {
    const PERSON: [&str; 20] = [
        "partnership_id",
        "id",
        "council_code",
        "client_record_id",
        "given_name",
        "family_name",
        "search_name",
        "birth_date",
        "sen_provision",
        "mobile",
        "transition_on",
        "journey_ends_on",
        "prompt_weekday",
        "prompt_slot",
        "prompt_often",
        "reading",
        "text_size",
        "language",
        "created_at",
        "changed_at",
    ];
    const SPELL: [&str; 10] = [
        "partnership_id",
        "id",
        "person_id",
        "activity_code",
        "source",
        "started_on",
        "verified_on",
        "predicted_end_on",
        "provider",
        "recorded_at",
    ];
    let day = |text: &str| text.parse::<NaiveDate>().expect("it is a day");
    let now = chrono::DateTime::from_timestamp(1_788_000_000, 0).expect("it is a moment");
    let values = |values: Vec<Value>| values.into_iter().map(Expr::value).collect::<Vec<_>>();
    let tx = db.begin().await?;
    let numbers: Vec<usize> = (0..size).collect();
    for chunk in numbers.chunks(AT_ONCE) {
        let (mut people, mut spells) = (Query::insert(), Query::insert());
        people.into_table(Alias::new("person")).columns(PERSON.map(Alias::new));
        spells.into_table(Alias::new("spell")).columns(SPELL.map(Alias::new));
        for &number in chunk {
            let (id, given, family, birth) = young(number);
            let person = Uuid::from_u128(here.0.as_u128() ^ (number as u128 + 1));
            let of_age = birth + chrono::Months::new(18 * 12);
            let name = format!("{given} {family}").to_lowercase();
            people.values(values(vec![
                here.0.into(),
                person.into(),
                "830".into(),
                id.into(),
                given.into(),
                family.into(),
                name.into(),
                birth.into(),
                "ehc-plan".into(),
                format!("+4477009{:05}", number % 100_000).into(),
                of_age.into(),
                (of_age + chrono::Months::new(24)).into(),
                3_i16.into(),
                "16:30".into(),
                "usual".into(),
                "plain".into(),
                "normal".into(),
                "en-GB".into(),
                now.into(),
                now.into(),
            ]))?;
            spells.values(values(vec![
                here.0.into(),
                Uuid::from_u128(person.as_u128() ^ (1 << 100)).into(),
                person.into(),
                230_i16.into(),
                "import".into(),
                day("2026-07-01").into(),
                day("2026-09-01").into(),
                day("2027-07-31").into(),
                "Northside College".into(),
                now.into(),
            ]))?;
        }
        tx.execute(&people).await?;
        tx.execute(&spells).await?;
    }
    tx.commit().await?;
    Ok(())
}
