//! Where mail leaves the house: which relay, how it is trusted, how long it may take.

use std::path::PathBuf;
use std::time::Duration;

use super::Secret;

/// How mail leaves the house.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// Host name or IP address of the relay.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether and when the connection is encrypted.
    pub tls: Tls,
    /// Certificates trusted besides those of the host: a PEM file.
    pub extra_ca: Option<PathBuf>,
    /// The account, where the relay wants one.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
    /// What this host calls itself to the relay.
    pub hello_name: String,
    /// How many conversations may be open at once.
    pub sessions: u8,
    /// How long each step may take.
    pub deadlines: Deadlines,
}

/// Whether and when the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Never. Then no password is sent, except to this host itself.
    None,
    /// After the greeting (mostly port 587). There is no falling back.
    StartTls,
    /// From the first byte (mostly port 465).
    Implicit,
}

/// How long each step may take. The values are those of RFC 5321, 4.5.3.2, where
/// it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// Finding the host and opening the connection.
    pub connect: Duration,
    /// The greeting and the answer to EHLO, each.
    pub greeting: Duration,
    /// The handshake.
    pub tls: Duration,
    /// AUTH with all its steps.
    pub auth: Duration,
    /// MAIL FROM.
    pub mail: Duration,
    /// RCPT TO.
    pub rcpt: Duration,
    /// DATA.
    pub data: Duration,
    /// Each time some of the body is written.
    pub body: Duration,
    /// The answer to the final dot.
    pub final_dot: Duration,
    /// What a mail in hand has left when the daemon is asked to stop.
    pub stop: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let minutes = |count: u64| Duration::from_secs(60 * count);
        Self {
            connect: Duration::from_secs(30),
            greeting: minutes(5),
            tls: minutes(1),
            auth: minutes(2),
            mail: minutes(5),
            rcpt: minutes(5),
            data: minutes(2),
            body: minutes(3),
            final_dot: minutes(10),
            stop: Duration::from_secs(20),
        }
    }
}
