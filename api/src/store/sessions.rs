//! Who is signed in, and with which tokens. Tokens are stored as SHA-256 and can be ended at once.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    day::london_day,
    id::{PartnershipId, PersonId, SessionId, StaffId},
    proof::{STAFF_STEPPED_UP, STEPPED_UP},
    session::{Client, Lifetime, REFRESH_GRACE, SessionKind, TokenKind},
    staff::Staff,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryFilter,
    QueryTrait,
    sea_query::{Alias, Condition, Expr, SelectStatement},
};

use super::{
    Result, StoreError, Tx,
    accounts::Account,
    entity::{session, session_token, staff},
    record::same,
    scope::{Admin, Area, Caseload, Helper, Office, OwnRecord, Referred, System},
};

/// What is not found when somebody ended the session on purpose, rather than time: what is kept on that phone or
/// computer goes too.
pub const ENDED: &str = "session: it was ended";

/// Somebody whose token is good, with the scopes that go with who they are.
#[derive(Clone, Debug)]
pub enum SignedIn {
    /// A young person.
    YoungPerson(OwnRecord),
    /// Somebody who helps a young person.
    Supporter(Helper),
    /// A member of staff.
    Staff(Box<SignedInStaff>),
}

/// A member of staff who is signed in.
#[derive(Clone, Debug)]
pub struct SignedInStaff {
    /// Who they are.
    pub staff: Staff,
    /// Through which session.
    pub session: SessionId,
    /// When it ends whatever happens.
    pub ends_at: DateTime<Utc>,
    /// They have yet to set a password and a one-time code, and can do nothing else.
    pub must_enrol: bool,
    /// They have shown a moment ago, by a code, that it is them.
    pub proven: bool,
    /// What everybody who works there may know.
    pub office: Option<Office>,
    /// Their people, if their role works with people.
    pub caseload: Option<Caseload>,
    /// Their figures, if their role reads figures.
    pub area: Option<Area>,
    /// Whom their agency was referred, if they work with nobody here.
    pub referred: Option<Referred>,
    /// Their accounts and settings, if they administer.
    pub admin: Option<Admin>,
}

/// A session to open.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Where.
    pub partnership: PartnershipId,
    /// Whose.
    pub whose: Whose,
    /// Through what.
    pub client: Client,
    /// Others use this phone too.
    pub shared_phone: bool,
    /// What the young person calls this phone.
    pub phone_name: Option<String>,
    /// They have shown just now that it is them, with a passkey or a code.
    pub stepped_up: bool,
}

/// Whose session it is.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// A young person's.
    YoungPerson(PersonId),
    /// A member of staff's.
    Staff(StaffId),
}

/// A token to store.
#[derive(Clone, Copy, Debug)]
pub struct NewToken {
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// What it is for.
    pub kind: TokenKind,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// What became of an attempt to refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// The new tokens are stored.
    Done,
    /// The token was used before, so somebody else has a copy: the whole session has ended.
    Reused,
}

impl Whose {
    fn kind(self) -> SessionKind {
        match self {
            Self::YoungPerson(_) => SessionKind::YoungPerson,
            Self::Staff(_) => SessionKind::Staff,
        }
    }
}

impl Tx<System> {
    /// Opens a session with its first tokens.
    pub async fn open_session(
        &self,
        new: &NewSession,
        tokens: &[NewToken],
        now: DateTime<Utc>,
    ) -> Result<()> {
        if let Whose::YoungPerson(person) = new.whose {
            self.is_whole(new.partnership, person).await?;
        }
        let lifetime = Lifetime::of(new.whose.kind(), new.shared_phone);
        let (person, staff) = match new.whose {
            Whose::YoungPerson(person) => (Some(person.0), None),
            Whose::Staff(staff) => (None, Some(staff.0)),
        };
        let row = session::ActiveModel {
            partnership_id: Set(new.partnership.0),
            id: Set(new.id.0),
            kind: Set(new.whose.kind().code().into()),
            person_id: Set(person),
            staff_id: Set(staff),
            client: Set(new.client.code().into()),
            shared_phone: Set(new.shared_phone),
            phone_name: Set(new.phone_name.clone()),
            created_at: Set(now),
            last_used_at: Set(now),
            idle_ends_at: Set(lifetime.idle_at(now)),
            ends_at: Set(now + lifetime.absolute),
            ended_at: Set(None),
            stepped_up_at: Set(new.stepped_up.then_some(now)),
        };
        session::Entity::insert(row).exec_without_returning(&self.db).await?;
        self.add_tokens(new.partnership, new.id, tokens, now).await
    }

