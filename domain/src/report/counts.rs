//! Counts in, published figures out.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU32;

use super::cell::Cell;
use super::ckr::{CellKey, record_key, round};
use crate::id::PersonId;

/// Counts are rounded to multiples of this, times the most that one person can add to a count.
const BASE: u32 = 5;

/// Figures are shown from this on, times the most that one person can add to a count.
const SHOW_FROM: u32 = 10;

/// Young people counted into groups, as they are. There is no way to read a count, only to
/// [`publish`](Counts::publish) them all.
///
/// ```
/// use domain::id::PersonId;
/// use domain::report::{CellKey, Counts};
/// # use uuid::Uuid;
///
/// let mut counts = Counts::of_people();
/// for number in 1..=12 {
///     counts.add("in work", PersonId(Uuid::from_u128(number)));
/// }
/// let published = counts.publish(&CellKey::new([7; 32]).unwrap());
/// assert!([Some(10), Some(15)].contains(&published.cell(&"in work").value()));
/// assert_eq!(published.cell(&"in training").to_string(), "[low]");
/// ```
///
/// The field is private:
///
/// ```compile_fail,E0616
/// # use domain::{id::PersonId, report::Counts};
/// # let mut counts = Counts::of_people();
/// # counts.add("in work", PersonId(uuid::Uuid::nil()));
/// let read = counts.groups["in work"].len();
/// ```
///
/// They cannot be printed:
///
/// ```compile_fail,E0277
/// # use domain::{id::PersonId, report::Counts};
/// # let mut counts = Counts::of_people();
/// # counts.add("in work", PersonId(uuid::Uuid::nil()));
/// let read = format!("{counts:?}");
/// ```
///
/// They cannot be compared, so that nobody can find a count by trying:
///
/// ```compile_fail,E0369
/// # use domain::{id::PersonId, report::Counts};
/// # let mut counts = Counts::of_people();
/// # counts.add("in work", PersonId(uuid::Uuid::nil()));
/// let read = counts == Counts::of_people();
/// ```
///
/// And they cannot be sent anywhere:
///
/// ```compile_fail,E0277
/// # use domain::{id::PersonId, report::Counts};
/// # let mut counts = Counts::of_people();
/// # counts.add("in work", PersonId(uuid::Uuid::nil()));
/// fn send(body: impl serde::Serialize) {}
/// send(counts);
/// ```
pub struct Counts<G> {
    cap: NonZeroU32,
    groups: BTreeMap<G, BTreeMap<PersonId, u32>>,
}

impl<G: Ord> Counts<G> {
    /// Counts in which everybody counts once in a group, however often they are added to it.
    pub fn of_people() -> Self {
        Self::of_events(NonZeroU32::MIN)
    }

    /// Counts of things that happened to people. One person adds at most `cap` to a group, and the
    /// figures are rounded that much more coarsely, so that nobody stands out by having many.
    pub fn of_events(cap: NonZeroU32) -> Self {
        Self { cap, groups: BTreeMap::new() }
    }

    /// Counts a young person, or one more thing that happened to them, into a group.
    pub fn add(&mut self, group: G, person: PersonId) {
        let events = self.groups.entry(group).or_default().entry(person).or_default();
        *events = (*events + 1).min(self.cap.get());
    }

    /// The figures that may be shown to everybody.
    pub fn publish(self, key: &CellKey) -> Published<G> {
        let cap = self.cap;
        // Everybody is in several groups, and their key is the costly part.
        let mut known = HashMap::new();
        let mut key_of = |person| *known.entry(person).or_insert_with(|| record_key(key, person));
        let mut shown = BTreeMap::new();
        for (group, people) in self.groups {
            if let Some(figure) = figure(key, &people, cap, &mut key_of) {
                shown.insert(group, figure);
            }
        }
        Published { shown }
    }
}

/// Published figures by group.
///
/// A group that nobody was counted into reads the same as one with a few people in it, and groups
/// cannot be listed: that a group exists would already tell that somebody is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published<G: Ord> {
    // Only what is shown: what is not here cannot slip out.
    shown: BTreeMap<G, u32>,
}

impl<G: Ord> Published<G> {
    /// The figure of a group.
    pub fn cell(&self, group: &G) -> Cell {
        self.shown.get(group).map_or(Cell::LOW, |figure| Cell::shown(*figure))
    }
}

