//! Files as councils' systems and spreadsheets write them: the same people, however they are written.

use serde_json::{Value, json};

use crate::{
    house::{Answer, House},
    story::council::{Council, SAMPLE, counted, lines},
};

const DAY_FIRST: &str = "could have the day or the month first";

impl Council<'_> {
    async fn send_bytes(&self, query: &str, bytes: Vec<u8>) -> Answer {
        self.admin.send_text("POST", &format!("/imports{query}"), "text/csv", bytes).await
    }
}

fn sample() -> &'static str {
    SAMPLE.trim_start_matches('\u{feff}')
}

fn utf16(text: &str) -> Vec<u8> {
    let marked = std::iter::once('\u{feff}').chain(text.chars());
    marked.collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Western Europe")).collect()
}

/// Days as people in Britain write them.
fn british(text: &str) -> String {
    let cell = |cell: &str| match cell.parse::<chrono::NaiveDate>() {
        Ok(day) => day.format("%d/%m/%Y").to_string(),
        Err(_) => cell.to_owned(),
    };
    let line = |line: &str| line.split(',').map(cell).collect::<Vec<_>>().join(",");
    text.lines().map(line).collect::<Vec<_>>().join("\r\n")
}

/// Days as a spreadsheet keeps them.
fn serials(text: &str) -> String {
    let first = "1899-12-30".parse::<chrono::NaiveDate>().unwrap();
    let cell = |cell: &str| match cell.parse::<chrono::NaiveDate>() {
        Ok(day) => (day - first).num_days().to_string(),
        Err(_) => cell.to_owned(),
    };
    let line = |line: &str| line.split(',').map(cell).collect::<Vec<_>>().join(",");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_same_people_are_known_again_however_the_file_is_written() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(SAMPLE).await.ok();
    let header = sample().lines().next().unwrap();
    let again = format!(
        "{}{header}\r\n",
        sample().replacen("8301000000100,", &format!("{header}\r\n8301000000100,"), 1)
    );

    for (file, written) in [
        (utf16(sample()), Some("Its letters were read as UTF-16 LE.")),
        (sample().replace(',', ";").into(), Some("Its cells are separated by \";\".")),
        (sample().replace(',', "\t").into(), Some("Its cells are separated by tabs.")),
        (sample().replace("\r\n", "\n").replace('\n', "\r").into(), None),
        (
            sample().replacen("\r\n", "\n", 7).into(),
            Some("Its lines end in several ways: LF, CR LF."),
        ),
        (
            format!("Clients\r\n{}", sample()).into(),
            Some("The columns are named on line 2; what stands above was passed over."),
        ),
        (again.into(), Some("The header stands in it 2 more times; those lines were passed over.")),
        (british(sample()).into(), None),
        (serials(sample()).into(), None),
    ] {
        let report = council.send_bytes("", file).await.ok();
        assert_eq!(counted(&report), [400, 0, 0, 254, 146], "{written:?}");
        if let Some(written) = written {
            assert_eq!(report["written"], written);
        }
    }
}

#[tokio::test]
async fn what_could_be_read_two_ways_is_told() {
    let house = House::new().await;
    let council = house.council().await;

    // Born on the 18th, so only one way; the activity began on 9 March or on 3 September.
    let report = council.send_bytes("", british(&lines(&[2])).into()).await.ok();
    let warned = |column: &str| {
        let warnings = report["warnings"].as_array().unwrap();
        warnings.iter().any(|odd| odd["column"] == column && odd["what"] == DAY_FIRST)
    };
    assert!(warned("StartDate") && !warned("DOB"));
    let ethan = council.record("Ethan Patel").await;
    assert_eq!(ethan["destinations"][0]["started_on"], "2026-03-09");

    let american = lines(&[4]).replace("2008-07-16", "07/16/2008");
    let refused = council.send(&american).await;
    assert_eq!(refused.problem(), (422, "import-refused"));
    assert!(refused.body.to_string().contains("is a date only with the month first"));
}

