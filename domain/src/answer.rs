//! Answers as they are kept: the latest one counts, and no earlier one is lost.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    id::AnswerId,
    person::Reading,
    questionnaire::{AnswerSource, Said},
};

/// One answer to one question of one check-in.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which answer.
    pub id: AnswerId,
    /// Which question of the check-in: the question, or `question:item` where it is asked about several things.
    pub key: String,
    /// The question.
    pub question: String,
    /// What it is about, where it is asked about several things.
    pub item: Option<Uuid>,
    /// What they said.
    pub said: Said,
    /// Whose words these are (YP-22).
    pub source: AnswerSource,
    /// Who helped or answered, as the code of the question `helper_is`.
    pub helper: Option<String>,
    /// Which wording they read.
    pub reading: Reading,
    /// In which language.
    pub language: String,
    /// When they said it.
    pub answered_at: DateTime<Utc>,
    /// When it reached us.
    pub received_at: DateTime<Utc>,
}

/// What sending answers changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Answers that no longer count. They are kept.
    pub superseded: Vec<AnswerId>,
    /// Answers to store.
    pub added: Vec<Answer>,
    /// The answers that count from now on, by key.
    pub current: BTreeMap<String, Answer>,
}

impl Answer {
    fn same_as(&self, other: &Self) -> bool {
        self.said == other.said && self.source == other.source && self.helper == other.helper
    }
}

/// Puts what a phone sent beside what is kept. For each question the latest moment of answering counts, whatever the
/// order of arrival; of two with the same moment, the one that came last. Sending the same again changes nothing, so a
/// phone may send as often as it likes.
pub fn merge(kept: Vec<Answer>, sent: Vec<Answer>) -> Merged {
    let mut merged = Merged {
        current: kept.into_iter().map(|answer| (answer.key.clone(), answer)).collect(),
        ..Merged::default()
    };
    for answer in sent {
        match merged.current.get(&answer.key) {
            Some(current) if current.answered_at > answer.answered_at => continue,
            // Said again later it is kept with its moment, so that what was said in between does not win when it arrives.
            Some(current)
                if current.same_as(&answer) && current.answered_at == answer.answered_at =>
            {
                continue;
            }
            Some(current) => {
                let id = current.id;
                let before = merged.added.len();
                merged.added.retain(|added| added.id != id);
                if merged.added.len() == before {
                    merged.superseded.push(id);
                }
            }
            None => {}
        }
        merged.added.push(answer.clone());
        merged.current.insert(answer.key.clone(), answer);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn answer(id: u128, key: &str, code: &str, minute: i64) -> Answer {
        let at =
            "2026-09-01T10:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute);
        Answer {
            id: AnswerId(Uuid::from_u128(id)),
            key: key.into(),
            question: key.into(),
            item: None,
            said: Said::Codes(vec![code.into()]),
            source: AnswerSource::Self_,
            helper: None,
            reading: Reading::Plain,
            language: "en-GB".into(),
            answered_at: at,
            received_at: at,
        }
    }

    #[test]
    fn what_was_said_again_later_wins_over_what_arrives_from_in_between() {
        let merged = merge(vec![answer(1, "mood", "good", 0)], vec![answer(2, "mood", "good", 20)]);
        let kept = merged.current.into_values().collect();
        let merged = merge(kept, vec![answer(3, "mood", "bad", 10)]);
        assert!(merged.added.is_empty());
        assert_eq!(merged.current["mood"].said, Said::Codes(vec!["good".into()]));
    }

    #[test]
    fn the_same_answers_sent_again_change_nothing() {
        let kept = vec![answer(1, "mood", "good", 0), answer(2, "home", "ok", 1)];
        let again = vec![answer(3, "mood", "good", 0), answer(4, "home", "ok", 1)];
        let merged = merge(kept.clone(), again);
        assert!(merged.added.is_empty() && merged.superseded.is_empty());
        assert_eq!(merged.current.len(), 2);
    }

    #[test]
    fn the_latest_moment_counts_whatever_the_order_of_arrival() {
        let early = answer(1, "mood", "good", 0);
        let late = answer(2, "mood", "ok", 5);
        let forward = merge(vec![early.clone()], vec![late.clone()]);
        assert_eq!((forward.superseded, forward.added), (vec![early.id], vec![late.clone()]));
        let backward = merge(vec![late.clone()], vec![early]);
        assert_eq!(backward.current["mood"], late);
        assert!(backward.added.is_empty());
    }

    #[test]
    fn two_answers_in_one_sending_store_one() {
        let merged = merge(vec![], vec![answer(1, "mood", "good", 0), answer(2, "mood", "ok", 1)]);
        assert_eq!(merged.added, vec![answer(2, "mood", "ok", 1)]);
        assert!(merged.superseded.is_empty());
    }
}
