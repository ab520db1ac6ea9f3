//! Hands mails out to the sessions of a pass, as the brakes allow.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use tokio::sync::{Mutex, mpsc, watch};

use super::{
    Courier, Notifier, NotifyError, Sent, claimed::Claimed, press::Printed, recorder::Notes,
};
use crate::{
    jobs::settlement::Settlement,
    mail::{Fate, brakes::Brakes},
    progress::Progress,
    run::Stop,
    store::{MailId, NotInHand, Waiting},
};

/// Mails that are claimed in one commit.
const CLAIM_MAX: u32 = 32;

/// Where the sessions of a pass get their mails and tell what became of them.
pub(super) struct Desk<'a> {
    notifier: &'a Notifier<'a>,
    stop: &'a Stop,
    progress: &'a Progress,
    printed: Mutex<Batch>,
    in_hand: watch::Sender<u32>,
    sessions: Cell<usize>,
    brakes: RefCell<Brakes>,
    sent: RefCell<Sent>,
    is_over: Cell<bool>,
}

/// Mails that were claimed together, as they are composed one after the other.
#[derive(Debug, Default)]
struct Batch {
    out: Option<mpsc::UnboundedReceiver<Printed>>,
    /// Those that were not handed out.
    mails: BTreeSet<MailId>,
}

impl Batch {
    async fn next(&mut self) -> Option<Printed> {
        let printed = self.out.as_mut()?.recv().await?;
        self.mails.remove(&printed.mail.id);
        Some(printed)
    }
}

