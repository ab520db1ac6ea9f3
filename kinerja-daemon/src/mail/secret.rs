//! Passwords and keys that are read but never shown.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Bytes a secret file may have: far more than any password, far less than a
/// file named by mistake.
const SECRET_BYTES_MAX: u64 = 4096;

/// A text that must not be printed, or where it stands. What stands elsewhere is read
/// whenever it is needed, so that a new one counts from then on.
#[derive(Clone)]
pub struct Secret(Place);

#[derive(Clone)]
enum Place {
    Here(String),
    File(PathBuf),
    Variable(String),
}

/// Why a secret was not accepted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Users other than the owner and the group can read the file.
    #[error("`{}` can be read by everyone; run `chmod o-rwx` on it", path.display())]
    OpenToAll {
        /// The file.
        path: PathBuf,
    },
    /// The file is too large to be a password.
    #[error("`{}` is not a password file: it has more than {SECRET_BYTES_MAX} bytes", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// There is no such variable, or it is not text.
    #[error("the environment variable `{name}` is not set; set it before starting the daemon")]
    Unset {
        /// The variable.
        name: String,
    },
    /// Nothing is written where the secret should be.
    #[error("`{place}` is empty; write the password there")]
    Empty {
        /// The file or variable.
        place: String,
    },
}

impl Secret {
    /// Keeps a text that was read elsewhere.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Place::Here(text.into()))
    }

    /// What a file holds, which has nothing but the secret; one line end after it is
    /// not part of it.
    pub fn in_file(path: PathBuf) -> Self {
        Self(Place::File(path))
    }

    /// What an environment variable holds.
    pub fn in_env(name: impl Into<String>) -> Self {
        Self(Place::Variable(name.into()))
    }

    /// The text itself, for the one who must send it.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be read, is empty, too large or open to everyone, or
    /// the variable is not set or empty.
    pub fn expose(&self) -> Result<String, SecretError> {
        match &self.0 {
            Place::Here(text) => Ok(text.clone()),
            Place::File(path) => from_file(path),
            Place::Variable(name) => {
                let text = std::env::var(name);
                let text = text.map_err(|_| SecretError::Unset { name: name.clone() })?;
                filled(&text, || name.clone())
            }
        }
    }
}

fn from_file(path: &Path) -> Result<String, SecretError> {
    let unreadable = |source| SecretError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    // The opened file is asked, so that it cannot be exchanged in between.
    if open_to_all(&file.metadata().map_err(unreadable)?) {
        return Err(SecretError::OpenToAll { path: path.to_owned() });
    }
    let mut text = String::new();
    file.take(SECRET_BYTES_MAX + 1).read_to_string(&mut text).map_err(unreadable)?;
    if u64::try_from(text.len()).is_ok_and(|bytes| bytes > SECRET_BYTES_MAX) {
        return Err(SecretError::TooLong { path: path.to_owned() });
    }
    let line = text.strip_suffix('\n').unwrap_or(&text);
    filled(line.strip_suffix('\r').unwrap_or(line), || path.display().to_string())
}

fn filled(text: &str, place: impl FnOnce() -> String) -> Result<String, SecretError> {
    if text.is_empty() { Err(SecretError::Empty { place: place() }) } else { Ok(text.to_owned()) }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(unix)]
fn open_to_all(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o007 != 0
}

#[cfg(not(unix))]
fn open_to_all(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn written(text: &str, mode: u32) -> (tempfile::TempDir, PathBuf) {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("password");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        (dir, path)
    }

    #[cfg(unix)]
    #[test]
    fn one_line_end_is_not_part_of_the_secret() {
        for text in [" pass word\n", " pass word\r\n", " pass word"] {
            let (_dir, path) = written(text, 0o640);
            assert_eq!(Secret::in_file(path).expose().unwrap(), " pass word", "{text:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn files_that_cannot_be_a_kept_secret_are_refused() {
        let long = "x".repeat(4097);
        let table = [("a", 0o644, "everyone"), ("\n", 0o600, "empty"), (&long, 0o600, "bytes")];
        for (text, mode, complaint) in table {
            let (_dir, path) = written(text, mode);
            let error = Secret::in_file(path).expose().unwrap_err().to_string();
            assert!(error.contains(complaint), "{complaint}: {error}");
        }
    }

    #[test]
    fn a_variable_that_is_not_set_is_named() {
        let error = Secret::in_env("KINERJA_TEST_NO_SUCH_SECRET").expose().unwrap_err().to_string();
        assert!(error.contains("`KINERJA_TEST_NO_SUCH_SECRET` is not set"), "{error}");
        assert!(!Secret::in_env("PATH").expose().unwrap().is_empty());
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(***)");
    }
}
