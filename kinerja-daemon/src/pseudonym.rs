//! Numbers by which other programs know people: always the same for a person,
//! and without the key of the database nobody learns from one who it is.

use hmac::{Hmac, Mac};
use kinerja_core::region::RegionCode;
use sha2::Sha256;

/// Characters of a number: 50 bits, so that no two people of a region share one.
const CHARS: usize = 10;
/// Without `e`, with which a spreadsheet would take some for powers of ten.
const ALPHABET: &[u8; 32] = b"abcdfghijklmnopqrstuvwxyz2345678";

/// The number of a person of a region.
pub fn number(key: &str, region: &RegionCode, employee: i64) -> String {
    // A key of any length is allowed, so the other arm is never taken.
    let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    // Keeps it apart from whatever else the key is used for.
    hmac.update(b"export\0");
    hmac.update(region.as_str().as_bytes());
    hmac.update(b"\0");
    hmac.update(&employee.to_be_bytes());
    let hash = hmac.finalize().into_bytes();
    let digit = |byte: u8| ALPHABET.get(usize::from(byte % 32)).map(|digit| char::from(*digit));
    hash.into_iter().take(CHARS).filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_key_region_and_person_has_its_own_number_and_keeps_it() {
        let region = |code: &str| code.parse::<RegionCode>().unwrap();
        let samarinda = region("samarinda");
        let all: BTreeSet<_> = (0..10_000).map(|id| number("key", &samarinda, id)).collect();
        assert_eq!(all.len(), 10_000);
        assert!(all.iter().all(|one| one.len() == CHARS && !one.contains('e')));
        assert!(all.contains(&number("key", &samarinda, 1)));
        assert!(!all.contains(&number("other", &samarinda, 1)));
        assert!(!all.contains(&number("key", &region("palembang"), 1)));
    }
}
