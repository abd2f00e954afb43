//! Recording what somebody does, and what was promised to them.

use chrono::NaiveDate;
use domain::{
    activity::{ActivityCode, Standing},
    answer::Answer,
    day::london_day,
    id::{PersonId, PromiseId, SpellId},
    identifier::Ukprn,
    promise::Promise,
    spell::{Change, Says, Source, Spell},
    text::Line,
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    versions::{Store, meeting},
    wire::{HeadlineCode, SpellOut},
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Problem, Result},
        valid::Valid,
    },
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
        let (now, today) = (app.now(), app.today());
        let person = PersonId(person_id.0);
        let says =
            Says { ukprn: body.ukprn.is_some(), days_per_week: body.days_per_week.is_some() };
        let ukprn = body.ukprn.as_deref().filter(|number| !number.is_empty());
        let spell = Spell {
            id: SpellId(spell_id.0),
            code: ActivityCode::new(body.code),
            source: Source::Worker,
            started_on: body.started_on,
            ended_on: body.ended_on,
            verified_on: Some(body.verified_on),
            review_on: body.review_on,
            predicted_end_on: body.predicted_end_on,
            provider: body.provider.as_deref().map(Line::new).transpose()?,
            ukprn: ukprn.map(Ukprn::parse).transpose()?,
            days_per_week: body.days_per_week.filter(|days| *days > 0),
        };
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                let provision = tx.person(person).await?.sen_provision;
                let known = tx.known_spells_of(person).await?;
                let spells: Vec<Spell> = known.iter().map(|known| known.spell.clone()).collect();
                let there = known
                    .iter()
                    .find(|known| known.spell.id == spell.id)
                    .map(|known| Versioned { version: known.version, value: known.spell.clone() });
                let spell = spell.amends(there.as_ref().map(|known| &known.value), says);
                let spell = spell.checked(&app.activities, provision, today)?;
                // Sent again after a lost reply, it may have an end that it got here.
                let again = body.based_on.is_none()
                    && there
                        .as_ref()
                        .is_some_and(|known| known.value == Change::anew(&spells, spell.clone()));
                let met = match again {
                    true => Store::AsItIs,
                    false => meeting(tx, spell_id.0, there.as_ref(), &spell, body.based_on).await?,
                };
                if met == Store::Yes {
                    let change = Change::recorded(&spells, spell);
                    tx.save_spells(person, &known, &change, now).await?;
                }
                // As it is now, with the version that it has become.
                let known = tx.known_spells_of(person).await?;
                let known = known.iter().find(|known| known.spell.id.0 == spell_id.0);
                let known = known.ok_or_else(|| Problem::unexpected("a spell was not kept"))?;
                Ok(Json(SpellOut::new(&known.spell, known.version, &app.activities, today)))
            })
            .await
    }

    /// Record what was promised
    ///
    /// The young person is asked whether it came, in these words, so write it as it reads after "You should be getting".
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw. If somebody
    /// has changed it since, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(
        path = "/people/:person_id/promises/:promise_id",
        method = "put",
        operation_id = "record_promise"
    )]
    async fn promise(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// To whom.
        person_id: Path<Uuid>,
        /// Which promise.
        promise_id: Path<Uuid>,
        body: Valid<PromiseIn>,
    ) -> Result<Json<PromiseOut>> {
        let (app, body) = (app.0, body.0);
        let name = Line::new(&body.name)?;
        let promise = Promise {
            id: PromiseId(promise_id.0),
            person: PersonId(person_id.0),
            easy_name: body
                .easy_name
                .as_deref()
                .map(Line::new)
                .transpose()?
                .unwrap_or(name.clone()),
            name,
            provider: body.provider.as_deref().map(Line::new).transpose()?,
            frequency: body.frequency.as_deref().map(Line::new).transpose()?,
            agreed_on: body.agreed_on,
            ended_on: body.ended_on,
        }
        .check(app.today())?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(promise.person).await?;
                let known = tx.known_promise(promise.person, promise.id).await?;
                let met =
                    meeting(tx, promise_id.0, known.as_ref(), &promise, body.based_on).await?;
                let mut version = known.as_ref().map_or(0, |known| known.version);
                if met == Store::Yes {
                    tx.save_promise(&promise, known.as_ref(), app.now()).await?;
                    version += 1;
                }
                Ok(Json(PromiseOut::new(&Versioned { version, value: promise.clone() }, None)))
            })
            .await
    }

    /// List the national activity codes
    ///
    /// Those that may still be given (NCCIS), with what each needs.
    #[oai(path = "/activity-codes", method = "get", operation_id = "list_activity_codes")]
    async fn codes(&self, app: Data<&App>, _me: WithPeople) -> Json<ActivityListOut> {
        let given = app.activities.iter().filter(|activity| activity.standing != Standing::Retired);
        let item = |activity: &domain::activity::Activity| ActivityOut {
            code: activity.code.number(),
            label: activity.label.clone(),
            headline: HeadlineCode::of(activity),
            needs_review_date: activity.review_date_required,
            needs_end_date: activity.expected_end_required,
            needs_plan: activity.send_flag_required,
        };
        Json(ActivityListOut { items: given.map(item).collect() })
    }
}

