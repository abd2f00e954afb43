//! One-time sign-in links for staff, for the administrator's operation and for the command line.

use chrono::{DateTime, TimeDelta, Utc};
use domain::staff::{Role, Staff};

use crate::{
    app::App,
    secret::{Token, TokenKind},
    store::{Result, Tx, scope::Admin},
};

/// How long a link works.
pub const LASTS: TimeDelta = TimeDelta::hours(1);

/// A link that lets a member of staff in once. It is shown once and never kept.
pub struct SignInLink {
    /// The link. The token stands behind `#`, where browsers do not send it to any server.
    pub link: String,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

impl SignInLink {
    /// Makes a link for somebody who works here, and keeps what is needed to recognise it.
    pub async fn add(app: &App, tx: &Tx<Admin>, staff: &Staff) -> Result<Self> {
        let token = Token::new(TokenKind::StaffLink, staff.partnership, app.random());
        let (now, expires_at) = (app.now(), app.now() + LASTS);
        tx.add_sign_in_link(staff.id, token.hash(), now, expires_at).await?;
        let page = page(staff.role);
        Ok(Self { link: format!("{}{page}#link={}", app.public_url, token.as_str()), expires_at })
    }
}

/// A link for somebody who works here, in a transaction of its own.
pub async fn sign_in_link(app: &App, admin: Admin, staff: &Staff) -> Result<SignInLink> {
    app.store.write(admin, async |tx| SignInLink::add(app, tx, staff).await).await
}

/// The page that somebody with this role works with. Administrators have none of their own; any staff page lets them
/// set a password and tells them so.
fn page(role: Role) -> &'static str {
    match role {
        Role::Worker | Role::Manager | Role::SafeguardingLead | Role::Administrator => "/worker/",
        Role::PartnershipViewer => "/partnership/",
    }
}
