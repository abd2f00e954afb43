//! The destination report, to read and to keep.

use domain::{partnership::Partnership, report::DestinationReport};
use poem::{Body, web::Data};
use poem_openapi::{OpenApi, payload::Json};

use super::{Tag, figures::ReportOut};
use crate::{
    app::App,
    http::{auth::Figures, problem::Result, wire::CsvOut},
    store::{StoreError, scope::Area},
};

pub struct Reports;

#[OpenApi(tag = "Tag::Reports")]
impl Reports {
    /// Show destinations
    ///
    /// For each year group of transition dates, what its young people did 6, 12, 18 and 24 months later. New figures
    /// come out on the first day of a quarter. A year group has figures at a point once its last young person has
    /// reached it and late news has had three months to come in.
    #[oai(path = "/reports/destinations", method = "get", operation_id = "show_destinations")]
    async fn show(&self, app: Data<&App>, me: Figures) -> Result<Json<ReportOut>> {
        let (partnership, report) = destinations(&app, *me.scope()).await?;
        Ok(Json(ReportOut::new(&partnership, &report, app.today())))
    }

    /// Download destinations
    ///
    /// The same figures as a table, one row for each line of each year group and point.
    #[oai(
        path = "/reports/destinations.csv",
        method = "get",
        operation_id = "download_destinations"
    )]
    async fn download(&self, app: Data<&App>, me: Figures) -> Result<CsvOut> {
        let (partnership, report) = destinations(&app, *me.scope()).await?;
        let file = report.to_csv(partnership.name.as_str());
        Ok(CsvOut { body: Body::from_string(file), file_name: "destinations.csv" })
    }
}

/// The report that is out today.
async fn destinations(app: &App, area: Area) -> Result<(Partnership, DestinationReport)> {
    let (partnership, counts) = app
        .store
        .read::<_, _, StoreError>(area, async |tx| {
            let counts = tx.destination_counts(&app.activities, app.today()).await?;
            Ok((tx.partnership().await?, counts))
        })
        .await?;
    Ok((partnership, counts.publish(&app.cell_key)))
}
