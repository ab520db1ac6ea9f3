//! Files of rows that were not taken, beside the file that held them.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::private_file;

/// What stands in the name of such a file, before its number if it has one.
const MARK: &str = ".salah";
/// Such files beside one file: whoever has more has repaired none of them.
const FILES_MAX: u32 = 99;

/// Whether a file is one of those, which a folder does not hand over.
pub(super) fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some((_, end)) = name.strip_suffix(".csv").and_then(|stem| stem.rsplit_once(MARK)) else {
        return false;
    };
    end.is_empty() || end.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Writes the first such file that is not there yet: an older one may be under
/// repair. Only its owner can read it.
pub(super) fn write(file: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let path = named(file, number);
        match private_file::create(&path, bytes) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < FILES_MAX => {
                number += 1;
            }
            Err(error) => {
                let shown = format!("{}: {error}", path.display());
                return Err(io::Error::new(error.kind(), shown));
            }
        }
    }
}

fn named(file: &Path, number: u32) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(MARK);
    if number > 1 {
        name.push(format!("-{number}"));
    }
    name.push(".csv");
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_known_by_their_names() {
        for name in ["a.salah.csv", "a.salah-2.csv", "a b.salah-13.csv", "a.salah.salah-2.csv"] {
            assert!(is_left_over(Path::new(name)), "{name}");
        }
        for name in
            ["a.csv", "salah.csv", "a.salah-.csv", "a.salah-x.csv", "a.salah2.csv", "a.salah.xlsx"]
        {
            assert!(!is_left_over(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn none_is_ever_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pegawai.xlsx");
        for number in 1..=FILES_MAX {
            let path = write(&file, number.to_string().as_bytes()).unwrap();
            assert!(is_left_over(&path) && path != file, "{}", path.display());
        }
        let error = write(&file, b"one more").unwrap_err();
        assert!(error.to_string().contains("pegawai.salah-99.csv: "), "{error}");
        for (name, text) in [("salah", "1"), ("salah-2", "2"), ("salah-99", "99")] {
            let path = folder.path().join(format!("pegawai.{name}.csv"));
            assert_eq!(std::fs::read_to_string(path).unwrap(), text);
        }
    }
}