#[tokio::test]
async fn names_of_all_kinds_are_kept_as_they_are() {
    let house = House::new().await;
    let council = house.council().await;
    let names = [
        ("D'Arcy", "O’Neill-Smith"),
        ("Madonna", ""),
        ("محمد", "الأحمد"),
        ("יוסף", "כהן"),
        ("علی\u{200c}رضا", "رضایی"),
        ("Nguyễn Thị", "Bích"),
    ];
    let rows = lines(&[2, 3, 4, 5, 6, 7]);
    let mut file: Vec<String> = rows.lines().map(str::to_owned).collect();
    for (row, (given, family)) in file[1..].iter_mut().zip(names) {
        let mut cells: Vec<&str> = row.split(',').collect();
        (cells[2], cells[3], cells[4]) = (given, family, "");
        *row = cells.join(",");
    }
    let report = council.send(&file.join("\n")).await.ok();
    let taken = report["added"].as_u64().unwrap();
    let people = council.everybody().await;
    assert_eq!(people.len() as u64, taken);

    let told: Vec<String> =
        names.iter().map(|(given, family)| format!("{given} {family}").trim().to_owned()).collect();
    for row in &people {
        assert!(told.contains(&row["name"].as_str().unwrap().to_owned()), "{}", row["name"]);
    }
    let single = council.record("Madonna").await;
    assert_eq!(single["family_name"], "");
    // The same file again finds everybody as they are.
    assert_eq!(council.send(&file.join("\n")).await.ok()["unchanged"], taken);
}

#[tokio::test]
async fn western_letters_are_read_and_lost_ones_are_told() {
    let house = House::new().await;
    let council = house.council().await;
    let file = lines(&[2]).replace("Ethan", "Zoë");

    let report = council.send_bytes("", latin(file.trim_start_matches('\u{feff}'))).await.ok();
    assert_eq!(report["written"], "Its letters were read as Windows-1252.");
    council.record("Zoë Patel").await;

    let report = council.send(&file.replace("Zoë", "ZoÃ«")).await.ok();
    assert!(report["warnings"].to_string().contains("encoded twice"));
}

#[tokio::test]
async fn what_is_no_file_of_people_is_refused_with_words() {
    let house = House::new().await;
    let council = house.council().await;
    let open = format!("{}\"{}", lines(&[2]), "x\n".repeat(700_000));
    for (file, said) in [
        (b"PK\x03\x04\x14\x00".to_vec(), "is not text"),
        (Vec::new(), "is empty"),
        (open.into(), "a quotation mark that is opened and never closed"),
        (lines(&[2]).replace("Ethan", "=cmd|' /C calc'!A0").into(), "takes for a formula"),
        (
            lines(&[2]).replace("8301000000000", "8.301E+12").into(),
            "spreadsheet may have shortened it",
        ),
    ] {
        let refused = council.send_bytes("", file).await;
        assert_eq!(refused.problem(), (422, "import-refused"));
        assert!(refused.body.to_string().contains(said), "{said}: {}", refused.body);
    }
    assert_eq!(council.everybody().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_file_of_changes_says_nothing_where_it_is_empty() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2, 3, 4])).await.ok();
    let before = council.record("Ethan Patel").await;

    let changes = "YoungPersonsID,MobileNumber,Email,CohortStatus\n\
                   8301000000000,07700 900111,,\n8301000000002,,,T\n";
    let tried = council.send_bytes("?delta=true&dry_run=true", changes.into()).await.ok();
    let report = council.send_bytes("?delta=true", changes.into()).await.ok();
    for report in [tried, report] {
        assert_eq!(counted(&report), [2, 0, 1, 0, 0]);
        assert_eq!(report["leavers"], 1);
    }
    let after = council.record("Ethan Patel").await;
    assert_eq!(after["mobile"], "+447700900111");
    for part in ["email", "birth_date", "sen_provision", "destinations", "journey"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    let left = "SELECT client_record_id FROM person WHERE left_on IS NOT NULL";
    assert_eq!(house.database.texts(left).await, ["8301000000002"]);
    let import = council.admin.get("/imports").await.ok()["items"][0].clone();
    assert_eq!((&import["delta"], &import["leavers"]), (&json!(true), &json!(1)));

    // The same again changes nothing, and nobody is removed by not being named.
    let report = council.send_bytes("?delta=true", changes.into()).await.ok();
    assert_eq!((counted(&report), &report["leavers"]), ([2, 0, 0, 2, 0], &json!(0)));
    assert_eq!(house.database.count("person").await, 3);
}

