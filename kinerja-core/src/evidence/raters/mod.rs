//! How several people see one person: their mean by class, without showing any
//! of them.
//!
//! Peers and subordinates answer freely only where nobody can tell who said
//! what. A class with fewer answers than its minimum counts for nothing and shows
//! neither its mean nor how many answered; and whatever is shown beside it is
//! made of the other classes alone. A hidden class therefore cannot be found by
//! subtraction: exchanging its answers for any others changes nothing that is
//! shown. People are told no counts, and of means only whole points
//! ([`Derivation::told`](crate::evaluation::Derivation::told)), so that one revision
//! and the next do not give an answer away.

mod behaviour;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use behaviour::{BehaviourRaters, RatedBehaviour};

use crate::{
    language::Language,
    number::{Ratio, Score, Weight},
};

/// Answers that one class may have: then the sums below stay far below the end
/// of `i128`.
const ANSWERS_MAX: usize = 10_000;

/// Who looks at a person's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RaterClass {
    /// The direct superior, whom everybody knows ("atasan").
    Superior,
    /// Colleagues ("rekan kerja").
    Peer,
    /// Those whom the person leads ("bawahan").
    Subordinate,
    /// Those who were served ("masyarakat").
    Public,
    /// The person ("diri sendiri").
    Oneself,
}

impl RaterClass {
    /// The five.
    pub const ALL: [Self; 5] =
        [Self::Superior, Self::Peer, Self::Subordinate, Self::Public, Self::Oneself];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::Peer => "peer",
            Self::Subordinate => "subordinate",
            Self::Public => "public",
            Self::Oneself => "oneself",
        }
    }

    /// The class for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Superior => language.pick("atasan", "superior"),
            Self::Peer => language.pick("rekan kerja", "peers"),
            Self::Subordinate => language.pick("bawahan", "subordinates"),
            Self::Public => language.pick("masyarakat", "the public"),
            Self::Oneself => language.pick("diri sendiri", "oneself"),
        }
    }
}

/// What a class of raters counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    /// Its share of the whole.
    pub weight: Weight,
    /// From so many answers on it counts and is shown. 1 only for those whom
    /// everybody knows anyway.
    pub answers_min: u32,
}

/// Which classes rate, what each counts, and from how many answers on.
///
/// # Legal basis
///
/// PP 30/2019 Pasal 41 lets an agency use the opinion of peers and subordinates;
/// classes, weights and minima are the agency's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<RaterClass, ClassRule>", into = "BTreeMap<RaterClass, ClassRule>")]
pub struct RaterRule(
    // Invariant: the weights make the whole; no minimum is 0, and none of peers,
    // subordinates or the public is below `RaterRule::ANONYMOUS_MIN`.
    BTreeMap<RaterClass, ClassRule>,
);

impl RaterRule {
    /// The fewest answers that hide who gave them.
    pub const ANONYMOUS_MIN: u32 = 3;

    /// Makes the rule.
    ///
    /// # Errors
    ///
    /// Fails when the weights do not make 100 %, or when a minimum would show
    /// single answers of a class that is to stay unknown.
    pub fn new(classes: BTreeMap<RaterClass, ClassRule>) -> Result<Self, RaterError> {
        for (class, rule) in &classes {
            let least = Self::least(*class);
            if rule.answers_min < least {
                return Err(RaterError::Minimum { class: *class, least, found: rule.answers_min });
            }
        }
        let sum: i128 = classes.values().map(|rule| rule.weight.basis_points()).sum();
        if sum == Weight::WHOLE.basis_points() {
            Ok(Self(classes))
        } else {
            Err(RaterError::Weights { basis_points: sum })
        }
    }

    /// The least minimum of a class: the one that hides who answered, where nobody
    /// is to know.
    pub(in crate::evidence) const fn least(class: RaterClass) -> u32 {
        match class {
            RaterClass::Superior | RaterClass::Oneself => 1,
            RaterClass::Peer | RaterClass::Subordinate | RaterClass::Public => Self::ANONYMOUS_MIN,
        }
    }

    /// Whether a class rates.
    pub fn asks(&self, class: RaterClass) -> bool {
        self.0.contains_key(&class)
    }

    /// What a class counts, and from how many answers on; none where it does not
    /// rate.
    pub fn class(&self, class: RaterClass) -> Option<ClassRule> {
        self.0.get(&class).copied()
    }

    /// The view in which every class is hidden.
    fn hidden(&self) -> RatersView {
        let classes = self.0.keys().map(|class| (*class, None)).collect();
        RatersView { classes, answers: None, overall: None }
    }

