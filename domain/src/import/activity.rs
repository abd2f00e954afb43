//! What a row says about where a young person is, held against the national rules.

use chrono::{Days, NaiveDate};

use super::{
    Column,
    row::{Row, text},
};
use crate::{
    activity::{Activity, ActivityCode, Group, Standing},
    day::{academic_age, age_on},
    identifier::Ukprn,
    person::SenProvision,
    text::Line,
};

/// What a row says that a young person does.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedActivity {
    /// The activity.
    pub code: ActivityCode,
    /// Its first day.
    pub started_on: NaiveDate,
    /// The day of the last confirmation.
    pub verified_on: Option<NaiveDate>,
    /// The day on which it is to be reviewed.
    pub review_on: Option<NaiveDate>,
    /// The day on which it is expected to end.
    pub predicted_end_on: Option<NaiveDate>,
    /// The provider's name.
    pub provider: Option<Line>,
    /// The provider's number.
    pub ukprn: Option<Ukprn>,
}

impl RecordedActivity {
    pub(super) fn read(
        row: &mut Row,
        birth: Option<NaiveDate>,
        provision: Option<SenProvision>,
    ) -> Option<Self> {
        let activity = activity(row, birth, provision);
        let started_on = started_on(row, birth);
        let verified_on = verified_on(row, started_on);
        let review_on = row.day(Column::ReviewDate);
        let predicted_end_on = predicted_end_on(row, started_on);
        let provider = row.given(
            Column::EstablishmentName,
            text(Line::new),
            "Give the provider's name, or leave it empty.",
        );
        let ukprn = row.given(
            Column::UkProviderReferenceNumber,
            Ukprn::parse,
            "Look the number up, or leave it empty.",
        );
        if provider.is_some() && row.cell(Column::UkProviderReferenceNumber).is_empty() {
            let advice = "The provider is known by name only.";
            row.warn(Column::UkProviderReferenceNumber, "is empty", advice);
        }

        let (activity, started_on) = (activity?, started_on?);
        dates_needed(row, activity);
        let read = Self {
            code: activity.code,
            started_on,
            verified_on,
            review_on,
            predicted_end_on,
            provider,
            ukprn,
        };
        read.compare(row, activity, birth);
        Some(read)
    }

    /// Holds the columns that are not stored against those that are. Where they differ, the stored ones count.
    fn compare(&self, row: &mut Row, activity: &Activity, birth: Option<NaiveDate>) {
        if let Some(ascertained) = row.day(Column::DateAscertained) {
            if ascertained < self.started_on {
                row.warn(Column::DateAscertained, "is before StartDate", "It is not kept.");
            } else if self.verified_on.is_some_and(|verified| verified < ascertained) {
                row.warn(Column::DateAscertained, "is after DateVerified", "It is not kept.");
            }
        }
        if self.review_on.zip(self.predicted_end_on).is_some_and(|(review, end)| review > end) {
            row.warn(Column::ReviewDate, "is after PredictedEndDate", "Both are kept.");
        }
        if let (Some(youngest), Some(birth)) = (activity.min_age, birth)
            && age_on(birth, self.started_on) < youngest.into()
        {
            row.warn(Column::ActivityCode, "began at too young an age for it", "It is kept.");
        }
        self.compare_neet_start(row, activity);
        self.compare_lapse(row, activity);
    }

    fn compare_neet_start(&self, row: &mut Row, activity: &Activity) {
        const UNUSED: &str = "StartDate is used, and this is not kept.";
        let given = row.day(Column::NeetStartDate);
        let empty = row.cell(Column::NeetStartDate).is_empty();
        if activity.neet_start_required && empty {
            row.warn(Column::NeetStartDate, "is empty", UNUSED);
        } else if !activity.neet_start_required && !empty {
            let what = "stands beside an activity that is education or work";
            row.warn(Column::NeetStartDate, what, UNUSED);
        } else if given.is_some_and(|neet| neet > self.started_on) {
            row.warn(Column::NeetStartDate, "is after StartDate", UNUSED);
        }
    }

    fn compare_lapse(&self, row: &mut Row, activity: &Activity) {
        let confirmed = self.verified_on.unwrap_or(self.started_on);
        let rule = activity.current_until(confirmed, self.review_on, self.predicted_end_on);
        let given = row.day(Column::DueToLapseDate);
        let readable = given.is_some() || row.cell(Column::DueToLapseDate).is_empty();
        if readable && given != rule {
            let advice = match rule {
                Some(day) => format!("The rule gives {day}, which is used."),
                None => "By the rule this activity does not lapse.".into(),
            };
            row.warn(Column::DueToLapseDate, "differs from the rule", advice);
        }

        let due = given.or(rule);
        let as_of = row.rules.as_of;
        // Extracts are made monthly: one that was right when it was made is not wrong a few weeks later.
        let made_after = as_of.checked_sub_days(Days::new(31)).unwrap_or(as_of);
        let odd = match row.cell(Column::CurrencyLapsed) {
            "Y" => due.is_none_or(|due| due > as_of).then_some("says lapsed before its time"),
            "N" => due.is_some_and(|due| due < made_after).then_some("says current after its time"),
            "" => None,
            _ => Some("is neither Y nor N"),
        };
        if let Some(odd) = odd {
            row.warn(Column::CurrencyLapsed, odd, "The rule is used, and this is not kept.");
        }
    }
}

