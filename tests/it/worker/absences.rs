//! Who is away, and who covers: whom they reach, what they hear, and when that ends (SAFE-08, WK-09).

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, email, said},
};

async fn away(by: &Member<'_>, id: Uuid, cover: &Member<'_>, from: &str, until: &str) -> Answer {
    let body = json!({ "cover_id": cover.id.0, "from_on": from, "until_on": until });
    by.put(&format!("/absences/{id}"), body).await
}

/// The same member of staff, some days later.
async fn later<'h>(cast: &Cast<'h>, who: &Member<'h>) -> Member<'h> {
    Member { id: who.id, caller: cast.area.signed_in(who.id, Role::Worker).await }
}

#[tokio::test]
async fn cover_reaches_them_on_these_days_and_not_the_day_after() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let path = format!("/people/{}", cast.amina.id);
    let id: Uuid = house.id();
    let made = away(&cast.worker, id, &other, "2026-09-08", "2026-09-09").await.ok();
    assert_eq!((&made["cover"], &made["now"]), (&json!("Olga Other"), &json!(false)));
    assert_eq!(away(&cast.worker, id, &other, "2026-09-08", "2026-09-09").await.ok(), made);

    for (at, reached) in [
        ("2026-09-07T22:59:00Z", false),
        ("2026-09-07T23:00:00Z", true),
        ("2026-09-09T22:59:00Z", true),
        ("2026-09-09T23:00:00Z", false),
    ] {
        house.at(at);
        let cover = later(&cast, &other).await;
        let status = cover.get(&path).await.status;
        assert_eq!(status == 200, reached, "{at}: {status}");
        let list = cover.get("/caseload").await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), usize::from(reached), "{at}");
    }
    let worker = later(&cast, &cast.worker).await;
    assert_eq!(worker.get(&path).await.status, 200, "whoever is away has them all the time");
}

#[tokio::test]
async fn whoever_covers_hears_of_alerts_and_ending_it_ends_that() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let id: Uuid = house.id();
    away(&cast.worker, id, &other, "2026-09-07", "2026-09-11").await.ok();
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    house.escalate().await;
    let told: Vec<String> = house.post.taken().into_iter().map(|it| it.to.value).collect();
    assert!(
        told.contains(&email("Olga Other")) && told.contains(&email("Wanda Wójcik")),
        "{told:?}"
    );
    other.open(&cast.amina).await;
    let not_hers = other.delete(&format!("/absences/{id}")).await;
    assert_eq!(not_hers.problem(), (404, "not-found"), "she covers, and does not decide");
    assert_eq!(cast.manager.delete(&format!("/absences/{id}")).await.status, 204);
    assert_eq!(cast.worker.delete(&format!("/absences/{id}")).await.status, 204, "twice is once");
    let gone = other.get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(gone.problem(), (404, "not-found"));
    assert_eq!(cast.worker.get("/absences").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_of_two_at_once_one_counts() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let refused = |answer: Answer| {
        (answer.problem().0, answer.pointers().first().copied().unwrap_or("").to_owned())
    };
    let try_it = async |cover: &Member<'_>, from: &str, until: &str| {
        refused(away(&cast.worker, house.id(), cover, from, until).await)
    };
    assert_eq!(try_it(&cast.worker, "2026-09-08", "2026-09-09").await, (422, "/cover_id".into()));
    assert_eq!(try_it(&lead, "2026-09-08", "2026-09-09").await, (422, "/cover_id".into()));
    assert_eq!(try_it(&other, "2026-09-09", "2026-09-08").await, (422, "/until_on".into()));
    assert_eq!(try_it(&other, "2026-09-01", "2026-09-02").await, (422, "/until_on".into()));

    let (one, two) = tokio::join!(
        away(&cast.worker, house.id(), &other, "2026-09-08", "2026-09-11"),
        away(&other, house.id(), &cast.worker, "2026-09-10", "2026-09-14"),
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422], "nobody covers for whoever covers for them");
    let (manager, path) = (&cast.manager, format!("/absences/{}", house.id::<Uuid>()));
    let for_lead = json!({
        "staff_id": lead.id.0, "cover_id": manager.id.0, "from_on": "2026-09-08", "until_on": "2026-09-08",
    });
    manager.put(&path, for_lead.clone()).await.ok();
    let not_theirs = other.put(&format!("/absences/{}", house.id::<Uuid>()), for_lead).await;
    assert_eq!(not_theirs.problem(), (404, "not-found"));
}

