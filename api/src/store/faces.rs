//! What people are held against each other by: their names, birth dates and numbers.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    id::{PartnershipId, PersonId},
    identifier::{EmailAddress, MobileNumber, Uln},
    matching::{Face, Faces, swapped},
    person::Person,
    text::Name,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationDef,
};
use uuid::Uuid;

use super::{
    Result, StoreError, TakesIn, Tx,
    db::Db,
    entity::{assignment, person, staff},
    people,
    scope::{Caseload, Reach, Within},
};

/// Somebody beside whom another record is shown.
#[derive(Clone, Debug)]
pub struct LikePerson {
    /// Who.
    pub id: PersonId,
    /// The council's number.
    pub number: Option<String>,
    /// What they are known by.
    pub face: Face,
    /// Who works with them.
    pub worker: Option<String>,
}

impl From<&Person> for LikePerson {
    /// Without the name of their worker.
    fn from(person: &Person) -> Self {
        let number = person.client_record_id.as_ref().map(|id| id.as_str().to_owned());
        Self { id: person.id, number, face: person.into(), worker: None }
    }
}

/// What a face is read from.
#[derive(FromQueryResult)]
struct FaceRow {
    id: Uuid,
    client_record_id: Option<String>,
    given_name: String,
    family_name: String,
    preferred_name: Option<String>,
    birth_date: chrono::NaiveDate,
    uln: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
}

/// The columns that a face needs.
const OF_A_FACE: [person::Column; 9] = [
    person::Column::Id,
    person::Column::ClientRecordId,
    person::Column::GivenName,
    person::Column::FamilyName,
    person::Column::PreferredName,
    person::Column::BirthDate,
    person::Column::Uln,
    person::Column::Mobile,
    person::Column::Email,
];

impl<S: TakesIn> Tx<S> {
    /// Those here who were born on one of these days, or have one of these learner numbers.
    pub async fn faces_of(
        &self,
        births: &[NaiveDate],
        ulns: &[Uln],
    ) -> Result<Vec<(PersonId, Face)>> {
        these(&self.db, self.scope.partnership(), born_or_numbered(births, ulns)).await
    }
}

fn born_or_numbered<'a>(
    births: impl IntoIterator<Item = &'a NaiveDate>,
    ulns: impl IntoIterator<Item = &'a Uln>,
) -> Condition {
    use person::Column as P;
    let ulns: Vec<&str> = ulns.into_iter().map(Uln::as_str).collect();
    let near = Condition::any().add(P::BirthDate.is_in(births.into_iter().copied()));
    if ulns.is_empty() {
        return near;
    }
    near.add(Condition::all().add(P::Uln.is_not_null()).add(P::Uln.is_in(ulns)))
}

/// Those here who may be one of these: they have a birth date in common, as it is or with day and month changed places, or a
/// learner number.
pub(super) async fn near(db: &Db, here: PartnershipId, of: &[Face]) -> Result<Faces<PersonId>> {
    let births: BTreeSet<_> =
        of.iter().flat_map(|face| [Some(face.birth), swapped(face.birth)]).flatten().collect();
    let near = born_or_numbered(&births, of.iter().filter_map(|face| face.uln.as_ref()));
    let mut faces = Faces::default();
    for (id, face) in these(db, here, near).await? {
        faces.add(id, face);
    }
    Ok(faces)
}

/// The faces of these people, but of nobody who is part of another.
pub(super) async fn these(
    db: &Db,
    here: PartnershipId,
    which: Condition,
) -> Result<Vec<(PersonId, Face)>> {
    let rows: Vec<FaceRow> = person::Entity::find()
        .select_only()
        .columns(OF_A_FACE)
        .filter(person::Column::PartnershipId.eq(here.0))
        .filter(person::Column::MergedInto.is_null())
        .filter(which)
        .into_model()
        .all(db)
        .await?;
    rows.iter().map(|row| Ok((PersonId(row.id), read_face(row)?))).collect()
}

impl Tx<Caseload> {
    /// These people, as they are shown beside whoever is like them.
    pub async fn like_people(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, LikePerson>> {
        use person::Column as P;
        let here = self.scope.partnership().0;
        let rows: Vec<FaceRow> = person::Entity::find()
            .select_only()
            .columns(OF_A_FACE)
            .filter(self.scope.reach(P::PartnershipId, P::Id))
            .filter(P::MergedInto.is_null())
            .filter(P::Id.is_in(ids.iter().map(|id| id.0)))
            .into_model()
            .all(&self.db)
            .await?;
        let names: Vec<(Uuid, String)> = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::PersonId)
            .column(staff::Column::Name)
            .join(JoinType::InnerJoin, of_staff())
            .filter(assignment::Column::PartnershipId.eq(here))
            .filter(assignment::Column::PersonId.is_in(ids.iter().map(|id| id.0)))
            .filter(assignment::Column::EndedAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut workers: HashMap<Uuid, String> = names.into_iter().collect();
        rows.into_iter()
            .map(|row| {
                let id = PersonId(row.id);
                let (face, worker) = (read_face(&row)?, workers.remove(&row.id));
                Ok((id, LikePerson { id, number: row.client_record_id, face, worker }))
            })
            .collect()
    }
}

/// Whoever somebody is assigned to.
fn of_staff() -> RelationDef {
    assignment::Entity::belongs_to(staff::Entity)
        .from((assignment::Column::PartnershipId, assignment::Column::StaffId))
        .to((staff::Column::PartnershipId, staff::Column::Id))
        .into()
}

fn read_face(row: &FaceRow) -> Result<Face> {
    let bad = |why| StoreError::Impossible { what: "young person", why };
    let name = |text: &str| Name::new(text).map_err(|_| bad("name"));
    Ok(Face {
        given: name(&row.given_name)?,
        family: if row.family_name.is_empty() { Name::none() } else { name(&row.family_name)? },
        preferred: row.preferred_name.as_deref().map(name).transpose()?,
        birth: row.birth_date,
        uln: people::parsed(row.uln.clone(), Uln::parse, bad("ULN"))?,
        mobile: people::parsed(row.mobile.clone(), MobileNumber::parse, bad("mobile number"))?,
        email: people::parsed(row.email.clone(), EmailAddress::parse, bad("e-mail address"))?,
    })
}
