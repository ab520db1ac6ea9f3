//! How work is told to stop between two steps.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::watch;

use crate::vitals::Vitals;

/// Tells work to stop at the next whole step. Whoever works looks at it between
/// two steps, and each look is a sign of life.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    asked: watch::Sender<bool>,
    /// Whether no new step is to begin, though nobody asked to stop.
    winds_up: Arc<AtomicBool>,
    vitals: Vitals,
}

impl Stop {
    /// Nobody has asked yet; looks are signs of life in `vitals`.
    pub fn new(vitals: Vitals) -> Self {
        Self { vitals, ..Self::default() }
    }

    /// What tells those who send to stop: also to wind up, which stops nobody else. Their
    /// looks are no signs of life of the loop.
    pub(super) fn of_delivery(&self) -> Self {
        Self { asked: self.asked.clone(), ..Self::default() }
    }

    /// Asks to begin nothing new, and to bring to its end what is begun.
    pub(super) fn wind_up(&self) {
        self.winds_up.store(true, Ordering::Relaxed);
    }

    /// Asks to stop.
    pub fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Whether anyone has asked, or nothing new is to begin.
    pub fn is_asked(&self) -> bool {
        self.vitals.beat();
        *self.asked.borrow() || self.winds_up.load(Ordering::Relaxed)
    }

    /// Comes to an end when somebody asks.
    pub async fn asked(&self) {
        if self.asked.subscribe().wait_for(|asked| *asked).await.is_err() {
            tracing::debug!("nobody can ask any more");
        }
    }
}
