//! A derivation as it is kept: a line a step, short where the step is one that
//! every evaluation has, so that a result takes little room.
//!
//! | line | step |
//! |---|---|
//! | `a CODE TARGET ACTUAL ACHIEVEMENT [COUNTED]` | an amount against its target: `>60`, `<15` or `88~100` |
//! | `w POINTS VALUE` | the score of work results |
//! | `b SCORE… COUNT VALUE` | seven scores of behaviour, `-` where one is missing |
//! | `t VALUE` | both together |
//! | `r RATING` and `s RATING` | the rating of those results, and of that behaviour |
//! | `d PREDICATE` | the predicate that the bands give for that total |
//! | `p BASIS RESULT BEHAVIOUR PREDICATE` | the predicate |
//! | `{…}` | any other step as JSON |
//!
//! A list in JSON is read as well: so a database made by an older version has it.

use std::str::FromStr;

use kinerja_core::{
    evaluation::{Derivation, Step, Subject},
    number::{Ratio, Score},
    plan::Actual,
    scheme::{Basis, Predicate, Rating},
};

use super::{StoreError, kept::word};

/// Room for the trail of an ordinary plan, so that it seldom grows.
const TRAIL_BYTES: usize = 768;

/// Writes a derivation as it is kept.
///
/// # Errors
///
/// Fails where a step cannot be written.
pub fn write(derivation: &Derivation) -> Result<String, StoreError> {
    let mut text = String::with_capacity(TRAIL_BYTES);
    let mut before = Before::default();
    for step in derivation.steps() {
        let start = text.len();
        if !short(&mut text, &before, step) {
            text.truncate(start);
            let json = serde_json::to_string(step)
                .map_err(|error| StoreError::corrupt("write a derivation", &error))?;
            text.push_str(&json);
        }
        text.push('\n');
        before.see(step);
    }
    text.pop();
    Ok(text)
}

/// Reads a derivation back.
///
/// # Errors
///
/// Fails where it is not as it was written.
pub fn read(text: &str) -> Result<Derivation, StoreError> {
    let unreadable = |reason: &dyn std::fmt::Display| {
        StoreError::corrupt("read a derivation", &reason.to_string())
    };
    if text.starts_with('[') {
        return serde_json::from_str(text).map_err(|error| unreadable(&error));
    }
    let mut before = Before::default();
    let mut steps = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let step = if line.starts_with('{') {
            serde_json::from_str(line).map_err(|error| unreadable(&error))?
        } else {
            let line_number = number + 1;
            step(line, &before).ok_or_else(|| unreadable(&format!("line {line_number}")))?
        };
        before.see(&step);
        steps.push(step);
    }
    Ok(Derivation::of(steps))
}

/// The values of the steps before, which later steps say again.
#[derive(Default)]
struct Before {
    work: Option<Ratio>,
    behaviour: Option<Ratio>,
    total: Option<Ratio>,
}

impl Before {
    const fn see(&mut self, step: &Step) {
        if let Step::Work { value, .. } = step {
            self.work = Some(*value);
        } else if let Step::Behaviour { value, .. } = step {
            self.behaviour = Some(*value);
        } else if let Step::Total { value, .. } = step {
            self.total = Some(*value);
        }
    }

    const fn of(&self, subject: Subject) -> Option<Ratio> {
        match subject {
            Subject::Result => self.work,
            Subject::Behaviour => self.behaviour,
        }
    }
}

/// Whether a value is, to the letter, the one before.
fn is_again(value: Ratio, before: Option<Ratio>) -> bool {
    before.is_some_and(|before| {
        (value.numerator(), value.divisor()) == (before.numerator(), before.divisor())
    })
}

