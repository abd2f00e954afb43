//! The same for several young people at once: a look beforehand, one step, and ten minutes in which it can be undone (WK-06).

use std::collections::BTreeMap;

use domain::{
    bulk::{self, Action, Does, Task, UNDO},
    id::{BulkId, PersonId, StaffId},
    staff::{Role, Staff},
    text::Line,
};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    bulk_wire::{BulkIn, BulkLineOut, BulkListOut, BulkOut, ChosenOut, PreviewOut, UndoneOut},
    team_wire::StaysOut,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{BulkRow, NewBulk, Together, Tx, scope::Caseload},
};

/// The operations about several young people.
pub struct BulkApi;

#[OpenApi(tag = "Tag::Caseload")]
impl BulkApi {
    /// Look at what would be done for several
    ///
    /// Nothing changes. You see for whom it would be done and, of those who would be left out, why. Whom you do not reach is
    /// counted and not named. Only managers give young people to workers. Alerts are closed, and words written, one by one.
    #[oai(path = "/bulk", method = "post", operation_id = "show_bulk")]
    async fn show(
        &self,
        app: Data<&App>,
        me: WithPeople,
        body: Valid<BulkIn>,
    ) -> Result<Json<PreviewOut>> {
        let (app, people) = (app.0, chosen(&body.0));
        let wanted = wanted(app, me.scope(), &body.0)?;
        app.store
            .read(*me.scope(), async |tx| {
                works_here(&team(tx, &wanted).await?, &wanted)?;
                let known = tx.together(None, &people, app.now()).await?;
                let (goes, stays) = decide(app, &known, &wanted);
                let not_here = people.len() - goes.len() - stays.len();
                let goes = goes.into_iter().map(|(chosen, _)| chosen).collect();
                Ok(Json(PreviewOut { goes, stays, not_here: not_here as u32 }))
            })
            .await
    }

    /// Do something for several
    ///
    /// Choose its id yourself (a random UUID), so that sending it again does nothing a second time. Send those whom you have
    /// seen beforehand: whoever can no longer have it done is left out, and you see why.
    #[oai(path = "/bulk/:bulk_id", method = "put", operation_id = "start_bulk")]
    async fn start(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which, as you chose it.
        bulk_id: Path<Uuid>,
        body: Valid<BulkIn>,
    ) -> Result<Json<BulkOut>> {
        let (app, id, people) = (app.0, BulkId(bulk_id.0), chosen(&body.0));
        let wanted = wanted(app, me.scope(), &body.0)?;
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                let team = team(tx, &wanted).await?;
                works_here(&team, &wanted)?;
                tx.hold_all(&people).await?;
                let known = tx.together(Some(id), &people, now).await?;
                if !known.done.is_empty() {
                    return again(app, tx.scope(), &known, &wanted, &people);
                }
                let (goes, stays) = decide(app, &known, &wanted);
                let (goes, does): (Vec<_>, Vec<_>) = goes
                    .into_iter()
                    .map(|(chosen, does)| {
                        let person = PersonId(chosen.person_id);
                        (chosen, (person, does))
                    })
                    .unzip();
                let new = NewBulk { id, wanted: wanted.clone(), goes: does };
                let due = |person| app.spread(now, person);
                tx.do_together(&new, &known, &team, (|| app.new_id(), due), now).await?;
                let not_here = (people.len() - goes.len() - stays.len()) as u32;
                Ok(Json(BulkOut {
                    id: id.0,
                    action: wanted.action().into(),
                    done_at: now.into(),
                    undo_until: (now + UNDO).into(),
                    goes,
                    stays,
                    not_here,
                }))
            })
            .await
    }

    /// List what you have just done for several
    ///
    /// What you did in the last ten minutes and can undo, the latest first.
    #[oai(path = "/bulk", method = "get", operation_id = "list_bulk")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<BulkListOut>> {
        let now = app.0.now();
        app.store
            .read(*me.scope(), async |tx| {
                let rows = tx.my_bulk(now - UNDO).await?;
                let mut items: Vec<BulkLineOut> = Vec::new();
                for row in rows.into_iter().filter(|row| row.undone_at.is_none()) {
                    match items.iter_mut().find(|item| item.id == row.id.0) {
                        Some(item) => item.people += 1,
                        None => items.push(BulkLineOut {
                            id: row.id.0,
                            action: row.action.into(),
                            done_at: row.done_at.into(),
                            undo_until: (row.done_at + UNDO).into(),
                            people: 1,
                        }),
                    }
                }
                Ok(Json(BulkListOut { items }))
            })
            .await
    }

    /// Undo what was done for several
    ///
    /// For ten minutes, by whoever reaches them, and of each only what is still as it was left: a reminder that has gone out
    /// has gone. Whose stays as it is, you see with the reason. Undoing again undoes nothing more.
    #[oai(path = "/bulk/:bulk_id/undo", method = "put", operation_id = "undo_bulk")]
    async fn undo(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which.
        bulk_id: Path<Uuid>,
    ) -> Result<Json<UndoneOut>> {
        let (app, id, now) = (app.0, BulkId(bulk_id.0), app.now());
        app.store
            .write(*me.scope(), async |tx| {
                let rows = tx.bulk(id).await?;
                let giving = rows.iter().any(|row| row.action == Action::Assign);
                if giving {
                    only_managers(tx.scope())?;
                }
                if rows.iter().any(|row| row.done_at + UNDO < now) {
                    return Err(Problem::new(
                        Kind::Conflict,
                        "The ten minutes in which this can be undone are over. Change it for each of them.",
                    ));
                }
                let people: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
                tx.hold_all(&people).await?;
                // Somebody else may have undone it while we waited.
                let known = tx.together(Some(id), &people, now).await?;
                let rows: Vec<BulkRow> =
                    known.done.iter().filter(|row| people.contains(&row.person)).cloned().collect();
                let team = if giving { tx.workers().await? } else { Vec::new() };
                let before = rows.iter().filter(|row| row.undone_at.is_some());
                let mut undone: Vec<PersonId> = before.map(|row| row.person).collect();
                let (now_undone, stays) =
                    tx.undo_together(&rows, &known, &team, || app.new_id(), now).await?;
                undone.extend(now_undone);
                let names = names(&known, now);
                let stays = stays.into_iter().filter_map(|(person, why)| {
                    let name = names.get(&person)?.clone();
                    Some(StaysOut { person_id: person.0, name, why: why.to_owned() })
                });
                let undone = undone.into_iter().filter_map(|person| {
                    Some(ChosenOut { person_id: person.0, name: names.get(&person)?.clone() })
                });
                Ok(Json(UndoneOut { undone: undone.collect(), stays: stays.collect() }))
            })
            .await
    }
}

