//! Puts on record what the sessions have to say, for several mails in one commit.
//!
//! A session waits for its commit before the body of a mail leaves, and after one that
//! goes alone, and for no other: what became of a mail joins the next commit. If the
//! daemon ends before it, the mail is in doubt, which is what can be known then.

use std::{pin::pin, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};

use super::{NotifyError, desk::Desk};
use crate::{
    jobs::settlement::Settlement,
    store::{MailId, NotInHand, Stamp, Store, StoreError},
};

/// Mails of one commit: more than there can be sessions.
const COMMIT_MAX: usize = 64;
/// How long what became of a mail waits for the beginning of another.
const COMPANY_WAIT: Duration = Duration::from_millis(50);
/// How long the beginning of a mail waits for those of all other sessions: less than a
/// relay takes to answer, and a commit costs the same for one as for many.
const BEGIN_WAIT: Duration = Duration::from_millis(1);

/// One thing to put on record.
enum Note {
    /// The body of a mail may leave once this is durable.
    Begin {
        mail: MailId,
        sha256: String,
        at: DateTime<Utc>,
        durable: oneshot::Sender<Result<(), NotInHand>>,
    },
    /// A mail was not tried.
    Back { mail: MailId },
    /// What became of a mail.
    Settle { mail: MailId, fate: Box<Settlement> },
    /// Somebody waits until all before it is durable.
    Waited { durable: oneshot::Sender<()> },
}

impl Note {
    fn stamp(&self) -> Option<Stamp<'_>> {
        Some(match self {
            Self::Begin { mail, sha256, at, .. } => Stamp::Begin { mail: *mail, sha256, at: *at },
            Self::Back { mail } => Stamp::Back { mail: *mail },
            Self::Settle { mail, fate } => Stamp::Settle { mail: *mail, fate: fate.settled() },
            Self::Waited { .. } => return None,
        })
    }

    const fn mail(&self) -> Option<MailId> {
        match self {
            Self::Begin { mail, .. } | Self::Back { mail } | Self::Settle { mail, .. } => {
                Some(*mail)
            }
            Self::Waited { .. } => None,
        }
    }

    /// Whether somebody waits for its commit.
    const fn is_waited_for(&self) -> bool {
        matches!(self, Self::Begin { .. } | Self::Waited { .. })
    }
}

/// Where sessions leave what is to be put on record.
#[derive(Debug, Clone)]
pub(super) struct Notes(mpsc::UnboundedSender<Note>);

/// What they have left.
#[derive(Debug)]
pub(super) struct Recorder(mpsc::UnboundedReceiver<Note>);

pub(super) fn recorder() -> (Notes, Recorder) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Notes(sender), Recorder(receiver))
}

impl Notes {
    /// Waits until it is durable that the body of a mail may have left.
    pub(super) async fn begin(
        &self,
        (mail, sha256): (MailId, &str),
        at: DateTime<Utc>,
    ) -> Result<(), NotifyError> {
        let (durable, done) = oneshot::channel();
        self.leave(Note::Begin { mail, sha256: sha256.to_owned(), at, durable })?;
        // Whoever was to answer has met a fault of the database, and says so itself.
        done.await.map_err(|_| NotifyError::Unrecorded)??;
        Ok(())
    }

    /// Waits until all that was left before is durable.
    pub(super) async fn caught_up(&self) -> Result<(), NotifyError> {
        let (durable, done) = oneshot::channel();
        self.leave(Note::Waited { durable })?;
        done.await.map_err(|_| NotifyError::Unrecorded)
    }

    /// A mail was not tried.
    pub(super) fn back(&self, mail: MailId) -> Result<(), NotifyError> {
        self.leave(Note::Back { mail })
    }

    /// What became of a mail.
    pub(super) fn settle(&self, mail: MailId, fate: Settlement) -> Result<(), NotifyError> {
        self.leave(Note::Settle { mail, fate: Box::new(fate) })
    }

    fn leave(&self, note: Note) -> Result<(), NotifyError> {
        self.0.send(note).map_err(|_| NotifyError::Unrecorded)
    }
}

impl Recorder {
    /// Puts on record what is left until no session can leave anything more.
    pub(super) async fn record(mut self, store: &Store, desk: &Desk<'_>) -> Result<(), StoreError> {
        let mut notes = Vec::new();
        while self.gather(&mut notes, (desk.sessions(), BEGIN_WAIT)).await {
            let stamps: Vec<_> = notes.iter().filter_map(Note::stamp).collect();
            let missed = store.stamp(&stamps).await?;
            for note in notes.drain(..) {
                let mail = note.mail();
                let missed = missed.iter().find(|missed| Some(missed.mail) == mail).cloned();
                match (note, missed) {
                    (Note::Begin { durable, mail, .. }, missed) => {
                        // A session that was cut off does not wait any more.
                        if durable.send(missed.map_or(Ok(()), Err)).is_err() {
                            tracing::debug!(mail, "nobody waits for the beginning of a mail");
                        }
                    }
                    (Note::Waited { durable }, _) => {
                        if durable.send(()).is_err() {
                            tracing::debug!("nobody waits for the record of a mail");
                        }
                    }
                    (Note::Back { .. } | Note::Settle { .. }, Some(missed)) => {
                        desk.went_astray(missed);
                    }
                    (Note::Settle { fate, .. }, None) => desk.is_recorded(fate.state),
                    (Note::Back { .. }, None) => {}
                }
            }
        }
        Ok(())
    }

