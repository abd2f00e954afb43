//! How well reminders went out, as published figures.

use chrono::NaiveDate;
use domain::{
    partnership::Partnership,
    report::{Cell, OF_EACH, ON_TIME, ReminderReport, SCHEME, next_month_on},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json, types::Example};

use super::{Tag, example};
use crate::{
    app::App,
    http::{auth::Figures, problem::Result},
    store::StoreError,
};

pub struct Reminders;

#[OpenApi(tag = "Tag::Reports")]
impl Reminders {
    /// Show how well reminders went out
    ///
    /// Of the reminders that should have gone out in the last whole month, how many there were and what share went on
    /// time. New figures come out on the first day of a month. Counts are rounded and small ones are not shown, like all
    /// figures here.
    #[oai(path = "/reports/reminders", method = "get", operation_id = "show_reminders")]
    async fn show(&self, app: Data<&App>, me: Figures) -> Result<Json<ReminderReportOut>> {
        let today = app.today();
        let (partnership, counts) = app
            .store
            .read::<_, _, StoreError>(*me.scope(), async |tx| {
                let counts = tx.reminder_counts(today).await?;
                Ok((tx.partnership().await?, counts))
            })
            .await?;
        let report = counts.publish(&app.cell_key);
        Ok(Json(ReminderReportOut::new(&partnership, &report, today)))
    }
}

/// How well a partnership's reminders went out in one month.
#[derive(Object)]
#[oai(rename = "ReminderReport", skip_serializing_if_is_none, example)]
struct ReminderReportOut {
    /// The partnership.
    partnership_name: String,
    /// Everybody here is made up. Say so on every page.
    demonstration: bool,
    /// The first day for which the reminders were meant.
    from: NaiveDate,
    /// The last day: that of the last whole month.
    to: NaiveDate,
    /// The day on which the next figures come out.
    next_release_on: NaiveDate,
    /// The name of the rules by which counts are rounded and hidden.
    scheme: String,
    /// What "on time" means, and what is counted.
    definition: String,
    /// What the figures say, in a sentence.
    finding: String,
    /// How many should have gone out.
    due: ReminderCountOut,
    /// How many of them went on time. There if `due` is not low.
    on_time: Option<ReminderCountOut>,
    /// The share that went on time, in whole per cent up to 94, or `95+`. Missing where too few were due to say.
    percent: Option<String>,
    /// `[u]` beside a percentage to be used with care.
    mark: Option<String>,
}

/// A published count of reminders, of which one young person adds three at most.
#[derive(Object)]
#[oai(rename = "ReminderCount", skip_serializing_if_is_none)]
struct ReminderCountOut {
    /// The figure, or `[low]` for anything from none to 29.
    text: String,
    /// The figure: a multiple of 15, from 30 up. Missing when low, which is not nought.
    value: Option<u32>,
}

impl ReminderReportOut {
    fn new(partnership: &Partnership, report: &ReminderReport, today: NaiveDate) -> Self {
        Self::of(partnership.name.as_str(), partnership.demonstration, report, today)
    }

    fn of(name: &str, demonstration: bool, report: &ReminderReport, today: NaiveDate) -> Self {
        Self {
            partnership_name: name.to_owned(),
            demonstration,
            from: report.from,
            to: report.to,
            next_release_on: next_month_on(today),
            scheme: SCHEME.to_owned(),
            definition: format!("{ON_TIME} {OF_EACH}"),
            finding: report.finding(),
            due: report.due.into(),
            on_time: (!report.due.is_low()).then(|| report.on_time.into()),
            percent: report.percent.map(|percent| percent.to_string()),
            mark: report.mark().map(str::to_owned),
        }
    }
}

impl Example for ReminderReportOut {
    fn example() -> Self {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("it is in the calendar");
        Self::of("Derbyshire", true, &example::reminders(today), today)
    }
}

impl From<Cell> for ReminderCountOut {
    fn from(cell: Cell) -> Self {
        Self { text: cell.to_string(), value: cell.value() }
    }
}
