//! One writing instance and one daemon for each database.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

/// Holds the right to write, or to be the daemon; the host takes it back when
/// the process ends, however it ends.
#[derive(Debug)]
pub struct InstanceLock {
    _file: File,
}

/// The right to write cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// Another instance has it.
    #[error(
        "another kinerja-daemon is at work on this database (process {holder}): try again later"
    )]
    Taken {
        /// The number of its process.
        holder: String,
    },
    /// Another daemon lives on the database.
    #[error(
        "`kinerja-daemon run` is up on this database already (process {holder}); stop it first"
    )]
    Up {
        /// The number of its process.
        holder: String,
    },
    /// The lock file cannot be used.
    #[error("the lock file {path} cannot be used: {source}")]
    File {
        /// Where it is.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl InstanceLock {
    /// Takes the right to write a database.
    ///
    /// # Errors
    ///
    /// Fails when another instance has it.
    pub fn take(database: &Path) -> Result<Self, LockError> {
        Self::hold(&database.with_extension("lock"), |holder| LockError::Taken { holder })
    }

    /// Takes the right to be the one daemon of a database. Whoever has it does
    /// not write by it: that right is taken for each pass, so that people can import and
    /// evaluate between two passes and while mails are sent. Nobody else sends.
    ///
    /// # Errors
    ///
    /// Fails when another daemon has it.
    pub fn take_for_life(database: &Path) -> Result<Self, LockError> {
        Self::hold(&database.with_extension("run.lock"), |holder| LockError::Up { holder })
    }

    /// The process that is the daemon of a database; none where none is up. Whoever
    /// asks keeps nobody from becoming it for longer than the question takes.
    ///
    /// # Errors
    ///
    /// Fails when the lock file cannot be read.
    pub fn daemon(database: &Path) -> Result<Option<String>, LockError> {
        let path = database.with_extension("run.lock");
        let failed = |source| LockError::File { path: path.display().to_string(), source };
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(failed)?;
                Ok(Some(holder.trim().to_owned()))
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    fn hold(path: &Path, taken: impl FnOnce(String) -> LockError) -> Result<Self, LockError> {
        let failed = |source| LockError::File { path: path.display().to_string(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let mut file = options.open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(failed)?;
                return Err(taken(holder.trim().to_owned()));
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        file.set_len(0).map_err(failed)?;
        file.rewind().map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_instance_is_refused_and_told_who_is_at_work() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("kinerja.db");
        let first = InstanceLock::take(&database).unwrap();
        let error = InstanceLock::take(&database).unwrap_err();
        assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
        // To be the daemon is another right, and there is one of it too.
        assert_eq!(InstanceLock::daemon(&database).unwrap(), None);
        let daemon = InstanceLock::take_for_life(&database).unwrap();
        let own = std::process::id().to_string();
        assert_eq!(InstanceLock::daemon(&database).unwrap(), Some(own));
        let error = InstanceLock::take_for_life(&database).unwrap_err();
        assert!(matches!(error, LockError::Up { .. }), "{error}");
        drop((first, daemon));
        assert_eq!(InstanceLock::daemon(&database).unwrap(), None);
        assert!(InstanceLock::take_for_life(&database).is_ok());
        assert!(InstanceLock::take(&database).is_ok());
    }
}
