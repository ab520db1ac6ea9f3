//! A relay that behaves as badly as a test wants.
//!
//! It listens on a free port of 127.0.0.1 and does what its script says at each
//! step of a conversation. A step without a script is done properly. An entry of
//! [`Sink::on`] is used once, in order; [`Sink::always`] holds after those.
//!
//! ```ignore
//! let sink = Sink::start(Setup::default()).await;
//! sink.on(Step::Rcpt, Act::Say("550 5.1.1 no such user"));
//! // ... send two mails to 127.0.0.1, sink.port() ...
//! assert_eq!(sink.seen().mails.len(), 1);
//! ```
//!
//! Operators rehearse with it: [`super::smtp_script`] reads its script from a file,
//! and `examples/smtp_rehearsal.rs` runs it.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::smtp_talk::Talk;

/// Where in a conversation something is to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    Greeting,
    Ehlo,
    StartTls,
    Handshake,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the first line of the body; what is said here is said too early.
    Body,
    /// After the final dot.
    FinalDot,
    Rset,
    Quit,
}

/// What happens there.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answer this line instead; the command then counts as refused.
    Say(&'static str),
    /// Answer these bytes instead; after the final dot, the mail is taken.
    Raw(Vec<u8>),
    /// Do it properly, but only after this time.
    Delay(Duration),
    /// Do it properly, but hang up instead of answering.
    DropAnswer,
    /// Hang up.
    Drop,
    /// Never say anything again, and read nothing more.
    Hang,
}

/// What the relay can do.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Setup {
    /// Certificate chain and key as PEM; then STARTTLS is offered.
    pub(crate) tls: Option<(&'static str, &'static str)>,
    /// Encryption from the first byte instead of STARTTLS.
    pub(crate) implicit: bool,
    /// Whether it takes several commands at once.
    pub(crate) pipelining: bool,
    /// Mechanisms that are offered, account and password; then mail needs them.
    pub(crate) auth: Option<(&'static str, &'static str, &'static str)>,
}

/// A mail that the relay took.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    /// Everything after `MAIL FROM:`.
    pub(crate) from: String,
    /// Everything after each `RCPT TO:`.
    pub(crate) to: Vec<String>,
    /// The mail without the dots that the protocol adds.
    pub(crate) bytes: Vec<u8>,
    /// Whether it came over an encrypted connection.
    pub(crate) encrypted: bool,
}

/// Everything that the relay noticed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(crate) mails: Vec<Accepted>,
    /// First words of the commands, over all connections.
    pub(crate) verbs: Vec<String>,
    pub(crate) connections: usize,
    /// Bytes of bodies, also of those that did not end.
    pub(crate) body_bytes: usize,
    /// Connections that ended, however they did.
    pub(crate) closed: usize,
    /// Bytes of scripted answers that were taken from it.
    pub(crate) raw_bytes: usize,
}

impl Seen {
    /// How often this command came.
    pub(crate) fn count(&self, verb: &str) -> usize {
        self.verbs.iter().filter(|found| *found == verb).count()
    }
}

/// Something that the relay noticed, in the order in which it did.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    Connected,
    /// The first word of a command.
    Command(String),
    /// It did something else there than a relay should.
    Acted(Step),
    Took(Accepted),
    Ended,
}

#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Who is told of each event, with the number of the connection.
    pub(crate) log: Option<UnboundedSender<(usize, Event)>>,
    pub(crate) once: HashMap<Step, VecDeque<Act>>,
    pub(crate) always: HashMap<Step, Act>,
    /// Mails that are taken without an answer.
    pub(crate) hushed: Vec<Vec<u8>>,
    pub(crate) seen: Seen,
}

/// A running relay; dropping it stops it.
#[derive(Debug)]
pub(crate) struct Sink {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    task: JoinHandle<()>,
}

impl Sink {
    /// Starts listening on a free port.
    pub(crate) async fn start(setup: Setup) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::listen(listener, setup, None)
    }

    /// Starts answering those who come, and tells what happens as it does.
    pub(crate) fn listen(
        listener: TcpListener,
        setup: Setup,
        log: Option<UnboundedSender<(usize, Event)>>,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Mutex::new(Shared { log, ..Shared::default() }));
        let acceptor = setup.tls.map(|(chain, key)| acceptor(chain, key));
        let task = tokio::spawn({
            let shared = Arc::clone(&shared);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let talk = Talk::new(setup, acceptor.clone(), Arc::clone(&shared));
                    tokio::spawn(talk.hold(stream));
                }
            }
        });
        Self { address, shared, task }
    }

    /// Where it listens, on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Scripts the next time that this step is reached.
    pub(crate) fn on(&self, step: Step, act: Act) {
        lock(&self.shared).once.entry(step).or_default().push_back(act);
    }

    /// Scripts every time that this step is reached.
    pub(crate) fn always(&self, step: Step, act: Act) {
        lock(&self.shared).always.insert(step, act);
    }

    /// Takes a mail with these bytes, and says nothing of it.
    pub(crate) fn hush(&self, mail: Vec<u8>) {
        lock(&self.shared).hushed.push(mail);
    }

    /// What has been noticed so far.
    pub(crate) fn seen(&self) -> Seen {
        lock(&self.shared).seen.clone()
    }

    /// Waits until this many connections have ended.
    pub(crate) async fn closed(&self, connections: usize) {
        while lock(&self.shared).seen.closed < connections {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap()
}

fn acceptor(chain: &str, key: &str) -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(chain.as_bytes()).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}
