//! Whether two records may be of one person: for reasons that can be read aloud, never by a score.
//!
//! Whoever may be like somebody is found by what they share (a learner number, or a birth date and a word of their name), so
//! nobody is compared with everybody.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::{
    code::codes,
    identifier::{EmailAddress, MobileNumber, Uln},
    import::ClientRecord,
    name::{likeness, wanted, words},
    person::Person,
    text::Name,
};

codes! {
    /// What two records have in common.
    Same {
        /// The learner number.
        Uln = "uln",
        /// The name, in whatever order and with whatever accents.
        Name = "name",
        /// A name that is spelt a little differently, or of which a part is missing.
        LikeName = "like-name",
        /// The given name, or one like it; the family name is another.
        GivenName = "given-name",
        /// The birth date.
        Birth = "birth",
        /// The birth date with day and month changed places.
        SwappedBirth = "swapped-birth",
        /// The mobile number, which may be a parent's.
        Mobile = "mobile",
        /// The e-mail address.
        Email = "email",
    }

    /// What somebody of the staff says of a row that may be about somebody who is here.
    Decision {
        /// It is about them.
        Same = "same",
        /// It is about somebody who is new.
        New = "new",
        /// Nobody is to be followed because of it.
        LeftOut = "left-out",
    }
}

impl Same {
    /// In plain English, of two records.
    pub fn words(self) -> &'static str {
        match self {
            Self::Uln => "They have the same learner number.",
            Self::Name => "They have the same name.",
            Self::LikeName => "Their names are alike.",
            Self::GivenName => "Their given names are alike, and their family names are not.",
            Self::Birth => "They have the same birth date.",
            Self::SwappedBirth => "Their birth dates are alike, with day and month changed places.",
            Self::Mobile => "They have the same mobile number.",
            Self::Email => "They have the same e-mail address.",
        }
    }
}

/// What follows from what two records have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They are two people, as far as anybody can see.
    Different,
    /// Somebody has to look.
    Ask,
    /// They are one person: the learner number, the birth date and the name say so.
    Same,
}

/// What somebody is known by when they are held against others.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Given name.
    pub given: Name,
    /// Family name; [`Name::none`] for somebody who has one name.
    pub family: Name,
    /// What they like to be called.
    pub preferred: Option<Name>,
    /// Birth date.
    pub birth: NaiveDate,
    /// Learner number.
    pub uln: Option<Uln>,
    /// Mobile number.
    pub mobile: Option<MobileNumber>,
    /// E-mail address.
    pub email: Option<EmailAddress>,
}

impl From<&Person> for Face {
    fn from(person: &Person) -> Self {
        Self {
            given: person.given_name.clone(),
            family: person.family_name.clone(),
            preferred: person.preferred_name.clone(),
            birth: person.birth_date,
            uln: person.uln.clone(),
            mobile: person.mobile.clone(),
            email: person.email.clone(),
        }
    }
}

impl From<&ClientRecord> for Face {
    fn from(record: &ClientRecord) -> Self {
        Self {
            given: record.given_name.clone(),
            family: record.family_name.clone(),
            preferred: record.preferred_name.clone(),
            birth: record.birth_date,
            uln: record.uln.clone(),
            mobile: record.mobile.clone(),
            email: record.email.clone(),
        }
    }
}

impl Face {
    /// Given and family name.
    fn name(&self) -> String {
        format!("{} {}", self.given.as_str(), self.family.as_str())
    }

    /// Every name they have.
    fn names(&self) -> String {
        format!("{} {}", self.name(), self.preferred.as_ref().map_or("", Name::as_str))
    }

    /// Each way in which they may be written, its words in the order of letters.
    fn spellings(&self) -> Vec<Vec<String>> {
        let first = std::iter::once(self.given.as_str());
        let all = first.chain(self.preferred.as_ref().map(Name::as_str));
        all.map(|first| {
            let mut all = words(&format!("{first} {}", self.family.as_str()));
            all.sort_unstable();
            all
        })
        .collect()
    }

    fn has_name_of(&self, other: &Self) -> bool {
        let theirs = other.spellings();
        self.spellings().iter().any(|mine| theirs.contains(mine))
    }

    fn has_name_like(&self, other: &Self) -> bool {
        likeness(&self.name(), &other.names()).is_some()
            || likeness(&other.name(), &self.names()).is_some()
    }

