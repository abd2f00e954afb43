//! How often somebody was tried before it may be said that nobody knows where they are.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use crate::{
    activity::ActivityCode,
    code::codes,
    contact::{Contact, ContactKind, ContactOutcome, Direction},
    day::{london_day, london_time},
    prompt::Channel,
};

codes! {
    /// By which means somebody was tried.
    Means {
        /// A message to a phone that wakes it.
        Push = "push",
        /// A text message.
        Text = "text",
        /// An e-mail.
        Email = "email",
        /// A call.
        Call = "call",
        /// A video call.
        Video = "video",
        /// A letter.
        Letter = "letter",
        /// A meeting that was offered.
        Meeting = "meeting",
        /// A visit at home.
        HomeVisit = "home-visit",
    }
}

/// One try at reaching somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: DateTime<Utc>,
    /// By which means.
    pub means: Means,
    /// A person tried, not the service.
    pub by_hand: bool,
}

/// How many tries there have to be.
pub const TRIES: usize = 3;
/// By how many means, and at how many parts of the day.
const WAYS: usize = 2;

/// What is wanting before nobody has to know where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Wanting {
    /// How many tries there were.
    pub tries: usize,
    /// Since when they count: the day on which anybody last knew where they were, or spoke with them.
    pub since: Option<NaiveDate>,
    /// One has to be by another means.
    pub other_means: bool,
    /// One has to be at another time of the day.
    pub other_time: bool,
}

impl fmt::Display for Wanting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tries {
            0 => write!(f, "nobody has tried to reach them")?,
            1 => write!(f, "they were tried once")?,
            tries => write!(f, "they were tried {tries} times")?,
        }
        if let Some(since) = self.since {
            write!(f, " since {}", since.format("%-d %B %Y"))?;
        }
        match TRIES.saturating_sub(self.tries) {
            0 => write!(f, ". Try once more")?,
            1 => write!(f, ". It takes {TRIES}: try once more")?,
            2 => write!(f, ". It takes {TRIES}: try twice more")?,
            _ => write!(f, ". It takes {TRIES}")?,
        }
        match (self.other_means, self.other_time) {
            (true, true) => write!(f, ", in at least two ways and at two times of the day"),
            (true, false) => write!(f, ", and at least once in another way"),
            (false, true) => write!(f, ", and at least once at another time of the day"),
            (false, false) => Ok(()),
        }?;
        write!(f, ". Record each try as a contact")
    }
}

/// The code of somebody who does not want to say where they are.
const REFUSED: ActivityCode = ActivityCode::new(830);

/// Why it cannot be said yet that nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// They were not tried often enough.
    #[error(transparent)]
    Wanting(#[from] Wanting),
    /// Nobody has heard it from them.
    #[error("they have to have said so: record the conversation in which they did, and then this")]
    NotSaid,
}

/// The tries on which it can rest that nobody knows where somebody is, as this code says it. Those count that came after
/// the last day of which anybody knew (`known`), and after they were last spoken with. Whoever does not want to say has
/// said so in a conversation; for that no tries are asked for.
pub fn may_be_unknown(
    code: ActivityCode,
    known: Option<NaiveDate>,
    contacts: &[Contact],
    prompts: &[Attempt],
) -> Result<Vec<Attempt>, NotYet> {
    let spoken = contacts.iter().filter(|contact| contact.reached());
    let spoken = spoken.map(|contact| contact.happened_at).max();
    if code == REFUSED {
        let since = |at| known.is_none_or(|known| london_day(at) >= known);
        return if spoken.is_some_and(since) { Ok(Vec::new()) } else { Err(NotYet::NotSaid) };
    }
    let counts = |it: &Attempt| {
        known.is_none_or(|known| london_day(it.at) > known) && spoken.is_none_or(|at| it.at > at)
    };
    let tried = contacts.iter().filter_map(Attempt::of).chain(prompts.iter().copied());
    let mut tries: Vec<Attempt> = tried.filter(counts).collect();
    tries.sort_by_key(|it| (it.at, it.means.code()));
    tries.dedup();
    enough(&tries, known.max(spoken.map(london_day)))?;
    Ok(tries)
}

/// Whether these tries are enough to say that it is not known where somebody is: three, by two means at least, in two
/// parts of the day at least.
pub fn enough(tries: &[Attempt], since: Option<NaiveDate>) -> Result<(), Wanting> {
    let means: BTreeSet<&str> = tries.iter().map(|it| it.means.code()).collect();
    let parts: BTreeSet<u8> = tries.iter().map(|it| part_of_day(it.at)).collect();
    let wanting = Wanting {
        tries: tries.len(),
        since,
        other_means: means.len() < WAYS,
        other_time: parts.len() < WAYS,
    };
    let enough = tries.len() >= TRIES && !wanting.other_means && !wanting.other_time;
    if enough { Ok(()) } else { Err(wanting) }
}

/// Morning, afternoon and evening, in London.
fn part_of_day(at: DateTime<Utc>) -> u8 {
    match london_time(at).hour() {
        0..12 => 0,
        12..17 => 1,
        _ => 2,
    }
}

impl Attempt {
    /// What a contact tried: what staff began, where it went to them and nobody spoke.
    pub fn of(contact: &Contact) -> Option<Self> {
        let tried = contact.direction == Direction::Out
            && !contact.reached()
            && contact.outcome != ContactOutcome::WrongNumber;
        let means = match contact.kind {
            ContactKind::Call => Means::Call,
            ContactKind::Text => Means::Text,
            ContactKind::Video => Means::Video,
            ContactKind::Meeting => Means::Meeting,
            ContactKind::Email => Means::Email,
            ContactKind::Letter => Means::Letter,
            ContactKind::HomeVisit => Means::HomeVisit,
        };
        tried.then_some(Self { at: contact.happened_at, means, by_hand: true })
    }

