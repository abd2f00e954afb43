//! Who helps a young person, as staff see it.

use chrono::NaiveDate;
use domain::{
    day::london_day,
    questionnaire::HELPER_IS,
    supporter::{Standing, Supporter},
};
use poem_openapi::Object;

use crate::app::App;

/// Somebody whom a young person has asked to help. They chose this person, and what they may do.
#[derive(Object)]
#[oai(rename = "ChosenSupporter", skip_serializing_if_is_none)]
pub struct SupporterOut {
    /// What the young person calls them.
    name: String,
    /// Who they are, in words.
    relation: String,
    /// They may help to answer, never what is for the young person alone.
    helps: bool,
    /// They get reminders when the young person does.
    gets_reminders: bool,
    /// They see the young person's goals.
    sees_goals: bool,
    /// The day they came in, while they are in.
    joined_on: Option<NaiveDate>,
}

impl SupporterOut {
    /// A supporter as staff see them.
    pub fn new(app: &App, supporter: &Supporter) -> Self {
        let joined = supporter.standing(app.now()) == Standing::Joined;
        Self {
            name: supporter.name.as_str().to_owned(),
            relation: relation(app, &supporter.relation),
            helps: supporter.switches.helps,
            gets_reminders: supporter.switches.gets_reminders,
            sees_goals: supporter.switches.sees_goals,
            joined_on: supporter.signed_in.filter(|_| joined).map(|it| london_day(it.since)),
        }
    }
}

/// Who somebody is who helps, in words.
pub fn relation(app: &App, code: &str) -> String {
    let choice = app.questionnaire.question(HELPER_IS).and_then(|asks| asks.choice(code));
    choice.map_or_else(|| code.to_owned(), |choice| choice.plain.clone())
}
