//! The caseload: who needs a call, and why.

pub mod wire;

use domain::{
    caseload::{Cursor, Wanted},
    id::StaffId,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use uuid::Uuid;

use self::wire::{
    CaseloadOut, CountsOut, HeadlineFilter, NeedFilter, NeetFilter, OrderCode, PriorityFilter,
    StateFilter,
};
use super::Tag;
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    standing::{self, Search},
    store::scope::Caseload,
};

pub struct CaseloadApi;

/// The most rows on one page.
const MOST: u32 = 200;
/// The rows of a page when nobody says how many.
const USUAL: u32 = 50;

#[OpenApi(tag = "Tag::Caseload")]
impl CaseloadApi {
    /// List my caseload
    ///
    /// In the order of who needs a call, unless another is asked for; the first reason of each row says why it stands
    /// there. A manager sees the whole partnership, a safeguarding lead those with an alert. Somebody who moves while you
    /// go from page to page may come twice, and is never left out.
    #[oai(path = "/caseload", method = "get", operation_id = "list_caseload")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Only these.
        state: Query<Option<StateFilter>>,
        /// Only those whom this member of staff works with.
        worker: Query<Option<Uuid>>,
        /// Only those who need this when somebody speaks with them.
        need: Query<Option<NeedFilter>>,
        /// Only those whose activity the national figures count as this.
        headline: Query<Option<HeadlineFilter>>,
        /// Only those in neither education nor work, of this kind.
        neet: Query<Option<NeetFilter>>,
        /// Only those whose most urgent alert is one of these.
        priority: Query<Option<PriorityFilter>>,
        /// In which order; who needs a call first if nothing is said.
        order: Query<Option<OrderCode>>,
        /// Go on after the page that gave this as `next`.
        #[oai(validator(
            max_length = 80,
            pattern = r"^[unlc]\.[0-9]{1,2}\.[0-9]{1,18}\.[0-9]{1,18}\.[0-9a-f]{32}$"
        ))]
        after: Query<Option<String>>,
        /// How many rows, 50 if nothing is said.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
    ) -> Result<Json<CaseloadOut>> {
        let wanted = Wanted {
            state: state.0.unwrap_or(StateFilter::All).into(),
            worker: worker.0.map(StaffId),
            need: need.0.map(Into::into),
            headline: headline.0.map(Into::into),
            neet: neet.0.map(Into::into),
            waits: priority.0.map(Into::into),
            order: order.0.unwrap_or(OrderCode::Urgency).into(),
        };
        let after = after.0.as_deref();
        Ok(Json(read(app.0, *me.scope(), &wanted, after, limit.0).await?))
    }

    /// Count my caseload
    ///
    /// How many there are of each state, for whoever filters by it. Of those that the other filters leave.
    #[oai(path = "/caseload/counts", method = "get", operation_id = "count_caseload")]
    async fn count(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Only those whom this member of staff works with.
        worker: Query<Option<Uuid>>,
        /// Only those who need this when somebody speaks with them.
        need: Query<Option<NeedFilter>>,
        /// Only those whose activity the national figures count as this.
        headline: Query<Option<HeadlineFilter>>,
        /// Only those in neither education nor work, of this kind.
        neet: Query<Option<NeetFilter>>,
    ) -> Result<Json<CountsOut>> {
        let wanted = Wanted {
            worker: worker.0.map(StaffId),
            need: need.0.map(Into::into),
            headline: headline.0.map(Into::into),
            neet: neet.0.map(Into::into),
            ..Wanted::EVERYBODY
        };
        let counted = standing::counts(app.0, *me.scope(), &wanted).await?;
        Ok(Json(CountsOut::new(&counted)))
    }

    /// Search my caseload by name
    ///
    /// Takes names and their beginnings in any order and script, without their accents, and with a letter wrong. Whoever is
    /// most like comes first, and each row says how like. A name goes into the body, never into an address, which
    /// machines on the way may keep.
    #[oai(path = "/caseload/search", method = "post", operation_id = "search_caseload")]
    async fn search(
        &self,
        app: Data<&App>,
        me: WithPeople,
        body: Valid<SearchIn>,
    ) -> Result<Json<CaseloadOut>> {
        let SearchIn { name, state, limit } = body.0;
        let state = state.unwrap_or(StateFilter::All).into();
        let wanted = Wanted { state, ..Wanted::EVERYBODY };
        let limit = limit.unwrap_or(USUAL).min(MOST).into();
        let page =
            standing::search(app.0, *me.scope(), &wanted, &Search::new(&name), limit).await?;
        Ok(Json(CaseloadOut::new(page)?))
    }
}

/// Whom to look for.
#[derive(Object)]
#[oai(rename = "CaseloadSearch", deny_unknown_fields)]
struct SearchIn {
    /// Parts of a name.
    #[oai(validator(min_length = 1, max_length = 100, pattern = r"^[^\x00]*$"))]
    name: String,
    /// Only these. Without it everybody is found whom I may see, also those whose two years are over.
    state: Option<StateFilter>,
    /// How many rows, 50 if nothing is said.
    #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
    limit: Option<u32>,
}

async fn read(
    app: &App,
    scope: Caseload,
    wanted: &Wanted,
    after: Option<&str>,
    limit: Option<u32>,
) -> Result<CaseloadOut> {
    let from = || Problem::new(Kind::InvalidRequest, "`after` comes from `next`.");
    let after = after.map(|after| Cursor::parse(after).ok_or_else(from)).transpose()?;
    if after.as_ref().is_some_and(|after| after.order != wanted.order) {
        return Err(Problem::new(
            Kind::RuleBroken,
            "`after` comes from a list in another order. Begin again without it.",
        ));
    }
    let limit = limit.unwrap_or(USUAL).min(MOST).into();
    let page = standing::page(app, scope, wanted, after.as_ref(), limit).await?;
    CaseloadOut::new(page)
}
