//! The views of the list that members of staff keep for themselves.

use domain::{
    caseload::Wanted,
    id::{StaffId, ViewId},
    text::Line,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    caseload::wire::{
        HeadlineFilter, NeedFilter, NeetFilter, OrderCode, PriorityFilter, StateFilter,
    },
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{MOST_VIEWS, SavedView, StoreError},
};

pub struct Views;

#[OpenApi(tag = "Tag::Caseload")]
impl Views {
    /// List my views
    ///
    /// The views of the caseload that you keep, in the order in which you made them. Nobody else sees them.
    #[oai(path = "/views", method = "get", operation_id = "list_views")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<ViewsOut>> {
        let read = async |tx: &crate::store::Tx<_>| tx.views().await;
        let views = app.store.look::<_, _, StoreError>(*me.scope(), read).await?;
        Ok(Json(ViewsOut { items: views.into_iter().map(ViewOut::new).collect() }))
    }

    /// Keep a view
    ///
    /// Under an id that you choose. Sent again it is the same one. A view is never changed: remove it and keep another.
    #[oai(path = "/views/:view_id", method = "put", operation_id = "save_view")]
    async fn save(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// An id of your choice.
        view_id: Path<Uuid>,
        body: Valid<ViewIn>,
    ) -> Result<Json<ViewOut>> {
        let view = body.0.read(ViewId(view_id.0))?;
        let save = async |tx: &crate::store::Tx<_>| tx.save_view(&view, app.now()).await;
        let saved = app.store.write::<_, _, StoreError>(*me.scope(), save).await;
        match saved {
            Ok(true) => Ok(Json(ViewOut::new(view))),
            Ok(false) => Err(Problem::new(
                Kind::RuleBroken,
                format!("You keep {MOST_VIEWS} views already. Remove one first."),
            )),
            Err(StoreError::Exists(_)) => Err(Problem::new(
                Kind::AlreadyExists,
                "You keep a view of this name or id already. Give this one another name, or remove the other first.",
            )),
            Err(error) => Err(error.into()),
        }
    }

    /// Remove a view
    ///
    /// Whoever is on the list stays on it: only this way to look at it is gone. Removing it twice does no harm.
    #[oai(path = "/views/:view_id", method = "delete", operation_id = "remove_view")]
    async fn remove(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which view.
        view_id: Path<Uuid>,
    ) -> Result<Removed> {
        let remove = async |tx: &crate::store::Tx<_>| tx.remove_view(ViewId(view_id.0)).await;
        app.store.write::<_, _, StoreError>(*me.scope(), remove).await?;
        Ok(Removed::Gone)
    }
}

/// It is gone.
#[derive(ApiResponse)]
enum Removed {
    /// It is gone.
    #[oai(status = 204)]
    Gone,
}

/// A view to keep.
#[derive(Object)]
#[oai(rename = "ViewToSave", deny_unknown_fields)]
struct ViewIn {
    /// What you call it. Never a young person's name.
    #[oai(validator(min_length = 1, max_length = 60, pattern = r"^[^\x00-\x1f]*$"))]
    name: String,
    /// Only these; everybody if left out.
    state: Option<StateFilter>,
    /// Only those whom this member of staff works with.
    worker: Option<Uuid>,
    /// Only those who need this when somebody speaks with them.
    need: Option<NeedFilter>,
    /// Only those whose activity the national figures count as this.
    headline: Option<HeadlineFilter>,
    /// Only those in neither education nor work, of this kind.
    neet: Option<NeetFilter>,
    /// Only those whose most urgent alert is one of these.
    priority: Option<PriorityFilter>,
    /// In which order; who needs a call first if left out.
    order: Option<OrderCode>,
}

/// A view that you keep.
#[derive(Object)]
#[oai(rename = "SavedView", skip_serializing_if_is_none)]
struct ViewOut {
    /// Which view.
    id: Uuid,
    /// What you call it.
    name: String,
    state: StateFilter,
    /// Only those whom this member of staff works with.
    worker: Option<Uuid>,
    /// Only those who need this when somebody speaks with them.
    need: Option<NeedFilter>,
    /// Only those whose activity the national figures count as this.
    headline: Option<HeadlineFilter>,
    /// Only those in neither education nor work, of this kind.
    neet: Option<NeetFilter>,
    /// Only those whose most urgent alert is one of these.
    priority: Option<PriorityFilter>,
    order: OrderCode,
}

/// The views that you keep.
#[derive(Object)]
#[oai(rename = "SavedViews")]
struct ViewsOut {
    /// In the order in which you made them.
    items: Vec<ViewOut>,
}

impl ViewIn {
    fn read(self, id: ViewId) -> Result<SavedView> {
        let name = Line::new(&self.name).map_err(|why| {
            Problem::new(Kind::InvalidBody, "Give the view a name.").at("/name", why)
        })?;
        let wanted = Wanted {
            state: self.state.unwrap_or(StateFilter::All).into(),
            worker: self.worker.map(StaffId),
            need: self.need.map(Into::into),
            headline: self.headline.map(Into::into),
            neet: self.neet.map(Into::into),
            waits: self.priority.map(Into::into),
            order: self.order.unwrap_or(OrderCode::Urgency).into(),
        };
        Ok(SavedView { id, name, wanted })
    }
}

impl ViewOut {
    fn new(view: SavedView) -> Self {
        let SavedView { id, name, wanted } = view;
        Self {
            id: id.0,
            name: name.as_str().to_owned(),
            state: wanted.state.into(),
            worker: wanted.worker.map(|worker| worker.0),
            need: wanted.need.map(Into::into),
            headline: wanted.headline.map(Into::into),
            neet: wanted.neet.map(Into::into),
            priority: wanted.waits.map(Into::into),
            order: wanted.order.into(),
        }
    }
}
