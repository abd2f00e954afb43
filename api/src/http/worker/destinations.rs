//! Recording what somebody does.

use chrono::NaiveDate;
use domain::{
    activity::{Activity, ActivityCode, Standing},
    attempts::{Attempt, may_be_unknown},
    id::{PersonId, SpellId},
    identifier::{Laestab, Ukprn},
    record::KnownSpell,
    report::Headline,
    spell::{About, Change, Evidence, Odd, Says, Source, Spell, Word, oddities},
    text::Line,
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    versions::{Store, meeting},
    wire::{HeadlineCode, NeetCode, SpellOut},
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{Tx, scope::Caseload},
};

pub struct Destinations;

#[OpenApi(tag = "Tag::People")]
impl Destinations {
    /// Record what somebody does
    ///
    /// Choose the id yourself (a random UUID), so that sending it again changes this spell rather than adding another. A
    /// spell that is going on ends what ran before it. Whose word it rests on never becomes a weaker one, unless they do
    /// something else now.
    ///
    /// What is out of the ordinary is asked about once: the problem `are-you-sure` names each thing with its place. Whoever
    /// is sure sends the same again with `sure`. That nobody knows where somebody is can be recorded after three tries at
    /// least, in two ways and at two times of the day at least, since anybody last knew; that somebody does not want to
    /// say, after a conversation.
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw. If somebody
    /// has changed it since, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(
        path = "/people/:person_id/destinations/:spell_id",
        method = "put",
        operation_id = "record_destination"
    )]
    async fn record(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who.
        person_id: Path<Uuid>,
        /// Which spell.
        spell_id: Path<Uuid>,
        body: Valid<DestinationIn>,
    ) -> Result<Json<SpellOut>> {
        let (app, body) = (app.0, body.0);
        let person = PersonId(person_id.0);
        let sure = body.sure.unwrap_or(false);
        let (id, based_on) = (SpellId(spell_id.0), body.based_on);
        let said = body.read(id)?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                let known = keep(tx, app, person, &said, based_on, sure).await?;
                tx.remove_draft(person, spell_id.0).await?;
                tx.note_access(app.new_id(), person, "record_destination", app.now()).await?;
                let known = known.iter().find(|known| known.spell.id == id);
                let known = known.ok_or_else(|| Problem::unexpected("a spell was not kept"))?;
                let (activities, today) = (&app.activities, app.today());
                Ok(Json(SpellOut::new(&known.spell, known.version, activities, today)))
            })
            .await
    }

    /// List the national activity codes
    ///
    /// Those that may still be given (NCCIS), with what each needs.
    #[oai(path = "/activity-codes", method = "get", operation_id = "list_activity_codes")]
    async fn codes(&self, app: Data<&App>, _me: WithPeople) -> Json<ActivityListOut> {
        let today = app.today();
        let given = app.activities.iter().filter(|activity| activity.is_given_on(today));
        let given = given.map(|activity| activity.on(today));
        let given = given.filter(|activity| activity.standing != Standing::Retired);
        let item = |activity: &Activity| ActivityOut {
            code: activity.code.number(),
            label: activity.label.clone(),
            headline: HeadlineCode::of(activity),
            neet: NeetCode::of(activity),
            needs_review_date: activity.review_date_required,
            needs_end_date: activity.expected_end_required,
            needs_plan: activity.send_flag_required,
        };
        Json(ActivityListOut { items: given.map(item).collect() })
    }
}

