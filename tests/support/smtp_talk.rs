//! One conversation of the relay in [`super::smtp_sink`].

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::smtp_sink::{Accepted, Act, Event, Setup, Shared, Step, lock};

/// Bytes that are said at a time.
const FLOOD_PART: usize = 65_536;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}
type Line = BufReader<Box<dyn Stream>>;

/// What a script wants in the place of the proper answer.
enum Instead {
    Nothing,
    Say(&'static str),
    Raw(Vec<u8>),
    Silence,
}

/// Why a conversation stops.
fn over() -> io::Error {
    io::Error::other("the conversation is over")
}

/// One conversation.
pub(crate) struct Talk {
    setup: Setup,
    acceptor: Option<TlsAcceptor>,
    shared: Arc<Mutex<Shared>>,
    number: usize,
    encrypted: bool,
    trusted: bool,
    from: String,
    to: Vec<String>,
}

impl Talk {
    pub(crate) fn new(
        setup: Setup,
        acceptor: Option<TlsAcceptor>,
        shared: Arc<Mutex<Shared>>,
    ) -> Self {
        let trusted = setup.auth.is_none();
        let (from, to) = (String::new(), Vec::new());
        Self { setup, acceptor, shared, number: 0, encrypted: false, trusted, from, to }
    }

    pub(crate) async fn hold(mut self, stream: TcpStream) {
        stream.set_nodelay(true).unwrap();
        self.number = {
            let mut shared = lock(&self.shared);
            shared.seen.connections += 1;
            shared.seen.connections
        };
        self.tell(Event::Connected);
        // However it ends, the test looks at what was seen.
        drop(self.converse(stream).await);
        lock(&self.shared).seen.closed += 1;
        self.tell(Event::Ended);
    }

    fn tell(&self, event: Event) {
        if let Some(log) = &lock(&self.shared).log {
            // Whoever does not listen any more need not be told.
            drop(log.send((self.number, event)));
        }
    }

    async fn converse(&mut self, stream: TcpStream) -> io::Result<()> {
        let mut line: Line = BufReader::new(Box::new(stream));
        if self.setup.implicit {
            line = self.encrypt(line).await?;
        }
        self.answer(&mut line, Step::Greeting, "220 sink").await?;
        loop {
            let mut command = String::new();
            if line.read_line(&mut command).await? == 0 {
                return Ok(());
            }
            let command = command.trim_end();
            let verb = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            lock(&self.shared).seen.verbs.push(verb.clone());
            self.tell(Event::Command(verb.clone()));
            if verb == "STARTTLS" {
                if self.answer(&mut line, Step::StartTls, "220 go").await? {
                    line = self.encrypt(line).await?;
                }
            } else {
                self.obey(&mut line, &verb, command).await?;
            }
        }
    }

    async fn obey(&mut self, line: &mut Line, verb: &str, command: &str) -> io::Result<()> {
        match verb {
            "EHLO" => {
                let offers = self.offers();
                self.answer(line, Step::Ehlo, &offers).await.map(drop)
            }
            "AUTH" => self.auth(line, command).await,
            "MAIL" if !self.trusted => say(line, "530 5.7.0 authentication required").await,
            "MAIL" => {
                if self.answer(line, Step::Mail, "250 ok").await? {
                    self.from = after(command, "MAIL FROM:");
                    self.to.clear();
                }
                Ok(())
            }
            "RCPT" => {
                if self.answer(line, Step::Rcpt, "250 ok").await? {
                    self.to.push(after(command, "RCPT TO:"));
                }
                Ok(())
            }
            "DATA" if self.to.is_empty() => say(line, "503 5.5.1 no recipient").await,
            "DATA" => {
                if self.answer(line, Step::Data, "354 go").await? {
                    self.body(line).await?;
                }
                Ok(())
            }
            "RSET" => {
                self.to.clear();
                self.answer(line, Step::Rset, "250 ok").await.map(drop)
            }
            "QUIT" => {
                self.answer(line, Step::Quit, "221 bye").await?;
                Err(over())
            }
            _ => say(line, "500 5.5.1 what?").await,
        }
    }

    fn offers(&self) -> String {
        let mut offers = vec!["sink".to_owned(), "SIZE 99999999".to_owned()];
        if self.acceptor.is_some() && !self.encrypted {
            offers.push("STARTTLS".to_owned());
        }
        offers.extend(self.setup.pipelining.then(|| "PIPELINING".to_owned()));
        offers.extend(self.setup.auth.map(|(mechanisms, ..)| format!("AUTH {mechanisms}")));
        let last = offers.len() - 1;
        let lines = offers.iter().enumerate();
        let line = |(place, offer)| format!("250{}{offer}", if place < last { '-' } else { ' ' });
        lines.map(line).collect::<Vec<_>>().join("\r\n")
    }

