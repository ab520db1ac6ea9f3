//! Luck that comes again: the same seed gives the same life.

use std::cell::RefCell;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// What happens by chance.
pub(crate) struct Luck {
    seed: u64,
    draws: RefCell<ChaCha8Rng>,
}

impl Luck {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, draws: RefCell::new(ChaCha8Rng::seed_from_u64(seed)) }
    }

    /// A number from 0, below `sides`.
    pub(crate) fn draw(&self, sides: u64) -> u64 {
        self.draws.borrow_mut().random_range(0..sides)
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub(crate) fn strikes(&self, of_hundred: u64) -> bool {
        self.draw(100) < of_hundred
    }

    /// A number from 0, below `sides`, that belongs to a thing: in whatever order
    /// things are asked about, each has its own.
    pub(crate) fn of(&self, thing: &str, sides: u64) -> u64 {
        let digest = Sha256::digest(format!("{}/{thing}", self.seed));
        let bytes: [u8; 8] = digest[..8].try_into().unwrap();
        u64::from_be_bytes(bytes) % sides
    }
}
