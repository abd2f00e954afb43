//! What the program can do.

use std::path::PathBuf;

use clap::{Subcommand, builder::TypedValueParser};
use domain::staff::Role;

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
    },
    /// Invite a young person, and print the link and the code.
    Invite {
        /// Their id, or their reference in the council's file.
        person: String,
        /// The partnership they belong to.
        #[arg(long, value_name = "KEY")]
        partnership: String,
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
    /// Add or list members of staff, or let one in.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Copy an SQLite database while it is in use.
    Backup {
        /// The file to write. It must not exist.
        to: PathBuf,
    },
    /// Make keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Write the OpenAPI documents.
    Openapi {
        /// The folder to write them to.
        #[arg(default_value = "openapi")]
        to: PathBuf,
    },
}

/// What can be done with partnerships.
#[derive(Clone, Debug, Subcommand)]
pub enum PartnershipCommand {
    /// Add a partnership.
    Add {
        /// A short word to name it by on the command line, like `derbyshire`.
        key: String,
        /// Its name, for people.
        #[arg(long)]
        name: String,
        /// The codes of its councils, like 830,831.
        #[arg(long, value_delimiter = ',', required = true)]
        councils: Vec<String>,
        /// What young people know the service by.
        #[arg(long)]
        service_name: Option<String>,
        /// When somebody reads what young people write, like "Monday to Friday, 9am to 5pm".
        #[arg(long)]
        staffed_hours: Option<String>,
    },
    /// List the partnerships.
    List,
    /// Change a partnership. What is not named stays as it is.
    Change {
        /// Which one.
        key: String,
        /// Its name, for people.
        #[arg(long)]
        name: Option<String>,
        /// What young people know the service by.
        #[arg(long)]
        service_name: Option<String>,
        /// When somebody reads what young people write.
        #[arg(long)]
        staffed_hours: Option<String>,
        /// Whether young people are asked if they are safe. Needs staff who read the answers.
        #[arg(long)]
        safety_questions: Option<bool>,
    },
}

/// What can be done with members of staff.
#[derive(Clone, Debug, Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff, and print a link that lets them in once.
    Add {
        /// The partnership they work for.
        #[arg(long, value_name = "KEY")]
        partnership: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// Their e-mail address, which they sign in with.
        #[arg(long)]
        email: String,
        /// What they are here to do.
        #[arg(long, value_parser = role())]
        role: Role,
    },
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

/// What can be done with keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeysCommand {
    /// Make new keys, and write them to the file that `--keys` names.
    New,
}

fn role() -> impl TypedValueParser<Value = Role> {
    let codes = Role::ALL.iter().map(|(_, code)| *code);
    clap::builder::PossibleValuesParser::new(codes)
        .map(|code| Role::from_code(&code).expect("clap lets only the codes of roles pass"))
}
