//! Young people to prompt: a council's file takes them in, and each has a phone.

use std::{
    ffi::OsString,
    io::Cursor,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use anyhow::{Context, Result, ensure};
use api::{
    app::App,
    clock::Clock,
    config::Config,
    importing,
    secret::{Token, TokenKind},
    starting,
    store::{NewSession, NewToken, Phone, PushAddress, SignedIn, StoreError, Whose, scope::System},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    day::{add_months, at_london},
    id::{PartnershipId, PersonId, SessionId},
    identifier::CouncilCode,
    journey::TransitionRule,
    partnership::Partnership,
    session::{Client, TokenKind as Stored},
    text::Line,
};
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
    partnership: PartnershipId,
}

impl Town {
    /// Takes in this many people, whose two years begin on one day, or on the days of two years.
    pub async fn build(url: &str, size: usize, spread: bool) -> Result<Self> {
        let args = ["throughline", "--database", url, "--listen", "127.0.0.1:0", "serve"];
        let config = Config::read(args.map(OsString::from))?;
        let (app, system) = starting::start(&config).await?;
        let clock = Arc::new(TurningClock(Mutex::new(at(first_day(), 8))));
        let app = App { clock: clock.clone(), wave: TimeDelta::zero(), ..app };
        let partnership = add_partnership(&app, system).await?;
        for from in (0..size).step_by(FILE) {
            let file = file(from..size.min(from + FILE), spread);
            let admin = system.administer(partnership);
            let report = importing::import(&app, admin, Cursor::new(file), false).await?;
            ensure!(report.faults.is_empty(), "{:?}", report.faults);
        }
        Ok(Self { app, system, clock, partnership })
    }

    /// Turns the clock.
    pub fn turn(&self, to: DateTime<Utc>) {
        *self.clock.0.lock().expect("nobody panics while turning it") = to;
    }

    /// Signs everybody in on a phone that takes messages at this address.
    pub async fn give_phones(&self, sink: SocketAddr) -> Result<()> {
        let (now, today) = (self.app.now(), self.app.today());
        let phone = SecretKey::from_slice(&self.app.random::<32>())?;
        let p256dh =
            BASE64_URL_SAFE_NO_PAD.encode(phone.public_key().to_encoded_point(false).as_bytes());
        let auth = BASE64_URL_SAFE_NO_PAD.encode(self.app.random::<16>());
        loop {
            let people = async |tx: &api::store::Tx<System>| {
                let people = tx.to_look_at(today, CHUNK).await?;
                let later = Some(today + Days::new(1));
                let next: Vec<_> =
                    people.iter().map(|one| (one.partnership, one.person, later)).collect();
                tx.look_next(&next).await?;
                Ok(people)
            };
            let people = self.app.store.write::<_, _, StoreError>(self.system, people).await?;
            if people.is_empty() {
                return Ok(());
            }
            for one in people {
                let at = PushAddress {
                    endpoint: format!("http://{sink}/{}", one.person.0),
                    p256dh: p256dh.clone(),
                    auth: auth.clone(),
                    key: None,
                };
                self.give_phone(one.person, at, now).await?;
            }
        }
    }

    async fn give_phone(&self, whose: PersonId, at: PushAddress, now: DateTime<Utc>) -> Result<()> {
        let token = Token::new(TokenKind::PhonePage, self.partnership, self.app.random());
        let session = NewSession {
            id: self.app.new_id::<SessionId>(),
            partnership: self.partnership,
            whose: Whose::YoungPerson(whose),
            client: Client::Page,
            shared_phone: false,
            phone_name: None,
            stepped_up: false,
        };
        let expires_at = now + TimeDelta::days(365);
        let stored = NewToken { hash: token.hash(), kind: Stored::Page, expires_at };
        let signed_in = self
            .app
            .store
            .write::<_, _, StoreError>(self.system, async |tx| {
                tx.open_session(&session, &[stored], now).await?;
                tx.signed_in(self.partnership, token.hash(), now).await
            })
            .await?;
        let (SignedIn::YoungPerson(me), _) = signed_in else { anyhow::bail!("it is theirs") };
        let hash: [u8; 32] = Sha256::digest(&at.endpoint).into();
        let phone = Phone { id: self.app.new_id(), at };
        let keep = async |tx: &api::store::Tx<_>| tx.save_phone(&phone, hash, None, now).await;
        Ok(self.app.store.write::<_, _, StoreError>(me, keep).await?)
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
    let add = async |tx: &api::store::Tx<System>| tx.add_partnership(&partnership, now).await;
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
