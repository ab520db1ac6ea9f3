//! A value for each predicate.

use serde::{Deserialize, Serialize};

use crate::scheme::Predicate;

/// A value for each of the five predicates: none is left out, so none has a
/// silent default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByPredicate<T> {
    /// For "Sangat Baik".
    pub excellent: T,
    /// For "Baik".
    pub good: T,
    /// For "Butuh Perbaikan".
    pub needs_improvement: T,
    /// For "Kurang".
    pub poor: T,
    /// For "Sangat Kurang".
    pub very_poor: T,
}

impl<T: Copy + PartialOrd> ByPredicate<T> {
    /// The value of a predicate.
    pub const fn of(&self, predicate: Predicate) -> T {
        match predicate {
            Predicate::Excellent => self.excellent,
            Predicate::Good => self.good,
            Predicate::NeedsImprovement => self.needs_improvement,
            Predicate::Poor => self.poor,
            Predicate::VeryPoor => self.very_poor,
        }
    }

    /// Whether a better predicate never has a smaller value.
    pub fn rises(&self) -> bool {
        self.very_poor <= self.poor
            && self.poor <= self.needs_improvement
            && self.needs_improvement <= self.good
            && self.good <= self.excellent
    }
}
