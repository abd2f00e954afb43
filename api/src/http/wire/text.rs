//! Text with rules.

/// Makes a type for text that keeps to a length and a pattern.
///
/// The type is a component of its own in the document, described by its doc comment, so that a reader meets the rules
/// once. The schema is the whole rule: [`Valid`](crate::http::valid::Valid) can check it and name the place.
///
/// ```ignore
/// text_type! {
///     /// A first name.
///     pub struct FirstName { min: 1, max: 100, pattern: r"^\S(.*\S)?$", example: "Amina" }
/// }
/// ```
#[macro_export]
macro_rules! text_type {
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $name:ident {
            min: $min:expr, max: $max:expr, pattern: $pattern:expr, example: $example:expr $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        $vis struct $name(String);

        impl $name {
            /// The text, if it keeps to the rules.
            #[allow(dead_code, reason = "not every text is made from a string or read as one")]
            pub fn parse(text: impl Into<String>) -> Option<Self> {
                let text = text.into();
                let right = ($min..=$max).contains(&text.chars().count())
                    && !text.contains('\0')
                    && $crate::http::valid::matches($pattern, &text);
                right.then_some(Self(text))
            }

            /// The text.
            #[allow(dead_code, reason = "not every text is made from a string or read as one")]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl poem_openapi::types::Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_ref() -> poem_openapi::registry::MetaSchemaRef {
                poem_openapi::registry::MetaSchemaRef::Reference(stringify!($name).into())
            }

            fn register(registry: &mut poem_openapi::registry::Registry) {
                registry.create_schema::<Self, _>(stringify!($name).into(), |_| {
                    poem_openapi::registry::MetaSchema {
                        description: Some(concat!($($doc, "\n"),+).trim_ascii()),
                        min_length: Some($min),
                        max_length: Some($max),
                        pattern: Some($pattern.to_owned()),
                        example: Some(serde_json::Value::from($example)),
                        ..poem_openapi::registry::MetaSchema::new("string")
                    }
                });
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::once(self))
            }
        }

        impl poem_openapi::types::ParseFromJSON for $name {
            fn parse_from_json(value: Option<serde_json::Value>) -> poem_openapi::types::ParseResult<Self> {
                let text = value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
                Self::parse(text).ok_or_else(|| poem_openapi::types::ParseError::custom("not in the right form"))
            }
        }

        impl poem_openapi::types::ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> poem_openapi::types::ParseResult<Self> {
                Self::parse(text).ok_or_else(|| poem_openapi::types::ParseError::custom("not in the right form"))
            }
        }

        impl poem_openapi::types::ToJSON for $name {
            fn to_json(&self) -> Option<serde_json::Value> {
                Some(self.0.clone().into())
            }
        }

        impl poem_openapi::types::ToHeader for $name {
            fn to_header(&self) -> Option<poem::http::HeaderValue> {
                poem::http::HeaderValue::from_str(&self.0).ok()
            }
        }
    };
}

pub use text_type;

#[cfg(test)]
mod tests {
    use poem_openapi::{
        registry::Registry,
        types::{ToJSON, Type},
    };
    use serde_json::json;

    use crate::http::valid::Valid;

    text_type! {
        /// A first name, as the young person likes it written.
        ///
        /// No spaces at either end.
        pub struct FirstName { min: 1, max: 10, pattern: r"^\S(.*\S)?$", example: "Amina" }
    }

    #[test]
    fn the_rules_of_a_text_hold_wherever_it_comes_from() {
        assert_eq!(FirstName::parse("Zoë").unwrap().as_str(), "Zoë");
        for wrong in ["", " Zoë", "Zoë ", "longer than ten", "a\0b"] {
            assert!(FirstName::parse(wrong).is_none(), "{wrong}");
            assert!(
                Valid::<FirstName>::read(json!(wrong).to_string().as_bytes()).is_err(),
                "{wrong}"
            );
        }
        assert_eq!(
            Valid::<FirstName>::read(b"\"Amina\"").unwrap().0.to_json(),
            Some(json!("Amina"))
        );
    }

    #[test]
    fn a_text_is_described_once_by_its_own_words() {
        let mut registry = Registry::new();
        FirstName::register(&mut registry);
        let schema = &registry.schemas["FirstName"];
        assert!(schema.description.unwrap().starts_with("A first name, as"));
        assert!(schema.description.unwrap().ends_with("either end."));
        assert_eq!(schema.max_length, Some(10));
    }
}
