//! Result mails in one language on one core: text, HTML and derivation, built to the
//! bytes that leave.
//!
//!     cargo bench --bench mail -- [MAILS]      (20000)
//!
//! In the same run, three times in turn, from the words that ours has made: another
//! library (lettre's builder), and Python's `email`. They render nothing. Prints
//! the best of each in mails a second. The aim is 20,000, at least 10,000.
//!
//!     cargo bench --bench mail --no-run
//!     valgrind --tool=callgrind target/release/deps/mail-… count MAILS
//!
//! Makes so many mails and nothing else. Of two runs, the difference in instructions by
//! the difference in mails is what one takes, however busy the computer is.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "a bench that cannot be set up should stop, and it prints what it measured"
)]

#[path = "../tests/mail/cases.rs"]
#[expect(dead_code, reason = "most cases are for the tests of mails")]
mod cases;

use std::{hint::black_box, io::Write, process::Command};

use kinerja_core::language::Language;
use kinerja_daemon::mail::{Composed, Composer, Mailbox, Outgoing, message_id};
use lettre::message::{Message, MultiPart, SinglePart};
use rustix::time::{ClockId, clock_gettime};

/// The same mail built by Python's `email`, so many times; prints mails a second.
const PYTHON: &str = "
import json, sys, time
from email.message import EmailMessage
from email.policy import SMTP
words = json.load(sys.stdin)
began = time.process_time()
for _ in range(words['mails']):
    mail = EmailMessage(policy=SMTP)
    mail['From'], mail['To'] = 'Kinerja <kinerja@example.go.id>', 'Ani <ani@example.go.id>'
    mail['Subject'] = words['subject']
    mail.set_content(words['text'], cte='quoted-printable')
    mail.add_alternative(words['html'], subtype='html', cte='quoted-printable')
    mail.as_bytes()
print(words['mails'] / (time.process_time() - began))
";

fn main() {
    let asked: Option<usize> = std::env::args().skip(1).find_map(|one| one.parse().ok());
    let mails = asked.unwrap_or(20_000);
    let case = cases::proposed().in_languages(&[Language::Indonesian]);
    let composer = Composer::new(None).unwrap();
    let whole = || outgoing(composer.compose(&case.mail()).unwrap()).build().unwrap();
    if std::env::args().any(|one| one == "count") {
        return (0..mails).for_each(|_| drop(black_box(whole())));
    }
    let bytes = whole();
    let words = composer.compose(&case.mail()).unwrap();
    let (text, html) = (words.text.len(), words.html.len());
    println!("{} bytes a mail, of {text} bytes of text and {html} of HTML", bytes.len());
    let mut best = [0_f64; 4];
    for _ in 0..3 {
        let runs = [
            rate(mails, whole),
            rate(mails, || composer.compose(&case.mail()).unwrap()),
            rate(mails, || by_library(&words)),
            by_python(&words, mails / 20),
        ];
        for (best, run) in best.iter_mut().zip(runs) {
            *best = best.max(run);
        }
    }
    let names = ["ours, whole", "ours, words only", "lettre, no words", "Python, no words"];
    for (name, found) in names.iter().zip(best) {
        println!("{name:18}{found:9.0} a second, {:5.2} of ours", found / best[0]);
    }
}

/// How often something runs in a second of CPU.
fn rate<T>(times: usize, mut run: impl FnMut() -> T) -> f64 {
    let began = cpu();
    for _ in 0..times {
        black_box(run());
    }
    times as f64 / (cpu() - began)
}

/// Seconds of CPU that this process has taken.
fn cpu() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9
}

fn outgoing(words: Composed) -> Outgoing {
    let mailbox = |name: &str, address: &str| Mailbox {
        name: Some(name.to_owned()),
        address: address.parse().unwrap(),
    };
    Outgoing {
        message_id: message_id(b"key", &["samarinda", "2026-Q3"], "kinerja.example.id"),
        date: "2026-10-01T01:02:03Z".parse().unwrap(),
        return_path: "kinerja@example.go.id".parse().unwrap(),
        from: mailbox("Kinerja", "kinerja@example.go.id"),
        to: mailbox("Ani", "ani@example.go.id"),
        reply_to: None,
        subject: words.subject,
        text: words.text,
        html: words.html,
        language: words.language,
        calendar: None,
    }
}

fn by_library(words: &Composed) -> Vec<u8> {
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::plain(words.text.clone()))
        .singlepart(SinglePart::html(words.html.clone()));
    Message::builder()
        .from("Kinerja <kinerja@example.go.id>".parse().unwrap())
        .to("Ani <ani@example.go.id>".parse().unwrap())
        .subject(words.subject.clone())
        .multipart(parts)
        .unwrap()
        .formatted()
}

fn by_python(words: &Composed, mails: usize) -> f64 {
    let Composed { subject, text, html, .. } = words;
    let words = serde_json::json!({
        "mails": mails, "subject": subject, "text": text, "html": html,
    });
    let (piped, mut pipe) = std::io::pipe().unwrap();
    let mut python = Command::new("python3");
    let python = python.args(["-c", PYTHON]).stdin(piped).stdout(std::process::Stdio::piped());
    let python = python.spawn().unwrap();
    pipe.write_all(words.to_string().as_bytes()).unwrap();
    drop(pipe);
    let output = python.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}