    async fn encrypt(&mut self, line: Line) -> io::Result<Line> {
        self.act(Step::Handshake).await?;
        let acceptor = self.acceptor.clone().ok_or_else(over)?;
        let stream = acceptor.accept(line.into_inner()).await?;
        self.encrypted = true;
        Ok(BufReader::new(Box::new(stream)))
    }

    async fn auth(&mut self, line: &mut Line, command: &str) -> io::Result<()> {
        let Some((_, user, password)) = self.setup.auth else {
            return say(line, "502 5.5.1 no AUTH here").await;
        };
        let right = if command.starts_with("AUTH LOGIN") {
            let name = ask(line, "Username:").await?;
            let word = ask(line, "Password:").await?;
            name == base64(user) && word == base64(password)
        } else {
            command == format!("AUTH PLAIN {}", base64(&format!("\0{user}\0{password}")))
        };
        let verdict = if right { "235 welcome" } else { "535 5.7.8 wrong password" };
        self.trusted = self.answer(line, Step::Auth, verdict).await? && right;
        Ok(())
    }

    async fn body(&mut self, line: &mut Line) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut begun = false;
        loop {
            let mut row = Vec::new();
            let count = line.read_until(b'\n', &mut row).await?;
            lock(&self.shared).seen.body_bytes += count;
            if !begun {
                begun = true;
                match self.act(Step::Body).await? {
                    Instead::Nothing => {}
                    Instead::Say(words) => say(line, words).await?,
                    Instead::Raw(raw) => self.flood(line, &raw).await?,
                    Instead::Silence => return Err(over()),
                }
            }
            if count == 0 {
                return Err(over());
            }
            if row == b".\r\n" {
                break;
            }
            bytes.extend_from_slice(row.strip_prefix(b".").unwrap_or(&row));
        }
        let mail = Accepted {
            from: std::mem::take(&mut self.from),
            to: std::mem::take(&mut self.to),
            bytes,
            encrypted: self.encrypted,
        };
        let mut instead = self.act(Step::FinalDot).await?;
        if lock(&self.shared).hushed.contains(&mail.bytes) {
            instead = Instead::Raw(Vec::new());
        }
        if let Instead::Say(words) = instead {
            return say(line, words).await;
        }
        // On record before the answer, so that a test may look right after it.
        lock(&self.shared).seen.mails.push(mail.clone());
        self.tell(Event::Took(mail));
        match instead {
            Instead::Raw(raw) => self.flood(line, &raw).await,
            Instead::Silence => Err(over()),
            Instead::Say(_) | Instead::Nothing => say(line, "250 2.0.0 queued").await,
        }
    }

    /// Answers as scripted or else properly; tells whether it was properly.
    async fn answer(&mut self, line: &mut Line, step: Step, proper: &str) -> io::Result<bool> {
        match self.act(step).await? {
            Instead::Say(words) => say(line, words).await.map(|()| false),
            Instead::Raw(raw) => self.flood(line, &raw).await.map(|()| false),
            Instead::Silence => Err(over()),
            Instead::Nothing => say(line, proper).await.map(|()| true),
        }
    }

    /// Says these bytes, and counts those that are taken from it.
    async fn flood(&self, line: &mut Line, raw: &[u8]) -> io::Result<()> {
        for part in raw.chunks(FLOOD_PART) {
            line.write_all(part).await?;
            lock(&self.shared).seen.raw_bytes += part.len();
        }
        line.flush().await
    }

    /// Waits, hangs or hangs up as scripted, and gives back what is left to do.
    async fn act(&self, step: Step) -> io::Result<Instead> {
        let act = {
            let mut shared = lock(&self.shared);
            let next = shared.once.get_mut(&step).and_then(VecDeque::pop_front);
            next.or_else(|| shared.always.get(&step).cloned())
        };
        if act.is_some() {
            self.tell(Event::Acted(step));
        }
        match act.unwrap_or(Act::Delay(Duration::ZERO)) {
            Act::Say(words) => Ok(Instead::Say(words)),
            Act::Raw(bytes) => Ok(Instead::Raw(bytes)),
            Act::DropAnswer => Ok(Instead::Silence),
            Act::Drop => Err(over()),
            Act::Hang => std::future::pending().await,
            Act::Delay(time) => {
                tokio::time::sleep(time).await;
                Ok(Instead::Nothing)
            }
        }
    }
}

fn after(command: &str, words: &str) -> String {
    command.strip_prefix(words).unwrap_or("?").to_owned()
}

async fn say(line: &mut Line, words: &str) -> io::Result<()> {
    line.write_all(format!("{words}\r\n").as_bytes()).await?;
    line.flush().await
}

async fn ask(line: &mut Line, question: &str) -> io::Result<String> {
    say(line, &format!("334 {}", base64(question))).await?;
    let mut answer = String::new();
    line.take(1000).read_line(&mut answer).await?;
    Ok(answer.trim_end().to_owned())
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for group in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*group.get(at).unwrap_or(&0)));
        for place in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap();
            encoded.push(if place <= group.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    encoded
}
