//! Young people to take check-ins from: a council's file takes them in, each has a worker and was promised something, and
//! each is signed in on a page. Months pass as the clock is turned, so their records grow as they would.

use std::{
    io::Cursor,
    sync::{Arc, Mutex},
};

use anyhow::{Result, bail};
use api::{
    app::App,
    clock::Clock,
    importing, jobs,
    secret::{Token, TokenKind},
    store::{
        NewSession, NewToken, SignedIn, StoreError, Whose,
        scope::{Caseload, System},
    },
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::{
    alert::{Task, TaskKind},
    day::{add_months, at_london},
    id::{PartnershipId, PersonId, PromiseId, SessionId, StaffId},
    identifier::CouncilCode,
    journey::TransitionRule,
    partnership::Partnership,
    promise::Promise,
    session::{Client, TokenKind as Stored},
    staff::{Role, Staff},
    text::{Line, Name},
};

/// How many are dealt with in one transaction.
const CHUNK: usize = 500;
const WORKERS: usize = 40;
const COLUMNS: &str = "YoungPersonsID,GivenName,FamilyName,DOB,LeadLEA,SENDFlag,SENSupportFlag,ActivityCode,StartDate,\
    DateVerified,ReviewDate,EstablishmentName,PredictedEndDate,WorkerEmail";

/// A clock that stands still until it is turned.
pub struct TurningClock(Mutex<DateTime<Utc>>);

impl TurningClock {
    /// A clock that shows the day on which everybody's two years begin.
    pub fn new() -> Self {
        Self(Mutex::new(evening(first_day())))
    }

    fn turn(&self, to: DateTime<Utc>) {
        *self.0.lock().expect("nobody panics while turning it") = to;
    }
}

impl Clock for TurningClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("nobody panics while turning it")
    }
}

/// A partnership with everybody in it.
pub struct Town {
    app: App,
    system: System,
    clock: Arc<TurningClock>,
    partnership: PartnershipId,
    people: Vec<Young>,
}

struct Young {
    person: PersonId,
    promise: PromiseId,
    token: Token,
}

/// What everybody waits with, at the beginning of a month.
pub struct Month {
    pub kind: &'static str,
    pub now: DateTime<Utc>,
    /// The open check-in, the promise and the token of each.
    pub waiting: Vec<[String; 3]>,
}

