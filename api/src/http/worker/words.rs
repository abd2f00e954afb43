//! What is not told at every look: what somebody wrote, and what they answered about sensitive things (WK-11). Whoever asks
//! for it is kept, and the young person can see it.

use domain::id::{CheckInId, DataRequestId, PersonId, TalkId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    told::{AnswerOut, Told},
};
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result},
    store::{StoreError, Tx, Whole, scope::Caseload},
};

pub struct WordsApi;

#[OpenApi(tag = "Tag::People")]
impl WordsApi {
    /// Open what somebody wrote
    ///
    /// The hidden answers of one check-in, or what they wrote with a wish to talk or a request about their record. Each time is
    /// kept, and the young person reads that somebody did. The words behind an alert are told with the alert.
    #[oai(
        path = "/people/:person_id/words/:words_id",
        method = "get",
        operation_id = "reveal_words"
    )]
    async fn reveal(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Of what: the id of the check-in, the wish to talk or the request.
        words_id: Path<Uuid>,
    ) -> Result<Json<WordsOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                let whole = tx.whole(person, app.now()).await?;
                let words = WordsOut::of(tx, app, whole, words_id.0).await?;
                tx.note_access(app.new_id(), person, "reveal_words", app.now()).await?;
                Ok(Json(words))
            })
            .await
    }
}

/// What was hidden.
#[derive(Object)]
#[oai(rename = "HiddenWords", skip_serializing_if_is_none)]
struct WordsOut {
    /// The answers of a check-in that are hidden elsewhere.
    answers: Vec<AnswerOut>,
    /// What they wrote with a wish to talk or a request.
    words: Option<String>,
}

impl WordsOut {
    /// What is hidden under this id, if it is something of theirs.
    async fn of(tx: &Tx<Caseload>, app: &App, whole: Whole, id: Uuid) -> Result<Self> {
        let Whole { promises, supporters, answers, check_ins, talks, requests, .. } = whole;
        let asked: Vec<_> = check_ins.into_iter().filter(|(it, _)| it.id.0 == id).collect();
        let talk = talks.into_iter().find(|talk| talk.id == TalkId(id));
        let request = requests.into_iter().find(|request| request.id == DataRequestId(id));
        if asked.is_empty() && talk.is_none() && request.is_none() {
            return Err(StoreError::NotFound("check-in, wish or request").into());
        }
        let promises: Vec<_> = promises.into_iter().map(|known| known.value).collect();
        let told = Told::new(app, &promises, &supporters, answers).asked(tx, &asked).await?;
        let words = talk.and_then(|talk| talk.words).or(request.and_then(|it| it.words));
        Ok(Self {
            answers: if asked.is_empty() { Vec::new() } else { told.hidden(CheckInId(id)) },
            words: words.map(|words| words.as_str().to_owned()),
        })
    }
}
