//! A council's file is taken in whole, or not at all.

use serde_json::{Value, json};

use crate::{
    house::House,
    story::{
        Young,
        council::{FAULTY, SAMPLE, counted, lines, odd},
    },
};

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let house = House::new().await;
    let council = house.council().await;

    let report = council.try_out(SAMPLE).await.ok();

    assert_eq!(counted(&report), [400, 254, 0, 0, 146]);
    assert_eq!(report["dry_run"], true);
    assert_eq!(council.everybody().await.len(), 0);
    assert_eq!(council.admin.get("/imports").await.ok(), json!({ "items": [] }));
    // The real thing finds nothing there and does the same.
    let real = council.send(SAMPLE).await.ok();
    assert_eq!(counted(&real), counted(&report));
    assert_eq!(real["warnings"], report["warnings"]);
}

#[tokio::test]
async fn a_good_file_is_taken_in_whole() {
    let house = House::new().await;
    let council = house.council().await;

    let report = council.send(SAMPLE).await.ok();

    assert_eq!(counted(&report), [400, 254, 0, 0, 146]);
    assert_eq!(report["dry_run"], false);
    assert_eq!(report["taken"].as_array().unwrap().len(), 26);
    let left = report["left_behind"].as_array().unwrap();
    assert!(left.contains(&json!({
        "name": "Ethnicity", "why": "not needed to see where a young person goes",
    })));
    assert_eq!(left.len(), 10);
    assert_eq!(odd(&report, "TransitionDate", "is empty").unwrap().0, 161);
    assert_eq!(council.everybody().await.len(), 254);

    let ethan = council.record("Ethan Patel").await;
    assert_eq!(ethan["birth_date"], "2008-03-18");
    assert_eq!(ethan["mobile"], "+447700900381");
    assert_eq!(ethan["sen_provision"], "ehc-plan");
    assert_eq!(ethan["journey"]["transition_on"], "2026-03-18");
    let doing = &ethan["destinations"][0];
    assert_eq!(
        [&doing["code"], &doing["source"], &doing["started_on"], &doing["verified_on"]],
        [&json!(619), &json!("import"), &json!("2026-03-09"), &json!("2026-09-12")]
    );

    let imports = council.admin.get("/imports").await.ok();
    let [import] = imports["items"].as_array().unwrap().as_slice() else { panic!("{imports}") };
    assert_eq!(counted(import), [400, 254, 0, 0, 146]);
    assert_eq!(
        (&import["made_by"], &import["made_at"]),
        (&json!("Adam Admin"), &json!("2026-11-02T09:00:00Z"))
    );
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let house = House::new().await;
    let mut council = house.council().await;
    council.worker("r.black").await;
    council.send(SAMPLE).await.ok();
    let before = council.record("Ethan Patel").await;
    council.at("2026-11-20T09:00:00Z").await;

    let report = council.send(SAMPLE).await.ok();

    // Some have reached the end of their two years meanwhile; they are here, so they are not left out.
    assert_eq!(counted(&report), [400, 0, 0, 254, 146]);
    let after = council.record("Ethan Patel").await;
    for part in ["destinations", "mobile", "worker_name"] {
        assert_eq!(after[part], before[part], "{part}");
    }
}

#[tokio::test]
async fn a_changed_row_brings_somebody_up_to_date() {
    let house = House::new().await;
    let council = house.council().await;
    let file = lines(&[2, 4, 11]);
    council.send(&file).await.ok();

    let moved = file.replace("07700 900381", "07700 900111").replace(
        ",619,2026-03-09,2026-03-27,2026-09-12,,",
        ",230,2026-09-14,2026-10-01,2026-10-01,,",
    );
    let moved = moved.replace(",N,,,,2026-03-09,,2026-03-18", ",N,,,,,2027-07-31,2026-03-18");
    let report = council.send(&moved).await.ok();

    assert_eq!(counted(&report), [3, 0, 1, 2, 0]);
    let ethan = council.record("Ethan Patel").await;
    assert_eq!(ethan["mobile"], "+447700900111");
    let [now, before] = ethan["destinations"].as_array().unwrap().as_slice() else {
        panic!("{}", ethan["destinations"])
    };
    assert_eq!((&now["code"], &now["started_on"]), (&json!(230), &json!("2026-09-14")));
    assert_eq!((&before["code"], &before["ended_on"]), (&json!(619), &json!("2026-09-13")));
}

