//! Reports that a mail was not delivered (RFC 3464), as other hosts send them back.
//!
//! A report is believed as far as it came back to the address of one mail of ours, or
//! returns the headers of one: nobody else can guess its Message-ID. Nothing in it is
//! obeyed, and no answer is sent.

use std::thread;

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use super::{clean, return_path::uniques_in};

/// Bytes of a report: a relay returns a mail of ours, which is far smaller.
pub const REPORT_BYTES_MAX: usize = 512 * 1024;

/// Room for the library, which goes as deep as mails lie within mails: the largest
/// report may hold 19 thousand.
const STACK_BYTES: usize = 128 * 1024 * 1024;

/// Where relays and mailboxes write to whom a mail was delivered.
const DELIVERED_TO: [&str; 4] = ["Delivered-To", "X-Original-To", "Envelope-To", "To"];

/// Recipients of one report that are looked at: a mail of ours has one.
const RECIPIENTS_MAX: usize = 20;

/// How certain it is that the address is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BounceKind {
    /// The host of the address refused it for good: the next mail fails too.
    Hard,
    /// A delay, a full mailbox, or a host that could not be reached for days.
    Soft,
}

impl BounceKind {
    /// Its name on record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
        }
    }
}

/// What a report says of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// What may stand before the `@` of the mail's Message-ID, the surest first.
    pub uniques: Vec<String>,
    /// How certain it is that the address is wrong.
    pub kind: BounceKind,
    /// The status of RFC 3463, like `5.1.1`.
    pub status: String,
    /// What the host said: cut, without addresses and long numbers.
    pub reply: String,
    /// The address that the mail was sent to, in lower case.
    pub address: String,
}

/// Why a file tells nothing of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BounceError {
    /// It is too large.
    #[error("larger than {REPORT_BYTES_MAX} bytes: no report on a mail of ours is")]
    TooLarge,
    /// It is something else.
    #[error("no delivery report: a part `message/delivery-status` is missing (RFC 3464)")]
    NotAReport,
    /// It tells of no failure.
    #[error("tells of no failure: there is nothing to do")]
    NoFailure,
    /// It does not say which mail it is about.
    #[error(
        "neither returns the headers of the mail nor came back to an address of its own \
         (mail.return_path), so nobody knows which one it is about"
    )]
    NoMail,
    /// It does not say whose address failed.
    #[error("does not say which address failed")]
    NoAddress,
    /// The library gave up.
    #[error("cannot be read: the library for mails gave up")]
    Library,
}

/// What a report says; any bytes may be given.
///
/// # Errors
///
/// Says why the bytes tell nothing of a mail.
pub fn read_bounce(bytes: &[u8]) -> Result<Bounce, BounceError> {
    if bytes.len() > REPORT_BYTES_MAX {
        return Err(BounceError::TooLarge);
    }
    // A panic of the library ends with its thread.
    thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK_BYTES);
        let reader = reader.spawn_scoped(scope, || read(bytes));
        reader.map_or(Err(BounceError::Library), |reader| {
            reader.join().unwrap_or(Err(BounceError::Library))
        })
    })
}

fn read(bytes: &[u8]) -> Result<Bounce, BounceError> {
    let report = MessageParser::default().parse(bytes).ok_or(BounceError::NotAReport)?;
    let status =
        report.parts.iter().find(|part| part.is_content_type("message", "delivery-status"));
    let status = status.ok_or(BounceError::NotAReport)?;
    let failed = failure(status.contents()).ok_or(BounceError::NoFailure)?;
    // Where it came to is surer than what it returns.
    let mut uniques = came_back_to(&report);
    let mut sent_to = None;
    if let Some((unique, to)) = returned(&report) {
        // What we wrote ourselves is nearer to the person than where it was forwarded.
        sent_to = to.filter(|_| uniques.is_empty() || uniques.contains(&unique));
        uniques.push(unique);
    }
    if uniques.is_empty() {
        return Err(BounceError::NoMail);
    }
    let address = sent_to.or(failed.address).ok_or(BounceError::NoAddress)?;
    let Failure { kind, status, reply, .. } = failed;
    Ok(Bounce { uniques, kind, status, reply, address: address.to_lowercase() })
}

/// What stands of the recipient whose mail failed.
struct Failure {
    kind: BounceKind,
    status: String,
    reply: String,
    address: Option<String>,
}

