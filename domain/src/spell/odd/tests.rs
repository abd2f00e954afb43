//! What is asked about, and what is not.

use super::*;
use crate::{
    spell::change::tests::{college, day, id, row},
    text::Line,
};

const BIRTH: &str = "2008-07-01";

fn asked(new: &Spell, spells: &[Spell]) -> Vec<(OddKind, &'static str)> {
    let odd = oddities(new, spells, day(BIRTH), Activities::shipped());
    for odd in &odd {
        assert!(odd.words.len() <= 500 && odd.words.ends_with(['.', '?']), "{}", odd.words);
    }
    odd.into_iter().map(|odd| (odd.kind, odd.field)).collect()
}

fn at(spell: Spell, provider: &str) -> Spell {
    Spell { provider: Some(Line::new(provider).unwrap()), ..spell }
}

#[test]
fn what_is_usual_is_not_asked_about() {
    assert_eq!(asked(&college(), &[]), []);
    // A job after college, and news of it.
    let job = row(330, "2026-10-20", "2026-11-02");
    assert_eq!(asked(&job, &[college()]), []);
    let news = Spell { verified_on: Some(day("2026-11-20")), ..job.clone() };
    assert_eq!(asked(&news, &[college(), job]), []);
}

#[test]
fn two_things_at_once_and_weeks_of_nothing_are_asked_about() {
    let job = row(330, "2026-09-20", "2026-11-02");
    assert_eq!(asked(&job, &[college()]), [(OddKind::Overlaps, "started_on")]);
    let over = Spell { ended_on: Some(day("2026-10-31")), ..college() };
    assert_eq!(asked(&row(330, "2026-10-31", "2026-11-02"), std::slice::from_ref(&over)), []);
    assert_eq!(
        asked(&row(330, "2026-10-30", "2026-11-02"), std::slice::from_ref(&over)),
        [(OddKind::Overlaps, "started_on")]
    );
    assert_eq!(asked(&row(330, "2026-11-28", "2026-12-02"), std::slice::from_ref(&over)), []);
    assert_eq!(
        asked(&row(330, "2026-11-30", "2026-12-02"), &[over]),
        [(OddKind::Gap, "started_on")]
    );
    // Not knowing where somebody is overlaps with nothing.
    assert_eq!(asked(&row(810, "2026-09-20", "2026-11-02"), &[college()]), []);
}

#[test]
fn the_same_again_is_asked_about_and_elsewhere_is_not_the_same() {
    let again = Spell { id: id(5), ..college() };
    assert_eq!(asked(&again, &[college()]), [(OddKind::SameAgain, "code")]);
    let known = at(Spell { ended_on: Some(day("2026-10-31")), ..college() }, "Northside College");
    let next = Spell { started_on: day("2026-11-02"), verified_on: None, ..again };
    assert_eq!(asked(&at(next.clone(), "Southside College"), std::slice::from_ref(&known)), []);
    assert_eq!(asked(&at(next, "Northside College"), &[known]), [(OddKind::SameAgain, "code")]);
}

#[test]
fn days_are_asked_about_that_do_not_fit_their_age() {
    // They turned 16 on 1 July 2024: the last Friday in June was the 28th.
    assert_eq!(leaves_school(day(BIRTH)), day("2024-06-28"));
    assert_eq!(leaves_school(day("2008-09-01")), day("2025-06-27"));
    assert_eq!(asked(&row(330, "2024-06-28", "2024-07-01"), &[]), []);
    assert_eq!(
        asked(&row(330, "2024-06-27", "2024-07-01"), &[]),
        [(OddKind::BeforeLeavingSchool, "started_on")]
    );
    assert_eq!(
        asked(&row(440, "2026-06-30", "2026-06-30"), &[]),
        [(OddKind::TooYoung, "started_on")]
    );
    assert_eq!(asked(&row(440, "2026-07-01", "2026-07-01"), &[]), []);
    assert_eq!(
        asked(&row(110, "2024-09-02", "2024-09-02"), &[]),
        [(OddKind::PastSchoolAge, "code")]
    );
}

#[test]
fn lengths_days_and_hours_that_are_out_of_the_ordinary_are_asked_about() {
    let end = |text| Some(day(text));
    let long = Spell { predicted_end_on: end("2030-09-03"), ..college() };
    assert_eq!(asked(&long, &[]), [(OddKind::LongerThanCourse, "predicted_end_on")]);
    let years = Spell { predicted_end_on: end("2030-09-02"), ..college() };
    assert_eq!(asked(&years, &[]), []);
    let late = Spell { predicted_end_on: end("2026-09-30"), ..college() };
    assert_eq!(asked(&late, &[]), [(OddKind::PastPlannedEnd, "predicted_end_on")]);
    let over = Spell { ended_on: end("2027-08-01"), ..college() };
    assert_eq!(asked(&over, &[]), [(OddKind::PastPlannedEnd, "ended_on")]);
    let review = Spell { review_on: end("2026-09-30"), ..row(350, "2026-09-02", "2026-10-01") };
    assert_eq!(asked(&review, &[]), [(OddKind::ReviewOver, "review_on")]);
    for (hours, days, odd) in
        [(60, None, false), (61, None, true), (42, Some(3), false), (43, Some(3), true)]
    {
        let spell = Spell { weekly_hours: Some(hours), days_per_week: days, ..college() };
        assert_eq!(!asked(&spell, &[]).is_empty(), odd, "{hours} hours on {days:?} days");
    }
    assert_eq!(asked(&row(450, "2026-09-02", "2026-10-01"), &[]), [(OddKind::InDoubt, "code")]);
}

#[test]
fn what_was_odd_before_is_not_asked_again_and_a_step_back_is() {
    let known = Spell { weekly_hours: Some(70), ..college() };
    let news = Spell { verified_on: Some(day("2026-11-02")), ..known.clone() };
    assert_eq!(asked(&news, std::slice::from_ref(&known)), []);
    let back = Spell { verified_on: Some(day("2026-09-15")), ..known.clone() };
    assert_eq!(
        asked(&back, std::slice::from_ref(&known)),
        [(OddKind::EarlierThanKnown, "verified_on")]
    );
    let ended = Spell { ended_on: Some(day("2026-09-30")), ..known.clone() };
    assert_eq!(asked(&ended, &[known]), [(OddKind::EarlierThanKnown, "ended_on")]);
}
