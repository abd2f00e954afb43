//! A young person: who they are, how to speak to them, how to reach them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};

use crate::{
    code::codes,
    id::{PartnershipId, PersonId},
    identifier::{ClientRecordId, CouncilCode, EmailAddress, MobileNumber, Uln},
    journey::Journey,
    text::{Name, fold},
};

codes! {
    /// The help a young person has by law or by right because of their needs.
    SenProvision {
        /// A current education, health and care plan.
        EhcPlan = "ehc-plan",
        /// SEN support without a plan.
        SenSupport = "sen-support",
        /// Neither.
        None = "none",
    }

    /// Which wording of a question is shown. Both have the same codes, so answers compare.
    Reading {
        /// Plain English, reading age nine to eleven.
        Plain = "plain",
        /// Easy read: one idea a line, with pictures.
        Easy = "easy",
    }

    /// How large text is on the phone.
    TextSize {
        /// As the phone has it.
        Normal = "normal",
        /// A third larger.
        Large = "large",
        /// Twice as large.
        Largest = "largest",
    }

    /// How often a young person likes to be asked (YP-31).
    Often {
        /// Every check-in there is.
        Usual = "usual",
        /// Only the longer ones, some four a year.
        Less = "less",
    }

    /// What helps when speaking with a young person (Accessible Information Standard, DAPB1605).
    CommunicationNeed {
        /// Easy read.
        EasyRead = "easy-read",
        /// Large text.
        LargeText = "large-text",
        /// Text read aloud.
        ReadAloud = "read-aloud",
        /// British Sign Language.
        Bsl = "bsl",
        /// Text rather than a phone call.
        TextNotCalls = "text-not-calls",
        /// Somebody they trust beside them.
        Supporter = "supporter",
    }
}

impl CommunicationNeed {
    /// What staff read on the caseload.
    pub fn label(self) -> &'static str {
        match self {
            Self::EasyRead => "Easy read",
            Self::LargeText => "Large text",
            Self::ReadAloud => "Read aloud",
            Self::Bsl => "BSL",
            Self::TextNotCalls => "Text, not calls",
            Self::Supporter => "With a supporter",
        }
    }
}

/// The language in which everybody is asked until they choose another: that of the shipped questionnaire.
pub const LANGUAGE: &str = "en-GB";

/// A young person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who this is, for life.
    pub id: PersonId,
    /// Who follows them.
    pub partnership: PartnershipId,
    /// Which council is responsible.
    pub council: CouncilCode,
    /// The council's own key for them, for imports only.
    pub client_record_id: Option<ClientRecordId>,
    /// Given name.
    pub given_name: Name,
    /// Family name; [`Name::none`] for somebody who has one name.
    pub family_name: Name,
    /// What they like to be called, if not their given name.
    pub preferred_name: Option<Name>,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Plan, support or neither.
    pub sen_provision: SenProvision,
    /// SEN type code, such as `ASD`.
    pub primary_need: Option<String>,
    /// How to speak to them.
    pub communication_needs: Vec<CommunicationNeed>,
    /// For texts and calls.
    pub mobile: Option<MobileNumber>,
    /// For e-mail.
    pub email: Option<EmailAddress>,
    /// Links to colleges; never shown on a phone.
    pub uln: Option<Uln>,
    /// The two years.
    pub journey: Journey,
    /// How they read.
    pub reading: Reading,
    /// How large they read.
    pub text_size: TextSize,
    /// The language they like to be asked in, such as `cy`.
    pub language: String,
    /// When they like to be asked.
    pub asked: AskedWhen,
}

/// When a young person likes to be asked (YP-30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedWhen {
    /// The day of the week.
    pub weekday: Weekday,
    /// The time of day in Europe/London.
    pub slot: NaiveTime,
    /// How often.
    pub often: Often,
    /// Since when they like to be asked every two weeks for a while, because they said yes to it (CI-09).
    pub closer_from: Option<NaiveDate>,
    /// When they stopped all prompts, if they did.
    pub stopped_at: Option<DateTime<Utc>>,
    /// The ways they do not want to be reminded.
    pub unwanted: Unwanted,
    /// The check-in that staff put off last.
    pub postponed: Option<Postponed>,
}

/// A check-in that opens later than it would (WK-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Postponed {
    /// The day on which it would open. Where nothing does, because their two years have moved, this says nothing.
    pub from: NaiveDate,
    /// The day on which it opens.
    pub to: NaiveDate,
}

/// The ways somebody does not want to be reminded, each since when (YP-31).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unwanted {
    /// On their phones.
    pub pushes: Option<DateTime<Utc>>,
    /// By text.
    pub texts: Option<DateTime<Utc>>,
    /// By e-mail.
    pub emails: Option<DateTime<Utc>>,
    /// Texts were ended by a text, and a text may begin them again. What somebody chooses in their settings, no text
    /// changes.
    pub texts_by_text: bool,
}

impl Default for AskedWhen {
    /// Wednesday at half past four, as the default questionnaire has it.
    fn default() -> Self {
        let slot = NaiveTime::from_hms_opt(16, 30, 0).expect("half past four exists");
        Self {
            weekday: Weekday::Wed,
            slot,
            often: Often::Usual,
            closer_from: None,
            stopped_at: None,
            unwanted: Unwanted::default(),
            postponed: None,
        }
    }
}

/// How staff read somebody in a list, of whom only the names are known. Whoever has one name has no family name.
pub fn listed_name(given: &str, preferred: Option<&str>, family: &str) -> String {
    format!("{} {family}", preferred.unwrap_or(given)).trim_end().to_owned()
}

impl Person {
    /// What to call them: one name.
    pub fn first_name(&self) -> &str {
        self.preferred_name.as_ref().unwrap_or(&self.given_name).first_word()
    }

    /// How staff read them in a list: the name they like, and the family name.
    pub fn full_name(&self) -> String {
        let preferred = self.preferred_name.as_ref().map(Name::as_str);
        listed_name(self.given_name.as_str(), preferred, self.family_name.as_str())
    }

    /// Everything a search by name looks at, folded.
    pub fn search_name(&self) -> String {
        let preferred = self.preferred_name.as_ref().map_or("", Name::as_str);
        fold(&format!("{} {preferred} {}", self.given_name.as_str(), self.family_name.as_str()))
    }
}
