//! How well a person does.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// How a person does, compared with what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Above expectation.
    Above,
    /// As expected.
    Meets,
    /// Below expectation.
    Below,
}

/// How a person does in results and in behaviour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// In results.
    pub(crate) result: Level,
    /// In behaviour.
    pub(crate) behaviour: Level,
}

/// Out of a hundred people: how many, their results, their behaviour. Most are
/// "Baik", and each of the nine cells of the matrix is met.
const SHARES: [(u32, Level, Level); 9] = [
    (13, Level::Above, Level::Above),
    (10, Level::Above, Level::Meets),
    (12, Level::Meets, Level::Above),
    (43, Level::Meets, Level::Meets),
    (8, Level::Below, Level::Meets),
    (3, Level::Below, Level::Above),
    (6, Level::Meets, Level::Below),
    (2, Level::Above, Level::Below),
    (3, Level::Below, Level::Below),
];

impl Form {
    /// As an ordinary person does.
    pub(crate) const ORDINARY: Self = Self { result: Level::Meets, behaviour: Level::Meets };

    /// Draws how a person does.
    pub(crate) fn draw(rng: &mut ChaCha8Rng) -> Self {
        let mut drawn = rng.random_range(0..100);
        for (share, result, behaviour) in SHARES {
            if drawn < share {
                return Self { result, behaviour };
            }
            drawn -= share;
        }
        Self::ORDINARY
    }
}
