//! What of a record goes to another partnership, and what stays.

/// What goes along, in an order in which none is named before it is there.
pub const TRAVELS: [&str; 15] = [
    "person",
    "communication_need",
    "check_in",
    "answer",
    "goal",
    "spell",
    "spell_word",
    "spell_try",
    "intended",
    "promise",
    "claim",
    "concern",
    "safe_contact",
    "plan",
    "contact",
];

/// What a package has and a transfer has not, each with the reason.
pub const LEFT_OUT: [(&str, &str); 21] = [
    ("questionnaire", "there already: it is of the installation"),
    ("own_questionnaire", "of the partnership that asked"),
    ("staff", "names of staff stay; whoever wrote something is one account without a name"),
    ("assignment", "somebody else works with them"),
    ("supporter", "whom they asked for help there; they ask again"),
    ("own_contact", "shown on a phone that does not go along"),
    ("failed_way", "of messages that were sent there"),
    ("asking", "worked out anew"),
    ("prompt", "was sent there"),
    ("offer_answer", "said on a phone that does not go along"),
    ("alert", "dealt with where it was raised"),
    ("alert_event", "of an alert"),
    ("talk", "was asked of people there"),
    ("kept_detail", "what files of another council leave alone"),
    ("task", "was to be done there"),
    ("handover", "between people there"),
    ("data_request", "was asked of the partnership there"),
    ("change", "what was mended there; what counts goes along"),
    ("access_event", "who looked there"),
    ("glass", "who opened it there"),
    ("referral", "agreed with an agency there"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::packages::THINGS;

    #[test]
    fn whatever_a_package_has_goes_along_or_stays_for_a_reason() {
        let decided = TRAVELS.iter().chain(LEFT_OUT.iter().map(|(table, _)| table));
        let all: BTreeSet<&str> = decided.copied().collect();
        assert_eq!(all, THINGS.iter().copied().collect());
        assert_eq!(TRAVELS.len() + LEFT_OUT.len(), THINGS.len(), "a table both goes and stays");
    }
}
