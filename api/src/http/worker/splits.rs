//! A record that was kept of two people: what of it may be the other one's, and making two of it.

use chrono::NaiveDate;
use domain::{
    id::{PersonId, SplitId},
    intended::Intent,
    referral::words,
    split::{Other, SplitPart, Theirs},
    text::Name,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, people::ProvisionCode};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{
        Divisible, NewSplit, NotSplit, Split, StoreError, Taken, ToldSplit, Tx, scope::Caseload,
    },
};

/// How many splits are shown at once.
const SHOWN: u64 = 50;

pub struct Splits;

#[OpenApi(tag = "Tag::Same")]
impl Splits {
    /// List what of a record may be somebody else's
    ///
    /// Where one record was kept of two people by mistake: what staff and files wrote, each of which can go to a record of the
    /// other one. What was said on a phone, alerts and what was done about them, sign-ins and what was agreed stay with the record
    /// whose phone it is, and so does whatever was said there about promised support or a destination.
    #[oai(path = "/people/:person_id/divisible", method = "get", operation_id = "list_divisible")]
    async fn divisible(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose record it is.
        person_id: Path<Uuid>,
    ) -> Result<Json<DivisibleListOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                let parts = tx.divisible(person).await?;
                tx.note_access(app.new_id(), person, "list_divisible", app.now()).await?;
                Ok(Json(DivisibleListOut {
                    items: parts.items.iter().map(|it| DivisibleOut::new(it, app)).collect(),
                    mobile: parts.mobile,
                    email: parts.email,
                    uln: parts.uln,
                    record_numbers: parts.numbers,
                }))
            })
            .await
    }

    /// Make two records of one
    ///
    /// Under an id that you choose. The record of the address stays with whom it is; the other one gets a new record in the same
    /// partnership, with the same worker, and what you chose goes there with its history. If anything of it has changed since you
    /// looked, nothing is done, and the problem is `conflict`. To undo it, make one record of the two again. Sent again it is the
    /// same.
    #[oai(
        path = "/people/:person_id/splits/:split_id",
        method = "put",
        operation_id = "split_person"
    )]
    async fn split(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose record it is, and stays.
        person_id: Path<Uuid>,
        /// An id of your choice.
        split_id: Path<Uuid>,
        body: Valid<SplitIn>,
    ) -> Result<Json<SplitOut>> {
        let (app, me) = (app.0, *me.scope());
        let (id, person) = (SplitId(split_id.0), PersonId(person_id.0));
        let new = body.0.read(id, person, PersonId(app.new_id()))?;
        app.store
            .write::<_, _, Problem>(me, async |tx| {
                if let Some(known) = tx.known_split(id).await? {
                    let again = known.person == person
                        && known.made_by == me.staff()
                        && known.why == new.why.as_str();
                    return match again {
                        true => Ok(Json(SplitOut::new(&known))),
                        false => Err(StoreError::Exists("id of a split").into()),
                    };
                }
                tx.split(&new, app.now()).await.map_err(problem)?;
                let both = vec![(app.new_id(), person), (app.new_id(), new.new)];
                tx.note_accesses(both, "split_person", app.now()).await?;
                let made = tx.known_split(id).await?.ok_or(StoreError::NotFound("split"))?;
                Ok(Json(SplitOut::new(&made)))
            })
            .await
    }

    /// List what became two
    ///
    /// The latest fifty times that two records were made of one, the last one first.
    #[oai(path = "/splits", method = "get", operation_id = "list_splits")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<SplitListOut>> {
        let read = async |tx: &Tx<Caseload>| tx.splits(SHOWN).await;
        let all = app.store.look::<_, _, StoreError>(*me.scope(), read).await?;
        Ok(Json(SplitListOut { items: all.iter().map(ToldSplitOut::new).collect() }))
    }
}

fn problem(why: NotSplit) -> Problem {
    match why {
        NotSplit::Store(error) => error.into(),
        NotSplit::Journey(error) => {
            Problem::new(Kind::RuleBroken, error).at("/transition_on", error)
        }
        NotSplit::Stale => Problem::new(
            Kind::Conflict,
            "Somebody has changed this record since you opened it. Load it again, and choose once more what is whose.",
        ),
        NotSplit::NotTheirs => Problem::new(
            Kind::RuleBroken,
            "A number or address that you chose is not on this record any more, or a phone has shown that it is its own. \
             Load it again, and choose once more.",
        ),
    }
}

/// Of what kind something is that can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SplitPart", rename_all = "kebab-case", remote = "SplitPart")]
enum PartCode {
    /// A contact.
    Contact,
    /// Something that they did for a while.
    Destination,
    /// Promised support, with what was said of it.
    Promise,
    /// What they want.
    Goal,
    /// What they meant to do next.
    Intended,
    /// Something that staff set themselves.
    Task,
}

/// Something that goes to the other record.
#[derive(Object)]
#[oai(rename = "PartToMove", deny_unknown_fields)]
struct TakenIn {
    /// Of which kind.
    what: PartCode,
    /// Which one.
    id: Uuid,
    /// The `version` that was listed with it, if one was.
    #[oai(validator(minimum(value = "1")))]
    version: Option<u32>,
}

