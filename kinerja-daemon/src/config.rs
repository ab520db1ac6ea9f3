//! Everything the daemon can be told, checked once.
//!
//! Unknown keys are errors that name their place. The file holds no secrets: it
//! names the file or the variable that does.

mod relay;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use self::relay::RawSmtp;
use crate::{
    address::EmailAddress,
    mail::{SecretError, SmtpConfig},
};

/// Everything the daemon can be told.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database file.
    pub database: PathBuf,
    /// The policies of the regions, one file each.
    pub policies: Vec<PathBuf>,
    /// The folder that published summaries are written to.
    pub summaries: PathBuf,
    /// The folder that the reports for the heads of units are written to; it is
    /// for its owner alone.
    pub reports: PathBuf,
    /// When to look for work: a cron expression with seconds, in UTC.
    pub wake: String,
    /// Where the daemon tells those who watch it how it is; none, and nobody can
    /// ask.
    pub listen: Option<SocketAddr>,
    /// Where mail goes.
    pub mail: MailConfig,
}

/// Where mail goes, and from whom.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// The sender's name.
    pub from_name: String,
    /// The sender's address.
    pub from: EmailAddress,
    /// Where mail goes.
    pub route: Route,
}

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Route {
    /// Nowhere: mails are queued and wait.
    Off,
    /// Into a folder, one file a mail. For trying things out.
    Maildir(PathBuf),
    /// Through the relay to one address, whoever it is for. For rehearsals.
    Redirect(SmtpConfig, EmailAddress),
    /// Through the relay to the people themselves.
    Live(SmtpConfig),
}

