//! A region of partnerships: councils' files take everybody in, and the first partnership has a worker with 200 people and a
//! past that can be read.

use std::{ffi::OsString, io::Cursor};

use anyhow::{Context, Result, ensure};
use api::{
    app::App,
    config::Config,
    importing,
    secret::{Token, TokenKind},
    starting,
    store::{
        NewSession, NewToken, StoreError, Tx, Whose,
        scope::{Admin, System},
    },
};
use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    day::add_months,
    id::{PartnershipId, PersonId, SessionId, StaffId},
    identifier::{ClientRecordId, CouncilCode},
    journey::TransitionRule,
    partnership::Partnership,
    session::{Client, TokenKind as Stored},
    staff::{Role, Staff},
    text::{Line, Name},
};
use sea_orm::{ConnectionTrait, Database, DbBackend};

/// How many a partnership has on PostgreSQL; on SQLite there is one.
const EACH: usize = 4_000;
/// How many the worker has.
const MINE: usize = 200;
const COLUMNS: &str = "YoungPersonsID,GivenName,FamilyName,DOB,LeadLEA,SENDFlag,SENSupportFlag,ActivityCode,StartDate,\
    DateVerified,ReviewDate,EstablishmentName,PredictedEndDate,WorkerEmail";

/// Who asks.
#[derive(Clone, Copy)]
pub enum Who {
    Worker,
    Manager,
}

/// What was built.
pub struct Region {
    pub app: App,
    pub system: System,
    pub partnership: PartnershipId,
    pub worker: StaffId,
    /// One of theirs.
    pub somebody: PersonId,
    /// Their name with a letter wrong.
    pub typed: String,
    tokens: [String; 2],
}

impl Region {
    /// Builds it.
    pub async fn build(url: &str, size: usize) -> Result<Self> {
        let args = ["throughline", "--database", url, "--listen", "127.0.0.1:0", "serve"];
        let config = Config::read(args.map(OsString::from))?;
        let (app, system) = starting::start(&config).await?;
        let each = if url.starts_with("postgres") { EACH } else { size };
        let mut first = None;
        for (number, from) in (0..size).step_by(each).enumerate() {
            let partnership = add_partnership(&app, system, number).await?;
            let admin = system.administer(partnership);
            if first.is_none() {
                let worker = add_staff(&app, admin, partnership, Role::Worker).await?;
                let manager = add_staff(&app, admin, partnership, Role::Manager).await?;
                first = Some((partnership, worker, manager));
            }
            let file = file(from..size.min(from + each), number == 0);
            let report =
                importing::import(&app, admin, Cursor::new(file), importing::How::default())
                    .await?;
            ensure!(report.faults.is_empty(), "{:?}", report.faults);
        }
        let (partnership, worker, manager) = first.context("there is somebody")?;
        let tokens = [
            session(&app, system, partnership, worker).await?,
            session(&app, system, partnership, manager).await?,
        ];
        past(url, partnership).await?;
        let number = 7;
        let id = ClientRecordId::parse(&format!("830{number:010}"))?;
        let find = async |tx: &Tx<System>| tx.person_by_client_record(partnership, &id).await;
        let somebody = app.store.read::<_, _, StoreError>(system, find).await?.id;
        let mut typed: Vec<char> = given(number).chars().collect();
        typed[3] = 'x';
        let typed = String::from_iter(typed);
        Ok(Self { app, system, partnership, worker, somebody, typed, tokens })
    }

    /// What somebody shows.
    pub fn token(&self, who: Who) -> &str {
        match who {
            Who::Worker => &self.tokens[0],
            Who::Manager => &self.tokens[1],
        }
    }
}

