//! From young people to the destination report.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::category::{Category, Headline};
use super::cell::Cell;
use super::ckr::CellKey;
use super::counts::{Counts, Published};
use super::figures::{CohortReport, DestinationReport, Share, WaveFigures, WaveReport, WaveState};
use super::finding::{caution, finding, is_unreliable};
use super::history::{History, Standing};
use super::self_check::{Sum, keeps_its_secrets};
use super::wave::Wave;
use crate::day::AcademicYear;
use crate::id::PersonId;

/// Cohorts with a smaller figure than this show their total only.
const SMALLEST_COHORT: u32 = 25;

/// One young person, as far as the report goes. Everything is as known on the day of the report.
#[derive(Clone, Debug)]
pub struct ReportedPerson {
    /// Who it is. Nobody will see it, but it decides which way counts are rounded.
    pub id: PersonId,
    /// The transition date.
    pub anchor: NaiveDate,
    /// What is known of their destinations.
    pub history: History,
    /// What came of asking them at each point, in the order of [`Wave::ALL`].
    pub replies: [Reply; 4],
}

/// What came of asking somebody at one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// No check-in fell due for them.
    NotAsked,
    /// They were asked and did not answer.
    NoAnswer,
    /// They answered.
    Answered,
}

/// The young people of one partnership, counted for the destination report. As with [`Counts`],
/// nothing can be read until it is published.
pub struct DestinationCounts {
    first_cohort: AcademicYear,
    known_on: NaiveDate,
    counts: Counts<Group>,
}

type Group = (AcademicYear, Wave, Line);

/// A line of the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Base,
    Left,
    Asked,
    Answered,
    Known,
    Headline(Headline),
    Destination(Category),
}

impl DestinationCounts {
    /// Nobody counted yet. The report will list every cohort from the first, which has to be chosen
    /// by when the partnership began, not by whom it has: a list that starts with the first young
    /// person would tell something about them.
    pub fn new(first_cohort: AcademicYear, known_on: NaiveDate) -> Self {
        Self { first_cohort, known_on, counts: Counts::of_people() }
    }

    /// The transition dates that a figure can depend on: nobody else has to be read and added.
    pub fn anchors(&self) -> RangeInclusive<NaiveDate> {
        let first = self.first_cohort.starts_on();
        let is_ready = |cohort: &AcademicYear| Wave::Month6.is_mature(*cohort, self.known_on);
        let last = (self.first_cohort.0..=AcademicYear::of(self.known_on).0)
            .map(AcademicYear)
            .rfind(is_ready)
            .map(AcademicYear::ends_on);
        // Without one, the range holds no day.
        first..=last.or(first.pred_opt()).unwrap_or(first)
    }

    /// Counts a young person for whom the partnership was responsible on their transition date,
    /// at every point that is ready to be reported.
    pub fn add(&mut self, person: &ReportedPerson) {
        let cohort = AcademicYear::of(person.anchor);
        for (wave, reply) in Wave::ALL.into_iter().zip(person.replies) {
            if !wave.is_mature(cohort, self.known_on) {
                continue;
            }
            let mut count = |line| self.counts.add((cohort, wave, line), person.id);
            let Standing::In(category) = person.history.standing_on(wave.point(person.anchor))
            else {
                count(Line::Left);
                continue;
            };
            count(Line::Base);
            count(Line::Destination(category));
            count(Line::Headline(category.headline()));
            if category != Category::NotKnown {
                count(Line::Known);
            }
            if reply != Reply::NotAsked {
                count(Line::Asked);
            }
            if reply == Reply::Answered {
                count(Line::Answered);
            }
        }
    }

    /// The report that may be shown to everybody.
    pub fn publish(self, key: &CellKey) -> DestinationReport {
        let published = self.counts.publish(key);
        let (first, last) = (self.first_cohort.0, AcademicYear::of(self.known_on).0);
        let waves = |cohort| {
            Wave::ALL
                .into_iter()
                .map(|wave| WaveReport {
                    wave,
                    ready_on: wave.ready_on(cohort),
                    state: wave_state(&published, cohort, wave, self.known_on),
                })
                .collect()
        };
        let cohorts = (first..=last)
            .map(AcademicYear)
            .map(|cohort| CohortReport { cohort, waves: waves(cohort) })
            .collect();
        DestinationReport { known_on: self.known_on, cohorts }
    }
}

