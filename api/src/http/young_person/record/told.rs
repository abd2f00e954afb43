//! What is held, in words.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    activity::Activities,
    contact::{Contact, ContactKind, ContactOutcome, Direction},
    council::Councils,
    data_request::{Decision, Part},
    day::{london_day, london_time},
    goal::Goal,
    need::NeedTypes,
    person::{LANGUAGE, Often, Person, Reading, SenProvision, TextSize},
    promise::Promise,
    proof::Reached,
    record::words,
    report::Headline,
    spell::{Source, Spell},
    supporter::Supporter,
    talk::Talk,
};

use super::{
    super::requests::asked_words, FactOut, ItemOut, RecordOut, SectionOut, easy, promised,
};
use crate::{
    app::App,
    http::{
        problem::Result,
        worker::{supporters::relation, told::Told},
    },
    store::{Tx, scope::Proven},
};

/// What is not shown: why, and how to ask.
const NOT_SHOWN: &str = "Some things are not shown here: notes that staff wrote for themselves, alerts, and anything that \
                         could harm you or somebody else. Ask for everything, or ask us why.";
const NOT_SHOWN_EASY: &str =
    "Some things are not shown here.\nYou can ask for everything.\nYou can ask us why.";

/// Everything that a young person may read of what is held.
pub async fn read(tx: &Tx<Proven>, app: &App) -> Result<RecordOut> {
    let me = tx.scope().person();
    let person = tx.person(me).await?;
    let partnership = tx.partnership().await?;
    let worker = match tx.worker_of(me).await? {
        Some(id) => tx.staff_first_name(id).await?,
        None => None,
    };
    let promises: Vec<Promise> = tx.promises_of(me).await?.into_iter().map(|(p, _)| p).collect();
    let supporters = tx.supporters_of(me).await?;
    let asked = tx.check_ins(me).await?;
    let told = Told::new(app, &promises, &supporters, tx.answers_of(me).await?);
    let told = told.as_asked(tx, &asked).await?;
    let mut check_ins: Vec<_> = asked.into_iter().map(|(c, _)| c).collect();
    check_ins.reverse();
    let spells = tx.known_spells_of(me).await?;
    let confirmed = tx.own_contacts(me).await?;

    let mut ways = Vec::new();
    ways.extend(person.mobile.as_ref().map(|it| fact("Mobile number", it.as_str())));
    ways.extend(person.email.as_ref().map(|it| fact("E-mail", it.as_str())));
    for (own, at) in &confirmed {
        let name = match own.kind {
            Reached::Mobile => "Mobile number you confirmed",
            Reached::Email => "E-mail you confirmed",
        };
        let plain = format!("{}, on {}", own.value, moment(*at));
        let easier = format!("{}\nYou gave it to us on {}.", own.value, day(london_day(*at)));
        ways.push(FactOut { easy_value: Some(easier), ..fact(name, &plain) });
    }
    if let Some(known) = tx.safe_contact_of(me).await? {
        ways.push(easy::safely(&known.value));
    }
    let intended = tx.intended_of(me).await?;
    let (claims, concerns) = (tx.claims_of(me).await?, tx.concerns_of(me).await?);
    let keys = tx.passkey_count().await?;
    ways.push(fact("Passkeys", &keys.to_string()));

    let mut shared = vec![
        fact("Who runs this service", partnership.name.as_str()),
        fact("Councils it works for", &councils(&partnership.councils)),
        fact(
            "Who can open your record",
            "Your worker, their manager, and a safeguarding lead if there is a worry about you",
        ),
        fact("What boards see", "Only counts of many people, never you"),
    ];
    let mut about_me = about(&person, worker.as_deref(), app);
    about_me.extend(tx.plan_of(me).await?.and_then(|known| easy::plan(&known.value)));
    let one = |title: &str, facts| vec![ItemOut::new(None, title.to_owned(), facts)];
    let referrals = tx.referrals_of(me).await?;
    shared.extend(referrals.iter().filter(|it| it.stands(app.today())).map(easy::sharing));
    shared.extend(tx.transfers_of(me).await?.iter().map(easy::moving));
    let sections = vec![
        section(Part::AboutMe, "About you", "About you", one("You", about_me)),
        section(
            Part::Contact,
            "How we can reach you",
            "How we reach you",
            one("Contact details", ways),
        ),
        section(
            Part::Destination,
            "Where you are and were",
            "What you do",
            spells
                .iter()
                .rev()
                .map(|known| spell(&known.spell, &app.activities))
                .chain(intended.iter().map(|known| promised::meant(&known.value)))
                .collect(),
        ),
        section(
            Part::Promise,
            "Support you were promised",
            "Support for you",
            promises.iter().map(|it| promised::item(it, &claims, &concerns, app.today())).collect(),
        ),
        section(
            Part::CheckIn,
            "What you told us",
            "What you told us",
            check_ins
                .iter()
                .map(|check_in| {
                    let facts = told
                        .in_words(check_in.id)
                        .map(|(name, value)| FactOut {
                            name,
                            easy_name: None,
                            value,
                            easy_value: None,
                        })
                        .collect();
                    let title = format!("Check-in of {}", day(check_in.due_on));
                    ItemOut::new(Some(check_in.id.0), title, facts)
                })
                .collect(),
        ),
        section(
            Part::Other,
            "Your goals",
            "Your goals",
            tx.goals_of(me).await?.iter().map(goal).collect(),
        ),
        section(
            Part::Other,
            "People who help you",
            "People who help you",
            supporters.iter().map(|it| supporter(app, it)).collect(),
        ),
        section(
            Part::Other,
            "When you asked to talk",
            "When you asked to talk",
            tx.talks_of(me, None).await?.iter().map(talk).collect(),
        ),
        section(
            Part::Recorded,
            "When staff were in touch",
            "When we were in touch",
            tx.contacts_of(me).await?.iter().map(|known| contact(&known.value)).collect(),
        ),
        section(
            Part::Other,
            "What you asked about your record",
            "What you asked us",
            tx.data_requests().await?.iter().map(request).collect(),
        ),
        section(Part::Other, "Who it is shared with", "Who can see this", one("Sharing", shared)),
    ];
    Ok(RecordOut {
        as_of: app.now().into(),
        sections,
        not_shown: NOT_SHOWN.into(),
        not_shown_easy: NOT_SHOWN_EASY.into(),
    })
}

