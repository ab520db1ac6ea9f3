//! Sends the mails that wait, one after the other.
//!
//! A mail is composed when it is sent: the result that it tells never changes,
//! so neither do its bytes, and their digest is on record before the first copy
//! may leave. One bad mail never holds up the rest; trouble with the relay itself
//! ends the pass and leaves every mail where it was.

mod courier;
mod letter;

use std::sync::Arc;

use self::{
    courier::{Carrier, Relay, deliver},
    letter::Ready,
};
use super::settlement::Settlement;
use crate::{
    clock::Clock,
    config::{MailConfig, Route},
    mail::{Composer, Fate, Maildir, SmtpConfig},
    policies::LoadedPolicy,
    store::{NotInHand, Stamp, Store, StoreError, Waiting},
};

/// What became of the mails of one pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sent {
    /// The relay took them.
    pub sent: u64,
    /// They will be tried again, or wait for a person.
    pub kept: u64,
    /// The relay refused them for good.
    pub rejected: u64,
    /// They were taken out of the sender's hands, which must not happen.
    pub astray: Vec<NotInHand>,
    /// Why the pass ended early, if it did.
    pub trouble: Option<String>,
}

/// Sends mails by one route.
#[derive(Debug)]
pub struct Notifier<'a> {
    store: &'a Store,
    config: &'a MailConfig,
    clock: Clock,
    composer: Composer,
    instance_key: String,
    carrier: Carrier,
    /// The policy of the mail before: nearly always that of the next one too.
    policy: Option<Arc<LoadedPolicy>>,
}

/// Mail cannot be sent at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotifyError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A mail was taken out of the sender's hands; the others can be sent.
    #[error(transparent)]
    NotInHand(#[from] NotInHand),
    /// The templates are wrong.
    #[error("mail templates: {0}")]
    Templates(String),
    /// The folder cannot be written.
    #[error("{0}")]
    Maildir(String),
}

impl<'a> Notifier<'a> {
    /// Makes ready to send; nothing when mail is off.
    ///
    /// # Errors
    ///
    /// Fails when templates, folder or database cannot be used.
    pub async fn new(
        store: &'a Store,
        config: &'a MailConfig,
        clock: Clock,
    ) -> Result<Option<Self>, NotifyError> {
        let relay = |config: &SmtpConfig, everyone| {
            Carrier::Relay(Box::new(Relay { config: config.clone(), session: None, everyone }))
        };
        let carrier = match &config.route {
            Route::Off => return Ok(None),
            Route::Maildir(folder) => Carrier::Maildir(
                Maildir::open(folder).map_err(|error| NotifyError::Maildir(error.to_string()))?,
            ),
            Route::Redirect(smtp, to) => relay(smtp, Some(to.clone())),
            Route::Live(smtp) => relay(smtp, None),
        };
        let composer =
            Composer::new().map_err(|error| NotifyError::Templates(error.to_string()))?;
        let instance_key = store.instance_key().await?;
        Ok(Some(Self { store, config, clock, composer, instance_key, carrier, policy: None }))
    }

    /// Sends what waits until nothing is due, the relay is in trouble, or it is
    /// told to stop between two mails.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn pass(
        &mut self,
        mut go_on: impl FnMut(&Sent) -> bool,
    ) -> Result<Sent, NotifyError> {
        let mut sent = Sent::default();
        while go_on(&sent) {
            let Some(waiting) = self.store.claim_mail(self.clock.now()).await? else { break };
            let fate = match self.attempt(&waiting).await {
                Ok(fate) => fate,
                Err(NotifyError::NotInHand(missed)) => {
                    sent.astray.push(missed);
                    continue;
                }
                Err(error) => return Err(error),
            };
            match fate.state {
                "sent" => sent.sent += 1,
                "rejected" => sent.rejected += 1,
                _ => sent.kept += 1,
            }
            tracing::debug!(mail = waiting.id, state = fate.state, "settled a mail");
            if fate.stop {
                sent.trouble = Some(self.carrier.place(&fate.last_reply));
                break;
            }
        }
        if let Carrier::Relay(relay) = &mut self.carrier
            && let Some(session) = relay.session.take()
        {
            session.quit().await;
        }
        Ok(sent)
    }

    /// Tries once to send a mail, and puts on record what became of it.
    async fn attempt(&mut self, waiting: &Waiting) -> Result<Settlement, NotifyError> {
        let fate = match self.ready(waiting).await {
            Ok(Ok(ready)) => {
                let fate = self.carry(waiting, &ready).await?;
                Settlement::of(&fate, waiting, &ready.sha256)
            }
            Ok(Err(reason)) => Settlement::held(&reason),
            // The same mail would stop every pass at the same place.
            Err(error @ StoreError::Corrupt { .. }) => Settlement::held(&error.to_string()),
            Err(error @ StoreError::Database { .. }) => return Err(error.into()),
        };
        let settled = fate.settled(self.clock.now());
        stamp(self.store, Stamp::Settle { mail: waiting.id, fate: settled }).await?;
        Ok(fate)
    }

    async fn carry(&mut self, waiting: &Waiting, ready: &Ready) -> Result<Fate, NotifyError> {
        match &mut self.carrier {
            Carrier::Maildir(maildir) => deliver(maildir, ready),
            Carrier::Relay(relay) => relay.carry(self.store, waiting, ready).await,
        }
    }
}

/// Puts one thing on record of a mail in hand.
async fn stamp(store: &Store, stamp: Stamp<'_>) -> Result<(), NotifyError> {
    match store.stamp(&[stamp]).await?.pop() {
        None => Ok(()),
        Some(missed) => Err(missed.into()),
    }
}
