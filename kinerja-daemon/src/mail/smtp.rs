//! One conversation with a relay.
//!
//! Every step has its own deadline, and how a step ended is known, which is all
//! that [`Fate`] needs. A connection that broke, fell silent or was left in the
//! middle of a mail is dropped: its next answer could belong to the last mail.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use lettre::address::{Address, Envelope};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Quit, Rset};
use lettre::transport::smtp::response::Response;
use memchr::{memmem, memrchr};
use tokio::time::timeout;

use super::announce::{self, Refusal};
use super::{Answer, Deadlines, Fate, Phase, SmtpConfig, dial};

/// How long a farewell may take: nothing depends on it.
const QUIT_WAIT_MAX: Duration = Duration::from_secs(5);

/// Deadlines of one write that a whole body may take. Without it, a relay that
/// takes a byte now and then would never be given up.
const BODY_WRITES_MAX: u32 = 10;

/// Bytes of one line of a mail (RFC 5322, 2.1.1).
const LINE_BYTES_MAX: usize = 998;

/// Where the conversation ended, and how.
pub(crate) type End = (Phase, Answer);

/// An open conversation, for one mail after the other.
pub struct Session {
    connection: Option<AsyncSmtpConnection>,
    pipelining: bool,
    /// The mail that was announced with the body before it, whose answers were not heard.
    announced: Option<Envelope>,
    deadlines: Deadlines,
}

impl Session {
    /// Connects, encrypts and authenticates as the settings say.
    ///
    /// # Errors
    ///
    /// Fails with the fate of a mail that was to be sent now: surely not sent.
    pub async fn open(config: &SmtpConfig) -> Result<Self, Fate> {
        match dial::connect(config).await {
            Ok((connection, pipelining)) => {
                let deadlines = config.deadlines;
                Ok(Self { connection: Some(connection), pipelining, announced: None, deadlines })
            }
            Err((phase, answer)) => Err(Fate::of(phase, &answer)),
        }
    }

    /// Whether this mail can be sent: the connection is open, and the relay expects no
    /// other.
    pub fn is_open_to(&self, envelope: &Envelope) -> bool {
        self.connection.is_some() && self.announced.as_ref().is_none_or(|next| next == envelope)
    }

    /// Sends one mail to its one recipient. `before_body` is awaited when the
    /// relay has asked for the body and none of it has been written: whoever
    /// puts on record there that the body may be under way can tell, after a
    /// crash, what surely was not sent. If it knows the mail that follows, this is
    /// announced together with the body to a relay that takes several commands at once,
    /// and nothing else can be sent before it.
    ///
    /// Giving up the returned future drops the connection.
    ///
    /// # Errors
    ///
    /// Fails only when `before_body` does; then nothing is sent.
    pub async fn send<E>(
        &mut self,
        envelope: &Envelope,
        bytes: &[u8],
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, E>,
    ) -> Result<Fate, E> {
        let is_open = self.is_open_to(envelope);
        // Taken out, so that it only comes back from a conversation that ended well.
        let (connection, said) = (self.connection.take(), self.announced.take().is_some());
        let mut body = match whole(envelope).and_then(|()| with_dots(bytes)) {
            Ok(body) => body,
            Err(flaw) => {
                self.connection = connection.filter(|_| !said);
                return Ok(Fate::Rejected { phase: Phase::Mail, reply: flaw.to_owned() });
            }
        };
        let Some(mut connection) = connection.filter(|_| is_open) else {
            return Ok(Fate::Unreachable { reason: "the connection is closed".to_owned() });
        };
        let announced = if said {
            announce::said_before(&mut connection, &self.deadlines).await
        } else if self.pipelining {
            announce::at_once(&mut connection, envelope, &self.deadlines).await
        } else {
            announce::step_by_step(&mut connection, envelope, &self.deadlines).await
        };
        if let Err(Refusal { end: (phase, answer), is_usable }) = announced {
            if is_usable && self.reset(&mut connection).await {
                self.connection = Some(connection);
            }
            return Ok(Fate::of(phase, &answer));
        }
        let next = before_body().await?.filter(|next| self.pipelining && whole(next).is_ok());
        body += &next.as_ref().map(announce::words).unwrap_or_default();
        let answer = self.body(&mut connection, body).await;
        if answer.leaves_usable() {
            (self.connection, self.announced) = (Some(connection), next);
        }
        Ok(Fate::of(Phase::FinalDot, &answer))
    }

    /// Says goodbye, and tells whether the relay answered. Nothing depends on it. A relay
    /// that expects a mail is left without a word: it would take this for its body.
    pub async fn quit(self) -> bool {
        match self.connection.filter(|_| self.announced.is_none()) {
            Some(mut connection) => within(QUIT_WAIT_MAX, connection.command(Quit)).await.is_ok(),
            None => false,
        }
    }

    /// Writes the body and waits for the verdict. The stream itself watches each
    /// write and the answer.
    async fn body(&self, connection: &mut AsyncSmtpConnection, body: String) -> Answer {
        let limit = self.deadlines.body * BODY_WRITES_MAX + self.deadlines.final_dot;
        // In one piece with the final dot, for which the library would write again.
        match within(limit, connection.command(body)).await {
            Ok(response) => reply(&response),
            Err(answer) => answer,
        }
    }

