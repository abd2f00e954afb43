//! Whole records go from one installation to another, and nothing is lost on the way.

use std::{collections::BTreeSet, io::Write, path::PathBuf};

use api::{
    packaging::{self, TakeInError, TakenIn},
    store::packages::{FIELDS_THAT_STAY, STAYS, THINGS, schema as schema_of_a_line},
};
use domain::{id::PartnershipId, staff::Role};
use sea_orm::{Database, DatabaseConnection};

use crate::{
    database,
    house::House,
    migrations::{
        rows::{keep, keep_one_of_each},
        sample, schema,
    },
    story::council::SAMPLE,
};

async fn open(house: &House) -> DatabaseConnection {
    Database::connect(house.database.url()).await.expect("the database opens beside the service")
}

/// A house with one full row in every table.
async fn full(house: House) -> (House, PartnershipId) {
    // Only what the samples name: the shipped questionnaire was kept at another moment in each house.
    house.database.run("DELETE FROM questionnaire").await;
    let db = open(&house).await;
    keep_one_of_each(&db).await;
    db.close().await.expect("the connection closes");
    (house, PartnershipId(sample::partnership().id))
}

/// A house with the same partnership, and nobody in it.
async fn empty(house: House) -> (House, PartnershipId) {
    house.database.run("DELETE FROM questionnaire").await;
    let db = open(&house).await;
    keep(&db, sample::partnership()).await;
    keep(&db, sample::partnership_council()).await;
    db.close().await.expect("the connection closes");
    (house, PartnershipId(sample::partnership().id))
}

async fn export((house, partnership): &(House, PartnershipId)) -> Vec<u8> {
    let mut package = Vec::new();
    packaging::export_partnership(&house.app, house.system, *partnership, None, &mut package)
        .await
        .expect("it can be exported");
    package
}

async fn take_in(
    (house, partnership): &(House, PartnershipId),
    package: &[u8],
    dry_run: bool,
) -> Result<TakenIn, TakeInError> {
    let mut file = tempfile::tempfile().expect("there is room");
    file.write_all(package).expect("there is room");
    let admin = house.system.administer(*partnership);
    packaging::take_in(&house.app, admin, file, dry_run).await
}

/// Every field that travels of every row, as the database itself writes it: `table.column` with its values in order.
async fn fields(house: &House) -> BTreeSet<String> {
    let db = open(house).await;
    let columns = schema::columns(&db).await;
    let sqlite = house.database.url().starts_with("sqlite");
    db.close().await.expect("the connection closes");
    let mut all = BTreeSet::new();
    for place in columns.iter().filter_map(|column| column.split([' ', '?']).next()) {
        let (table, column) = place.split_once('.').expect("a table and a column");
        let stays = FIELDS_THAT_STAY.iter().any(|(of, field, _)| (*of, *field) == (table, column));
        if !THINGS.contains(&table) || stays {
            continue;
        }
        let value = match sqlite {
            true => format!("quote(\"{column}\")"),
            false => format!("quote_nullable(\"{column}\"::text)"),
        };
        let values =
            house.database.texts(&format!("SELECT {value} FROM \"{table}\" ORDER BY 1")).await;
        all.insert(format!("{place}: {}", values.join(" ")));
    }
    all
}

#[tokio::test]
async fn every_table_travels_or_stays_for_a_reason() {
    let house = House::new().await;
    let db = open(&house).await;
    let tables = schema::tables(&db).await;
    let known: BTreeSet<String> = THINGS
        .iter()
        .copied()
        .chain(STAYS.iter().map(|(table, _)| *table))
        .map(str::to_owned)
        .collect();
    assert_eq!(known.len(), THINGS.len() + STAYS.len(), "a table both travels and stays");
    assert_eq!(tables.symmetric_difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());

    let columns = schema::columns(&db).await;
    let there: BTreeSet<&str> =
        columns.iter().filter_map(|column| column.split([' ', '?']).next()).collect();
    for (table, field, _) in FIELDS_THAT_STAY {
        assert!(there.contains(format!("{table}.{field}").as_str()), "{table}.{field} is gone");
    }
}

