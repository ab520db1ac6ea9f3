//! The bytes of one mail.
//!
//! Everything that could differ between two attempts (id, date, boundary) is
//! given or derived, so that the same facts make the same bytes.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use encodify::qp;
use lettre::address::Envelope;
use mail_builder::{
    MessageBuilder,
    headers::{address::Address, content_type::ContentType, date::Date, raw::Raw},
    mime::MimePart,
};
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
    /// Where the mail comes back to if it cannot be delivered.
    pub return_path: EmailAddress,
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
}

impl Outgoing {
    /// The mail as RFC 5322 bytes: headers, then text and HTML as alternatives.
    ///
    /// # Errors
    ///
    /// Fails when a header has control characters, or is no token where it must be one.
    pub fn build(&self) -> Result<Vec<u8>, MessageError> {
        let unique = self.check()?;
        Ok(self.assemble(unique))
    }

    /// What the relay is told: where the mail comes back to, and for whom it is.
    pub fn envelope(&self) -> Option<Envelope> {
        let (from, to) = (self.return_path.to_lettre(), self.to.address.to_lettre());
        Envelope::new(Some(from), vec![to]).ok()
    }

    /// Looks at what goes into headers, and gives what makes the Message-ID its own.
    fn check(&self) -> Result<&str, MessageError> {
        let headers = [
            ("sender's name", self.from.shown()),
            ("recipient's name", self.to.shown()),
            ("name for answers", self.reply_to.as_ref().map_or("", Mailbox::shown)),
            ("subject", &self.subject),
        ];
        if let Some((field, _)) = headers.iter().find(|(_, value)| value.contains(breaks_lines)) {
            return Err(MessageError::Control { field });
        }
        let graphic = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !graphic(&self.language) {
            return Err(MessageError::Malformed { field: "language" });
        }
        self.unique_part().ok_or(MessageError::Malformed { field: "Message-ID" })
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

    fn assemble(&self, unique: &str) -> Vec<u8> {
        let mut parts = Vec::with_capacity(3);
        parts.push(part("text/plain; charset=utf-8", &self.text));
        parts.push(part("text/html; charset=utf-8", &self.html));
        parts.extend(self.calendar.as_deref().map(calendar));
        // Nobody can write it into a mail beforehand.
        let boundary = format!("=_{unique}");
        let kind = ContentType::new("multipart/alternative").attribute("boundary", boundary);
        let mut mail = MessageBuilder::new()
            .message_id(self.message_id.trim_matches(['<', '>']))
            .date(Date::new(self.date.timestamp()))
            .from(self.from.as_header())
            .to(self.to.as_header())
            .subject(self.subject.as_str())
            .header("Auto-Submitted", Raw::new("auto-generated"))
            .header("Content-Language", Raw::new(self.language.as_str()));
        if let Some(reply_to) = &self.reply_to {
            mail = mail.reply_to(reply_to.as_header());
        }
        let mut bytes = Vec::new();
        mail.body(MimePart::new(kind, parts)).serialize(&mut bytes);
        bytes
    }
}

impl Mailbox {
    /// The name to show, or nothing.
    fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    fn as_header(&self) -> Address<'_> {
        Address::new_address(self.name.as_deref(), self.address.as_str())
    }
}

/// A part of a kind that is written as it stands here. Most texts are quoted-printable:
/// to encode them at once is faster than to let the library measure them before.
fn part<'a>(kind: &'static str, body: &'a str) -> MimePart<'a> {
    if !body.is_ascii() {
        let encoded = qp::BODY.encode(body);
        // Base64 makes four bytes of three.
        if 3 * encoded.len() < 4 * body.len() {
            let part = MimePart::raw(encoded).header("Content-Type", Raw::new(kind));
            return part.transfer_encoding("quoted-printable");
        }
    }
    measured(kind, body)
}

/// A part that the library encodes as is shortest. It ends the lines of a text with CRLF
/// but in base64, which it takes for one that is far from ASCII.
fn measured<'a>(kind: &'static str, body: &'a str) -> MimePart<'a> {
    let is_foreign = |byte: &u8| u8::from(!byte.is_ascii()) | u8::from(*byte == b'=');
    // So many that their number is a byte: sixteen are looked at in one step.
    let few = body.as_bytes().chunks(usize::from(u8::MAX));
    let foreign: usize = few.map(|few| usize::from(few.iter().map(is_foreign).sum::<u8>())).sum();
    let lines = if foreign > body.len() / 16 {
        body.replace("\r\n", "\n").replace('\n', "\r\n").into()
    } else {
        Cow::Borrowed(body)
    };
    MimePart::raw(lines).header("Content-Type", Raw::new(kind))
}

