//! Puts right, wherever it stands in a document, what poem-openapi says in its own dialect.

use serde_json::{Map, Value, json};

/// Walks the whole document.
pub fn walk(value: &mut Value) {
    match value {
        Value::Object(members) => {
            media_types(members);
            header_names(members);
            format(members);
            whole_numbers(members);
            codes(members);
            members.values_mut().for_each(walk);
        }
        Value::Array(items) => items.iter_mut().for_each(walk),
        _ => {}
    }
}

/// `application/json; charset=utf-8` is no media type that a generator knows.
fn media_types(members: &mut Map<String, Value>) {
    if let Some(Value::Object(content)) = members.get_mut("content") {
        let bare = |name: String| name.split(';').next().unwrap_or_default().to_owned();
        *content =
            std::mem::take(content).into_iter().map(|(name, media)| (bare(name), media)).collect();
    }
}

/// Names of headers come in capitals; they read better as everybody writes them.
fn header_names(members: &mut Map<String, Value>) {
    if let Some(Value::Object(headers)) = members.get_mut("headers") {
        let old = std::mem::take(headers);
        *headers = old.into_iter().map(|(name, header)| (usual(&name), header)).collect();
    }
    if members.get("in").is_some_and(|place| place == "header")
        && let Some(Value::String(name)) = members.get_mut("name")
    {
        *name = usual(name);
    }
}

fn usual(name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "etag" => "ETag".into(),
        "www-authenticate" => "WWW-Authenticate".into(),
        lower => lower.split('-').map(capital).collect::<Vec<_>>().join("-"),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Formats that nobody outside Rust knows become the ones that everybody knows.
fn format(members: &mut Map<String, Value>) {
    let Some(format) = members.get("format").and_then(Value::as_str) else { return };
    let (known, range) = match format {
        "naive-date" => ("date", None),
        "int8" => ("int32", Some((i64::from(i8::MIN), i64::from(i8::MAX)))),
        "int16" => ("int32", Some((i64::from(i16::MIN), i64::from(i16::MAX)))),
        "uint8" => ("int32", Some((0, i64::from(u8::MAX)))),
        "uint16" => ("int32", Some((0, i64::from(u16::MAX)))),
        // The larger half of these does not fit into an int32, which is what generators make of a count.
        "uint32" => ("int64", Some((0, i64::from(u32::MAX)))),
        "uint64" => ("int64", Some((0, i64::MAX))),
        _ => return,
    };
    members.insert("format".into(), json!(known));
    if let Some((least, most)) = range {
        members.entry("minimum").or_insert(json!(least));
        members.entry("maximum").or_insert(json!(most));
    }
}

/// poem-openapi keeps limits as floating point: 200 would be printed as 200.0.
fn whole_numbers(members: &mut Map<String, Value>) {
    for limit in ["minimum", "maximum", "multipleOf"] {
        let number = members.get(limit).and_then(Value::as_f64);
        if let Some(number) = number.filter(|n| n.fract() == 0.0 && n.abs() < 9e15) {
            members.insert(limit.into(), json!(number as i64));
        }
    }
}

/// What each code of an enum means, for generators that can carry it into an app. It is read from the description,
/// which lists the codes like this: ``- `red`: the colour of buses``.
fn codes(members: &mut Map<String, Value>) {
    let (Some(Value::Array(codes)), Some(Value::String(description))) =
        (members.get("enum"), members.get("description"))
    else {
        return;
    };
    let meaning = |code: &Value| {
        let start = format!("- `{}`: ", code.as_str()?);
        description.lines().find_map(|line| line.trim().strip_prefix(&start)).map(str::to_owned)
    };
    if let Some(meanings) = codes.iter().map(meaning).collect::<Option<Vec<_>>>() {
        members.insert("x-enum-descriptions".into(), json!(meanings));
    }
}
