//! Invitations to young people, and the ways in which they can go wrong without locking anybody out (SEC-09).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{InvitationId, PartnershipId, PersonId, StaffId, TaskId},
    invitation::{Invitation, Route},
    journey::Journey,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};

use super::{
    Result, StoreError, Tx,
    entity::{invitation, person},
    scope::{Admin, Caseload, System, Within},
};

/// An invitation to store. The secrets themselves are never stored.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Its id.
    pub id: InvitationId,
    /// For whom.
    pub person: PersonId,
    /// Shown on a screen, or sent as a letter.
    pub route: Route,
    /// SHA-256 of the link's token.
    pub link_hash: [u8; 32],
    /// The first four digits of the code, which find it.
    pub code_group: String,
    /// Argon2id of the whole code.
    pub code_hash: String,
}

/// An invitation that somebody may be opening.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Where.
    pub partnership: PartnershipId,
    /// Which.
    pub invitation: Invitation,
    /// Argon2id of its code.
    pub code_hash: String,
    /// The birth date that the wrong-person check compares.
    pub birth_date: NaiveDate,
    /// The two years of whom it is for.
    pub journey: Journey,
    /// The language in which they like to be asked.
    pub language: String,
}

impl Tx<Caseload> {
    /// Makes an invitation; an earlier one that is still open stops working.
    pub async fn add_invitation(
        &self,
        new: &NewInvitation,
        now: DateTime<Utc>,
    ) -> Result<Invitation> {
        self.person(new.person).await?;
        self.must_be_here(new.person).await?;
        self.insert_invitation(self.scope.partnership(), Some(self.scope.staff()), new, now).await
    }
}

impl Tx<Admin> {
    /// Makes an invitation from the command line.
    pub async fn add_invitation_from_console(
        &self,
        new: &NewInvitation,
        now: DateTime<Utc>,
    ) -> Result<Invitation> {
        self.insert_invitation(self.scope.partnership(), None, new, now).await
    }
}

impl<S> Tx<S> {
    async fn insert_invitation(
        &self,
        partnership: PartnershipId,
        by: Option<StaffId>,
        new: &NewInvitation,
        now: DateTime<Utc>,
    ) -> Result<Invitation> {
        invitation::Entity::update_many()
            .col_expr(invitation::Column::ReplacedAt, Expr::value(now))
            .filter(invitation::Column::PartnershipId.eq(partnership.0))
            .filter(invitation::Column::PersonId.eq(new.person.0))
            .filter(unused())
            .exec(&self.db)
            .await?;
        let (link_expires_at, code_expires_at) = new.route.expiry(now);
        let row = invitation::ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            made_by: Set(by.map(|staff| staff.0)),
            route: Set(new.route.code().into()),
            link_hash: Set(new.link_hash.to_vec()),
            code_group: Set(new.code_group.clone()),
            code_hash: Set(new.code_hash.clone()),
            made_at: Set(now),
            link_expires_at: Set(link_expires_at),
            code_expires_at: Set(code_expires_at),
            wrong_codes: Set(0),
            wrong_birthdays: Set(0),
            used_at: Set(None),
            parked_at: Set(None),
            replaced_at: Set(None),
        };
        let row = invitation::Entity::insert(row).exec_with_returning(&self.db).await?;
        Ok(read(&row))
    }
}

/// Not used, not parked, not replaced. Time decides the rest.
fn unused() -> Condition {
    Condition::all()
        .add(invitation::Column::UsedAt.is_null())
        .add(invitation::Column::ParkedAt.is_null())
        .add(invitation::Column::ReplacedAt.is_null())
}

