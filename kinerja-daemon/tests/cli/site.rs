//! A folder with a configuration, a policy and a database, as an operator has
//! it, and the program at work in it.

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::OnceLock,
};

use sqlx::{AssertSqlSafe, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

/// The instant at which every rehearsal takes place: the second quarter of 2026
/// is due, the third is not over.
pub(crate) const AS_OF: &str = "2026-07-20T08:00:00+07:00";

/// Puts the mails into a folder.
pub(crate) const MAILDIR: &str = "mode = \"maildir\"";
/// Lets the mails wait.
pub(crate) const OFF: &str = "mode = \"off\"";

/// Every row of every table, by table.
pub(crate) type Dump = BTreeMap<String, Vec<String>>;

/// The folder of an operator.
pub(crate) struct Site {
    folder: TempDir,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A program at work in the background; it does not outlive its test.
pub(crate) struct Background(pub(crate) Child);

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Background {
    /// Ends it as a power cut does; says how it ended.
    pub(crate) fn kill_hard(&mut self) -> ExitStatus {
        drop(self.0.kill());
        self.0.wait().unwrap()
    }

    /// Asks it to stop, as a service manager does.
    pub(crate) fn ask_to_stop(&self) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }
}

/// Where the example files of Samarinda are.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/regions/samarinda")
}

/// A file of people.
pub(crate) fn people(rows: &[&str]) -> String {
    table("nip;nama;jenis;kode_unit;unit_kerja;jabatan;email;nip_atasan", rows)
}

/// A CSV file.
pub(crate) fn table(headings: &str, rows: &[&str]) -> String {
    let mut text = headings.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text + "\n"
}

/// Nobody is reminded of anything: most tests are about other mails.
const SILENT: &str = "
    CREATE TRIGGER IF NOT EXISTS silent BEFORE INSERT ON occurrence WHEN new.kind <> 'evaluation'
    BEGIN SELECT RAISE(IGNORE); END";

