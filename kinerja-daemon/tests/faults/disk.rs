//! F32 and F34: a disk that is full, and a disk that fails when it is told to write.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use tempfile::TempDir;

use crate::{
    kills::SESSIONS,
    points::{killed_before_sending, torn},
    region::{Look, Region, check, said},
    steps::{Step, at, command, left_out, may_trace, steps_of},
};

const PEOPLE: usize = 3;

const RUN: &[&str] = &["run", "--once"];

/// The exit code of a disk that fails.
pub(crate) const UNAVAILABLE: i32 = 69;

/// Every sync of a pass that nothing disturbs.
fn syncs() -> Vec<Step> {
    let steps = steps_of(&Region::of(PEOPLE), RUN);
    let is_sync = |step: &Step| ["fsync", "fdatasync"].contains(&step.call.as_str());
    let syncs: Vec<_> = steps.into_iter().filter(is_sync).collect();
    assert!(syncs.len() > 10, "{syncs:?}");
    syncs
}

/// What became of a pass in which a sync failed: its exit code, and which file it was.
fn failing(region: &Region, step: &Step, how: &str) -> (Option<i32>, String) {
    let code = command(region, &at(region, step, how), RUN).status().unwrap().code();
    let trace = fs::read_to_string(region.path("trace")).unwrap();
    let lines: Vec<_> = trace.lines().filter(|line| line.contains("(INJECTED)")).collect();
    (code, lines.join("\n"))
}

#[test]
fn f34_a_disk_that_fails_ends_it_and_what_was_acknowledged_is_there() {
    if !may_trace() {
        return;
    }
    let (syncs, mut came, mut ended) = (syncs(), 0, 0);
    for step in &syncs {
        let mut region = Region::of(PEOPLE);
        let (code, place) = failing(&region, step, "error=EIO");
        // Sessions share their commits as it happens: the last may not come.
        came += usize::from(!place.is_empty());
        if code == Some(0) {
            // All is on record. The write-ahead file is folded in at the end; if that
            // fails, it stays and has all.
            assert!(place.lines().all(|line| line.contains("/kinerja.db")), "{step:?} {place}");
            let sent = region.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'");
            assert_eq!(sent, PEOPLE, "{step:?} {place}");
        } else {
            assert_eq!(code, Some(UNAVAILABLE), "{step:?} {place}");
            ended += 1;
        }
        assert_eq!(region.broken(&look(false)), "", "{step:?} {place}");
        region.wait();
        region.finish();
        assert_eq!(region.broken(&look(true)), "", "{step:?} {place}");
    }
    println!("{ended} of {came} failing syncs ended it, and {} were expected", syncs.len());
    assert!(ended + 5 > came && came * 2 > syncs.len(), "{ended} of {came}");
}

/// Where the failure is kept from it, it goes on as if all were on the disk. What that
/// costs is shown where the power is cut.
#[test]
fn f34_control_a_sync_that_fails_in_silence_is_taken_for_done() {
    if !may_trace() {
        return;
    }
    let region = Region::of(PEOPLE);
    let (code, place) = failing(&region, &Step::new("fdatasync", 1), "retval=0");
    assert!(code == Some(0) && place.contains("/kinerja.db-wal>"), "{code:?} {place}");
    assert_eq!(region.relay.taken(), PEOPLE);
}

pub(crate) fn look(settled: bool) -> Look {
    Look { settled, events: Some(SESSIONS), ..Look::default() }
}

/// A folder on a disk of its own, in memory.
pub(crate) struct Small(TempDir);

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(self.0.path()).output());
    }
}

impl Small {
    /// A region on a disk with so many KiB; nothing where there can be none here.
    pub(crate) fn of(region: &Region, kib: usize) -> Option<Self> {
        let small = Self(tempfile::tempdir().unwrap());
        if !small.mount("size=64m", "none") {
            left_out("no disk can be mounted here");
            return None;
        }
        region.lay_out(small.0.path());
        let database = small.0.path().join("kinerja.db");
        fs::copy(region.path("kinerja.db"), database).unwrap();
        assert!(small.mount(&format!("remount,size={kib}k"), "none"));
        Some(small)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Mounts it, or mounts it anew.
    pub(crate) fn mount(&self, options: &str, what: &str) -> bool {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, what]).arg(self.0.path());
        command.output().is_ok_and(|output| output.status.success())
    }

    /// The exit code of a pass, and a copy of what it left, on a disk with room.
    fn pass(&self, region: &Region) -> (Option<i32>, TempDir) {
        let done = region.command_in(self.0.path(), &[], RUN).output().unwrap();
        let copy = tempfile::tempdir().unwrap();
        for name in ["kinerja.db", "kinerja.db-wal"] {
            if self.0.path().join(name).exists() {
                fs::copy(self.0.path().join(name), copy.path().join(name)).unwrap();
            }
        }
        (done.status.code(), copy)
    }
}

/// How much room a pass is given beyond what is there: from nothing to more than enough.
fn rooms() -> impl Iterator<Item = usize> {
    (0..24).map(|step| step * 64)
}

/// KiB of what a region has before its first pass.
fn size_of(region: &Region) -> usize {
    let bytes = fs::metadata(region.path("kinerja.db")).unwrap().len();
    usize::try_from(bytes / 1024).unwrap() + 64
}

#[test]
fn f32_a_full_disk_leaves_nothing_half_done_and_with_room_it_goes_on() {
    let mut codes = BTreeSet::new();
    for room in rooms() {
        let mut region = Region::of(PEOPLE);
        let Some(small) = Small::of(&region, size_of(&region) + room) else { return };
        let (code, left) = small.pass(&region);
        assert!([Some(0), Some(UNAVAILABLE)].contains(&code), "{room} KiB: {code:?}");
        assert_eq!(region.broken_in(left.path(), &look(false)), "", "{room} KiB");
        codes.insert((code, region.relay.taken() > 0));
        assert!(small.mount("remount,size=64m", "none"));
        region.wait();
        assert!(region.finish_in(small.0.path()), "{room} KiB");
        assert_eq!(region.broken_in(small.0.path(), &look(true)), "", "{room} KiB");
    }
    println!("{codes:?}");
    assert!(codes.contains(&(Some(0), true)) && codes.len() > 1, "{codes:?}");
}

/// Without the write-ahead file, what fits is written and the rest is not.
#[test]
fn f32_control_without_the_write_ahead_file_a_full_disk_leaves_half_of_it() {
    if !may_trace() {
        return;
    }
    let region = Region::of(60);
    killed_before_sending(&region);
    let database = region.path("kinerja.db");
    let pages = usize::try_from(fs::metadata(&database).unwrap().len()).unwrap() / 8_192;
    let copy = region.path("torn.db");
    let mut found = Vec::new();
    for room in 0..10 {
        fs::write(&copy, torn(&database, |_, page| page < pages + room)).unwrap();
        found.push(said(&check(&copy).output().unwrap()));
    }
    let torn = found.iter().filter(|found| !found.is_empty()).count();
    println!("{torn} of {} copies are torn", found.len());
    assert!(torn > 0);
    assert_eq!(region.broken(&Look::default()), "", "the whole one is torn too");
}
