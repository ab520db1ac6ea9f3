//! Where mails come back to that could not be delivered.
//!
//! An address of its own for each mail tells a report's mail by where the report came
//! to, though it returns nothing of the mail.

use std::str::FromStr;

use serde::Deserialize;

use super::{
    EmailAddress, EmailAddressError,
    identity::{UNIQUE_CHARS, is_unique},
};

/// What stands for the unique part of a mail's Message-ID.
const PLACE: &str = "{id}";

/// One address for all mails, or a pattern that gives each its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ReturnPath {
    /// This one, such as `pantulan@instansi.go.id`.
    Common(EmailAddress),
    /// With the unique part of the Message-ID at the place of `{id}`, such as
    /// `pantulan+{id}@instansi.go.id`.
    Own(String),
}

/// Why a text is no return path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReturnPathError {
    /// `{id}` is not where a report would show it, or something else is in braces.
    #[error(
        "braces are for `{PLACE}`, which must stand once, before the `@`, and not next to a \
         letter or digit, as in `pantulan+{PLACE}@instansi.go.id`"
    )]
    Place,
    /// The address itself, with an id in it, is none to write to.
    #[error("with {UNIQUE_CHARS} characters in the place of `{PLACE}`: {0}")]
    Own(EmailAddressError),
    /// The address itself is none to write to.
    #[error(transparent)]
    Common(EmailAddressError),
}

impl ReturnPath {
    /// Where a mail comes back to, by the unique part of its Message-ID.
    ///
    /// # Errors
    ///
    /// Fails when the unique part is no such thing: none of Kinerja's fails.
    pub fn of(&self, unique: &str) -> Result<EmailAddress, EmailAddressError> {
        match self {
            Self::Common(address) => Ok(address.clone()),
            Self::Own(pattern) => pattern.replace(PLACE, unique).parse(),
        }
    }
}

impl FromStr for ReturnPath {
    type Err = ReturnPathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_braced = |text: &str| text.contains(['{', '}']);
        let Some((before, after)) = text.split_once(PLACE) else {
            if is_braced(text) {
                return Err(ReturnPathError::Place);
            }
            return text.parse().map(Self::Common).map_err(ReturnPathError::Common);
        };
        let is_apart = !before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && !after.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !is_apart || before.contains('@') || is_braced(before) || is_braced(after) {
            return Err(ReturnPathError::Place);
        }
        let own = Self::Own(text.to_owned());
        own.of(&"a".repeat(UNIQUE_CHARS)).map_err(ReturnPathError::Own)?;
        Ok(own)
    }
}

impl TryFrom<String> for ReturnPath {
    type Error = ReturnPathError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// What may be the unique part of a Message-ID in addresses to which a report came, by
/// whatever pattern they were made. Letters may have become large on the way.
pub(super) fn uniques_in(addresses: &str) -> impl Iterator<Item = String> {
    let words = addresses.split(|c: char| !c.is_ascii_alphanumeric());
    words.map(str::to_ascii_lowercase).filter(|word| is_unique(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::message_id;

    const PATTERN: &str = "pantulan+{id}@instansi.go.id";

    fn unique(fact: &str) -> String {
        let id = message_id(b"key", &[fact], "");
        id.trim_matches(['<', '>', '@']).to_owned()
    }

    #[test]
    fn each_mail_has_an_address_of_its_own_that_tells_it() {
        let path: ReturnPath = PATTERN.parse().unwrap();
        for fact in ["a", "b"] {
            let address = path.of(&unique(fact)).unwrap();
            assert_eq!(address.as_str(), PATTERN.replace(PLACE, &unique(fact)));
            let header =
                format!(" Kinerja\r\n\t<{}>,\r\n lain@x.id", address.as_str().to_uppercase());
            assert_eq!(uniques_in(&header).collect::<Vec<_>>(), [unique(fact)]);
        }
    }

    #[test]
    fn one_address_for_all_mails_tells_none() {
        let path: ReturnPath = "pantulan@instansi.go.id".parse().unwrap();
        assert_eq!(path.of(&unique("a")), "pantulan@instansi.go.id".parse());
        assert_eq!(uniques_in("pantulan@instansi.go.id").count(), 0);
    }

    #[test]
    fn a_return_path_that_no_report_would_show_is_refused() {
        let place = Err(ReturnPathError::Place);
        let [fits, long] = [37, 38].map(|count| format!("{}+{{id}}@x.go.id", "a".repeat(count)));
        #[rustfmt::skip]
        let table = [
            ("{id}@x.go.id",            Ok(())),
            ("a-{id}=b@x.go.id",        Ok(())),
            (&fits,                     Ok(())),
            (&long,                     Err(ReturnPathError::Own(EmailAddressError::TooLong))),
            ("a{id}@x.go.id",           place),
            ("{id}a@x.go.id",           place),
            ("a+{id}+{id}@x.go.id",     place),
            ("a@{id}.go.id",            place),
            ("a+{ID}@x.go.id",          place),
            ("a+{}@x.go.id",            place),
            ("a+{nip}+{id}@x.go.id",    place),
            ("{id}",                    Err(ReturnPathError::Own(EmailAddressError::NoAt))),
            ("a.{id}.@x.go.id",         Err(ReturnPathError::Own(EmailAddressError::Local))),
            ("kinerja",                 Err(ReturnPathError::Common(EmailAddressError::NoAt))),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<ReturnPath>().map(|_| ()), expected, "{text}");
        }
    }
}
