//! The page that lists the regions.

use std::{fs, io, path::Path};

use chrono::DateTime;
use chrono_tz::Tz;
use kinerja_core::{
    calendar::{long_date, zone_label},
    language::Language,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{
    DOCUMENT, PAGE,
    json::Head,
    publish::{Published, changed, locked, published, replace},
    template,
};

/// The file that tells what the page was made from.
const MADE: &str = ".made";

#[derive(Serialize)]
struct Index {
    regions: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    code: String,
    name: String,
    period: String,
    as_of: String,
}

/// Writes the page that lists what is published below a folder. It is read from
/// what stands there, so that the list and the regions cannot contradict one
/// another.
///
/// # Errors
///
/// Fails when a published summary cannot be read, and names it, or when the
/// page cannot be written; what stood there before then stays.
pub fn publish_index(root: &Path) -> io::Result<Published> {
    let _lock = locked(root)?;
    let published = published(root)?;
    let rests_on = || rests_on(root, &published);
    if fs::read_to_string(root.join(MADE)).is_ok_and(|made| made == rests_on()) {
        return Ok(Published::Before);
    }
    let mut regions = Vec::new();
    for (name, _) in &published {
        let path = root.join(name).join(DOCUMENT);
        let wrong = |error: &dyn std::fmt::Display| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
        };
        let bytes = fs::read(&path).map_err(|error| wrong(&error))?;
        let head: Head = serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?;
        regions.push(entry(name.clone(), &head).map_err(|error| wrong(&error))?);
    }
    regions.sort_by(|one, other| (&one.name, &one.code).cmp(&(&other.name, &other.code)));
    let page = template::render(PAGE, Index { regions }).map_err(io::Error::other)?;
    let done = replace(root, PAGE, &page)?;
    // Where it is lost, the page is made once more.
    fs::write(root.join(MADE), rests_on())?;
    Ok(done)
}

/// What the page was made from, and when the system last changed it: as long as this
/// is the same, nothing is read.
fn rests_on(root: &Path, published: &[(String, String)]) -> String {
    let changed = fs::metadata(root.join(PAGE)).map(|page| changed(&page)).ok();
    let all = format!("{} {published:?} {changed:?}", env!("CARGO_PKG_VERSION"));
    format!("{:x}", Sha256::digest(all))
}

fn entry(code: String, head: &Head) -> Result<Entry, String> {
    let zone: Tz = head.region.zone.parse().map_err(|error| format!("{error}"))?;
    let as_of = DateTime::parse_from_rfc3339(&head.as_of).map_err(|error| error.to_string())?;
    let day = long_date(as_of.with_timezone(&zone).date_naive(), Language::Indonesian);
    Ok(Entry {
        code,
        name: head.region.name.clone(),
        period: head.period.name.clone(),
        as_of: format!("{day} ({})", zone_label(zone)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{publish, sample};

    #[test]
    fn lists_what_is_published_and_changes_only_with_it() {
        let root = tempfile::tempdir().unwrap();
        let read = || fs::read_to_string(root.path().join(PAGE)).unwrap();
        publish_index(root.path()).unwrap();
        assert!(read().contains("Belum ada daerah"), "{}", read());
        let policy = sample::policy();
        let files = sample::report(&policy).files().unwrap();
        publish(root.path(), &policy.code, &files).unwrap();
        assert_eq!(publish_index(root.path()).unwrap(), Published::Now);
        assert_eq!(publish_index(root.path()).unwrap(), Published::Before);
        fs::write(root.path().join(PAGE), "damaged").unwrap();
        assert_eq!(publish_index(root.path()).unwrap(), Published::Now);
        let page = read();
        assert!(page.contains(r#"<a href="samarinda/index.html">Pemerintah Kota Samarinda</a>"#));
        assert!(page.contains("15 Juli 2026 (WITA)"), "{page}");
    }

    #[test]
    fn a_summary_that_cannot_be_read_is_named_and_the_list_stays() {
        let root = tempfile::tempdir().unwrap();
        publish_index(root.path()).unwrap();
        let before = fs::read(root.path().join(PAGE)).unwrap();
        let files = [(DOCUMENT.to_owned(), b"{}".to_vec())];
        publish(root.path(), &sample::policy().code, &files).unwrap();
        let error = publish_index(root.path()).unwrap_err().to_string();
        assert!(error.contains("samarinda") && error.contains("missing field"), "{error}");
        assert_eq!(fs::read(root.path().join(PAGE)).unwrap(), before);
    }
}
