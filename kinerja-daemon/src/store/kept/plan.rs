//! A plan, as it is kept.

use std::fmt::Write as _;

use kinerja_core::plan::{Aspect, Contribution, Indicator, Level, Measure, ResultKind, WorkPlan};

use super::{
    Kept, KeptError, KeptPlan, is_json,
    word::{self, DITTO, Fields, Lines},
};

/// Room for an ordinary plan.
const BYTES: usize = 1_024;

/// Stands for the weight of an additional result, which has none.
const ADDITIONAL: &str = "+";

/// Writes a plan as it is kept.
///
/// # Errors
///
/// Fails where it cannot be written.
pub fn write_plan(plan: &WorkPlan) -> Result<String, serde_json::Error> {
    lines(plan).map_or_else(|| serde_json::to_string(&KeptPlan(plan)), Ok)
}

/// None where something has no line.
fn lines(plan: &WorkPlan) -> Option<String> {
    if !plan.expectations().is_empty() {
        return None;
    }
    let mut text = String::with_capacity(BYTES);
    write!(text, "{} {}", plan.period(), plan.status().code()).ok()?;
    let mut before: Option<&Indicator> = None;
    for indicator in plan.indicators() {
        push_line(&mut text, indicator, before)?;
        before = Some(indicator);
    }
    Some(text)
}

fn push_line(text: &mut String, indicator: &Indicator, before: Option<&Indicator>) -> Option<()> {
    // By name, so that whoever adds a field is asked to write it.
    let Indicator {
        code,
        kind,
        result,
        title,
        measure,
        aspect,
        level,
        contribution,
        unit,
        baseline,
        target,
        mission,
        service,
    } = indicator;
    write!(text, "\n{}\t", code.as_str()).ok()?;
    match kind {
        ResultKind::Main(weight) => write!(text, "{weight}\t").ok()?,
        ResultKind::Additional => write!(text, "{ADDITIONAL}\t").ok()?,
    }
    word::push_target(text, *target);
    text.push('\t');
    text.push(measure_letter(*measure));
    text.push(aspect_letter(*aspect));
    text.push(level_letter(*level));
    text.push(contribution_letter(*contribution));
    push_text(text, unit, before.map(|before| &*before.unit))?;
    push_text(text, result, before.map(|before| &*before.result))?;
    push_text(text, title, None)?;
    let start = text.len();
    let mut end = start;
    for word in [
        baseline.map(|amount| amount.to_string()),
        mission.as_ref().map(ToString::to_string),
        service.as_ref().map(ToString::to_string),
    ] {
        text.push('\t');
        if let Some(word) = word {
            text.push_str(&word);
            end = text.len();
        }
    }
    text.truncate(end);
    Some(())
}

fn push_text(text: &mut String, field: &str, before: Option<&str>) -> Option<()> {
    if field == DITTO || field.contains(['\t', '\n', '\r']) {
        return None;
    }
    text.push('\t');
    text.push_str(if before == Some(field) { DITTO } else { field });
    Some(())
}

impl Kept for WorkPlan {
    fn read(body: &str) -> Result<Self, KeptError> {
        if is_json(body) {
            return Ok(serde_json::from_str(body)?);
        }
        let mut lines = Lines::of(body);
        let head = lines.next().and_then(|head| head.split_once(' '));
        let head = head.and_then(|(period, code)| Some((period.parse().ok()?, code.parse().ok()?)));
        let (period, status) = head.ok_or(KeptError::Line { line: 1 })?;
        let mut indicators: Vec<Indicator> = Vec::with_capacity(12);
        for (place, line) in lines.enumerate() {
            let read = read_line(Fields::of(line), indicators.last());
            indicators.push(read.ok_or(KeptError::Line { line: place + 2 })?);
        }
        Self::new(period, status, indicators).map_err(KeptError::Plan)
    }
}

fn read_line(mut fields: Fields<'_>, before: Option<&Indicator>) -> Option<Indicator> {
    let code = fields.next()?.parse().ok()?;
    let kind = match fields.next()? {
        ADDITIONAL => ResultKind::Additional,
        weight => ResultKind::Main(weight.parse().ok()?),
    };
    let target = word::target(fields.next()?)?;
    let &[measure, aspect, level, contribution] = fields.next()?.as_bytes() else { return None };
    let unit = text(fields.next()?, before.map(|before| &before.unit))?;
    let result = text(fields.next()?, before.map(|before| &before.result))?;
    let title = text(fields.next()?, None)?;
    let mut rest = || fields.next().filter(|word| !word.is_empty());
    let baseline = rest().map(str::parse).transpose().ok()?;
    let mission = rest().map(str::parse).transpose().ok()?;
    let service = rest().map(str::parse).transpose().ok()?;
    Some(Indicator {
        code,
        kind,
        result,
        title,
        measure: with_letter(MEASURES, measure_letter, measure)?,
        aspect: with_letter(Aspect::ALL, aspect_letter, aspect)?,
        level: with_letter(LEVELS, level_letter, level)?,
        contribution: with_letter(CONTRIBUTIONS, contribution_letter, contribution)?,
        unit,
        baseline,
        target,
        mission,
        service,
    })
}

fn text(word: &str, before: Option<&String>) -> Option<String> {
    if word == DITTO { before.cloned() } else { Some(word.to_owned()) }
}

const MEASURES: [Measure; 5] = [
    Measure::Ordinary,
    Measure::SatisfactionIndex,
    Measure::AcceptedReports,
    Measure::AcceptedDays,
    Measure::AcceptedMinutes,
];
const LEVELS: [Level; 3] = [Level::Output, Level::Outcome, Level::Impact];
const CONTRIBUTIONS: [Contribution; 2] = [Contribution::Individual, Contribution::Collective];

const fn measure_letter(measure: Measure) -> char {
    match measure {
        Measure::Ordinary => 'o',
        Measure::SatisfactionIndex => 's',
        Measure::AcceptedReports => 'r',
        Measure::AcceptedDays => 'd',
        Measure::AcceptedMinutes => 'm',
    }
}

const fn aspect_letter(aspect: Aspect) -> char {
    match aspect {
        Aspect::Quantity => 'n',
        Aspect::Quality => 'q',
        Aspect::Time => 't',
        Aspect::Cost => 'c',
    }
}

const fn level_letter(level: Level) -> char {
    match level {
        Level::Output => 'o',
        Level::Outcome => 'c',
        Level::Impact => 'i',
    }
}

const fn contribution_letter(contribution: Contribution) -> char {
    match contribution {
        Contribution::Individual => 'i',
        Contribution::Collective => 'c',
    }
}

fn with_letter<T: Copy, const N: usize>(
    all: [T; N],
    letter_of: impl Fn(T) -> char,
    letter: u8,
) -> Option<T> {
    all.into_iter().find(|one| letter_of(*one) == char::from(letter))
}
