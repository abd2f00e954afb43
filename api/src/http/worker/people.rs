//! One young person, as staff see them.

use chrono::NaiveDate;
use domain::{
    alert::Alert,
    check_in::CheckIn,
    day::{Hours, age_on},
    id::{AlertId, PersonId},
    invitation::InvitationState,
    need::NeedTypes,
    person::{Person, SenProvision},
    promise::Promise,
    schedule::schedule,
    talk::RECENT,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    alert_wire::{AlertOut, Around},
    contacts::ContactOut,
    details::DetailsOut,
    evidence,
    intended::IntendedOut,
    plans::{KeyDayOut, PlanOut},
    promises::PromiseOut,
    received,
    requests::RequestOut,
    safe_contacts::SafeContactOut,
    supporters::SupporterOut,
    tasks::ToDoOut,
    told::{CheckInOut, Told},
    wire::{CodedOut, InvitationCode, Names, ReasonOut, SpellOut},
    wishes::{GoalOut, TalkOut},
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::Result,
        wire::Instant,
        young_person::{me::StageCode, wire::KindCode},
    },
    standing::{Happened, Known, why},
    store::{StoreError, Tx, Whole, scope::Caseload},
};

pub struct People;

#[OpenApi(tag = "Tag::People")]
impl People {
    /// Open a young person's record
    ///
    /// Everything that staff see on one page. That you looked is kept, and the young person can see it.
    #[oai(path = "/people/:person_id", method = "get", operation_id = "show_person")]
    async fn show(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who.
        person_id: Path<Uuid>,
    ) -> Result<Json<PersonOut>> {
        let (app, scope, id) = (app.0, *me.scope(), PersonId(person_id.0));
        // Side by side, because the one waits for the disk. Nothing is told unless it is noted.
        let read = app.store.look(scope, async |tx| PersonOut::read(tx, app, id).await);
        let noted = app.store.write::<_, _, StoreError>(scope, async |tx| {
            tx.note_look(app.new_id(), id, "show_person", app.now()).await
        });
        let (out, noted) = tokio::join!(read, noted);
        noted?;
        Ok(Json(out?))
    }
}

/// The help that somebody has because of their needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SenProvision", rename_all = "kebab-case", remote = "SenProvision")]
pub(super) enum ProvisionCode {
    /// A current education, health and care plan.
    EhcPlan,
    /// SEN support.
    SenSupport,
    /// Neither.
    None,
}

/// A young person.
#[derive(Object)]
#[oai(rename = "Person", skip_serializing_if_is_none)]
struct PersonOut {
    /// Who.
    id: Uuid,
    /// What they like to be called, and their family name.
    name: String,
    /// Given name.
    first_name: String,
    /// Family name.
    family_name: String,
    /// What they like to be called, if not their given name.
    preferred_name: Option<String>,
    /// In years.
    age: u8,
    /// Until when it is open to you because you opened it in an emergency; missing: it is open to you anyway.
    open_until: Option<Instant>,
    /// Birth date.
    birth_date: NaiveDate,
    /// Which council is responsible.
    council: CodedOut,
    sen_provision: ProvisionCode,
    /// SEN type.
    primary_need: Option<CodedOut>,
    /// How to speak to them.
    needs: Vec<String>,
    /// What staff can mend of this, with its version.
    details: DetailsOut,
    /// How they can be reached safely, if anybody has said.
    safe_contact: Option<SafeContactOut>,
    /// The days of their EHC plan, as far as they are known.
    plan: Option<PlanOut>,
    /// Days to keep in mind, earliest first.
    key_dates: Vec<KeyDayOut>,
    /// For calls and texts.
    mobile: Option<String>,
    /// For e-mail.
    email: Option<String>,
    /// On how many phones they are signed in.
    phones: u32,
    /// Who works with them.
    worker_name: Option<String>,
    invitation: InvitationCode,
    /// The two years.
    journey: JourneyOut,
    /// Why they stand where they stand on the caseload.
    reasons: Vec<ReasonOut>,
    /// What they did and do, the latest first.
    destinations: Vec<SpellOut>,
    /// What they meant to do next, the latest first, with what became of it.
    intended: Vec<IntendedOut>,
    /// What they were asked and said, the latest first.
    check_ins: Vec<CheckInOut>,
    /// What was promised.
    promises: Vec<PromiseOut>,
    /// What they want, in their own words.
    goals: Vec<GoalOut>,
    /// Whom they have asked to help.
    supporters: Vec<SupporterOut>,
    /// What they asked for in the last 90 days, the latest first.
    talks: Vec<TalkOut>,
    /// What they asked about what is held of them, the latest first.
    requests: Vec<RequestOut>,
    /// Numbers and addresses that they confirmed as their own.
    own_contacts: Vec<String>,
    /// When they stopped all reminders, if they did. Stopping them never stops human support.
    prompts_stopped_at: Option<Instant>,
    /// The last day of a pause that they chose.
    paused_until: Option<NaiveDate>,
    /// What staff did to reach them, the latest first.
    contacts: Vec<ContactOut>,
    /// Alerts that are not closed, the most urgent first and the oldest of those.
    alerts: Vec<AlertOut>,
    /// What staff are to do.
    tasks: Vec<ToDoOut>,
}

/// The two years of one young person.
#[derive(Object)]
#[oai(rename = "JourneyDates", skip_serializing_if_is_none)]
struct JourneyOut {
    state: StageCode,
    /// The first day.
    transition_on: NaiveDate,
    /// The last day.
    ends_on: NaiveDate,
    /// The tracking month, 0 to 24.
    month: Option<u8>,
    /// The next check-in.
    next: Option<NextOut>,
}

