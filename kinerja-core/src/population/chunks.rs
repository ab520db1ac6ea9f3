//! A population in chunks, on any number of threads.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

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

/// One chunk's own room, used again for another.
#[derive(Default)]
struct Room {
    people: Range<usize>,
    scores: Scores,
    errors: Vec<ColumnError>,
}

impl Room {
    fn hand_to(&self, sink: &mut impl FnMut(Chunk<'_>)) {
        let Self { people, scores, errors } = self;
        sink(Chunk { people: people.clone(), scores, errors });
    }
}

/// The chunks of a population, which threads take one after the other.
struct Chunks<'c> {
    columns: &'c Columns<'c>,
    people: usize,
    next: AtomicUsize,
}

impl Chunks<'_> {
    fn count(&self) -> usize {
        self.columns.len().div_ceil(self.people)
    }

    /// Scores the next chunk; its place among all, none where there is no more.
    fn score_next(&self, by: &Scorer<'_>, room: &mut Room) -> Option<usize> {
        // Beyond the last, each thread asks once.
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        let start = place.checked_mul(self.people).filter(|start| *start < self.columns.len())?;
        room.people = start..start.saturating_add(self.people).min(self.columns.len());
        room.errors = by.keep_good(self.columns, room.people.clone(), &mut room.scores);
        Some(place)
    }
}

impl Scorer<'_> {
    /// Scores all people, chunk by chunk, and hands the chunks to `sink` in the order
    /// of the columns, whatever the number of threads. Fewer chunks are kept at a time
    /// than twice as many as there are threads.
    ///
    /// A person with a value that does not hold is left out and told with the chunk;
    /// [`Scorer::score`] stops instead.
    pub fn for_each_chunk(
        &self,
        columns: &Columns<'_>,
        chunking: Chunking,
        mut sink: impl FnMut(Chunk<'_>),
    ) {
        let chunks = Chunks { columns, people: chunking.people.get(), next: AtomicUsize::new(0) };
        // Nobody is helped who has one chunk.
        let helpers = chunking.threads.get().min(chunks.count()).saturating_sub(1);
        if helpers > 0 {
            return self.score_with(helpers, &chunks, sink);
        }
        let mut room = Room::default();
        while chunks.score_next(self, &mut room).is_some() {
            room.hand_to(&mut sink);
        }
    }

    /// Scores beside so many other threads, and hands the chunks on meanwhile.
    fn score_with(&self, helpers: usize, chunks: &Chunks<'_>, mut sink: impl FnMut(Chunk<'_>)) {
        let (free, rooms) = mpsc::channel();
        let (done, scored) = mpsc::channel();
        let rooms = Mutex::new(rooms);
        thread::scope(|scope| {
            for _ in 0..helpers {
                let (done, rooms) = (done.clone(), &rooms);
                scope.spawn(move || self.help(chunks, rooms, &done));
            }
            // It ends with the last helper.
            drop(done);
            // A helper fills one room while another waits to be handed on.
            for _ in 0..2 * helpers {
                give(&free, Room::default());
            }
            let (mut mine, mut waiting) = (Some(Room::default()), BTreeMap::new());
            for place in 0..chunks.count() {
                while !waiting.contains_key(&place) {
                    let found = scored.try_recv().ok().or_else(|| {
                        let mut room = mine.take()?;
                        chunks.score_next(self, &mut room).map(|place| (place, room))
                    });
                    let Some((at, room)) = found.or_else(|| scored.recv().ok()) else { return };
                    waiting.insert(at, room);
                }
                let Some(room) = waiting.remove(&place) else { return };
                room.hand_to(&mut sink);
                match mine {
                    Some(_) => give(&free, room),
                    None => mine = Some(room),
                }
            }
            // Whoever waits for a room waits no more.
            drop(free);
        });
    }

    /// Scores chunks into the rooms that come until there are no more of either.
    fn help(
        &self,
        chunks: &Chunks<'_>,
        rooms: &Mutex<Receiver<Room>>,
        done: &Sender<(usize, Room)>,
    ) {
        let next_room = || rooms.lock().ok()?.recv().ok();
        while let Some(mut room) = next_room() {
            let Some(place) = chunks.score_next(self, &mut room) else { return };
            if done.send((place, room)).is_err() {
                return;
            }
        }
    }
}

/// Gives a room to whoever helps; nobody takes it any more when no chunk is left.
fn give(free: &Sender<Room>, room: Room) {
    drop(free.send(room));
}
