//! A right request for every operation.

use api::http::{document::operations, documents, policy};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    bodies::{EXTRACT, SECRET, VERSION, a_split, a_transfer, empty_package, no_passkey},
    everybody::Everybody,
};
use crate::{
    house::{Answer, Caller, subscription},
    story::{email, one_time_code, questions::own},
};

/// An operation of a document.
#[derive(Clone, Copy)]
pub struct Operation {
    pub document: &'static str,
    pub id: &'static str,
    pub method: &'static str,
    base: &'static str,
    pub path: &'static str,
}

/// Every operation of every document.
pub fn every_operation() -> impl Iterator<Item = Operation> {
    documents().iter().flat_map(|document| {
        operations(&document.content).map(|(method, path, operation)| Operation {
            document: document.name,
            id: operation["operationId"].as_str().expect("an operation has an id"),
            method: match method {
                "get" => "GET",
                "put" => "PUT",
                "post" => "POST",
                "patch" => "PATCH",
                "delete" => "DELETE",
                other => panic!("{other} is a method that nobody uses yet"),
            },
            base: document.prefix,
            path,
        })
    })
}

/// What is sent to an operation.
pub struct Request {
    method: &'static str,
    pub path: String,
    pub body: Body,
    /// Who covers in Kent, where the body names who covers.
    kent: Uuid,
}

/// What is sent along.
pub enum Body {
    None,
    Json(Value),
    Csv(String),
    Yaml(String),
    Lines(String),
}

impl Request {
    /// The same, sent by somebody of this partnership: what has its name in it has theirs.
    pub fn of(mut self, slug: &str) -> Self {
        if let Body::Yaml(file) = &mut self.body {
            *file = own(slug, VERSION);
        }
        if let (Body::Json(body), "kent") = (&mut self.body, slug)
            && body.get("cover_id").is_some()
        {
            body["cover_id"] = json!(self.kent);
        }
        if let (Body::Json(body), "kent") = (&mut self.body, slug)
            && body.get("people").and(body.get("to")).is_some()
        {
            body["to"] = json!(self.kent);
        }
        self
    }

    pub async fn send(&self, caller: &Caller<'_>) -> Answer {
        match &self.body {
            Body::None => caller.send(self.method, &self.path, None).await,
            Body::Json(body) => caller.send(self.method, &self.path, Some(body.clone())).await,
            Body::Yaml(file) => {
                caller.send_text(self.method, &self.path, "application/yaml", file.as_str()).await
            }
            Body::Lines(file) => {
                let kind = "application/jsonl";
                caller.send_text(self.method, &self.path, kind, file.as_str()).await
            }
            Body::Csv(file) => {
                caller.send_text(self.method, &self.path, "text/csv", file.as_str()).await
            }
        }
    }
}

impl Operation {
    /// Its path says whom it is about. Who writes something of their own chooses its id.
    pub fn names_somebody(&self) -> bool {
        let own = [
            "ask_to_talk",
            "save_goal",
            "save_request",
            "remove_contact",
            "add_mapping",
            "save_improvement",
            "save_message",
            "remove_message",
            "save_supporter",
            "save_absence",
            "save_view",
            "remove_view",
            "start_bulk",
        ];
        !own.contains(&self.id) && self.path.contains('{')
    }

    /// Staff have to have shown a moment ago that it is them.
    pub fn needs_proof(&self) -> bool {
        policy::needs_proof(self.document, self.id)
    }

