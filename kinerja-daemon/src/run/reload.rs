//! A new configuration for a daemon that is up.

use crate::app::App;

/// Why a new configuration is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReloadError {
    /// It is wrong.
    #[error("{0}")]
    Wrong(String),
    /// It differs where a daemon that is up cannot change.
    #[error("`{key}` cannot change while the daemon is up: stop it and start it again")]
    Fixed {
        /// What differs.
        key: &'static str,
    },
}

/// What was read, where it can take the place of what is in use.
pub(super) fn replace(in_use: &App, read: Result<App, String>) -> Result<App, ReloadError> {
    let new = read.map_err(ReloadError::Wrong)?;
    let (old, fixed) = (&in_use.config, |key| ReloadError::Fixed { key });
    if new.config.database != old.database {
        return Err(fixed("database"));
    }
    if new.config.listen != old.listen {
        return Err(fixed("http.listen"));
    }
    Ok(new)
}
