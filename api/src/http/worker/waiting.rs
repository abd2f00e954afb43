//! Rows of councils' files that may be about somebody who is here: a manager looks at each, and says.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    id::{PersonId, WaitingRowId},
    import::{Column, KeptRow},
    matching::{Decision, Same},
    text::Name,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    importing::{NotDecided, decide},
    store::{LikePerson, StoreError, WaitingRow},
};

/// How many rows are shown at once.
const SHOWN: u64 = 50;

pub struct WaitingRows;

#[OpenApi(tag = "Tag::Same")]
impl WaitingRows {
    /// List rows that wait
    ///
    /// Rows of the council's files that are new and may be about somebody who is here under another number, the earliest first,
    /// each beside whomever it is like and with the reasons. There is no score: somebody has to look. The rest of the file
    /// went in.
    #[oai(path = "/waiting-rows", method = "get", operation_id = "list_waiting_rows")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<WaitingListOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let mut rows = tx.waiting_rows(SHOWN + 1).await?;
                let more = rows.len() as u64 > SHOWN;
                rows.truncate(SHOWN as usize);
                let mut shown: Vec<PersonId> =
                    rows.iter().flat_map(|row| &row.alike).map(|(person, _)| *person).collect();
                shown.sort_unstable();
                shown.dedup();
                let people = tx.like_people(&shown).await?;
                let looks = people.keys().map(|person| (app.new_id(), *person)).collect();
                tx.note_accesses(looks, "list_waiting_rows", app.now()).await?;
                let items = rows.iter().map(|row| WaitingOut::new(row, &people)).collect();
                Ok(Json(WaitingListOut { items, more }))
            })
            .await
    }

    /// Decide on a row that waits
    ///
    /// It is about somebody who is here, about somebody new, or nobody is to be followed because of it. Of somebody who is here
    /// it fills in what was empty and says where they are, as a file does; what is known of them stays, and from then on the
    /// number is one of theirs. The same decision sent again changes nothing; another is refused.
    #[oai(
        path = "/waiting-rows/:waiting_row_id",
        method = "put",
        operation_id = "decide_waiting_row"
    )]
    async fn decide(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which row.
        waiting_row_id: Path<Uuid>,
        body: Valid<DecisionIn>,
    ) -> Result<Json<DecidedOut>> {
        let (app, body, me) = (app.0, body.0, *me.scope());
        let decision = Decision::from(body.decision);
        let with = body.person_id.map(PersonId);
        if (decision == Decision::Same) != with.is_some() {
            let why = "Say who it is where it is somebody who is here, and only then.";
            return Err(Problem::new(Kind::RuleBroken, why).at("/person_id", why));
        }
        app.store
            .write::<_, _, Problem>(me, async |tx| {
                let row = tx.waiting_row(WaitingRowId(waiting_row_id.0)).await?;
                if let Some((before, by, person)) = row.decided {
                    let again = before == decision && by == Some(me.staff());
                    let again = again && (with.is_none() || with == person);
                    return if again { Ok(decided(person)) } else { Err(already()) };
                }
                if let Some(with) = with {
                    tx.person(with).await?;
                    tx.hold(with).await?;
                }
                let person = decide(app, tx, &row, decision, with).await.map_err(problem)?;
                if let Some(person) = person {
                    tx.note_access(app.new_id(), person, "decide_waiting_row", app.now()).await?;
                }
                Ok(decided(person))
            })
            .await
    }
}

fn decided(person: Option<PersonId>) -> Json<DecidedOut> {
    Json(DecidedOut { person_id: person.map(|person| person.0) })
}

fn already() -> Problem {
    let detail =
        "Somebody has decided on this row already. Load the list again to see what still waits.";
    Problem::new(Kind::AlreadyExists, detail)
}

fn problem(why: NotDecided) -> Problem {
    let detail = match why {
        // Somebody else was sooner, or has the council's number meanwhile.
        NotDecided::Store(StoreError::Exists(_)) => return already(),
        NotDecided::Store(error) => return error.into(),
        NotDecided::Unreadable => {
            "The row cannot be read any more, because the rules for files have changed. Leave it out, and have the file sent again."
        }
        NotDecided::Over => {
            "Their two years are over, so nobody is to be followed. Leave the row out."
        }
    };
    Problem::new(Kind::RuleBroken, detail)
}

/// What somebody says of a row that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "RowDecision", rename_all = "kebab-case", remote = "Decision")]
enum DecisionCode {
    /// It is about somebody who is here.
    Same,
    /// It is about somebody who is new.
    New,
    /// Nobody is to be followed because of it.
    LeftOut,
}