/// Writes a step as a short line; false where it has none, whatever was written.
fn short(text: &mut String, before: &Before, step: &Step) -> bool {
    match step {
        Step::Achievement { code, target, actual, achievement, capped } => {
            let Actual::Amount(amount) = actual else { return false };
            push_words(text, &["a ", code.as_str(), " "]);
            word::push_target(text, *target);
            text.push(' ');
            amount.push_to(text);
            text.push(' ');
            achievement.push_to(text);
            if let Some(counted) = capped {
                text.push(' ');
                counted.push_to(text);
            }
            return target.is_amount();
        }
        Step::Work { points, value } => {
            text.push_str("w ");
            points.push_to(text);
            text.push(' ');
            value.push_to(text);
        }
        Step::Behaviour { scores, count, value } => {
            push_scores(text, scores);
            push_words(text, &[" ", &count.to_string(), " "]);
            value.push_to(text);
        }
        Step::Total { work, behaviour, value } => {
            text.push_str("t ");
            value.push_to(text);
            return is_again(*work, before.work) && is_again(*behaviour, before.behaviour);
        }
        Step::Rating { of, value, rating } => {
            let letter = if *of == Subject::Result { "r " } else { "s " };
            push_words(text, &[letter, rating.code()]);
            return is_again(*value, before.of(*of));
        }
        Step::Band { value, predicate } => {
            push_words(text, &["d ", predicate.code()]);
            return is_again(*value, before.total);
        }
        Step::Predicate { basis, result, behaviour, predicate } => {
            let (basis, result) = (basis_code(*basis), result.code());
            let (behaviour, predicate) = (behaviour.code(), predicate.code());
            push_words(text, &["p ", basis, " ", result, " ", behaviour, " ", predicate]);
        }
        Step::Survey { .. }
        | Step::Counted { .. }
        | Step::Raters(_)
        | Step::Gap { .. }
        | Step::Head(_)
        | Step::Veto { .. }
        | Step::Older(_)
        | Step::FollowUp { .. }
        | Step::Motion(_)
        | Step::Part { .. }
        | Step::Act(_) => return false,
    }
    true
}

fn push_words(text: &mut String, words: &[&str]) {
    for word in words {
        text.push_str(word);
    }
}

/// Writes `b 87.5 -`, with `-` for one that is missing.
fn push_scores(text: &mut String, scores: &[Option<Score>]) {
    text.push('b');
    for score in scores {
        text.push(' ');
        match score {
            Some(score) => score.push_to(text),
            None => text.push('-'),
        }
    }
}

const fn basis_code(basis: Basis) -> &'static str {
    match basis {
        Basis::Bands => "bands",
        Basis::Matrix => "matrix",
    }
}

/// Reads a short line.
fn step(line: &str, before: &Before) -> Option<Step> {
    let mut words = line.split(' ');
    let kind = words.next()?;
    let step = match kind {
        "a" => Step::Achievement {
            code: value(&mut words)?,
            target: word::target(words.next()?)?,
            actual: Actual::Amount(value(&mut words)?),
            achievement: value(&mut words)?,
            capped: words.next().map(str::parse).transpose().ok()?,
        },
        "w" => Step::Work { points: value(&mut words)?, value: value(&mut words)? },
        "b" => {
            let mut scores = [None; 7];
            for score in &mut scores {
                let word = words.next()?;
                *score = (word != "-").then(|| word.parse()).transpose().ok()?;
            }
            Step::Behaviour { scores, count: value(&mut words)?, value: value(&mut words)? }
        }
        "t" => Step::Total {
            work: before.work?,
            behaviour: before.behaviour?,
            value: value(&mut words)?,
        },
        "r" | "s" => {
            let of = if kind == "r" { Subject::Result } else { Subject::Behaviour };
            Step::Rating { of, value: before.of(of)?, rating: rating(words.next()?)? }
        }
        "d" => Step::Band { value: before.total?, predicate: predicate(words.next()?)? },
        "p" => Step::Predicate {
            basis: basis(words.next()?)?,
            result: rating(words.next()?)?,
            behaviour: rating(words.next()?)?,
            predicate: predicate(words.next()?)?,
        },
        _ => return None,
    };
    words.next().is_none().then_some(step)
}

fn value<T: FromStr>(words: &mut std::str::Split<'_, char>) -> Option<T> {
    words.next()?.parse().ok()
}

fn basis(code: &str) -> Option<Basis> {
    [Basis::Bands, Basis::Matrix].into_iter().find(|basis| basis_code(*basis) == code)
}

fn rating(code: &str) -> Option<Rating> {
    Rating::ALL.into_iter().find(|rating| rating.code() == code)
}

fn predicate(code: &str) -> Option<Predicate> {
    Predicate::BEST_FIRST.into_iter().find(|predicate| predicate.code() == code)
}
