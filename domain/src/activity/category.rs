//! The categories of our reports, coarser than the national codes.

use super::Headline;
use crate::code::codes;

codes! {
    /// A category of the reports. The order is the order of precedence: of several on one day, the first counts.
    Category {
        /// A paid job with training, by contract.
        Apprenticeship = "apprenticeship",
        /// A study programme at an employer, with a job coach.
        SupportedInternship = "supported-internship",
        /// University and the like.
        HigherEducation = "higher-education",
        /// College, sixth form and specialist college.
        FurtherEducation = "further-education",
        /// Any other training.
        OtherTraining = "other-training",
        /// Paid work, from an hour a week.
        Employment = "employment",
        /// Unpaid work. National figures count it as neither education nor work.
        Voluntary = "voluntary",
        /// In neither, and available.
        NeetSeeking = "neet-seeking",
        /// In neither, and not available.
        NeetUnavailable = "neet-unavailable",
        /// Not known.
        NotKnown = "not-known",
        /// Not counted.
        OutOfScope = "out-of-scope",
    }
}

impl Category {
    /// The headline it adds up to.
    pub fn headline(self) -> Headline {
        match self {
            Self::Apprenticeship
            | Self::SupportedInternship
            | Self::HigherEducation
            | Self::FurtherEducation
            | Self::OtherTraining
            | Self::Employment => Headline::InEducationOrWork,
            Self::Voluntary | Self::NeetSeeking | Self::NeetUnavailable => {
                Headline::NotInEducationOrWork
            }
            Self::NotKnown => Headline::NotKnown,
            Self::OutOfScope => Headline::OutOfScope,
        }
    }

    /// What a report calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Apprenticeship => "Apprenticeship",
            Self::SupportedInternship => "Supported internship",
            Self::HigherEducation => "Higher education",
            Self::FurtherEducation => "College, sixth form or specialist college",
            Self::OtherTraining => "Other training",
            Self::Employment => "Paid work",
            Self::Voluntary => "Volunteering or unpaid work",
            Self::NeetSeeking => "Looking for something, or not ready yet",
            Self::NeetUnavailable => "Not able to work or learn now",
            Self::NotKnown => "Not known",
            Self::OutOfScope => "Not counted",
        }
    }
}
