//! A file of changes: each row says a part of what is known of somebody, and what it leaves empty stays as it is.

use csv::StringRecord;

use super::{ClientRecord, Column, Columns, Fault, Rules, row::Row};
use crate::{
    identifier::ClientRecordId,
    person::{Person, SenProvision},
    spell::Spell,
};

/// A row of a file of changes, before anybody has looked whom it is about.
#[derive(Clone, Debug)]
pub struct PartRow {
    /// The line of the file it stood on.
    pub line: u64,
    /// The council's number for the young person.
    pub id: ClientRecordId,
    /// Whether it says that they moved away, left England, were entered twice, or died: nobody asks them any more.
    pub leaves: bool,
    cells: StringRecord,
}

/// What a row says of what somebody does. It belongs together: a new activity has none of the dates of the one before.
pub(super) const OF_THE_ACTIVITY: [Column; 11] = [
    Column::ActivityCode,
    Column::StartDate,
    Column::DateAscertained,
    Column::DateVerified,
    Column::ReviewDate,
    Column::DueToLapseDate,
    Column::CurrencyLapsed,
    Column::EstablishmentName,
    Column::UkProviderReferenceNumber,
    Column::NeetStartDate,
    Column::PredictedEndDate,
];

impl PartRow {
    pub(super) fn read(
        line: u64,
        columns: &Columns,
        record: &StringRecord,
        rules: &Rules,
    ) -> Result<Self, Vec<Fault>> {
        columns.as_wide(line, record)?;
        let mut row = Row::new(columns, record, line, rules);
        let id = row.needed(
            Column::YoungPersonsId,
            ClientRecordId::parse,
            "Give the number as the client record has it; a spreadsheet may have shortened it.",
        );
        let leaves = matches!(row.cell(Column::CohortStatus), "T" | "E" | "M" | "D");
        let cells = Column::ALL.iter().map(|(column, _)| row.cell(*column)).collect();
        id.map(|id| Self { line, id, leaves, cells }).ok_or(row.faults)
    }

    /// The whole row: what it leaves empty is as it is known. Somebody who is not known has to be described in full.
    pub fn complete(
        &self,
        columns: &Columns,
        known: Option<(&Person, &[Spell])>,
        rules: &Rules,
    ) -> Result<ClientRecord, Vec<Fault>> {
        let national = columns.national();
        let Some((person, spells)) = known else {
            return national.row(self.line, &self.cells, rules).map_err(|faults| {
                let mut all = vec![Fault::line(
                    self.line,
                    "is about somebody who is not here",
                    "To add somebody, fill in the whole row.",
                )];
                all.extend(faults);
                all
            });
        };
        let says = |column: &Column| !self.cell(*column).is_empty();
        let with_activity = OF_THE_ACTIVITY.iter().any(says);
        let running = spells
            .iter()
            .filter(|spell| spell.ended_on.is_none())
            .max_by_key(|spell| spell.started_on)
            .filter(|spell| self.goes_on(spell));
        let cells = Column::ALL.iter().map(|(column, _)| match self.cell(*column) {
            "" if OF_THE_ACTIVITY.contains(column) => {
                running.map(|spell| of_spell(spell, *column)).unwrap_or_default()
            }
            "" => of_person(person, *column),
            said => said.to_owned(),
        });
        let cells: StringRecord = cells.collect();
        national.row_of(self.line, &cells, rules, with_activity)
    }

    fn cell(&self, column: Column) -> &str {
        self.cells.get(column as usize).unwrap_or_default()
    }

    /// Whether what it says is about this spell: it names no other activity and no other first day.
    fn goes_on(&self, spell: &Spell) -> bool {
        let same = |column, known: String| {
            let said = self.cell(column);
            said.is_empty() || said == known
        };
        same(Column::ActivityCode, spell.code.to_string())
            && same(Column::StartDate, spell.started_on.to_string())
    }
}

pub(super) fn of_person(person: &Person, column: Column) -> String {
    let flag = |yes: bool| if yes { "Y" } else { "N" }.to_owned();
    let maybe = |text: Option<&str>| text.unwrap_or_default().to_owned();
    match column {
        Column::YoungPersonsId => maybe(person.client_record_id.as_ref().map(|id| id.as_str())),
        Column::GivenName => person.given_name.as_str().to_owned(),
        Column::FamilyName => person.family_name.as_str().to_owned(),
        Column::PreferredName => maybe(person.preferred_name.as_ref().map(|name| name.as_str())),
        Column::Dob => person.birth_date.to_string(),
        Column::LeadLea => person.council.as_str().to_owned(),
        Column::UniqueLearnerNo => maybe(person.uln.as_ref().map(|uln| uln.as_str())),
        Column::SendFlag => flag(person.sen_provision == SenProvision::EhcPlan),
        Column::SenSupportFlag => flag(person.sen_provision == SenProvision::SenSupport),
        Column::SenType => maybe(person.primary_need.as_deref()),
        Column::TransitionDate => person.journey.transition_on.to_string(),
        Column::MobileNumber => maybe(person.mobile.as_ref().map(|mobile| mobile.as_str())),
        Column::Email => maybe(person.email.as_ref().map(|email| email.as_str())),
        _ => String::new(),
    }
}

