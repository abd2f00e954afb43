//! `throughline partnership`.

use anyhow::{Context, Result, bail};
use domain::{
    council::Councils,
    identifier::CouncilCode,
    partnership::{Partnership, service_name, slug, staffed_hours},
    readiness::{Missing, Readiness},
    text::Line,
};

use super::partnership;
use crate::{
    app::App,
    config::{AddPartnership, ChangePartnership, PartnershipCommand, ReadyPartnership},
    store::{StoreError, scope::System},
};

/// Adds, lists or changes partnerships.
pub async fn run(app: &App, system: System, command: &PartnershipCommand) -> Result<()> {
    match command {
        PartnershipCommand::Add(new) => add(app, system, new).await,
        PartnershipCommand::List => list(app, system).await,
        PartnershipCommand::Change(change) => self::change(app, system, change).await,
        PartnershipCommand::Ready(ready) => self::ready(app, system, ready).await,
    }
}

async fn add(app: &App, system: System, new: &AddPartnership) -> Result<()> {
    let mut councils = new.councils.iter().map(|code| council(code)).collect::<Result<Vec<_>>>()?;
    councils.sort();
    councils.dedup();
    let partnership = Partnership {
        id: app.new_id(),
        slug: slug(&new.key)?,
        name: Line::new(&new.name).context("--name")?,
        service_name: service_name(&new.service_name).context("--service-name")?,
        transition_rule: new.transition_rule,
        staffed_hours: staffed_hours(&new.staffed_hours).context("--staffed-hours")?,
        safety_questions: false,
        demonstration: false,
        councils,
    };
    let add = app.store.write(system, async |tx| tx.add_partnership(&partnership, app.now()).await);
    match add.await {
        Err(StoreError::Exists(_)) => bail!("there is a partnership `{}` already", new.key),
        added => added?,
    }
    print(&partnership);
    Ok(())
}

async fn list(app: &App, system: System) -> Result<()> {
    let all =
        app.store.read::<_, _, StoreError>(system, async |tx| tx.partnerships().await).await?;
    all.iter().for_each(print);
    if all.is_empty() {
        println!("There is no partnership yet: add one with `throughline partnership add`.");
    }
    Ok(())
}

async fn change(app: &App, system: System, change: &ChangePartnership) -> Result<()> {
    let mut partnership = partnership(app, system, &change.key).await?;
    if let Some(name) = &change.name {
        partnership.name = Line::new(name).context("--name")?;
    }
    if let Some(name) = &change.service_name {
        partnership.service_name = service_name(name).context("--service-name")?;
    }
    if let Some(hours) = &change.staffed_hours {
        partnership.staffed_hours = staffed_hours(hours).context("--staffed-hours")?;
    }
    if let Some(asked) = change.safety_questions {
        partnership.safety_questions = asked;
    }
    if let Some(rule) = change.transition_rule {
        partnership.transition_rule = rule;
    }
    let admin = system.administer(partnership.id);
    let missing = app
        .store
        .write::<_, _, StoreError>(admin, async |tx| {
            tx.change_partnership(&partnership, app.today()).await
        })
        .await?;
    if !missing.is_empty() {
        bail!("nothing was changed. {}", to_do(&missing));
    }
    print(&partnership);
    Ok(())
}

/// Says what is in place for questions about safety, and prints what is missing.
async fn ready(app: &App, system: System, ready: &ReadyPartnership) -> Result<()> {
    let partnership = partnership(app, system, &ready.key).await?;
    let today = app.today();
    for (day, flag) in [(ready.signposts_checked, "--signposts-checked"), (ready.drill, "--drill")]
    {
        if day.is_some_and(|day| day > today) {
            bail!("{flag}: what is still to come is not in place");
        }
    }
    let out_of_hours = ready.out_of_hours.as_deref().map(Line::new).transpose();
    let out_of_hours = out_of_hours.context("--out-of-hours")?;
    let admin = system.administer(partnership.id);
    let (missing, unknown) = app
        .store
        .write::<_, _, StoreError>(admin, async |tx| {
            let staff = tx.staff().await?;
            let lead = |email: &Option<String>| {
                let email = email.as_ref()?.to_lowercase();
                let found = staff.iter().find(|account| account.staff.email == email);
                Some(found.map(|account| account.staff.id).ok_or(email))
            };
            let (under_18, adult) = (lead(&ready.under_18_lead), lead(&ready.adult_lead));
            let unknown =
                [&under_18, &adult].into_iter().flatten().find_map(|lead| lead.clone().err());
            if unknown.is_some() {
                return Ok((Vec::new(), unknown));
            }
            let before = tx.readiness().await?;
            tx.save_readiness(&Readiness {
                under_18_lead: under_18.and_then(Result::ok).or(before.under_18_lead),
                adult_lead: adult.and_then(Result::ok).or(before.adult_lead),
                out_of_hours: out_of_hours.clone().or(before.out_of_hours),
                signposts_checked_on: ready.signposts_checked.or(before.signposts_checked_on),
                drill_on: ready.drill.or(before.drill_on),
            })
            .await?;
            Ok((tx.missing(today).await?, None))
        })
        .await?;
    if let Some(email) = unknown {
        bail!("nobody at {} works here: see `throughline staff list`", email);
    }
    println!("{}", to_do(&missing));
    Ok(())
}

/// What is missing, a line each.
fn to_do(missing: &[Missing]) -> String {
    if missing.is_empty() {
        return "Everything is in place: questions about safety can be turned on.".into();
    }
    let lines: Vec<String> =
        missing.iter().map(|missing| format!("  - {}", missing.words())).collect();
    format!("Before questions about safety can be turned on:\n{}", lines.join("\n"))
}

fn council(code: &str) -> Result<CouncilCode> {
    let known = CouncilCode::parse(code).ok();
    known.filter(|code| Councils::shipped().name(code.as_str()).is_some()).with_context(|| {
        format!("`{code}` is not a council: give the three digits of the Department for Education, like 830")
    })
}

fn print(partnership: &Partnership) {
    let council = |code: &CouncilCode| {
        let name = Councils::shipped().name(code.as_str()).unwrap_or("unknown");
        format!("{} {name}", code.as_str())
    };
    let councils: Vec<String> = partnership.councils.iter().map(council).collect();
    let mark = if partnership.demonstration { " (demonstration)" } else { "" };
    println!("{}  {}{mark}", partnership.slug, partnership.name.as_str());
    println!("    councils          {}", councils.join(", "));
    println!("    service name      {}", partnership.service_name.as_str());
    println!("    staffed hours     {}", partnership.staffed_hours.as_str());
    println!("    safety questions  {}", if partnership.safety_questions { "on" } else { "off" });
    println!("    transition rule   {}", partnership.transition_rule.code());
}
