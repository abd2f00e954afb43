//! The destination report as it is published.

use chrono::NaiveDate;

use super::category::{Category, Headline};
use super::cell::Cell;
use super::interval::published_interval;
use super::percent::Percent;
use super::wave::Wave;
use crate::day::AcademicYear;

/// Destinations of a partnership's young people: every cohort, at every point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestinationReport {
    /// The day up to which the records behind the figures go.
    pub known_on: NaiveDate,
    /// The cohorts, oldest first. Which ones are listed does not depend on who is in them.
    pub cohorts: Vec<CohortReport>,
}

/// One cohort's part of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortReport {
    /// The academic year of its transition dates.
    pub cohort: AcademicYear,
    /// The four points, in order.
    pub waves: Vec<WaveReport>,
}

/// What there is to say about one cohort at one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveReport {
    /// The point.
    pub wave: Wave,
    /// The day on which its figures first come out.
    pub ready_on: NaiveDate,
    /// The figures, or why there are none.
    pub state: WaveState,
}

/// The figures, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaveState {
    /// It is too early.
    NotReady,
    /// Too few young people, in all or in a group that could be worked out, to show more than how
    /// many they are. Nobody at all reads the same as a few.
    TooFew {
        /// The young people in the figures.
        base: Cell,
    },
    /// The figures.
    Published(Box<WaveFigures>),
}

impl WaveState {
    /// Its code in documents and files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotReady => "not-ready",
            Self::TooFew { .. } => "too-few",
            Self::Published(_) => "published",
        }
    }
}

/// The figures of one cohort at one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveFigures {
    /// The young people in the figures.
    pub base: Cell,
    /// Those who have left the figures: they died, left England or are in custody.
    pub left: Cell,
    /// Those who were asked, as far as they are in the figures.
    pub asked: Cell,
    /// Those who answered, as a share of those asked.
    pub answered: Share,
    /// Those whose destination is known.
    pub known: Share,
    /// Those in education, training or work.
    pub in_education_or_work: Share,
    /// Those known to be out of education, training and work.
    pub not_in_education_or_work: Share,
    /// Each destination, in a fixed order.
    pub destinations: Vec<(Category, Share)>,
    /// What the figures say, in a sentence.
    pub finding: String,
    /// What to beware of, if anything.
    pub caution: Option<String>,
    /// True if all of the figures deserve the mark `[u]`: a small group, or too many not known.
    pub low_reliability: bool,
}

impl WaveFigures {
    /// The share of one of the three headlines.
    pub fn headline(&self, headline: Headline) -> Share {
        match headline {
            Headline::InEducationOrWork => self.in_education_or_work,
            Headline::NotInEducationOrWork => self.not_in_education_or_work,
            Headline::NotKnown => self.destination(Category::NotKnown),
        }
    }

    /// The sign to show beside the percentage of one of these shares, if it needs one.
    pub fn mark(&self, share: Share) -> Option<&'static str> {
        let percent = share.percent?;
        (self.low_reliability || percent.is_unreliable()).then_some("[u]")
    }

    /// The share of one destination.
    pub fn destination(&self, category: Category) -> Share {
        let found = self.destinations.iter().find(|(listed, _)| *listed == category);
        found.expect("every destination is listed").1
    }
}

/// A published count with what follows from it and its whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The count.
    pub count: Cell,
    /// Its share of the whole, if both are large enough.
    pub percent: Option<Percent>,
    /// The 95 % interval of the share, in whole per cent. There is one if there is a percentage.
    pub interval: Option<(u32, u32)>,
}

impl Share {
    /// The share that one published count is of another.
    pub fn of(count: Cell, whole: Cell) -> Self {
        let interval = published_interval(count, whole);
        Self {
            count,
            percent: Percent::of(count, whole),
            interval: interval.map(|interval| interval.whole_percent()),
        }
    }
}
