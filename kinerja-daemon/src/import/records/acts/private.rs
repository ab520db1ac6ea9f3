//! Whether a text may tell who a person is.

/// Digits in a row that may be a number of a person: an NIK has 16, an NIP 18.
const DIGITS_MIN: usize = 16;
/// The groups in which an NIP is often printed.
const NIP_GROUPS: [usize; 4] = [8, 6, 1, 3];

/// Whether a text has a number as long as those of people, an NIP in its printed
/// groups, or an e-mail address.
pub(super) fn tells_a_person(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_numeric());
    let groups: Vec<usize> = runs.map(|run| run.chars().count()).filter(|run| 0 < *run).collect();
    groups.iter().any(|run| DIGITS_MIN <= *run)
        || groups.windows(NIP_GROUPS.len()).any(|window| window == NIP_GROUPS)
        || text.split_whitespace().any(is_address)
}

fn is_address(word: &str) -> bool {
    let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    word.match_indices('@').any(|(at, sign)| {
        let (before, rest) = word.split_at(at);
        joined(before.chars().next_back())
            && joined(rest.strip_prefix(sign).and_then(|after| after.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_numbers_of_people_and_addresses_and_nothing_else() {
        #[rustfmt::skip]
        let table = [
            ("Loket tutup sebelum pukul 15.00",                  false),
            ("Antre dari 2026-05-04 sampai 2026-05-05",          false),
            ("Nomor berkas 123456789012345",                     false),
            ("NIK 3374010101850001",                             true),
            ("NIP 198501012010012001.",                          true),
            ("oleh 19850101 201001 2 001 di loket",              true),
            ("oleh 19850101.201001.2.001",                       true),
            ("nomor 1985010120100120011",                        true),
            ("nomor １９８５０１０１２０１００１２００１",       true),
            ("tulis ke ani@dinkes.go.id",                        true),
            ("(ani@go.id)",                                      true),
            ("akun @dinkes ramah",                               false),
            ("harga 3 @ 5.000",                                  false),
            ("",                                                 false),
        ];
        for (text, expected) in table {
            assert_eq!(tells_a_person(text), expected, "{text}");
        }
    }
}
