//! How work is told to stop between two steps.

use tokio::sync::watch;

use crate::vitals::Vitals;

/// Tells work to stop at the next whole step. Whoever works looks at it between
/// two steps, and each look is a sign of life.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    asked: watch::Sender<bool>,
    vitals: Vitals,
}

impl Stop {
    /// Nobody has asked yet; looks are signs of life in `vitals`.
    pub fn new(vitals: Vitals) -> Self {
        Self { asked: watch::Sender::default(), vitals }
    }

    /// Asks to stop.
    pub fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Whether anyone has asked.
    pub fn is_asked(&self) -> bool {
        self.vitals.beat();
        *self.asked.borrow()
    }

    /// Comes to an end when somebody asks.
    pub async fn asked(&self) {
        if self.asked.subscribe().wait_for(|asked| *asked).await.is_err() {
            tracing::debug!("nobody can ask any more");
        }
    }
}
