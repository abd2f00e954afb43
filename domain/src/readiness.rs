//! What must be in place before young people are asked about worries and safety, or can write freely (SAFE-07).

use chrono::{NaiveDate, TimeDelta};

use crate::{
    code::codes,
    id::StaffId,
    staff::{Role, Staff},
    text::Line,
};

/// How many people there must be who are on duty: they see every alert that cannot wait.
pub const DUTY_POOL: usize = 2;
/// How old the last look at the local numbers may be (YP-57).
const SIGNPOSTS: TimeDelta = TimeDelta::days(180);
/// How old the last drill may be.
const DRILL: TimeDelta = TimeDelta::days(90);

codes! {
    /// Something that is not in place.
    Missing {
        /// Two people or more on duty, who see every alert that cannot wait.
        DutyPool = "duty-pool",
        /// A safeguarding lead for those under 18.
        Under18Lead = "under-18-lead",
        /// A safeguarding lead for adults.
        AdultLead = "adult-lead",
        /// What young people read when nobody is there.
        OutOfHours = "out-of-hours",
        /// Somebody rang the local numbers of the help page within 180 days.
        Signposts = "signposts-checked-on",
        /// Somebody played an alert through within 90 days.
        Drill = "drill-on",
    }
}

impl Missing {
    /// What to do about it.
    pub fn words(self) -> &'static str {
        match self {
            Self::DutyPool => {
                "put two people or more on duty: managers, safeguarding leads or workers"
            }
            Self::Under18Lead => "name a safeguarding lead for those under 18",
            Self::AdultLead => "name a safeguarding lead for adults",
            Self::OutOfHours => "say what young people read when nobody is there",
            Self::Signposts => {
                "check the local numbers of the help page; it was more than 180 days ago, or never"
            }
            Self::Drill => "play an alert through; it was more than 90 days ago, or never",
        }
    }
}

/// What an administrator says is in place. Staffed hours and the calendar are there for every partnership.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// Who leads on safeguarding for those under 18.
    pub under_18_lead: Option<StaffId>,
    /// Who leads for adults. It may be the same person.
    pub adult_lead: Option<StaffId>,
    /// What young people read when nobody is there.
    pub out_of_hours: Option<Line>,
    /// When somebody last checked the local numbers.
    pub signposts_checked_on: Option<NaiveDate>,
    /// When an alert was last played through.
    pub drill_on: Option<NaiveDate>,
}

impl Readiness {
    /// What is not in place on `today`, with these people at work, of whom so many are on duty. Nothing, where all is.
    pub fn missing(&self, staff: &[Staff], on_duty: usize, today: NaiveDate) -> Vec<Missing> {
        let leads = |id: Option<StaffId>| {
            let is = |one: &Staff| Some(one.id) == id && one.role == Role::SafeguardingLead;
            staff.iter().any(is)
        };
        let fresh = |day: Option<NaiveDate>, age| day.is_some_and(|day| today - day <= age);
        let in_place = [
            (Missing::DutyPool, on_duty >= DUTY_POOL),
            (Missing::Under18Lead, leads(self.under_18_lead)),
            (Missing::AdultLead, leads(self.adult_lead)),
            (Missing::OutOfHours, self.out_of_hours.is_some()),
            (Missing::Signposts, fresh(self.signposts_checked_on, SIGNPOSTS)),
            (Missing::Drill, fresh(self.drill_on, DRILL)),
        ];
        in_place.into_iter().filter(|(_, there)| !there).map(|(what, _)| what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::PartnershipId, text::Name};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn staff(id: u128, role: Role) -> Staff {
        Staff {
            id: StaffId(uuid::Uuid::from_u128(id)),
            partnership: PartnershipId(uuid::Uuid::from_u128(9)),
            name: Name::new("Somebody").unwrap(),
            email: "somebody@example.org".into(),
            role,
        }
    }

    #[test]
    fn everything_is_missing_at_first() {
        let missing = Readiness::default().missing(&[], 0, day("2026-09-07"));
        let all: Vec<Missing> = Missing::ALL.iter().map(|(missing, _)| *missing).collect();
        assert_eq!(missing, all);
    }

    #[test]
    fn what_is_in_place_grows_old_and_people_leave() {
        let people = [staff(1, Role::Manager), staff(2, Role::SafeguardingLead)];
        let ready = Readiness {
            under_18_lead: Some(people[1].id),
            adult_lead: Some(people[1].id),
            out_of_hours: Some(Line::new("We are back on the next working day.").unwrap()),
            signposts_checked_on: Some(day("2026-09-01")),
            drill_on: Some(day("2026-09-01")),
        };
        assert_eq!(ready.missing(&people, 2, day("2026-11-30")), []);
        assert_eq!(ready.missing(&people, 2, day("2026-12-01")), [Missing::Drill]);
        assert_eq!(
            ready.missing(&people, 2, day("2027-03-01")),
            [Missing::Signposts, Missing::Drill]
        );
        assert_eq!(
            ready.missing(&people[..1], 1, day("2026-09-07")),
            [Missing::DutyPool, Missing::Under18Lead, Missing::AdultLead]
        );
        let manager = Readiness { adult_lead: Some(people[0].id), ..ready };
        assert_eq!(manager.missing(&people, 2, day("2026-09-07")), [Missing::AdultLead]);
    }
}