pub(super) fn of_spell(spell: &Spell, column: Column) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match column {
        Column::ActivityCode => spell.code.to_string(),
        Column::StartDate => spell.started_on.to_string(),
        Column::DateVerified => day(spell.verified_on),
        Column::ReviewDate => day(spell.review_on),
        Column::PredictedEndDate => day(spell.predicted_end_on),
        Column::EstablishmentName => {
            spell.provider.as_ref().map_or("", |name| name.as_str()).to_owned()
        }
        Column::UkProviderReferenceNumber => {
            spell.ukprn.as_ref().map_or("", |number| number.as_str()).to_owned()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::Activities,
        id::{PartnershipId, PersonId, SpellId},
        identifier::CouncilCode,
        import::{Extract, Reading},
        journey::TransitionRule,
        need::NeedTypes,
    };

    const GOOD: &str = include_str!("../../data/sample_ccis_extract.csv");

    fn with_rules<T>(work: impl FnOnce(&Rules) -> T) -> T {
        let councils = ["830", "831"].map(|code| CouncilCode::parse(code).unwrap());
        work(&Rules {
            activities: Activities::shipped(),
            needs: NeedTypes::shipped(),
            councils: &councils,
            as_of: "2026-11-02".parse().unwrap(),
            transition: TransitionRule::EighteenthBirthday,
        })
    }

    /// The first of the sample, who is here.
    fn known() -> (Person, Vec<Spell>) {
        let id = uuid::Uuid::from_u128;
        let mut extract = Extract::open(GOOD.as_bytes()).unwrap();
        let record = with_rules(|rules| extract.next_row(rules)).unwrap().unwrap();
        let person = record.new_person(PersonId(id(1)), PartnershipId(id(2)));
        (person, record.spell(SpellId(id(3))).into_iter().collect())
    }

    fn complete(file: &str, here: bool) -> Result<ClientRecord, Vec<String>> {
        let reading = Reading { delta: true, ..Reading::default() };
        let mut extract = Extract::open_as(file.as_bytes(), reading).unwrap();
        let (person, spells) = known();
        let known = here.then_some((&person, spells.as_slice()));
        with_rules(|rules| {
            let part = extract.next_part(rules).unwrap().unwrap();
            part.complete(extract.columns(), known, rules)
        })
        .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_a_row_leaves_empty_stays_as_it_is() {
        let record =
            complete("YoungPersonsID,MobileNumber,Email\n8301000000000,07700 900111,\n", true)
                .unwrap();
        let (person, _) = known();
        assert_eq!(record.mobile.unwrap().as_str(), "+447700900111");
        assert_eq!((record.email, record.uln), (person.email, person.uln));
        assert_eq!((record.given_name, record.journey), (person.given_name, person.journey));
        assert_eq!(record.activity, None);
    }

    #[test]
    fn a_confirmation_is_about_what_goes_on_and_a_new_activity_begins_afresh() {
        let said = "YoungPersonsID,DateVerified\n8301000000000,20/10/2026\n";
        let activity = complete(said, true).unwrap().activity.unwrap();
        assert_eq!(
            (activity.code.to_string().as_str(), activity.started_on.to_string().as_str()),
            ("619", "2026-03-09")
        );
        assert_eq!(activity.verified_on.unwrap().to_string(), "2026-10-20");

        let faults =
            complete("YoungPersonsID,ActivityCode,StartDate\n8301000000000,230,2026-09-14\n", true)
                .unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains("PredictedEndDate")), "{faults:?}");
    }

    #[test]
    fn somebody_who_is_not_here_has_to_be_described() {
        let faults =
            complete("YoungPersonsID,Email\n8301000000000,a@example.org\n", false).unwrap_err();
        assert!(faults[0].contains("is about somebody who is not here"), "{faults:?}");
        assert!(faults.len() > 5);
        let whole: Vec<&str> = GOOD.lines().take(2).collect();
        assert!(complete(&whole.join("\n"), false).unwrap().activity.is_some());
    }
}