/// The worst of what the recipients met; none where the mail arrived everywhere.
fn failure(fields: &[u8]) -> Option<Failure> {
    let text = String::from_utf8_lossy(fields).replace("\r\n", "\n");
    let groups = text.split("\n\n").filter(|group| !group.trim().is_empty());
    let mut found: Option<Failure> = None;
    for group in groups.take(RECIPIENTS_MAX) {
        let Some(failure) = of_recipient(group) else { continue };
        if found.as_ref().is_none_or(|before| before.kind == BounceKind::Soft) {
            found = Some(failure);
        }
    }
    found
}

fn of_recipient(group: &str) -> Option<Failure> {
    let group = format!("{}\n\n", group.trim_start());
    let fields = MessageParser::default().parse_headers(group.as_bytes())?;
    let field = |name: &'static str| {
        fields.header_raw(name).map(|raw| raw.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let failed = match field("Action")?.to_lowercase().as_str() {
        "failed" => true,
        "delayed" => false,
        _ => return None,
    };
    let status = field("Status").and_then(|text| status(&text)).unwrap_or_else(|| "-".to_owned());
    let hard = failed && is_of_address(&status);
    let address = ["Original-Recipient", "Final-Recipient"].into_iter().find_map(|name| {
        let field = field(name)?;
        let (_, address) = field.split_once(';')?;
        Some(address.trim().to_owned()).filter(|address| address.contains('@'))
    });
    Some(Failure {
        kind: if hard { BounceKind::Hard } else { BounceKind::Soft },
        status,
        reply: clean(&field("Diagnostic-Code").unwrap_or_default()),
        address,
    })
}

/// Whether a status says that an address fails for good (RFC 3463, 3.2 and 3.3): 5.1.7
/// and 5.1.8 speak of the sender, as 5.1.0 may, 5.2.1 of a mailbox that is closed. A full
/// mailbox will be emptied; routing, size and policy say nothing of the address.
fn is_of_address(status: &str) -> bool {
    status == "5.2.1"
        || (status.starts_with("5.1.") && !matches!(status, "5.1.0" | "5.1.7" | "5.1.8"))
}

/// The status of an address that a relay refused for good, as its reply tells it.
pub fn refused_address(reply: &str) -> Option<&str> {
    let mut words = reply.split([' ', '-']);
    let is_code = matches!(words.next()?, "550" | "551" | "553");
    words.next().filter(|status| is_code && is_of_address(status))
}

/// A status like `5.1.1`; a comment may follow.
fn status(text: &str) -> Option<String> {
    let code = text.split(' ').next()?;
    let parts: Vec<_> = code.split('.').collect();
    let digits = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (parts.len() == 3 && parts.iter().all(digits)).then(|| code.to_owned())
}

/// The mails to whose own addresses a report came back: one at most, if nobody meddled.
fn came_back_to(report: &Message<'_>) -> Vec<String> {
    let tells = |name: &str| DELIVERED_TO.iter().any(|told| told.eq_ignore_ascii_case(name));
    // Some come several times, where a report was forwarded.
    let addresses = report.headers_raw().filter(|(name, _)| tells(name)).map(|(_, value)| value);
    let mut found: Vec<_> = addresses.flat_map(uniques_in).take(RECIPIENTS_MAX).collect();
    found.dedup();
    found
}

/// The mail that a report returns, whole or its headers: the unique part of its
/// Message-ID and whom it was sent to.
fn returned(report: &Message<'_>) -> Option<(String, Option<String>)> {
    report.parts.iter().find_map(|part| match &part.body {
        PartType::Message(mail) => identity(mail),
        PartType::Text(_) | PartType::Binary(_) | PartType::InlineBinary(_)
            if part.is_content_type("text", "rfc822-headers") =>
        {
            // The end of the headers is missing where only they are returned.
            let headers = [part.contents(), b"\r\n\r\n"].concat();
            identity(&MessageParser::default().parse_headers(&headers)?)
        }
        PartType::Text(_)
        | PartType::Html(_)
        | PartType::Binary(_)
        | PartType::InlineBinary(_)
        | PartType::Multipart(_) => None,
    })
}

fn identity(mail: &Message<'_>) -> Option<(String, Option<String>)> {
    let (unique, _) = mail.message_id()?.split_once('@')?;
    let to = mail.to().and_then(Address::first).and_then(|to| to.address());
    Some((unique.to_owned(), to.map(str::to_owned)))
}

#[cfg(test)]
mod tests;
