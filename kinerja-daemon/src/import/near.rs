//! The word a person may have meant.

/// How many letters may be wrong for a guess to help more than it misleads.
const DISTANCE_MAX: usize = 3;

/// The candidate that is nearest to a word, if one is near: at most a third of
/// its letters differ.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .filter(|candidate| {
            candidate.chars().count().abs_diff(word.chars().count()) <= DISTANCE_MAX
        })
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(far, candidate)| *far <= DISTANCE_MAX.min(candidate.chars().count() / 3))
        .min_by_key(|(far, _)| *far)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be inserted, removed or replaced (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (b, above) in to.chars().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(a != b)).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_letters_that_differ() {
        #[rustfmt::skip]
        let table = [
            ("",        "",          0),
            ("",        "nip",       3),
            ("nip",     "",          3),
            ("nip",     "nip",       0),
            ("realsasi", "realisasi", 1),
            ("kitten",  "sitting",   3),
        ];
        for (from, to, expected) in table {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn guesses_only_what_is_near() {
        let candidates = ["nip", "nama", "realisasi", "bobot"];
        #[rustfmt::skip]
        let table = [
            ("relisasi", Some("realisasi")),
            ("bobt",     Some("bobot")),
            ("nipp",     Some("nip")),
            ("alamat",   None),
            ("xyz",      None),
        ];
        for (word, expected) in table {
            assert_eq!(nearest(word, candidates), expected, "{word}");
        }
        let long = "x".repeat(60_000);
        assert_eq!(nearest(&long, candidates), None);
    }
}
