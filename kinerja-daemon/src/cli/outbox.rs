//! `outbox`: looks into the mails.

use super::{Failure, exit::say};
use crate::{app::App, store::MAIL_STATES};

/// Arguments of `outbox`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What to do with the mails.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List every mail by its number: state, region, period, attempts, and what
    /// the relay said last. Nobody is named.
    List {
        /// Only those in this state.
        #[arg(long, value_parser = MAIL_STATES)]
        state: Option<String>,
    },
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let Command::List { state } = args.command;
    let store = super::read_store(app).await?;
    let mails = store.mails().await?;
    store.close().await;
    say("mail\tstate\tregion\tperiod\tevent\tattempts\tdue\treply")?;
    for mail in mails.iter().filter(|mail| state.as_ref().is_none_or(|state| *state == mail.state))
    {
        say(format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            mail.id,
            mail.state,
            mail.region,
            mail.period,
            mail.event,
            mail.attempts,
            mail.due_at.format("%Y-%m-%dT%H:%M:%SZ"),
            mail.last_reply.as_deref().unwrap_or("-")
        ))?;
    }
    Ok(())
}
