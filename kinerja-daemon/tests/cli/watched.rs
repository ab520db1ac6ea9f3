//! A daemon that is watched: by its page, by the host's supervisor, and by whoever
//! gives it a new configuration.

use std::{
    io::{Read, Write},
    net::TcpStream,
    os::unix::net::UnixDatagram,
    process::Command,
    sync::mpsc,
    time::Duration,
};

use crate::{
    daemon::{SENT, wait_until},
    site::{Background, MAILDIR, OFF, Site},
};

/// A site whose daemon offers its page at any free port.
fn site(mail: &str) -> Site {
    let site = Site::filled(mail);
    site.change("kinerja.toml", "[mail]", "[http]\nlisten = \"127.0.0.1:0\"\n\n[mail]");
    site
}

fn hang_up(daemon: &Background) {
    let pid = daemon.0.id().to_string();
    assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
}

/// A supervisor that takes whatever it is told at once, as systemd does: whoever
/// tells it waits until there is room.
pub(crate) struct Supervisor(mpsc::Receiver<String>);

impl Supervisor {
    pub(crate) fn listen(site: &Site) -> Self {
        let socket = UnixDatagram::bind(site.path("notify")).unwrap();
        let (said, heard) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 500];
            while let Ok(length) = socket.recv(&mut bytes) {
                let text = String::from_utf8(bytes[..length].to_vec()).unwrap();
                if said.send(text).is_err() {
                    break;
                }
            }
        });
        Self(heard)
    }

    /// Forgets what is said within a while.
    pub(crate) fn forget(&self, during: Duration) {
        std::thread::sleep(during);
        while self.0.try_recv().is_ok() {}
    }

    /// Whether anything that holds this line is said within a while.
    pub(crate) fn hears(&self, wanted: &str, within: Duration) -> bool {
        let end = std::time::Instant::now() + within;
        while let Some(left) = end.checked_duration_since(std::time::Instant::now()) {
            match self.0.recv_timeout(left) {
                Ok(said) if said.lines().any(|line| line.starts_with(wanted)) => return true,
                Ok(_) | Err(_) => {}
            }
        }
        false
    }

    /// Waits for a line that begins so.
    pub(crate) fn hear(&self, wanted: &str, site: &Site) {
        loop {
            let said = self.0.recv_timeout(Duration::from_secs(30));
            assert!(said.is_ok(), "no {wanted}\n{}", site.read("log"));
            if said.unwrap().lines().any(|line| line.starts_with(wanted)) {
                return;
            }
        }
    }
}

