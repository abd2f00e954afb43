//! What is kept of a young person can be read by them (YP-50).

use std::collections::BTreeSet;

use ::migrations::{Migrator, MigratorTrait};

use super::schema;
use crate::database;

/// Whatever is kept of a person is on the page, or is left out for a reason that somebody has looked at.
#[tokio::test]
async fn every_table_is_shown_or_left_out_for_a_reason() {
    const SHOWN: [&str; 20] = [
        "transfer",
        "referral",
        "person",
        "communication_need",
        "assignment",
        "check_in",
        "answer",
        "spell",
        "promise",
        "contact",
        "safe_contact",
        "plan",
        "intended",
        "claim",
        "concern",
        "talk",
        "goal",
        "supporter",
        "own_contact",
        "data_request",
    ];
    const LEFT_OUT: [(&str, &str); 51] = [
        ("standing", "where they stand on a list; worked out from what is shown"),
        ("standing_mark", "that it has to be worked out anew"),
        ("saved_view", "of staff"),
        (
            "waiting_row",
            "a row of a file, until it is known whose it is; then it is in what is shown",
        ),
        ("likeness", "that somebody else has a name or a date in common; of two people"),
        ("same_person", "that two records of theirs became one; part of everything"),
        ("split", "that one record became two; part of everything"),
        ("name_key", "numbers made of letters of their name"),
        ("own_questionnaire", "of no person"),
        ("questionnaire_use", "of no person"),
        ("improvement", "of no person"),
        ("template", "of no person"),
        ("answer_link", "hashes of a day"),
        ("offer_answer", "shown as when we ask you"),
        ("partnership", "of no person"),
        ("partnership_council", "of no person"),
        ("staff", "of staff"),
        ("questionnaire", "the questions themselves"),
        ("readiness", "of no person"),
        ("import_run", "counts of a file"),
        ("feed", "of staff"),
        ("file_mapping", "of no person"),
        ("ceremony", "random bytes of five minutes"),
        ("session", "shown as my phones"),
        ("session_token", "hashes"),
        ("sign_in_link", "of staff"),
        ("invitation", "hashes and dates of joining"),
        ("one_time_code", "hashes of a day"),
        ("passkey", "shown as a count, and listed by itself"),
        ("push_subscription", "addresses that only phones can read; shown as reminders on or off"),
        ("prompt", "reminders that were sent, forgotten after 90 days; part of everything"),
        ("asking", "the next day to look at when we ask you"),
        ("failed_way", "that a number or address does not exist; part of everything"),
        ("channel", "of no person"),
        ("notice", "of no person"),
        ("confirmation", "what a provider was asked; part of everything"),
        ("task", "what staff are to do; part of everything"),
        ("alert_event", "what was done about an alert; withheld with it"),
        ("absence", "of staff"),
        ("handover", "shown when it happens, and as who works with me"),
        ("staff_notice", "that staff were told to look; nobody is in it"),
        ("working_hours", "of no person"),
        ("alert", "withheld where it could harm; ask us why"),
        ("access_event", "shown as who looked"),
        ("glass", "shown as why somebody looked who does not usually"),
        (
            "bulk",
            "that something was done for several at once; what it was is shown; forgotten after 30 days",
        ),
        ("draft", "half a note of staff, shown once it is saved; forgotten after 30 days"),
        ("kept_detail", "which details a file leaves alone; the details themselves are shown"),
        ("spell_word", "every word behind what is shown as how we know; part of everything"),
        ("spell_try", "reminders and contacts that are shown as such; part of everything"),
        ("change", "what was shown before it was changed; part of everything"),
    ];
    let fresh = database::empty_sqlite().await;
    Migrator::up(&fresh.db, None).await.expect("every step goes up");
    let tables = schema::tables(&fresh.db).await;
    let listed = SHOWN.iter().copied().chain(LEFT_OUT.iter().map(|(table, _)| *table));
    let listed: BTreeSet<String> = listed.map(str::to_owned).collect();
    assert_eq!(tables.symmetric_difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new());
}
