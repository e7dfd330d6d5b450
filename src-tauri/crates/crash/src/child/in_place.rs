//! The mistake that the vault must not make, made on purpose: the envelope is written where it lies. A
//! run with it has to fail, or the checks see nothing.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
    thread,
    time::Duration,
};

/// How long the envelope is half written: as a slow disk would leave it.
const HALFWAY: Duration = Duration::from_millis(1);

/// Writes the successor of the envelope over it, in two halves, with `between` between them.
pub(crate) fn write(envelope: &Path, between: impl FnOnce()) -> io::Result<()> {
    let content = fs::read(envelope.with_extension("new"))?;
    let (first, second) = content.split_at(content.len() / 2);
    let mut file = File::create(envelope)?;
    file.write_all(first)?;
    between();
    thread::sleep(HALFWAY);
    file.write_all(second)
}
