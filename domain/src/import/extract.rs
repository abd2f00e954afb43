//! A whole file, row by row. Nothing but the row at hand and the identifiers seen so far is in memory.

use std::{
    io::{Chain, Cursor, Read},
    sync::Arc,
};

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord, Terminator};

use super::{
    ClientRecord, Column, Columns, Decoded, Encoding, Fault, LineEnd, Mapping, NotReadable,
    PartRow, Rules, SeenBefore,
};

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What it calls things.
    pub mapping: Mapping,
    /// It holds changes: what a row leaves empty stays as it is.
    pub delta: bool,
}

/// How a file turned out to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its letters.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub separator: char,
    /// How its lines end; several ways, if it was put together.
    pub line_ends: Vec<LineEnd>,
    /// The line on which its columns are named.
    pub header_line: u64,
    /// How often the header stands in it again. Those lines are passed over.
    pub repeated_headers: u64,
}

/// The beginning of a file, to see how it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// How it is written.
    pub shape: Shape,
    /// The names of its columns.
    pub header: Vec<String>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
}

/// A council's extract while it is read.
pub struct Extract<R> {
    reader: Reader<Text<R>>,
    columns: Columns,
    seen: SeenBefore,
    separator: u8,
    header_line: u64,
    repeated_headers: u64,
    over: bool,
}

type Text<R> = Chain<Cursor<Vec<u8>>, Decoded<R>>;
/// What reads, what stands between cells, and how many lines stand above the header.
type Begun<R> = (Reader<Text<R>>, u8, u64);

/// How much is looked at to find the header.
const HEAD: usize = 64 * 1024;
/// On which lines a header is looked for: exports like to begin with a title.
const TITLE_LINES: usize = 10;
/// What may stand between cells.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl<R: Read> Extract<R> {
    /// Reads the header of a file that is written as the national requirement has it.
    pub fn open(input: R) -> Result<Self, Vec<Fault>> {
        Self::open_as(input, Reading::default())
    }

    /// Reads the header.
    pub fn open_as(input: R, reading: Reading) -> Result<Self, Vec<Fault>> {
        let mapping = Arc::new(reading.mapping);
        let known = |names: &[&str]| Columns::known(names.iter().copied(), &mapping);
        let (mut reader, separator, title_lines) = begin(input, known)?;
        let (header_line, header) = header(&mut reader, title_lines)?;
        let needed = |column: Column| match reading.delta {
            true => column == Column::YoungPersonsId,
            false => column.needed(),
        };
        let columns = Columns::read_as(&header, header_line, mapping, needed)?;
        Ok(Self {
            reader,
            columns,
            seen: SeenBefore::default(),
            separator,
            header_line,
            repeated_headers: 0,
            over: false,
        })
    }

    /// How the file is written, as far as it was read.
    pub fn shape(&self) -> Shape {
        shape(&self.reader, self.separator, self.header_line, self.repeated_headers)
    }

    /// The columns of the file.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What was read from. After the last row nothing is left in it.
    pub fn into_inner(self) -> R {
        self.reader.into_inner().into_inner().1.into_inner()
    }

    /// The next row, or everything that is wrong with it; none after the last. Empty lines are passed over, and so is
    /// the header where it stands again.
    pub fn next_row(&mut self, rules: &Rules) -> Option<Result<ClientRecord, Vec<Fault>>> {
        let next = self.next_record()?;
        Some(next.and_then(|(line, record)| {
            self.once(line, &record, |columns| columns.row(line, &record, rules))
        }))
    }

    /// The same of a file of changes.
    pub fn next_part(&mut self, rules: &Rules) -> Option<Result<PartRow, Vec<Fault>>> {
        let next = self.next_record()?;
        Some(next.and_then(|(line, record)| {
            self.once(line, &record, |columns| PartRow::read(line, columns, &record, rules))
        }))
    }

    fn next_record(&mut self) -> Option<Result<(u64, StringRecord), Vec<Fault>>> {
        let mut record = StringRecord::new();
        while !self.over {
            let line = self.reader.position().line();
            match self.reader.read_record(&mut record) {
                Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(true) if self.columns.is_header(&record) => self.repeated_headers += 1,
                Ok(true) => return Some(Ok((line.max(line_of(&self.reader, &record)), record))),
                Ok(false) => self.over = true,
                Err(wrong) => {
                    self.over = matches!(wrong.kind(), ErrorKind::Io(_));
                    return Some(Err(vec![unreadable(&wrong, line)]));
                }
            }
        }
        None
    }

    /// Reads a row, and holds it against those before it.
    fn once<T>(
        &mut self,
        line: u64,
        record: &StringRecord,
        read: impl FnOnce(&Columns) -> Result<T, Vec<Fault>>,
    ) -> Result<T, Vec<Fault>> {
        let mut twice = self.seen.check(line, &self.columns, record);
        match read(&self.columns) {
            Ok(read) if twice.is_empty() => Ok(read),
            Ok(_) => Err(twice),
            Err(faults) => {
                twice.extend(faults);
                Err(twice)
            }
        }
    }
}

