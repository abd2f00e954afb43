//! A demonstration partnership: about 400 invented young people and the last 18 months of their lives, played through the
//! same imports, requests and jobs that real ones go through, with a clock that turns faster.

mod chance;
mod client;
mod council_file;
mod phone;
mod play;
mod staff;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Error, Result, bail};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{PartnershipId, StaffId},
    invitation::Route,
    staff::{Role, Staff},
};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::net::TcpListener;

use crate::{
    app::App,
    clock::{Clock, SystemClock},
    config::Config,
    gateway::{self, Callback, Places},
    ids::{Ids, SystemIds},
    inviting::Inviting,
    keys::Keys,
    linking, log, serving,
    starting::{self, Outside},
    store::{Durability, StoreError, scope::System},
};

/// The short name of the partnership.
pub const SLUG: &str = "demonstration";

/// Makes the demonstration unless it is there already, and serves it.
pub async fn run(config: &Config) -> Result<()> {
    let settings = &config.settings;
    if settings.production {
        bail!("a demonstration is not for production; leave out --production");
    }
    log::start(settings.log, Some(settings.log_filter.as_deref().unwrap_or("warn")))?;
    let listener = serving::listen(settings)?;
    let keys = config.admit(&SystemIds)?;
    if let Some(file) = sqlite_file(&settings.database) {
        if !file.exists() {
            build(&file, &keys).await?;
        }
    } else {
        bail!("the demonstration lives in an SQLite file; say which with --database sqlite://FILE");
    }
    let messages = Messages::beside(&SystemIds).await?;
    let (app, system) = starting::start(&messages.named_in(config)?).await?;
    welcome(&app, system, &listener, &messages.places.url()?).await?;
    let here = format!("http://{}", listener.local_addr()?);
    tokio::select! {
        served = serving::serve(app, system, settings, Some(listener)) => served,
        stopped = messages.serve(here) => stopped,
    }
}

/// What takes the texts and e-mails of the demonstration: whoever started it can read them, and nobody gets them.
struct Messages {
    places: Places,
    token: String,
}

impl Messages {
    /// Listens on this machine, where it is free.
    async fn beside(ids: &dyn Ids) -> Result<Self> {
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut token = [0; 16];
        ids.random(&mut token);
        let token = BASE64_URL_SAFE_NO_PAD.encode(token);
        Ok(Self { places: Places::at(free, free).await?, token })
    }

    /// The same settings, with nothing else to send by.
    fn named_in(&self, config: &Config) -> Result<Config> {
        let mut config = config.clone();
        let settings = &mut config.settings;
        settings.text_gateway = Some(format!("{}/texts", self.places.url()?).parse()?);
        settings.text_gateway_token = Some(self.token.clone());
        settings.mail_server = Some(self.places.mail_url()?);
        settings.mail_from = Some("Demonstration <hello@throughline.example>".into());
        settings.providers.notify_api_key = None;
        settings.providers.text_replies = true;
        settings.providers.callback_token = Some(self.token.parse().map_err(Error::msg)?);
        Ok(config)
    }

    /// Takes messages, and tells the service at `here` what became of them.
    async fn serve(self, here: String) -> Result<()> {
        let callback = Callback { url: here.parse()?, token: self.token.clone() };
        let setup = gateway::Setup { callback: Some(callback), ..gateway::Setup::new(self.token) };
        gateway::serve(setup, self.places, Arc::new(SystemClock), Arc::new(SystemIds)).await
    }
}

