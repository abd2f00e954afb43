//! A partnership's own versions of the questions: one piece of code for the command line and for the administrator's
//! operations (CI-03, CI-04).

use std::collections::BTreeSet;

use domain::{
    person::LANGUAGE,
    questionnaire::{Finding, Questionnaire, lint_own, translated_by},
};
use sha2::{Digest, Sha256};
use tokio::task::{JoinError, spawn_blocking};

use crate::{
    app::App,
    questions::languages,
    store::{File, InUse, OwnVersion, StoreError, Tx, Version, scope::Admin},
};

/// The largest file, in bytes. The shipped one has a tenth of it.
pub const LARGEST: usize = 512 * 1024;

/// Why an upload could not be dealt with, or is not kept.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The file does not keep the rules. Nothing was kept.
    #[error("the file does not keep the rules")]
    Refused(Vec<Finding>),
    /// There is this version already, and it has other words.
    #[error("version {} of {} is here already, in other words: give the new words a new version", .0.version, .0.id)]
    OtherWords(Version),
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rules could not be tried, through no fault of the file.
    #[error("the rules could not be tried")]
    Trying(#[from] JoinError),
}

/// Why a version is not put into use.
#[derive(Debug, thiserror::Error)]
pub enum UseError {
    /// It translates another version than the one in use.
    #[error(
        "it translates version {} of {}, and {} of {} is in use: put what it translates into use first",
        .translates.version, .translates.id, .in_use.version, .in_use.id
    )]
    TranslatesAnother {
        /// What it translates.
        translates: Version,
        /// What is in use in the language that everybody begins with.
        in_use: Version,
    },
    /// The rules have become stricter since it was uploaded.
    #[error("it does not keep the rules of today: upload it again as a new version")]
    RulesChanged,
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A version that a partnership uploaded, and how it differs from what the product brings.
pub struct Described {
    /// The version as it is stored.
    pub stored: OwnVersion,
    /// What it says, if it keeps the rules of today.
    pub read: Option<Differences>,
}

/// How a version differs from what the product brings.
pub struct Differences {
    /// What it translates, if it is a translation.
    pub translates: Option<Version>,
    /// The questions that it adds.
    pub added: Vec<String>,
    /// The questions that it never asks.
    pub hidden: Vec<String>,
}

/// What a partnership asks from, and what it could ask from.
pub struct Overview {
    /// In which languages check-ins that open ask, the one that everybody begins with first, each with its version.
    pub in_use: Vec<(String, Version)>,
    /// Everything it uploaded, the latest first.
    pub own: Vec<Described>,
}

/// Takes in a version, or says everything that is wrong with it. The same file again changes nothing.
pub async fn upload(app: &App, admin: Admin, text: String) -> Result<Version, UploadError> {
    // Reading a file of this size keeps a processor busy, so it is done beside the threads that answer requests.
    let (translates, text) = spawn_blocking(move || {
        let translates = translated_by(&text).as_ref().map(Version::from);
        (translates, text)
    })
    .await?;
    let (slug, translated) = app
        .store
        .read::<_, _, StoreError>(admin, async |tx| {
            let translated = match &translates {
                Some(version) => known_text(tx, app, version).await?,
                None => None,
            };
            Ok((tx.partnership().await?.slug, translated))
        })
        .await?;
    let file = spawn_blocking(move || file(text, &slug, translated.as_deref())).await?;
    let file = file.map_err(UploadError::Refused)?;
    let (version, now) = (file.version.clone(), app.now());
    let kept = app.store.write(admin, async |tx| tx.add_own_version(&file, now).await).await;
    match kept {
        Err(StoreError::Exists(_)) => Err(UploadError::OtherWords(version)),
        kept => Ok(kept.map(|()| version)?),
    }
}

/// What is stored of a file that keeps the rules, or everything that is wrong with it.
fn file(text: String, slug: &str, translated: Option<&str>) -> Result<File, Vec<Finding>> {
    let findings = lint_own(&text, slug, translated);
    let questions = match Questionnaire::from_yaml(&text) {
        Ok(questions) if findings.is_empty() => questions,
        _ => return Err(findings),
    };
    Ok(File {
        version: Version::of(&questions),
        language: questions.language().to_owned(),
        sha256: Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect(),
        body: text,
    })
}

