//! What a code does, and where it stops.

use chrono::TimeDelta;
use serde_json::json;

use super::{MOBILE, amina, confirm, sign_in};
use crate::house::House;

#[tokio::test]
async fn a_code_dies_with_the_number_that_it_went_to() {
    for how in ["removed", "replaced"] {
        let house = House::new().await;
        let (_, phone) = amina(&house).await;
        let stranger = house.stranger("/young-person/v1");
        confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
        let sent = stranger.post("/session/code", json!({ "mobile": MOBILE })).await.ok();
        let code = house.post.code().await;
        let own = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
        let own_code = house.post.code().await;

        if how == "removed" {
            assert_eq!(phone.delete("/me/contacts/mobile").await.status, 204);
        } else {
            confirm(&house, &phone, json!({ "mobile": "07700 900 999" })).await;
        }

        let refused = stranger.post("/session/with-code", sign_in(&sent["request"], &code)).await;
        assert_eq!(refused.problem(), (422, "not-proven"), "{how}");
        let body = json!({ "request": own["request"], "code": own_code });
        let refused = phone.post("/me/proof/with-code", body).await;
        assert_eq!(refused.problem(), (422, "not-proven"), "{how}");
    }
}

#[tokio::test]
async fn nobody_texts_strangers_by_the_dozen() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let text = async |last: u8| {
        let to = json!({ "mobile": format!("07700 9001{last:02}") });
        phone.post("/me/contacts/code", to).await
    };
    for last in 0..10 {
        text(last).await.ok();
    }
    assert_eq!(text(10).await.problem(), (429, "too-many-requests"));
    let other = cast.area.page_of(&cast.amina).await;
    let refused = other.post("/me/contacts/code", json!({ "email": "a@example.org" })).await;
    assert_eq!(refused.problem(), (429, "too-many-requests"), "on another phone too");
    house.wait(TimeDelta::hours(24));
    let tomorrow = cast.area.page_of(&cast.amina).await;
    tomorrow.post("/me/contacts/code", json!({ "mobile": MOBILE })).await.ok();
}
