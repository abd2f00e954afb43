//! What the program can do.

use std::{net::SocketAddr, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, builder::TypedValueParser};
use domain::{journey::TransitionRule, message::TemplateKind, staff::Role};
use reqwest::Url;

/// What the program can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run the service.
    Serve,
    /// Make a demonstration partnership with invented young people, and run the service on it.
    Demo,
    /// Bring the database up to date.
    Migrate,
    /// Add, list or change partnerships.
    #[command(subcommand)]
    Partnership(PartnershipCommand),
    /// Take in a council's file of young people: all of it, or nothing.
    Import {
        /// The file, as CSV.
        file: PathBuf,
        /// The partnership it is for.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// Say what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// A file, as JSON, that says what this one calls its columns.
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        /// The file holds changes: what a row leaves empty stays as it is.
        #[arg(long)]
        delta: bool,
    },
    /// Write whole records to a file for another installation.
    Export {
        /// The file to write. It must not exist.
        to: PathBuf,
        /// The partnership whose records they are.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// Only this young person: their id, or their reference in the council's file.
        #[arg(long, value_name = "PERSON")]
        person: Option<String>,
    },
    /// Take in whole records that another installation exported: all of them, or nothing.
    TakeIn {
        /// The file.
        file: PathBuf,
        /// The partnership they are for.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// Say what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Invite a young person, and print the link and the code.
    Invite {
        /// Their id, or their reference in the council's file.
        person: String,
        /// The partnership they belong to.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// For a letter: the link lasts 14 days, and not a quarter of an hour.
        #[arg(long)]
        letter: bool,
    },
    /// Prompt a young person about their open check-in now, rather than at the time they chose.
    Prompt {
        /// Their id, or their reference in the council's file.
        person: String,
        /// The partnership they belong to.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// At night and on holidays too: for trying out.
        #[arg(long)]
        at_any_hour: bool,
    },
    /// See what is sent to whom, and when.
    #[command(subcommand)]
    Prompts(PromptsCommand),
    /// Add or list members of staff, or let one in.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Copy an SQLite database while it is in use.
    Backup {
        /// The file to write. It must not exist.
        to: PathBuf,
    },
    /// Make keys, or exchange the one that messages to phones are signed with.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Look after questionnaire files.
    #[command(subcommand)]
    Questionnaire(QuestionnaireCommand),
    /// See and change the words of reminders.
    #[command(subcommand)]
    Messages(MessagesCommand),
    /// For trying out: stand-ins for a gateway for texts, GOV.UK Notify, a mail server and a push service. What they are
    /// given can be read on a page; nothing is delivered. Listens on 127.0.0.1:8025 unless --listen says where.
    DevGateway(DevGateway),
    /// Write the OpenAPI documents.
    Openapi {
        /// The folder to write them to.
        #[arg(default_value = "openapi")]
        to: PathBuf,
    },
}

/// What can be seen of prompts.
#[derive(Clone, Debug, Subcommand)]
pub enum PromptsCommand {
    /// Say what will be sent to a young person, when, which way and why, or why not.
    Explain {
        /// Their id, or their reference in the council's file.
        person: String,
        /// The partnership they belong to.
        #[arg(long, value_name = "KEY")]
        partnership: String,
    },
}

/// What can be done with questionnaire files.
#[derive(Clone, Debug, Subcommand)]
pub enum QuestionnaireCommand {
    /// Say what is wrong with a file, by line and rule. Ends with an error if anything is.
    Check {
        /// The file.
        file: PathBuf,
        /// An earlier file of the same id: words that changed want a new version.
        #[arg(long)]
        earlier: Option<PathBuf>,
        /// Also say what a partnership could not have in a version of its own.
        #[arg(long, value_name = "KEY")]
        partnership: Option<String>,
        /// The file that it translates, of a translation for a partnership.
        #[arg(long, requires = "partnership")]
        translates: Option<PathBuf>,
    },
    /// Print the questionnaire that the product brings, to begin a partnership's own from.
    Show,
    /// List a partnership's own versions, and what is in use.
    List {
        /// The partnership they are of.
        #[arg(long, value_name = "KEY")]
        partnership: String,
    },
    /// Upload a version of a partnership's own. Nobody is asked from it until it is put into use.
    Upload {
        /// The file.
        file: PathBuf,
        /// The partnership it is for.
        #[arg(long, value_name = "KEY")]
        partnership: String,
    },
    /// Ask from a version that was uploaded, from the next check-in that opens.
    Use(WhichVersion),
    /// Ask from a version no more, from the next check-in that opens.
    Stop(WhichVersion),
}

