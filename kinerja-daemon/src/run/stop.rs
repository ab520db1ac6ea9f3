//! How work is told to stop between two steps.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::vitals::Vitals;

/// Tells work to stop at the next whole step. Whoever works looks at it between
/// two steps, and each look is a sign of life.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    vitals: Vitals,
}

impl Stop {
    /// Nobody has asked yet; looks are signs of life in `vitals`.
    pub fn new(vitals: Vitals) -> Self {
        Self { asked: Arc::default(), vitals }
    }

    /// Asks to stop.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Whether anyone has asked.
    pub fn is_asked(&self) -> bool {
        self.vitals.beat();
        self.asked.load(Ordering::Relaxed)
    }
}
