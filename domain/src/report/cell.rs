//! A figure as it may be published.

use std::fmt;

/// A published count: a multiple of 5 from 10 up (of 5 and 10 times the cap where events are
/// counted), or "low", which is any true count from nought to nine.
///
/// Cells come out of [`Counts::publish`](super::Counts::publish) and cannot be made in any other
/// way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell(Option<u32>);

impl Cell {
    /// A count that is too small to show, nought included.
    pub const LOW: Self = Self(None);

    pub(super) fn shown(figure: u32) -> Self {
        Self(Some(figure))
    }

    /// The figure, unless it is low. A low cell is not nought: never add it up as if it were.
    pub fn value(self) -> Option<u32> {
        self.0
    }

    /// True of a cell whose figure is not shown.
    pub fn is_low(self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(figure) => figure.fmt(f),
            None => f.write_str("[low]"),
        }
    }
}

/// The symbols that may stand in place of a figure or beside it, and what they mean.
pub const SYMBOLS: [(&str, &str); 4] = [
    ("[low]", "Fewer than 10 young people. It may be none at all."),
    ("[u]", "Low reliability. Use this figure with care."),
    ("[x]", "Not available: not ready yet, or too few young people for this figure."),
    ("[z]", "Does not apply."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_reads_as_its_figure_or_as_low() {
        assert_eq!(Cell::shown(25).to_string(), "25");
        assert_eq!(Cell::LOW.to_string(), "[low]");
        assert_eq!(Cell::shown(25).value(), Some(25));
        assert_eq!(Cell::LOW.value(), None);
    }
}
