//! People to tell stories about: partnerships, their staff, young people and their phones.

mod answers;
pub mod council;
pub mod questions;
mod sessions;
mod supporters;

use std::ops::Deref;

use chrono::NaiveDate;
use domain::{
    day::add_months,
    id::{PartnershipId, PersonId, StaffId},
    identifier::CouncilCode,
    journey::{Journey, TransitionRule},
    partnership::Partnership,
    person::{AskedWhen, CommunicationNeed, LANGUAGE, Person, Reading, SenProvision, TextSize},
    staff::Role,
    text::{Line, Name},
};
use serde_json::{Value, json};

pub use self::{
    answers::{Said, counts, said},
    sessions::{email, one_time_code},
    supporters::{ALL, help_link, supporter},
};
use crate::house::{Caller, House};

/// A day of transition three months before every story begins, so that the longer check-in opens on its first morning.
pub const CORE: &str = "2026-06-07";

/// A partnership.
#[derive(Clone, Copy)]
pub struct Area<'h> {
    pub house: &'h House,
    pub id: PartnershipId,
}

/// A member of staff who is signed in.
pub struct Member<'h> {
    pub id: StaffId,
    pub caller: Caller<'h>,
}

/// What is known of a young person before anything happens.
#[derive(Clone)]
pub struct Sketch {
    pub name: &'static str,
    pub preferred: Option<&'static str>,
    /// The day of transition, which is also the 18th birthday.
    pub transition_on: &'static str,
    pub needs: Vec<CommunicationNeed>,
    pub plan: bool,
    pub asked: AskedWhen,
}

/// A young person.
#[derive(Clone, Copy, Debug)]
pub struct Young {
    pub id: PersonId,
    pub birth: NaiveDate,
}

/// One partnership, somebody to follow, and who follows her.
pub struct Cast<'h> {
    pub area: Area<'h>,
    pub worker: Member<'h>,
    pub manager: Member<'h>,
    pub amina: Young,
}

impl Default for Sketch {
    /// Eighteen on the morning on which every story begins.
    fn default() -> Self {
        Self {
            name: "Amina Rahman",
            preferred: None,
            transition_on: "2026-09-07",
            needs: vec![CommunicationNeed::EasyRead],
            plan: true,
            asked: AskedWhen::default(),
        }
    }
}

impl House {
    /// A partnership whose staff are ready for answers about worries and safety.
    pub async fn area(&self, slug: &str) -> Area<'_> {
        let line = |text: &str| Line::new(text).expect("this is a line");
        let councils = match slug {
            "derbyshire" => ["830", "831"].as_slice(),
            _ => &["301"],
        };
        let partnership = Partnership {
            id: self.id(),
            slug: slug.to_owned(),
            name: line(&format!("{}{}", slug[..1].to_uppercase(), &slug[1..])),
            service_name: line("Next Steps"),
            transition_rule: TransitionRule::EighteenthBirthday,
            staffed_hours: line("9 to 5, Monday to Friday"),
            safety_questions: true,
            demonstration: false,
            councils: councils.iter().map(|c| CouncilCode::parse(c).expect("a council")).collect(),
        };
        let now = self.app.now();
        self.write(async |tx| tx.add_partnership(&partnership, now).await).await;
        Area { house: self, id: partnership.id }
    }

    /// Derbyshire, Wanda who works there, Maya who leads her, and Amina, given to Wanda.
    pub async fn cast(&self, amina: Sketch) -> Cast<'_> {
        let area = self.area("derbyshire").await;
        let worker = area.member("Wanda Wójcik", Role::Worker).await;
        let manager = area.member("Maya Morris", Role::Manager).await;
        let amina = area.add(amina).await;
        manager.assign(&amina, &worker).await;
        Cast { area, worker, manager, amina }
    }

    /// The same with Amina's phone, on which the longer check-in is open: its id.
    pub async fn asked(&self) -> (Cast<'_>, Caller<'_>, String) {
        let cast = self.cast(Sketch::default().since(CORE)).await;
        let phone = cast.worker.phone_of(&cast.amina).await;
        self.ask().await;
        let id = phone.waiting_id("core").await;
        (cast, phone, id)
    }
}

impl<'h> Area<'h> {
    /// Adds a young person, as an import would.
    pub async fn add(&self, sketch: Sketch) -> Young {
        self.add_all([sketch]).await.remove(0)
    }

