//! Telling an open page that something has changed, as it happens. It is the caller who asks for each piece: one who reads
//! slowly has nothing kept for them but how far they are.

use std::collections::{BTreeSet, VecDeque};

use domain::id::PersonId;
use futures_util::{StreamExt, stream, stream::BoxStream};
use poem_openapi::payload::EventStream;

use super::{
    auth::Door,
    problem::{Kind, Problem, Result},
    worker::news::{KindCode, NewsOut},
};
use crate::{
    app::App,
    news::{Happened, New, Page},
    store::{
        SignedInStaff, StoreError, Tx,
        scope::{Caseload, Within},
    },
};

/// How many are named at once. Of more it is said that it may be anybody.
const NAMED: usize = 100;

/// What a page is told, until it is closed.
pub type Stream = EventStream<BoxStream<'static, NewsOut>>;

struct Telling {
    app: App,
    door: Door,
    page: Page,
    next: VecDeque<NewsOut>,
}

/// Opens the stream of one page.
pub fn tell(app: &App, door: Door, me: &SignedInStaff) -> Result<Stream> {
    let caseload = me
        .caseload
        .ok_or_else(|| Problem::new(Kind::NotAllowed, "This is for those who work with people."))?;
    let full = || {
        let words = "Too many pages wait for news just now. Try again in half a minute.";
        Problem::new(Kind::TooManyRequests, words).retry_after(30)
    };
    let page = app.news.open((caseload.partnership(), me.session)).ok_or_else(full)?;
    let heartbeat = app.news.times.heartbeat;
    let telling = Telling { app: app.clone(), door, page, next: VecDeque::new() };
    let told = stream::unfold(telling, async |mut telling| {
        loop {
            if let Some(next) = telling.next.pop_front() {
                return Some((next, telling));
            }
            if !telling.page.rest().await {
                return None;
            }
            telling = telling.looked().await?;
        }
    });
    Ok(EventStream::new(told.boxed()).keep_alive(heartbeat))
}

impl Telling {
    /// Looks in a task of its own: a reader who stops reading half-way keeps nobody waiting, and no connection to the database.
    #[expect(clippy::disallowed_methods, reason = "it ends with its look, and nobody waits for it")]
    async fn looked(mut self) -> Option<Self> {
        let looking = tokio::spawn(async move { self.look().await.map(|()| self) });
        looking.await.ok()?
    }

    /// What is new, for whoever reads next. Nothing if this page is told no more.
    async fn look(&mut self) -> Option<()> {
        let now = self.app.now();
        let New { happened, live } = self.page.look(&self.app.store, self.door.system(), now).await;
        if !live {
            return None;
        }
        if happened.contains(&Happened::Much) {
            self.next.extend([NewsOut::of(KindCode::Caseload), NewsOut::of(KindCode::Person)]);
            return Some(());
        }
        match happened.is_empty() {
            true => Some(()),
            false => self.sort(&happened).await,
        }
    }

    /// Keeps of what happened what this member of staff may know of now. Nothing if they are not here any more, or nobody can
    /// say whom they reach: then the page asks anew.
    async fn sort(&mut self, happened: &[Happened]) -> Option<()> {
        let (partnership, _) = self.page.whose();
        let (mut changed, mut harm) = (BTreeSet::new(), BTreeSet::new());
        for one in happened {
            let (at, person, of) = match one {
                Happened::Changed(at, person) => (at, person, &mut changed),
                Happened::Harm(at, person) => (at, person, &mut harm),
                Happened::Much => continue,
            };
            if *at == partnership {
                of.insert(*person);
            }
        }
        let all: Vec<PersonId> = changed.union(&harm).copied().collect();
        if all.is_empty() {
            return Some(());
        }
        let (store, now, whose) = (&self.app.store, self.app.now(), self.page.whose());
        let scope = store.look::<_, _, StoreError>(self.door.system(), async |tx| {
            tx.caseload_of(whose, now).await
        });
        let scope = scope.await.ok()??;
        let reached = store
            .look::<_, _, StoreError>(scope, async |tx: &Tx<Caseload>| tx.reached(&all).await)
            .await
            .ok()?;
        changed.retain(|person| reached.contains(person));
        if harm.iter().any(|person| reached.contains(person)) {
            self.next.push_back(NewsOut::of(KindCode::Alerts));
        }
        if changed.is_empty() {
            return Some(());
        }
        self.next.push_back(NewsOut::of(KindCode::Caseload));
        if changed.len() > NAMED {
            self.next.push_back(NewsOut::of(KindCode::Person));
        } else {
            self.next.extend(changed.into_iter().map(NewsOut::about));
        }
        Some(())
    }
}