/// Those who were chosen, each once.
fn chosen(body: &BulkIn) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = body.people.iter().copied().map(PersonId).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// What is to be done, with what it takes and nothing else.
fn wanted(app: &App, me: &Caseload, body: &BulkIn) -> Result<Task> {
    let action: Action = body.action.into();
    let wrong = |place: &'static str, words: &'static str| {
        Problem::new(Kind::RuleBroken, "This does not go with what is to be done.").at(place, words)
    };
    let given = [
        ("/days", body.days.is_some(), action == Action::Postpone),
        ("/to", body.to.is_some(), action == Action::Assign),
        ("/on", body.on.is_some(), action == Action::KeyDate),
        ("/words", body.words.is_some(), action == Action::KeyDate),
    ];
    for (place, is, should) in given {
        match (is, should) {
            (true, false) => return Err(wrong(place, "leave it out")),
            (false, true) => return Err(wrong(place, "say this too")),
            _ => {}
        }
    }
    match action {
        Action::Send => Ok(Task::Send),
        Action::Postpone => Ok(Task::Postpone(body.days.unwrap_or(1))),
        Action::Assign => {
            only_managers(me)?;
            Ok(Task::Assign(StaffId(body.to.unwrap_or_default())))
        }
        Action::KeyDate => {
            let on = body.on.unwrap_or_else(|| app.today());
            if on < app.today() {
                return Err(wrong("/on", "this day is over; choose today or later"));
            }
            let words = Line::new(body.words.as_deref().unwrap_or_default())?;
            Ok(Task::KeyDate(on, words))
        }
    }
}

fn only_managers(me: &Caseload) -> Result<()> {
    match me.role() == Role::Manager {
        true => Ok(()),
        false => Err(Problem::new(
            Kind::NotAllowed,
            "Only managers give young people to workers. Ask your manager.",
        )),
    }
}

/// Those who work here, where it matters.
async fn team(tx: &Tx<Caseload>, wanted: &Task) -> Result<Vec<Staff>> {
    match wanted {
        Task::Assign(_) => Ok(tx.workers().await?),
        _ => Ok(Vec::new()),
    }
}

fn works_here(team: &[Staff], wanted: &Task) -> Result<()> {
    let Task::Assign(to) = wanted else { return Ok(()) };
    match team.iter().any(|one| one.id == *to && one.role.has_a_caseload()) {
        true => Ok(()),
        false => {
            Err(Problem::new(Kind::RuleBroken, "Young people are given to a worker or a manager.")
                .at("/to", "choose a worker or a manager"))
        }
    }
}

/// For whom it is done, and for whom not and why: all of them by name.
fn decide(app: &App, known: &Together, wanted: &Task) -> (Vec<(ChosenOut, Does)>, Vec<StaysOut>) {
    let now = app.now();
    let (mut goes, mut stays) = (Vec::new(), Vec::new());
    for (person, known) in known.all(now) {
        let (person_id, name) = (person.id.0, person.full_name());
        match wanted.of(&known, app.questionnaire.cadence(), now) {
            Ok(does) => goes.push((ChosenOut { person_id, name }, does)),
            Err(why) => stays.push(StaysOut { person_id, name, why }),
        }
    }
    (goes, stays)
}

fn names(known: &Together, now: chrono::DateTime<chrono::Utc>) -> BTreeMap<PersonId, String> {
    known.all(now).into_iter().map(|(person, _)| (person.id, person.full_name())).collect()
}

/// What was done already under this id, told again.
fn again(
    app: &App,
    me: &Caseload,
    known: &Together,
    wanted: &Task,
    people: &[PersonId],
) -> Result<Json<BulkOut>> {
    let same = |row: &BulkRow| {
        row.by == me.staff() && row.action == wanted.action() && people.contains(&row.person)
    };
    let (Some(first), true) = (known.done.first(), known.done.iter().all(same)) else {
        return Err(Problem::new(
            Kind::Conflict,
            "Something else was done under this id. Choose another id.",
        ));
    };
    let (mut goes, mut stays) = (Vec::new(), Vec::new());
    for (person_id, name) in names(known, app.now()) {
        match known.done.iter().any(|row| row.person == person_id) {
            true => goes.push(ChosenOut { person_id: person_id.0, name }),
            false => stays.push(StaysOut {
                person_id: person_id.0,
                name,
                why: "They were left out when it was done.".into(),
            }),
        }
    }
    let not_here = (people.len() - goes.len() - stays.len()) as u32;
    Ok(Json(BulkOut {
        id: first.id.0,
        action: first.action.into(),
        done_at: first.done_at.into(),
        undo_until: (first.done_at + bulk::UNDO).into(),
        goes,
        stays,
        not_here,
    }))
}
