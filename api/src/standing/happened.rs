//! What has happened where alerts were raised, in words for staff.

use std::collections::HashMap;

use domain::{
    alert::Alert,
    check_in::CheckIn,
    id::{AlertId, CheckInId},
};

use crate::{
    app::App,
    store::{Result, Tx, Version, scope::OpensRecord},
};

/// What partnerships call the triggers of their own that raised alerts. The product's are known without.
#[derive(Clone, Default)]
pub struct Happened(HashMap<AlertId, String>);

impl Happened {
    /// The words for those of these alerts whose triggers are a partnership's own: each in the version of the questions
    /// that raised it.
    pub async fn read<S: OpensRecord>(tx: &Tx<S>, app: &App, alerts: &[Alert]) -> Result<Self> {
        let own = own(app, alerts);
        if own.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<CheckInId> = own.iter().map(|(_, check_in)| *check_in).collect();
        let versions = tx.versions_of(&ids).await?.into_iter().collect();
        Self::in_words(tx, app, own, &versions).await
    }

    /// The same where it is known which versions these check-ins asked: nothing is looked up but a version that nobody has
    /// read yet.
    pub async fn known<S: OpensRecord>(
        tx: &Tx<S>,
        app: &App,
        alerts: &[Alert],
        asked: &[(CheckIn, Version)],
    ) -> Result<Self> {
        let versions = asked.iter().map(|(it, version)| (it.id, version.clone())).collect();
        Self::in_words(tx, app, own(app, alerts), &versions).await
    }

    async fn in_words<S: OpensRecord>(
        tx: &Tx<S>,
        app: &App,
        own: Vec<(&Alert, CheckInId)>,
        versions: &HashMap<CheckInId, Version>,
    ) -> Result<Self> {
        let mut words = HashMap::new();
        for (alert, check_in) in own {
            let Some(version) = versions.get(&check_in) else { continue };
            let questions = app.questions_for_staff(tx, version).await?;
            if let Some(trigger) = questions.as_ref().and_then(|q| q.trigger(&alert.trigger)) {
                words.insert(alert.id, trigger.what.clone());
            }
        }
        Ok(Self(words))
    }

    /// What has happened, where this alert was raised.
    pub fn words(&self, app: &App, alert: &Alert) -> String {
        self.0.get(&alert.id).cloned().unwrap_or_else(|| app.what(&alert.trigger))
    }

    /// Those of one young person.
    pub fn of(&self, alerts: &[Alert]) -> Self {
        let theirs = alerts.iter().filter_map(|a| Some((a.id, self.0.get(&a.id)?.clone())));
        Self(theirs.collect())
    }
}

/// Those of these alerts that no trigger of the product raised, with the check-in that they come from.
fn own<'a>(app: &App, alerts: &'a [Alert]) -> Vec<(&'a Alert, CheckInId)> {
    alerts
        .iter()
        .filter(|alert| app.questionnaire.trigger(&alert.trigger).is_none())
        .filter_map(|alert| Some((alert, alert.check_in?)))
        .collect()
}
