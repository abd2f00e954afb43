//! What is held about a young person, for them to read and to keep (YP-50, YP-53).

mod easy;
mod html;
mod promised;
mod told;

use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

use self::{html::PageOut, told::read};
use super::{Tag, requests::PartCode};
use crate::{
    app::App,
    http::{
        auth::SteppedUp,
        problem::Result,
        wire::{CsvOut, Instant},
    },
};

pub struct RecordApi;

#[OpenApi(tag = "Tag::Record")]
impl RecordApi {
    /// See what is held about me
    ///
    /// Everything, in plain words, by parts. It opens for 15 minutes to somebody who has shown that it is them.
    #[oai(path = "/me/record", method = "get", operation_id = "show_record")]
    async fn show(&self, app: Data<&App>, me: SteppedUp) -> Result<Json<RecordOut>> {
        let app = app.0;
        app.store.read(*me.scope(), async |tx| Ok(Json(read(tx, app).await?))).await
    }

    /// Download what is held about me as a table
    ///
    /// The same as comma-separated values. Cells that a spreadsheet would take for a formula begin with an apostrophe.
    #[oai(path = "/me/record.csv", method = "get", operation_id = "download_record")]
    async fn table(&self, app: Data<&App>, me: SteppedUp) -> Result<CsvOut> {
        let app = app.0;
        let record = app.store.read(*me.scope(), async |tx| read(tx, app).await).await?;
        Ok(CsvOut { body: record.table().into(), file_name: "my-record.csv" })
    }

    /// Download what is held about me as a page
    ///
    /// The same to read without a signal, in any browser, and in easy read for whoever reads so.
    #[oai(path = "/me/record.html", method = "get", operation_id = "download_record_page")]
    async fn page(&self, app: Data<&App>, me: SteppedUp) -> Result<PageOut> {
        let app = app.0;
        let (record, reading) = app
            .store
            .read(*me.scope(), async |tx| {
                let reading = tx.person(tx.scope().person()).await?.reading;
                Result::Ok((read(tx, app).await?, reading))
            })
            .await?;
        Ok(PageOut { body: html::page(&record, reading), file_name: "my-record.html" })
    }
}

/// What is held about somebody.
#[derive(Object)]
#[oai(rename = "HeldRecord")]
struct RecordOut {
    /// When it was put together.
    as_of: Instant,
    /// Its parts, in the order in which they are read.
    sections: Vec<SectionOut>,
    /// What is not among it, and how to ask for it.
    not_shown: String,
    /// The same in easy read.
    not_shown_easy: String,
}

/// One part of what is held.
#[derive(Object)]
#[oai(rename = "HeldSection")]
struct SectionOut {
    /// What it is, when somebody says that something in it is wrong.
    part: PartCode,
    /// Its heading.
    title: String,
    /// Its heading in easy read.
    easy_title: String,
    /// What it holds. Empty: nothing.
    items: Vec<ItemOut>,
}

/// One thing that is held.
#[derive(Object)]
#[oai(rename = "HeldItem", skip_serializing_if_is_none)]
struct ItemOut {
    /// Which, when somebody says that it is wrong.
    id: Option<Uuid>,
    /// What it is.
    title: String,
    /// What is known of it.
    facts: Vec<FactOut>,
    /// Of support that was promised: whether one may say that it is not coming. One may not where that was said and is not
    /// answered yet.
    may_raise: Option<bool>,
}

impl ItemOut {
    fn new(id: Option<Uuid>, title: String, facts: Vec<FactOut>) -> Self {
        Self { id, title, facts, may_raise: None }
    }
}

/// Something that is known.
#[derive(Object)]
#[oai(rename = "HeldFact", skip_serializing_if_is_none)]
struct FactOut {
    /// What it is called.
    name: String,
    /// The same in easy read, if it has other words there.
    easy_name: Option<String>,
    /// What is known.
    value: String,
    /// The same in easy read, if it is in our words and has others there. One idea a line.
    easy_value: Option<String>,
}

impl RecordOut {
    /// One row for each fact.
    fn table(&self) -> Vec<u8> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let memory = "a table in memory takes every row";
        table.write_record(["part", "item", "name", "value"]).expect(memory);
        for section in &self.sections {
            for item in &section.items {
                for fact in &item.facts {
                    let row = [&section.title, &item.title, &fact.name, &fact.value];
                    table.write_record(row.map(|cell| harmless(cell))).expect(memory);
                }
            }
        }
        table.into_inner().expect(memory)
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless("1+1"), "1+1");
    }
}
