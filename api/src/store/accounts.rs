//! The accounts of staff.

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, SessionId, StaffId},
    staff::{Role, Staff},
    text::{Line, Name},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{alert, session, sign_in_link, staff},
    scope::{Admin, System, Within},
};

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub staff: Staff,
    /// Password and one-time code are set.
    pub enrolled: bool,
    /// Alerts that nobody has come to them too.
    pub on_duty: bool,
    /// The agency that they work for, if not for the partnership itself.
    pub agency: Option<String>,
    /// The password's argon2id hash.
    pub password_hash: Option<String>,
    /// The secret that one-time codes come from.
    pub totp_secret: Option<String>,
    /// The last step a code was used for: each works once.
    pub totp_last_step: Option<i64>,
}

impl Tx<System> {
    /// The account of this member of staff, who has not left.
    pub async fn account(&self, id: StaffId) -> Result<Account> {
        let row = staff::Entity::find_by_id(id.0).one(&self.db).await?;
        row.filter(|row| row.ended_at.is_none()).ok_or(StoreError::NotFound("account"))?.try_into()
    }

    /// The account that signs in with this e-mail address.
    pub async fn account_by_email(&self, email: &str) -> Result<Account> {
        let row = staff::Entity::find()
            .filter(staff::Column::Email.eq(email.trim().to_lowercase()))
            .filter(staff::Column::EndedAt.is_null())
            .one(&self.db)
            .await?;
        row.ok_or(StoreError::NotFound("account"))?.try_into()
    }