async fn add_partnership(app: &App, system: System, number: usize) -> Result<PartnershipId> {
    let partnership = Partnership {
        id: app.new_id(),
        slug: format!("town-{number}"),
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

async fn add_staff(app: &App, admin: Admin, at: PartnershipId, role: Role) -> Result<StaffId> {
    let staff = Staff {
        id: app.new_id(),
        partnership: at,
        name: Name::new("Wanda Wood")?,
        email: format!("{}@example.org", role.code()),
        role,
    };
    let (now, id) = (app.now(), staff.id);
    let add = async |tx: &Tx<Admin>| tx.add_staff(&staff, now).await;
    app.store.write::<_, _, StoreError>(admin, add).await?;
    Ok(id)
}

async fn session(app: &App, system: System, at: PartnershipId, staff: StaffId) -> Result<String> {
    let now = app.now();
    let token = Token::new(TokenKind::StaffApp, at, app.random());
    let session = NewSession {
        id: app.new_id::<SessionId>(),
        partnership: at,
        whose: Whose::Staff(staff),
        client: Client::App,
        shared_phone: false,
        phone_name: None,
        stepped_up: false,
    };
    let stored = NewToken {
        hash: token.hash(),
        kind: Stored::Access,
        expires_at: now + TimeDelta::hours(12),
    };
    let open = async |tx: &Tx<System>| {
        tx.enrol(staff, "no password", "no secret", 0).await?;
        tx.open_session(&session, &[stored], now).await
    };
    app.store.write::<_, _, StoreError>(system, open).await?;
    Ok(token.as_str().to_owned())
}

/// Eight check-ins with three answers each, for everybody of this partnership.
async fn past(url: &str, of: PartnershipId) -> Result<()> {
    let db = Database::connect(url).await?;
    let (id, of) = match db.get_database_backend() {
        DbBackend::Sqlite => ("randomblob(16)", format!("x'{}'", of.0.simple())),
        _ => ("gen_random_uuid()", format!("'{of}'")),
    };
    for month in 1..=8 {
        let at = format!("'2026-0{month}-05 09:00:00+00:00'");
        db.execute_unprepared(&format!(
            "INSERT INTO check_in (partnership_id, id, person_id, kind, month, extra, due_on, opened_at, closes_at,
                questionnaire_id, questionnaire_version, finished_at)
            SELECT p.partnership_id, {id}, p.id, 'pulse', {month}, 0, '2026-0{month}-05', {at},
                '2026-0{month}-25 09:00:00+00:00', q.id, q.version, {at}
            FROM person p, (SELECT id, version FROM questionnaire ORDER BY id, version LIMIT 1) q
            WHERE p.partnership_id = {of}"
        ))
        .await?;
    }
    for question in ["feel_week", "home_feel", "support_got"] {
        db.execute_unprepared(&format!(
            "INSERT INTO answer (partnership_id, id, check_in_id, person_id, key, question, codes, skipped, source,
                reading, language, answered_at, received_at)
            SELECT partnership_id, {id}, id, person_id, '{question}', '{question}', '[\"ok\"]', FALSE, 'self', 'plain',
                'en', finished_at, finished_at
            FROM check_in WHERE partnership_id = {of}"
        ))
        .await?;
    }
    Ok(db.close().await?)
}

/// What a council would send. The first 200 are the worker's.
fn file(numbers: std::ops::Range<usize>, first: bool) -> String {
    let day = NaiveDate::from_ymd_opt(2026, 9, 7).expect("it is a day");
    let birth = add_months(day, -18 * 12);
    let row = |number: usize| {
        let birth = birth - Days::new(number as u64 % 700);
        let worker = if first && number < MINE { "worker@example.org" } else { "" };
        let (given, family) = (given(number), given(number / 3 + 71));
        format!(
            "830{number:010},{given},{family},{birth},830,Y,N,230,2026-07-01,2026-09-01,,Northside College,2027-07-31,{worker}\r\n"
        )
    };
    format!("{COLUMNS}\r\n{}", numbers.map(row).collect::<String>())
}

/// A name of four syllables, of which there are 160,000.
fn given(number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "le", "mu", "na", "po", "ri", "se", "tu",
        "va", "wo", "yi", "ze", "lu",
    ];
    let part = |power: u32| SYLLABLES[number * 7919 / 20_usize.pow(power) % 20];
    let name: String = (0..4).map(part).collect();
    name[..1].to_uppercase() + &name[1..]
}
