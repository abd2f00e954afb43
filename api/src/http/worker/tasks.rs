//! What staff have to do: their own list, what they set themselves, and that it is done.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    alert::TaskKind,
    id::{PersonId, StaffId, TaskId},
    task::{Done, TaskError, ToDo, words},
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    versions::{Store, meeting},
    wire::Names,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{StoreError, Tx, scope::Caseload},
};

/// How many tasks are listed.
const MOST: u64 = 200;

pub struct Tasks;

#[OpenApi(tag = "Tag::People")]
impl Tasks {
    /// List what you have to do
    ///
    /// What is yours, and what is nobody's in particular of those you look after or cover for: by day, the first 200.
    #[oai(path = "/tasks", method = "get", operation_id = "list_tasks")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<TaskListOut>> {
        let today = app.today();
        app.store
            .read(*me.scope(), async |tx| {
                let mut tasks = tx.my_to_dos(MOST + 1).await?;
                let more = tasks.len() as u64 > MOST;
                tasks.truncate(MOST as usize);
                let people: Vec<PersonId> = tasks.iter().map(|task| task.value.person).collect();
                let called = tx.called(&people).await?;
                let far = people.iter().filter(|one| !called.contains_key(*one)).copied();
                let far: Vec<PersonId> = far.collect();
                let coming = match far.is_empty() {
                    true => HashMap::new(),
                    false => tx.called_coming(&far).await?,
                };
                let names = Names::new(tx.workers().await?);
                let me = tx.scope().staff();
                let name = |of: &PersonId| called.get(of).or(coming.get(of)).cloned();
                let item = |task: &Versioned<ToDo>| TaskItemOut {
                    person_id: task.value.person.0,
                    person_name: name(&task.value.person).unwrap_or_default(),
                    reached: called.contains_key(&task.value.person),
                    task: ToDoOut::new(task, &names, me, today),
                };
                Ok(Json(TaskListOut { items: tasks.iter().map(item).collect(), more }))
            })
            .await
    }

    /// Set a task, or change one
    ///
    /// Choose the id of a new task yourself (a random UUID), so that sending it again changes this task rather than adding
    /// another. Of what the service asks for, whose it is and its day can be changed, and its words stay.
    #[oai(path = "/people/:person_id/tasks/:task_id", method = "put", operation_id = "save_task")]
    async fn save(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// About whom.
        person_id: Path<Uuid>,
        /// Which task.
        task_id: Path<Uuid>,
        body: Valid<TaskIn>,
    ) -> Result<Json<ToDoOut>> {
        let (app, body) = (app.0, body.0);
        let (person, id) = (PersonId(person_id.0), TaskId(task_id.0));
        let said = body.words.as_deref().map(words).transpose()?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                let known = tx.known_to_do(person, id).await?;
                let before = known.as_ref().map(|known| &known.value);
                let kind = before.map_or(TaskKind::Own, |task| task.kind);
                if kind == TaskKind::Own && said.is_none() {
                    return Err(Problem::new(Kind::RuleBroken, "Say what is to be done.")
                        .at("/words", "write what is to be done"));
                }
                let task = ToDo {
                    id,
                    person,
                    kind,
                    owner: owner(tx, body.owner_id).await?,
                    words: match (kind, before) {
                        (TaskKind::Own, _) | (_, None) => said.clone(),
                        (_, Some(before)) => said.clone().or(before.words.clone()),
                    },
                    due_on: body.due_on,
                    made_by: before.map_or(Some(tx.scope().staff()), |task| task.made_by),
                    done: None,
                };
                let task = task.check(before, app.today())?;
                let met = meeting(tx, task_id.0, known.as_ref(), &task, body.based_on).await?;
                if met == Store::Yes {
                    tx.save_to_do(&task, known.as_ref(), app.now()).await?;
                }
                tx.note_access(app.new_id(), person, "save_task", app.now()).await?;
                shown(tx, app, person, id).await
            })
            .await
    }

    /// Say that a task is done
    ///
    /// Whoever is first has done it; saying it again changes nothing.
    #[oai(
        path = "/people/:person_id/tasks/:task_id/done",
        method = "put",
        operation_id = "finish_task"
    )]
    async fn finish(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// About whom.
        person_id: Path<Uuid>,
        /// Which task.
        task_id: Path<Uuid>,
        body: Valid<TaskDoneIn>,
    ) -> Result<Json<ToDoOut>> {
        let app = app.0;
        let (person, id) = (PersonId(person_id.0), TaskId(task_id.0));
        let said = body.0.words.as_deref().map(words).transpose()?;
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                let known =
                    tx.known_to_do(person, id).await?.ok_or(StoreError::NotFound("task"))?;
                if known.value.done.is_none() {
                    let by = Some(tx.scope().staff());
                    let done = known.value.ticked(Done { at: now, by, words: said.clone() })?;
                    tx.save_to_do(&done, Some(&known), now).await?;
                }
                tx.note_access(app.new_id(), person, "finish_task", now).await?;
                shown(tx, app, person, id).await
            })
            .await
    }
}

