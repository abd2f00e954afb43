//! Reads a package: once to know that it is whole, and once more to take it in.

use std::io::{BufRead, Read};

use serde::Deserialize;
use serde_json::from_slice;
use sha2::{Digest, Sha256};

use super::{FAMILY, FORMAT, Foot, Head, LONGEST_LINE, PackageError, Thing};

/// What tells a package from something else, whatever its version has besides.
#[derive(Deserialize)]
struct Said {
    format: String,
}

/// Reads all of a package and gives its head, if it is whole and as it was made. A line at a time is in memory.
pub fn check(mut package: impl BufRead) -> Result<Head, PackageError> {
    let mut sha256 = Sha256::new();
    let mut line = Vec::new();
    let head = head(&mut package, &mut line)?;
    sha256.update(&line);
    let mut things = 0;
    loop {
        if !read_line(&mut package, &mut line, things + 2)? {
            return Err(PackageError::CutOff);
        }
        if let Ok(foot) = from_slice::<Foot>(&line) {
            let so_far: String =
                sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            if foot.sha256 != so_far || foot.things != things {
                return Err(PackageError::Changed);
            }
            let behind = package.read(&mut [0])?;
            return if behind == 0 { Ok(head) } else { Err(PackageError::CutOff) };
        }
        things += 1;
        if !line.ends_with(b"\n") {
            return Err(PackageError::CutOff);
        }
        from_slice::<Thing>(&line).map_err(|_| PackageError::Line(things + 1))?;
        sha256.update(&line);
    }
}

/// The things of a package that was [checked](check).
pub struct Lines<R> {
    package: R,
    line: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Begins to read.
    pub fn new(package: R) -> Self {
        Self { package, line: Vec::new(), number: 0 }
    }

    /// The next thing with the line it stands on; none after the last.
    pub fn next_thing(&mut self) -> Result<Option<(u64, Thing)>, PackageError> {
        if self.number == 0 {
            head(&mut self.package, &mut self.line)?;
            self.number = 1;
        }
        self.number += 1;
        if !read_line(&mut self.package, &mut self.line, self.number)? {
            return Err(PackageError::CutOff);
        }
        if from_slice::<Foot>(&self.line).is_ok() {
            return Ok(None);
        }
        let thing = from_slice(&self.line).map_err(|_| PackageError::Line(self.number))?;
        Ok(Some((self.number, thing)))
    }
}

fn head(package: &mut impl BufRead, line: &mut Vec<u8>) -> Result<Head, PackageError> {
    let some = read_line(package, line, 1).map_err(|error| match error {
        PackageError::Line(_) => PackageError::NotAPackage,
        error => error,
    })?;
    let said = from_slice::<Said>(line).ok().filter(|_| some);
    match said {
        Some(said) if said.format == FORMAT => {
            from_slice(line).map_err(|_| PackageError::NotAPackage)
        }
        Some(said) if said.format.starts_with(FAMILY) => Err(PackageError::Later(
            said.format.chars().filter(|c| !c.is_control()).take(60).collect(),
        )),
        _ => Err(PackageError::NotAPackage),
    }
}

/// Reads a line with its end; false where there is none.
fn read_line(
    package: &mut impl BufRead,
    line: &mut Vec<u8>,
    number: u64,
) -> Result<bool, PackageError> {
    line.clear();
    let most = LONGEST_LINE as u64 + 1;
    let length = package.by_ref().take(most).read_until(b'\n', line)?;
    if length > LONGEST_LINE { Err(PackageError::Line(number)) } else { Ok(length > 0) }
}
