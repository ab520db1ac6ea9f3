//! What every command works with: configuration, policies, clock.

use std::sync::Arc;

use crate::{clock::Clock, config::Config, policies::Policies};

/// What every command works with.
#[derive(Debug, Clone)]
pub struct App {
    /// The configuration.
    pub config: Config,
    /// The policies by region.
    pub policies: Arc<Policies>,
    /// The clock.
    pub clock: Clock,
}
