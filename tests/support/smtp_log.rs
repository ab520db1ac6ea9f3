//! What the relay of [`super::smtp_sink`] saw, as lines of JSON.

use chrono::{SecondsFormat, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::smtp_sink::Event;

/// An event as one line of JSON. The words of a mail stay out: its digest is the
/// one that `outbox show` tells.
pub(crate) fn line(connection: usize, event: &Event) -> Value {
    let at = now();
    let mut line = json!({ "at": at, "connection": connection });
    let more = match event {
        Event::Connected => json!({ "event": "connected" }),
        Event::Command(verb) => json!({ "event": "command", "verb": verb }),
        Event::Acted(step) => json!({ "event": "acted", "step": step }),
        Event::Took(mail) => json!({
            "event": "took",
            "from": mail.from,
            "to": mail.to,
            "bytes": mail.bytes.len(),
            "sha256": format!("{:x}", Sha256::digest(&mail.bytes)),
            "message_id": message_id(&mail.bytes),
            "encrypted": mail.encrypted,
        }),
        Event::Ended => json!({ "event": "ended" }),
    };
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

#[expect(clippy::disallowed_methods, reason = "a log tells the host's time; no rule looks at it")]
fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn message_id(mail: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(mail);
    let line = text.lines().take_while(|line| !line.is_empty());
    let mut found = line.filter_map(|line| line.strip_prefix("Message-ID: "));
    found.next().map(str::to_owned)
}