/// How the stand-ins are set up.
#[derive(Clone, Debug, Args)]
pub struct DevGateway {
    /// Where the mail server listens.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:2525")]
    pub smtp_listen: SocketAddr,
    /// What the gateway for texts knows the service by.
    #[arg(long, default_value = "for-trying-out")]
    pub token: String,
    /// The service, like http://localhost:8080, to be told what became of messages and what was texted back; or, with a
    /// path, where GOV.UK Notify's receipts go.
    #[arg(long, value_name = "URL", requires = "callback_bearer")]
    pub callback_url: Option<Url>,
    /// What is shown there: what the service was given as --callback-token.
    #[arg(long, env = "THROUGHLINE_CALLBACK_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub callback_bearer: Option<String>,
}

/// What can be done with the words of reminders.
#[derive(Clone, Debug, Subcommand)]
pub enum MessagesCommand {
    /// Show what young people are sent by text and e-mail, with an example of each.
    Show {
        /// The partnership whose they are.
        #[arg(long, value_name = "KEY")]
        partnership: String,
    },
    /// Say what is wrong with words, and show how they would be sent. Ends with an error if anything is wrong.
    Check(WhichWords),
    /// Send these words from now on, in the place of the product's.
    Set(WhichWords),
    /// Go back to the words that the product brings.
    Reset {
        /// Which message.
        #[arg(value_parser = template_kind())]
        kind: TemplateKind,
        /// The partnership whose it is.
        #[arg(long, value_name = "KEY")]
        partnership: String,
    },
}

/// Words for a message.
#[derive(Clone, Debug, Args)]
pub struct WhichWords {
    /// Which message.
    #[arg(value_parser = template_kind())]
    pub kind: TemplateKind,
    /// The words, with {service_name}, {minutes} and {short_url} in them.
    #[arg(required_unless_present = "file")]
    pub text: Option<String>,
    /// The file that they are in.
    #[arg(long, conflicts_with = "text")]
    pub file: Option<PathBuf>,
    /// The partnership they are for.
    #[arg(long, value_name = "KEY")]
    pub partnership: String,
}

/// A version of a partnership's own.
#[derive(Clone, Debug, Args)]
pub struct WhichVersion {
    /// The `id` in its file.
    pub id: String,
    /// The `version` in its file.
    pub version: String,
    /// The partnership it is of.
    #[arg(long, value_name = "KEY")]
    pub partnership: String,
}

/// What can be done with partnerships.
#[derive(Clone, Debug, Subcommand)]
pub enum PartnershipCommand {
    /// Add a partnership.
    Add(AddPartnership),
    /// List the partnerships.
    List,
    /// Change a partnership. What is not named stays as it is.
    Change(ChangePartnership),
    /// Say what is in place for questions about safety, and see what is missing.
    Ready(ReadyPartnership),
}

/// What is in place. What is not named stays as it is.
#[derive(Clone, Debug, Args)]
pub struct ReadyPartnership {
    /// Which partnership.
    pub key: String,
    /// The e-mail address of the safeguarding lead for those under 18.
    #[arg(long, value_name = "EMAIL")]
    pub under_18_lead: Option<String>,
    /// The e-mail address of the safeguarding lead for adults; it may be the same.
    #[arg(long, value_name = "EMAIL")]
    pub adult_lead: Option<String>,
    /// What young people read when nobody is there.
    #[arg(long, value_name = "TEXT")]
    pub out_of_hours: Option<String>,
    /// The day on which somebody last checked the local numbers, like 2026-09-01.
    #[arg(long, value_name = "DAY")]
    pub signposts_checked: Option<NaiveDate>,
    /// The day on which an alert was last played through.
    #[arg(long, value_name = "DAY")]
    pub drill: Option<NaiveDate>,
}