/// The file behind an `sqlite://` address.
fn sqlite_file(database: &str) -> Option<PathBuf> {
    let rest = database.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

/// Plays the story into a file beside `file`, and puts it in place once it is whole.
pub async fn build(file: &Path, keys: &Keys) -> Result<()> {
    let draft = file.with_extension("draft");
    let remove = || {
        for ending in ["draft", "draft-wal", "draft-shm"] {
            // It is there only if an earlier try was stopped half-way.
            let _ = std::fs::remove_file(file.with_extension(ending));
        }
    };
    remove();
    let now = SystemClock.now();
    let clock = Arc::new(play::TurningClock::new(now - TimeDelta::days(play::DAYS)));
    let (app, system) = starting::open(
        &format!("sqlite://{}", draft.display()),
        Durability::None,
        clock.clone(),
        Arc::new(SystemIds),
        Outside {
            push: Arc::new(client::NoPhones),
            post: Arc::new(client::TakenByNobody),
            url: "http://localhost".into(),
        },
        keys,
    )
    .await?;
    let bar = ProgressBar::new(play::DAYS.unsigned_abs());
    bar.set_style(
        ProgressStyle::with_template("Playing 18 months: {bar:30} {msg}")
            .expect("the template is written here"),
    );
    bar.enable_steady_tick(Duration::from_millis(200));
    play::play(&app, system, &clock, now, &bar).await?;
    bar.finish_and_clear();
    let to = file.to_str().context("the name of the file has to be plain text")?;
    app.store.backup(to).await.context("the demonstration cannot be put in place")?;
    drop(app);
    remove();
    Ok(())
}

/// Prints how to get in.
async fn welcome(app: &App, system: System, listener: &TcpListener, messages: &str) -> Result<()> {
    let partnership = app
        .store
        .read::<_, _, StoreError>(system, async |tx| tx.partnership_by_slug(SLUG).await)
        .await
        .context("this database holds no demonstration; choose another file with --database")?;
    let phone = phone_link(app, system, partnership.id).await?;
    println!("\nThroughline demonstration. Everybody in it is invented.\n");
    println!("  A phone        {}", phone.link);
    println!("                 born on {}, or type the code {}", phone.birthday, phone.code);
    let worker = staff_link(app, system, partnership.id, |staff| match phone.worker {
        Some(worker) => staff.id == worker,
        None => staff.role == Role::Worker,
    });
    println!("  A worker       {}", worker.await?);
    let viewer = |staff: &Staff| staff.role == Role::PartnershipViewer;
    println!("  A partnership  {}", staff_link(app, system, partnership.id, viewer).await?);
    println!("  Messages       {messages}/");
    println!("                 every text and e-mail that would be sent");
    println!(
        "\nEach link works once, within the hour; start again for new ones. Stop with Ctrl-C."
    );
    println!("Listening on {}.", listener.local_addr()?);
    Ok(())
}

struct PhoneLink {
    link: String,
    code: String,
    birthday: String,
    /// Who works with them: what is said on this phone shows on that desk.
    worker: Option<StaffId>,
}

/// An invitation for somebody who has a check-in waiting and is not in yet.
async fn phone_link(app: &App, system: System, partnership: PartnershipId) -> Result<PhoneLink> {
    let (person, worker) = app
        .store
        .read::<_, _, StoreError>(system, async |tx| {
            let open = tx.waiting_and_not_in(partnership).await?;
            Ok((tx.person(open).await?, tx.worker_of(open).await?))
        })
        .await
        .context("everybody has joined already; delete the file to begin again")?;
    let inviting = Inviting::new(app, partnership, person.id, Route::Letter).await;
    app.store
        .write::<_, _, StoreError>(system.administer(partnership), async |tx| {
            tx.add_invitation_from_console(&inviting.stored, app.now()).await
        })
        .await?;
    let birthday = person.birth_date.format("%-d %B").to_string();
    Ok(PhoneLink { worker, link: inviting.link, code: inviting.code, birthday })
}

async fn staff_link(
    app: &App,
    system: System,
    partnership: PartnershipId,
    is: impl Fn(&Staff) -> bool,
) -> Result<String> {
    let admin = system.administer(partnership);
    let found = app
        .store
        .read::<_, _, StoreError>(admin, async |tx| tx.staff().await)
        .await?
        .into_iter()
        .map(|account| account.staff)
        .find(is)
        .context("somebody with this role is missing")?;
    Ok(linking::sign_in_link(app, admin, &found).await?.link)
}

/// A moment of the story, in the words of a progress bar.
fn month(at: DateTime<Utc>) -> String {
    at.format("%B %Y").to_string()
}
