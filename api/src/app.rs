//! What every request handler and every job can reach.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    activity::Activities, day::london_day, id::PersonId, ladder::spread,
    questionnaire::Questionnaire, report::CellKey,
};
use uuid::Uuid;

use crate::{
    clock::Clock,
    ids::Ids,
    jobs::Breakers,
    metrics::Counts,
    news::News,
    passkeys::Passkeys,
    post::{CallbackToken, Post},
    push::Push,
    questions::Versions,
    store::{OwnContact, Store, Version},
};

/// The running service. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database, always behind a scope.
    pub store: Store,
    /// The only source of the current time.
    pub clock: Arc<dyn Clock>,
    /// The only source of ids and chance.
    pub ids: Arc<dyn Ids>,
    /// What sends prompts to phones.
    pub push: Arc<dyn Push>,
    /// What sends the messages that somebody has just asked for.
    pub post: Arc<dyn Post>,
    /// What providers show who call back about our messages. None: nobody does.
    pub callbacks: Option<CallbackToken>,
    /// What makes and checks passkeys, where the service has a name.
    pub passkeys: Option<Arc<Passkeys>>,
    /// The questionnaire that the product brings: what is asked where a partnership has no version of its own, and
    /// everywhere when people are asked and reminded, which no version changes.
    pub questionnaire: Arc<Questionnaire>,
    /// The versions of the questions that were read so far.
    pub versions: Versions,
    /// What young people can be doing, and how long each counts.
    pub activities: Arc<Activities>,
    /// What the rounding of published figures depends on. Never in the database.
    pub cell_key: Arc<CellKey>,
    /// Everybody in the database is made up, and every page says so.
    pub demonstration: bool,
    /// Over how long a wave of prompts that are meant for the same minute is spread.
    pub wave: TimeDelta,
    /// Which ways out work.
    pub breakers: Breakers,
    /// What became of the prompts that this process settled.
    pub counts: Counts,
    /// What tells open pages that something has changed.
    pub news: Arc<News>,
    /// Who is told when messages do not go out, the best way first.
    pub technical: Arc<[OwnContact]>,
    /// Where this service is reached from outside, without a slash at the end.
    pub public_url: Arc<str>,
}

impl App {
    /// The current time.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today, where the service is.
    pub fn today(&self) -> NaiveDate {
        london_day(self.now())
    }

    /// When a prompt goes that is meant for this moment: a little later, so that not all go at once. For one person it is
    /// always as much later, so that what they get keeps its distance.
    pub fn spread(&self, meant: DateTime<Utc>, person: PersonId) -> DateTime<Utc> {
        meant + spread(person.0.as_u128(), self.wave)
    }

    /// A new id.
    pub fn new_id<Id: From<Uuid>>(&self) -> Id {
        self.ids.new_id().into()
    }

    /// What has happened, in words for staff, where this trigger of the product set off an alert.
    pub fn what(&self, trigger: &str) -> String {
        let known = self.questionnaire.trigger(trigger);
        known.map_or_else(|| "Something to look at".to_owned(), |trigger| trigger.what.clone())
    }

    /// The version of the questions that the product brings.
    pub fn version(&self) -> Version {
        Version::of(&self.questionnaire)
    }

    /// Bytes that nobody can foresee.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ids.random(&mut bytes);
        bytes
    }
}
