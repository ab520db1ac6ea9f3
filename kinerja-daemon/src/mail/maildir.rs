//! Mails as files, for trying things out without a relay.
//!
//! The layout is that of Maildir, so any mail reader opens it. A file is named
//! after its mail's id and nothing else: whoever may list the folder learns no
//! name and no address. The calls block; an async caller moves them aside.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Characters of an id: any id of ours, and within the file name limits.
const ID_CHARS_MAX: usize = 128;

/// A folder that mails are delivered to.
#[derive(Debug)]
pub struct Maildir {
    root: PathBuf,
}

/// Whether a delivery changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// The mail is there now.
    Now,
    /// The same mail was there before.
    Before,
}

/// Why a mail was not delivered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MaildirError {
    /// The id would not be a safe file name.
    #[error("`{id}` cannot name a mail; use 1 to {ID_CHARS_MAX} of a-z, 0-9, `-` and inner `.`")]
    Id {
        /// The id.
        id: String,
    },
    /// A different mail has this id.
    #[error("mail `{id}` is already delivered with other content; nothing was changed")]
    Differs {
        /// The id.
        id: String,
    },
    /// The file system refused.
    #[error("cannot write `{}`: {source}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Maildir {
    /// Opens a Maildir, making its folders if they are missing.
    ///
    /// # Errors
    ///
    /// Fails when a folder cannot be made.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, MaildirError> {
        let root = dir.into();
        for folder in [root.clone(), root.join("tmp"), root.join("new"), root.join("cur")] {
            make_private_folder(&folder).map_err(unwritable(&folder))?;
        }
        Ok(Self { root })
    }

    /// Puts a mail into `new`, whole or not at all. Delivering it again changes
    /// nothing, also after a mail reader has moved it to `cur`.
    ///
    /// # Errors
    ///
    /// Fails when the id is no safe file name, when another mail has it, or when
    /// the file system refuses.
    pub fn deliver(&self, id: &str, bytes: &[u8]) -> Result<Delivered, MaildirError> {
        if !is_id(id) {
            return Err(MaildirError::Id { id: id.to_owned() });
        }
        if let Some(path) = self.find(id)? {
            let same = fs::read(&path).map_err(unwritable(&path))? == bytes;
            return if same {
                Ok(Delivered::Before)
            } else {
                Err(MaildirError::Differs { id: id.to_owned() })
            };
        }
        let (draft, new) = (self.root.join("tmp").join(id), self.root.join("new"));
        write_private_file(&draft, bytes).map_err(unwritable(&draft))?;
        fs::rename(&draft, new.join(id)).map_err(unwritable(&new))?;
        File::open(&new).and_then(|folder| folder.sync_all()).map_err(unwritable(&new))?;
        Ok(Delivered::Now)
    }

    /// Where a delivered mail lies: readers move it to `cur` and append flags.
    fn find(&self, id: &str) -> Result<Option<PathBuf>, MaildirError> {
        let new = self.root.join("new").join(id);
        if new.exists() {
            return Ok(Some(new));
        }
        let cur = self.root.join("cur");
        for entry in fs::read_dir(&cur).map_err(unwritable(&cur))? {
            let entry = entry.map_err(unwritable(&cur))?;
            let name = entry.file_name();
            let flags = name.to_str().and_then(|name| name.strip_prefix(id));
            if flags.is_some_and(|flags| flags.is_empty() || flags.starts_with(':')) {
                return Ok(Some(entry.path()));
            }
        }
        Ok(None)
    }
}

fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'.' | b'-');
    (1..=ID_CHARS_MAX).contains(&id.len())
        && !id.starts_with('.')
        && !id.ends_with('.')
        && id.bytes().all(allowed)
}

fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> MaildirError {
    let path = path.to_owned();
    |source| MaildirError::Unwritable { path, source }
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn write_private_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    // A draft of this name is the rest of an interrupted delivery.
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(dir.join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_mail_delivered_twice_is_one_file() {
        let dir = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(dir.path().join("box")).unwrap();
        assert_eq!(maildir.deliver("a.b-1", b"mail").unwrap(), Delivered::Now);
        assert_eq!(maildir.deliver("a.b-1", b"mail").unwrap(), Delivered::Before);
        let root = dir.path().join("box");
        assert_eq!((names(&root, "new"), names(&root, "tmp")), (vec!["a.b-1".into()], vec![]));
        assert_eq!(fs::read(root.join("new/a.b-1")).unwrap(), b"mail");
    }

    #[test]
    fn a_mail_that_was_read_is_not_delivered_again() {
        let dir = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(dir.path()).unwrap();
        maildir.deliver("a", b"mail").unwrap();
        fs::rename(dir.path().join("new/a"), dir.path().join("cur/a:2,S")).unwrap();
        assert_eq!(maildir.deliver("a", b"mail").unwrap(), Delivered::Before);
        assert_eq!(names(dir.path(), "new"), Vec::<String>::new());
    }

    #[test]
    fn another_mail_under_the_same_id_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(dir.path()).unwrap();
        maildir.deliver("a", b"one").unwrap();
        assert!(matches!(maildir.deliver("a", b"two"), Err(MaildirError::Differs { .. })));
        assert_eq!(fs::read(dir.path().join("new/a")).unwrap(), b"one");
    }

    #[test]
    fn the_rest_of_an_interrupted_delivery_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(dir.path()).unwrap();
        fs::write(dir.path().join("tmp/a"), b"half of a much longer mail").unwrap();
        assert_eq!(maildir.deliver("a", b"whole").unwrap(), Delivered::Now);
        assert_eq!(fs::read(dir.path().join("new/a")).unwrap(), b"whole");
    }

    #[test]
    fn an_id_cannot_leave_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(dir.path()).unwrap();
        let long = "a".repeat(129);
        for id in ["", ".", "..", ".a", "a.", "../a", "a/b", "A", "a b", "a\0", "a:2,S", &long] {
            assert!(matches!(maildir.deliver(id, b""), Err(MaildirError::Id { .. })), "{id:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_them() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(dir.path().join("box")).unwrap();
        maildir.deliver("a", b"mail").unwrap();
        for (path, expected) in [("box", 0o700), ("box/new", 0o700), ("box/new/a", 0o600)] {
            let mode = fs::metadata(dir.path().join(path)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, expected, "{path}");
        }
    }
}
