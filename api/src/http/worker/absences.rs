//! Who is away, and who covers for them (WK-09).

use chrono::NaiveDate;
use domain::{
    absence::{Absence, AbsenceError},
    id::{AbsenceId, StaffId},
    staff::Role,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, wire::Names};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{StoreError, scope::Caseload},
};

pub struct Absences;

#[OpenApi(tag = "Tag::Team")]
impl Absences {
    /// List who is away
    ///
    /// Today or later, the earliest first, with who covers for them.
    #[oai(path = "/absences", method = "get", operation_id = "list_absences")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<AbsenceListOut>> {
        let today = app.today();
        app.store
            .read(*me.scope(), async |tx| {
                let names = Names::new(tx.workers().await?);
                let item = |(id, absence): &(AbsenceId, Absence)| {
                    AbsenceOut::new(*id, absence, &names, me.scope(), today)
                };
                let items = tx.absences(today).await?.iter().map(item).collect();
                Ok(Json(AbsenceListOut { items }))
            })
            .await
    }

    /// Say that you are away
    ///
    /// From a day to a day, both of which count. A colleague covers: on these days they reach your young people, and what
    /// waits for you waits for them. Managers and safeguarding leads say it for others too. Choose the id yourself (a random UUID), so that sending
    /// it again adds no other. To change it, end it and say it anew.
    #[oai(path = "/absences/:absence_id", method = "put", operation_id = "save_absence")]
    async fn save(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which absence.
        absence_id: Path<Uuid>,
        body: Valid<AbsenceIn>,
    ) -> Result<Json<AbsenceOut>> {
        let (app, id) = (app.0, AbsenceId(absence_id.0));
        let (today, scope) = (app.today(), *me.scope());
        let new = Absence {
            who: body.0.staff_id.map_or(scope.staff(), StaffId),
            cover: StaffId(body.0.cover_id),
            from: body.0.from_on,
            until: body.0.until_on,
        };
        app.store
            .write(scope, async |tx| {
                decides(&scope, new.who)?;
                tx.hold_absences().await?;
                match tx.known_absence(id).await? {
                    Some((known, false)) if known == new => {}
                    Some(_) => {
                        return Err(Problem::new(
                            Kind::Conflict,
                            "There is an absence of this id already. End it, and say the new one under another id.",
                        ));
                    }
                    None => {
                        let team = tx.workers().await?;
                        let fits = |id| team.iter().any(|one| one.id == id && one.role.has_a_caseload());
                        if !team.iter().any(|one| one.id == new.who) {
                            return Err(StoreError::NotFound("member of staff").into());
                        }
                        if !fits(new.cover) {
                            return Err(Problem::new(
                                Kind::RuleBroken,
                                "Workers and managers cover for their colleagues.",
                            )
                            .at("/cover_id", "choose a worker or a manager"));
                        }
                        let known: Vec<Absence> =
                            tx.absences(today).await?.into_iter().map(|(_, known)| known).collect();
                        tx.add_absence(id, &new.check(&known, today)?, app.now()).await?;
                    }
                }
                let names = Names::new(tx.workers().await?);
                Ok(Json(AbsenceOut::new(id, &new, &names, &scope, today)))
            })
            .await
    }

    /// Say that somebody is there after all
    ///
    /// Cover ends at once. Ending what has ended changes nothing.
    #[oai(path = "/absences/:absence_id", method = "delete", operation_id = "end_absence")]
    async fn end(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which absence.
        absence_id: Path<Uuid>,
    ) -> Result<Ended> {
        let (app, id, scope) = (app.0, AbsenceId(absence_id.0), *me.scope());
        app.store
            .write(scope, async |tx| {
                let (known, _) =
                    tx.known_absence(id).await?.ok_or(StoreError::NotFound("absence"))?;
                decides(&scope, known.who)?;
                tx.end_absence(id, app.now()).await?;
                Ok(Ended::Done)
            })
            .await
    }
}

/// Everybody says it for themself, and managers and safeguarding leads for others.
fn decides(scope: &Caseload, who: StaffId) -> Result<()> {
    if scope.role() != Role::Worker || scope.staff() == who {
        return Ok(());
    }
    Err(StoreError::NotFound("absence").into())
}

impl From<AbsenceError> for Problem {
    fn from(error: AbsenceError) -> Self {
        let place = match error {
            AbsenceError::EndsBefore | AbsenceError::Over | AbsenceError::TooLong => "/until_on",
            AbsenceError::Oneself | AbsenceError::CoverAway => "/cover_id",
            AbsenceError::Twice | AbsenceError::Covering => "/from_on",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

/// When somebody is away.
#[derive(Object)]
#[oai(rename = "AbsenceToSave", deny_unknown_fields, skip_serializing_if_is_none)]
struct AbsenceIn {
    /// Who. Left out: you.
    staff_id: Option<Uuid>,
    /// Who covers: a worker or a manager.
    cover_id: Uuid,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    until_on: NaiveDate,
}

/// Somebody is away.
#[derive(Object)]
#[oai(rename = "Absence")]
struct AbsenceOut {
    /// Which absence.
    id: Uuid,
    /// Who.
    staff_id: Uuid,
    /// Their name.
    name: String,
    /// Who covers.
    cover_id: Uuid,
    /// Their name.
    cover: String,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    until_on: NaiveDate,
    /// They are away today.
    now: bool,
    /// You may end it.
    yours: bool,
}

/// Who is away today or later.
#[derive(Object)]
#[oai(rename = "AbsenceList")]
struct AbsenceListOut {
    items: Vec<AbsenceOut>,
}

#[derive(ApiResponse)]
enum Ended {
    /// They are there.
    #[oai(status = 204)]
    Done,
}

impl AbsenceOut {
    fn new(
        id: AbsenceId,
        absence: &Absence,
        names: &Names,
        me: &Caseload,
        today: NaiveDate,
    ) -> Self {
        Self {
            id: id.0,
            staff_id: absence.who.0,
            name: names.of(absence.who),
            cover_id: absence.cover.0,
            cover: names.of(absence.cover),
            from_on: absence.from,
            until_on: absence.until,
            now: absence.covers(today),
            yours: decides(me, absence.who).is_ok(),
        }
    }
}
