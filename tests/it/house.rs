//! A whole service with a clock that turns, ids that count, and phones that remember what they were told.

mod authenticator;
mod caller;
mod clock;
mod post;
mod push;

use std::{sync::Arc, time::Duration};

use api::{
    app::App,
    http::{edge::Rules, service},
    jobs::{self, Done},
    keys::Keys,
    news::{News, Times},
    questions::Versions,
    starting::{self, Outside},
    store::{Durability, Store, StoreError, Tx, scope::System},
};
use chrono::{DateTime, TimeDelta, Utc};
use poem::{Endpoint, EndpointExt, Request, Response, endpoint::BoxEndpoint};

pub use self::{
    authenticator::Authenticator,
    caller::{Answer, Caller},
    clock::{CountingIds, TurningClock},
    post::PostBox,
    push::{Recorder, Sent, subscription},
};
use crate::database::{self, Fresh};

/// Monday 7 September 2026, at ten in the morning in London.
pub const MORNING: &str = "2026-09-07T09:00:00Z";

/// What providers show who call back.
pub const CALLBACK: &str = "a-token-that-only-providers-have";

/// A whole service. It ends with the test.
pub struct House {
    pub app: App,
    pub system: System,
    pub clock: Arc<TurningClock>,
    pub push: Arc<Recorder>,
    pub post: Arc<PostBox>,
    service: BoxEndpoint<'static, Response>,
    pub database: Fresh,
}

impl House {
    /// A service with nobody in it.
    pub async fn new() -> Self {
        Self::on(database::migrated().await).await
    }

    /// The same on this database.
    pub async fn on(database: Fresh) -> Self {
        let clock = Arc::new(TurningClock::new(moment(MORNING)));
        let ids = Arc::new(CountingIds::default());
        let push = Arc::new(Recorder::default());
        let post = Arc::new(PostBox::default());
        let keys = Keys::new(&*ids, true);
        let url = database.url();
        let opened = starting::open(
            &url,
            Durability::None,
            clock.clone(),
            ids,
            Outside {
                push: push.clone(),
                post: post.clone(),
                url: "https://throughline.example".into(),
            },
            &keys,
        );
        let (app, system) = opened.await.expect("the service starts");
        // Prompts go at their minute, so that a test can name it.
        let wave = TimeDelta::zero();
        let callbacks = Some(CALLBACK.parse().expect("a token"));
        // Whoever listens hears at once, and not for long: most who ask read what they get to its end.
        let times = Times {
            look: Duration::from_millis(5),
            longest: Duration::from_millis(40),
            ..Times::default()
        };
        let app = App { wave, callbacks, news: Arc::new(News::new(times)), ..app };
        let service = serve(&app, system);
        Self { app, system, clock, push, post, service, database }
    }

    /// Another instance of the same service, on the same database.
    pub async fn second_instance(&self) -> App {
        let opened = Store::open(&self.database.url(), Durability::None).await;
        App { store: opened.expect("the database opens again").0, ..self.app.clone() }
    }

    /// The service stops and starts again: it has read nothing yet.
    pub fn restart(&mut self) {
        self.app.versions = Versions::default();
        self.service = serve(&self.app, self.system);
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.turn_to(self.app.now() + time);
    }

    /// Lets time pass until then.
    pub fn at(&self, then: &str) {
        self.clock.turn_to(moment(then));
    }

    /// Somebody who is not signed in, at one of the documents.
    pub fn stranger(&self, base: &'static str) -> Caller<'_> {
        Caller::new(self, base)
    }

    /// Opens the check-ins that are due.
    pub async fn ask(&self) -> Done {
        jobs::ask(&self.app, self.system).await.expect("the job does its turn")
    }

    /// Sends the prompts that are due.
    pub async fn send(&self) -> Done {
        jobs::send(&self.app, self.system).await.expect("the job does its turn")
    }

    /// Tells staff what waits for them, until nothing more is due at once.
    pub async fn escalate(&self) {
        for _ in 0..20 {
            let done = jobs::escalate(&self.app, self.system).await.expect("the job does its turn");
            if !done.more {
                return;
            }
        }
        panic!("it does not come to an end");
    }

    /// Does the handovers that are due: how many.
    pub async fn hand_over(&self) -> usize {
        jobs::hand_over(&self.app, self.system).await.expect("the job does its turn").done
    }

    /// Takes what is urgent from whoever is not there: how much.
    pub async fn reroute(&self) -> usize {
        jobs::reroute(&self.app, self.system).await.expect("the job does its turn").done
    }

    /// Works out the rows of the caseload, and who is like whom.
    pub async fn stand(&self) -> Done {
        jobs::stand(&self.app, self.system).await.expect("rows can be worked out")
    }

    /// Closes what nobody finished in time.
    pub async fn close(&self) -> Done {
        jobs::close(&self.app, self.system).await.expect("the job does its turn")
    }

    /// Forgets what has served its time.
    pub async fn forget(&self) -> Done {
        jobs::forget(&self.app, self.system).await.expect("the job does its turn")
    }

    /// Does something as the service itself.
    pub async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&Tx<System>) -> Result<T, StoreError>,
    ) -> T {
        self.app.store.write(self.system, work).await.expect("the database takes it")
    }

    /// Looks something up as the service itself.
    pub async fn read<T>(&self, work: impl AsyncFnOnce(&Tx<System>) -> Result<T, StoreError>) -> T {
        self.app.store.read(self.system, work).await.expect("the database has it")
    }

    /// A new id.
    pub fn id<Id: From<uuid::Uuid>>(&self) -> Id {
        self.app.ids.new_id().into()
    }

    async fn answer(&self, request: Request) -> Response {
        self.service.get_response(request).await
    }
}

fn serve(app: &App, system: System) -> BoxEndpoint<'static, Response> {
    // Requests come by way of a proxy, so that tests can send them from several networks.
    let proxies = vec!["127.0.0.0/8".parse().expect("this is a network")];
    let rules = Rules { trusted_proxies: proxies, https: true, ..Rules::default() };
    service(app.clone(), system, rules).boxed()
}

/// A moment, as it is written.
pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|_| panic!("{text} is a moment"))
}