    /// What is to be put on record together by so many sessions; false when there will
    /// be no more.
    async fn gather(
        &mut self,
        notes: &mut Vec<Note>,
        (sessions, at_most): (usize, Duration),
    ) -> bool {
        if self.0.recv_many(notes, COMMIT_MAX).await == 0 {
            return false;
        }
        self.wait(notes, (1, COMPANY_WAIT)).await;
        self.wait(notes, (sessions, at_most)).await;
        true
    }

    /// Waits until so many sessions wait, but not for long.
    async fn wait(&mut self, notes: &mut Vec<Note>, (enough, at_most): (usize, Duration)) {
        let waited = |notes: &[Note]| notes.iter().filter(|note| note.is_waited_for()).count();
        if waited(notes) >= enough {
            return;
        }
        let mut end = pin!(sleep(at_most));
        while waited(notes) < enough && notes.len() < COMMIT_MAX {
            tokio::select! {
                biased;
                more = self.0.recv_many(notes, COMMIT_MAX) => if more == 0 { break },
                () = &mut end => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One session, for whose beginning nobody waits.
    const ALONE: (usize, Duration) = (1, BEGIN_WAIT);

    #[tokio::test]
    async fn what_became_of_a_mail_joins_the_beginning_of_the_next() {
        let (notes, mut kept) = recorder();
        notes.settle(1, Settlement::held("x")).unwrap();
        notes.back(2).unwrap();
        let begins = async {
            sleep(Duration::from_millis(5)).await;
            notes.begin((3, "digest"), DateTime::UNIX_EPOCH).await
        };
        let gathers = async move {
            let mut together = Vec::new();
            assert!(kept.gather(&mut together, ALONE).await);
            together.iter().map(Note::mail).collect::<Vec<_>>()
        };
        let (begun, together) = tokio::join!(begins, gathers);
        assert_eq!(together, [1, 2, 3].map(Some));
        // Nobody has put it on record, so the body must not leave.
        assert!(matches!(begun, Err(NotifyError::Unrecorded)));
    }

    #[tokio::test]
    async fn bodies_of_several_sessions_begin_in_one_commit_and_wait_not_long_for_it() {
        let (notes, mut kept) = recorder();
        let begin = async |mail: MailId, turns: u8| {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            notes.begin((mail, "digest"), DateTime::UNIX_EPOCH).await
        };
        let gathers = async move {
            let mut together = Vec::new();
            kept.wait(&mut together, (2, Duration::from_mins(1))).await;
            assert_eq!(together.len(), 2);
            kept.wait(&mut together, (3, Duration::from_millis(1))).await;
            together.len()
        };
        let (.., found) = tokio::join!(begin(1, 0), begin(2, 9), gathers);
        assert_eq!(found, 2);
    }

    /// The wait is so long that it never ends by itself.
    #[tokio::test]
    async fn all_sessions_begin_in_one_commit() {
        for (sessions, expected) in [(1, 1), (2, 2), (3, 3)] {
            let (notes, mut kept) = recorder();
            let begin = async |mail: MailId, turns: u8| {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                notes.begin((mail, "digest"), DateTime::UNIX_EPOCH).await
            };
            let gathers = async move {
                let mut together = Vec::new();
                assert!(kept.gather(&mut together, (sessions, Duration::from_mins(5))).await);
                together.len()
            };
            let all = async { tokio::join!(begin(1, 0), begin(2, 5), begin(3, 9), gathers).3 };
            let found = tokio::time::timeout(Duration::from_secs(30), all).await;
            assert_eq!(found, Ok(expected), "{sessions} sessions");
        }
    }

    #[tokio::test]
    async fn whoever_waits_for_the_record_of_a_mail_waits_for_no_company() {
        let (notes, mut kept) = recorder();
        notes.settle(1, Settlement::held("x")).unwrap();
        let gathers = async move {
            let mut together = Vec::new();
            kept.wait(&mut together, (1, Duration::from_mins(5))).await;
            together.iter().map(Note::mail).collect::<Vec<_>>()
        };
        let both = async { tokio::join!(notes.caught_up(), gathers) };
        let (waited, together) = tokio::time::timeout(Duration::from_secs(30), both).await.unwrap();
        assert_eq!(together, [Some(1), None]);
        assert!(matches!(waited, Err(NotifyError::Unrecorded)));
    }

    #[tokio::test]
    async fn what_became_of_the_last_mail_is_put_on_record_without_company() {
        let (notes, mut kept) = recorder();
        notes.settle(1, Settlement::held("x")).unwrap();
        let mut together = Vec::new();
        assert!(kept.gather(&mut together, ALONE).await);
        assert_eq!(together.len(), 1);
        drop(notes);
        together.clear();
        assert!(!kept.gather(&mut together, ALONE).await);
    }
}
