//! Bytes that may be a trail.

use arbtest::arbitrary::{Result, Unstructured};
use kinerja_core::{
    evaluation::{Derivation, evaluate},
    language::Language,
    population::Trail,
};

use crate::{any_number, give, one_of, policies::POLICIES};

/// Writes a number as trails have it: seven bits a byte, the lowest first.
fn number(to: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        to.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    to.push(u8::try_from(number).unwrap());
}

/// A number with a sign: 0, -1, 1, -2 and so on are 0, 1, 2, 3.
fn signed(to: &mut Vec<u8>, of: i64) {
    number(to, (of.wrapping_shl(1) ^ (of >> 63)).cast_unsigned());
}

/// The bytes of a trail of any numbers, whose weights make the whole.
fn any_trail(bytes: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut to = vec![1, 2];
    signed(&mut to, one_of(bytes, &[2026, 2026, 2024, 2022, 2021, 1, -1, i64::MAX])?);
    to.extend([one_of(bytes, &[4, 1, 7, 10])?, one_of(bytes, &[6, 6, 2, 0])?, 2]);
    signed(&mut to, bytes.int_in_range(-3..=110)?);
    to.push(1);
    for _ in 0..7 {
        number(&mut to, bytes.int_in_range(0..=121)?);
    }
    for weight in [60, 40] {
        let (is_one, direction) = (bytes.arbitrary::<bool>()?, bytes.int_in_range(0..=4)?);
        to.push(direction | 1 << 3 | u8::from(is_one) << 4 | 1 << 5);
        number(&mut to, weight);
        for _ in 0..3 - u8::from(is_one) {
            signed(&mut to, any_number(bytes)?);
        }
        signed(&mut to, bytes.int_in_range(-3..=110)?);
    }
    Ok(to)
}

#[test]
fn any_bytes_are_a_trail_that_is_explained_or_none() {
    let mut read = 0;
    let are_fixed = give(5_000, |bytes| {
        let mut trail = any_trail(bytes)?;
        for _ in 0..bytes.int_in_range(0..=2)? {
            let place = bytes.choose_index(trail.len())?;
            match bytes.int_in_range(0..=3)? {
                0 => trail.truncate(place.max(1)),
                1 => trail.insert(place, bytes.arbitrary()?),
                2 => trail[place] = one_of(bytes, &[0, 1, 0x7f, 0x80, 0xff])?,
                _ => trail[place] = bytes.arbitrary()?,
            }
        }
        let policy = bytes.choose(&POLICIES)?;
        let raw = bytes.arbitrary::<&[u8]>()?;
        for bytes in [&trail, raw] {
            let Ok(trail) = Trail::from_bytes(bytes) else { continue };
            read += 1;
            let (plan, evidence) = trail.person().unwrap();
            let found = evaluate(policy, &plan, &evidence);
            let derivation = Derivation::new(&plan, &evidence, &found);
            assert!(!derivation.lines(policy, Some(&plan), Language::English).is_empty());
        }
        Ok(())
    });
    assert!(!are_fixed || read > 300, "{read}");
}
