//! Two records that may be of one person: looking at both, making one of them, and taking that back.

use std::collections::BTreeSet;

use domain::{
    id::{MergeId, PersonId},
    matching::compare,
    merge::{MergeField, clashes},
};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    merges_wire::{
        ClashOut, GoesOut, MergeIn, MergedOut, MergesOut, PairOut, PairsOut, PreviewOut, ToldOut,
        TwoOut,
    },
    waiting::LikeOut,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{LikePerson, NewMerge, NotMerged, StoreError, Tx, scope::Caseload},
};

/// How many pairs, and how many merges, are shown at once.
const SHOWN: u64 = 50;

/// What is safe when somebody reaches for them: there is one word of it for each person.
const SAFE: &str = "safe_contact";

pub struct Merges;

#[OpenApi(tag = "Tag::Same")]
impl Merges {
    /// List who may be the same
    ///
    /// Pairs of records that may be of one person, the earliest found first, with what they have in common. Nobody is held
    /// against everybody while you wait: pairs are found as people come and change. Pairs of whom somebody has said that they
    /// are two are not among them.
    #[oai(path = "/likenesses", method = "get", operation_id = "list_likenesses")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<PairsOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let mut pairs = tx.likenesses(SHOWN + 1).await?;
                let more = pairs.len() as u64 > SHOWN;
                pairs.truncate(SHOWN as usize);
                let mut ids: Vec<PersonId> =
                    pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
                ids.sort_unstable();
                ids.dedup();
                let people = tx.like_people(&ids).await?;
                let looks = people.keys().map(|person| (app.new_id(), *person)).collect();
                tx.note_accesses(looks, "list_likenesses", app.now()).await?;
                let shown = pairs.iter().filter_map(|(one, other)| {
                    let (one, other) = (people.get(one)?, people.get(other)?);
                    // What they had in common when they were found may have been mended since.
                    let same = compare(&one.face, &other.face);
                    let other = LikeOut::new(other, &same);
                    Some(PairOut { one: LikeOut::new(one, &[]), other })
                });
                Ok(Json(PairsOut { items: shown.collect(), more }))
            })
            .await
    }

    /// Say that two are two
    ///
    /// From then on nobody is asked about this pair. Said again it is the same.
    #[oai(
        path = "/people/:person_id/others/:other_id",
        method = "put",
        operation_id = "record_two_people"
    )]
    async fn two(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// One of them.
        person_id: Path<Uuid>,
        /// The other.
        other_id: Path<Uuid>,
    ) -> Result<Json<TwoOut>> {
        let (app, one, other) = (app.0, PersonId(person_id.0), PersonId(other_id.0));
        app.store
            .write::<_, _, Problem>(*me.scope(), async |tx| {
                tx.person(one).await?;
                tx.person(other).await?;
                two(one, other)?;
                tx.say_two(one, other, app.now()).await?;
                note_both(app, tx, one, other, "record_two_people").await?;
                Ok(Json(TwoOut { two: true }))
            })
            .await
    }

    /// Look at two records beside each other
    ///
    /// Before one is made of them: what they have in common, what both say differently and somebody has to choose, what would
    /// go with the record, and what would not.
    #[oai(
        path = "/people/:person_id/others/:other_id",
        method = "get",
        operation_id = "show_likeness"
    )]
    async fn show(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose record would stay.
        person_id: Path<Uuid>,
        /// Whose record would become part of it.
        other_id: Path<Uuid>,
    ) -> Result<Json<PreviewOut>> {
        let (app, kept, gone) = (app.0, PersonId(person_id.0), PersonId(other_id.0));
        app.store
            .write::<_, _, Problem>(*me.scope(), async |tx| {
                let mut people = tx.known_by_id(&[kept, gone]).await?;
                let nobody = || StoreError::NotFound("young person");
                let one = people.remove(&kept).ok_or_else(nobody)?.person;
                two(kept, gone)?;
                let other = people.remove(&gone).ok_or_else(nobody)?.person;
                let (here, there) = (LikePerson::from(&one), LikePerson::from(&other));
                let same = compare(&here.face, &there.face);
                let safe = |goes: &[(&str, u64)]| goes.iter().any(|(what, _)| *what == SAFE);
                let safe_in_both = safe(&tx.count_of_each(kept).await?);
                let mut goes = tx.count_of_each(gone).await?;
                let safe_in_both = safe_in_both && safe(&goes);
                goes.retain(|(what, _)| *what != SAFE);
                let supporters = tx.supporters_of(gone).await?;
                note_both(app, tx, kept, gone, "show_likeness").await?;
                let clashes = clashes(&one, &other).into_iter().map(|it| ClashOut {
                    field: it.field.into(),
                    kept: it.kept,
                    gone: it.gone,
                });
                Ok(Json(PreviewOut {
                    kept: LikeOut::new(&here, &[]),
                    gone: LikeOut::new(&there, &same),
                    clashes: clashes.collect(),
                    goes: goes
                        .into_iter()
                        .map(|(what, count)| GoesOut { what: what.replace('_', "-"), count })
                        .collect(),
                    safe_in_both,
                    supporters: supporters.iter().map(|it| it.name.as_str().to_owned()).collect(),
                }))
            })
            .await
    }

    /// Make one record of two
    ///
    /// Under an id that you choose. The record of the address stays; the other becomes part of it and is out of every list. What
    /// both say differently is as you choose, and what only one says is said. Contacts, destinations, promises, answers, alerts,
    /// tasks and goals go with it. Phones that were signed in to the other are signed out, and nobody who helped with it helps
    /// with this one: invite them anew. Sent again it is the same.
    #[oai(
        path = "/people/:person_id/merges/:merge_id",
        method = "put",
        operation_id = "merge_people"
    )]
    async fn merge(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose record stays.
        person_id: Path<Uuid>,
        /// An id of your choice.
        merge_id: Path<Uuid>,
        body: Valid<MergeIn>,
    ) -> Result<Json<MergedOut>> {
        let (app, me) = (app.0, *me.scope());
        let (kept, gone) = two(PersonId(person_id.0), PersonId(body.0.gone_id))?;
        let chosen: BTreeSet<MergeField> = body.0.take.into_iter().map(Into::into).collect();
        let new = NewMerge { id: MergeId(merge_id.0), kept, gone, chosen };
        app.store
            .write::<_, _, Problem>(me, async |tx| {
                if let Some(known) = tx.known_merge(new.id).await? {
                    let again = (known.kept, known.gone, known.made_by) == (kept, gone, me.staff());
                    return match again && known.undone.is_none() {
                        true => Ok(Json(MergedOut::new(&known))),
                        false => Err(already()),
                    };
                }
                tx.merge(&new, app.now()).await.map_err(problem)?;
                note_both(app, tx, kept, gone, "merge_people").await?;
                let made = tx.known_merge(new.id).await?;
                let made = made.ok_or(StoreError::NotFound("merge"))?;
                Ok(Json(MergedOut::new(&made)))
            })
            .await
    }

    /// List what became one
    ///
    /// The latest fifty times that one record was made of two, the last one first, undone or not.
    #[oai(path = "/merges", method = "get", operation_id = "list_merges")]
    async fn merges(&self, app: Data<&App>, me: WithPeople) -> Result<Json<MergesOut>> {
        let read = async |tx: &Tx<Caseload>| tx.merges(SHOWN).await;
        let all = app.store.look::<_, _, StoreError>(*me.scope(), read).await?;
        Ok(Json(MergesOut { items: all.iter().map(ToldOut::new).collect() }))
    }

    /// Make two records of one again
    ///
    /// Every row goes back to the record that it came from, with what came after about it; what somebody has changed since stays
    /// changed. Phones that were signed out are signed in again. Sent again it is the same.
    #[oai(path = "/merges/:merge_id/undoing", method = "put", operation_id = "undo_merge")]
    async fn undo(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which merge.
        merge_id: Path<Uuid>,
    ) -> Result<Json<MergedOut>> {
        let (app, me) = (app.0, *me.scope());
        app.store
            .write::<_, _, Problem>(me, async |tx| {
                let id = MergeId(merge_id.0);
                let known = tx.known_merge(id).await?.ok_or(StoreError::NotFound("merge"))?;
                match known.undone {
                    Some((_, by)) if by == me.staff() => return Ok(Json(MergedOut::new(&known))),
                    Some(_) => return Err(undone()),
                    None => {}
                }
                tx.undo_merge(&known, app.now()).await.map_err(problem)?;
                note_both(app, tx, known.kept, known.gone, "undo_merge").await?;
                let now = tx.known_merge(id).await?.ok_or(StoreError::NotFound("merge"))?;
                Ok(Json(MergedOut::new(&now)))
            })
            .await
    }
}

