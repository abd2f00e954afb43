//! How somebody can be reached without putting them in danger: ways, times, and whether a message may be left. Whoever
//! leaves it is told before they call, and asked when they have not kept to it (SAFE-18).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use crate::{
    code::codes,
    contact::{ContactKind, ContactOutcome, Direction},
    day::london_time,
    talk::SafeTime,
    text::Line,
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// A way to reach somebody.
    SafeWay {
        /// A phone call.
        Call = "call",
        /// A text message.
        Text = "text",
        /// An e-mail.
        Email = "email",
        /// A letter.
        Letter = "letter",
        /// A video call.
        Video = "video",
        /// Face to face.
        Meeting = "meeting",
    }

    /// Whose word it is.
    SaidBy {
        /// The young person's own.
        YoungPerson = "young-person",
        /// Somebody's who helps them.
        Supporter = "supporter",
        /// What a worker thinks best.
        Worker = "worker",
    }
}

impl SafeWay {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Text => "text",
            Self::Email => "e-mail",
            Self::Letter => "letter",
            Self::Video => "video call",
            Self::Meeting => "meeting",
        }
    }

    /// The way that a contact took.
    pub fn of(kind: ContactKind) -> Self {
        match kind {
            ContactKind::Call => Self::Call,
            ContactKind::Text => Self::Text,
            ContactKind::Email => Self::Email,
            ContactKind::Letter => Self::Letter,
            ContactKind::Video => Self::Video,
            ContactKind::Meeting | ContactKind::HomeVisit => Self::Meeting,
        }
    }

    /// The way that an answer to "How would you like to talk?" names.
    pub fn answered(code: &str) -> Option<Self> {
        match code {
            "text" => Some(Self::Text),
            "call" => Some(Self::Call),
            "video" => Some(Self::Video),
            "meet" => Some(Self::Meeting),
            "email" => Some(Self::Email),
            _ => None,
        }
    }
}

/// What somebody has said about reaching them.
#[derive(Clone, Debug, PartialEq)]
pub struct SafeContact {
    /// The ways that are safe. None: any.
    pub ways: BTreeSet<SafeWay>,
    /// When.
    pub times: SafeTime,
    /// Whether a message may be left where others could find it. None: they were not asked.
    pub message_ok: Option<bool>,
    /// Whom not to speak to, or what else to mind.
    pub not_to: Option<Line>,
    /// Whose word it is.
    pub said_by: SaidBy,
    /// When they said it.
    pub said_on: NaiveDate,
}

/// What somebody said in passing, in a check-in or with a wish to talk: only that changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The way they would like.
    pub way: Option<SafeWay>,
    /// When it is safe.
    pub times: Option<SafeTime>,
    /// Whether a message may be left. An answer of "not sure" is no.
    pub message_ok: Option<bool>,
}

/// In which way a contact has left what is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsafe {
    /// The field that it shows in.
    pub field: &'static str,
    /// What is asked.
    pub words: String,
}

impl Recorded for SafeContact {
    const THING: Thing = Thing::SafeContact;
    const FOLLOWS: &[&'static str] = &["said_by", "said_on"];

    fn fields(&self) -> Vec<Field> {
        let ways: Vec<&str> = self.ways.iter().map(|way| way.code()).collect();
        let message = self.message_ok.map(|ok| if ok { "yes" } else { "no" });
        vec![
            ("ways", (!ways.is_empty()).then(|| ways.join(","))),
            ("times", Some(self.times.code().to_owned())),
            ("message_ok", message.map(str::to_owned)),
            ("not_to", self.not_to.as_ref().map(|line| line.as_str().to_owned())),
            ("said_by", Some(self.said_by.code().to_owned())),
            ("said_on", Some(self.said_on.to_string())),
        ]
    }
}

impl SafeContact {
    /// What is known once the young person has said this. None where that is nothing new, or where something was said
    /// since.
    pub fn told(known: Option<&Self>, told: Told, on: NaiveDate) -> Option<Self> {
        if told == Told::default() || known.is_some_and(|known| known.said_on > on) {
            return None;
        }
        let mut new = known.cloned().unwrap_or(Self {
            ways: BTreeSet::new(),
            times: SafeTime::Any,
            message_ok: None,
            not_to: None,
            said_by: SaidBy::YoungPerson,
            said_on: on,
        });
        if let Some(way) = told.way {
            new.ways = BTreeSet::from([way]);
        }
        new.times = told.times.unwrap_or(new.times);
        new.message_ok = told.message_ok.or(new.message_ok);
        new.said_by = SaidBy::YoungPerson;
        new.said_on = on;
        (known != Some(&new)).then_some(new)
    }

    /// What to mind before calling, one thing to a sentence. Nothing where any way is safe at any time.
    pub fn mind(&self) -> Vec<String> {
        let ways: Vec<&str> = self.ways.iter().map(|way| way.words()).collect();
        let ways = (!ways.is_empty()).then(|| format!("Only by {}", ways.join(" or ")));
        let times = (self.times != SafeTime::Any).then(|| format!("Only {}", self.times.words()));
        let message = (self.message_ok == Some(false)).then(|| "Do not leave a message".to_owned());
        let not_to = self.not_to.as_ref().map(|line| line.as_str().to_owned());
        [ways, times, message, not_to].into_iter().flatten().collect()
    }

