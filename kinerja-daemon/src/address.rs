//! E-mail addresses that Kinerja is willing to write to.
//!
//! Narrower than the standard: an address that only some servers understand, or
//! that a command line could take for an option, reaches nobody for certain.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Characters before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_CHARS_MAX: usize = 64;

/// Characters of a whole address (RFC 5321, 4.5.3.1.3, without the brackets).
const ADDRESS_CHARS_MAX: usize = 254;

/// Characters of one part of a domain (RFC 1035, 2.3.4).
const LABEL_CHARS_MAX: usize = 63;

/// One address, such as `ani@samarindakota.go.id`; its domain is in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(lettre::Address);

/// Why a text is not an address that Kinerja writes to. The message does not
/// repeat the address, so that it can be logged.
///
/// Some of these are slips; [`Self::is_understood`] tells those that a server
/// might take and Kinerja does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EmailAddressError {
    /// Nothing was written.
    #[error("alamat surel kosong; isi satu alamat, misalnya `nama@instansi.go.id`")]
    Empty,
    /// A quotation mark.
    #[error("alamat surel memuat tanda kutip; gunakan alamat tanpa tanda kutip")]
    Quoted,
    /// Spaces, line ends or other invisible characters.
    #[error("alamat surel memuat spasi atau karakter tak tampak; hapus karakter itu")]
    Blank,
    /// Characters outside ASCII.
    #[error("alamat surel memuat huruf di luar ASCII; gunakan alamat dengan huruf a-z dan angka")]
    NotAscii,
    /// No `@`.
    #[error("alamat surel tidak memuat `@`; tulis seperti `nama@instansi.go.id`")]
    NoAt,
    /// More than one address, or a name with the address.
    #[error("bukan satu alamat surel saja; tulis satu alamat tanpa nama, koma, atau tanda <>")]
    NotAlone,
    /// Over a limit of the standard.
    #[error(
        "alamat surel terlalu panjang; paling banyak {LOCAL_CHARS_MAX} karakter sebelum `@` dan \
         {ADDRESS_CHARS_MAX} karakter seluruhnya"
    )]
    TooLong,
    /// The part before the `@`.
    #[error(
        "bagian sebelum `@` tidak dapat dipakai; gunakan huruf, angka, titik, `_` atau `-`, tanpa \
         titik di awal, akhir atau berurutan"
    )]
    Local,
    /// What a command line would take for an option.
    #[error("alamat surel diawali `-`; gunakan alamat lain")]
    Hyphen,
    /// The part after the `@`.
    #[error("bagian setelah `@` bukan nama domain; tulis domain lengkap seperti `instansi.go.id`")]
    Domain,
    /// One host or a number in place of a domain.
    #[error(
        "bagian setelah `@` bukan domain di internet; tulis domain lengkap seperti \
         `instansi.go.id`, bukan `localhost` atau alamat IP"
    )]
    Host,
}

impl EmailAddressError {
    /// Whether a mail server might understand the text all the same: then it is
    /// no slip, and another address is needed.
    pub const fn is_understood(self) -> bool {
        match self {
            Self::NotAscii | Self::Quoted | Self::Hyphen | Self::Host => true,
            Self::Empty
            | Self::Blank
            | Self::NoAt
            | Self::NotAlone
            | Self::TooLong
            | Self::Local
            | Self::Domain => false,
        }
    }
}

impl EmailAddress {
    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// The address as the library knows it.
    pub(crate) fn to_lettre(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl FromStr for EmailAddress {
    type Err = EmailAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(EmailAddressError::Empty);
        }
        if text.contains('"') {
            return Err(EmailAddressError::Quoted);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(EmailAddressError::Blank);
        }
        if !text.is_ascii() {
            return Err(EmailAddressError::NotAscii);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailAddressError::NoAt)?;
        if domain.contains('@') || text.contains(['<', '>', ',', ';']) {
            return Err(EmailAddressError::NotAlone);
        }
        if local.len() > LOCAL_CHARS_MAX || text.len() > ADDRESS_CHARS_MAX {
            return Err(EmailAddressError::TooLong);
        }
        check_local(local)?;
        check_domain(domain)?;
        // The library's own opinion comes last: it can only be stricter.
        lettre::Address::new(local, domain.to_ascii_lowercase())
            .map(Self)
            .map_err(|_| EmailAddressError::Local)
    }
}

