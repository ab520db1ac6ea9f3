//! What the relay of [`super::smtp_sink`] shall do, read from a file.

use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;

use super::smtp_sink::{Act, Setup, Sink, Step};

/// Bytes of a flood: more than any reader should take.
const FLOOD_BYTES_MAX: usize = 200_000_000;

/// Times that one line of a script may hold.
const TIMES_MAX: u32 = 100_000;

/// A script, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Script {
    /// Where to listen; on this host only.
    pub(crate) listen: SocketAddr,
    tls: Option<Certificate>,
    /// Encryption from the first byte instead of STARTTLS.
    #[serde(default)]
    implicit: bool,
    /// Whether several commands are taken at once.
    #[serde(default)]
    pipelining: bool,
    auth: Option<Auth>,
    /// What happens at a step a few times, in order.
    #[serde(default)]
    once: Vec<Line>,
    /// What happens there after that.
    #[serde(default)]
    always: Vec<Line>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Certificate {
    Good,
    Expired,
    WrongName,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Auth {
    mechanisms: String,
    user: String,
    password: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    step: Step,
    #[serde(rename = "do")]
    act: Written,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

/// What happens, as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    /// Answer this line.
    Say(String),
    /// Answer these bytes as they are.
    Bytes(Vec<u8>),
    /// Answer so many bytes without the end of a line.
    Flood(usize),
    /// Do it properly, so much later.
    DelayMs(u64),
    /// Do it, and hang up instead of answering.
    DropAnswer,
    /// Hang up.
    Drop,
    /// Say nothing any more.
    Hang,
}

impl Script {
    /// Reads a script.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let script: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if !script.listen.ip().is_loopback() {
            return Err(format!("`listen` is {}: a rehearsal stays on this host", script.listen));
        }
        if script.implicit && script.tls.is_none() {
            return Err("`implicit` needs `tls`: good, expired or wrong_name".to_owned());
        }
        for line in script.once.iter().chain(&script.always) {
            let flood = matches!(line.act, Written::Flood(bytes) if bytes > FLOOD_BYTES_MAX);
            if flood || !(1..=TIMES_MAX).contains(&line.times) {
                let most = format!("{FLOOD_BYTES_MAX} bytes and 1 to {TIMES_MAX} times");
                return Err(format!("step {:?}: at most {most}", line.step));
            }
        }
        Ok(script)
    }

    /// What the relay can do. The words live as long as the program.
    pub(crate) fn setup(&self) -> Setup {
        let keep = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let tls = self.tls.map(|certificate| {
            let chain = match certificate {
                Certificate::Good => include_str!("tls/server.pem"),
                Certificate::Expired => include_str!("tls/expired.pem"),
                Certificate::WrongName => include_str!("tls/wrong-name.pem"),
            };
            (chain, include_str!("tls/server.key"))
        });
        let auth = self.auth.as_ref();
        let auth =
            auth.map(|auth| (keep(&auth.mechanisms), keep(&auth.user), keep(&auth.password)));
        Setup { tls, implicit: self.implicit, pipelining: self.pipelining, auth }
    }

    /// Tells a relay what to do.
    pub(crate) fn tell(&self, sink: &Sink) {
        for line in &self.once {
            let act = line.act.act();
            for _ in 0..line.times {
                sink.on(line.step, act.clone());
            }
        }
        for line in &self.always {
            sink.always(line.step, line.act.act());
        }
    }
}

impl Written {
    fn act(&self) -> Act {
        match self.clone() {
            Self::Say(words) => Act::Say(Box::leak(words.into_boxed_str())),
            Self::Bytes(bytes) => Act::Raw(bytes),
            Self::Flood(bytes) => Act::Raw(vec![b'x'; bytes]),
            Self::DelayMs(time) => Act::Delay(Duration::from_millis(time)),
            Self::DropAnswer => Act::DropAnswer,
            Self::Drop => Act::Drop,
            Self::Hang => Act::Hang,
        }
    }
}
