//! A population in chunks, on any number of threads.

use std::{num::NonZeroUsize, ops::Range, thread};

use super::{ColumnError, Columns, Scorer, Scores};

/// How a population is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunking {
    /// People of a chunk.
    pub people: NonZeroUsize,
    /// Threads that score, one chunk each.
    pub threads: NonZeroUsize,
}

impl Chunking {
    /// People of a chunk by default: their columns stay near the processor.
    pub const PEOPLE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(8_191);

    /// Chunks of [`Chunking::PEOPLE`] on so many threads; no thread is one thread.
    pub const fn on(threads: usize) -> Self {
        let threads = match NonZeroUsize::new(threads) {
            Some(threads) => threads,
            None => NonZeroUsize::MIN,
        };
        Self { people: Self::PEOPLE, threads }
    }
}

impl Default for Chunking {
    /// On one thread.
    fn default() -> Self {
        Self::on(1)
    }
}

/// Some of the people, scored.
#[derive(Debug)]
pub struct Chunk<'s> {
    /// Who they are, by their places in the columns.
    pub people: Range<usize>,
    /// What is proposed for them; the first place is the first of them.
    pub scores: &'s Scores,
    /// What does not hold. Nothing is proposed for these people, the others are
    /// scored.
    pub errors: &'s [ColumnError],
}

impl Chunk<'_> {
    /// The chunk as one of a whole population, of which its columns are the part that
    /// begins with the person `first`: for whoever reads a file part by part. The
    /// errors still count from the beginning of the part.
    ///
    /// ```
    /// use kinerja_core::population::{Chunk, Scores};
    ///
    /// let scores = Scores::default();
    /// let chunk = Chunk { people: 0..8, scores: &scores, errors: &[] };
    /// assert_eq!(chunk.moved(1_000).people, 1_000..1_008);
    /// ```
    #[must_use]
    pub const fn moved(mut self, first: usize) -> Self {
        self.people.start = self.people.start.saturating_add(first);
        self.people.end = self.people.end.saturating_add(first);
        self
    }
}

/// One chunk's own room, used again for the next.
#[derive(Default)]
struct Room {
    people: Range<usize>,
    scores: Scores,
    errors: Vec<ColumnError>,
}

impl Scorer<'_> {
    /// Scores all people, chunk by chunk, and hands the chunks to `sink` in the order
    /// of the columns, whatever the number of threads. Only so many chunks are kept
    /// at a time as there are threads.
    ///
    /// A person with a value that does not hold is left out and told with the chunk;
    /// [`Scorer::score`] stops instead.
    pub fn for_each_chunk(
        &self,
        columns: &Columns<'_>,
        chunking: Chunking,
        mut sink: impl FnMut(Chunk<'_>),
    ) {
        let Chunking { people, threads } = chunking;
        let mut rooms: Vec<Room> = (0..threads.get()).map(|_| Room::default()).collect();
        let mut starts = (0..columns.len()).step_by(people.get());
        loop {
            let mut taken = 0;
            for (room, start) in rooms.iter_mut().zip(&mut starts) {
                room.people = start..start.saturating_add(people.get()).min(columns.len());
                taken += 1;
            }
            let Some(rooms) = rooms.get_mut(..taken) else { return };
            self.score_rooms(columns, rooms);
            for Room { people, scores, errors } in &*rooms {
                sink(Chunk { people: people.clone(), scores, errors });
            }
            if taken < threads.get() {
                return;
            }
        }
    }

    fn score_rooms(&self, columns: &Columns<'_>, rooms: &mut [Room]) {
        let score = |room: &mut Room| {
            room.errors = self.keep_good(columns, room.people.clone(), &mut room.scores);
        };
        let Some((first, others)) = rooms.split_first_mut() else { return };
        thread::scope(|scope| {
            for room in others {
                scope.spawn(|| score(room));
            }
            score(first);
        });
    }
}