impl Town {
    /// Takes in this many people.
    pub async fn build(
        app: App,
        system: System,
        clock: Arc<TurningClock>,
        size: usize,
    ) -> Result<Self> {
        let partnership = add_partnership(&app, system).await?;
        let mut town = Self { app, system, clock, partnership, people: Vec::new() };
        for number in 0..WORKERS {
            town.add_staff(&format!("worker{number}"), Role::Worker).await?;
        }
        let manager = town.add_staff("manager", Role::Manager).await?;
        let report = importing::import(
            &town.app,
            system.administer(partnership),
            Cursor::new(file(size)),
            importing::How::default(),
        )
        .await?;
        if report.added != size as u64 {
            bail!("{} of {size} were taken in: {:?}", report.added, report.faults);
        }
        town.sign_everybody_in().await?;
        let manager = town.caseload(manager).await?;
        for chunk in town.people.chunks(CHUNK) {
            let now = town.app.now();
            town.app
                .store
                .write::<_, _, StoreError>(manager, async |tx| {
                    for young in chunk {
                        tx.save_promise(&promise(young), None, now).await?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(town)
    }

    /// Turns the clock to the day of the next check-in, opens it for everybody, and lets them look at it: that a session
    /// is used is noted then, and not when answers come.
    pub async fn month(&self, number: i32) -> Result<Month> {
        self.clock.turn(evening(add_months(first_day(), number)));
        jobs::ask(&self.app, self.system).await?;
        let now = self.app.now();
        let mut month = Month { kind: "", now, waiting: Vec::new() };
        for chunk in self.people.chunks(CHUNK) {
            let opened = self
                .app
                .store
                .write::<_, _, StoreError>(self.system, async |tx| {
                    let mut opened = Vec::new();
                    for young in chunk {
                        let (_, touch) =
                            tx.signed_in(self.partnership, young.token.hash(), now).await?;
                        tx.touch(touch, now).await?;
                        opened.extend(tx.check_ins(young.person).await?.into_iter().next());
                    }
                    Ok(opened)
                })
                .await?;
            for (young, (check_in, _)) in chunk.iter().zip(opened) {
                month.kind = check_in.kind.code();
                let (check_in, promise) = (check_in.id.to_string(), young.promise.to_string());
                month.waiting.push([check_in, promise, young.token.as_str().to_owned()]);
            }
        }
        Ok(month)
    }

    /// Where everybody is.
    pub fn partnership(&self) -> PartnershipId {
        self.partnership
    }

    /// One row by the service's own way of writing, and nothing else: something to do about somebody.
    pub async fn write_one_row(&self) -> Result<(), StoreError> {
        let now = self.app.now();
        let task = Task {
            id: self.app.new_id(),
            person: self.people[0].person,
            kind: TaskKind::Call,
            about: Some(self.app.ids.new_id()),
            due_on: self.app.today(),
        };
        let store = &self.app.store;
        store.write(self.system, async |tx| tx.add_task(self.partnership, &task, now).await).await
    }

    async fn add_staff(&self, name: &str, role: Role) -> Result<StaffId> {
        let staff = Staff {
            id: self.app.new_id(),
            partnership: self.partnership,
            name: Name::new(name)?,
            email: format!("{name}@town.example"),
            role,
        };
        let (scope, now) = (self.system.administer(self.partnership), self.app.now());
        self.app
            .store
            .write::<_, _, StoreError>(scope, async |tx| tx.add_staff(&staff, now).await)
            .await?;
        Ok(staff.id)
    }

    async fn sign_everybody_in(&mut self) -> Result<()> {
        let (now, today) = (self.app.now(), self.app.today());
        // Each is looked at once here, and by the product after that.
        let look = |people: &[Young], on| -> Vec<_> {
            people.iter().map(|young| (self.partnership, young.person, Some(on))).collect()
        };
        let mut all = Vec::new();
        loop {
            let people = self
                .app
                .store
                .write::<_, _, StoreError>(self.system, async |tx| {
                    let people = tx.to_look_at(today, CHUNK as u64).await?;
                    let mut signed_in = Vec::new();
                    for followed in people {
                        let token =
                            Token::new(TokenKind::PhonePage, self.partnership, self.app.random());
                        let (session, stored) =
                            self.session(Whose::YoungPerson(followed.person), &token);
                        tx.open_session(&session, &[stored], now).await?;
                        signed_in.push(Young {
                            person: followed.person,
                            promise: self.app.new_id(),
                            token,
                        });
                    }
                    tx.look_next(&look(&signed_in, today + Days::new(1))).await?;
                    Ok(signed_in)
                })
                .await?;
            if people.is_empty() {
                break;
            }
            all.extend(people);
        }
        for some in all.chunks(CHUNK) {
            let back = look(some, today);
            self.app
                .store
                .write::<_, _, StoreError>(self.system, async |tx| tx.look_next(&back).await)
                .await?;
        }
        self.people.extend(all);
        Ok(())
    }

    async fn caseload(&self, staff: StaffId) -> Result<Caseload> {
        let (store, now) = (&self.app.store, self.app.now());
        let token = Token::new(TokenKind::StaffPage, self.partnership, self.app.random());
        let (session, stored) = self.session(Whose::Staff(staff), &token);
        let signed_in = store
            .write::<_, _, StoreError>(self.system, async |tx| {
                tx.open_session(&session, &[stored], now).await?;
                tx.signed_in(self.partnership, token.hash(), now).await
            })
            .await?;
        match signed_in {
            (SignedIn::Staff(staff), _) if staff.caseload.is_some() => {
                Ok(staff.caseload.expect("it was just seen"))
            }
            _ => bail!("a manager works with people"),
        }
    }

    fn session(&self, whose: Whose, token: &Token) -> (NewSession, NewToken) {
        let session = NewSession {
            id: self.app.new_id::<SessionId>(),
            partnership: self.partnership,
            whose,
            client: Client::Page,
            shared_phone: false,
            phone_name: None,
            stepped_up: false,
        };
        let expires_at = evening(add_months(first_day(), 12));
        (session, NewToken { hash: token.hash(), kind: Stored::Page, expires_at })
    }
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
    app.store
        .write::<_, _, StoreError>(system, async |tx| tx.add_partnership(&partnership, now).await)
        .await?;
    Ok(partnership.id)
}

/// What a council would send: everybody is at college, and 18 on the first day.
fn file(size: usize) -> String {
    let birth = add_months(first_day(), -18 * 12);
    let row = |number: usize| {
        let worker = number % WORKERS;
        format!(
            "830{number:010},Amina,Rahman,{birth},830,Y,N,230,2026-07-01,2026-09-01,,Northside College,2027-07-31,\
             worker{worker}@town.example\r\n"
        )
    };
    format!("{COLUMNS}\r\n{}", (0..size).map(row).collect::<String>())
}

fn promise(young: &Young) -> Promise {
    let line = |text: &str| Line::new(text).expect("this is a line");
    Promise {
        id: young.promise,
        person: young.person,
        name: line("a job coach every week"),
        easy_name: line("a job coach"),
        provider: None,
        frequency: None,
        agreed_on: first_day(),
        ended_on: None,
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 7).expect("it is a day")
}

fn evening(day: NaiveDate) -> DateTime<Utc> {
    at_london(day, NaiveTime::from_hms_opt(18, 0, 0).expect("it is a time"))
}
