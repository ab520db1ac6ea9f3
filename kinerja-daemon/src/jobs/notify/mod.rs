//! Sends the mails that wait, by several sessions at once.
//!
//! A mail is composed shortly before it is sent, of what was read when it was claimed:
//! the result that it tells never changes, so neither do its bytes, and their digest is
//! on record before the first copy may leave. One bad mail never holds up the rest;
//! trouble with the relay itself is a brake, which ends the pass and leaves every mail
//! where it was.

mod claimed;
mod courier;
mod desk;
mod feed;
mod holds;
mod letter;
mod mark;
mod press;
mod recorder;
mod work;

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream::FuturesUnordered};

pub use self::{
    courier::{Courier, Relay, Road},
    holds::{CONFIRMED, waits_for_a_person},
    letter::Letter,
    mark::accept,
};
use self::{desk::Desk, press::Press, recorder::recorder, work::Work};
use crate::{
    clock::Clock,
    config::MailConfig,
    facts::Evaluators,
    mail::brakes::{Brakes, Hold},
    progress::Progress,
    run::Stop,
    store::{NotInHand, Store, StoreError},
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
    /// Whether it ended because it had lasted long enough: the next may begin at once.
    pub is_cut: bool,
    /// What keeps the others waiting, if anything does.
    pub hold: Option<Hold>,
    /// When a mail that waits may leave next, without a person's word.
    pub again_at: Option<DateTime<Utc>>,
}

/// Sends mails.
#[derive(Debug)]
pub struct Notifier<'a> {
    store: &'a Store,
    config: &'a MailConfig,
    clock: Clock,
    press: Press,
    evaluators: Evaluators,
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
    /// What is to be put on record is not taken any more: the database has failed.
    #[error("what became of the mails cannot be put on record")]
    Unrecorded,
    /// The templates are wrong.
    #[error("mail templates: {0}")]
    Templates(String),
    /// No mail can take the road.
    #[error("{0}")]
    Road(String),
}

impl<'a> Notifier<'a> {
    /// Makes ready to send.
    ///
    /// # Errors
    ///
    /// Fails when templates or database cannot be used.
    pub async fn new(
        store: &'a Store,
        config: &'a MailConfig,
        clock: Clock,
    ) -> Result<Self, NotifyError> {
        let press = Press::new(config, store.instance_key().await?)?;
        Ok(Self { store, config, clock, press, evaluators: Evaluators::default() })
    }

    /// Sends what waits by these couriers until nothing is due, a brake is on, or it
    /// is told to stop: then mails on their way have a short while to arrive.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or no mail can take the road.
    pub async fn pass(
        &self,
        couriers: Vec<impl Courier>,
        (stop, progress): (&Stop, &Progress),
    ) -> Result<Sent, NotifyError> {
        let began = self.clock.now();
        let key = (self.press.instance_key.as_str(), began);
        let (before, brakes) = holds::read(self.store, self.config, key).await?;
        let was_free = brakes.on().is_none();
        let (mut sent, brakes) = if was_free {
            // Also before: a pass that is cut off must not look like a copy later.
            mark::keep(self.store, key.0.as_bytes()).await?;
            self.send(couriers, (stop, progress), brakes).await?
        } else {
            (Sent::default(), brakes)
        };
        holds::record(self.store, &before, &brakes, &mut sent).await?;
        if was_free {
            mark::keep(self.store, key.0.as_bytes()).await?;
        }
        sent.again_at = match &sent.hold {
            Some(hold) => hold.until,
            None if sent.is_cut => Some(self.clock.now()),
            // What was due already and is still there waits for the next wake.
            None => self.store.next_mail_after(began).await?,
        };
        Ok(sent)
    }

    async fn send(
        &self,
        mut couriers: Vec<impl Courier>,
        watched: (&Stop, &Progress),
        brakes: Brakes,
    ) -> Result<(Sent, Brakes), NotifyError> {
        let (desk, tray) = Desk::new(self, watched, brakes, couriers.len());
        let (notes, recorder) = recorder();
        let everyone = couriers.first().and_then(Courier::everyone);
        let sessions = async {
            // Each is looked at when something came for it, not whenever for another.
            let sessions = couriers.iter_mut().map(|courier| {
                let work = Work { notifier: self, desk: &desk, notes: &notes, stop: watched.0 };
                work.session(courier)
            });
            let sessions: FuturesUnordered<_> = sessions.collect();
            let done = sessions.collect::<Vec<_>>();
            let (fed, done) = tokio::join!(desk.feed(everyone, (&notes, tray)), done);
            desk.clear(&notes)?;
            drop(notes);
            fed.and(done.into_iter().collect::<Result<(), _>>())
        };
        let on_record = async {
            match recorder.record(self.store, &desk).await {
                // What is on its way cannot be put on record any more: nobody waits until
                // the relay has answered.
                Err(error) if error.is_of_failing_disk() => Err(error),
                done => Ok(done),
            }
        };
        let (done, on_record) = tokio::try_join!(async { Ok(sessions.await) }, on_record)?;
        // What the database says is behind what the sessions say of it.
        on_record?;
        done?;
        Ok(desk.done())
    }
}
