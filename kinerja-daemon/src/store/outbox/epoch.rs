//! Which life of the daemon a mail was handed to.
//!
//! A life ends with its process, or with a failure that leaves mails on their
//! way. What another life had in hand is found again before a pass, when the present
//! one has nothing in hand.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::super::{Store, StoreError, corrupt, failed};

const NEXT: &str = "
    INSERT INTO setting (key, value) VALUES ('mail_epoch', '1')
    ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)
    RETURNING value";

const LATEST: &str = "
    SELECT CAST(value AS BIGINT) FROM setting WHERE key = 'mail_epoch'";

/// The number of the present life, from 1; none until it is handed a mail.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Epoch(Arc<Mutex<Life>>);

#[derive(Debug, Default)]
struct Life {
    number: Option<i64>,
    /// Whether the life before was of the same process, and what it left was not looked
    /// for yet: a failure ended it, no mail.
    broke_off: bool,
}

impl Epoch {
    /// The number of the present life, if it has one yet.
    pub(super) async fn known(&self) -> Option<i64> {
        self.0.lock().await.number
    }

    /// Whether this process goes on after a failure: what was left on its way is its own.
    pub(super) async fn broke_off(&self) -> bool {
        self.0.lock().await.broke_off
    }

    /// What was left on its way has been found: all that is found later is of others.
    pub(super) async fn looked(&self) {
        self.0.lock().await.broke_off = false;
    }
}

impl Store {
    /// The number of the present life.
    pub(super) async fn epoch(&self) -> Result<i64, StoreError> {
        let action = "begin to hand out mails";
        let mut life = self.epoch.0.lock().await;
        if let Some(known) = life.number {
            return Ok(known);
        }
        let next: String = sqlx::query_scalar(NEXT)
            .fetch_one(&mut *self.pen(action).await?)
            .await
            .map_err(failed(action))?;
        Ok(*life.number.insert(next.parse().map_err(corrupt(action))?))
    }

    /// All lives before this number have ended, where the caller has the right to send and
    /// nothing in hand: before the present one, or all where another began after it.
    pub(super) async fn first_living(&self) -> Result<i64, StoreError> {
        let Some(known) = self.epoch.known().await else { return Ok(i64::MAX) };
        let latest: Option<i64> = sqlx::query_scalar(LATEST)
            .fetch_optional(&self.reader)
            .await
            .map_err(failed("look who sent mails last"))?;
        Ok(if latest == Some(known) { known } else { i64::MAX })
    }

    /// Ends the present life: the mails that it has in hand are found again by
    /// [`Store::recover_mails`], and it can put nothing on record of them any more.
    pub async fn drop_mails(&self) {
        *self.epoch.0.lock().await = Life { number: None, broke_off: true };
    }
}
