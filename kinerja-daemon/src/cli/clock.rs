//! `clock`: what the daemon thinks of the time, and how to let it go on.

use chrono::{DateTime, Utc};

use super::{Failure, exit::say};
use crate::{
    app::App,
    run::{InstanceLock, guard},
    store::{Access, Store},
};

/// Arguments of `clock`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What to do about the clock.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show what the clock shows, when the daemon last worked, and who last let it
    /// go on after a jump.
    Show,
    /// Say that the clock is right, so that the daemon goes on: what fell due in
    /// between is evaluated, and people are told. It stays on record who said so.
    Accept {
        /// Who says so.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let Some(now) = guard::read(app.clock) else {
        return Err(Failure::usage("--as-of names the instant itself: the clock plays no part"));
    };
    let store = super::read_store(app).await?;
    match args.command {
        Command::Show => show(&store, now).await?,
        Command::Accept { by } => {
            if by.trim().is_empty() {
                return Err(Failure::usage("--by needs the name of whoever says so"));
            }
            store.close().await;
            return accept(app, &by, now).await;
        }
    }
    let doubt = doubt(app, &store).await;
    store.close().await;
    doubt?.map_or(Ok(()), Err)
}

async fn show(store: &Store, now: guard::Reading) -> Result<(), Failure> {
    say(format!("the clock shows {}", now.wall))?;
    say(match guard::known(store).await? {
        Some(known) => format!("the daemon last worked at {}", known.last.wall),
        None => "the daemon has not worked on this database yet".to_owned(),
    })?;
    if let Some(accepted) = store.clock_accepted().await? {
        let at = |micros| {
            DateTime::<Utc>::from_timestamp_micros(micros)
                .map_or_else(|| "an unknown instant".to_owned(), |at| at.to_string())
        };
        let before = accepted.last.map_or_else(|| "nothing".to_owned(), at);
        say(format!("{} accepted {} after {before}", accepted.by, at(accepted.now)))?;
    }
    Ok(())
}

async fn accept(app: &App, by: &str, now: guard::Reading) -> Result<(), Failure> {
    if let Err(doubt @ guard::Doubt::Year { .. }) = guard::judge(None, now) {
        return Err(Failure::data(format!("{doubt}: correct the clock")));
    }
    let _lock = InstanceLock::take(&app.config.database)?;
    let store =
        Store::open(&app.config.database, Access::Write).await.map_err(Failure::unavailable)?;
    let done = guard::accept(&store, by, now).await;
    store.close().await;
    done?;
    say(format!("{} is accepted: the daemon goes on", now.wall))
}

/// Why nothing is done because of the clock, if anything keeps it.
pub(super) async fn doubt(app: &App, store: &Store) -> Result<Option<Failure>, Failure> {
    let Some(now) = guard::read(app.clock) else { return Ok(None) };
    let doubt = guard::judge(guard::known(store).await?, now).err();
    Ok(doubt.map(|doubt| Failure::try_later(format!("{doubt}; {}", guard::REMEDY))))
}