impl Preview {
    /// How many rows are shown.
    const ROWS: usize = 5;

    /// Reads the beginning of a file, whatever its columns are called.
    pub fn read(input: impl Read) -> Result<Self, Vec<Fault>> {
        let known = |names: &[&str]| {
            let guessed = Mapping::guess(names.iter().copied()).columns().count();
            guessed + Columns::known(names.iter().copied(), &Mapping::default())
        };
        let (mut reader, separator, title_lines) = begin(input, known)?;
        let (line, header) = header(&mut reader, title_lines)?;
        let cells = |record: &StringRecord| {
            record.iter().map(|cell| cell.trim_matches(['\u{feff}', ' ']).to_owned()).collect()
        };
        let (mut rows, mut record) = (Vec::new(), StringRecord::new());
        while rows.len() < Self::ROWS && reader.read_record(&mut record).is_ok_and(|more| more) {
            rows.push(cells(&record));
        }
        Ok(Self { shape: shape(&reader, separator, line, 0), header: cells(&header), rows })
    }
}

/// Begins to read a file: finds out what stands between its cells, and how many lines stand above its header.
fn begin<R: Read>(input: R, known: impl Fn(&[&str]) -> usize) -> Result<Begun<R>, Vec<Fault>> {
    let mut text = Decoded::new(input);
    let mut head = Vec::new();
    (&mut text)
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(|wrong| vec![unreadable(&wrong.into(), 1)])?;
    let (separator, title_lines) = layout(&String::from_utf8_lossy(&head), known);
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        // Lines end in a line feed by now; told so, the reader counts them right.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(Cursor::new(head).chain(text));
    Ok((reader, separator, title_lines))
}

/// What separates the cells of a file, and how many lines stand above its header: the line and the separator by which
/// most columns are known.
fn layout(head: &str, known: impl Fn(&[&str]) -> usize) -> (u8, u64) {
    let lines: Vec<&str> = head.lines().take(TITLE_LINES).collect();
    let first = lines.first().copied().unwrap_or_default().trim_start_matches('\u{feff}');
    // Excel takes such a first line for what it says.
    let said = first.trim_matches('"').to_ascii_lowercase();
    let said = said.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    let said = said.filter(|separator| SEPARATORS.contains(separator));
    let candidates = said.map_or(SEPARATORS.to_vec(), |said| vec![said]);

    let (mut best, mut most) = (None, 0);
    for (above, line) in lines.iter().enumerate() {
        for &separator in &candidates {
            let names: Vec<&str> = line
                .split(char::from(separator))
                .map(|name| name.trim().trim_matches('"'))
                .collect();
            let known = known(&names);
            if known > most {
                (best, most) = (Some((separator, above as u64)), known);
            }
        }
    }
    best.unwrap_or_else(|| {
        // Nothing is known: what there is most of, so that the file can at least be shown.
        let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
        let most = candidates.iter().copied().rev().max_by_key(count).unwrap_or(b',');
        (most, u64::from(said.is_some()))
    })
}

/// The header, and the line on which it stands.
fn header<R: Read>(reader: &mut Reader<R>, above: u64) -> Result<(u64, StringRecord), Vec<Fault>> {
    let mut header = StringRecord::new();
    loop {
        let more =
            reader.read_record(&mut header).map_err(|wrong| vec![unreadable(&wrong, above + 1)])?;
        let line = line_of(reader, &header).max(1);
        if !more || line > above {
            return Ok((line, header));
        }
    }
}

/// The line on which the row just read begins: the reader passes over empty lines without a word.
fn line_of<R: Read>(reader: &Reader<R>, record: &StringRecord) -> u64 {
    let within = record.iter().flat_map(str::bytes).filter(|byte| *byte == b'\n').count();
    reader.position().line().saturating_sub(1 + within as u64)
}

fn shape<R: Read>(reader: &Reader<Text<R>>, separator: u8, header_line: u64, again: u64) -> Shape {
    let (_, text) = reader.get_ref().get_ref();
    Shape {
        encoding: text.encoding(),
        separator: separator.into(),
        line_ends: text.line_ends(),
        header_line,
        repeated_headers: again,
    }
}

fn unreadable(wrong: &csv::Error, line: u64) -> Fault {
    let not_readable = match wrong.kind() {
        ErrorKind::Io(error) => error.get_ref().and_then(|it| it.downcast_ref::<NotReadable>()),
        ErrorKind::Utf8 { .. } => {
            let advice = "Save the file as \"CSV UTF-8\".";
            let what = "has letters in another encoding than the rest of the file";
            return Fault::line(line, what, advice);
        }
        _ => None,
    };
    match not_readable {
        Some(why) => {
            let advice = match why {
                NotReadable::NotText => "Save the sheet as \"CSV UTF-8\", and send that.",
                NotReadable::OpenQuote => "Close it, or take it out.",
            };
            Fault::line(line, why.to_string(), advice)
        }
        None => Fault::line(line, "cannot be read", "Send the file again."),
    }
}

#[cfg(test)]
mod tests;
