//! A moment, as it travels.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use poem::http::HeaderValue;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToHeader, ToJSON, Type},
};
use serde_json::{Value, json};

/// A moment in UTC, written like `2026-11-22T09:00:00Z`; with milliseconds when it is not a whole second.
///
/// Read from any RFC 3339 text, whatever its offset. What is finer than a millisecond is dropped on the way in and on
/// the way out, so that what comes back is what went in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub DateTime<Utc>);

impl Instant {
    fn read(text: &str) -> Option<Self> {
        let moment = DateTime::parse_from_rfc3339(text).ok()?;
        // By way of milliseconds a leap second becomes the second after it, which every database can keep.
        DateTime::from_timestamp_millis(moment.timestamp_millis()).map(Self)
    }

    fn write(self) -> String {
        let format = if self.0.nanosecond() < 1_000_000 {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Millis
        };
        self.0.to_rfc3339_opts(format, true)
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment)
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(moment: Instant) -> Self {
        moment.0
    }
}

impl Type for Instant {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string_instant".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            example: Some(json!("2026-11-22T09:00:00Z")),
            ..MetaSchema::new_with_format("string", "date-time")
        }))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for Instant {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value
            .as_ref()
            .and_then(Value::as_str)
            .and_then(Self::read)
            .ok_or_else(|| ParseError::custom("not a date and time"))
    }
}

impl ParseFromParameter for Instant {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        Self::read(value).ok_or_else(|| ParseError::custom("not a date and time"))
    }
}

impl ToJSON for Instant {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.write()))
    }
}

impl ToHeader for Instant {
    fn to_header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.write()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_any_zone_and_written_in_utc() {
        for (read, written) in [
            ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"),
            ("2026-07-01T10:30:00.5+01:00", "2026-07-01T09:30:00.500Z"),
            ("2026-11-22T09:00:00.123456789Z", "2026-11-22T09:00:00.123Z"),
            ("2026-11-22T09:00:00.000999Z", "2026-11-22T09:00:00Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        ] {
            let moment = Instant::parse_from_json(Some(json!(read))).unwrap();
            assert_eq!(moment.to_json(), Some(json!(written)), "{read}");
        }
        assert!(Instant::parse_from_json(Some(json!("2026-11-22T09:00:00"))).is_err());
        assert!(Instant::parse_from_json(None).is_err());
    }
}
