//! Post-16 rows in the manner of the SEN2 return: those with an education, health and care plan, and where they are.
//! What is known here of a plan's days goes with it. The council's own system may know more: this helps to fill the return in
//! and is not the return.

use chrono::NaiveDate;

use crate::{
    activity::{Activities, Group},
    day::academic_age,
    person::{Person, SenProvision},
    plan::Plan,
    report::Headline,
    spell::{Spell, latest},
};

/// The columns, in order.
pub const COLUMNS: [&str; 14] = [
    "YoungPersonsID",
    "UniqueLearnerNo",
    "SENType",
    "AcademicAge",
    "SENSetting",
    "ActivityCode",
    "EstablishmentName",
    "UKPRN",
    "StartDate",
    "PlanStartDate",
    "AnnualReviewDate",
    "AnnualReviewDecision",
    "PlanEndDate",
    "PlanEndReason",
];

/// The row of somebody on this day; none for those without a plan, and before the end of Year 11.
pub fn row(
    person: &Person,
    spells: &[Spell],
    plan: Option<&Plan>,
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
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let why = plan.and_then(|plan| plan.cease_reason);
    Some([
        of(person.client_record_id.as_ref().map(|id| id.as_str())),
        of(person.uln.as_ref().map(|uln| uln.as_str())),
        of(person.primary_need.as_deref()),
        age.to_string(),
        setting.to_owned(),
        activity.map(|activity| activity.code.to_string()).unwrap_or_default(),
        of(spell.and_then(|spell| spell.provider.as_ref()).map(|name| name.as_str())),
        of(spell.and_then(|spell| spell.ukprn.as_ref()).map(|number| number.as_str())),
        day(spell.map(|spell| spell.started_on)),
        day(plan.and_then(|plan| plan.started_on)),
        day(plan.and_then(|plan| plan.reviewed_on)),
        of(plan.and_then(|plan| plan.review_outcome).map(|outcome| outcome.code())),
        day(plan.and_then(|plan| plan.ceased_on)),
        why.map(|why| why.number().to_string()).unwrap_or_default(),
    ])
}