    /// A request in which everything is right, about Amina.
    pub async fn about_amina(&self, everybody: &Everybody<'_>) -> Request {
        if ["show_proof", "send_proof_code"].contains(&self.id) {
            everybody.mobile().await;
        }
        everybody.have_something_for(self.id).await;
        let mut path = format!("{}{}", self.base, self.path);
        for part in self.path.split('/').filter(|part| part.starts_with('{')) {
            // Whoever writes a goal, asks something or adds somebody chooses the id.
            let name = match self.id {
                "record_claim" | "record_concern" | "save_concern" if part == "{promise_id}" => {
                    "kept_promise_id"
                }
                "answer_concern" if part == "{concern_id}" => "kept_concern_id",
                "save_goal" => "new_goal_id",
                "save_request" => "new_request_id",
                "add_mapping" => "new_mapping_id",
                "save_improvement" => "new_improvement_id",
                "save_supporter" => "new_supporter_id",
                "ask_provider" if part == "{confirmation_id}" => "new_confirmation_id",
                "save_handover" if part == "{handover_id}" => "new_handover_id",
                "save_task" if part == "{task_id}" => "new_task_id",
                "save_absence" => "new_absence_id",
                "start_bulk" => "new_bulk_id",
                "save_referral" if part == "{referral_id}" => "new_referral_id",
                "show_referred" => "referred_id",
                "set_meet_first" => "own_handover_id",
                "open_glass" if part == "{glass_id}" => "new_glass_id",
                "save_transfer" if part == "{transfer_id}" => "new_transfer_id",
                "accept_transfer" | "refuse_transfer" => "coming_id",
                "merge_people" if part == "{merge_id}" => "new_merge_id",
                _ => part.trim_matches(['{', '}']),
            };
            let filled = everybody.fill(name).await;
            path = path.replace(part, &filled);
        }
        let mut request = self.at(path, everybody);
        let Body::Json(body) = &mut request.body else { return request };
        match self.id {
            "answer_closing" | "read_alert" | "take_over_alert" | "pass_on_alert" => {
                everybody.fill_alert(body).await;
            }
            "merge_people" => body["gone_id"] = everybody.fill("other_id").await.into(),
            "split_person" => everybody.fill_split(body).await,
            "save_transfer" => body["to_id"] = everybody.elsewhere().await,
            "ask_provider" => body["destination_id"] = everybody.destination().await.into(),
            "record_details" | "record_safe_contact" | "record_plan" => {
                everybody.fill_version(body).await;
            }
            _ => {}
        }
        request
    }

    /// The same about nobody: the ids are of nothing.
    pub fn about_nobody(&self, everybody: &Everybody<'_>) -> Request {
        let mut path = format!("{}{}", self.base, self.path);
        for part in self.path.split('/').filter(|part| part.starts_with('{')) {
            path = path.replace(part, "00000000-0000-7000-8000-ffffffffffff");
        }
        self.at(path, everybody)
    }

    fn at(&self, path: String, everybody: &Everybody<'_>) -> Request {
        let kent = everybody.covers.1.0;
        if self.id == "add_questionnaire" {
            return Request {
                method: self.method,
                path,
                body: Body::Yaml(own("derbyshire", VERSION)),
                kent,
            };
        }
        if self.id == "import_caseload" {
            let path = format!("{path}?dry_run=true");
            return Request {
                method: self.method,
                path,
                body: Body::Csv(EXTRACT.to_owned()),
                kent,
            };
        }
        if self.id == "import_package" {
            let path = format!("{path}?dry_run=true");
            return Request { method: self.method, path, body: Body::Lines(empty_package()), kent };
        }
        if self.id == "guess_mapping" {
            return Request {
                method: self.method,
                path,
                body: Body::Csv(EXTRACT.to_owned()),
                kent,
            };
        }
        let body = self.body(everybody).map_or(Body::None, Body::Json);
        Request { method: self.method, path, body, kent }
    }

