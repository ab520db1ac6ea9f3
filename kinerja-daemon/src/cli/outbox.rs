//! `outbox`: looks into the mails, and does with them what a person says.

mod bounces;
mod change;
mod list;
mod show;

use std::path::PathBuf;

use super::{Failure, confirm};
use crate::{
    app::App,
    store::{MAIL_STATES, MailCounts, MailId, MailName},
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
    /// Show all that is known of one mail: its attempts with what the relay said,
    /// and what follows from them. The person has a number and no name.
    Show {
        /// Its number, from `outbox list`, or its key.
        #[arg(value_name = "MAIL", value_parser = mail_name)]
        mail: MailName,
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
        #[arg(long, value_name = "WHO", value_parser = on_one_line)]
        by: String,
    },
    /// Keep mails that wait from leaving, all that are named or none. One whose body
    /// is on its way cannot be cancelled.
    Cancel {
        /// Their numbers, from `outbox list`.
        #[arg(value_name = "MAIL", required = true)]
        mails: Vec<MailId>,
        /// The number once more of one of which a copy may have left.
        #[arg(long, value_name = "MAIL")]
        doubtful: Vec<MailId>,
        /// Who asks for it, for the record.
        #[arg(long, value_name = "WHO", value_parser = on_one_line)]
        by: String,
        /// Why, for the record; addresses and long numbers in it are masked.
        #[arg(long, value_name = "TEXT", value_parser = on_one_line)]
        reason: String,
    },
    /// Send mails once more that are held, rejected, unknown or expired, or were sent
    /// in a rehearsal. Those that can be are queued, the others are named. The copy is
    /// the person's, and none of the two that leave by themselves.
    Retry {
        /// Their numbers, from `outbox list`.
        #[arg(value_name = "MAIL", required = true)]
        mails: Vec<MailId>,
        /// Also with other bytes than those of a copy that may have left, so that a
        /// person may get two mails that differ.
        #[arg(long)]
        anew: bool,
        /// Who asks for it, for the record of the next attempt.
        #[arg(long, value_name = "WHO", value_parser = on_one_line)]
        by: String,
    },
    /// Take in reports of mails that came back (RFC 3464), one a file: whose address
    /// fails for good, and what may pass. The files stay as they are; a report that
    /// is on record changes nothing.
    Bounces {
        /// Files, or folders with files; of a maildir also its `new` and `cur`.
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Say that mails may reach the people: before the first live mail, and again
    /// after the database was restored or copied.
    Confirm(confirm::Args),
    /// Let mails that wait because of the relay leave again, at the next pass. One that
    /// waits for `confirm` goes on waiting.
    Resume(confirm::Args),
}

/// Characters that who asks, or why, may have: a duty or a sentence.
const WORDS_CHARS_MAX: usize = 80;

pub(super) fn on_one_line(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = (1..=WORDS_CHARS_MAX).contains(&text.chars().count());
    if fits && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(format!("write 1 to {WORDS_CHARS_MAX} characters on one line"))
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
        Command::List { state } => list::run(app, state.as_deref()).await,
        Command::Confirm(args) => confirm::confirm(app, &args).await,
        Command::Resume(args) => confirm::resume(app, &args).await,
        Command::Show { mail } => show::run(app, &mail).await,
        Command::Release { mails, all: _, by } => change::release(app, &mails, &by).await,
        Command::Cancel { mails, doubtful, by, reason } => {
            change::cancel(app, (mails, &doubtful), (&by, &reason)).await
        }
        Command::Retry { mails, anew, by } => change::retry(app, (&mails, anew), &by).await,
        Command::Bounces { paths } => bounces::run(app, &paths).await,
    }
}

/// What to do about rejected mails, if there are any.
pub(super) fn rejected(counts: &MailCounts) -> Option<String> {
    let rejected = counts.rejected();
    (rejected > 0).then(|| {
        format!(
            "{rejected} mails were rejected by the relay: see `kinerja-daemon outbox list --state rejected`, mend \
             the address or what the relay names, then `kinerja-daemon outbox retry MAIL --by WHO`"
        )
    })
}

/// What to do about expired mails of results, if there are any: other mails are of no use
/// once they expire.
pub(super) fn expired(results: i64) -> Option<String> {
    (results > 0).then(|| {
        format!(
            "{results} mails about results expired, and nobody got them: see `kinerja-daemon outbox list --state \
             expired`, mend what the relay names, then `kinerja-daemon outbox retry MAIL --by WHO`"
        )
    })
}

/// What to do about held mails, if there are any.
pub(super) fn held(counts: &MailCounts) -> Option<String> {
    let held = counts.held();
    (held > 0).then(|| {
        format!(
            "{held} mails are held for a person: see `kinerja-daemon outbox list --state held`, mend the cause, \
             then `kinerja-daemon outbox release MAIL --by WHO` or `--all`"
        )
    })
}
