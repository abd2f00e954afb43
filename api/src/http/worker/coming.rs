//! Young people who may come from another partnership: who they are, a yes, and a no.

use chrono::{Datelike, NaiveDate};
use domain::{
    id::{StaffId, TransferId},
    referral::words,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, wire::CodedOut};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{
        scope::Receiving,
        transfers::{NotMoved, Taking},
    },
};

pub struct ComingApi;

#[OpenApi(tag = "Tag::Moving")]
impl ComingApi {
    /// List who may come
    ///
    /// Those whom another partnership proposes, the earliest first: what they are called, how old they are, and whom to ask there.
    /// Nothing else is known here before somebody says yes. That you looked is kept, and the young person can read it.
    #[oai(path = "/coming", method = "get", operation_id = "list_coming")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<ComingListOut>> {
        let app = app.0;
        let (today, now) = (app.today(), app.now());
        app.store
            .write::<_, _, Problem>(receiving(&me)?, async |tx| {
                let all = tx.coming().await?;
                let ids = all.iter().map(|it| (app.new_id(), it.from, it.person)).collect();
                tx.note_coming(ids, "list_coming", now).await?;
                let councils = tx.our_councils().await?;
                let councils = councils.iter().map(|code| CodedOut::council(code)).collect();
                let items = all.into_iter().map(|it| ComingOut {
                    id: it.id.0,
                    name: it.name,
                    age: age(it.birth_date, today),
                    from: it.from_name,
                    ask: it.asked,
                    ask_email: it.email,
                    moves_on: it.moves_on,
                    can_be_taken: it.moves_on <= today,
                });
                Ok(Json(ComingListOut { items: items.collect(), councils }))
            })
            .await
    }

    /// Say yes: somebody comes
    ///
    /// On the day that was agreed, or after. There is a record here from then on, with a worker whom you name: what was recorded,
    /// what they answered, and how to reach them safely. Alerts, who looked, names of staff there, phones and helpers stay: invite
    /// the young person anew. Said again it is the same.
    #[oai(
        path = "/coming/:transfer_id/acceptance",
        method = "put",
        operation_id = "accept_transfer"
    )]
    async fn accept(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which transfer.
        transfer_id: Path<Uuid>,
        body: Valid<TransferYesIn>,
    ) -> Result<Json<ArrivedOut>> {
        let (app, now) = (app.0, app.now());
        let new = Taking {
            id: TransferId(transfer_id.0),
            worker: StaffId(body.0.worker_id),
            council: body.0.council_code,
            new_ids: [app.new_id(), app.new_id(), app.new_id()],
        };
        let person = app
            .store
            .write::<_, _, Problem>(receiving(&me)?, async |tx| {
                tx.take_transfer(&new, now).await.map_err(problem)
            })
            .await?;
        Ok(Json(ArrivedOut { person_id: person.0 }))
    }

    /// Say no
    ///
    /// With a reason, which the other partnership reads. Said again with the same words it is the same.
    #[oai(path = "/coming/:transfer_id/refusal", method = "put", operation_id = "refuse_transfer")]
    async fn refuse(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which transfer.
        transfer_id: Path<Uuid>,
        body: Valid<TransferNoIn>,
    ) -> Result<Json<NotComingOut>> {
        let app = app.0;
        let why = words(&body.0.why)?;
        app.store
            .write::<_, _, Problem>(receiving(&me)?, async |tx| {
                let id = TransferId(transfer_id.0);
                tx.refuse_transfer(id, &why, app.new_id(), app.now()).await.map_err(problem)?;
                Ok(Json(NotComingOut { refused: true }))
            })
            .await
    }
}

fn receiving(me: &WithPeople) -> Result<Receiving> {
    let refused = || Problem::new(Kind::NotAllowed, "A manager can do this. Ask yours.");
    me.scope().receiving().ok_or_else(refused)
}

/// How old somebody is, in years.
fn age(birth: NaiveDate, today: NaiveDate) -> u32 {
    today.years_since(birth).unwrap_or_else(|| today.year().abs_diff(birth.year()))
}

fn problem(why: NotMoved) -> Problem {
    let broken = |words: &str| Problem::new(Kind::RuleBroken, words);
    match why {
        NotMoved::Store(error) => error.into(),
        NotMoved::Decided => {
            let told = "Somebody has decided about this already. Load the list again to see how it stands.";
            Problem::new(Kind::AlreadyExists, told)
        }
        NotMoved::NotYet(day) => broken(&format!(
            "They come on {}. Say yes on that day, or after.",
            day.format("%-d %B %Y")
        )),
        NotMoved::Unfinished => broken(
            "The partnership that they leave has something to finish first. Ask whoever proposed it, and try again.",
        ),
        NotMoved::Council => broken("That council is not one of yours. Choose one that is listed.")
            .at("/council_code", "choose one that is listed"),
        NotMoved::Worker => broken("Nobody of that id works with young people here.")
            .at("/worker_id", "choose one of your workers"),
        NotMoved::Thing(_) => Problem::unexpected(why),
    }
}

/// Somebody who may come.
#[derive(Object)]
#[oai(rename = "ComingPerson")]
struct ComingOut {
    /// Which transfer.
    id: Uuid,
    /// The name that they are known by.
    name: String,
    /// How old they are, in years.
    age: u32,
    /// The partnership that they leave.
    from: String,
    /// Whom to ask there.
    ask: String,
    /// At which e-mail address.
    ask_email: String,
    /// From which day on you can say yes.
    moves_on: NaiveDate,
    /// That day has come.
    can_be_taken: bool,
}

/// Who may come.
#[derive(Object)]
#[oai(rename = "ComingPeople")]
struct ComingListOut {
    /// The earliest first.
    items: Vec<ComingOut>,
    /// The councils of this partnership, one of which is responsible from then on.
    councils: Vec<CodedOut>,
}

/// A yes.
#[derive(Object)]
#[oai(rename = "TransferYes", deny_unknown_fields)]
struct TransferYesIn {
    /// Who works with them from now on.
    worker_id: Uuid,
    /// Which council of this partnership is responsible.
    #[oai(validator(min_length = 1, max_length = 20))]
    council_code: String,
}

/// A no.
#[derive(Object)]
#[oai(rename = "TransferNo", deny_unknown_fields)]
struct TransferNoIn {
    /// Why; the other partnership reads it.
    #[oai(validator(min_length = 1, max_length = 500))]
    why: String,
}

/// Somebody is here.
#[derive(Object)]
#[oai(rename = "ArrivedPerson")]
struct ArrivedOut {
    /// Who, here.
    person_id: Uuid,
}

/// Somebody does not come.
#[derive(Object)]
#[oai(rename = "NotComing")]
struct NotComingOut {
    /// That was said.
    refused: bool,
}