/// Amina's alert of possible harm, in her worker's hand.
async fn in_hand(house: &House) -> (Cast<'_>, String) {
    let (cast, phone, check_in) = house.asked().await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    cast.worker.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    house.escalate().await;
    house.post.taken();
    (cast, alert)
}

#[tokio::test]
async fn possible_harm_in_the_hand_of_somebody_who_is_away_goes_to_everybody() {
    let house = House::new().await;
    let (cast, _) = in_hand(&house).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    assert_eq!(house.reroute().await, 0, "they are there");
    away(&cast.worker, house.id(), &other, "2026-09-07", "2026-09-11").await.ok();
    assert_eq!((house.reroute().await, house.reroute().await), (1, 0));
    house.escalate().await;
    let told: Vec<String> = house.post.taken().into_iter().map(|it| it.to.value).collect();
    assert_eq!(told.len(), 3, "her worker, cover and the manager: {told:?}");
    assert!(cast.manager.open(&cast.amina).await["alerts"][0].get("acknowledged_by").is_none());
}

#[tokio::test]
async fn whoever_has_not_signed_in_for_a_working_day_has_it_no_longer() {
    let house = House::new().await;
    let (cast, _) = in_hand(&house).await;
    house.at("2026-09-08T09:00:00Z");
    assert_eq!(house.reroute().await, 0, "a working day has just gone by");
    house.at("2026-09-08T09:01:00Z");
    assert_eq!(house.reroute().await, 1);
    let manager = later(&cast, &cast.manager).await;
    assert!(manager.open(&cast.amina).await["alerts"][0].get("acknowledged_by").is_none());
}

#[tokio::test]
async fn whoever_leaves_gives_everything_to_an_heir_or_leaves_nothing_without_somebody_who_hears_of_it()
 {
    for named in [true, false] {
        let house = House::new().await;
        let (cast, alert) = in_hand(&house).await;
        let other = cast.area.member("Olga Other", Role::Worker).await;
        let task: Uuid = house.id();
        let body =
            json!({ "words": "Ring.", "due_on": "2026-09-08", "owner_id": cast.worker.id.0 });
        cast.worker.put(&format!("/people/{}/tasks/{task}", cast.amina.id), body).await.ok();
        away(&other, house.id(), &cast.worker, "2026-09-09", "2026-09-10").await.ok();

        let admin = cast.area.member("Ada Ender", Role::Administrator).await;
        let path = format!("/staff/{}", cast.worker.id);
        let sure = cast.area.proven_page(admin.id, Role::Administrator).await;
        let unfit = sure.delete(&format!("{path}?heir={}", admin.id)).await;
        assert_eq!(unfit.problem(), (422, "rule-broken"));
        let path = if named { format!("{path}?heir={}", other.id) } else { path };
        assert_eq!(sure.delete(&path).await.status, 204);

        let left = "(SELECT id FROM staff WHERE ended_at IS NOT NULL)";
        for astray in [
            format!("alert WHERE closed_at IS NULL AND acknowledged_by IN {left}"),
            format!("task WHERE done_at IS NULL AND owner_id IN {left}"),
            format!("assignment WHERE ended_at IS NULL AND staff_id IN {left}"),
            format!(
                "absence WHERE ended_at IS NULL AND (staff_id IN {left} OR cover_id IN {left})"
            ),
        ] {
            assert_eq!(house.database.count(&astray).await, 0, "{astray}");
        }
        let seen = cast.manager.get(&format!("/alerts/{alert}")).await.ok();
        let owner = seen["alert"].get("acknowledged_by").cloned();
        assert_eq!(owner, named.then(|| json!("Olga Other")));
        let list = other.get("/tasks").await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), usize::from(named));
        assert_eq!(cast.manager.open(&cast.amina).await["tasks"][0].get("owner").is_some(), named);
        house.escalate().await;
        assert_eq!(house.post.taken().is_empty(), named, "without an heir, everybody is told");
    }
}

#[tokio::test]
async fn giving_somebody_away_gives_what_was_in_hand_in_the_same_moment() {
    let house = House::new().await;
    let (cast, alert) = in_hand(&house).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    cast.manager.assign(&cast.amina, &other).await;
    let shown = other.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(
        (&shown["alert"]["mine"], &shown["alert"]["acknowledged_by"]),
        (&json!(true), &json!("Olga Other"))
    );
    assert_eq!(cast.worker.get(&format!("/alerts/{alert}")).await.problem(), (404, "not-found"));
}
