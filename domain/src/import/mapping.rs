//! How a council's own file says what a client record says: other names of columns, other words for codes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Column, DateOrder};

/// How the columns and cells of a partnership's own file are to be read. An empty one takes a file as the national
/// requirement has it.
///
/// It is kept and sent as JSON:
///
/// ```json
/// {
///   "columns": { "YoungPersonsID": "Client ref", "GivenName": "Forename" },
///   "constants": { "LeadLEA": "830" },
///   "values": { "SENDFlag": { "Yes": "Y", "No": "N" } },
///   "dates": "day-first"
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<Column, String>,
    constants: BTreeMap<Column, String>,
    /// By the words of the file, in lower case.
    values: BTreeMap<Column, BTreeMap<String, String>>,
    dates: Option<DateOrder>,
}

/// What is wrong with a mapping, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MappingFault(String);

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    columns: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    constants: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<String>,
}

/// How long a mapping may be, in bytes.
const LONGEST: usize = 16 * 1024;
/// How long a name of a column or a word of a file may be.
const LONGEST_TEXT: usize = 200;

impl Mapping {
    /// Reads a mapping from JSON, or says everything that is wrong with it.
    pub fn read(json: &str) -> Result<Self, Vec<MappingFault>> {
        let fault = |text: String| MappingFault(text);
        if json.len() > LONGEST {
            return Err(vec![fault(format!("The mapping is longer than {LONGEST} bytes."))]);
        }
        let file: File = serde_json::from_str(json).map_err(|wrong| {
            vec![fault(format!(
                "The mapping is not JSON as it should be: see line {} of it. It has `columns`, `constants`, `values` and `dates`, and nothing else.",
                wrong.line()
            ))]
        })?;
        let mut faults = Vec::new();
        let mut mapping = Self::default();
        let texts = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT;
        let mut named = |name: &str| {
            let column = Column::from_code(name);
            if column.is_none() {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                faults.push(fault(format!("\"{name}\" is not a column that this service takes.")));
            }
            column
        };
        for (name, theirs) in file.columns {
            mapping.columns.extend(named(&name).map(|column| (column, theirs.trim().to_owned())));
        }
        for (name, value) in file.constants {
            mapping.constants.extend(named(&name).map(|column| (column, value.trim().to_owned())));
        }
        for (name, values) in file.values {
            let values =
                values.into_iter().map(|(theirs, ours)| (lower(&theirs), ours.trim().to_owned()));
            mapping.values.extend(named(&name).map(|column| (column, values.collect())));
        }
        if let Some(order) = &file.dates {
            mapping.dates = DateOrder::from_code(order);
            if mapping.dates.is_none() {
                faults.push(fault("`dates` is \"day-first\" or \"month-first\".".into()));
            }
        }
        for (column, theirs) in mapping.columns.iter().chain(&mapping.constants) {
            if !texts(theirs) {
                let column = column.code();
                faults.push(fault(format!(
                    "{column} stands for nothing, or for more than {LONGEST_TEXT} characters."
                )));
            }
        }
        for column in mapping.constants.keys() {
            if mapping.columns.contains_key(column) {
                let column = column.code();
                faults
                    .push(fault(format!("{column} has both a column and one value for all rows.")));
            }
            if ONE_EACH.contains(column) {
                let column = column.code();
                faults.push(fault(format!(
                    "{column} is not the same for everybody: name its column."
                )));
            }
        }
        let mut taken = BTreeMap::new();
        for (column, theirs) in &mapping.columns {
            if let Some(other) = taken.insert(lower(theirs), *column) {
                let (one, other) = (other.code(), column.code());
                faults
                    .push(fault(format!("{one} and {other} are both mapped to the same column.")));
            }
        }
        if faults.is_empty() { Ok(mapping) } else { Err(faults) }
    }

    /// As JSON, which [`Mapping::read`] takes.
    pub fn to_json(&self) -> String {
        let by_code = |map: &BTreeMap<Column, String>| {
            map.iter().map(|(column, text)| (column.code().to_owned(), text.clone())).collect()
        };
        let values =
            self.values.iter().map(|(column, words)| (column.code().to_owned(), words.clone()));
        let file = File {
            columns: by_code(&self.columns),
            constants: by_code(&self.constants),
            values: values.collect(),
            dates: self.dates.map(|order| order.code().to_owned()),
        };
        serde_json::to_string(&file).expect("texts by text can always be written as JSON")
    }

