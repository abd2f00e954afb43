//! When somebody is there: the hours in which the times of alerts run.

use chrono::{NaiveDate, NaiveTime};
use domain::day::Hours;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
};

pub struct WorkingHours;

/// How a time of day travels.
const TIME: &str = "%H:%M";

#[OpenApi(tag = "Tag::Partnership")]
impl WorkingHours {
    /// Show when somebody is there
    ///
    /// The times of alerts run in these hours and at no other.
    #[oai(path = "/working-hours", method = "get", operation_id = "show_working_hours")]
    async fn show(&self, app: Data<&App>, me: Administrator) -> Result<Json<HoursOut>> {
        app.store.read(*me.scope(), async |tx| Ok(Json(HoursOut::new(&tx.hours().await?)))).await
    }

    /// Say when somebody is there
    ///
    /// It counts at once, for alerts that are open too. Weekends and bank holidays in England are left out by themselves.
    #[oai(path = "/working-hours", method = "put", operation_id = "set_working_hours")]
    async fn set(
        &self,
        app: Data<&App>,
        me: Administrator,
        body: Valid<HoursIn>,
    ) -> Result<Json<HoursOut>> {
        let hours = body.0.read()?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.save_hours(&hours, app.now()).await?;
                Ok(Json(HoursOut::new(&hours)))
            })
            .await
    }
}

/// When somebody is there.
#[derive(Object)]
#[oai(rename = "WorkingHours")]
struct HoursOut {
    /// From when on, in London, such as `09:00`.
    opens: String,
    /// Until when, on the same day.
    closes: String,
    /// Days on which nobody is there beside weekends and bank holidays, the earliest first.
    shut: Vec<NaiveDate>,
}

/// When somebody is to be there.
#[derive(Object)]
#[oai(rename = "SetWorkingHours", deny_unknown_fields)]
struct HoursIn {
    /// From when on, in London, such as `09:00`.
    #[oai(validator(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    opens: String,
    /// Until when, on the same day; an hour later at least.
    #[oai(validator(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    closes: String,
    /// Days on which nobody is there beside weekends and bank holidays.
    #[oai(validator(max_items = 31))]
    shut: Vec<NaiveDate>,
}

impl HoursOut {
    fn new(hours: &Hours) -> Self {
        Self {
            opens: hours.opens().format(TIME).to_string(),
            closes: hours.closes().format(TIME).to_string(),
            shut: hours.shut().collect(),
        }
    }
}

impl HoursIn {
    fn read(self) -> Result<Hours> {
        let time = |text: &str, pointer: &'static str| {
            NaiveTime::parse_from_str(text, TIME).map_err(|_| {
                Problem::new(Kind::InvalidBody, "one thing in the body needs another look")
                    .at(pointer, "write a time of day such as 09:00")
            })
        };
        let (opens, closes) = (time(&self.opens, "/opens")?, time(&self.closes, "/closes")?);
        Hours::new(opens, closes, self.shut).ok_or_else(|| {
            Problem::new(
                Kind::RuleBroken,
                "Somebody is there for an hour a day at least, and no more than 31 days are shut.",
            )
            .at("/closes", "give a time an hour after it opens, or later")
        })
    }
}
