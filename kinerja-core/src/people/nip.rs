//! The number of a civil servant.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Digits in a NIP.
const DIGITS: usize = 18;

/// The kind of employment of a civil servant (ASN).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Employment {
    /// A permanent civil servant ("Pegawai Negeri Sipil").
    #[serde(rename = "PNS")]
    Pns,
    /// A civil servant under contract ("Pegawai Pemerintah dengan Perjanjian Kerja").
    #[serde(rename = "PPPK")]
    Pppk,
}

/// The number of a civil servant ("NIP"): birth date, year and month of
/// appointment, sex, serial; 18 digits.
///
/// It tells birth date and sex, so it never stands in a log, an address or a
/// public page. Digits 13 and 14 are the month of appointment for PNS and the
/// number of the contract for PPPK, so they are checked by [`Nip::check`] and
/// not here.
///
/// ```
/// use kinerja_core::people::Nip;
///
/// assert!("198501012010011001".parse::<Nip>().is_ok());
/// assert!("1985 0101 2010 01 1 001".parse::<Nip>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nip(String);

impl Nip {
    /// The 18 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn digits(&self, range: std::ops::Range<usize>) -> u32 {
        self.0.get(range).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }

    fn birth_date(&self) -> Option<NaiveDate> {
        let year = i32::try_from(self.digits(0..4)).ok()?;
        NaiveDate::from_ymd_opt(year, self.digits(4..6), self.digits(6..8))
    }

    /// Checks what depends on the kind of employment and on the day: a PNS was
    /// appointed in a real month, nobody before the age of 16 or after today.
    ///
    /// # Errors
    ///
    /// Says which digits are wrong.
    pub fn check(&self, employment: Employment, today: NaiveDate) -> Result<(), NipError> {
        let (year, month) = (self.digits(8..12), self.digits(12..14));
        let year = i32::try_from(year).unwrap_or_default();
        let month_is_real = employment == Employment::Pppk || (1..=12).contains(&month);
        let old_enough = self.birth_date().is_some_and(|birth| year >= birth.year() + 16);
        if month_is_real && old_enough && year <= today.year() {
            Ok(())
        } else {
            Err(NipError::Appointment)
        }
    }
}

impl fmt::Debug for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nip(…)")
    }
}

impl fmt::Display for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Nip {
    type Err = NipError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != DIGITS || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NipError::Form {
                digits: text.chars().filter(char::is_ascii_digit).count(),
            });
        }
        let nip = Self(text.to_owned());
        if !nip.birth_date().is_some_and(|birth| (1900..2100).contains(&birth.year())) {
            return Err(NipError::BirthDate);
        }
        if !(1..=2).contains(&nip.digits(14..15)) {
            return Err(NipError::Sex);
        }
        if nip.digits(15..18) == 0 {
            return Err(NipError::Serial);
        }
        Ok(nip)
    }
}

impl TryFrom<String> for Nip {
    type Error = NipError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Nip> for String {
    fn from(nip: Nip) -> Self {
        nip.0
    }
}

/// Why a text is not a [`Nip`]. The number itself is left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NipError {
    /// Not 18 digits and nothing else.
    #[error("a NIP has exactly 18 digits and nothing else; this has {digits}")]
    Form {
        /// How many digits were found.
        digits: usize,
    },
    /// Digits 1 to 8 are not a birth date.
    #[error("digits 1 to 8 of the NIP are not a birth date (yyyymmdd)")]
    BirthDate,
    /// Digits 9 to 14 do not fit the kind of employment or the day.
    #[error("digits 9 to 14 of the NIP are not a possible year and month of appointment")]
    Appointment,
    /// Digit 15 is neither 1 nor 2.
    #[error("digit 15 of the NIP is neither 1 nor 2")]
    Sex,
    /// Digits 16 to 18 are 000.
    #[error("digits 16 to 18 of the NIP are 000")]
    Serial,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_each_wrong_group_of_digits() {
        #[rustfmt::skip]
        let table = [
            ("198501012010011001", Ok(())),
            ("19850101201001100",  Err(NipError::Form { digits: 17 })),
            ("19850101 201001100", Err(NipError::Form { digits: 17 })),
            ("１98501012010011001", Err(NipError::Form { digits: 17 })),
            ("198502302010011001", Err(NipError::BirthDate)),
            ("198501012010013001", Err(NipError::Sex)),
            ("198501012010011000", Err(NipError::Serial)),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<Nip>().map(drop), expected, "{text}");
        }
    }

    #[test]
    fn the_month_of_appointment_is_real_for_pns_and_a_contract_number_for_pppk() {
        let today = "2026-07-20".parse().unwrap();
        let nip: Nip = "198501012023211001".parse().unwrap();
        assert_eq!(nip.check(Employment::Pns, today), Err(NipError::Appointment));
        assert_eq!(nip.check(Employment::Pppk, today), Ok(()));
        let future: Nip = "198501012027011001".parse().unwrap();
        assert_eq!(future.check(Employment::Pns, today), Err(NipError::Appointment));
        let child: Nip = "198501012000011001".parse().unwrap();
        assert_eq!(child.check(Employment::Pns, today), Err(NipError::Appointment));
    }

    #[test]
    fn is_not_shown_when_it_is_debugged() {
        let nip: Nip = "198501012010011001".parse().unwrap();
        assert_eq!(format!("{nip:?}"), "Nip(…)");
    }
}
