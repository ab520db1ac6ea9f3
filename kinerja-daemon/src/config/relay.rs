//! The table `mail.smtp`: a relay that can be talked to as it is described.
//!
//! A slip here would keep back every mail there is, so it is refused before any
//! mail is touched.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::Unfit;
use crate::mail::{Deadlines, Secret, SmtpConfig, Tls, check_authorities};

/// Bytes of a host name and of one part of it (RFC 1035, 2.3.4).
const NAME_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSmtp {
    host: String,
    port: u16,
    tls: RawTls,
    username: Option<String>,
    password_file: Option<PathBuf>,
    password_env: Option<String>,
    extra_ca: Option<PathBuf>,
    #[serde(default = "default_hello")]
    hello_name: String,
    #[serde(default = "default_sessions")]
    sessions: u8,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum RawTls {
    None,
    Starttls,
    Implicit,
}

/// Relays allow few conversations of one host at once: Postfix 50, many fewer.
const SESSIONS_MAX: u8 = 32;

fn default_sessions() -> u8 {
    4
}

fn default_hello() -> String {
    "localhost".to_owned()
}

impl RawSmtp {
    /// The relay, when everything said of it fits together.
    pub(super) fn check(&self, folder: &Path) -> Result<SmtpConfig, Unfit> {
        let password = self.password(folder)?;
        let tls = match self.tls {
            RawTls::None => Tls::None,
            RawTls::Starttls => Tls::StartTls,
            RawTls::Implicit => Tls::Implicit,
        };
        match (&self.username, &password) {
            (Some(_), None) => return Err(Unfit::HalfAccount { only: "name" }),
            (None, Some(_)) => return Err(Unfit::HalfAccount { only: "password" }),
            (Some(_), Some(_)) if tls == Tls::None && !is_this_host(&self.host) => {
                return Err(Unfit::OpenPassword { host: self.host.clone() });
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        if !is_host(&self.hello_name) {
            return Err(Unfit::HelloName { found: self.hello_name.clone() });
        }
        if !(1..=SESSIONS_MAX).contains(&self.sessions) {
            return Err(Unfit::Sessions { found: self.sessions, most: SESSIONS_MAX });
        }
        let extra_ca = self.extra_ca.as_ref().map(|path| folder.join(path));
        if let Some(path) = &extra_ca {
            check_authorities(path).map_err(Unfit::ExtraCa)?;
        }
        Ok(SmtpConfig {
            host: self.host.clone(),
            port: self.port,
            tls,
            extra_ca,
            username: self.username.clone(),
            password,
            hello_name: self.hello_name.clone(),
            sessions: self.sessions,
            deadlines: Deadlines::default(),
        })
    }

    fn password(&self, folder: &Path) -> Result<Option<Secret>, Unfit> {
        Ok(match (&self.password_file, &self.password_env) {
            (Some(_), Some(_)) => return Err(Unfit::TwoPasswords),
            (Some(path), None) => Some(Secret::in_file(folder.join(path))),
            (None, Some(name)) => Some(Secret::in_env(name)),
            (None, None) => None,
        })
    }
}

/// Whether what is sent to a host surely stays on this one.
fn is_this_host(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a relay takes the text for the name of a host, or for an address.
fn is_host(text: &str) -> bool {
    if let Some(address) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        let address = address.strip_prefix("IPv6:").unwrap_or(address);
        return address.parse::<IpAddr>().is_ok();
    }
    let label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    text.len() <= NAME_BYTES_MAX && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_is_one_that_relays_take() {
        for good in
            ["localhost", "kinerja.samarinda.example.go.id", "a-1", "[10.0.0.1]", "[IPv6:::1]"]
        {
            assert!(is_host(good), "{good}");
        }
        let long = "a".repeat(64);
        for bad in ["", ".", "a b", "a..b", "-a", "a-", "kinerja\r\nMAIL", "ké", "[x]", &long] {
            assert!(!is_host(bad), "{bad:?}");
        }
    }

    #[test]
    fn only_this_host_gets_a_password_in_the_clear() {
        for own in ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"] {
            assert!(is_this_host(own), "{own}");
        }
        for other in ["10.0.0.1", "localhost.example.go.id", "127.0.0.1.example.go.id", ""] {
            assert!(!is_this_host(other), "{other}");
        }
    }
}
