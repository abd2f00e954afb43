//! What is wrong with a questionnaire file.

use std::collections::BTreeSet;
use std::fmt;

use super::place::Place;

/// A rule that a questionnaire file must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The file is YAML of the known shape, with known words in it.
    Shape,
    /// A part of a question, trigger or check-in goes with the others.
    WellFormed,
    /// Whatever is named exists.
    Reference,
    /// A name or code is used once.
    Unique,
    /// A question comes after those that decide whether it is asked.
    Order,
    /// No question waits for itself.
    NoCycle,
    /// Whoever answers has read who reads it, before worries, safety and free text.
    WhoReadsFirst,
    /// An answer that means possible harm shows the page that says what happens now.
    ConcernPage,
    /// Feelings, worries, safety and anything sensitive are never answered by a helper.
    SelfOnly,
    /// Prompts hold nothing personal.
    NeutralPrompt,
    /// Everything can be skipped.
    Skippable,
    /// Easy read: short sentences, few pictures on a page.
    EasyRead,
    /// Both reading versions have the same answers.
    SameAnswers,
    /// Who is answering, who reads this, and asking for contact cannot be taken out.
    NeverRemoved,
    /// Scales have three points, with labels of one or two words.
    ThreePoints,
    /// Check-ins come within the two years, one a month at most.
    Cadence,
    /// Questions that repeat say how often they may.
    Rotation,
    /// A text message fits one message.
    OneTextMessage,
    /// The file says which version of which words it is.
    Versioned,
    /// What a partnership's own version may not change is as it is in the shipped questionnaire.
    AsShipped,
    /// A kept question is the same question, with the same answers.
    Comparable,
    /// What a partnership adds has a name that nothing of anybody else's can have.
    OwnName,
    /// Nobody is asked what may mean harm before somebody is ready for it.
    Ready,
    /// A translation asks what the version asks that it translates.
    Translation,
    /// What a translation says about safety was checked by a person.
    CheckedTranslation,
}

impl Rule {
    /// Its name in the catalogue of requirements, or in plain words where it has none.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::WellFormed => "well-formed",
            Self::Reference => "reference",
            Self::Unique => "unique",
            Self::Order => "order",
            Self::NoCycle => "no-cycle",
            Self::WhoReadsFirst => "SAFE-01",
            Self::ConcernPage => "SAFE-02",
            Self::SelfOnly => "YP-23",
            Self::NeutralPrompt => "YP-29",
            Self::Skippable => "YP-36",
            Self::EasyRead => "YP-37",
            Self::SameAnswers => "YP-38",
            Self::NeverRemoved => "CI-04",
            Self::ThreePoints => "CI-06",
            Self::Cadence => "CI-07",
            Self::Rotation => "CI-10",
            Self::OneTextMessage => "CI-14",
            Self::Versioned => "CI-03",
            Self::AsShipped | Self::Comparable | Self::Translation => "CI-04",
            Self::OwnName => "own-name",
            Self::Ready => "SAFE-07",
            Self::CheckedTranslation => "YP-41",
        }
    }
}

impl Rule {
    /// What to do, where that is the same whatever broke the rule.
    pub(super) fn cure(self) -> Option<&'static str> {
        match self {
            Self::Shape => Some("Write it as the shipped questionnaire does."),
            Self::WellFormed => Some("Correct it, or take it out."),
            Self::Reference => Some("Correct the name, or add what it names."),
            Self::Unique => Some("Each needs a name of its own."),
            Self::Order => Some("Put it after what decides it."),
            Self::NoCycle => Some("Take one of the conditions out."),
            Self::ConcernPage => Some("Add `page: concern_received`."),
            Self::NeutralPrompt => Some("A prompt says nothing personal."),
            Self::NeverRemoved => Some("Put it back."),
            Self::Rotation => Some("Add it to `max`."),
            Self::Cadence => Some("Choose another month."),
            Self::OneTextMessage => Some("Say it in fewer, plainer letters."),
            Self::AsShipped => Some("Leave it as it is in the shipped questionnaire."),
            Self::Comparable => Some(
                "Answers have to stay comparable: leave it as it was, or ask a question of your own.",
            ),
            Self::Translation => Some("In a translation only the words differ."),
            Self::WhoReadsFirst
            | Self::SelfOnly
            | Self::Skippable
            | Self::EasyRead
            | Self::SameAnswers
            | Self::ThreePoints
            | Self::Versioned
            | Self::OwnName
            | Self::Ready
            | Self::CheckedTranslation => None,
        }
    }
}

/// One thing that is wrong with a questionnaire file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule that it breaks.
    pub rule: Rule,
    /// The question, page, trigger or other part where it is.
    pub place: Place,
    /// What is wrong, in a sentence for whoever wrote the file.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.what, self.rule.code())
    }
}

/// The faults found so far: a file is told all that is wrong with it at once.
#[derive(Default)]
pub(super) struct Faults {
    pub found: Vec<Fault>,
    /// The questions and triggers that are there but could not be read in full. What follows from that is no fault of
    /// its own.
    pub misread: BTreeSet<Place>,
}

impl Faults {
    /// Adds a fault, unless it is known already: questions share answers.
    pub fn add(&mut self, rule: Rule, place: &Place, what: impl Into<String>) {
        let fault = Fault { rule, place: place.clone(), what: what.into() };
        if !self.found.contains(&fault) {
            self.found.push(fault);
        }
    }
}
