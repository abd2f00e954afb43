//! The examples in the documents, recorded from a service at work. `BLESS=1` writes them anew; then the documents have
//! to be written anew too.

mod plain;
mod proof;

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use api::{
    http::policy::{self, Rule},
    store::Whose,
};
use chrono::TimeDelta;
use domain::{id::StaffId, staff::Role};
use serde_json::{Value, json};

use self::plain::plain;
use crate::{
    authz::{
        everybody::{Everybody, Somebody},
        requests::{Body, Operation, every_operation},
    },
    house::{Answer, House},
    story::{email, link, one_time_code},
};

const PASSWORD: &str = "purple kettle walks uphill";

/// Two young people in a council's file.
const SAMPLE: &str = include_str!("../../domain/data/sample_ccis_extract.csv");

/// When it was drawn.
const SAMPLE_AS_OF: &str = "2026-11-02T09:00:00Z";

/// What is sent and what is answered, by document and operation.
type Recorded = BTreeMap<&'static str, BTreeMap<&'static str, Value>>;

#[tokio::test]
async fn the_examples_are_what_the_service_answers() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    let edda = Staff::enrolled(&everybody).await;
    for id in ["record_destination", "record_promise", "record_contact", "save_push_subscription"] {
        let operation = every_operation().find(|operation| operation.id == id).unwrap();
        perform(&operation, &everybody).await;
    }
    let mut recorded = Recorded::new();
    for operation in every_operation() {
        let (sent, answer) = match policy::rule(operation.document, operation.id) {
            // The key is in the address.
            Some(Rule::Open) if operation.id == "read_calendar" => {
                let request = operation.about_amina(&everybody).await;
                (Value::Null, request.send(&house.stranger("")).await)
            }
            Some(Rule::Open) => sign_in(&operation, &everybody, &edda).await,
            _ if operation.id == "prove_staff" => edda.prove(&operation, &everybody).await,
            _ => perform(&operation, &everybody).await,
        };
        let here = format!("{} {}: {}", operation.document, operation.id, answer.text);
        assert!(answer.status < 300, "{here}");
        let answered = match answer.body {
            Value::Null if answer.text.is_empty() => Value::Null,
            Value::Null => {
                // Enough to know it by.
                let line = |line: &str| line.chars().take(400).collect::<String>();
                json!(answer.text.lines().take(3).map(line).collect::<Vec<_>>().join("\n") + "\n")
            }
            body => plain(&body),
        };
        let both = [("request", sent), ("response", answered)];
        let both = both.into_iter().filter(|(_, body)| !body.is_null());
        let both: Value = both.map(|(name, body)| (name.to_owned(), body)).collect();
        if both != json!({}) {
            recorded.entry(operation.document).or_default().insert(operation.id, both);
        }
    }

    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi/examples.json");
    let now = serde_json::to_string_pretty(&recorded).unwrap() + "\n";
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &now).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert!(kept == now, "run `BLESS=1 cargo test -p tests examples`, and then openapi");
}

/// Somebody who may do it does it.
async fn perform(operation: &Operation, everybody: &Everybody<'_>) -> (Value, Answer) {
    let Some(Rule::Only(allowed) | Rule::OnlyProven(allowed)) =
        policy::rule(operation.document, operation.id)
    else {
        panic!("{} is for somebody", operation.id)
    };
    let somebody = everybody.of_derbyshire(allowed)[0];
    let mut request = operation.about_amina(everybody).await;
    let few = || SAMPLE.lines().take(3).collect::<Vec<_>>().join("\n") + "\n";
    match operation.id {
        "list_imports" => {
            everybody.house.at(SAMPLE_AS_OF);
            let admin = everybody.app_of(somebody).await;
            admin.send_text("POST", "/admin/v1/imports", "text/csv", few()).await.ok();
        }
        "list_mappings" => {
            everybody.fill("mapping_id").await;
        }
        "list_questionnaires" => {
            everybody.fill("questionnaire_id").await;
        }
        "import_caseload" => request.body = Body::Csv(few()),
        _ => {}
    }
    let caller = match operation.needs_proof() {
        true => everybody.sure_app_of(somebody).await,
        false => everybody.app_of(somebody).await,
    };
    if let Some(body) = proof::body(operation.id, everybody, &caller).await {
        request.body = Body::Json(body);
    }
    let sent = match &request.body {
        Body::None => Value::Null,
        Body::Json(body) => plain(body),
        // Enough to know it by: all of it is as long as the document.
        Body::Yaml(file) => json!(file.lines().take(10).collect::<Vec<_>>().join("\n") + "\n"),
        Body::Csv(file) | Body::Lines(file) => json!(file.trim_start_matches('\u{feff}')),
    };
    (sent, request.send(&caller).await)
}