fn check_local(local: &str) -> Result<(), EmailAddressError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    if !local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(allowed)) {
        return Err(EmailAddressError::Local);
    }
    if local.starts_with('-') { Err(EmailAddressError::Hyphen) } else { Ok(()) }
}

/// A domain has two labels or more, and the last begins like a word: a single
/// host or an IP address is no domain.
fn check_domain(domain: &str) -> Result<(), EmailAddressError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        (1..=LABEL_CHARS_MAX).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(allowed)
    };
    if domain.starts_with('[') {
        return Err(EmailAddressError::Host);
    }
    if !domain.split('.').all(is_label) {
        return Err(EmailAddressError::Domain);
    }
    let is_word = |top: &str| top.len() > 1 && top.starts_with(|c: char| c.is_ascii_alphabetic());
    match domain.rsplit_once('.') {
        Some((_, top)) if is_word(top) => Ok(()),
        _ => Err(EmailAddressError::Host),
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Only the domain: what is logged by accident names nobody.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress(***@{})", self.domain())
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailAddressError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_that_any_server_understands() {
        let longest = format!("{}@example.id", "a".repeat(64));
        #[rustfmt::skip]
        let table = [
            ("ani@samarindakota.go.id",  "ani@samarindakota.go.id"),
            ("Ani.Putri_2+kerja@X.Go.ID", "Ani.Putri_2+kerja@x.go.id"),
            ("a@xn--bcher-kva.example",  "a@xn--bcher-kva.example"),
            ("o'neil@3com.co",           "o'neil@3com.co"),
            (&longest,                   &longest),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<EmailAddress>().unwrap().as_str(), expected);
        }
    }

    #[test]
    fn refuses_what_could_reach_nobody_or_somebody_else() {
        use EmailAddressError as E;
        let long_local = format!("{}@x.id", "a".repeat(65));
        let long = format!("a@{}id", "abcdefghi.".repeat(26));
        let long_label = format!("a@{}.id", "a".repeat(64));
        #[rustfmt::skip]
        let table = [
            ("", E::Empty), ("a b@x.id", E::Blank), (" a@x.id", E::Blank), ("a@x.id\0", E::Blank),
            ("a@x.id\r\nRCPT TO:<b@x.id>", E::Blank), ("a@x.id\u{a0}", E::Blank),
            ("\"a b\"@x.id", E::Quoted), ("büdi@x.id", E::NotAscii), ("a@bücher.id", E::NotAscii),
            ("budi", E::NoAt), ("a@b@x.id", E::NotAlone), ("a@x.id,b@x.id", E::NotAlone),
            ("Budi<a@x.id>", E::NotAlone), (&long_local, E::TooLong), (&long, E::TooLong),
            ("@x.id", E::Local), (".a@x.id", E::Local), ("a.@x.id", E::Local),
            ("a..b@x.id", E::Local), ("-oX@x.id", E::Hyphen), ("\"a\"@x.id", E::Quoted),
            ("a\\@x.id", E::Local), ("(a)@x.id", E::Local), ("a@", E::Domain),
            ("a@localhost", E::Host), ("a@[127.0.0.1]", E::Host), ("a@127.0.0.1", E::Host), ("a@x.i", E::Host),
            ("a@x..id", E::Domain), ("a@.x.id", E::Domain), ("a@x.id.", E::Domain),
            ("a@-x.id", E::Domain), ("a@x-.id", E::Domain), ("a@x_y.id", E::Domain),
            (&long_label, E::Domain),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<EmailAddress>().unwrap_err(), expected, "{text:?}");
        }
    }

    #[test]
    fn debug_names_nobody() {
        let address: EmailAddress = "ani@x.go.id".parse().unwrap();
        assert_eq!(format!("{address:?}"), "EmailAddress(***@x.go.id)");
    }
}
