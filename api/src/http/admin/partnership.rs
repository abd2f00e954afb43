//! What a partnership says of itself.

use domain::{
    council::Councils,
    identifier::CouncilCode,
    journey::TransitionRule,
    partnership::{Partnership, service_name, staffed_hours},
    text::{Line, TextError},
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};

use super::{Tag, readiness::not_ready};
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
};

pub struct Settings;

#[OpenApi(tag = "Tag::Partnership")]
impl Settings {
    /// Show the partnership's settings
    ///
    /// Its names, when somebody reads what young people write, and which questions are asked.
    #[oai(path = "/partnership", method = "get", operation_id = "show_partnership")]
    async fn show(&self, app: Data<&App>, me: Administrator) -> Result<Json<PartnershipOut>> {
        app.store.read(*me.scope(), async |tx| Ok(Json(tx.partnership().await?.into()))).await
    }

    /// Change the partnership's settings
    ///
    /// What is left out stays as it is. Its short name and its councils are changed from the command line only.
    #[oai(path = "/partnership", method = "patch", operation_id = "change_partnership")]
    async fn change(
        &self,
        app: Data<&App>,
        me: Administrator,
        body: Valid<PartnershipIn>,
    ) -> Result<Json<PartnershipOut>> {
        app.store
            .write(*me.scope(), async |tx| {
                let mut partnership = tx.partnership().await?;
                body.0.change(&mut partnership)?;
                let missing = tx.change_partnership(&partnership, app.today()).await?;
                if !missing.is_empty() {
                    return Err(not_ready(&missing));
                }
                Ok(Json(partnership.into()))
            })
            .await
    }
}

/// How the first day of the two years is found where the council's file gives none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "TransitionRule", rename_all = "kebab-case", remote = "TransitionRule")]
enum TransitionRuleCode {
    /// The 18th birthday.
    EighteenthBirthday,
    /// It is never guessed: a file with a row without the day is refused.
    GivenDateOnly,
}

/// A partnership.
#[derive(Object)]
#[oai(rename = "Partnership")]
struct PartnershipOut {
    /// Its short name on the command line.
    key: String,
    /// Its name.
    name: String,
    /// What young people know the service by. It does not tell what the service is about.
    service_name: String,
    /// When somebody is there, in words.
    staffed_hours: String,
    /// Young people are asked about worries and safety, and can write freely.
    safety_questions: bool,
    transition_rule: TransitionRuleCode,
    /// Everybody here is made up.
    demonstration: bool,
    /// The councils it spans.
    councils: Vec<CouncilOut>,
}

/// A council.
#[derive(Object)]
#[oai(rename = "Council")]
struct CouncilOut {
    /// Its three digits.
    code: String,
    /// Its name.
    name: String,
}

/// New settings.
#[derive(Object)]
#[oai(rename = "ChangePartnership", deny_unknown_fields, skip_serializing_if_is_none)]
struct PartnershipIn {
    /// Its name.
    #[oai(validator(min_length = 1, max_length = 200))]
    name: Option<String>,
    /// What young people know the service by: nothing about needs, care or health.
    #[oai(validator(min_length = 1, max_length = 40))]
    service_name: Option<String>,
    /// When somebody is there, as it stands in "We are here …".
    #[oai(validator(min_length = 1, max_length = 100))]
    staffed_hours: Option<String>,
    /// Ask young people about worries and safety. It can be turned on once nothing is missing from the readiness.
    safety_questions: Option<bool>,
    /// It counts from the next import on.
    transition_rule: Option<TransitionRuleCode>,
}

impl PartnershipIn {
    fn change(self, partnership: &mut Partnership) -> Result<()> {
        if let Some(name) = self.name {
            partnership.name = Line::new(&name).map_err(at("/name"))?;
        }
        if let Some(name) = self.service_name {
            partnership.service_name = service_name(&name).map_err(at("/service_name"))?;
        }
        if let Some(hours) = self.staffed_hours {
            partnership.staffed_hours = staffed_hours(&hours).map_err(at("/staffed_hours"))?;
        }
        if let Some(asked) = self.safety_questions {
            partnership.safety_questions = asked;
        }
        if let Some(rule) = self.transition_rule {
            partnership.transition_rule = rule.into();
        }
        Ok(())
    }
}

fn at(pointer: &'static str) -> impl Fn(TextError) -> Problem {
    move |wrong| {
        Problem::new(Kind::InvalidBody, "one thing in the body needs another look")
            .at(pointer, wrong)
    }
}

impl From<Partnership> for PartnershipOut {
    fn from(partnership: Partnership) -> Self {
        Self {
            key: partnership.slug,
            name: partnership.name.as_str().into(),
            service_name: partnership.service_name.as_str().into(),
            staffed_hours: partnership.staffed_hours.as_str().into(),
            safety_questions: partnership.safety_questions,
            transition_rule: partnership.transition_rule.into(),
            demonstration: partnership.demonstration,
            councils: partnership.councils.iter().map(CouncilOut::from).collect(),
        }
    }
}

impl From<&CouncilCode> for CouncilOut {
    fn from(code: &CouncilCode) -> Self {
        let name = Councils::shipped().name(code.as_str()).unwrap_or("Unknown council");
        Self { code: code.as_str().into(), name: name.into() }
    }
}
