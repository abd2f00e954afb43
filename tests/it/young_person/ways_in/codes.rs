//! What a code does, and where it stops.

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
