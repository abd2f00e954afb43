//! The rows of a file, read on a thread of its own and handed over a batch at a time.

use std::io::{self, Read};

use domain::{
    import::{ClientRecord, Extract, Fault, PartRow, Rules, Shape},
    need::NeedTypes,
    partnership::Partnership,
};
use sha2::{Digest, Sha256};
use tokio::{
    sync::mpsc,
    task::{JoinError, JoinHandle, spawn_blocking},
};

use crate::{app::App, store::CHUNK};

/// How many batches wait for the database. With the one being filled and the one being written, this is all of a file
/// that is ever in memory.
const WAITING: usize = 2;

/// Some rows of a file, in the order of the file.
#[derive(Default)]
pub(super) struct Batch {
    /// How many rows these are, faulty ones included.
    pub(super) rows: u64,
    pub(super) records: Vec<ClientRecord>,
    /// Of a file of changes.
    pub(super) parts: Vec<PartRow>,
    pub(super) faults: Vec<Fault>,
}

/// The rows of a file that is being read.
pub(super) struct Rows {
    batches: mpsc::Receiver<Batch>,
    reading: JoinHandle<([u8; 32], Shape)>,
}

impl Rows {
    /// Begins to read. Dropping what is returned ends it.
    pub(super) fn read<R: Read + Send + 'static>(
        extract: Extract<Hashed<R>>,
        app: &App,
        partnership: Partnership,
        delta: bool,
    ) -> Self {
        let (send, batches) = mpsc::channel(WAITING);
        let (activities, as_of) = (app.activities.clone(), app.today());
        let reading = spawn_blocking(move || {
            let rules = Rules {
                activities: &activities,
                needs: NeedTypes::shipped(),
                councils: &partnership.councils,
                as_of,
                transition: partnership.transition_rule,
            };
            read_all(extract, &rules, delta, &send)
        });
        Self { batches, reading }
    }

    /// The next rows; none after the last.
    pub(super) async fn next(&mut self) -> Option<Batch> {
        self.batches.recv().await
    }

    /// The SHA-256 of the file and how it was written, once there are no more rows. An error means that they ended too
    /// soon. To be asked once.
    pub(super) async fn finished(&mut self) -> Result<([u8; 32], Shape), JoinError> {
        (&mut self.reading).await
    }
}

fn read_all<R: Read>(
    mut extract: Extract<Hashed<R>>,
    rules: &Rules,
    delta: bool,
    send: &mpsc::Sender<Batch>,
) -> ([u8; 32], Shape) {
    let mut batch = Batch::default();
    while let Some(faults) = next(&mut extract, rules, delta, &mut batch) {
        batch.rows += 1;
        batch.faults.extend(faults);
        if batch.rows == CHUNK as u64 && send.blocking_send(std::mem::take(&mut batch)).is_err() {
            // Nobody listens any more, so nobody will ask for the hash.
            break;
        }
    }
    if batch.rows > 0 {
        let _ = send.blocking_send(batch);
    }
    let shape = extract.shape();
    (extract.into_inner().sha256.finalize().into(), shape)
}

/// Reads the next row into a batch, and gives what is wrong with it; none after the last.
fn next<R: Read>(
    extract: &mut Extract<Hashed<R>>,
    rules: &Rules,
    delta: bool,
    batch: &mut Batch,
) -> Option<Vec<Fault>> {
    let read = match delta {
        true => extract.next_part(rules)?.map(|part| batch.parts.push(part)),
        false => extract.next_row(rules)?.map(|record| batch.records.push(record)),
    };
    Some(read.err().unwrap_or_default())
}

/// Takes the SHA-256 of what is read through it.
pub(super) struct Hashed<R> {
    inner: R,
    sha256: Sha256,
}

impl<R> Hashed<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, sha256: Sha256::new() }
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.sha256.update(&buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_hashed_however_it_is_read() {
        let text = "the quick brown fox".repeat(1_000);
        let mut whole = Hashed::new(text.as_bytes());
        io::copy(&mut whole, &mut io::sink()).expect("memory can be read");
        assert_eq!(whole.sha256.finalize(), Sha256::digest(&text));
    }
}
