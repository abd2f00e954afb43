//! One question, in both reading versions.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::answer::AnswerSource;
use super::ask_when::Gate;
use super::fill::fill;
use super::outcome::Outcome;
use super::plan::Repeats;

/// A question of the questionnaire.
pub struct Question {
    /// Its name in the file, for ever.
    pub id: String,
    /// What it is about.
    pub domain: Domain,
    /// How it is answered.
    pub kind: QuestionKind,
    /// False of a question that is only for trying out: its answer is never kept.
    pub stored: bool,
    /// True if it may be left unanswered.
    pub can_skip: bool,
    /// True if the answer is not shown until somebody asks to see it.
    pub sensitive: bool,
    /// Who may answer it.
    pub proxy: Proxy,
    /// The concept that its picture shows.
    pub symbol: String,
    /// The picture: the characters of an emoji.
    pub picture: String,
    /// The page that the file wants shown just before it.
    pub before: Option<String>,
    /// The most characters of a text answer.
    pub max_chars: Option<usize>,
    /// The most choices of a [`QuestionKind::Multi`] answer.
    pub max_choices: Option<usize>,
    /// How many choices easy read shows at a time.
    pub split_easy: Option<usize>,
    /// The words of the plain version.
    pub plain: Words,
    /// The words of the easy-read version.
    pub easy: Words,
    /// The answers to choose from; none where the answer is text.
    pub choices: Vec<Choice>,
    /// When it is asked: any of these, each of which wants all of its gates open. Empty: always.
    pub(super) ask_when: Vec<Vec<Gate>>,
    /// The set that its choices come from, if they are not its own.
    pub(super) answer_set: Option<String>,
    pub(super) repeats: Option<Repeats>,
    pub(super) outcome: Outcome,
    /// For the question of who is answering: what each of its codes makes the source.
    pub(super) sources: BTreeMap<String, AnswerSource>,
}

impl Question {
    /// The choice with this code.
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }

    /// The plain words as staff read them beside an answer: about this item where the question is
    /// about one, and without what only the young person's own phone fills in.
    pub fn text_for_staff(&self, item: Option<&str>) -> String {
        fill(&self.plain.text, |name| match name {
            "provision" | "provision_easy" | "goal" => item.unwrap_or("…").to_owned(),
            "worker_first_name" => "their worker".to_owned(),
            _ => "…".to_owned(),
        })
    }

    /// True of a question that is asked about each of something.
    pub fn repeats(&self) -> bool {
        self.repeats.is_some()
    }
}

/// One answer that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The code that is stored and sent.
    pub code: String,
    /// Its plain words.
    pub plain: String,
    /// Its easy-read words.
    pub easy: String,
    /// The concept that its picture shows.
    pub symbol: String,
    /// The picture: the characters of an emoji.
    pub picture: String,
    /// True if nothing else can be chosen with it.
    pub exclusive: bool,
    /// The number it stands for, where it stands for one.
    pub value: Option<u8>,
    /// True if it is offered only where a partnership has signed for it.
    pub(super) needs_sign_off: bool,
    /// The question it leads to.
    pub(super) ask: Option<String>,
    /// Its point on a scale. Answers are for conversation; nobody is shown a score (CI-05).
    pub(super) score: Option<u8>,
}

/// One reading version of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The question itself.
    #[serde(default)]
    pub text: String,
    /// How to answer, in small print.
    pub hint: Option<String>,
    /// Why it is asked.
    pub why: Option<String>,
}

impl Words {
    /// Each of its texts, by its key in the file.
    pub(super) fn each(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let more = [("hint", self.hint.as_deref()), ("why", self.why.as_deref())];
        let more = more.into_iter().filter_map(|(key, text)| Some((key, text?)));
        [("text", self.text.as_str())].into_iter().chain(more)
    }
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionKind {
    /// One of the choices.
    Single,
    /// Any of the choices, within limits.
    Multi,
    /// In one's own words.
    Text,
}

impl QuestionKind {
    /// The code that is sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi => "multi",
            Self::Text => "text",
        }
    }
}

/// Who may answer a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proxy {
    /// Anybody may.
    #[default]
    Full,
    /// A helper may too: it asks about facts.
    Factual,
    /// Only the young person, on their own.
    SelfOnly,
}

impl Proxy {
    /// The code that is sent. It is a code of the questionnaire file, hence the underscore.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Factual => "factual",
            Self::SelfOnly => "self_only",
        }
    }
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// The answering itself.
    AboutAnswering,
    /// Where somebody is now.
    Destination,
    /// How it goes there.
    WorkLearning,
    /// Promised support.
    Provision,
    /// Where somebody lives.
    Home,
    /// Friends, and getting about.
    FriendsCommunity,
    /// Health.
    Health,
    /// Money.
    Money,
    /// How somebody feels.
    Wellbeing,
    /// Being listened to.
    ChoiceControl,
    /// What somebody wants next.
    Goals,
    /// Worries and safety.
    WorriesSafety,
    /// Getting in touch.
    Contact,
}
