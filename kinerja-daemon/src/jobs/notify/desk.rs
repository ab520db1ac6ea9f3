//! Hands mails out to the sessions of a pass, as the brakes allow.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use tokio::sync::{Mutex, mpsc, watch};

use super::{Letter, Notifier, NotifyError, Sent, feed::Tray, press::Printed, recorder::Notes};
use crate::{
    jobs::settlement::Settlement,
    mail::{Fate, brakes::Brakes},
    progress::Progress,
    run::Stop,
    store::{MailId, NotInHand, Waiting},
};

/// Where the sessions of a pass get their mails and tell what became of them.
pub(super) struct Desk<'a> {
    pub(super) notifier: &'a Notifier<'a>,
    pub(super) stop: &'a Stop,
    progress: &'a Progress,
    printed: Mutex<mpsc::UnboundedReceiver<Printed>>,
    /// Mails that were claimed and not handed out.
    expected: RefCell<BTreeSet<MailId>>,
    /// Mails whose session could not send them and others can.
    handed_over: RefCell<Vec<Printed>>,
    /// How many are in the hands of sessions; told anew whenever anything here changes.
    pub(super) in_hand: watch::Sender<u32>,
    sessions: Cell<usize>,
    pub(super) brakes: RefCell<Brakes>,
    sent: RefCell<Sent>,
    is_over: Cell<bool>,
}

/// A mail in the hands of a session.
pub(super) struct InHand<'a> {
    pub(super) printed: Printed,
    counted: Counted<'a>,
}