fn section(part: Part, title: &str, easy_title: &str, items: Vec<ItemOut>) -> SectionOut {
    SectionOut { part: part.into(), title: title.into(), easy_title: easy_title.into(), items }
}

pub fn fact(name: &str, value: &str) -> FactOut {
    FactOut {
        name: name.into(),
        easy_name: easy::name(name).map(Into::into),
        value: value.into(),
        easy_value: easy::value(name, value).map(Into::into),
    }
}

pub fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn moment(at: DateTime<Utc>) -> String {
    format!(
        "{}, {}",
        day(london_day(at)),
        london_time(at).format("%-I:%M %p").to_string().to_lowercase()
    )
}

fn councils(codes: &[domain::identifier::CouncilCode]) -> String {
    let name = |code: &domain::identifier::CouncilCode| {
        Councils::shipped().name(code.as_str()).unwrap_or("another council").to_owned()
    };
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn about(person: &Person, worker: Option<&str>, app: &App) -> Vec<FactOut> {
    let mut facts = vec![fact("Given name", person.given_name.as_str())];
    // Some people have one name.
    let family_name = Some(person.family_name.as_str()).filter(|name| !name.is_empty());
    facts.extend(family_name.map(|name| fact("Family name", name)));
    facts.extend(
        person
            .preferred_name
            .as_ref()
            .map(|name| fact("What you like to be called", name.as_str())),
    );
    facts.push(fact("Date of birth", &day(person.birth_date)));
    facts.push(fact(
        "Council",
        Councils::shipped().name(person.council.as_str()).unwrap_or("another council"),
    ));
    facts.extend(
        person
            .client_record_id
            .as_ref()
            .map(|id| fact("The council's number for you", id.as_str())),
    );
    facts.extend(person.uln.as_ref().map(|uln| fact("Learner number", uln.as_str())));
    let provision = match person.sen_provision {
        SenProvision::EhcPlan => "An education, health and care plan (EHC plan)",
        SenProvision::SenSupport => "SEN support",
        SenProvision::None => "No plan and no SEN support",
    };
    facts.push(fact("Plan or support", provision));
    if let Some(code) = &person.primary_need {
        let label =
            NeedTypes::shipped().get(code).map_or(code.as_str(), |need| need.label.as_str());
        facts.push(fact("Main need", label));
    }
    let needs: Vec<&str> = person.communication_needs.iter().map(|need| need.label()).collect();
    if !needs.is_empty() {
        facts.push(fact("What helps when we talk", &needs.join(", ")));
    }
    facts.push(fact("Your worker", worker.unwrap_or("Nobody yet")));
    facts.push(fact("Your two years began", &day(person.journey.transition_on)));
    facts.push(fact("They end", &day(person.journey.ends_on)));
    facts.extend(person.journey.paused_until.map(|until| fact("Paused until", &day(until))));
    facts.extend(person.journey.left_on.map(|left| fact("You left on", &day(left))));
    facts.push(fact(
        "How you read",
        match person.reading {
            Reading::Plain => "Plain words",
            Reading::Easy => "Easy read",
        },
    ));
    facts.push(fact(
        "Text size",
        match person.text_size {
            TextSize::Normal => "Normal",
            TextSize::Large => "Large",
            TextSize::Largest => "Largest",
        },
    ));
    // Others stay a code, such as `cy`: no list of names is kept for what partnerships bring.
    let language = if person.language == LANGUAGE { "English" } else { &person.language };
    facts.push(fact("Language of our questions", language));
    let usual = person.asked.often == Often::Usual;
    let often = if usual { ["", ""] } else { [", less often", "\nLess often than others."] };
    let on = weekday(person.asked.weekday);
    let (plain, easier) = match person.asked.stopped_at.map(london_day).map(day) {
        Some(day) => (
            format!("You stopped reminders on {day}"),
            format!("You stopped reminders.\nThat was on {day}."),
        ),
        None => {
            let at = |how| person.asked.slot.format(how).to_string().to_lowercase();
            let easier = format!("On {on}s at {}.{}", at("%-I:%M %p"), often[1]);
            (format!("{on} at {}{}", at("%H:%M"), often[0]), easier)
        }
    };
    facts.push(FactOut { easy_value: Some(easier), ..fact("When we ask you", &plain) });
    facts.push(fact("As it stood on", &day(app.today())));
    facts
}

fn weekday(weekday: chrono::Weekday) -> &'static str {
    use chrono::Weekday::*;
    match weekday {
        Mon => "Monday",
        Tue => "Tuesday",
        Wed => "Wednesday",
        Thu => "Thursday",
        Fri => "Friday",
        Sat => "Saturday",
        Sun => "Sunday",
    }
}

