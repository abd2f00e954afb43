mod providers;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process,
};

use super::*;
use crate::{
    ids::{Ids, SystemIds},
    keys::Keys,
};

fn read(args: &[&str]) -> Config {
    Config::read(["throughline"].iter().chain(args)).unwrap()
}

/// A folder of this test's own, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("throughline-{}", SystemIds.new_id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn keys(&self, name: &str, development: bool) -> String {
        let path = self.0.join(name);
        Keys::new(&SystemIds, development).write(&path).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_command_line_is_in_order() {
    Config::command().debug_assert();
}

#[test]
fn nothing_needs_to_be_set_to_try_it_out() {
    let Settings { database, listen, production, roles, .. } = read(&["serve"]).settings;
    assert_eq!(database, "sqlite://throughline.db");
    assert_eq!(listen.to_string(), "127.0.0.1:8080");
    assert!(!production);
    assert_eq!(roles, [Role::Serve, Role::Work]);
    assert_eq!(read(&["demo"]).settings.database, "sqlite://throughline-demo.db");
}

#[test]
fn settings_come_before_or_after_the_command() {
    for args in [["--listen", "[::]:9000", "serve"], ["serve", "--listen", "[::]:9000"]] {
        let settings = read(&args).settings;
        assert_eq!(settings.listen.port(), 9000);
        assert_eq!(settings.reached_at(settings.listen), "http://localhost:9000");
    }
    let url = read(&["serve", "--public-url", "https://throughline.example.org/"]).settings;
    assert_eq!(url.reached_at(url.listen), "https://throughline.example.org");
    let proxies = read(&["serve", "--trusted-proxies", "127.0.0.1,10.0.0.0/8"]).settings;
    assert_eq!(proxies.trusted_proxies.len(), 2);
}

#[test]
fn the_commands_of_the_readme_are_understood() {
    let add = read(&[
        "partnership",
        "add",
        "derbyshire",
        "--name",
        "Derbyshire",
        "--councils",
        "830,831",
    ]);
    assert!(
        matches!(add.command, Command::Partnership(PartnershipCommand::Add(add)) if add.councils == ["830", "831"])
    );
    let import = read(&["import", "extract.csv", "--partnership", "derbyshire", "--dry-run"]);
    assert!(matches!(import.command, Command::Import { dry_run: true, .. }));
    let staff = [
        "staff",
        "add",
        "--partnership",
        "d",
        "--name",
        "Sam",
        "--email",
        "s@d.example",
        "--role",
        "manager",
    ];
    assert!(matches!(read(&staff).command, Command::Staff(StaffCommand::Add(_))));
}

#[test]
fn what_makes_no_sense_is_refused() {
    for args in [
        &["serve", "--listen", "8080"][..],
        &["serve", "--public-url", "throughline.example.org"],
        &["serve", "--public-url", "https://throughline.example.org/phone"],
        &["serve", "--public-url", "ftp://throughline.example.org"],
        &["serve", "--roles", "rest"],
        &["serve", "--trusted-proxies", "everybody"],
        &["serve", "--push-hosts", "https://push.example.org"],
        &["serve", "--prodution"],
        &["dance"],
        &[],
    ] {
        assert!(Config::read(["throughline"].iter().chain(args)).is_err(), "{args:?}");
    }
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_what_is_built_in() {
    let folder = Folder::new();
    let file = folder.file(
        "t.toml",
        "listen = \"127.0.0.1:1\"\nroles = [\"work\"]\nproduction = true\npublic-url = \"https://file.example\"\n",
    );
    let settings = read(&["serve", "--config", &file, "--listen", "127.0.0.1:2"]).settings;

    assert_eq!(settings.listen.port(), 2);
    assert_eq!(settings.roles, [Role::Work]);
    assert!(settings.production);
    assert!(settings.https());
    assert_eq!(settings.database, "sqlite://throughline.db");
}

/// Runs again in a process of its own, because a test may not change the environment of the others.
#[test]
fn the_environment_wins_over_the_file_and_a_flag_over_both() {
    let folder = Folder::new();
    let file = folder.file(
        "t.toml",
        "listen = \"127.0.0.1:1\"\ndatabase = \"sqlite://file.db\"\nlog = \"json\"\n",
    );
    let child = process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "config::tests::in_a_process_of_its_own"])
        .env("THROUGHLINE_CONFIG", file)
        .env("THROUGHLINE_LISTEN", "127.0.0.1:2")
        .env("THROUGHLINE_DATABASE_URL", "sqlite://environment.db")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "started by the test above, with an environment of its own"]
fn in_a_process_of_its_own() {
    let settings = read(&["serve", "--listen", "127.0.0.1:3"]).settings;
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.database, "sqlite://environment.db");
    assert_eq!(settings.log, Format::Json);
}

