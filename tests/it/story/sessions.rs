//! Accounts and sessions, the short way. `young_person/invitations` and `worker/signing_in` tell the long one.

use api::{
    secret::{Token, TokenKind},
    store::{NewSession, NewToken, StoreError, Tx, Whose, scope::Admin},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{SessionId, StaffId},
    session::{Client, TokenKind as Stored},
    staff::{Role, Staff},
    text::{Line, Name},
};
use totp_rs::{Builder, Secret};

use super::{Area, Member, Young};
use crate::house::Caller;

impl<'h> Area<'h> {
    /// Somebody who works here, has a password and a one-time code, and is signed in on a page.
    pub async fn member(&self, name: &str, role: Role) -> Member<'h> {
        let id = self.newcomer(name, role).await;
        self.house.write(async |tx| tx.enrol(id, "no password", "no secret", 0).await).await;
        Member { id, caller: self.signed_in(id, role).await }
    }

    /// Somebody who works here and has yet to set a password.
    pub async fn newcomer(&self, name: &str, role: Role) -> StaffId {
        let staff = Staff {
            id: self.house.id(),
            partnership: self.id,
            name: Name::new(name).expect("this is a name"),
            email: email(name),
            role,
        };
        let (store, now) = (&self.house.app.store, self.house.app.now());
        let scope = self.house.system.administer(self.id);
        let added = store.write(scope, async |tx| tx.add_staff(&staff, now).await).await;
        added.unwrap_or_else(|error| panic!("{name} is added: {error}"));
        staff.id
    }

    /// From now on alerts that cannot wait come to them too.
    pub async fn put_on_duty(&self, who: &Member<'_>) {
        self.set_duty(who, true).await;
    }

    /// From now on they do not. Whether enough others are on duty, nobody asks here.
    pub async fn put_off_duty(&self, who: &Member<'_>) {
        self.set_duty(who, false).await;
    }

    async fn set_duty(&self, who: &Member<'_>, on_duty: bool) {
        let scope = self.house.system.administer(self.id);
        let set = async |tx: &Tx<Admin>| tx.set_duty(who.id, on_duty).await;
        let done: Result<(), StoreError> = self.house.app.store.write(scope, set).await;
        done.expect("they are put on duty or off");
    }

    /// Somebody works for another agency.
    pub async fn of_agency(&self, id: StaffId, agency: &str) {
        let agency = Line::new(agency).expect("this is a line");
        let scope = self.house.system.administer(self.id);
        let set = async |tx: &Tx<Admin>| tx.set_agency(id, &agency).await;
        let done: Result<(), StoreError> = self.house.app.store.write(scope, set).await;
        done.expect("they work for it");
    }

    /// Somebody leaves.
    pub async fn end(&self, who: &Member<'_>) {
        let admin = self.member("Ada Ender", Role::Administrator).await;
        let admin = self.proven_page(admin.id, Role::Administrator).await;
        assert_eq!(admin.delete(&format!("/staff/{}", who.id)).await.status, 204);
    }

    /// A new session of a page for this member of staff.
    pub async fn signed_in(&self, id: StaffId, role: Role) -> Caller<'h> {
        self.staff_page(id, role, false).await
    }

    /// The same, who has shown just now that it is them.
    pub async fn proven_page(&self, id: StaffId, role: Role) -> Caller<'h> {
        self.staff_page(id, role, true).await
    }

    /// The same, in an app: its token.
    pub async fn proven_staff_token(&self, id: StaffId) -> String {
        self.session(Whose::Staff(id), Client::App, true).await
    }

    async fn staff_page(&self, id: StaffId, role: Role, stepped_up: bool) -> Caller<'h> {
        let token = self.session(Whose::Staff(id), Client::Page, stepped_up).await;
        let base = match role {
            Role::PartnershipViewer => "/partnership/v1",
            Role::Administrator => "/admin/v1",
            _ => "/worker/v1",
        };
        self.house.stranger(base).with_this_cookie(format!("__Host-staff={token}"))
    }

    /// The access token of a new session of an app.
    pub async fn token_of(&self, whose: Whose) -> String {
        self.session(whose, Client::App, false).await
    }

    /// The same for a young person who has shown just now that it is them.
    pub async fn proven_token_of(&self, who: &Young) -> String {
        self.session(Whose::YoungPerson(who.id), Client::App, true).await
    }

    /// The same on a page.
    pub async fn proven_page_of(&self, who: &Young) -> Caller<'h> {
        let token = self.session(Whose::YoungPerson(who.id), Client::Page, true).await;
        self.house.stranger("/young-person/v1").with_this_cookie(format!("__Host-phone={token}"))
    }

    /// A new session of a page for this young person, wherever they joined.
    pub async fn page_of(&self, who: &Young) -> Caller<'h> {
        let token = self.session(Whose::YoungPerson(who.id), Client::Page, false).await;
        self.house.stranger("/young-person/v1").with_this_cookie(format!("__Host-phone={token}"))
    }

    /// A one-time sign-in link for somebody who works here: its token.
    pub async fn sign_in_link(&self, id: StaffId) -> String {
        let (house, now) = (self.house, self.house.app.now());
        let token = Token::new(TokenKind::StaffLink, self.id, house.app.random());
        let (hash, ends) = (token.hash(), now + TimeDelta::hours(1));
        let scope = house.system.administer(self.id);
        let made =
            house.app.store.write(scope, async |tx| tx.add_sign_in_link(id, hash, now, ends).await);
        made.await.expect("the link is made");
        token.as_str().to_owned()
    }

    async fn session(&self, whose: Whose, client: Client, stepped_up: bool) -> String {
        let (house, now) = (self.house, self.house.app.now());
        let (kind, stored) = match (whose, client) {
            (Whose::Staff(_), Client::Page) => (TokenKind::StaffPage, Stored::Page),
            (Whose::Staff(_), Client::App) => (TokenKind::StaffApp, Stored::Access),
            (Whose::YoungPerson(_), Client::Page) => (TokenKind::PhonePage, Stored::Page),
            (Whose::YoungPerson(_), Client::App) => (TokenKind::PhoneApp, Stored::Access),
        };
        let token = Token::new(kind, self.id, house.app.random());
        let session = NewSession {
            id: house.id::<SessionId>(),
            partnership: self.id,
            whose,
            client,
            shared_phone: false,
            phone_name: None,
            stepped_up,
        };
        let stored =
            NewToken { hash: token.hash(), kind: stored, expires_at: now + TimeDelta::hours(12) };
        house.write(async |tx| tx.open_session(&session, &[stored], now).await).await;
        token.as_str().to_owned()
    }
}

/// What an authenticator app with this secret shows now.
pub fn one_time_code(secret: &str, now: DateTime<Utc>) -> String {
    let secret = Secret::try_from_base32(secret).expect("it is in base 32");
    let totp = Builder::new().with_secret(secret.as_bytes().to_vec()).build();
    totp.expect("it is long enough").generate(now.timestamp().unsigned_abs()).to_string()
}

/// The address of somebody of this name.
pub fn email(name: &str) -> String {
    let plain = |c: char| if c.is_ascii() { c } else { 'x' };
    let plain: String = name.to_lowercase().chars().map(plain).collect();
    format!("{}@derbyshire.example", plain.replace(' ', "."))
}
