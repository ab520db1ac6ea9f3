//! The walk of `docs/rehearsal.md`, as it is written there.

use std::{fs, path::Path, process::Output, time::SystemTime};

use tempfile::TempDir;

use crate::{relay::Relay, support::smtp_script::Script};

const DOCUMENT: &str = include_str!("../../../docs/rehearsal.md");
const SCRIPT: &str = include_str!("../../../examples/smtp_rehearsal.toml");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The blocks of the walk: its configuration, then what is typed and what is seen.
fn blocks() -> Vec<Vec<String>> {
    let (_, walk) = DOCUMENT.split_once("## A walk through it").unwrap();
    let mut blocks = vec![Vec::new()];
    for line in walk.lines() {
        // A table of the configuration is set off by an empty line.
        let goes_on = blocks.len() == 1 && line.is_empty();
        if line.starts_with("    ") {
            blocks.last_mut().unwrap().push(line.trim().to_owned());
        } else if !goes_on && !blocks.last().unwrap().is_empty() {
            blocks.push(Vec::new());
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The second in which the walk begins: it was written down in that year, and a clock that
/// is far ahead of what is on record is not believed.
const BEGINS: i64 = 1_795_953_600;

/// The folder of the walk, and the relay of the moment.
struct Walk {
    folder: TempDir,
    relay: Relay,
    /// By how many seconds the daemon's clock is another than the host's.
    shift: i64,
}

impl Walk {
    fn new(configuration: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let people = root().join("examples/regions/samarinda/pegawai.csv");
        let people = fs::read_to_string(people).unwrap();
        let first: Vec<_> = people.lines().take(8).collect();
        fs::write(folder.path().join("pegawai.csv"), first.join("\n")).unwrap();
        let text = configuration.join("\n").replace('…', root().to_str().unwrap());
        fs::write(folder.path().join("rehearsal.toml"), text).unwrap();
        let relay = Self::relay(folder.path(), SCRIPT);
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        let shift = BEGINS - i64::try_from(now).unwrap();
        let walk = Self { folder, relay, shift };
        walk.change("port = 2525", &format!("port = {}", walk.relay.port()));
        walk
    }

    fn relay(folder: &Path, script: &str) -> Relay {
        let script = Script::parse(script).unwrap();
        let relay = Relay::of(script.setup(), &folder.join("seen.jsonl"));
        relay.follow(&script);
        relay
    }

    /// Ends the relay, and starts it with another script.
    fn restart(&mut self, script: &str) {
        let before = self.relay.port();
        self.relay = Self::relay(self.folder.path(), script);
        self.change(&format!("port = {before}"), &format!("port = {}", self.relay.port()));
    }

    fn change(&self, from: &str, to: &str) {
        let path = self.folder.path().join("rehearsal.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}: {text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Types one line.
    fn types(&self, line: &str) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_kinerja-daemon")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut shell = std::process::Command::new("faketime");
        shell.args(["-f", &format!("{:+}s", self.shift), "sh", "-c", line]);
        shell.current_dir(self.folder.path()).env("PATH", path);
        shell.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("KINERJA_LOG", "error");
        shell.output().unwrap()
    }

    /// What a command of the daemon prints.
    fn says(&self, words: &str) -> String {
        let said = self.types(&format!("kinerja-daemon --config rehearsal.toml {words}")).stdout;
        String::from_utf8(said).unwrap()
    }
}

/// The words of a line, whatever is between them.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn the_rehearsal_goes_as_its_document_says() {
    let blocks = blocks();
    let [configuration, first, listed, audited, decide, again] = blocks.as_slice() else {
        panic!("{blocks:?}")
    };
    let mut walk = Walk::new(configuration);
    let codes: Vec<_> = first.iter().map(|line| walk.types(line).status.code()).collect();
    // Mails that were put off wait.
    assert_eq!(codes, [Some(0), Some(0), Some(0), Some(0), Some(75)]);
    let list = walk.says("outbox list");
    assert!(list.lines().count() > listed.len(), "{list}");
    for (line, found) in listed.iter().zip(list.lines().skip(1)) {
        let (head, reply) = line.split_once('…').unwrap();
        assert_eq!(words(head), words(found)[..2], "{list}");
        assert!(found.ends_with(reply.trim()), "{list}");
    }
    let audit = walk.says("mail audit");
    for line in audited {
        assert!(audit.lines().any(|found| words(found) == words(line)), "{line}: {audit}");
    }

    walk.restart("listen = \"127.0.0.1:2525\"");
    let codes: Vec<_> = decide.iter().map(|line| walk.types(line).status.code()).collect();
    assert_eq!(codes[..3], [Some(0), Some(0), Some(65)], "{decide:?}");
    let shown = walk.says("outbox show 4");
    walk.relay.rest();
    let seen = fs::read_to_string(walk.folder.path().join("seen.jsonl")).unwrap();
    let seen = seen.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let took = seen.filter(|line| line["event"] == "took");
    let copies = took.filter(|line| shown.contains(line["sha256"].as_str().unwrap()));
    let copies: Vec<_> = copies.map(|line| line["message_id"].clone()).collect();
    assert_eq!(copies.len(), 2, "{shown}");
    assert_eq!(copies[0], copies[1]);
    assert!(shown.contains("Ani, kepegawaian"), "{shown}");

    walk.restart("listen = \"127.0.0.1:2525\"\ntls = \"expired\"");
    walk.change("127.0.0.1", "localhost");
    let ca = root().join("tests/support/tls/ca.pem");
    walk.change("tls = \"none\"", &format!("tls = \"starttls\"\nextra_ca = {ca:?}"));
    let codes: Vec<_> = again.iter().map(|line| walk.types(line).status.code()).collect();
    assert_eq!(codes, [Some(0), Some(75)]);
    assert!(walk.says("status").contains("xpired"), "{}", walk.says("status"));
    let list = walk.says("outbox list");
    assert_eq!(words(list.lines().nth(1).unwrap())[..2], ["1", "queued"]);
}