    /// Where a contact that staff began has left it.
    pub fn left_by(
        &self,
        kind: ContactKind,
        direction: Direction,
        outcome: ContactOutcome,
        at: DateTime<Utc>,
    ) -> Vec<Unsafe> {
        let mut left = Vec::new();
        if direction == Direction::In {
            return left;
        }
        if !self.ways.is_empty() && !self.ways.contains(&SafeWay::of(kind)) {
            let ways: Vec<&str> = self.ways.iter().map(|way| way.words()).collect();
            let words = format!("Safe for them is: {}. Was this way agreed?", ways.join(", "));
            left.push(Unsafe { field: "kind", words });
        }
        // A letter and an e-mail are read when they are read.
        let rings = !matches!(kind, ContactKind::Letter | ContactKind::Email);
        if rings && self.times != SafeTime::Any && self.times != time_of_day(at) {
            let words = format!("Safe for them is {}. Is the time right?", self.times.words());
            left.push(Unsafe { field: "happened_at", words });
        }
        let leaves_words = outcome == ContactOutcome::LeftMessage
            || (kind == ContactKind::Text && outcome == ContactOutcome::Sent);
        if leaves_words && self.message_ok == Some(false) {
            let words = "It is not safe to leave them a message. Was one left?".to_owned();
            left.push(Unsafe { field: "outcome", words });
        }
        left
    }
}

fn time_of_day(at: DateTime<Utc>) -> SafeTime {
    match london_time(at).hour() {
        0..12 => SafeTime::Morning,
        12..17 => SafeTime::Afternoon,
        _ => SafeTime::Evening,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule() -> SafeContact {
        SafeContact {
            ways: BTreeSet::from([SafeWay::Call, SafeWay::Text]),
            times: SafeTime::Evening,
            message_ok: Some(false),
            not_to: None,
            said_by: SaidBy::Worker,
            said_on: day("2026-09-01"),
        }
    }

    fn left(kind: ContactKind, outcome: ContactOutcome, at: &str) -> Vec<&'static str> {
        let left = rule().left_by(kind, Direction::Out, outcome, at.parse().unwrap());
        left.into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn a_contact_is_asked_about_that_left_what_is_safe() {
        use ContactKind::{Call, Email, HomeVisit, Text};
        use ContactOutcome::{LeftMessage, NoAnswer, Sent, Spoke};
        // Half past four in UTC is half past five in summer.
        let (evening, morning) = ("2026-09-07T16:30:00Z", "2026-09-07T08:30:00Z");
        let nothing = Vec::<&str>::new();
        assert_eq!(left(Call, Spoke, evening), nothing);
        assert_eq!(left(Call, NoAnswer, morning), ["happened_at"]);
        assert_eq!(left(Call, LeftMessage, evening), ["outcome"]);
        assert_eq!(left(Text, Sent, evening), ["outcome"]);
        assert_eq!(left(Email, Sent, morning), ["kind"]);
        assert_eq!(left(HomeVisit, Spoke, morning), ["kind", "happened_at"]);
        let theirs = rule().left_by(Email, Direction::In, Spoke, morning.parse().unwrap());
        assert_eq!(theirs, []);
        let any =
            SafeContact { ways: BTreeSet::new(), times: SafeTime::Any, message_ok: None, ..rule() };
        assert_eq!(any.left_by(Email, Direction::Out, LeftMessage, morning.parse().unwrap()), []);
    }

    #[test]
    fn what_to_mind_is_said_in_words() {
        let told = ["Only by call or text", "Only in the evening", "Do not leave a message"];
        assert_eq!(rule().mind(), told);
        let any = SafeContact {
            ways: BTreeSet::new(),
            times: SafeTime::Any,
            message_ok: Some(true),
            ..rule()
        };
        assert_eq!(any.mind(), Vec::<String>::new());
    }

    #[test]
    fn what_they_say_in_passing_changes_that_and_nothing_else() {
        let told = Told { way: Some(SafeWay::Text), message_ok: Some(true), times: None };
        let new = SafeContact::told(Some(&rule()), told, day("2026-09-07")).unwrap();
        assert_eq!(new.ways, BTreeSet::from([SafeWay::Text]));
        assert_eq!((new.times, new.message_ok), (SafeTime::Evening, Some(true)));
        assert_eq!((new.said_by, new.said_on), (SaidBy::YoungPerson, day("2026-09-07")));

        assert_eq!(SafeContact::told(Some(&new), told, day("2026-09-07")), None, "said already");
        assert_eq!(SafeContact::told(Some(&rule()), told, day("2026-08-31")), None, "came late");
        assert_eq!(SafeContact::told(None, Told::default(), day("2026-09-07")), None);
        let first = SafeContact::told(None, told, day("2026-09-07")).unwrap();
        assert_eq!((first.times, first.not_to), (SafeTime::Any, None));
    }

    #[test]
    fn every_answer_about_how_to_talk_names_a_way() {
        for code in ["text", "call", "video", "meet", "email"] {
            assert!(SafeWay::answered(code).is_some(), "{code}");
        }
        assert_eq!(SafeWay::answered("pigeon"), None);
    }
}