/// The figure of one group, if it is large enough to be shown.
fn figure(
    key: &CellKey,
    people: &BTreeMap<PersonId, u32>,
    cap: NonZeroU32,
    mut key_of: impl FnMut(PersonId) -> u32,
) -> Option<u32> {
    let (mut n, mut sum) = (0, 0);
    for (person, events) in people {
        n += u64::from(*events);
        sum += u64::from(*events) * u64::from(key_of(*person));
    }
    let rounded = round(key, n, sum, BASE * cap.get());
    let figure = u32::try_from(rounded).expect("there are fewer people than fit in 32 bits");
    (figure >= SHOW_FROM * cap.get()).then_some(figure)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ops::Range;

    use super::*;
    use crate::report::testing::{Dice, cell_key, known_answers, person};

    fn cell_of(people: impl IntoIterator<Item = PersonId>) -> Cell {
        let mut counts = Counts::of_people();
        for person in people {
            counts.add((), person);
        }
        counts.publish(&cell_key()).cell(&())
    }

    /// A dozen groups of each size.
    fn groups(seed: u64, sizes: Range<usize>) -> Vec<BTreeSet<PersonId>> {
        let mut dice = Dice(seed);
        let mut groups = Vec::new();
        for size in sizes.flat_map(|size| [size; 12]) {
            let mut group = BTreeSet::new();
            while group.len() < size {
                group.insert(person(dice.roll(100_000)));
            }
            groups.push(group);
        }
        groups
    }

    #[test]
    fn published_figures_are_the_known_ones() {
        for case in known_answers("ckr")["prefix_cells"].as_array().unwrap() {
            let n = case["first_n_people"].as_u64().unwrap();
            let cell = cell_of((1..=n).map(person));
            assert_eq!(cell.value().map(u64::from), case["published"].as_u64(), "{case}");
        }
    }

    #[test]
    fn every_figure_is_a_multiple_of_five_from_ten_up_or_low() {
        for group in groups(1, 0..50) {
            if let Some(figure) = cell_of(group).value() {
                assert!(figure % 5 == 0 && figure >= 10, "{figure}");
            }
        }
    }

    #[test]
    fn a_figure_is_at_most_four_away_and_low_is_at_most_nine() {
        for group in groups(2, 0..50) {
            let n = group.len() as u32;
            match cell_of(group).value() {
                Some(figure) => assert!(figure.abs_diff(n) <= 4 && n > 5, "{n} as {figure}"),
                None => assert!(n <= 9, "{n} as low"),
            }
        }
    }

    #[test]
    fn the_same_people_have_the_same_figure_in_every_table() {
        for group in groups(3, 0..25) {
            let alone = cell_of(group.clone());

            let mut counts = Counts::of_people();
            for person in group.iter().rev() {
                counts.add(("need", 4), *person);
                counts.add(("everybody", 0), *person);
                counts.add(("everybody", 0), *person);
            }
            (200_000..200_030).for_each(|number| counts.add(("need", 5), person(number)));
            let published = counts.publish(&cell_key());

            assert_eq!(published.cell(&("need", 4)), alone);
            assert_eq!(published.cell(&("everybody", 0)), alone);
        }
    }

    #[test]
    fn rounding_goes_up_as_often_as_the_remainder_says() {
        let mut cells = 0;
        let mut ups = [0_f64; 5];
        let mut all = [0_f64; 5];
        for group in groups(4, 10..60) {
            let n = group.len() as u32;
            let figure = cell_of(group).value().unwrap();
            cells += 1;
            all[n as usize % 5] += 1.0;
            ups[n as usize % 5] += f64::from(u8::from(figure > n));
        }

        assert!(cells >= 500, "{cells} cells");
        assert_eq!(ups[0], 0.0);
        let chi_square: f64 = (1..5)
            .map(|remainder| {
                let chance = remainder as f64 / 5.0;
                let expected = all[remainder] * chance;
                (ups[remainder] - expected).powi(2) / (expected * (1.0 - chance))
            })
            .sum();
        // One in a thousand honest schemes would exceed this, with four degrees of freedom.
        assert!(chi_square < 18.47, "{chi_square}");
    }

    #[test]
    fn one_more_person_draws_anew_whatever_was_drawn_before() {
        let mut pairs = [[0_f64; 2]; 2];
        let mut newcomer = 300_000;
        for group in groups(6, 10..80).into_iter().filter(|group| group.len() % 5 == 2) {
            // With a remainder of 2 before and 3 after: up with chance two fifths, three fifths.
            let n = group.len() as u32;
            newcomer += 1;
            let before = cell_of(group.clone()).value().unwrap() > n;
            let with_newcomer = group.into_iter().chain([person(newcomer)]);
            let after = cell_of(with_newcomer).value().unwrap() > n + 1;
            pairs[usize::from(before)][usize::from(after)] += 1.0;
        }

        let all: f64 = pairs.iter().flatten().sum();
        assert!(all >= 150.0, "{all} pairs");
        let expected = [[0.6 * 0.4, 0.6 * 0.6], [0.4 * 0.4, 0.4 * 0.6]];
        let chi_square: f64 = (0..4)
            .map(|i| (i / 2, i % 2))
            .map(|(b, a)| (pairs[b][a] - all * expected[b][a]).powi(2) / (all * expected[b][a]))
            .sum();
        // Three degrees of freedom, one in a thousand.
        assert!(chi_square < 16.27, "{chi_square}");
    }

    #[test]
    fn somebody_with_many_events_counts_for_no_more_than_the_cap() {
        let cap = NonZeroU32::new(3).unwrap();
        let mut capped = Counts::of_events(cap);
        let mut plain = Counts::of_events(cap);
        for number in 1..=40 {
            (0..3).for_each(|_| plain.add((), person(number)));
            (0..30).for_each(|_| capped.add((), person(number)));
        }
        assert_eq!(capped.publish(&cell_key()), plain.publish(&cell_key()));
    }

    #[test]
    fn events_are_rounded_to_fifteen_and_shown_from_thirty() {
        let mut dice = Dice(5);
        for people in 1..=60 {
            let mut counts = Counts::of_events(NonZeroU32::new(3).unwrap());
            let mut n = 0;
            for number in 1..=people {
                let events = 1 + dice.roll(3);
                n += events as u32;
                (0..events).for_each(|_| counts.add((), person(number)));
            }
            match counts.publish(&cell_key()).cell(&()).value() {
                Some(figure) => {
                    assert!(figure % 15 == 0 && figure >= 30 && figure.abs_diff(n) < 15);
                }
                None => assert!(n < 30),
            }
        }
    }

    #[test]
    fn nobody_and_a_few_people_read_the_same() {
        let mut counts = Counts::of_people();
        (1..=3).for_each(|number| counts.add("a few", person(number)));
        let published = counts.publish(&cell_key());

        assert_eq!(published.cell(&"a few"), published.cell(&"nobody"));
        assert_eq!(published, Counts::of_people().publish(&cell_key()));
    }
}
