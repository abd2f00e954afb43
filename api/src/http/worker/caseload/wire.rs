//! The caseload as it travels.

use chrono::NaiveDate;
use domain::{
    caseload::{Neet, Order, State, Waits},
    invitation::InvitationState,
    journey::Stage,
    name::Likeness,
    person::CommunicationNeed,
    report::Headline,
    spell::Source,
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use crate::{
    http::{
        problem::{Problem, Result},
        wire::Instant,
        worker::wire::{HeadlineCode, InvitationCode, ReasonOut, SourceCode},
        young_person::me::StageCode,
    },
    standing::{Counted, Destination, Listed, Page},
};

/// Which young people to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadState", rename_all = "kebab-case", remote = "State")]
pub enum StateFilter {
    /// Everybody.
    All,
    /// Somebody should call them today.
    CallToday,
    /// The last check-ins brought no reply.
    NoReply,
    /// Not invited, or not in yet.
    NotInvited,
    /// Paused by themselves.
    Paused,
    /// Nobody works with them yet.
    Unassigned,
    /// Their two years are over, or they left.
    Completed,
}

/// In which order young people are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadOrder", rename_all = "kebab-case", remote = "Order")]
pub enum OrderCode {
    /// Who needs somebody first.
    Urgency,
    /// By name.
    Name,
    /// Whose next check-in opens first.
    Due,
    /// Whom staff have not been in touch with for longest, nobody yet before all others.
    LastContact,
}

/// How urgent somebody's most urgent open alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadPriority", rename_all = "kebab-case", remote = "Waits")]
pub enum PriorityFilter {
    /// Possible harm or a concern.
    Urgent,
    /// Possible harm.
    P1,
    /// A concern.
    P2,
    /// Help wanted.
    P3,
    /// For the next contact.
    P4,
}

/// Which kind of not being in education or work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadNeet", rename_all = "kebab-case", remote = "Neet")]
pub enum NeetFilter {
    /// Looking for something, or about to begin.
    Available,
    /// Ill, caring, or not able to for another reason.
    NotAvailable,
}

/// How national figures count what somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadHeadline", rename_all = "kebab-case", remote = "Headline")]
pub enum HeadlineFilter {
    /// In education, employment or training (EET).
    InEducationOrWork,
    /// In none of them (NEET).
    NotInEducationOrWork,
    /// Nobody knows.
    NotKnown,
}

/// What somebody needs when others speak with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadNeed", rename_all = "kebab-case", remote = "CommunicationNeed")]
pub enum NeedFilter {
    /// Easy read.
    EasyRead,
    /// Large text.
    LargeText,
    /// Text read aloud.
    ReadAloud,
    /// British Sign Language.
    Bsl,
    /// Text rather than a phone call.
    TextNotCalls,
    /// Somebody they trust beside them.
    Supporter,
}

/// How many young people there are of one state.
#[derive(Object)]
#[oai(rename = "CaseloadCount")]
struct CountOut {
    state: StateFilter,
    /// In words.
    label: String,
    /// How many.
    count: u64,
}

/// How many there are.
#[derive(Object)]
#[oai(rename = "CaseloadCounts")]
pub struct CountsOut {
    /// When this was true.
    as_of: Instant,
    /// How many there are of each state.
    items: Vec<CountOut>,
    /// How many have possible harm or a concern.
    urgent: u64,
}

impl CountsOut {
    /// What was counted.
    pub fn new(counted: &Counted) -> Self {
        let items = counted.states.iter().map(|(state, count)| CountOut {
            state: (*state).into(),
            label: state.label().to_owned(),
            count: *count,
        });
        Self { as_of: counted.as_of.into(), items: items.collect(), urgent: counted.urgent }
    }
}

/// A page of the caseload.
#[derive(Object)]
#[oai(rename = "Caseload", skip_serializing_if_is_none)]
pub struct CaseloadOut {
    /// When this was true.
    as_of: Instant,
    /// The rows, in the order that was asked for.
    items: Vec<RowOut>,
    /// Send it as `after` for the next page. Missing on the last one.
    next: Option<String>,
}

/// One young person on the caseload.
#[derive(Object)]
#[oai(rename = "CaseloadRow", skip_serializing_if_is_none)]
struct RowOut {
    /// Who.
    id: Uuid,
    /// What they like to be called, and their family name.
    name: String,
    /// In years.
    age: u8,
    /// How to speak to them.
    needs: Vec<String>,
    /// What they do, as last known.
    destination: Option<DestinationOut>,
    journey: StageCode,
    /// The last day of a pause that they chose.
    paused_until: Option<NaiveDate>,
    /// The tracking month, 0 to 24.
    month: Option<u8>,
    /// When they last answered.
    last_answered_on: Option<NaiveDate>,
    /// When staff were last in touch with them, or tried.
    last_contact_on: Option<NaiveDate>,
    /// When the next check-in opens.
    next_due_on: Option<NaiveDate>,
    /// Alerts that are not closed.
    open_alerts: u32,
    /// What staff are to do.
    tasks: u32,
    /// How much of it is late.
    tasks_late: u32,
    /// Why they stand here, most urgent first. There is always one.
    reasons: Vec<ReasonOut>,
    invitation: InvitationCode,
    /// Who works with them.
    worker_name: Option<String>,
    /// Days to keep in mind.
    key_dates: Vec<KeyDateOut>,
    /// How like the name is that was looked for.
    found: Option<LikenessCode>,
}

/// Why a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Likeness", rename_all = "kebab-case", remote = "Likeness")]
enum LikenessCode {
    /// Each word is one of theirs.
    Whole,
    /// Each word is one of theirs or begins one.
    Beginning,
    /// Each word is part of one of theirs.
    Part,
    /// One letter is wrong, missing or too many, or two are the wrong way round.
    OneLetter,
}

/// What somebody does, in a line.
#[derive(Object)]
#[oai(rename = "Destination", skip_serializing_if_is_none)]
struct DestinationOut {
    /// What it is, with the provider if known.
    label: String,
    /// NCCIS activity code.
    code: u16,
    headline: HeadlineCode,
    /// Since when.
    since: NaiveDate,
    source: SourceCode,
    /// It counts today.
    current: bool,
    /// Until when it counts unless somebody confirms it.
    current_until: Option<NaiveDate>,
}

/// A day to keep in mind.
#[derive(Object)]
#[oai(rename = "KeyDate")]
struct KeyDateOut {
    /// What happens.
    what: String,
    /// When.
    on: NaiveDate,
}

impl CaseloadOut {
    /// A page that was read.
    pub fn new(page: Page) -> Result<Self> {
        Ok(Self {
            as_of: page.as_of.into(),
            items: page.rows.into_iter().map(RowOut::new).collect::<Result<_>>()?,
            next: page.next.map(|next| next.text()),
        })
    }
}

impl RowOut {
    fn new(listed: Listed) -> Result<Self> {
        let Listed { person, row, worker, found } = listed;
        let stage = Stage::from_code(&row.stage).ok_or_else(unknown)?;
        let invitation = InvitationState::from_code(&row.invitation).ok_or_else(unknown)?;
        let reason = |told: crate::standing::Told| ReasonOut { code: told.code, text: told.text };
        let key_date = |(what, on): (String, NaiveDate)| KeyDateOut { what, on };
        Ok(Self {
            id: person.0,
            name: row.name,
            age: row.age,
            needs: row.needs,
            destination: row.destination.map(DestinationOut::new).transpose()?,
            journey: stage.into(),
            paused_until: row.paused_until,
            month: row.month,
            last_answered_on: row.last_answered_on,
            last_contact_on: row.last_contact_on,
            next_due_on: row.next_due_on,
            open_alerts: row.open_alerts,
            tasks: row.tasks.0,
            tasks_late: row.tasks.1,
            reasons: row.reasons.into_iter().map(reason).collect(),
            invitation: invitation.into(),
            worker_name: worker,
            key_dates: row.key_dates.into_iter().map(key_date).collect(),
            found: found.map(Into::into),
        })
    }
}

impl DestinationOut {
    fn new(row: Destination) -> Result<Self> {
        Ok(Self {
            label: row.label,
            code: row.code,
            headline: match row.headline.as_str() {
                "in-education-or-work" => HeadlineCode::InEducationOrWork,
                "not-in-education-or-work" => HeadlineCode::NotInEducationOrWork,
                "not-known" => HeadlineCode::NotKnown,
                _ => HeadlineCode::OutOfScope,
            },
            since: row.since,
            source: Source::from_code(&row.source).ok_or_else(unknown)?.into(),
            current: row.current,
            current_until: row.current_until,
        })
    }
}

fn unknown() -> Problem {
    Problem::unexpected("a row of the caseload has a code that is none")
}
