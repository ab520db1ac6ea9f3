//! What whoever watches is told while a brake of a real pass keeps the mails.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    region::{AtWork, Region},
    support::smtp_sink::{Act, Setup, Step},
};

const PEOPLE: usize = 12;

/// Mails that may leave in a day, where that is the brake.
const PER_DAY: usize = 5;

/// A daemon that is up, and has sent what it may.
struct Up {
    region: Region,
    _at_work: AtWork,
}

impl Up {
    /// With these lines at the end of its configuration.
    fn start(region: Region, more: &str) -> Self {
        let file = region.path("kinerja.toml");
        let text = fs::read_to_string(&file).unwrap();
        let text = text.replace("[mail]", "[http]\nlisten = \"127.0.0.1:0\"\n\n[mail]") + more;
        fs::write(&file, text).unwrap();
        let log = fs::File::create(region.path("log")).unwrap();
        let mut command = region.command(&[], &["run"]);
        let at_work = AtWork::start(command.stdout(Stdio::null()).stderr(log));
        let up = Self { region, _at_work: at_work };
        let begun = Instant::now();
        while !up.log().contains("no more mails leave for now") {
            assert!(begun.elapsed() < Duration::from_secs(30), "{}", up.log());
            sleep(Duration::from_millis(20));
        }
        up
    }

    fn log(&self) -> String {
        fs::read_to_string(self.region.path("log")).unwrap()
    }

    /// Whether it is ready, and what it says.
    fn readiness(&self) -> (bool, String) {
        let log = self.log();
        let (_, rest) = log.split_once("health and metrics can be read address=").unwrap();
        let mut stream = TcpStream::connect(rest.split_whitespace().next().unwrap()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: kinerja\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer.starts_with("HTTP/1.1 200 "), answer)
    }

    fn status(&self) -> String {
        let output = self.region.command(&[], &["status"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Both tell this brake, why, and how many mails wait; and what is on record agrees.
    fn tells(&self, (brake, until): (&str, &str), why: &str, waiting: usize) {
        let since = "since 2026-07-20T01:00:00Z";
        let (is_ready, said) = self.readiness();
        assert!(is_ready, "{said}");
        let mails =
            format!("\nmails (redirect): {waiting} wait; the oldest has waited 0 minutes\n");
        assert!(said.contains(&mails), "{said}");
        let line = format!("mails wait ({brake}) {since}, {until}");
        let found = said.lines().find(|found| found.starts_with(&line));
        assert!(found.is_some_and(|found| found.contains(why)), "{line} {why}: {said}");
        let said = self.status();
        let line = format!("wrong: mails have waited {since}: ");
        let found = said.lines().find(|found| found.starts_with(&line));
        assert!(found.is_some_and(|found| found.contains(why)), "{line} {why}: {said}");
        let states = "SELECT COUNT(*) FROM mail WHERE state IN ('queued', 'deferred')";
        assert_eq!(self.region.count(states), waiting);
    }
}

fn mails(region: &Region) -> usize {
    region.count("SELECT COUNT(*) FROM employee WHERE email IS NOT NULL")
}

#[test]
fn a_wrong_password_is_told_with_what_the_relay_says() {
    let auth = Some(("PLAIN LOGIN", "kinerja", "rahasia"));
    let region = Region::of(PEOPLE).whose_relay(Setup { auth, ..Setup::default() });
    let all = mails(&region);
    // A variable that is there and holds something else.
    let up = Up::start(region, "username = \"kinerja\"\npassword_env = \"KINERJA_LOG\"\n");
    up.tells(("credentials", "until a person mends it"), "535", all);
}

#[test]
fn a_relay_that_refuses_everything_is_told_with_when_it_is_asked_again() {
    let region = Region::of(PEOPLE);
    let all = mails(&region);
    region.relay.always(Step::Rcpt, Act::Say("554 5.7.1 refused by policy"));
    let up = Up::start(region, "");
    let until = ("policy", "at least until 2026-07-20T01:");
    up.tells(until, "554 5.7.1 refused by policy", all - 5);
    assert!(up.status().contains("\nwrong: 5 mails were rejected by the relay"));
}

#[test]
fn a_ceiling_that_is_reached_is_told_with_its_key() {
    let region = Region::of(PEOPLE);
    let all = mails(&region);
    let up = Up::start(region, &format!("\n[mail.limits]\nper_day = {PER_DAY}\n"));
    up.tells(("day", "at least until 2026-07-20T0"), "`mail.limits.per_day`", all - PER_DAY);
    assert_eq!(up.region.relay.taken(), PER_DAY);
}

/// Where nothing keeps them, neither says so.
#[test]
fn a_relay_that_takes_all_is_told_of_by_nobody() {
    let up = Up::start(Region::of(PEOPLE), "");
    let (is_ready, said) = up.readiness();
    assert!(is_ready && said.contains("\nmails (redirect): 0 wait\n"), "{said}");
    assert!(!said.contains("mails wait ("), "{said}");
    assert!(!up.status().contains("mails have waited"), "{}", up.status());
}
