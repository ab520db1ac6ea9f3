//! F36 (and F34): the power goes. What was acknowledged is on the disk, and the file is whole.
//!
//! The region lies on a file system of its own, whose disk is a file in memory. What
//! the host has not been told to write is not in that file, so a copy of it is what
//! a disk has after a power cut.

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    kills::{Moments, SESSIONS},
    region::{AtWork, Look, Region, is_long},
    steps::{left_out, may_trace, strace},
};

const PEOPLE: usize = 20;

/// Power cuts after a disk that failed and said so.
const FAILING_CUTS: usize = 5;

/// Megabytes of the disk.
const DISK: &str = "24M";

/// A disk that can lose its power.
struct Disk {
    folder: TempDir,
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whatever is not mounted any more need not be unmounted.
        for name in ["site", "after", ""] {
            drop(Command::new("umount").arg(self.path(name)).output());
        }
    }
}

impl Disk {
    /// An empty disk, or why there can be none here.
    fn new() -> Result<Self, String> {
        let disk = Self { folder: tempfile::tempdir().unwrap() };
        let memory = disk.folder.path().join("memory");
        fs::create_dir(&memory).unwrap();
        run("mount", &["-t", "tmpfs", "-o", "size=128m", "none", text(&memory)])?;
        for name in ["site", "after"] {
            fs::create_dir(disk.path(name)).unwrap();
        }
        run("truncate", &["-s", DISK, text(&disk.path("image"))])?;
        run("mkfs.ext4", &["-q", text(&disk.path("image"))])?;
        disk.mount("image", "site")?;
        Ok(disk)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("memory").join(name)
    }

    fn mount(&self, image: &str, name: &str) -> Result<(), String> {
        run("mount", &["-o", "loop", text(&self.path(image)), text(&self.path(name))])
    }

    fn unmount(&self, name: &str) {
        // Whoever was killed may still be about to let go of it.
        let unmounted = (0..100).any(|_| {
            let done = run("umount", &[text(&self.path(name))]).is_ok();
            if !done {
                sleep(Duration::from_millis(20));
            }
            done
        });
        assert!(unmounted, "{name} is in use");
    }

    /// Cuts the power, and gives the folder as it is when it comes back.
    fn cut(&self) -> PathBuf {
        fs::copy(self.path("image"), self.path("copy")).unwrap();
        self.unmount("site");
        self.mount("copy", "after").unwrap();
        self.path("after")
    }

    /// Makes the disk as it was before the pass.
    fn restore(&self) {
        self.unmount("after");
        fs::copy(self.path("fresh"), self.path("image")).unwrap();
        self.mount("image", "site").unwrap();
    }

