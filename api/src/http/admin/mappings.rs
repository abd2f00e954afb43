//! What a partnership's own files call things.

use domain::{
    import::{Column, Mapping, Preview},
    text::Line,
};
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
        wire::{CsvIn, Instant},
    },
    importing::unusual,
    store::KeptMapping,
};

/// The operations about mappings.
pub struct Mappings;

#[OpenApi(tag = "Tag::Imports")]
impl Mappings {
    /// List the mappings of files
    ///
    /// What the partnership's own files call the columns of a client record, by name.
    #[oai(path = "/mappings", method = "get", operation_id = "list_mappings")]
    async fn list(&self, app: Data<&App>, me: Administrator) -> Result<Json<MappingListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.mappings().await?.into_iter().map(MappingOut::from).collect();
                Ok(Json(MappingListOut { items }))
            })
            .await
    }

    /// Add a mapping of files
    ///
    /// Choose the id yourself (a random UUID): sending the same again changes nothing. A mapping is never changed, so that
    /// files which were read by it stay explained: add another one under another name, and remove this one.
    #[oai(path = "/mappings/:mapping_id", method = "put", operation_id = "add_mapping")]
    async fn add(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Which mapping.
        mapping_id: Path<Uuid>,
        body: Valid<MappingIn>,
    ) -> Result<Json<MappingOut>> {
        let app = app.0;
        let wrong = |at: &'static str, why: String| {
            Problem::new(Kind::RuleBroken, "the mapping needs another look").at(at, why)
        };
        let name = Line::new(&body.0.name).map_err(|error| wrong("/name", error.to_string()))?;
        let mapping = Mapping::read(&body.0.mapping).map_err(|faults| {
            let none = Problem::new(Kind::RuleBroken, "the mapping needs another look");
            faults.iter().fold(none, |problem, fault| problem.at("/mapping", fault))
        })?;
        let new = KeptMapping { id: mapping_id.0, name, mapping, made_at: app.now() };
        app.store.write(*me.scope(), async |tx| Ok(Json(tx.add_mapping(&new).await?.into()))).await
    }

    /// Remove a mapping of files
    ///
    /// What was read by it stays as it is.
    #[oai(path = "/mappings/:mapping_id", method = "delete", operation_id = "remove_mapping")]
    async fn remove(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Which mapping.
        mapping_id: Path<Uuid>,
    ) -> Result<Removed> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_mapping(mapping_id.0).await?;
                Ok(Removed::Done)
            })
            .await
    }

    /// Guess what a file calls things
    ///
    /// Send the beginning of a file, at most 60,000 bytes of it. Nothing is kept. The answer says how the file is written, gives
    /// its columns and first rows as they were read, and a mapping for somebody to look at: a guess is never used by itself.
    #[oai(path = "/mappings/guess", method = "post", operation_id = "guess_mapping")]
    async fn guess(&self, _me: Administrator, body: CsvIn) -> Result<Json<GuessOut>> {
        let file = body.0.into_bytes().await.map_err(|error| Problem::from(&error))?;
        let preview = Preview::read(&*file).map_err(|faults| {
            let none = Problem::new(Kind::ImportRefused, "The file cannot be read.");
            faults.iter().fold(none, |problem, fault| {
                problem.at(format!("/lines/{}", fault.line), fault.words())
            })
        })?;
        let guess = Mapping::guess(preview.header.iter().map(String::as_str));
        let national = |column: &Column| {
            preview.header.iter().any(|name| name.trim().eq_ignore_ascii_case(column.code()))
        };
        let missing = Column::ALL.iter().map(|(column, _)| *column).filter(|column| {
            column.needed() && !national(column) && !guess.columns().any(|(it, _)| it == *column)
        });
        Ok(Json(GuessOut {
            mapping: guess.to_json(),
            missing: missing.map(|column| column.code().into()).collect(),
            known: Column::ALL
                .iter()
                .map(|(column, code)| KnownColumnOut {
                    column: (*code).into(),
                    what: column.what().into(),
                    needed: column.needed(),
                })
                .collect(),
            written: unusual(&preview.shape),
            header: preview.header,
            rows: preview.rows,
        }))
    }
}

/// A mapping as it is sent.
#[derive(Object)]
#[oai(rename = "MappingToAdd", deny_unknown_fields)]
struct MappingIn {
    /// What people call it.
    #[oai(validator(min_length = 1, max_length = 60))]
    name: String,
    /// The mapping as JSON: `columns` gives the name in the file of each national column that goes by another one,
    /// `constants` what stands in every row, `values` what words of the file mean, `dates` what comes first in 03/04/2008.
    #[oai(validator(min_length = 2, max_length = 16000))]
    mapping: String,
}

/// What a partnership's own file calls things.
#[derive(Object)]
#[oai(rename = "Mapping")]
struct MappingOut {
    /// Which one.
    id: Uuid,
    /// What people call it.
    name: String,
    /// The mapping as JSON.
    mapping: String,
    /// When it was made.
    made_at: Instant,
}

/// The mappings, by name.
#[derive(Object)]
#[oai(rename = "MappingList")]
struct MappingListOut {
    items: Vec<MappingOut>,
}

/// What a file seems to call things.
#[derive(Object)]
#[oai(rename = "MappingGuess", skip_serializing_if_is_none)]
struct GuessOut {
    /// A mapping as JSON: only of the columns that go by another name than the national one.
    mapping: String,
    /// The columns that are needed, and were not found.
    missing: Vec<String>,
    /// The columns that the service takes.
    known: Vec<KnownColumnOut>,
    /// How the file is written, if not as most are.
    written: Option<String>,
    /// The names of its columns.
    header: Vec<String>,
    /// Its first rows, as they were read.
    rows: Vec<Vec<String>>,
}

/// A column that the service takes.
#[derive(Object)]
#[oai(rename = "KnownColumn")]
struct KnownColumnOut {
    /// Its national name.
    column: String,
    /// What it is.
    what: String,
    /// A file without it is refused, unless it holds changes.
    needed: bool,
}

#[derive(ApiResponse)]
enum Removed {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

impl From<KeptMapping> for MappingOut {
    fn from(kept: KeptMapping) -> Self {
        Self {
            id: kept.id,
            name: kept.name.as_str().into(),
            mapping: kept.mapping.to_json(),
            made_at: kept.made_at.into(),
        }
    }
}