/// What somebody does.
#[derive(Object)]
#[oai(rename = "DestinationToRecord", deny_unknown_fields)]
struct DestinationIn {
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
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// What was promised.
#[derive(Object)]
#[oai(rename = "PromiseToRecord", deny_unknown_fields)]
struct PromiseIn {
    /// In plain words.
    #[oai(validator(min_length = 1, max_length = 200))]
    name: String,
    /// In easy-read words; the plain ones if left out.
    #[oai(validator(min_length = 1, max_length = 200))]
    easy_name: Option<String>,
    /// Who should give it.
    #[oai(validator(min_length = 1, max_length = 200))]
    provider: Option<String>,
    /// How often.
    #[oai(validator(min_length = 1, max_length = 200))]
    frequency: Option<String>,
    /// When it was promised.
    agreed_on: NaiveDate,
    /// When it is no longer promised.
    ended_on: Option<NaiveDate>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// Something that was promised, and whether it came.
#[derive(Clone, Object)]
#[oai(rename = "Promise", skip_serializing_if_is_none)]
pub struct PromiseOut {
    /// Which promise.
    id: Uuid,
    /// Send it as `based_on` to change this. Goes up with each change.
    version: u32,
    /// In plain words.
    name: String,
    /// In easy-read words.
    easy_name: String,
    /// Who should give it.
    provider: Option<String>,
    /// How often.
    frequency: Option<String>,
    /// When it was promised.
    agreed_on: NaiveDate,
    /// When it is no longer promised.
    ended_on: Option<NaiveDate>,
    /// What the young person said last.
    last_answer: Option<LastAnswerOut>,
}

/// What a young person said last about a promise.
#[derive(Clone, Object)]
#[oai(rename = "LastAnswer")]
struct LastAnswerOut {
    /// The code.
    code: String,
    /// In words.
    label: String,
    /// When.
    on: NaiveDate,
}

/// A national activity code.
#[derive(Object)]
#[oai(rename = "ActivityCode")]
struct ActivityOut {
    /// The code.
    code: u16,
    /// What it means.
    label: String,
    headline: HeadlineCode,
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

impl PromiseOut {
    /// A promise with what was last said about it.
    pub fn new(known: &Versioned<Promise>, last: Option<(&Answer, Vec<String>)>) -> Self {
        let promise = &known.value;
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let code = |answer: &Answer| match &answer.said {
            domain::questionnaire::Said::Codes(codes) => codes.first().cloned(),
            _ => None,
        };
        Self {
            id: promise.id.0,
            version: known.version,
            name: promise.name.as_str().to_owned(),
            easy_name: promise.easy_name.as_str().to_owned(),
            provider: text(&promise.provider),
            frequency: text(&promise.frequency),
            agreed_on: promise.agreed_on,
            ended_on: promise.ended_on,
            last_answer: last.map(|(answer, labels)| LastAnswerOut {
                code: code(answer).unwrap_or_else(|| "skipped".into()),
                label: if labels.is_empty() { "Skipped".into() } else { labels.join(", ") },
                on: london_day(answer.answered_at.min(answer.received_at)),
            }),
        }
    }
}
