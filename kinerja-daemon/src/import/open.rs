//! Reads the bytes of a file without ever hanging on it.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::problem::{Code, Problem, Problems};
use super::table::{Limits, too_many_bytes};

/// Reads a file that is an ordinary file and not too large.
///
/// # Errors
///
/// Refuses a directory, a pipe, a device, a missing or unreadable file, and one
/// above the limit.
pub fn open(path: &Path, limits: &Limits) -> Result<Vec<u8>, Problems> {
    let name = path.display().to_string();
    let unreadable = |error: io::Error| refused(&name, &error);
    // Opening a pipe waits for a writer, so its kind is asked before. The file
    // may be exchanged in between, so the handle is asked again.
    check(&name, &fs::metadata(path).map_err(unreadable)?, limits)?;
    let file = File::open(path).map_err(unreadable)?;
    check(&name, &file.metadata().map_err(unreadable)?, limits)?;
    let mut bytes = Vec::new();
    // A file may also grow while it is read: one byte above the limit is enough
    // to know.
    file.take(limits.bytes_max.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.bytes_max {
        return Err(too_many_bytes(&name, limits).into());
    }
    Ok(bytes)
}

fn check(name: &str, metadata: &Metadata, limits: &Limits) -> Result<(), Problems> {
    let kind = metadata.file_type();
    if kind.is_dir() {
        let repair = "ini folder: sebutkan berkas di dalamnya";
        Err(Problem::new(name, Code::FileKind, "folder", repair).into())
    } else if !kind.is_file() {
        let repair = "bukan berkas biasa: salin isinya ke sebuah berkas lalu impor berkas itu";
        Err(Problem::new(name, Code::FileKind, "pipa atau perangkat", repair).into())
    } else if metadata.len() > limits.bytes_max {
        Err(too_many_bytes(name, limits).into())
    } else {
        Ok(())
    }
}

fn refused(name: &str, error: &io::Error) -> Problems {
    let kind = error.kind();
    let (code, repair) = if matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory) {
        (Code::FileMissing, "berkas tidak ada: periksa nama dan foldernya")
    } else if kind == ErrorKind::PermissionDenied {
        (Code::FileUnreadable, "tidak ada izin membaca: minta izin kepada pengelola server")
    } else {
        (Code::FileUnreadable, "berkas tidak dapat dibaca: salin ke tempat lain lalu ulangi")
    };
    Problem::new(name, code, &error.to_string(), repair).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::process::Command;

    #[test]
    fn reads_ordinary_files_only_and_never_hangs() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::write(path("ok.csv"), "nip;nama\n").unwrap();
        fs::write(path("besar.csv"), vec![b'x'; 101]).unwrap();
        assert!(Command::new("mkfifo").arg(path("pipa")).status().unwrap().success());
        let limits = Limits { bytes_max: 100, ..Limits::default() };
        #[rustfmt::skip]
        let table = [
            (path("tidak-ada.csv"),      Code::FileMissing),
            (path("ok.csv/di-dalam"),    Code::FileMissing),
            (dir.path().to_owned(),      Code::FileKind),
            (path("pipa"),               Code::FileKind),
            (PathBuf::from("/dev/zero"), Code::FileKind),
            (path("besar.csv"),          Code::TooLarge),
        ];
        for (path, code) in table {
            let problems = open(&path, &limits).unwrap_err();
            assert_eq!(problems.iter().map(Problem::code).collect::<Vec<_>>(), [code], "{path:?}");
        }
        assert_eq!(open(&path("ok.csv"), &limits).unwrap(), b"nip;nama\n");
    }
}
