//! The partnership's own versions of the questions (CI-03, CI-04).

use domain::questionnaire::Finding;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use tokio::sync::Semaphore;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        wire::{Instant, YamlIn, YamlOut},
    },
    own_questions::{self, Described, LARGEST, Overview, UploadError, UseError},
    store::{Use, Version, scope::Admin},
};

/// How many files are held against the rules at once: each keeps a processor busy meanwhile.
const AT_ONCE: usize = 2;

pub struct Questionnaires(Semaphore);

impl Default for Questionnaires {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

#[OpenApi(tag = "Tag::Questions")]
impl Questionnaires {
    /// Upload a version of the questions
    ///
    /// Begin from the shipped file. It may hide questions, add some of your own, find other words, or be a translation of
    /// one version; what keeps young people safe and answers comparable stays. Where something is wrong the answer is a
    /// problem of the type `/problems/import-refused`, and `errors` names the first hundred findings by line and rule,
    /// such as `/lines/7/CI-04`. A version never changes: the same file again is taken as before, other words need a new
    /// version. Nobody is asked from it until it is put into use.
    #[oai(path = "/questionnaires", method = "post", operation_id = "add_questionnaire")]
    async fn add(
        &self,
        app: Data<&App>,
        me: Administrator,
        body: YamlIn,
    ) -> Result<Json<OwnVersionOut>> {
        let _place =
            self.0.try_acquire().map_err(|_| Problem::unavailable("other files are in hand"))?;
        let file = body.0.into_bytes_limit(LARGEST).await.map_err(|error| Problem::from(&error))?;
        let text = String::from_utf8(file.to_vec()).map_err(|_| {
            Problem::new(Kind::ImportRefused, "The file is not text, so nothing was taken in.")
                .at("/lines/1", "Save it as text in UTF-8.")
        })?;
        let version = own_questions::upload(&app, *me.scope(), text).await?;
        Ok(Json(one(&app, *me.scope(), &version).await?))
    }

    /// List the versions of the questions
    ///
    /// What is in use now, by language, and everything that was uploaded, the latest first, with when it was in use.
    #[oai(path = "/questionnaires", method = "get", operation_id = "list_questionnaires")]
    async fn list(&self, app: Data<&App>, me: Administrator) -> Result<Json<QuestionnaireListOut>> {
        let Overview { in_use, own } = own_questions::overview(&app, *me.scope()).await?;
        let behind = |version: &Version| {
            let of = own.iter().find(|one| one.stored.version == *version);
            let translates = of.and_then(|one| one.read.as_ref()?.translates.as_ref());
            translates.is_some_and(|original| in_use.first().is_some_and(|(_, v)| v != original))
        };
        let item = |(language, version): &(String, Version)| AskedOut {
            language: language.clone(),
            id: version.id.clone(),
            version: version.version.clone(),
            shipped: *version == app.version(),
            behind: behind(version),
        };
        let in_use = in_use.iter().map(item).collect();
        let items = own.into_iter().map(OwnVersionOut::from).collect();
        Ok(Json(QuestionnaireListOut { shipped: VersionOut::from(app.version()), in_use, items }))
    }

    /// Show a version of the questions
    ///
    /// The file, as it was uploaded. The product's own is there too: begin from it.
    #[oai(
        path = "/questionnaires/:questionnaire_id/:version",
        method = "get",
        operation_id = "show_questionnaire"
    )]
    async fn show(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// The `id` in the file.
        #[oai(validator(pattern = "^[0-9A-Za-z-][0-9A-Za-z.-]{0,79}$"))]
        questionnaire_id: Path<String>,
        /// The `version` in the file.
        #[oai(validator(pattern = "^[0-9A-Za-z-][0-9A-Za-z.-]{0,79}$"))]
        version: Path<String>,
    ) -> Result<YamlOut> {
        let version = Version { id: questionnaire_id.0, version: version.0 };
        Ok(YamlOut(own_questions::text(&app, *me.scope(), &version).await?))
    }

    /// Put a version of the questions into use
    ///
    /// It counts from the next check-in that opens: one that is open keeps its questions. It takes the place of what was
    /// in use in its language. A translation can be put into use while what it translates is in use.
    #[oai(
        path = "/questionnaires/:questionnaire_id/:version/use",
        method = "put",
        operation_id = "use_questionnaire"
    )]
    async fn put_into_use(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// The `id` in the file.
        #[oai(validator(pattern = "^[0-9A-Za-z-][0-9A-Za-z.-]{0,79}$"))]
        questionnaire_id: Path<String>,
        /// The `version` in the file.
        #[oai(validator(pattern = "^[0-9A-Za-z-][0-9A-Za-z.-]{0,79}$"))]
        version: Path<String>,
    ) -> Result<Json<OwnVersionOut>> {
        let version = Version { id: questionnaire_id.0, version: version.0 };
        own_questions::put_into_use(&app, *me.scope(), &version).await?;
        Ok(Json(one(&app, *me.scope(), &version).await?))
    }

    /// Take a version of the questions out of use
    ///
    /// From the next check-in that opens, the product's questions are asked again; whoever chose the language of a
    /// translation is asked in English. Nothing that was answered is lost.
    #[oai(
        path = "/questionnaires/:questionnaire_id/:version/use",
        method = "delete",
        operation_id = "end_questionnaire"
    )]
    async fn end_use(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// The `id` in the file.
        #[oai(validator(pattern = "^[0-9A-Za-z-][0-9A-Za-z.-]{0,79}$"))]
        questionnaire_id: Path<String>,
        /// The `version` in the file.
        #[oai(validator(pattern = "^[0-9A-Za-z-][0-9A-Za-z.-]{0,79}$"))]
        version: Path<String>,
    ) -> Result<Json<OwnVersionOut>> {
        let version = Version { id: questionnaire_id.0, version: version.0 };
        own_questions::end_use(&app, *me.scope(), &version).await?;
        Ok(Json(one(&app, *me.scope(), &version).await?))
    }
}

