//! Published figures, as they travel. Everything here is made from what was published, never from counts.

use chrono::NaiveDate;
use domain::{
    partnership::Partnership,
    report::{
        Category, Cell, CohortReport, DestinationReport, Headline, SCHEME, SYMBOLS, Share,
        WaveFigures, WaveReport, WaveState, next_release_on,
    },
};
use poem_openapi::{Enum, Object, types::Example};

use super::example;

/// Destinations of a partnership's young people.
#[derive(Object)]
#[oai(rename = "DestinationReport", example)]
pub struct ReportOut {
    /// The partnership.
    partnership_name: String,
    /// Everybody here is made up. Say so on every page.
    demonstration: bool,
    /// The day up to which the records behind the figures go.
    as_known_on: NaiveDate,
    /// The day on which the next figures come out.
    next_release_on: NaiveDate,
    /// The name of the rules by which counts are rounded and hidden.
    scheme: String,
    /// The signs that stand in place of figures or beside them.
    symbols: Vec<SymbolOut>,
    /// The year groups, oldest first. Which ones are listed does not depend on who is in them.
    cohorts: Vec<CohortOut>,
}

/// A sign and what it means.
#[derive(Object)]
#[oai(rename = "Symbol")]
struct SymbolOut {
    /// The sign.
    symbol: String,
    /// What it means.
    meaning: String,
}

/// The young people whose transition dates lie in one academic year.
#[derive(Object)]
#[oai(rename = "Cohort")]
struct CohortOut {
    /// The academic year, such as `2023/24`.
    label: String,
    /// The first of the transition dates.
    starts_on: NaiveDate,
    /// The last of the transition dates.
    ends_on: NaiveDate,
    /// The four points, earliest first.
    waves: Vec<WaveOut>,
}

/// What there is to say about one year group at one point.
#[derive(Object)]
#[oai(rename = "Wave", skip_serializing_if_is_none)]
struct WaveOut {
    /// How many months after the transition date: 6, 12, 18 or 24.
    month: u8,
    state: StateCode,
    /// The day on which its figures first come out.
    ready_on: NaiveDate,
    /// How many young people are in the figures. There unless it is too early.
    base: Option<CellOut>,
    /// How many are not, because they are in custody on the day. There, like all that follows, if figures are published.
    left: Option<CellOut>,
    /// How many were asked and answered.
    response: Option<ResponseOut>,
    /// Those whose destination is known.
    known: Option<ShareOut>,
    /// Those in education, training or paid work.
    in_education_or_work: Option<ShareOut>,
    /// Those known to be in none of these.
    not_in_education_or_work: Option<ShareOut>,
    /// All ten destinations, in a fixed order.
    destinations: Option<Vec<DestinationOut>>,
    /// What the figures say, in a sentence or two.
    finding: Option<String>,
    /// What to beware of, in a few sentences, if anything.
    caution: Option<String>,
}

/// Whether there are figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "WaveState", rename_all = "kebab-case")]
enum StateCode {
    /// There are.
    Published,
    /// It is too early.
    NotReady,
    /// Too few young people to show more than how many they are. Nobody at all reads the same as a few.
    TooFew,
}

/// A published count.
#[derive(Clone, Object)]
#[oai(rename = "Cell", skip_serializing_if_is_none)]
struct CellOut {
    /// The figure, or `[low]` for anything from none to nine.
    text: String,
    /// The figure: a multiple of 5, from 10 up. Missing when low, which is not nought.
    value: Option<u32>,
}

/// How many were asked about a point, and how many answered.
#[derive(Object)]
#[oai(rename = "Response", skip_serializing_if_is_none)]
struct ResponseOut {
    /// For whom a check-in fell due in the six months before.
    asked: CellOut,
    /// Who answered at least one of them.
    answered: CellOut,
    /// The share that answered, in whole per cent up to 94, or `95+`.
    percent: Option<String>,
    /// `[u]` beside a percentage to be used with care.
    mark: Option<String>,
}

/// A published count and what follows from it.
#[derive(Object)]
#[oai(rename = "Share", skip_serializing_if_is_none)]
struct ShareOut {
    /// How many.
    count: CellOut,
    /// Their share of the base, in whole per cent up to 94, or `95+`. Missing when the count is low.
    percent: Option<String>,
    /// `[u]` beside a percentage to be used with care.
    mark: Option<String>,
    /// The lower end of the 95 % interval, in whole per cent.
    low: Option<u32>,
    /// The upper end of the 95 % interval, in whole per cent.
    high: Option<u32>,
}

/// One destination.
#[derive(Object)]
#[oai(rename = "DestinationFigure", skip_serializing_if_is_none)]
struct DestinationOut {
    category: CategoryCode,
    /// What people call it.
    label: String,
    headline: HeadlineCode,
    /// How many have it.
    count: CellOut,
    /// Their share of the base, in whole per cent up to 94, or `95+`. Missing when the count is low.
    percent: Option<String>,
    /// `[u]` beside a percentage to be used with care.
    mark: Option<String>,
    /// The lower end of the 95 % interval, in whole per cent.
    low: Option<u32>,
    /// The upper end of the 95 % interval, in whole per cent.
    high: Option<u32>,
}

/// What somebody mainly does on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Category", rename_all = "kebab-case", remote = "Category")]
enum CategoryCode {
    /// An apprenticeship.
    Apprenticeship,
    /// A supported internship.
    SupportedInternship,
    /// Higher education.
    HigherEducation,
    /// School or college.
    FurtherEducation,
    /// Any other training.
    OtherTraining,
    /// Paid work.
    Employment,
    /// Voluntary work. It counts as not in education or work, as in the national figures.
    Voluntary,
    /// Out of education and work, and looking.
    NeetSeeking,
    /// Out of education and work, and not able to look now.
    NeetUnavailable,
    /// Nobody knows.
    NotKnown,
}

