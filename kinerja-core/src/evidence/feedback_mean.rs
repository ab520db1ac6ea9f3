//! The mean of the scores that came with feedback.

use std::collections::BTreeMap;

use super::{RaterClass, RaterRule};
use crate::number::{Ratio, Score};

/// The mean of the scores that others gave, exact; none where too few did.
///
/// A class that is to stay unknown and has fewer than
/// [`RaterRule::ANONYMOUS_MIN`] answers has no part in it, so that no single
/// answer can be found by subtraction; what a person says of himself never has.
/// Every other answer counts once.
///
/// # Legal basis
///
/// PermenPANRB 6/2022 asks for continuous feedback and has no number; the minimum
/// is ours.
///
/// ```
/// use std::collections::BTreeMap;
/// use kinerja_core::evidence::{RaterClass, feedback_mean};
///
/// let mut scores = BTreeMap::from([(RaterClass::Peer, vec!["60".parse()?, "80".parse()?])]);
/// assert_eq!(feedback_mean(&scores), None);
/// scores.entry(RaterClass::Peer).or_default().push("70".parse()?);
/// assert_eq!(feedback_mean(&scores), Some("70".parse::<kinerja_core::number::Score>()?.ratio()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn feedback_mean(scores: &BTreeMap<RaterClass, Vec<Score>>) -> Option<Ratio> {
    let least = |class| match class {
        RaterClass::Superior => Some(1),
        RaterClass::Peer | RaterClass::Subordinate | RaterClass::Public => {
            usize::try_from(RaterRule::ANONYMOUS_MIN).ok()
        }
        RaterClass::Oneself => None,
    };
    let enough = scores
        .iter()
        .filter(|(class, given)| least(**class).is_some_and(|least| given.len() >= least));
    let (mut sum, mut count) = (0, 0);
    for score in enough.flat_map(|(_, given)| given) {
        sum += score.micros();
        count += 1;
    }
    Ratio::new(sum, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_with_too_few_answers_leaves_no_trace() {
        let score = |text: &str| text.parse::<Score>().unwrap();
        let with = |peers: &[&str]| {
            let peers = peers.iter().map(|text| score(text)).collect();
            let own = vec![score("100"); 9];
            let superior = vec![score("90")];
            feedback_mean(&BTreeMap::from([
                (RaterClass::Superior, superior),
                (RaterClass::Peer, peers),
                (RaterClass::Oneself, own),
            ]))
        };
        assert_eq!(with(&["10", "20"]), with(&[]));
        assert_eq!(with(&[]), Some(score("90").ratio()));
        assert_eq!(with(&["50", "50", "50"]), Some(score("60").ratio()));
        assert_eq!(feedback_mean(&BTreeMap::new()), None);
    }
}
