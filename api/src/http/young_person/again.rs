//! Signing in again, without an invitation (YP-12).

use std::sync::Arc;

use domain::{
    id::{PartnershipId, PersonId},
    proof::CodePurpose,
    session::Client,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    codes::{self, ContactIn, SentOut, TypedIn, Wanted, can_send, on_its_way},
    passkeys::{self, ShownIn, ToShowOut},
    proof::request,
};
use crate::{
    app::App,
    http::{
        address::Caller,
        auth::Door,
        limit::{Limits, Tried},
        problem::Result,
        session::{ClientCode, Opening, TokensOut},
        valid::Valid,
    },
    store::{KeptPasskey, StoreError},
};

pub struct Again;

#[OpenApi(tag = "Tag::SignIn")]
impl Again {
    /// Send a code to sign in again
    ///
    /// To a number or address that somebody has confirmed as their own. The answer is the same whether it is known here or
    /// not. Texts can be late: after asking again with the same request, both codes work.
    #[oai(path = "/session/code", method = "post", operation_id = "send_sign_in_code")]
    async fn send_sign_in(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<ContactIn>,
    ) -> Result<Json<SentOut>> {
        limits.try_secret(&caller, Tried::Code)?;
        let app = app.0;
        let to = body.0.read()?;
        can_send(app, to.kind)?;
        let request = request(app, body.0.request);
        let owners = app
            .store
            .read::<_, _, StoreError>(door.system(), async |tx| tx.owners_of(&to).await)
            .await?;
        // A number that two people call their own tells nobody apart.
        let wanted = match owners[..] {
            [(partnership, person)] => {
                let purpose = CodePurpose::SignIn;
                Some(Wanted { purpose, partnership, person, session: None, to })
            }
            _ => None,
        };
        codes::send_unseen(app, **door, request, wanted).await;
        Ok(Json(on_its_way(app, request)))
    }

    /// Sign in with a code
    ///
    /// Five tries, ten minutes, once. The phone is then signed in as by an invitation.
    #[oai(path = "/session/with-code", method = "post", operation_id = "sign_in_with_code")]
    async fn sign_in_with_code(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<CodeSignIn>,
    ) -> Result<SignedIn> {
        limits.try_secret(&caller, Tried::Code)?;
        let (app, body) = (app.0, body.0);
        let typed = TypedIn { request: body.request, code: body.code };
        let right = codes::check(app, **door, CodePurpose::SignIn, None, &typed).await?;
        let (client, phone) = (body.client.into(), (body.shared_phone, body.phone_name));
        sign_in(app, **door, (right.partnership, right.person), None, client, phone).await
    }

    /// Begin to sign in with a passkey
    ///
    /// Gives what the phone shows a passkey for. Also before showing one on a phone that is signed in.
    #[oai(
        path = "/session/passkey-challenge",
        method = "post",
        operation_id = "start_passkey_sign_in"
    )]
    async fn start_passkey(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
    ) -> Result<Json<ToShowOut>> {
        limits.try_secret(&caller, Tried::Link)?;
        Ok(Json(passkeys::ask(&app, **door).await?))
    }

    /// Sign in with a passkey
    ///
    /// Within five minutes of beginning. Only on a phone of one's own.
    #[oai(path = "/session/with-passkey", method = "post", operation_id = "sign_in_with_passkey")]
    async fn sign_in_with_passkey(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<PasskeySignIn>,
    ) -> Result<SignedIn> {
        limits.try_secret(&caller, Tried::Link)?;
        let (app, body) = (app.0, body.0);
        let kept = passkeys::check(app, **door, &body.passkey).await?;
        let (client, phone) = (body.client.into(), (false, body.phone_name));
        sign_in(app, **door, (kept.partnership, kept.person), Some(&kept), client, phone).await
    }
}

/// Who signs in with a code.
#[derive(Object)]
#[oai(rename = "CodeSignIn", deny_unknown_fields)]
struct CodeSignIn {
    /// The request, as it was given when the code was sent.
    request: Uuid,
    /// The six digits; spaces are fine.
    #[oai(validator(min_length = 1, max_length = 20))]
    code: String,
    client: ClientCode,
    /// Others use this phone too: nothing is kept on it, and it is signed out soon.
    shared_phone: bool,
    /// What they call this phone.
    #[oai(validator(min_length = 1, max_length = 60))]
    phone_name: Option<String>,
}

/// Who signs in with a passkey.
#[derive(Object)]
#[oai(rename = "PasskeySignIn", deny_unknown_fields)]
struct PasskeySignIn {
    passkey: ShownIn,
    client: ClientCode,
    /// What they call this phone.
    #[oai(validator(min_length = 1, max_length = 60))]
    phone_name: Option<String>,
}

/// Somebody is in.
#[derive(Object)]
#[oai(rename = "SignedInAgain", skip_serializing_if_is_none)]
struct SignedInOut {
    client: ClientCode,
    /// For an app. A page gets a cookie instead.
    tokens: Option<TokensOut>,
}

#[derive(ApiResponse)]
enum SignedIn {
    /// They are in.
    #[oai(status = 200)]
    In(
        Json<SignedInOut>,
        /// The session of a page.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

async fn sign_in(
    app: &App,
    door: Door,
    (partnership, person): (PartnershipId, PersonId),
    with: Option<&KeptPasskey>,
    client: Client,
    (shared_phone, phone_name): (bool, Option<String>),
) -> Result<SignedIn> {
    let opening =
        Opening::phone(app, partnership, person, client, shared_phone, phone_name).proven();
    app.store
        .write(door.system(), async |tx| {
            // A phone that is signed out as lost at this moment takes its passkey with it first, or this phone's.
            tx.hold(person).await?;
            tx.open_session(&opening.session, opening.tokens(), app.now()).await?;
            match with {
                Some(passkey) => passkeys::is_on(tx, passkey, opening.session.id).await,
                None => Ok(()),
            }
        })
        .await?;
    let out = SignedInOut { client: client.into(), tokens: opening.carried.tokens };
    Ok(SignedIn::In(Json(out), opening.carried.cookie))
}
