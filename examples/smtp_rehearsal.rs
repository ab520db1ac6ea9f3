//! A relay for rehearsals: takes mails on this host, misbehaves as a script says,
//! and writes down what it saw. No mail leaves it.
//!
//! `cargo run --example smtp_rehearsal -- examples/smtp_rehearsal.toml seen.jsonl`
//!
//! The walk through it is in `docs/rehearsal.md`.

use std::{error::Error, fs::File, io::Write};

use chrono::{SecondsFormat, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::{net::TcpListener, sync::mpsc::unbounded_channel};

#[path = "../tests/support/mod.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the relay is that of the tests, which may panic and look at more"
)]
mod support;

use support::{
    smtp_script::Script,
    smtp_sink::{Event, Sink},
};

const USAGE: &str = "write: smtp_rehearsal SCRIPT LOG";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(script), Some(log), None) = (args.next(), args.next(), args.next()) else {
        return Err(USAGE.into());
    };
    let script = Script::parse(&std::fs::read_to_string(script)?)?;
    let mut log = File::options().create(true).append(true).open(log)?;
    let listener = TcpListener::bind(script.listen).await?;
    let (tell, mut told) = unbounded_channel();
    let sink = Sink::listen(listener, script.setup(), Some(tell));
    script.tell(&sink);
    writeln!(std::io::stdout(), "listening on {}; end it with Ctrl-C", script.listen)?;
    loop {
        tokio::select! {
            event = told.recv() => {
                let Some((connection, event)) = event else { return Ok(()) };
                writeln!(log, "{}", line(connection, &event))?;
            }
            stop = tokio::signal::ctrl_c() => return Ok(stop?),
        }
    }
}

/// An event as one line of JSON. The words of a mail stay out: its digest is the
/// one that `outbox show` tells.
fn line(connection: usize, event: &Event) -> Value {
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
