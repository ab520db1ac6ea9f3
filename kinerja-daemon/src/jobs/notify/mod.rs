//! Sends the mails that wait, one after the other.
//!
//! A mail is composed when it is sent: the result that it tells never changes,
//! so neither do its bytes, and their digest is on record before the first copy
//! may leave. One bad mail never holds up the rest; trouble with the relay itself
//! ends the pass and leaves every mail where it was.

mod courier;
mod letter;

use std::sync::Arc;

pub use self::{
    courier::{Courier, Relay, Road},
    letter::Letter,
};
use super::settlement::Settlement;
use crate::{
    clock::Clock,
    config::MailConfig,
    mail::Composer,
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

/// Sends mails by one road.
#[derive(Debug)]
pub struct Notifier<'a, C> {
    store: &'a Store,
    config: &'a MailConfig,
    clock: Clock,
    composer: Composer,
    instance_key: String,
    courier: C,
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
    /// No mail can take the road.
    #[error("{0}")]
    Road(String),
}

impl<'a, C: Courier> Notifier<'a, C> {
    /// Makes ready to send.
    ///
    /// # Errors
    ///
    /// Fails when templates or database cannot be used.
    pub async fn new(
        store: &'a Store,
        config: &'a MailConfig,
        clock: Clock,
        courier: C,
    ) -> Result<Self, NotifyError> {
        let composer = Composer::new(config.templates.as_deref())
            .map_err(|error| NotifyError::Templates(error.to_string()))?;
        let instance_key = store.instance_key().await?;
        Ok(Self { store, config, clock, composer, instance_key, courier, policy: None })
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
                sent.trouble = Some(self.courier.place(&fate.last_reply));
                break;
            }
        }
        self.courier.rest().await;
        Ok(sent)
    }

    /// Tries once to send a mail, and puts on record what became of it.
    async fn attempt(&mut self, waiting: &Waiting) -> Result<Settlement, NotifyError> {
        let fate = match self.ready(waiting).await {
            Ok(Ok(letter)) => {
                let begins = Stamp::Begin { mail: waiting.id, sha256: &letter.sha256 };
                let before_body = async || stamp(self.store, begins).await;
                let fate = self.courier.carry(&letter, before_body).await?;
                Settlement::of(&fate, waiting, &letter.sha256)
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
}

/// Puts one thing on record of a mail in hand.
async fn stamp(store: &Store, stamp: Stamp<'_>) -> Result<(), NotifyError> {
    match store.stamp(&[stamp]).await?.pop() {
        None => Ok(()),
        Some(missed) => Err(missed.into()),
    }
}