async fn shown(
    tx: &Tx<Caseload>,
    app: &App,
    person: PersonId,
    id: TaskId,
) -> Result<Json<ToDoOut>> {
    let task = tx.known_to_do(person, id).await?.ok_or(StoreError::NotFound("task"))?;
    let names = Names::new(tx.workers().await?);
    Ok(Json(ToDoOut::new(&task, &names, tx.scope().staff(), app.today())))
}

/// Somebody who works with people here.
async fn owner(tx: &Tx<Caseload>, id: Option<Uuid>) -> Result<Option<StaffId>> {
    let Some(id) = id.map(StaffId) else { return Ok(None) };
    match tx.workers().await?.iter().any(|one| one.id == id) {
        true => Ok(Some(id)),
        false => {
            Err(Problem::new(Kind::RuleBroken, "Nobody of this id works with young people here.")
                .at("/owner_id", "choose a colleague, or leave it out"))
        }
    }
}

impl From<TaskError> for Problem {
    fn from(error: TaskError) -> Self {
        let place = match error {
            TaskError::Done | TaskError::SettledElsewhere => {
                return Self::new(Kind::Conflict, error);
            }
            TaskError::DayOver => "/due_on",
            TaskError::NotYours => "/words",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

/// A task to set.
#[derive(Object)]
#[oai(rename = "TaskToSave", deny_unknown_fields, skip_serializing_if_is_none)]
struct TaskIn {
    /// What is to be done. Left out where the service asked for it.
    #[oai(validator(min_length = 1, max_length = 500))]
    words: Option<String>,
    /// By when.
    due_on: NaiveDate,
    /// Whose it is. Left out: of whoever works with the young person.
    owner_id: Option<Uuid>,
    /// The version that you saw, where you change one.
    #[oai(validator(minimum(value = "1"), maximum(value = "2147483647")))]
    based_on: Option<u32>,
}

/// That it is done.
#[derive(Object)]
#[oai(rename = "TaskDone", deny_unknown_fields, skip_serializing_if_is_none)]
struct TaskDoneIn {
    /// What came of it.
    #[oai(validator(min_length = 1, max_length = 500))]
    words: Option<String>,
}

/// Something to do.
#[derive(Object)]
#[oai(rename = "Task", skip_serializing_if_is_none)]
pub struct ToDoOut {
    /// Which task.
    id: Uuid,
    /// Send it as `based_on` to change this. Goes up with each change.
    version: u32,
    /// Why: `own` for what staff set themselves.
    kind: String,
    /// What to do.
    what: String,
    /// By when.
    due_on: NaiveDate,
    /// Its day is over.
    late: bool,
    /// Whose it is; missing: of whoever works with the young person.
    owner_id: Option<Uuid>,
    /// Their name.
    owner: Option<String>,
    /// It is yours in particular.
    mine: bool,
    /// Who set it; missing: the service.
    made_by: Option<String>,
    /// It is done by saying so. Otherwise it is settled where it comes from.
    ticked: bool,
    /// When it was done.
    done_at: Option<Instant>,
    /// Who did it; missing where something else settled it.
    done_by: Option<String>,
    /// What came of it.
    done_words: Option<String>,
}

/// Something to do, and about whom.
#[derive(Object)]
#[oai(rename = "TaskItem")]
struct TaskItemOut {
    /// About whom.
    person_id: Uuid,
    /// Their name.
    person_name: String,
    /// You reach their record. Not: they come to you by a handover, and you are to meet them before.
    reached: bool,
    task: ToDoOut,
}

/// What you have to do, by day.
#[derive(Object)]
#[oai(rename = "TaskList")]
struct TaskListOut {
    items: Vec<TaskItemOut>,
    /// There is more than is listed.
    more: bool,
}

impl ToDoOut {
    /// A task as `me` sees it.
    pub fn new(known: &Versioned<ToDo>, names: &Names, me: StaffId, today: NaiveDate) -> Self {
        let task = &known.value;
        let done = task.done.as_ref();
        Self {
            id: task.id.0,
            version: known.version,
            kind: task.kind.code().to_owned(),
            what: task.what().to_owned(),
            due_on: task.due_on,
            late: done.is_none() && task.due_on < today,
            owner_id: task.owner.map(|id| id.0),
            owner: names.of_maybe(task.owner),
            mine: task.owner == Some(me),
            made_by: names.of_maybe(task.made_by),
            ticked: task.kind.is_ticked(),
            done_at: done.map(|done| done.at.into()),
            done_by: names.of_maybe(done.and_then(|done| done.by)),
            done_words: done
                .and_then(|done| done.words.as_ref())
                .map(|words| words.as_str().to_owned()),
        }
    }
}
