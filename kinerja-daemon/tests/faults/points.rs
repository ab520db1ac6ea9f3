//! F02 and F03: killed at every single step of the smallest run.

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    thread::{self, ScopedJoinHandle},
};

use crate::{
    kills::SESSIONS,
    region::{Look, Region, check, is_long, said},
    steps::{Step, command, killing, may_trace, spaced, steps_of},
};

/// People of the smallest run.
const PEOPLE: usize = 3;

/// Steps that the short form tries.
const STEPS_MAX: usize = 200;

/// The commands from the files of a region to its pages and mails.
const IMPORT: &[&str] = &["import", "in"];
const RUN: &[&str] = &["run", "--once"];

/// A region in which this command is next.
fn before(words: &[&str]) -> Region {
    if words == IMPORT { Region::empty(PEOPLE) } else { Region::of(PEOPLE).reminding() }
}

/// Kills a command before a step, and does the rest undisturbed; what is wrong right
/// after and in the end, or nothing if the step never came.
fn killed_at(words: &[&str], step: &Step) -> Option<String> {
    let mut region = before(words);
    let ended = command(&region, &killing(&region, step), words).status().unwrap();
    if ended.signal() != Some(9) {
        return None;
    }
    let mut wrong = String::new();
    if words == RUN {
        wrong += &region.broken(&Look { events: Some(SESSIONS), ..Look::default() });
        region.wait();
    } else {
        region.import();
    }
    region.finish();
    wrong += &region.broken(&Look { settled: true, events: Some(SESSIONS), ..Look::default() });
    Some(wrong)
}

/// What is wrong after a kill before a step, with its name; nothing if it never came.
fn try_step((words, step): &(&[&str], Step)) -> Option<String> {
    let found = killed_at(words, step)?;
    let named = format!("{words:?} {step:?}: {found}");
    Some(if found.is_empty() { found } else { named })
}

#[test]
fn f02_killed_at_any_step_it_loses_nothing_and_doubles_only_what_was_in_doubt() {
    if !may_trace() {
        return;
    }
    let mut all = Vec::new();
    for words in [IMPORT, RUN] {
        all.extend(steps_of(&before(words), words).into_iter().map(|step| (words, step)));
    }
    let chosen = spaced(&all, if is_long() { usize::MAX } else { STEPS_MAX });
    let halves = chosen.chunks(chosen.len().div_ceil(2));
    let tried: Vec<_> = thread::scope(|threads| {
        let halves = halves.map(|half| threads.spawn(|| half.iter().map(try_step).collect()));
        let halves: Vec<ScopedJoinHandle<'_, Vec<_>>> = halves.collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    let missed = tried.iter().filter(|found| found.is_none()).count();
    let wrong: Vec<_> = tried.into_iter().flatten().filter(|found| !found.is_empty()).collect();
    println!("{} of {} steps, {missed} of them did not come", chosen.len(), all.len());
    assert!(wrong.is_empty(), "{} steps:\n{}", wrong.len(), wrong[0]);
    assert!(missed * 20 <= chosen.len(), "{missed} of {} steps did not come", chosen.len());
}

/// A database into which only those pages of its write-ahead file were written that
/// were let through, as one without such a file is left behind. A page is told by its
/// place in the file and in the database.
pub(crate) fn torn(database: &Path, lets: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    let mut pages = fs::read(database).unwrap();
    let ahead = fs::read(database.with_extension("db-wal")).unwrap();
    let number =
        |bytes: &[u8]| usize::try_from(u32::from_be_bytes(bytes.try_into().unwrap())).unwrap();
    let size = number(&ahead[8..12]);
    for (place, frame) in ahead[32..].chunks_exact(24 + size).enumerate() {
        let start = (number(&frame[..4]) - 1) * size;
        if !lets(place, start / size) {
            continue;
        }
        if pages.len() < start + size {
            pages.resize(start + size, 0);
        }
        pages[start..start + size].copy_from_slice(&frame[24..]);
    }
    pages
}

/// A pass that ends when it has evaluated and published, with all in the write-ahead
/// file.
pub(crate) fn killed_before_sending(region: &Region) {
    let ended = command(region, &killing(region, &Step::new("connect", 1)), RUN).status().unwrap();
    assert_eq!(ended.signal(), Some(9));
}

/// Without the write-ahead file half of an evaluation stays on record.
#[test]
fn f02_control_without_the_write_ahead_file_a_kill_leaves_half_of_it() {
    if !may_trace() {
        return;
    }
    let region = before(RUN);
    killed_before_sending(&region);
    let database = region.path("kinerja.db");
    let copy = region.path("torn.db");
    let mut found = Vec::new();
    for frames in 1..60 {
        fs::write(&copy, torn(&database, |place, _| place < frames)).unwrap();
        found.push(said(&check(&copy).output().unwrap()));
    }
    let torn = found.iter().filter(|found| !found.is_empty()).count();
    println!("{torn} of {} copies that end in the middle are torn", found.len());
    assert!(torn > 0);
    assert_eq!(region.broken(&Look::default()), "", "the whole one is torn too");
}

#[test]
fn f03_killed_between_the_record_and_the_relay_a_mail_leaves_once() {
    if !may_trace() {
        return;
    }
    // EHLO, and what is said of the first mail before its body.
    let mut places = vec![Step::new("connect", 1)];
    places.extend((1..=2).map(|number| Step::new("sendto", number)));
    for place in places {
        let mut region = Region::of(PEOPLE);
        let ended = command(&region, &killing(&region, &place), RUN).status().unwrap();
        assert_eq!(ended.signal(), Some(9), "{place:?}");
        assert_eq!(region.relay.taken(), 0);
        region.finish();
        assert_eq!(region.minutes, 0, "{place:?}: something was in doubt");
        let look = Look { settled: true, events: Some(0), ..Look::default() };
        assert_eq!(region.broken(&look), "", "{place:?}");
        assert_eq!(region.relay.taken(), PEOPLE);
    }
}

/// Where a mail does not stand on record together with its result, it is lost.
#[test]
fn f03_control_a_mail_that_is_not_on_record_is_lost() {
    let mut region = Region::of(PEOPLE);
    region.sql(
        "CREATE TRIGGER loses AFTER INSERT ON mail WHEN new.employee_id = 2
        BEGIN DELETE FROM mail WHERE id = new.id; END",
    );
    region.finish();
    let found = region.broken(&Look { settled: true, ..Look::default() });
    assert!(found.contains("person 2, result: 0 mails"), "{found}");
}
