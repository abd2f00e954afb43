//! Types of special educational need, as the school census and the SEN2 return name them.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

/// One type of need.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NeedType {
    /// Its code, such as `ASD`.
    pub code: String,
    /// What staff read.
    pub label: String,
    /// Its broad area of need.
    #[serde(rename = "broad_area_of_need")]
    pub area: String,
    /// `yes` where an EHC plan can name it as the primary need.
    valid_ehc_plan_sen2: String,
}

impl NeedType {
    /// Whether an EHC plan can name it. `NSA`, for nobody having looked yet, is for SEN support only.
    pub fn in_plans(&self) -> bool {
        self.valid_ehc_plan_sen2 == "yes"
    }
}

/// The types of need, by code.
#[derive(Clone, Debug)]
pub struct NeedTypes(BTreeMap<String, NeedType>);

static SHIPPED: LazyLock<NeedTypes> = LazyLock::new(|| {
    NeedTypes::from_csv(include_str!("../data/sen_types.csv"))
        .expect("the shipped list is read by a test")
});

impl NeedTypes {
    /// Reads the list, saying what is wrong with it.
    pub fn from_csv(text: &str) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let types = reader.deserialize().map(|row| row.map(|t: NeedType| (t.code.clone(), t)));
        types.collect::<Result<_, _>>().map(Self).map_err(|wrong| wrong.to_string())
    }

    /// The list that the service comes with.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The type with this code.
    pub fn get(&self, code: &str) -> Option<&NeedType> {
        self.0.get(code)
    }

    /// Every type, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = &NeedType> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_is_whole() {
        let types = NeedTypes::shipped();
        assert_eq!(types.iter().count(), 14);
        assert_eq!(types.get("VI").unwrap().label, "Vision impairment");
        assert!(types.get("XYZ").is_none());
    }

    #[test]
    fn only_needs_that_nobody_has_looked_at_cannot_stand_in_a_plan() {
        let without: Vec<_> = NeedTypes::shipped().iter().filter(|t| !t.in_plans()).collect();
        assert_eq!(without.len(), 1);
        assert_eq!(without[0].code, "NSA");
    }
}