/// Which of three groups a destination adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Headline", rename_all = "kebab-case", remote = "Headline")]
enum HeadlineCode {
    /// In education, training or paid work.
    InEducationOrWork,
    /// In none of them.
    NotInEducationOrWork,
    /// Nobody knows.
    NotKnown,
}

impl ReportOut {
    /// A report as it stands on `today`.
    pub fn new(partnership: &Partnership, report: &DestinationReport, today: NaiveDate) -> Self {
        let name = partnership.name.as_str();
        Self::of(name, partnership.demonstration, report, today)
    }

    fn of(name: &str, demonstration: bool, report: &DestinationReport, today: NaiveDate) -> Self {
        let symbol = |(symbol, meaning): (&str, &str)| SymbolOut {
            symbol: symbol.to_owned(),
            meaning: meaning.to_owned(),
        };
        Self {
            partnership_name: name.to_owned(),
            demonstration,
            as_known_on: report.known_on,
            next_release_on: next_release_on(today),
            scheme: SCHEME.to_owned(),
            symbols: SYMBOLS.map(symbol).into(),
            cohorts: report.cohorts.iter().map(CohortOut::from).collect(),
        }
    }
}

impl Example for ReportOut {
    fn example() -> Self {
        let report = example::report();
        let day_after = report.known_on.succ_opt().unwrap_or(report.known_on);
        Self::of("Derbyshire", true, &report, day_after)
    }
}

impl From<&CohortReport> for CohortOut {
    fn from(report: &CohortReport) -> Self {
        Self {
            label: report.cohort.label(),
            starts_on: report.cohort.starts_on(),
            ends_on: report.cohort.ends_on(),
            waves: report.waves.iter().map(WaveOut::from).collect(),
        }
    }
}

impl From<&WaveReport> for WaveOut {
    fn from(report: &WaveReport) -> Self {
        let without = |state, base: Option<Cell>| Self {
            month: report.wave.months() as u8,
            state,
            ready_on: report.ready_on,
            base: base.map(CellOut::from),
            left: None,
            response: None,
            known: None,
            in_education_or_work: None,
            not_in_education_or_work: None,
            destinations: None,
            finding: None,
            caution: None,
        };
        match &report.state {
            WaveState::NotReady => without(StateCode::NotReady, None),
            WaveState::TooFew { base } => without(StateCode::TooFew, Some(*base)),
            WaveState::Published(figures) => Self {
                left: Some(figures.left.into()),
                response: Some(ResponseOut::new(figures)),
                known: Some(ShareOut::new(figures, figures.known)),
                in_education_or_work: Some(ShareOut::new(figures, figures.in_education_or_work)),
                not_in_education_or_work: Some(ShareOut::new(
                    figures,
                    figures.not_in_education_or_work,
                )),
                destinations: Some(DestinationOut::all(figures)),
                finding: Some(figures.finding.clone()),
                caution: figures.caution.clone(),
                ..without(StateCode::Published, Some(figures.base))
            },
        }
    }
}

impl From<Cell> for CellOut {
    fn from(cell: Cell) -> Self {
        Self { text: cell.to_string(), value: cell.value() }
    }
}

impl ResponseOut {
    fn new(figures: &WaveFigures) -> Self {
        let ShareOut { count, percent, mark, .. } = ShareOut::new(figures, figures.answered);
        Self { asked: figures.asked.into(), answered: count, percent, mark }
    }
}

impl ShareOut {
    fn new(figures: &WaveFigures, share: Share) -> Self {
        Self {
            count: share.count.into(),
            percent: share.percent.map(|percent| percent.to_string()),
            mark: figures.mark(share).map(str::to_owned),
            low: share.interval.map(|(low, _)| low),
            high: share.interval.map(|(_, high)| high),
        }
    }
}

impl DestinationOut {
    fn all(figures: &WaveFigures) -> Vec<Self> {
        let one = |(category, share): &(Category, Share)| {
            let ShareOut { count, percent, mark, low, high } = ShareOut::new(figures, *share);
            Self {
                category: (*category).into(),
                label: category.label().to_owned(),
                headline: category.headline().into(),
                count,
                percent,
                mark,
                low,
                high,
            }
        };
        figures.destinations.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ToJSON;
    use serde_json::{Value, json};

    use super::*;

    fn waves(cohort: usize) -> Value {
        ReportOut::example().to_json().unwrap()["cohorts"][cohort]["waves"].clone()
    }

    #[test]
    fn published_figures_travel_whole() {
        let wave = &waves(0)[0];
        let lines = wave["destinations"].as_array().unwrap();
        let line = |category: &str| lines.iter().find(|line| line["category"] == category).unwrap();

        assert_eq!(wave["state"], "published");
        assert_eq!(lines.len(), Category::ALL.len());
        assert_eq!(
            *line("employment"),
            json!({
                "category": "employment",
                "label": "Paid work",
                "headline": "in-education-or-work",
                "count": { "text": "35", "value": 35 },
                "percent": "19",
                "low": 14,
                "high": 26,
            })
        );
        assert_eq!(line("higher-education")["count"], json!({ "text": "[low]" }));
        assert_eq!(wave["response"]["percent"], "61");
    }

    #[test]
    fn what_is_not_there_is_left_out() {
        let wave = waves(1)[0].clone();
        assert_eq!(wave, json!({ "month": 6, "state": "not-ready", "ready_on": "2027-07-01" }));
    }
}
