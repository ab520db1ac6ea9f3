//! Claims mails ahead of the sessions and composes them: none stands still while the
//! next are read.

use tokio::{sync::mpsc, task::yield_now};

use super::{NotifyError, claimed::Claimed, desk::Desk, press::Printed, recorder::Notes};
use crate::mail::EmailAddress;

/// Mails that are claimed in one commit; so many more are claimed when no more are left.
const CLAIM_MAX: u32 = 64;

/// Where composed mails are laid.
pub(super) type Tray = mpsc::UnboundedSender<Printed>;

impl Desk<'_> {
    /// Claims mails and composes them for as long as any are due, the brakes allow it
    /// and sessions ask for them.
    pub(super) async fn feed(
        &self,
        everyone: Option<EmailAddress>,
        (notes, tray): (&Notes, Tray),
    ) -> Result<(), NotifyError> {
        let (claimed, to_compose) = mpsc::unbounded_channel();
        let claims = async {
            let done = self.claims(everyone.as_ref(), (notes, claimed)).await;
            if done.is_err() {
                self.end();
            }
            done
        };
        tokio::join!(claims, self.compose(to_compose, tray)).0
    }

    async fn claims(
        &self,
        everyone: Option<&EmailAddress>,
        (notes, to_compose): (&Notes, mpsc::UnboundedSender<Claimed>),
    ) -> Result<(), NotifyError> {
        let mut is_suspect = false;
        while let Some(at_most) = self.room(is_suspect).await {
            let claimed = self.notifier.claim(everyone, (at_most, notes)).await?;
            if claimed.is_empty() {
                break;
            }
            self.expect(claimed.iter().map(|Claimed { mail, .. }| mail.id));
            // If one ends the process once more, none that was claimed after it is to blame:
            // it goes alone.
            is_suspect = claimed.iter().any(|Claimed { mail, .. }| mail.is_suspect);
            for one in claimed {
                if to_compose.send(one).is_err() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Composes mails one after the other, in the order in which they were claimed.
    async fn compose(&self, mut claimed: mpsc::UnboundedReceiver<Claimed>, tray: Tray) {
        while let Some(one) = claimed.recv().await {
            // The desk knows which mails it was not given.
            if self.is_at_end() || tray.send(self.notifier.press.print(one)).is_err() {
                break;
            }
            // What came for the sessions meanwhile goes first.
            yield_now().await;
        }
    }

    /// Waits until so few mails are left that more may be claimed, or all are done with
    /// where the last goes alone: how many; none when there will be no more.
    async fn room(&self, goes_alone: bool) -> Option<u32> {
        let mut moved = self.in_hand.subscribe();
        loop {
            if self.is_at_end() || self.sessions() == 0 {
                return None;
            }
            let left = u32::try_from(self.left()).unwrap_or(u32::MAX);
            let in_hand = *moved.borrow_and_update();
            let in_file = self.goes_in_file();
            let none = left + in_hand == 0;
            // What was allowed is to leave before a brake tells that no more may.
            let is_spent = self.brakes.borrow().may_take() <= left && !none;
            if !is_spent && if in_file || goes_alone { none } else { left <= CLAIM_MAX } {
                let at_most = if in_file { 1 } else { CLAIM_MAX };
                // Those that are left will leave before these.
                let allowed = self.brakes.borrow_mut().allow(left + at_most);
                return Some(allowed.saturating_sub(left)).filter(|at_most| *at_most > 0);
            }
            tokio::select! {
                changed = moved.changed() => changed.ok()?,
                () = self.stop.asked() => return None,
            }
        }
    }
}
