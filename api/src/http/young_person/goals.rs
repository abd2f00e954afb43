//! What a young person wants, in their own words.

use chrono::NaiveDate;
use domain::{
    alert::Alert,
    day::london_day,
    goal::{Goal, MOST},
    id::GoalId,
    text::Note,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, me::own_words_are_read};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
};

/// The operations about goals.
pub struct Goals;

#[OpenApi(tag = "Tag::Goals")]
impl Goals {
    /// List my goals
    ///
    /// In the order in which they were written. Your worker sees them too.
    #[oai(path = "/me/goals", method = "get", operation_id = "list_goals")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<GoalListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let goals = tx.goals_of(tx.scope().person()).await?;
                Ok(Json(GoalListOut { items: goals.iter().map(GoalOut::new).collect() }))
            })
            .await
    }

    /// Save a goal
    ///
    /// Choose the id yourself (a random UUID), so that sending it again changes this goal rather than adding another. Ten
    /// are kept at most.
    #[oai(path = "/me/goals/:goal_id", method = "put", operation_id = "save_goal")]
    async fn save(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which goal.
        goal_id: Path<Uuid>,
        body: Valid<GoalIn>,
    ) -> Result<Json<GoalListOut>> {
        let (app, body) = (app.0, body.0);
        let now = app.now();
        let goal = Goal {
            id: GoalId(goal_id.0),
            person: me.scope().person(),
            words: Note::new(&body.words)?,
            made_at: now,
            reached_at: body.reached.then_some(now),
        };
        let raised = app.questionnaire.raised_by_own_words().into_iter().next();
        let alert = raised.map(|raised| Alert::new(app.new_id(), goal.person, None, raised, now));
        app.store
            .write(*me.scope(), async |tx| {
                own_words_are_read(tx, "/words").await?;
                if !tx.save_goal(&goal, alert, now).await? {
                    let full = format!("You have {MOST} goals. Take one off the list first.");
                    return Err(Problem::new(Kind::RuleBroken, full));
                }
                let goals = tx.goals_of(tx.scope().person()).await?;
                Ok(Json(GoalListOut { items: goals.iter().map(GoalOut::new).collect() }))
            })
            .await
    }

    /// Take a goal off my list
    ///
    /// It is forgotten; your worker does not see it any more.
    #[oai(path = "/me/goals/:goal_id", method = "delete", operation_id = "remove_goal")]
    async fn remove(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which goal.
        goal_id: Path<Uuid>,
    ) -> Result<Removed> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_goal(GoalId(goal_id.0)).await?;
                Ok(Removed::Done)
            })
            .await
    }
}

/// A goal, as it is written.
#[derive(Object)]
#[oai(rename = "GoalWritten", deny_unknown_fields)]
struct GoalIn {
    /// What they want.
    #[oai(validator(min_length = 1, max_length = 300))]
    words: String,
    /// It has come about.
    reached: bool,
}

/// Goals.
#[derive(Object)]
#[oai(rename = "GoalList")]
struct GoalListOut {
    items: Vec<GoalOut>,
}

/// A goal.
#[derive(Object)]
#[oai(rename = "Goal", skip_serializing_if_is_none)]
pub struct GoalOut {
    /// Which goal.
    pub id: Uuid,
    /// What they want.
    pub words: String,
    /// The day they wrote it first.
    pub made_on: NaiveDate,
    /// The day they said that it has come about.
    pub reached_on: Option<NaiveDate>,
}

impl GoalOut {
    /// A goal as it is sent.
    pub fn new(goal: &Goal) -> Self {
        Self {
            id: goal.id.0,
            words: goal.words.as_str().to_owned(),
            made_on: london_day(goal.made_at),
            reached_on: goal.reached_at.map(london_day),
        }
    }
}

/// It is off the list.
#[derive(ApiResponse)]
enum Removed {
    /// It is off the list.
    #[oai(status = 204)]
    Done,
}
