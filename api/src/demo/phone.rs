//! Somebody who answers on a phone. They send the same requests as the page does, and choose as somebody like them might.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::chance::Chance;

/// What somebody is like, as far as it shows in answers.
#[derive(Clone, Debug)]
pub struct Nature {
    /// How often they answer, in a hundred.
    pub answers: u64,
    /// How often things go well, in a hundred.
    pub luck: u64,
    /// How often somebody helps, in a hundred.
    pub helped: u64,
    /// How often somebody answers for them, in a hundred.
    pub spoken_for: u64,
    /// They read easy read.
    pub easy: bool,
}

impl Nature {
    /// Somebody.
    pub fn new(chance: &mut Chance) -> Self {
        let close = chance.percent(30);
        Self {
            answers: *chance.pick(&[92, 85, 80, 72, 60, 40, 15]),
            luck: *chance.pick(&[92, 88, 85, 80, 72, 60]),
            helped: if close { 45 } else { 5 },
            spoken_for: if close { 12 } else { 1 },
            easy: chance.percent(35),
        }
    }
}

/// The body of a request that answers a whole check-in.
pub fn answers(check_in: &Value, nature: &Nature, at: DateTime<Utc>, chance: &mut Chance) -> Value {
    let who = chance.weighted(&[
        ("me", 100 - nature.helped.min(60) - nature.spoken_for),
        ("me_with_help", nature.helped.min(60)),
        ("someone_else", nature.spoken_for),
    ]);
    let source = match who {
        "me_with_help" => "with-help",
        "someone_else" => "proxy",
        _ => "self",
    };
    let mut said = BTreeMap::<String, Vec<String>>::new();
    let mut sent = Vec::new();
    for step in check_in["steps"].as_array().into_iter().flatten() {
        let key = step["key"].as_str().unwrap_or_default();
        let private = step["proxy"] == "self_only" && source != "self";
        if private || step["stored"] == false || !asked(step, &said) {
            continue;
        }
        let codes = choose(step, who, nature, chance);
        let mut answer = json!({ "key": key, "answered_at": at });
        match codes {
            Some(codes) => {
                answer["codes"] = json!(codes);
                said.insert(key.to_owned(), codes);
            }
            None => answer["skipped"] = json!(true),
        }
        sent.push(answer);
    }
    let helper = said.get("helper_is").and_then(|codes| codes.first()).cloned();
    let reading = if nature.easy { "easy" } else { "plain" };
    let mut body =
        json!({ "source": source, "reading": reading, "finished": true, "answers": sent });
    if let Some(helper) = helper {
        body["helper"] = json!(helper);
    }
    body
}

/// Whether a step is shown, as every phone works it out.
fn asked(step: &Value, said: &BTreeMap<String, Vec<String>>) -> bool {
    let any = step["show_if"].as_array().map(Vec::as_slice).unwrap_or_default();
    let met = |condition: &Value| {
        let of = condition["any_of"].as_array().map(Vec::as_slice).unwrap_or_default();
        let said = condition["key"].as_str().and_then(|key| said.get(key));
        said.is_some_and(|codes| codes.iter().any(|code| of.iter().any(|one| one == code)))
    };
    any.is_empty() || any.iter().any(|all| all.as_array().into_iter().flatten().all(met))
}

/// What they choose, or nothing where they skip.
fn choose(step: &Value, who: &str, nature: &Nature, chance: &mut Chance) -> Option<Vec<String>> {
    let question = step["question"].as_str().unwrap_or_default();
    let codes: Vec<&str> = step["options"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|option| option["code"].as_str())
        .collect();
    let lucky = chance.percent(nature.luck);
    let wanted = match question {
        "who_answering" => who,
        "helper_is" => chance.weighted(&[("family", 6), ("support_worker", 3), ("staff", 1)]),
        "same_as_before" if chance.percent(nature.luck / 2 + 47) => "same",
        "same_as_before" => chance.weighted(&[("changed", 6), ("not_sure", 1)]),
        "activity_group" if lucky => {
            chance.weighted(&[("learning", 6), ("work", 4), ("helping_out", 1)])
        }
        "activity_group" => chance.weighted(&[
            ("nothing_now", 5),
            ("waiting", 2),
            ("helping_out", 2),
            ("day_activity", 1),
        ]),
        "support_got" if lucky => chance.weighted(&[("all", 7), ("some", 2)]),
        "support_got" => {
            chance.weighted(&[("none", 4), ("some", 3), ("unknown", 1), ("not_wanted", 1)])
        }
        "worry_level" if lucky => chance.weighted(&[("none", 8), ("a_little", 3)]),
        "worry_level" => chance.weighted(&[("a_little", 6), ("a_lot", 1), ("private", 2)]),
        "feel_safe" => {
            chance.weighted(&[("yes", 190), ("not_always", 6), ("no", 1), ("private", 8)])
        }
        "home_why" => {
            chance.weighted(&[("people", 5), ("far", 3), ("own_place", 4), ("not_safe", 1)])
        }
        "want_contact" => chance.weighted(&[("no", 88), ("later", 8), ("soon", 4)]),
        "safe_to_message" => "yes",
        _ if step["kind"] == "text" || codes.is_empty() => return None,
        // The first answer of a scale is the good one.
        _ if lucky => codes[0],
        _ => codes[chance.below(codes.len() as u64) as usize],
    };
    // Now and then somebody leaves a question out.
    let skips = step["can_skip"] == true && question != "same_as_before" && chance.percent(3);
    (!skips && codes.contains(&wanted)).then(|| vec![wanted.to_owned()])
}
