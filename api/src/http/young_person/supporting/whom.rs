//! Whom a supporter helps, and with what.

use domain::{check_in::CheckIn, questionnaire::Questionnaire};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

use super::{
    super::wire::{KindCode, MinutesOut},
    Tag,
};
use crate::{
    app::App,
    http::{auth::Supporter, problem::Result, wire::Instant},
    store::Helped,
};

pub struct Support;

#[OpenApi(tag = "Tag::Supporting")]
impl Support {
    /// Show whom I help, and with what
    ///
    /// One name, what the young person has switched on, and the check-ins that wait: what a supporter's page needs to begin.
    #[oai(path = "/supporter", method = "get", operation_id = "show_support")]
    async fn show(&self, app: Data<&App>, me: Supporter) -> Result<Json<SupportOut>> {
        let app = app.0;
        let (switches, relation) = (me.scope().switches(), me.scope().relation().to_owned());
        app.store
            .read(me.scope().clone(), async |tx| {
                let Helped { first_name, partnership, reminded } = tx.helped().await?;
                let waiting = tx.waiting_check_ins(app.now()).await?;
                let waiting =
                    waiting.iter().map(|it| WaitingCheckInOut::new(it, &app.questionnaire));
                Ok(Json(SupportOut {
                    first_name,
                    service_name: partnership.service_name.as_str().to_owned(),
                    staffed_hours: partnership.staffed_hours.as_str().to_owned(),
                    relation,
                    helps: switches.helps,
                    gets_reminders: switches.gets_reminders,
                    sees_goals: switches.sees_goals,
                    reminded,
                    push_key: switches.gets_reminders.then(|| app.push.public_key().to_owned()),
                    check_ins: waiting.collect(),
                }))
            })
            .await
    }
}

/// Whom a supporter helps, and with what.
#[derive(Object)]
#[oai(rename = "Support", skip_serializing_if_is_none)]
struct SupportOut {
    /// What the young person likes to be called.
    first_name: String,
    /// The neutral name of the service.
    service_name: String,
    /// When somebody is there, in words.
    staffed_hours: String,
    /// Who the supporter is: a code of the question `helper_is`.
    relation: String,
    /// They may help to answer.
    helps: bool,
    /// They may get reminders.
    gets_reminders: bool,
    /// They may see goals.
    sees_goals: bool,
    /// This phone gets reminders.
    reminded: bool,
    /// The key that pushes are signed with (RFC 8292), for whoever may get reminders.
    push_key: Option<String>,
    /// The check-ins that wait for answers. None for a supporter who neither helps nor gets reminders.
    check_ins: Vec<WaitingCheckInOut>,
}

/// A check-in that waits for answers.
#[derive(Object)]
#[oai(rename = "WaitingCheckIn")]
struct WaitingCheckInOut {
    /// Which check-in.
    id: Uuid,
    /// Which set of questions.
    kind: KindCode,
    /// When it opened.
    opened_at: Instant,
    /// The last moment at which answers are taken from a supporter.
    closes_at: Instant,
    /// About how long it takes, at most.
    minutes: MinutesOut,
}

impl WaitingCheckInOut {
    fn new(check_in: &CheckIn, questions: &Questionnaire) -> Self {
        let minutes = questions.minutes(check_in.kind);
        Self {
            id: check_in.id.0,
            kind: check_in.kind.into(),
            opened_at: check_in.opened_at.into(),
            closes_at: check_in.closes_at.into(),
            minutes: MinutesOut { plain: minutes.plain.into(), easy: minutes.easy.into() },
        }
    }
}
