//! Answers as they are kept: the latest one counts, and no earlier one is lost.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    id::{AnswerId, SupporterId},
    person::Reading,
    questionnaire::{AnswerSource, Said, WHO_ANSWERING},
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
    /// The supporter who sent it from a phone of their own; none where it was said on the young person's.
    pub supporter: Option<SupporterId>,
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
        self.said == other.said
            && self.source == other.source
            && self.helper == other.helper
            && self.supporter == other.supporter
    }

    /// Whether it counts over the one that counts now: what a young person said themself, alone or with help, counts
    /// over what a supporter sent, whatever the times (YP-24). Otherwise the later counts.
    fn counts_over(&self, current: &Self) -> bool {
        match (self.is_own(), current.is_own()) {
            (true, false) if current.supporter.is_some() => true,
            (false, true) if self.supporter.is_some() => false,
            _ => self.answered_at >= current.answered_at,
        }
    }

    /// The young person said it themself, on their own phone.
    fn is_own(&self) -> bool {
        self.supporter.is_none() && self.source != AnswerSource::Proxy
    }
}

/// Whose words a check-in is in which supporters answered, where who answers was not asked: the young person's if any
/// are, and somebody else's only if all are. None if no supporter answered, or it was asked.
pub fn who_answered(answers: &[Answer]) -> Option<AnswerSource> {
    let asked = answers.iter().any(|answer| answer.question == WHO_ANSWERING);
    let supported = answers.iter().any(|answer| answer.supporter.is_some());
    if asked || !supported {
        return None;
    }
    // In the order of how much of it is the young person's own.
    AnswerSource::ALL.into_iter().find(|source| answers.iter().any(|a| a.source == *source))
}

/// Puts what a phone sent beside what is kept. For each question the latest moment of answering counts, whatever the
/// order of arrival; of two with the same moment, the one that came last. But what a young person said themself counts
/// over what a supporter sent. Sending the same again changes nothing, so a phone may send as often as it likes.
pub fn merge(kept: Vec<Answer>, sent: Vec<Answer>) -> Merged {
    let mut merged = Merged {
        current: kept.into_iter().map(|answer| (answer.key.clone(), answer)).collect(),
        ..Merged::default()
    };
    for answer in sent {
        match merged.current.get(&answer.key) {
            Some(current) if !answer.counts_over(current) => continue,
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
            supporter: None,
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

    fn by_supporter(source: AnswerSource, answer: Answer) -> Answer {
        Answer { source, supporter: Some(SupporterId(Uuid::from_u128(70))), ..answer }
    }

    #[test]
    fn a_supporter_never_overrides_what_a_young_person_said_whatever_the_times() {
        for theirs in [AnswerSource::WithHelp, AnswerSource::Proxy] {
            for own in [AnswerSource::Self_, AnswerSource::WithHelp] {
                for (minute, kind) in [(0, "before"), (5, "at once"), (9, "after")] {
                    let sent = by_supporter(theirs, answer(1, "home", "good", minute));
                    let said = Answer { source: own, ..answer(2, "home", "not_good", 5) };
                    let after = merge(vec![said.clone()], vec![sent.clone()]);
                    assert_eq!(after.current["home"], said, "{theirs} {kind}");
                    assert!(after.added.is_empty() && after.superseded.is_empty());
                    let before = merge(vec![sent.clone()], vec![said.clone()]);
                    assert_eq!(before.current["home"], said, "{theirs} {kind}");
                    assert_eq!(before.superseded, vec![sent.id]);
                }
            }
        }
    }

    #[test]
    fn a_skip_of_their_own_is_an_answer_that_no_supporter_fills_in() {
        let skipped = Answer { said: Said::Skipped, ..answer(1, "home", "", 0) };
        let sent = by_supporter(AnswerSource::Proxy, answer(2, "home", "good", 5));
        assert_eq!(merge(vec![skipped.clone()], vec![sent]).current["home"], skipped);
    }

    #[test]
    fn among_those_who_answer_for_somebody_the_latest_counts() {
        let here = Answer { source: AnswerSource::Proxy, ..answer(1, "home", "good", 0) };
        let later = by_supporter(AnswerSource::Proxy, answer(2, "home", "ok", 5));
        let latest = by_supporter(AnswerSource::WithHelp, answer(3, "home", "not_good", 9));
        let merged = merge(vec![here], vec![latest.clone(), later]);
        assert_eq!(merged.current["home"], latest);
    }

    #[test]
    fn a_check_in_is_somebody_elses_only_if_all_of_it_is() {
        let own = answer(1, "feel_week", "good", 0);
        let together = by_supporter(AnswerSource::WithHelp, answer(2, "home", "ok", 0));
        let instead = by_supporter(AnswerSource::Proxy, answer(3, "friends", "ok", 0));
        let asked = answer(4, WHO_ANSWERING, "me", 0);
        let who = |answers: &[&Answer]| {
            who_answered(&answers.iter().map(|a| (*a).clone()).collect::<Vec<_>>())
        };
        assert_eq!(who(&[&instead]), Some(AnswerSource::Proxy));
        assert_eq!(who(&[&instead, &together]), Some(AnswerSource::WithHelp));
        assert_eq!(who(&[&instead, &own]), Some(AnswerSource::Self_));
        assert_eq!(who(&[&own]), None, "no supporter answered");
        assert_eq!(who(&[&instead, &asked]), None, "it was asked");
    }
}
