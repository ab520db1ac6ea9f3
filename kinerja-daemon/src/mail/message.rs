//! The bytes of one mail.
//!
//! Everything that could differ between two attempts (id, date, boundary) is
//! given or derived, so that the same facts make the same bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{ContentDisposition, ContentType, HeaderName, HeaderValue};
use lettre::message::{MultiPart, MultiPartKind, SinglePart};
use thiserror::Error;

use super::EmailAddress;

/// A person or an office with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name to show, if any.
    pub name: Option<String>,
    /// Where mail goes.
    pub address: EmailAddress,
}

/// A mail that is ready to be built.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The identity of the mail, from [`message_id`](super::message_id).
    pub message_id: String,
    /// When the mail was put into the queue.
    pub date: DateTime<Utc>,
    /// The office that writes.
    pub from: Mailbox,
    /// The one person who is written to.
    pub to: Mailbox,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Mailbox>,
    /// The subject, on one line.
    pub subject: String,
    /// The mail for readers without HTML.
    pub text: String,
    /// The same mail as HTML.
    pub html: String,
    /// The language of both, such as `id`.
    pub language: String,
    /// An entry for a calendar, which the reader may accept.
    pub calendar: Option<String>,
}

/// Why a mail cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MessageError {
    /// A line end or another control character in a header.
    #[error("the {field} has a control character; correct it where it was entered")]
    Control {
        /// Which header.
        field: &'static str,
    },
    /// Not of the form `<unique@domain>`, or not ASCII.
    #[error("the {field} is malformed; it must be ASCII without spaces")]
    Malformed {
        /// Which header.
        field: &'static str,
    },
    /// The mail library gave up.
    #[error("the mail cannot be built: {reason}")]
    Library {
        /// What it said.
        reason: String,
    },
}

impl Outgoing {
    /// The mail as RFC 5322 bytes: headers, then text and HTML as alternatives.
    ///
    /// # Errors
    ///
    /// Fails when a header has control characters, or when the library cannot
    /// build it; a panic of the library is such an error, so that one bad mail
    /// does not stop the others.
    pub fn build(&self) -> Result<Vec<u8>, MessageError> {
        self.check()?;
        catch_unwind(AssertUnwindSafe(|| self.assemble())).unwrap_or_else(|_| {
            Err(MessageError::Library { reason: "the mail library panicked".to_owned() })
        })
    }

    /// Who the relay is told that the mail is from and for.
    pub fn envelope(&self) -> Option<Envelope> {
        let (from, to) = (self.from.address.to_lettre(), self.to.address.to_lettre());
        Envelope::new(Some(from), vec![to]).ok()
    }

    fn check(&self) -> Result<(), MessageError> {
        let name =
            |mailbox: &Option<Mailbox>| mailbox.as_ref().and_then(|found| found.name.clone());
        let headers = [
            ("sender's name", name(&Some(self.from.clone()))),
            ("recipient's name", name(&Some(self.to.clone()))),
            ("name for answers", name(&self.reply_to)),
            ("subject", Some(self.subject.clone())),
        ];
        for (field, value) in headers {
            if value.is_some_and(|value| value.contains(breaks_lines)) {
                return Err(MessageError::Control { field });
            }
        }
        let graphic = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !graphic(&self.message_id) || self.unique_part().is_none() {
            return Err(MessageError::Malformed { field: "Message-ID" });
        }
        if !graphic(&self.language) {
            return Err(MessageError::Malformed { field: "language" });
        }
        Ok(())
    }

    /// What stands before the `@` of the Message-ID.
    fn unique_part(&self) -> Option<&str> {
        let (unique, domain) =
            self.message_id.strip_prefix('<')?.strip_suffix('>')?.split_once('@')?;
        let plain = |text: &str, others: &str| {
            !text.is_empty()
                && text.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
        };
        (unique.len() <= 64 && plain(unique, "") && plain(domain, ".-")).then_some(unique)
    }

    fn assemble(&self) -> Result<Vec<u8>, MessageError> {
        // `=_` occurs in neither of the encodings that a body may have.
        let boundary = format!("=_{}", self.unique_part().unwrap_or_default());
        let alternatives = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(boundary)
            .build()
            .singlepart(SinglePart::plain(self.text.clone()))
            .singlepart(SinglePart::html(self.html.clone()));
        let alternatives = match &self.calendar {
            Some(entry) => alternatives.singlepart(calendar(entry)?),
            None => alternatives,
        };
        let mut builder = Message::builder()
            .message_id(Some(self.message_id.clone()))
            .date(SystemTime::from(self.date))
            .from(self.from.to_lettre())
            .to(self.to.to_lettre())
            .subject(self.subject.clone())
            .raw_header(raw("Auto-Submitted", "auto-generated"))
            .raw_header(raw("Content-Language", &self.language));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.to_lettre());
        }
        builder
            .multipart(alternatives)
            .map(|message| message.formatted())
            .map_err(|error| MessageError::Library { reason: error.to_string() })
    }
}

