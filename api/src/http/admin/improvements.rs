//! "You said, we did": what a partnership tells young people (PR-05).

use chrono::NaiveDate;
use domain::{id::ImprovementId, text::Line};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::Improvement,
};

/// The operations about what changed.
pub struct Improvements;

#[OpenApi(tag = "Tag::Partnership")]
impl Improvements {
    /// List what changed because of what young people said
    ///
    /// As young people see it, the latest first, at most 50.
    #[oai(path = "/improvements", method = "get", operation_id = "list_improvements")]
    async fn list(&self, app: Data<&App>, me: Administrator) -> Result<Json<ImprovementListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items =
                    tx.improvements().await?.into_iter().map(ImprovementOut::from).collect();
                Ok(Json(ImprovementListOut { items }))
            })
            .await
    }

    /// Tell what changed because of what young people said
    ///
    /// Choose the id yourself (a random UUID), so that sending it again changes it. Every young person of the partnership
    /// reads it: write about what many said, never about one, and say each thing in easy read too.
    #[oai(
        path = "/improvements/:improvement_id",
        method = "put",
        operation_id = "save_improvement"
    )]
    async fn save(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Which change.
        improvement_id: Path<Uuid>,
        body: Valid<ImprovementIn>,
    ) -> Result<Json<ImprovementOut>> {
        let app = app.0;
        let new = body.0.read(ImprovementId(improvement_id.0), app.today())?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.save_improvement(&new, app.now()).await?;
                Ok(Json(new.into()))
            })
            .await
    }

    /// Take a change off the list
    ///
    /// Young people do not see it any more.
    #[oai(
        path = "/improvements/:improvement_id",
        method = "delete",
        operation_id = "remove_improvement"
    )]
    async fn remove(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Which change.
        improvement_id: Path<Uuid>,
    ) -> Result<Removed> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_improvement(ImprovementId(improvement_id.0)).await?;
                Ok(Removed::Done)
            })
            .await
    }
}

/// What changed, as it is written.
#[derive(Object)]
#[oai(rename = "ImprovementWritten", deny_unknown_fields)]
struct ImprovementIn {
    /// What young people said.
    #[oai(validator(min_length = 1, max_length = 300))]
    said: String,
    /// The same in easy read.
    #[oai(validator(min_length = 1, max_length = 300))]
    said_easy: String,
    /// What was done.
    #[oai(validator(min_length = 1, max_length = 300))]
    did: String,
    /// The same in easy read.
    #[oai(validator(min_length = 1, max_length = 300))]
    did_easy: String,
    /// The day it was done; today if it is left out.
    done_on: Option<NaiveDate>,
}

impl ImprovementIn {
    fn read(&self, id: ImprovementId, today: NaiveDate) -> Result<Improvement> {
        let done_on = self.done_on.unwrap_or(today);
        if done_on > today {
            let later = Problem::new(Kind::InvalidBody, "one thing in the body needs another look");
            return Err(later.at("/done_on", "tell it once it is done"));
        }
        let text = |text: &str, at: &'static str| {
            let wrong = |fault: String| {
                Problem::new(Kind::InvalidBody, "one thing in the body needs another look")
                    .at(at, fault)
            };
            // Of one line's kind: no control characters, nothing empty.
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<String> = lines
                .map(|line| {
                    Ok(Line::new(line)
                        .map_err(|fault| wrong(fault.to_string()))?
                        .as_str()
                        .to_owned())
                })
                .collect::<Result<_>>()?;
            if lines.is_empty() {
                return Err(wrong("write something here".into()));
            }
            Ok(lines.join("\n"))
        };
        Ok(Improvement {
            id,
            said: [text(&self.said, "/said")?, text(&self.said_easy, "/said_easy")?],
            did: [text(&self.did, "/did")?, text(&self.did_easy, "/did_easy")?],
            done_on,
        })
    }
}

/// What changed.
#[derive(Object)]
#[oai(rename = "ImprovementList")]
struct ImprovementListOut {
    items: Vec<ImprovementOut>,
}

/// Something that changed.
#[derive(Object)]
#[oai(rename = "Improvement")]
struct ImprovementOut {
    /// Which.
    id: Uuid,
    /// What young people said.
    said: String,
    /// The same in easy read.
    said_easy: String,
    /// What was done.
    did: String,
    /// The same in easy read.
    did_easy: String,
    /// The day it was done.
    done_on: NaiveDate,
}

impl From<Improvement> for ImprovementOut {
    fn from(from: Improvement) -> Self {
        let ([said, said_easy], [did, did_easy]) = (from.said, from.did);
        Self { id: from.id.0, said, said_easy, did, did_easy, done_on: from.done_on }
    }
}

/// It is off the list.
#[derive(ApiResponse)]
enum Removed {
    /// It is off the list.
    #[oai(status = 204)]
    Done,
}
