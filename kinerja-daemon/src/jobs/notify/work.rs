//! One session of a pass: it sends one mail after the other.

use std::{
    cell::{Cell, RefCell},
    future::pending,
};

use tokio::sync::Mutex;

use super::{
    Courier, Notifier, NotifyError,
    desk::{Desk, InHand, Then},
    press::Printed,
    recorder::Notes,
};
use crate::{
    jobs::settlement::Settlement,
    mail::{Envelope, identity::luck},
    run::Stop,
};

/// A mail that a session took before it was done with the one before.
type Ahead<'a> = RefCell<Option<InHand<'a>>>;

/// What one session works with.
pub(super) struct Work<'a> {
    pub(super) notifier: &'a Notifier<'a>,
    pub(super) desk: &'a Desk<'a>,
    pub(super) notes: &'a Notes,
    pub(super) stop: &'a Stop,
}

impl<'a> Work<'a> {
    /// Sends one mail after the other.
    pub(super) async fn session(self, courier: &mut impl Courier) -> Result<(), NotifyError> {
        let done = self.mails(courier).await;
        if done.is_err() {
            self.desk.end();
        }
        self.desk.leave();
        courier.rest().await;
        done
    }

    async fn mails(&self, courier: &mut impl Courier) -> Result<(), NotifyError> {
        let ahead = RefCell::new(None);
        let done = self.mails_but(&ahead, courier).await;
        if let Some(InHand { printed, .. }) = ahead.take() {
            self.notes.back(printed.mail.id)?;
        }
        done
    }

    /// Sends mails, and leaves none behind but the one that it took ahead of its time.
    async fn mails_but(
        &self,
        ahead: &Ahead<'a>,
        courier: &mut impl Courier,
    ) -> Result<(), NotifyError> {
        loop {
            // Whoever waits for a mail waits for this one too.
            if self.desk.is_at_end() {
                return Ok(());
            }
            if self.desk.goes_in_file()
                && let Some(in_hand) = ahead.take()
            {
                self.desk.hand_over(in_hand);
            }
            let next = ahead.take();
            let next = if next.is_some() { next } else { self.desk.next(self.notes).await? };
            let Some(in_hand) = next else { return Ok(()) };
            match self.attempt(courier, &in_hand.printed, ahead).await {
                Ok(Then::Next) => {}
                Ok(Then::End) => return Ok(()),
                Ok(Then::HandOver) => {
                    self.desk.hand_over(in_hand);
                    return Ok(());
                }
                Err(NotifyError::NotInHand(missed)) if missed.was_taken_back => {
                    self.desk.is_recorded("cancelled");
                }
                Err(NotifyError::NotInHand(missed)) => self.desk.went_astray(missed),
                Err(error) => {
                    // Before others may go on.
                    self.desk.end();
                    return Err(error);
                }
            }
        }
    }

    /// Tries once to send a mail, and tells what became of it and how the session
    /// goes on.
    async fn attempt(
        &self,
        courier: &mut impl Courier,
        Printed { mail, letter }: &Printed,
        ahead: &Ahead<'a>,
    ) -> Result<Then, NotifyError> {
        let letter = match letter {
            Ok(letter) => letter,
            Err(reason) => {
                self.desk.settle(self.notes, mail, Settlement::held(reason))?;
                return Ok(Then::Next);
            }
        };
        let sha256 = letter.sha256.as_str();
        let (begun, is_over) = (Mutex::new(false), Cell::new(false));
        let before_body = async || {
            let mut begun = begun.lock().await;
            self.notes.begin((mail.id, sha256), self.notifier.clock.now()).await?;
            if is_over.get() {
                // Its time was over while the record was written: no body leaves.
                drop(begun);
                return pending().await;
            }
            *begun = true;
            Ok(self.take_ahead(ahead))
        };
        let cut_off = async {
            self.give_up().await;
            is_over.set(true);
            // What it asked of the record is known first: it may have been taken back.
            *begun.lock().await
        };
        let fate = tokio::select! {
            biased;
            fate = courier.carry(letter, before_body) => fate?.without(&letter.known_by),
            begun = cut_off => {
                let cut = Settlement::cut(begun, mail, sha256);
                self.desk.settle(self.notes, mail, cut)?;
                return Ok(Then::End);
            }
        };
        let key = self.notifier.press.instance_key.as_bytes();
        let luck = luck(key, &[&mail.key, &mail.attempt.to_string()]);
        let place = courier.place(fate.reply());
        let then = self.desk.heard(self.notes, (mail, letter), (&fate, place), luck)?;
        if mail.is_suspect {
            // If the next one ends the process, this one is not in doubt once more.
            self.notes.caught_up().await?;
        }
        Ok(then)
    }

    /// Takes the next mail if it is at hand; to whom it goes.
    fn take_ahead(&self, ahead: &Ahead<'a>) -> Option<Envelope> {
        let next = self.desk.at_hand();
        let letter = next.as_ref().and_then(|next| next.printed.letter.as_ref().ok());
        let envelope = letter.map(|letter| letter.envelope.clone());
        ahead.replace(next);
        envelope
    }

    /// Comes to an end when the daemon was asked to stop and a mail on its way has
    /// had its while.
    async fn give_up(&self) {
        self.stop.asked().await;
        tokio::time::sleep(self.notifier.config.route.deadlines().stop).await;
    }
}