/// A mail in the hands of a session.
pub(super) struct InHand<'a> {
    pub(super) printed: Printed,
    count: &'a watch::Sender<u32>,
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count = count.saturating_sub(1));
    }
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        notifier: &'a Notifier<'a>,
        (stop, progress): (&'a Stop, &'a Progress),
        brakes: Brakes,
        sessions: usize,
    ) -> Self {
        Self {
            notifier,
            stop,
            progress,
            printed: Mutex::default(),
            in_hand: watch::Sender::new(0),
            sessions: Cell::new(sessions),
            brakes: RefCell::new(brakes),
            sent: RefCell::default(),
            is_over: Cell::new(false),
        }
    }

    /// The next mail; none when no more leave in this pass.
    pub(super) async fn next(
        &self,
        courier: &impl Courier,
        notes: &Notes,
    ) -> Result<Option<InHand<'_>>, NotifyError> {
        // One session asks at a time, and those behind it wait.
        let mut printed = self.printed.lock().await;
        let free = |count: &u32| *count == 0 || !self.brakes.borrow().in_file();
        let is_open = self.in_hand.subscribe().wait_for(free).await.is_ok();
        if !self.is_over.get() && self.brakes.borrow().is_over(self.notifier.clock.now()) {
            self.sent.borrow_mut().is_cut = true;
            self.end();
        }
        if !is_open || self.is_at_end() {
            return Ok(None);
        }
        let mut next = printed.next().await;
        if next.is_none() && !printed.mails.is_empty() {
            // It would meet the same end at the same mail.
            tracing::error!("composing mails has come to an end before its time");
            self.end();
            return Ok(None);
        }
        if next.is_none() {
            let claimed = self.claim(courier, notes).await?;
            if claimed.is_empty() {
                return Ok(None);
            }
            let mails = claimed.iter().map(|claimed| claimed.mail.id).collect();
            *printed = Batch { out: Some(self.notifier.press.print(claimed)), mails };
            next = printed.next().await;
        }
        let Some(next) = next else { return Ok(None) };
        // It may have come to an end while the mail was composed.
        if self.is_at_end() {
            notes.back(next.mail.id)?;
            return Ok(None);
        }
        self.brakes.borrow_mut().took(1);
        self.in_hand.send_modify(|count| *count += 1);
        let sent = self.sent.borrow();
        self.progress.at(sent.sent + sent.kept + sent.rejected);
        Ok(Some(InHand { printed: next, count: &self.in_hand }))
    }

    /// More mails, as many as the brakes allow.
    async fn claim(
        &self,
        courier: &impl Courier,
        notes: &Notes,
    ) -> Result<Vec<Claimed>, NotifyError> {
        let at_most = if self.brakes.borrow().in_file() { 1 } else { CLAIM_MAX };
        let at_most = self.brakes.borrow_mut().allow(at_most);
        if at_most == 0 {
            return Ok(Vec::new());
        }
        self.notifier.claim(courier, (at_most, notes)).await
    }

    fn is_at_end(&self) -> bool {
        self.is_over.get() || self.stop.is_asked()
    }

    /// No more mails leave in this pass.
    pub(super) fn end(&self) {
        self.is_over.set(true);
    }

    /// How many sessions have not ended.
    pub(super) fn sessions(&self) -> usize {
        self.sessions.get()
    }

    /// A session has ended.
    pub(super) fn leave(&self) {
        self.sessions.set(self.sessions.get().saturating_sub(1));
    }

    /// Tells what a relay made of a mail. Whether its session goes on.
    pub(super) fn heard(
        &self,
        notes: &Notes,
        (mail, sha256): (&Waiting, &str),
        (fate, place): (&Fate, String),
        luck: u8,
    ) -> Result<bool, NotifyError> {
        let mut brakes = self.brakes.borrow_mut();
        let away = matches!(fate, Fate::Unreachable { .. });
        if away && !brakes.in_file() && self.sessions.get() > 1 {
            // The relay takes mails from the other sessions: it has enough of them.
            notes.back(mail.id)?;
            return Ok(false);
        }
        // A mail that only tries the way is not lost by it.
        let counts = match fate {
            Fate::Rejected { phase, reply } if brakes.tries_policy() => {
                Fate::Deferred { phase: *phase, reply: reply.clone() }
            }
            Fate::Sent { .. }
            | Fate::Deferred { .. }
            | Fate::Rejected { .. }
            | Fate::Unknown { .. }
            | Fate::Paused { .. }
            | Fate::Unreachable { .. } => fate.clone(),
        };
        let is_kept = brakes.heard(fate, &place, self.notifier.clock.now());
        if brakes.on().is_some() {
            self.end();
        }
        drop(brakes);
        if away {
            notes.back(mail.id)?;
        } else if is_kept {
            self.settle(notes, mail, Settlement::kept(fate, mail, sha256))?;
        } else {
            self.settle(notes, mail, Settlement::of(&counts, mail, sha256, luck))?;
        }
        Ok(!self.is_over.get())
    }

    /// Tells what became of a mail.
    pub(super) fn settle(
        &self,
        notes: &Notes,
        mail: &Waiting,
        fate: Settlement,
    ) -> Result<(), NotifyError> {
        tracing::debug!(mail = mail.id, state = fate.state, "settled a mail");
        notes.settle(mail.id, fate.at(self.notifier.clock.now()))
    }

    /// It stands on record what became of a mail.
    pub(super) fn is_recorded(&self, state: &str) {
        let mut sent = self.sent.borrow_mut();
        match state {
            "sent" => sent.sent += 1,
            "rejected" => sent.rejected += 1,
            _ => sent.kept += 1,
        }
    }

    /// A mail was taken out of the sender's hands.
    pub(super) fn went_astray(&self, missed: NotInHand) {
        self.sent.borrow_mut().astray.push(missed);
    }

    /// Gives back what was claimed and not tried.
    pub(super) async fn clear(&self, notes: &Notes) -> Result<(), NotifyError> {
        let mut printed = self.printed.lock().await;
        while let Some(Printed { mail, .. }) = printed.next().await {
            notes.back(mail.id)?;
        }
        for mail in &printed.mails {
            notes.back(*mail)?;
        }
        Ok(())
    }

    /// What became of all mails, and the brakes as they are now.
    pub(super) fn done(self) -> (Sent, Brakes) {
        (self.sent.into_inner(), self.brakes.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[tokio::test]
    async fn mails_that_composing_does_not_hand_out_are_still_known() {
        let (printed, out) = mpsc::unbounded_channel();
        let mut batch = Batch { out: Some(out), mails: [1, 2, 3].into() };
        let mail = Waiting {
            id: 2,
            key: "key".to_owned(),
            employee: None,
            run: None,
            event: "result".to_owned(),
            enqueued_at: DateTime::UNIX_EPOCH,
            attempt: 1,
            copies: 0,
            sha256: None,
        };
        printed.send(Printed { mail, letter: Err("held".to_owned()) }).unwrap();
        // It ends before its time.
        drop(printed);
        assert_eq!(batch.next().await.map(|printed| printed.mail.id), Some(2));
        assert!(batch.next().await.is_none());
        assert_eq!(batch.mails, [1, 3].into());
        assert!(Batch::default().next().await.is_none());
    }
}