#[test]
fn a_file_with_a_mistake_says_which() {
    let folder = Folder::new();
    for (text, said) in [
        ("lisen = \"127.0.0.1:1\"", "no setting `lisen`"),
        ("listen = \"nowhere\"", "--listen"),
        ("production = \"perhaps\"", "`production` should be true or false"),
        ("listen = { a = 1 }", "`listen` should be"),
        ("config = \"other.toml\"", "no setting `config`"),
        ("listen", "t.toml"),
    ] {
        let file = folder.file("t.toml", text);
        let error = Config::read(["throughline", "serve", "--config", &file]).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
    assert!(Config::read(["throughline", "serve", "--config=/nowhere.toml"]).is_err());
}

fn refusal(args: &[&str]) -> Refusal {
    read(&[&["--production", "--public-url", "https://t.example"], args].concat())
        .admit(&SystemIds)
        .unwrap_err()
}

#[test]
fn production_refuses_what_is_for_trying_out_and_says_what_to_do() {
    let folder = Folder::new();

    let plain = read(&["serve", "--production"]).admit(&SystemIds).unwrap_err();
    assert!(matches!(plain, Refusal::NoHttps), "{plain}");
    let plain =
        read(&["serve", "--production", "--public-url", "http://t.example"]).admit(&SystemIds);
    assert!(matches!(plain, Err(Refusal::NoHttps)));

    assert!(matches!(refusal(&["demo"]), Refusal::Demonstration));
    assert!(matches!(refusal(&["serve"]), Refusal::NoKeys));
    assert!(matches!(refusal(&["serve", "--keys", "/nowhere"]), Refusal::Keys(_)));

    let development = folder.keys("development", true);
    assert!(matches!(refusal(&["serve", "--keys", &development]), Refusal::DevelopmentKeys(_)));

    let damaged = folder.file("damaged", "development = false\ncell_key = \"secret\"");
    let refused = refusal(&["serve", "--keys", &damaged]).to_string();
    assert!(refused.contains("keys new") && !refused.contains("secret"), "{refused}");

    let keys = folder.keys("keys", false);
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = refusal(&["serve", "--keys", &keys]);
    assert!(refused.to_string().contains(&format!("chmod 600 {keys}")), "{refused}");

    fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();
    let right = ["serve", "--production", "--public-url", "https://t.example", "--keys", &keys];
    assert!(read(&right).admit(&SystemIds).is_ok());
}

#[test]
fn production_sends_codes_only_where_nobody_reads_along() {
    let folder = Folder::new();
    let keys = folder.keys("keys", false);
    let admitted = |way: &[&str]| {
        let usual = ["serve", "--production", "--public-url", "https://t.example", "--keys", &keys];
        read(&[&usual, way].concat()).admit(&SystemIds).map(drop)
    };
    for (server, right) in [
        ("smtp://mail.example", false),
        ("smtp://mail.example:587?tls=opportunistic", false),
        ("smtp://10.0.0.8", false),
        ("smtp://localhost.example", false),
        ("mail.example", false),
        ("smtps://user:word@mail.example", true),
        ("smtp://mail.example:587?tls=required", true),
        ("smtp://localhost:1025", true),
        ("smtp://127.0.0.1:1025", true),
        ("smtp://[::1]:1025", true),
    ] {
        let done = admitted(&["--mail-server", server, "--mail-from", "us@t.example"]);
        let refused = matches!(done, Err(Refusal::PlainMail));
        assert_eq!((done.is_ok(), refused), (right, !right), "{server}");
    }
    for (gateway, right) in [
        ("http://texts.example/send", false),
        ("http://127.0.0.1.example/send", false),
        ("https://texts.example/send", true),
        ("http://localhost:8099/send", true),
        ("http://127.0.0.2/send", true),
        ("http://[::1]/send", true),
    ] {
        let done = admitted(&["--text-gateway", gateway, "--text-gateway-token", "t"]);
        let refused = matches!(done, Err(Refusal::PlainTexts));
        assert_eq!((done.is_ok(), refused), (right, !right), "{gateway}");
    }
    for (notify, right) in [
        ("http://notify.example", false),
        ("https://notify.example", true),
        ("http://127.0.0.1:8099/notify", true),
    ] {
        let done = admitted(&[&TEXTS_BY_NOTIFY[3..], &["--notify-url", notify]].concat());
        let refused = matches!(done, Err(Refusal::PlainNotify));
        assert_eq!((done.is_ok(), refused), (right, !right), "{notify}");
    }
    let trying = ["serve", "--mail-server", "smtp://mail.example", "--mail-from", "us@t.example"];
    let trying = [&trying[..], &["--database", "sqlite::memory:"]].concat();
    assert!(read(&trying).admit(&SystemIds).is_ok(), "whoever tries it out may");
}

#[test]
fn keys_for_trying_out_are_made_once_beside_the_database() {
    let folder = Folder::new();
    let database = format!("sqlite://{}/try.db?mode=rwc", folder.0.display());
    let config = read(&["serve", "--database", &database]);

    let made = config.admit(&SystemIds).unwrap();
    assert!(made.development);
    assert_eq!(config.admit(&SystemIds).unwrap().vapid, made.vapid);

    let file = folder.0.join("try.keys.toml");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(made.write(&file).is_err(), "keys are never written over");

    assert!(read(&["serve", "--database", "sqlite::memory:"]).admit(&SystemIds).is_ok());
    assert!(!Path::new(":memory:.keys.toml").exists());
}

#[test]
fn keys_are_read_as_they_were_written() {
    let folder = Folder::new();
    let path = folder.0.join("keys");
    let made = Keys::new(&SystemIds, false);
    made.write(&path).unwrap();
    let read = Keys::read(&path).unwrap();

    assert_eq!((&read.vapid, read.development), (&made.vapid, false));
    assert_eq!(format!("{read:?}"), "Keys(…)");
}

const NOTIFY_KEY: &str =
    "next-steps-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";
const TEMPLATE: &str = "f33517ff-2a88-4f6e-b855-c550268ce08a";
const TEXTS_BY_NOTIFY: [&str; 7] = [
    "serve",
    "--database",
    "sqlite::memory:",
    "--notify-api-key",
    NOTIFY_KEY,
    "--notify-text-template",
    TEMPLATE,
];

#[test]
fn a_new_key_for_messages_leaves_the_old_ones_beside_it() {
    let folder = Folder::new();
    let path = folder.0.join("keys");
    let first = Keys::new(&SystemIds, false);
    first.write(&path).unwrap();
    let old_text = fs::read_to_string(&path).unwrap();
    assert!(!old_text.contains("vapid_previous_keys ="), "as files always were");

    let second = Keys::rotate(&path, &SystemIds).unwrap();
    let third = Keys::rotate(&path, &SystemIds).unwrap();

    let read = Keys::read(&path).unwrap();
    assert!(read.vapid == third.vapid && third.vapid != second.vapid);
    assert_eq!(read.vapid_previous, [second.vapid, first.vapid], "the newest first");
    let cell_key = |text: &str| -> String {
        text.lines().find(|line| line.starts_with("cell_key")).unwrap().into()
    };
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(cell_key(&text), cell_key(&old_text), "published figures stay as they are");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is left beside it");

    assert!(Keys::rotate(&folder.0.join("none"), &SystemIds).is_err());
    fs::write(&path, text.replace("cell_key", "bell_key")).unwrap();
    assert!(Keys::rotate(&path, &SystemIds).is_err());
    assert!(fs::read_to_string(&path).unwrap().contains("bell_key"), "what is no use is kept too");
}

#[test]
fn two_that_exchange_the_key_at_once_lose_none() {
    let folder = Folder::new();
    let path = folder.0.join("keys");
    Keys::new(&SystemIds, false).write(&path).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| Keys::rotate(&path, &SystemIds).unwrap());
        }
    });
    assert_eq!(Keys::read(&path).unwrap().vapid_previous.len(), 8);
}

