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

const NEVER_POISONED: &str = "nothing panics while it holds this lock";

/// The versions of the questions that were read so far. Cheap to clone.
#[derive(Clone, Default)]
pub struct Versions(Arc<RwLock<HashMap<Version, Arc<Questionnaire>>>>);

/// What partnerships ask now, by language.
pub struct AskedNow {
    shipped: Arc<Questionnaire>,
    own: HashMap<(PartnershipId, String), Arc<Questionnaire>>,
}

impl Versions {
    fn kept(&self, version: &Version) -> Option<Arc<Questionnaire>> {
        self.0.read().expect(NEVER_POISONED).get(version).cloned()
    }

    fn keep(&self, questions: &Arc<Questionnaire>) {
        let mut kept = self.0.write().expect(NEVER_POISONED);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(Version::of(questions), questions.clone());
    }
}

impl App {
    /// A version of the questions that was stored.
    pub async fn questions<S>(&self, tx: &Tx<S>, version: &Version) -> Result<Arc<Questionnaire>> {
        if *version == self.version() {
            return Ok(self.questionnaire.clone());
        }
        if let Some(kept) = self.versions.kept(version) {
            return Ok(kept);
        }
        let text = tx.questionnaire(version).await?;
        let questions = Questionnaire::from_yaml(&text).map_err(|_| StoreError::Impossible {
            what: "version of the questions",
            why: "it does not keep today's rules",
        })?;
        let questions = Arc::new(questions);
        self.versions.keep(&questions);
        Ok(questions)
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

    /// A version of the questions that was stored, unless it does not keep today's rules, which the log says.
    pub async fn questions_if_readable<S>(
        &self,
        tx: &Tx<S>,
        version: &Version,
    ) -> Result<Option<Arc<Questionnaire>>> {
        match self.questions(tx, version).await {
            Ok(questions) => Ok(Some(questions)),
            Err(error @ StoreError::Impossible { .. }) => {
                let (id, version) = (&version.id, &version.version);
                tracing::error!(%error, id, version, "a version of the questions is left out");
                Ok(None)
            }
            Err(error) => Err(error),
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
