//! What the sender puts on record of the mails that it has in hand.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, failed, micros},
    MailId,
    batch::{Batch, Value},
    settle,
};

const ACTION: &str = "put on record what became of mails";

// The mails of which there is nothing to say, asked before anything is said: it is
// cheaper to hear of these than of all others.
macro_rules! missed {
    ($is:literal, $or:literal) => {
        concat!(
            "SELECT one.mail, mail.id IS NOT NULL FROM one
            LEFT JOIN mail ON mail.id = one.mail AND mail.epoch = one.epoch AND ",
            $is,
            " WHERE one.mail IS NOT NULL AND (mail.id IS NULL",
            $or,
            ")"
        )
    };
}

const NOT_CLAIMED: &str = missed!("mail.state = 'claimed'", "");
pub(super) const NOT_IN_HAND: &str = missed!("mail.in_hand", "");
const NOT_TO_BEGIN: &str =
    missed!("mail.state = 'claimed'", " OR mail.to_cancel = 1 OR mail.expires_at <= one.at");

// All bodies that a commit lets leave. What was taken back since it was claimed does not:
// what came after it may have left already. What is of no use any more waits to be put
// aside.
const BEGIN: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 THEN 'cancelled'
            WHEN COALESCE(expires_at <= one.at, 0) = 0 THEN 'data_started'
            WHEN copies > 0 THEN 'unknown' ELSE 'queued' END,
        sha256 = CASE WHEN to_cancel = 1 OR COALESCE(expires_at <= one.at, 0)
            THEN mail.sha256 ELSE one.sha256 END,
        copies = copies + (to_cancel = 0 AND COALESCE(expires_at <= one.at, 0) = 0),
        attempts = attempts - (to_cancel = 0 AND COALESCE(expires_at <= one.at, 0))
    FROM one
    WHERE mail.id = one.mail AND mail.epoch = one.epoch AND mail.state = 'claimed'";

// Nothing was tried, so nothing is counted.
const BACK: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 THEN 'cancelled'
            WHEN copies > 0 THEN 'unknown' ELSE 'queued' END,
        attempts = attempts - 1
    FROM one
    WHERE mail.id = one.mail AND mail.epoch = one.epoch AND mail.state = 'claimed'";

/// One thing to put on record of a mail in hand.
#[derive(Debug, Clone, Copy)]
pub enum Stamp<'a> {
    /// Before the first byte of the body leaves: it may leave from now on.
    Begin {
        /// The mail.
        mail: MailId,
        /// The digest of its bytes.
        sha256: &'a str,
        /// When it is to begin.
        at: DateTime<Utc>,
    },
    /// It was not tried: it waits again as before.
    Back {
        /// The mail.
        mail: MailId,
    },
    /// What became of it, with the attempt that led there.
    Settle {
        /// The mail.
        mail: MailId,
        /// What became of it.
        fate: Settled<'a>,
    },
}

/// What became of a mail in hand.
#[derive(Debug, Clone, Copy)]
pub struct Settled<'a> {
    /// The state it has now.
    pub state: &'static str,
    /// When it is tried next, if it is.
    pub due_at: DateTime<Utc>,
    /// What a person reads of it first.
    pub last_reply: &'a str,
    /// The digest of its bytes, where they are known.
    pub sha256: Option<&'a str>,
    /// Where it was to go, in lower case, where it was tried.
    pub address: Option<&'a str>,
    /// Whether no body of this attempt can have reached anybody.
    pub surely_not_sent: bool,
    /// The attempt.
    pub attempt: Attempted<'a>,
}

/// One attempt to send a mail.
#[derive(Debug, Clone, Copy)]
pub struct Attempted<'a> {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How far the conversation came, if there was one.
    pub phase: Option<&'static str>,
    /// The code that the relay ended it with.
    pub code: Option<u16>,
    /// What the relay said, or what went wrong: cut, without addresses.
    pub reply: &'a str,
}

/// A mail is not in the hands of this life of the daemon (any more), so that it
/// has nothing to say of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "mail {mail} is not in hand: it was taken over or settled by another, see `outbox show {mail}`"
)]
pub struct NotInHand {
    /// The mail.
    pub mail: MailId,
    /// Whether it was taken back, or was of no use any more, before its body began: it does
    /// not leave, as it should be.
    pub was_taken_back: bool,
}

impl Store {
    /// Puts things on record of several mails in hand, in one commit. A mail that
    /// is not in hand stays as it is and is named; the others are put on record.
    ///
    /// # Errors
    ///
    /// Fails when the database does; then nothing is put on record.
    #[must_use = "a mail that is not in hand must not be passed over in silence"]
    pub async fn stamp(&self, stamps: &[Stamp<'_>]) -> Result<Vec<NotInHand>, StoreError> {
        // No mail has an epoch below 0.
        let epoch = self.epoch.known().await.unwrap_or(-1);
        let (begun, back, settled) = sorted(stamps);
        // A body that was cut off begins before it is settled.
        let mut batch = Batch::default();
        let rows = begun.iter().map(|(mail, _, at)| [*mail, epoch, *at].map(Value::from));
        batch.over(["mail", "epoch", "at"], rows, NOT_TO_BEGIN);
        let rows = begun.iter().map(|(mail, sha256, at)| {
            [(*mail).into(), epoch.into(), (*sha256).into(), (*at).into()]
        });
        batch.over(["mail", "epoch", "sha256", "at"], rows, BEGIN);
        for statement in [NOT_CLAIMED, BACK] {
            let rows = back.iter().map(|mail| [(*mail).into(), epoch.into()]);
            batch.over(["mail", "epoch"], rows, statement);
        }
        settle::add(&mut batch, epoch, &settled);
        let missed = batch.run(&mut self.pen(ACTION).await?).await.map_err(failed(ACTION))?;
        let missed = missed.into_iter();
        Ok(missed.map(|(mail, was_taken_back)| NotInHand { mail, was_taken_back }).collect())
    }
}

/// What leaves with its digest and when, what was not tried, and what became of the others.
type Sorted<'a> = (Vec<(MailId, &'a str, i64)>, Vec<MailId>, Vec<(MailId, Settled<'a>)>);

fn sorted<'a>(stamps: &[Stamp<'a>]) -> Sorted<'a> {
    let (mut begun, mut back, mut settled) = Sorted::default();
    for stamp in stamps {
        match *stamp {
            Stamp::Begin { mail, sha256, at } => begun.push((mail, sha256, micros(at))),
            Stamp::Back { mail } => back.push(mail),
            Stamp::Settle { mail, fate } => settled.push((mail, fate)),
        }
    }
    (begun, back, settled)
}
