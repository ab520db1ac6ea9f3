//! The rows of a block of people, counted and added up.

use std::ops::Range;

use super::{
    kernel::{Kernel, WHOLE},
    person::ROWS_MAX,
    row::{OTHER, Rows},
    small::{PIECE, Small},
};

/// What counts of each row of a block, and the running sums of that.
#[derive(Debug, Default)]
pub(super) struct Block {
    small: Small,
    // One more than there are rows: the first stands before them.
    rows: Vec<Counted>,
    is_plain: bool,
}

/// What counts of a row, and what the rows up to it make. The sums may run over, since
/// only the difference of two is asked, and that of the rows of one person is far below.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counted {
    /// What [`super::row::Row::ordinary`] has but no more than the cap, or [`OTHER`].
    pub(super) what: u32,
    weight: u32,
    /// Weight times what counts.
    sum: u64,
}

impl Counted {
    #[inline]
    fn then(self, weight: u16, what: u32) -> Self {
        let part = u64::from(weight) * u64::from(what);
        let (weight, sum) = (self.weight.wrapping_add(weight.into()), self.sum.wrapping_add(part));
        Self { what, weight, sum }
    }
}

impl Block {
    /// Goes through the rows of a block.
    pub(super) fn fill(&mut self, kernel: &Kernel, rows: Rows<'_>) {
        let cap = kernel.cap();
        self.rows.resize(rows.weights.len() + 1, Counted::default());
        let (mut now, mut ordinary) = (Counted::default(), true);
        let (pieces, left) = rows.pieces();
        let places = self.rows.get_mut(1..).unwrap_or_default();
        let (places, places_left) = places.as_chunks_mut::<PIECE>();
        for (piece, places) in pieces.zip(places) {
            if let Some(counted) = self.small.count(piece, cap) {
                now = add_up(now, piece.weights.iter().copied().zip(counted), places);
            } else {
                now = add_up(now, each(piece.rows(), cap), places);
                ordinary &= places.iter().all(|row| row.what != OTHER);
            }
        }
        add_up(now, each(left, cap), places_left);
        ordinary &= places_left.iter().all(|row| row.what != OTHER);
        let lightest = rows.weights.iter().fold(u16::MAX, |lightest, weight| lightest.min(*weight));
        self.is_plain = ordinary && lightest > 0;
    }

    /// Whether all rows are ordinary and none is an additional result.
    pub(super) const fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Some of the rows.
    pub(super) fn counted(&self, rows: Range<usize>) -> &[Counted] {
        self.rows.get(rows.start + 1..rows.end + 1).unwrap_or_default()
    }

    /// What the rows of one person of a plain block make; none where the weights do not
    /// make the whole, or the rows are too many.
    #[inline]
    pub(super) fn sum(&self, rows: Range<usize>) -> Option<u64> {
        let (before, last) = (self.rows.get(rows.start)?, self.rows.get(rows.end)?);
        let is_whole = last.weight.wrapping_sub(before.weight) == u32::from(WHOLE);
        (is_whole && rows.len() <= ROWS_MAX).then(|| last.sum.wrapping_sub(before.sum))
    }
}

/// Weight of each row and what counts of it.
fn each(rows: Rows<'_>, cap: u32) -> impl Iterator<Item = (u16, u32)> {
    rows.each().map(move |row| (row.weight, row.counted(cap)))
}

/// Adds rows to those before them; the last.
#[inline]
fn add_up(
    mut now: Counted,
    rows: impl Iterator<Item = (u16, u32)>,
    places: &mut [Counted],
) -> Counted {
    for ((weight, what), place) in rows.zip(places) {
        now = now.then(weight, what);
        *place = now;
    }
    now
}
