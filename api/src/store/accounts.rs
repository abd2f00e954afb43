//! Partnerships and the accounts of their staff.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PartnershipId, SessionId, StaffId},
    identifier::CouncilCode,
    journey::TransitionRule,
    partnership::Partnership,
    readiness::Missing,
    staff::{Role, Staff},
    text::{Line, Name},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{
    Result, StoreError, Tx,
    entity::{partnership, partnership_council, session, sign_in_link, staff},
    scope::{Admin, System, Within},
};

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub staff: Staff,
    /// Password and one-time code are set.
    pub enrolled: bool,
    /// The password's argon2id hash.
    pub password_hash: Option<String>,
    /// The secret that one-time codes come from.
    pub totp_secret: Option<String>,
    /// The last step a code was used for: each works once.
    pub totp_last_step: Option<i64>,
}

impl Tx<System> {
    /// Adds a partnership with its councils.
    pub async fn add_partnership(&self, new: &Partnership, now: DateTime<Utc>) -> Result<()> {
        let row = partnership::ActiveModel {
            id: Set(new.id.0),
            slug: Set(new.slug.clone()),
            name: Set(new.name.as_str().into()),
            service_name: Set(new.service_name.as_str().into()),
            transition_rule: Set(new.transition_rule.code().into()),
            staffed_hours: Set(new.staffed_hours.as_str().into()),
            safety_questions: Set(new.safety_questions),
            demonstration: Set(new.demonstration),
            created_at: Set(now),
        };
        partnership::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("partnership"))?;
        let councils = new.councils.iter().map(|council| partnership_council::ActiveModel {
            partnership_id: Set(new.id.0),
            council_code: Set(council.as_str().into()),
        });
        partnership_council::Entity::insert_many(councils).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Every partnership, by name.
    pub async fn partnerships(&self) -> Result<Vec<Partnership>> {
        let rows = partnership::Entity::find()
            .order_by_asc(partnership::Column::Name)
            .all(&self.db)
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let councils = self.councils(row.id).await?;
            all.push(read_partnership(row, councils)?);
        }
        Ok(all)
    }

    /// The partnership with this short name.
    pub async fn partnership_by_slug(&self, slug: &str) -> Result<Partnership> {
        let row = partnership::Entity::find()
            .filter(partnership::Column::Slug.eq(slug))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("partnership"))?;
        let councils = self.councils(row.id).await?;
        read_partnership(row, councils)
    }

    /// The partnership with this id.
    pub async fn partnership_by_id(&self, id: PartnershipId) -> Result<Partnership> {
        self.partnership_row(id).await
    }

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
        };
        staff::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("e-mail address"))?;
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

    /// Somebody leaves: their sessions end now, and their people wait in the unassigned list.
    pub async fn end_staff(&self, id: StaffId, now: DateTime<Utc>) -> Result<()> {
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
        self.unassign_all(id, now).await
    }

    /// Changes what a partnership says of itself. Where it would begin to ask about safety and something is not in place
    /// for that, nothing is changed: gives back what is missing.
    pub async fn change_partnership(
        &self,
        changed: &Partnership,
        today: NaiveDate,
    ) -> Result<Vec<Missing>> {
        if changed.safety_questions && !self.partnership().await?.safety_questions {
            let missing = self.missing(today).await?;
            if !missing.is_empty() {
                return Ok(missing);
            }
        }
        partnership::Entity::update_many()
            .col_expr(partnership::Column::Name, Expr::value(changed.name.as_str()))
            .col_expr(partnership::Column::ServiceName, Expr::value(changed.service_name.as_str()))
            .col_expr(
                partnership::Column::StaffedHours,
                Expr::value(changed.staffed_hours.as_str()),
            )
            .col_expr(partnership::Column::SafetyQuestions, Expr::value(changed.safety_questions))
            .col_expr(
                partnership::Column::TransitionRule,
                Expr::value(changed.transition_rule.code()),
            )
            .filter(partnership::Column::Id.eq(self.scope.partnership().0))
            .exec(&self.db)
            .await?;
        Ok(Vec::new())
    }
}

impl<S: Within> Tx<S> {
    /// The partnership this transaction is in.
    pub async fn partnership(&self) -> Result<Partnership> {
        self.partnership_row(self.scope.partnership()).await
    }

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

impl<S> Tx<S> {
    pub(super) async fn partnership_row(&self, id: PartnershipId) -> Result<Partnership> {
        let row = partnership::Entity::find_by_id(id.0)
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("partnership"))?;
        let councils = self.councils(row.id).await?;
        read_partnership(row, councils)
    }

    async fn councils(&self, partnership: uuid::Uuid) -> Result<Vec<partnership_council::Model>> {
        Ok(partnership_council::Entity::find()
            .filter(partnership_council::Column::PartnershipId.eq(partnership))
            .order_by_asc(partnership_council::Column::CouncilCode)
            .all(&self.db)
            .await?)
    }
}

pub(super) fn read_partnership(
    row: partnership::Model,
    councils: Vec<partnership_council::Model>,
) -> Result<Partnership> {
    let impossible = |why| StoreError::Impossible { what: "partnership", why };
    Ok(Partnership {
        id: PartnershipId(row.id),
        slug: row.slug,
        name: Line::new(&row.name).map_err(|_| impossible("name"))?,
        service_name: Line::new(&row.service_name).map_err(|_| impossible("service name"))?,
        transition_rule: TransitionRule::from_code(&row.transition_rule)
            .ok_or(impossible("transition rule"))?,
        staffed_hours: Line::new(&row.staffed_hours).map_err(|_| impossible("staffed hours"))?,
        safety_questions: row.safety_questions,
        demonstration: row.demonstration,
        councils: councils
            .iter()
            .map(|row| CouncilCode::parse(&row.council_code).map_err(|_| impossible("council")))
            .collect::<Result<_>>()?,
    })
}

impl TryFrom<staff::Model> for Account {
    type Error = StoreError;

    fn try_from(row: staff::Model) -> Result<Self> {
        let impossible = |why| StoreError::Impossible { what: "account", why };
        Ok(Self {
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
