//! Numbers in as few bytes as they need: seven bits a byte, the lowest first.

/// Writes numbers one after the other.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, mut number: u64) {
        loop {
            let [low, ..] = number.to_le_bytes();
            number >>= 7;
            let more = u8::from(number > 0) << 7;
            self.0.push((low & 0x7f) | more);
            if more == 0 {
                return;
            }
        }
    }

    /// A number with a sign: small ones of both signs take few bytes.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned());
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads them back; nothing where the bytes end or are not what a [`Writer`] writes.
#[derive(Debug)]
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.0.split_off_first().copied()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            let shifted = part << (7 * place);
            if shifted >> (7 * place) != part {
                return None;
            }
            number |= shifted;
            if byte < 0x80 {
                // The last byte of more than one is never 0, so each number has one form.
                return (byte > 0 || place == 0).then_some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Whether everything was read.
    pub(super) const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(numbers in prop::collection::vec((any::<u64>(), any::<i64>(), 0_u32..64), 0..9)) {
            let mut to = Writer::default();
            for (plain, signed, shift) in &numbers {
                to.number(plain >> shift);
                to.signed(signed >> shift);
            }
            let bytes = to.finish();
            let mut from = Reader::new(&bytes);
            for (plain, signed, shift) in &numbers {
                prop_assert_eq!(from.number(), Some(plain >> shift));
                prop_assert_eq!(from.signed(), Some(signed >> shift));
            }
            prop_assert!(from.is_at_end());
        }

        #[test]
        fn what_can_be_read_was_written_so(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            let mut from = Reader::new(&bytes);
            if let Some(number) = from.number() {
                let mut to = Writer::default();
                to.number(number);
                prop_assert!(bytes.starts_with(&to.finish()));
            }
        }
    }
}