impl Site {
    /// Samarinda's policy and a configuration; no database.
    pub(crate) fn new(mail: &str) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        let policy = std::fs::read(examples().join("policy.toml")).unwrap();
        site.write("policy.toml", policy);
        site.configure(mail);
        site
    }

    /// The same, with the example files of Samarinda on record.
    pub(crate) fn filled(mail: &str) -> Self {
        static DATABASE: OnceLock<Vec<u8>> = OnceLock::new();
        let site = Self::new(mail);
        let bytes = DATABASE.get_or_init(|| {
            let first = Self::new(OFF);
            first.ok(&["import", examples().to_str().unwrap()]);
            std::fs::read(first.path("kinerja.db")).unwrap()
        });
        site.write("kinerja.db", bytes);
        site
    }

    /// The same, evaluated, with all mails waiting.
    pub(crate) fn evaluated(mail: &str) -> Self {
        static DATABASE: OnceLock<Vec<u8>> = OnceLock::new();
        let site = Self::new(mail);
        let bytes = DATABASE.get_or_init(|| {
            let first = Self::filled(OFF);
            first.ok(&["run", "--once"]);
            std::fs::read(first.path("kinerja.db")).unwrap()
        });
        site.write("kinerja.db", bytes);
        site
    }

    /// Writes the configuration anew, with these lines in its table `mail`.
    pub(crate) fn configure(&self, mail: &str) {
        let text = format!(
            "policies = [\"policy.toml\"]\n\n[mail]\nfrom_name = \"Kinerja\"\n\
             from = \"kinerja@kinerja.example.go.id\"\n{mail}\n"
        );
        self.write("kinerja.toml", text);
    }

    /// Replaces a text that a file must hold.
    pub(crate) fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold {from}");
        self.write(name, text.replacen(from, to, 1));
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Who may do what with a file.
    pub(crate) fn mode(&self, name: &str) -> u32 {
        std::fs::metadata(self.path(name)).unwrap().permissions().mode() & 0o777
    }

    /// The names of the files, but for what SQLite and the lock leave behind.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let passing =
            |name: &String| [".lock", "-wal", "-shm"].iter().any(|ending| name.ends_with(ending));
        let mut names: Vec<_> = names.filter(|name| !passing(name)).collect();
        names.sort();
        names
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kinerja-daemon"));
        command.current_dir(self.folder.path()).args(args).env("KINERJA_LOG", "warn");
        command
    }

    /// Runs a command as of [`AS_OF`]. Nobody is reminded of what files took in.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let ran = self.run_now(&[&["--as-of", AS_OF], args].concat());
        if ran.code == Some(0) && args.first() == Some(&"import") {
            self.sql(SILENT);
        }
        ran
    }

    /// The same as [`Site::filled`], and people are reminded.
    pub(crate) fn reminding(mail: &str) -> Self {
        let site = Self::filled(mail);
        site.sql("DROP TRIGGER silent");
        site
    }

    /// Runs a command with the host's clock.
    pub(crate) fn run_now(&self, args: &[&str]) -> Ran {
        let output = self.command(args).stdin(Stdio::null()).output().unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that must end well, and gives what it printed.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {ran:?}");
        ran.out
    }

    /// The same by a process that makes new files with this mask.
    pub(crate) fn ok_with_mask(&self, mask: &str, args: &[&str]) {
        let program = env!("CARGO_BIN_EXE_kinerja-daemon");
        let mut command = Command::new("sh");
        command.current_dir(self.folder.path());
        command.args(["-c", &format!("umask {mask}; exec \"$@\""), "sh", program]);
        let ran = command.args(["--as-of", AS_OF]).args(args).output().unwrap();
        assert!(ran.status.success(), "{args:?}: {ran:?}");
    }

    /// Starts a command in the background, with everything it logs in `log`.
    pub(crate) fn start(&self, args: &[&str]) -> Background {
        self.start_with(args, &[])
    }

    /// The same with variables.
    pub(crate) fn start_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Background {
        self.start_now(&[&["--as-of", AS_OF], args].concat(), variables)
    }

    /// The same with the host's clock.
    pub(crate) fn start_now(&self, args: &[&str], variables: &[(&str, &str)]) -> Background {
        let log = std::fs::File::create(self.path("log")).unwrap();
        let mut command = self.command(args);
        command.envs(variables.iter().copied());
        command.env("KINERJA_LOG", "debug").stdin(Stdio::null()).stdout(Stdio::null());
        Background(command.stderr(log).spawn().unwrap())
    }

    /// The same while no file may have more than so many blocks of 512 bytes.
    pub(crate) fn start_with_little_disk(&self, args: &[&str], blocks: u32) -> Background {
        let log = std::fs::File::create(self.path("log")).unwrap();
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let program = env!("CARGO_BIN_EXE_kinerja-daemon");
        let mut command = Command::new("sh");
        command.current_dir(self.folder.path()).args(["-c", &limit, "sh", program]);
        command.args(["--as-of", AS_OF]).args(args).env("KINERJA_LOG", "warn");
        Background(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap())
    }

    /// Everything on record; nothing when there is no database.
    pub(crate) fn dump(&self) -> Option<Dump> {
        let path = self.path("kinerja.db");
        path.exists().then(|| block_on(dump(&path)))
    }

    /// Changes something behind the program's back.
    pub(crate) fn sql(&self, sql: &str) {
        let options = SqliteConnectOptions::new().filename(self.path("kinerja.db"));
        block_on(async {
            let mut db = SqliteConnection::connect_with(&options).await.unwrap();
            sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.unwrap();
            db.close().await.unwrap();
        });
    }

    /// One number out of the database, or 0 while there is no such table.
    pub(crate) fn count_or_0(&self, sql: &str) -> i64 {
        if self.path("kinerja.db").exists() { self.count(sql) } else { 0 }
    }

    /// One number out of the database.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        let path = self.path("kinerja.db");
        block_on(async {
            let mut db = connect(&path).await;
            let sql = AssertSqlSafe(sql.to_owned());
            let found = sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap();
            db.close().await.unwrap();
            found
        })
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(future)
}

async fn connect(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn dump(path: &Path) -> Dump {
    let mut db = connect(path).await;
    let tables = "
        SELECT m.name, group_concat('quote(' || c.name || ')', ' || '','' || ')
        FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
        WHERE m.type = 'table' GROUP BY m.name";
    let tables: Vec<(String, String)> = sqlx::query_as(tables).fetch_all(&mut db).await.unwrap();
    let mut dump = Dump::new();
    for (table, columns) in tables {
        let rows = AssertSqlSafe(format!("SELECT {columns} FROM {table} ORDER BY 1"));
        let rows = sqlx::query_scalar(rows).fetch_all(&mut db).await.unwrap();
        dump.insert(table, rows);
    }
    db.close().await.unwrap();
    dump
}
