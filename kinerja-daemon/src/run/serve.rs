//! The daemon: looks for work when it is woken, until it is told to stop.
//!
//! A cron job does nothing but wake; what is due is for the store and the dates
//! to say. A wake that is missed, doubled or late changes nothing but the hour.

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::{mpsc, oneshot},
};
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use super::{InstanceLock, LockError, Stop, pass, warn_of_rehearsal};
use crate::{
    app::App,
    store::{Access, OpenError, Store},
};

/// A request to look for work.
#[derive(Debug, Clone, Copy)]
struct Wake;

/// Why the daemon cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The cron expression of `wake` cannot be used.
    #[error("`wake` says `{cron}`: write a cron expression with seconds, like `0 */5 * * * *`")]
    Wake {
        /// What was found.
        cron: String,
    },
    /// The scheduler does not work.
    #[error("the scheduler: {0}")]
    Scheduler(#[from] JobSchedulerError),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The host's signals cannot be heard.
    #[error("signals cannot be heard: {0}")]
    Signals(#[from] std::io::Error),
}

/// Whether the daemon can be woken by a cron expression.
///
/// # Errors
///
/// Fails when it is malformed.
pub fn check_wake(cron: &str) -> Result<(), ServeError> {
    match Job::new(cron, |_, _| {}) {
        Ok(_) => Ok(()),
        Err(_) => Err(ServeError::Wake { cron: cron.to_owned() }),
    }
}

/// Works until a signal asks to stop; the step at hand is finished first.
///
/// The right to write is held during each pass and not between two, so that
/// people can import and evaluate while the daemon is up.
///
/// # Errors
///
/// Fails when it cannot be woken or stopped, or the database cannot be opened.
pub async fn serve(app: &App) -> Result<(), ServeError> {
    let stop = Stop::default();
    let (mut scheduler, mut wakes) = wake_by(&app.config.wake).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (asked, (told, mut stopped)) = (stop.clone(), oneshot::channel());
    let listener = tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop; finishing the step at hand");
        asked.ask();
        told.send(())
    });
    tracing::info!(regions = app.policies.len(), "ready");
    let (mut woken, mut store) = (Some(Wake), None);
    while woken.is_some() && !stop.is_asked() {
        look(app, &mut store, &stop).await?;
        woken = tokio::select! {
            wake = wakes.recv() => wake,
            _ = &mut stopped => None,
        };
    }
    listener.abort();
    scheduler.shutdown().await?;
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}

/// One pass, if nobody else is writing. The database is opened by the first one:
/// opening it may write.
async fn look(app: &App, store: &mut Option<Store>, stop: &Stop) -> Result<(), OpenError> {
    let _lock = match InstanceLock::take(&app.config.database) {
        Ok(lock) => lock,
        Err(error @ LockError::Taken { .. }) => {
            tracing::info!(%error, "a pass waits for the next wake");
            return Ok(());
        }
        Err(error @ (LockError::Up { .. } | LockError::File { .. })) => {
            tracing::error!(%error, "a pass waits for the next wake");
            return Ok(());
        }
    };
    let store = if let Some(store) = store {
        store
    } else {
        let opened = store.insert(Store::open(&app.config.database, Access::Write).await?);
        if let Err(error) = warn_of_rehearsal(app, opened).await {
            tracing::error!(%error, "the mails cannot be counted");
        }
        opened
    };
    match pass(app, store, stop).await {
        Ok(done) if done.units + done.summaries > 0 => {
            tracing::info!(units = done.units, people = done.people, "did what was due");
        }
        Ok(_) => {}
        Err(error) => {
            tracing::error!(%error, "a pass could not begin; it is tried again at the next wake");
        }
    }
    Ok(())
}

/// Starts waking the receiver by a cron expression with seconds, in UTC.
async fn wake_by(cron: &str) -> Result<(JobScheduler, mpsc::Receiver<Wake>), JobSchedulerError> {
    // One waiting request is enough: it stands for all that came before it.
    let (sender, receiver) = mpsc::channel(1);
    let scheduler = JobScheduler::new().await?;
    let job = Job::new_async(cron, move |_, _| {
        let sender = sender.clone();
        Box::pin(async move {
            if sender.try_send(Wake).is_err() {
                tracing::debug!("a request is already waiting");
            }
        })
    })?;
    scheduler.add(job).await?;
    scheduler.start().await?;
    Ok((scheduler, receiver))
}
