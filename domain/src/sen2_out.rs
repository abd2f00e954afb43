//! Post-16 rows in the manner of the SEN2 return: those with an education, health and care plan, and where they are.
//! Plan dates and review outcomes are the council's own, so this helps to fill the return in and is not the return.

use chrono::NaiveDate;

use crate::{
    activity::{Activities, Group},
    day::academic_age,
    person::{Person, SenProvision},
    report::Headline,
    spell::{Spell, latest},
};

/// The columns, in order.
pub const COLUMNS: [&str; 9] = [
    "YoungPersonsID",
    "UniqueLearnerNo",
    "SENType",
    "AcademicAge",
    "SENSetting",
    "ActivityCode",
    "EstablishmentName",
    "UKPRN",
    "StartDate",
];

/// The row of somebody on this day; none for those without a plan, and before the end of Year 11.
pub fn row(
    person: &Person,
    spells: &[Spell],
    activities: &Activities,
    on: NaiveDate,
) -> Option<[String; COLUMNS.len()]> {
    let age = academic_age(person.birth_date, on);
    if person.sen_provision != SenProvision::EhcPlan || age < 16 {
        return None;
    }
    let spell = latest(spells, activities, on);
    let activity = spell.and_then(|spell| activities.get(spell.code));
    let named = spell.is_some_and(|spell| spell.provider.is_some() || spell.ukprn.is_some());
    let setting = match activity.map(|activity| (activity.code.number(), activity)) {
        Some((120, _)) => "EHE",
        Some((_, it)) if it.headline == Some(Headline::NotInEducationOrWork) => "NEET",
        // The establishment says it.
        Some((_, it)) if it.group == Group::Education && named => "",
        Some((_, it)) if it.group == Group::Education => "OTH",
        _ if named => "",
        _ => "NIEO",
    };
    let of = |text: Option<&str>| text.unwrap_or_default().to_owned();
    Some([
        of(person.client_record_id.as_ref().map(|id| id.as_str())),
        of(person.uln.as_ref().map(|uln| uln.as_str())),
        of(person.primary_need.as_deref()),
        age.to_string(),
        setting.to_owned(),
        activity.map(|activity| activity.code.to_string()).unwrap_or_default(),
        of(spell.and_then(|spell| spell.provider.as_ref()).map(|name| name.as_str())),
        of(spell.and_then(|spell| spell.ukprn.as_ref()).map(|number| number.as_str())),
        spell.map(|spell| spell.started_on.to_string()).unwrap_or_default(),
    ])
}
