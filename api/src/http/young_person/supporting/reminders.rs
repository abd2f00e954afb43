//! Reminding a supporter when the young person is reminded: the same words, which say nothing about anybody.

use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi};

use super::{super::push::SubscriptionIn, Tag, switched_off};
use crate::{
    app::App,
    http::{auth::Supporter, problem::Result, valid::Valid},
};

pub struct SupportReminders;

#[OpenApi(tag = "Tag::Supporting")]
impl SupportReminders {
    /// Say where this phone takes reminders
    ///
    /// Send it again each time the app opens. A supporter is reminded when the young person is and never more often, and
    /// not while the young person has paused or stopped reminders.
    #[oai(path = "/supporter/push", method = "put", operation_id = "save_support_push")]
    async fn save(
        &self,
        app: Data<&App>,
        me: Supporter,
        body: Valid<SubscriptionIn>,
    ) -> Result<Done> {
        if !me.scope().switches().gets_reminders {
            return Err(switched_off());
        }
        let to = body.0.checked(app.0)?;
        app.store
            .write(me.scope().clone(), async |tx| {
                tx.save_reminder_phone(&to.endpoint, &to.p256dh, &to.auth).await?;
                Ok(Done::Done)
            })
            .await
    }

    /// Stop reminders to this phone
    ///
    /// The young person's own reminders go on.
    #[oai(path = "/supporter/push", method = "delete", operation_id = "remove_support_push")]
    async fn remove(&self, app: Data<&App>, me: Supporter) -> Result<Done> {
        app.store
            .write(me.scope().clone(), async |tx| {
                tx.remove_reminder_phone().await?;
                Ok(Done::Done)
            })
            .await
    }
}

/// It is done.
#[derive(ApiResponse)]
enum Done {
    /// It is done.
    #[oai(status = 204)]
    Done,
}
