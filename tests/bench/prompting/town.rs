//! Young people to prompt: a council's file takes them in, and each has a phone, or a number.

use std::{
    ffi::OsString,
    io::Cursor,
    net::SocketAddr,
    process::Command,
    sync::{Arc, Mutex},
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use api::{
    app::App,
    clock::Clock,
    config::Config,
    importing, jobs,
    secret::{Token, TokenKind},
    starting,
    store::{
        Followed, NewSession, NewToken, OwnContact, Phone, PushAddress, SignedIn, StoreError, Tx,
        Whose,
        scope::{OwnRecord, System},
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    day::{add_months, at_london},
    id::{PartnershipId, SessionId},
    identifier::CouncilCode,
    journey::TransitionRule,
    partnership::Partnership,
    proof::Reached,
    session::{Client, TokenKind as Stored},
    text::Line,
};
use futures_util::future::try_join_all;
use p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint};
use sha2::{Digest, Sha256};

/// How many are dealt with in one transaction.
const CHUNK: u64 = 500;
/// How many are in one file: a file is in memory while it is made.
const FILE: usize = 50_000;
const COLUMNS: &str = "YoungPersonsID,GivenName,FamilyName,DOB,LeadLEA,SENDFlag,SENSupportFlag,ActivityCode,StartDate,\
    DateVerified,ReviewDate,EstablishmentName,PredictedEndDate,WorkerEmail";

/// A clock that stands still until it is turned.
struct TurningClock(Mutex<DateTime<Utc>>);

impl Clock for TurningClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("nobody panics while turning it")
    }
}

/// A partnership with everybody in it.
pub struct Town {
    /// The product.
    pub app: App,
    /// What reaches all of it.
    pub system: System,
    clock: Arc<TurningClock>,
}

/// The product on this database, with these settings beside it, at the time that this clock says.
pub async fn open(url: &str, settings: &[String], clock: Arc<dyn Clock>) -> Result<(App, System)> {
    let args = ["throughline", "--database", url, "--listen", "127.0.0.1:0"];
    let args = args.into_iter().chain(settings.iter().map(String::as_str)).chain(["serve"]);
    let config = Config::read(args.map(OsString::from))?;
    let (app, system) = starting::start(&config).await?;
    Ok((App { clock, wave: TimeDelta::zero(), ..app }, system))
}

/// Builds a town in which everybody has a prompt to come, in a process of its own: what memory that takes is gone with it.
/// Everybody has a phone that takes messages at this address; or, if there are to be texts, every fourth a number.
pub fn build_elsewhere(url: &str, size: usize, sink: SocketAddr, texts: bool) -> Result<()> {
    let built = Command::new(std::env::current_exe()?)
        .args(["--town", url, &size.to_string(), &sink.to_string(), &texts.to_string()])
        .status()?;
    ensure!(built.success(), "the town is built");
    Ok(())
}

