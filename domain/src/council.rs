//! The councils of England, by DfE code.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

/// The councils, by the three digits that the Department for Education gives each.
#[derive(Clone, Debug)]
pub struct Councils(BTreeMap<String, String>);

#[derive(Deserialize)]
struct Row {
    dfe_la_code: String,
    la_name: String,
}

static SHIPPED: LazyLock<Councils> = LazyLock::new(|| {
    Councils::from_csv(include_str!("../data/english_local_authorities.csv"))
        .expect("the shipped list is read by a test")
});

impl Councils {
    /// Reads the list, saying what is wrong with it.
    pub fn from_csv(text: &str) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows =
            reader.deserialize().map(|row| row.map(|row: Row| (row.dfe_la_code, row.la_name)));
        rows.collect::<Result<_, _>>().map(Self).map_err(|wrong| wrong.to_string())
    }

    /// The list that the service comes with.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The council's name.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.0.get(code).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_has_every_council() {
        let councils = Councils::shipped();
        assert_eq!(councils.0.len(), 153);
        assert_eq!(councils.name("830"), Some("Derbyshire"));
        assert_eq!(councils.name("831"), Some("Derby"));
        assert_eq!(councils.name("999"), None);
    }
}