#[test]
fn apps_are_told_with_keys_that_nobody_else_reads() {
    let folder = Folder::new();
    let (keys, key) = (folder.0.join("keys"), folder.0.join("key.p8"));
    Keys::new(&SystemIds, false).write(&keys).unwrap();
    fs::write(&key, "key").unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let (keys, file) = (keys.to_str().unwrap(), key.to_str().unwrap());
    let live = ["serve", "--production", "--public-url", "https://t.example", "--keys", keys];
    let apple = ["--apns-key", file, "--apns-key-id", "ABC123DEFG", "--apns-team-id", "DEF123GHIJ"];
    let admitted = |more: &[&str]| read(&[&live[..], more].concat()).admit(&SystemIds);

    assert!(admitted(&apple).is_ok());
    let stand_in = [&apple[..], &["--apns-url", "http://127.0.0.1:1"]].concat();
    assert!(matches!(admitted(&stand_in), Err(Refusal::PlainApps)));
    let stand_in = ["--fcm-service-account", file, "--fcm-url", "https://stand-in.example"];
    assert!(matches!(admitted(&stand_in), Err(Refusal::PlainApps)));
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(admitted(&apple), Err(Refusal::AppKeyOpenToOthers(_))));
    assert!(Config::read(["throughline", "serve", "--apns-key", file]).is_err(), "which key?");
}

#[test]
fn whoever_looks_after_the_installation_is_named_by_an_address_and_a_number() {
    let config =
        read(&["serve", "--technical-mail", "Ops@T.example", "--technical-text", "07700 900999"]);
    let ways: Vec<_> =
        config.settings.technical().into_iter().map(|way| (way.kind, way.value)).collect();
    assert_eq!(
        ways,
        [
            (Reached::Email, "ops@t.example".to_owned()),
            (Reached::Mobile, "+447700900999".to_owned()),
        ]
    );
    assert_eq!(read(&["serve"]).settings.technical(), []);
    assert_eq!(read(&["serve"]).settings.metrics_listen, None, "off unless somebody asks for it");
    for wrong in [["--technical-mail", "ops"], ["--technical-text", "999"]] {
        assert!(Config::read(["throughline", "serve"].iter().chain(&wrong)).is_err(), "{wrong:?}");
    }
}
