//! Which part of the caseload somebody wants to see, in which order, and where a page of it ended.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

use crate::{
    code::codes,
    id::{PersonId, StaffId},
    person::CommunicationNeed,
    report::Headline,
};

codes! {
    /// Which young people to list.
    State {
        /// Everybody.
        All = "all",
        /// Somebody should call them today.
        CallToday = "call-today",
        /// The last check-ins brought no reply.
        NoReply = "no-reply",
        /// Not invited, or not in yet.
        NotInvited = "not-invited",
        /// Paused by themselves.
        Paused = "paused",
        /// Nobody works with them yet.
        Unassigned = "unassigned",
        /// Their two years are over, or they left.
        Completed = "completed",
    }

    /// In which order. Whoever stands the same goes by name.
    Order {
        /// Who needs somebody first, which is what the list is for.
        Urgency = "urgency",
        /// By name.
        Name = "name",
        /// Whose next check-in opens first.
        Due = "due",
        /// Whom staff have not been in touch with for longest, nobody yet before all others.
        LastContact = "last-contact",
    }

    /// How urgent the most urgent of their alerts is that are not closed.
    Waits {
        /// Possible harm or a concern.
        Urgent = "urgent",
        /// Possible harm.
        P1 = "p1",
        /// A concern.
        P2 = "p2",
        /// Help wanted.
        P3 = "p3",
        /// For the next contact.
        P4 = "p4",
    }

    /// Which kind of not being in education or work.
    Neet {
        /// Looking for something, or about to begin.
        Available = "available",
        /// Ill, caring, or not able to for another reason.
        NotAvailable = "not-available",
    }
}

impl State {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "Everybody",
            Self::CallToday => "Call today",
            Self::NoReply => "No reply",
            Self::NotInvited => "Not in yet",
            Self::Paused => "Paused",
            Self::Unassigned => "Nobody’s",
            Self::Completed => "Two years over",
        }
    }
}

/// What somebody wants to see. No part of it says anything of a young person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Only these.
    pub state: State,
    /// Only those of this worker.
    pub worker: Option<StaffId>,
    /// Only those who need this.
    pub need: Option<CommunicationNeed>,
    /// Only those whose activity counts as this.
    pub headline: Option<Headline>,
    /// Only those in neither education nor work, of this kind.
    pub neet: Option<Neet>,
    /// Only those with an alert like this.
    pub waits: Option<Waits>,
    /// In this order.
    pub order: Order,
}

impl Wanted {
    /// Everybody, in the usual order.
    pub const EVERYBODY: Self = Self {
        state: State::All,
        worker: None,
        need: None,
        headline: None,
        neet: None,
        waits: None,
        order: Order::Urgency,
    };

    /// As it is kept: what differs from everybody in the usual order.
    pub fn text(&self) -> String {
        let worker = self.worker.map(|StaffId(id)| id.to_string());
        let parts = [
            ("state", Some(self.state).filter(|it| *it != State::All).map(|it| it.code().into())),
            ("worker", worker),
            ("need", self.need.map(|need| need.code().to_owned())),
            ("headline", self.headline.map(|headline| headline.code().to_owned())),
            ("neet", self.neet.map(|neet| neet.code().to_owned())),
            ("priority", self.waits.map(|waits| waits.code().to_owned())),
            (
                "order",
                Some(self.order).filter(|it| *it != Order::Urgency).map(|it| it.code().into()),
            ),
        ];
        let said = parts.into_iter().filter_map(|(key, value)| Some(format!("{key}={}", value?)));
        said.collect::<Vec<_>>().join("&")
    }

    /// Reads what [`Wanted::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut wanted = Self::EVERYBODY;
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=')?;
            match key {
                "state" => wanted.state = State::from_code(value)?,
                "worker" => wanted.worker = Some(StaffId(Uuid::try_parse(value).ok()?)),
                "need" => wanted.need = Some(CommunicationNeed::from_code(value)?),
                "headline" => wanted.headline = Some(headline(value)?),
                "neet" => wanted.neet = Some(Neet::from_code(value)?),
                "priority" => wanted.waits = Some(Waits::from_code(value)?),
                "order" => wanted.order = Order::from_code(value)?,
                _ => return None,
            }
        }
        Some(wanted)
    }
}

