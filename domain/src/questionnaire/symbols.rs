//! The pictures beside the words.

use std::collections::BTreeMap;

use serde::Deserialize;

const SHIPPED: &str = include_str!("../../data/symbols.csv");

/// The default symbol pack: the emoji of the phone's own font, by their names in Unicode CLDR with
/// hyphens for spaces.
pub struct Symbols(BTreeMap<String, String>);

impl Symbols {
    /// The pack that the product brings.
    pub fn shipped() -> Self {
        let rows = csv::Reader::from_reader(SHIPPED.as_bytes())
            .into_deserialize::<Row>()
            .map(|row| row.expect("the shipped table of symbols is read by a test"));
        Self(rows.map(|row| (row.name, row.picture)).collect())
    }

    /// The characters of the emoji with this name.
    pub fn picture(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[derive(Deserialize)]
struct Row {
    name: String,
    picture: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_the_characters_that_a_phone_draws() {
        let symbols = Symbols::shipped();
        assert_eq!(symbols.picture("house"), Some("\u{1F3E0}"));
        assert_eq!(symbols.picture("keycap-1"), Some("1\u{FE0F}\u{20E3}"));
        assert_eq!(symbols.picture("unicorn-bus"), None);
    }

    #[test]
    fn the_listed_code_points_are_the_characters() {
        for row in csv::Reader::from_reader(SHIPPED.as_bytes()).records() {
            let row = row.unwrap();
            let listed: Vec<String> =
                row[1].chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
            assert_eq!(listed.join(" "), row[2], "{}", &row[0]);
            assert!(!row[3].is_empty(), "{} has no source", &row[0]);
        }
    }
}
