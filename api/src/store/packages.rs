//! Whole records, thing by thing: out of one installation, and into another.
//!
//! A table is described by its entity alone, so a new column travels without a word here. A new table is named in
//! `tables!`, or in [`STAYS`] with the reason; a test holds both against the schema.

mod rows;
mod stays;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, PersonId},
    package::Thing,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub use self::rows::{FIELDS_THAT_STAY, NotTaken};
use self::rows::{Row, add, describe, read};
pub(super) use self::rows::{Which, derived_id, moment};
pub use self::stays::STAYS;
use super::{
    Result, StoreError, Tx,
    db::Db,
    entity::{self, partnership, partnership_council, person, staff},
    scope::{Admin, OpensRecord, Within},
};

macro_rules! tables {
    ($($table:ident),* $(,)?) => {
        /// The things of a record, in an order in which none is named before it is there.
        pub const THINGS: &[&str] = &[$(stringify!($table)),*];

        pub(super) async fn read_table(db: &Db, table: &str, here: Uuid, which: Which) -> Result<Vec<Row>> {
            match table {
                $(stringify!($table) => read::<entity::$table::Entity>(db, here, which).await,)*
                _ => Ok(Vec::new()),
            }
        }

        /// What each kind of thing has, as JSON Schema says it.
        fn described() -> Vec<(&'static str, Value)> {
            vec![$((stringify!($table), describe::<entity::$table::Entity>())),*]
        }

        pub(super) async fn add_to_table(db: &Db, table: &str, here: Uuid, rows: &[Row]) -> Result<u64, NotTaken> {
            match table {
                $(stringify!($table) => add::<entity::$table::Entity>(db, here, rows).await,)*
                _ => Err(NotTaken::Unknown(table.chars().take(40).collect())),
            }
        }
    };
}

tables! {
    questionnaire,
    own_questionnaire,
    staff,
    person,
    communication_need,
    assignment,
    supporter,
    own_contact,
    failed_way,
    asking,
    check_in,
    prompt,
    answer,
    offer_answer,
    alert,
    alert_event,
    talk,
    goal,
    spell,
    spell_word,
    spell_try,
    intended,
    promise,
    claim,
    concern,
    safe_contact,
    plan,
    kept_detail,
    contact,
    task,
    handover,
    data_request,
    change,
    access_event,
    glass,
    referral,
}

/// Whose rows are found through another thing, and by which column.
const THROUGH: [(&str, &str, &str); 1] = [("alert_event", "alert_id", "alert")];

/// What was named so far, and so is in the package already.
#[derive(Default)]
pub struct Named {
    staff: HashMap<Uuid, Row>,
    read: bool,
    questionnaires: HashSet<(String, String)>,
}

impl<S: OpensRecord> Tx<S> {
    /// The short name of a partnership.
    pub async fn slug_of(&self, partnership: PartnershipId) -> Result<String> {
        let row = partnership::Entity::find_by_id(partnership.0).one(&self.db).await?;
        Ok(row.ok_or(StoreError::NotFound("partnership"))?.slug)
    }

