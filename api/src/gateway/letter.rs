//! An e-mail as it travels (RFC 5322, 2045 and 2047), and what is wrong with it.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::message::{EMAIL_MAX_CHARS, SUBJECT_MAX_CHARS};

use super::unfilled;

/// A letter that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Letter {
    pub from: String,
    pub subject: String,
    pub text: String,
    /// What stands before the @ of its `Message-ID`.
    pub reference: Option<String>,
}

impl Letter {
    /// Reads a letter to these people, or says what is wrong with it.
    pub fn read(lines: &[Vec<u8>], to: &[String]) -> Result<Self, String> {
        let end = lines.iter().position(Vec::is_empty).ok_or("it has no end of its head")?;
        let head = Head::read(&lines[..end])?;
        head.once("Date")?;
        let (from, whom) = (head.once("From")?, head.once("To")?);
        if let Some(other) = to.iter().find(|to| !whom.contains(to.as_str())) {
            return Err(format!("{other} is on the envelope, and not in the letter"));
        }
        let kind = head.at_most_once("Content-Type")?.unwrap_or("text/plain");
        if !kind.to_ascii_lowercase().starts_with("text/plain") {
            return Err("it is not plain text".into());
        }
        let subject = decoded(head.once("Subject")?)?;
        let way = head.at_most_once("Content-Transfer-Encoding")?.unwrap_or("7bit");
        let text = body(&lines[end + 1..], &way.to_ascii_lowercase())?;
        if let Some(why) = body_fault(&subject, &text) {
            return Err(why);
        }
        let id = head.at_most_once("Message-ID")?;
        let reference = id.and_then(|id| id.trim_matches(['<', '>']).split('@').next());
        Ok(Self { from: from.to_owned(), subject, text, reference: reference.map(str::to_owned) })
    }
}

/// What is wrong with what an e-mail says.
pub fn body_fault(subject: &str, text: &str) -> Option<String> {
    let length = subject.chars().count();
    if subject.trim().is_empty() {
        return Some("the subject is empty".into());
    }
    if length > SUBJECT_MAX_CHARS {
        return Some(format!("the subject has {length} characters; {SUBJECT_MAX_CHARS} fit"));
    }
    if subject.chars().any(char::is_control) {
        return Some("the subject has a character that cannot be seen".into());
    }
    if text.trim().is_empty() {
        return Some("nothing is written in it".into());
    }
    if text.chars().count() > EMAIL_MAX_CHARS {
        return Some(format!("it has more than {EMAIL_MAX_CHARS} characters"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Some("it has a character that cannot be seen".into());
    }
    let hole = unfilled(subject).or_else(|| unfilled(text));
    hole.map(|hole| format!("{{{hole}}} was not filled in"))
}

struct Head(Vec<(String, String)>);

impl Head {
    fn read(lines: &[Vec<u8>]) -> Result<Self, String> {
        let mut fields: Vec<(String, String)> = vec![];
        for line in lines {
            if !line.is_ascii() {
                return Err("its head has letters that are not ASCII".into());
            }
            let line = String::from_utf8_lossy(line);
            if let Some((_, value)) = fields.last_mut()
                && line.starts_with([' ', '\t'])
            {
                value.push_str(&line);
                continue;
            }
            let (name, value) = line.split_once(':').ok_or("a line of its head has no colon")?;
            fields.push((name.to_owned(), value.trim_start().to_owned()));
        }
        Ok(Self(fields))
    }

    fn once(&self, name: &str) -> Result<&str, String> {
        self.at_most_once(name)?.ok_or_else(|| format!("its head does not say {name}"))
    }

    fn at_most_once(&self, name: &str) -> Result<Option<&str>, String> {
        let mut said = self.0.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let first = said.next().map(|(_, value)| value.trim());
        match said.next() {
            Some(_) => Err(format!("its head says {name} twice")),
            None => Ok(first),
        }
    }
}

fn body(lines: &[Vec<u8>], way: &str) -> Result<String, String> {
    if lines.iter().any(|line| !line.is_ascii()) {
        return Err("it has bytes beyond ASCII, which this server did not offer to take".into());
    }
    let bytes = match way {
        "7bit" => lines.join(&b'\n'),
        "quoted-printable" => quoted_printable(lines)?,
        "base64" => {
            let joined: Vec<u8> = lines.concat();
            BASE64_STANDARD.decode(joined).map_err(|_| "its text is not base64".to_owned())?
        }
        other => return Err(format!("it travels as {other}")),
    };
    let text = String::from_utf8(bytes).map_err(|_| "its text is not UTF-8".to_owned())?;
    Ok(text.replace("\r\n", "\n").trim_end().to_owned())
}

/// Text in which `=C3=A9` stands for bytes, and `=` at the end of a line for nothing (RFC 2045, 6.7).
fn quoted_printable(lines: &[Vec<u8>]) -> Result<Vec<u8>, String> {
    let mut bytes = vec![];
    for line in lines {
        let (line, goes_on) = match line.strip_suffix(b"=") {
            Some(line) => (line, true),
            None => (&line[..], false),
        };
        bytes.extend(quoted(line)?);
        if !goes_on {
            bytes.push(b'\n');
        }
    }
    Ok(bytes)
}

fn quoted(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let code = rest.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.ok_or("an = is not followed by two digits")?);
        rest = &rest[2..];
    }
    Ok(bytes)
}

