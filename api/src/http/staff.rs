//! How staff sign in: by a one-time link, or by password and one-time code. The same operations in every document that
//! staff use, so that each document is complete in itself.

mod wire;

use std::sync::Arc;

use chrono::TimeDelta;
use domain::session::{Client, Lifetime, SessionKind};
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi, Tags, payload::Json};

pub use self::wire::RoleCode;
use self::wire::{EnrolIn, EnrolmentOut, LinkIn, SessionOut, SignInIn, StaffProofIn};
use super::{
    address::Caller,
    auth::{AnyStaff, Door, STAFF_COOKIE},
    limit::{Limits, Tried},
    problem::{Kind, Problem, Result},
    session::{ClientCode, Opening, RefreshIn, SignedOut, TokensOut, refresh, sign_out},
    valid::Valid,
};
use crate::{
    app::App,
    hashing, password,
    secret::Token,
    store::{Account, SignedInStaff, StoreError},
    totp::TotpSecret,
};

/// Signing in.
#[derive(Tags)]
enum Tag {
    /// Getting in, staying in, and leaving.
    SignIn,
}

/// How long after signing in somebody may change what they sign in with.
const RECENT: TimeDelta = TimeDelta::minutes(15);

/// The operations of signing in.
#[derive(Clone, Copy)]
pub struct StaffSession;

