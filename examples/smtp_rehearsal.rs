//! A relay for rehearsals: takes mails on this host, misbehaves as a script says,
//! and writes down what it saw. No mail leaves it.
//!
//! `cargo run --example smtp_rehearsal -- examples/smtp_rehearsal.toml seen.jsonl`
//!
//! The walk through it is in `docs/rehearsal.md`.

use std::{error::Error, fs::File, io::Write};

use tokio::{net::TcpListener, sync::mpsc::unbounded_channel};

#[path = "../tests/support/mod.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the relay is that of the tests, which may panic and look at more"
)]
mod support;

use support::{smtp_log::line, smtp_script::Script, smtp_sink::Sink};

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