/// A version of the questions.
#[derive(Object)]
#[oai(rename = "QuestionnaireVersion")]
struct VersionOut {
    /// The `id` in its file.
    id: String,
    /// The `version` in its file.
    version: String,
}

/// What is in use.
#[derive(Object)]
#[oai(rename = "QuestionnaireInUse")]
struct AskedOut {
    /// For whom: young people who chose this language, or no other.
    language: String,
    /// The `id` in its file.
    id: String,
    /// The `version` in its file.
    version: String,
    /// It is what the product brings.
    shipped: bool,
    /// It translates a version that is not in use any more. Whoever chose its language is asked the older questions until
    /// a new translation is in use.
    behind: bool,
}

/// A version that was uploaded.
#[derive(Object)]
#[oai(rename = "OwnQuestionnaire", skip_serializing_if_is_none)]
struct OwnVersionOut {
    /// The `id` in its file.
    id: String,
    /// The `version` in its file.
    version: String,
    /// The language of its words.
    language: String,
    /// What it translates, if it is a translation.
    translates: Option<VersionOut>,
    /// SHA-256 of the file, in hexadecimal.
    sha256: String,
    /// When it was uploaded.
    uploaded_at: Instant,
    /// Who did it. Absent where it came from the command line.
    uploaded_by: Option<String>,
    /// It keeps the rules of today. One that does not cannot be put into use: upload it again as a new version.
    keeps_rules: bool,
    /// Questions of its own that it asks.
    added: Vec<String>,
    /// Questions of the product that it never asks. No answers to them come in, so nothing can be said about them.
    hidden: Vec<String>,
    /// When it was in use, the latest first.
    uses: Vec<UseOut>,
}

/// A time in which check-ins that opened asked from a version.
#[derive(Object)]
#[oai(rename = "QuestionnaireUse", skip_serializing_if_is_none)]
struct UseOut {
    /// From when.
    from: Instant,
    /// Who put it into use. Absent where it was done from the command line.
    by: Option<String>,
    /// Until when. Absent while it is in use.
    until: Option<Instant>,
}

/// What is asked, and what could be.
#[derive(Object)]
#[oai(rename = "QuestionnaireList")]
struct QuestionnaireListOut {
    /// What the product brings.
    shipped: VersionOut,
    /// What is in use now, by language, the one that everybody begins with first.
    in_use: Vec<AskedOut>,
    /// What was uploaded, the latest first.
    items: Vec<OwnVersionOut>,
}

async fn one(app: &App, admin: Admin, version: &Version) -> Result<OwnVersionOut> {
    let all = own_questions::overview(app, admin).await?.own;
    let found = all.into_iter().find(|one| one.stored.version == *version);
    found
        .map(OwnVersionOut::from)
        .ok_or_else(|| Problem::unexpected("a version that was just stored is not there"))
}

fn refused(findings: &[Finding]) -> Problem {
    let detail = match findings.len() {
        1 => "The file has one fault, so nothing was taken in.".to_owned(),
        n => format!("The file has {n} faults, so nothing was taken in."),
    };
    findings.iter().fold(Problem::new(Kind::ImportRefused, detail), |problem, finding| {
        let place = format!("/lines/{}/{}", finding.line, finding.rule.code());
        problem.at(place, shortened(&finding.message))
    })
}

/// A fault as far as it is shown: what is wrong may quote a long text of the file.
fn shortened(message: &str) -> String {
    const MOST: usize = 480;
    match message.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", &message[..end]),
        None => message.to_owned(),
    }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Refused(findings) => refused(&findings),
            UploadError::OtherWords(_) => Self::new(Kind::AlreadyExists, sentence(&error)),
            UploadError::Store(error) => error.into(),
            UploadError::Trying(error) => Self::unexpected(error),
        }
    }
}

impl From<UseError> for Problem {
    fn from(error: UseError) -> Self {
        match error {
            UseError::TranslatesAnother { .. } | UseError::RulesChanged => {
                Self::new(Kind::Conflict, sentence(&error))
            }
            UseError::Store(error) => error.into(),
        }
    }
}

/// The same with a capital and a full stop.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl From<Version> for VersionOut {
    fn from(version: Version) -> Self {
        Self { id: version.id, version: version.version }
    }
}

impl From<Described> for OwnVersionOut {
    fn from(Described { stored, read }: Described) -> Self {
        let keeps_rules = read.is_some();
        let (translates, added, hidden) = match read {
            Some(read) => (read.translates, read.added, read.hidden),
            None => (None, Vec::new(), Vec::new()),
        };
        Self {
            id: stored.version.id,
            version: stored.version.version,
            language: stored.language,
            translates: translates.map(VersionOut::from),
            sha256: stored.sha256,
            uploaded_at: stored.uploaded_at.into(),
            uploaded_by: stored.uploaded_by,
            keeps_rules,
            added,
            hidden,
            uses: stored.uses.into_iter().map(UseOut::from).collect(),
        }
    }
}

impl From<Use> for UseOut {
    fn from(one: Use) -> Self {
        Self { from: one.from.into(), by: one.by, until: one.until.map(Instant::from) }
    }
}
