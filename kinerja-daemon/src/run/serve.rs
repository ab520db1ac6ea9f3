//! The daemon: looks for work when it is woken, until it is told to stop.
//!
//! A cron expression does nothing but wake; what is due is for the store and the dates
//! to say. A wake that is missed, doubled or late changes nothing but the hour.

use std::time::Duration;

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
    task::{JoinHandle, LocalSet},
    time::MissedTickBehavior,
};
use tokio_cron_scheduler::JobSchedulerError;

use super::{
    Stop,
    daemon::Daemon,
    wake::{self, Alarm},
};
use crate::{
    app::App,
    store::{OpenError, StoreError},
    vitals::{Supervisor, Vitals},
    web::{self, Watched, WebError},
};

/// How often the loop shows that it is alive while it has nothing to do.
const TICK: Duration = Duration::from_secs(30);

/// What the loop was woken for.
#[derive(Debug, Clone, Copy)]
enum Event {
    Wake,
    Tick,
    Hangup,
    /// No more mails leave for now.
    Sent,
}

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
    /// The page for those who watch cannot be offered.
    #[error(transparent)]
    Web(#[from] WebError),
    /// The disk fails: what is on record must be looked at anew.
    #[error(
        "the disk of the database fails: {0}; mend it and start the daemon again: it finds what it had in hand"
    )]
    Disk(StoreError),
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
    match wake::job(cron) {
        Ok(_) => Ok(()),
        Err(_) => Err(ServeError::Wake { cron: cron.to_owned() }),
    }
}

/// Works until a signal asks to stop; the step at hand is finished first. SIGHUP
/// has the configuration read again by `read`: it is used whole or refused whole.
///
/// The right to write is held during each pass and neither between two nor while mails
/// are sent, so that people can import and evaluate while the daemon is up.
///
/// # Errors
///
/// Fails when it cannot be woken, stopped or watched, or the database cannot be
/// opened.
pub async fn serve(app: App, read: impl Fn() -> Result<App, String>) -> Result<(), ServeError> {
    let supervisor = Supervisor::of_host();
    let vitals = Vitals::watched_by(supervisor);
    let _page = match app.config.listen {
        Some(listen) => Some(web::start(listen, Watched::of(&app, vitals.clone()))?),
        None => None,
    };
    let daemon = Daemon::new(app, Stop::new(vitals.clone()), vitals);
    LocalSet::new().run_until(Box::pin(go_round(daemon, supervisor, read))).await
}

async fn go_round(
    mut daemon: Daemon,
    supervisor: Supervisor,
    read: impl Fn() -> Result<App, String>,
) -> Result<(), ServeError> {
    let mut alarm = Alarm::new(&daemon.app.config.wake).await?;
    let mut hangups = signal(SignalKind::hangup())?;
    let (listener, mut stopped) = hear_stop(&daemon.stop, supervisor)?;
    supervisor.ready(daemon.app.policies.len());
    tracing::info!(regions = daemon.app.policies.len(), "ready");
    let mut tick =
        tokio::time::interval(supervisor.every.map_or(TICK, |every| (every / 2).min(TICK)));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut rings = Box::pin(tokio::time::sleep(Duration::ZERO));
    let mut event = Event::Wake;
    while !daemon.stop.is_asked() {
        let looks = match event {
            Event::Wake => true,
            // The alarm went by what the host's clock showed before.
            Event::Tick => daemon.clock_was_set(),
            Event::Hangup => {
                supervisor.reloading();
                let is_new = daemon.reload(&read);
                // A pass may take longer than a supervisor waits.
                supervisor.ready(daemon.app.policies.len());
                is_new
            }
            Event::Sent => {
                daemon.rest().await;
                false
            }
        };
        if looks {
            daemon.look().await?;
            daemon.rest().await;
            let rings_in = alarm.rings_in(&daemon.app.config.wake).await?;
            rings = Box::pin(tokio::time::sleep(rings_in));
        }
        let again = tokio::time::sleep(daemon.again_in());
        event = tokio::select! {
            () = &mut rings => Event::Wake,
            _ = hangups.recv() => Event::Hangup,
            () = again => Event::Wake,
            done = daemon.sent() => {
                done?;
                Event::Sent
            }
            _ = tick.tick() => Event::Tick,
            _ = &mut stopped => break,
        };
    }
    listener.abort();
    daemon.end().await
}

/// Listens for the signals that ask to stop, also while a pass is at work.
fn hear_stop(
    stop: &Stop,
    supervisor: Supervisor,
) -> Result<(JoinHandle<()>, oneshot::Receiver<()>), std::io::Error> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (asked, (told, stopped)) = (stop.clone(), oneshot::channel());
    let listener = tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop; finishing the step at hand");
        asked.ask();
        supervisor.stopping();
        if told.send(()).is_err() {
            tracing::debug!("the loop has ended already");
        }
    });
    Ok((listener, stopped))
}
