//! `outbox`: looks into the mails, and lets held ones go.

mod show;

use super::{Failure, confirm, exit::say};
use crate::{
    app::App,
    run::InstanceLock,
    store::{Access, MAIL_STATES, MailCounts, MailId, MailName, Release, Store},
};

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
    /// Send held mails after all, once their cause is mended. At most one more
    /// copy of each leaves.
    Release {
        /// Their numbers, from `outbox list --state held`.
        #[arg(value_name = "MAIL", required_unless_present = "all", conflicts_with = "all")]
        mails: Vec<MailId>,
        /// Every held mail.
        #[arg(long)]
        all: bool,
        /// Who asks for it, for the record of the next attempt.
        #[arg(long, default_value = "a person", value_parser = asker)]
        by: String,
    },
    /// Say that mails may reach the people: asked for once, before the first live mail.
    Confirm(confirm::Args),
    /// Let mails leave again at once that wait because of the relay.
    Resume(confirm::Args),
    /// Show all that is known of one mail: its attempts with what the relay said,
    /// and what follows from them. The person has a number and no name.
    Show {
        /// Its number, from `outbox list`, or its key.
        #[arg(value_name = "MAIL", value_parser = mail_name)]
        mail: MailName,
    },
}

/// Characters that who asks may have: a name or a duty.
const ASKER_CHARS_MAX: usize = 80;

pub(super) fn asker(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = (1..=ASKER_CHARS_MAX).contains(&text.chars().count());
    if fits && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(format!("write a name of 1 to {ASKER_CHARS_MAX} characters on one line"))
    }
}

fn mail_name(text: &str) -> Result<MailName, String> {
    match text.parse() {
        Ok(number) => Ok(MailName::Number(number)),
        Err(_) if text.contains('/') => Ok(MailName::Key(text.to_owned())),
        Err(_) => {
            Err("write a number like `17` or a key like `samarinda/2026-Q2/5/result/1`".to_owned())
        }
    }
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    match args.command {
        Command::List { state } => list(app, state.as_deref()).await,
        Command::Release { mails, all: _, by } => release(app, &mails, &by).await,
        Command::Confirm(args) => confirm::confirm(app, &args).await,
        Command::Resume(args) => confirm::resume(app, &args).await,
        Command::Show { mail } => show::run(app, &mail).await,
    }
}

/// What to do about held mails, if there are any.
pub(super) fn held(counts: &MailCounts) -> Option<String> {
    let held = counts.held();
    (held > 0).then(|| {
        format!(
            "{held} mails are held for a person: see `kinerja-daemon outbox list --state held`, mend the cause, \
             then `kinerja-daemon outbox release MAIL` or `--all`"
        )
    })
}

async fn release(app: &App, mails: &[MailId], by: &str) -> Result<(), Failure> {
    // A mistyped path is told, and makes no database.
    super::read_store(app).await?.close().await;
    let _lock = InstanceLock::take(&app.config.database)?;
    let store =
        Store::open(&app.config.database, Access::Write).await.map_err(Failure::unavailable)?;
    let done = store.release_mails(mails, by, app.clock.now()).await;
    store.close().await;
    match done? {
        Release::Done { queued, cancelled } => say(format!(
            "{queued} mails released; {cancelled} cancelled because a newer revision came first"
        )),
        Release::NotHeld(strangers) => {
            let strangers: Vec<_> = strangers.iter().map(ToString::to_string).collect();
            Err(Failure::data(format!(
                "not held: {}; nothing was released; `outbox list --state held` lists what is",
                strangers.join(", ")
            )))
        }
    }
}

async fn list(app: &App, state: Option<&str>) -> Result<(), Failure> {
    let store = super::read_store(app).await?;
    let mails = store.mails().await?;
    store.close().await;
    say("mail\tstate\tregion\tperiod\tevent\tattempts\tdue\treply")?;
    for mail in mails.iter().filter(|mail| state.is_none_or(|state| *state == mail.state)) {
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