fn wave_state(
    published: &Published<Group>,
    cohort: AcademicYear,
    wave: Wave,
    known_on: NaiveDate,
) -> WaveState {
    if !wave.is_mature(cohort, known_on) {
        return WaveState::NotReady;
    }
    let cell = |line| published.cell(&(cohort, wave, line));
    let base = cell(Line::Base);
    if base.value().is_none_or(|figure| figure < SMALLEST_COHORT) || !can_be_shown(cell) {
        return WaveState::TooFew { base };
    }

    let share = |line| Share::of(cell(line), base);
    let asked = cell(Line::Asked);
    let answered = Share::of(cell(Line::Answered), asked);
    let known = share(Line::Known);
    let in_education_or_work = share(Line::Headline(Headline::InEducationOrWork));
    WaveState::Published(Box::new(WaveFigures {
        base,
        left: cell(Line::Left),
        asked,
        answered,
        known,
        in_education_or_work,
        not_in_education_or_work: share(Line::Headline(Headline::NotInEducationOrWork)),
        destinations: Category::ALL
            .map(|category| (category, share(Line::Destination(category))))
            .to_vec(),
        finding: finding(wave, base, in_education_or_work),
        caution: caution(base, asked, answered, known),
        low_reliability: is_unreliable(base, known),
    }))
}

