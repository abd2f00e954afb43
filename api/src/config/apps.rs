//! Settings of the services that bring notifications to apps.

use std::path::PathBuf;

use clap::{ArgAction, Args};
use reqwest::Url;

/// Services that bring notifications to apps. Without any of it, apps on phones take Web Push or nothing.
#[derive(Clone, Debug, Default, Args)]
pub struct AppSettings {
    /// The JSON file of a service account at Google, to send to apps on Android by Firebase Cloud Messaging.
    #[arg(long, env = "THROUGHLINE_FCM_SERVICE_ACCOUNT", global = true, value_name = "FILE")]
    pub fcm_service_account: Option<PathBuf>,

    /// The .p8 file of a key of Apple's, to send to apps on iOS.
    #[arg(
        long,
        env = "THROUGHLINE_APNS_KEY",
        global = true,
        value_name = "FILE",
        requires = "apns_key_id",
        requires = "apns_team_id"
    )]
    pub apns_key: Option<PathBuf>,

    /// Which key that is: ten letters and digits.
    #[arg(long, env = "THROUGHLINE_APNS_KEY_ID", global = true, value_name = "ID")]
    pub apns_key_id: Option<String>,

    /// The team at Apple that it belongs to: ten letters and digits.
    #[arg(long, env = "THROUGHLINE_APNS_TEAM_ID", global = true, value_name = "ID")]
    pub apns_team_id: Option<String>,

    /// The app's bundle id, like org.example.app [default: every phone says its own].
    #[arg(long, env = "THROUGHLINE_APNS_TOPIC", global = true, value_name = "BUNDLE")]
    pub apns_topic: Option<String>,

    /// Send to apps that are being built, rather than to those of the App Store.
    #[arg(long, env = "THROUGHLINE_APNS_SANDBOX", global = true, action = ArgAction::SetTrue)]
    pub apns_sandbox: bool,

    /// A stand-in for Google's service: for trying out only.
    #[arg(long, env = "THROUGHLINE_FCM_URL", global = true, value_name = "URL", hide = true)]
    pub fcm_url: Option<Url>,

    /// A stand-in for Apple's service: for trying out only.
    #[arg(long, env = "THROUGHLINE_APNS_URL", global = true, value_name = "URL", hide = true)]
    pub apns_url: Option<Url>,
}
