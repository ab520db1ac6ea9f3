//! Words of kept documents and derivations: targets, and what was reached.

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

/// The parts of a text between marks of one byte. They are short, so that looking at
/// one byte after the other is quicker than looking for the mark.
#[derive(Debug, Clone)]
pub(super) struct Parts<'a, const MARK: u8>(Option<&'a str>);

impl<'a, const MARK: u8> Parts<'a, MARK> {
    pub(super) const fn of(text: &'a str) -> Self {
        assert!(MARK.is_ascii());
        Self(Some(text))
    }
}

impl<'a, const MARK: u8> Iterator for Parts<'a, MARK> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0.take()?;
        let Some(end) = text.bytes().position(|byte| byte == MARK) else { return Some(text) };
        self.0 = text.get(end + 1..);
        text.get(..end)
    }
}

pub(super) type Lines<'a> = Parts<'a, b'\n'>;
pub(super) type Fields<'a> = Parts<'a, b'\t'>;

/// Writes `>60`, `<10:15`, `~88:100`, `y` or `@2026-12-31`.
pub(in crate::store) fn push_target(text: &mut String, target: Target) {
    if let Some((low, high)) = target.ends() {
        text.push(match target.direction() {
            Direction::Higher => '>',
            Direction::Lower => '<',
            Direction::Range | Direction::YesNo | Direction::ByDate => '~',
        });
        low.push_to(text);
        if low != high {
            text.push(':');
            high.push_to(text);
        }
        return;
    }
    match target.day() {
        Some(day) => push_day(text, day),
        None => text.push_str(YES),
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
    let mut ends = Parts::<b':'>::of(rest);
    let low = ends.next()?.parse().ok()?;
    let high = ends.next().map_or(Ok(low), str::parse).ok()?;
    if ends.next().is_some() {
        return None;
    }
    match sign {
        ">" => Target::higher_range(low, high),
        "<" => Target::lower_range(low, high),
        "~" => Target::range(low, high),
        _ => return None,
    }
    .ok()
}

/// Writes `27.5`, `y`, `n` or `@2026-06-30`.
pub(super) fn push_actual(text: &mut String, actual: Actual) {
    match actual {
        Actual::Amount(amount) => amount.push_to(text),
        Actual::Answer(true) => text.push_str(YES),
        Actual::Answer(false) => text.push_str(NO),
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

fn push_day(text: &mut String, day: NaiveDate) {
    text.push(DAY);
    text.push_str(&day.to_string());
}
