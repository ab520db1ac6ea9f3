//! What the host's supervisor (systemd) is told, where one listens.

use std::time::Duration;

use sd_notify::NotifyState;

/// The host's supervisor. Where none listens, nothing is told and nothing fails.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Supervisor {
    /// Whether one listens.
    listens: bool,
    /// How often it wants a sign of life, twice as often as it would act.
    pub(crate) every: Option<Duration>,
}

impl Supervisor {
    /// The one that started this process, if any.
    pub(crate) fn of_host() -> Self {
        let every = sd_notify::watchdog_enabled().map(|limit| limit / 2);
        let listens = std::env::var_os("NOTIFY_SOCKET").is_some();
        Self { listens, every: every.filter(|every| !every.is_zero()) }
    }

    /// The daemon is up and has work in hand.
    pub(crate) fn ready(self, regions: usize) {
        self.tell(&[NotifyState::Ready, NotifyState::Status(&format!("{regions} regions"))]);
    }

    /// The loop came round.
    pub(crate) fn alive(self) {
        self.tell(&[NotifyState::Watchdog]);
    }

    /// A new configuration is being read.
    pub(crate) fn reloading(self) {
        if let Ok(since) = NotifyState::monotonic_usec_now() {
            self.tell(&[NotifyState::Reloading, since]);
        }
    }

    /// No new work is begun.
    pub(crate) fn stopping(self) {
        self.tell(&[NotifyState::Stopping]);
    }

    fn tell(self, states: &[NotifyState<'_>]) {
        if !self.listens {
            return;
        }
        if let Err(error) = sd_notify::notify(states) {
            tracing::warn!(%error, "the supervisor cannot be told");
        }
    }
}
