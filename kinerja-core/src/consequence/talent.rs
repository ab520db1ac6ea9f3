//! The talent box: nine cells from performance and potential.
//!
//! A region's own aid for looking at many people. Its cuts have nothing to do
//! with the ratings of an evaluation: "Baik" at 80 points lies in the upper third
//! here, while the law calls it as expected.

use serde::{Deserialize, Serialize};

use super::ByPredicate;
use crate::{
    law::Source,
    number::{Ratio, Score, Share},
    scheme::Predicate,
};

/// A third of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TalentLevel {
    /// Below the middle cut.
    Low,
    /// From the middle cut on.
    Middle,
    /// From the high cut on.
    High,
}

/// A region's rule of the talent box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TalentRule {
    /// From here on a value is high.
    pub high: Score,
    /// From here on a value is in the middle.
    pub middle: Score,
    /// The points of a predicate.
    pub performance: ByPredicate<Score>,
    /// The share of performance in the talent value; potential has the rest.
    pub share: Share,
    /// Where the rule comes from.
    pub source: Source,
}

/// Where a person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TalentBox {
    /// The points of the predicate.
    pub points: Score,
    /// The third of performance.
    pub performance: TalentLevel,
    /// The third of potential.
    pub potential: TalentLevel,
    /// Performance and potential by their shares, exact.
    pub value: Ratio,
}

impl TalentRule {
    /// What is wrong with the rule: the key below `talent`, and why.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let cuts = (self.high <= self.middle)
            .then(|| ("high".to_owned(), format!("must be more than {}", self.middle)));
        let points = (!self.performance.rises()).then(|| {
            ("performance".to_owned(), "a better predicate must not have fewer points".to_owned())
        });
        [cuts, points].into_iter().flatten().collect()
    }

    /// The cell of a person. Nobody has one without a decided predicate and a
    /// potential that was assessed.
    pub fn place(&self, decided: Option<Predicate>, potential: Option<Score>) -> Option<TalentBox> {
        let (decided, potential) = (decided?, potential?);
        let points = self.performance.of(decided);
        let parts = self.share.basis_points() * points.micros()
            + self.share.rest().basis_points() * potential.micros();
        Some(TalentBox {
            points,
            performance: self.level(points),
            potential: self.level(potential),
            value: Ratio::new(parts, Share::WHOLE.basis_points())?,
        })
    }

    fn level(&self, value: Score) -> TalentLevel {
        if value >= self.high {
            TalentLevel::High
        } else if value >= self.middle {
            TalentLevel::Middle
        } else {
            TalentLevel::Low
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: &str) -> Score {
        text.parse().unwrap()
    }

    fn rule() -> TalentRule {
        TalentRule {
            high: score("80"),
            middle: score("60"),
            performance: ByPredicate {
                excellent: score("100"),
                good: score("80"),
                needs_improvement: score("60"),
                poor: score("40"),
                very_poor: score("20"),
            },
            share: "50".parse().unwrap(),
            source: Source::OWN,
        }
    }

    #[test]
    fn a_value_on_a_cut_belongs_above_it() {
        use TalentLevel::{High, Low, Middle};
        #[rustfmt::skip]
        let table = [
            (Predicate::Excellent,        "80",        High,   High),
            (Predicate::Good,             "79.999999", High,   Middle),
            (Predicate::NeedsImprovement, "60",        Middle, Middle),
            (Predicate::Poor,             "59.999999", Low,    Low),
            (Predicate::VeryPoor,         "0",         Low,    Low),
        ];
        for (predicate, potential, performance, level) in table {
            let found = rule().place(Some(predicate), Some(score(potential))).unwrap();
            assert_eq!((found.performance, found.potential), (performance, level), "{potential}");
        }
    }

    #[test]
    fn the_talent_value_is_exact_and_missing_is_no_cell() {
        let found = rule().place(Some(Predicate::Good), Some(score("70"))).unwrap();
        assert_eq!(found.value, score("75").ratio());
        assert_eq!(rule().place(None, Some(score("70"))), None);
        assert_eq!(rule().place(Some(Predicate::Good), None), None);
    }

    #[test]
    fn a_rule_that_contradicts_itself_is_refused_by_its_key() {
        let mut rule = rule();
        rule.high = rule.middle;
        rule.performance.good = score("10");
        let keys: Vec<_> = rule.problems().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["high", "performance"]);
    }
}