/// Where the daemon's log says that the page is.
pub(crate) fn address(site: &Site) -> String {
    let log = site.read("log");
    let (_, rest) = log.split_once("health and metrics can be read address=").expect(&log);
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Status and body of an answer.
pub(crate) fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: kinerja\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

#[test]
fn the_page_tells_health_readiness_and_numbers_and_nobodys_name() {
    let site = site(MAILDIR);
    let _daemon = site.start(&["run"]);
    wait_until("done with the mails", &site, || site.count_or_0(SENT) == 200);
    wait_until("done", &site, || site.read("log").contains("did what was due"));
    let address = address(&site);
    assert_eq!(get(&address, "/healthz"), (200, "alive\n".to_owned()));
    let (status, said) = get(&address, "/readyz");
    assert_eq!(status, 200, "{said}");
    assert!(said.contains("database: can be read\npass: the last ended at 2026-07-20T01:00:00Z with 0 faults\nmails (maildir): 0 wait\n"), "{said}");
    let (status, numbers) = get(&address, "/metrics");
    assert_eq!(status, 200, "{numbers}");
    for line in [
        "kinerja_passes_total 1",
        "kinerja_pass_faults 0",
        "kinerja_pass_failed 0",
        "kinerja_database_readable 1",
        "kinerja_mails{state=\"sent\"} 200",
        "kinerja_oldest_unsent_mail_seconds 0",
    ] {
        assert!(numbers.lines().any(|found| found == line), "{line} is not in {numbers}");
    }
    assert!(numbers.ends_with("# EOF\n"), "{numbers}");
    assert!(!numbers.contains('@') && !numbers.contains("1973"), "{numbers}");
    assert_eq!(get(&address, "/pegawai").0, 404);
}

#[test]
fn mails_that_wait_and_a_database_that_is_gone_are_told() {
    let site = site(OFF);
    let _daemon = site.start(&["run"]);
    wait_until("done", &site, || site.read("log").contains("did what was due"));
    let (status, said) = get(&address(&site), "/readyz");
    assert_eq!(status, 200, "{said}");
    assert!(said.contains("mails (off): 200 wait; the oldest has waited 0 minutes"), "{said}");
    let moved = Site::filled(OFF);
    moved.change("kinerja.toml", "[mail]", "[http]\nlisten = \"127.0.0.1:0\"\n\n[mail]");
    moved.write("kinerja.db", "not a database");
    let mut daemon = moved.start(&["run"]);
    assert_eq!(daemon.0.wait().unwrap().code(), Some(69), "{}", moved.read("log"));
}

#[test]
fn a_clock_that_cannot_be_believed_makes_it_unready_until_a_person_accepts_it() {
    let site = site(OFF);
    assert_eq!(site.run_now(&["run", "--once"]).code, Some(0));
    // As if it had last worked in a time that is still to come.
    site.sql("UPDATE setting SET value = replace(value, '\"wall\":\"20', '\"wall\":\"21') WHERE key = 'clock'");
    let daemon = site.start_now(&["run"], &[]);
    wait_until("held", &site, || site.read("log").contains("kinerja-daemon clock accept"));
    wait_until("unready", &site, || get(&address(&site), "/readyz").0 == 503);
    let (_, said) = get(&address(&site), "/readyz");
    assert!(said.contains("pass: could not begin, or broke off: the clock shows "), "{said}");
    assert!(said.contains("clock accept --by NAME"), "{said}");
    drop(daemon);
    assert_eq!(site.run_now(&["status"]).code, Some(75));
    assert_eq!(site.run_now(&["clock", "accept", "--by", "operator"]).code, Some(0));
    let _daemon = site.start_now(&["run"], &[]);
    wait_until("ready", &site, || {
        site.read("log").contains("health and metrics") && get(&address(&site), "/readyz").0 == 200
    });
}

#[test]
fn a_page_that_others_could_read_or_that_is_taken_is_refused() {
    let site = site(OFF);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    site.change("kinerja.toml", "127.0.0.1:0", &listen);
    let ran = site.run(&["run"]);
    assert_eq!(ran.code, Some(69), "{ran:?}");
    assert!(ran.err.contains(&format!("http.listen = \"{listen}\" cannot be used")), "{ran:?}");
    site.change("kinerja.toml", &listen, "0.0.0.0:9464");
    let ran = site.run(&["check"]);
    assert_eq!(ran.code, Some(78), "{ran:?}");
    assert!(ran.err.contains("can be reached from outside: use 127.0.0.1"), "{ran:?}");
}

#[test]
fn a_new_configuration_is_used_whole_or_refused_whole() {
    let site = Site::filled(OFF);
    let daemon = site.start(&["run"]);
    wait_until("done", &site, || site.read("log").contains("did what was due"));
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'queued'"), 200);

    let good = site.read("kinerja.toml");
    site.change("kinerja.toml", OFF, "mode = \"maildir\"\nsurat = 1");
    hang_up(&daemon);
    wait_until("refused", &site, || {
        site.read("log").contains("the new configuration is refused; the one before stays")
    });
    assert!(site.read("log").contains("unknown field `surat`"));
    site.write("kinerja.toml", good.replace("policies", "database = \"lain.db\"\npolicies"));
    hang_up(&daemon);
    wait_until("refused again", &site, || {
        site.read("log").contains("`database` cannot change while the daemon is up")
    });
    assert_eq!(site.count(SENT), 0);

    site.write("kinerja.toml", good.replace(OFF, MAILDIR));
    hang_up(&daemon);
    wait_until("done with the mails", &site, || site.count(SENT) == 200);
    assert!(site.read("log").contains("the configuration was read again"));
}

#[test]
fn the_supervisor_hears_ready_signs_of_life_a_reload_and_the_end() {
    let site = Site::filled(MAILDIR);
    let heard = Supervisor::listen(&site);
    let path = site.path("notify");
    let watched = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "200000")];
    let mut daemon = site.start_with(&["run"], &watched);
    let hear = |wanted: &str| heard.hear(wanted, &site);
    hear("READY=1");
    hear("WATCHDOG=1");
    wait_until("done with the mails", &site, || site.count_or_0(SENT) == 200);
    // Idle, the loop itself goes on to give signs of life.
    wait_until("idle", &site, || site.read("log").contains("did what was due"));
    for _ in 0..3 {
        hear("WATCHDOG=1");
    }
    hang_up(&daemon);
    hear("RELOADING=1");
    hear("READY=1");
    daemon.ask_to_stop();
    hear("STOPPING=1");
    assert_eq!(daemon.0.wait().unwrap().code(), Some(0));
}