/// A record to make two of: who the other one is, and what is theirs.
#[derive(Object)]
#[oai(rename = "RecordToSplit", deny_unknown_fields)]
struct SplitIn {
    /// Given name of the other one.
    #[oai(validator(min_length = 1, max_length = 100))]
    first_name: String,
    /// Family name; absent for somebody who has one name.
    #[oai(validator(min_length = 1, max_length = 100))]
    family_name: Option<String>,
    /// What they like to be called, if not their given name.
    #[oai(validator(min_length = 1, max_length = 100))]
    preferred_name: Option<String>,
    /// Birth date of the other one.
    birth_date: NaiveDate,
    sen_provision: ProvisionCode,
    /// The day on which their two years begin.
    transition_on: NaiveDate,
    /// The mobile number is theirs.
    take_mobile: bool,
    /// The e-mail address is theirs.
    take_email: bool,
    /// The learner number is theirs.
    take_uln: bool,
    /// Those of the council's numbers that are theirs.
    #[oai(validator(max_items = 50, unique_items))]
    take_record_numbers: Vec<String>,
    /// What is theirs of what was listed.
    #[oai(validator(min_items = 1, max_items = 600))]
    items: Vec<TakenIn>,
    /// Why there are two.
    #[oai(validator(min_length = 1, max_length = 500))]
    why: String,
    /// The `version` of the details that this was made from.
    #[oai(validator(minimum(value = "1")))]
    based_on: u32,
}

impl SplitIn {
    fn read(self, id: SplitId, person: PersonId, new: PersonId) -> Result<NewSplit> {
        let name = |name: Option<String>| name.as_deref().map(Name::new).transpose();
        let taken = |it: TakenIn| Taken { part: it.what.into(), id: it.id, version: it.version };
        Ok(NewSplit {
            id,
            person,
            new,
            other: Other {
                given_name: Name::new(&self.first_name)?,
                family_name: name(self.family_name)?.unwrap_or_else(Name::none),
                preferred_name: name(self.preferred_name)?,
                birth_date: self.birth_date,
                sen_provision: self.sen_provision.into(),
                transition_on: self.transition_on,
            },
            theirs: Theirs {
                mobile: self.take_mobile,
                email: self.take_email,
                uln: self.take_uln,
                record_number: false,
            },
            numbers: self.take_record_numbers,
            taken: self.items.into_iter().map(taken).collect(),
            why: words(&self.why)?,
            based_on: self.based_on,
        })
    }
}

/// Something that can go to the other record.
#[derive(Object)]
#[oai(rename = "DivisiblePart", skip_serializing_if_is_none)]
struct DivisibleOut {
    /// Of which kind.
    what: PartCode,
    /// Which one.
    id: Uuid,
    /// Send it along where it goes; absent where there are none.
    version: Option<u32>,
    /// Its day.
    on: NaiveDate,
    /// By which means, of a contact.
    kind: Option<String>,
    /// What it is, in words.
    words: Option<String>,
}

/// What of a record can go to a record of somebody else.
#[derive(Object)]
#[oai(rename = "DivisibleRecord", skip_serializing_if_is_none)]
struct DivisibleListOut {
    /// By kind, the latest of each first.
    items: Vec<DivisibleOut>,
    /// For texts and calls; absent where a phone has shown that it is its own.
    mobile: Option<String>,
    /// For e-mail; absent likewise.
    email: Option<String>,
    /// Learner number.
    uln: Option<String>,
    /// The council's numbers under which files bring rows of it.
    record_numbers: Vec<String>,
}

/// That one record became two.
#[derive(Object)]
#[oai(rename = "SplitRecord")]
struct SplitOut {
    /// Which split.
    id: Uuid,
    /// Whose record it was, and is.
    person_id: Uuid,
    /// Who has a record of their own since.
    new_id: Uuid,
    /// When.
    made_at: Instant,
    /// Why.
    why: String,
}

/// A split as it is listed.
#[derive(Object)]
#[oai(rename = "ListedSplit")]
struct ToldSplitOut {
    /// The split.
    split: SplitOut,
    /// What the one whose record it was is called.
    person_name: String,
    /// What the other one is called.
    new_name: String,
    /// Who made it.
    made_by: String,
    /// The other one's record is part of another again.
    joined: bool,
}

/// The latest splits.
#[derive(Object)]
#[oai(rename = "SplitList")]
struct SplitListOut {
    /// The last one first.
    items: Vec<ToldSplitOut>,
}

impl DivisibleOut {
    fn new(it: &Divisible, app: &App) -> Self {
        let code = || it.code.as_deref().unwrap_or_default();
        let named = match it.part {
            SplitPart::Destination => {
                let known =
                    app.activities.iter().find(|one| one.code.number().to_string() == code());
                known.map(|activity| activity.label.clone())
            }
            SplitPart::Intended => {
                Intent::from_code(code()).map(|intent| intent.label().to_owned())
            }
            _ => None,
        };
        let words: Vec<String> = named.into_iter().chain(it.words.clone()).collect();
        Self {
            what: it.part.into(),
            id: it.id,
            version: it.version,
            on: it.on,
            kind: it.code.clone().filter(|_| it.part == SplitPart::Contact),
            words: Some(words.join(": ")).filter(|words| !words.is_empty()),
        }
    }
}

impl SplitOut {
    fn new(split: &Split) -> Self {
        Self {
            id: split.id.0,
            person_id: split.person.0,
            new_id: split.new.0,
            made_at: split.made_at.into(),
            why: split.why.clone(),
        }
    }
}

impl ToldSplitOut {
    fn new(told: &ToldSplit) -> Self {
        Self {
            split: SplitOut::new(&told.split),
            person_name: told.person.clone(),
            new_name: told.new.clone(),
            made_by: told.by.clone(),
            joined: told.joined,
        }
    }
}
