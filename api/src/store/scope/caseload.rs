//! Whom staff reach who work with people, and by what.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    day::london_day,
    id::{PartnershipId, StaffId},
    questionnaire::Priority,
    staff::{Role, Staff},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
};

use super::{Reach, Within};
use crate::store::entity::{absence, alert, assignment, glass, person};

/// Staff who work with people: a worker reaches those assigned to them today, and those of whomever they cover for today, a manager everybody of the partnership,
/// a safeguarding lead those with an alert that is not closed. Whoever is on duty also reaches those of whom possible harm
/// or a concern is open, and those of whom anything is open that no worker has on their list. Whoever has opened a record in an
/// emergency reaches it for an hour (SEC-18).
#[derive(Clone, Copy, Debug)]
pub struct Caseload {
    partnership: PartnershipId,
    staff: StaffId,
    role: Role,
    on_duty: bool,
    today: NaiveDate,
    now: DateTime<Utc>,
}

impl Caseload {
    /// None for roles that work with no person.
    pub(in crate::store) fn of(staff: &Staff, on_duty: bool, now: DateTime<Utc>) -> Option<Self> {
        match staff.role {
            Role::Worker | Role::Manager | Role::SafeguardingLead => Some(Self {
                partnership: staff.partnership,
                staff: staff.id,
                role: staff.role,
                on_duty,
                today: london_day(now),
                now,
            }),
            Role::PartnershipViewer | Role::Administrator => None,
        }
    }

    /// Who they are.
    pub fn staff(&self) -> StaffId {
        self.staff
    }

    /// What they do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether alerts that nobody has come to them too.
    pub fn on_duty(&self) -> bool {
        self.on_duty
    }

    fn merged(&self) -> SelectStatement {
        person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::PartnershipId.eq(self.partnership.0))
            .filter(person::Column::MergedInto.is_not_null())
            .into_query()
    }

    fn assigned(&self) -> SelectStatement {
        assignment::Entity::find()
            .select_only()
            .column(assignment::Column::PersonId)
            .filter(assignment::Column::PartnershipId.eq(self.partnership.0))
            .filter(assignment::Column::StaffId.eq(self.staff.0))
            .filter(assignment::Column::EndedAt.is_null())
            .into_query()
    }

    /// Those of colleagues who are away today and for whom they cover.
    fn covered(&self) -> SelectStatement {
        let away = absence::Entity::find()
            .select_only()
            .column(absence::Column::StaffId)
            .filter(absence::Column::PartnershipId.eq(self.partnership.0))
            .filter(absence::Column::CoverId.eq(self.staff.0))
            .filter(absence::Column::EndedAt.is_null())
            .filter(absence::Column::FromOn.lte(self.today))
            .filter(absence::Column::UntilOn.gte(self.today))
            .into_query();
        assignment::Entity::find()
            .select_only()
            .column(assignment::Column::PersonId)
            .filter(assignment::Column::PartnershipId.eq(self.partnership.0))
            .filter(assignment::Column::StaffId.in_subquery(away))
            .filter(assignment::Column::EndedAt.is_null())
            .into_query()
    }

    /// Those whose record they opened in an emergency, while it is open.
    fn broken_open(&self) -> SelectStatement {
        glass::Entity::find()
            .select_only()
            .column(glass::Column::PersonId)
            .filter(glass::Column::PartnershipId.eq(self.partnership.0))
            .filter(glass::Column::StaffId.eq(self.staff.0))
            .filter(glass::Column::EndsAt.gt(self.now))
            .into_query()
    }

    /// True of those whom they look after: their own people, and those of whomever they cover for.
    pub(in crate::store) fn looked_after<C: ColumnTrait>(&self, person: C) -> Condition {
        Condition::all().add(person.in_subquery(any_of([self.assigned(), self.covered()])))
    }

    fn alerted(&self) -> SelectStatement {
        alert::Entity::find()
            .select_only()
            .column(alert::Column::PersonId)
            .filter(alert::Column::PartnershipId.eq(self.partnership.0))
            .filter(alert::Column::ClosedAt.is_null())
            .into_query()
    }

    /// Those whose alerts are for whoever is on duty.
    fn waiting(&self) -> SelectStatement {
        let theirs = assignment::Entity::find()
            .select_only()
            .expr(Expr::val(1))
            .filter(assignment::Column::PartnershipId.eq(self.partnership.0))
            .filter(
                Expr::col((assignment::Entity, assignment::Column::PersonId))
                    .equals((alert::Entity, alert::Column::PersonId)),
            )
            .filter(assignment::Column::EndedAt.is_null())
            .into_query();
        let urgent = [Priority::P1.code(), Priority::P2.code()];
        Query::select()
            .column((alert::Entity, alert::Column::PersonId))
            .from(alert::Entity)
            .and_where(alert::Column::PartnershipId.eq(self.partnership.0))
            .and_where(alert::Column::ClosedAt.is_null())
            .cond_where(
                Condition::any()
                    .add(alert::Column::Priority.is_in(urgent))
                    .add(Expr::exists(theirs).not()),
            )
            .to_owned()
    }
}

impl Within for Caseload {
    fn partnership(&self) -> PartnershipId {
        self.partnership
    }
}

impl Reach for Caseload {
    fn reach<C: ColumnTrait>(&self, partnership: C, person: C) -> Condition {
        // A record that has become part of another is reached through that one.
        let here = Condition::all()
            .add(partnership.eq(self.partnership.0))
            .add(person.in_subquery(self.merged()).not());
        let grounds = match self.role {
            Role::Manager => return here,
            Role::SafeguardingLead => vec![self.alerted(), self.broken_open()],
            _ if self.on_duty => {
                vec![self.assigned(), self.covered(), self.waiting(), self.broken_open()]
            }
            _ => vec![self.assigned(), self.covered(), self.broken_open()],
        };
        here.add(person.in_subquery(any_of(grounds)))
    }
}

/// Everybody whom any of these names. One list, from which both databases begin: of several lists with "or" between them
/// they would try each person of the partnership.
fn any_of(grounds: impl IntoIterator<Item = SelectStatement>) -> SelectStatement {
    grounds
        .into_iter()
        .reduce(|mut all, ground| all.union(UnionType::All, ground).take())
        .unwrap_or_default()
}
