//! From what a young person answers to a national code. The words are theirs; the mapping is ours.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    Activities, ActivityCode,
    table::{cell, code, rows},
};

/// Which activity an answer of the questionnaire stands for.
#[derive(Clone, Debug)]
pub struct AnswerActivities(BTreeMap<String, Meaning>);

#[derive(Clone, Copy, Debug)]
struct Meaning {
    code: ActivityCode,
    /// Some codes are only for people with an EHC plan; this one is for everybody else.
    without_plan: ActivityCode,
}

static SHIPPED: LazyLock<AnswerActivities> = LazyLock::new(|| {
    let text = include_str!("../../data/answer_activities.csv");
    AnswerActivities::from_csv(text, Activities::shipped())
        .expect("the shipped mapping is read by a test")
});

impl AnswerActivities {
    /// Reads the mapping. Every code has to be in `activities`. Says which line is wrong with what.
    pub fn from_csv(text: &str, activities: &Activities) -> Result<Self, String> {
        let mut meanings = BTreeMap::new();
        for (line, row) in rows(text)? {
            let read = || -> Result<(String, Meaning), String> {
                let answer = cell(&row, "answer")?.to_owned();
                let with_plan = code(&row, "activity_code")?;
                let without_plan = match cell(&row, "activity_code_without_plan")? {
                    "" => with_plan,
                    _ => code(&row, "activity_code_without_plan")?,
                };
                for code in [with_plan, without_plan] {
                    activities.get(code).ok_or_else(|| format!("there is no activity {code}"))?;
                }
                Ok((answer, Meaning { code: with_plan, without_plan }))
            };
            let (answer, meaning) =
                read().map_err(|wrong| format!("answers, line {line}: {wrong}"))?;
            meanings.insert(answer, meaning);
        }
        Ok(Self(meanings))
    }

    /// The mapping that the service comes with.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The activity that a destination of the questionnaire stands for. A `status`, the reason for being in neither
    /// education nor work, says more than the destination and comes first. None for answers without a meaning here.
    pub fn code(
        &self,
        destination: &str,
        status: Option<&str>,
        has_plan: bool,
    ) -> Option<ActivityCode> {
        let status = status.and_then(|status| self.0.get(status));
        let meaning = status.or_else(|| self.0.get(destination))?;
        Some(if has_plan { meaning.code } else { meaning.without_plan })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(destination: &str, status: Option<&str>, has_plan: bool) -> Option<u16> {
        AnswerActivities::shipped().code(destination, status, has_plan).map(|code| code.0)
    }

    #[test]
    fn every_destination_and_reason_of_the_questionnaire_has_an_activity() {
        let questionnaire: serde_yaml::Value =
            serde_yaml::from_str(include_str!("../../data/default_questionnaire.yaml")).unwrap();
        let outcomes = &questionnaire["outcomes"];

        for answer in outcomes["destinations"].as_sequence().unwrap() {
            assert!(code_of(answer.as_str().unwrap(), None, true).is_some(), "{answer:?}");
        }
        for reason in outcomes["statuses"].as_sequence().unwrap() {
            let reason = reason.as_str();
            assert_ne!(code_of("", reason, true), None, "{reason:?}");
        }
    }

    #[test]
    fn what_needs_a_plan_becomes_its_nearest_neighbour_without_one() {
        assert_eq!(code_of("education_specialist_post16", None, true), Some(280));
        assert_eq!(code_of("education_specialist_post16", None, false), Some(230));
        assert_eq!(code_of("training_supported_internship", None, true), Some(460));
        assert_eq!(code_of("training_supported_internship", None, false), Some(430));

        for meaning in AnswerActivities::shipped().0.values() {
            let without = Activities::shipped().get(meaning.without_plan).unwrap();
            assert!(!without.send_flag_required, "{}", without.code);
        }
    }

    #[test]
    fn the_reason_says_more_than_the_destination() {
        let nowhere = "not_in_education_or_work";
        assert_eq!(code_of(nowhere, None, true), Some(619));
        assert_eq!(code_of(nowhere, Some("not_available_health"), true), Some(640));
        assert_eq!(code_of(nowhere, Some("something new"), true), Some(619));
        assert_eq!(code_of("something new", None, true), None);
    }

    #[test]
    fn an_answer_never_asks_for_a_date_that_a_young_person_was_not_asked_for() {
        for meaning in AnswerActivities::shipped().0.values() {
            let activity = Activities::shipped().get(meaning.code).unwrap();
            assert!(!activity.review_date_required, "{}", activity.code);
        }
    }
}
