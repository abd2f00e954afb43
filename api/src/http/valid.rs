//! The body of a request, checked.

mod check;

use std::{
    any::type_name,
    collections::HashMap,
    sync::{Arc, LazyLock, RwLock},
};

use poem::{FromRequest, Request, RequestBody};
use poem_openapi::{
    impl_apirequest_for_payload,
    payload::{Json, ParsePayload, Payload},
    registry::{MetaSchemaRef, Registry},
    types::{ParseFromJSON, Type},
};
use serde_json::Value;

pub use self::check::matches;
use super::problem::{Kind, Problem};

/// A JSON body that keeps every promise its schema makes.
///
/// All that is wrong with it is told at once, each fault with its JSON Pointer, and never with the value that was
/// sent. A member that the schema does not name is a fault as well. The checks walk the very schema that the document
/// publishes, so the two cannot drift apart. Use it for every request body; `Json` is for responses.
pub struct Valid<T>(pub T);

/// Schemas by Rust type: two audiences may each have a type of the same published name.
static SCHEMAS: LazyLock<RwLock<HashMap<&'static str, Arc<Registry>>>> =
    LazyLock::new(Default::default);

const NEVER_POISONED: &str = "nothing panics while it holds this lock";

fn schemas<T: Type>() -> Arc<Registry> {
    if let Some(known) = SCHEMAS.read().expect(NEVER_POISONED).get(type_name::<T>()) {
        return known.clone();
    }
    let mut registry = Registry::new();
    T::register(&mut registry);
    let registry = Arc::new(registry);
    SCHEMAS.write().expect(NEVER_POISONED).insert(type_name::<T>(), registry.clone());
    registry
}

impl<T: ParseFromJSON> Valid<T> {
    /// Reads a body, or says everything that is wrong with it.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        let value: Value = serde_json::from_slice(body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Problem::new(
                Kind::MalformedBody,
                format!("not JSON, from line {line} column {column} on"),
            )
        })?;
        let faults = check::faults(&T::schema_ref(), &value, &schemas::<T>());
        if !faults.is_empty() {
            let detail = match faults.len() {
                1 => "one thing in the body needs another look".to_owned(),
                n => format!("{n} things in the body need another look"),
            };
            let problem = Problem::new(Kind::InvalidBody, detail);
            return Err(faults
                .into_iter()
                .fold(problem, |problem, f| problem.at(f.pointer, f.detail)));
        }
        // What the schema cannot say is left to the type. Its message may repeat the value, so it is not passed on.
        T::parse_from_json(Some(value))
            .map(Self)
            .map_err(|_| Problem::new(Kind::InvalidBody, "the body does not have the right form"))
    }
}

impl<T: Type> Payload for Valid<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        Json::<T>::check_content_type(content_type)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ParseFromJSON> ParsePayload for Valid<T> {
    const IS_REQUIRED: bool = T::IS_REQUIRED;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let body = Vec::<u8>::from_request(request, body).await?;
        Ok(Self::read(&body)?)
    }
}