/// Keeps what a member of staff says that somebody does, whose record is held: what is known then.
pub async fn keep(
    tx: &Tx<Caseload>,
    app: &App,
    person: PersonId,
    (says, spell): &(Says, Spell),
    based_on: Option<u32>,
    sure: bool,
) -> Result<Vec<KnownSpell>> {
    let (now, today) = (app.now(), app.today());
    let who = tx.person(person).await?;
    let known = tx.known_spells_of(person).await?;
    let spells: Vec<Spell> = known.iter().map(|known| known.spell.clone()).collect();
    let there = known
        .iter()
        .find(|known| known.spell.id == spell.id)
        .map(|known| Versioned { version: known.version, value: known.spell.clone() });
    let spell = spell.clone().amends(there.as_ref().map(|known| &known.value), *says);
    let spell = spell.checked(&app.activities, who.sen_provision, today)?;
    // Sent again after a lost reply, it may have an end that it got here.
    let again = based_on.is_none()
        && there.as_ref().is_some_and(|known| known.value == Change::anew(&spells, spell.clone()));
    let met = match again {
        true => Store::AsItIs,
        false => meeting(tx, spell.id.0, there.as_ref(), &spell, based_on).await?,
    };
    if met == Store::AsItIs {
        return Ok(known);
    }
    let tries = tries(tx, app, person, &spells, &spell).await?;
    if !sure {
        ask(&spell, there.is_some(), &spells, who.birth_date, app)?;
    }
    let (id, word) = (spell.id, Evidence::of(&spell, Source::Worker));
    let change = Change::recorded(&spells, spell);
    tx.save_spells(person, &known, &change, &word, now).await?;
    tx.keep_tries(person, id, &tries).await?;
    // As it is now, with the version that it has become.
    Ok(tx.known_spells_of(person).await?)
}

/// Keeps a worker's word that something is still going on, as on the day of a contact.
pub async fn confirm(
    tx: &Tx<Caseload>,
    app: &App,
    person: PersonId,
    id: SpellId,
    on: NaiveDate,
) -> Result<()> {
    let known = tx.known_spells_of(person).await?;
    let spells: Vec<Spell> = known.iter().map(|known| known.spell.clone()).collect();
    // A word without a spell of its own: there is nothing that it could have begun.
    let word = Word { id: SpellId(Uuid::nil()), source: Source::Worker, on, days_per_week: None };
    let change = Change::still_there(&spells, id, word);
    let over = "that is over already: record what they do now";
    let heard = Evidence::heard(&spells, &change, word, About::Spell(id))
        .ok_or_else(|| Problem::new(Kind::RuleBroken, over).at("/still_there", over))?;
    Ok(tx.save_spells(person, &known, &change, &heard, app.now()).await?)
}

/// The tries on which it rests that nobody knows where somebody is; none where this says where they are, or where it was
/// said before.
async fn tries(
    tx: &Tx<Caseload>,
    app: &App,
    person: PersonId,
    spells: &[Spell],
    new: &Spell,
) -> Result<Vec<Attempt>> {
    let unknown =
        |code| app.activities.get(code).is_some_and(|it| it.headline == Some(Headline::NotKnown));
    let said = spells.iter().any(|spell| spell.id == new.id && spell.code == new.code);
    if said || !unknown(new.code) {
        return Ok(Vec::new());
    }
    let known = spells.iter().filter(|spell| !unknown(spell.code) && spell.id != new.id);
    let known = known.map(Spell::known_on).max();
    let contacts: Vec<_> =
        tx.contacts_of(person).await?.into_iter().map(|known| known.value).collect();
    let prompts = tx.prompts_tried(person).await?;
    Ok(may_be_unknown(new.code, known, &contacts, &prompts)?)
}

/// Asks about what is out of the ordinary.
fn ask(new: &Spell, known: bool, spells: &[Spell], birth: NaiveDate, app: &App) -> Result<()> {
    // What is over because of what is known since does not get in the way of it.
    let stands = if known { new.clone() } else { Change::anew(spells, new.clone()) };
    let odd = oddities(&stands, spells, birth, &app.activities);
    if odd.is_empty() {
        return Ok(());
    }
    let told = |told: Problem, odd: &Odd| told.at(format!("/{}", odd.field), &odd.words);
    let words = "this is out of the ordinary: look at it again, and if it is right, send it once more with `sure`";
    Err(odd.iter().fold(Problem::new(Kind::AreYouSure, words), told))
}