impl Tx<System> {
    /// The invitation whose link this is.
    pub async fn invitation_by_link(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Candidate> {
        let rows = invitation::Entity::find()
            .filter(unused())
            .filter(invitation::Column::PartnershipId.eq(partnership.0))
            .filter(invitation::Column::LinkHash.eq(hash.to_vec()))
            .filter(invitation::Column::LinkExpiresAt.gt(now))
            .all(&self.db)
            .await?;
        let found = self.candidates(rows).await?;
        found.into_iter().next().ok_or(StoreError::NotFound("invitation"))
    }

    /// Counts a try against every open invitation whose code begins with these four digits, before anybody looks
    /// whether it is right, so that many tries at once are counted one by one; the tenth ends a code (YP-03). Gives back
    /// those that may be tried, as they were before.
    pub async fn claim_code_try(&self, group: &str, now: DateTime<Utc>) -> Result<Vec<Candidate>> {
        let which = Condition::all()
            .add(invitation::Column::CodeGroup.eq(group))
            .add(invitation::Column::CodeExpiresAt.gt(now))
            .add(unused());
        let mut found = self.candidates(self.hold_invitations(which).await?).await?;
        found.retain(|candidate| candidate.invitation.takes_codes());
        for candidate in &found {
            let after = candidate.invitation.clone().wrong_code(now);
            self.save_tries(candidate.partnership, &after).await?;
        }
        Ok(found)
    }

    /// The code was right after all: nothing counts against these.
    pub async fn give_code_try_back(&self, claimed: &[Candidate]) -> Result<()> {
        let ids = claimed.iter().map(|claimed| claimed.invitation.id.0);
        let which = Condition::all().add(invitation::Column::Id.is_in(ids));
        let held = self.hold_invitations(which).await?;
        for before in claimed {
            let same = |row: &&invitation::Model| row.id == before.invitation.id.0;
            let Some(row) = held.iter().find(same) else { continue };
            let mut now = read(row);
            now.wrong_codes = now.wrong_codes.saturating_sub(1);
            now.code_expires_at = before.invitation.code_expires_at;
            self.save_tries(before.partnership, &now).await?;
        }
        Ok(())
    }

    /// Keeps these invitations to this transaction until it ends. (On SQLite the one writer sees to that.)
    async fn hold_invitations(&self, which: Condition) -> Result<Vec<invitation::Model>> {
        Ok(invitation::Entity::find()
            .filter(which)
            .order_by_asc(invitation::Column::Id)
            .lock(LockType::Update)
            .all(&self.db)
            .await?)
    }

    async fn candidates(&self, rows: Vec<invitation::Model>) -> Result<Vec<Candidate>> {
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let person = person::Entity::find_by_id((row.partnership_id, row.person_id))
                .one(&self.db)
                .await?
                .ok_or(StoreError::Impossible { what: "invitation", why: "for nobody" })?;
            found.push(Candidate {
                partnership: PartnershipId(row.partnership_id),
                invitation: read(&row),
                code_hash: row.code_hash,
                birth_date: person.birth_date,
                journey: Journey {
                    transition_on: person.transition_on,
                    ends_on: person.journey_ends_on,
                    paused_until: person.paused_until,
                    left_on: person.left_on,
                },
                language: person.language,
            });
        }
        Ok(found)
    }

    /// Counts a wrong birthday; the third parks the invitation and asks the worker to look (YP-04).
    pub async fn wrong_birthday(
        &self,
        candidate: &Candidate,
        task: TaskId,
        now: DateTime<Utc>,
    ) -> Result<Invitation> {
        let id = candidate.invitation.id.0;
        let which = Condition::all()
            .add(invitation::Column::PartnershipId.eq(candidate.partnership.0))
            .add(invitation::Column::Id.eq(id));
        let held = self.hold_invitations(which).await?;
        let row = held.first().ok_or(StoreError::NotFound("invitation"))?;
        let after = read(row).wrong_birthday(now);
        self.save_tries(candidate.partnership, &after).await?;
        if after.parked_at.is_some() {
            self.ask_to_look(candidate.partnership, task, &after, now).await?;
        }
        Ok(after)
    }

    async fn save_tries(&self, partnership: PartnershipId, after: &Invitation) -> Result<()> {
        invitation::Entity::update_many()
            .col_expr(invitation::Column::WrongCodes, Expr::value(i32::from(after.wrong_codes)))
            .col_expr(
                invitation::Column::WrongBirthdays,
                Expr::value(i32::from(after.wrong_birthdays)),
            )
            .col_expr(invitation::Column::CodeExpiresAt, Expr::value(after.code_expires_at))
            .col_expr(invitation::Column::ParkedAt, Expr::value(after.parked_at))
            .filter(invitation::Column::PartnershipId.eq(partnership.0))
            .filter(invitation::Column::Id.eq(after.id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Uses an invitation, once. `NotFound` if somebody was quicker.
    pub async fn use_invitation(&self, candidate: &Candidate, now: DateTime<Utc>) -> Result<()> {
        let used = invitation::Entity::update_many()
            .col_expr(invitation::Column::UsedAt, Expr::value(now))
            .filter(invitation::Column::PartnershipId.eq(candidate.partnership.0))
            .filter(invitation::Column::Id.eq(candidate.invitation.id.0))
            .filter(unused())
            .exec(&self.db)
            .await?;
        if used.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("invitation")) }
    }
}

pub(super) fn read(row: &invitation::Model) -> Invitation {
    Invitation {
        id: InvitationId(row.id),
        person: PersonId(row.person_id),
        made_at: row.made_at,
        link_expires_at: row.link_expires_at,
        code_expires_at: row.code_expires_at,
        wrong_codes: row.wrong_codes.clamp(0, 255) as u8,
        wrong_birthdays: row.wrong_birthdays.clamp(0, 255) as u8,
        used_at: row.used_at,
        parked_at: row.parked_at,
        replaced_at: row.replaced_at,
    }
}