    /// What a prompt tried that went out.
    pub fn sent(channel: Channel, at: DateTime<Utc>) -> Self {
        let means = match channel {
            Channel::Push => Means::Push,
            Channel::Sms => Means::Text,
            Channel::Email => Means::Email,
        };
        Self { at, means, by_hand: false }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::{ContactId, PersonId, StaffId};

    fn tried(means: Means, at: &str) -> Attempt {
        Attempt { at: at.parse().unwrap(), means, by_hand: true }
    }

    const MORNING: &str = "2026-11-02T09:30:00Z";
    const AFTERNOON: &str = "2026-11-03T14:00:00Z";

    #[test]
    fn it_takes_three_tries_in_two_ways_at_two_times_of_the_day() {
        let call = |at| tried(Means::Call, at);
        let text = |at| tried(Means::Text, at);
        for (tries, fine, words) in [
            (
                vec![],
                false,
                "nobody has tried to reach them. It takes 3, in at least two ways and at two times of the day",
            ),
            (
                vec![call(MORNING), text(AFTERNOON)],
                false,
                "they were tried 2 times. It takes 3: try once more",
            ),
            (
                vec![call(MORNING), call(AFTERNOON), call(AFTERNOON)],
                false,
                "they were tried 3 times. Try once more, and at least once in another way",
            ),
            (
                vec![call(MORNING), text(MORNING), text(MORNING), text(MORNING)],
                false,
                "they were tried 4 times. Try once more, and at least once at another time of the day",
            ),
            (vec![call(MORNING), call(MORNING), text(AFTERNOON)], true, ""),
        ] {
            let told = enough(&tries, None);
            assert_eq!(told.is_ok(), fine, "{tries:?}");
            if let Err(wanting) = told {
                assert_eq!(wanting.to_string(), format!("{words}. Record each try as a contact"));
            }
        }
    }

    #[test]
    fn parts_of_the_day_are_those_of_london() {
        // Half past eleven in UTC is half past twelve in summer.
        let times = |day: &str| {
            let at = |time: &str| format!("2026-{day}T{time}:00Z");
            let tries = [
                tried(Means::Call, &at("09:00")),
                tried(Means::Text, &at("11:30")),
                tried(Means::Text, &at("11:31")),
            ];
            enough(&tries, None).is_ok()
        };
        assert!(times("07-01"));
        assert!(!times("12-01"));
    }

    fn contact(kind: ContactKind, outcome: ContactOutcome, at: &str) -> Contact {
        Contact {
            id: ContactId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            by: StaffId(Uuid::nil()),
            kind,
            direction: Direction::Out,
            outcome,
            note: None,
            happened_at: at.parse().unwrap(),
            follow_up_on: None,
            follow_up_words: None,
            present: BTreeSet::new(),
            safe_way: None,
        }
    }

    #[test]
    fn tries_count_after_anybody_knew_and_after_they_were_spoken_with() {
        use ContactOutcome::{NoAnswer, Sent, Spoke, WrongNumber};
        let unknown = ActivityCode::new(810);
        let tries = [
            contact(ContactKind::Call, NoAnswer, MORNING),
            contact(ContactKind::Text, Sent, AFTERNOON),
        ];
        let push = [Attempt::sent(Channel::Push, "2026-11-04T16:30:00Z".parse().unwrap())];
        let may = |known: Option<&str>, contacts: &[Contact]| {
            may_be_unknown(unknown, known.map(|day| day.parse().unwrap()), contacts, &push)
        };
        assert_eq!(may(None, &tries).unwrap().len(), 3);
        assert_eq!(may(Some("2026-11-01"), &tries).unwrap().len(), 3);
        // The day on which it was known is not after it.
        let Err(NotYet::Wanting(wanting)) = may(Some("2026-11-02"), &tries) else { panic!() };
        assert_eq!(wanting.tries, 2);
        // What never reached them was no try.
        let wrong = [contact(ContactKind::Call, WrongNumber, MORNING), tries[1].clone()];
        assert!(may(None, &wrong).is_err());
        let spoke = contact(ContactKind::Call, Spoke, "2026-11-03T15:00:00Z");
        let all = [tries[0].clone(), tries[1].clone(), spoke];
        let Err(NotYet::Wanting(wanting)) = may(None, &all) else { panic!() };
        assert_eq!((wanting.tries, wanting.since), (1, "2026-11-03".parse().ok()));
    }

    #[test]
    fn who_does_not_want_to_say_has_said_so() {
        let refused = |known: &str, contacts: &[Contact]| {
            may_be_unknown(ActivityCode::new(830), known.parse().ok(), contacts, &[])
        };
        let spoke = [contact(ContactKind::Call, ContactOutcome::Spoke, MORNING)];
        assert_eq!(refused("2026-11-02", &spoke), Ok(Vec::new()));
        assert_eq!(refused("2026-11-03", &spoke), Err(NotYet::NotSaid));
        assert_eq!(refused("2026-11-02", &[]), Err(NotYet::NotSaid));
    }

    #[test]
    fn what_is_wanting_says_since_when() {
        let since: NaiveDate = "2026-09-02".parse().unwrap();
        let told = enough(&[], Some(since)).unwrap_err().to_string();
        assert!(
            told.starts_with("nobody has tried to reach them since 2 September 2026."),
            "{told}"
        );
    }
}