impl_apirequest_for_payload!(Valid<T>, T: ParseFromJSON);

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use poem_openapi::{Enum, Object};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[derive(Debug, Enum)]
    #[oai(rename_all = "kebab-case")]
    enum Colour {
        Red,
        DarkBlue,
    }

    #[derive(Debug, Object)]
    struct Wheel {
        #[oai(validator(minimum(value = "10"), maximum(value = "30")))]
        inches: u8,
    }

    #[derive(Debug, Object)]
    struct Bicycle {
        #[oai(validator(min_length = 2, max_length = 5, pattern = "^[a-z]*$"))]
        name: String,
        colour: Colour,
        #[oai(validator(max_items = 2, unique_items = true))]
        gears: Vec<i32>,
        #[oai(default)]
        wheels: Vec<Wheel>,
        bought_on: Option<NaiveDate>,
        owner: Option<Uuid>,
        #[oai(default)]
        #[oai(rename = "a/b~c")]
        odd: bool,
    }

    fn read(value: Value) -> Result<Bicycle, Problem> {
        Valid::read(value.to_string().as_bytes()).map(|valid| valid.0)
    }

    #[track_caller]
    fn pointers(value: Value) -> Vec<String> {
        let problem = read(value).expect_err("something is wrong with it");
        assert_eq!(problem.kind(), Kind::InvalidBody);
        problem.faults().iter().map(|fault| fault.pointer.clone()).collect()
    }

    #[test]
    fn a_right_body_is_read() {
        let bicycle = read(json!({
            "name": "zoë".replace('ë', "e"), "colour": "dark-blue", "gears": [3], "wheels": [{ "inches": 28 }],
            "bought_on": "2026-11-22", "owner": "00000000-0000-0000-0000-000000000001",
        }))
        .unwrap();
        assert_eq!((bicycle.name.as_str(), bicycle.wheels[0].inches), ("zoe", 28));
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_its_place() {
        let wrong = json!({
            "name": "Toolong", "colour": "green", "gears": [1, 1, 2], "wheels": [{ "inches": 9 }, { "inch": 20 }],
            "bought_on": "2026-2-3", "owner": "urn:uuid:00000000-0000-0000-0000-000000000001", "a/b~c": 1,
        });
        assert_eq!(
            pointers(wrong),
            [
                "/name",
                "/colour",
                "/gears",
                "/gears",
                "/wheels/0/inches",
                "/wheels/1/inches",
                "/wheels/1/inch",
                "/bought_on",
                "/owner",
                "/a~1b~0c",
            ]
        );
        assert_eq!(pointers(json!([])), [""]);
        assert_eq!(pointers(json!({})), ["/name", "/colour", "/gears"]);
    }

    #[test]
    fn null_is_a_value_and_not_the_lack_of_one() {
        let wrong = json!({ "name": null, "colour": "red", "gears": [], "owner": null });
        assert_eq!(pointers(wrong), ["/name", "/owner"]);
    }

    #[test]
    fn numbers_stay_within_their_type() {
        for inches in [json!(300), json!(-1), json!(2.5), json!("28"), json!(1e300)] {
            let wrong = json!({ "name": "abc", "colour": "red", "gears": [], "wheels": [{ "inches": inches }] });
            assert_eq!(pointers(wrong), ["/wheels/0/inches"]);
        }
        let wrong = json!({ "name": "abc", "colour": "red", "gears": [2_147_483_648_i64] });
        assert_eq!(pointers(wrong), ["/gears/0"]);
    }

    #[test]
    fn text_never_holds_the_character_nul() {
        assert_eq!(
            pointers(json!({ "name": "a\0b", "colour": "red", "gears": [] })),
            ["/name", "/name"]
        );
    }

    #[test]
    fn what_was_sent_is_never_repeated() {
        let problem = read(json!({ "name": "Amina Rahman", "colour": "Amina", "Amina": "Amina" }))
            .unwrap_err();
        assert!(!problem.to_string().contains("Amina"));
        assert!(problem.faults().iter().all(|fault| !fault.detail.contains("Amina")));
    }

    #[test]
    fn faults_without_end_are_cut() {
        let wheels = vec![json!({ "inches": 0 }); 1000];
        let wrong = json!({ "name": "abc", "colour": "red", "gears": [], "wheels": wheels });
        assert_eq!(pointers(wrong).len(), Problem::MAX_FAULTS);
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for body in ["", "{", "{\"name\":\"\\ud800\"}", &"[".repeat(10_000), "nul", "{} {}"] {
            let Err(problem) = Valid::<Bicycle>::read(body.as_bytes()) else {
                panic!("{body} was read")
            };
            assert_eq!(problem.kind(), Kind::MalformedBody, "{body}");
        }
        assert!(Valid::<Bicycle>::read(b"{\"name\":\"\xff\"}").is_err());
    }
}
