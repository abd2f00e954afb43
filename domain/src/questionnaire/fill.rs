//! Texts with `{names}` in them.

/// Puts a value in the place of every `{name}`. What a value says is left alone, braces and all.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next_name(rest) {
        filled.push_str(before);
        let value = value(name);
        if starts_sentence(&filled) {
            filled.push_str(&capitalised(&value));
        } else {
            filled.push_str(&value);
        }
        rest = after;
    }
    filled + rest
}

/// The `{names}` in a text.
pub(super) fn names(text: &str) -> Vec<&str> {
    let mut names = vec![];
    let mut rest = text;
    while let Some((_, name, after)) = next_name(rest) {
        names.push(name);
        rest = after;
    }
    names
}

fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn starts_sentence(so_far: &str) -> bool {
    let so_far = so_far.trim_end_matches(' ');
    so_far.is_empty() || so_far.ends_with(['.', '?', '!', '\n'])
}

fn capitalised(value: &str) -> String {
    let mut letters = value.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_team(text: &str) -> String {
        fill(text, |_| "the team".to_owned())
    }

    #[test]
    fn a_value_at_the_start_of_a_sentence_gets_a_capital() {
        assert_eq!(
            with_team("{who} may call. {who} may text."),
            "The team may call. The team may text."
        );
        assert_eq!(
            with_team("Hello.\n{who} will call {who}"),
            "Hello.\nThe team will call the team"
        );
    }

    #[test]
    fn a_value_is_never_filled_again() {
        assert_eq!(fill("Your goal: {goal}", |_| "{hours}".to_owned()), "Your goal: {hours}");
    }

    #[test]
    fn a_lone_brace_is_only_a_brace() {
        assert_eq!(with_team("a { b"), "a { b");
        assert_eq!(names("{a} and {b} and {"), ["a", "b"]);
    }
}
