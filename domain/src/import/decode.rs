//! The bytes of a file as text: its encoding is found out, and its lines end one way. A few kilobytes are in memory.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::code::codes;

codes! {
    /// How the letters of a file are written as bytes.
    Encoding {
        /// What everybody should use.
        Utf8 = "UTF-8",
        /// What Excel calls Unicode text.
        Utf16Le = "UTF-16 LE",
        /// The same the other way round.
        Utf16Be = "UTF-16 BE",
        /// What Excel calls CSV, in Western Europe.
        Windows1252 = "Windows-1252",
    }

    /// How a line ends.
    LineEnd {
        /// A line feed.
        Lf = "LF",
        /// A carriage return and a line feed.
        CrLf = "CR LF",
        /// A carriage return alone.
        Cr = "CR",
    }
}

/// How much is decoded at once, and looked at to find the encoding out.
const CHUNK: usize = 64 * 1024;
/// No row is longer. Where one seems to be, a quotation mark was opened and never closed.
const LONGEST_ROW: usize = 1024 * 1024;
/// Beginnings of files that are no text.
const NOT_TEXT: [&[u8]; 4] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b"];

/// Why a file cannot be read as text. Carried by an [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReadable {
    /// A workbook, or something else that is not text.
    #[error("is not text, but a workbook or another kind of file")]
    NotText,
    /// A row that does not end.
    #[error("has a quotation mark that is opened and never closed")]
    OpenQuote,
}

impl From<NotReadable> for io::Error {
    fn from(why: NotReadable) -> Self {
        Self::new(io::ErrorKind::InvalidData, why)
    }
}

/// Reads bytes and gives UTF-8 whose lines end in a line feed.
///
/// The encoding is told by the mark at the beginning, or else by the first letters that are not ASCII. What is said to be
/// UTF-8 and is not in one place comes out as it is, so that whoever reads it can say on which line.
pub struct Decoded<R> {
    inner: R,
    raw: Vec<u8>,
    begun: bool,
    encoding: Option<Encoding>,
    decoder: Option<Decoder>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    lines: Lines,
}