fn activity<'a>(
    row: &mut Row<'a>,
    birth: Option<NaiveDate>,
    provision: Option<SenProvision>,
) -> Option<&'a Activity> {
    const COLUMN: Column = Column::ActivityCode;
    let known = |cell: &str| {
        let code = ActivityCode::parse(cell).ok_or("is not an activity code")?;
        row.rules.activities.get(code).ok_or("is not an activity code")
    };
    let (cell, known) = (row.cell(COLUMN), known(row.cell(COLUMN)));
    let activity = match known {
        Ok(activity) => activity,
        Err(what) => {
            let what = if cell.is_empty() { "is empty" } else { what };
            let advice = "Use a code of the national list, such as 230, or 810 for not known.";
            row.fault(COLUMN, what, advice);
            return None;
        }
    };
    match activity.standing {
        Standing::Active => {}
        Standing::InDoubt => {
            row.warn(COLUMN, "may no longer be on the national list", "It is kept.");
        }
        Standing::Retired => {
            row.fault(COLUMN, "left the national list in April 2018", "Give what they do now.");
            return None;
        }
    }
    if activity.send_flag_required && provision.is_some_and(|p| p != SenProvision::EhcPlan) {
        let advice = "Give another code, or SENDFlag Y if there is a plan.";
        row.fault(COLUMN, "is only for somebody with a current EHC plan", advice);
    }
    let at_school = birth.is_some_and(|birth| academic_age(birth, row.rules.as_of) < 16);
    match (activity.group == Group::CompulsorySchoolAge, at_school) {
        (true, false) => row.warn(COLUMN, "is for pupils of up to Year 11", "It is kept."),
        (false, true) => row.warn(COLUMN, "is for those who have left Year 11", "It is kept."),
        _ => {}
    }
    Some(activity)
}

fn started_on(row: &mut Row, birth: Option<NaiveDate>) -> Option<NaiveDate> {
    let started_on = row.needed_day(Column::StartDate)?;
    if started_on > row.rules.as_of {
        let advice = "Give what they do now; 615 and 616 say that a start is agreed.";
        row.fault(Column::StartDate, "is still to come", advice);
        return None;
    }
    if birth.is_some_and(|birth| started_on < birth) {
        row.fault(Column::StartDate, "is before DOB", "Correct one of the two.");
        return None;
    }
    Some(started_on)
}

fn verified_on(row: &mut Row, started_on: Option<NaiveDate>) -> Option<NaiveDate> {
    let verified_on = row.day(Column::DateVerified)?;
    if verified_on > row.rules.as_of {
        let advice = "Give the day of the last confirmation.";
        row.fault(Column::DateVerified, "is still to come", advice);
    } else if started_on.is_some_and(|started_on| verified_on < started_on) {
        let advice = "What has not begun cannot be confirmed. Correct one of the two.";
        row.fault(Column::DateVerified, "is before StartDate", advice);
    }
    Some(verified_on)
}

fn predicted_end_on(row: &mut Row, started_on: Option<NaiveDate>) -> Option<NaiveDate> {
    let end = row.day(Column::PredictedEndDate)?;
    if started_on.is_some_and(|started_on| end < started_on) {
        let advice = "What has not begun cannot end. Correct one of the two.";
        row.fault(Column::PredictedEndDate, "is before StartDate", advice);
    }
    Some(end)
}

fn dates_needed(row: &mut Row, activity: &Activity) {
    if activity.review_date_required && row.cell(Column::ReviewDate).is_empty() {
        let what = format!("is empty, and activity {} needs one", activity.code);
        row.fault(Column::ReviewDate, what, "Give the day of the next review.");
    }
    if activity.expected_end_required && row.cell(Column::PredictedEndDate).is_empty() {
        let what = format!("is empty, and activity {} needs one", activity.code);
        row.fault(Column::PredictedEndDate, what, "Give the day on which it is expected to end.");
    }
    let unknown = activity.group == Group::NotKnown;
    if !unknown && row.cell(Column::DateVerified).is_empty() {
        row.warn(Column::DateVerified, "is empty", "It counts as confirmed when it began.");
    }
}
