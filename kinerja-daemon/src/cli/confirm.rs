//! `outbox confirm` and `outbox resume`: a person lets mails leave.

use super::{Failure, exit::say, outbox::on_one_line};
use crate::{
    app::App,
    jobs::notify::{accept, waits_for_a_person},
    run::InstanceLock,
    store::{Access, Store, StoreError},
};

/// Arguments of `outbox confirm` and `outbox resume`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who says so, for the record.
    #[arg(long, value_parser = on_one_line)]
    by: String,
}

/// Puts on record that mails may reach the people: once, and again from a database
/// that was restored.
pub(super) async fn confirm(app: &App, Args { by }: &Args) -> Result<(), Failure> {
    let (_lock, store) = open(app).await?;
    let now = app.clock.now().format("%Y-%m-%dT%H:%M:%SZ");
    let kept = accept(&store, (by, &now.to_string())).await;
    store.close().await;
    let kept = kept.map_err(Failure::unavailable)?;
    say(format!("mails may reach the people: confirmed by {kept}"))
}

/// Takes the brakes off; who did so stays on record.
pub(super) async fn resume(app: &App, Args { by }: &Args) -> Result<(), Failure> {
    let (_lock, store) = open(app).await?;
    let now = app.clock.now().format("%Y-%m-%dT%H:%M:%S%.6fZ");
    let done = end(app, &store, (&format!("mail_resumed/{now}"), by)).await;
    store.close().await;
    match done? {
        (_, true) => say(
            "mails still wait for `kinerja-daemon outbox confirm --by WHO`; what else kept them \
             waiting is off",
        ),
        (0, false) => say("nothing kept the mails waiting"),
        (_, false) => say("mails may leave again, at the next pass"),
    }
}

/// How many brakes were on, and whether mails wait for a person all the same.
async fn end(
    app: &App,
    store: &Store,
    (word, by): (&str, &str),
) -> Result<(u64, bool), StoreError> {
    store.keep_setting(word, by).await?;
    let ended = store.end_holds().await?;
    Ok((ended, waits_for_a_person(store, &app.config.mail, app.clock.now()).await?))
}

async fn open(app: &App) -> Result<(InstanceLock, Store), Failure> {
    // A mistyped path is told, and makes no database.
    super::read_store(app).await?.close().await;
    let lock = InstanceLock::take(&app.config.database)?;
    let store =
        Store::open(&app.config.database, Access::Write).await.map_err(Failure::unavailable)?;
    Ok((lock, store))
}
