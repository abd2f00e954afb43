//! How the service is set up: by flag, environment variable or file. `--help` is the reference.

mod apps;
mod command;
mod file;
mod guard;
mod providers;

use std::{
    ffi::OsString,
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, ValueEnum};
use domain::{
    identifier::{EmailAddress, MobileNumber},
    proof::Reached,
};
use ipnet::IpNet;
use reqwest::Url;

pub use self::{
    apps::AppSettings,
    command::{
        AddPartnership, AddStaff, ChangePartnership, Command, DevGateway, KeysCommand,
        MessagesCommand, PartnershipCommand, PromptsCommand, QuestionnaireCommand,
        ReadyPartnership, StaffCommand, WhichVersion, WhichWords,
    },
    guard::Refusal,
    providers::Providers,
};
use crate::{log::Format, push::Allowed, store::OwnContact};

const DATABASE: &str = "sqlite://throughline.db";

/// Invented young people have a file of their own, unless somebody says where they should be.
const DEMO_DATABASE: &str = "sqlite://throughline-demo.db";

/// Where the service listens unless somebody says where.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Where the stand-ins listen unless somebody says where: they run beside the service.
const DEV_GATEWAY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8025);

/// Two years beside a young person: the service, and the tools to run it.
///
/// Every setting can be given as a flag, as an environment variable or in a file (--config); a flag wins over the
/// environment, and the environment over the file.
#[derive(Clone, Debug, Parser)]
#[command(name = "throughline", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Config {
    /// What holds whatever is done.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds whatever is done.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// Where the data is: sqlite://FILE, or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(
        long,
        env = "THROUGHLINE_DATABASE_URL",
        global = true,
        hide_env_values = true,
        value_name = "URL",
        default_value = DATABASE
    )]
    pub database: String,

    /// The address and port to listen on.
    #[arg(
        long,
        env = "THROUGHLINE_LISTEN",
        global = true,
        value_name = "ADDRESS",
        default_value_t = LISTEN
    )]
    pub listen: SocketAddr,

    /// Where people reach the service, like `https://throughline.example.org` [default: http:// and the address to
    /// listen on].
    #[arg(long, env = "THROUGHLINE_PUBLIC_URL", global = true, value_name = "URL", value_parser = public_url)]
    pub public_url: Option<Url>,

    /// For real young people: refuse to start with anything that is for trying out only.
    #[arg(long, env = "THROUGHLINE_PRODUCTION", global = true, action = ArgAction::SetTrue)]
    pub production: bool,

    /// The file with the keys [default, except in production: beside the database].
    #[arg(long, env = "THROUGHLINE_KEYS", global = true, value_name = "FILE")]
    pub keys: Option<PathBuf>,

    /// The national activity codes, in place of those that we come with: a CSV file as for a new year of the requirement.
    /// domain/data/README.md says what is in it.
    #[arg(long, env = "THROUGHLINE_ACTIVITY_CODES", global = true, value_name = "FILE")]
    pub activity_codes: Option<PathBuf>,

    /// Networks of the proxies in front of us, like 10.0.0.0/8; only their word about a caller's address counts.
    #[arg(
        long,
        env = "THROUGHLINE_TRUSTED_PROXIES",
        global = true,
        value_name = "NETWORKS",
        value_delimiter = ',',
        value_parser = network
    )]
    pub trusted_proxies: Vec<IpNet>,

    /// Push services beyond the usual ones, like push.example.org or *.example.org.
    #[arg(
        long,
        env = "THROUGHLINE_PUSH_HOSTS",
        global = true,
        value_name = "HOSTS",
        value_delimiter = ','
    )]
    pub push_hosts: Vec<Allowed>,

    /// Services that bring notifications to apps.
    #[command(flatten)]
    pub apps: AppSettings,

    /// The mail server that takes our e-mails, like smtps://USER:PASSWORD@mail.example.org.
    #[arg(
        long,
        env = "THROUGHLINE_MAIL_SERVER",
        global = true,
        hide_env_values = true,
        value_name = "URL",
        requires = "mail_from"
    )]
    pub mail_server: Option<String>,

    /// The address that our e-mails come from, like "Next Steps <hello@example.org>".
    #[arg(long, env = "THROUGHLINE_MAIL_FROM", global = true, value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// The gateway that takes our text messages: it is sent {"to", "text", "reference"} as JSON.
    #[arg(
        long,
        env = "THROUGHLINE_TEXT_GATEWAY",
        global = true,
        value_name = "URL",
        requires = "text_gateway_token"
    )]
    pub text_gateway: Option<Url>,

    /// What the gateway knows us by: a bearer token.
    #[arg(
        long,
        env = "THROUGHLINE_TEXT_GATEWAY_TOKEN",
        global = true,
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub text_gateway_token: Option<String>,

    /// Those who carry our messages.
    #[command(flatten)]
    pub providers: Providers,

    /// Where whoever looks after the installation is written to when messages do not go out.
    #[arg(
        long,
        env = "THROUGHLINE_TECHNICAL_MAIL",
        global = true,
        value_name = "ADDRESS",
        value_parser = mail_address
    )]
    pub technical_mail: Option<String>,

    /// The mobile number on which they are texted.
    #[arg(
        long,
        env = "THROUGHLINE_TECHNICAL_TEXT",
        global = true,
        value_name = "NUMBER",
        value_parser = mobile_number
    )]
    pub technical_text: Option<String>,

    /// Give Prometheus its numbers at this address and port, like 127.0.0.1:9464. It must not be reached from outside.
    #[arg(long, env = "THROUGHLINE_METRICS_LISTEN", global = true, value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,

    /// What this process does: answer requests, do the work that is due, or both.
    #[arg(
        long,
        env = "THROUGHLINE_ROLES",
        global = true,
        value_name = "ROLES",
        value_delimiter = ',',
        default_value = "serve,work"
    )]
    pub roles: Vec<Role>,

    /// How the log looks.
    #[arg(
        long,
        env = "THROUGHLINE_LOG",
        global = true,
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub log: Format,

    /// What is logged, like `info,api::jobs=debug` [default: what matters].
    #[arg(long, env = "THROUGHLINE_LOG_FILTER", global = true, value_name = "FILTER")]
    pub log_filter: Option<String>,

    /// A TOML file with settings, named like the flags: `public-url = "https://throughline.example.org"`.
    #[arg(long, env = "THROUGHLINE_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Answers requests.
    Serve,
    /// Does the work that is due.
    Work,
}

