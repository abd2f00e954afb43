//! What production needs. It refuses to start otherwise, because nobody reads warnings.

use std::{
    fs, io,
    net::IpAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use reqwest::Url;

use super::{Command, Config, Settings};
use crate::{
    ids::Ids,
    keys::{Keys, KeysError},
};

/// Why the service does not start, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Invented young people do not belong among real ones.
    #[error("a demonstration does not run in production; leave out --production, or use `serve`")]
    Demonstration,
    /// Nobody may read along.
    #[error(
        "production needs a public address that starts with https://; set --public-url (THROUGHLINE_PUBLIC_URL) and put a \
         proxy that speaks TLS in front"
    )]
    NoHttps,
    /// A code to sign in would cross the network for anybody to read.
    #[error(
        "production needs a mail server that speaks TLS; write --mail-server (THROUGHLINE_MAIL_SERVER) as smtps://…, or as \
         smtp://…?tls=required; without TLS it has to be on this machine"
    )]
    PlainMail,
    /// So would it, and what the gateway knows us by.
    #[error(
        "production needs a gateway that speaks TLS; write --text-gateway (THROUGHLINE_TEXT_GATEWAY) as https://…; without \
         TLS it has to be on this machine"
    )]
    PlainTexts,
    /// The same of Notify.
    #[error(
        "production needs Notify by TLS; leave out --notify-url (THROUGHLINE_NOTIFY_URL), or write it as https://…"
    )]
    PlainNotify,
    /// A text would have two ways to go.
    #[error(
        "texts are set up twice; leave out --notify-text-template (THROUGHLINE_NOTIFY_TEXT_TEMPLATE) or --text-gateway \
         (THROUGHLINE_TEXT_GATEWAY)"
    )]
    TextsTwice,
    /// So would an e-mail.
    #[error(
        "e-mails are set up twice; leave out --notify-email-template (THROUGHLINE_NOTIFY_EMAIL_TEMPLATE) or --mail-server \
         (THROUGHLINE_MAIL_SERVER)"
    )]
    MailTwice,
    /// A key alone sends nothing.
    #[error(
        "Notify needs a template; set --notify-text-template (THROUGHLINE_NOTIFY_TEXT_TEMPLATE), \
         --notify-email-template (THROUGHLINE_NOTIFY_EMAIL_TEMPLATE), or both"
    )]
    NoTemplate,
    /// Keys that nobody chose protect nobody.
    #[error(
        "production needs keys of its own; make them with `throughline keys new --keys FILE` and name the file with \
         --keys (THROUGHLINE_KEYS)"
    )]
    NoKeys,
    /// They were made by themselves, for trying out.
    #[error(
        "the keys in {0} were made for trying out; make others with `throughline keys new --keys FILE`"
    )]
    DevelopmentKeys(PathBuf),
    /// A secret that others can read is none.
    #[error(
        "others may read the keys in {0}; run `chmod 600 {0}`, and make new keys if anybody else was on this machine"
    )]
    KeysOpenToOthers(PathBuf),
    /// Whoever reads along could write to every app.
    #[error(
        "production needs push services that speak TLS: leave out --fcm-url and --apns-url, which are for trying out, and use \
         the file of a service account as Google gives it"
    )]
    PlainApps,
    /// A secret that others can read is none.
    #[error(
        "others may read the key in {0}; run `chmod 600 {0}`, and have a new one made if anybody else was on this machine"
    )]
    AppKeyOpenToOthers(PathBuf),
    /// The file with the keys is not what it should be.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl Config {
    /// Checks that what is set up may start, and reads its keys. Outside production keys are made where there are none.
    pub fn admit(&self, ids: &dyn Ids) -> Result<Keys, Refusal> {
        self.settings.one_way_each()?;
        if !self.settings.production {
            return self.settings.keys_for_trying_out(ids);
        }
        if matches!(self.command, Command::Demo) {
            return Err(Refusal::Demonstration);
        }
        if !self.settings.https() {
            return Err(Refusal::NoHttps);
        }
        if self.settings.mail_server.as_deref().is_some_and(|server| !mail_is_private(server)) {
            return Err(Refusal::PlainMail);
        }
        if self
            .settings
            .text_gateway
            .as_ref()
            .is_some_and(|url| !(url.scheme() == "https" || is_here(url)))
        {
            return Err(Refusal::PlainTexts);
        }
        let plain_notify = |url: &Url| !(url.scheme() == "https" || is_here(url));
        if self.settings.providers.notify().is_some_and(|account| plain_notify(&account.url)) {
            return Err(Refusal::PlainNotify);
        }
        self.settings.apps_are_private()?;
        let path = self.settings.keys.as_ref().ok_or(Refusal::NoKeys)?;
        let keys = Keys::read(path)?;
        if keys.development {
            return Err(Refusal::DevelopmentKeys(path.clone()));
        }
        if open_to_others(path).map_err(|error| KeysError::Unreadable(path.clone(), error))? {
            return Err(Refusal::KeysOpenToOthers(path.clone()));
        }
        Ok(keys)
    }
}

impl Settings {
    /// Refuses what would leave open which way a letter goes.
    fn one_way_each(&self) -> Result<(), Refusal> {
        let Some(account) = self.providers.notify() else { return Ok(()) };
        match (account.text_template, account.email_template) {
            (None, None) => Err(Refusal::NoTemplate),
            (Some(_), _) if self.text_gateway.is_some() => Err(Refusal::TextsTwice),
            (_, Some(_)) if self.mail_server.is_some() => Err(Refusal::MailTwice),
            _ => Ok(()),
        }
    }

    fn keys_for_trying_out(&self, ids: &dyn Ids) -> Result<Keys, Refusal> {
        if let Some(path) = &self.keys {
            return Ok(Keys::read(path)?);
        }
        let Some(path) = self.beside_the_database() else { return Ok(Keys::new(ids, true)) };
        match Keys::read(&path) {
            Err(KeysError::Unreadable(_, error)) if error.kind() == io::ErrorKind::NotFound => {
                let keys = Keys::new(ids, true);
                keys.write(&path)?;
                Ok(keys)
            }
            read => Ok(read?),
        }
    }

    /// Keys of apps that nobody else may read, and no stand-ins for their services.
    fn apps_are_private(&self) -> Result<(), Refusal> {
        if self.apps.fcm_url.is_some() || self.apps.apns_url.is_some() {
            return Err(Refusal::PlainApps);
        }
        for path in [&self.apps.fcm_service_account, &self.apps.apns_key].into_iter().flatten() {
            // A file that is not there is told about by whoever reads it.
            if open_to_others(path).is_ok_and(|open| open) {
                return Err(Refusal::AppKeyOpenToOthers(path.clone()));
            }
        }
        Ok(())
    }

    /// Where keys for trying out are kept; nowhere if the database is kept nowhere either.
    fn beside_the_database(&self) -> Option<PathBuf> {
        let Some(rest) = self.database.strip_prefix("sqlite:") else {
            return Some("throughline.keys.toml".into());
        };
        let file = rest.trim_start_matches("//").split('?').next().unwrap_or_default();
        (!file.is_empty() && !file.starts_with(':'))
            .then(|| Path::new(file).with_extension("keys.toml"))
    }
}

/// Nobody can read along on the way to this mail server. What cannot be read as an address is refused with the rest.
fn mail_is_private(server: &str) -> bool {
    let Ok(url) = Url::parse(server) else { return false };
    let insists = || url.query_pairs().any(|(key, value)| key == "tls" && value == "required");
    url.scheme() == "smtps" || insists() || is_here(&url)
}

/// It is on this machine, so that nothing crosses a network.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}