    fn has_given_name_like(&self, other: &Self) -> bool {
        let first = |of: &Self| {
            let preferred = of.preferred.as_ref().map_or("", Name::as_str);
            format!("{} {preferred}", of.given.as_str())
        };
        likeness(self.given.as_str(), &first(other)).is_some()
            || likeness(other.given.as_str(), &first(self)).is_some()
    }
}

/// The birth date as somebody would have it who mistook the day for the month; none where that is no other date.
pub fn swapped(birth: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(birth.year(), birth.day(), birth.month()).filter(|it| *it != birth)
}

/// What two records have in common, the weightiest first.
pub fn compare(one: &Face, other: &Face) -> Vec<Same> {
    let mut same = Vec::new();
    let mut add = |holds: bool, reason| {
        if holds {
            same.push(reason);
        }
    };
    add(one.uln.is_some() && one.uln == other.uln, Same::Uln);
    if one.has_name_of(other) {
        add(true, Same::Name);
    } else if one.has_name_like(other) {
        add(true, Same::LikeName);
    } else {
        add(one.has_given_name_like(other), Same::GivenName);
    }
    add(one.birth == other.birth, Same::Birth);
    add(swapped(one.birth) == Some(other.birth), Same::SwappedBirth);
    add(one.mobile.is_some() && one.mobile == other.mobile, Same::Mobile);
    add(one.email.is_some() && one.email == other.email, Same::Email);
    same
}

/// What follows. Twins have a family name, a birth date and often a number in common, and are two.
pub fn verdict(same: &[Same]) -> Verdict {
    let has = |reason| same.contains(&reason);
    let name = has(Same::Name) || has(Same::LikeName);
    if has(Same::Uln) && name && has(Same::Birth) {
        Verdict::Same
    } else if has(Same::Uln)
        || name && (has(Same::Birth) || has(Same::SwappedBirth))
        || has(Same::GivenName) && has(Same::Birth) && (has(Same::Mobile) || has(Same::Email))
    {
        Verdict::Ask
    } else {
        Verdict::Different
    }
}

/// Somebody among many, and what they have in common with whoever was asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike<K> {
    /// Who.
    pub who: K,
    /// The reasons, the weightiest first.
    pub same: Vec<Same>,
    /// What follows from them.
    pub verdict: Verdict,
}

/// Many faces, each found by its learner number, and by its birth date together with a word of its name.
#[derive(Clone, Debug)]
pub struct Faces<K> {
    all: Vec<(K, Face)>,
    by_uln: HashMap<Uln, Vec<usize>>,
    by_birth: HashMap<(NaiveDate, i32), Vec<usize>>,
}

impl<K> Default for Faces<K> {
    fn default() -> Self {
        Self { all: Vec::new(), by_uln: HashMap::new(), by_birth: HashMap::new() }
    }
}

impl<K: Copy + Ord> Faces<K> {
    /// One more.
    pub fn add(&mut self, who: K, face: Face) {
        let at = self.all.len();
        for key in keys_of(&face) {
            self.by_birth.entry((face.birth, key)).or_default().push(at);
        }
        if let Some(uln) = face.uln.clone() {
            self.by_uln.entry(uln).or_default().push(at);
        }
        self.all.push((who, face));
    }

    /// Those who may be this one, the likeliest first: whoever is certainly the same stands before whoever has to be looked
    /// at, and more in common before less.
    pub fn like(&self, face: &Face) -> Vec<Alike<K>> {
        let mut near: BTreeSet<usize> =
            face.uln.iter().filter_map(|uln| self.by_uln.get(uln)).flatten().copied().collect();
        let keys = keys_of(face);
        for birth in std::iter::once(face.birth).chain(swapped(face.birth)) {
            let of_them = keys.iter().filter_map(|key| self.by_birth.get(&(birth, *key)));
            near.extend(of_them.flatten());
        }
        let mut alike: Vec<Alike<K>> = near
            .into_iter()
            .map(|at| &self.all[at])
            .map(|(who, other)| (who, compare(face, other)))
            .map(|(who, same)| Alike { who: *who, verdict: verdict(&same), same })
            .filter(|alike| alike.verdict != Verdict::Different)
            .collect();
        alike.sort_by(|one, other| {
            let weight = |of: &Alike<K>| (of.verdict, of.same.len());
            weight(other).cmp(&weight(one)).then(one.who.cmp(&other.who))
        });
        alike
    }
}

