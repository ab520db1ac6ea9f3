//! Takes in reports that mails came back: read from files, matched by the Message-ID of
//! the mail, put on record in one piece. The address that a report came to, or the mail
//! that it returns, tells the Message-ID.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::{
    mail::{Bounce, BounceError, REPORT_BYTES_MAX, known_by, message_id, read_bounce, without},
    store::{MailId, NewBounce, Store, StoreError},
};

/// What became of files with reports.
#[derive(Debug, Default)]
pub struct Taken {
    /// Reports of addresses that failed for good.
    pub hard: usize,
    /// Reports of trouble that may pass.
    pub soft: usize,
    /// How many of both were not on record before.
    pub new: u64,
    /// Files that tell nothing of a mail, with the reason. They stay where they are.
    pub refused: Vec<(PathBuf, String)>,
}

/// A report with its place and digest.
struct Report {
    path: PathBuf,
    sha256: String,
    bounce: Bounce,
}

/// Takes in the reports that lie in folders (also in the `new` and `cur` of a
/// maildir) or files. A file is only read.
///
/// # Errors
///
/// Fails when the database does; then nothing is on record.
pub async fn run(
    store: &Store,
    paths: &[PathBuf],
    now: DateTime<Utc>,
) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    let mut reports = Vec::new();
    for path in paths.iter().flat_map(|path| files(path, &mut taken.refused)).collect::<Vec<_>>() {
        match report(&path) {
            Ok(report) => reports.push(report),
            Err(reason) => taken.refused.push((path, reason)),
        }
    }
    let mails = mails(store, &reports).await?;
    let mut bounces = Vec::new();
    for report in &reports {
        let mut uniques = report.bounce.uniques.iter();
        let Some(mail) = uniques.find_map(|unique| mails.get(unique.as_str())) else {
            let reason = "is about a mail that this database did not send".to_owned();
            taken.refused.push((report.path.clone(), reason));
            continue;
        };
        let kind = report.bounce.kind.name();
        *(if kind == "hard" { &mut taken.hard } else { &mut taken.soft }) += 1;
        bounces.push(NewBounce {
            mail: *mail,
            sha256: &report.sha256,
            kind,
            status: &report.bounce.status,
            reply: without_whom(store, *mail, &report.bounce).await?,
            address: &report.bounce.address,
        });
    }
    taken.new = store.record_bounces(&bounces, now).await?;
    Ok(taken)
}

/// What a host said, without the words of name and address of the person whom the mail
/// tells, and of the address that failed.
async fn without_whom(store: &Store, mail: MailId, bounce: &Bounce) -> Result<String, StoreError> {
    let (name, email) = store.whom(mail).await?.unwrap_or_default();
    let local = |address: &str| address.split('@').next().unwrap_or_default().to_owned();
    let told = [name, local(&email.unwrap_or_default()), local(&bounce.address)];
    let words: Vec<_> = told.iter().flat_map(|text| known_by(text)).collect();
    Ok(without(&bounce.reply, &words))
}

/// The numbers of the mails that reports are about, by the unique part of their
/// Message-ID. It is made anew from the key of each mail, so no table of them is
/// needed, and only those that are asked for are kept.
async fn mails<'a>(
    store: &Store,
    reports: &'a [Report],
) -> Result<BTreeMap<&'a str, MailId>, StoreError> {
    let wanted: BTreeSet<&str> =
        reports.iter().flat_map(|report| &report.bounce.uniques).map(String::as_str).collect();
    let mut found = BTreeMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    let instance = store.instance_key().await?;
    store
        .each_mail_key(|mail, key| {
            let facts: Vec<&str> = key.split('/').collect();
            let id = message_id(instance.as_bytes(), &facts, "");
            let unique = id.trim_matches(['<', '>', '@']);
            if let Some(unique) = wanted.get(unique) {
                found.insert(*unique, mail);
            }
        })
        .await?;
    Ok(found)
}

/// The files of a folder, in order, or the file itself.
fn files(path: &Path, refused: &mut Vec<(PathBuf, String)>) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let mut found = Vec::new();
    for folder in [path.to_owned(), path.join("new"), path.join("cur")] {
        match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => {
                let paths = entries.into_iter().map(|entry| entry.path());
                found.extend(paths.filter(|path| !path.is_dir()));
            }
            Err(_) if folder != path && !folder.exists() => {}
            Err(error) => refused.push((folder, format!("cannot be read: {error}"))),
        }
    }
    found.sort();
    found
}

fn report(path: &Path) -> Result<Report, String> {
    let bytes = bytes(path).map_err(|error| format!("cannot be read: {error}"))?;
    let bounce = read_bounce(&bytes).map_err(|error: BounceError| error.to_string())?;
    let sha256 = format!("{:x}", Sha256::digest(&bytes));
    Ok(Report { path: path.to_owned(), sha256, bounce })
}

/// The bytes of a file, of a huge one only so many that it is seen to be huge.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // A pipe or device may never end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let most = u64::try_from(REPORT_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
