//! What a row makes of a young person: the council's part of what is known, and no more.

use super::{ClientRecord, Column, Columns};
use crate::{
    id::{PartnershipId, PersonId},
    journey::Journey,
    person::{AskedWhen, LANGUAGE, Person, Reading, TextSize},
};

impl ClientRecord {
    /// The young person, who is new here and has chosen nothing yet.
    pub fn new_person(&self, id: PersonId, partnership: PartnershipId) -> Person {
        Person {
            id,
            partnership,
            council: self.council.clone(),
            client_record_id: Some(self.id.clone()),
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            preferred_name: self.preferred_name.clone(),
            birth_date: self.birth_date,
            sen_provision: self.sen_provision,
            primary_need: self.primary_need.clone(),
            communication_needs: Vec::new(),
            mobile: self.mobile.clone(),
            email: self.email.clone(),
            uln: self.uln.clone(),
            journey: self.journey,
            reading: Reading::Plain,
            text_size: TextSize::Normal,
            language: LANGUAGE.to_owned(),
            asked: AskedWhen::default(),
        }
    }

    /// Somebody who is known, as this row has them.
    ///
    /// What they chose themself stays: how they read, when they are asked, a pause, having left. An empty cell empties
    /// what was known; a column that the file does not have leaves it as it is.
    pub fn changed_person(&self, known: &Person, columns: &Columns) -> Person {
        let journey = if columns.has(Column::TransitionDate) || known.birth_date != self.birth_date
        {
            let Journey { paused_until, left_on, .. } = known.journey;
            Journey { paused_until, left_on, ..self.journey }
        } else {
            known.journey
        };
        let (row, ours) = (self.new_person(known.id, known.partnership), known.clone());
        let has = |column| columns.has(column);
        Person {
            preferred_name: pick(
                has(Column::PreferredName),
                row.preferred_name,
                ours.preferred_name,
            ),
            primary_need: pick(has(Column::SenType), row.primary_need, ours.primary_need),
            mobile: pick(has(Column::MobileNumber), row.mobile, ours.mobile),
            email: pick(has(Column::Email), row.email, ours.email),
            uln: pick(has(Column::UniqueLearnerNo), row.uln, ours.uln),
            communication_needs: ours.communication_needs,
            journey,
            reading: ours.reading,
            text_size: ours.text_size,
            language: ours.language,
            asked: ours.asked,
            ..row
        }
    }
}

fn pick<T>(file_has_it: bool, theirs: T, ours: T) -> T {
    if file_has_it { theirs } else { ours }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, Weekday};

    use super::*;
    use crate::{
        activity::Activities,
        identifier::CouncilCode,
        import::{Extract, Rules},
        journey::TransitionRule,
        need::NeedTypes,
        person::CommunicationNeed,
    };

    const GOOD: &str = include_str!("../../data/sample_ccis_extract.csv");

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(file: &str) -> (ClientRecord, Columns) {
        let rules = Rules {
            activities: Activities::shipped(),
            needs: NeedTypes::shipped(),
            councils: &[CouncilCode::parse("830").unwrap()],
            as_of: day("2026-11-02"),
            transition: TransitionRule::EighteenthBirthday,
        };
        let mut extract = Extract::open(file.as_bytes()).unwrap();
        let record = extract.next_row(&rules).unwrap().unwrap();
        (record, extract.columns().clone())
    }

    /// The header and the first row of the sample, with one text in place of another in each.
    fn first_row(header: (&str, &str), row: (&str, &str)) -> (ClientRecord, Columns) {
        let two: Vec<&str> = GOOD.lines().take(2).collect();
        assert!(two[0].contains(header.0) && two[1].contains(row.0));
        read(&[two[0].replace(header.0, header.1), two[1].replace(row.0, row.1)].join("\n"))
    }

    fn known() -> Person {
        let (record, _) = first_row(("", ""), ("", ""));
        let id = |n| uuid::Uuid::from_u128(n);
        record.new_person(PersonId(id(1)), PartnershipId(id(2)))
    }

    #[test]
    fn the_same_row_again_leaves_somebody_as_they_are() {
        let (record, columns) = first_row(("", ""), ("", ""));
        assert_eq!(record.changed_person(&known(), &columns), known());
    }

    #[test]
    fn a_changed_row_changes_what_is_the_councils_and_nothing_else() {
        let mut chosen = known();
        chosen.reading = Reading::Easy;
        chosen.text_size = TextSize::Large;
        chosen.asked.weekday = Weekday::Sat;
        chosen.communication_needs = vec![CommunicationNeed::Bsl];
        chosen.journey.paused_until = Some(day("2026-12-24"));

        let (record, columns) = first_row(("", ""), ("07700 900381", ""));
        let changed = record.changed_person(&chosen, &columns);
        assert_eq!(changed, Person { mobile: None, ..chosen.clone() });

        let (record, columns) = first_row(("", ""), ("2026-03-18,", "2026-06-01,"));
        let changed = record.changed_person(&chosen, &columns);
        assert_eq!(changed.journey.transition_on, day("2026-06-01"));
        assert_eq!(changed.journey.paused_until, Some(day("2026-12-24")));
    }

    #[test]
    fn a_column_that_is_not_there_takes_nothing_away() {
        for (name, value) in [
            (",MobileNumber", ",07700 900381"),
            (",Email,", ",yp0@example.com,"),
            (",UniqueLearnerNo", ",1996030824"),
            (",SENType", ",SPLD"),
        ] {
            let comma = if name.ends_with(',') { "," } else { "" };
            let (record, columns) = first_row((name, comma), (value, comma));
            assert_eq!(record.changed_person(&known(), &columns), known(), "{name}");
        }

        let earlier = Journey::new(known().birth_date, day("2026-01-31")).unwrap();
        let known = Person { journey: earlier, ..known() };
        let cut = |text: &str| text.replace(",TransitionDate", "").replace(",2026-03-18,0", ",0");
        let file: Vec<String> = GOOD.lines().take(2).map(cut).collect();
        let (record, columns) = read(&file.join("\n"));
        assert_eq!(record.changed_person(&known, &columns), known);
    }
}