impl Route {
    /// Whether mail reaches the people themselves.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
    }

    /// The name of the mode in the configuration.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Maildir(_) => "maildir",
            Self::Redirect(..) => "redirect",
            Self::Live(_) => "live",
        }
    }
}

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    #[serde(default = "default_database")]
    database: PathBuf,
    policies: Vec<PathBuf>,
    #[serde(default = "default_summaries")]
    summaries: PathBuf,
    #[serde(default = "default_reports")]
    reports: PathBuf,
    #[serde(default = "default_wake")]
    wake: String,
    http: Option<RawHttp>,
    mail: RawMail,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHttp {
    listen: SocketAddr,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMail {
    mode: Mode,
    from_name: String,
    from: EmailAddress,
    #[serde(default = "default_maildir")]
    maildir: PathBuf,
    redirect_to: Option<EmailAddress>,
    smtp: Option<RawSmtp>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Off,
    Maildir,
    Redirect,
    Live,
}

fn default_database() -> PathBuf {
    "kinerja.db".into()
}

fn default_summaries() -> PathBuf {
    "summaries".into()
}

fn default_reports() -> PathBuf {
    "reports".into()
}

fn default_maildir() -> PathBuf {
    "maildir".into()
}

fn default_wake() -> String {
    "0 */5 * * * *".to_owned()
}

impl Config {
    /// Reads a configuration. Paths in it are relative to its folder.
    ///
    /// # Errors
    ///
    /// Says what is wrong, where, and what would be right.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: shown.clone(), source })?;
        Self::parse(&text, &shown, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads a configuration from text.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn parse(text: &str, name: &str, folder: &Path) -> Result<Self, ConfigError> {
        let raw: RawConfig = toml::from_str(text)
            .map_err(|source| ConfigError::Form { path: name.to_owned(), source: source.into() })?;
        Self::check(raw, folder)
            .map_err(|source| ConfigError::Unfit { path: name.to_owned(), source })
    }

    fn check(raw: RawConfig, folder: &Path) -> Result<Self, Unfit> {
        if raw.policies.is_empty() {
            return Err(Unfit::NoPolicies);
        }
        let listen = raw.http.map(|http| http.listen);
        if let Some(found) = listen.filter(|listen| !listen.ip().is_loopback()) {
            return Err(Unfit::OpenListen { found });
        }
        Ok(Self {
            database: folder.join(raw.database),
            policies: raw.policies.iter().map(|path| folder.join(path)).collect(),
            summaries: folder.join(raw.summaries),
            reports: folder.join(raw.reports),
            wake: raw.wake,
            listen,
            mail: mail(raw.mail, folder)?,
        })
    }
}

fn mail(raw: RawMail, folder: &Path) -> Result<MailConfig, Unfit> {
    let from = raw.from;
    // The same characters would keep every mail from being built.
    if raw.from_name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Unfit::FromName);
    }
    let relay = |mode| match &raw.smtp {
        Some(raw) => raw.check(from.clone(), folder),
        None => Err(Unfit::Mail { mode, needs: "the table [mail.smtp]" }),
    };
    let route = match raw.mode {
        Mode::Off => Route::Off,
        Mode::Maildir => Route::Maildir(folder.join(&raw.maildir)),
        Mode::Redirect => {
            let to = raw
                .redirect_to
                .clone()
                .ok_or(Unfit::Mail { mode: "redirect", needs: "`redirect_to`" })?;
            Route::Redirect(relay("redirect")?, to)
        }
        Mode::Live => Route::Live(relay("live")?),
    };
    Ok(MailConfig { from_name: raw.from_name, from, route })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: &str = r#"
policies = ["samarinda/policy.toml"]

[mail]
mode = "live"
from_name = "Kinerja"
from = "kinerja@samarinda.example.go.id"

[mail.smtp]
host = "127.0.0.1"
port = 2525
tls = "none"
"#;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, "kinerja.toml", Path::new("/srv/kinerja"))
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let config = parse(VALID).unwrap();
        assert_eq!(config.policies, [Path::new("/srv/kinerja/samarinda/policy.toml")]);
        assert_eq!(config.database, Path::new("/srv/kinerja/kinerja.db"));
        assert!(config.mail.route.is_live());
    }

    #[test]
    fn refuses_what_it_does_not_know_or_cannot_use() {
        #[rustfmt::skip]
        let table = [
            ("policies = ",       "policy = ",             "unknown field `policy`"),
            ("\"live\"",          "\"pigeon\"",            "unknown variant `pigeon`"),
            ("mode = \"live\"",   "mode = \"redirect\"",   "kinerja.toml: mail.mode = \"redirect\" needs `redirect_to`"),
            ("[mail.smtp]",       "[mail.smtps]",          "unknown field `smtps`"),
            ("kinerja@samarinda", "kinerja samarinda",     "kinerja.toml: TOML parse error at line 7"),
            ("tls = \"none\"",    "tls = \"none\"\npassword_file = \"a\"\npassword_env = \"B\"", "not both"),
            ("\"Kinerja\"",       "\"Kinerja\\nBcc: x\"", "mail.from_name has a control character"),
            ("tls = \"none\"",    "tls = \"none\"\nhello_name = \"a b\"", "`a b` is no host name"),
            ("tls = \"none\"",    "tls = \"none\"\nusername = \"k\"", "only the name is there"),
            ("tls = \"none\"",    "tls = \"none\"\npassword_env = \"PATH\"", "only the password is there"),
            ("127.0.0.1\"\nport = 2525\ntls = \"none\"", "relay.example.go.id\"\nport = 2525\ntls = \"none\"\nusername = \"k\"\npassword_env = \"PATH\"", "not sent without encryption to `relay.example.go.id`"),
            ("tls = \"none\"",    "tls = \"starttls\"\nextra_ca = \"hilang.pem\"", "mail.smtp.extra_ca: the CA file `/srv/kinerja/hilang.pem` cannot be read"),
            ("[mail]",            "[http]\nlisten = \"0.0.0.0:9464\"\n[mail]", "http.listen = \"0.0.0.0:9464\" can be reached from outside"),
            ("[mail]",            "[http]\nlisten = \"localhost\"\n[mail]", "invalid socket address"),
            ("[\"samarinda/policy.toml\"]", "[]",          "kinerja.toml: `policies` is empty"),
        ];
        for (from, to, complaint) in table {
            assert!(VALID.contains(from), "{from}");
            let error = parse(&VALID.replace(from, to)).unwrap_err();
            assert!(error.to_string().contains(complaint), "{to}: {error}");
        }
        let smtp = "tls = \"none\"\nusername = \"kinerja\"\npassword_env = \"PATH\"";
        assert!(parse(&VALID.replace("tls = \"none\"", smtp)).is_ok(), "to this host itself");
        let without_relay = VALID.split("[mail.smtp]").next().unwrap();
        let error = parse(without_relay).unwrap_err();
        assert!(error.to_string().contains("needs the table [mail.smtp]"), "{error}");
    }

    proptest! {
        /// Whatever stands in the file, it is read, or refused with a reason that
        /// names it.
        #[test]
        fn every_configuration_that_is_broken_is_read_or_refused(
            at in 0..VALID.len(), gone in 0_usize..30, new in "\\PC{0,12}|[\"\\[\\]=\n0-9]{0,4}",
        ) {
            let rest = VALID.get(at + gone..).unwrap_or("");
            let text = [VALID.get(..at).unwrap_or(""), new.as_str(), rest].concat();
            if let Err(error) = parse(&text) {
                prop_assert!(error.to_string().contains("kinerja.toml"), "{error}");
            }
        }
    }
}
