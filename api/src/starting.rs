//! Putting the service together out of its settings.

use std::{fs, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result, anyhow, ensure};
use chrono::TimeDelta;
use domain::{activity::Activities, questionnaire::Questionnaire};
use reqwest::Url;
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    clock::{Clock, SystemClock},
    config::{AppSettings, Config, Settings},
    ids::{Ids, SystemIds},
    jobs::Breakers,
    keys::Keys,
    metrics::Counts,
    passkeys::Passkeys,
    post::{Line, MailServer, Notify, Post, TextGateway, Ways},
    push::{Apns, ApnsKey, Endpoints, Fcm, Push, Senders, ServiceAccount, Vapid, WebPush},
    questions::Versions,
    store::{Durability, File, Store, StoreError, scope::System},
};

/// Over how long prompts that are meant for the same minute are spread (PERF-05).
const WAVE: TimeDelta = TimeDelta::minutes(10);

/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The service, ready to answer and to work, and what reaches the whole database.
pub async fn start(config: &Config) -> Result<(App, System)> {
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let keys = config.admit(&*ids)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let settings = &config.settings;
    let push = push(settings, &keys, clock.clone())?;
    let post: Arc<dyn Post> = Arc::new(ways(settings, &clock)?);
    let url: Arc<str> = settings.reached_at(settings.listen).into();
    let outside = Outside { push, post, url };
    let (app, system) =
        open(&settings.database, Durability::Full, clock, ids, outside, &keys).await?;
    let callbacks = settings.providers.callback_token.clone();
    let technical = settings.technical().into();
    let activities = match &settings.activity_codes {
        Some(file) => Arc::new(activities(file)?),
        None => app.activities.clone(),
    };
    Ok((App { callbacks, technical, activities, ..app }, system))
}

/// The activity codes of this installation.
fn activities(file: &Path) -> Result<Activities> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("the activity codes in {} cannot be read", file.display()))?;
    Activities::brought(&text).map_err(|wrong| {
        let wrong = wrong.join("\n  ");
        anyhow!("the activity codes in {} are not used:\n  {wrong}", file.display())
    })
}

/// What reaches people, and where they reach us.
pub struct Outside {
    /// What wakes phones.
    pub push: Arc<dyn Push>,
    /// What sends texts and e-mails.
    pub post: Arc<dyn Post>,
    /// Where this service is reached from outside, without a slash at the end.
    pub url: Arc<str>,
}

/// Opens the database and loads what the rules read.
pub async fn open(
    database: &str,
    durability: Durability,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    outside: Outside,
    keys: &Keys,
) -> Result<(App, System)> {
    let (store, system) =
        Store::open(database, durability).await.context("the database cannot be opened")?;
    let questionnaire = Arc::new(Questionnaire::shipped());
    let Outside { push, post, url: public_url } = outside;
    let passkeys = Passkeys::new(&public_url)?.map(Arc::new);
    let app = App {
        store,
        clock,
        ids,
        push,
        post,
        callbacks: None,
        passkeys,
        questionnaire,
        versions: Versions::default(),
        activities: Arc::new(Activities::shipped().clone()),
        cell_key: Arc::new(keys.cells.clone()),
        demonstration: false,
        wave: WAVE,
        breakers: Breakers::default(),
        counts: Counts::default(),
        news: Arc::default(),
        technical: Arc::default(),
        public_url,
    };
    keep_questionnaire(&app, system).await?;
    let demonstration = only_demonstrations(&app, system).await?;
    Ok((App { demonstration, ..app }, system))
}

/// Whether nobody real can be in this database.
async fn only_demonstrations(app: &App, system: System) -> Result<bool> {
    let all =
        app.store.read::<_, _, StoreError>(system, async |tx| tx.partnerships().await).await?;
    Ok(!all.is_empty() && all.iter().all(|partnership| partnership.demonstration))
}

/// Keeps the words of the questions in use, so that answers can be read beside what was asked for ever.
async fn keep_questionnaire(app: &App, system: System) -> Result<()> {
    let body = Questionnaire::shipped_text();
    let file = File {
        version: app.version(),
        language: app.questionnaire.language().to_owned(),
        sha256: Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect(),
        body: body.to_owned(),
    };
    let now = app.now();
    app.store
        .write::<_, _, StoreError>(system, async |tx| tx.keep_questionnaire(&file, now).await)
        .await
        .map_err(|error| anyhow!("the questionnaire cannot be kept: {error}"))
}

fn ways(settings: &Settings, clock: &Arc<dyn Clock>) -> Result<Ways> {
    let mail = settings.mail_server.as_deref().zip(settings.mail_from.as_deref());
    let mail = mail.map(|(url, from)| MailServer::new(url, from)).transpose();
    let line = || Line::new(clock.clone()).context("TLS is not available");
    let text = match settings.text_gateway.clone().zip(settings.text_gateway_token.clone()) {
        Some((url, token)) => Some(Arc::new(TextGateway::new(line()?, url, token))),
        None => None,
    };
    let notify = match settings.providers.notify() {
        Some(account) => Some(Arc::new(Notify::new(line()?, clock.clone(), account))),
        None => None,
    };
    Ok(Ways {
        mail: mail.context("--mail-server or --mail-from cannot be used")?.map(Arc::new),
        text,
        notify,
        text_replies: settings.providers.text_replies,
    })
}

fn push(settings: &Settings, keys: &Keys, clock: Arc<dyn Clock>) -> Result<Arc<dyn Push>> {
    let vapid = Vapid::new(&keys.vapid, settings.push_contact(), clock.clone())
        .with_previous(&keys.vapid_previous);
    let endpoints =
        Endpoints { extra: settings.push_hosts.clone(), this_machine: !settings.production };
    let web = WebPush::new(vapid, endpoints, PATIENCE, clock.clone());
    let web = web.context("TLS is not available")?;
    let fcm = fcm(settings, clock.clone()).context("--fcm-service-account cannot be used")?;
    let apns = apns(&settings.apps, clock).context("--apns-key cannot be used")?;
    Ok(Arc::new(Senders { web, fcm, apns }))
}

fn fcm(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Option<Fcm>> {
    let Some(path) = &settings.apps.fcm_service_account else { return Ok(None) };
    let account = ServiceAccount::read(&read(path)?)?;
    ensure!(
        account.is_private() || !settings.production,
        "its `token_uri` has to begin with https:// in production"
    );
    let url = settings.apps.fcm_url.clone();
    let url = url.map_or_else(|| Url::parse(Fcm::URL), Ok)?;
    Ok(Some(Fcm::new(account, &url, PATIENCE, clock)?))
}

fn apns(settings: &AppSettings, clock: Arc<dyn Clock>) -> Result<Option<Apns>> {
    let AppSettings { apns_key, apns_key_id, apns_team_id, .. } = settings;
    let (Some(path), Some(id), Some(team)) = (apns_key, apns_key_id, apns_team_id) else {
        return Ok(None);
    };
    let key = ApnsKey::new(&read(path)?, id, team, settings.apns_topic.clone())?;
    let usual = if settings.apns_sandbox { Apns::SANDBOX } else { Apns::URL };
    let url = settings.apns_url.clone().map_or_else(|| Url::parse(usual), Ok)?;
    Ok(Some(Apns::new(key, url, PATIENCE, clock)?))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
