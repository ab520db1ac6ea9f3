//! The identity of a mail, which survives crashes, restores and resends.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of the keyed hash that go into a Message-ID: 128 bits.
const ID_BYTES: usize = 16;

/// Characters of the unique part of a Message-ID, which is base32.
pub(super) const UNIQUE_CHARS: usize = (8 * ID_BYTES).div_ceil(5);

/// The identity of a mail: the same facts always give the same one, and without
/// the key nobody learns the facts from it or guesses another mail's.
///
/// The facts are hashed with their lengths, so `["ab", "c"]` is not `["a", "bc"]`.
pub fn message_id(key: &[u8], facts: &[&str], domain: &str) -> String {
    let unique: Vec<u8> = keyed(key, facts).into_iter().take(ID_BYTES).collect();
    ["<", &base32(&unique), "@", domain, ">"].concat()
}

/// Whether a text could be the unique part of a Message-ID.
pub(super) fn is_unique(text: &str) -> bool {
    text.len() == UNIQUE_CHARS && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
}

/// The keyed hash of facts.
pub(crate) fn keyed(key: &[u8], facts: &[&str]) -> Vec<u8> {
    // A key of any length is allowed, so the other arm is never taken; it would
    // give an id that `Outgoing::build` refuses.
    let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for fact in facts {
        let length = u64::try_from(fact.len()).unwrap_or(u64::MAX);
        hmac.update(&length.to_be_bytes());
        hmac.update(fact.as_bytes());
    }
    hmac.finalize().into_bytes().to_vec()
}

/// A number that the same facts always give: luck that survives a restart.
pub(crate) fn luck(key: &[u8], facts: &[&str]) -> u8 {
    keyed(key, facts).first().copied().unwrap_or_default()
}

/// RFC 4648 base32 in lower case and without padding.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(8 * bytes.len().div_ceil(5));
    for group in bytes.chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let bits = bits << (8 * (5 - group.len()));
        for place in (0..(group.len() * 8).div_ceil(5)).map(|index| 35 - 5 * index) {
            let digit = u8::try_from((bits >> place) & 31).unwrap_or_default();
            text.push(char::from(if digit < 26 { b'a' + digit } else { b'2' + digit - 26 }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_standard() {
        // RFC 4648, section 10, in lower case.
        let table = [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ];
        for (bytes, expected) in table {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn a_message_id_depends_on_every_fact_and_on_where_facts_end() {
        let id = |key: &str, facts: &[&str]| message_id(key.as_bytes(), facts, "x.id");
        let first = id("k", &["ab", "c"]);
        assert_eq!(first, id("k", &["ab", "c"]));
        assert_eq!(first.len(), "<@x.id>".len() + UNIQUE_CHARS);
        assert!(is_unique(first.split(['<', '@']).nth(1).unwrap()));
        let others: [(&str, &[&str]); 5] = [
            ("k", &["a", "bc"]),
            ("k", &["abc"]),
            ("k", &["ab", "c", ""]),
            ("k", &["ab", "d"]),
            ("l", &["ab", "c"]),
        ];
        for (key, facts) in others {
            assert_ne!(first, id(key, facts), "{key} {facts:?}");
        }
    }

    #[test]
    fn a_message_id_is_the_same_in_every_release() {
        // Python: base32(hmac.digest(b"key", b"\0\0\0\0\0\0\0\x01a", "sha256")[:16]).lower()
        assert_eq!(message_id(b"key", &["a"], "x.id"), "<fmxyi6un3q22a6mbk26nkneary@x.id>");
    }
}