    /// Those in reach of a partnership, or the one of them.
    pub async fn ids_in_reach(
        &self,
        partnership: PartnershipId,
        one: Option<PersonId>,
    ) -> Result<Vec<PersonId>> {
        let mut find = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::PartnershipId.eq(partnership.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .filter(person::Column::MergedInto.is_null());
        if let Some(one) = one {
            find = find.filter(person::Column::Id.eq(one.0));
        }
        let ids: Vec<Uuid> =
            find.order_by_asc(person::Column::Id).into_tuple().all(&self.db).await?;
        if one.is_some() && ids.is_empty() {
            return Err(StoreError::NotFound("young person"));
        }
        Ok(ids.into_iter().map(PersonId).collect())
    }

    /// Everything that travels of these people, who are in reach, with the staff and questionnaires that it names and
    /// that were not named before.
    pub async fn things_of(
        &self,
        partnership: PartnershipId,
        people: &[PersonId],
        named: &mut Named,
    ) -> Result<Vec<Thing>> {
        let (db, here) = (&self.db, partnership.0);
        if !std::mem::replace(&mut named.read, true) {
            let all = read_table(db, "staff", here, Which::All).await?;
            named.staff = all.into_iter().filter_map(|row| Some((id(&row, "id")?, row))).collect();
        }
        let people: Vec<Uuid> = people.iter().map(|it| it.0).collect();
        let mut things = Vec::new();
        let mut ids: HashMap<&str, Vec<Uuid>> = HashMap::new();
        for table in &THINGS[3..] {
            let which = match THROUGH.iter().find(|(through, ..)| through == table) {
                Some((_, column, parent)) => {
                    Which::In(column, ids.get(parent).cloned().unwrap_or_default())
                }
                None if *table == "person" => Which::In("id", people.clone()),
                None => Which::In("person_id", people.clone()),
            };
            let rows = read_table(db, table, here, which).await?;
            if THROUGH.iter().any(|(.., parent)| parent == table) {
                ids.insert(table, rows.iter().filter_map(|row| id(row, "id")).collect());
            }
            things.extend(rows.into_iter().map(|fields| Thing { thing: (*table).into(), fields }));
        }
        let mut first = self.questionnaires_named(here, &things, named).await?;
        let mut staff = Vec::new();
        for thing in first.iter().chain(&things) {
            let ids = thing.fields.values().filter_map(Value::as_str);
            let ids = ids.filter(|text| text.len() == 36).filter_map(|text| text.parse().ok());
            staff.extend(ids.filter_map(|id: Uuid| named.staff.remove(&id)));
        }
        // Whose a questionnaire is names staff.
        let at = first.iter().position(|it| it.thing == "own_questionnaire").unwrap_or(first.len());
        let staff = staff.into_iter().map(|fields| Thing { thing: "staff".into(), fields });
        first.splice(at..at, staff);
        first.extend(things);
        Ok(first)
    }

    async fn questionnaires_named(
        &self,
        here: Uuid,
        things: &[Thing],
        named: &mut Named,
    ) -> Result<Vec<Thing>> {
        let mut new = HashSet::new();
        for thing in things.iter().filter(|thing| thing.thing == "check_in") {
            let text = |field| thing.fields.get(field).and_then(Value::as_str).unwrap_or_default();
            let named_here =
                (text("questionnaire_id").to_owned(), text("questionnaire_version").to_owned());
            if !named.questionnaires.contains(&named_here) {
                new.insert(named_here);
            }
        }
        let mut found = Vec::new();
        for (table, column) in [("questionnaire", "id"), ("own_questionnaire", "questionnaire_id")]
        {
            let ids = new.iter().map(|(id, _)| id.clone()).collect();
            for fields in read_table(&self.db, table, here, Which::Named(column, ids)).await? {
                let text = |field| fields.get(field).and_then(Value::as_str).unwrap_or_default();
                if new.contains(&(text(column).to_owned(), text("version").to_owned())) {
                    found.push(Thing { thing: table.into(), fields });
                }
            }
        }
        named.questionnaires.extend(new);
        Ok(found)
    }
}

/// The JSON Schema of a line of a package: the head, a thing, or the foot.
pub fn schema() -> Value {
    let text = json!({ "type": "string" });
    let things = described();
    let refs: Vec<Value> = ["head", "foot"]
        .into_iter()
        .chain(things.iter().map(|(name, _)| *name))
        .map(|name| json!({ "$ref": format!("#/$defs/{name}") }))
        .collect();
    let mut defs = Map::new();
    defs.insert(
        "head".into(),
        json!({
            "type": "object",
            "properties": {
                "format": { "const": domain::package::FORMAT },
                "made_at": { "type": "string", "format": "date-time" },
                "partnership": text,
            },
            "required": ["format", "made_at", "partnership"],
            "additionalProperties": false,
        }),
    );
    defs.insert(
        "foot".into(),
        json!({
            "type": "object",
            "properties": {
                "things": { "type": "integer", "minimum": 0 },
                "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            },
            "required": ["things", "sha256"],
            "additionalProperties": false,
        }),
    );
    defs.extend(things.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a package of records, throughline-record.v1",
        "oneOf": refs,
        "$defs": defs,
    })
}

fn id(row: &Row, field: &str) -> Option<Uuid> {
    row.get(field)?.as_str()?.parse().ok()
}

/// What is known of a package while it is taken in.
#[derive(Default)]
pub struct Arriving {
    /// Staff who are somebody else here: by e-mail address the same, or new because their id is taken.
    renamed: BTreeMap<String, String>,
}

impl Tx<Admin> {
    /// Adds things of one kind that are not there, and gives how many that were. What is there stays as it is.
    pub async fn take_in(
        &self,
        table: &str,
        mut rows: Vec<Row>,
        arriving: &mut Arriving,
        now: DateTime<Utc>,
    ) -> Result<u64, NotTaken> {
        let here = self.scope.partnership().0;
        match table {
            "staff" => rows = self.staff_who_are_new(rows, arriving, now).await?,
            "person" => self.of_our_councils(&rows).await?,
            _ => {}
        }
        if !arriving.renamed.is_empty() {
            for value in rows.iter_mut().flat_map(Map::values_mut) {
                let renamed = value.as_str().and_then(|id| arriving.renamed.get(id));
                if let Some(renamed) = renamed {
                    *value = renamed.clone().into();
                }
            }
        }
        if rows.is_empty() { Ok(0) } else { add_to_table(&self.db, table, here, &rows).await }
    }