impl<R: Read> Decoded<R> {
    /// Begins to read.
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            raw: Vec::with_capacity(CHUNK),
            begun: false,
            encoding: None,
            decoder: None,
            text: Vec::new(),
            at: 0,
            ended: false,
            lines: Lines::default(),
        }
    }

    /// The encoding as far as it was needed: a file in plain ASCII is UTF-8.
    pub fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or(Encoding::Utf8)
    }

    /// How the lines ended that were read so far.
    pub fn line_ends(&self) -> Vec<LineEnd> {
        LineEnd::ALL
            .iter()
            .map(|(end, _)| *end)
            .filter(|end| self.lines.seen[*end as usize])
            .collect()
    }

    /// What was read from.
    pub fn into_inner(self) -> R {
        self.inner
    }

    /// Decodes some more. Nothing more comes once `ended` is set.
    fn more(&mut self) -> io::Result<()> {
        self.fill()?;
        if !self.begun {
            self.begin()?;
        }
        let mut raw = std::mem::take(&mut self.raw);
        // The first letter that is not ASCII may be cut in two by the end of what was read: it waits for the rest.
        let mut cut = Vec::new();
        if self.encoding.is_none() && !raw.is_ascii() {
            if !self.ended {
                cut = raw.split_off(raw.len() - cut_letter(&raw));
            }
            if !raw.is_ascii() || cut.is_empty() {
                raw.append(&mut cut);
                let utf8 = looks_like_utf8(&raw);
                self.choose(if utf8 { Encoding::Utf8 } else { Encoding::Windows1252 });
            }
        }
        self.text.clear();
        self.at = 0;
        match &mut self.decoder {
            None => self.lines.end_alike(&raw, &mut self.text)?,
            Some(decoder) => {
                let most = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(4 * CHUNK);
                let mut out = vec![0; most];
                let (result, read, written, _) = decoder.decode_to_utf8(&raw, &mut out, self.ended);
                debug_assert!(result == CoderResult::InputEmpty && read == raw.len());
                self.lines.end_alike(&out[..written], &mut self.text)?;
            }
        }
        self.raw = raw;
        self.raw.clear();
        self.raw.append(&mut cut);
        Ok(())
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut filled = self.raw.len();
        self.raw.resize(CHUNK, 0);
        while filled < CHUNK {
            match self.inner.read(&mut self.raw[filled..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.raw.truncate(filled);
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        if NOT_TEXT.iter().any(|begins| self.raw.starts_with(begins)) {
            return Err(NotReadable::NotText.into());
        }
        for (mark, encoding) in [
            (&b"\xef\xbb\xbf"[..], Encoding::Utf8),
            (b"\xff\xfe", Encoding::Utf16Le),
            (b"\xfe\xff", Encoding::Utf16Be),
        ] {
            if self.raw.starts_with(mark) {
                self.raw.drain(..mark.len());
                self.choose(encoding);
                return Ok(());
            }
        }
        // Without a mark: every other byte of a heading is nothing.
        let nothing = |odd: usize| {
            let there = self.raw.iter().skip(odd).step_by(2);
            2 * there.clone().filter(|byte| **byte == 0).count() > there.count()
        };
        if self.raw.len() > 3 {
            match (nothing(0), nothing(1)) {
                (false, true) => self.choose(Encoding::Utf16Le),
                (true, false) => self.choose(Encoding::Utf16Be),
                (true, true) => return Err(NotReadable::NotText.into()),
                (false, false) => {}
            }
        }
        Ok(())
    }

    fn choose(&mut self, encoding: Encoding) {
        self.encoding = Some(encoding);
        let decode = match encoding {
            Encoding::Utf8 => return,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        };
        self.decoder = Some(decode.new_decoder_without_bom_handling());
    }
}

/// Whether most of what is not ASCII makes sense as UTF-8. In Windows-1252 hardly two letters in a row ever do.
fn looks_like_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad && good > 0
}

/// How many bytes at the end may be the beginning of a letter in UTF-8.
fn cut_letter(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(wrong) if wrong.error_len().is_none() => bytes.len() - wrong.valid_up_to(),
        _ => 0,
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.more()?;
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Makes every line end in a line feed, and notices a quotation mark that is never closed before it has swallowed the
/// rest of the file.
#[derive(Default)]
struct Lines {
    seen: [bool; LineEnd::ALL.len()],
    last: Option<u8>,
    quoted: bool,
    row: usize,
}

impl Lines {
    fn end_alike(&mut self, text: &[u8], to: &mut Vec<u8>) -> Result<(), NotReadable> {
        to.reserve(text.len());
        for &byte in text {
            let after_return = self.last == Some(b'\r');
            match byte {
                b'\n' if after_return => {
                    self.seen[LineEnd::CrLf as usize] = true;
                    self.last = Some(byte);
                    continue;
                }
                _ if after_return => self.seen[LineEnd::Cr as usize] = true,
                b'\n' => self.seen[LineEnd::Lf as usize] = true,
                _ => {}
            }
            match byte {
                // As a quotation mark in the middle of a cell is only itself, one opens where a cell begins, and where
                // one has just closed, because two of them stand for one.
                b'"' if self.quoted => self.quoted = false,
                b'"' => {
                    let begins = [b',', b';', b'\t', b'|', b'\n', b'\r', b'"'];
                    self.quoted = self.last.is_none_or(|last| begins.contains(&last));
                }
                b'\n' | b'\r' if !self.quoted => self.row = 0,
                _ => {}
            }
            self.row += 1;
            if self.row > LONGEST_ROW {
                return Err(NotReadable::OpenQuote);
            }
            self.last = Some(byte);
            to.push(if byte == b'\r' { b'\n' } else { byte });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives a few bytes at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(3);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn decode(bytes: &[u8]) -> (String, Encoding, Vec<LineEnd>) {
        let mut decoded = Decoded::new(Drip(bytes));
        let mut text = Vec::new();
        decoded.read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        (text, decoded.encoding(), decoded.line_ends())
    }

    fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Name,Town\nZoë O’Brien,Łódź\nمحمد,رفح\n";
        let western = "Name,Town\nZoë O’Brien,Orléans\n";
        let (latin, ..) = WINDOWS_1252.encode(western);
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for (bytes, encoding, expected) in [
            (text.as_bytes().to_vec(), Encoding::Utf8, text),
            (marked(b"\xef\xbb\xbf", text.into()), Encoding::Utf8, text),
            (marked(b"\xff\xfe", utf16(text, u16::to_le_bytes)), Encoding::Utf16Le, text),
            (marked(b"\xfe\xff", utf16(text, u16::to_be_bytes)), Encoding::Utf16Be, text),
            (utf16(western, u16::to_le_bytes), Encoding::Utf16Le, western),
            (utf16(western, u16::to_be_bytes), Encoding::Utf16Be, western),
            (latin.into_owned(), Encoding::Windows1252, western),
            (b"Name\nBen\n".to_vec(), Encoding::Utf8, "Name\nBen\n"),
            (Vec::new(), Encoding::Utf8, ""),
        ] {
            let (decoded, found, _) = decode(&bytes);
            assert_eq!((decoded.as_str(), found), (expected, encoding));
        }
    }

    #[test]
    fn the_first_letter_that_is_not_ascii_may_come_late() {
        for (letter, encoding) in
            [(&b"\xeb"[..], Encoding::Windows1252), ("ë".as_bytes(), Encoding::Utf8)]
        {
            let mut bytes = "Ben\n".repeat(100_000).into_bytes();
            bytes.extend([b"Zo", letter, b"\n"].concat());
            let (text, found, _) = decode(&bytes);
            assert_eq!(found, encoding);
            assert!(text.ends_with("Ben\nZoë\n") && text.len() == 400_005);
        }
    }

    #[test]
    fn a_letter_that_is_cut_in_two_stays_whole() {
        let text = format!("{}ë,ë\n", "x".repeat(CHUNK - 1));
        assert_eq!(decode(text.as_bytes()).0, text);
        let (text, marked) = (&text, utf16(&text, u16::to_le_bytes));
        assert_eq!(decode(&[b"\xff\xfe", marked.as_slice()].concat()).0, *text);
    }

    #[test]
    fn lines_end_alike_however_they_ended() {
        let (text, _, ends) = decode(b"a\r\nb\nc\rd\r\n\"e\r\nf\"\r");
        assert_eq!(text, "a\nb\nc\nd\n\"e\nf\"\n");
        assert_eq!(ends, [LineEnd::Lf, LineEnd::CrLf, LineEnd::Cr]);
        let (text, _, ends) = decode(b"a\rb\r");
        assert_eq!((text.as_str(), ends), ("a\nb\n", vec![LineEnd::Cr]));
        assert_eq!(decode(b"a\nb").2, [LineEnd::Lf]);
    }

    #[test]
    fn what_is_no_text_and_what_never_ends_is_refused() {
        let wrong = |bytes: &[u8]| {
            let error = Decoded::new(bytes).read_to_end(&mut Vec::new()).unwrap_err();
            *error.get_ref().and_then(|it| it.downcast_ref::<NotReadable>()).unwrap()
        };
        assert_eq!(wrong(b"PK\x03\x04workbook"), NotReadable::NotText);
        assert_eq!(wrong(&[0; 100]), NotReadable::NotText);
        let open = format!("a,b\n1,\"x\n{}", "2,y\n".repeat(300_000));
        assert_eq!(wrong(open.as_bytes()), NotReadable::OpenQuote);
        // One in the middle of a cell opens nothing, and neither do two that stand for one.
        let inches = format!("a,b\n1,5\" pipe\n2,\"a \"\"b\"\" c\"\n{}", "2,y\n".repeat(300_000));
        assert_eq!(decode(inches.as_bytes()).0.len(), inches.len());
    }
}
