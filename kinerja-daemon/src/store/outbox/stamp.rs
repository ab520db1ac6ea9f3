//! What the sender puts on record of the mails that it has in hand.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::SqliteConnection;

use super::{
    super::{Store, StoreError, corrupt, failed},
    MailId,
    settle::settle,
};

pub(super) const ACTION: &str = "put on record what became of mails";

// All bodies that a commit lets leave, each as `[mail, digest]`.
const BEGIN: &str = "
    UPDATE mail SET state = 'data_started', sha256 = begun.value ->> 1, copies = copies + 1
    FROM json_each($1) AS begun
    WHERE mail.id = begun.value ->> 0 AND epoch = $2 AND state = 'claimed'
    RETURNING id";

// Nothing was tried, so nothing is counted.
const BACK: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 THEN 'cancelled' ELSE 'queued' END, attempts = attempts - 1
    WHERE id IN (SELECT value FROM json_each($1)) AND epoch = $2 AND state = 'claimed'
    RETURNING id";

/// One thing to put on record of a mail in hand.
#[derive(Debug, Clone, Copy)]
pub enum Stamp<'a> {
    /// Before the first byte of the body leaves: it may leave from now on.
    Begin {
        /// The mail.
        mail: MailId,
        /// The digest of its bytes.
        sha256: &'a str,
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
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        let (begun, back, settled) = sorted(stamps);
        // A body that was cut off begins before it is settled.
        let mut missed = begin(&mut tx, epoch, &begun).await?;
        missed.extend(give_back(&mut tx, epoch, &back).await?);
        missed.extend(settle(&mut tx, epoch, &settled).await?);
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(missed.into_iter().map(|mail| NotInHand { mail }).collect())
    }
}

/// What leaves with its digest, what was not tried, and what became of the others.
type Sorted<'a> = (Vec<(MailId, &'a str)>, Vec<MailId>, Vec<(MailId, Settled<'a>)>);

fn sorted<'a>(stamps: &[Stamp<'a>]) -> Sorted<'a> {
    let (mut begun, mut back, mut settled) = Sorted::default();
    for stamp in stamps {
        match *stamp {
            Stamp::Begin { mail, sha256 } => begun.push((mail, sha256)),
            Stamp::Back { mail } => back.push(mail),
            Stamp::Settle { mail, fate } => settled.push((mail, fate)),
        }
    }
    (begun, back, settled)
}

/// Lets bodies leave; names the mails that are not in hand.
async fn begin(
    tx: &mut SqliteConnection,
    epoch: i64,
    begun: &[(MailId, &str)],
) -> Result<Vec<MailId>, StoreError> {
    let mails = begun.iter().map(|(mail, _)| *mail);
    change(tx, BEGIN, (json(begun)?, epoch), mails).await
}

/// Lets mails wait again; names those that are not in hand.
async fn give_back(
    tx: &mut SqliteConnection,
    epoch: i64,
    back: &[MailId],
) -> Result<Vec<MailId>, StoreError> {
    change(tx, BACK, (json(back)?, epoch), back.iter().copied()).await
}

/// Runs a statement for all of some mails, which returns those that it changed; gives
/// back the others.
pub(super) async fn change(
    tx: &mut SqliteConnection,
    statement: &'static str,
    (all, epoch): (String, i64),
    mails: impl ExactSizeIterator<Item = MailId>,
) -> Result<Vec<MailId>, StoreError> {
    if mails.len() == 0 {
        return Ok(Vec::new());
    }
    let hit = sqlx::query_scalar(statement).bind(all).bind(epoch).fetch_all(tx).await;
    let hit: Vec<MailId> = hit.map_err(failed(ACTION))?;
    Ok(mails.filter(|mail| !hit.contains(mail)).collect())
}

pub(super) fn json(all: &(impl Serialize + ?Sized)) -> Result<String, StoreError> {
    serde_json::to_string(all).map_err(corrupt(ACTION))
}