/// Asks from a version that was uploaded, from the next check-in that opens. Doing so again changes nothing.
pub async fn put_into_use(app: &App, admin: Admin, version: &Version) -> Result<(), UseError> {
    app.store
        .write(admin, async |tx| {
            if !tx.owns(version).await? {
                return Err(StoreError::NotFound("version of the questions").into());
            }
            let questions = match app.questions(tx, version).await {
                Err(StoreError::Impossible { .. }) => return Err(UseError::RulesChanged),
                questions => questions?,
            };
            let in_use = tx.in_use().await?;
            let language = questions.language();
            if let Some(translates) = questions.translates().map(Version::from) {
                let original = asked_in(app, &in_use, LANGUAGE);
                if translates != original {
                    return Err(UseError::TranslatesAnother { translates, in_use: original });
                }
            }
            if in_use.iter().any(|one| one.language == language && one.version == *version) {
                return Ok(());
            }
            Ok(tx.use_version(app.new_id(), version, language, app.now()).await?)
        })
        .await
}

/// Asks from a version no more, from the next check-in that opens: in the language that everybody begins with, the
/// product's own questions are asked again; whoever chose another language is asked in that one.
pub async fn end_use(app: &App, admin: Admin, version: &Version) -> Result<(), StoreError> {
    app.store
        .write(admin, async |tx| {
            if !tx.owns(version).await? {
                return Err(StoreError::NotFound("version of the questions"));
            }
            tx.end_version(version, app.now()).await
        })
        .await
}

/// The text of a version that this partnership may see: one of its own, or one that the product brought.
pub async fn text(app: &App, admin: Admin, version: &Version) -> Result<String, StoreError> {
    app.store
        .read(admin, async |tx| {
            let text = known_text(tx, app, version).await?;
            text.ok_or(StoreError::NotFound("version of the questions"))
        })
        .await
}

/// What a partnership asks from, and what it could ask from.
pub async fn overview(app: &App, admin: Admin) -> Result<Overview, StoreError> {
    app.store
        .read(admin, async |tx| {
            let in_use = tx.in_use().await?;
            let version = |language: &String| (language.clone(), asked_in(app, &in_use, language));
            let mut own = Vec::new();
            for stored in tx.own_versions().await? {
                own.push(described(tx, app, stored).await?);
            }
            Ok(Overview { in_use: languages(&in_use).iter().map(version).collect(), own })
        })
        .await
}

async fn described(tx: &Tx<Admin>, app: &App, stored: OwnVersion) -> Result<Described, StoreError> {
    let read = match app.questions(tx, &stored.version).await {
        Ok(questions) => Some(Differences::of(&questions, &app.questionnaire)),
        Err(StoreError::Impossible { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(Described { stored, read })
}

impl Differences {
    fn of(own: &Questionnaire, shipped: &Questionnaire) -> Self {
        let (now, before): (BTreeSet<&str>, BTreeSet<&str>) = (own.asked(), shipped.asked());
        let only = |these: &BTreeSet<&str>, those: &BTreeSet<&str>| {
            these.difference(those).map(|id| (*id).to_owned()).collect()
        };
        Self {
            translates: own.translates().map(Version::from),
            added: only(&now, &before),
            hidden: only(&before, &now),
        }
    }
}

/// What is asked in a language: what is in use, or what the product brings.
fn asked_in(app: &App, in_use: &[InUse], language: &str) -> Version {
    let own = in_use.iter().find(|one| one.language == language);
    own.map_or_else(|| app.version(), |one| one.version.clone())
}

async fn known_text(
    tx: &Tx<Admin>,
    app: &App,
    version: &Version,
) -> Result<Option<String>, StoreError> {
    // The product's versions are nobody's own, and everybody may read them.
    let shipped = version.id == app.questionnaire.id();
    if shipped || tx.owns(version).await? { tx.version_text(version).await } else { Ok(None) }
}