fn headline(code: &str) -> Option<Headline> {
    use Headline::{InEducationOrWork, NotInEducationOrWork, NotKnown};
    let all = [InEducationOrWork, NotInEducationOrWork, NotKnown];
    all.into_iter().find(|headline| headline.code() == code)
}

/// A day that never comes: nothing is due.
pub const NEVER: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of a calendar");
/// A day before everything: nobody has been in touch.
pub const NOT_YET: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of a calendar");
/// A moment that never comes: it waits for nothing.
pub const NEVER_AT: DateTime<Utc> = NEVER.and_hms_opt(0, 0, 0).expect("a time of a day").and_utc();

/// Where a page ended. The name of whoever stood last is looked up and not carried: it would stand in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The order of the list.
    pub order: Order,
    /// The place of whoever stood last, where the order goes by place.
    pub place: u8,
    /// Since when they stood there, or the day that the order goes by.
    pub since: DateTime<Utc>,
    /// When that page was read.
    pub at: DateTime<Utc>,
    /// Who it was.
    pub person: PersonId,
}

impl Cursor {
    /// What every cursor looks like. Whatever looks like it is one.
    pub const PATTERN: &str = r"^[unlc]\.[0-9]{1,2}\.[0-9]{1,18}\.[0-9]{1,18}\.[0-9a-f]{32}$";

    /// Reads what [`Cursor::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let order = match parts.next()? {
            "u" => Order::Urgency,
            "n" => Order::Name,
            "l" => Order::LastContact,
            "c" => Order::Due,
            _ => return None,
        };
        let place = parts.next()?.parse().ok()?;
        let since = moment(parts.next()?)?;
        let at = moment(parts.next()?)?;
        let person = PersonId(Uuid::try_parse(parts.next()?).ok()?);
        parts.next().is_none().then_some(Self { order, place, since, at, person })
    }

    /// As it travels.
    pub fn text(&self) -> String {
        let order = match self.order {
            Order::Urgency => 'u',
            Order::Name => 'n',
            Order::LastContact => 'l',
            Order::Due => 'c',
        };
        let micros = |at: DateTime<Utc>| at.timestamp_micros().max(0);
        let (since, at) = (micros(self.since), micros(self.at));
        format!("{order}.{}.{since}.{at}.{}", self.place, self.person.0.simple())
    }
}

/// A moment as it travels. Years that no calendar shows are the last one that it does.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp_micros(text.parse().ok()?)?;
    Some(if at.year() > NEVER.year() { NEVER_AT } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_kept_and_read_again() {
        let all = Wanted {
            state: State::CallToday,
            worker: Some(StaffId(Uuid::from_u128(3))),
            need: Some(CommunicationNeed::Bsl),
            headline: Some(Headline::NotInEducationOrWork),
            neet: Some(Neet::Available),
            waits: Some(Waits::Urgent),
            order: Order::Due,
        };
        for wanted in [Wanted::EVERYBODY, all] {
            assert!(wanted.text().len() <= 300, "{}", wanted.text());
            assert_eq!(Wanted::parse(&wanted.text()), Some(wanted));
        }
        for text in ["state", "state=asleep", "name=Amina", "worker=me"] {
            assert_eq!(Wanted::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        for order in Order::ALL.iter().map(|(order, _)| *order) {
            let cursor = Cursor {
                order,
                place: 12,
                since: NEVER_AT,
                at: "2026-09-07T09:00:00.123456Z".parse().unwrap(),
                person: PersonId(Uuid::from_u128(7)),
            };
            assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        }
    }

    #[test]
    fn whatever_looks_like_a_cursor_is_one() {
        let id = "f".repeat(32);
        let most = "9".repeat(18);
        for text in [format!("u.99.{most}.{most}.{id}"), format!("c.0.0.0.{id}")] {
            let cursor = Cursor::parse(&text).unwrap();
            assert!(cursor.since.year() <= 9999 && cursor.at.year() <= 9999);
        }
        for text in ["", "u", "x.1.1.1.00", &format!("u.1.1.1.{id}.1"), &format!("u.-1.1.1.{id}")] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
