//! Staying signed in on a phone, and leaving.

use domain::session::SessionKind;
use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::{Door, PHONE_COOKIE, YoungPerson},
        problem::Result,
        session::{RefreshIn, SignedOut, TokensOut, refresh, sign_out},
        valid::Valid,
    },
    store::scope::Within,
};

pub struct Session;

#[OpenApi(tag = "Tag::SignIn")]
impl Session {
    /// Swap a refresh token
    ///
    /// For apps. A refresh token works once; if the answer is lost, the same one may be sent again within 30 seconds.
    /// Used later than that, it ends the session, because then two hold it.
    #[oai(path = "/session/refresh", method = "post", operation_id = "refresh_session")]
    async fn refresh(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        body: Valid<RefreshIn>,
    ) -> Result<Json<TokensOut>> {
        Ok(Json(refresh(&app, **door, SessionKind::YoungPerson, &body.0.refresh_token).await?))
    }

    /// Sign out on this phone
    ///
    /// What was not sent yet is lost, so send it first. Other phones stay signed in.
    #[oai(path = "/session", method = "delete", operation_id = "sign_out")]
    async fn sign_out(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
    ) -> Result<SignedOut> {
        let me = me.scope();
        sign_out(&app, **door, me.partnership(), me.session(), PHONE_COOKIE).await
    }
}
