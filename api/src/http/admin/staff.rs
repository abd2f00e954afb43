//! Who works here, and how they get in.

use domain::{
    id::StaffId,
    identifier::EmailAddress,
    readiness::DUTY_POOL,
    staff::{Role, Staff},
    text::{Line, Name},
};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        staff::RoleCode,
        valid::Valid,
        wire::Instant,
    },
    linking::SignInLink,
    store::{Account, scope::Within},
};

pub struct Accounts;

#[OpenApi(tag = "Tag::Staff")]
impl Accounts {
    /// List who works here
    ///
    /// Everybody with an account, whatever their role.
    #[oai(path = "/staff", method = "get", operation_id = "list_staff")]
    async fn list(&self, app: Data<&App>, me: Administrator) -> Result<Json<StaffListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.staff().await?.into_iter().map(StaffOut::from).collect();
                Ok(Json(StaffListOut { items }))
            })
            .await
    }

    /// Add a member of staff
    ///
    /// Gives a link that lets them in once, within an hour. Pass it on yourself: it is not kept and not sent.
    #[oai(path = "/staff", method = "post", operation_id = "add_staff")]
    async fn add(&self, app: Data<&App>, me: Administrator, body: Valid<StaffIn>) -> Result<Added> {
        let (app, me) = (app.0, me.scope());
        let agency = body.0.agency.as_deref().map(Line::new).transpose()?;
        let staff = body.0.read(app.new_id(), me)?;
        if agency.is_some() && staff.role != Role::PartnershipViewer {
            let why = "Only a partnership viewer can work for another agency.";
            return Err(Problem::new(Kind::RuleBroken, why).at("/agency", "leave this out"));
        }
        app.store
            .write(*me, async |tx| {
                tx.add_staff(&staff, app.now()).await?;
                if let Some(agency) = &agency {
                    tx.set_agency(staff.id, agency).await?;
                }
                let link = SignInLink::add(app, tx, &staff).await?;
                Ok(Added::Done(Json(NewStaffOut {
                    id: staff.id.0,
                    sign_in_link: link.link,
                    sign_in_link_expires_at: link.expires_at.into(),
                })))
            })
            .await
    }

    /// Make a sign-in link for a member of staff
    ///
    /// It lets them in once, within an hour: for the first time, or when a password or a phone is lost. Pass it on
    /// yourself: it is not kept and not sent.
    #[oai(
        path = "/staff/:staff_id/sign-in-links",
        method = "post",
        operation_id = "add_sign_in_link"
    )]
    async fn link(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// For whom.
        staff_id: Path<Uuid>,
    ) -> Result<Linked> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let account = tx.member(StaffId(staff_id.0)).await?;
                let link = SignInLink::add(app, tx, &account.staff).await?;
                Ok(Linked::Done(Json(SignInLinkOut {
                    sign_in_link: link.link,
                    sign_in_link_expires_at: link.expires_at.into(),
                })))
            })
            .await
    }

    /// Put a member of staff on duty, or off
    ///
    /// Whoever is on duty hears of each alert that cannot wait, and reaches those whom it is about until it is closed. While
    /// young people are asked about worries and safety, two people at least are on duty.
    #[oai(path = "/staff/:staff_id/duty", method = "put", operation_id = "set_duty")]
    async fn duty(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Who.
        staff_id: Path<Uuid>,
        body: Valid<DutyIn>,
    ) -> Result<Json<StaffOut>> {
        app.store
            .write(*me.scope(), async |tx| {
                let id = StaffId(staff_id.0);
                let account = tx.member(id).await?;
                let refused = |why| {
                    Err(Problem::new(Kind::RuleBroken, why).at("/on_duty", "choose somebody else"))
                };
                if body.0.on_duty && !account.staff.role.works_with_people() {
                    return refused("Only those who work with young people can be on duty.");
                }
                let last = account.on_duty && tx.duty_pool().await? <= DUTY_POOL;
                if !body.0.on_duty && last && tx.partnership().await?.safety_questions {
                    return refused(
                        "Two people at least are on duty while young people are asked about worries and safety. Put somebody else on duty first.",
                    );
                }
                tx.set_duty(id, body.0.on_duty).await?;
                Ok(Json(tx.member(id).await?.into()))
            })
            .await
    }

    /// End a member of staff's account
    ///
    /// They are signed out at once. Their young people, tasks and alerts go to the heir, who hears of it; without one, the
    /// young people wait for another worker, and everybody who hears of alerts is told at once of what they had in hand. You
    /// cannot end your own account, so that somebody always can do this.
    #[oai(path = "/staff/:staff_id", method = "delete", operation_id = "end_staff")]
    async fn end(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Whose.
        staff_id: Path<Uuid>,
        /// Who looks after their young people from now on: a worker or a manager.
        heir: Query<Option<Uuid>>,
    ) -> Result<Ended> {
        let id = StaffId(staff_id.0);
        if me.scope().staff() == Some(id) {
            return Err(Problem::new(
                Kind::RuleBroken,
                "This is your own account. Ask another administrator to end it.",
            ));
        }
        app.store
            .write(*me.scope(), async |tx| {
                let heir = heir.0.map(StaffId);
                if let Some(heir) = heir {
                    let fits =
                        tx.member(heir).await.is_ok_and(|one| one.staff.role.has_a_caseload());
                    if !fits || heir == id {
                        let problem =
                            Problem::new(Kind::RuleBroken, "They cannot look after anybody here.");
                        return Err(problem.at("?heir", "choose another worker or manager"));
                    }
                }
                tx.end_staff(id, heir, || app.new_id(), app.now()).await?;
                Ok(Ended::Done)
            })
            .await
    }
}

