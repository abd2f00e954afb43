//! Each rule that the steps write down is one that the databases enforce.

mod moves;

use std::collections::BTreeSet;

use ::migrations::{Migrator, MigratorTrait};
use chrono::{Days, TimeDelta};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, SqlErr, Value,
    sea_query::{Alias, Query},
};
use uuid::Uuid;

mod same;

use super::{
    entity,
    rows::{keep, keep_one_of_each, offer},
    sample::{self, day, moment},
    schema::checks,
};
use crate::database;

#[tokio::test]
async fn every_check_refuses_by_name_what_it_is_there_to_refuse() {
    for fresh in database::each_empty().await {
        Migrator::up(&fresh.db, None).await.expect("every step goes up");
        keep_one_of_each(&fresh.db).await;

        every_check_refuses(&fresh.db).await;
    }
}

#[tokio::test]
async fn a_row_cannot_name_somebody_of_another_partnership() {
    for fresh in database::each_empty().await {
        Migrator::up(&fresh.db, None).await.expect("every step goes up");
        keep_one_of_each(&fresh.db).await;
        let (elsewhere, ben) = (Uuid::from_u128(800), Uuid::from_u128(801));
        let slug = "southshire".to_owned();
        keep(
            &fresh.db,
            entity::partnership::Model { id: elsewhere, slug, ..sample::partnership() },
        )
        .await;
        let email = "ben@example.org".to_owned();
        let worker = sample::staff();
        keep(
            &fresh.db,
            entity::staff::Model { id: ben, partnership_id: elsewhere, email, ..worker },
        )
        .await;

        for (table, column) in [
            ("alert", "read_by"),
            ("alert", "proposed_by"),
            ("alert", "closed_by"),
            ("alert_event", "staff_id"),
            ("alert_event", "to_id"),
            ("absence", "staff_id"),
            ("absence", "cover_id"),
            ("absence", "made_by"),
            ("handover", "from_id"),
            ("handover", "to_id"),
            ("handover", "made_by"),
            ("glass", "staff_id"),
            ("glass", "reviewed_by"),
            ("referral", "made_by"),
            ("referral", "accepted_by"),
            ("referral", "ended_by"),
            ("task", "owner_id"),
            ("task", "made_by"),
            ("task", "done_by"),
            ("staff_notice", "staff_id"),
            ("working_hours", "changed_by"),
            ("assignment", "staff_id"),
            ("assignment", "given_by"),
            ("contact", "staff_id"),
            ("data_request", "answered_by"),
            ("feed", "staff_id"),
            ("file_mapping", "made_by"),
            ("improvement", "written_by"),
            ("saved_view", "staff_id"),
            ("standing", "worker_id"),
            ("template", "changed_by"),
            ("readiness", "under_18_lead"),
            ("readiness", "adult_lead"),
            ("own_questionnaire", "uploaded_by"),
            ("questionnaire_use", "used_by"),
            ("questionnaire_use", "ended_by"),
            ("spell", "recorded_by"),
            ("spell_word", "staff_id"),
            ("kept_detail", "staff_id"),
            ("draft", "staff_id"),
            ("bulk", "staff_id"),
            ("claim", "recorded_by"),
            ("intended", "recorded_by"),
            ("concern", "answered_by"),
            ("safe_contact", "recorded_by"),
            ("plan", "recorded_by"),
            ("waiting_row", "decided_by"),
            ("likeness", "said_by"),
            ("same_person", "made_by"),
            ("same_person", "undone_by"),
            ("split", "made_by"),
        ] {
            let error = change(&fresh.db, table, column, ben.into()).await.expect_err(table);
            assert!(
                matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn only_one_of_what_counts_now_is_taken_beside_any_number_that_no_longer_do() {
    for fresh in database::each_empty().await {
        Migrator::up(&fresh.db, None).await.expect("every step goes up");
        keep_one_of_each(&fresh.db).await;
        let (id, over) = (Uuid::from_u128(900), Some(moment()));

        let answer = entity::answer::Model { id, ..sample::answer() };
        refused_as_second(offer(&fresh.db, answer.clone()).await);
        keep(&fresh.db, entity::answer::Model { superseded_at: over, ..answer }).await;

        let started_at = moment() + TimeDelta::days(1);
        let assignment = entity::assignment::Model { started_at, ..sample::assignment() };
        refused_as_second(offer(&fresh.db, assignment.clone()).await);
        keep(&fresh.db, entity::assignment::Model { ended_at: over, ..assignment }).await;

        let ended = sample::questionnaire_use();
        let using = entity::questionnaire_use::Model { id, ended_at: None, ..ended.clone() };
        keep(&fresh.db, using.clone()).await;
        let third = Uuid::from_u128(901);
        refused_as_second(
            offer(&fresh.db, entity::questionnaire_use::Model { id: third, ..using }).await,
        );
        keep(&fresh.db, entity::questionnaire_use::Model { id: third, ..ended }).await;

        let link_hash = vec![9; 32];
        let invitation = entity::invitation::Model { id, link_hash, ..sample::invitation() };
        refused_as_second(offer(&fresh.db, invitation.clone()).await);
        keep(&fresh.db, entity::invitation::Model { replaced_at: over, ..invitation }).await;
    }
}

/// Tries every check on the rows that are there, and that its name is in the error.
pub async fn every_check_refuses(db: &DatabaseConnection) {
    let mut tried = BTreeSet::new();
    for (name, column, value) in
        refused().into_iter().chain(same::refused()).chain(moves::refused())
    {
        let (table, column) = column.split_once('.').expect("written as table.column");
        assert!(name.starts_with(&format!("ck_{table}_")), "{name} is not named by its table");
        let error = change(db, table, column, value).await.expect_err(name);
        assert!(error.to_string().contains(name), "{name} is not named in: {error}");
        tried.insert(name.to_owned());
    }
    assert_eq!(tried, checks(db).await, "every check is tried");
}

fn refused_as_second(answer: Result<(), DbErr>) {
    let error = answer.expect_err("there is one already");
    assert!(matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{error}");
}

async fn change(
    db: &DatabaseConnection,
    table: &str,
    column: &str,
    value: Value,
) -> Result<(), DbErr> {
    let (table, column) = (Alias::new(table), Alias::new(column));
    db.execute(Query::update().table(table).value(column, value)).await.map(drop)
}

/// For every check a column that is part of it, and a value it refuses in an otherwise good row.
fn refused() -> Vec<(&'static str, &'static str, Value)> {
    let long = |characters: usize| Value::from("x".repeat(characters));
    let code = || Value::from("no-such-code");
    let bytes = || Value::from(vec![0_u8; 31]);
    let none = || Value::String(None);
    let never = || Value::ChronoDateTimeUtc(None);
    let before = || Value::from(day() - Days::new(1));
    vec![
        ("ck_partnership_slug", "partnership.slug", long(1)),
        ("ck_partnership_name", "partnership.name", long(201)),
        ("ck_partnership_service_name", "partnership.service_name", long(41)),
        ("ck_partnership_staffed_hours", "partnership.staffed_hours", long(101)),
        ("ck_partnership_transition_rule", "partnership.transition_rule", code()),
        ("ck_partnership_council_council_code", "partnership_council.council_code", long(2)),
        ("ck_staff_email", "staff.email", "Amina@example.org".into()),
        ("ck_staff_name", "staff.name", long(201)),
        ("ck_staff_role", "staff.role", code()),
        ("ck_staff_password_with_totp", "staff.password_hash", none()),
        ("ck_questionnaire_sha256", "questionnaire.sha256", long(63)),
        ("ck_questionnaire_use_language", "questionnaire_use.language", long(36)),
        (
            "ck_questionnaire_use_ended",
            "questionnaire_use.ended_at",
            (moment() - TimeDelta::days(1)).into(),
        ),
        ("ck_person_council_code", "person.council_code", long(4)),
        ("ck_person_sen_provision", "person.sen_provision", code()),
        ("ck_person_journey", "person.journey_ends_on", before()),
        ("ck_person_prompt_weekday", "person.prompt_weekday", 0_i16.into()),
        ("ck_person_prompt_often", "person.prompt_often", code()),
        ("ck_person_prompt_slot", "person.prompt_slot", "9:00".into()),
        ("ck_person_reading", "person.reading", code()),
        ("ck_person_text_size", "person.text_size", code()),
        ("ck_person_language", "person.language", long(1)),
        ("ck_person_left_reason", "person.left_reason", code()),
        ("ck_intended_intent", "intended.intent", code()),
        ("ck_intended_days", "intended.for_on", before()),
        ("ck_intended_words", "intended.words", long(201)),
        ("ck_claim_source", "claim.source", code()),
        ("ck_claim_given", "claim.given", code()),
        ("ck_claim_days", "claim.until_on", before()),
        ("ck_claim_words", "claim.words", long(201)),
        ("ck_concern_raised_by", "concern.raised_by", code()),
        ("ck_concern_outcome", "concern.outcome", code()),
        ("ck_concern_answered", "concern.answer", none()),
        ("ck_concern_due", "concern.due_on", before()),
        ("ck_concern_words", "concern.words", long(201)),
        ("ck_concern_to_whom", "concern.to_whom", long(201)),
        ("ck_concern_answer", "concern.answer", long(4001)),
        ("ck_bulk_action", "bulk.action", code()),
        ("ck_bulk_restore", "bulk.before", long(41)),
        ("ck_person_postponed", "person.postponed_to", before()),
        ("ck_draft_thing", "draft.thing", code()),
        ("ck_draft_body", "draft.body", long(16001)),
        ("ck_kept_detail_field", "kept_detail.field", long(61)),
        ("ck_person_texts_stopped_from", "person.texts_stopped_from", long(21)),
        ("ck_session_kind", "session.kind", code()),
        ("ck_session_whose", "session.staff_id", sample::STAFF.into()),
        ("ck_session_client", "session.client", code()),
        ("ck_session_token_token_hash", "session_token.token_hash", bytes()),
        ("ck_session_token_replaced_by", "session_token.replaced_by", bytes()),
        ("ck_session_token_kind", "session_token.kind", code()),
        ("ck_sign_in_link_token_hash", "sign_in_link.token_hash", bytes()),
        ("ck_invitation_route", "invitation.route", code()),
        ("ck_invitation_link_hash", "invitation.link_hash", bytes()),
        ("ck_invitation_code_group", "invitation.code_group", long(8)),
        ("ck_invitation_wrong_codes", "invitation.wrong_codes", 11.into()),
        ("ck_invitation_wrong_birthdays", "invitation.wrong_birthdays", 4.into()),
        ("ck_push_subscription_endpoint", "push_subscription.endpoint", long(2049)),
        ("ck_push_subscription_endpoint_hash", "push_subscription.endpoint_hash", bytes()),
        ("ck_check_in_kind", "check_in.kind", code()),
        ("ck_check_in_month", "check_in.month", 25_i16.into()),
        ("ck_check_in_closes", "check_in.closes_at", moment().into()),
        ("ck_check_in_one_end", "check_in.expired_at", moment().into()),
        ("ck_answer_key", "answer.key", long(121)),
        ("ck_answer_free_text", "answer.free_text", long(1001)),
        ("ck_answer_one_form", "answer.skipped", true.into()),
        ("ck_answer_source", "answer.source", code()),
        ("ck_answer_reading", "answer.reading", code()),
        ("ck_alert_priority", "alert.priority", code()),
        ("ck_alert_acknowledged", "alert.acknowledged_by", Value::Uuid(None)),
        ("ck_alert_read", "alert.read_by", Value::Uuid(None)),
        ("ck_alert_outcome", "alert.outcome", code()),
        ("ck_alert_outcome_note", "alert.outcome_note", long(4001)),
        ("ck_alert_not_told_why", "alert.not_told_why", long(4001)),
        ("ck_alert_told", "alert.not_told_why", none()),
        ("ck_alert_proposed", "alert.proposed_by", Value::Uuid(None)),
        ("ck_alert_second_person", "alert.priority", "p1".into()),
        ("ck_alert_event_what", "alert_event.what", code()),
        ("ck_alert_event_words", "alert_event.words", long(4101)),
        ("ck_staff_notice_kind", "staff_notice.kind", code()),
        ("ck_working_hours_opens", "working_hours.opens", long(4)),
        ("ck_working_hours_closes", "working_hours.closes", long(6)),
        ("ck_working_hours_shut", "working_hours.shut", long(341)),
        ("ck_spell_source", "spell.source", code()),
        ("ck_spell_ended", "spell.ended_on", before()),
        ("ck_spell_provider", "spell.provider", long(201)),
        ("ck_spell_days_per_week", "spell.days_per_week", 8_i16.into()),
        ("ck_spell_weekly_hours", "spell.weekly_hours", 169_i16.into()),
        ("ck_spell_establishment", "spell.establishment", long(6)),
        ("ck_spell_word_source", "spell_word.source", code()),
        ("ck_spell_try_means", "spell_try.means", code()),
        ("ck_promise_name", "promise.name", long(201)),
        ("ck_promise_easy_name", "promise.easy_name", long(201)),
        ("ck_talk_way", "talk.way", code()),
        ("ck_talk_safe_time", "talk.safe_time", code()),
        ("ck_readiness_out_of_hours", "readiness.out_of_hours", long(301)),
        ("ck_goal_words", "goal.words", long(301)),
        ("ck_talk_words", "talk.words", long(501)),
        ("ck_supporter_name", "supporter.name", long(61)),
        ("ck_supporter_relation", "supporter.relation", long(41)),
        ("ck_supporter_link_hash", "supporter.link_hash", bytes()),
        ("ck_supporter_token_hash", "supporter.token_hash", bytes()),
        ("ck_supporter_link_expires", "supporter.link_expires_at", never()),
        ("ck_supporter_joined", "supporter.joined_at", never()),
        ("ck_supporter_push_endpoint", "supporter.push_endpoint", long(2049)),
        ("ck_supporter_push", "supporter.push_auth", none()),
        ("ck_confirmation_token_hash", "confirmation.token_hash", bytes()),
        ("ck_confirmation_known_as", "confirmation.known_as", long(201)),
        ("ck_confirmation_answered_by", "confirmation.answered_by", long(201)),
        ("ck_confirmation_basis", "confirmation.basis", code()),
        ("ck_confirmation_answer", "confirmation.answer", code()),
        ("ck_confirmation_answered", "confirmation.answered_at", never()),
        ("ck_confirmation_ended", "confirmation.ended_on", never()),
        ("ck_contact_kind", "contact.kind", code()),
        ("ck_contact_direction", "contact.direction", code()),
        ("ck_contact_outcome", "contact.outcome", code()),
        ("ck_contact_note", "contact.note", long(4001)),
        ("ck_contact_present", "contact.present", long(201)),
        ("ck_contact_follow_up_words", "contact.follow_up_words", long(201)),
        ("ck_safe_contact_ways", "safe_contact.ways", long(101)),
        ("ck_safe_contact_times", "safe_contact.times", code()),
        ("ck_safe_contact_not_to", "safe_contact.not_to", long(201)),
        ("ck_safe_contact_said_by", "safe_contact.said_by", code()),
        ("ck_plan_review_outcome", "plan.review_outcome", code()),
        ("ck_plan_cease_reason", "plan.cease_reason", code()),
        ("ck_plan_ceased", "plan.ceased_on", never()),
        ("ck_task_kind", "task.kind", code()),
        ("ck_task_words", "task.words", long(501)),
        ("ck_task_done_words", "task.done_words", long(501)),
        ("ck_task_done", "task.done_at", never()),
        ("ck_staff_agency", "staff.agency", long(201)),
        ("ck_referral_to_agency", "referral.to_agency", long(201)),
        ("ck_referral_parts", "referral.contact", false.into()),
        ("ck_referral_why", "referral.why", long(501)),
        ("ck_referral_basis", "referral.basis", code()),
        ("ck_referral_not_told_why", "referral.not_told_why", long(501)),
        ("ck_referral_told", "referral.not_told_why", "It was not safe.".into()),
        ("ck_referral_days", "referral.until_on", before()),
        ("ck_referral_accepted", "referral.accepted_at", never()),
        ("ck_referral_ended", "referral.ended_at", never()),
        ("ck_glass_reason", "glass.reason", code()),
        ("ck_glass_words", "glass.words", "Urgent.".into()),
        ("ck_glass_review_words", "glass.review_words", long(501)),
        ("ck_glass_reviewer", "glass.reviewed_by", sample::STAFF.into()),
        ("ck_glass_reviewed", "glass.reviewed_at", never()),
        ("ck_handover_kind", "handover.kind", code()),
        ("ck_handover_meet_first", "handover.meet_first", code()),
        ("ck_handover_plain", "handover.plain", long(501)),
        ("ck_handover_easy", "handover.easy", long(501)),
        ("ck_handover_to", "handover.to_id", sample::STAFF.into()),
        ("ck_absence_days", "absence.until_on", before()),
        ("ck_absence_cover", "absence.cover_id", sample::STAFF.into()),
        ("ck_prompt_channel", "prompt.channel", code()),
        ("ck_prompt_outcome", "prompt.outcome", code()),
        ("ck_prompt_settled", "prompt.outcome", none()),
        ("ck_prompt_receipt", "prompt.receipt", code()),
        ("ck_prompt_local_time", "prompt.local_time", "9:00".into()),
        ("ck_prompt_reference", "prompt.reference", long(101)),
        ("ck_failed_way_kind", "failed_way.kind", code()),
        ("ck_failed_way_value", "failed_way.value", long(255)),
        ("ck_channel_name", "channel.name", long(261)),
        ("ck_notice_kind", "notice.kind", code()),
        ("ck_notice_way", "notice.way", code()),
        ("ck_notice_about", "notice.about", long(261)),
        ("ck_feed_token_hash", "feed.token_hash", bytes()),
        ("ck_file_mapping_name", "file_mapping.name", long(61)),
        ("ck_file_mapping_body", "file_mapping.body", long(16385)),
        ("ck_import_run_sha256", "import_run.sha256", long(65)),
        ("ck_access_event_actor_kind", "access_event.actor_kind", code()),
        ("ck_access_event_what", "access_event.what", long(81)),
        ("ck_own_contact_kind", "own_contact.kind", code()),
        ("ck_own_contact_value", "own_contact.value", long(255)),
        ("ck_one_time_code_purpose", "one_time_code.purpose", code()),
        ("ck_one_time_code_kind", "one_time_code.kind", code()),
        ("ck_one_time_code_value", "one_time_code.value", long(255)),
        ("ck_one_time_code_tries", "one_time_code.tries", 6_i16.into()),
        ("ck_passkey_credential_hash", "passkey.credential_hash", bytes()),
        ("ck_passkey_name", "passkey.name", long(61)),
        ("ck_data_request_asked", "data_request.asked", code()),
        ("ck_data_request_part", "data_request.part", code()),
        ("ck_data_request_words", "data_request.words", long(1001)),
        ("ck_data_request_waiting", "data_request.waiting_for", none()),
        ("ck_data_request_decision", "data_request.decision", code()),
        ("ck_data_request_answered", "data_request.reply", none()),
        ("ck_offer_answer_offer", "offer_answer.offer", code()),
        ("ck_answer_link_token_hash", "answer_link.token_hash", bytes()),
        ("ck_answer_link_expires", "answer_link.expires_at", moment().into()),
        ("ck_improvement_said", "improvement.said", long(301)),
        ("ck_improvement_said_easy", "improvement.said_easy", long(301)),
        ("ck_improvement_did", "improvement.did", long(301)),
        ("ck_improvement_did_easy", "improvement.did_easy", long(301)),
        ("ck_template_kind", "template.kind", code()),
        ("ck_template_text", "template.text", long(4001)),
        ("ck_change_thing_length", "change.thing", long(41)),
        ("ck_standing_place", "standing.place", 100_i16.into()),
        ("ck_standing_priority", "standing.priority", code()),
        ("ck_standing_neet", "standing.neet", code()),
        ("ck_saved_view_name", "saved_view.name", long(61)),
        ("ck_saved_view_query", "saved_view.query", long(501)),
        ("ck_change_actor_kind", "change.actor_kind", code()),
        ("ck_change_version", "change.version", 0_i32.into()),
        ("ck_change_field", "change.field", long(61)),
        ("ck_change_before", "change.before", long(4001)),
        ("ck_change_after", "change.after", long(4001)),
    ]
}
