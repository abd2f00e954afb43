//! Mending somebody's details.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    id::PersonId,
    identifier::{EmailAddress, MobileNumber},
    person::CommunicationNeed,
    person_edit::{Details, LeftReason},
    text::Name,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    versions::{Store, meeting},
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::KnownDetails,
};

pub struct DetailsApi;

#[OpenApi(tag = "Tag::People")]
impl DetailsApi {
    /// Record somebody's details
    ///
    /// All of them at once: what is left out is known no longer. A council's file writes over none that you change here.
    /// Somebody who has left is not asked and not reminded any more; they stay in the records and in the figures. Without
    /// `left_on` they are followed again.
    ///
    /// They are changed only by whoever has seen them: say in `based_on` which version you saw. If somebody has changed
    /// them since, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(path = "/people/:person_id/details", method = "put", operation_id = "record_details")]
    async fn record(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        body: Valid<DetailsIn>,
    ) -> Result<Json<DetailsOut>> {
        let (app, body) = (app.0, body.0);
        let (id, based_on) = (PersonId(person_id.0), body.based_on);
        let details = body.read()?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(id).await?;
                let person = tx.person(id).await?;
                let known = tx.details_of(&person).await?;
                tx.note_access(app.new_id(), id, "record_details", app.now()).await?;
                let met = meeting(tx, id.0, Some(&known.details), &details, based_on).await?;
                if met == Store::AsItIs {
                    return Ok(Json(DetailsOut::new(&known)));
                }
                let new = details.applied(&person, app.today())?;
                tx.save_details(&new, &details, &known.details, app.now()).await?;
                let kept = tx.details_of(&tx.person(id).await?).await?;
                Ok(Json(DetailsOut::new(&kept)))
            })
            .await
    }
}

/// What helps when speaking with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CommunicationNeed", rename_all = "kebab-case", remote = "CommunicationNeed")]
enum NeedCode {
    /// Easy read.
    EasyRead,
    /// Large text.
    LargeText,
    /// Text read aloud.
    ReadAloud,
    /// British Sign Language.
    Bsl,
    /// Text rather than a phone call.
    TextNotCalls,
    /// Somebody they trust beside them.
    Supporter,
}

/// Why somebody is not followed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "LeftReason", rename_all = "kebab-case", remote = "LeftReason")]
enum ReasonCode {
    /// They live elsewhere in England now.
    MovedAway,
    /// They live outside England now.
    LeftEngland,
    /// They do not want to be followed.
    DoesNotWant,
    /// Their plan has ended, and the partnership follows only those with one.
    PlanEnded,
    /// They have died.
    Died,
    /// Something else.
    Other,
}

/// Somebody's details.
#[derive(Object)]
#[oai(rename = "DetailsToRecord", deny_unknown_fields)]
struct DetailsIn {
    /// Given name.
    #[oai(validator(min_length = 1, max_length = 100))]
    first_name: String,
    /// Family name.
    #[oai(validator(min_length = 1, max_length = 100))]
    family_name: String,
    /// What they like to be called, if not their given name.
    #[oai(validator(min_length = 1, max_length = 100))]
    preferred_name: Option<String>,
    /// For calls and texts: a UK mobile number.
    #[oai(validator(min_length = 1, max_length = 30))]
    mobile: Option<String>,
    /// For e-mail.
    #[oai(validator(min_length = 1, max_length = 254))]
    email: Option<String>,
    /// How to speak to them.
    #[oai(validator(max_items = 6))]
    needs: Vec<NeedCode>,
    /// The day on which the two years begin.
    transition_on: NaiveDate,
    /// When they left, if they did.
    left_on: Option<NaiveDate>,
    /// Why.
    left_reason: Option<ReasonCode>,
    /// The `version` that this was made from.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// Somebody's details as they are known.
#[derive(Clone, Object)]
#[oai(rename = "Details", skip_serializing_if_is_none)]
pub struct DetailsOut {
    /// Send it as `based_on` to change these. Goes up with each change, whoever makes it.
    version: u32,
    /// Given name.
    first_name: String,
    /// Family name.
    family_name: String,
    /// What they like to be called, if not their given name.
    preferred_name: Option<String>,
    /// For calls and texts.
    mobile: Option<String>,
    /// For e-mail.
    email: Option<String>,
    /// How to speak to them.
    needs: Vec<NeedCode>,
    /// The day on which the two years begin.
    transition_on: NaiveDate,
    /// When they left, if they did.
    left_on: Option<NaiveDate>,
    /// Why.
    left_reason: Option<ReasonCode>,
    /// The names of the fields that staff have written themselves: no file writes over them.
    kept: Vec<String>,
}

impl DetailsIn {
    fn read(self) -> Result<Details> {
        let name = |name: &Option<String>| name.as_deref().map(Name::new).transpose();
        let wrong = |place, why: domain::identifier::IdentifierError| {
            Problem::new(Kind::RuleBroken, format!("this {why}")).at(place, format!("this {why}"))
        };
        let mobile = self.mobile.as_deref().map(MobileNumber::parse).transpose();
        let email = self.email.as_deref().map(EmailAddress::parse).transpose();
        Ok(Details {
            given_name: Name::new(&self.first_name)?,
            family_name: Name::new(&self.family_name)?,
            preferred_name: name(&self.preferred_name)?,
            mobile: mobile.map_err(|why| wrong("/mobile", why))?,
            email: email.map_err(|why| wrong("/email", why))?,
            needs: self.needs.into_iter().map(Into::into).collect::<BTreeSet<_>>(),
            transition_on: self.transition_on,
            left_on: self.left_on,
            left_reason: self.left_reason.map(Into::into),
        })
    }
}

impl DetailsOut {
    /// The details, with which of them staff have written themselves.
    pub fn new(known: &KnownDetails) -> Self {
        let details = &known.details.value;
        Self {
            version: known.details.version,
            first_name: details.given_name.as_str().to_owned(),
            family_name: details.family_name.as_str().to_owned(),
            preferred_name: details.preferred_name.as_ref().map(|it| it.as_str().to_owned()),
            mobile: details.mobile.as_ref().map(|it| it.as_str().to_owned()),
            email: details.email.as_ref().map(|it| it.as_str().to_owned()),
            needs: details.needs.iter().map(|need| (*need).into()).collect(),
            transition_on: details.transition_on,
            left_on: details.left_on,
            left_reason: details.left_reason.map(Into::into),
            kept: known.kept.iter().cloned().collect(),
        }
    }
}