/// Builds it.
#[tokio::main]
pub async fn run(url: &str, size: &str, sink: &str, texts: &str) -> Result<()> {
    let begun = Instant::now();
    let town = Town::build(url, size.parse()?, false).await?;
    town.give_ways(sink.parse()?, texts.parse()?).await?;
    town.turn(asking());
    jobs::ask(&town.app, town.system).await?;
    println!("{size} young people moved in within {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

impl Town {
    /// What was built before.
    pub async fn open(url: &str) -> Result<Self> {
        let clock = Arc::new(TurningClock(Mutex::new(at(first_day(), 8))));
        let (app, system) = open(url, &[], clock.clone()).await?;
        Ok(Self { app, system, clock })
    }

    /// Takes in this many people, whose two years begin on one day, or on the days of two years.
    pub async fn build(url: &str, size: usize, spread: bool) -> Result<Self> {
        let town = Self::open(url).await?;
        let partnership = add_partnership(&town.app, town.system).await?;
        for from in (0..size).step_by(FILE) {
            let file = file(from..size.min(from + FILE), spread);
            let admin = town.system.administer(partnership);
            let report =
                importing::import(&town.app, admin, Cursor::new(file), importing::How::default())
                    .await?;
            ensure!(report.faults.is_empty(), "{:?}", report.faults);
        }
        Ok(town)
    }

    /// Turns the clock.
    pub fn turn(&self, to: DateTime<Utc>) {
        *self.clock.0.lock().expect("nobody panics while turning it") = to;
    }

    /// Signs everybody in. Each has a phone that takes messages at this address, or, if there are to be texts, every fourth
    /// a number.
    async fn give_ways(&self, sink: SocketAddr, texts: bool) -> Result<()> {
        let (now, today) = (self.app.now(), self.app.today());
        let phone = SecretKey::from_slice(&self.app.random::<32>())?;
        let p256dh =
            BASE64_URL_SAFE_NO_PAD.encode(phone.public_key().to_encoded_point(false).as_bytes());
        let auth = BASE64_URL_SAFE_NO_PAD.encode(self.app.random::<16>());
        let mut given = 0_usize;
        loop {
            let everybody = async |tx: &Tx<System>| self.sign_in(tx, today, now).await;
            let all = self.app.store.write::<_, _, StoreError>(self.system, everybody).await?;
            if all.is_empty() {
                return Ok(());
            }
            let keeping = all.iter().zip(given..).map(async |(me, number)| {
                if texts && number % 4 == 3 {
                    let value = format!("+447700900{:03}", number % 1000);
                    let mobile = OwnContact { kind: Reached::Mobile, value };
                    let keep = async |tx: &Tx<_>| tx.confirm_contact(&mobile, now).await.map(drop);
                    return self.app.store.write::<_, _, StoreError>(*me, keep).await;
                }
                let at = PushAddress {
                    endpoint: format!("http://{sink}/{}", me.person().0),
                    p256dh: p256dh.clone(),
                    auth: auth.clone(),
                    key: None,
                };
                let hash: [u8; 32] = Sha256::digest(&at.endpoint).into();
                let phone = Phone { id: self.app.new_id(), at };
                let keep = async |tx: &Tx<_>| tx.save_phone(&phone, hash, None, now).await;
                self.app.store.write::<_, _, StoreError>(*me, keep).await
            });
            // Beside each other, so that they share commits.
            try_join_all(keeping).await?;
            given += all.len();
        }
    }

    /// Signs in the next of those who were not looked at today, who are looked at tomorrow.
    async fn sign_in(
        &self,
        tx: &Tx<System>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<OwnRecord>, StoreError> {
        let people = tx.to_look_at(today, CHUNK).await?;
        let later = Some(today + Days::new(1));
        let next: Vec<_> = people.iter().map(|one| (one.partnership, one.person, later)).collect();
        tx.look_next(&next).await?;
        let mut all = Vec::with_capacity(people.len());
        for Followed { partnership, person, .. } in people {
            let token = Token::new(TokenKind::PhonePage, partnership, self.app.random());
            let session = NewSession {
                id: self.app.new_id::<SessionId>(),
                partnership,
                whose: Whose::YoungPerson(person),
                client: Client::Page,
                shared_phone: false,
                phone_name: None,
                stepped_up: false,
            };
            let expires_at = now + TimeDelta::days(365);
            let stored = NewToken { hash: token.hash(), kind: Stored::Page, expires_at };
            tx.open_session(&session, &[stored], now).await?;
            if let (SignedIn::YoungPerson(me), _) =
                tx.signed_in(partnership, token.hash(), now).await?
            {
                all.push(me);
            }
        }
        Ok(all)
    }
}

/// The middle of the first day, when prompts may go.
pub fn noon() -> DateTime<Utc> {
    at(first_day(), 12)
}

/// When the longer check-in of the third month opens, in the morning.
pub fn asking() -> DateTime<Utc> {
    at(add_months(first_day(), 3), 8)
}

/// When everybody is told of it: the Wednesday after, at a quarter to five.
pub fn sending() -> DateTime<Utc> {
    at(add_months(first_day(), 3) + Days::new(2), 16) + TimeDelta::minutes(45)
}

async fn add_partnership(app: &App, system: System) -> Result<PartnershipId> {
    let partnership = Partnership {
        id: app.new_id(),
        slug: "town".into(),
        name: Line::new("Town")?,
        service_name: Line::new("Next Steps")?,
        transition_rule: TransitionRule::EighteenthBirthday,
        staffed_hours: Line::new("9 to 5, Monday to Friday")?,
        safety_questions: true,
        demonstration: false,
        councils: vec![CouncilCode::parse("830")?],
    };
    let now = app.now();
    let add = async |tx: &Tx<System>| tx.add_partnership(&partnership, now).await;
    app.store.write::<_, _, StoreError>(system, add).await.context("it can be added")?;
    Ok(partnership.id)
}

/// What a council would send: everybody is at college.
fn file(numbers: std::ops::Range<usize>, spread: bool) -> String {
    let birth = add_months(first_day(), -18 * 12);
    let row = |number: usize| {
        let ago = if spread { Days::new(number as u64 % 730) } else { Days::new(0) };
        let birth = birth - ago;
        format!(
            "830{number:010},Amina,Rahman,{birth},830,Y,N,230,2026-07-01,2026-09-01,,Northside College,2027-07-31,\r\n"
        )
    };
    format!("{COLUMNS}\r\n{}", numbers.map(row).collect::<String>())
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 7).expect("it is a day")
}

fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    at_london(day, NaiveTime::from_hms_opt(hour, 0, 0).expect("it is a time"))
}
