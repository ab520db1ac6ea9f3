//! The roads that a mail can take: a folder, or a relay.

use super::{NotifyError, letter::Ready, stamp};
use crate::{
    mail::{Delivered, EmailAddress, Fate, Maildir, MaildirError, Phase, Session, SmtpConfig},
    store::{Stamp, Store, Waiting},
};

/// A relay with the conversation that is open.
#[derive(Debug)]
pub(super) struct Relay {
    pub(super) config: SmtpConfig,
    pub(super) session: Option<Session>,
    /// Who gets every mail, in a rehearsal.
    pub(super) everyone: Option<EmailAddress>,
}

/// What carries the bytes.
#[derive(Debug)]
pub(super) enum Carrier {
    Maildir(Maildir),
    Relay(Box<Relay>),
}

impl Carrier {
    /// Trouble with the place where it is.
    pub(super) fn place(&self, trouble: &str) -> String {
        match self {
            Self::Maildir(_) => trouble.to_owned(),
            Self::Relay(relay) => {
                format!("{}:{}: {trouble}", relay.config.host, relay.config.port)
            }
        }
    }
}

/// Files are small and local, so writing them does not need a thread of its own.
pub(super) fn deliver(maildir: &Maildir, ready: &Ready) -> Result<Fate, NotifyError> {
    match maildir.deliver(&ready.id, &ready.bytes) {
        Ok(Delivered::Now | Delivered::Before) => Ok(Fate::Sent { reply: "maildir".to_owned() }),
        // Trouble with this one mail, which must not hold up the rest.
        Err(error @ (MaildirError::Differs { .. } | MaildirError::Id { .. })) => {
            Ok(Fate::Rejected { phase: Phase::FinalDot, reply: error.to_string() })
        }
        Err(error @ MaildirError::Unwritable { .. }) => {
            Err(NotifyError::Maildir(error.to_string()))
        }
    }
}

impl Relay {
    pub(super) async fn carry(
        &mut self,
        store: &Store,
        waiting: &Waiting,
        ready: &Ready,
    ) -> Result<Fate, NotifyError> {
        let mut session = match self.session.take() {
            Some(session) if session.is_open() => session,
            _ => match Session::open(&self.config).await {
                Ok(session) => session,
                Err(fate) => return Ok(fate),
            },
        };
        let begins = Stamp::Begin { mail: waiting.id, sha256: &ready.sha256 };
        let before_body = async || stamp(store, begins).await;
        let fate = session.send(&ready.envelope, &ready.bytes, before_body).await?;
        self.session = Some(session);
        Ok(fate)
    }
}
