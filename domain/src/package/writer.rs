//! Writes a package, a thing at a time.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Foot, Head, Thing};

/// Writes a package. It is none until it is finished.
pub struct Writer<W> {
    to: W,
    sha256: Sha256,
    things: u64,
}

impl<W: Write> Writer<W> {
    /// Begins with the head.
    pub fn new(to: W, head: &Head) -> io::Result<Self> {
        let mut writer = Self { to, sha256: Sha256::new(), things: 0 };
        writer.line(head)?;
        Ok(writer)
    }

    /// Adds a thing.
    pub fn add(&mut self, thing: &Thing) -> io::Result<()> {
        self.things += 1;
        self.line(thing)
    }

    /// How many things there are so far.
    pub fn things(&self) -> u64 {
        self.things
    }

    /// Ends with the foot, and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        let sha256 = self.sha256.clone().finalize();
        let sha256 = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        let foot = Foot { things: self.things, sha256 };
        self.line(&foot)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.sha256.update(&line);
        self.to.write_all(&line)
    }
}