#[tokio::test]
async fn what_a_young_person_chose_is_theirs() {
    let house = House::new().await;
    let council = house.council().await;
    let file = lines(&[2]);
    council.send(&file).await.ok();
    let ethan = council.record("Ethan Patel").await;
    let id: uuid::Uuid = ethan["id"].as_str().unwrap().parse().unwrap();
    let young = Young { id: id.into(), birth: "2008-03-18".parse().unwrap() };
    let phone = council.manager.phone_of(&young).await;
    phone.patch("/me/preferences", json!({ "reading": "easy", "text_size": "large" })).await.ok();

    let report = council.send(&file.replace("Ethan", "Etienne")).await.ok();

    assert_eq!(counted(&report), [1, 0, 1, 0, 0]);
    let me = phone.get("/me").await.ok();
    assert_eq!([&me["first_name"], &me["reading"], &me["text_size"]], ["Etienne", "easy", "large"]);
}

#[tokio::test]
async fn a_file_with_faults_is_refused_whole_and_each_is_named() {
    let house = House::new().await;
    let council = house.council().await;

    for answer in [council.send(FAULTY).await, council.try_out(FAULTY).await] {
        assert_eq!(answer.problem(), (422, "import-refused"));
        assert_eq!(
            answer.pointers(),
            [
                "/lines/5/DOB",
                "/lines/9/UniqueLearnerNo",
                "/lines/15/ActivityCode",
                "/lines/19/SENSupportFlag",
                "/lines/21/ActivityCode",
                "/lines/21/PredictedEndDate",
                "/lines/25/DOB",
                "/lines/31/DOB",
                "/lines/33/LeadLEA",
                "/lines/39/YoungPersonsID",
                "/lines/43/StartDate",
                "/lines/45/GivenName",
                "/lines/49/MobileNumber",
                "/lines/61/GivenName",
                "/lines/63/ActivityCode",
                "/lines/69/SENType",
                "/lines/73/DateVerified",
                "/lines/75/FamilyName",
            ]
        );
        assert_eq!(
            answer.body["errors"][0]["detail"],
            "\"31/02/2007\" is not a date. Write dates as 2007-02-28."
        );
    }
    assert_eq!(council.everybody().await.len(), 0);
    assert_eq!(council.admin.get("/imports").await.ok(), json!({ "items": [] }));
}

/// A name like nobody else's.
fn name(number: u64) -> String {
    let mut left = number * 2_654_435_761 % 8_031_810_176;
    let letters = std::iter::from_fn(|| {
        let letter = char::from(b'a' + u8::try_from(left % 26).expect("one of 26"));
        left /= 26;
        Some(letter)
    });
    let letters: String = letters.take(7).collect();
    format!("{letters},{}", letters.chars().rev().collect::<String>())
}

#[tokio::test]
async fn a_fault_in_the_last_row_undoes_everything_before_it() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();
    let row = lines(&[2]).lines().nth(1).unwrap().replace("1996030824", "");
    let mut file = lines(&[2]).replace("07700 900381", "07700 900111");
    for n in 1..1_200 {
        let other = row.replace("8301000000000", &format!("83020000{n:05}"));
        file += &format!("{}\r\n", other.replace("Ethan,Patel", &name(n)));
    }

    let faulty = format!("{file}{}\r\n", row.replace("8301000000000", "123"));
    let answer = council.send(&faulty).await;

    assert_eq!(answer.pointers(), ["/lines/1202/YoungPersonsID"]);
    assert_eq!(council.everybody().await.len(), 1);
    assert_eq!(council.record("Ethan Patel").await["mobile"], "+447700900381");
    assert_eq!(counted(&council.send(&file).await.ok()), [1_200, 1_199, 1, 0, 0]);
}

