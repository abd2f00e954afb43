//! How young people are reminded, as the file sets it out.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::check_in_kind::CheckInKind;

use super::year_window::YearWindow;

/// How young people are reminded: when, by which means, and how often at most.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// When prompts come until somebody chooses.
    pub slot_default: DefaultSlot,
    /// What they can choose.
    pub slot_choices: SlotChoices,
    /// When nothing is ever sent.
    pub quiet_hours: QuietHours,
    /// The latest that a text message is handed over; carriers may deliver late.
    pub sms_not_after: NaiveTime,
    /// Days on which nothing is sent.
    pub no_send_dates: Vec<NoSend>,
    /// What happens while a check-in stays unanswered, in order.
    pub ladder: Vec<LadderStep>,
    /// How many automatic messages there are at most.
    pub caps: Caps,
    /// What the messages say.
    pub text: ReminderText,
    #[serde(rename = "sms_first_name")]
    _sms_first_name: IgnoredAny,
}

/// When prompts come until somebody chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultSlot {
    /// The day of the week.
    pub weekday: Weekday,
    /// The time of that day.
    pub time: NaiveTime,
}

/// The times that somebody can choose; the day is theirs altogether.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotChoices {
    #[serde(rename = "days")]
    _days: IgnoredAny,
    /// The times of day.
    pub times: Vec<NaiveTime>,
}

/// The hours in which nothing is sent. They run over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// When they begin.
    pub from: NaiveTime,
    /// When they end: the first moment at which a prompt may go out again.
    pub to: NaiveTime,
    /// Whose clock.
    #[serde(deserialize_with = "time_zone")]
    pub time_zone: Tz,
}

impl QuietHours {
    /// True of the times at which nothing may be sent.
    pub fn cover(&self, time: NaiveTime) -> bool {
        if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }
}

/// Days on which nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum NoSend {
    /// The bank holidays of England.
    BankHolidaysEngland,
    /// The same days every year.
    Every(YearWindow),
}

impl TryFrom<String> for NoSend {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "bank_holidays_england" => Ok(Self::BankHolidaysEngland),
            window => Ok(Self::Every(window.parse()?)),
        }
    }
}

/// What happens on one day of an unanswered check-in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderStep {
    /// What the file calls it.
    pub step: String,
    /// Days after the check-in was opened.
    pub day: u16,
    /// By which means.
    pub channel: Channel,
    /// For [`Channel::FirstAvailable`]: which to try first.
    #[serde(default)]
    pub order: Vec<Channel>,
    time: Option<OtherTime>,
    /// When to leave it out.
    pub skip_if: Option<SkipIf>,
    /// The sorts of check-in that it is for; none means all.
    #[serde(default)]
    pub check_ins: Vec<CheckInKind>,
    /// What else must be so.
    pub only_if: Option<OnlyIf>,
    /// For [`Channel::WorkerTask`]: the working days in which to do it.
    pub due_working_days: Option<u8>,
}

impl LadderStep {
    /// True if it is a step for this sort of check-in.
    pub fn is_for(&self, kind: CheckInKind) -> bool {
        self.check_ins.is_empty() || self.check_ins.contains(&kind)
    }

    /// True if it goes out at the other end of the day from the usual slot.
    pub fn at_other_part_of_day(&self) -> bool {
        self.time.is_some()
    }
}

/// A means of reaching somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Whichever of several works first.
    FirstAvailable,
    /// A push message to their phone.
    Push,
    /// A text message.
    Sms,
    /// An email.
    Email,
    /// A person: their worker is asked to get in touch.
    WorkerTask,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OtherTime {
    OtherPartOfDay,
}

/// When a step of the ladder is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipIf {
    /// The young person does not want text messages.
    SmsOptedOut,
}

/// What must be so for a step of the ladder to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlyIf {
    /// This check-in and the one before both went unanswered.
    TwoExpiredInARow,
}

/// How many automatic messages there are at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// For one check-in.
    pub automatic_per_check_in: u8,
    /// In any 24 hours.
    pub per_24_hours: u8,
    /// In any 30 days.
    pub per_30_days: u8,
}

/// What the messages say. Nothing in them is about the person they go to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderText {
    /// A push message.
    pub push: PushText,
    /// A text message from a number that can receive replies.
    pub sms: String,
    /// A text message from a name that cannot.
    pub sms_one_way: String,
    /// The subject of an email.
    pub email_subject: String,
}

/// What a push message says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushText {
    /// Its title.
    pub title: String,
    /// The line below.
    pub body: String,
}

fn time_zone<'de, D: Deserializer<'de>>(zone: D) -> Result<Tz, D::Error> {
    let name = String::deserialize(zone)?;
    name.parse().map_err(|_| D::Error::custom(format!("there is no time zone {name:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_run_over_midnight() {
        let at = |text: &str| text.parse::<NaiveTime>().unwrap();
        let quiet =
            QuietHours { from: at("20:00"), to: at("09:00"), time_zone: chrono_tz::Europe::London };
        for time in ["20:00", "23:59", "00:00", "08:59"] {
            assert!(quiet.cover(at(time)), "{time} is quiet");
        }
        for time in ["09:00", "12:00", "19:59"] {
            assert!(!quiet.cover(at(time)), "{time} is not quiet");
        }
    }
}