#[tokio::test]
async fn a_file_of_changes_is_refused_whole_with_every_fault() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();

    let changes = "YoungPersonsID,Email,ActivityCode\n8301000000000,a@example.org,\n\
                   8301000000000,,\n8301000099999,b@example.org,\n1,c@example.org,\n";
    let refused = council.send_bytes("?delta=true", changes.into()).await;
    assert_eq!(refused.problem(), (422, "import-refused"));
    let told = refused.pointers().join(" ");
    for place in ["/lines/3/YoungPersonsID", "/lines/5/YoungPersonsID"] {
        assert!(told.contains(place), "{told}");
    }
    let changes = "YoungPersonsID,ActivityCode,DOB\n8301000000000,230,\n8301000099999,,\n";
    let told = council.send_bytes("?delta=true", changes.into()).await.body.to_string();
    for said in ["/lines/2/StartDate", "is about somebody who is not here", "/lines/3/DOB"] {
        assert!(told.contains(said), "{told}");
    }
    assert_eq!(council.record("Ethan Patel").await["email"], "yp0@example.com");
}

#[tokio::test]
async fn a_mapping_is_kept_used_and_removed_and_never_changed() {
    let house = House::new().await;
    let council = house.council().await;
    let file = lines(&[2]).replace("GivenName", "Forename").replace("LeadLEA", "Council");

    let guess =
        council.admin.send_text("POST", "/mappings/guess", "text/csv", file.as_str()).await.ok();
    assert_eq!(guess["missing"], json!([]));
    assert_eq!(guess["rows"][0][2], "Ethan");
    let id = house.id::<uuid::Uuid>();
    let body = json!({ "name": "Our export", "mapping": guess["mapping"] });
    let path = format!("/mappings/{id}");
    let kept = council.admin.put(&path, body.clone()).await.ok();
    assert_eq!(council.admin.put(&path, body.clone()).await.ok(), kept);
    assert_eq!(council.admin.get("/mappings").await.ok()["items"], json!([kept]));

    // Another of this id or name is refused, and so is what is none.
    let other = json!({ "name": "Our export", "mapping": "{}" });
    assert_eq!(council.admin.put(&path, other.clone()).await.problem(), (409, "already-exists"));
    let elsewhere = format!("/mappings/{}", house.id::<uuid::Uuid>());
    assert_eq!(council.admin.put(&elsewhere, other).await.problem(), (409, "already-exists"));
    let wrong = json!({ "name": "Wrong", "mapping": "{\"colums\":{}}" });
    assert_eq!(council.admin.put(&elsewhere, wrong).await.problem(), (422, "rule-broken"));

    assert_eq!(council.send(&file).await.problem(), (422, "import-refused"));
    let report = council.send_bytes(&format!("?mapping={id}"), file.clone().into()).await.ok();
    assert_eq!(counted(&report), [1, 1, 0, 0, 0]);
    assert_eq!(council.admin.get("/imports").await.ok()["items"][0]["mapping"], json!(id));

    assert_eq!(council.admin.delete(&path).await.status, 204);
    let gone = council.send_bytes(&format!("?mapping={id}"), file.into()).await;
    assert_eq!(gone.problem(), (404, "not-found"));
}

#[tokio::test]
async fn somebody_new_who_may_be_somebody_known_waits() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();

    let twin = lines(&[2]).replace("8301000000000", "8301000000999").replace("1996030824", "");
    let report = council.send(&twin).await.ok();

    assert_eq!((counted(&report), &report["waiting"]), ([1, 0, 0, 0, 0], &json!(1)));
    assert!(report["warnings"].to_string().contains("may be somebody who is here"));
}
