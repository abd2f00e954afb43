//! Who may do what: every operation of every document, in one table. An operation that is not here is refused to
//! everybody; a test walks the documents and tries each operation as each kind of caller (SEC-14).

use domain::staff::Role;

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A young person on a phone that is signed in.
    YoungPerson,
    /// The same, who has shown a moment ago that they hold it (YP-14).
    Proven,
    /// Somebody whom a young person has asked to help. What they may do of this, the young person has switched on.
    Supporter,
    /// Signed-in staff with this role.
    Staff(Role),
    /// A provider who carries our messages, and calls back about them.
    Provider,
}

/// What the table says of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// No sign-in is needed: it is part of signing in, or gives nothing away.
    Open,
    /// Only these.
    Only(&'static [Who]),
    /// Only these of the staff, who have shown a moment ago that it is them (SEC-03).
    OnlyProven(&'static [Who]),
}

use Who::{Proven, Provider, Staff, Supporter, YoungPerson};

const PHONE: Rule = Rule::Only(&[YoungPerson, Proven]);
const PROVEN: Rule = Rule::Only(&[Proven]);
const SUPPORTER: Rule = Rule::Only(&[Supporter]);
const ANY_STAFF: Rule = Rule::Only(&[
    Staff(Role::Worker),
    Staff(Role::Manager),
    Staff(Role::SafeguardingLead),
    Staff(Role::PartnershipViewer),
    Staff(Role::Administrator),
]);
const WITH_PEOPLE: Rule =
    Rule::Only(&[Staff(Role::Worker), Staff(Role::Manager), Staff(Role::SafeguardingLead)]);
const CASEWORK: Rule = Rule::Only(&[Staff(Role::Worker), Staff(Role::Manager)]);
/// What gives records out takes more than a screen that somebody has left.
const WITH_PEOPLE_PROVEN: Rule =
    Rule::OnlyProven(&[Staff(Role::Worker), Staff(Role::Manager), Staff(Role::SafeguardingLead)]);
const MANAGER_PROVEN: Rule = Rule::OnlyProven(&[Staff(Role::Manager)]);
const MANAGER: Rule = Rule::Only(&[Staff(Role::Manager)]);
/// Those who see to it that what was opened was opened rightly.
const LEADS: Rule = Rule::Only(&[Staff(Role::Manager), Staff(Role::SafeguardingLead)]);
/// Other agencies, who see what is shared with them.
const AGENCY: Rule = Rule::Only(&[Staff(Role::PartnershipViewer)]);
const FIGURES: Rule = Rule::Only(&[Staff(Role::PartnershipViewer), Staff(Role::Manager)]);
const ADMINISTRATOR: Rule = Rule::Only(&[Staff(Role::Administrator)]);
/// Who works here, and as what, opens records: that takes more than a screen that somebody has left.
const ADMINISTRATOR_PROVEN: Rule = Rule::OnlyProven(&[Staff(Role::Administrator)]);
/// How well reminders go out: those who see to it that they do.
const REMINDERS: Rule = Rule::Only(&[Staff(Role::Manager), Staff(Role::Administrator)]);
const PROVIDER: Rule = Rule::Only(&[Provider]);

/// Document, operation, who.
#[rustfmt::skip]
pub const TABLE: &[(&str, &str, Rule)] = &[
    ("young-person.v1", "open_invitation", Rule::Open),
    ("young-person.v1", "accept_invitation", Rule::Open),
    ("young-person.v1", "refresh_session", Rule::Open),
    ("young-person.v1", "sign_out", PHONE),
    ("young-person.v1", "show_me", PHONE),
    ("young-person.v1", "set_preferences", PHONE),
    ("young-person.v1", "set_prompts", PHONE),
    ("young-person.v1", "set_meet_first", PHONE),
    ("young-person.v1", "answer_once", Rule::Open),
    ("young-person.v1", "list_offers", PHONE),
    ("young-person.v1", "answer_offer", PHONE),
    ("young-person.v1", "list_changes", PHONE),
    ("young-person.v1", "list_phones", PHONE),
    ("young-person.v1", "end_phone", PHONE),
    ("young-person.v1", "list_looks", PHONE),
    ("young-person.v1", "list_check_ins", PHONE),
    ("young-person.v1", "show_check_in", PHONE),
    ("young-person.v1", "send_answers", PHONE),
    ("young-person.v1", "snooze_check_in", PHONE),
    ("young-person.v1", "list_goals", PHONE),
    ("young-person.v1", "save_goal", PHONE),
    ("young-person.v1", "remove_goal", PHONE),
    ("young-person.v1", "ask_to_talk", PHONE),
    ("young-person.v1", "show_push_key", PHONE),
    ("young-person.v1", "save_push_subscription", PHONE),
    ("young-person.v1", "save_app_token", PHONE),
    ("young-person.v1", "remove_push_subscription", PHONE),
    ("young-person.v1", "sync_phone", PHONE),
    ("young-person.v1", "send_sign_in_code", Rule::Open),
    ("young-person.v1", "sign_in_with_code", Rule::Open),
    ("young-person.v1", "start_passkey_sign_in", Rule::Open),
    ("young-person.v1", "sign_in_with_passkey", Rule::Open),
    ("young-person.v1", "show_proof", PHONE),
    ("young-person.v1", "send_proof_code", PHONE),
    ("young-person.v1", "prove_with_code", PHONE),
    ("young-person.v1", "prove_with_passkey", PHONE),
    ("young-person.v1", "send_contact_code", PHONE),
    ("young-person.v1", "confirm_contact", PHONE),
    ("young-person.v1", "remove_contact", PROVEN),
    ("young-person.v1", "list_passkeys", PHONE),
    ("young-person.v1", "start_passkey", PHONE),
    ("young-person.v1", "add_passkey", PHONE),
    ("young-person.v1", "remove_passkey", PROVEN),
    ("young-person.v1", "show_record", PROVEN),
    ("young-person.v1", "download_record", PROVEN),
    ("young-person.v1", "download_record_page", PROVEN),
    ("young-person.v1", "list_requests", PROVEN),
    ("young-person.v1", "save_request", PROVEN),
    ("young-person.v1", "save_concern", PROVEN),
    ("young-person.v1", "list_supporters", PHONE),
    ("young-person.v1", "save_supporter", PHONE),
    ("young-person.v1", "add_supporter_link", PHONE),
    ("young-person.v1", "remove_supporter", PHONE),

    ("young-person.v1", "accept_support", Rule::Open),
    ("young-person.v1", "show_support", SUPPORTER),
    ("young-person.v1", "show_supported_check_in", SUPPORTER),
    ("young-person.v1", "send_supported_answers", SUPPORTER),
    ("young-person.v1", "list_supported_goals", SUPPORTER),
    ("young-person.v1", "save_support_push", SUPPORTER),
    ("young-person.v1", "remove_support_push", SUPPORTER),
    ("young-person.v1", "end_support", SUPPORTER),

    ("worker.v1", "use_sign_in_link", Rule::Open),
    ("worker.v1", "sign_in", Rule::Open),
    ("worker.v1", "refresh_session", Rule::Open),
    ("worker.v1", "show_session", ANY_STAFF),
    ("worker.v1", "sign_out", ANY_STAFF),
    ("worker.v1", "prove_staff", ANY_STAFF),
    ("worker.v1", "start_enrolment", ANY_STAFF),
    ("worker.v1", "finish_enrolment", ANY_STAFF),
    ("worker.v1", "show_service", ANY_STAFF),
    ("worker.v1", "list_caseload", WITH_PEOPLE),
    ("worker.v1", "count_caseload", WITH_PEOPLE),
    ("worker.v1", "search_caseload", WITH_PEOPLE),
    ("worker.v1", "read_news", WITH_PEOPLE),
    ("worker.v1", "list_views", WITH_PEOPLE),
    ("worker.v1", "save_view", WITH_PEOPLE),
    ("worker.v1", "remove_view", WITH_PEOPLE),
    ("worker.v1", "show_bulk", CASEWORK),
    ("worker.v1", "start_bulk", CASEWORK),
    ("worker.v1", "list_bulk", CASEWORK),
    ("worker.v1", "undo_bulk", CASEWORK),
    ("worker.v1", "show_person", WITH_PEOPLE),
    ("worker.v1", "reveal_words", WITH_PEOPLE),
    ("worker.v1", "list_changes", WITH_PEOPLE),
    ("worker.v1", "list_looks", WITH_PEOPLE),
    ("worker.v1", "record_contact", WITH_PEOPLE),
    ("worker.v1", "record_destination", CASEWORK),
    ("worker.v1", "list_drafts", WITH_PEOPLE),
    ("worker.v1", "save_draft", WITH_PEOPLE),
    ("worker.v1", "remove_draft", WITH_PEOPLE),
    ("worker.v1", "record_details", CASEWORK),
    ("worker.v1", "record_promise", CASEWORK),
    ("worker.v1", "list_confirmations", CASEWORK),
    ("worker.v1", "ask_provider", CASEWORK),
    ("worker.v1", "remove_question", CASEWORK),
    ("worker.v1", "record_claim", CASEWORK),
    ("worker.v1", "record_concern", CASEWORK),
    ("worker.v1", "answer_concern", CASEWORK),
    ("worker.v1", "record_intended", CASEWORK),
    ("worker.v1", "record_safe_contact", WITH_PEOPLE),
    ("worker.v1", "record_plan", CASEWORK),
    ("worker.v1", "answer_request", CASEWORK),
    ("worker.v1", "wait_for_request", CASEWORK),
    ("worker.v1", "invite_person", CASEWORK),
    ("worker.v1", "assign_person", MANAGER),
    ("worker.v1", "show_alert", WITH_PEOPLE),
    ("worker.v1", "acknowledge_alert", WITH_PEOPLE),
    ("worker.v1", "take_over_alert", WITH_PEOPLE),
    ("worker.v1", "list_colleagues", WITH_PEOPLE),
    ("worker.v1", "pass_on_alert", WITH_PEOPLE),
    ("worker.v1", "read_alert", WITH_PEOPLE),
    ("worker.v1", "close_alert", WITH_PEOPLE),
    ("worker.v1", "answer_closing", WITH_PEOPLE),
    ("worker.v1", "list_tasks", WITH_PEOPLE),
    ("worker.v1", "save_task", WITH_PEOPLE),
    ("worker.v1", "finish_task", WITH_PEOPLE),
    ("worker.v1", "list_handovers", WITH_PEOPLE),
    ("worker.v1", "save_handover", CASEWORK),
    ("worker.v1", "accept_handover", CASEWORK),
    ("worker.v1", "end_handover", CASEWORK),
    ("worker.v1", "look_up_person", WITH_PEOPLE_PROVEN),
    ("worker.v1", "open_glass", WITH_PEOPLE_PROVEN),
    ("worker.v1", "list_glass", LEADS),
    ("worker.v1", "review_glass", LEADS),
    ("worker.v1", "list_agencies", CASEWORK),
    ("worker.v1", "list_referrals", CASEWORK),
    ("worker.v1", "save_referral", CASEWORK),
    ("worker.v1", "end_referral", CASEWORK),
    ("worker.v1", "list_referred", AGENCY),
    ("worker.v1", "accept_referral", AGENCY),
    ("worker.v1", "show_referred", AGENCY),
    ("worker.v1", "show_team", MANAGER),
    ("worker.v1", "show_alert_times", MANAGER),
    ("worker.v1", "list_silent", MANAGER),
    ("worker.v1", "assign_people", MANAGER),
    ("worker.v1", "list_waiting_rows", MANAGER),
    ("worker.v1", "decide_waiting_row", MANAGER),
    ("worker.v1", "list_likenesses", MANAGER),
    ("worker.v1", "show_likeness", MANAGER),
    ("worker.v1", "record_two_people", MANAGER),
    ("worker.v1", "merge_people", MANAGER),
    ("worker.v1", "list_merges", MANAGER),
    ("worker.v1", "undo_merge", MANAGER),
    ("worker.v1", "list_divisible", MANAGER),
    ("worker.v1", "split_person", MANAGER),
    ("worker.v1", "list_splits", MANAGER),
    ("worker.v1", "list_partnerships", CASEWORK),
    ("worker.v1", "list_transfers", CASEWORK),
    ("worker.v1", "save_transfer", CASEWORK),
    ("worker.v1", "end_transfer", CASEWORK),
    ("worker.v1", "list_coming", MANAGER),
    ("worker.v1", "accept_transfer", MANAGER),
    ("worker.v1", "refuse_transfer", MANAGER),
    ("worker.v1", "list_absences", WITH_PEOPLE),
    ("worker.v1", "save_absence", WITH_PEOPLE),
    ("worker.v1", "end_absence", WITH_PEOPLE),
    ("worker.v1", "list_activity_codes", WITH_PEOPLE),
    ("worker.v1", "list_workers", WITH_PEOPLE),
    ("worker.v1", "download_package", MANAGER_PROVEN),
    ("worker.v1", "download_record", MANAGER_PROVEN),
    ("worker.v1", "download_ccis_update", MANAGER_PROVEN),
    ("worker.v1", "list_ccis_faults", MANAGER),
    ("worker.v1", "download_sen2", MANAGER_PROVEN),
    ("worker.v1", "show_contact_sheet", WITH_PEOPLE_PROVEN),
    ("worker.v1", "show_chosen_contacts", WITH_PEOPLE_PROVEN),
    ("worker.v1", "show_calendar", WITH_PEOPLE),
    ("worker.v1", "start_calendar", WITH_PEOPLE),
    ("worker.v1", "end_calendar", WITH_PEOPLE),
    ("worker.v1", "read_calendar", Rule::Open),

    ("partnership.v1", "use_sign_in_link", Rule::Open),
    ("partnership.v1", "sign_in", Rule::Open),
    ("partnership.v1", "refresh_session", Rule::Open),
    ("partnership.v1", "show_session", ANY_STAFF),
    ("partnership.v1", "sign_out", ANY_STAFF),
    ("partnership.v1", "prove_staff", ANY_STAFF),
    ("partnership.v1", "start_enrolment", ANY_STAFF),
    ("partnership.v1", "finish_enrolment", ANY_STAFF),
    ("partnership.v1", "show_destinations", FIGURES),
    ("partnership.v1", "download_destinations", FIGURES),
    ("partnership.v1", "show_reminders", FIGURES),

    ("admin.v1", "use_sign_in_link", Rule::Open),
    ("admin.v1", "sign_in", Rule::Open),
    ("admin.v1", "refresh_session", Rule::Open),
    ("admin.v1", "show_session", ANY_STAFF),
    ("admin.v1", "sign_out", ANY_STAFF),
    ("admin.v1", "prove_staff", ANY_STAFF),
    ("admin.v1", "start_enrolment", ANY_STAFF),
    ("admin.v1", "finish_enrolment", ANY_STAFF),
    ("admin.v1", "show_partnership", ADMINISTRATOR),
    ("admin.v1", "change_partnership", ADMINISTRATOR),
    ("admin.v1", "show_readiness", ADMINISTRATOR),
    ("admin.v1", "set_readiness", ADMINISTRATOR),
    ("admin.v1", "show_prompt_days", REMINDERS),
    ("admin.v1", "list_improvements", ADMINISTRATOR),
    ("admin.v1", "save_improvement", ADMINISTRATOR),
    ("admin.v1", "remove_improvement", ADMINISTRATOR),
    ("admin.v1", "list_messages", ADMINISTRATOR),
    ("admin.v1", "save_message", ADMINISTRATOR),
    ("admin.v1", "remove_message", ADMINISTRATOR),
    ("admin.v1", "show_working_hours", ADMINISTRATOR),
    ("admin.v1", "set_working_hours", ADMINISTRATOR),
    ("admin.v1", "list_staff", ADMINISTRATOR),
    ("admin.v1", "set_duty", ADMINISTRATOR_PROVEN),
    ("admin.v1", "add_staff", ADMINISTRATOR_PROVEN),
    ("admin.v1", "add_sign_in_link", ADMINISTRATOR_PROVEN),
    ("admin.v1", "end_staff", ADMINISTRATOR_PROVEN),
    ("admin.v1", "import_caseload", ADMINISTRATOR),
    ("admin.v1", "list_imports", ADMINISTRATOR),
    ("admin.v1", "list_mappings", ADMINISTRATOR),
    ("admin.v1", "add_mapping", ADMINISTRATOR),
    ("admin.v1", "remove_mapping", ADMINISTRATOR),
    ("admin.v1", "guess_mapping", ADMINISTRATOR),
    ("admin.v1", "import_package", ADMINISTRATOR),
    ("admin.v1", "add_questionnaire", ADMINISTRATOR),
    ("admin.v1", "list_questionnaires", ADMINISTRATOR),
    ("admin.v1", "show_questionnaire", ADMINISTRATOR),
    ("admin.v1", "use_questionnaire", ADMINISTRATOR),
    ("admin.v1", "end_questionnaire", ADMINISTRATOR),

    ("provider.v1", "record_notify_receipt", PROVIDER),
    ("provider.v1", "record_notify_text", PROVIDER),
    ("provider.v1", "record_receipt", PROVIDER),
    ("provider.v1", "record_reply", PROVIDER),

    ("confirmation.v1", "show_item", Rule::Open),
    ("confirmation.v1", "confirm_item", Rule::Open),
];

/// The operations that somebody may do who has yet to set a password.
const ENROLMENT: [&str; 4] = ["show_session", "sign_out", "start_enrolment", "finish_enrolment"];

/// What the table says of an operation, if it is in it.
pub fn rule(document: &str, operation: &str) -> Option<Rule> {
    TABLE.iter().find(|(d, o, _)| *d == document && *o == operation).map(|(_, _, rule)| *rule)
}

/// Whether `who` may do this. Nobody may do what is not in the table.
pub fn may(who: Who, document: &str, operation: &str) -> bool {
    match rule(document, operation) {
        Some(Rule::Open) => true,
        Some(Rule::Only(allowed) | Rule::OnlyProven(allowed)) => allowed.contains(&who),
        None => false,
    }
}

/// Whether staff have to have shown a moment ago that it is them.
pub fn needs_proof(document: &str, operation: &str) -> bool {
    matches!(rule(document, operation), Some(Rule::OnlyProven(_)))
}

/// Whether doing this says that somebody is at work. A page that waits for news says nothing of whoever opened it.
pub fn keeps_awake(operation: &str) -> bool {
    operation != "read_news"
}

/// Whether this is part of enrolling.
pub fn is_enrolment(operation: &str) -> bool {
    ENROLMENT.contains(&operation)
}
