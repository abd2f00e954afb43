//! What is odd about a spell as it is about to be recorded. Odd is not wrong: whoever records it is asked once, and may
//! well be right.

use chrono::{Datelike, Days, NaiveDate};

use super::Spell;
use crate::{
    activity::{Activities, Group, Standing},
    code::codes,
    day::{AcademicYear, add_months, age_on},
    report::Headline,
};

codes! {
    /// In which way something is odd.
    OddKind {
        /// Something else was going on at the same time.
        Overlaps = "overlaps",
        /// Nothing is known of the weeks before it.
        Gap = "gap",
        /// The same is known already.
        SameAgain = "same-again",
        /// Its code is for older people.
        TooYoung = "too-young",
        /// They still had to go to school.
        BeforeLeavingSchool = "before-leaving-school",
        /// Its code is for pupils, and they were none any more.
        PastSchoolAge = "past-school-age",
        /// It takes, or took, longer than courses do.
        LongerThanCourse = "longer-than-course",
        /// It went on after it was planned to end.
        PastPlannedEnd = "past-planned-end",
        /// It was to be looked at again on a day that is over.
        ReviewOver = "review-over",
        /// Somebody knew of a later day.
        EarlierThanKnown = "earlier-than-known",
        /// More hours than anybody works or learns.
        Hours = "hours",
        /// Its code may have left the national list.
        InDoubt = "in-doubt",
    }
}

/// Something odd, in words that ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    /// In which way.
    pub kind: OddKind,
    /// The field that it shows in.
    pub field: &'static str,
    /// What is asked.
    pub words: String,
}

/// How many days without a word are asked about, and how soon after its end the same again is. Our own choice: a month
/// between a course and a job is nothing out of the ordinary.
const A_WHILE: Days = Days::new(28);

/// How many years a course takes at most. Our own choice.
const COURSE_YEARS: i32 = 4;

/// How many hours a week are asked about. Our own choice: the law asks for consent above 48.
const MANY_HOURS: u8 = 60;

/// How many hours a day are asked about.
const LONG_DAY: u16 = 14;

/// What is odd about this spell of somebody born on this day, which was not odd already when it was recorded last.
pub fn oddities(
    new: &Spell,
    spells: &[Spell],
    birth: NaiveDate,
    activities: &Activities,
) -> Vec<Odd> {
    let others: Vec<&Spell> = spells.iter().filter(|spell| spell.id != new.id).collect();
    let known = spells.iter().find(|spell| spell.id == new.id);
    let around = Around { others, birth, activities };
    let before = known.map(|known| around.odd(known)).unwrap_or_default();
    let mut odd = around.odd(new);
    odd.retain(|odd| !before.contains(odd));
    odd.extend(known.and_then(|known| earlier_than_known(new, known)));
    odd
}

struct Around<'a> {
    others: Vec<&'a Spell>,
    birth: NaiveDate,
    activities: &'a Activities,
}