/// A partnership to add.
#[derive(Clone, Debug, Args)]
pub struct AddPartnership {
    /// A short word to name it by on the command line, like `derbyshire`.
    pub key: String,
    /// Its name, for people.
    #[arg(long)]
    pub name: String,
    /// The codes of its councils, like 830,831.
    #[arg(long, value_delimiter = ',', required = true)]
    pub councils: Vec<String>,
    /// What young people know the service by. It must not tell what the service is about.
    #[arg(long, value_name = "NAME", default_value = "Keeping in touch")]
    pub service_name: String,
    /// When somebody reads what young people write.
    #[arg(long, value_name = "HOURS", default_value = "9 to 5, Monday to Friday")]
    pub staffed_hours: String,
    /// The first day of the two years, where the council's file gives none.
    #[arg(long, value_name = "RULE", value_parser = transition_rule(), default_value = "eighteenth-birthday")]
    pub transition_rule: TransitionRule,
}

/// What to change of a partnership.
#[derive(Clone, Debug, Args)]
pub struct ChangePartnership {
    /// Which one.
    pub key: String,
    /// Its name, for people.
    #[arg(long)]
    pub name: Option<String>,
    /// What young people know the service by.
    #[arg(long, value_name = "NAME")]
    pub service_name: Option<String>,
    /// When somebody reads what young people write.
    #[arg(long, value_name = "HOURS")]
    pub staffed_hours: Option<String>,
    /// Whether young people are asked if they are safe. See `throughline partnership ready` for what that needs.
    #[arg(long, value_name = "YES")]
    pub safety_questions: Option<bool>,
    /// The first day of the two years, where the council's next file gives none.
    #[arg(long, value_name = "RULE", value_parser = transition_rule())]
    pub transition_rule: Option<TransitionRule>,
}

/// What can be done with members of staff.
#[derive(Clone, Debug, Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff, and print a link that lets them in once.
    Add(AddStaff),
    /// Print a link that lets a member of staff in once, within an hour.
    Link {
        /// The partnership they work for.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// Their e-mail address.
        email: String,
    },
    /// List the members of staff.
    List {
        /// The partnership they work for.
        #[arg(long, value_name = "KEY")]
        partnership: String,
    },
}

/// A member of staff to add.
#[derive(Clone, Debug, Args)]
pub struct AddStaff {
    /// The partnership they work for.
    #[arg(long, value_name = "KEY")]
    pub partnership: String,
    /// Their name.
    #[arg(long)]
    pub name: String,
    /// Their e-mail address, which they sign in with.
    #[arg(long)]
    pub email: String,
    /// What they are here to do.
    #[arg(long, value_parser = role())]
    pub role: Role,
    /// Another agency that they work for, as it is to be called here: of a partnership viewer.
    #[arg(long)]
    pub agency: Option<String>,
}

/// What can be done with keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeysCommand {
    /// Make new keys, and write them to the file that `--keys` names.
    New,
    /// Give messages to phones a new key, and keep the old one beside it in the file that `--keys` names: phones move to
    /// the new key one by one, when they open the page.
    Rotate,
}

fn transition_rule() -> impl TypedValueParser<Value = TransitionRule> {
    let codes = TransitionRule::ALL.iter().map(|(_, code)| *code);
    clap::builder::PossibleValuesParser::new(codes).map(|code| {
        TransitionRule::from_code(&code).expect("clap lets only the codes of rules pass")
    })
}

fn template_kind() -> impl TypedValueParser<Value = TemplateKind> {
    let codes = TemplateKind::ALL.iter().map(|(_, code)| *code);
    clap::builder::PossibleValuesParser::new(codes).map(|code| {
        TemplateKind::from_code(&code).expect("clap lets only the codes of messages pass")
    })
}

fn role() -> impl TypedValueParser<Value = Role> {
    let codes = Role::ALL.iter().map(|(_, code)| *code);
    clap::builder::PossibleValuesParser::new(codes)
        .map(|code| Role::from_code(&code).expect("clap lets only the codes of roles pass"))
}
