//! Words of kept documents and derivations: targets, and what was reached.

use std::fmt::Write as _;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::iso_day,
    plan::{Actual, Direction, Target},
};

/// Says the same as the line above.
pub(super) const DITTO: &str = "\"";

const YES: &str = "y";
const NO: &str = "n";
const DAY: char = '@';

/// Writes `>60`, `<10:15`, `~88:100`, `y` or `@2026-12-31`.
pub(in crate::store) fn push_target(text: &mut String, target: Target) -> std::fmt::Result {
    if let Some((low, high)) = target.ends() {
        text.push(match target.direction() {
            Direction::Higher => '>',
            Direction::Lower => '<',
            Direction::Range | Direction::YesNo | Direction::ByDate => '~',
        });
        write!(text, "{low}")?;
        return if low == high { Ok(()) } else { write!(text, ":{high}") };
    }
    match target.day() {
        Some(day) => push_day(text, day),
        None => text.write_str(YES),
    }
}

/// Reads a target back.
pub(in crate::store) fn target(word: &str) -> Option<Target> {
    if word == YES {
        return Some(Target::yes());
    }
    let (sign, rest) = word.split_at_checked(1)?;
    if sign.starts_with(DAY) {
        return iso_day::read(rest).map(Target::by_date);
    }
    let (low, high) = rest.split_once(':').unwrap_or((rest, rest));
    let (low, high) = (low.parse().ok()?, high.parse().ok()?);
    match sign {
        ">" => Target::higher_range(low, high),
        "<" => Target::lower_range(low, high),
        "~" => Target::range(low, high),
        _ => return None,
    }
    .ok()
}

/// Writes `27.5`, `y`, `n` or `@2026-06-30`.
pub(super) fn push_actual(text: &mut String, actual: Actual) -> std::fmt::Result {
    match actual {
        Actual::Amount(amount) => write!(text, "{amount}"),
        Actual::Answer(true) => text.write_str(YES),
        Actual::Answer(false) => text.write_str(NO),
        Actual::Day(day) => push_day(text, day),
    }
}

/// Reads back what was reached.
pub(super) fn actual(word: &str) -> Option<Actual> {
    match (word, word.strip_prefix(DAY)) {
        (YES, _) => Some(Actual::Answer(true)),
        (NO, _) => Some(Actual::Answer(false)),
        (_, Some(day)) => iso_day::read(day).map(Actual::Day),
        (_, None) => word.parse().ok().map(Actual::Amount),
    }
}

fn push_day(text: &mut String, day: NaiveDate) -> std::fmt::Result {
    write!(text, "{DAY}{day}")
}