    /// Keeps the disk as it is, with all that is to be on it.
    fn keep(&self) {
        self.unmount("site");
        fs::copy(self.path("image"), self.path("fresh")).unwrap();
        self.mount("image", "site").unwrap();
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let done = Command::new(program).args(arguments).output();
    let done = done.map_err(|error| format!("{program}: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr)))
}

/// What so many power cuts did: what is wrong, and how many came before the end.
struct Cuts {
    wrong: Vec<String>,
    tried: usize,
    in_time: usize,
}

/// Cuts the power at random moments of a pass, each time from the same beginning, until
/// what is wrong is enough.
fn cut(cuts: usize, by: &[&str], enough: impl Fn(&str) -> bool) -> Option<Cuts> {
    let disk = match Disk::new() {
        Ok(disk) => disk,
        Err(reason) => {
            left_out(&format!("no disk can be mounted here: {reason}"));
            return None;
        }
    };
    let mut moments = Moments::seeded();
    let mut done = Cuts { wrong: Vec::new(), tried: 0, in_time: 0 };
    let region = Region::of(PEOPLE);
    let site = disk.path("site");
    region.lay_out(&site);
    fs::copy(region.path("kinerja.db"), site.join("kinerja.db")).unwrap();
    // There already, so that strace finds it by its name.
    fs::write(site.join("kinerja.db-wal"), "").unwrap();
    disk.keep();
    let span = undisturbed(&region, by);
    for _ in 0..cuts {
        // Another relay each time: the mails of another cut are not those of this one.
        let mut region = Region::of(PEOPLE);
        region.configure(&site);
        run("sync", &["-f", text(&site)]).unwrap();
        let mut command = region.command_in(&site, by, &["run", "--once"]);
        let mut at_work = AtWork::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        sleep(moments.below(span));
        done.in_time += usize::from(at_work.kill().signal() == Some(9));
        let after = disk.cut();
        let mut wrong = region.broken_in(&after, &look(SESSIONS));
        region.wait();
        if region.finish_in(&after) {
            wrong += &region.broken_in(&after, &Look { settled: true, ..look(SESSIONS) });
        } else {
            wrong += "it does not come to an end";
        }
        done.tried += 1;
        let is_enough = enough(&wrong);
        done.wrong.push(wrong);
        if is_enough {
            break;
        }
        disk.restore();
    }
    done.wrong.retain(|wrong| !wrong.is_empty());
    println!("{} power cuts, {} before the end of the pass", done.tried, done.in_time);
    Some(done)
}

fn look(events: usize) -> Look {
    Look { events: Some(events), ..Look::default() }
}

fn undisturbed(region: &Region, by: &[&str]) -> Duration {
    let begun = Instant::now();
    region.start(by).0.wait().unwrap();
    begun.elapsed()
}

#[test]
fn f36_after_a_power_cut_all_that_was_acknowledged_is_there() {
    let Some(done) = cut(if is_long() { 1_000 } else { 30 }, &[], |_| false) else { return };
    assert!(done.in_time > 0, "no cut came in time");
    let wrong = &done.wrong;
    assert!(wrong.is_empty(), "{} cuts lost something:\n{}", wrong.len(), wrong[0]);
}

/// Power cuts of a program whose syncs end as strace is told; nothing where it may not trace.
fn cut_with(cuts: usize, arguments: &[&str], enough: impl Fn(&str) -> bool) -> Option<Cuts> {
    if !may_trace() {
        return None;
    }
    let by = strace(&[arguments, &["-etrace=fsync,fdatasync"]].concat());
    let by: Vec<_> = by.iter().map(String::as_str).collect();
    cut(cuts, &by, enough)
}

/// The same where the disk is never told to write, or only when the write-ahead file is
/// folded in: what SQLite does with `synchronous` at `OFF` and at `NORMAL`.
#[test]
fn f36_control_without_the_sync_a_power_cut_loses_what_was_acknowledged() {
    for files in [vec![], vec!["-P", "kinerja.db-wal"]] {
        let arguments = [&files[..], &["-einject=fsync,fdatasync:retval=0"]].concat();
        let Some(done) = cut_with(40, &arguments, is_lost) else { return };
        assert!(done.wrong.last().is_some_and(|wrong| is_lost(wrong)), "{files:?}");
    }
}

/// From its fifth sync on the disk fails, and some time after that the power goes.
#[test]
fn f34_where_it_is_told_that_the_disk_fails_a_power_cut_loses_nothing() {
    let failing = ["-P", "kinerja.db-wal", "-einject=fsync,fdatasync:error=EIO:when=5+"];
    let Some(done) = cut_with(FAILING_CUTS, &failing, |_| false) else { return };
    assert!(done.wrong.is_empty(), "{}", done.wrong[0]);
}

/// The same disk, of which it hears nothing: it goes on, and what it takes for done is lost.
#[test]
fn f34_control_where_it_is_not_told_a_power_cut_loses_what_it_took_for_done() {
    let failing = ["-P", "kinerja.db-wal", "-einject=fsync,fdatasync:retval=0:when=5+"];
    let Some(done) = cut_with(40, &failing, is_lost) else { return };
    assert!(done.wrong.last().is_some_and(|wrong| is_lost(wrong)), "nothing was lost");
}

/// Whether a mail went out of which too little is on record.
fn is_lost(wrong: &str) -> bool {
    wrong.contains("is on no record") || wrong.contains("other bytes are on record")
}
