//! What signing in takes, and who is signed in, as they travel.

use domain::{
    session::{Lifetime, SessionKind},
    staff::Role,
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use crate::{
    app::App,
    http::{
        auth::Door,
        problem::Result,
        session::{ClientCode, TokensOut},
        wire::Instant,
    },
    store::{SignedInStaff, StoreError},
};

/// A one-time link.
#[derive(Object)]
#[oai(rename = "SignInLink", deny_unknown_fields)]
pub(super) struct LinkIn {
    /// The token at the end of the link.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub(super) token: String,
    /// Left out, it is a page.
    pub(super) client: Option<ClientCode>,
}

/// What somebody signs in with.
#[derive(Object)]
#[oai(rename = "SignIn", deny_unknown_fields)]
pub(super) struct SignInIn {
    /// E-mail address.
    #[oai(validator(min_length = 3, max_length = 254))]
    pub(super) email: String,
    /// Password.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub(super) password: String,
    /// The six digits that the authenticator app shows now.
    #[oai(validator(min_length = 6, max_length = 10))]
    pub(super) code: String,
    /// Left out, it is a page.
    pub(super) client: Option<ClientCode>,
}

/// What an authenticator app needs.
#[derive(Object)]
#[oai(rename = "Enrolment")]
pub(super) struct EnrolmentOut {
    /// The secret, to type into an authenticator app.
    pub(super) totp_secret: String,
    /// The same as an `otpauth` address.
    pub(super) totp_uri: String,
}

/// A password and the first one-time code.
#[derive(Object)]
#[oai(rename = "Enrol", deny_unknown_fields)]
pub(super) struct EnrolIn {
    /// The new password.
    #[oai(validator(min_length = 15, max_length = 200))]
    pub(super) password: String,
    /// The secret that the authenticator app has.
    #[oai(validator(min_length = 16, max_length = 200))]
    pub(super) totp_secret: String,
    /// The six digits that it shows now.
    #[oai(validator(min_length = 6, max_length = 10))]
    pub(super) code: String,
}

/// What shows who is here.
#[derive(Object)]
#[oai(rename = "StaffProof", deny_unknown_fields)]
pub(super) struct StaffProofIn {
    /// The six digits that the authenticator app shows now.
    #[oai(validator(min_length = 6, max_length = 10))]
    pub(super) code: String,
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
pub(super) struct SessionOut {
    /// Who they are.
    pub(super) id: Uuid,
    /// Their name.
    pub(super) name: String,
    pub(super) role: RoleCode,
    /// The other agency that they work for: they see what is shared with it.
    pub(super) agency: Option<String>,
    /// Where they work.
    pub(super) partnership_name: String,
    /// The neutral name of the service.
    pub(super) service_name: String,
    /// Everybody here is made up. Say so on every page.
    pub(super) demonstration: bool,
    /// They have to set a password and a one-time code before anything else.
    pub(super) must_enrol: bool,
    /// They have shown within the last five minutes that it is them (`prove_staff`), as what gives records out asks for.
    pub(super) proven: bool,
    /// After so many minutes without a request, the session ends.
    pub(super) idle_minutes: u16,
    /// When it ends whatever happens.
    pub(super) ends_at: Instant,
    /// For an app. A page gets a cookie instead.
    pub(super) tokens: Option<TokensOut>,
}

impl SessionOut {
    pub(super) async fn read(
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
            agency: me.referred.as_ref().and_then(|it| it.agency()).map(str::to_owned),
            partnership_name: partnership.name.as_str().to_owned(),
            service_name: partnership.service_name.as_str().to_owned(),
            demonstration: partnership.demonstration,
            must_enrol: me.must_enrol,
            proven: me.proven,
            idle_minutes: Lifetime::of(SessionKind::Staff, false).idle.num_minutes() as u16,
            ends_at: me.ends_at.into(),
            tokens,
        })
    }
}