/// Somebody signs in, in the way that this operation is for.
async fn sign_in(
    operation: &Operation,
    everybody: &Everybody<'_>,
    edda: &Staff<'_>,
) -> (Value, Answer) {
    let house = everybody.house;
    let amina = &everybody.amina;
    let request = operation.about_amina(everybody).await;
    let stranger = house.stranger("");
    let post = async |body: Value| (plain(&body), stranger.post(&request.path, body).await);
    if let Some(body) = proof::body(operation.id, everybody, &stranger).await {
        return post(body).await;
    }
    match (operation.document, operation.id) {
        (_, "start_passkey_sign_in") => {
            (Value::Null, stranger.post(&request.path, Value::Null).await)
        }
        ("young-person.v1", "refresh_session") => {
            let secret = link(&everybody.invite().await);
            let accept = "/young-person/v1/invitations/accept";
            let accepted = stranger.post(accept, amina.acceptance(&secret, "app")).await.ok();
            post(json!({ "refresh_token": accepted["tokens"]["refresh_token"] })).await
        }
        (_, "refresh_session") => {
            let came = stranger.post("/worker/v1/session", edda.credentials("app")).await.ok();
            post(json!({ "refresh_token": came["tokens"]["refresh_token"] })).await
        }
        (_, "accept_support") => {
            let secret = everybody.link_of(Somebody::Rosa).await;
            post(json!({ "secret": secret, "client": "app" })).await
        }
        (_, "open_invitation") => post(json!({ "secret": everybody.invite().await["code"] })).await,
        (_, "accept_invitation") => {
            let code = everybody.invite().await["code"].clone();
            post(amina.acceptance(code.as_str().unwrap(), "app")).await
        }
        (_, "use_sign_in_link") => {
            post(json!({ "token": everybody.derbyshire.sign_in_link(edda.id).await })).await
        }
        (_, "show_item") => post(json!({ "token": everybody.question_link().await })).await,
        (_, "confirm_item") => {
            let token = everybody.question_link().await;
            let left = json!({
                "token": token, "answer": "ended", "ended_on": "2026-09-04", "answered_by": "The registry",
            });
            post(left).await
        }
        (_, "sign_in") => post(edda.credentials("app")).await,
        (document, id) => panic!("say in {} how {document} {id} is done", file!()),
    }
}

/// A member of staff with a password and a one-time code.
struct Staff<'h> {
    house: &'h House,
    id: StaffId,
    email: String,
    secret: String,
}

impl<'h> Staff<'h> {
    async fn enrolled(everybody: &Everybody<'h>) -> Self {
        let (house, area) = (everybody.house, everybody.derbyshire);
        let id = area.newcomer("Edda Ellis", Role::Worker).await;
        let token = area.token_of(Whose::Staff(id)).await;
        let caller = house.stranger("/worker/v1").with_token(&token);
        let secret =
            caller.post("/session/enrolment", Value::Null).await.ok()["totp_secret"].clone();
        let secret = secret.as_str().unwrap().to_owned();
        let code = one_time_code(&secret, house.app.now());
        let body = json!({ "password": PASSWORD, "totp_secret": secret, "code": code });
        caller.put("/session/enrolment", body).await.ok();
        Self { house, id, email: email("Edda Ellis"), secret }
    }

    /// Shows that it is them, by the code of the next half a minute.
    async fn prove(&self, operation: &Operation, everybody: &Everybody<'_>) -> (Value, Answer) {
        let code = self.credentials("app")["code"].clone();
        let token = everybody.derbyshire.token_of(Whose::Staff(self.id)).await;
        let caller = self.house.stranger("").with_token(&token);
        let body = json!({ "code": code });
        let request = operation.about_amina(everybody).await;
        (plain(&body), caller.post(&request.path, body).await)
    }

    /// A one-time code works once, so half a minute goes by.
    fn credentials(&self, client: &str) -> Value {
        self.house.wait(TimeDelta::seconds(30));
        let code = one_time_code(&self.secret, self.house.app.now());
        json!({ "email": self.email, "password": PASSWORD, "code": code, "client": client })
    }
}