impl DestinationIn {
    /// What is said of which fields, and the spell that it makes.
    pub fn read(self, id: SpellId) -> Result<(Says, Spell)> {
        let says = Says {
            ukprn: self.ukprn.is_some(),
            establishment: self.establishment.is_some(),
            days_per_week: self.days_per_week.is_some(),
            weekly_hours: self.weekly_hours.is_some(),
        };
        let given = |number: Option<String>| number.filter(|number| !number.is_empty());
        let establishment = given(self.establishment).as_deref().map(Laestab::parse).transpose();
        let spell = Spell {
            id,
            code: ActivityCode::new(self.code),
            source: Source::Worker,
            started_on: self.started_on,
            ended_on: self.ended_on,
            verified_on: Some(self.verified_on),
            review_on: self.review_on,
            predicted_end_on: self.predicted_end_on,
            provider: self.provider.as_deref().map(Line::new).transpose()?,
            ukprn: given(self.ukprn).as_deref().map(Ukprn::parse).transpose()?,
            establishment: establishment
                .map_err(|it| Problem::new(Kind::RuleBroken, it).at("/establishment", it))?,
            days_per_week: self.days_per_week.filter(|days| *days > 0),
            weekly_hours: self.weekly_hours.filter(|hours| *hours > 0),
        };
        Ok((says, spell))
    }
}

/// What somebody does.
#[derive(Object)]
#[oai(rename = "DestinationToRecord", deny_unknown_fields)]
pub struct DestinationIn {
    /// NCCIS activity code.
    #[oai(validator(minimum(value = "100"), maximum(value = "999")))]
    code: u16,
    /// The first day.
    started_on: NaiveDate,
    /// The day on which you know that it is going on, or was.
    verified_on: NaiveDate,
    /// The last day, once it is over.
    ended_on: Option<NaiveDate>,
    /// When it is to be looked at again. Some codes need it.
    review_on: Option<NaiveDate>,
    /// When it is expected to end. Some codes need it.
    predicted_end_on: Option<NaiveDate>,
    /// With whom: a college, a firm.
    #[oai(validator(min_length = 1, max_length = 200))]
    provider: Option<String>,
    /// The provider's number in the national register (UKPRN). Left out, what is known of it stays while the provider is
    /// the same; an empty text says that it is not known.
    #[oai(validator(pattern = "^([0-9]{8})?$"))]
    ukprn: Option<String>,
    /// How many days a week. Left out, what is known of it stays; 0 says that it is not known.
    #[oai(validator(minimum(value = "0"), maximum(value = "7")))]
    days_per_week: Option<u8>,
    /// The number of the school or college in the register of establishments. Left out, what is known of it stays while the
    /// provider is the same; an empty text says that it is not known.
    #[oai(validator(pattern = "^([0-9]{7})?$"))]
    establishment: Option<String>,
    /// How many hours a week. Left out, what is known of it stays; 0 says that it is not known.
    #[oai(validator(minimum(value = "0"), maximum(value = "168")))]
    weekly_hours: Option<u8>,
    /// You have looked at what is out of the ordinary, and it is right.
    sure: Option<bool>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    pub based_on: Option<u32>,
}

/// A national activity code.
#[derive(Object)]
#[oai(rename = "ActivityCode", skip_serializing_if_is_none)]
struct ActivityOut {
    /// The code.
    code: u16,
    /// What it means.
    label: String,
    headline: HeadlineCode,
    neet: Option<NeetCode>,
    /// A record of it must say when it is to be looked at again.
    needs_review_date: bool,
    /// A record of it must say when it is expected to end.
    needs_end_date: bool,
    /// Only for somebody with a current education, health and care plan.
    needs_plan: bool,
}

/// The national activity codes.
#[derive(Object)]
#[oai(rename = "ActivityCodeList")]
struct ActivityListOut {
    items: Vec<ActivityOut>,
}
