//! What people read, kept as they read it.

use std::{fs, path::Path};

/// Compares with a file below `tests/golden`. With `KINERJA_BLESS=1` the file is
/// rewritten instead, to be reviewed like code. Where they differ, it stops and
/// names the first line that does.
pub(crate) fn assert_golden(name: &str, actual: impl AsRef<[u8]>) {
    let actual = actual.as_ref();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("KINERJA_BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; KINERJA_BLESS=1 writes it", path.display());
    });
    if expected == actual {
        return;
    }
    let (expected, actual) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(actual));
    let same = expected.lines().zip(actual.lines()).take_while(|(one, other)| one == other).count();
    panic!(
        "{name} differs at line {}:\n  file: {}\n  now:  {}\nKINERJA_BLESS=1 rewrites it",
        same + 1,
        expected.lines().nth(same).unwrap_or("(the end)"),
        actual.lines().nth(same).unwrap_or("(the end)")
    );
}
