//! A last look before figures go out: could somebody work out a low cell from the others?

use super::cell::Cell;

/// How far a count may be from its figure.
const ROUNDING: i64 = 4;

/// The most that a low cell can hide.
const LOW_MOST: i64 = 9;

/// A low count that is known to be no more than this is a small one.
const SMALL_MOST: i64 = 5;

/// A low cell has to leave this many possible counts at least.
const FEWEST_VALUES: i64 = 3;

/// A total and its parts, as positions in a list of cells.
pub(super) struct Sum<'a> {
    /// The position of the total.
    pub whole: usize,
    /// The positions of parts that add up to it.
    pub parts: &'a [usize],
}

/// True if every low cell that may be small still has several possible counts, and is certain
/// neither to be none nor to be one of the small ones, for somebody who knows the rules and all
/// these figures.
///
/// The sums hold for the true counts. They narrow down what each count can be, over and over, until
/// nothing changes any more.
pub(super) fn keeps_its_secrets(cells: &[Cell], sums: &[Sum<'_>]) -> bool {
    let mut bounds: Vec<Bounds> = cells.iter().map(|cell| Bounds::of(*cell)).collect();
    while sums.iter().any(|sum| narrow(&mut bounds, sum)) {}

    cells.iter().zip(&bounds).all(|(cell, bounds)| !cell.is_low() || bounds.are_wide_enough())
}

/// The least and the most that a count can be.
#[derive(Clone, Copy)]
struct Bounds {
    least: i64,
    most: i64,
}

impl Bounds {
    fn of(cell: Cell) -> Self {
        match cell.value().map(i64::from) {
            Some(figure) => Self { least: figure - ROUNDING, most: figure + ROUNDING },
            None => Self { least: 0, most: LOW_MOST },
        }
    }

    /// True if a small count cannot be told from these bounds.
    fn are_wide_enough(self) -> bool {
        let cannot_be_small = self.least > SMALL_MOST;
        let certainly_small = self.least >= 1 && self.most <= SMALL_MOST;
        let few_values = self.most - self.least + 1 < FEWEST_VALUES;
        cannot_be_small || !(certainly_small || few_values)
    }

    /// Keeps to what is in both. True if that says more than before.
    fn narrow_to(&mut self, least: i64, most: i64) -> bool {
        let before = (self.least, self.most);
        (self.least, self.most) = (self.least.max(least), self.most.min(most));
        before != (self.least, self.most)
    }
}

fn narrow(bounds: &mut [Bounds], sum: &Sum<'_>) -> bool {
    let least: i64 = sum.parts.iter().map(|part| bounds[*part].least).sum();
    let most: i64 = sum.parts.iter().map(|part| bounds[*part].most).sum();
    let mut narrowed = bounds[sum.whole].narrow_to(least, most);

    let whole = bounds[sum.whole];
    for part in sum.parts {
        let (others_least, others_most) = (least - bounds[*part].least, most - bounds[*part].most);
        narrowed |= bounds[*part].narrow_to(whole.least - others_most, whole.most - others_least);
    }
    narrowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(figures: &[u32]) -> Vec<Cell> {
        figures
            .iter()
            .map(|figure| if *figure == 0 { Cell::LOW } else { Cell::shown(*figure) })
            .collect()
    }

    #[test]
    fn an_ordinary_table_keeps_its_secrets() {
        let cells = cells(&[120, 65, 35, 15, 0, 0]);
        assert!(keeps_its_secrets(&cells, &[Sum { whole: 0, parts: &[1, 2, 3, 4, 5] }]));
    }

    #[test]
    fn a_total_at_its_edge_can_tell_that_a_low_cell_is_empty() {
        // At least 6 + 6 + 11 + 11 people in the four parts shown, and at most 34 in all.
        let cells = cells(&[30, 10, 10, 15, 15, 0]);
        assert!(!keeps_its_secrets(&cells, &[Sum { whole: 0, parts: &[1, 2, 3, 4, 5] }]));
    }

    #[test]
    fn one_step_of_rounding_between_whole_and_part_is_no_danger() {
        // The part is rounded up beyond the whole: nobody to three people are in the rest.
        let cells = cells(&[35, 40, 0]);
        assert!(keeps_its_secrets(&cells, &[Sum { whole: 0, parts: &[1, 2] }]));
    }

    #[test]
    fn what_one_sum_tells_is_used_in_the_next() {
        // At most 34 people in three parts of at least 11 leave 12 for the third at most. Two of
        // its own parts have 6 each at least, so there is nobody in the low one.
        let cells = cells(&[30, 15, 15, 15, 10, 10, 0]);
        let outer = Sum { whole: 0, parts: &[1, 2, 3] };
        let inner = Sum { whole: 3, parts: &[4, 5, 6] };

        assert!(keeps_its_secrets(&cells, std::slice::from_ref(&inner)));
        assert!(!keeps_its_secrets(&cells, &[inner, outer]));
    }

    #[test]
    fn a_low_cell_that_cannot_be_small_needs_no_protection() {
        // At least 56 people, at most 39 in the part shown: eight or nine in each of the others.
        let cells = cells(&[60, 35, 0, 0]);
        assert!(keeps_its_secrets(&cells, &[Sum { whole: 0, parts: &[1, 2, 3] }]));
    }
}