#[tokio::test]
async fn a_record_comes_back_field_by_field_through_another_installation() {
    let here = full(House::new().await).await;
    let package = export(&here).await;

    // By way of the other database, so that what one keeps and the other does not would be lost.
    let there = empty(House::on(database::migrated_elsewhere().await).await).await;
    let taken = take_in(&there, &package, false).await.expect("it is taken in");
    for (thing, all, new) in &taken.things {
        assert!(*all >= 1 && new == all, "{thing}: {new} of {all}");
    }
    let things: Vec<&str> = taken.things.iter().map(|(thing, ..)| *thing).collect();
    assert_eq!(things, THINGS);
    let again = export(&there).await;
    assert_eq!(again, package);

    let back = empty(House::new().await).await;
    take_in(&back, &again, false).await.expect("it is taken in");
    let (before, after) = (fields(&here.0).await, fields(&back.0).await);
    assert_eq!(after.symmetric_difference(&before).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(before.len() > 200, "{} fields were compared", before.len());
}

#[tokio::test]
async fn the_same_package_again_changes_nothing_and_a_dry_run_nothing_at_all() {
    let package = export(&full(House::new().await).await).await;
    let there = empty(House::new().await).await;
    let nothing = fields(&there.0).await;

    let tried = take_in(&there, &package, true).await.unwrap();
    assert!(tried.dry_run && fields(&there.0).await == nothing);
    let taken = take_in(&there, &package, false).await.unwrap();
    assert_eq!(tried.things, taken.things);
    let once = fields(&there.0).await;

    there.0.database.run("UPDATE goal SET words = 'Changed here since'").await;
    let again = take_in(&there, &package, false).await.unwrap();
    assert!(again.things.iter().all(|(_, _, new)| *new == 0), "{again:?}");
    there.0.database.run(&format!("UPDATE goal SET words = '{}'", sample::goal().words)).await;
    assert_eq!(fields(&there.0).await, once);
}

#[tokio::test]
async fn what_is_not_whole_is_refused_and_nothing_is_written() {
    let package = export(&full(House::new().await).await).await;
    let there = empty(House::new().await).await;
    let nothing = fields(&there.0).await;

    let middle = package.len() / 2;
    let mut changed = package.clone();
    changed[middle] ^= 1;
    let text = String::from_utf8(package.clone()).unwrap();
    for (package, said) in [
        (package[..middle].to_vec(), "not whole"),
        (package[..package.len() - 80].to_vec(), ""),
        (changed, ""),
        (text.replacen("record.v1", "record.v2", 1).into(), "bring it up to date"),
        (b"YoungPersonsID\n1\n".to_vec(), "does not say so"),
        (Vec::new(), "does not say so"),
    ] {
        let refused = take_in(&there, &package, false).await.expect_err(said);
        assert!(refused.to_string().contains(said), "{refused}");
    }

    // Whole, and yet nothing that can be taken in: made anew with a foot that is right.
    let forged = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let (mut lines, foot) = (text.replace(from, to), text.rfind("{\"things\"").unwrap());
        lines.truncate(foot + lines.len() - text.len());
        let mut writer: Option<domain::package::Writer<Vec<u8>>> = None;
        for line in lines.lines() {
            match &mut writer {
                None => {
                    let head = serde_json::from_str(line).unwrap();
                    writer = Some(domain::package::Writer::new(Vec::new(), &head).unwrap());
                }
                Some(writer) => writer.add(&serde_json::from_str(line).unwrap()).unwrap(),
            }
        }
        writer.unwrap().finish().unwrap()
    };
    for (from, to, said) in [
        ("\"thing\":\"goal\"", "\"thing\":\"shoe\"", "no kind of thing"),
        ("\"reached_at\"", "\"shoe_size\"", "a field here that is not known"),
        ("\"direction\":\"", "\"direction\":\"x", "not as it has to be"),
        ("\"due_on\":\"", "\"due_on\":\"x", "holds something that it cannot hold"),
        ("\"thing\":\"check_in\"", "\"thing\":\"goal\"", ""),
    ] {
        let refused = take_in(&there, &forged(from, to), false).await.expect_err(from);
        assert!(refused.to_string().contains(said), "{from}: {refused}");
    }
    assert_eq!(fields(&there.0).await, nothing);
}