    /// A mapping of the columns that go by another name than the national one, as far as it can be guessed from a
    /// header. For somebody to look at: a guess is never used by itself.
    pub fn guess<'a>(header: impl Iterator<Item = &'a str>) -> Self {
        let mut mapping = Self::default();
        let names: Vec<(&str, String)> = header.map(|name| (name.trim(), letters(name))).collect();
        for &(column, code) in Column::ALL {
            if names.iter().any(|(name, _)| name.eq_ignore_ascii_case(code)) {
                continue;
            }
            let code = letters(code);
            let known = std::iter::once(code.as_str()).chain(other_names(column).iter().copied());
            let found =
                known.filter_map(|known| names.iter().find(|(_, name)| name == known)).next();
            if let Some((name, _)) = found
                && !mapping.columns.values().any(|taken| taken == name)
                && !Column::ALL.iter().any(|(_, code)| name.eq_ignore_ascii_case(code))
            {
                mapping.columns.insert(column, (*name).to_owned());
            }
        }
        mapping
    }

    /// The names of this column in the file.
    pub fn columns(&self) -> impl Iterator<Item = (Column, &str)> {
        self.columns.iter().map(|(column, theirs)| (*column, theirs.as_str()))
    }

    /// What the file calls this column.
    pub(super) fn name(&self, column: Column) -> &str {
        self.columns.get(&column).map_or(column.code(), String::as_str)
    }

    /// What stands in every row, whatever the file has.
    pub(super) fn constant(&self, column: Column) -> Option<&str> {
        self.constants.get(&column).map(String::as_str)
    }

    /// What a cell means.
    pub(super) fn value<'a>(&'a self, column: Column, cell: &'a str) -> &'a str {
        let words = self.values.get(&column);
        words.and_then(|words| words.get(&lower(cell))).map_or(cell, String::as_str)
    }

    /// What comes first in a date.
    pub(super) fn dates(&self) -> Option<DateOrder> {
        self.dates
    }

    /// The same about nothing but dates, for rows that are made up from other rows.
    pub(super) fn dates_only(&self) -> Self {
        Self { dates: self.dates, ..Self::default() }
    }
}

/// What tells one young person from another.
const ONE_EACH: [Column; 4] =
    [Column::YoungPersonsId, Column::UniqueLearnerNo, Column::MobileNumber, Column::Email];