/// Nobody is two people.
fn two(one: PersonId, other: PersonId) -> Result<(PersonId, PersonId)> {
    if one == other {
        let detail = "These are one record already. Choose another record beside it.";
        return Err(Problem::new(Kind::RuleBroken, detail));
    }
    Ok((one, other))
}

async fn note_both(
    app: &App,
    tx: &Tx<Caseload>,
    one: PersonId,
    other: PersonId,
    what: &'static str,
) -> Result<()> {
    let both = vec![(app.new_id(), one), (app.new_id(), other)];
    Ok(tx.note_accesses(both, what, app.now()).await?)
}

fn already() -> Problem {
    let detail = "One of the two records has become part of another already. Load the list again to see how they stand.";
    Problem::new(Kind::AlreadyExists, detail)
}

fn undone() -> Problem {
    let detail = "A colleague has made two records of it already. Load the list again to see how they stand.";
    Problem::new(Kind::AlreadyExists, detail)
}

fn problem(why: NotMerged) -> Problem {
    match why {
        NotMerged::Already | NotMerged::Store(StoreError::Exists(_)) => already(),
        NotMerged::Store(error) => error.into(),
        NotMerged::Journey => Problem::new(
            Kind::RuleBroken,
            "The two years do not go with the birth date that you chose. Choose both from the same record.",
        ),
        NotMerged::Later => Problem::new(
            Kind::RuleBroken,
            "The record that was kept has become part of another since. Undo that first.",
        ),
    }
}
