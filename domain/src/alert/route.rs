//! Which way is open at somebody's age when something happened (SAFE-11). It helps to think, and decides nothing.

use chrono::NaiveDate;

use crate::day::age_on;

/// A way that fits somebody's age, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Their age in years on the day of the event.
    pub age: i32,
    /// Where to turn.
    pub to: &'static str,
    /// What to think about, each in a sentence.
    pub ask: &'static [&'static str],
}

/// Under 18: Children Act 1989, sections 17 and 47.
const CHILD: &[&str] = &[
    "Is there reasonable cause to suspect that they suffer, or are likely to suffer, significant harm? Then children’s social care has to make enquiries (section 47).",
    "Do they need help to be healthy or to develop, or are they disabled? Then they may be a child in need (section 17).",
    "What do they want to happen? Tell them what you pass on, unless that could put somebody in danger.",
];

/// From 18 on: Care Act 2014, section 42, and Making Safeguarding Personal.
const ADULT: &[&str] = &[
    "Do they have needs for care and support, whether or not anybody meets them?",
    "Are they experiencing abuse or neglect, or at risk of it?",
    "Because of those needs, are they unable to protect themselves? If all three are so, the council has to make enquiries (section 42).",
    "What do they want to happen? Ask them, and write down what they say. If they cannot decide this for themselves, say why you think so.",
];

/// What fits somebody born then, for something that happened on this day.
pub fn route(born: NaiveDate, on: NaiveDate) -> Route {
    let age = age_on(born, on);
    match age < 18 {
        true => Route {
            age,
            to: "Under 18 on that day: the front door of children’s social care",
            ask: CHILD,
        },
        false => Route { age, to: "18 or over on that day: adult safeguarding", ask: ADULT },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_age_on_the_day_of_the_event_counts_and_not_todays() {
        let born = day("2008-09-07");
        for (on, age, adult) in
            [("2026-09-06", 17, false), ("2026-09-07", 18, true), ("2026-09-08", 18, true)]
        {
            let route = route(born, day(on));
            assert_eq!((route.age, route.to.contains("adult")), (age, adult), "{on}");
        }
        let leap = day("2008-02-29");
        assert_eq!(route(leap, day("2026-02-28")).age, 17, "they turn 18 on 1 March");
        assert_eq!(route(leap, day("2026-03-01")).age, 18);
    }

    #[test]
    fn each_way_asks_what_they_want() {
        for ask in [CHILD, ADULT] {
            assert!(ask.iter().any(|line| line.contains("What do they want")));
            assert!(ask.iter().all(|line| !line.contains("must report")));
        }
    }
}
