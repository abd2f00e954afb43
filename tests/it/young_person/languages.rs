//! Being asked in a language of one's own.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{
        Cast, Sketch,
        questions::{changed, own, welsh},
        said,
    },
};

/// Derbyshire asks in English and in Welsh; Amina's core was open before.
async fn in_two_languages(house: &House) -> (Cast<'_>, Caller<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.ask().await;
    let admin = cast.area.administrator().await;
    admin.ask_from(&own("derbyshire", "1.0.0")).await;
    admin.ask_from(&welsh("derbyshire", "1.0.0")).await;
    (cast, phone, admin)
}

fn step<'a>(check_in: &'a Value, question: &str) -> &'a Value {
    let steps = check_in["steps"].as_array().unwrap();
    steps.iter().find(|step| step["question"] == question).unwrap()
}

#[tokio::test]
async fn nobody_is_offered_a_choice_of_one() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;

    let me = phone.get("/me").await.ok();
    assert_eq!((me.get("language"), me.get("languages")), (None, None));
    let refused = phone.patch("/me/preferences", json!({ "language": "cy" })).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/language"]));
    assert_eq!(refused.body["errors"][0]["detail"], "choose one of en-GB");
    phone.patch("/me/preferences", json!({ "language": "en-GB" })).await.ok();
}

#[tokio::test]
async fn whoever_chooses_a_language_is_asked_in_it_from_the_next_check_in_with_the_same_codes() {
    let house = House::new().await;
    let (cast, phone, _) = in_two_languages(&house).await;
    let me = phone.get("/me").await.ok();
    assert_eq!((&me["language"], &me["languages"]), (&json!("en-GB"), &json!(["en-GB", "cy"])));

    let chosen = phone.patch("/me/preferences", json!({ "language": "cy" })).await.ok();
    assert_eq!((&chosen["language"], &chosen["reading"]), (&json!("cy"), &json!("plain")));
    phone.patch("/me/preferences", json!({ "reading": "easy" })).await.ok();
    assert_eq!(phone.get("/me").await.ok()["language"], "cy", "what is left out stays");
    assert_eq!(phone.waiting("core").await["questionnaire"]["language"], "en-GB", "it was open");

    let ben = cast.area.add(Sketch::named("Ben Okafor").since("2026-06-07")).await;
    house.at("2026-10-07T08:00:00Z");
    house.ask().await;
    let (pulse, bens) = (phone.waiting("pulse").await, cast.area.page_of(&ben).await);
    let english = bens.waiting("pulse").await;
    assert_eq!(
        pulse["questionnaire"],
        json!({ "id": "derbyshire.check-ins-cy", "version": "1.0.0", "language": "cy" })
    );
    assert_eq!(english["questionnaire"]["language"], "en-GB");
    let (welsh, theirs) = (step(&pulse, "feel_week"), step(&english, "feel_week"));
    assert_eq!(welsh["plain"]["text"], "Sut wyt ti wedi teimlo yr wythnos hon?");
    assert_eq!(theirs["plain"]["text"], "How have you felt this week?");
    let codes = |step: &Value| -> Vec<Value> {
        step["options"].as_array().unwrap().iter().map(|option| option["code"].clone()).collect()
    };
    for question in ["feel_week", "own_bus_pass", "want_contact"] {
        assert_eq!(codes(step(&pulse, question)), codes(step(&english, question)));
    }

    // Staff read what she said in the words that it translates.
    let id = pulse["id"].as_str().unwrap();
    let no_pass = said("2026-10-07T08:00:00Z", &[("own_bus_pass", "no"), ("want_contact", "soon")]);
    phone.say(id, &no_pass).await.ok();
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let record = manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    let answers = record["check_ins"][0]["answers"].as_array().unwrap();
    let pass = answers.iter().find(|answer| answer["question"] == "own_bus_pass").unwrap();
    assert_eq!(
        (&pass["text"], &pass["labels"]),
        (&json!("Do you have your bus pass?"), &json!(["No"]))
    );
    let what: Vec<&Value> =
        record["alerts"].as_array().unwrap().iter().map(|one| &one["what"]).collect();
    assert_eq!(what, ["Asks for contact as soon as possible", "Do you have your bus pass? No"]);
}

#[tokio::test]
async fn a_translation_goes_with_what_it_translates() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = worker.phone_of(&amina).await;
    let admin = area.administrator().await;
    let alone = admin.upload(&welsh("derbyshire", "1.0.0")).await;
    assert_eq!(alone.problem(), (422, "import-refused"));
    assert!(alone.text.contains("names no version that is here"), "{}", alone.text);

    admin.upload(&own("derbyshire", "1.0.0")).await.ok();
    let uploaded = admin.upload(&welsh("derbyshire", "1.0.0")).await.ok();
    assert_eq!(uploaded["translates"], json!({ "id": "derbyshire.check-ins", "version": "1.0.0" }));
    let early = admin.put_into_use("derbyshire.check-ins-cy", "1.0.0").await;
    assert_eq!(early.problem(), (409, "conflict"));
    assert_eq!(
        early.body["detail"],
        "It translates version 1.0.0 of derbyshire.check-ins, and 0.1.0 of default-check-ins is in use: put what it \
         translates into use first."
    );
    admin.put_into_use("derbyshire.check-ins", "1.0.0").await.ok();
    admin.put_into_use("derbyshire.check-ins-cy", "1.0.0").await.ok();
    phone.patch("/me/preferences", json!({ "language": "cy" })).await.ok();

    // A newer English version leaves it behind, and says so; nobody is asked in another language for that.
    admin.ask_from(&own("derbyshire", "1.1.0")).await;
    let in_use = admin.get("/questionnaires").await.ok()["in_use"].clone();
    assert_eq!(in_use[0]["version"], "1.1.0");
    assert_eq!((&in_use[1]["language"], &in_use[1]["behind"]), (&json!("cy"), &json!(true)));
    house.ask().await;
    assert_eq!(phone.waiting("core").await["questionnaire"]["language"], "cy");

    // Out of use, it is offered no more; whoever chose it is asked in English, and in Welsh again when it is back.
    admin.delete("/questionnaires/derbyshire.check-ins-cy/1.0.0/use").await.ok();
    let me = phone.get("/me").await.ok();
    assert_eq!((me.get("language"), me.get("languages")), (None, None));
    house.at("2026-10-07T08:00:00Z");
    house.ask().await;
    assert_eq!(phone.waiting("pulse").await["questionnaire"]["version"], "1.1.0");
    let admin = area.administrator().await;
    let next = changed(&welsh("derbyshire", "1.1.0"), "\nversion: 1.1.0\n", "\nversion: 1.1.0\n");
    admin.ask_from(&next).await;
    assert_eq!(phone.get("/me").await.ok()["language"], "cy");
}

#[tokio::test]
async fn what_the_product_brings_can_be_translated_too() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let admin = area.administrator().await;
    let polish = changed(
        &changed(
            crate::story::questions::SHIPPED,
            "\nid: default-check-ins\n",
            "\nid: derbyshire.pl\n",
        ),
        "\nlanguage: en-GB\n",
        "\nlanguage: pl\ntranslates: {id: default-check-ins, version: 0.1.0}\nsafety_words_checked_by: Ewa Nowak\n",
    );

    admin.ask_from(&polish).await;

    let phone = worker.phone_of(&amina).await;
    assert_eq!(phone.get("/me").await.ok()["languages"], json!(["en-GB", "pl"]));
    assert_eq!(phone.waiting("welcome").await["questionnaire"]["language"], "en-GB");
}
