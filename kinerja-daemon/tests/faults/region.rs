//! A small region in a folder, as an operator has it, and the program at work in it.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::Mutex,
};

use tempfile::TempDir;

use crate::{relay::Relay, staff, support::smtp_sink::Setup};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kinerja-daemon");

/// Who gets every mail.
const EVERYONE: &str = "uji@kinerja.example.go.id";

/// People whose mails may all leave in a minute, and what lets those of more leave.
const PEOPLE_OF_A_MINUTE: usize = 100;
const UNLIMITED: &str = "[mail.limits]\nper_minute = 1000000\nper_day = 1000000\n\n";

/// Nobody is reminded of anything: then there are fewer mails.
const SILENT: &str =
    "CREATE TRIGGER IF NOT EXISTS silent BEFORE INSERT ON occurrence WHEN new.kind <> 'evaluation'
    BEGIN SELECT RAISE(IGNORE); END";

/// A region with its database, and the relay that its mails go to.
pub(crate) struct Region {
    folder: TempDir,
    people: usize,
    pub(crate) relay: Relay,
    /// Minutes since the evaluation fell due.
    pub(crate) minutes: u32,
    /// Whether people are reminded.
    reminds: bool,
}

/// A program at work; it does not outlive its test.
pub(crate) struct AtWork(pub(crate) Child);

impl Drop for AtWork {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl AtWork {
    /// Starts it, together with whatever it starts.
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.process_group(0).spawn().unwrap())
    }

    /// Ends it at once, and says how it ended: it may have been done before.
    pub(crate) fn kill(&mut self) -> ExitStatus {
        let group = format!("-{}", self.0.id());
        // There is nobody to kill when it was done before.
        drop(Command::new("kill").args(["-KILL", "--", &group]).output());
        self.0.wait().unwrap()
    }
}

/// What the checker is to look at besides the database and the relay.
#[derive(Default)]
pub(crate) struct Look {
    /// Whether all should be done.
    pub(crate) settled: bool,
    /// How often something broke in the middle of a mail, at most.
    pub(crate) events: Option<usize>,
    /// Whether the pages are to be made anew and compared.
    pub(crate) pages: bool,
}

impl Region {
    /// So many people of Samarinda and their plans are on record; nothing is evaluated.
    pub(crate) fn of(people: usize) -> Self {
        static IMPORTED: Mutex<BTreeMap<usize, Vec<u8>>> = Mutex::new(BTreeMap::new());
        let region = Self::empty(people);
        let mut imported = IMPORTED.lock().unwrap();
        let database = imported.entry(people).or_insert_with(|| {
            region.import();
            fs::read(region.path("kinerja.db")).unwrap()
        });
        fs::write(region.path("kinerja.db"), database).unwrap();
        region
    }

    /// The files of so many people, and no database.
    pub(crate) fn empty(people: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let relay = Relay::start(&folder.path().join("relay.jsonl"));
        let region = Self { folder, people, relay, minutes: 0, reminds: false };
        region.lay_out(&region.path(""));
        region
    }

    /// Writes the configuration and the files of the people into a folder.
    pub(crate) fn lay_out(&self, folder: &Path) {
        let files = folder.join("in");
        fs::create_dir_all(&files).unwrap();
        for name in staff::FILES {
            fs::write(files.join(name), staff::file(&examples(), name, self.people)).unwrap();
        }
        fs::copy(examples().join("policy.toml"), folder.join("policy.toml")).unwrap();
        self.configure(folder);
    }

    /// Writes a configuration with the relay of this region.
    pub(crate) fn configure(&self, folder: &Path) {
        let port = self.relay.port();
        // As many mails may leave in a minute as there are, also of a large region.
        let limits = if self.people > PEOPLE_OF_A_MINUTE { UNLIMITED } else { "" };
        let config = format!(
            "policies = [\"policy.toml\"]\n\n[mail]\nfrom_name = \"Kinerja\"\n\
             from = \"kinerja@kinerja.example.go.id\"\nmode = \"redirect\"\n\
             redirect_to = \"{EVERYONE}\"\n\n{limits}[mail.smtp]\nhost = \"127.0.0.1\"\n\
             port = {port}\ntls = \"none\"\n"
        );
        fs::write(folder.join("kinerja.toml"), config).unwrap();
    }

    /// A path in its folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with these words as of now, run by another program where one is
    /// given.
    pub(crate) fn command(&self, by: &[&str], words: &[&str]) -> Command {
        self.command_in(self.folder.path(), by, words)
    }

    /// The same in another folder.
    pub(crate) fn command_in(&self, folder: &Path, by: &[&str], words: &[&str]) -> Command {
        let line: Vec<_> = by.iter().chain(&[PROGRAM]).collect();
        let mut command = Command::new(line[0]);
        let (hours, minute) = (self.minutes / 60, self.minutes % 60);
        let (day, hour) = (20 + hours / 16, 8 + hours % 16);
        let as_of = format!("2026-07-{day:02}T{hour:02}:{minute:02}:00+07:00");
        command.args(&line[1..]).args(["--as-of", &as_of]).args(words);
        command.current_dir(folder).env("KINERJA_LOG", "debug").env("TOKIO_WORKER_THREADS", "1");
        command.stdin(Stdio::null());
        command
    }

    /// Takes in the files of the people; nobody is reminded of what they are about.
    pub(crate) fn import(&self) {
        succeed(&mut self.command(&[], &["import", "in"]));
        self.sql(SILENT);
    }

    /// The same region, in which people are reminded.
    pub(crate) fn reminding(self) -> Self {
        self.sql("DROP TRIGGER silent");
        Self { reminds: true, ..self }
    }

