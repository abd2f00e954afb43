//! The phones a young person is signed in on, and what to do when one is lost (YP-18).

use chrono::NaiveDate;
use domain::{day::london_day, id::SessionId};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
    },
    passkeys::is_copied,
    store::{Reminders, SignedInPhone},
};

pub struct Phones;

#[OpenApi(tag = "Tag::InCharge")]
impl Phones {
    /// List my phones
    ///
    /// Every phone you are signed in on, the one used last first.
    #[oai(path = "/me/phones", method = "get", operation_id = "list_phones")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<PhoneListOut>> {
        let this = me.scope().session();
        app.store
            .read(*me.scope(), async |tx| {
                let phones = tx.my_phones(app.now()).await?;
                let reminders = tx.my_reminders(app.now()).await?;
                let one = |phone: SignedInPhone| {
                    let reminded = reminders.get(&phone.session).copied();
                    PhoneOut { reminders: reminded.into(), ..PhoneOut::new(phone, this) }
                };
                Ok(Json(PhoneListOut { items: phones.into_iter().map(one).collect() }))
            })
            .await
    }

    /// Sign a lost phone out
    ///
    /// It takes no more prompts, and the next time it asks for anything it is refused and told to wipe what it keeps. Passkeys
    /// that may be on it sign nobody in any more: those last used on it, those of phones that are signed in no longer, and
    /// all that phones copy among themselves. Nor are codes texted any more to the number that was confirmed, as whoever has
    /// the phone would get them; it can be added again, or a new one. Codes by e-mail go on.
    /// To sign out the phone in your hand, sign out.
    #[oai(path = "/me/phones/:phone_id", method = "delete", operation_id = "end_phone")]
    async fn end(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which phone.
        phone_id: Path<Uuid>,
    ) -> Result<Ended> {
        let phone = SessionId(phone_id.0);
        if phone == me.scope().session() {
            return Err(Problem::new(
                Kind::RuleBroken,
                "This is the phone in your hand: sign out.",
            ));
        }
        app.store
            .write(*me.scope(), async |tx| {
                tx.end_phone(phone, is_copied, app.now()).await?;
                Ok(Ended::Done)
            })
            .await
    }
}

/// Phones.
#[derive(Object)]
#[oai(rename = "PhoneList")]
struct PhoneListOut {
    items: Vec<PhoneOut>,
}

/// A phone that somebody is signed in on.
#[derive(Object)]
#[oai(rename = "Phone", skip_serializing_if_is_none)]
struct PhoneOut {
    /// Which phone.
    id: Uuid,
    /// What its owner calls it.
    name: Option<String>,
    /// Others use it too.
    shared: bool,
    /// It is the one that asks.
    this: bool,
    /// The day it was signed in.
    since: NaiveDate,
    /// The day it was last used.
    last_used_on: NaiveDate,
    /// Whether it is told about new things.
    reminders: RemindersCode,
}

/// Whether a phone is told about new things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "PhoneReminders", rename_all = "kebab-case")]
enum RemindersCode {
    /// It is.
    On,
    /// It is not.
    Off,
    /// It should be, but nothing has got there for more than two days: ask to switch it on again, on that phone.
    Failing,
}

impl From<Option<Reminders>> for RemindersCode {
    fn from(reminders: Option<Reminders>) -> Self {
        match reminders {
            Some(Reminders::On) => Self::On,
            Some(Reminders::Failing) => Self::Failing,
            None => Self::Off,
        }
    }
}

impl PhoneOut {
    fn new(phone: SignedInPhone, this: SessionId) -> Self {
        Self {
            id: phone.session.0,
            name: phone.name,
            shared: phone.shared,
            this: phone.session == this,
            since: london_day(phone.since),
            last_used_on: london_day(phone.last_used_at),
            reminders: RemindersCode::Off,
        }
    }
}

/// It is signed out.
#[derive(ApiResponse)]
enum Ended {
    /// It is signed out.
    #[oai(status = 204)]
    Done,
}
