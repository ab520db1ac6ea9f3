//! How far this host has come with sending, beside the database and in no copy of it.
//!
//! A copy of the database, or one restored from a backup, knows less than what has
//! left, and would send mails once more. The mark tells from which file of which host mails
//! were sent last, and how many attempts were on record then.

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use super::{NotifyError, holds::CONFIRMED};
use crate::{
    mail::identity::keyed,
    private_file,
    store::{Store, StoreError},
};

const HOST: &str = "/etc/machine-id";

/// Why the mails of this database must wait for a person, if they must.
pub(super) async fn doubt(store: &Store, key: &[u8]) -> Result<Option<String>, StoreError> {
    let attempts = store.attempts_on_record().await?;
    let known = match std::fs::read_to_string(place(store).await?) {
        Ok(known) => known,
        Err(_) if attempts == 0 => return Ok(None),
        Err(error) => {
            return Ok(Some(format!(
                "mails have left, and nothing beside the database says from this host ({error})"
            )));
        }
    };
    let here = here(key, &store.file().await?);
    let mut words = known.split_whitespace();
    let (of, before) = (words.next(), words.next().and_then(|before| before.parse::<i64>().ok()));
    Ok(match (of, before) {
        (Some(of), _) if of != here => Some(
            "mails were last sent from another host or another file: this may be a copy".to_owned(),
        ),
        (Some(_), Some(before)) if before <= attempts => None,
        (Some(_), Some(before)) => Some(format!(
            "{before} attempts to send were made and {attempts} are on record: it is an earlier copy"
        )),
        _ => Some("what stands beside the database cannot be read".to_owned()),
    })
}

/// Keeps how far this host has come.
pub(super) async fn keep(store: &Store, key: &[u8]) -> Result<(), NotifyError> {
    let path = place(store).await?;
    let attempts = store.attempts_on_record().await?;
    // What never had anything to send leaves nothing beside it.
    if attempts == 0 && store.waiting_mails().await? == 0 {
        return Ok(());
    }
    let mark = format!("{} {attempts}\n", here(key, &store.file().await?));
    if std::fs::read_to_string(&path).is_ok_and(|known| known == mark) {
        return Ok(());
    }
    write(&path, &mark).map_err(|error| NotifyError::Road(format!("{}: {error}", path.display())))
}

/// A person says that mails may leave from this database on this host.
///
/// # Errors
///
/// Fails when the database does, or the mark cannot be written.
pub async fn accept(store: &Store, (by, now): (&str, &str)) -> Result<String, NotifyError> {
    let key = store.instance_key().await?;
    let confirmed = store.keep_setting(CONFIRMED, &format!("{by}, {now}")).await?;
    if doubt(store, key.as_bytes()).await?.is_none() {
        return Ok(confirmed);
    }
    store.keep_setting(&format!("mail_restored/{now}"), by).await?;
    keep(store, key.as_bytes()).await?;
    Ok(by.to_owned())
}

/// Whole or not at all, and there after a power cut.
fn write(path: &Path, mark: &str) -> std::io::Result<()> {
    private_file::replace(path, mark.as_bytes())?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

async fn place(store: &Store) -> Result<PathBuf, StoreError> {
    Ok(PathBuf::from(format!("{}.sent", store.file().await?)))
}

/// The host and the file, told from others and telling nothing of themselves: a copy on
/// the same host is another file. A host without a name of its own is like any other such.
fn here(key: &[u8], file: &str) -> String {
    let name = std::fs::read_to_string(HOST).unwrap_or_default();
    let number = std::fs::metadata(file).map(|file| file.ino()).unwrap_or_default();
    let hash = keyed(key, &["host", name.trim(), &number.to_string()]).into_iter().take(8);
    format!("{:016x}", hash.fold(0_u64, |bits, byte| (bits << 8) | u64::from(byte)))
}
