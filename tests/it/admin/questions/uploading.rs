//! Uploading a version: once, again, at once with somebody else, and from the console.

use api::{
    config::{Command, QuestionnaireCommand, WhichVersion},
    console,
};
use domain::id::PartnershipId;
use serde_json::{Value, json};

use crate::{
    house::House,
    story::{
        Area,
        questions::{changed, own},
    },
};

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_other_words_need_a_new_version() {
    let house = House::new().await;
    let admin = house.area("derbyshire").await.administrator().await;
    let file = own("derbyshire", "1.0.0");
    let first = admin.upload(&file).await.ok();
    house.wait(chrono::TimeDelta::minutes(1));

    assert_eq!(admin.upload(&file).await.ok(), first);

    let reworded =
        changed(&file, "text: \"How is it going there?\"", "text: \"How does it go there?\"");
    let refused = admin.upload(&reworded).await;
    assert_eq!(refused.problem(), (409, "already-exists"));
    assert_eq!(
        refused.body["detail"],
        "Version 1.0.0 of derbyshire.check-ins is here already, in other words: give the new words a new version."
    );
    admin.upload(&changed(&reworded, "\nversion: 1.0.0\n", "\nversion: 1.0.1\n")).await.ok();
    let versions = admin.get("/questionnaires").await.ok()["items"].clone();
    assert_eq!(
        (&versions[0]["version"], &versions[1]["version"]),
        (&json!("1.0.1"), &json!("1.0.0"))
    );
    assert_eq!(
        admin.get("/questionnaires/derbyshire.check-ins/1.0.0").await.text,
        file,
        "as it was"
    );
}

#[tokio::test]
async fn the_same_file_sent_twice_at_once_is_one_version() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (ada, adam) = (area.administrator().await, area.administrator().await);
    for version in ["1.0.0", "1.1.0", "1.2.0"] {
        let file = own("derbyshire", version);
        let (one, two) = tokio::join!(ada.upload(&file), adam.upload(&file));
        assert_eq!(one.ok(), two.ok());
    }
    assert_eq!(ada.get("/questionnaires").await.ok()["items"].as_array().unwrap().len(), 3);
}

/// Whether the one version that Derbyshire uploaded keeps the rules of today, as its list says.
async fn keeps_rules(house: &House, derbyshire: PartnershipId) -> Value {
    let admin = Area { house, id: derbyshire }.administrator().await;
    admin.get("/questionnaires").await.ok()["items"][0]["keeps_rules"].clone()
}

#[tokio::test]
async fn a_version_that_cannot_be_read_is_tried_once_while_the_service_runs() {
    let mut house = House::new().await;
    let file = own("derbyshire", "1.0.0");
    let derbyshire = {
        let area = house.area("derbyshire").await;
        area.administrator().await.upload(&file).await.ok();
        area.id
    };
    let store = |text: &str| {
        format!(
            "UPDATE questionnaire SET body = '{}' WHERE version = '1.0.0'",
            text.replace('\'', "''")
        )
    };
    house.database.run(&store("id: 3")).await;
    house.restart();
    assert_eq!(keeps_rules(&house, derbyshire).await, false);

    house.database.run(&store(&file)).await;

    assert_eq!(keeps_rules(&house, derbyshire).await, false, "it is not read again");
    house.restart();
    assert_eq!(keeps_rules(&house, derbyshire).await, true);
}

#[tokio::test]
async fn whoever_has_the_console_can_do_the_same() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let folder = std::env::temp_dir().join(format!("throughline-questions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let run = async |command| {
        let done = console::run(&house.app, house.system, &Command::Questionnaire(command)).await;
        done.map(|code| format!("{code:?}")).map_err(|error| error.to_string())
    };
    let which = |version: &str| WhichVersion {
        id: "derbyshire.check-ins".into(),
        version: version.into(),
        partnership: "derbyshire".into(),
    };
    let upload = |file: &str, text: &str| {
        let file = folder.join(file);
        std::fs::write(&file, text).unwrap();
        QuestionnaireCommand::Upload { file, partnership: "derbyshire".into() }
    };
    let success = format!("{:?}", std::process::ExitCode::SUCCESS);
    let failure = format!("{:?}", std::process::ExitCode::FAILURE);

    let good = upload("good.yaml", &own("derbyshire", "1.0.0"));
    assert_eq!(run(good).await.as_ref(), Ok(&success));
    assert_eq!(run(upload("bad.yaml", &own("kent", "1.0.0"))).await, Ok(failure));
    assert_eq!(run(QuestionnaireCommand::Use(which("1.0.0"))).await.as_ref(), Ok(&success));
    let unknown = run(QuestionnaireCommand::Use(which("2.0.0"))).await.unwrap_err();
    assert!(unknown.contains("derbyshire has not uploaded version 2.0.0"), "{unknown}");
    let list = QuestionnaireCommand::List { partnership: "derbyshire".into() };
    assert_eq!(run(list).await.as_ref(), Ok(&success));

    let listed = area.administrator().await.get("/questionnaires").await.ok();
    assert_eq!(listed["in_use"][0]["id"], "derbyshire.check-ins");
    assert_eq!(
        (&listed["items"][0]["uploaded_by"], &listed["items"][0]["uses"][0]["by"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(run(QuestionnaireCommand::Stop(which("1.0.0"))).await, Ok(success));
    let listed = area.administrator().await.get("/questionnaires").await.ok();
    assert_eq!(listed["in_use"][0]["shipped"], true);
    std::fs::remove_dir_all(&folder).unwrap();
}
