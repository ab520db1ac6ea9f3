//! How a command ends: what it says and the exit code, as in sysexits.

use std::{fmt::Display, io::Write, process::ExitCode};

use crate::{
    run::{LockError, PassError, ServeError},
    store::StoreError,
};

const USAGE: u8 = 64;
const DATA: u8 = 65;
const UNAVAILABLE: u8 = 69;
const TRY_LATER: u8 = 75;
const CONFIG: u8 = 78;

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    fn new(code: u8, message: &impl Display) -> Self {
        Self { code, message: message.to_string() }
    }

    /// The command line is wrong (64).
    pub fn usage(message: impl Display) -> Self {
        Self::new(USAGE, &message)
    }

    /// The data is wrong (65).
    pub fn data(message: impl Display) -> Self {
        Self::new(DATA, &message)
    }

    /// A file or service is not there (69).
    pub fn unavailable(message: impl Display) -> Self {
        Self::new(UNAVAILABLE, &message)
    }

    /// It may go well later (75).
    pub fn try_later(message: impl Display) -> Self {
        Self::new(TRY_LATER, &message)
    }

    /// The configuration is wrong (78).
    pub fn config(message: impl Display) -> Self {
        Self::new(CONFIG, &message)
    }

    /// The same, with one more thing to say.
    #[must_use]
    pub fn and(mut self, more: impl Display) -> Self {
        self.message = format!("{}\n{more}", self.message);
        self
    }

    /// The exit code.
    pub const fn code(&self) -> u8 {
        self.code
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::unavailable(error)
    }
}

impl From<LockError> for Failure {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Taken { .. } | LockError::Up { .. } => Self::try_later(error),
            LockError::File { .. } => Self::unavailable(error),
        }
    }
}

impl From<PassError> for Failure {
    fn from(error: PassError) -> Self {
        Self::unavailable(error)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Wake { .. } => Self::config(error),
            ServeError::Scheduler(_)
            | ServeError::Signals(_)
            | ServeError::Open(_)
            | ServeError::Disk(_)
            | ServeError::Web(_) => Self::unavailable(error),
        }
    }
}

/// Prints a line for the person at the prompt.
pub(super) fn say(line: impl Display) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}")
        .map_err(|error| Failure::unavailable(format!("standard output: {error}")))
}

/// Says what went wrong, if anything did, and gives the exit code.
pub(super) fn finish(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let told = writeln!(std::io::stderr(), "{failure}");
            // Nobody is left to be told; the exit code still says it.
            drop(told);
            ExitCode::from(failure.code)
        }
    }
}

/// Prints help or what is wrong with the command line.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let told = error.print();
    if error.use_stderr() || told.is_err() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}