/// A subject in which words such as `=?utf-8?B?…?=` stand for letters beyond ASCII (RFC 2047).
fn decoded(text: &str) -> Result<String, String> {
    let mut decoded = String::new();
    let mut after_word = false;
    for word in text.split_whitespace() {
        let inner = word.strip_prefix("=?").and_then(|word| word.strip_suffix("?="));
        // Nothing stands between two such words, whatever is between them.
        if !(decoded.is_empty() || (after_word && inner.is_some())) {
            decoded.push(' ');
        }
        after_word = inner.is_some();
        let Some(inner) = inner else {
            decoded.push_str(word);
            continue;
        };
        let mut parts = inner.splitn(3, '?');
        let (charset, way, data) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        if !charset.is_some_and(|charset| charset.eq_ignore_ascii_case("utf-8")) {
            return Err("its subject is not UTF-8".into());
        }
        let bytes = match way {
            Some("B" | "b") => BASE64_STANDARD.decode(data).ok(),
            Some("Q" | "q") => quoted(data.replace('_', " ").as_bytes()).ok(),
            _ => None,
        };
        let read = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        decoded.push_str(&read.ok_or("a word of its subject cannot be read")?);
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(letter: &str) -> Result<Letter, String> {
        let lines: Vec<Vec<u8>> = letter.split('\n').map(|line| line.as_bytes().to_vec()).collect();
        Letter::read(&lines, &["amina@example.org".into()])
    }

    const HEAD: &str = "From: Next Steps <hello@example.org>\nTo: amina@example.org\n\
                        Date: Mon, 7 Sep 2026 09:00:00 +0000";

    #[test]
    fn a_letter_is_read_however_it_travels() {
        let plain =
            format!("{HEAD}\nSubject: Ready\nMessage-ID: <abc@example.org>\n\nHello,\n\nyou.\n");
        let letter = read(&plain).unwrap();
        assert_eq!((&*letter.subject, &*letter.text), ("Ready", "Hello,\n\nyou."));
        assert_eq!(letter.reference.as_deref(), Some("abc"));
        let quoted = format!(
            "{HEAD}\nSubject: =?utf-8?B?Q2Fm?=\n =?utf-8?q?=C3=A9_one?= two\n\
             Content-Transfer-Encoding: quoted-printable\n\nCaf=C3=A9 =\nis =3D open"
        );
        let letter = read(&quoted).unwrap();
        assert_eq!((&*letter.subject, &*letter.text), ("Café one two", "Café is = open"));
        let base64 = format!(
            "{HEAD}\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: base64\n\nQ2Fm\nw6k="
        );
        assert_eq!(read(&base64).unwrap().text, "Café");
    }

    #[test]
    fn a_letter_with_a_fault_is_refused_with_its_reason() {
        let with = |head: &str, text: &str| read(&format!("{HEAD}\n{head}\n\n{text}")).unwrap_err();
        for (head, text, why) in [
            ("X-A: b", "Hello", "its head does not say Subject"),
            ("Subject: a\nSubject: b", "Hello", "its head says Subject twice"),
            ("Subject: é", "Hello", "its head has letters that are not ASCII"),
            (
                "Subject: a",
                "é",
                "it has bytes beyond ASCII, which this server did not offer to take",
            ),
            ("Subject: a", " ", "nothing is written in it"),
            ("Subject: a", "Go to {short_url}", "{short_url} was not filled in"),
            ("Subject: {minutes}", "Hello", "{minutes} was not filled in"),
            ("Subject:", "Hello", "the subject is empty"),
            (
                "Subject: =?utf-8?B?YQpi?=",
                "Hello",
                "the subject has a character that cannot be seen",
            ),
            ("Subject: a\nContent-Type: text/html", "Hello", "it is not plain text"),
            ("Subject: a\nContent-Transfer-Encoding: base64", "é?", ""),
        ] {
            let told = with(head, text);
            assert!(why.is_empty() || told == why, "{told}");
        }
        let long = with(&format!("Subject: {}", "x".repeat(79)), "Hello");
        assert_eq!(long, "the subject has 79 characters; 78 fit");
        let elsewhere = read("From: a@b.c\nTo: ben@example.org\nDate: x\nSubject: a\n\nHello");
        assert!(elsewhere.unwrap_err().starts_with("amina@example.org is on the envelope"));
    }
}
