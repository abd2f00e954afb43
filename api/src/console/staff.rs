//! `throughline staff`.

use anyhow::{Context, Result, bail};
use domain::{
    identifier::EmailAddress,
    staff::{Role, Staff},
    text::{Line, Name},
};

use super::{partnership, words};
use crate::{
    app::App,
    config::{AddStaff, StaffCommand},
    linking::{SignInLink, sign_in_link},
    store::{Account, StoreError, scope::System},
};

/// Adds or lists members of staff, or lets one in.
pub async fn run(app: &App, system: System, command: &StaffCommand) -> Result<()> {
    match command {
        StaffCommand::Add(new) => add(app, system, new).await,
        StaffCommand::Link { partnership, email } => link(app, system, partnership, email).await,
        StaffCommand::List { partnership } => list(app, system, partnership).await,
    }
}

async fn add(app: &App, system: System, new: &AddStaff) -> Result<()> {
    let partnership = partnership(app, system, &new.partnership).await?;
    let staff = Staff {
        id: app.new_id(),
        partnership: partnership.id,
        name: Name::new(&new.name).context("--name")?,
        email: EmailAddress::parse(&new.email).context("--email")?.as_str().to_owned(),
        role: new.role,
    };
    let agency = new.agency.as_deref().map(Line::new).transpose().context("--agency")?;
    if agency.is_some() && staff.role != Role::PartnershipViewer {
        bail!("--agency: only a partnership viewer can work for another agency");
    }
    let add = app.store.write(system.administer(partnership.id), async |tx| {
        tx.add_staff(&staff, app.now()).await?;
        if let Some(agency) = &agency {
            tx.set_agency(staff.id, agency).await?;
        }
        SignInLink::add(app, tx, &staff).await
    });
    match add.await {
        Err(StoreError::Exists(_)) => {
            bail!(
                "somebody signs in with this e-mail address already; see `throughline staff link`"
            )
        }
        link => print(&staff, &link?),
    }
    Ok(())
}

async fn link(app: &App, system: System, key: &str, email: &str) -> Result<()> {
    let email = EmailAddress::parse(email)?;
    let found = accounts(app, system, key).await?;
    let account =
        found.iter().find(|account| account.staff.email == email.as_str()).with_context(|| {
            format!("nobody signs in with this e-mail address; see `throughline staff list --partnership {key}`")
        })?;
    let staff = &account.staff;
    print(staff, &sign_in_link(app, system.administer(staff.partnership), staff).await?);
    Ok(())
}

async fn list(app: &App, system: System, key: &str) -> Result<()> {
    let accounts = accounts(app, system, key).await?;
    for Account { staff, enrolled, .. } in &accounts {
        let state = if *enrolled { "" } else { "  has not set a password" };
        let Staff { name, email, role, .. } = staff;
        println!("{email:<40} {:<20} {}{state}", role.code(), name.as_str());
    }
    if accounts.is_empty() {
        println!("Nobody works here yet: add somebody with `throughline staff add`.");
    }
    Ok(())
}

async fn accounts(app: &App, system: System, key: &str) -> Result<Vec<Account>> {
    let partnership = partnership(app, system, key).await?;
    let admin = system.administer(partnership.id);
    Ok(app.store.read::<_, _, StoreError>(admin, async |tx| tx.staff().await).await?)
}

fn print(staff: &Staff, link: &SignInLink) {
    println!(
        "{} ({}) gets in once by this link, until {}:",
        staff.name.as_str(),
        staff.role.code(),
        words(link.expires_at)
    );
    println!("{}", link.link);
}
