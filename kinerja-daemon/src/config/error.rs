//! Why a configuration cannot be used.

use std::net::SocketAddr;

use crate::mail::SecretError;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// It cannot be read.
    #[error("the configuration {path} cannot be read: {source}; name the right one with --config")]
    Read {
        /// Where it was looked for.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what a configuration looks like.
    #[error("{path}: {source}")]
    Form {
        /// Which file.
        path: String,
        /// Line, column and what is wrong.
        source: Box<toml::de::Error>,
    },
    /// Each key is well-formed, but they make no configuration.
    #[error("{path}: {source}")]
    Unfit {
        /// Which file.
        path: String,
        /// What is wrong.
        source: Unfit,
    },
}

/// Why well-formed keys make no configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// A mode of mail lacks what it needs.
    #[error("mail.mode = \"{mode}\" needs {needs}")]
    Mail {
        /// The mode.
        mode: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// There is nothing to work on.
    #[error("`policies` is empty: name at least one policy file")]
    NoPolicies,
    /// Others than this host could read what is for its operators.
    #[error("http.listen = \"{found}\" can be reached from outside: use 127.0.0.1 or [::1]")]
    OpenListen {
        /// What was found.
        found: SocketAddr,
    },
    /// The sender's name would break the header of every mail.
    #[error("mail.from_name has a control character or a line end: write it on one line")]
    FromName,
    /// This host is called something that no relay takes.
    #[error(
        "mail.smtp.hello_name = `{found}` is no host name: use letters, digits, `-` and `.`, or an address like `[10.0.0.1]`"
    )]
    HelloName {
        /// What was found.
        found: String,
    },
    /// That many conversations cannot be open at once.
    #[error("mail.smtp.sessions = {found}: write 1 to {most}")]
    Sessions {
        /// What was found.
        found: u8,
        /// The most that are allowed.
        most: u8,
    },
    /// No mail could ever leave.
    #[error(
        "mail.limits.{key} = 0 would let no mail leave: write 1 or more, or mail.mode = \"off\""
    )]
    NoMails {
        /// Which limit.
        key: &'static str,
    },
    /// An account is only half there.
    #[error("mail.smtp: an account needs both `username` and a password; only the {only} is there")]
    HalfAccount {
        /// Which half.
        only: &'static str,
    },
    /// A password would cross the network for all to read.
    #[error(
        "mail.smtp: a password is not sent without encryption to `{host}`: set tls to `starttls` or `implicit`"
    )]
    OpenPassword {
        /// Where it would go.
        host: String,
    },
    /// The office's own certificates cannot be used.
    #[error("mail.smtp.extra_ca: {0}")]
    ExtraCa(String),
    /// A password is named in two places.
    #[error("mail.smtp: give either `password_file` or `password_env`, not both")]
    TwoPasswords,
    /// The password cannot be had.
    #[error("mail.smtp: the password cannot be read: {0}")]
    Password(#[from] SecretError),
}
