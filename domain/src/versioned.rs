//! What somebody sends about a thing meets what is known of it: whether it goes, and if others were there in the
//! meantime, what each of them changed. Who then is right, a person says.

use chrono::{DateTime, Utc};

use crate::{
    code::codes,
    id::{StaffId, SupporterId},
};

codes! {
    /// Of what a history is kept.
    Thing {
        /// Something that a young person does, for a while.
        Destination = "destination",
        /// Support that was promised.
        Promise = "promise",
        /// What somebody says was given of promised support.
        Claim = "claim",
        /// That promised support may not be coming.
        Concern = "concern",
        /// What somebody means to do next.
        Intended = "intended",
        /// What staff did to reach a young person.
        Contact = "contact",
        /// Something that staff have to do.
        Task = "task",
        /// How they can be reached safely.
        SafeContact = "safe-contact",
        /// What they are called and how they are reached and followed.
        Details = "details",
        /// The days of their EHC plan.
        Plan = "plan",
    }

    /// Who changes things.
    ActorKind {
        /// The young person.
        YoungPerson = "young-person",
        /// Somebody whom the young person asked to help.
        Supporter = "supporter",
        /// Somebody who works with them.
        Staff = "staff",
        /// A council's file.
        File = "file",
        /// The service, by a rule.
        System = "system",
    }
}

/// Who changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The young person.
    YoungPerson,
    /// A supporter, from a phone of their own.
    Supporter(SupporterId),
    /// A member of staff.
    Staff(StaffId),
    /// A council's file.
    File,
    /// The service, by a rule.
    System,
}

impl Actor {
    /// Which kind they are.
    pub fn kind(self) -> ActorKind {
        match self {
            Self::YoungPerson => ActorKind::YoungPerson,
            Self::Supporter(_) => ActorKind::Supporter,
            Self::Staff(_) => ActorKind::Staff,
            Self::File => ActorKind::File,
            Self::System => ActorKind::System,
        }
    }
}

/// One field of a thing: its name as it travels, and what it says as text, as it travels. None: it says nothing.
pub type Field = (&'static str, Option<String>);

/// A thing whose changes are kept.
pub trait Recorded {
    /// What it is.
    const THING: Thing;
    /// What follows from the other fields, or from who speaks: it is kept like the others, and nobody is asked to choose.
    const FOLLOWS: &[&'static str];

    /// What it says, field by field, always in the same order.
    fn fields(&self) -> Vec<Field>;
}

/// A thing, and how often it has changed: 1 when it is new.
#[derive(Clone, Debug, PartialEq)]
pub struct Versioned<T> {
    /// Which version this is.
    pub version: u32,
    /// What it says.
    pub value: T,
}

/// What one field said, and says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The name of the field.
    pub field: String,
    /// What it said. None: nothing.
    pub before: Option<String>,
    /// What it says. None: nothing.
    pub after: Option<String>,
}

/// A change that is kept: of which version, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The version that it made.
    pub version: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Actor,
    /// What became of one field.
    pub change: FieldChange,
}

/// How what is sent meets what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// Nothing was known of it: it is the first version.
    New,
    /// The same is known already, as after a reply that was lost. Nothing is to be done.
    Unchanged,
    /// Whoever sent it had seen what is known.
    Goes,
    /// Whoever sent it has not seen what is known now.
    Stale,
    /// Whoever sent it had seen something that is there no longer.
    Gone,
}

/// Whether what is sent, which was made from the version `based_on`, goes.
pub fn meet<T: Recorded>(known: Option<&Versioned<T>>, sent: &T, based_on: Option<u32>) -> Meeting {
    match (known, based_on) {
        (None, None) => Meeting::New,
        (None, Some(_)) => Meeting::Gone,
        (Some(known), _) if known.value.fields() == sent.fields() => Meeting::Unchanged,
        (Some(known), Some(based_on)) if known.version == based_on => Meeting::Goes,
        (Some(_), _) => Meeting::Stale,
    }
}

/// What changes, field by field, from one saying of a thing to the next. All that it says, where there was none before.
pub fn changes<T: Recorded>(before: Option<&T>, after: &T) -> Vec<FieldChange> {
    let mut old = before.map(Recorded::fields).unwrap_or_default().into_iter();
    let changed = after.fields().into_iter().filter_map(|(field, after)| {
        let before = old.next().and_then(|(_, before)| before);
        let field = field.to_owned();
        (before != after).then_some(FieldChange { field, before, after })
    });
    changed.collect()
}

/// One field in which what is sent differs from what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The name of the field.
    pub field: &'static str,
    /// What it said when whoever sent it looked. None where that is not known, or was nothing.
    pub before: Option<String>,
    /// What they send.
    pub yours: Option<String>,
    /// What is known now.
    pub theirs: Option<String>,
    /// Both have changed it, or it is not known who has. Otherwise only one of them has.
    pub clashes: bool,
}

