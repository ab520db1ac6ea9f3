//! `run`: the daemon.

use super::{Failure, check::templates, exit::say, outbox::held};
use crate::{
    app::App,
    mail::brakes::Hold,
    run::{InstanceLock, Pass, Stop, guard, pass, serve, warn_of_rehearsal},
    store::{Access, Store},
};

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Do all that is due, and exit.
    #[arg(long)]
    once: bool,
}

pub(super) async fn run(
    app: App,
    args: Args,
    read: impl Fn() -> Result<App, Failure>,
) -> Result<(), Failure> {
    templates(&app)?;
    let _alone = InstanceLock::take_for_life(&app.config.database)?;
    if !args.once {
        let read = || {
            let checked = read().and_then(|app| templates(&app).map(|()| app));
            checked.map_err(|failure| failure.to_string())
        };
        return serve(app, read).await.map_err(Failure::from);
    }
    let _lock = InstanceLock::take(&app.config.database)?;
    let store =
        Store::open(&app.config.database, Access::Write).await.map_err(Failure::unavailable)?;
    let done = once(&app, &store).await;
    store.close().await;
    done
}

async fn once(app: &App, store: &Store) -> Result<(), Failure> {
    warn_of_rehearsal(app, store).await?;
    let done = pass(app, store, &Stop::default()).await?;
    if let Some(doubt) = done.held {
        return Err(Failure::try_later(format!("{doubt}; {}", guard::REMEDY)));
    }
    say(format!(
        "evaluated {} units, {} people; published {} summaries",
        done.units, done.people, done.summaries
    ))?;
    let told = mails(&done, store).await;
    let Some(first) = done.faults.first() else { return told };
    let count = done.faults.len();
    let failure = Failure::unavailable(format!(
        "{first}\n{count} parts of the work failed, the first is above and all are in the log; the rest is done"
    ));
    Err(match told {
        Ok(()) => failure,
        Err(also) => failure.and(also),
    })
}

async fn mails(done: &Pass, store: &Store) -> Result<(), Failure> {
    let Some(sent) = &done.mails else {
        let failed = done.faults.iter().any(|fault| fault.starts_with("mails: "));
        return if failed { Ok(()) } else { say("mail is off: mails are queued and wait") };
    };
    say(format!("mails: {} sent, {} rejected, {} kept", sent.sent, sent.rejected, sent.kept))?;
    let counts = store.mail_counts().await?;
    if let Some(held) = held(&counts) {
        say(held)?;
    }
    let waiting = counts.waiting();
    match &sent.hold {
        Some(Hold { brake, reason, .. }) if brake.is_of_relay() => {
            Err(Failure::try_later(format!(
                "results are on record; {waiting} mails wait because the mail relay is in trouble: {reason}"
            )))
        }
        Some(Hold { reason, .. }) if waiting > 0 => Err(Failure::try_later(format!(
            "results are on record; {waiting} mails wait: {reason}"
        ))),
        Some(_) | None if waiting > 0 => Err(Failure::try_later(format!(
            "results are on record; {waiting} mails wait for their next attempt"
        ))),
        Some(_) | None => Ok(()),
    }
}
