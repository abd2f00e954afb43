//! How what goes wrong inside is told outside.

use domain::{
    alert::ClosingError, attempts::NotYet, check_in::CheckInError, concern::ConcernError,
    confirmation::AnswerError, contact::ContactError, identifier::IdentifierError,
    intended::IntendedError, journey::JourneyError, package::PackageError,
    person_edit::DetailsError, plan::PlanError, promise::PromiseError, received::ClaimError,
    spell::SpellError, text::TextError,
};

use super::problem::{Kind, Problem};
use crate::{
    importing::ImportError,
    packaging::{ExportError, TakeInError},
    store::StoreError,
};

impl From<StoreError> for Problem {
    /// Only what is known to be there already is called so; every other failure of the database asks for another try.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::new(Kind::NotFound, error),
            StoreError::Exists(_) => Self::new(Kind::AlreadyExists, error),
            StoreError::Moved => Self::new(Kind::RuleBroken, error),
            StoreError::Impossible { .. } => Self::unexpected(error),
            StoreError::Busy(_) => Self::new(Kind::Unavailable, error).retry_after(120),
            StoreError::Database(_) => Self::unavailable(error),
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
            ImportError::Reading(_) => Self::unexpected(error),
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Io(_) => Self::unavailable(error),
            ExportError::Stopped(_) => Self::unexpected(error),
        }
    }
}

impl From<TakeInError> for Problem {
    fn from(error: TakeInError) -> Self {
        match error {
            TakeInError::Store(error) => error.into(),
            TakeInError::Stopped(_) => Self::unexpected(error),
            TakeInError::Package(PackageError::Io(_)) => Self::unavailable(error),
            TakeInError::Package(_) | TakeInError::Thing { .. } => {
                Self::new(Kind::ImportRefused, format!("Nothing was taken in: {error}."))
            }
        }
    }
}

impl From<CheckInError> for Problem {
    fn from(error: CheckInError) -> Self {
        match error {
            CheckInError::Closed => Self::new(Kind::CheckInClosed, error),
        }
    }
}

impl From<ClosingError> for Problem {
    fn from(error: ClosingError) -> Self {
        let place = match error {
            ClosingError::AlreadyClosed | ClosingError::NothingProposed => {
                return Self::new(Kind::Conflict, error);
            }
            ClosingError::Unread => return Self::new(Kind::RuleBroken, error),
            ClosingError::CouldNotReach => "/outcome",
            ClosingError::NoNextDay | ClosingError::NextDayOver => "/next_on",
            ClosingError::NothingTold => "/not_told_why",
            ClosingError::SamePerson => "/agreed",
            ClosingError::NoWords => "/words",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<ClaimError> for Problem {
    fn from(error: ClaimError) -> Self {
        let place = match error {
            ClaimError::Backwards | ClaimError::Later | ClaimError::BeforePromise => "/until_on",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<ConcernError> for Problem {
    fn from(error: ConcernError) -> Self {
        Self::new(Kind::RuleBroken, error).at("/raised_on", error)
    }
}

impl From<IntendedError> for Problem {
    fn from(error: IntendedError) -> Self {
        let place = match error {
            IntendedError::Later => "/said_on",
            IntendedError::Begun => "/for_on",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<ContactError> for Problem {
    fn from(error: ContactError) -> Self {
        let place = match error {
            ContactError::FollowUpBefore | ContactError::NoDay => "/follow_up_on",
            ContactError::NotAlone => "/present",
            ContactError::InTheFuture | ContactError::TooLongAgo => "/happened_at",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        let place = match error {
            PlanError::StartsInFuture => "/started_on",
            PlanError::ReviewInFuture | PlanError::ReviewBeforeStart => "/reviewed_on",
            PlanError::OutcomeOfNothing => "/review_outcome",
            PlanError::BookedBeforeReview => "/review_booked_on",
            PlanError::CeasedBeforeStart | PlanError::CeasesInFuture | PlanError::NoDay => {
                "/ceased_on"
            }
            PlanError::NoReason => "/cease_reason",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<PromiseError> for Problem {
    fn from(error: PromiseError) -> Self {
        let place = match error {
            PromiseError::EndsBeforeMade => "/ended_on",
            PromiseError::InTheFuture => "/agreed_on",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        Self::new(Kind::RuleBroken, error).at("/ended_on", error)
    }
}

impl From<SpellError> for Problem {
    fn from(error: SpellError) -> Self {
        let place = match error {
            SpellError::UnknownCode(_) | SpellError::RetiredCode(_) | SpellError::PlanNeeded(_) => {
                "/code"
            }
            SpellError::EndsBeforeStart => "/ended_on",
            SpellError::VerifiedBeforeStart | SpellError::KnownLater => "/verified_on",
            SpellError::StartsLater => "/started_on",
            SpellError::ReviewDateMissing(_) => "/review_on",
            SpellError::EndDateMissing(_) => "/predicted_end_on",
            SpellError::DaysPerWeek => "/days_per_week",
            SpellError::WeeklyHours => "/weekly_hours",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<NotYet> for Problem {
    fn from(error: NotYet) -> Self {
        Self::new(Kind::RuleBroken, error).at("/code", error)
    }
}

impl From<DetailsError> for Problem {
    fn from(error: DetailsError) -> Self {
        let place = match error {
            DetailsError::Journey(_) => "/transition_on",
            DetailsError::LeavesLater | DetailsError::NoDay => "/left_on",
            DetailsError::NoReason => "/left_reason",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

impl From<IdentifierError> for Problem {
    /// Of the numbers there are, only a provider's is sent in a body.
    fn from(error: IdentifierError) -> Self {
        Self::new(Kind::RuleBroken, error).at("/ukprn", error)
    }
}

impl From<JourneyError> for Problem {
    fn from(error: JourneyError) -> Self {
        Self::new(Kind::RuleBroken, error)
    }
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        Self::new(Kind::InvalidBody, error)
    }
}
