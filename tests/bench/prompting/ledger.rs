//! What came, as somebody outside counted it, and what the product says became of its prompts.

use std::{
    collections::HashMap,
    io::{BufRead, Write},
};

use anyhow::{Context, Result, bail};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use uuid::Uuid;

/// How often phones may be told of one prompt: a second time if whoever told them first was never heard of again.
const MOST_TOLD: u32 = 2;

/// What came, and what befell those who sent it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How often each person's phone was told something.
    pub pushes: HashMap<Uuid, u32>,
    /// How often each text came.
    pub texts: HashMap<Uuid, u32>,
    /// Messages that were not taken, and were to be sent again later.
    pub turned_away: u32,
    /// Texts that were taken, of which their sender was told nothing.
    pub broken_off: u32,
    /// Messages whose sender had gone when they were answered.
    pub orphaned: u32,
}

impl Ledger {
    /// Writes it down, a line for each entry.
    pub fn write(&self, to: &mut impl Write) -> Result<()> {
        for (sort, entries) in [("push", &self.pushes), ("text", &self.texts)] {
            for (id, times) in entries {
                writeln!(to, "{sort} {id} {times}")?;
            }
        }
        let Self { turned_away, broken_off, orphaned, .. } = self;
        writeln!(to, "end {turned_away} {broken_off} {orphaned}")?;
        Ok(())
    }

    /// Reads what was written.
    pub fn read(from: &mut impl BufRead) -> Result<Self> {
        let mut ledger = Self::default();
        for line in from.lines() {
            let line = line?;
            match line.split(' ').collect::<Vec<_>>().as_slice() {
                ["push", id, times] => ledger.pushes.insert(id.parse()?, times.parse()?),
                ["text", id, times] => ledger.texts.insert(id.parse()?, times.parse()?),
                ["end", turned_away, broken_off, orphaned] => {
                    ledger.turned_away = turned_away.parse()?;
                    ledger.broken_off = broken_off.parse()?;
                    ledger.orphaned = orphaned.parse()?;
                    return Ok(ledger);
                }
                _ => bail!("nobody writes {line}"),
            };
        }
        bail!("the ledger has no end")
    }
}

/// What the product says of a prompt.
pub struct Row {
    id: Uuid,
    person: Uuid,
    text: bool,
    lost: u32,
    outcome: Option<String>,
}

/// What the product says of all that were due.
pub async fn rows(db: &DatabaseConnection) -> Result<Vec<Row>> {
    let ask = "SELECT id, person_id, channel, lost, outcome FROM prompt WHERE step = 'open'";
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Postgres, ask)).await?;
    let read = |row: sea_orm::QueryResult| {
        let lost: i32 = row.try_get("", "lost")?;
        Ok(Row {
            id: row.try_get("", "id")?,
            person: row.try_get("", "person_id")?,
            text: row.try_get::<String>("", "channel")? == "sms",
            lost: lost.try_into()?,
            outcome: row.try_get("", "outcome")?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// How many wait.
pub async fn left(db: &DatabaseConnection) -> Result<i64> {
    let ask = "SELECT count(*) AS \"left\" FROM prompt WHERE step = 'open' AND settled_at IS NULL";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, ask)).await?;
    Ok(row.context("it counts")?.try_get("", "left")?)
}

/// What comes out when the two are laid side by side.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reckoning {
    /// Prompts that went to phones, and as texts.
    pub prompts: (u32, u32),
    /// Those that had been in the hands of somebody who may have sent them and was never heard of again.
    pub lost: u32,
    /// Phones that were told twice, as the protocol allows, where the prompt says so itself.
    pub repeats: u32,
    /// Prompts that say of themselves that nobody knows whether they arrived, and how many of those did not.
    pub unsure: (u32, u32),
    /// Messages that came more often than that.
    pub duplicates: u32,
    /// Prompts that never came and do not say so, and those that are not over.
    pub losses: u32,
    /// Messages that no prompt knows of.
    pub strangers: u32,
}

impl Reckoning {
    /// Lays them side by side.
    pub fn of(rows: &[Row], mut ledger: Ledger) -> Self {
        let mut all = Self::default();
        for row in rows {
            let (came, most) = if row.text {
                all.prompts.1 += 1;
                (ledger.texts.remove(&row.id), 1)
            } else {
                all.prompts.0 += 1;
                (ledger.pushes.remove(&row.person), MOST_TOLD.min(1 + row.lost))
            };
            let came = came.unwrap_or_default();
            all.lost += u32::from(row.lost > 0);
            all.duplicates += came.saturating_sub(most);
            all.repeats += came.min(most).saturating_sub(1);
            match row.outcome.as_deref() {
                Some("sent") => all.losses += u32::from(came == 0),
                Some("unsure") => {
                    all.unsure.0 += 1;
                    all.unsure.1 += u32::from(came == 0);
                }
                _ => all.losses += 1,
            }
        }
        all.strangers = ledger.pushes.values().chain(ledger.texts.values()).sum();
        all
    }

    /// Whether everything went as promised.
    pub fn is_kept(&self) -> bool {
        (self.duplicates, self.losses, self.strangers) == (0, 0, 0)
    }
}