#[tokio::test]
async fn a_file_that_is_no_caseload_is_refused_at_its_first_line() {
    let house = House::new().await;
    let council = house.council().await;

    for (file, places) in [
        ("", vec!["/lines/1"]),
        (&lines(&[2]).replace(",DOB,", ",Birthday,"), vec!["/lines/1/DOB"]),
    ] {
        let answer = council.send(file).await;
        assert_eq!((answer.problem(), answer.pointers()), ((422, "import-refused"), places));
    }
    // With semicolons it is read all the same, and each column that is missing is named.
    let answer = council.send("Name;DOB\r\nEthan;2008-03-18").await;
    assert_eq!((answer.problem(), answer.pointers().len()), ((422, "import-refused"), 11));
    // Only the names of columns is a file with nobody in it.
    assert_eq!(counted(&council.send(&lines(&[])).await.ok()), [0; 5]);
}

#[tokio::test]
async fn a_file_with_faults_without_end_has_the_first_hundred_told() {
    let house = House::new().await;
    let council = house.council().await;
    let row = lines(&[2]).lines().nth(1).unwrap().replace("8301000000000", "?");
    let file = lines(&[]) + &format!("{row}\r\n").repeat(2_000);

    let answer = council.send(&file).await;

    assert_eq!(answer.problem(), (422, "import-refused"));
    assert_eq!(answer.pointers().len(), 100);
    // The same learner number, too, is there 1,999 times too often.
    assert_eq!(answer.body["detail"], "The file has 3999 faults, so nothing was taken in.");
}

#[tokio::test]
async fn somebody_whose_two_years_end_meanwhile_is_still_brought_up_to_date() {
    let house = House::new().await;
    let mut council = house.council().await;
    let file = lines(&[2]);
    council.send(&file).await.ok();
    let path = format!("/people/{}", council.record("Ethan Patel").await["id"].as_str().unwrap());
    council.at("2028-03-19T09:00:00Z").await;

    let later = file.replace("07700 900381", "07700 900111");
    assert_eq!(counted(&council.send(&later).await.ok()), [1, 0, 1, 0, 0]);
    let ethan = council.manager.get(&path).await.ok();
    assert_eq!(ethan["mobile"], "+447700900111");
    assert_eq!(ethan["journey"]["state"], "completed");

    let new = file.replace("8301000000000", "8301000009999");
    assert_eq!(counted(&council.send(&new).await.ok()), [1, 0, 0, 0, 1]);
}

#[tokio::test]
async fn a_transition_that_moves_stops_nobodys_check_ins() {
    let house = House::new().await;
    let mut council = house.council().await;
    // Ethan's transition was on 18 March 2026; his pulse of month 8 opens on 18 November.
    let file = lines(&[2, 3]);
    council.send(&file).await.ok();
    council.at("2026-11-18T09:00:00Z").await;
    assert_eq!(house.ask().await.done, 1);

    // A month later than it was said: month 8 comes a second time, when nobody remembers the first.
    council.send(&file.replace("2026-03-18,07700", "2026-04-18,07700")).await.ok();
    council.at("2026-12-18T09:00:00Z").await;
    house.ask().await;

    let ethan = council.record("Ethan Patel").await;
    assert_eq!(ethan["journey"]["transition_on"], "2026-04-18");
    assert_eq!(ethan["check_ins"].as_array().unwrap().len(), 1, "asked about each month once");
}

#[tokio::test]
async fn the_same_file_sent_twice_at_once_is_taken_in_once() {
    let house = House::new().await;
    let council = house.council().await;
    let file = lines(&(2..60).collect::<Vec<_>>());

    let (one, other) = tokio::join!(council.send(&file), council.send(&file));

    let reports: [Value; 2] = [one.ok(), other.ok()];
    let added: Vec<u64> = reports.iter().map(|report| counted(report)[1]).collect();
    let unchanged: Vec<u64> = reports.iter().map(|report| counted(report)[3]).collect();
    assert!(added.contains(&0) && unchanged.contains(&0), "{added:?} {unchanged:?}");
    assert_eq!(council.everybody().await.len() as u64, added.iter().sum::<u64>());
}
