//! When a young person is asked, as it travels.

use chrono::{NaiveDate, NaiveTime, Weekday};
use domain::{
    person::{Often, Person},
    questionnaire::Reminders,
};
use poem_openapi::{Enum, Object};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Weekday", rename_all = "kebab-case")]
pub enum WeekdayCode {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// Every day of the week, on the wire and here.
pub const WEEK: [(WeekdayCode, Weekday); 7] = [
    (WeekdayCode::Monday, Weekday::Mon),
    (WeekdayCode::Tuesday, Weekday::Tue),
    (WeekdayCode::Wednesday, Weekday::Wed),
    (WeekdayCode::Thursday, Weekday::Thu),
    (WeekdayCode::Friday, Weekday::Fri),
    (WeekdayCode::Saturday, Weekday::Sat),
    (WeekdayCode::Sunday, Weekday::Sun),
];

/// How often somebody likes to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Often", rename_all = "kebab-case", remote = "Often")]
pub enum OftenCode {
    /// Every check-in there is.
    Usual,
    /// Only the longer ones, some four a year.
    Less,
}

/// When somebody is asked.
#[derive(Clone, Object)]
#[oai(rename = "Prompts", skip_serializing_if_is_none)]
pub struct PromptsOut {
    /// The day of the week.
    pub weekday: WeekdayCode,
    /// The time of day in the United Kingdom.
    pub slot: String,
    /// The times there are to choose from.
    pub slots: Vec<String>,
    /// Nobody is asked after this time of day, nor on bank holidays and at Christmas.
    pub quiet_from: String,
    /// Nobody is asked before this time of day.
    pub quiet_to: String,
    /// How often.
    pub often: OftenCode,
    /// The last day of a pause.
    pub paused_until: Option<NaiveDate>,
    /// They want no reminders.
    pub stopped: bool,
    /// Reminders may come to their phones.
    pub pushes: bool,
    /// Reminders may come by text.
    pub texts: bool,
    /// Reminders may come by e-mail.
    pub emails: bool,
}

impl PromptsOut {
    /// When this young person is asked.
    pub fn new(person: &Person, reminders: &Reminders, today: NaiveDate) -> Self {
        let chosen = |(_, day): &&(WeekdayCode, Weekday)| *day == person.asked.weekday;
        Self {
            weekday: WEEK.iter().find(chosen).map_or(WeekdayCode::Wednesday, |(code, _)| *code),
            slot: time(person.asked.slot),
            slots: reminders.slot_choices.times.iter().copied().map(time).collect(),
            quiet_from: time(reminders.quiet_hours.from),
            quiet_to: time(reminders.quiet_hours.to),
            often: person.asked.often.into(),
            paused_until: person.journey.paused_until.filter(|until| *until >= today),
            stopped: person.asked.stopped_at.is_some(),
            pushes: person.asked.unwanted.pushes.is_none(),
            texts: person.asked.unwanted.texts.is_none(),
            emails: person.asked.unwanted.emails.is_none(),
        }
    }
}

/// A time of day, such as `16:30`.
pub fn time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}