    /// Uses a one-time link: whose it was. It works once and until it expires.
    pub async fn use_sign_in_link(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Account> {
        let unknown = StoreError::NotFound("sign-in link");
        let used = sign_in_link::Entity::update_many()
            .col_expr(sign_in_link::Column::UsedAt, Expr::value(now))
            .filter(sign_in_link::Column::PartnershipId.eq(partnership.0))
            .filter(sign_in_link::Column::TokenHash.eq(hash.to_vec()))
            .filter(sign_in_link::Column::UsedAt.is_null())
            .filter(sign_in_link::Column::ExpiresAt.gt(now))
            .exec_with_returning(&self.db)
            .await?;
        let Some(link) = used.into_iter().next() else { return Err(unknown) };
        self.account(StaffId(link.staff_id)).await
    }

    /// Ends all of somebody's ways in but this session: whoever changes a password may do so because somebody else has
    /// it.
    pub async fn end_other_ways_in(
        &self,
        id: StaffId,
        through: SessionId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(now))
            .filter(session::Column::StaffId.eq(id.0))
            .filter(session::Column::Id.ne(through.0))
            .filter(session::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        self.use_up_links(id, now).await
    }

    /// Sets what somebody signs in with from now on.
    pub async fn enrol(
        &self,
        id: StaffId,
        password_hash: &str,
        totp_secret: &str,
        step: i64,
    ) -> Result<()> {
        staff::Entity::update_many()
            .col_expr(staff::Column::PasswordHash, Expr::value(password_hash))
            .col_expr(staff::Column::TotpSecret, Expr::value(totp_secret))
            .col_expr(staff::Column::TotpLastStep, Expr::value(step))
            .filter(staff::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Marks a one-time code's step as used. False when it, or a later one, was used before.
    pub async fn use_totp_step(&self, id: StaffId, step: i64) -> Result<bool> {
        let used = staff::Entity::update_many()
            .col_expr(staff::Column::TotpLastStep, Expr::value(step))
            .filter(staff::Column::Id.eq(id.0))
            .filter(staff::Column::TotpLastStep.lt(step))
            .exec(&self.db)
            .await?;
        Ok(used.rows_affected == 1)
    }
}

impl<S> Tx<S> {
    /// The links that were made for somebody so far work no more.
    async fn use_up_links(&self, id: StaffId, now: DateTime<Utc>) -> Result<()> {
        sign_in_link::Entity::update_many()
            .col_expr(sign_in_link::Column::UsedAt, Expr::value(now))
            .filter(sign_in_link::Column::StaffId.eq(id.0))
            .filter(sign_in_link::Column::UsedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<Admin> {
    /// Adds a member of staff, who signs in first by a one-time link.
    pub async fn add_staff(&self, new: &Staff, now: DateTime<Utc>) -> Result<()> {
        let row = staff::ActiveModel {
            id: Set(new.id.0),
            partnership_id: Set(self.scope.partnership().0),
            email: Set(new.email.to_lowercase()),
            name: Set(new.name.as_str().into()),
            role: Set(new.role.code().into()),
            password_hash: Set(None),
            totp_secret: Set(None),
            totp_last_step: Set(None),
            created_at: Set(now),
            ended_at: Set(None),
            on_duty: Set(new.role.hears_of_alerts()),
            agency: Set(None),
        };
        staff::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("e-mail address"))?;
        Ok(())
    }

    /// Says which agency somebody works for.
    pub async fn set_agency(&self, id: StaffId, agency: &Line) -> Result<()> {
        staff::Entity::update_many()
            .col_expr(staff::Column::Agency, Expr::value(agency.as_str()))
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Everybody who works here now, by name, with whether they have enrolled.
    pub async fn staff(&self) -> Result<Vec<Account>> {
        let rows = staff::Entity::find()
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::EndedAt.is_null())
            .order_by_asc(staff::Column::Name)
            .order_by_asc(staff::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(Account::try_from).collect()
    }

    /// One of them.
    pub async fn member(&self, id: StaffId) -> Result<Account> {
        self.staff()
            .await?
            .into_iter()
            .find(|account| account.staff.id == id)
            .ok_or(StoreError::NotFound("member of staff"))
    }

    /// Makes a one-time sign-in link known. It takes the place of earlier ones.
    pub async fn add_sign_in_link(
        &self,
        id: StaffId,
        hash: [u8; 32],
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        self.member(id).await?;
        self.use_up_links(id, now).await?;
        let row = sign_in_link::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            token_hash: Set(hash.to_vec()),
            staff_id: Set(id.0),
            created_at: Set(now),
            expires_at: Set(expires_at),
            used_at: Set(None),
        };
        sign_in_link::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Somebody leaves: their sessions end now. Their people, their tasks and the alerts that they had in hand go to the
    /// heir; without one, the people wait in the unassigned list, and the alerts go to everybody who hears of alerts.
    pub async fn end_staff(
        &self,
        id: StaffId,
        heir: Option<StaffId>,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.member(id).await?;
        staff::Entity::update_many()
            .col_expr(staff::Column::EndedAt, Expr::value(now))
            .filter(staff::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(now))
            .filter(session::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(session::Column::StaffId.eq(id.0))
            .filter(session::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        let here = self.scope.partnership();
        self.end_absences_of(here, id, now).await?;
        self.end_handovers_to(here, id, now).await?;
        self.pass_tasks(here, id, heir, None, now).await?;
        match heir {
            Some(heir) => {
                let by = self.scope.staff();
                self.pass_alerts(here, id, heir, None, new_id, now).await?;
                self.reassign_all(id, heir, by, now).await
            }
            None => {
                let theirs = Condition::all().add(alert::Column::AcknowledgedBy.eq(id.0));
                self.free_alerts(here, theirs, new_id, now).await?;
                self.unassign_all(id, now).await
            }
        }
    }

    /// Puts somebody on duty, or off.
    pub async fn set_duty(&self, id: StaffId, on_duty: bool) -> Result<()> {
        staff::Entity::update_many()
            .col_expr(staff::Column::OnDuty, Expr::value(on_duty))
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl<S: Within> Tx<S> {
    /// Staff of this partnership who work with people, by name.
    pub async fn workers(&self) -> Result<Vec<Staff>> {
        let rows = staff::Entity::find()
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::EndedAt.is_null())
            .filter(staff::Column::Role.is_in([
                Role::Worker.code(),
                Role::Manager.code(),
                Role::SafeguardingLead.code(),
            ]))
            .order_by_asc(staff::Column::Name)
            .order_by_asc(staff::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| Account::try_from(row).map(|account| account.staff)).collect()
    }
}

impl TryFrom<staff::Model> for Account {
    type Error = StoreError;

    fn try_from(row: staff::Model) -> Result<Self> {
        let impossible = |why| StoreError::Impossible { what: "account", why };
        Ok(Self {
            on_duty: row.on_duty,
            agency: row.agency,
            enrolled: row.password_hash.is_some() && row.totp_secret.is_some(),
            password_hash: row.password_hash,
            totp_secret: row.totp_secret,
            totp_last_step: row.totp_last_step,
            staff: Staff {
                id: StaffId(row.id),
                partnership: PartnershipId(row.partnership_id),
                name: Name::new(&row.name).map_err(|_| impossible("name"))?,
                email: row.email,
                role: Role::from_code(&row.role).ok_or(impossible("role"))?,
            },
        })
    }
}
