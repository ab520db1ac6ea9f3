//! Putting files where others read them, all at once.
//!
//! The files of a region stand in a folder of their own, `.samarinda.<digest>`,
//! and `samarinda` is a link to it. A new set is written beside the old one and
//! made durable; then the link is replaced, which the file system does at one
//! stroke. Whoever follows the link sees the old files or the new ones, also
//! when the power fails in between. The set before stays until the next time,
//! for those who are still reading it.

#[cfg(test)]
mod tests;

use std::{
    ffi::{OsStr, OsString},
    fs::{self, DirEntry, File, Metadata},
    io::{self, ErrorKind, Write as _},
    os::unix::fs::MetadataExt as _,
    path::Path,
};

use kinerja_core::region::RegionCode;
use sha2::{Digest as _, Sha256};

use crate::private_file;

/// Characters that a file's name may have: more than any of ours.
const NAME_MAX: usize = 80;

/// Whether publishing changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It did.
    Now,
    /// The same stood there before.
    Before,
}

/// Publishes the files of a region below a folder, all or none.
///
/// # Errors
///
/// Fails when a file's name is not plain, or when the file system refuses
/// something; what was published before then stays.
pub fn publish(
    root: &Path,
    region: &RegionCode,
    files: &[(String, Vec<u8>)],
) -> io::Result<Published> {
    check_names(files)?;
    swap(root, region, files, Readers::Everybody)
}

/// Writes the files of a region below a folder, all or none, as [`publish`] does,
/// into folders that only their owner may look into.
///
/// # Errors
///
/// As [`publish`].
pub fn publish_private(
    root: &Path,
    region: &RegionCode,
    files: &[(String, Vec<u8>)],
) -> io::Result<Published> {
    check_names(files)?;
    fs::create_dir_all(root)?;
    // Also one that others could look into before.
    allow(root, FOLDER_OF_OWNER)?;
    swap(root, region, files, Readers::Owner)
}

/// The digest of what stands published of a region below each of the folders;
/// that of nothing where nothing does.
///
/// # Errors
///
/// Fails when the files cannot be read.
pub fn standing(roots: [&Path; 2], region: &RegionCode) -> io::Result<String> {
    let mut digest = Sha256::new();
    for root in roots {
        let folder = root.join(region.as_str());
        if !folder.is_dir() {
            digest.update(b"none");
            continue;
        }
        let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let bytes = fs::read(&path)?;
            digest.update(path.file_name().unwrap_or_default().as_encoded_bytes());
            digest.update(bytes.len().to_be_bytes());
            digest.update(bytes);
        }
    }
    Ok(format!("{:x}", digest.finalize()))
}

