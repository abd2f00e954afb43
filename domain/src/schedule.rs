//! When a young person is asked during the two years (CI-07, CI-08).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::{
    check_in_kind::CheckInKind,
    day::{AcademicYear, add_months},
    journey::Journey,
    person::{AskedWhen, Often},
};

/// A check-in that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The tracking month.
    pub month: u8,
    /// Which set of questions.
    pub kind: CheckInKind,
    /// The day it opens.
    pub on: NaiveDate,
    /// Zero for those of the cadence. One in between, which somebody said yes to, has the days since transition here,
    /// so that it is asked once.
    pub extra: i16,
}

/// How long somebody is asked every two weeks once they said yes to it (CI-09).
pub const CLOSER_WEEKS: i64 = 8;
/// How far one in between keeps from those of the cadence.
const APART: TimeDelta = TimeDelta::days(6);

/// The farthest a check-in is moved so that one falls in a window.
const FARTHEST: i64 = 21;

/// Every check-in of a journey, in order. `cadence` is the questionnaire's list of months and kinds. One falls
/// between 1 and 31 October and one between 10 March and 5 April of each school year that the journey covers, so that
/// "still there after two terms" can be told. Days after the journey's end are left out, and so are short check-ins
/// where somebody likes to be asked less often.
///
/// Whoever said yes to it is asked a few quick questions every two weeks for eight weeks besides, where nothing else is
/// near. What staff have put off opens on the day that they chose.
pub fn schedule(
    journey: &Journey,
    asked: &AskedWhen,
    cadence: &BTreeMap<u8, CheckInKind>,
) -> Vec<Due> {
    let mut due: Vec<Due> = cadence
        .iter()
        .filter(|(_, kind)| asked.often == Often::Usual || **kind != CheckInKind::Pulse)
        .map(|(&month, &kind)| Due {
            month,
            kind,
            on: add_months(journey.transition_on, i32::from(month)),
            extra: 0,
        })
        .collect();
    for (from, to) in windows(journey) {
        move_one_into(&mut due, from, to);
    }
    due.retain(|d| d.on <= journey.ends_on);
    if let Some(from) = asked.closer_from {
        let between = in_between(journey, from, &due);
        due.extend(between);
    }
    for one in &mut due {
        if let Some(postponed) = asked.postponed.filter(|known| known.from == one.on) {
            one.on = postponed.to;
        }
    }
    due.sort_by_key(|due| due.on);
    due
}

/// A few quick questions every two weeks, for a while.
fn in_between(journey: &Journey, from: NaiveDate, due: &[Due]) -> Vec<Due> {
    let free = |on: NaiveDate| due.iter().all(|due| (due.on - on).abs() > APART);
    (1..=CLOSER_WEEKS / 2)
        .map(|turn| from + TimeDelta::weeks(2 * turn))
        .filter(|on| free(*on))
        .filter_map(|on| {
            let month = journey.month(on)?;
            let extra = i16::try_from((on - journey.transition_on).num_days()).ok()?;
            Some(Due { month, kind: CheckInKind::Pulse, on, extra })
        })
        .collect()
}

/// The windows that lie wholly within the journey.
fn windows(journey: &Journey) -> Vec<(NaiveDate, NaiveDate)> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day of every year");
    let first = AcademicYear::of(journey.transition_on).starts_on().year();
    (first..=journey.ends_on.year())
        .flat_map(|year| {
            [(day(year, 10, 1), day(year, 10, 31)), (day(year + 1, 3, 10), day(year + 1, 4, 5))]
        })
        .filter(|(from, to)| *from >= journey.transition_on && *to <= journey.ends_on)
        .collect()
}

fn move_one_into(due: &mut [Due], from: NaiveDate, to: NaiveDate) {
    if due.iter().any(|d| from <= d.on && d.on <= to) {
        return;
    }
    let distance = |on: NaiveDate| (from - on).max(on - to);
    // The welcome stays on the day itself: a worker and a young person do it together.
    let nearest = due
        .iter_mut()
        .filter(|d| d.month > 0 && distance(d.on) <= TimeDelta::days(FARTHEST))
        .min_by_key(|d| (distance(d.on), d.month));
    if let Some(moved) = nearest {
        moved.on = moved.on.clamp(from, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{journey::Journey, questionnaire::Questionnaire};

    fn usual() -> AskedWhen {
        AskedWhen::default()
    }

    fn cadence() -> BTreeMap<u8, CheckInKind> {
        Questionnaire::shipped().cadence().clone()
    }

    fn journey(transition: NaiveDate) -> Journey {
        Journey::new(add_months(transition, -18 * 12), transition).unwrap()
    }

    #[test]
    fn the_shipped_cadence_from_one_day() {
        let start: NaiveDate = "2026-09-15".parse().unwrap();
        let months: Vec<_> = schedule(&journey(start), &usual(), &cadence())
            .iter()
            .map(|d| (d.month, d.kind))
            .collect();
        use CheckInKind::*;
        assert_eq!(
            months,
            [
                (0, Welcome),
                (1, Pulse),
                (2, Pulse),
                (3, Core),
                (4, Pulse),
                (5, Pulse),
                (6, Core),
                (8, Pulse),
                (9, Core),
                (10, Pulse),
                (12, Anniversary),
                (14, Pulse),
                (15, Core),
                (16, Pulse),
                (18, Core),
                (20, Pulse),
                (21, Core),
                (22, Pulse),
                (24, Leaving)
            ]
        );
    }

    #[test]
    fn less_often_leaves_the_longer_ones() {
        let start: NaiveDate = "2026-09-15".parse().unwrap();
        let less = AskedWhen { often: Often::Less, ..usual() };
        let due = schedule(&journey(start), &less, &cadence());
        let months: Vec<u8> = due.iter().map(|due| due.month).collect();
        assert_eq!(months, [0, 3, 6, 9, 12, 15, 18, 21, 24]);
    }

    #[test]
    fn who_said_yes_is_asked_every_two_weeks_for_eight() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let closer = AskedWhen { closer_from: Some(day("2027-02-01")), ..usual() };
        let journey = journey(day("2026-09-15"));
        let due = schedule(&journey, &closer, &cadence());
        let extra: Vec<_> =
            due.iter().filter(|due| due.extra > 0).map(|due| (due.on, due.month)).collect();
        // One would fall two days from the check-in of month five, and one four days from that of month six.
        assert_eq!(extra, [(day("2027-03-01"), 5), (day("2027-03-29"), 6)]);
        assert!(due.windows(2).all(|pair| pair[0].on < pair[1].on));

        let over = AskedWhen { closer_from: Some(day("2028-09-10")), ..usual() };
        assert!(schedule(&journey, &over, &cadence()).iter().all(|due| due.extra == 0));
    }

    #[test]
    fn one_falls_in_every_window_whatever_the_day_of_transition() {
        let mut start: NaiveDate = "2023-01-01".parse().unwrap();
        for _ in 0..1461 {
            let journey = journey(start);
            let due = schedule(&journey, &usual(), &cadence());
            for (from, to) in windows(&journey) {
                assert!(
                    due.iter().any(|d| from <= d.on && d.on <= to),
                    "nothing between {from} and {to} for a transition on {start}"
                );
            }
            for pair in due.windows(2) {
                assert!(pair[0].on < pair[1].on, "order is kept for a transition on {start}");
            }
            for d in &due {
                let plain = add_months(journey.transition_on, i32::from(d.month));
                assert!((d.on - plain).num_days().abs() <= FARTHEST);
            }
            start = start.succ_opt().unwrap();
        }
    }
}
