//! The destination report as a CSV file.

use csv::{Terminator, WriterBuilder};

use super::category::Headline;
use super::cell::Cell;
use super::figures::{DestinationReport, Share, WaveFigures, WaveReport, WaveState};
use crate::day::AcademicYear;

/// The columns, in order.
const COLUMNS: [&str; 13] = [
    "partnership",
    "known_on",
    "cohort",
    "months_on",
    "state",
    "ready_on",
    "line",
    "label",
    "count",
    "percent",
    "mark",
    "low_percent",
    "high_percent",
];

/// A line of the table: its code, its label, its count, and its percentage with its mark and both ends.
type Line = (&'static str, &'static str, [String; 5]);

impl DestinationReport {
    /// The same figures as a CSV file (RFC 4180, UTF-8), one row for each line of each table. A
    /// spreadsheet will not take any of it for a formula.
    pub fn to_csv(&self, partnership: &str) -> String {
        let mut file = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        let mut write = |row: [String; 13]| {
            file.write_record(row.map(harmless)).expect("writing to memory does not fail");
        };
        write(COLUMNS.map(str::to_owned));
        for cohort in &self.cohorts {
            for wave in &cohort.waves {
                for line in lines(wave) {
                    write(self.row(partnership, cohort.cohort, wave, line));
                }
            }
        }
        let bytes = file.into_inner().expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("text goes in, so text comes out")
    }

    fn row(
        &self,
        partnership: &str,
        cohort: AcademicYear,
        wave: &WaveReport,
        (code, label, [count, percent, mark, low, high]): Line,
    ) -> [String; 13] {
        [
            partnership.to_owned(),
            self.known_on.to_string(),
            cohort.label(),
            wave.wave.months().to_string(),
            wave.state.code().to_owned(),
            wave.ready_on.to_string(),
            code.to_owned(),
            label.to_owned(),
            count,
            percent,
            mark,
            low,
            high,
        ]
    }
}

fn lines(wave: &WaveReport) -> Vec<Line> {
    match &wave.state {
        WaveState::NotReady => {
            vec![("base", "Young people", ["[x]"; 5].map(str::to_owned))]
        }
        WaveState::TooFew { base } => vec![total("base", "Young people", *base)],
        WaveState::Published(figures) => published_lines(figures),
    }
}

fn published_lines(figures: &WaveFigures) -> Vec<Line> {
    let mut lines = vec![
        total("base", "Young people", figures.base),
        total("left", "Left the cohort", figures.left),
        total("asked", "Asked", figures.asked),
        share("answered", "Answered, of those asked", figures.answered, figures),
        share("known", "Destination known", figures.known, figures),
    ];
    // The third headline, "not known", is a destination too and stands among them.
    for headline in [Headline::InEducationOrWork, Headline::NotInEducationOrWork] {
        lines.push(share(headline.code(), headline.label(), figures.headline(headline), figures));
    }
    for (category, found) in &figures.destinations {
        lines.push(share(category.code(), category.label(), *found, figures));
    }
    lines
}

fn total(code: &'static str, label: &'static str, count: Cell) -> Line {
    let [percent, mark, low, high] = ["[z]"; 4].map(str::to_owned);
    (code, label, [count.to_string(), percent, mark, low, high])
}

fn share(code: &'static str, label: &'static str, share: Share, figures: &WaveFigures) -> Line {
    let not_available = || "[x]".to_owned();
    let percent = share.percent.map_or_else(not_available, |percent| percent.to_string());
    let [low, high] = match share.interval {
        Some((low, high)) => [low.to_string(), high.to_string()],
        None => [not_available(), not_available()],
    };
    let mark = figures.mark(share).unwrap_or_default().to_owned();
    (code, label, [share.count.to_string(), percent, mark, low, high])
}

/// A text that a spreadsheet shows as it is and never runs.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{day, report_of};

    fn rows(file: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
        let text = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        reader.records().map(|row| text(row.unwrap())).collect()
    }

    #[test]
    fn the_file_holds_the_figures_of_the_report_and_no_others() {
        let report = report_of(60, day("2025-09-30"));
        let WaveState::Published(figures) = &report.cohorts[0].waves[0].state else {
            panic!("there are enough young people")
        };
        let rows = rows(&report.to_csv("Derbyshire"));

        assert_eq!(rows[0], COLUMNS);
        assert_eq!(
            rows[1][..7],
            ["Derbyshire", "2025-09-30", "2023/24", "6", "published", "2025-07-01", "base"]
        );
        assert_eq!(rows[1][8..], [&figures.base.to_string(), "[z]", "[z]", "[z]", "[z]"]);
        let college = rows.iter().find(|row| row[6] == "further-education").unwrap();
        let share = figures.destination(crate::report::Category::FurtherEducation);
        let (low, high) = share.interval.unwrap();
        assert_eq!(
            college[8..],
            [
                share.count.to_string(),
                share.percent.unwrap().to_string(),
                String::new(),
                low.to_string(),
                high.to_string()
            ]
        );
        let training = rows.iter().find(|row| row[6] == "other-training").unwrap();
        assert_eq!(training[8..], ["[low]", "[x]", "", "[x]", "[x]"]);
    }

    #[test]
    fn percentages_of_a_small_group_are_marked() {
        let rows = rows(&report_of(40, day("2025-09-30")).to_csv("Derbyshire"));
        let marks = |code: &str| rows.iter().find(|row| row[6] == code).unwrap()[10].clone();
        assert_eq!(
            ["base", "known", "further-education", "voluntary"].map(marks),
            ["[z]", "[u]", "[u]", ""]
        );
    }

    #[test]
    fn figures_that_are_not_ready_have_a_line_that_says_so() {
        let rows = rows(&report_of(60, day("2024-09-30")).to_csv("Derbyshire"));
        assert!(rows[1..].iter().all(|row| row[4] == "not-ready" && row[8] == "[x]"));
        assert_eq!(rows.len(), 1 + 2 * 4);
    }

    #[test]
    fn no_cell_can_be_taken_for_a_formula() {
        for name in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\0x"] {
            let file = report_of(60, day("2024-09-30")).to_csv(name);
            assert_eq!(rows(&file)[1][0], format!("'{name}"));
        }
        let file = report_of(60, day("2024-09-30")).to_csv("Derby, \"City\"\nand more");
        assert_eq!(rows(&file)[1][0], "Derby, \"City\"\nand more");
        assert!(file.contains("\r\n") && file.starts_with("partnership,"));
    }
}
