//! The index of a satisfaction survey.

use kinerja_core::{
    evidence::{ElementMean, IndexRule, satisfaction_index as index},
    number::Quantity,
    region::RuleBook,
};

use crate::table::{Row, compare};

/// PermenPANRB 14/2017: a weight and the mean of each element make the index
/// and its grade.
pub(crate) fn satisfaction_index(row: &Row) -> Result<(), String> {
    let found = indexed(row);
    let value = |text: &str| text.parse::<Quantity>().map_err(|error| error.to_string());
    compare(row.get("index")?, value, found.clone().map(|(value, _)| value))?;
    match found {
        Ok((_, grade)) => compare(row.get("grade")?, |text| Ok(text.to_owned()), Ok(grade)),
        Err(_) => Ok(()),
    }
}

fn indexed(row: &Row) -> Result<(Quantity, String), String> {
    let means: Vec<ElementMean> = row.list("element_means")?;
    let rules = RuleBook::national().unwrap();
    let day = "2017-12-31".parse().unwrap();
    let rule = &rules.survey_index.at(day).unwrap().value;
    let rule = IndexRule { weight: row.parse("weight")?, ..rule.clone() };
    let bounds = &rules.survey_grades.at(day).unwrap().value;
    let found = index(&means, &rule, bounds).map_err(|error| error.to_string())?;
    Ok((found.value(), found.grade().code().to_owned()))
}
