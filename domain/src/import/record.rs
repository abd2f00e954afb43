//! A young person as one row of the file has them.

use chrono::NaiveDate;
use csv::StringRecord;

use super::{
    Column, Columns, Fault, RecordedActivity, Rules, Warning,
    row::{Row, lost_letters, text},
};
use crate::{
    day::age_on,
    id::SpellId,
    identifier::{ClientRecordId, CouncilCode, EmailAddress, IdentifierError, MobileNumber, Uln},
    journey::{Journey, Stage},
    person::SenProvision,
    spell::{Source, Spell},
    text::Name,
};

/// The ages that the service is for.
const AGES: std::ops::RangeInclusive<i32> = 16..=25;

/// What the service takes of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientRecord {
    /// The line of the file it stood on.
    pub line: u64,
    /// The council's number for the young person: the same row again is the same person.
    pub id: ClientRecordId,
    /// Given name.
    pub given_name: Name,
    /// Family name; none for somebody who has one name.
    pub family_name: Name,
    /// What they like to be called.
    pub preferred_name: Option<Name>,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// The council responsible.
    pub council: CouncilCode,
    /// Learner number.
    pub uln: Option<Uln>,
    /// Plan, support or neither.
    pub sen_provision: SenProvision,
    /// The code of their primary type of need.
    pub primary_need: Option<String>,
    /// Mobile number.
    pub mobile: Option<MobileNumber>,
    /// E-mail address.
    pub email: Option<EmailAddress>,
    /// Their worker, known by e-mail address. Whether there is such a worker, the caller knows.
    pub worker_email: Option<EmailAddress>,
    /// The two years.
    pub journey: Journey,
    /// What they do. None: the row says nothing of it.
    pub activity: Option<RecordedActivity>,
    /// What is odd about the row.
    pub warnings: Vec<Warning>,
}

impl ClientRecord {
    /// Whether the two years were over by `as_of`: nobody to follow any more, and no fault.
    pub fn journey_over(&self, as_of: NaiveDate) -> bool {
        self.journey.stage(as_of) == Stage::Completed
    }

    /// What they do, as a spell, if the row says so.
    pub fn spell(&self, id: SpellId) -> Option<Spell> {
        let activity = self.activity.clone()?;
        Some(Spell {
            id,
            code: activity.code,
            source: Source::Import,
            started_on: activity.started_on,
            ended_on: None,
            verified_on: activity.verified_on,
            review_on: activity.review_on,
            predicted_end_on: activity.predicted_end_on,
            provider: activity.provider,
            ukprn: activity.ukprn,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        })
    }
}

impl Columns {
    /// Reads one row: the young person, or everything that is wrong.
    pub fn row(
        &self,
        line: u64,
        record: &StringRecord,
        rules: &Rules,
    ) -> Result<ClientRecord, Vec<Fault>> {
        self.row_of(line, record, rules, true)
    }

    /// The same of a row that may say nothing of what they do.
    pub(super) fn row_of(
        &self,
        line: u64,
        record: &StringRecord,
        rules: &Rules,
        with_activity: bool,
    ) -> Result<ClientRecord, Vec<Fault>> {
        self.as_wide(line, record)?;
        let mut row = Row::new(self, record, line, rules);

        cohort(&mut row);
        let id = row.needed(
            Column::YoungPersonsId,
            ClientRecordId::parse,
            "Give the number as the client record has it; a spreadsheet may have shortened it.",
        );
        let name = text(Name::new);
        let given_name = row.needed(Column::GivenName, &name, "Give the name.");
        let family_name = match row.cell(Column::FamilyName).is_empty() {
            // Some people have one name.
            true => Some(Name::none()),
            false => row.given(Column::FamilyName, &name, "Give the name."),
        };
        let preferred_name =
            row.given(Column::PreferredName, &name, "Give the name, or leave it empty.");
        for column in [Column::GivenName, Column::FamilyName, Column::PreferredName] {
            if let Some(what) = lost_letters(row.cell(column)) {
                row.warn(column, what, "It is kept as it is.");
            }
        }
        let birth_date = birth_date(&mut row);
        let council = council(&mut row);
        let uln = uln(&mut row);
        let sen_provision = provision(&mut row);
        let primary_need = primary_need(&mut row, sen_provision);
        let activity = match with_activity {
            true => RecordedActivity::read(&mut row, birth_date, sen_provision).map(Some),
            false => Some(None),
        };
        let journey = birth_date.and_then(|birth| journey(&mut row, birth));
        let mobile = row.given(
            Column::MobileNumber,
            MobileNumber::parse,
            "Write it as 07700 900123, or leave it empty.",
        );
        let email = row.given(Column::Email, EmailAddress::parse, "Correct it, or leave it empty.");
        let worker_email = worker_email(&mut row);

        let Row { faults, warnings, .. } = row;
        let whole = || {
            Some(ClientRecord {
                line,
                id: id?,
                given_name: given_name?,
                family_name: family_name?,
                preferred_name,
                birth_date: birth_date?,
                council: council?,
                uln,
                sen_provision: sen_provision?,
                primary_need,
                mobile,
                email,
                worker_email,
                journey: journey?,
                activity: activity?,
                warnings,
            })
        };
        if faults.is_empty() { whole().ok_or(faults) } else { Err(faults) }
    }
}

