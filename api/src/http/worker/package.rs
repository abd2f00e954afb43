//! Whole records for another installation.

use domain::id::PersonId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, wire::PackageOut},
    packaging::export_caseload,
};

/// The operations that give whole records out.
pub struct Packages;

#[OpenApi(tag = "Tag::Packages")]
impl Packages {
    /// Download everybody's records for another installation
    ///
    /// For managers. Everything of everybody of the partnership, in the format `throughline-record.v1`: JSON Lines, with a
    /// foot by which another installation knows that nothing is missing. Secrets stay here: nobody is signed in there.
    /// Each young person can read that their record was looked at. Keep the file as you would the records.
    #[oai(path = "/caseload/package", method = "get", operation_id = "download_package")]
    async fn all(&self, app: Data<&App>, me: WithPeople) -> Result<PackageOut> {
        Ok(PackageOut(export_caseload(app.0, *me.scope(), None).await?))
    }

    /// Download one record for another installation
    ///
    /// For managers. The same of one young person.
    #[oai(path = "/people/:person_id/package", method = "get", operation_id = "download_record")]
    async fn one(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which young person.
        person_id: Path<Uuid>,
    ) -> Result<PackageOut> {
        let one = Some(PersonId(person_id.0));
        Ok(PackageOut(export_caseload(app.0, *me.scope(), one).await?))
    }
}