    /// Members of staff who are not here yet. Whoever is, under another id with the same address, is meant by both ids.
    /// They have no password here: an administrator lets them in.
    async fn staff_who_are_new(
        &self,
        rows: Vec<Row>,
        arriving: &mut Arriving,
        now: DateTime<Utc>,
    ) -> Result<Vec<Row>, NotTaken> {
        let here = self.scope.partnership().0;
        let text = |row: &Row, field: &str| {
            row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let ids = rows.iter().filter_map(|row| id(row, "id"));
        let emails = rows.iter().map(|row| text(row, "email"));
        let known = staff::Entity::find()
            .filter(
                Condition::any()
                    .add(staff::Column::Id.is_in(ids))
                    .add(staff::Column::Email.is_in(emails)),
            )
            .all(&self.db)
            .await
            .map_err(StoreError::from)?;
        let mut new = Vec::new();
        for mut row in rows {
            let (theirs, email) = (text(&row, "id"), text(&row, "email"));
            let at_home = known.iter().filter(|it| it.partnership_id == here);
            if at_home.clone().any(|it| it.id.to_string() == theirs) {
                continue;
            }
            if let Some(same) = at_home.clone().find(|it| it.email == email) {
                arriving.renamed.insert(theirs, same.id.to_string());
                continue;
            }
            if known.iter().any(|it| it.id.to_string() == theirs || it.email == email) {
                // They work for another partnership of this installation. What they did stays theirs by name, and the
                // same package finds the same account again.
                let other = rows::derived_id(here, &theirs).to_string();
                row.insert("email".into(), format!("{other}@elsewhere.invalid").into());
                row.insert("id".into(), other.clone().into());
                if row.get("ended_at").is_none_or(Value::is_null) {
                    row.insert("ended_at".into(), rows::moment(now).into());
                }
                arriving.renamed.insert(theirs, other);
            }
            new.push(row);
        }
        Ok(new)
    }

    async fn of_our_councils(&self, rows: &[Row]) -> Result<(), NotTaken> {
        let councils: Vec<String> = partnership_council::Entity::find()
            .filter(partnership_council::Column::PartnershipId.eq(self.scope.partnership().0))
            .all(&self.db)
            .await
            .map_err(StoreError::from)?
            .into_iter()
            .map(|row| row.council_code)
            .collect();
        let theirs = |row: &Row| row.get("council_code").and_then(Value::as_str).map(str::to_owned);
        match rows.iter().filter_map(theirs).find(|code| !councils.contains(code)) {
            Some(_) => Err(NotTaken::Council),
            None => Ok(()),
        }
    }
}