/// A stamp of what stands published of a region below each of the folders: the digest
/// of names, sizes and inodes of the files, and of the instants at which the system
/// last changed them. Whoever changes a file changes its stamp, but for a change of the
/// same size within the same tick of the system's clock; to tell it nothing is read.
///
/// # Errors
///
/// Fails when the folders cannot be looked into.
pub fn stamp(roots: [&Path; 2], region: &RegionCode) -> io::Result<String> {
    let mut digest = Sha256::new();
    for root in roots {
        let mut files = match fs::read_dir(root.join(region.as_str())) {
            Ok(entries) => entries.map(stamp_of).collect::<io::Result<Vec<_>>>()?,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        files.sort();
        digest.update(files.len().to_be_bytes());
        for (name, numbers) in files {
            digest.update(name.len().to_be_bytes());
            digest.update(name.as_encoded_bytes());
            for number in numbers {
                digest.update(number.to_be_bytes());
            }
        }
    }
    Ok(format!("{:x}", digest.finalize()))
}

fn stamp_of(entry: io::Result<DirEntry>) -> io::Result<(OsString, [i128; 4])> {
    let entry = entry?;
    Ok((entry.file_name(), changed(&entry.metadata()?)))
}

/// What the system changes with every change of a file.
pub(super) fn changed(file: &Metadata) -> [i128; 4] {
    let (size, inode) = (file.len().into(), file.ino().into());
    [size, inode, file.ctime().into(), file.ctime_nsec().into()]
}

/// Who may look into a folder.
#[derive(Debug, Clone, Copy)]
enum Readers {
    Everybody,
    Owner,
}

const FOLDER_OF_ALL: u32 = 0o755;
const FILE_OF_ALL: u32 = 0o644;
const FOLDER_OF_OWNER: u32 = 0o700;

/// Says who may read it, whatever new files of this process are for otherwise: a web
/// server is another user than the daemon.
#[cfg(unix)]
fn allow(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn allow(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

fn swap(
    root: &Path,
    region: &RegionCode,
    files: &[(String, Vec<u8>)],
    readers: Readers,
) -> io::Result<Published> {
    let _lock = locked(root)?;
    let current = current(root, region)?;
    let version = version(region, files, current.as_deref());
    let is_there = |name: &str| root.join(name).symlink_metadata().is_ok();
    // Where nothing of the region stands yet there is nothing to remove, and looking
    // for it means reading the names of all regions.
    if current.is_some() || is_there(&version) || is_there(&fresh_link(region)) {
        sweep(root, region)?;
    }
    if let Some(current) = &current
        && same(&root.join(current), files)
    {
        return Ok(Published::Before);
    }
    write_version(&root.join(&version), files, readers)?;
    point(root, region, &version)?;
    Ok(Published::Now)
}

/// Keeps other publishers out until it is dropped, also when the process dies. A folder
/// that is not there yet is made, and everybody may look into it.
pub(super) fn locked(root: &Path) -> io::Result<File> {
    if !root.is_dir() {
        fs::create_dir_all(root)?;
        allow(root, FOLDER_OF_ALL)?;
    }
    let lock = File::options().create(true).write(true).truncate(false).open(root.join(".lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// The names of what is published below a folder, in order, each with its version.
pub(super) fn published(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let code = entry?.file_name().into_string().ok().and_then(|name| name.parse().ok());
        if let Some(code) = code
            && let Some(version) = current(root, &code)?
        {
            found.push((code.to_string(), version));
        }
    }
    found.sort();
    Ok(found)
}

/// Replaces one file at one stroke.
pub(super) fn replace(root: &Path, name: &str, bytes: &[u8]) -> io::Result<Published> {
    let path = root.join(name);
    if fs::read(&path).is_ok_and(|found| found == bytes) {
        return Ok(Published::Before);
    }
    let fresh = root.join(format!(".{name}.new"));
    write_durably(&fresh, bytes)?;
    fs::rename(&fresh, &path)?;
    File::open(root)?.sync_all()?;
    Ok(Published::Now)
}

/// File names come from this program. Should one ever come from elsewhere, it
/// cannot leave its folder.
fn check_names(files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    let bad = files.iter().map(|(name, _)| name).find(|name| {
        name.is_empty()
            || name.len() > NAME_MAX
            || name.starts_with('.')
            || name.ends_with('.')
            || !name.chars().all(plain)
    });
    bad.map_or(Ok(()), |name| {
        let message = format!(
            "`{name}` is not a plain file name: use letters a to z, digits, `.`, `-` and `_`"
        );
        Err(io::Error::new(ErrorKind::InvalidInput, message))
    })
}

/// What all folders of a region begin with; a code has no point in it.
fn prefix(region: &RegionCode) -> String {
    format!(".{region}.")
}

/// The name of a link that is about to replace the region's.
fn fresh_link(region: &RegionCode) -> String {
    format!("{}link", prefix(region))
}

/// The folder that the region's link names, when it is one of ours.
fn current(root: &Path, region: &RegionCode) -> io::Result<Option<String>> {
    match fs::read_link(root.join(region.as_str())) {
        Ok(target) => {
            let target = target.to_str().filter(|target| target.starts_with(&prefix(region)));
            Ok(target.filter(|target| !target.contains('/')).map(str::to_owned))
        }
        // Nothing there, or something that is not a link and not ours.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Removes what a killed run left of regions of which nothing was ever published.
///
/// # Errors
///
/// Fails when the file system refuses something.
pub fn sweep_unpublished(root: &Path) -> io::Result<()> {
    let _lock = locked(root)?;
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name();
        let code = name.to_str().and_then(|name| name.strip_prefix('.')?.split_once('.'));
        if let Some(code) = code.and_then(|(code, _)| code.parse().ok())
            && current(root, &code)?.is_none()
        {
            sweep(root, &code)?;
        }
    }
    Ok(())
}

/// Removes older versions and what killed runs left.
fn sweep(root: &Path, region: &RegionCode) -> io::Result<()> {
    let (keep, prefix) = (current(root, region)?, prefix(region));
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(&prefix));
        if !ours || keep.as_deref().map(OsStr::new) == Some(name.as_os_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether a folder has exactly these files.
fn same(folder: &Path, files: &[(String, Vec<u8>)]) -> bool {
    let as_many = fs::read_dir(folder).is_ok_and(|entries| entries.count() == files.len());
    let equal = |(name, bytes): &(String, Vec<u8>)| {
        fs::read(folder.join(name)).is_ok_and(|found| found == *bytes)
    };
    as_many && files.iter().all(equal)
}

/// The name of the folder for these files, never that of the current one: a
/// folder that others read is not written to, even when it was damaged.
fn version(region: &RegionCode, files: &[(String, Vec<u8>)], current: Option<&str>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        for part in [name.as_bytes(), bytes] {
            // The length before each part keeps two lists from looking alike.
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
    }
    // Half of it tells any two lists apart.
    let digest = u128::from_be_bytes(*hash.finalize().first_chunk().unwrap_or(&[0; 16]));
    let name = format!("{}{digest:032x}", prefix(region));
    if current == Some(name.as_str()) { format!("{name}.2") } else { name }
}

fn write_version(folder: &Path, files: &[(String, Vec<u8>)], readers: Readers) -> io::Result<()> {
    fs::create_dir(folder)?;
    match readers {
        Readers::Everybody => allow(folder, FOLDER_OF_ALL)?,
        Readers::Owner => allow(folder, FOLDER_OF_OWNER)?,
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        match readers {
            Readers::Everybody => write_durably(&path, bytes)?,
            Readers::Owner => private_file::create(&path, bytes)?,
        }
    }
    File::open(folder)?.sync_all()
}

/// A file that everybody may read.
fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    allow(path, FILE_OF_ALL)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the region's link name a version.
fn point(root: &Path, region: &RegionCode, version: &str) -> io::Result<()> {
    let fresh = root.join(fresh_link(region));
    link(version, &fresh)?;
    fs::rename(&fresh, root.join(region.as_str()))?;
    File::open(root)?.sync_all()
}

#[cfg(unix)]
fn link(target: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn link(_: &str, _: &Path) -> io::Result<()> {
    Err(io::Error::new(ErrorKind::Unsupported, "publishing needs links that are replaced at once"))
}
