//! Whether the weights of a plan make the whole, and what to do if not.

use kinerja_core::number::{DecimalMark, Weight};

/// Parts for which a split is proposed: more nobody weighs alike.
const PARTS_MAX: i128 = 10;

/// What is wrong with the sum of the weights: the sum, and how to repair it.
pub(super) fn problem(weights: &[Weight], mark: DecimalMark) -> Option<(String, String)> {
    let whole = Weight::WHOLE.basis_points();
    let sum: i128 = weights.iter().map(|weight| weight.basis_points()).sum();
    if sum == whole {
        return None;
    }
    let off = percent((sum - whole).abs(), mark);
    let off = if sum < whole { format!("kurang {off}") } else { format!("lebih {off}") };
    let sum = percent(sum, mark);
    let split = split(weights, mark)
        .map_or_else(String::new, |split| format!("; kalau dibagi rata: {split}"));
    let repair = format!("bobot hasil utama rencana ini {sum}, {off}: jadikan tepat 100{split}");
    Some((sum, repair))
}

/// The split that whoever wrote equal parts must have meant: `33,34/33,33/33,33`.
fn split(weights: &[Weight], mark: DecimalMark) -> Option<String> {
    let parts =
        i128::try_from(weights.len()).ok().filter(|parts| (2..=PARTS_MAX).contains(parts))?;
    let whole = Weight::WHOLE.basis_points();
    let (each, rest) = (whole / parts, whole % parts);
    let meant = |weight: &Weight| (weight.basis_points() - each).abs() <= 1;
    weights.iter().all(meant).then(|| {
        let shares = (0..parts).map(|part| percent(each + i128::from(part < rest), mark));
        shares.collect::<Vec<_>>().join("/")
    })
}

/// Basis points for people. A sum may lie beyond what a [`Weight`] can hold.
fn percent(basis_points: i128, mark: DecimalMark) -> String {
    format!("{}{}{:02}", basis_points / 100, mark.mark(), basis_points % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_sum_what_is_missing_and_the_split_that_was_meant() {
        const SPLIT_3: &str = "; kalau dibagi rata: 33,34/33,33/33,33";
        const SPLIT_6: &str = "; kalau dibagi rata: 16,67/16,67/16,67/16,67/16,66/16,66";
        #[rustfmt::skip]
        let table = [
            (vec!["33.33"; 3],            "99,99",  "kurang 0,01",   SPLIT_3),
            (vec!["33.34"; 3],            "100,02", "lebih 0,02",    SPLIT_3),
            (vec!["16.67"; 6],            "100,02", "lebih 0,02",    SPLIT_6),
            (vec!["33.33", "33.33"],      "66,66",  "kurang 33,34",  ""),
            (vec!["60", "39.5"],          "99,50",  "kurang 0,50",   ""),
            (vec!["100", "100"],          "200,00", "lebih 100,00",  ""),
            (vec![],                      "0,00",   "kurang 100,00", ""),
        ];
        for (weights, sum, off, split) in table {
            let parsed: Vec<Weight> = weights.iter().map(|text| text.parse().unwrap()).collect();
            let repair =
                format!("bobot hasil utama rencana ini {sum}, {off}: jadikan tepat 100{split}");
            assert_eq!(
                problem(&parsed, DecimalMark::Comma),
                Some((sum.to_owned(), repair)),
                "{weights:?}"
            );
        }
        for weights in [vec!["100"], vec!["33.34", "33.33", "33.33"]] {
            let parsed: Vec<Weight> = weights.iter().map(|text| text.parse().unwrap()).collect();
            assert_eq!(problem(&parsed, DecimalMark::Comma), None, "{weights:?}");
        }
    }
}