    /// What of the answers may be shown and counts.
    ///
    /// # Errors
    ///
    /// Fails on answers of a class that does not rate, and on more than 10,000 of
    /// one class.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use kinerja_core::evidence::{ClassRule, RaterClass, RaterRule};
    ///
    /// let rule = RaterRule::new(BTreeMap::from([
    ///     (RaterClass::Superior, ClassRule { weight: "60".parse()?, answers_min: 1 }),
    ///     (RaterClass::Peer, ClassRule { weight: "40".parse()?, answers_min: 3 }),
    /// ]))?;
    /// let answers = BTreeMap::from([
    ///     (RaterClass::Superior, vec!["90".parse()?]),
    ///     (RaterClass::Peer, vec!["70".parse()?, "80".parse()?]),
    /// ]);
    /// let shown = rule.view(&answers)?;
    /// assert_eq!(shown.classes[&RaterClass::Peer], None);
    /// assert_eq!(shown.answers, None);
    /// assert_eq!(shown.overall, Some("90".parse::<kinerja_core::number::Score>()?.ratio()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn view(
        &self,
        answers: &BTreeMap<RaterClass, Vec<Score>>,
    ) -> Result<RatersView, RaterError> {
        for (class, given) in answers {
            if !self.0.contains_key(class) {
                return Err(RaterError::NotAsked { class: *class });
            }
            if given.len() > ANSWERS_MAX {
                return Err(RaterError::TooMany { class: *class, found: given.len() });
            }
        }
        let classes: BTreeMap<_, _> = self
            .0
            .iter()
            .map(|(class, rule)| {
                let given = answers.get(class).map(Vec::as_slice).unwrap_or_default();
                (*class, ClassView::of(*rule, given))
            })
            .collect();
        let all: Option<u32> =
            classes.values().map(|view| view.and_then(|view| view.answers)).sum();
        Ok(RatersView { overall: overall(classes.values().flatten()), answers: all, classes })
    }
}

/// What is shown of a class that has enough answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClassView {
    /// What it counts.
    pub weight: Weight,
    /// How many answered; none where this is told to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<u32>,
    /// The mean of their scores, exact.
    pub mean: Ratio,
}

impl ClassView {
    fn of(rule: ClassRule, given: &[Score]) -> Option<Self> {
        let answers = u32::try_from(given.len()).ok()?;
        let sum = given.iter().map(|score| score.micros()).sum();
        let mean = Ratio::new(sum, answers.into())?;
        (answers >= rule.answers_min).then_some(Self {
            weight: rule.weight,
            answers: Some(answers),
            mean,
        })
    }
}

/// What is shown of all answers about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatersView {
    /// The classes that were asked; none for one that has too few answers, or no
    /// answer at all.
    pub classes: BTreeMap<RaterClass, Option<ClassView>>,
    /// All answers together; none as soon as one class is hidden, because the
    /// others could be subtracted.
    pub answers: Option<u32>,
    /// The mean of the classes that are shown, by their weights, exact; none where
    /// no class is shown. A hidden class has no part in it.
    pub overall: Option<Ratio>,
}

impl RatersView {
    /// The share of the whole that the shown classes carry, in basis points:
    /// 10,000 where none is hidden.
    pub fn counted(&self) -> i128 {
        self.classes.values().flatten().map(|view| view.weight.basis_points()).sum()
    }
}

/// The weighted mean of the means. With five classes of at most 10,000 answers the
/// product of the counts is at most 10^20, a sum of scores at most 10^13 and a
/// weight at most 10^4: below 10^38 together, because a class's own count is not
/// in the product that its sum is multiplied with.
fn overall<'v>(shown: impl Iterator<Item = &'v ClassView> + Clone) -> Option<Ratio> {
    let product: i128 = shown.clone().map(|view| view.mean.divisor()).product();
    let weights: i128 = shown.clone().map(|view| view.weight.basis_points()).sum();
    let sum = shown
        .map(|view| {
            let others = product / view.mean.divisor();
            view.weight.basis_points() * view.mean.numerator() * others
        })
        .sum();
    Ratio::new(sum, weights * product)
}

/// Why raters cannot be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RaterError {
    /// The weights do not make the whole.
    #[error("the weights of the classes of raters make {basis_points} basis points, not 10000")]
    Weights {
        /// What they make.
        basis_points: i128,
    },
    /// A minimum that would show single answers.
    #[error("`{}` counts from {found} answers on: ask for at least {least}", class.code())]
    Minimum {
        /// The class.
        class: RaterClass,
        /// The smallest minimum that it may have.
        least: u32,
        /// What was given.
        found: u32,
    },
    /// Answers of a class that does not rate.
    #[error("`{}` gave answers but does not rate: leave them out, or give it a weight", class.code())]
    NotAsked {
        /// The class.
        class: RaterClass,
    },
    /// More answers than are read.
    #[error("`{}` gave {found} answers: at most 10000 are read", class.code())]
    TooMany {
        /// The class.
        class: RaterClass,
        /// How many were given.
        found: usize,
    },
}

impl TryFrom<BTreeMap<RaterClass, ClassRule>> for RaterRule {
    type Error = RaterError;

    fn try_from(classes: BTreeMap<RaterClass, ClassRule>) -> Result<Self, Self::Error> {
        Self::new(classes)
    }
}

impl From<RaterRule> for BTreeMap<RaterClass, ClassRule> {
    fn from(rule: RaterRule) -> Self {
        rule.0
    }
}

#[cfg(test)]
mod tests;
