//! The daemon is asked to stop while the relay has not yet answered for a mail.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread::{sleep, spawn},
    time::{Duration, Instant},
};

use crate::site::{Background, Site};

/// As long as a service manager waits before it kills.
const STOP_MAX: Duration = Duration::from_secs(30);

/// Mails with this state, or several.
fn count(site: &Site, states: &str) -> i64 {
    site.count(&format!("SELECT COUNT(*) FROM mail WHERE state IN ({states})"))
}

/// A relay that takes mails and answers for each only after a while. Tells of each
/// body that has arrived.
pub(crate) fn relay(answers_after: Duration) -> (u16, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, arrived) = channel();
    spawn(move || {
        for stream in listener.incoming() {
            let tell = tell.clone();
            // However a conversation ends, the test looks at what is on record.
            spawn(move || converse(&stream.unwrap(), answers_after, &tell).ok());
        }
    });
    (port, arrived)
}

fn converse(stream: &TcpStream, wait: Duration, tell: &Sender<()>) -> std::io::Result<()> {
    let mut answer = stream;
    answer.write_all(b"220 relay\r\n")?;
    let mut in_body = false;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        let reply = match line.as_str() {
            "." => {
                if tell.send(()).is_err() {
                    return Ok(());
                }
                sleep(wait);
                in_body = false;
                "250 taken\r\n"
            }
            _ if in_body => continue,
            "DATA" => {
                in_body = true;
                "354 go on\r\n"
            }
            _ => "250 ok\r\n",
        };
        answer.write_all(reply.as_bytes())?;
    }
    Ok(())
}

/// A daemon with a mail at the relay that was not answered for yet.
fn in_the_middle_of_a_mail(answers_after: Duration) -> (Site, Background) {
    let (port, arrived) = relay(answers_after);
    let mail = format!(
        "mode = \"redirect\"\nredirect_to = \"uji@kinerja.example.go.id\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nsessions = 1"
    );
    let site = Site::evaluated(&mail);
    let daemon = site.start(&["run"]);
    let body = arrived.recv_timeout(Duration::from_mins(1));
    assert!(body.is_ok(), "no mail left: {}", site.read("log"));
    (site, daemon)
}

/// Asks the daemon to stop, which it does in time and well.
pub(crate) fn stop(site: &Site, mut daemon: Background) {
    daemon.ask_to_stop();
    let asked = Instant::now();
    let ended = daemon.0.wait().unwrap();
    assert_eq!(ended.code(), Some(0), "{}", site.read("log"));
    assert!(asked.elapsed() < STOP_MAX, "{:?}", asked.elapsed());
    assert_eq!(count(site, "'claimed', 'data_started'"), 0);
}

#[test]
fn f06_a_mail_that_is_answered_for_after_5_seconds_is_known() {
    let (site, daemon) = in_the_middle_of_a_mail(Duration::from_secs(5));
    stop(&site, daemon);
    assert_eq!((count(&site, "'sent'"), count(&site, "'queued'")), (1, 199));
}

#[test]
fn f06_a_mail_that_is_not_answered_for_in_120_seconds_is_unknown_on_record() {
    let (site, daemon) = in_the_middle_of_a_mail(Duration::from_mins(2));
    stop(&site, daemon);
    assert_eq!((count(&site, "'unknown'"), count(&site, "'queued'")), (1, 199));
    let attempts = "SELECT COUNT(*) FROM attempt WHERE phase = 'body'";
    assert_eq!(site.count(attempts), 1);
}

#[test]
fn f06_control_a_daemon_that_does_not_wait_for_the_answer_leaves_the_mail_in_doubt() {
    let (site, mut daemon) = in_the_middle_of_a_mail(Duration::from_secs(5));
    daemon.kill_hard();
    assert_eq!((count(&site, "'sent'"), count(&site, "'data_started'")), (0, 1));
}
