//! Partnerships in the database.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::PartnershipId, identifier::CouncilCode, journey::TransitionRule, partnership::Partnership,
    readiness::Missing, text::Line,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{
    Result, StoreError, Tx,
    entity::{partnership, partnership_council},
    scope::{Admin, System, Within},
};

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
}

impl Tx<Admin> {
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