fn spell(spell: &Spell, activities: &Activities) -> ItemOut {
    // The labels of the national list are for staff: some are harsh.
    let label = activities.get(spell.code).map_or("Something else", |known| {
        match (known.category.and_then(words), known.headline) {
            (Some(words), _) => words,
            (None, Some(Headline::InEducationOrWork)) => "learning or work",
            (None, Some(Headline::NotInEducationOrWork)) => "not in learning or work",
            (None, Some(Headline::NotKnown)) => "we did not know",
            (None, None) => "something else",
        }
    });
    let source = match spell.source {
        Source::YoungPerson => "You told us",
        Source::YoungPersonWithHelp => "You told us, with somebody's help",
        Source::SomeoneForThem => "Somebody told us for you",
        _ => "Staff or the council's records",
    };
    let mut facts = vec![fact("From", &day(spell.started_on))];
    facts.extend(spell.ended_on.map(|end| fact("Until", &day(end))));
    facts.extend(spell.provider.as_ref().map(|place| fact("Where", place.as_str())));
    facts.extend(spell.days_per_week.map(|days| fact("Days a week", &days.to_string())));
    facts.push(fact("How we know", source));
    ItemOut::new(Some(spell.id.0), label.to_owned(), facts)
}

fn goal(goal: &Goal) -> ItemOut {
    let mut facts = vec![fact("Since", &day(london_day(goal.made_at)))];
    facts.extend(goal.reached_at.map(|at| fact("You reached it", &day(london_day(at)))));
    ItemOut::new(Some(goal.id.0), goal.words.as_str().to_owned(), facts)
}