/// A check-in that is to come.
#[derive(Object)]
#[oai(rename = "NextCheckIn")]
struct NextOut {
    kind: KindCode,
    /// When it opens.
    on: NaiveDate,
}

impl PersonOut {
    async fn read(tx: &Tx<Caseload>, app: &App, id: PersonId) -> Result<Self> {
        let (now, today) = (app.now(), app.today());
        let whole = tx.whole(id, now).await?;
        let begun = whole.begun();
        let Whole { person, worker, check_ins: asked, supporters, contacts, own_words, .. } = whole;
        let names = Names::of_these(whole.staff);
        let promised = whole.promises;
        let promises: Vec<Promise> = promised.iter().map(|known| known.value.clone()).collect();
        let told = Told::new(app, &promises, &supporters, whole.answers).asked(tx, &asked).await?;
        let happened = Happened::known(tx, app, &whole.alerts, &asked).await?;
        let mut check_ins: Vec<CheckIn> = asked.into_iter().map(|(c, _)| c).collect();
        let check_ins_out = check_ins.iter().map(|check_in| told.check_in(check_in)).collect();
        check_ins.reverse();
        let spells = whole.spells;
        let known = Known {
            happened,
            spells: spells.iter().map(|known| known.spell.clone()).collect(),
            alerts: whole.alerts,
            tasks: whole.tasks,
            check_ins,
            begun,
            invitation: Some(whole.invitation),
        };
        let mut alerts: Vec<&Alert> = known.alerts.iter().collect();
        alerts.sort_by_key(|alert| (alert.priority, alert.raised_at));
        let open: Vec<AlertId> = alerts.iter().map(|alert| alert.id).collect();
        // Of somebody about whom nothing is open they are not asked for.
        let hours = if open.is_empty() { Hours::default() } else { tx.hours().await? };
        let around = Around {
            happened: &known.happened,
            names: &names,
            own_words: &own_words,
            contacts: &contacts,
            hours: &hours,
            passed_on: &tx.passed_on(&open).await?,
            born: Some(person.birth_date),
            me: tx.scope().staff(),
        };
        Ok(Self {
            age: age_on(person.birth_date, today).clamp(0, 120) as u8,
            phones: whole.phones as u32,
            reasons: why(app, &person, worker.is_some(), &known, (Some(tx.scope().staff()), now))
                .iter()
                .map(ReasonOut::from)
                .collect(),
            destinations: evidence::spells(app, &spells, &whole.words, &whole.tries, &names),
            intended: whole
                .intended
                .iter()
                .map(|it| IntendedOut::new(app, it, &known.spells))
                .collect(),
            check_ins: check_ins_out,
            promises: received::promises(&told, &promised, &whole.claims, &whole.concerns),
            goals: whole.goals.iter().map(GoalOut::new).collect(),
            supporters: supporters.iter().map(|it| SupporterOut::new(app, it)).collect(),
            talks: whole
                .talks
                .iter()
                .filter(|talk| talk.asked_at >= now - RECENT)
                .map(TalkOut::new)
                .collect(),
            requests: whole.requests.iter().map(RequestOut::new).collect(),
            own_contacts: whole.own_contacts,
            prompts_stopped_at: person.asked.stopped_at.map(Into::into),
            paused_until: person.journey.paused_until.filter(|until| *until >= today),
            contacts: contacts.iter().map(|c| ContactOut::new(c, &names)).collect(),
            alerts: alerts.into_iter().map(|it| AlertOut::new(app, it, &around)).collect(),
            tasks: whole
                .to_dos
                .iter()
                .map(|task| ToDoOut::new(task, &names, tx.scope().staff(), today))
                .collect(),
            journey: JourneyOut::new(app, &person, today),
            invitation: known.invitation.unwrap_or(InvitationState::None).into(),
            worker_name: names.of_maybe(worker),
            open_until: whole.open_until.map(Into::into),
            council: CodedOut::council(person.council.as_str()),
            primary_need: person.primary_need.as_deref().map(need),
            details: DetailsOut::new(&whole.details),
            safe_contact: whole.safe_contact.as_ref().map(SafeContactOut::new),
            plan: whole.plan.as_ref().map(PlanOut::new),
            key_dates: KeyDayOut::all(
                app,
                &person,
                whole.plan.as_ref().map(|known| &known.value),
                &known.spells,
            ),
            needs: person.communication_needs.iter().map(|need| need.label().into()).collect(),
            id: person.id.0,
            name: person.full_name(),
            first_name: person.given_name.as_str().into(),
            family_name: person.family_name.as_str().into(),
            preferred_name: person.preferred_name.as_ref().map(|name| name.as_str().into()),
            birth_date: person.birth_date,
            sen_provision: person.sen_provision.into(),
            mobile: person.mobile.as_ref().map(|mobile| mobile.as_str().into()),
            email: person.email.as_ref().map(|email| email.as_str().into()),
        })
    }
}

impl JourneyOut {
    fn new(app: &App, person: &Person, today: NaiveDate) -> Self {
        let next = schedule(&person.journey, &person.asked, app.questionnaire.cadence())
            .into_iter()
            .find(|due| due.on > today)
            .map(|due| NextOut { kind: due.kind.into(), on: due.on });
        Self {
            state: person.journey.stage(today).into(),
            transition_on: person.journey.transition_on,
            ends_on: person.journey.ends_on,
            month: person.journey.month(today),
            next,
        }
    }
}

fn need(code: &str) -> CodedOut {
    let name = NeedTypes::shipped().get(code).map_or(code, |need| need.label.as_str());
    CodedOut { code: code.to_owned(), name: name.to_owned() }
}