/// True unless the lines of the table, taken together, give a low one away.
fn can_be_shown(cell: impl Fn(Line) -> Cell) -> bool {
    let totals = [
        Line::Base,
        Line::Known,
        Line::Headline(Headline::InEducationOrWork),
        Line::Headline(Headline::NotInEducationOrWork),
    ];
    let lines = totals.into_iter().chain(Category::ALL.map(Line::Destination));
    let cells: Vec<Cell> = lines.map(cell).collect();

    // Positions: the four totals, six kinds of education and work, three others, and not known.
    let [base, known, in_work, not_in_work, not_known] = [0, 1, 2, 3, 13];
    let sum = |whole, parts| Sum { whole, parts };
    keeps_its_secrets(
        &cells,
        &[
            sum(base, &[known, not_known]),
            sum(known, &[in_work, not_in_work]),
            sum(in_work, &[4, 5, 6, 7, 8, 9]),
            sum(not_in_work, &[10, 11, 12]),
            sum(base, &[in_work, not_in_work, not_known]),
            sum(known, &[4, 5, 6, 7, 8, 9, 10, 11, 12]),
            sum(base, &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::history::{Away, AwayReason};
    use crate::report::interval::published_interval;
    use crate::report::percent::Percent;
    use crate::report::testing::{Dice, cell_key, day, report_of, reported};

    const KNOWN_ON: &str = "2025-09-30";

    fn first_wave(people: &[ReportedPerson]) -> WaveState {
        let mut counts = DestinationCounts::new(AcademicYear(2023), day(KNOWN_ON));
        people.iter().for_each(|person| counts.add(person));
        counts.publish(&cell_key()).cohorts.remove(0).waves.remove(0).state
    }

    fn figures(people: &[ReportedPerson]) -> WaveFigures {
        match first_wave(people) {
            WaveState::Published(figures) => *figures,
            other => panic!("{other:?}"),
        }
    }

    /// Young people of every kind, with how many of each.
    fn cohort(seed: u64, size: u64) -> Vec<ReportedPerson> {
        let mut dice = Dice(seed);
        let mut somebody = |number| {
            let likely = [3, 3, 3, 3, 5, 5, 7, 7, 9, dice.roll(10)];
            let mut person =
                reported(number, Category::ALL[likely[dice.roll(10) as usize] as usize]);
            person.replies = match dice.roll(5) {
                0 => [Reply::NotAsked; 4],
                1 | 2 => [Reply::NoAnswer; 4],
                _ => [Reply::Answered; 4],
            };
            if dice.roll(25) == 0 {
                person.history.away.push(Away {
                    reason: AwayReason::LeftEngland,
                    starts_on: day("2024-03-01"),
                    ends_on: None,
                });
            }
            person
        };
        (1..=size).map(|number| somebody(1_000 * seed + number)).collect()
    }

    #[test]
    fn every_figure_is_near_its_count_and_low_means_nine_at_most() {
        for seed in 0..20 {
            let people = cohort(seed, 60 + 20 * seed);
            let figures = figures(&people);
            let point = |person: &ReportedPerson| {
                person.history.standing_on(Wave::Month6.point(person.anchor))
            };
            let count = |standing: fn(Standing) -> bool| {
                people.iter().filter(|person| standing(point(person))).count() as u32
            };
            let near = |cell: Cell, n: u32| match cell.value() {
                Some(figure) => assert!(figure.abs_diff(n) <= 4 && n > 5, "{n} as {figure}"),
                None => assert!(n <= 9, "{n} as low"),
            };

            near(figures.base, count(|standing| matches!(standing, Standing::In(_))));
            near(figures.left, count(|standing| matches!(standing, Standing::Away(_))));
            near(
                figures.destination(Category::FurtherEducation).count,
                count(|standing| standing == Standing::In(Category::FurtherEducation)),
            );
            near(
                figures.known.count,
                count(|standing| {
                    !matches!(standing, Standing::Away(_) | Standing::In(Category::NotKnown))
                }),
            );
        }
    }

    #[test]
    fn every_share_follows_from_published_figures() {
        for seed in 20..40 {
            let figures = figures(&cohort(seed, 40 + 30 * (seed - 20)));
            let follows = |share: Share, whole: Cell| {
                assert_eq!(share.percent, Percent::of(share.count, whole));
                let interval = published_interval(share.count, whole);
                assert_eq!(share.interval, interval.map(|interval| interval.whole_percent()));
            };
            follows(figures.answered, figures.asked);
            follows(figures.known, figures.base);
            follows(figures.in_education_or_work, figures.base);
            follows(figures.not_in_education_or_work, figures.base);
            for (_, share) in &figures.destinations {
                follows(*share, figures.base);
            }
            assert_eq!(
                figures.finding,
                finding(Wave::Month6, figures.base, figures.in_education_or_work)
            );
        }
    }

    #[test]
    fn all_ten_destinations_are_listed_whether_anybody_is_in_them_or_not() {
        let one_kind: Vec<_> = (1..=60).map(|n| reported(n, Category::Employment)).collect();
        let listed: Vec<_> =
            figures(&one_kind).destinations.iter().map(|(category, _)| *category).collect();
        assert_eq!(listed, Category::ALL);
    }

    #[test]
    fn nobody_reads_the_same_as_a_few() {
        let nobody = report_of(0, day(KNOWN_ON));
        let a_few = report_of(8, day(KNOWN_ON));
        assert_eq!(nobody, a_few);
        assert_eq!(nobody.cohorts[0].waves[0].state, WaveState::TooFew { base: Cell::LOW });
    }

    #[test]
    fn a_small_cohort_shows_its_total_only() {
        let state = report_of(20, day(KNOWN_ON)).cohorts.remove(0).waves.remove(0).state;
        assert_eq!(state, WaveState::TooFew { base: Cell::shown(20) });
    }

    #[test]
    fn figures_come_out_wave_by_wave_and_not_before_they_are_ready() {
        let states = |known_on| {
            let mut report = report_of(60, day(known_on));
            let waves = report.cohorts.remove(0).waves;
            waves.iter().map(|wave| wave.state.code()).collect::<Vec<_>>()
        };
        assert_eq!(states("2025-03-31"), ["not-ready"; 4]);
        assert_eq!(states("2025-06-30"), ["published", "not-ready", "not-ready", "not-ready"]);
        assert_eq!(states("2025-12-31"), ["published", "published", "not-ready", "not-ready"]);
        assert_eq!(states("2026-12-31"), ["published"; 4]);
    }

    #[test]
    fn cohorts_are_listed_from_the_first_to_the_present_one() {
        let report = report_of(0, day("2026-09-30"));
        let labels: Vec<_> = report.cohorts.iter().map(|cohort| cohort.cohort.label()).collect();
        assert_eq!(labels, ["2023/24", "2024/25", "2025/26", "2026/27"]);
    }

    #[test]
    fn only_people_of_cohorts_that_are_ready_have_to_be_added() {
        let anchors =
            |first, known_on| DestinationCounts::new(AcademicYear(first), day(known_on)).anchors();
        assert_eq!(anchors(2023, "2026-09-30"), day("2023-09-01")..=day("2025-08-31"));
        assert_eq!(anchors(2023, "2025-05-31"), day("2023-09-01")..=day("2024-08-31"));
        assert!(anchors(2023, "2025-05-30").is_empty());
    }

    #[test]
    fn somebody_who_left_is_in_no_figure_but_that_of_those_who_left() {
        let stayed: Vec<_> = (1..=60).map(|n| reported(n, Category::Employment)).collect();
        let mut all = stayed.clone();
        for number in 101..=120 {
            let mut person = reported(number, Category::Employment);
            let away =
                Away { reason: AwayReason::Died, starts_on: day("2024-05-01"), ends_on: None };
            person.history.away.push(away);
            all.push(person);
        }
        let (with, without) = (figures(&all), figures(&stayed));
        assert_eq!(with.left, Cell::shown(20));
        assert_eq!(WaveFigures { left: Cell::LOW, ..with }, without);
    }

    #[test]
    fn adding_somebody_twice_or_in_another_order_changes_nothing() {
        let people = cohort(50, 120);
        let twice: Vec<_> = people.iter().rev().chain(&people).cloned().collect();
        assert_eq!(first_wave(&people), first_wave(&twice));
    }
}