impl Around<'_> {
    fn odd(&self, new: &Spell) -> Vec<Odd> {
        let mut odd = Vec::new();
        odd.extend(self.code(new));
        odd.extend(self.again(new).or_else(|| self.overlaps(new)));
        odd.extend(self.gap(new));
        odd.extend(self.age(new));
        odd.extend(self.length(new));
        odd.extend(review(new));
        odd.extend(hours(new));
        odd
    }

    fn label(&self, spell: &Spell) -> String {
        let label = self.activities.get(spell.code).map(|activity| activity.label.as_str());
        let label = label.unwrap_or("something else");
        match &spell.provider {
            Some(provider) => format!("\u{201c}{label}\u{201d} at {}", provider.as_str()),
            None => format!("\u{201c}{label}\u{201d}"),
        }
    }

    fn says_nothing(&self, spell: &Spell) -> bool {
        let activity = self.activities.get(spell.code);
        activity.is_none_or(|activity| activity.headline == Some(Headline::NotKnown))
    }

    fn code(&self, new: &Spell) -> Option<Odd> {
        let activity = self.activities.get(new.code)?.on(new.known_on());
        (activity.standing == Standing::InDoubt).then(|| {
            let words = format!(
                "{} may no longer be on the national list. Is there a code that fits as well?",
                new.code
            );
            Odd { kind: OddKind::InDoubt, field: "code", words }
        })
    }

    /// The same thing at the same place, which is going on or was over just before.
    fn again(&self, new: &Spell) -> Option<Odd> {
        let just_before = new.started_on.checked_sub_days(A_WHILE).unwrap_or(new.started_on);
        let same = self.others.iter().find(|other| {
            other.code == new.code
                && other.provider == new.provider
                && other.started_on <= new.ended_on.unwrap_or(NaiveDate::MAX)
                && other.ended_on.is_none_or(|end| end >= just_before)
        })?;
        let words = format!(
            "{} is there already, since {}. Is this news of it, and not something new?",
            self.label(same),
            in_words(same.started_on)
        );
        Some(Odd { kind: OddKind::SameAgain, field: "code", words })
    }

    /// What somebody knows to have been going on while this was, by more than the day on which one gave way to the other.
    fn overlaps(&self, new: &Spell) -> Option<Odd> {
        if self.says_nothing(new) {
            return None;
        }
        let last = new.ended_on.unwrap_or(NaiveDate::MAX);
        let other = self.others.iter().find(|other| {
            let known = other.ended_on.unwrap_or_else(|| other.known_on());
            !self.says_nothing(other) && other.started_on < last && known > new.started_on
        })?;
        let known = other.ended_on.unwrap_or_else(|| other.known_on());
        let words = format!(
            "{} is known from {} to {}. Were they doing both?",
            self.label(other),
            in_words(other.started_on),
            in_words(known)
        );
        Some(Odd { kind: OddKind::Overlaps, field: "started_on", words })
    }

    fn gap(&self, new: &Spell) -> Option<Odd> {
        let before = self.others.iter().filter(|other| other.started_on <= new.started_on);
        let ends: Option<Vec<NaiveDate>> = before.map(|other| other.ended_on).collect();
        let from = ends?.into_iter().max()?.succ_opt()?;
        let to = new.started_on.pred_opt()?;
        (from.checked_add_days(A_WHILE)? <= to).then(|| {
            let words = format!(
                "Nothing is known from {} to {}. Do you know what they did then? If so, record that as well.",
                in_words(from),
                in_words(to)
            );
            Odd { kind: OddKind::Gap, field: "started_on", words }
        })
    }

    fn age(&self, new: &Spell) -> Option<Odd> {
        let activity = self.activities.get(new.code)?.on(new.known_on());
        let (field, left) = ("started_on", leaves_school(self.birth));
        if activity.group == Group::CompulsorySchoolAge {
            let over = AcademicYear::of(left).ends_on();
            return (new.known_on() > over).then(|| {
                let words = format!(
                    "This code is for pupils, and they were one until {}. What do they do now?",
                    in_words(over)
                );
                Odd { kind: OddKind::PastSchoolAge, field: "code", words }
            });
        }
        if let Some(youngest) = activity.min_age
            && age_on(self.birth, new.started_on) < youngest.into()
        {
            let words = format!("This begins at {youngest}, and they were younger on that day.");
            return Some(Odd { kind: OddKind::TooYoung, field, words });
        }
        (new.started_on < left).then(|| {
            let words = format!(
                "They had to go to school until {}. Is the first day right?",
                in_words(left)
            );
            Odd { kind: OddKind::BeforeLeavingSchool, field, words }
        })
    }

    fn length(&self, new: &Spell) -> Option<Odd> {
        if let Some(planned) = new.predicted_end_on {
            if new.ended_on.is_some_and(|end| end > planned) {
                let words = format!("It was planned to end on {}.", in_words(planned));
                return Some(Odd { kind: OddKind::PastPlannedEnd, field: "ended_on", words });
            }
            if new.ended_on.is_none() && new.known_on() > planned {
                let words = format!(
                    "It was to end on {}, and you know of a later day. When is it planned to end now?",
                    in_words(planned)
                );
                return Some(Odd {
                    kind: OddKind::PastPlannedEnd,
                    field: "predicted_end_on",
                    words,
                });
            }
        }
        let activity = self.activities.get(new.code)?.on(new.known_on());
        let a_course =
            matches!(activity.group, Group::Education | Group::Training | Group::Reengagement);
        let longest = add_months(new.started_on, COURSE_YEARS * 12);
        let (field, end) = match (new.ended_on, new.predicted_end_on) {
            (Some(end), _) => ("ended_on", end),
            (None, Some(end)) => ("predicted_end_on", end),
            (None, None) => ("verified_on", new.known_on()),
        };
        (a_course && end > longest).then(|| {
            let words = format!("That is more than {COURSE_YEARS} years. Is it one course?");
            Odd { kind: OddKind::LongerThanCourse, field, words }
        })
    }
}

fn review(new: &Spell) -> Option<Odd> {
    let review = new.review_on.filter(|_| new.ended_on.is_none())?;
    (review < new.known_on()).then(|| {
        let words = format!("{} is over by the last day that you know of.", in_words(review));
        Odd { kind: OddKind::ReviewOver, field: "review_on", words }
    })
}

fn hours(new: &Spell) -> Option<Odd> {
    let hours = new.weekly_hours?;
    let words = match new.days_per_week {
        Some(days) if u16::from(hours) > u16::from(days) * LONG_DAY => {
            format!("{hours} hours on {days} days is more than {LONG_DAY} a day. Are both right?")
        }
        _ if hours > MANY_HOURS => format!("{hours} hours a week are many. Is that right?"),
        _ => return None,
    };
    Some(Odd { kind: OddKind::Hours, field: "weekly_hours", words })
}

fn earlier_than_known(new: &Spell, known: &Spell) -> Option<Odd> {
    if known.code != new.code || known.known_on() <= new.ended_on.unwrap_or(new.known_on()) {
        return None;
    }
    let field = if new.ended_on.is_some() { "ended_on" } else { "verified_on" };
    let words = format!(
        "Somebody has said that it was going on on {}. Is your day right?",
        in_words(known.known_on())
    );
    Some(Odd { kind: OddKind::EarlierThanKnown, field, words })
}

/// The last day on which somebody born on this day had to go to school: the last Friday in June of the school year in
/// which they turned 16.
fn leaves_school(birth: NaiveDate) -> NaiveDate {
    let year = AcademicYear::of(add_months(birth, 16 * 12)).ends_on().year();
    let june = NaiveDate::from_ymd_opt(year, 6, 30).unwrap_or(birth);
    june - Days::new(((june.weekday().num_days_from_monday() + 3) % 7).into())
}

fn in_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests;
