//! Who may know whom, and how files are kept. Cargo keeps `domain` pure and rustc keeps rows private; this keeps the
//! rest honest.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What each folder may never mention.
const STRANGERS: [(&str, &[&str]); 12] = [
    (
        "domain/src",
        &[
            "poem",
            "sea_orm",
            "sqlx",
            "tokio",
            "std::env",
            "std::fs",
            "std::net",
            "::now()",
            "api::",
            "migrations::",
        ],
    ),
    ("migrations/src", &["domain::", "api::", "poem", "std::env"]),
    ("api/src/http", &["sea_orm", "sqlx", "migrations::", "crate::jobs", "std::env"]),
    ("api/src/store", &["poem", "crate::http", "crate::jobs", "crate::push", "std::env"]),
    ("api/src/jobs", &["poem", "sea_orm", "sqlx", "crate::http", "std::env"]),
    ("api/src/push", &["crate::store", "crate::http", "poem"]),
    (
        "api/src/http/young_person",
        &["Caseload", "scope::Area", "scope::Admin", "scope::System", "WithPeople"],
    ),
    // A supporter reaches a young person through scopes of their own.
    ("api/src/http/young_person/supporting", &["OwnRecord", "YoungPerson", "scope::"]),
    ("api/src/http/worker", &["OwnRecord", "scope::Area", "scope::Admin", "scope::System"]),
    (
        "api/src/http/partnership",
        &["OwnRecord", "Caseload", "People", "OpensRecord", "scope::Admin", "scope::System"],
    ),
    // Whoever carries our messages opens no record.
    (
        "api/src/http/provider",
        &["OwnRecord", "Caseload", "scope::Area", "scope::Admin", "OpensRecord"],
    ),
    (
        "api/src/http/admin",
        &["OwnRecord", "Caseload", "People", "OpensRecord", "scope::Area", "scope::System"],
    ),
];

/// Raw SQL, and the files that have a reason for it.
const RAW_SQL: [&str; 5] =
    ["Statement::from", "execute_unprepared", "query_all_raw", "query_one_raw", "from_raw_sql"];
const MAY_SPEAK_SQL: [&str; 3] =
    ["api/src/store/reports.rs", "api/src/store/connect.rs", "api/src/store/db.rs"];

/// Each of these has a README that says why things are as they are.
const FOLDERS: [&str; 7] =
    ["domain", "migrations", "api", "api/pages", "openapi", "mobile-contract", "tests"];

/// A file longer than this wants to be two.
const MAX_LINES: usize = 400;