fn supporter(app: &App, supporter: &Supporter) -> ItemOut {
    let may = |yes: bool| if yes { "Yes" } else { "No" };
    let facts = vec![
        fact("Who they are", &relation(app, &supporter.relation)),
        fact("May help you answer", may(supporter.switches.helps)),
        fact("Gets reminders", may(supporter.switches.gets_reminders)),
        fact("Sees your goals", may(supporter.switches.sees_goals)),
    ];
    ItemOut::new(Some(supporter.id.0), supporter.name.as_str().to_owned(), facts)
}

fn talk(talk: &Talk) -> ItemOut {
    let mut facts = vec![fact("How", &format!("{} {}", talk.way.words(), talk.safe_time.words()))];
    facts.extend(talk.words.as_ref().map(|words| fact("What you wrote", words.as_str())));
    ItemOut::new(Some(talk.id.0), moment(talk.asked_at), facts)
}

fn contact(contact: &Contact) -> ItemOut {
    let kind = match contact.kind {
        ContactKind::Call => "A call",
        ContactKind::Text => "A text",
        ContactKind::Video => "A video call",
        ContactKind::Meeting => "A meeting",
        ContactKind::Email => "An e-mail",
        ContactKind::Letter => "A letter",
        ContactKind::HomeVisit => "A visit at home",
    };
    let (from, easier) = match contact.direction {
        Direction::Out => ("from staff", "It came from us."),
        Direction::In => {
            ("from you, or somebody for you", "It came from you, or somebody for you.")
        }
    };
    let outcome = match contact.outcome {
        ContactOutcome::Spoke => "You spoke",
        ContactOutcome::LeftMessage => "A message was left",
        ContactOutcome::NoAnswer => "Nobody answered",
        ContactOutcome::WrongNumber => "The number was not yours",
        ContactOutcome::Sent => "It was sent",
        ContactOutcome::Other => "Something else",
    };
    let what = fact("What", &format!("{kind} {from}"));
    let what = FactOut { easy_value: Some(format!("{kind}.\n{easier}")), ..what };
    let mut facts = vec![what, fact("How it went", outcome)];
    facts.extend(easy::there(&contact.present));
    ItemOut::new(Some(contact.id.0), moment(contact.happened_at), facts)
}

fn request(request: &domain::data_request::DataRequest) -> ItemOut {
    let mut facts = vec![fact("Asked on", &day(london_day(request.asked_at)))];
    facts.extend(request.words.as_ref().map(|words| fact("What you said", words.as_str())));
    match &request.answer {
        None => facts.push(fact("Answer by", &day(request.due_on))),
        Some(answer) => {
            let decision = match answer.decision {
                Decision::Done => "Yes",
                Decision::Refused => "No. What you said is kept beside it",
            };
            facts.push(fact("Answer", decision));
            facts.push(fact("Why", answer.words.as_str()));
        }
    }
    ItemOut::new(Some(request.id.0), asked_words(request.asked).to_owned(), facts)
}
