//! Groups of a multiple of five have their own size as their figure, so what was counted can be seen.

mod records;

use domain::{
    check_in_kind::CheckInKind,
    report::{Category, Share, WaveFigures, WaveState},
};

use self::records::{CUSTODY, ELSEWHERE, FURTHER_EDUCATION, HERE, JOB, Records};

/// The release of this day knows what was recorded by the end of September.
const TODAY: &str = "2026-11-22";
const KNOWN: &str = "2026-09-30T23:59:59Z";
const TOO_LATE: &str = "2026-10-01T00:00:00Z";

const IN_TIME: &str = "2026-03-01T12:00:00Z";

/// Of the year group 2023/24, at its first three points.
async fn figures(records: &Records) -> [WaveFigures; 3] {
    let report = records.report(HERE, TODAY).await;
    let states = report.cohorts[0].waves[..3].iter().map(|wave| &wave.state);
    let figures: Vec<WaveFigures> = states
        .map(|state| match state {
            WaveState::Published(figures) => WaveFigures::clone(figures),
            other => panic!("{other:?}"),
        })
        .collect();
    figures.try_into().unwrap()
}

fn count(share: Share) -> Option<u32> {
    share.count.value()
}

/// 60 young people, of whom 40 go to college and 15 work.
async fn sixty(name: &str) -> Records {
    let records = Records::new(name).await;
    records.people(HERE, 1..=60, "2024-01-15", IN_TIME).await;
    records.spells(1..=40, FURTHER_EDUCATION, "2023-09-04", IN_TIME).await;
    records.spells(41..=55, JOB, "2024-03-01", IN_TIME).await;
    records
}

#[tokio::test]
async fn a_report_counts_what_is_recorded() {
    let records = sixty("counts").await;
    let [half_a_year, ..] = figures(&records).await;

    assert_eq!(half_a_year.base.value(), Some(60));
    assert_eq!(count(half_a_year.destination(Category::FurtherEducation)), Some(40));
    assert_eq!(count(half_a_year.destination(Category::Employment)), Some(15));
    assert_eq!(count(half_a_year.known), Some(55));
    assert_eq!(half_a_year.asked.value(), None);
}

#[tokio::test]
async fn custody_takes_young_people_out_of_the_figures() {
    let records = sixty("custody").await;
    records.spells(1..=10, CUSTODY, "2024-07-01", IN_TIME).await;
    let [half_a_year, ..] = figures(&records).await;

    assert_eq!((half_a_year.base.value(), half_a_year.left.value()), (Some(50), Some(10)));
    assert_eq!(count(half_a_year.destination(Category::FurtherEducation)), Some(30));
}

#[tokio::test]
async fn a_reply_counts_for_the_point_that_its_month_leads_up_to() {
    let records = sixty("replies").await;
    records.ask(1..=60, 0, CheckInKind::Welcome).await;
    records.ask(1..=50, 1, CheckInKind::Pulse).await;
    records.ask(1..=40, 6, CheckInKind::Core).await;
    records.ask(1..=30, 7, CheckInKind::Pulse).await;
    records.ask(1..=60, 13, CheckInKind::SomethingChanged).await;

    records.finish(1..=60, 0, IN_TIME).await;
    records.finish(1..=10, 1, IN_TIME).await;
    records.answer(6..=20, 6, IN_TIME).await;
    records.answer(1..=15, 7, IN_TIME).await;
    records.finish(1..=60, 13, IN_TIME).await;

    let replies = figures(&records).await.map(|f| (f.asked.value(), count(f.answered)));
    assert_eq!(replies, [(Some(50), Some(20)), (Some(30), Some(15)), (None, None)]);
}

#[tokio::test]
async fn what_came_after_the_day_of_the_release_changes_nothing() {
    let records = sixty("later").await;
    records.ask(1..=50, 6, CheckInKind::Core).await;
    records.answer(1..=20, 6, KNOWN).await;
    let before = records.report(HERE, TODAY).await;

    records.people(HERE, 61..=100, "2024-01-15", TOO_LATE).await;
    records.people(ELSEWHERE, 101..=150, "2024-01-15", IN_TIME).await;
    records.spells(56..=60, JOB, "2024-03-01", TOO_LATE).await;
    records.withdraw(1..=20, FURTHER_EDUCATION, TOO_LATE).await;
    records.answer(21..=40, 6, TOO_LATE).await;
    records.finish(41..=50, 6, TOO_LATE).await;

    assert_eq!(records.report(HERE, TODAY).await, before);
    assert_eq!(records.report(HERE, "2026-12-31").await, before);
    assert_ne!(records.report(HERE, "2027-01-01").await, before);
}

#[tokio::test]
async fn what_was_withdrawn_by_the_day_of_the_release_does_not_count() {
    let records = sixty("withdrawn").await;
    records.withdraw(1..=20, FURTHER_EDUCATION, KNOWN).await;
    let [half_a_year, ..] = figures(&records).await;
    assert_eq!(count(half_a_year.destination(Category::FurtherEducation)), Some(20));
    assert_eq!(half_a_year.base.value(), Some(60));
}

#[tokio::test]
async fn the_list_of_cohorts_does_not_depend_on_who_is_in_them() {
    let nobody = Records::new("nobody").await;
    let labels = |report: domain::report::DestinationReport| -> Vec<String> {
        report.cohorts.iter().map(|cohort| cohort.cohort.label()).collect()
    };
    let listed = labels(nobody.report(HERE, TODAY).await);
    assert_eq!(listed, ["2023/24", "2024/25", "2025/26", "2026/27"]);

    nobody.people(HERE, 1..=5, "2021-01-15", IN_TIME).await;
    nobody.people(HERE, 6..=60, "2028-01-15", IN_TIME).await;
    assert_eq!(labels(nobody.report(HERE, TODAY).await), listed);
}
