//! The body of a call whose form is not ours to say.

use poem::{FromRequest, Request, RequestBody};
use poem_openapi::{
    impl_apirequest_for_payload,
    payload::{Json, ParsePayload, Payload},
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseFromJSON, Type},
};
use serde_json::Value;

use crate::http::{problem::Problem, valid::Valid};

/// A JSON body of which we read a few members. Others may stand beside them, and what need not be there may be null: a
/// provider adds to its messages without asking us. What we read is held against its schema as by [`Valid`].
pub struct Told<T>(pub T);

impl<T: ParseFromJSON> Told<T> {
    /// Reads a body, or says everything that is wrong with what we read of it.
    fn read(body: &[u8]) -> Result<Self, Problem> {
        let Ok(Value::Object(mut members)) = serde_json::from_slice(body) else {
            return Ok(Self(Valid::read(body)?.0));
        };
        let mut registry = Registry::new();
        T::register(&mut registry);
        if let Some(schema) = schema::<T>(&mut registry) {
            let known = |name: &str| schema.properties.iter().any(|(known, _)| *known == name);
            let needed = |name: &str| schema.required.contains(&name);
            members.retain(|name, value| known(name) && (needed(name) || !value.is_null()));
        }
        Ok(Self(Valid::read(Value::Object(members).to_string().as_bytes())?.0))
    }
}

/// The schema of the members that we read.
fn schema<T: Type>(registry: &mut Registry) -> Option<&mut MetaSchema> {
    match T::schema_ref() {
        MetaSchemaRef::Reference(name) => registry.schemas.get_mut(&name),
        MetaSchemaRef::Inline(_) => None,
    }
}

impl<T: Type> Payload for Told<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        Json::<T>::check_content_type(content_type)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    // The document says what is true here and for no other body: it is open, and may hold null.
    fn register(registry: &mut Registry) {
        T::register(registry);
        let Some(schema) = schema::<T>(registry) else { return };
        let anything = MetaSchemaRef::Inline(Box::new(MetaSchema::ANY));
        schema.additional_properties = Some(Box::new(anything));
        let required = schema.required.clone();
        for (name, member) in &mut schema.properties {
            if let MetaSchemaRef::Inline(member) = member {
                member.nullable = !required.contains(name);
            }
        }
    }
}

impl<T: ParseFromJSON> ParsePayload for Told<T> {
    const IS_REQUIRED: bool = T::IS_REQUIRED;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let body = Vec::<u8>::from_request(request, body).await?;
        Ok(Self::read(&body)?)
    }
}

impl_apirequest_for_payload!(Told<T>, T: ParseFromJSON);

#[cfg(test)]
mod tests {
    use poem_openapi::Object;
    use serde_json::json;

    use super::*;

    #[derive(Object)]
    struct Card {
        greeting: String,
        from: Option<String>,
    }

    fn read(value: Value) -> Result<Card, Vec<String>> {
        let read = Told::<Card>::read(value.to_string().as_bytes()).map(|told| told.0);
        read.map_err(|problem| problem.faults().iter().map(|it| it.pointer.clone()).collect())
    }

    #[test]
    fn what_is_not_known_is_passed_over() {
        let card = read(json!({ "greeting": "Hello", "stamp": { "pence": [1] }, "from": null }));
        let card = card.ok().unwrap();
        assert_eq!((card.greeting.as_str(), card.from), ("Hello", None));
    }

    #[test]
    fn what_is_read_is_held_against_its_schema() {
        assert_eq!(read(json!({ "from": 7, "stamp": 7 })).err().unwrap(), ["/greeting", "/from"]);
        assert_eq!(read(json!({ "greeting": null })).err().unwrap(), ["/greeting"]);
        assert_eq!(read(json!(["greeting"])).err().unwrap(), [""]);
        assert!(Told::<Card>::read(b"{").is_err());
    }
}
