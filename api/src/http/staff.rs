//! How staff sign in: by a one-time link, or by password and one-time code. The same operations in every document that
//! staff use, so that each document is complete in itself.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    session::{Client, Lifetime, SessionKind},
    staff::Role,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, Tags, payload::Json};
use uuid::Uuid;

use super::{
    address::Caller,
    auth::{AnyStaff, Door, STAFF_COOKIE},
    limit::{Limits, Tried},
    problem::{Kind, Problem, Result},
    session::{ClientCode, Opening, RefreshIn, SignedOut, TokensOut, refresh, sign_out},
    valid::Valid,
    wire::Instant,
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
            used => open(&app, **door, used?, body.0.client).await,
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
        open(&app, **door, account, body.client).await
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

/// A one-time link.
#[derive(Object)]
#[oai(rename = "SignInLink", deny_unknown_fields)]
struct LinkIn {
    /// The token at the end of the link.
    #[oai(validator(min_length = 1, max_length = 200))]
    token: String,
    /// Left out, it is a page.
    client: Option<ClientCode>,
}

/// What somebody signs in with.
#[derive(Object)]
#[oai(rename = "SignIn", deny_unknown_fields)]
struct SignInIn {
    /// E-mail address.
    #[oai(validator(min_length = 3, max_length = 254))]
    email: String,
    /// Password.
    #[oai(validator(min_length = 1, max_length = 200))]
    password: String,
    /// The six digits that the authenticator app shows now.
    #[oai(validator(min_length = 6, max_length = 10))]
    code: String,
    /// Left out, it is a page.
    client: Option<ClientCode>,
}

/// What an authenticator app needs.
#[derive(Object)]
#[oai(rename = "Enrolment")]
struct EnrolmentOut {
    /// The secret, to type into an authenticator app.
    totp_secret: String,
    /// The same as an `otpauth` address.
    totp_uri: String,
}

/// A password and the first one-time code.
#[derive(Object)]
#[oai(rename = "Enrol", deny_unknown_fields)]
struct EnrolIn {
    /// The new password.
    #[oai(validator(min_length = 15, max_length = 200))]
    password: String,
    /// The secret that the authenticator app has.
    #[oai(validator(min_length = 16, max_length = 200))]
    totp_secret: String,
    /// The six digits that it shows now.
    #[oai(validator(min_length = 6, max_length = 10))]
    code: String,
}

/// What a member of staff does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Role", rename_all = "kebab-case", remote = "Role")]
pub enum RoleCode {
    /// Works with the young people assigned to them.
    Worker,
    /// Leads workers.
    Manager,
    /// Looks after people at risk.
    SafeguardingLead,
    /// Reads published figures.
    PartnershipViewer,
    /// Keeps accounts, settings and imports.
    Administrator,
}

/// Who is signed in.
#[derive(Object)]
#[oai(rename = "Session", skip_serializing_if_is_none)]
struct SessionOut {
    /// Who they are.
    id: Uuid,
    /// Their name.
    name: String,
    role: RoleCode,
    /// Where they work.
    partnership_name: String,
    /// The neutral name of the service.
    service_name: String,
    /// Everybody here is made up. Say so on every page.
    demonstration: bool,
    /// They have to set a password and a one-time code before anything else.
    must_enrol: bool,
    /// After so many minutes without a request, the session ends.
    idle_minutes: u16,
    /// When it ends whatever happens.
    ends_at: Instant,
    /// For an app. A page gets a cookie instead.
    tokens: Option<TokensOut>,
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
) -> Result<SignedIn> {
    let now = app.now();
    let staff = account.staff;
    let client = client.map_or(Client::Page, Client::from);
    let opening = Opening::staff(app, staff.partnership, staff.id, client);
    app.store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.open_session(&opening.session, opening.tokens(), now).await
        })
        .await?;
    let signed_in = SignedInStaff {
        ends_at: now + Lifetime::of(SessionKind::Staff, false).absolute,
        session: opening.session.id,
        must_enrol: !account.enrolled,
        office: None,
        caseload: None,
        area: None,
        admin: None,
        staff,
    };
    let out = SessionOut::read(app, door, &signed_in, opening.carried.tokens).await?;
    Ok(SignedIn::In(Json(out), opening.carried.cookie))
}

impl SessionOut {
    async fn read(
        app: &App,
        door: Door,
        me: &SignedInStaff,
        tokens: Option<TokensOut>,
    ) -> Result<Self> {
        let partnership = app
            .store
            .read::<_, _, StoreError>(door.system(), async |tx| {
                tx.partnership_by_id(me.staff.partnership).await
            })
            .await?;
        Ok(Self {
            id: me.staff.id.0,
            name: me.staff.name.as_str().to_owned(),
            role: me.staff.role.into(),
            partnership_name: partnership.name.as_str().to_owned(),
            service_name: partnership.service_name.as_str().to_owned(),
            demonstration: partnership.demonstration,
            must_enrol: me.must_enrol,
            idle_minutes: Lifetime::of(SessionKind::Staff, false).idle.num_minutes() as u16,
            ends_at: me.ends_at.into(),
            tokens,
        })
    }
}