#[OpenApi(tag = "Tag::SignIn")]
impl StaffSession {
    /// Sign in by a one-time link
    ///
    /// The link comes from an administrator or from the console, works once, and lasts an hour. Somebody who has no
    /// password yet can do nothing but set one (`must_enrol`).
    #[oai(path = "/session/link", method = "post", operation_id = "use_sign_in_link")]
    async fn link(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<LinkIn>,
    ) -> Result<SignedIn> {
        limits.try_secret(&caller, Tried::Link)?;
        let token = Token::parse(&body.0.token).ok_or_else(failed)?;
        let now = app.now();
        let used = app
            .store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                tx.use_sign_in_link(token.partnership(), token.hash(), now).await
            })
            .await;
        match used {
            Err(StoreError::NotFound(_)) => Err(failed()),
            used => open(&app, **door, used?, body.0.client, false).await,
        }
    }

    /// Sign in by password and one-time code
    ///
    /// The answer is the same whether the address, the password or the code was wrong. Each code works once.
    #[oai(path = "/session", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<SignInIn>,
    ) -> Result<SignedIn> {
        limits.try_secret(&caller, Tried::Password)?;
        let body = body.0;
        let found = app
            .store
            .read::<_, _, StoreError>(door.system(), async |tx| {
                tx.account_by_email(&body.email).await
            })
            .await;
        let account = match found {
            Err(StoreError::NotFound(_)) => None,
            found => Some(found?),
        };
        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let right = hashing::verify(body.password, hash).await;
        let (Some(account), true) = (account, right) else { return Err(failed()) };
        let Some(secret) = &account.totp_secret else { return Err(failed()) };
        let step = TotpSecret::parse(secret)
            .and_then(|totp| totp.check(&body.code, app.now(), account.totp_last_step))
            .ok_or_else(failed)?;
        let fresh = app
            .store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                tx.use_totp_step(account.staff.id, step).await
            })
            .await?;
        if !fresh {
            return Err(failed());
        }
        open(&app, **door, account, body.client, true).await
    }

    /// Swap a refresh token
    ///
    /// For apps. A refresh token works once; if the answer is lost, the same one may be sent again within 30 seconds.
    #[oai(path = "/session/refresh", method = "post", operation_id = "refresh_session")]
    async fn refresh(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        body: Valid<RefreshIn>,
    ) -> Result<Json<TokensOut>> {
        Ok(Json(refresh(&app, **door, SessionKind::Staff, &body.0.refresh_token).await?))
    }

    /// Show who is signed in
    ///
    /// Also their role, and whether they have yet to set a password.
    #[oai(path = "/session", method = "get", operation_id = "show_session")]
    async fn show(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: AnyStaff,
    ) -> Result<Json<SessionOut>> {
        Ok(Json(SessionOut::read(&app, **door, me.scope(), None).await?))
    }

    /// Sign out
    ///
    /// Ends this session. Others of the same person go on.
    #[oai(path = "/session", method = "delete", operation_id = "sign_out")]
    async fn sign_out(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: AnyStaff,
    ) -> Result<SignedOut> {
        let me = me.scope();
        sign_out(&app, **door, me.staff.partnership, me.session, STAFF_COOKIE).await
    }

    /// Show that it is you
    ///
    /// What gives records out, or opens one that is not yours, answers `step-up-needed` until the code of an authenticator app
    /// has been shown in the last five minutes, by signing in with it or here. Each code works once. In a demonstration, where
    /// everybody is made up, any six digits do.
    #[oai(path = "/session/proof", method = "post", operation_id = "prove_staff")]
    async fn prove(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        me: AnyStaff,
        body: Valid<StaffProofIn>,
    ) -> Result<Json<SessionOut>> {
        let (me, now) = (me.scope(), app.now());
        limits.try_proof(me.session.0)?;
        let shown = app
            .store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                let partnership = tx.partnership_by_id(me.staff.partnership).await?;
                if !partnership.demonstration {
                    let account = tx.account(me.staff.id).await?;
                    let totp = account.totp_secret.as_deref().and_then(TotpSecret::parse);
                    let step =
                        totp.and_then(|totp| totp.check(&body.0.code, now, account.totp_last_step));
                    let Some(step) = step else { return Ok(false) };
                    if !tx.use_totp_step(me.staff.id, step).await? {
                        return Ok(false);
                    }
                }
                tx.prove_staff(me.staff.partnership, me.session, now).await?;
                Ok(true)
            })
            .await?;
        if !shown {
            return Err(Problem::new(
                Kind::NotProven,
                "This code is not right, or it was used before. Wait for the next one, and enter that.",
            )
            .at("/code", "enter the code shown next"));
        }
        let proven = SignedInStaff { proven: true, ..(**me).clone() };
        Ok(Json(SessionOut::read(&app, **door, &proven, None).await?))
    }

    /// Begin to set a password and a one-time code
    ///
    /// Gives a secret for an authenticator app. Nothing changes until it is confirmed with a code.
    #[oai(path = "/session/enrolment", method = "post", operation_id = "start_enrolment")]
    async fn start_enrolment(&self, app: Data<&App>, me: AnyStaff) -> Result<Json<EnrolmentOut>> {
        let totp = TotpSecret::new(app.random());
        Ok(Json(EnrolmentOut {
            totp_secret: totp.base32(),
            totp_uri: totp.uri("Throughline", &me.scope().staff.email),
        }))
    }

    /// Set a password and a one-time code
    ///
    /// The password needs 15 characters or more and must not be easy to guess. From then on both are asked at sign-in.
    /// Whoever has set them can change them within a quarter of an hour of signing in: an unwatched screen is not enough.
    #[oai(path = "/session/enrolment", method = "put", operation_id = "finish_enrolment")]
    async fn finish_enrolment(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: AnyStaff,
        body: Valid<EnrolIn>,
    ) -> Result<Json<SessionOut>> {
        let (me, body) = (me.scope(), body.0);
        let staff = &me.staff;
        let signed_in_at = me.ends_at - Lifetime::of(SessionKind::Staff, false).absolute;
        if !me.must_enrol && app.now() - signed_in_at > RECENT {
            return Err(Problem::new(Kind::NotAllowed, "Sign in again first, and then change it."));
        }
        password::check(&body.password, &[staff.name.as_str(), &staff.email])
            .map_err(|weak| Problem::new(Kind::RuleBroken, weak).at("/password", weak))?;
        let wrong_code = || {
            Problem::new(Kind::RuleBroken, "This code is not right.")
                .at("/code", "enter the code shown now")
        };
        let totp = TotpSecret::parse(&body.totp_secret).ok_or_else(wrong_code)?;
        let step = totp.check(&body.code, app.now(), None).ok_or_else(wrong_code)?;
        let hash = hashing::hash(body.password, app.random()).await;
        app.store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                tx.end_other_ways_in(staff.id, me.session, app.now()).await?;
                tx.enrol(staff.id, &hash, &totp.base32(), step).await
            })
            .await?;
        let enrolled = SignedInStaff { must_enrol: false, ..(**me).clone() };
        Ok(Json(SessionOut::read(&app, **door, &enrolled, None).await?))
    }
}

#[derive(ApiResponse)]
enum SignedIn {
    /// Signed in.
    #[oai(status = 200)]
    In(
        Json<SessionOut>,
        /// The session of a page.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

fn failed() -> Problem {
    Problem::new(
        Kind::SignInFailed,
        "That did not work. Check what you entered, or ask for a new link.",
    )
}

async fn open(
    app: &App,
    door: Door,
    account: Account,
    client: Option<ClientCode>,
    by_code: bool,
) -> Result<SignedIn> {
    let now = app.now();
    let staff = account.staff;
    let client = client.map_or(Client::Page, Client::from);
    let opening = Opening::staff(app, staff.partnership, staff.id, client);
    let opening = if by_code { opening.proven() } else { opening };
    app.store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.open_session(&opening.session, opening.tokens(), now).await
        })
        .await?;
    let signed_in = SignedInStaff {
        ends_at: now + Lifetime::of(SessionKind::Staff, false).absolute,
        session: opening.session.id,
        must_enrol: !account.enrolled,
        proven: by_code,
        office: None,
        caseload: None,
        area: None,
        referred: None,
        admin: None,
        staff,
    };
    let out = SessionOut::read(app, door, &signed_in, opening.carried.tokens).await?;
    Ok(SignedIn::In(Json(out), opening.carried.cookie))
}