fn lower(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A name without anything between its words: "Date of birth" is "dateofbirth".
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What councils' systems call these columns.
fn other_names(column: Column) -> &'static [&'static str] {
    match column {
        Column::YoungPersonsId => &[
            "ypid",
            "clientid",
            "clientref",
            "clientreference",
            "clientno",
            "clientnumber",
            "personid",
            "personref",
            "ncyid",
            "uniqueid",
            "id",
        ],
        Column::CohortStatus => &["cohort", "status"],
        Column::GivenName => &[
            "forename",
            "firstname",
            "forenames",
            "first",
            "legalforename",
            "givennames",
            "christianname",
        ],
        Column::FamilyName => &["surname", "lastname", "last", "legalsurname", "familynames"],
        Column::PreferredName => {
            &["knownas", "preferredforename", "preferredfirstname", "likestobecalled"]
        }
        Column::Dob => &["dateofbirth", "birthdate", "born", "birthday"],
        Column::LeadLea => &[
            "leadla",
            "la",
            "lea",
            "council",
            "localauthority",
            "lacode",
            "responsiblela",
            "homela",
        ],
        Column::UniqueLearnerNo => &["uln", "uniquelearnernumber", "learnernumber", "learnerno"],
        Column::SendFlag => &["ehcp", "ehcplan", "ehc", "hasehcp", "send", "ehcpflag"],
        Column::SenSupportFlag => &["sensupport", "k", "hassensupport", "support"],
        Column::SenType => {
            &["sentype1", "primaryneed", "need", "primarysentype", "primarysen", "senneed"]
        }
        Column::ActivityCode => &[
            "currentactivity",
            "currentactivitycode",
            "activity",
            "destination",
            "destinationcode",
            "situation",
            "eetstatus",
        ],
        Column::StartDate => {
            &["activitystart", "activitystartdate", "started", "startedon", "from"]
        }
        Column::DateAscertained => &["ascertained", "ascertaineddate"],
        Column::DateVerified => &[
            "verified",
            "verifieddate",
            "verificationdate",
            "lastconfirmed",
            "confirmed",
            "lastverified",
        ],
        Column::ReviewDate => &["review", "nextreview", "nextreviewdate", "reviewon"],
        Column::DueToLapseDate => &["lapsedate", "duetolapse", "lapses"],
        Column::CurrencyLapsed => &["lapsed", "currency"],
        Column::EstablishmentName => {
            &["establishment", "provider", "providername", "college", "school", "employer"]
        }
        Column::UkProviderReferenceNumber => &["ukprn", "providernumber", "providerref"],
        Column::NeetStartDate => &["neetstart", "neetfrom", "neetsince"],
        Column::PredictedEndDate => &[
            "predictedend",
            "expectedend",
            "expectedenddate",
            "enddate",
            "plannedend",
            "plannedenddate",
        ],
        Column::TransitionDate => &["transition", "dateoftransition"],
        Column::MobileNumber => {
            &["mobile", "mobilephone", "mobileno", "phone", "telephone", "phonenumber"]
        }
        Column::Email => &["emailaddress", "mail"],
        Column::WorkerEmail => &[
            "worker",
            "keyworker",
            "keyworkeremail",
            "caseworkeremail",
            "adviseremail",
            "workersemail",
            "pa",
            "paemail",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"columns":{"GivenName":"Forename","YoungPersonsID":"Client ref"},
        "constants":{"LeadLEA":"830"},"values":{"SENDFlag":{"Yes":"Y","no":"N"}},"dates":"day-first"}"#;

    #[test]
    fn a_mapping_says_what_a_file_calls_things() {
        let mapping = Mapping::read(GOOD).unwrap();
        assert_eq!(mapping.name(Column::GivenName), "Forename");
        assert_eq!(mapping.name(Column::FamilyName), "FamilyName");
        assert_eq!(mapping.constant(Column::LeadLea), Some("830"));
        assert_eq!(mapping.value(Column::SendFlag, "YES"), "Y");
        assert_eq!(mapping.value(Column::SendFlag, "N"), "N");
        assert_eq!(mapping.dates(), Some(DateOrder::DayFirst));
        assert_eq!(Mapping::read(&mapping.to_json()), Ok(mapping));
        assert_eq!(Mapping::read("{}"), Ok(Mapping::default()));
    }

    #[test]
    fn everything_that_is_wrong_with_a_mapping_is_told() {
        for (json, said) in [
            ("[", "not JSON"),
            (r#"{"colums":{}}"#, "nothing else"),
            (r#"{"columns":{"Shoe\u001bSize":"x"}}"#, "\"ShoeSize\" is not a column"),
            (r#"{"columns":{"DOB":" "}}"#, "DOB stands for nothing"),
            (r#"{"columns":{"DOB":"Born","StartDate":"born "}}"#, "DOB and StartDate are both"),
            (
                r#"{"columns":{"LeadLEA":"LA"},"constants":{"LeadLEA":"830"}}"#,
                "both a column and one value",
            ),
            (r#"{"constants":{"YoungPersonsID":"8301000000000"}}"#, "not the same for everybody"),
            (r#"{"dates":"year-first"}"#, "\"month-first\""),
        ] {
            let faults = Mapping::read(json).unwrap_err();
            assert_eq!(faults.len(), 1, "{json}");
            assert!(faults[0].to_string().contains(said), "{json}: {}", faults[0]);
        }
        assert!(Mapping::read(&format!("{{\"dates\":\"{}\"}}", "x".repeat(LONGEST))).is_err());
    }

    #[test]
    fn a_guess_finds_what_goes_by_another_name_and_leaves_the_rest() {
        let header =
            ["Client Ref", "Fore-name", "Surname", "DOB", "Known as", "EHCP?", "Shoe size"];
        let guess = Mapping::guess(header.into_iter());
        let guessed: Vec<_> = guess.columns().collect();
        assert_eq!(
            guessed,
            [
                (Column::YoungPersonsId, "Client Ref"),
                (Column::GivenName, "Fore-name"),
                (Column::FamilyName, "Surname"),
                (Column::PreferredName, "Known as"),
                (Column::SendFlag, "EHCP?"),
            ]
        );
        let national = Column::ALL.iter().map(|(_, name)| *name);
        assert_eq!(Mapping::guess(national), Mapping::default());
    }
}