/// The part that a mail program offers to put into a calendar.
fn calendar(entry: &str) -> MimePart<'_> {
    // Told as `attachment`, the library would take its lines for those of a binary file.
    let named = Raw::new("attachment; filename=\"rapat-evaluasi.ics\"");
    let kind = "text/calendar; charset=utf-8; method=REQUEST";
    measured(kind, entry).header("Content-Disposition", named)
}

/// Whether somebody could take the character for the end of a line.
fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders};

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
            return_path: "kinerja@example.go.id".parse().unwrap(),
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
    fn what_is_read_back_is_what_was_written() {
        let calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Rapat – evaluasi\r\nEND:VCALENDAR\r\n";
        let long = format!("{}–= \n\t\nSalam \n", "kata ".repeat(400));
        let mail = Outgoing {
            text: long.clone(),
            reply_to: Some(Mailbox { name: None, ..outgoing().from }),
            calendar: Some(calendar.to_owned()),
            ..outgoing()
        };
        let bytes = mail.build().unwrap();
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.subject(), Some("Usulan predikat – Triwulan III 2026"));
        let person = |found: Option<&mail_parser::Address<'_>>| {
            let only = found.unwrap().first().unwrap();
            (only.name().map(str::to_owned), only.address().map(str::to_owned))
        };
        for (found, written) in [
            (read.from(), Some(&mail.from)),
            (read.to(), Some(&mail.to)),
            (read.reply_to(), mail.reply_to.as_ref()),
        ] {
            let Mailbox { name, address } = written.unwrap().clone();
            assert_eq!(person(found), (name, Some(address.as_str().to_owned())));
        }
        assert_eq!(read.message_id(), Some(mail.message_id.trim_matches(['<', '>'])));
        assert_eq!(read.date().unwrap().to_rfc3339(), "2026-10-01T01:02:03Z");
        assert_eq!(read.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        assert_eq!(read.header_raw("Content-Language").map(str::trim), Some("id"));
        let lines = |text: &str| text.replace("\r\n", "\n");
        assert_eq!(lines(&read.body_text(0).unwrap()), long);
        assert_eq!(lines(&read.body_html(0).unwrap()), mail.html);
        let kinds: Vec<_> = read.parts.iter().filter_map(|part| part.content_type()).collect();
        let kinds: Vec<_> = kinds.iter().map(|kind| kind.subtype().unwrap()).collect();
        assert_eq!(kinds, ["alternative", "plain", "html", "calendar"]);
        let entry = read.parts.last().unwrap();
        assert_eq!(entry.text_contents(), Some(calendar));
        assert_eq!(entry.content_type().unwrap().attribute("method"), Some("REQUEST"));
        assert_eq!(entry.attachment_name(), Some("rapat-evaluasi.ics"));
        assert!(
            !bytes.windows(6).any(|found| found == b"=0D=0A"),
            "a line ends as lines of a text do"
        );
    }

    /// What is sent again has the bytes that it had before, whichever version made them.
    #[test]
    fn what_is_encoded_here_is_what_the_library_would_write() {
        let rule = "=".repeat(76);
        let texts = ["", "–", "–\n", "Nilai: 87,5 – Baik\r\n\n.\n", "– \t\n\t \n ", "é\r\u{7f}=\n"];
        let bodies = texts.iter().flat_map(|text| {
            let long = format!("{text}{}\n{rule}\n", "kata ".repeat(200));
            [(*text).to_owned(), format!("{text}{rule}\n"), long, text.repeat(400)]
        });
        for body in bodies {
            let written = |part: MimePart<'_>| {
                let mut bytes = Vec::new();
                part.write_part(&mut bytes);
                String::from_utf8(bytes).unwrap()
            };
            let kind = "text/plain; charset=utf-8";
            assert_eq!(written(part(kind, &body)), written(measured(kind, &body)), "{body:?}");
        }
    }

    /// As base64, in the end: its lines end like those of every text of a mail.
    #[test]
    fn a_text_far_from_ascii_has_whole_line_ends() {
        let text = "ꦤꦶꦭꦻ 87,5\nꦱꦭꦩ꧀\r\n\n".repeat(300);
        let html = format!("<p>{text}</p>");
        let bytes = Outgoing { text: text.clone(), html, ..outgoing() }.build().unwrap();
        let mail = str::from_utf8(&bytes).unwrap();
        assert_eq!(mail.matches("Content-Transfer-Encoding: base64\r\n").count(), 2);
        assert!(mail.is_ascii());
        assert!(mail.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
        let read = MessageParser::default().parse(&bytes).unwrap();
        let lines = |text: &str| text.replace("\r\n", "\n");
        for part in &read.parts[1..] {
            let found = str::from_utf8(part.contents()).unwrap();
            assert!(lines(found).contains(&lines(&text)));
            assert!(found.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "{found:.60}");
        }
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
}
