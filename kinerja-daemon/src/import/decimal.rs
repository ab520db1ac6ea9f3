//! Decimal numbers as text, exact from the cell to the engine.

use kinerja_core::number::DecimalMark;

use super::cell::Flaw;

/// Digits before the decimal mark: as many as the engine's numbers have room for.
const WHOLE_DIGITS_MAX: usize = 18;
/// Digits after the decimal mark: the engine counts in millionths.
const DECIMALS_MAX: usize = 6;

/// How a number looks with a mark.
pub(super) const fn example(mark: DecimalMark) -> &'static str {
    match mark {
        DecimalMark::Comma => "1.234,5",
        DecimalMark::Point => "1,234.5",
    }
}

/// Why a text is not a decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotDecimal {
    Form,
    Digits,
}

/// Reads a typed number. Groups must be whole: `1.234` may be a thousand, `1.23`
/// and `0.123` are slips of somebody who uses the other mark.
pub(super) fn decimal(text: &str, mark: DecimalMark) -> Result<String, NotDecimal> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text),
    };
    let (whole, decimals) = match unsigned.split_once(mark.mark()) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (unsigned, None),
    };
    if !is_grouped(whole, mark.group()) || !decimals.is_none_or(is_digits) {
        return Err(NotDecimal::Form);
    }
    let whole: String = whole.chars().filter(|c| *c != mark.group()).collect();
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.unwrap_or_default();
    if WHOLE_DIGITS_MAX < whole.len() || DECIMALS_MAX < decimals.len() {
        return Err(NotDecimal::Digits);
    }
    match (sign, canonical(sign, whole, decimals)) {
        ("-", number) if number == "0" => Err(NotDecimal::Form),
        (_, number) => Ok(number),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_grouped(whole: &str, group: char) -> bool {
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    is_digits(first)
        && (rest.peek().is_none() || (first.len() <= 3 && !first.starts_with('0')))
        && rest.all(|group| group.len() == 3 && is_digits(group))
}

/// The one way to write a number: no leading or trailing zeros, no `-0`.
fn canonical(sign: &str, whole: &str, decimals: &str) -> String {
    let whole = if whole.is_empty() { "0" } else { whole };
    match decimals.trim_end_matches('0') {
        "" if whole == "0" => "0".to_owned(),
        "" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{decimals}"),
    }
}

/// The decimal text of a number cell, given the shortest digits of its float,
/// rounded half up to six decimals: what lies below is noise of binary sums.
pub(super) fn decimal_of_number_cell(shortest: &str) -> Result<String, Flaw> {
    let (sign, unsigned) = match shortest.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", shortest),
    };
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if !is_digits(whole) || !is_digits(decimals) {
        // `NaN` and `inf`.
        return Err(Flaw::Number);
    }
    let up = decimals.as_bytes().get(DECIMALS_MAX).is_some_and(|digit| b'5' <= *digit);
    let digits: Vec<u8> =
        decimals.bytes().chain(std::iter::repeat(b'0')).take(DECIMALS_MAX).collect();
    let mut digits: Vec<u8> = whole.bytes().chain(digits).collect();
    if up {
        round_up(&mut digits);
    }
    let text: String = digits.into_iter().map(char::from).collect();
    let (whole, decimals) =
        text.split_at_checked(text.len().saturating_sub(DECIMALS_MAX)).unwrap_or(("", &text));
    let whole = whole.trim_start_matches('0');
    if WHOLE_DIGITS_MAX < whole.len() {
        return Err(Flaw::Digits);
    }
    Ok(canonical(sign, whole, decimals))
}

/// Adds one to the last digit.
fn round_up(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit = digit.saturating_add(1);
            return;
        }
    }
    digits.insert(0, b'1');
}