    /// Adds many at once.
    pub async fn add_all(&self, sketches: impl IntoIterator<Item = Sketch>) -> Vec<Young> {
        let people: Vec<Person> =
            sketches.into_iter().map(|sketch| sketch.person(self.house.id(), self.id)).collect();
        let (store, now) = (&self.house.app.store, self.house.app.now());
        store
            .write(self.house.system.administer(self.id), async |tx| {
                tx.add_people(&people, now).await
            })
            .await
            .expect("they are added");
        people.iter().map(|person| Young { id: person.id, birth: person.birth_date }).collect()
    }
}

impl<'h> Deref for Member<'h> {
    type Target = Caller<'h>;

    fn deref(&self) -> &Caller<'h> {
        &self.caller
    }
}

impl<'h> Member<'h> {
    /// Gives somebody to a worker.
    pub async fn assign(&self, who: &Young, to: &Member<'_>) {
        let body = json!({ "worker_id": to.id.0 });
        self.put(&format!("/people/{}/assignment", who.id), body).await.ok();
    }

    /// Makes an invitation: its body.
    pub async fn invite(&self, who: &Young, route: &str) -> Value {
        self.post(&format!("/people/{}/invitations", who.id), json!({ "route": route })).await.ok()
    }

    /// The record of somebody.
    pub async fn open(&self, who: &Young) -> Value {
        self.get(&format!("/people/{}", who.id)).await.ok()
    }

    /// What is hidden of a check-in, a wish to talk or a request of somebody.
    pub async fn reveal(&self, who: &Young, of: &Value) -> Value {
        let of = of.as_str().expect("an id is text");
        self.get(&format!("/people/{}/words/{of}", who.id)).await.ok()
    }

    /// The row of somebody on the caseload.
    pub async fn row(&self, who: &Young) -> Value {
        let caseload = self.get("/caseload?limit=200").await.ok();
        let rows = caseload["items"].as_array().unwrap();
        let row = rows.iter().find(|row| row["id"] == who.id.to_string());
        row.unwrap_or_else(|| panic!("they are on the caseload: {caseload}")).clone()
    }

    /// Invites somebody, who comes in on a page of their own phone.
    pub async fn phone_of(&self, who: &Young) -> Caller<'h> {
        let invitation = self.invite(who, "letter").await;
        let phone = self.caller.stranger("/young-person/v1");
        let answer =
            phone.post("/invitations/accept", who.acceptance(&link(&invitation), "page")).await;
        let phone = phone.with_cookie(&answer);
        answer.ok();
        phone
    }

    /// Invites somebody, who comes in with an app: the app, and its tokens.
    pub async fn app_of(&self, who: &Young) -> (Caller<'h>, Value) {
        let invitation = self.invite(who, "letter").await;
        let app = self.caller.stranger("/young-person/v1");
        let accepted =
            app.post("/invitations/accept", who.acceptance(&link(&invitation), "app")).await;
        let tokens = accepted.ok()["tokens"].clone();
        (app.with_token(tokens["access_token"].as_str().unwrap()), tokens)
    }
}

impl Young {
    /// What somebody with the right birthday sends to use an invitation.
    pub fn acceptance(&self, secret: &str, client: &str) -> Value {
        use chrono::Datelike;
        json!({
            "secret": secret,
            "birth_day": self.birth.day(),
            "birth_month": self.birth.month(),
            "client": client,
            "shared_phone": false,
        })
    }
}

impl Sketch {
    /// Somebody of this name, in every other way usual.
    pub fn named(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// The same, with another day of transition.
    pub fn since(self, transition_on: &'static str) -> Self {
        Self { transition_on, ..self }
    }

    fn person(self, id: PersonId, partnership: PartnershipId) -> Person {
        let name = |text: &str| Name::new(text).expect("this is a name");
        let (given, family) = self.name.split_once(' ').expect("two names");
        let transition_on: NaiveDate = self.transition_on.parse().expect("this is a day");
        let birth_date = add_months(transition_on, -18 * 12);
        Person {
            id,
            partnership,
            council: CouncilCode::parse("830").expect("a council"),
            client_record_id: None,
            given_name: name(given),
            family_name: name(family),
            preferred_name: self.preferred.map(name),
            birth_date,
            sen_provision: if self.plan { SenProvision::EhcPlan } else { SenProvision::SenSupport },
            primary_need: Some("ASD".into()),
            communication_needs: self.needs,
            mobile: None,
            email: None,
            uln: None,
            journey: Journey::new(birth_date, transition_on).expect("they are of an age"),
            reading: Reading::Plain,
            text_size: TextSize::Normal,
            language: LANGUAGE.into(),
            asked: self.asked,
        }
    }
}

/// The token in the link of an invitation.
pub fn link(invitation: &Value) -> String {
    let link = invitation["link"].as_str().expect("an invitation has a link");
    link.split_once("#join=").expect("the token stands behind the #").1.to_owned()
}
