//! The log: for operators, without personal data.
//!
//! It goes to standard error, as text or as one JSON object a line. Regions,
//! periods, units and the numbers of mails are named; people never are.

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors: one JSON object a line.
    Json,
}

/// Starts the log. What is logged is chosen by `KINERJA_LOG`, like `info` (the
/// default) or `kinerja_daemon=debug`. A second call changes nothing.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_env("KINERJA_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,kinerja_daemon=info"));
    let registry = tracing_subscriber::registry().with(filter);
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false).with_ansi(colours);
    let started = match format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json()).try_init(),
    };
    if started.is_err() {
        tracing::debug!("the log was started before");
    }
}
