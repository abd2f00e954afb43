//! What young people are asked: the questionnaire that the product brings, or a version that their partnership uploaded
//! and put into use. A version never changes, so it is read once and kept.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use domain::{id::PartnershipId, person::LANGUAGE, questionnaire::Questionnaire};

use crate::{
    app::App,
    store::{InUse, Result, StoreError, Tx, Version},
};

/// How many versions are kept at once. Beyond that all are read again; a region has some dozens.
const MOST: usize = 200;

const LEFT_OUT: &str = "a version of the questions is left out";

const NEVER_POISONED: &str = "nothing panics while it holds this lock";

/// The versions of the questions that were read so far, and those that cannot be. Cheap to clone.
#[derive(Clone, Default)]
pub struct Versions(Arc<RwLock<HashMap<Version, Kept>>>);

/// What was read; nothing where a version does not keep today's rules. It never will while the program runs.
type Kept = Option<Arc<Questionnaire>>;

/// What partnerships ask now, by language.
pub struct AskedNow {
    shipped: Arc<Questionnaire>,
    own: HashMap<(PartnershipId, String), Arc<Questionnaire>>,
}

impl Versions {
    fn kept(&self, version: &Version) -> Option<Kept> {
        self.0.read().expect(NEVER_POISONED).get(version).cloned()
    }

    fn keep(&self, version: &Version, questions: &Kept) {
        let mut kept = self.0.write().expect(NEVER_POISONED);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(version.clone(), questions.clone());
    }
}

impl App {
    /// A version of the questions that was stored. One that does not keep today's rules is [`StoreError::Impossible`], and
    /// the log says so once.
    pub async fn questions<S>(&self, tx: &Tx<S>, version: &Version) -> Result<Arc<Questionnaire>> {
        self.kept_or_read(tx, version).await?.ok_or(StoreError::Impossible {
            what: "version of the questions",
            why: "it does not keep today's rules",
        })
    }

    async fn kept_or_read<S>(&self, tx: &Tx<S>, version: &Version) -> Result<Kept> {
        if *version == self.version() {
            return Ok(Some(self.questionnaire.clone()));
        }
        if let Some(kept) = self.versions.kept(version) {
            return Ok(kept);
        }
        let text = tx.questionnaire(version).await?;
        let read = Questionnaire::from_yaml(&text).ok().map(Arc::new);
        if read.is_none() {
            let (id, version) = (&version.id, &version.version);
            tracing::error!(id, version, "{LEFT_OUT}: it does not keep today's rules");
        }
        self.versions.keep(version, &read);
        Ok(read)
    }

    /// The same as staff read it: of a translation, what it translates, which has the same questions and codes. Nothing
    /// where it cannot be read: then they see codes rather than no page.
    pub async fn questions_for_staff<S>(
        &self,
        tx: &Tx<S>,
        version: &Version,
    ) -> Result<Option<Arc<Questionnaire>>> {
        let asked = self.questions_if_readable(tx, version).await?;
        match asked.as_ref().and_then(|asked| asked.translates()) {
            None => Ok(asked),
            Some(original) => self.questions_if_readable(tx, &original.into()).await,
        }
    }

    /// A version of the questions that was stored, unless it cannot be read, which the log says.
    pub async fn questions_if_readable<S>(
        &self,
        tx: &Tx<S>,
        version: &Version,
    ) -> Result<Option<Arc<Questionnaire>>> {
        match self.kept_or_read(tx, version).await {
            Err(error @ StoreError::Impossible { .. }) => {
                let (id, version) = (&version.id, &version.version);
                tracing::error!(%error, id, version, "{LEFT_OUT}");
                Ok(None)
            }
            kept => kept,
        }
    }

    /// What is asked where these versions are in use. One that cannot be read is left out, and the log says so: one
    /// partnership's trouble never keeps another's check-ins from opening.
    pub async fn asked_now<S>(&self, tx: &Tx<S>, in_use: &[InUse]) -> Result<AskedNow> {
        let mut own = HashMap::new();
        for InUse { partnership, language, version } in in_use {
            if let Some(questions) = self.questions_if_readable(tx, version).await? {
                own.insert((*partnership, language.clone()), questions);
            }
        }
        Ok(AskedNow { shipped: self.questionnaire.clone(), own })
    }
}

impl AskedNow {
    /// What somebody of this partnership is asked who likes this language. Where nothing is in use in it, it is the
    /// language that everybody begins with; and where the partnership has nothing of its own, what the product brings.
    pub fn of(&self, partnership: PartnershipId, language: &str) -> &Arc<Questionnaire> {
        let own = |language: &str| self.own.get(&(partnership, language.to_owned()));
        own(language).or_else(|| own(LANGUAGE)).unwrap_or(&self.shipped)
    }
}

/// The languages in which a partnership asks, the one that everybody begins with first.
pub fn languages(in_use: &[InUse]) -> Vec<String> {
    let others = in_use.iter().map(|one| &one.language).filter(|language| *language != LANGUAGE);
    std::iter::once(&LANGUAGE.to_owned()).chain(others).cloned().collect()
}

impl From<&domain::questionnaire::Translated> for Version {
    fn from(translated: &domain::questionnaire::Translated) -> Self {
        Self { id: translated.id.clone(), version: translated.version.clone() }
    }
}
