//! A service that is killed in the middle of answering loses nothing that it said it had.
//!
//! This test program starts itself a second time, as the service: the very code of `throughline serve`.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use api::{
    clock::{Clock, SystemClock},
    config::Config,
    ids::SystemIds,
    keys::Keys,
    serving, starting,
};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde_json::Value;

use crate::{
    database::variable,
    house::House,
    story::{Cast, Sketch, said},
};

/// Tells the second process which database to serve.
const SERVE: &str = "THROUGHLINE_TEST_SERVE";
/// What the second process says before the address it listens on.
const READY: &str = "listening on ";
/// Questions that are answered again and again.
const KEYS: [(&str, [&str; 2]); 4] = [
    ("activity_group", ["learning", "work"]),
    ("feel_week", ["good", "ok"]),
    ("next_wish", ["job", "learn"]),
    ("want_contact", ["no", "later"]),
];

/// Not a test: what the second process does.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the other tests of this file run it"]
async fn serve_until_somebody_stops_it() {
    let Some(database) = variable(SERVE) else { return };
    let keys = std::env::temp_dir().join(format!("throughline_{}.keys.toml", std::process::id()));
    Keys::new(&SystemIds, true).write(&keys).unwrap();
    let args = ["throughline", "--database", &database, "--listen", "127.0.0.1:0", "--keys"]
        .map(OsString::from);
    let args = args.into_iter().chain([keys.clone().into(), "serve".into()]);
    let config = Config::read(args).unwrap();
    let listener = serving::listen(&config.settings).unwrap();
    let (app, system) = starting::start(&config).await.unwrap();
    std::fs::remove_file(keys).unwrap();
    println!("\n{READY}{}", listener.local_addr().unwrap());
    serving::serve(app, system, &config.settings, Some(listener)).await.unwrap();
}

/// The second process, which never outlives a test.
struct Service {
    process: Child,
    address: SocketAddr,
    /// Kept open: whoever writes to a pipe that nobody reads from fails.
    _output: BufReader<ChildStdout>,
}

impl Service {
    fn start(house: &House) -> Self {
        let this = std::env::current_exe().unwrap();
        let mut process = Command::new(this)
            .args([
                "--exact",
                "store::killed::serve_until_somebody_stops_it",
                "--ignored",
                "--nocapture",
            ])
            .env(SERVE, house.database.url())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let address = output
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix(READY)?.parse().ok());
        Self { process, address: address.expect("it listens"), _output: output }
    }

    /// Sends one request on a connection of its own: the status, if an answer came.
    fn put(address: SocketAddr, path: &str, token: &str, body: &Value) -> Option<u16> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        let body = body.to_string();
        let head = format!(
            "PUT {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.split(' ').nth(1)?.parse().ok()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Amina, who joined just now by the clock on the wall, with her welcome open.
async fn joined(house: &House) -> (String, String) {
    house.clock.turn_to(SystemClock.now());
    let today = Box::leak(house.app.today().to_string().into_boxed_str());
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(today)).await;
    let (app, tokens) = worker.app_of(&amina).await;
    let check_in = app.waiting_id("welcome").await;
    (check_in, tokens["access_token"].as_str().unwrap().to_owned())
}

/// Which question, and the moment of the last answer that was taken.
type Answering = (&'static str, Option<DateTime<Utc>>);

/// Answers one question again and again until nobody listens any more, and counts in `taken` what was.
fn keep_answering(
    address: SocketAddr,
    path: String,
    token: String,
    (key, codes): (&'static str, [&'static str; 2]),
    from: DateTime<Utc>,
    taken: &AtomicU32,
) -> Answering {
    let mut last = None;
    for number in 1.. {
        let answered_at = from + TimeDelta::milliseconds(number);
        let code = codes[number as usize % 2];
        let said = said(&answered_at.to_rfc3339(), &[(key, code)]);
        match Service::put(address, &path, &token, &said.body()) {
            Some(200) => {
                last = Some(answered_at);
                taken.fetch_add(1, Ordering::Relaxed);
            }
            Some(status) => panic!("{key}: {status}"),
            None => break,
        }
    }
    (key, last)
}

/// Answers to every question, each again and again, until nobody listens any more; and how many were taken so far.
fn answer_at_once(
    service: &Service,
    path: &str,
    token: &str,
    from: DateTime<Utc>,
) -> ([JoinHandle<Answering>; KEYS.len()], Arc<AtomicU32>) {
    let (address, taken) = (service.address, Arc::new(AtomicU32::new(0)));
    let senders = KEYS.map(|key| {
        let (path, token, taken) = (path.to_owned(), token.to_owned(), taken.clone());
        thread::spawn(move || keep_answering(address, path, token, key, from, &taken))
    });
    (senders, taken)
}

/// Everything that was said to be taken is there.
async fn nothing_is_lost(
    house: &House,
    check_in: &str,
    token: &str,
    told: &[(&str, Option<DateTime<Utc>>)],
) {
    let app = house.stranger("/young-person/v1").with_token(token);
    let answers = app.get(&format!("/check-ins/{check_in}")).await.ok()["answers"].clone();
    for (key, last) in told {
        let kept = answers.as_array().unwrap().iter().find(|answer| answer["key"] == *key);
        let kept = kept.map(|answer| {
            answer["answered_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap()
        });
        // What travels has milliseconds.
        let last = last.map(|last| last.trunc_subsecs(3));
        assert!(kept >= last, "{key}: {kept:?} is kept, and {last:?} was said to be");
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_in_the_middle_of_answering() {
    let house = House::new().await;
    let (check_in, token) = joined(&house).await;
    let mut service = Service::start(&house);
    let path = format!("/young-person/v1/check-ins/{check_in}/answers");
    let from = house.app.now();
    let (senders, taken) = answer_at_once(&service, &path, &token, from);
    // In the middle of it, however slow the machine.
    let begun = Instant::now();
    while taken.load(Ordering::Relaxed) <= 20 {
        assert!(begun.elapsed() < Duration::from_secs(60), "a minute, and {taken:?} were taken");
        thread::sleep(Duration::from_millis(20));
    }
    service.process.kill().unwrap();
    let told = senders.map(|sender| sender.join().unwrap());
    nothing_is_lost(&house, &check_in, &token, &told).await;

    let again = Service::start(&house);
    let once_more = said(&(from + TimeDelta::hours(1)).to_rfc3339(), &[("feel_week", "not_good")]);
    assert_eq!(
        Service::put(again.address, &path, &token, &once_more.body()),
        Some(200),
        "it goes on"
    );
}

#[tokio::test]
async fn whoever_is_told_to_stop_finishes_what_is_in_hand() {
    let house = House::new().await;
    let (check_in, token) = joined(&house).await;
    let mut service = Service::start(&house);
    let path = format!("/young-person/v1/check-ins/{check_in}/answers");
    let (senders, _) = answer_at_once(&service, &path, &token, house.app.now());
    thread::sleep(Duration::from_millis(500));

    let told_at = Instant::now();
    let told = Command::new("kill").args(["-TERM", &service.process.id().to_string()]).status();
    assert!(told.unwrap().success());
    let ended = service.process.wait().unwrap();

    assert!(ended.success(), "{ended}");
    assert!(told_at.elapsed() < Duration::from_secs(10), "within ten seconds");
    let told = senders.map(|sender| sender.join().unwrap());
    nothing_is_lost(&house, &check_in, &token, &told).await;
}
