//! Everything the daemon can be told, checked once.
//!
//! Unknown keys are errors that name their place. The file holds no secrets: it
//! names the file or the variable that does.

mod error;
mod relay;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

pub use self::error::{ConfigError, Unfit};
use self::relay::RawSmtp;
use crate::{
    address::EmailAddress,
    mail::{Deadlines, ReturnPath, Secret, SmtpConfig, brakes::Limits},
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
    /// Where mails come back to that could not be delivered.
    pub return_path: ReturnPath,
    /// The folder with the templates that regions have of their own, one folder for
    /// each.
    pub templates: Option<PathBuf>,
    /// Where mail goes.
    pub route: Route,
    /// How many mails may leave.
    pub limits: Limits,
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

    /// The relay, where there is one.
    pub const fn relay(&self) -> Option<&SmtpConfig> {
        match self {
            Self::Off | Self::Maildir(_) => None,
            Self::Redirect(relay, _) | Self::Live(relay) => Some(relay),
        }
    }

    /// How long each step of a conversation may take.
    pub fn deadlines(&self) -> Deadlines {
        self.relay().map_or_else(Deadlines::default, |relay| relay.deadlines)
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
    return_path: Option<ReturnPath>,
    #[serde(default = "default_maildir")]
    maildir: PathBuf,
    redirect_to: Option<EmailAddress>,
    templates: Option<PathBuf>,
    smtp: Option<RawSmtp>,
    #[serde(default)]
    limits: RawLimits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawLimits {
    per_minute: u32,
    per_day: u32,
}

impl Default for RawLimits {
    fn default() -> Self {
        let Limits { per_minute, per_day } = Limits::default();
        Self { per_minute, per_day }
    }
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

    /// Whether the password can be had that the relay asks for, if it does. Only those
    /// who send need it.
    ///
    /// # Errors
    ///
    /// Says why it cannot, and names the configuration.
    pub fn check_password(&self, path: &Path) -> Result<(), ConfigError> {
        let password = self.mail.route.relay().and_then(|relay| relay.password.as_ref());
        let Some(Err(error)) = password.map(Secret::expose) else { return Ok(()) };
        Err(ConfigError::Unfit { path: path.display().to_string(), source: error.into() })
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
    // The same characters would keep every mail from being built.
    if raw.from_name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Unfit::FromName);
    }
    // A slip in it is told before the day on which mails are to leave.
    let relay = raw.smtp.as_ref().map(|raw| raw.check(folder)).transpose()?;
    let relay = |mode| relay.ok_or(Unfit::Mail { mode, needs: "the table [mail.smtp]" });
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
    let RawLimits { per_minute, per_day } = raw.limits;
    for (key, limit) in [("per_minute", per_minute), ("per_day", per_day)] {
        if limit == 0 {
            return Err(Unfit::NoMails { key });
        }
    }
    let limits = Limits { per_minute, per_day };
    let templates = raw.templates.map(|templates| folder.join(templates));
    Ok(MailConfig {
        from_name: raw.from_name,
        return_path: raw.return_path.unwrap_or_else(|| ReturnPath::Common(raw.from.clone())),
        from: raw.from,
        templates,
        route,
        limits,
    })
}

#[cfg(test)]
mod tests;
