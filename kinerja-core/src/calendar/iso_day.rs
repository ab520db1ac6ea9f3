//! Days as `2026-06-30` in stored documents, read without detours.
//!
//! A plan's evidence has a day for each indicator, and a region has millions of
//! them, so that the general reader of dates is felt. Use it with
//! `#[serde(with = "kinerja_core::calendar::iso_day")]`.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserializer, Serialize, Serializer, de};

/// Writes a day.
///
/// # Errors
///
/// Fails where the serialiser does.
pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    day.serialize(serializer)
}

/// Reads a day.
///
/// # Errors
///
/// Fails on a text that is no day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    deserializer.deserialize_str(Text)
}

/// Reads a day from text: the day, or none where there is none.
///
/// ```
/// use kinerja_core::calendar::iso_day;
///
/// assert_eq!(iso_day::read("2026-06-30"), chrono::NaiveDate::from_ymd_opt(2026, 6, 30));
/// assert_eq!(iso_day::read("2026-06-31"), None);
/// ```
pub fn read(text: &str) -> Option<NaiveDate> {
    usual(text.as_bytes()).or_else(|| text.parse().ok())
}

struct Text;

impl de::Visitor<'_> for Text {
    type Value = NaiveDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day like `2026-06-30`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<NaiveDate, E> {
        match usual(text.as_bytes()) {
            Some(day) => Ok(day),
            None => text.parse().map_err(E::custom),
        }
    }
}

/// Four digits, two and two; years outside and other forms are left to chrono.
fn usual(text: &[u8]) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use crate::testing::any_day;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Holder(#[serde(with = "crate::calendar::iso_day")] NaiveDate);

    proptest! {
        /// Reads what it prints, and any text like chrono does or not at all.
        #[test]
        fn reads_what_it_prints(day in any_day(), text in "[0-9+-]{0,12}") {
            let json = serde_json::to_string(&Holder(day)).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&day).unwrap());
            prop_assert_eq!(serde_json::from_str::<Holder>(&json).unwrap(), Holder(day));
            let json = format!("\"{text}\"");
            let ours = serde_json::from_str::<Holder>(&json).ok().map(|holder| holder.0);
            prop_assert_eq!(ours, serde_json::from_str::<NaiveDate>(&json).ok());
        }
    }
}
