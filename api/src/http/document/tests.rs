use poem_openapi::{
    ApiResponse, Enum, Object, OpenApi, OpenApiService, Tags,
    param::{Header, Path, Query},
    payload::Json,
    types::Example,
};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::http::{
    problem::{Problem, Result},
    valid::Valid,
    wire::{CsvIn, Instant},
};

/// Which colour.
///
/// - `red`: the colour of buses
/// - `dark-blue`: the colour of school
#[derive(Debug, Enum)]
#[oai(rename_all = "kebab-case")]
enum Colour {
    Red,
    DarkBlue,
}

/// A bicycle to be painted.
#[derive(Debug, Object)]
#[oai(example)]
struct BicycleIn {
    /// How old it is, in years.
    #[oai(validator(maximum(value = "200")))]
    age: u16,
    /// Which colour it should have.
    colour: Colour,
}

impl Example for BicycleIn {
    fn example() -> Self {
        Self { age: 3, colour: Colour::Red }
    }
}

/// A bicycle as it is.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none, example)]
struct Bicycle {
    /// When it was bought.
    bought_on: Option<chrono::NaiveDate>,
    /// When it was painted.
    painted_at: Instant,
    /// Which colour it has.
    colour: Colour,
}

impl Example for Bicycle {
    fn example() -> Self {
        Self {
            bought_on: "2026-09-01".parse().ok(),
            painted_at: Instant("2026-11-22T09:00:00Z".parse().unwrap()),
            colour: Colour::DarkBlue,
        }
    }
}

#[derive(ApiResponse)]
enum Painted {
    /// It has the colour you asked for.
    #[oai(status = 200)]
    Ok(Json<Bicycle>, #[oai(header = "ETag")] String),
}

#[derive(Tags)]
enum Tag {
    /// What has wheels.
    Bicycles,
}

struct Workshop;

#[OpenApi(tag = "Tag::Bicycles")]
impl Workshop {
    /// Paint a bicycle
    ///
    /// It dries within the hour.
    #[oai(path = "/bicycles/:id/colour", method = "put", operation_id = "paint_bicycle")]
    async fn paint(
        &self,
        /// Which bicycle.
        id: Path<Uuid>,
        /// Nothing is painted unless it still is this one.
        #[oai(name = "If-Match")]
        version: Header<Option<String>>,
        body: Valid<BicycleIn>,
    ) -> Result<Painted> {
        let bicycle = Bicycle { colour: body.0.colour, ..Bicycle::example() };
        Ok(Painted::Ok(Json(bicycle), format!("{}{}{:?}", id.0, body.0.age, version.0)))
    }

    /// Count bicycles
    ///
    /// All that are here.
    #[oai(path = "/bicycles", method = "get", operation_id = "count_bicycles")]
    async fn count(
        &self,
        /// Leave out the first so many.
        skip: Query<Option<u32>>,
    ) -> Json<u64> {
        Json(u64::from(skip.0.unwrap_or_default()))
    }

    /// Take in bicycles
    ///
    /// A file of them.
    #[oai(path = "/bicycles", method = "post", operation_id = "take_in_bicycles")]
    async fn take_in(&self, file: CsvIn) -> Result<Json<u64>> {
        file.0.into_bytes().await.map(|bytes| Json(bytes.len() as u64)).map_err(Problem::unexpected)
    }
}

fn document() -> Value {
    let service = OpenApiService::new(Workshop, "Workshop", "1.0.0")
        .description("Where bicycles are looked after.")
        .server("/workshop/v1");
    tidy(&service.spec())
}

#[test]
fn the_document_speaks_the_common_language() {
    let document = document();
    let paint = &document["paths"]["/bicycles/{id}/colour"]["put"];
    let schemas = &document["components"]["schemas"];

    assert_eq!(document["openapi"], "3.0.3");
    assert_eq!(document["info"]["license"]["name"], "MIT");
    assert_eq!(paint["security"], json!([]));
    assert_eq!(paint["parameters"][1]["name"], "If-Match");
    assert!(paint["responses"]["200"]["headers"].get("ETag").is_some());
    assert!(paint["responses"]["200"]["content"].get("application/json").is_some());
    assert_eq!(schemas["Bicycle"]["properties"]["bought_on"]["format"], "date");
    assert_eq!(
        schemas["BicycleIn"]["properties"]["age"],
        json!({
            "type": "integer", "format": "int32", "minimum": 0, "maximum": 200,
            "description": "How old it is, in years.",
        })
    );
    assert_eq!(
        schemas["Colour"]["x-enum-descriptions"],
        json!(["the colour of buses", "the colour of school"])
    );
    assert!(print(&document).ends_with("}\n"));
    assert!(!print(&document).contains("charset"));
}

#[test]
fn every_operation_can_end_in_a_problem() {
    let document = document();
    for (_, path, operation) in operations(&document) {
        for status in ["4XX", "default"] {
            assert_eq!(
                operation["responses"][status]["$ref"], "#/components/responses/Problem",
                "{path}"
            );
        }
    }
    assert_eq!(operations(&document).count(), 3);
    assert!(document["components"]["schemas"].get("Problem").is_some());
}

#[test]
fn what_is_sent_is_closed_and_what_is_received_can_grow() {
    let document = document();
    assert_eq!(document["components"]["schemas"]["BicycleIn"]["additionalProperties"], false);
    assert_eq!(document["components"]["schemas"]["Bicycle"].get("additionalProperties"), None);
    assert!(two_way_objects(&document).is_empty());
}

#[test]
fn examples_stand_where_a_reader_looks_for_them() {
    let document = document();
    let paint = &document["paths"]["/bicycles/{id}/colour"]["put"];
    assert_eq!(paint["requestBody"]["content"]["application/json"]["example"]["age"], 3);
    assert_eq!(
        paint["responses"]["200"]["content"]["application/json"]["example"]["bought_on"],
        "2026-09-01"
    );
}