/// What is decided.
#[derive(Object)]
#[oai(rename = "RowToDecide", deny_unknown_fields)]
struct DecisionIn {
    /// What is decided.
    decision: DecisionCode,
    /// Whom it is about, where that is somebody who is here.
    person_id: Option<Uuid>,
}

/// What came of it.
#[derive(Object)]
#[oai(rename = "DecidedRow", skip_serializing_if_is_none)]
struct DecidedOut {
    /// Whose the row is; absent where it was left out.
    person_id: Option<Uuid>,
}

/// The rows that wait.
#[derive(Object)]
#[oai(rename = "WaitingRows")]
struct WaitingListOut {
    /// The earliest first, at most fifty.
    items: Vec<WaitingOut>,
    /// There are more than these.
    more: bool,
}

/// A row of a file that waits, as the file has it.
#[derive(Object)]
#[oai(rename = "WaitingRow", skip_serializing_if_is_none)]
struct WaitingOut {
    /// Which one.
    id: Uuid,
    /// The line of the file it stood on; the heading is line 1.
    line: u64,
    /// When a file last had it.
    seen_at: Instant,
    /// The council's number.
    record_number: Option<String>,
    /// Given name.
    given_name: Option<String>,
    /// Absent for somebody who has one name.
    family_name: Option<String>,
    /// What they like to be called.
    preferred_name: Option<String>,
    /// Birth date.
    birth_date: Option<NaiveDate>,
    /// Learner number.
    uln: Option<String>,
    /// For texts and calls.
    mobile: Option<String>,
    /// For e-mail.
    email: Option<String>,
    /// The national code of what they do.
    activity: Option<String>,
    /// Since when.
    started_on: Option<NaiveDate>,
    /// At which college, school or provider.
    provider: Option<String>,
    /// Whom it is like, the likeliest first.
    alike: Vec<LikeOut>,
}

/// Somebody who is here, and whom a record is like.
#[derive(Object)]
#[oai(rename = "LikePerson", skip_serializing_if_is_none)]
pub(super) struct LikeOut {
    /// Who.
    person_id: Uuid,
    /// The council's number.
    record_number: Option<String>,
    /// Given name.
    given_name: String,
    /// Absent for somebody who has one name.
    family_name: Option<String>,
    /// What they like to be called.
    preferred_name: Option<String>,
    /// Birth date.
    birth_date: NaiveDate,
    /// Learner number.
    uln: Option<String>,
    /// For texts and calls.
    mobile: Option<String>,
    /// For e-mail.
    email: Option<String>,
    /// Who works with them.
    worker: Option<String>,
    /// What the two have in common, each a sentence.
    reasons: Vec<String>,
}

impl WaitingOut {
    fn new(row: &WaitingRow, people: &HashMap<PersonId, LikePerson>) -> Self {
        let said = KeptRow::read(&row.record);
        let cell = |column| said.cell(column).map(str::to_owned);
        let day = |column| said.cell(column).and_then(|text| text.parse().ok());
        let alike = row.alike.iter();
        let alike = alike.filter_map(|(id, same)| Some(LikeOut::new(people.get(id)?, same)));
        Self {
            id: row.id.0,
            line: row.line,
            seen_at: row.seen_at.into(),
            record_number: cell(Column::YoungPersonsId),
            given_name: cell(Column::GivenName),
            family_name: cell(Column::FamilyName),
            preferred_name: cell(Column::PreferredName),
            birth_date: day(Column::Dob),
            uln: cell(Column::UniqueLearnerNo),
            mobile: cell(Column::MobileNumber),
            email: cell(Column::Email),
            activity: cell(Column::ActivityCode),
            started_on: day(Column::StartDate),
            provider: cell(Column::EstablishmentName),
            alike: alike.collect(),
        }
    }
}

impl LikeOut {
    pub(super) fn new(person: &LikePerson, same: &[Same]) -> Self {
        let face = &person.face;
        let name = |name: &Name| name.as_str().to_owned();
        Self {
            person_id: person.id.0,
            record_number: person.number.clone(),
            given_name: name(&face.given),
            family_name: Some(name(&face.family)).filter(|name| !name.is_empty()),
            preferred_name: face.preferred.as_ref().map(name),
            birth_date: face.birth,
            uln: face.uln.as_ref().map(|uln| uln.as_str().to_owned()),
            mobile: face.mobile.as_ref().map(|mobile| mobile.as_str().to_owned()),
            email: face.email.as_ref().map(|email| email.as_str().to_owned()),
            worker: person.worker.clone(),
            reasons: same.iter().map(|same| same.words().to_owned()).collect(),
        }
    }
}
