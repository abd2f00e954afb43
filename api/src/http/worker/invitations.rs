//! Inviting young people, and saying who works with them.

use domain::{
    id::{PersonId, StaffId},
    invitation::Route,
    staff::Staff,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, staff::RoleCode, valid::Valid, wire::Instant},
    inviting::{Inviting, qr_svg},
    store::scope::Within,
};

pub struct Invitations;

#[OpenApi(tag = "Tag::People")]
impl Invitations {
    /// Invite a young person
    ///
    /// Gives a link, a code and a picture of the link, once: they are not kept. An earlier invitation stops working. On a
    /// screen the link lasts 15 minutes, in a letter 14 days; the code lasts seven days.
    #[oai(path = "/people/:person_id/invitations", method = "post", operation_id = "invite_person")]
    async fn invite(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whom.
        person_id: Path<Uuid>,
        body: Valid<InviteIn>,
    ) -> Result<Invited> {
        let (app, me) = (app.0, me.scope());
        let inviting =
            Inviting::new(app, me.partnership(), PersonId(person_id.0), body.0.route.into()).await;
        let made = app
            .store
            .write::<_, _, crate::http::problem::Problem>(*me, async |tx| {
                let made = tx.add_invitation(&inviting.stored, app.now()).await?;
                let person = PersonId(person_id.0);
                tx.note_access(app.new_id(), person, "invite_person", app.now()).await?;
                Ok(made)
            })
            .await?;
        Ok(Invited::Made(Json(InvitationOut {
            qr_svg: qr_svg(&inviting.link),
            link: inviting.link,
            code: inviting.code,
            link_expires_at: made.link_expires_at.into(),
            code_expires_at: made.code_expires_at.into(),
        })))
    }

    /// Give a young person to a worker
    ///
    /// For managers. Whoever had them loses them at once, and the alerts about them that they had in hand and their tasks go
    /// with them. The same worker again changes nothing.
    #[oai(path = "/people/:person_id/assignment", method = "put", operation_id = "assign_person")]
    async fn assign(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whom.
        person_id: Path<Uuid>,
        body: Valid<AssignmentIn>,
    ) -> Result<Assigned> {
        app.store
            .write(*me.scope(), async |tx| {
                let (person, to) = (PersonId(person_id.0), StaffId(body.0.worker_id));
                tx.assign(person, to, || app.new_id(), app.now()).await?;
                tx.note_access(app.new_id(), person, "assign_person", app.now()).await?;
                Ok(Assigned::Done)
            })
            .await
    }

    /// List who works with young people here
    ///
    /// To choose whom to give a young person to.
    #[oai(path = "/staff", method = "get", operation_id = "list_workers")]
    async fn workers(&self, app: Data<&App>, me: WithPeople) -> Result<Json<WorkerListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.workers().await?.into_iter().map(WorkerOut::from).collect();
                Ok(Json(WorkerListOut { items }))
            })
            .await
    }
}

/// How the invitation reaches the young person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Route", rename_all = "kebab-case", remote = "Route")]
enum RouteCode {
    /// On this screen, while you are together.
    Screen,
    /// In a letter or a message.
    Letter,
}

/// An invitation to make.
#[derive(Object)]
#[oai(rename = "Invite", deny_unknown_fields)]
struct InviteIn {
    route: RouteCode,
}

/// An invitation. Show it now: it cannot be shown again.
#[derive(Object)]
#[oai(rename = "Invitation")]
struct InvitationOut {
    /// The link.
    link: String,
    /// The same as a code of eight digits, to type.
    code: String,
    /// When the link stops working.
    link_expires_at: Instant,
    /// When the code stops working.
    code_expires_at: Instant,
    /// The link as a picture, in SVG.
    qr_svg: String,
}

#[derive(ApiResponse)]
enum Invited {
    /// The invitation is made.
    #[oai(status = 201)]
    Made(Json<InvitationOut>),
}

/// Who is to work with somebody.
#[derive(Object)]
#[oai(rename = "Assignment", deny_unknown_fields)]
struct AssignmentIn {
    /// Which worker.
    worker_id: Uuid,
}

#[derive(ApiResponse)]
enum Assigned {
    /// It is done.
    #[oai(status = 204)]
    Done,
}

/// Somebody who works with young people.
#[derive(Object)]
#[oai(rename = "Worker")]
struct WorkerOut {
    /// Who they are.
    id: Uuid,
    /// Their name.
    name: String,
    role: RoleCode,
}

/// Everybody who works with young people here, by name.
#[derive(Object)]
#[oai(rename = "WorkerList")]
struct WorkerListOut {
    items: Vec<WorkerOut>,
}

impl From<Staff> for WorkerOut {
    fn from(staff: Staff) -> Self {
        Self { id: staff.id.0, name: staff.name.as_str().to_owned(), role: staff.role.into() }
    }
}