/// The keys of each word of their names, and of each with a letter less.
fn keys_of(face: &Face) -> BTreeSet<i32> {
    wanted(&face.names()).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(given: &str, family: &str, birth: &str) -> Face {
        Face {
            given: Name::new(given).unwrap(),
            family: if family.is_empty() { Name::none() } else { Name::new(family).unwrap() },
            preferred: None,
            birth: birth.parse().unwrap(),
            uln: None,
            mobile: None,
            email: None,
        }
    }

    fn with_uln(face: Face, uln: &str) -> Face {
        Face { uln: Some(Uln::parse(uln).unwrap()), ..face }
    }

    fn with_mobile(face: Face) -> Face {
        Face { mobile: Some(MobileNumber::parse("07700 900123").unwrap()), ..face }
    }

    const BORN: &str = "2008-03-04";
    const NUMBER: &str = "4592518682";

    #[test]
    fn each_pair_is_judged_by_reasons() {
        use Same::{Birth, GivenName, LikeName, Mobile, SwappedBirth, Uln};
        let amina = || face("Amina", "Rahman", BORN);
        for (one, other, same, follows) in [
            (amina(), amina(), vec![Same::Name, Birth], Verdict::Ask),
            (amina(), face("Rahman", "Amína", BORN), vec![Same::Name, Birth], Verdict::Ask),
            (amina(), face("Amna", "Rahman", BORN), vec![LikeName, Birth], Verdict::Ask),
            (amina(), face("Amina", "", BORN), vec![LikeName, Birth], Verdict::Ask),
            (
                amina(),
                face("Amina", "Rahman", "2008-04-03"),
                vec![Same::Name, SwappedBirth],
                Verdict::Ask,
            ),
            (amina(), face("Amina", "Rahman", "2008-03-05"), vec![Same::Name], Verdict::Different),
            (
                with_uln(amina(), NUMBER),
                with_uln(amina(), NUMBER),
                vec![Uln, Same::Name, Birth],
                Verdict::Same,
            ),
            (
                with_uln(amina(), NUMBER),
                with_uln(face("Zoe", "Carter", BORN), NUMBER),
                vec![Uln, Birth],
                Verdict::Ask,
            ),
            // Married, with the same telephone.
            (
                with_mobile(amina()),
                with_mobile(face("Amina", "Yusuf", BORN)),
                vec![GivenName, Birth, Mobile],
                Verdict::Ask,
            ),
            (amina(), face("Amina", "Yusuf", BORN), vec![GivenName, Birth], Verdict::Different),
            // Twins with a parent's telephone.
            (
                with_mobile(amina()),
                with_mobile(face("Karim", "Rahman", BORN)),
                vec![Birth, Mobile],
                Verdict::Different,
            ),
        ] {
            assert_eq!(compare(&one, &other), same, "{}", other.name());
            assert_eq!(compare(&other, &one), same, "{} the other way round", other.name());
            assert_eq!(verdict(&same), follows, "{}", other.name());
        }
    }

    #[test]
    fn a_preferred_name_is_a_name() {
        let kit = Face {
            preferred: Some(Name::new("Kit").unwrap()),
            ..face("Christopher", "Hall", BORN)
        };
        assert_eq!(compare(&kit, &face("Kit", "Hall", BORN)), [Same::Name, Same::Birth]);
    }

    #[test]
    fn only_another_date_is_a_swapped_one() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(swapped(day("2008-03-04")), Some(day("2008-04-03")));
        assert_eq!(swapped(day("2008-05-05")), None);
        assert_eq!(swapped(day("2008-05-13")), None);
    }

    #[test]
    fn whoever_is_alike_is_found_without_comparing_everybody() {
        let mut faces = Faces::default();
        faces.add(1, face("Karim", "Rahman", BORN));
        faces.add(2, face("Amna", "Rahman", BORN));
        faces.add(3, with_uln(face("Zoe", "Carter", "2007-01-01"), NUMBER));
        faces.add(4, face("Amina", "Rahman", "2008-04-03"));
        faces.add(5, face("Amina", "Rahman", "2009-04-03"));
        let like = |face: Face| faces.like(&face).iter().map(|it| it.who).collect::<Vec<_>>();
        assert_eq!(like(face("Amina", "Rahman", BORN)), [2, 4]);
        assert_eq!(like(with_uln(face("Amina", "Rahman", "2005-05-05"), NUMBER)), [3]);
        assert_eq!(like(with_uln(face("Zoe", "Carter", "2007-01-01"), NUMBER))[0], 3);
        assert!(like(face("Someone", "Else", BORN)).is_empty());
    }

    #[test]
    fn every_reason_is_a_sentence() {
        for (reason, code) in Same::ALL {
            assert!(reason.words().ends_with('.'), "{code}");
        }
    }
}