    async fn add_tokens(
        &self,
        partnership: PartnershipId,
        session: SessionId,
        tokens: &[NewToken],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let rows = tokens.iter().map(|token| session_token::ActiveModel {
            partnership_id: Set(partnership.0),
            token_hash: Set(token.hash.to_vec()),
            session_id: Set(session.0),
            kind: Set(token.kind.code().into()),
            created_at: Set(now),
            expires_at: Set(token.expires_at),
            used_at: Set(None),
            replaced_by: Set(None),
        });
        session_token::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Whose token this is. `NotFound` for a token that is unknown, over, or made for refreshing only.
    pub async fn signed_in(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<(SignedIn, Touch)> {
        let row = self.db.query_one(&find_token(partnership, hash)).await?;
        let row = row.ok_or(StoreError::NotFound("token"))?;
        let token = session_token::Model::from_query_result(&row, "")?;
        let session = session::Model::from_query_result_optional(&row, ITS_SESSION)?;
        if token.kind == TokenKind::Refresh.code() || token.expires_at <= now {
            return Err(StoreError::NotFound("token"));
        }
        let session = live(session, now)?;
        let signed_in = match (session.person_id, session.staff_id) {
            (Some(person), None) => SignedIn::YoungPerson(OwnRecord::new(
                partnership,
                PersonId(person),
                SessionId(session.id),
                session.stepped_up_at.is_some_and(|at| now - at < STEPPED_UP),
            )),
            (None, Some(staff)) => {
                let row = staff::Model::from_query_result_optional(&row, ITS_STAFF)?;
                let row = row.filter(|row| row.id == staff && row.ended_at.is_none());
                let account = Account::try_from(row.ok_or(StoreError::NotFound("account"))?)?;
                SignedIn::Staff(Box::new(SignedInStaff {
                    session: SessionId(session.id),
                    ends_at: session.ends_at,
                    must_enrol: !account.enrolled,
                    proven: session.stepped_up_at.is_some_and(|at| now - at < STAFF_STEPPED_UP),
                    office: Some(Office::of(&account.staff)),
                    caseload: Caseload::of(&account.staff, account.on_duty, now),
                    area: Area::of(&account.staff),
                    referred: Referred::of(&account.staff, account.agency, london_day(now)),
                    admin: Admin::of(&account.staff),
                    staff: account.staff,
                }))
            }
            _ => return Err(StoreError::Impossible { what: "session", why: "not one person's" }),
        };
        let kind = SessionKind::from_code(&session.kind)
            .ok_or(StoreError::Impossible { what: "session", why: "unknown kind" })?;
        let lifetime = Lifetime::of(kind, session.shared_phone);
        let touch = Touch {
            partnership,
            session: SessionId(session.id),
            lifetime,
            due: now - session.last_used_at >= lifetime.note_after(),
        };
        Ok((signed_in, touch))
    }

    /// Notes that a session was used, so that it does not fall idle.
    pub async fn touch(&self, touch: Touch, now: DateTime<Utc>) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::LastUsedAt, Expr::value(now))
            .col_expr(session::Column::IdleEndsAt, Expr::value(touch.lifetime.idle_at(now)))
            .filter(session::Column::PartnershipId.eq(touch.partnership.0))
            .filter(session::Column::Id.eq(touch.session.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Notes that one of the staff has shown just now, in this session, that it is them.
    pub async fn prove_staff(
        &self,
        partnership: PartnershipId,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::SteppedUpAt, Expr::value(now))
            .filter(session::Column::PartnershipId.eq(partnership.0))
            .filter(session::Column::Id.eq(id.0))
            .filter(session::Column::StaffId.is_not_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Swaps a refresh token for new tokens. It works once; used again after the grace, it ends the session, because
    /// then two hold it.
    pub async fn refresh(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
        tokens: &[NewToken],
        now: DateTime<Utc>,
    ) -> Result<Refreshed> {
        let token = self.token(partnership, hash).await?;
        if token.kind != TokenKind::Refresh.code() || token.expires_at <= now {
            return Err(StoreError::NotFound("token"));
        }
        let session = SessionId(token.session_id);
        self.live_session(partnership, session, now).await?;
        match token.used_at {
            Some(used) if now - used > REFRESH_GRACE => {
                self.end_session(partnership, session, now).await?;
                return Ok(Refreshed::Reused);
            }
            Some(_) => {}
            None => {
                session_token::Entity::update_many()
                    .col_expr(session_token::Column::UsedAt, Expr::value(now))
                    .filter(session_token::Column::PartnershipId.eq(partnership.0))
                    .filter(session_token::Column::TokenHash.eq(hash.to_vec()))
                    .exec(&self.db)
                    .await?;
            }
        }
        self.add_tokens(partnership, session, tokens, now).await?;
        Ok(Refreshed::Done)
    }

    /// Ends a session: its next request is refused.
    pub async fn end_session(
        &self,
        partnership: PartnershipId,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(now))
            .filter(session::Column::PartnershipId.eq(partnership.0))
            .filter(session::Column::Id.eq(id.0))
            .filter(session::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn token(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
    ) -> Result<session_token::Model> {
        session_token::Entity::find_by_id((partnership.0, hash.to_vec()))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("token"))
    }

    async fn live_session(
        &self,
        partnership: PartnershipId,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<session::Model> {
        live(session::Entity::find_by_id((partnership.0, id.0)).one(&self.db).await?, now)
    }
}

/// What the columns of the session begin with, beside those of the token.
const ITS_SESSION: &str = "session_";
/// What those of a member of staff begin with.
const ITS_STAFF: &str = "staff_";

/// A token with its session, and whose it is if it is a member of staff's: it is asked with every request.
fn find_token(partnership: PartnershipId, hash: [u8; 32]) -> SelectStatement {
    let its_session = Condition::all()
        .add(same(session::Column::PartnershipId, session_token::Column::PartnershipId))
        .add(same(session::Column::Id, session_token::Column::SessionId));
    let mut find = session_token::Entity::find_by_id((partnership.0, hash.to_vec())).into_query();
    for column in session::Column::iter() {
        let name = Alias::new(format!("{ITS_SESSION}{}", column.as_str()));
        find.expr_as(column.into_expr(), name);
    }
    for column in staff::Column::iter() {
        let name = Alias::new(format!("{ITS_STAFF}{}", column.as_str()));
        find.expr_as(column.into_expr(), name);
    }
    find.left_join(session::Entity, its_session)
        .left_join(staff::Entity, same(staff::Column::Id, session::Column::StaffId));
    find
}

fn live(session: Option<session::Model>, now: DateTime<Utc>) -> Result<session::Model> {
    if session.as_ref().is_some_and(|session| session.ended_at.is_some()) {
        return Err(StoreError::NotFound(ENDED));
    }
    session
        .filter(|session| session.idle_ends_at > now && session.ends_at > now)
        .ok_or(StoreError::NotFound("session"))
}

/// A session that was used just now.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    partnership: PartnershipId,
    session: SessionId,
    lifetime: Lifetime,
    /// Long enough since the last note that this use is worth noting.
    pub due: bool,
}

impl Touch {
    /// How long a session of this kind may be idle.
    pub fn idle(&self) -> TimeDelta {
        self.lifetime.idle
    }
}