impl Columns {
    /// A row has as many cells as there are columns. Empty ones behind them do no harm.
    pub(super) fn as_wide(&self, line: u64, record: &StringRecord) -> Result<(), Vec<Fault>> {
        let more_is_empty = || record.iter().skip(self.width()).all(|cell| cell.trim().is_empty());
        if record.len() == self.width() || record.len() > self.width() && more_is_empty() {
            return Ok(());
        }
        let what = format!("has {} cells under {} columns", record.len(), self.width());
        let advice = "Look for a comma or a quotation mark too many or too few.";
        Err(vec![Fault::line(line, what, advice)])
    }
}

/// Somebody who died, moved away or was entered twice must not be written to, so the row is not let in quietly.
fn cohort(row: &mut Row) {
    let left = match row.cell(Column::CohortStatus) {
        "" | "P" | "G" | "A" | "L" => return,
        "T" => "says that they moved to another council",
        "E" => "says that they left England",
        "M" => "says that this is somebody's second record",
        "D" => "says that they have died",
        _ => {
            let advice = "It is taken as a young person of the council.";
            return row.warn(Column::CohortStatus, "is not a cohort status", advice);
        }
    };
    row.fault(Column::CohortStatus, left, "Leave the row out.");
}

fn birth_date(row: &mut Row) -> Option<NaiveDate> {
    let birth = row.needed_day(Column::Dob)?;
    let age = age_on(birth, row.rules.as_of);
    if AGES.contains(&age) {
        return Some(birth);
    }
    let what = if birth > row.rules.as_of {
        "is still to come".into()
    } else {
        format!("makes them {age} years old")
    };
    let advice = "The service is for people of 16 to 25. Correct the date, or leave the row out.";
    row.fault(Column::Dob, what, advice);
    None
}

fn council(row: &mut Row) -> Option<CouncilCode> {
    const ADVICE: &str = "Give the three digits of the council, or leave the row out.";
    let council = row.needed(Column::LeadLea, CouncilCode::parse, ADVICE)?;
    if !row.rules.councils.contains(&council) {
        row.fault(Column::LeadLea, "is not a council of this partnership", ADVICE);
        return None;
    }
    Some(council)
}

fn uln(row: &mut Row) -> Option<Uln> {
    if Uln::parse(row.cell(Column::UniqueLearnerNo)) == Err(IdentifierError::Temporary) {
        let what = "is the number for those who have none yet";
        row.warn(Column::UniqueLearnerNo, what, "It is not kept.");
        return None;
    }
    row.given(Column::UniqueLearnerNo, Uln::parse, "Look the number up, or leave it empty.")
}

fn provision(row: &mut Row) -> Option<SenProvision> {
    let plan = row.flag(Column::SendFlag);
    let support = row.flag(Column::SenSupportFlag);
    match (plan?, support?) {
        (true, true) => {
            row.fault(
                Column::SenSupportFlag,
                "cannot stand beside a SENDFlag of Y",
                "With a current EHC plan, SENSupportFlag is N.",
            );
            None
        }
        (true, false) => Some(SenProvision::EhcPlan),
        (false, true) => Some(SenProvision::SenSupport),
        (false, false) => Some(SenProvision::None),
    }
}

fn primary_need(row: &mut Row, provision: Option<SenProvision>) -> Option<String> {
    let cell = row.cell(Column::SenType);
    if cell.is_empty() {
        return None;
    }
    let Some(need) = row.rules.needs.get(cell) else {
        let advice = "Use a code of the SEN2 return, such as ASD, or leave it empty.";
        row.fault(Column::SenType, "is not a type of need", advice);
        return None;
    };
    if provision == Some(SenProvision::EhcPlan) && !need.in_plans() {
        row.warn(Column::SenType, "is for SEN support, not for an EHC plan", "It is kept.");
    }
    Some(need.code.clone())
}

/// The day of transition from the file, or else by the partnership's rule.
fn journey(row: &mut Row, birth: NaiveDate) -> Option<Journey> {
    let by_rule = row.rules.transition.day(birth).and_then(|day| Journey::new(birth, day).ok());
    let outside = if row.cell(Column::TransitionDate).is_empty() {
        "is empty"
    } else {
        let given = row.day(Column::TransitionDate)?;
        if let Ok(journey) = Journey::new(birth, given) {
            return Some(journey);
        }
        "is not between the 16th birthday and the end of the school year of the 25th"
    };
    match by_rule {
        Some(_) => row.warn(Column::TransitionDate, outside, "The 18th birthday is used instead."),
        None => row.fault(Column::TransitionDate, outside, "Give the day of transition."),
    }
    by_rule
}

fn worker_email(row: &mut Row) -> Option<EmailAddress> {
    let cell = row.cell(Column::WorkerEmail);
    let worker = EmailAddress::parse(cell).ok();
    if worker.is_none() && !cell.is_empty() {
        let advice = "The young person waits in the list of those without a worker.";
        row.warn(Column::WorkerEmail, "is not an e-mail address", advice);
    }
    worker
}