struct Counted<'a>(&'a watch::Sender<u32>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// How a session goes on after a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// With the next.
    Next,
    /// Not at all.
    End,
    /// Not at all, and another session is to send the mail.
    HandOver,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        notifier: &'a Notifier<'a>,
        (stop, progress): (&'a Stop, &'a Progress),
        brakes: Brakes,
        sessions: usize,
    ) -> (Self, Tray) {
        let (tray, printed) = mpsc::unbounded_channel();
        let desk = Self {
            notifier,
            stop,
            progress,
            printed: Mutex::new(printed),
            expected: RefCell::default(),
            handed_over: RefCell::default(),
            in_hand: watch::Sender::new(0),
            sessions: Cell::new(sessions),
            brakes: RefCell::new(brakes),
            sent: RefCell::default(),
            is_over: Cell::new(false),
        };
        (desk, tray)
    }

    /// The next mail; none when no more leave in this pass.
    pub(super) async fn next(&self, notes: &Notes) -> Result<Option<InHand<'_>>, NotifyError> {
        // One session asks at a time, and those behind it wait.
        let mut printed = self.printed.lock().await;
        let mut moved = self.in_hand.subscribe();
        let free = |count: &u32| *count == 0 || !self.goes_in_file() || self.is_at_end();
        let is_open = moved.wait_for(free).await.is_ok();
        if !self.is_over.get() && self.has_lasted() {
            self.sent.borrow_mut().is_cut = true;
            self.end();
        }
        if !is_open || self.is_at_end() {
            return Ok(None);
        }
        let before = self.handed_over.borrow_mut().pop();
        if let Some(next) = before {
            return self.handed_out(next, notes);
        }
        if let Some(next) = printed.recv().await {
            self.expected.borrow_mut().remove(&next.mail.id);
            self.brakes.borrow_mut().took(1);
            return self.handed_out(next, notes);
        }
        // Those that others have in hand may come back.
        let known =
            |count: &u32| *count == 0 || !self.handed_over.borrow().is_empty() || self.is_at_end();
        let is_open = moved.wait_for(known).await.is_ok();
        let next = self.handed_over.borrow_mut().pop().filter(|_| is_open);
        next.map_or(Ok(None), |next| self.handed_out(next, notes))
    }

    /// Another session is to send a mail whose body has not begun.
    pub(super) fn hand_over(&self, in_hand: InHand<'_>) {
        let InHand { printed, counted } = in_hand;
        self.handed_over.borrow_mut().push(printed);
        drop(counted);
    }

    /// The next mail if it is composed and may leave beside another.
    pub(super) fn at_hand(&self) -> Option<InHand<'_>> {
        if self.is_at_end() || self.goes_in_file() || self.has_lasted() {
            return None;
        }
        // Whoever waits for one has it first.
        let mut printed = self.printed.try_lock().ok()?;
        let before = self.handed_over.borrow_mut().pop();
        if let Some(before) = before {
            return Some(self.in_hand(before));
        }
        let next = printed.try_recv().ok()?;
        self.expected.borrow_mut().remove(&next.mail.id);
        self.brakes.borrow_mut().took(1);
        Some(self.in_hand(next))
    }

    /// A mail leaves the desk, unless it has come to an end while it was composed.
    fn handed_out(&self, next: Printed, notes: &Notes) -> Result<Option<InHand<'_>>, NotifyError> {
        if self.is_at_end() {
            notes.back(next.mail.id)?;
            return Ok(None);
        }
        Ok(Some(self.in_hand(next)))
    }

    fn in_hand(&self, printed: Printed) -> InHand<'_> {
        self.in_hand.send_modify(|count| *count += 1);
        let sent = self.sent.borrow();
        self.progress.at(sent.sent + sent.kept + sent.rejected);
        InHand { printed, counted: Counted(&self.in_hand) }
    }

    /// Mails were claimed, and will be there once they are composed.
    pub(super) fn expect(&self, mails: impl Iterator<Item = MailId>) {
        self.expected.borrow_mut().extend(mails);
    }

    /// How many mails were claimed and not handed out.
    pub(super) fn left(&self) -> usize {
        self.expected.borrow().len()
    }

    /// Whether mails go one after the other for now.
    pub(super) fn goes_in_file(&self) -> bool {
        self.brakes.borrow().in_file()
    }

    /// Whether this pass has sent for long enough.
    fn has_lasted(&self) -> bool {
        self.brakes.borrow().is_over(self.notifier.clock.now())
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.is_over.get() || self.stop.is_asked()
    }

    /// No more mails leave in this pass.
    pub(super) fn end(&self) {
        self.is_over.set(true);
        self.in_hand.send_modify(|_| {});
    }

    /// How many sessions have not ended.
    pub(super) fn sessions(&self) -> usize {
        self.sessions.get()
    }

    /// A session has ended.
    pub(super) fn leave(&self) {
        self.sessions.set(self.sessions.get().saturating_sub(1));
        self.in_hand.send_modify(|_| {});
    }

    /// Tells what a relay made of a mail, and how its session goes on.
    pub(super) fn heard(
        &self,
        notes: &Notes,
        (mail, letter): (&Waiting, &Letter),
        (fate, place): (&Fate, String),
        luck: u8,
    ) -> Result<Then, NotifyError> {
        let sha256 = letter.sha256.as_str();
        let mut brakes = self.brakes.borrow_mut();
        let away = matches!(fate, Fate::Unreachable { .. });
        if away && !brakes.in_file() && self.sessions.get() > 1 {
            // The relay takes mails from the other sessions: it has enough of them.
            return Ok(Then::HandOver);
        }
        // A mail that only tries the way is not lost by it, nor one that was beside it.
        let counts = match fate {
            Fate::Rejected { phase, reply } if brakes.is_spared(fate) => {
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
            let to = letter.envelope.to().first().map(ToString::to_string).unwrap_or_default();
            self.settle(notes, mail, Settlement::of(&counts, mail, sha256, luck).to(&to))?;
        }
        Ok(if self.is_over.get() { Then::End } else { Then::Next })
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

    /// Gives back what was claimed and not tried, whether it was composed or not.
    pub(super) fn clear(&self, notes: &Notes) -> Result<(), NotifyError> {
        let handed_over = self.handed_over.take().into_iter().map(|printed| printed.mail.id);
        let mut all = self.expected.take().into_iter().chain(handed_over);
        all.try_for_each(|mail| notes.back(mail))
    }

    /// What became of all mails, and the brakes as they are now.
    pub(super) fn done(self) -> (Sent, Brakes) {
        (self.sent.into_inner(), self.brakes.into_inner())
    }
}
