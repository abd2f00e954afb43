//! Who a young person is here, and how they like to read.

use chrono::NaiveDate;
use domain::{journey::Stage, person::TextSize, record::Around, schedule::schedule};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};

use super::{Tag, asked::PromptsOut, handovers::HandoverOut, wire::ReadingCode};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    questions::languages,
    store::{Tx, scope::OwnRecord},
};

/// The operations about oneself.
pub struct Me;

#[OpenApi(tag = "Tag::Me")]
impl Me {
    /// Show who I am here
    ///
    /// What this phone needs to greet somebody: one name, no birth date, nothing from their record.
    #[oai(path = "/me", method = "get", operation_id = "show_me")]
    async fn show(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<MeOut>> {
        let app = app.0;
        app.store.read(*me.scope(), async |tx| Ok(Json(MeOut::read(tx, app).await?))).await
    }

    /// Change how I like to read
    ///
    /// Both wordings of a question have the same answers, so changing this loses nothing. Another language counts from
    /// the next check-in that opens.
    #[oai(path = "/me/preferences", method = "patch", operation_id = "set_preferences")]
    async fn set_preferences(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        body: Valid<PreferencesIn>,
    ) -> Result<Json<MeOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                // Two phones that choose at once keep both choices.
                tx.hold(tx.scope().person()).await?;
                let person = tx.me().await?;
                let reading = body.0.reading.map_or(person.reading, Into::into);
                let text_size = body.0.text_size.map_or(person.text_size, Into::into);
                let language = match body.0.language {
                    None => person.language,
                    Some(wanted) => offered(tx, wanted).await?,
                };
                tx.save_reading(reading, text_size, &language, app.now()).await?;
                Ok(Json(MeOut::read(tx, app).await?))
            })
            .await
    }
}

/// How somebody likes to read. What is left out stays as it is.
#[derive(Object)]
#[oai(rename = "Preferences", deny_unknown_fields)]
struct PreferencesIn {
    reading: Option<ReadingCode>,
    text_size: Option<TextSizeCode>,
    /// One of those that `Me.languages` lists, such as `cy`.
    #[oai(validator(min_length = 2, max_length = 35))]
    language: Option<String>,
}

/// How large text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "TextSize", rename_all = "kebab-case", remote = "TextSize")]
pub enum TextSizeCode {
    /// As the phone has it.
    Normal,
    /// A third larger.
    Large,
    /// Twice as large.
    Largest,
}

/// Where somebody is on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Journey", rename_all = "kebab-case", remote = "Stage")]
pub enum StageCode {
    /// The two years are still to come.
    Approaching,
    /// In the two years.
    OnTheJourney,
    /// Not asked for a while, as they wished.
    Paused,
    /// The two years are over.
    Completed,
    /// Left before they were over.
    Left,
}

/// Whether this phone is told about new things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "PushState", rename_all = "kebab-case")]
pub enum PushState {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// Who somebody is here.
#[derive(Clone, Object)]
#[oai(rename = "Me", skip_serializing_if_is_none)]
pub struct MeOut {
    /// What they like to be called.
    pub first_name: String,
    /// The neutral name of the service.
    pub service_name: String,
    /// Who runs it.
    pub partnership_name: String,
    /// Everybody here is made up. Say so on every page.
    pub demonstration: bool,
    /// What their worker is called, if they have one.
    pub worker_first_name: Option<String>,
    /// When somebody is there, in words.
    pub staffed_hours: String,
    /// How they like to read.
    pub reading: ReadingCode,
    /// How large.
    pub text_size: TextSizeCode,
    /// The language in which they are asked from the next check-in on. Only where there is more than one.
    pub language: Option<String>,
    /// The languages to choose from, where there is more than one.
    pub languages: Option<Vec<String>>,
    /// Others use this phone too: keep nothing on it.
    pub shared_phone: bool,
    /// Whether this phone is told about new things.
    pub push: PushState,
    /// Where they are on the way.
    pub journey: StageCode,
    /// Own words can be written: somebody is ready to read them. Otherwise leave the fields for them out.
    pub own_words: bool,
    /// When they are asked.
    pub prompts: PromptsOut,
    /// When the next check-in opens, if one is to come.
    pub next_check_in_on: Option<NaiveDate>,
    /// Somebody else looks after them, soon or since a few days. Show it until it is gone.
    pub handover: Option<HandoverOut>,
}

impl MeOut {
    async fn read(tx: &Tx<OwnRecord>, app: &App) -> Result<Self> {
        Self::of(tx, app, tx.around_me().await?).await
    }

    /// Who somebody is, from what is known of them.
    pub async fn of(tx: &Tx<OwnRecord>, app: &App, around: Around) -> Result<Self> {
        let today = app.today();
        let push = if tx.takes_prompts().await? { PushState::On } else { PushState::Off };
        let Around { person, partnership, worker_first_name } = around;
        let next = schedule(&person.journey, &person.asked, app.questionnaire.cadence())
            .into_iter()
            .find(|due| due.on > today);
        let languages = languages(&tx.in_use().await?);
        let spoken = languages.iter().find(|one| **one == person.language).or(languages.first());
        let several = languages.len() > 1;
        Ok(Self {
            language: spoken.filter(|_| several).cloned(),
            languages: several.then_some(languages),
            first_name: person.first_name().to_owned(),
            service_name: partnership.service_name.as_str().to_owned(),
            partnership_name: partnership.name.as_str().to_owned(),
            demonstration: partnership.demonstration,
            worker_first_name,
            staffed_hours: partnership.staffed_hours.as_str().to_owned(),
            reading: person.reading.into(),
            text_size: person.text_size.into(),
            shared_phone: tx.this_phone().await?.shared,
            push,
            journey: person.journey.stage(today).into(),
            own_words: partnership.safety_questions,
            prompts: PromptsOut::new(&person, app.questionnaire.reminders(), today),
            next_check_in_on: next.map(|due| due.on),
            handover: tx.my_handover(today).await?.map(HandoverOut::new),
        })
    }
}

/// The language that somebody wants, if they are asked in it here.
async fn offered(tx: &Tx<OwnRecord>, wanted: String) -> Result<String> {
    let languages = languages(&tx.in_use().await?);
    if languages.contains(&wanted) {
        return Ok(wanted);
    }
    let choices = languages.join(", ");
    Err(Problem::new(Kind::RuleBroken, "We do not ask in that language.")
        .at("/language", format!("choose one of {choices}")))
}

/// Refuses own words where nobody is ready to read them yet (SAFE-07).
pub async fn own_words_are_read(tx: &Tx<OwnRecord>, pointer: &str) -> Result<()> {
    if tx.partnership().await?.safety_questions {
        return Ok(());
    }
    Err(Problem::new(
        Kind::RuleBroken,
        "Nobody is ready to read this yet. Ask your worker to talk.",
    )
    .at(pointer, "leave this out"))
}