    /// Makes the relay forget a mail that it refused.
    async fn reset(&self, connection: &mut AsyncSmtpConnection) -> bool {
        // A 3xx is the answer to something else: the relay is out of step.
        let answer = within(self.deadlines.mail, connection.command(Rset)).await;
        answer
            .is_ok_and(|response| matches!(reply(&response), Answer::Reply { code: 200..=299, .. }))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("is_open", &self.connection.is_some())
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// Whether the relay will listen to another mail after this. 421 announces
    /// that it hangs up; a 3xx where none belongs means that it is out of step.
    pub(super) fn leaves_usable(&self) -> bool {
        match self {
            Self::Reply { code, .. } => {
                matches!(code, 200..=299 | 400..=599)
                    && !matches!(code, 421 | 530 | 534 | 535 | 538)
            }
            Self::Lost { .. } | Self::Refused { .. } => false,
        }
    }
}

const NOT_ASCII: &str = "addresses and mail must be ASCII";
const HALF_LINE_END: &str = "a line of the mail does not end in CRLF";

/// Whether a mail has one recipient, and addresses that any relay takes; else what is
/// wrong.
fn whole(envelope: &Envelope) -> Result<(), &'static str> {
    if envelope.to().len() != 1 {
        return Err("a mail has exactly one recipient");
    }
    let mut addresses = envelope.to().iter().chain(envelope.from());
    let ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if addresses.all(ascii) { Ok(()) } else { Err(NOT_ASCII) }
}

/// A mail as it is sent: with a dot before each line that begins with one, and a line
/// of its own for the last; or why it must not be sent as it is. A lone CR or LF could
/// smuggle a second mail past relays that take it for a line end.
fn with_dots(bytes: &[u8]) -> Result<String, &'static str> {
    let text = str::from_utf8(bytes).ok().filter(|text| text.is_ascii()).ok_or(NOT_ASCII)?;
    // It looks at all bytes, which is faster than to stop at the first.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let (half, dotted) = pairs.fold((0, 0), |(half, dotted), (byte, next)| {
        let ends = u8::from(*next == b'\n');
        let dots = u8::from(*byte == b'\n') & u8::from(*next == b'.');
        (half | (u8::from(*byte == b'\r') ^ ends), dotted | dots)
    });
    if half != 0 || bytes.first() == Some(&b'\n') || bytes.last() == Some(&b'\r') {
        return Err(HALF_LINE_END);
    }
    let mut rest = bytes;
    while LINE_BYTES_MAX < rest.len() {
        let (line, end) = (rest.get(..LINE_BYTES_MAX + 2).unwrap_or(rest), b'\n');
        let taken = memrchr(end, line).ok_or("a line of the mail is too long")? + 1;
        rest = rest.get(taken..).unwrap_or_default();
    }
    let mut sent = String::with_capacity(text.len() + text.len() / 64 + 8);
    let mut taken = 0;
    if bytes.first() == Some(&b'.') {
        sent.push('.');
    }
    // Most mails have none.
    let searched = if dotted == 0 { &[] } else { bytes };
    for line_feed in memmem::find_iter(searched, b"\n.") {
        sent.push_str(text.get(taken..=line_feed).unwrap_or_default());
        sent.push('.');
        taken = line_feed + 1;
    }
    sent.push_str(text.get(taken..).unwrap_or_default());
    sent.push_str(if text.is_empty() || text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" });
    Ok(sent)
}

/// One command and its answer.
pub(crate) async fn step(
    phase: Phase,
    limit: Duration,
    answer: impl Future<Output = Result<Response, Error>>,
) -> Result<(), End> {
    let response = within(limit, answer).await.map_err(|answer| (phase, answer))?;
    let welcome = phase.welcomes(digits(&response.code().to_string()));
    if welcome { Ok(()) } else { Err((phase, reply(&response))) }
}

pub(crate) async fn within<T>(
    limit: Duration,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Answer> {
    match timeout(limit, answer).await {
        Ok(result) => result.map_err(|error| answer_of(&error)),
        Err(_) => Err(timed_out(limit)),
    }
}

pub(crate) fn timed_out(limit: Duration) -> Answer {
    Answer::Lost { reason: format!("no answer for {limit:?}") }
}

fn answer_of(error: &Error) -> Answer {
    let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    match error.status() {
        Some(code) => Answer::Reply { code: digits(&code.to_string()), text: reason },
        // The library itself would not go on, such as when no AUTH is offered.
        None if error.is_client() => Answer::Refused { reason },
        None => Answer::Lost { reason },
    }
}

fn reply(response: &Response) -> Answer {
    let text = response.message().collect::<Vec<_>>().join(" ");
    Answer::Reply { code: digits(&response.code().to_string()), text }
}

/// A code as a number; the library only gives three digits.
fn digits(code: &str) -> u16 {
    code.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_sent_with_dots_and_never_with_half_a_line_end() {
        let long = |count: usize, end: &str| "a".repeat(count) + end;
        let (fits, too_long) = (long(998, "\r\n"), long(999, "\r\n"));
        let both = too_long.clone() + "\n";
        let dotted = fits.clone() + ".\r\n";
        let half = Err(HALF_LINE_END);
        #[rustfmt::skip]
        let table = [
            ("",                  Ok(".\r\n")),
            ("a",                 Ok("a\r\n.\r\n")),
            ("a\r\n",             Ok("a\r\n.\r\n")),
            (".\r\n.a\r\nb.\r\n", Ok("..\r\n..a\r\nb.\r\n.\r\n")),
            ("\r\n\r\n",          Ok("\r\n\r\n.\r\n")),
            (&fits,               Ok(dotted.as_str())),
            (&too_long,           Err("a line of the mail is too long")),
            (&both,               half),
            ("a\n",               half),
            ("a\r",               half),
            ("a\rb\r\n",          half),
            ("a\n.\r\nb",         half),
            ("a\r\r\n",           half),
            ("a\r\n\rb\nc",       half),
            ("é\r\n",             Err(NOT_ASCII)),
        ];
        for (mail, expected) in table {
            assert_eq!(
                with_dots(mail.as_bytes()).as_deref(),
                expected.as_ref().map(|sent| &**sent),
                "{mail:?}"
            );
        }
    }
}
