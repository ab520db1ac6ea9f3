//! The roads that a mail can take: a folder, or a relay.

use super::{NotifyError, letter::Letter};
use crate::{
    config::Route,
    mail::{
        Delivered, EmailAddress, Envelope, Fate, Maildir, MaildirError, Phase, Session, SmtpConfig,
        clean,
    },
};

/// Carries mails over one road, one after the other.
pub trait Courier {
    /// Who gets every mail, in a rehearsal.
    fn everyone(&self) -> Option<EmailAddress> {
        None
    }

    /// Carries one mail, once, and tells what became of it. `before_body` is
    /// awaited before the first byte of the body may leave for where it cannot be
    /// had back from; if it fails, nothing leaves. The mail that it names, if it does,
    /// is the only one that this courier carries next.
    ///
    /// # Errors
    ///
    /// Fails when `before_body` does, or when no mail can take this road.
    fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> impl Future<Output = Result<Fate, NotifyError>>;

    /// Trouble, with the place where it is.
    fn place(&self, trouble: &str) -> String;

    /// There are no more mails for now.
    fn rest(&mut self) -> impl Future<Output = ()>;
}

/// A relay with the conversation that is open.
#[derive(Debug)]
pub struct Relay {
    config: SmtpConfig,
    session: Option<Session>,
    /// Who gets every mail, in a rehearsal.
    everyone: Option<EmailAddress>,
}

/// The roads that a configuration can choose.
#[derive(Debug)]
pub enum Road {
    /// Into a folder.
    Maildir(Maildir),
    /// Through a relay.
    Relay(Box<Relay>),
}

impl Road {
    /// The couriers of the road that a configuration chooses, one for each session;
    /// none when mail is off.
    ///
    /// # Errors
    ///
    /// Fails when the folder cannot be used.
    pub fn of(route: &Route) -> Result<Vec<Self>, NotifyError> {
        let relays = |config: &SmtpConfig, everyone: Option<&EmailAddress>| {
            let relay = |_| {
                let (config, everyone) = (config.clone(), everyone.cloned());
                Self::Relay(Box::new(Relay { config, session: None, everyone }))
            };
            (0..config.sessions.max(1)).map(relay).collect()
        };
        Ok(match route {
            Route::Off => Vec::new(),
            Route::Maildir(folder) => vec![Self::Maildir(
                Maildir::open(folder).map_err(|error| NotifyError::Road(error.to_string()))?,
            )],
            Route::Redirect(smtp, to) => relays(smtp, Some(to)),
            Route::Live(smtp) => relays(smtp, None),
        })
    }
}

impl Courier for Road {
    fn everyone(&self) -> Option<EmailAddress> {
        match self {
            Self::Relay(relay) => relay.everyone.clone(),
            Self::Maildir(_) => None,
        }
    }

    async fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        match self {
            // A file is there whole or not at all, so there is nothing to doubt.
            Self::Maildir(maildir) => deliver(maildir, letter),
            Self::Relay(relay) => relay.carry(letter, before_body).await,
        }
    }

    fn place(&self, trouble: &str) -> String {
        match self {
            Self::Maildir(_) => trouble.to_owned(),
            Self::Relay(relay) => {
                format!("{}:{}: {trouble}", relay.config.host, relay.config.port)
            }
        }
    }

    async fn rest(&mut self) {
        if let Self::Relay(relay) = self
            && let Some(session) = relay.session.take()
        {
            session.quit().await;
        }
    }
}

/// Files are small and local, so writing them does not need a thread of its own.
fn deliver(maildir: &Maildir, letter: &Letter) -> Result<Fate, NotifyError> {
    match maildir.deliver(&letter.id, &letter.bytes) {
        Ok(Delivered::Now | Delivered::Before) => Ok(Fate::Sent { reply: "maildir".to_owned() }),
        // Trouble with this one mail, which must not hold up the rest.
        Err(error @ (MaildirError::Differs { .. } | MaildirError::Id { .. })) => {
            Ok(Fate::Rejected { phase: Phase::FinalDot, reply: clean(&error.to_string()) })
        }
        Err(error @ MaildirError::Unwritable { .. }) => Err(NotifyError::Road(error.to_string())),
    }
}

impl Relay {
    async fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        let mut session = match self.session.take() {
            Some(session) if session.is_open_to(&letter.envelope) => session,
            _ => match Session::open(&self.config).await {
                Ok(session) => session,
                Err(fate) => return Ok(fate),
            },
        };
        let fate = session.send(&letter.envelope, &letter.bytes, before_body).await?;
        self.session = Some(session);
        Ok(if self.everyone.is_some() { fate.redirected() } else { fate })
    }
}
