//! An entry for a calendar, as RFC 5545 has it: the same facts make the same text.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event as Entry, EventLike, Property};

use super::{Event, Mailbox};

/// Who invites whom to what.
#[derive(Debug, Clone, Copy)]
pub struct Invite<'a> {
    /// What makes the entry its own, like a Message-ID without its brackets.
    pub uid: &'a str,
    /// When the mail was queued.
    pub stamp: DateTime<Utc>,
    /// What is invited to.
    pub event: &'a Event,
    /// Who invites.
    pub organizer: &'a Mailbox,
    /// Who is invited.
    pub attendee: &'a Mailbox,
}

impl Invite<'_> {
    /// The text of the entry, a request to attend.
    pub fn text(&self) -> String {
        let Event { begins, ends, summary, description } = self.event;
        let mut entry = Entry::new();
        entry
            .uid(self.uid)
            .timestamp(self.stamp)
            .starts(*begins)
            .ends(*ends)
            .summary(summary)
            .description(description)
            .sequence(0)
            .append_property(whom("ORGANIZER", self.organizer))
            .append_property(
                whom("ATTENDEE", self.attendee)
                    .add_parameter("ROLE", "REQ-PARTICIPANT")
                    .add_parameter("PARTSTAT", "NEEDS-ACTION")
                    .add_parameter("RSVP", "TRUE")
                    .done(),
            );
        let mut calendar = Calendar::empty();
        calendar
            .append_property(("VERSION", "2.0"))
            .append_property(("PRODID", "-//Kinerja//kinerja-daemon//ID"))
            .append_property(("METHOD", "REQUEST"))
            .push(entry.done());
        calendar.to_string()
    }
}

/// A person by address, and by name where there is one. A quote cannot stand in a
/// parameter.
fn whom(key: &str, mailbox: &Mailbox) -> Property {
    let mut property = Property::new(key, format!("mailto:{}", mailbox.address));
    if let Some(name) = &mailbox.name {
        let name = name.replace('"', "'").replace(char::is_control, " ");
        property.add_parameter("CN", &format!("\"{name}\""));
    }
    property.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(name: &str, address: &str) -> Mailbox {
        Mailbox { name: Some(name.to_owned()), address: address.parse().unwrap() }
    }

    fn text(summary: &str, name: &str) -> String {
        let event = Event {
            begins: "2026-07-20T00:00:00Z".parse().unwrap(),
            ends: "2026-07-20T02:30:00Z".parse().unwrap(),
            summary: summary.to_owned(),
            description: "1. Capaian\n2. Langkah; batas, dan lain-lain".to_owned(),
        };
        let organizer = mailbox("BKPSDM", "bkpsdm@jayawijaya.example.go.id");
        let attendee = mailbox(name, "kepala@jayawijaya.example.go.id");
        let stamp = "2026-07-06T01:00:00Z".parse().unwrap();
        Invite {
            uid: "abc@kinerja.example.go.id",
            stamp,
            event: &event,
            organizer: &organizer,
            attendee: &attendee,
        }
        .text()
    }

    #[test]
    fn an_entry_is_as_the_standard_has_it() {
        let text = text("Rapat evaluasi kinerja", "Kepala, Dinas");
        // A long line goes on in the next, after a blank.
        let whole = text.replace("\r\n ", "");
        for line in [
            "BEGIN:VCALENDAR",
            "METHOD:REQUEST",
            "UID:abc@kinerja.example.go.id",
            "DTSTAMP:20260706T010000Z",
            "DTSTART:20260720T000000Z",
            "DTEND:20260720T023000Z",
            "SUMMARY:Rapat evaluasi kinerja",
            "DESCRIPTION:1. Capaian\\n2. Langkah\\; batas\\, dan lain-lain",
            "ORGANIZER;CN=\"BKPSDM\":mailto:bkpsdm@jayawijaya.example.go.id",
            "END:VCALENDAR",
        ] {
            assert!(whole.split("\r\n").any(|found| found == line), "{line}\n{whole}");
        }
        assert!(whole.contains("CN=\"Kepala, Dinas\""), "{whole}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
    }

    #[test]
    fn nobody_breaks_out_of_a_line() {
        let text = text("Rapat\r\nATTENDEE:mailto:evil@x.id", "A\"\r\nATTENDEE:mailto:evil@x.id");
        let lines = text.split("\r\n").filter(|line| line.starts_with("ATTENDEE"));
        assert_eq!(lines.count(), 1, "{text}");
    }
}
