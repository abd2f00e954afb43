//! The columns of a client record that the service takes.

use super::Shown;
use crate::code::codes;

codes! {
    /// A column that is taken, under its name in the national requirement.
    Column {
        /// The council's number for the young person.
        YoungPersonsId = "YoungPersonsID",
        /// Whether they are still the council's.
        CohortStatus = "CohortStatus",
        /// Given name.
        GivenName = "GivenName",
        /// Family name.
        FamilyName = "FamilyName",
        /// The name they like.
        PreferredName = "PreferredName",
        /// Birth date.
        Dob = "DOB",
        /// The council responsible.
        LeadLea = "LeadLEA",
        /// Learner number.
        UniqueLearnerNo = "UniqueLearnerNo",
        /// Whether they have an EHC plan.
        SendFlag = "SENDFlag",
        /// Whether they have SEN support.
        SenSupportFlag = "SENSupportFlag",
        /// Primary type of need.
        SenType = "SENType",
        /// What they do.
        ActivityCode = "ActivityCode",
        /// Since when.
        StartDate = "StartDate",
        /// When the council heard of it.
        DateAscertained = "DateAscertained",
        /// When it was last confirmed.
        DateVerified = "DateVerified",
        /// When it is to be reviewed.
        ReviewDate = "ReviewDate",
        /// Until when the council counts it.
        DueToLapseDate = "DueToLapseDate",
        /// Whether the council still counts it.
        CurrencyLapsed = "CurrencyLapsed",
        /// The provider's name.
        EstablishmentName = "EstablishmentName",
        /// The provider's number.
        UkProviderReferenceNumber = "UKProviderReferenceNumber",
        /// Since when in neither education nor work.
        NeetStartDate = "NEETStartDate",
        /// When the activity is expected to end.
        PredictedEndDate = "PredictedEndDate",
        /// When adult services take over.
        TransitionDate = "TransitionDate",
        /// Mobile number.
        MobileNumber = "MobileNumber",
        /// E-mail address.
        Email = "Email",
        /// The worker's e-mail address.
        WorkerEmail = "WorkerEmail",
    }
}

impl Column {
    /// Whether a file without this column is refused. The other columns may be missing, or empty all the way down.
    pub fn needed(self) -> bool {
        matches!(
            self,
            Self::YoungPersonsId
                | Self::GivenName
                | Self::FamilyName
                | Self::Dob
                | Self::LeadLea
                | Self::SendFlag
                | Self::SenSupportFlag
                | Self::ActivityCode
                | Self::StartDate
                | Self::DateVerified
                | Self::ReviewDate
                | Self::PredictedEndDate
        )
    }

    /// Whether its values are stored. The others are only held against the rest of the row, and then forgotten.
    pub fn kept(self) -> bool {
        !matches!(
            self,
            Self::CohortStatus
                | Self::DateAscertained
                | Self::DueToLapseDate
                | Self::CurrencyLapsed
                | Self::NeetStartDate
        )
    }

    /// Whether people write it as they like.
    pub(super) fn is_text(self) -> bool {
        use Column::{EstablishmentName, FamilyName, GivenName, PreferredName};
        matches!(self, GivenName | FamilyName | PreferredName | EstablishmentName)
    }

    /// What it is in plain English.
    pub fn what(self) -> &'static str {
        match self {
            Self::YoungPersonsId => "the council's number for the young person",
            Self::CohortStatus => "whether they are still the council's",
            Self::GivenName => "given name",
            Self::FamilyName => "family name",
            Self::PreferredName => "the name they like",
            Self::Dob => "birth date",
            Self::LeadLea => "the council responsible",
            Self::UniqueLearnerNo => "learner number",
            Self::SendFlag => "whether they have an EHC plan",
            Self::SenSupportFlag => "whether they have SEN support",
            Self::SenType => "primary type of need",
            Self::ActivityCode => "what they do",
            Self::StartDate => "since when they do it",
            Self::DateAscertained => "when the council heard of it",
            Self::DateVerified => "when it was last confirmed",
            Self::ReviewDate => "when it is to be reviewed",
            Self::DueToLapseDate => "until when the council counts it as known",
            Self::CurrencyLapsed => "whether the council still counts it as known",
            Self::EstablishmentName => "the name of their college, school or provider",
            Self::UkProviderReferenceNumber => "the provider's number",
            Self::NeetStartDate => "since when they are in neither education nor work",
            Self::PredictedEndDate => "when it is expected to end",
            Self::TransitionDate => "when adult services take over",
            Self::MobileNumber => "mobile number",
            Self::Email => "e-mail address",
            Self::WorkerEmail => "their worker's e-mail address",
        }
    }

    /// A value of this column as it may be shown; none for names, and where there is nothing to show.
    pub(super) fn show(self, value: &str) -> Option<Shown> {
        match self {
            _ if value.is_empty() => None,
            Self::GivenName | Self::FamilyName | Self::PreferredName => None,
            // A provider's name is cut short like everything else, but is nobody's secret.
            Self::YoungPersonsId
            | Self::UniqueLearnerNo
            | Self::MobileNumber
            | Self::Email
            | Self::WorkerEmail => Some(Shown::masked(value)),
            _ => Some(Shown::plain(value)),
        }
    }
}