impl Mailbox {
    fn to_lettre(&self) -> lettre::message::Mailbox {
        lettre::message::Mailbox::new(self.name.clone(), self.address.to_lettre())
    }
}

/// The part that a mail program offers to put into a calendar.
fn calendar(entry: &str) -> Result<SinglePart, MessageError> {
    let kind = ContentType::parse("text/calendar; charset=utf-8; method=REQUEST")
        .map_err(|error| MessageError::Library { reason: error.to_string() })?;
    let named = ContentDisposition::attachment("rapat-evaluasi.ics");
    Ok(SinglePart::builder().header(kind).header(named).body(entry.to_owned()))
}

/// A header of ours; the value has been checked.
fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Whether somebody could take the character for the end of a line.
fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::message_id;

    /// Puts a text into one field.
    type Put = fn(&mut Outgoing, String);

    fn outgoing() -> Outgoing {
        let mailbox = |name: &str, address: &str| Mailbox {
            name: Some(name.to_owned()),
            address: address.parse().unwrap(),
        };
        Outgoing {
            message_id: message_id(b"key", &["samarinda", "2026-Q3"], "kinerja.example.id"),
            date: "2026-10-01T01:02:03Z".parse().unwrap(),
            from: mailbox("Kinerja, BKPSDM", "kinerja@example.go.id"),
            to: mailbox("Ani Çelik \"A\" <x@y.id>", "ani@example.go.id"),
            reply_to: None,
            subject: "Usulan predikat – Triwulan III 2026".to_owned(),
            text: "Nilai: 87,5 – Baik\n.\nSalam".to_owned(),
            html: "<p>Nilai: 87,5 – <b>Baik</b></p>".to_owned(),
            language: "id".to_owned(),
            calendar: None,
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        assert_eq!(outgoing().build().unwrap(), outgoing().build().unwrap());
    }

    #[test]
    fn the_bytes_are_ascii_lines_that_any_relay_takes() {
        let bytes = outgoing().build().unwrap();
        let mail = String::from_utf8(bytes).unwrap();
        assert!(mail.is_ascii());
        assert!(mail.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
    }

    #[test]
    fn headers_cannot_be_broken_out_of() {
        let evil = "Ani\r\nBcc: evil@x.id";
        let set: [(&str, Put); 4] = [
            ("sender's name", |mail, text| mail.from.name = Some(text)),
            ("recipient's name", |mail, text| mail.to.name = Some(text)),
            ("name for answers", |mail, text| {
                mail.reply_to = Some(Mailbox { name: Some(text), ..mail.from.clone() });
            }),
            ("subject", |mail, text| mail.subject = text),
        ];
        for (field, put) in set {
            for text in [evil, "a\0b", "a\nb", "a\rb", "a\u{2028}b", "a\u{85}b"] {
                let mut mail = outgoing();
                put(&mut mail, text.to_owned());
                assert_eq!(mail.build(), Err(MessageError::Control { field }), "{text:?}");
            }
        }
    }

    #[test]
    fn ids_and_languages_that_are_no_tokens_are_refused() {
        for id in ["", "a@x.id", "<@x.id>", "<a@>", "<a b@x.id>", "<a@x.id>\r\nBcc: b", "<a>b@c>"] {
            let mail = Outgoing { message_id: id.to_owned(), ..outgoing() };
            assert_eq!(mail.build(), Err(MessageError::Malformed { field: "Message-ID" }), "{id}");
        }
        let mail = Outgoing { language: "id\r\nBcc: b@x.id".to_owned(), ..outgoing() };
        assert_eq!(mail.build(), Err(MessageError::Malformed { field: "language" }));
    }

    #[test]
    fn a_panic_of_the_library_is_an_error() {
        // The library can only print years up to 9999.
        let date = DateTime::from_timestamp(1_000_000_000_000, 0).unwrap();
        let mail = Outgoing { date, ..outgoing() };
        assert!(matches!(mail.build(), Err(MessageError::Library { .. })));
    }
}