    /// What is sent along. An operation that takes a body and is not here fails with its name.
    fn body(&self, everybody: &Everybody<'_>) -> Option<Value> {
        let id: uuid::Uuid = everybody.house.id();
        Some(match self.id {
            "add_mapping" => json!({
                "name": format!("An export {id}"),
                "mapping": r#"{"columns":{"GivenName":"Forename"}}"#,
            }),
            "open_invitation" => json!({ "secret": "0000 0000" }),
            "accept_invitation" => everybody.amina.acceptance("0000 0000", "app"),
            "refresh_session" => json!({ "refresh_token": "yr_nonsense" }),
            "set_preferences" => json!({ "reading": "easy" }),
            "set_prompts" => json!({ "weekday": "friday", "slot": "09:30" }),
            "snooze_check_in" => json!({ "until": "tomorrow" }),
            "ask_to_talk" => json!({ "way": "call", "safe_time": "any", "message_ok": false }),
            "save_goal" => json!({ "words": "A job with animals.", "reached": false }),
            "send_sign_in_code" | "send_contact_code" => json!({ "mobile": "07700 900 456" }),
            "sign_in_with_code" => json!({
                "request": id, "code": "123456", "client": "app", "shared_phone": false,
            }),
            "sign_in_with_passkey" => json!({ "passkey": no_passkey(id), "client": "app" }),
            "send_proof_code" => json!({ "to": "mobile" }),
            "prove_with_code" | "confirm_contact" => json!({ "request": id, "code": "123456" }),
            "prove_with_passkey" => no_passkey(id),
            "add_passkey" => {
                json!({ "ceremony": id, "id": "AA", "client_data": "AA", "attestation": "AA" })
            }
            "save_request" => json!({ "asked": "everything", "part": "other", "help": true }),
            "answer_request" => json!({ "decision": "done", "words": "We put it right." }),
            "wait_for_request" => json!({ "waiting_for": "How is it spelt?" }),
            "answer_once" => json!({
                "token": "tp_nonsense", "answer": "same", "answered_at": "2026-09-07T09:00:00Z",
            }),
            "answer_offer" => {
                json!({ "offer": "less", "because": id, "accept": false })
            }
            "save_message" => json!({
                "text": "{service_name}: it is time for your check-in. {short_url} To stop texts reply STOP",
            }),
            "save_improvement" => json!({
                "said": "Buses to college are late.", "said_easy": "Buses are late.",
                "did": "There is a new bus at eight.", "did_easy": "There is a new bus.",
            }),
            "save_view" => {
                json!({ "name": "Calls this week", "state": "call-today", "order": "due" })
            }
            "search_caseload" => json!({ "name": "amina" }),
            "send_answers" => json!({
                "source": "self", "reading": "plain", "finished": false,
                "answers": [{ "key": "home_feel", "codes": ["ok"], "answered_at": "2026-09-07T09:00:00Z" }],
            }),
            "save_push_subscription" | "save_support_push" => {
                subscription("https://fcm.googleapis.com/fcm/send/abc")
            }
            "save_app_token" => {
                json!({ "service": "fcm", "token": "dQw4w9WgXcQ:APA91b-nonsense_token" })
            }
            "save_supporter" => everybody.supporter(),
            "accept_support" => json!({ "secret": "sk_nonsense", "client": "app" }),
            "send_supported_answers" => json!({
                "source": "proxy", "reading": "plain", "finished": false,
                "answers": [{ "key": "friends_feel", "codes": ["yes"], "answered_at": "2026-09-07T09:00:00Z" }],
            }),
            "use_sign_in_link" => json!({ "token": "sl_nonsense" }),
            "sign_in" => {
                json!({ "email": "nobody@kent.example", "password": "wrong", "code": "000000" })
            }
            "finish_enrolment" => json!({
                "password": "purple kettle walks uphill", "totp_secret": SECRET,
                "code": one_time_code(SECRET, everybody.house.app.now()),
            }),
            "save_referral" => json!({
                "agency": "Peak Health", "contact": true, "destination": true, "promises": true, "goals": true,
                "why": "Help with travel.", "basis": "agreed", "told_on": "2026-09-07",
                "from_on": "2026-09-07", "until_on": "2027-03-07",
            }),
            "look_up_person" => json!({ "name": "Amina Nobody", "birth_date": "2008-01-01" }),
            "open_glass" => {
                json!({ "reason": "colleague-away", "words": "College rang, and her worker is ill." })
            }
            "review_glass" => json!({ "justified": true, "words": "It could not wait." }),
            "start_enrolment" => json!({}),
            "prove_staff" => json!({ "code": "000000" }),
            "record_contact" => json!({
                "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T08:00:00Z",
            }),
            "close_alert" => {
                json!({ "outcome": "spoken-safe", "note": "With an aunt tonight.", "told_them": true })
            }
            "answer_closing" => json!({
                "agreed": false, "words": "Ring the college too.", "proposed_at": "2026-09-07T09:00:00Z",
            }),
            "assign_people" => json!({
                "to": everybody.covers.0.0, "people": [{ "person_id": everybody.amina.id }], "preview": true,
            }),
            "set_meet_first" => json!({ "meet": true }),
            "show_bulk" | "start_bulk" => json!({
                "action": "key-date", "people": [everybody.amina.id], "on": "2026-10-01", "words": "Review.",
            }),
            "show_chosen_contacts" => json!({ "people": [everybody.amina.id] }),
            "save_handover" => json!({ "to": everybody.covers.0.0, "on": "2026-10-01" }),
            "save_task" => json!({ "words": "Ring the college.", "due_on": "2026-09-08" }),
            "finish_task" => json!({ "words": "They have a place." }),
            "save_absence" => json!({
                "cover_id": everybody.covers.0.0, "from_on": "2026-09-08", "until_on": "2026-09-08",
            }),
            "take_over_alert" => json!({ "from": everybody.worker.0 }),
            "pass_on_alert" => json!({ "to": everybody.worker.0 }),
            "set_duty" => json!({ "on_duty": true }),
            "set_working_hours" => json!({ "opens": "09:00", "closes": "17:00", "shut": [] }),
            "read_alert" => json!({ "seen": "1-0" }),
            "record_destination" => {
                json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true })
            }
            "ask_provider" => {
                json!({ "destination_id": id, "known_as": "Amina Begum", "basis": "agreed" })
            }
            "show_item" => json!({ "token": "co_nonsense" }),
            "confirm_item" => {
                json!({ "token": "co_nonsense", "answer": "yes", "answered_by": "The registry" })
            }
            "record_safe_contact" => json!({
                "ways": [], "times": "any", "message_ok": false, "said_by": "worker",
            }),
            "record_plan" => json!({ "started_on": "2024-09-02", "reviewed_on": "2026-03-02" }),
            "record_intended" => {
                json!({ "intent": "211", "for_on": "2027-09-01", "said_on": "2026-09-07" })
            }
            "record_claim" => json!({
                "source": "provider", "from_on": "2026-09-01", "until_on": "2026-09-07", "given": "all",
            }),
            "record_concern" => json!({ "raised_by": "worker", "raised_on": "2026-09-07" }),
            "answer_concern" => {
                json!({ "outcome": "restored", "words": "It comes again.", "based_on": 1 })
            }
            "save_draft" => json!({ "thing": "contact", "body": "{}" }),
            "record_details" => json!({
                "first_name": "Amina", "family_name": "Yusuf", "needs": [], "transition_on": "2026-09-07",
            }),
            "merge_people" => json!({ "gone_id": everybody.covers.0.0, "take": [] }),
            "split_person" => a_split(),
            "save_transfer" => a_transfer(),
            "accept_transfer" => json!({ "worker_id": everybody.worker.0, "council_code": "830" }),
            "refuse_transfer" => json!({ "why": "They live elsewhere." }),
            "decide_waiting_row" => json!({ "decision": "left-out" }),
            "record_promise" => json!({ "name": "a job coach", "agreed_on": "2026-09-01" }),
            "invite_person" => json!({ "route": "screen" }),
            "assign_person" => json!({ "worker_id": everybody.worker.0 }),
            "change_partnership" => json!({ "staffed_hours": "9 to 5, Monday to Friday" }),
            "set_readiness" => json!({ "drill_on": "2026-09-01" }),
            "record_notify_receipt" => json!({
                "reference": id, "to": "07700 900 456", "status": "delivered",
            }),
            "record_notify_text" => json!({
                "id": id, "source_number": "447700900999", "message": "1",
            }),
            "record_receipt" => json!({ "reference": id, "status": "delivered" }),
            "record_reply" => json!({ "from": "+447700900999", "text": "1" }),
            "add_staff" => {
                json!({ "name": "Nina New", "email": email(&format!("nina {id}")), "role": "worker" })
            }
            _ => {
                assert!(!self.takes_body(), "say in {} what {} is sent", file!(), self.id);
                return None;
            }
        })
    }

    fn takes_body(&self) -> bool {
        let document = documents().iter().find(|document| document.name == self.document);
        let item = &document.expect("it is of this document").content["paths"][self.path];
        item[self.method.to_lowercase()]["requestBody"]["content"]["application/json"].is_object()
    }
}