/// Where what is sent and what is known differ. `since` are the changes that whoever sent it has not seen, the earliest
/// first; none if nobody knows what they have seen.
pub fn conflict<T: Recorded>(since: Option<&[FieldChange]>, theirs: &T, yours: &T) -> Vec<Clash> {
    let both = theirs.fields().into_iter().zip(yours.fields());
    let differ =
        both.filter(|((field, theirs), (_, yours))| theirs != yours && !T::FOLLOWS.contains(field));
    let clash = |((field, theirs), (_, yours)): (Field, Field)| {
        let Some(since) = since else {
            return Clash { field, before: None, yours, theirs, clashes: true };
        };
        let first = since.iter().find(|change| change.field == field);
        let before = first.map_or_else(|| theirs.clone(), |change| change.before.clone());
        let clashes = before != yours && before != theirs;
        Clash { field, before, yours, theirs, clashes }
    };
    differ.map(clash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Coach {
        name: &'static str,
        often: Option<&'static str>,
        said_by: &'static str,
    }

    impl Recorded for Coach {
        const THING: Thing = Thing::Promise;
        const FOLLOWS: &[&'static str] = &["said_by"];

        fn fields(&self) -> Vec<Field> {
            vec![
                ("name", Some(self.name.into())),
                ("often", self.often.map(str::to_owned)),
                ("said_by", Some(self.said_by.into())),
            ]
        }
    }

    const WEEKLY: Coach = Coach { name: "a coach", often: Some("every week"), said_by: "file" };

    fn known(version: u32, value: Coach) -> Versioned<Coach> {
        Versioned { version, value }
    }

    fn change(field: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
        let text = |text: Option<&str>| text.map(str::to_owned);
        FieldChange { field: field.into(), before: text(before), after: text(after) }
    }

    #[test]
    fn what_is_sent_goes_if_whoever_sent_it_had_seen_what_is_known() {
        let monthly = Coach { often: Some("every month"), ..WEEKLY };
        let third = known(3, WEEKLY);
        assert_eq!(meet(None, &monthly, None), Meeting::New);
        assert_eq!(meet(Some(&third), &monthly, Some(3)), Meeting::Goes);
        for stale in [None, Some(1), Some(2), Some(4)] {
            assert_eq!(meet(Some(&third), &monthly, stale), Meeting::Stale, "{stale:?}");
        }
        assert_eq!(meet(None, &monthly, Some(1)), Meeting::Gone);
    }

    #[test]
    fn the_same_again_is_no_conflict_whatever_it_was_made_from() {
        for based_on in [None, Some(1), Some(2), Some(9)] {
            assert_eq!(meet(Some(&known(2, WEEKLY)), &WEEKLY, based_on), Meeting::Unchanged);
        }
    }

    #[test]
    fn a_change_names_what_each_field_said_and_says() {
        let never = Coach { often: None, said_by: "worker", ..WEEKLY };
        assert_eq!(
            changes(Some(&WEEKLY), &never),
            [
                change("often", Some("every week"), None),
                change("said_by", Some("file"), Some("worker"))
            ]
        );
        assert_eq!(changes(Some(&WEEKLY), &WEEKLY), []);
        // Something new says all that it says, and nothing of what it does not.
        assert_eq!(
            changes(None, &never),
            [change("name", None, Some("a coach")), change("said_by", None, Some("worker"))]
        );
    }

    #[test]
    fn a_field_clashes_only_where_both_have_changed_it() {
        let yours = Coach { name: "a job coach", often: Some("every month"), said_by: "worker" };
        let theirs = Coach { often: Some("every fortnight"), ..WEEKLY };
        let since = [
            change("often", Some("every week"), Some("every day")),
            change("often", Some("every day"), Some("every fortnight")),
        ];
        let told = conflict(Some(&since), &theirs, &yours);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                Clash {
                    field: "name",
                    before: text("a coach"),
                    yours: text("a job coach"),
                    theirs: text("a coach"),
                    clashes: false,
                },
                Clash {
                    field: "often",
                    before: text("every week"),
                    yours: text("every month"),
                    theirs: text("every fortnight"),
                    clashes: true,
                },
            ]
        );
    }

    #[test]
    fn what_only_they_have_changed_does_not_clash() {
        let theirs = Coach { often: None, ..WEEKLY };
        let since = [change("often", Some("every week"), None)];
        let told = conflict(Some(&since), &theirs, &WEEKLY);
        assert_eq!((told.len(), told[0].clashes, &told[0].theirs), (1, false, &None));
    }

    #[test]
    fn of_somebody_who_does_not_say_what_they_have_seen_everything_that_differs_clashes() {
        let yours = Coach { often: None, said_by: "worker", ..WEEKLY };
        let told = conflict(None, &WEEKLY, &yours);
        assert_eq!((told.len(), told[0].field, told[0].clashes), (1, "often", true));
    }
}
