//! Yes and no stand in quotes: many readers of YAML take them for true and false, though ours does not.

use crate::questionnaire::fault::Rule;

use super::Finding;

/// The words that need quotes, in whatever letters.
const NEED_QUOTES: [&str; 4] = ["yes", "no", "on", "off"];

/// A finding for each line with such a word. Text that runs over several lines is not looked into.
pub(super) fn check(yaml: &str) -> Vec<Finding> {
    let mut findings = vec![];
    for (index, line) in yaml.lines().enumerate() {
        for word in bare(line).into_iter().filter(|word| needs_quotes(word)) {
            let message = format!(
                "{word} without quotes is not a word to every reader of YAML: write {word:?}."
            );
            findings.push(Finding { line: index + 1, rule: Rule::Shape, message });
        }
    }
    findings
}

fn needs_quotes(word: &str) -> bool {
    NEED_QUOTES.contains(&word.to_lowercase().as_str())
}

/// The keys and values of a line that stand without quotes.
fn bare(line: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (vec![], 0, 0_usize);
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in line.char_indices() {
        let ends = line[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        if quote.is_some() {
            quote = quote.filter(|open| escaped || *open != c);
            escaped = quote == Some('"') && c == '\\' && !escaped;
            continue;
        }
        let begins = line[start..at].trim().is_empty();
        match c {
            '"' | '\'' if begins => quote = Some(c),
            '[' | '{' if begins => depth += 1,
            ']' | '}' if depth > 0 => depth -= 1,
            ',' if depth > 0 => {}
            ':' if ends => {}
            '-' if begins && ends => {}
            '#' if line[..at].ends_with(char::is_whitespace) => {
                parts.push(&line[start..at]);
                return parts.into_iter().map(str::trim).collect();
            }
            _ => continue,
        }
        parts.push(&line[start..at]);
        start = at + c.len_utf8();
    }
    parts.push(&line[start..]);
    parts.into_iter().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_stand_in_quotes_wherever_they_are_keys_or_values() {
        for line in [
            "yes: check-mark",
            "  - no",
            "code: No",
            "{code: yes, plain: \"Yes\"}",
            "when: {feel: [a, no]}",
            "a: off  # on",
            "{\"a\": \"b\", no: c}",
        ] {
            assert_eq!(check(line).len(), 1, "{line}");
        }
        for line in [
            "\"yes\": check-mark",
            "  - 'no'",
            "plain: yes it is, no doubt",
            "plain: \"Yes\" # no",
            "# yes",
            "{text: \"a \\\"b\\\", no, c\"}",
            "to: [\"no\", none]",
            "time: \"16:30\"",
            "",
        ] {
            assert_eq!(check(line), [], "{line}");
        }
    }
}
