//! What staff did with somebody's record, as it is kept: the name of the operation, and what that is in words (SEC-20, YP-51).

/// What was done, by the name under which it is kept, in words for staff. "Opened" and "looked" are readings, the rest are writings.
const WORDS: &[(&str, &str)] = &[
    ("show_person", "Opened the record"),
    ("reveal_words", "Opened answers or words that are hidden"),
    ("list_looks", "Looked at who opened the record"),
    ("list_changes", "Looked at what changed"),
    ("record_contact", "Recorded a contact"),
    ("record_destination", "Recorded where they are"),
    ("record_details", "Mended details"),
    ("record_promise", "Recorded promised support"),
    ("record_claim", "Recorded what was given of promised support"),
    ("record_concern", "Recorded that promised support may not be coming"),
    ("answer_concern", "Answered a concern about promised support"),
    ("record_intended", "Recorded what they mean to do next"),
    ("record_safe_contact", "Recorded how they can be reached safely"),
    ("record_plan", "Recorded days of the EHC plan"),
    ("list_confirmations", "Looked at questions to a provider"),
    ("ask_provider", "Asked a provider"),
    ("remove_question", "Took back a question to a provider"),
    ("answer_request", "Answered a request about the record"),
    ("wait_for_request", "Stopped or started the clock of a request"),
    ("invite_person", "Invited them"),
    ("assign_person", "Gave them to a worker"),
    ("assign_people", "Gave them to a worker, among others"),
    ("show_alert", "Opened an alert, with the words behind it"),
    ("acknowledge_alert", "Took an alert"),
    ("take_over_alert", "Took an alert over"),
    ("list_colleagues", "Looked at who could take an alert"),
    ("pass_on_alert", "Passed an alert on"),
    ("read_alert", "Said that they had read the words of an alert"),
    ("close_alert", "Said what came of an alert"),
    ("answer_closing", "Looked at what came of an alert, as the second person"),
    ("save_task", "Wrote down something to do"),
    ("finish_task", "Ended a task"),
    ("save_handover", "Planned a handover"),
    ("accept_handover", "Said yes to a handover"),
    ("end_handover", "Called a handover off"),
    ("look_up_person", "Looked them up"),
    ("open_glass", "Opened the record in an emergency"),
    ("review_glass", "Reviewed an emergency opening"),
    ("list_referrals", "Looked at whom the record is shared with"),
    ("save_referral", "Shared parts of the record with an agency"),
    ("end_referral", "Ended the sharing with an agency"),
    ("accept_referral", "Said yes for an agency, which sees its parts from now on"),
    ("show_referred", "Opened the parts shared with their agency"),
    ("list_waiting_rows", "Looked at rows of a file that may be about them"),
    ("decide_waiting_row", "Decided on a row of a file"),
    ("list_likenesses", "Looked at a list of records that are alike"),
    ("show_likeness", "Looked at two records beside each other"),
    ("record_two_people", "Said that two records are of two people"),
    ("merge_people", "Made one record of two"),
    ("undo_merge", "Made two records of one again"),
    ("list_divisible", "Looked at what of the record could be another person's"),
    ("split_person", "Made two records of one"),
    ("list_transfers", "Looked at where they move"),
    ("save_transfer", "Proposed that they move to another partnership"),
    ("end_transfer", "Took back that they move to another partnership"),
    ("list_coming", "Looked at a list of those who may come from another partnership"),
    ("accept_transfer", "Took them over from another partnership"),
    ("refuse_transfer", "Said no to taking them over from another partnership"),
    ("start_bulk", "Did something for several young people, them among them"),
    ("undo_bulk", "Took back what was done for several young people, them among them"),
    ("show_contact_sheet", "Printed a sheet of contacts with them on it"),
    ("show_chosen_contacts", "Printed a sheet of chosen contacts with them on it"),
    ("download_package", "Took records out, theirs among them"),
    ("download_record", "Took the record out"),
    ("download_ccis_update", "Took the council's update out, with them in it"),
    ("download_sen2", "Took rows for SEN2 out, with them in it"),
];

/// What tells whoever does it nothing of the record: it is kept, and no look that a young person is told of.
pub const TELLS_NOTHING: [&str; 5] =
    ["invite_person", "assign_person", "assign_people", "start_bulk", "undo_bulk"];

/// What the young person reads where somebody opened what they wrote, or answers about sensitive things.
pub const OPENED_PLAIN: &str = "They opened private answers, or words that you wrote.";
/// The same in easy words.
pub const OPENED_EASY: &str = "They read your private answers or your words.";

/// What was done, in words for staff. `None` for a name that nobody uses any more.
pub fn words(what: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == what).map(|(_, words)| *words)
}

/// Whether it brought somebody words of the young person's own, or answers about sensitive things.
pub fn opens_words(what: &str) -> bool {
    matches!(what, "reveal_words" | "show_alert")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everything_has_words_once_and_is_named_as_it_is_stored() {
        let names: BTreeSet<_> = WORDS.iter().map(|(what, _)| *what).collect();
        assert_eq!(names.len(), WORDS.len());
        assert!(WORDS.iter().all(|(what, said)| what.len() <= 80 && !said.ends_with('.')));
        assert_eq!(words("show_person"), Some("Opened the record"));
        assert_eq!(words("nothing"), None);
        assert!(TELLS_NOTHING.iter().all(|what| words(what).is_some() && !opens_words(what)));
    }

    #[test]
    fn what_opens_words_has_words_itself_and_the_easy_ones_are_short() {
        let opens: Vec<_> = WORDS.iter().filter(|(what, _)| opens_words(what)).collect();
        assert_eq!(opens.len(), 2);
        assert!(OPENED_EASY.split_whitespace().count() <= 12);
    }
}
