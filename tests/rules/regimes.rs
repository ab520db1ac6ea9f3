//! The regimes before 2022.

use std::fmt;

use kinerja_core::{
    number::{Quantity, Ratio},
    region::RuleBook,
    scheme::{
        Predicate,
        pp46_2011::{Activity, Measured},
    },
};

use crate::table::{Row, compare};

/// A number with any number of decimals.
pub(crate) struct Exact(pub(crate) Ratio);

impl std::str::FromStr for Exact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() || !all_digits(digits) || !all_digits(decimals) {
            return Err(format!("`{text}` is not a number"));
        }
        let decimals = decimals.trim_end_matches('0');
        let scaled: i128 =
            format!("{whole}{decimals}").parse().map_err(|_| format!("`{text}` is too long"))?;
        let divisor = u32::try_from(decimals.len()).ok().and_then(|len| 10_i128.checked_pow(len));
        let micros = scaled.checked_mul(1_000_000).zip(divisor);
        let found = micros.and_then(|(micros, divisor)| Ratio::new(micros, divisor));
        found.map(Self).ok_or_else(|| format!("`{text}` is too long"))
    }
}

/// What a row expects or a rule answers: cells one after the other.
#[derive(PartialEq)]
struct Cells(Vec<Option<Ratio>>);

impl fmt::Display for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |cell: &Option<Ratio>| cell.map_or_else(String::new, |found| found.to_string());
        f.write_str(&self.0.iter().map(cell).collect::<Vec<_>>().join(";"))
    }
}

fn cells(text: &str) -> Result<Cells, String> {
    let cell = |cell: &str| match cell {
        "" => Ok(None),
        number => number.parse().map(|Exact(number)| Some(number)),
    };
    text.split(';').map(cell).collect::<Result<_, _>>().map(Cells)
}

fn rules() -> RuleBook {
    RuleBook::national().unwrap()
}

/// Perka BKN 1/2013: targets and actuals make the aspects and their mean.
pub(crate) fn pp46_2011(row: &Row) -> Result<(), String> {
    let columns = ["quantity", "quality", "time", "cost", "value"];
    let expected: Vec<_> =
        columns.into_iter().map(|column| row.get(column)).collect::<Result<_, _>>()?;
    let refused = expected.contains(&"error");
    let expected = if refused { "error".to_owned() } else { expected.join(";") };
    compare(&expected, cells, aspects(row))
}

fn aspects(row: &Row) -> Result<Cells, String> {
    let measured = |aspect: &str| {
        let target: Quantity = row.parse(&format!("target_{aspect}"))?;
        let actual: Quantity = row.parse(&format!("actual_{aspect}"))?;
        Measured::new(target, actual).map_err(|error| error.to_string())
    };
    let no_cost = row.get("target_cost")?.is_empty() && row.get("actual_cost")?.is_empty();
    let activity = Activity {
        quantity: measured("quantity")?,
        quality: measured("quality")?,
        time: measured("time")?,
        cost: if no_cost { None } else { Some(measured("cost")?) },
    };
    let rules = rules();
    let rule = rules.pp46_2011_aspects.at("2020-12-31".parse().unwrap()).unwrap();
    let found = activity.aspects(&rule.value).ok_or("the numbers are too large")?;
    let rounded = |aspect: Ratio| Some(aspect.rounded());
    Ok(Cells(vec![
        rounded(found.quantity),
        rounded(found.quality),
        rounded(found.time),
        found.cost.and_then(rounded),
        rounded(found.value),
    ]))
}

fn predicate(text: &str) -> Result<&'static str, String> {
    let found = Predicate::BEST_FIRST.into_iter().find(|found| found.code() == text);
    found.map(Predicate::code).ok_or_else(|| format!("unknown predicate `{text}`"))
}

/// PP 30/2019 Pasal 41 ayat (5): a total and a new idea make the predicate.
pub(crate) fn pp30_2019(row: &Row) -> Result<(), String> {
    compare(row.get("predicate")?, predicate, band(row))
}

fn band(row: &Row) -> Result<&'static str, String> {
    let Exact(score) = row.parse("score")?;
    let new_idea = match row.get("new_idea")? {
        "" => None,
        text => Some(text.parse().map_err(|_| format!("new_idea: `{text}`"))?),
    };
    let rules = rules();
    let rule = rules.pp30_2019_bands.at("2021-12-31".parse().unwrap()).unwrap();
    let found = rule.value.predicate(score, new_idea).map_err(|error| error.to_string())?;
    Ok(found.code())
}

/// PP 30/2019 Pasal 41: result and behaviour make the total, which is exact.
pub(crate) fn pp30_2019_total(row: &Row) -> Result<(), String> {
    compare(row.get("expected")?, cells, total(row))
}

fn total(row: &Row) -> Result<Cells, String> {
    let Exact(result) = row.parse("result_score")?;
    let Exact(behaviour) = row.parse("behaviour_score")?;
    let peer_opinion: bool = row.parse("peer_opinion")?;
    let (rules, day) = (rules(), "2021-12-31".parse().unwrap());
    let share = rules.pp30_2019_shares.at(day).unwrap().value.behaviour(peer_opinion);
    let bands = &rules.pp30_2019_bands.at(day).unwrap().value;
    let found = bands.total(share, result, behaviour).map_err(|error| error.to_string())?;
    Ok(Cells(vec![Some(found)]))
}

/// PermenPANRB 8/2021: an achievement makes a category and a value.
pub(crate) fn permenpanrb8_2021(row: &Row) -> Result<(), String> {
    let answer = converted(row);
    let category = answer.as_ref().map(|(code, _)| *code).map_err(Clone::clone);
    compare(row.get("category")?, predicate, category)?;
    let value = answer.map(|(_, value)| Cells(vec![Some(value)]));
    // A refusal may stand in one of the two cells only.
    let expected = if row.get("category")? == "error" { "error" } else { row.get("value")? };
    compare(expected, cells, value)
}

fn converted(row: &Row) -> Result<(&'static str, Ratio), String> {
    let Exact(achievement) = row.parse("achievement_percent")?;
    let most: bool = row.parse("target_is_maximum")?;
    let rules = rules();
    let rule = rules.permenpanrb8_2021_conversion.at("2021-12-31".parse().unwrap()).unwrap();
    let found = rule.value.convert(achievement, most).map_err(|error| error.to_string())?;
    Ok((found.predicate.code(), found.value.rounded()))
}
