//! Files with personal data: only their owner may read them.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Stands behind the name of a file that is still being written.
const UNFINISHED: &str = ".part";

/// Makes a file that is not there yet.
///
/// # Errors
///
/// Fails when the file is there already, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    fill(&mut options.open(path)?, bytes)
}

/// Makes a file, or puts one in the place of an older one, which may have been
/// readable by others.
///
/// # Errors
///
/// Fails when the file cannot be written; then the older one stays.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut unfinished = OsString::from(path);
    unfinished.push(UNFINISHED);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => create(Path::new(&unfinished), bytes)?,
    }
    fs::rename(&unfinished, path)
}

fn fill(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_the_owner_can_read_them_also_where_others_could_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hasil.csv");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!((fs::read(&path).unwrap().as_slice(), mode()), (b"new".as_slice(), 0o600));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let again = create(&path, b"other").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        fs::remove_file(&path).unwrap();
        create(&path, b"other").unwrap();
        assert_eq!(mode(), 0o600);
    }
}
