//! A daemon that is up: what it does when it is woken.
//!
//! Mails are sent beside all other work: a relay that hangs keeps nobody from evaluating,
//! nor people from importing or cancelling a mail.

use std::{future::pending, panic::resume_unwind, time::Duration};

use chrono::{DateTime, Utc};
use tokio::task::{JoinHandle, spawn_local};
use tracing::{Instrument, Span};

use super::{
    InstanceLock, LockError, Pass, ServeError, Stop,
    deliver::{deliver, warn_of_rehearsal},
    guard,
    reload::replace,
    room, work,
};
use crate::{
    app::App,
    jobs::notify::{Road, Sent},
    store::{Access, Store, StoreError},
    vitals::Vitals,
};

/// How long others may write until the daemon says that it cannot.
const WAIT_MAX: Duration = Duration::from_mins(30);

/// A daemon that is up.
pub(super) struct Daemon {
    pub(super) app: App,
    pub(super) stop: Stop,
    pub(super) vitals: Vitals,
    /// Opened by the first pass: opening it may write.
    store: Option<Store>,
    /// Mails that are being sent.
    delivery: Option<Delivery>,
    /// When a mail that waits may leave next.
    again_at: Option<DateTime<Utc>>,
    /// The clocks when the loop last looked at them.
    clocks: Option<guard::Reading>,
    /// Since when others are known to have the right to write, by the monotonic clock.
    kept_since: Option<Duration>,
}

/// Mails that are being sent, for as long as it takes.
struct Delivery {
    ends: JoinHandle<Result<Pass, StoreError>>,
    stop: Stop,
    /// Whether a pass is to follow at once: there was one since, which may have queued mails,
    /// or another configuration.
    is_followed: bool,
}

impl Daemon {
    pub(super) fn new(app: App, stop: Stop, vitals: Vitals) -> Self {
        let clocks = guard::read(app.clock);
        let (store, delivery, again_at, kept_since) = Default::default();
        Self { app, stop, vitals, store, delivery, again_at, clocks, kept_since }
    }

    /// Whether somebody has set the host's clock since this was last asked.
    pub(super) fn clock_was_set(&mut self) -> bool {
        let now = guard::read(self.app.clock);
        let before = std::mem::replace(&mut self.clocks, now);
        before.zip(now).is_some_and(|(before, now)| guard::was_set(before, now))
    }

    /// How long until a mail that waits may leave; next to for ever where none does.
    pub(super) fn again_in(&self) -> Duration {
        let Some(at) = self.again_at else { return Duration::MAX };
        (at - self.app.clock.now()).to_std().unwrap_or_default()
    }

    /// One pass, if nobody else is writing and the disk has room. Its mails are sent
    /// after it, beside what follows: whoever is the daemon has the right to send, and
    /// needs no other for it.
    pub(super) async fn look(&mut self) -> Result<(), ServeError> {
        self.again_at = None;
        if let Err(error) = room::is_there(&self.app.config.database) {
            tracing::error!(%error, "a pass waits for the next wake");
            self.vitals.failed(error.to_string());
            // It is the disk that keeps it, and no other.
            self.kept_since = None;
            return Ok(());
        }
        let Some(lock) = self.right_to_write() else { return Ok(()) };
        let store = self.open().await?;
        // Every line that the pass logs names it.
        let span = tracing::info_span!("pass", number = self.vitals.signs().passes + 1);
        let mut done = Pass::default();
        let is_sending = self.delivery.is_some();
        let worked = work(&self.app, &store, (&self.stop, is_sending), &mut done);
        let worked = worked.instrument(span.clone()).await;
        drop(lock);
        match worked {
            Ok(believed) => {
                self.passed(&done);
                if let (Some(app), false) = (believed, is_sending || self.stop.is_asked()) {
                    self.send(app, store, span);
                }
            }
            Err(error) => self.failed(error)?,
        }
        Ok(())
    }

    /// The right to write; none while others have it.
    fn right_to_write(&mut self) -> Option<InstanceLock> {
        let error = match InstanceLock::take(&self.app.config.database) {
            Ok(lock) => {
                self.kept_since = None;
                return Some(lock);
            }
            Err(error) => error,
        };
        let now = self.app.clock.steady();
        let is_long = now.saturating_sub(*self.kept_since.get_or_insert(now)) > WAIT_MAX;
        match &error {
            LockError::Taken { .. } if !is_long => {
                tracing::info!(%error, "a pass waits for the next wake");
            }
            LockError::Taken { .. } | LockError::Up { .. } | LockError::File { .. } => {
                tracing::error!(%error, "a pass waits for the next wake");
                self.vitals.failed(error.to_string());
            }
        }
        None
    }

