//! Rows of any table as JSON and back, by what its entity says of its columns.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ColumnType, Condition, DbErr, EntityTrait, IdenStatic, Iterable,
    ModelTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, SqlErr, Value as Stored,
    sea_query::OnConflict,
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::store::{Result, StoreError, db::Db};

/// The fields of a thing, by name.
pub type Row = Map<String, Value>;

/// Columns that stay where they are, each with the reason.
pub const FIELDS_THAT_STAY: &[(&str, &str, &str)] = &[
    ("person", "merged_into", "of records that became part of another here; they stay with it"),
    ("staff", "password_hash", "a secret"),
    ("staff", "totp_secret", "a secret"),
    ("staff", "totp_last_step", "of the secret"),
    ("supporter", "link_hash", "a secret: a supporter is let in anew"),
    ("supporter", "link_expires_at", "of the link"),
    ("supporter", "token_hash", "a secret"),
    ("supporter", "joined_at", "of the secret: whoever has none is not in"),
    ("supporter", "last_used_at", "of the secret"),
    ("supporter", "push_endpoint", "an address that only one installation has the key to"),
    ("supporter", "push_p256dh", "of that address"),
    ("supporter", "push_auth", "of that address"),
];

/// Why a thing was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// A kind of thing that this version does not know.
    #[error(
        "there is no kind of thing here that is called \"{0}\": bring this installation up to date first"
    )]
    Unknown(String),
    /// A field that this version does not know.
    #[error("{0} has a field here that is not known: bring this installation up to date first")]
    Field(&'static str),
    /// A field that holds something else than it should.
    #[error("the field \"{1}\" of {0} holds something that it cannot hold")]
    Value(&'static str, String),
    /// Another thing has what only one can have, such as a council's number for somebody.
    #[error("another {0} is here already under another id, with what only one can have")]
    Exists(&'static str),
    /// It names a thing that is neither here nor in the package.
    #[error("{0} names something that is neither here nor in the package")]
    Astray(&'static str),
    /// A rule of the database refuses it.
    #[error("{0} is not as it has to be")]
    Refused(&'static str),
    /// A young person of another council.
    #[error(
        "a young person belongs to a council that this partnership does not have: add the council first"
    )]
    Council,
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Which rows of a table.
pub enum Which {
    /// All of the partnership.
    All,
    /// Those whose column has one of these ids.
    In(&'static str, Vec<Uuid>),
    /// Those whose column has one of these texts, of the partnership where the table has one.
    Named(&'static str, Vec<String>),
}

/// Ids in one question; both databases bound the values of a statement.
const AT_ONCE: usize = 2_000;

fn column<E: EntityTrait>(name: &str) -> Option<E::Column> {
    E::Column::iter().find(|column| column.as_str() == name)
}

fn stays<E: EntityTrait>(column: E::Column) -> bool {
    let (table, column) = (E::default().table_name(), column.as_str());
    column == "partnership_id"
        || FIELDS_THAT_STAY.iter().any(|(of, field, _)| *of == table && *field == column)
}

/// Reads rows in the order of their keys.
pub async fn read<E>(db: &Db, here: Uuid, which: Which) -> Result<Vec<Row>>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    let home = column::<E>("partnership_id").map(|column| column.eq(here));
    let conditions: Vec<Condition> = match which {
        Which::All => vec![Condition::all()],
        Which::In(name, ids) => match column::<E>(name) {
            Some(column) => ids
                .chunks(AT_ONCE)
                .map(|ids| Condition::all().add(column.is_in(ids.iter().copied())))
                .collect(),
            None => Vec::new(),
        },
        Which::Named(name, texts) => match column::<E>(name) {
            Some(column) if !texts.is_empty() => {
                vec![Condition::all().add(column.is_in(texts))]
            }
            _ => Vec::new(),
        },
    };
    let mut rows = Vec::new();
    for condition in conditions {
        let mut find = E::find().filter(condition.add_option(home.clone()));
        for key in E::PrimaryKey::iter() {
            find = find.order_by_asc(key.into_column());
        }
        rows.extend(find.all(db).await?.iter().map(row::<E>));
    }
    Ok(rows)
}

/// What a thing of this table has, as JSON Schema says it.
pub fn describe<E: EntityTrait>() -> Value {
    let travels = || E::Column::iter().filter(|column| !stays::<E>(*column));
    let mut properties = Map::new();
    for column in travels() {
        let (kind, format) = match column.def().get_column_type() {
            ColumnType::Boolean => ("boolean", None),
            ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger => {
                ("integer", None)
            }
            ColumnType::Double => ("number", None),
            ColumnType::Uuid => ("string", Some("uuid")),
            ColumnType::Date => ("string", Some("date")),
            ColumnType::TimestampWithTimeZone => ("string", Some("date-time")),
            _ => ("string", None),
        };
        let mut schema = match column.def().is_null() {
            true => json!({ "type": [kind, "null"] }),
            false => json!({ "type": kind }),
        };
        if let Some(format) = format {
            schema["format"] = format.into();
        }
        properties.insert(column.as_str().to_owned(), schema);
    }
    let names: Vec<String> = travels().map(|column| column.as_str().to_owned()).collect();
    json!({
        "type": "object",
        "properties": {
            "thing": { "const": E::default().table_name() },
            "fields": {
                "type": "object",
                "properties": properties,
                "required": names,
                "additionalProperties": false,
            },
        },
        "required": ["thing", "fields"],
        "additionalProperties": false,
    })
}

fn row<E>(model: &E::Model) -> Row
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    E::Column::iter()
        .filter(|column| !stays::<E>(*column))
        .map(|column| (column.as_str().to_owned(), sent(model.get(column))))
        .collect()
}

fn sent(value: Stored) -> Value {
    match value {
        Stored::Bool(value) => value.into(),
        Stored::SmallInt(value) => value.into(),
        Stored::Int(value) => value.into(),
        Stored::BigInt(value) => value.into(),
        Stored::Double(value) => value.into(),
        Stored::String(value) => value.into(),
        Stored::Uuid(value) => value.map(|id| id.to_string()).into(),
        Stored::ChronoDate(value) => value.map(|day| day.to_string()).into(),
        Stored::ChronoDateTimeUtc(value) => value.map(moment).into(),
        Stored::Bytes(value) => value
            .map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            .into(),
        other => unreachable!("no entity has a column of this type: {other:?}"),
    }
}

/// A moment as it travels, as exact as it is kept.
pub fn moment(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// What a column of this type stores for a value; none if that cannot be.
fn stored(kind: &ColumnType, value: &Value) -> Option<Stored> {
    let null = value.is_null();
    let text = || value.as_str();
    let some = |ok: bool| (ok || null).then_some(());
    Some(match kind {
        ColumnType::Boolean => some(value.is_boolean()).map(|()| Stored::Bool(value.as_bool()))?,
        ColumnType::SmallInteger => {
            let number = value.as_i64().and_then(|number| number.try_into().ok());
            some(number.is_some()).map(|()| Stored::SmallInt(number))?
        }
        ColumnType::Integer => {
            let number = value.as_i64().and_then(|number| number.try_into().ok());
            some(number.is_some()).map(|()| Stored::Int(number))?
        }
        ColumnType::BigInteger => some(value.is_i64()).map(|()| Stored::BigInt(value.as_i64()))?,
        ColumnType::Double => some(value.is_number()).map(|()| Stored::Double(value.as_f64()))?,
        ColumnType::Uuid => {
            let id = text().and_then(|text| text.parse().ok());
            some(id.is_some()).map(|()| Stored::Uuid(id))?
        }
        ColumnType::Date => {
            let day = text().and_then(|text| text.parse().ok());
            some(day.is_some()).map(|()| Stored::ChronoDate(day))?
        }
        ColumnType::TimestampWithTimeZone => {
            let moment = text().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            let moment = moment.map(|moment| moment.with_timezone(&Utc));
            some(moment.is_some()).map(|()| Stored::ChronoDateTimeUtc(moment))?
        }
        ColumnType::String(_) | ColumnType::Text => {
            let text = text().filter(|text| !text.contains('\0')).map(str::to_owned);
            some(text.is_some()).map(|()| Stored::String(text))?
        }
        ColumnType::VarBinary(_) | ColumnType::Binary(_) | ColumnType::Blob => {
            let bytes = text().and_then(bytes);
            some(bytes.is_some()).map(|()| Stored::Bytes(bytes))?
        }
        other => unreachable!("no entity has a column of this type: {other:?}"),
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let byte = |place: usize| u8::from_str_radix(hex.get(place..place + 2)?, 16).ok();
    hex.len().is_multiple_of(2).then(|| (0..hex.len()).step_by(2).map(byte).collect())?
}

/// Adds rows that are not there, and gives how many. A row of a key that is there already stays as it is.
pub async fn add<E>(db: &Db, here: Uuid, rows: &[Row]) -> Result<u64, NotTaken>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let table = E::default().table_name();
    let mut models = Vec::with_capacity(rows.len());
    for row in rows {
        let mut model = <E::ActiveModel as ActiveModelTrait>::default();
        for (field, value) in row {
            let column = column::<E>(field).filter(|column| !stays::<E>(*column));
            let column = column.ok_or(NotTaken::Field(table))?;
            let wrong = || NotTaken::Value(table, field.clone());
            let value = stored(column.def().get_column_type(), value).ok_or_else(wrong)?;
            model.try_set(column, value).map_err(|_| wrong())?;
        }
        if let Some(column) = column::<E>("partnership_id") {
            model.set(column, here.into());
        }
        for key in E::PrimaryKey::iter() {
            if model.is_not_set(key.into_column()) {
                return Err(NotTaken::Value(table, key.into_column().as_str().to_owned()));
            }
        }
        models.push(model);
    }
    let keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let done = E::insert_many(models)
        .on_conflict(OnConflict::columns(keys).do_nothing().to_owned())
        .exec_without_returning(db)
        .await;
    done.map_err(|error| refused(table, error))
}

fn refused(table: &'static str, error: DbErr) -> NotTaken {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => NotTaken::Exists(table),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => NotTaken::Astray(table),
        _ if super::super::connect::breaks_a_rule(&error) => NotTaken::Refused(table),
        _ => NotTaken::Store(error.into()),
    }
}

/// The id of somebody from elsewhere, the same each time.
pub fn derived_id(here: Uuid, theirs: &str) -> Uuid {
    let hash = Sha256::digest([here.as_bytes(), theirs.as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