#[tokio::test]
async fn a_manager_sends_a_caseload_and_an_administrator_takes_it_in() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(SAMPLE).await.ok();
    let package = council.proven().await.get("/caseload/package").await;
    assert_eq!(package.status, 200);
    assert!(package.text.starts_with("{\"format\":\"throughline-record.v1\""));
    let looks = house.database.count("access_event").await;
    assert_eq!(looks, 254);

    let elsewhere = House::on(database::migrated_elsewhere().await).await;
    let other = elsewhere.council().await;
    let send = async |query: &str, text: &str| {
        let path = format!("/packages{query}");
        other.admin.send_text("POST", &path, "application/jsonl", text).await
    };
    let report = send("", &package.text).await.ok();
    assert_eq!(report["from"], "derbyshire");
    assert_eq!(other.everybody().await.len(), 254);
    let (mut ethan, mut same) =
        (council.record("Ethan Patel").await, other.record("Ethan Patel").await);
    for record in [&mut ethan, &mut same] {
        record.as_object_mut().unwrap().remove("as_of");
    }
    assert_eq!(ethan, same);

    // One person, too; and nobody else's business.
    let id = ethan["id"].as_str().unwrap();
    let one = council.proven().await.get(&format!("/people/{id}/package")).await;
    assert!(one.text.contains(id) && one.text.lines().count() < 20);
    let worker = council.area.member("Wanda Work", Role::Worker).await;
    assert_eq!(worker.get(&format!("/people/{id}/package")).await.problem().0, 403);

    let cut = &package.text[..package.text.len() / 2];
    assert_eq!(send("", cut).await.problem(), (422, "import-refused"));
}

#[tokio::test]
async fn staff_who_are_here_already_are_the_same_people() {
    let here = full(House::new().await).await;
    let package = export(&here).await;
    let there = empty(House::new().await).await;
    let db = open(&there.0).await;
    let known = uuid::Uuid::from_u128(4_711);
    keep(&db, crate::migrations::entity::staff::Model { id: known, ..sample::staff() }).await;
    db.close().await.expect("the connection closes");

    take_in(&there, &package, false).await.expect("it is taken in");
    // They, and a colleague whom a handover names.
    assert_eq!(there.0.database.count("staff").await, 2);
    take_in(&there, &package, false).await.expect("it is taken in again");
    assert_eq!(there.0.database.count("contact").await, 1);

    // Somebody of another partnership has the address: what was done is kept under an account that has ended.
    let busy = empty(House::new().await).await;
    let db = open(&busy.0).await;
    let (elsewhere, slug) = (uuid::Uuid::from_u128(800), "southshire".to_owned());
    keep(
        &db,
        crate::migrations::entity::partnership::Model {
            id: elsewhere,
            slug,
            ..sample::partnership()
        },
    )
    .await;
    keep(
        &db,
        crate::migrations::entity::staff::Model { partnership_id: elsewhere, ..sample::staff() },
    )
    .await;
    db.close().await.expect("the connection closes");
    for _ in 0..2 {
        take_in(&busy, &package, false).await.expect("it is taken in");
        assert_eq!(busy.0.database.count("staff").await, 3);
    }
}

#[tokio::test]
async fn two_at_once_take_a_package_in_once() {
    let package = export(&full(House::new().await).await).await;
    let there = empty(House::new().await).await;
    let (one, other) =
        tokio::join!(take_in(&there, &package, false), take_in(&there, &package, false));
    let new = |taken: TakenIn| taken.things.iter().map(|(_, _, new)| new).sum::<u64>();
    let counts = BTreeSet::from([new(one.unwrap()), new(other.unwrap())]);
    assert!(counts.contains(&0) && counts.len() == 2, "{counts:?}");
}

#[test]
fn the_schema_of_a_package_is_the_one_in_the_folder() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi/record.v1.schema.json");
    let schema = serde_json::to_string_pretty(&schema_of_a_line()).unwrap() + "\n";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), schema, "run again with BLESS=1");
}