    async fn open(&mut self) -> Result<Store, ServeError> {
        if let Some(store) = &self.store {
            return Ok(store.clone());
        }
        let store = Store::open(&self.app.config.database, Access::Write).await?;
        if let Err(error) = warn_of_rehearsal(&self.app, &store).await {
            tracing::error!(%error, "the mails cannot be counted");
        }
        Ok(self.store.insert(store).clone())
    }

    fn passed(&mut self, done: &Pass) {
        self.vitals.passed(done.faults.len(), self.app.clock.now());
        if let Some(doubt) = &done.held {
            self.vitals.failed(format!("{doubt}; {}", guard::REMEDY));
        }
        if done.units + done.summaries > 0 {
            tracing::info!(units = done.units, people = done.people, "did what was due");
        }
        if let Some(delivery) = &mut self.delivery {
            delivery.is_followed = true;
        }
    }

    /// Part of the work could not be done at all. A disk that is full waits until somebody
    /// makes room: what did not fit is not on record. One that fails ends the daemon.
    fn failed(&self, error: StoreError) -> Result<(), ServeError> {
        if error.is_of_failing_disk() {
            return Err(ServeError::Disk(error));
        }
        tracing::error!(%error, "a pass broke off; it is tried again at the next wake");
        self.vitals.failed(error.to_string());
        Ok(())
    }

    /// Begins to send what waits.
    fn send(&mut self, app: App, store: Store, span: Span) {
        let stop = self.stop.of_delivery();
        let stopped = stop.clone();
        let sending = async move {
            let mut done = Pass::default();
            let road = Road::of(&app.config.mail.route);
            deliver(road, &app, &store, &stopped, &mut done).await?;
            if let Some(Sent { sent, rejected, kept, .. }) = done.mails {
                tracing::info!(sent, rejected, kept, "no more mails leave for now");
            }
            Ok(done)
        };
        let ends = spawn_local(sending.instrument(span));
        self.delivery = Some(Delivery { ends, stop, is_followed: false });
    }

    /// Waits until no more mails are sent, for ever where none are, and notes what became
    /// of them and when more may leave.
    pub(super) async fn sent(&mut self) -> Result<(), ServeError> {
        let Some(delivery) = &mut self.delivery else { return pending().await };
        let ended = (&mut delivery.ends).await;
        // Nothing is waited for between its end and what is noted of it.
        let is_followed = self.delivery.take().is_some_and(|delivery| delivery.is_followed);
        self.vitals.mails_go(self.app.config.mail.route.name());
        match ended {
            Ok(Ok(done)) => {
                let next = done.mails.and_then(|sent| sent.again_at);
                if is_followed {
                    self.again_at = Some(self.app.clock.now());
                } else {
                    self.again_at = next;
                    self.vitals.delivered(done.faults.len());
                }
                Ok(())
            }
            Ok(Err(error)) => self.failed(error),
            // It is this program's fault, as if the loop itself had met it.
            Err(ended) => resume_unwind(ended.into_panic()),
        }
    }

    /// Gives back what the work took of memory, where none is at hand.
    pub(super) async fn rest(&self) {
        if let (Some(store), None) = (&self.store, &self.delivery)
            && let Err(error) = store.rest().await
        {
            tracing::warn!(%error, "memory is not given back");
        }
    }

    /// Lets mails on their way come to their end, and closes the database.
    pub(super) async fn end(mut self) -> Result<(), ServeError> {
        let done = if self.delivery.is_some() { self.sent().await } else { Ok(()) };
        if let Some(store) = self.store {
            store.close().await;
        }
        done
    }

    /// Reads the configuration again. Whether it is another one from now on.
    pub(super) fn reload(&mut self, read: &impl Fn() -> Result<App, String>) -> bool {
        match replace(&self.app, read()) {
            Ok(app) => {
                self.app = app;
                match &mut self.delivery {
                    // By the old one no more leave; by the new one they do at once.
                    Some(delivery) => {
                        delivery.stop.wind_up();
                        delivery.is_followed = true;
                    }
                    None => self.vitals.mails_go(self.app.config.mail.route.name()),
                }
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
