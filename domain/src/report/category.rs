//! The kinds of destination that reports tell apart.

/// What somebody mainly does, in the order in which one counts before another if they do several
/// things on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// An apprenticeship.
    Apprenticeship,
    /// A supported internship.
    SupportedInternship,
    /// Higher education.
    HigherEducation,
    /// Further education, school sixth forms and specialist colleges included.
    FurtherEducation,
    /// Any other training.
    OtherTraining,
    /// A paid job of an hour a week or more.
    Employment,
    /// Voluntary work; it counts as not in education or work, as in the national figures.
    Voluntary,
    /// Out of education and work, and looking.
    NeetSeeking,
    /// Out of education and work, and not able to look now.
    NeetUnavailable,
    /// Nobody knows.
    NotKnown,
}

impl Category {
    /// All ten, in order.
    pub const ALL: [Self; 10] = [
        Self::Apprenticeship,
        Self::SupportedInternship,
        Self::HigherEducation,
        Self::FurtherEducation,
        Self::OtherTraining,
        Self::Employment,
        Self::Voluntary,
        Self::NeetSeeking,
        Self::NeetUnavailable,
        Self::NotKnown,
    ];

    /// Its code in documents and files.
    pub fn code(self) -> &'static str {
        self.names().0
    }

    /// The category with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.names().1
    }

    /// Which of the three headlines it belongs to.
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
        }
    }

    /// True of learning other than an apprenticeship.
    pub(super) fn is_learning(self) -> bool {
        matches!(
            self,
            Self::SupportedInternship
                | Self::HigherEducation
                | Self::FurtherEducation
                | Self::OtherTraining
        )
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Apprenticeship => ("apprenticeship", "Apprenticeship"),
            Self::SupportedInternship => ("supported-internship", "Supported internship"),
            Self::HigherEducation => ("higher-education", "Higher education"),
            Self::FurtherEducation => ("further-education", "School or college"),
            Self::OtherTraining => ("other-training", "Other training"),
            Self::Employment => ("employment", "Paid work"),
            Self::Voluntary => ("voluntary", "Voluntary work"),
            Self::NeetSeeking => ("neet-seeking", "Looking for work or a course"),
            Self::NeetUnavailable => ("neet-unavailable", "Not able to work or study now"),
            Self::NotKnown => ("not-known", "Not known"),
        }
    }
}

/// The coarsest answer to how young people are doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Headline {
    /// In education, training or paid work.
    InEducationOrWork,
    /// Out of all of these.
    NotInEducationOrWork,
    /// Nobody knows.
    NotKnown,
}

impl Headline {
    /// Its code in documents and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::InEducationOrWork => "in-education-or-work",
            Self::NotInEducationOrWork => "not-in-education-or-work",
            Self::NotKnown => "not-known",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InEducationOrWork => "In education, training or work",
            Self::NotInEducationOrWork => "Not in education, training or work",
            Self::NotKnown => "Not known",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_category_is_listed_once_in_order_of_precedence() {
        assert!(Category::ALL.is_sorted());
        let codes: BTreeSet<_> = Category::ALL.iter().map(|category| category.code()).collect();
        assert_eq!(codes.len(), 10);
    }

    #[test]
    fn voluntary_work_is_not_counted_as_work() {
        assert_eq!(Category::Voluntary.headline(), Headline::NotInEducationOrWork);
        assert_eq!(Category::Employment.headline(), Headline::InEducationOrWork);
    }
}