/// A member of staff.
#[derive(Object)]
#[oai(rename = "StaffMember")]
struct StaffOut {
    /// Who they are.
    id: Uuid,
    /// Their name.
    name: String,
    /// How they sign in.
    email: String,
    role: RoleCode,
    /// The agency that they work for, if not for the partnership itself.
    #[oai(skip_serializing_if_is_none)]
    agency: Option<String>,
    /// They have set a password and a one-time code.
    enrolled: bool,
    /// Alerts that cannot wait come to them too.
    on_duty: bool,
}

/// Whether somebody is on duty.
#[derive(Object)]
#[oai(rename = "SetDuty", deny_unknown_fields)]
struct DutyIn {
    /// From now on, until this is said otherwise.
    on_duty: bool,
}

/// Everybody who works here now, by name.
#[derive(Object)]
#[oai(rename = "StaffList")]
struct StaffListOut {
    items: Vec<StaffOut>,
}

/// Somebody to add.
#[derive(Object)]
#[oai(rename = "AddStaff", deny_unknown_fields)]
struct StaffIn {
    /// Their name.
    #[oai(validator(min_length = 1, max_length = 100))]
    name: String,
    /// The e-mail address they will sign in with. The same stands in the council's file beside their young people.
    #[oai(validator(min_length = 3, max_length = 254))]
    email: String,
    role: RoleCode,
    /// Another agency that they work for, as it is to be called here. Only of a partnership viewer, who then sees what is shared
    /// with that agency of young people who were referred to it.
    #[oai(validator(min_length = 1, max_length = 200))]
    agency: Option<String>,
}

/// Somebody who was added. The link is shown this once.
#[derive(Object)]
#[oai(rename = "NewStaffMember")]
struct NewStaffOut {
    /// Who they are.
    id: Uuid,
    /// Lets them in once.
    sign_in_link: String,
    /// When the link stops working.
    sign_in_link_expires_at: Instant,
}

/// A sign-in link. It is shown this once.
#[derive(Object)]
#[oai(rename = "NewSignInLink")]
struct SignInLinkOut {
    /// Lets them in once.
    sign_in_link: String,
    /// When the link stops working.
    sign_in_link_expires_at: Instant,
}

#[derive(ApiResponse)]
enum Added {
    /// The account is there.
    #[oai(status = 201)]
    Done(Json<NewStaffOut>),
}

#[derive(ApiResponse)]
enum Linked {
    /// The link works from now on.
    #[oai(status = 201)]
    Done(Json<SignInLinkOut>),
}

#[derive(ApiResponse)]
enum Ended {
    /// The account has ended.
    #[oai(status = 204)]
    Done,
}

impl StaffIn {
    fn read(self, id: StaffId, here: &impl Within) -> Result<Staff> {
        let wrong = || Problem::new(Kind::InvalidBody, "one thing in the body needs another look");
        let name = Name::new(&self.name).map_err(|why| wrong().at("/name", why))?;
        let email = EmailAddress::parse(&self.email).map_err(|why| wrong().at("/email", why))?;
        let (email, role) = (email.as_str().to_owned(), self.role.into());
        Ok(Staff { id, partnership: here.partnership(), name, email, role })
    }
}

impl From<Account> for StaffOut {
    fn from(account: Account) -> Self {
        let Staff { id, name, email, role, .. } = account.staff;
        Self {
            id: id.0,
            name: name.as_str().into(),
            email,
            role: role.into(),
            enrolled: account.enrolled,
            on_duty: account.on_duty,
            agency: account.agency,
        }
    }
}
