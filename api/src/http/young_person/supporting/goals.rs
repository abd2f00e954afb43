//! What a young person wants, where a supporter may see it.

use domain::goal::Goal;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{Tag, switched_off};
use crate::{
    app::App,
    http::{auth::Supporter, problem::Result},
};

pub struct SupportedGoals;

#[OpenApi(tag = "Tag::Supporting")]
impl SupportedGoals {
    /// Show what the young person whom I help wants
    ///
    /// In their own words, in the order in which they wrote them. There is nothing to change here: they are theirs.
    #[oai(path = "/supporter/goals", method = "get", operation_id = "list_supported_goals")]
    async fn list(&self, app: Data<&App>, me: Supporter) -> Result<Json<SupportedGoalListOut>> {
        let seeing = me.scope().seeing_goals().ok_or_else(switched_off)?;
        app.store
            .read(seeing, async |tx| {
                let goals = tx.their_goals().await?;
                let items = goals.iter().map(SupportedGoalOut::new).collect();
                Ok(Json(SupportedGoalListOut { items }))
            })
            .await
    }
}

/// What somebody wants.
#[derive(Object)]
#[oai(rename = "SupportedGoalList")]
struct SupportedGoalListOut {
    items: Vec<SupportedGoalOut>,
}

/// A goal, as a supporter sees it.
#[derive(Object)]
#[oai(rename = "SupportedGoal")]
struct SupportedGoalOut {
    /// What they want.
    words: String,
    /// They said that it has come about.
    reached: bool,
}

impl SupportedGoalOut {
    fn new(goal: &Goal) -> Self {
        Self { words: goal.words.as_str().to_owned(), reached: goal.reached_at.is_some() }
    }
}