#[test]
fn folders_keep_to_themselves() {
    let mut broken = Vec::new();
    for (folder, strangers) in STRANGERS {
        for (file, text) in files(folder, &["rs"]) {
            let code = without_comments(&without_tests(&file, &text));
            broken.extend(
                strangers
                    .iter()
                    .filter(|stranger| code.contains(**stranger))
                    .map(|s| format!("{file} knows of {s}")),
            );
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn sql_is_written_in_one_place() {
    let mut broken = Vec::new();
    for (file, text) in files("api/src", &["rs"]) {
        let spoken = RAW_SQL.iter().any(|word| without_tests(&file, &text).contains(word));
        if spoken && !MAY_SPEAK_SQL.contains(&file.as_str()) {
            broken.push(file);
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn files_stay_short() {
    let all = ["domain", "migrations", "api", "tests"]
        .map(|folder| files(folder, &["rs", "js", "mjs", "ts"]));
    let long: Vec<String> = all
        .into_iter()
        .flatten()
        .filter(|(_, text)| text.lines().count() > MAX_LINES)
        .map(|(file, text)| format!("{file} has {} lines", text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn every_folder_says_what_it_is_and_why() {
    for folder in FOLDERS {
        let readme = root().join(folder).join("README.md");
        let text =
            fs::read_to_string(&readme).unwrap_or_else(|_| panic!("{folder} has no README.md"));
        assert!(text.starts_with("# "), "{folder}/README.md has no heading");
        let asks = text.lines().any(|line| line.starts_with('#') || line.starts_with("**"));
        assert!(asks && text.to_lowercase().contains("why"), "{folder}/README.md answers no why");
    }
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    let mut broken = Vec::new();
    for (file, text) in
        ["domain/src", "migrations/src", "api/src"].into_iter().flat_map(|f| files(f, &["rs"]))
    {
        for word in [".unwrap()", "todo!(", "unimplemented!(", "dbg!("] {
            if without_comments(&without_tests(&file, &text)).contains(word) {
                broken.push(format!("{file} has {word}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn a_rule_is_set_aside_only_with_a_reason() {
    let mut broken = Vec::new();
    for (file, text) in
        ["domain", "migrations", "api", "tests"].into_iter().flat_map(|f| files(f, &["rs"]))
    {
        let code = without_comments(&text);
        for word in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
            for rest in code.split(word).skip(1) {
                if !rest.split(")]").next().unwrap_or_default().contains("reason") {
                    broken.push(format!("{file} has {word} without a reason"));
                }
            }
        }
    }
    // This file names the words.
    broken.retain(|found| !found.starts_with("tests/it/house_rules.rs"));
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn nothing_that_ships_names_a_place_on_somebodys_machine() {
    let mut broken = Vec::new();
    for (file, text) in files(
        "",
        &["rs", "md", "json", "toml", "yaml", "yml", "js", "html", "css", "csv", "sql", "sh"],
    ) {
        for place in ["/root/", "/home/", "/Users/", "C:\\", "/tmp/wt", "/tmp/plan", "/work/"] {
            if text.contains(place) && file != "tests/it/house_rules.rs" {
                broken.push(format!("{file} names {place}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_file_that_is_kept_holds_something_and_has_a_name_for_every_system() {
    let mut broken = Vec::new();
    for file in tracked() {
        // One that somebody has taken away and not yet committed is not there to be empty.
        if fs::metadata(root().join(&file)).is_ok_and(|it| it.is_file() && it.len() == 0) {
            broken.push(format!("{file} is empty"));
        }
        if file.contains(':') {
            broken.push(format!("{file} has a colon in its name"));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// What git keeps; where there is no git, such as in an archive, what is there.
fn tracked() -> Vec<String> {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    match git {
        Ok(listed) if listed.status.success() => {
            let names = String::from_utf8(listed.stdout).expect("names are UTF-8");
            names.split_terminator('\0').map(str::to_owned).collect()
        }
        _ => {
            let mut all = Vec::new();
            collect(root(), &mut |path| {
                all.push(path.strip_prefix(root()).unwrap().display().to_string());
            });
            all
        }
    }
}

/// Every file below a folder with one of these endings, with its path from the root and its text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut |path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if endings.contains(&ending) {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((name, fs::read_to_string(path).unwrap_or_default()));
        }
    });
    assert!(!found.is_empty(), "{folder} has files");
    found
}

fn collect(folder: &Path, keep: &mut impl FnMut(&Path)) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|_| panic!("{} is a folder", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap_or_default();
        if path.is_dir() && !["target", "node_modules"].contains(&name) && !name.starts_with('.') {
            collect(&path, keep);
        } else if path.is_file() {
            keep(&path);
        }
    }
}

/// What is left of a source without its tests, which stand at its foot or in files of their own.
fn without_tests(file: &str, text: &str) -> String {
    let of_its_own =
        file.contains("/tests/") || file.ends_with("/tests.rs") || file.ends_with("/testing.rs");
    if of_its_own {
        return String::new();
    }
    let ours = text.match_indices("#[cfg(test)]").map(|(at, _)| at).find(|at| {
        let next = text[*at..].lines().nth(1).unwrap_or_default();
        next.contains("mod tests {") || next.contains("mod testing {")
    });
    text[..ours.unwrap_or(text.len())].to_owned()
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace is around the tests")
}
