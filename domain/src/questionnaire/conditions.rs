//! When a step is shown, in terms of the answers of the same check-in only.

use super::answer::{AnswerGiven, latest};

/// One of these codes was chosen at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The key of the step.
    pub key: String,
    /// The codes, any of which will do.
    pub any_of: Vec<String>,
}

impl Condition {
    /// True if the answers so far meet it.
    pub(super) fn met(&self, answers: &[AnswerGiven]) -> bool {
        latest(answers, &self.key)
            .is_some_and(|answer| answer.codes().iter().any(|code| self.any_of.contains(code)))
    }

    /// True if meeting this one always means meeting the other.
    fn implies(&self, other: &Self) -> bool {
        self.key == other.key && self.any_of.iter().all(|code| other.any_of.contains(code))
    }
}

/// Conditions that must all be met.
type All = Vec<Condition>;

/// Any of these will do: none of them is never, one without conditions is always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AnyOf(Vec<All>);

impl AnyOf {
    pub fn always() -> Self {
        Self(vec![vec![]])
    }

    pub fn never() -> Self {
        Self(vec![])
    }

    pub fn when(so: bool) -> Self {
        if so { Self::always() } else { Self::never() }
    }

    pub fn one(condition: Condition) -> Self {
        if condition.any_of.is_empty() { Self::never() } else { Self(vec![vec![condition]]) }
    }

    pub fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    pub fn is_always(&self) -> bool {
        self.0.iter().any(Vec::is_empty)
    }

    /// True if it can only be met by answering this step.
    pub fn needs(&self, key: &str) -> bool {
        !self.is_never() && self.0.iter().all(|all| all.iter().any(|one| one.key == key))
    }

    /// Either of two.
    pub fn or(mut self, other: Self) -> Self {
        for all in other.0 {
            if self.0.iter().any(|kept| implies(&all, kept)) {
                continue;
            }
            self.0.retain(|kept| !implies(kept, &all));
            self.0.push(all);
        }
        self
    }

    /// Both of two. `single` tells the steps that take one code, at which two conditions without a
    /// code in common can never both be met.
    pub fn and(&self, other: &Self, single: impl Fn(&str) -> bool) -> Self {
        let mut both = Self::never();
        for left in &self.0 {
            for right in &other.0 {
                if let Some(all) = merge(left, right, &single) {
                    both = both.or(Self(vec![all]));
                }
            }
        }
        both
    }

    /// As it is sent: nothing at all means always.
    pub fn alternatives(&self) -> Vec<Vec<Condition>> {
        if self.is_always() { vec![] } else { self.0.clone() }
    }
}

/// True if meeting all of the first always means meeting all of the second.
fn implies(first: &All, second: &All) -> bool {
    second.iter().all(|wanted| first.iter().any(|given| given.implies(wanted)))
}

/// All of both, or `None` if that cannot be.
fn merge(left: &All, right: &All, single: impl Fn(&str) -> bool) -> Option<All> {
    let mut all = left.clone();
    for condition in right {
        if all.iter().any(|kept| kept.implies(condition)) {
            continue;
        }
        match all.iter_mut().find(|kept| kept.key == condition.key && single(&kept.key)) {
            Some(kept) => kept.any_of.retain(|code| condition.any_of.contains(code)),
            None => all.push(condition.clone()),
        }
    }
    all.iter().all(|condition| !condition.any_of.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(key: &str, codes: &[&str]) -> AnyOf {
        AnyOf::one(Condition {
            key: key.to_owned(),
            any_of: codes.iter().map(|code| (*code).to_owned()).collect(),
        })
    }

    fn both(left: AnyOf, right: AnyOf) -> AnyOf {
        left.and(&right, |key| key != "many")
    }

    #[test]
    fn always_and_never_behave_as_they_should() {
        assert_eq!(both(AnyOf::always(), at("a", &["1"])), at("a", &["1"]));
        assert!(both(AnyOf::never(), at("a", &["1"])).is_never());
        assert!(at("a", &["1"]).or(AnyOf::always()).is_always());
        assert_eq!(AnyOf::never().or(at("a", &["1"])), at("a", &["1"]));
        assert!(at("a", &[]).is_never());
        assert!(AnyOf::always().alternatives().is_empty());
    }

    #[test]
    fn one_code_cannot_be_two_but_many_codes_can() {
        assert!(both(at("one", &["1", "2"]), at("one", &["3"])).is_never());
        assert_eq!(both(at("one", &["1", "2"]), at("one", &["2", "3"])), at("one", &["2"]));
        let many = both(at("many", &["1"]), at("many", &["2"]));
        assert_eq!(many.alternatives()[0].len(), 2);
    }

    #[test]
    fn what_another_alternative_covers_is_left_out() {
        let narrow = both(at("a", &["1"]), at("b", &["1"]));
        assert_eq!(narrow.clone().or(at("a", &["1", "2"])), at("a", &["1", "2"]));
        assert_eq!(at("a", &["1", "2"]).or(narrow), at("a", &["1", "2"]));
    }

    #[test]
    fn a_step_is_needed_when_every_way_goes_through_it() {
        let through_a = both(at("a", &["1"]), at("b", &["1"])).or(at("a", &["2"]));
        assert!(through_a.needs("a") && !through_a.needs("b"));
        assert!(!AnyOf::always().needs("a"));
    }
}