    /// The same region with another relay.
    pub(crate) fn whose_relay(self, can: Setup) -> Self {
        let relay = Relay::of(can, &self.path("relay.jsonl"));
        let region = Self { relay, ..self };
        region.configure(&region.path(""));
        region
    }

    /// A person says that mails may leave again.
    pub(crate) fn resume(&self) {
        succeed(&mut self.command(&[], &["outbox", "resume", "--by", "Ani"]));
    }

    /// Starts a pass in the background; what it logs goes into a file.
    pub(crate) fn start(&self, by: &[&str]) -> AtWork {
        let log = fs::File::options().create(true).append(true).open(self.path("log")).unwrap();
        let mut command = self.command(by, &["run", "--once"]);
        AtWork::start(command.stdout(Stdio::null()).stderr(log))
    }

    /// Lets so much time pass for the daemon that a mail in doubt may leave again.
    pub(crate) fn wait(&mut self) {
        self.minutes += 16;
    }

    /// Passes until all is done.
    pub(crate) fn finish(&mut self) {
        for _ in 0..6 {
            let ended = self.start(&[]).0.wait().unwrap();
            if ended.success() {
                return;
            }
            self.wait();
        }
        panic!("it does not come to an end:\n{}", fs::read_to_string(self.path("log")).unwrap());
    }

    /// The same in another folder; whether it came to its end.
    pub(crate) fn finish_in(&mut self, folder: &Path) -> bool {
        for _ in 0..6 {
            let done = self.command_in(folder, &[], &["run", "--once"]).output().unwrap();
            if done.status.success() {
                return true;
            }
            self.wait();
        }
        false
    }

    /// What the checker says: nothing where all is as promised.
    pub(crate) fn broken(&self, look: &Look) -> String {
        self.broken_in(self.folder.path(), look)
    }

    /// The same of another folder.
    pub(crate) fn broken_in(&self, folder: &Path, look: &Look) -> String {
        self.relay.rest();
        let mut command = check(&folder.join("kinerja.db"));
        command.arg("--relay").arg(self.path("relay.jsonl")).args(["--everyone", EVERYONE]);
        let undisturbed = self.undisturbed();
        command.arg("--undisturbed").arg(undisturbed.join("kinerja.db"));
        command.arg("--published").arg(folder);
        if let Some(events) = look.events {
            command.args(["--events", &events.to_string()]);
        }
        if folder.join("log").exists() {
            command.arg("--log").arg(folder.join("log"));
        }
        if let Ok(password) = fs::read_to_string(folder.join("password")) {
            command.args(["--secret", &password]);
        }
        if look.settled {
            command.arg("--settled");
        }
        let anew = if look.pages { self.rebuild(folder) } else { undisturbed };
        command.arg("--rebuilt").arg(anew);
        said(&command.output().unwrap())
    }

    /// A folder with database and pages of such a region that nothing disturbed.
    fn undisturbed(&self) -> PathBuf {
        static DONE: Mutex<BTreeMap<(usize, bool), Vec<u8>>> = Mutex::new(BTreeMap::new());
        let folder = self.path("undisturbed");
        if !folder.exists() {
            let mut done = DONE.lock().unwrap();
            let packed = done.entry((self.people, self.reminds)).or_insert_with(|| {
                let region = Self::of(self.people);
                let mut region = if self.reminds { region.reminding() } else { region };
                region.finish();
                let files = ["kinerja.db", "summaries", "reports"];
                let mut tar = Command::new("tar");
                tar.arg("-C").arg(region.path("")).arg("-c").args(files);
                tar.output().unwrap().stdout
            });
            fs::create_dir(&folder).unwrap();
            let file = self.path("undisturbed.tar");
            fs::write(&file, packed).unwrap();
            succeed(Command::new("tar").arg("-C").arg(&folder).arg("-xf").arg(file));
        }
        folder
    }

    /// Publishes anew what the database of a folder has.
    fn rebuild(&self, folder: &Path) -> PathBuf {
        let anew = folder.join("anew");
        self.lay_out(&anew);
        fs::copy(folder.join("kinerja.db"), anew.join("kinerja.db")).unwrap();
        let taken = self.relay.taken();
        succeed(&mut self.command_in(&anew, &[], &["run", "--once"]));
        assert_eq!(self.relay.taken(), taken, "a database that is done sent something");
        anew
    }

    /// Changes something behind the program's back.
    pub(crate) fn sql(&self, sql: &str) {
        let database = self.path("kinerja.db");
        succeed(Command::new("sqlite3").arg(database).arg(sql));
    }

    /// One number out of the database.
    pub(crate) fn count(&self, sql: &str) -> usize {
        let database = self.path("kinerja.db");
        succeed(Command::new("sqlite3").arg(database).arg(sql)).trim().parse().unwrap()
    }
}

/// The checker on a database.
pub(crate) fn check(database: &Path) -> Command {
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/support/check_state.py");
    let mut command = Command::new("python3");
    command.args(["-S".as_ref(), "-E".as_ref(), checker.as_os_str(), database.as_os_str()]);
    command
}

/// What the checker found broken; nothing where all is as promised.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let found = text(&output.stdout) + &text(&output.stderr);
    match output.status.code() {
        Some(0) => String::new(),
        Some(1) if found.contains("broken") => found,
        code => panic!("the checker ended with {code:?}: {found}"),
    }
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/regions/samarinda")
}

/// Whether the long form was asked for.
pub(crate) fn is_long() -> bool {
    std::env::var_os("KINERJA_LONG").as_deref() == Some(OsStr::new("1"))
}
