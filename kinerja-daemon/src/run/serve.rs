//! The daemon: looks for work when it is woken, until it is told to stop.
//!
//! A cron expression does nothing but wake; what is due is for the store and the dates
//! to say. A wake that is missed, doubled or late changes nothing but the hour.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
    task::JoinHandle,
    time::MissedTickBehavior,
};
use tokio_cron_scheduler::JobSchedulerError;
use tracing::Instrument;

use super::{
    InstanceLock, LockError, PassError, Stop, guard, pass,
    reload::replace,
    wake::{self, Alarm},
    warn_of_rehearsal,
};
use crate::{
    app::App,
    store::{Access, OpenError, Store, StoreError},
    vitals::{Supervisor, Vitals},
    web::{self, Watched, WebError},
};

/// How often the loop shows that it is alive while it has nothing to do.
const TICK: Duration = Duration::from_secs(30);

/// How long others may write until the daemon says that it cannot.
const WAIT_MAX: Duration = Duration::from_mins(30);

/// What the loop was woken for.
#[derive(Debug, Clone, Copy)]
enum Event {
    Wake,
    Tick,
    Hangup,
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
    /// The disk is full or fails: what is on record must be looked at anew.
    #[error(
        "the disk of the database is full or fails: {0}; mend it and start the daemon again: it finds what it had in hand"
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
/// The right to write is held during each pass and not between two, so that
/// people can import and evaluate while the daemon is up.
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
    let stop = Stop::new(vitals.clone());
    let mut daemon = Daemon::new(app, stop, vitals);
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
        };
        if looks {
            daemon.look().await?;
            daemon.rest().await;
            let rings_in = alarm.rings_in(&daemon.app.config.wake).await?;
            rings = Box::pin(tokio::time::sleep(rings_in));
        }
        event = tokio::select! {
            () = &mut rings => Event::Wake,
            _ = hangups.recv() => Event::Hangup,
            () = tokio::time::sleep(daemon.again_in()) => Event::Wake,
            _ = tick.tick() => Event::Tick,
            _ = &mut stopped => break,
        };
    }
    listener.abort();
    if let Some(store) = daemon.store {
        store.close().await;
    }
    Ok(())
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

/// A daemon that is up.
struct Daemon {
    app: App,
    /// Opened by the first pass: opening it may write.
    store: Option<Store>,
    /// When a mail that waits may leave next.
    again_at: Option<DateTime<Utc>>,
    /// The clocks when the loop last looked at them.
    clocks: Option<guard::Reading>,
    /// When a pass last ended or the daemon began, by the monotonic clock.
    ended: Duration,
    stop: Stop,
    vitals: Vitals,
}

impl Daemon {
    fn new(app: App, stop: Stop, vitals: Vitals) -> Self {
        let (clocks, ended) = (guard::read(app.clock), app.clock.steady());
        Self { app, store: None, again_at: None, clocks, ended, stop, vitals }
    }

    /// Whether somebody has set the host's clock since this was last asked.
    fn clock_was_set(&mut self) -> bool {
        let now = guard::read(self.app.clock);
        let before = std::mem::replace(&mut self.clocks, now);
        before.zip(now).is_some_and(|(before, now)| guard::was_set(before, now))
    }

    /// How long until a mail that waits may leave; next to for ever where none does.
    fn again_in(&self) -> Duration {
        let Some(at) = self.again_at else { return Duration::MAX };
        (at - self.app.clock.now()).to_std().unwrap_or_default()
    }

    /// One pass, if nobody else is writing.
    async fn look(&mut self) -> Result<(), ServeError> {
        self.again_at = None;
        let database = &self.app.config.database;
        let _lock = match InstanceLock::take(database) {
            Ok(lock) => lock,
            Err(error @ LockError::Taken { .. }) => {
                tracing::info!(%error, "a pass waits for the next wake");
                if self.app.clock.steady().saturating_sub(self.ended) > WAIT_MAX {
                    self.vitals.failed(error.to_string());
                }
                return Ok(());
            }
            Err(error @ (LockError::Up { .. } | LockError::File { .. })) => {
                tracing::error!(%error, "a pass waits for the next wake");
                self.vitals.failed(error.to_string());
                return Ok(());
            }
        };
        let store = if let Some(store) = &self.store {
            store
        } else {
            let opened = self.store.insert(Store::open(database, Access::Write).await?);
            if let Err(error) = warn_of_rehearsal(&self.app, opened).await {
                tracing::error!(%error, "the mails cannot be counted");
            }
            opened
        };
        // Every line that the pass logs names it.
        let span = tracing::info_span!("pass", number = self.vitals.signs().passes + 1);
        match pass(&self.app, store, &self.stop).instrument(span).await {
            Ok(done) => {
                self.ended = self.app.clock.steady();
                self.vitals.passed(done.faults.len(), self.app.clock.now());
                if let Some(doubt) = &done.held {
                    self.vitals.failed(format!("{doubt}; {}", guard::REMEDY));
                }
                self.again_at = done.mails.and_then(|sent| sent.again_at);
                if done.units + done.summaries > 0 {
                    tracing::info!(units = done.units, people = done.people, "did what was due");
                }
            }
            Err(PassError::Store(error)) if error.is_of_disk() => {
                return Err(ServeError::Disk(error));
            }
            Err(error) => {
                tracing::error!(%error, "a pass could not begin; it is tried again at the next wake");
                self.vitals.failed(error.to_string());
            }
        }
        Ok(())
    }

    /// Gives back what the pass took of memory.
    async fn rest(&self) {
        if let Some(store) = &self.store
            && let Err(error) = store.rest().await
        {
            tracing::warn!(%error, "memory is not given back");
        }
    }

    /// Reads the configuration again. Whether it is another one from now on.
    fn reload(&mut self, read: &impl Fn() -> Result<App, String>) -> bool {
        match replace(&self.app, read()) {
            Ok(app) => {
                self.app = app;
                self.vitals.mails_go(self.app.config.mail.route.name());
                tracing::info!(
                    regions = self.app.policies.len(),
                    "the configuration was read again"
                );
                true
            }
            Err(error) => {
                tracing::error!(%error, "the new configuration is refused; the one before stays");
                false
            }
        }
    }
}

#[cfg(test)]
mod tests;