impl Config {
    /// Reads the settings from the arguments of the program, the environment and the file that they name.
    pub fn read(args: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Self, clap::Error> {
        let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
        let mut command = Self::command();
        if let Some(path) = file::named(&args) {
            command = file::apply(command, &path)?;
        }
        let mut config = Self::from_arg_matches(&command.try_get_matches_from(args)?)?;
        if matches!(config.command, Command::Demo) && config.settings.database == DATABASE {
            config.settings.database = DEMO_DATABASE.into();
        }
        if matches!(config.command, Command::DevGateway(_)) && config.settings.listen == LISTEN {
            config.settings.listen = DEV_GATEWAY;
        }
        Ok(config)
    }
}

impl Settings {
    /// Where people reach the service, without a slash at the end. `bound` is where it really listens.
    pub fn reached_at(&self, bound: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.origin().ascii_serialization(),
            // Nobody can call "any address". Browsers trust this machine without https, and keep passkeys for its name.
            None if bound.ip().is_unspecified() || bound.ip() == Ipv4Addr::LOCALHOST => {
                format!("http://localhost:{}", bound.port())
            }
            None => format!("http://{bound}"),
        }
    }

    /// True if people reach the service by https.
    pub fn https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// How a push service reaches whoever runs us.
    pub fn push_contact(&self) -> String {
        match &self.public_url {
            Some(url) if self.https() => url.origin().ascii_serialization(),
            _ => "mailto:throughline@example.org".into(),
        }
    }

    /// Who is told when messages do not go out.
    pub fn technical(&self) -> Vec<OwnContact> {
        let way =
            |kind, value: &Option<String>| value.clone().map(|value| OwnContact { kind, value });
        let mail = way(Reached::Email, &self.technical_mail);
        mail.into_iter().chain(way(Reached::Mobile, &self.technical_text)).collect()
    }

    /// True if this process does that.
    pub fn does(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

fn public_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    plain
        .then_some(url)
        .ok_or_else(|| "write it like https://throughline.example.org, with no path".into())
}

fn mail_address(text: &str) -> Result<String, String> {
    let address = EmailAddress::parse(text).map_err(|wrong| wrong.to_string())?;
    Ok(address.as_str().to_owned())
}

fn mobile_number(text: &str) -> Result<String, String> {
    let number = MobileNumber::parse(text).map_err(|wrong| wrong.to_string())?;
    Ok(number.as_str().to_owned())
}

/// A network, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(single).ok_or_else(|| "write it like 10.0.0.0/8 or 127.0.0.1".into())
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Serve => "serve",
            Self::Work => "work",
        })
    }
}

#[cfg(test)]
mod tests;
