//! The stream under a conversation with a relay.
//!
//! It hands replies on line by line, in plain ASCII and cut to a length, and
//! gives up when a line does not end, when bytes no longer move, when an answer
//! takes too long, or when the relay speaks out of turn: an answer that was not
//! asked for would otherwise be taken for the answer to the next command.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// Bytes of one reply line: eight times what the protocol allows, and little
/// enough to be held for every connection.
const LINE_BYTES_MAX: usize = 4096;

/// Bytes of a line that are handed on. The library refuses lines over 1000
/// bytes, and a verdict must not be lost to a long explanation.
const LINE_BYTES_KEPT: usize = 500;

/// Bytes asked for at a time.
const READ_BYTES: usize = 1024;

/// How long the stream waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For bytes to move while writing.
    pub(crate) write: Duration,
    /// For a whole answer.
    pub(crate) answer: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Writing,
    Listening,
}

/// A stream that speaks in lines and loses patience.
#[derive(Debug)]
pub(crate) struct Wire<S> {
    stream: S,
    peer: SocketAddr,
    patience: Patience,
    waiting: Option<(Doing, Pin<Box<Sleep>>)>,
    heard: VecDeque<u8>,
    line: VecDeque<u8>,
    pipelining: Arc<AtomicBool>,
}

impl<S> Wire<S> {
    pub(crate) fn new(stream: S, peer: SocketAddr, patience: Patience) -> Self {
        Self {
            stream,
            peer,
            patience,
            waiting: None,
            heard: VecDeque::new(),
            line: VecDeque::new(),
            pipelining: Arc::default(),
        }
    }

    /// Whether the relay has offered to take several commands at once: the library
    /// does not keep what it does not use.
    pub(crate) fn pipelining(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.pipelining)
    }

    /// Lets the stream begin with a line that was heard elsewhere.
    pub(crate) fn having_heard(mut self, line: &str) -> Self {
        self.line.extend(line.bytes());
        self
    }

    /// Gives the stream back, unless bytes were heard that nobody asked for:
    /// before encryption anyone on the way could have put them there.
    pub(crate) fn into_stream(self) -> Result<S, Error> {
        self.in_turn()?;
        Ok(self.stream)
    }

    fn in_turn(&self) -> Result<(), Error> {
        if self.heard.is_empty() && self.line.is_empty() {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::InvalidData, "the relay spoke out of turn"))
        }
    }

    /// Ready with an error once this has been waited for too long.
    fn lose_patience(&mut self, doing: Doing, cx: &mut Context<'_>) -> Poll<Error> {
        let allowed = match doing {
            Doing::Writing => self.patience.write,
            Doing::Listening => self.patience.answer,
        };
        if self.waiting.as_ref().is_none_or(|(what, _)| *what != doing) {
            self.waiting = Some((doing, Box::pin(sleep(allowed))));
        }
        let Some((_, timer)) = self.waiting.as_mut() else { return Poll::Pending };
        ready!(timer.as_mut().poll(cx));
        let what = match doing {
            Doing::Writing => "no byte could be written",
            Doing::Listening => "no answer",
        };
        Poll::Ready(Error::new(ErrorKind::TimedOut, format!("{what} for {allowed:?}")))
    }

    /// Moves one whole line from what was heard to what is handed on.
    fn take_line(&mut self) -> Result<bool, Error> {
        let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') else {
            return if self.heard.len() < LINE_BYTES_MAX { Ok(false) } else { Err(too_long()) };
        };
        if end >= LINE_BYTES_MAX {
            return Err(too_long());
        }
        let line = self.heard.drain(..=end).filter(|byte| !matches!(byte, b'\r' | b'\n'));
        self.line.extend(
            line.take(LINE_BYTES_KEPT)
                .map(|byte| if byte.is_ascii_graphic() || byte == b' ' { byte } else { b'?' }),
        );
        if self.line.len() == 3 {
            // A bare code is allowed; the library wants the space after it.
            self.line.push_back(b' ');
        }
        let line = self.line.make_contiguous();
        if is_pipelining(line) {
            self.pipelining.store(true, Ordering::Relaxed);
        }
        if line.get(3) == Some(&b' ') {
            // An answer is whole, and the next is waited for anew.
            self.waiting = None;
        }
        self.line.extend(*b"\r\n");
        Ok(true)
    }
}

/// Whether a line of an answer to EHLO offers to take several commands at once.
fn is_pipelining(line: &[u8]) -> bool {
    matches!(line.split_at_checked(4), Some((b"250-" | b"250 ", offer))
        if offer.trim_ascii_end().eq_ignore_ascii_case(b"PIPELINING"))
}

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidData, format!("a reply line over {LINE_BYTES_MAX} bytes"))
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<Result<(), Error>> {
        loop {
            if !self.line.is_empty() || self.take_line()? {
                let count = into.remaining().min(self.line.len());
                let bytes: Vec<u8> = self.line.drain(..count).collect();
                into.put_slice(&bytes);
                return Poll::Ready(Ok(()));
            }
            let mut bytes = [0; READ_BYTES];
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut self.stream).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if buffer.filled().is_empty() => return Poll::Ready(Ok(())),
                Poll::Ready(Ok(())) => self.heard.extend(buffer.filled()),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return self.lose_patience(Doing::Listening, cx).map(Err),
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> Wire<S> {
    /// Goes on writing, or gives up when nothing moves.
    fn wrote<T>(
        &mut self,
        progress: Poll<Result<T, Error>>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<T, Error>> {
        match progress {
            Poll::Ready(result) => {
                self.waiting = None;
                Poll::Ready(result)
            }
            Poll::Pending => self.lose_patience(Doing::Writing, cx).map(Err),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize, Error>> {
        self.in_turn()?;
        let progress = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(progress, cx)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let progress = Pin::new(&mut self.stream).poll_flush(cx);
        self.wrote(progress, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let progress = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.wrote(progress, cx)
    }
}

impl<S> AsyncTokioStream for Wire<S>
where
    S: AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug,
{
    fn peer_addr(&self) -> Result<SocketAddr, Error> {
        Ok(self.peer)
    }
}
