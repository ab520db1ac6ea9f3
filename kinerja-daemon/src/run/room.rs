//! Whether the disk has room for a pass.

use std::path::Path;

use rustix::fs::statvfs;

/// Bytes that a pass may need: results, follow-ups and mails of a large unit, and the
/// write-ahead file.
const NEEDED: u64 = 64 << 20;

/// The disk has too little room for a pass.
#[derive(Debug, thiserror::Error)]
#[error(
    "the disk of the database has room for {} MiB, and a pass may need {}: make room, and it \
     goes on by itself",
    free >> 20,
    NEEDED >> 20
)]
pub(super) struct NoRoom {
    /// Bytes that may be written.
    free: u64,
}

/// Whether the disk of a database has room for a pass. Where nobody can tell, it is
/// tried.
pub(super) fn is_there(database: &Path) -> Result<(), NoRoom> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let disk = statvfs(database).or_else(|_| statvfs(folder.unwrap_or(Path::new("."))));
    let Ok(disk) = disk else { return Ok(()) };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < NEEDED { Err(NoRoom { free }) } else { Ok(()) }
}
