//! Mails that came back, and the people whose address fails.

use chrono::{DateTime, Utc};
use futures_util::{TryStreamExt, stream::BoxStream};
use kinerja_core::{people::Nip, region::RegionCode};
use sqlx::Row;

use super::{
    super::{Store, StoreError, corrupt, failed, instant, micros},
    MailId,
};

const RECORD: &str = "put on record that mails came back";
const LOOK: &str = "look for mails that came back";

const KEYS: &str = "SELECT id, key FROM mail";

const WHOM: &str = "
    SELECT employee.name, employee.email
    FROM mail
    JOIN employee ON employee.id = mail.employee_id
    WHERE mail.id = $1";

const BOUNCE: &str = "
    INSERT INTO bounce (mail_id, sha256, at, kind, status, reply, address)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (mail_id, sha256) DO NOTHING";

const OF_MAIL: &str = "
    SELECT bounce.at, bounce.kind, bounce.status, bounce.reply,
        bounce.kind = 'hard' AND bounce.address = lower(COALESCE(employee.email, ''))
    FROM bounce
    JOIN mail ON mail.id = bounce.mail_id
    LEFT JOIN employee ON employee.id = mail.employee_id
    WHERE bounce.mail_id = $1
    ORDER BY bounce.at, bounce.sha256";

const BOUNCED: &str = "
    SELECT employee.id, employee.nip, MIN(bounce.at), MAX(bounce.mail_id)
    FROM bounce
    JOIN mail ON mail.id = bounce.mail_id
    JOIN employee ON employee.id = mail.employee_id
    WHERE employee.region = $1 AND bounce.kind = 'hard'
        AND bounce.address = lower(employee.email)
    GROUP BY employee.id, employee.nip
    ORDER BY employee.id";

/// A mail that came back.
#[derive(Debug, Clone)]
pub struct NewBounce<'a> {
    /// The mail.
    pub mail: MailId,
    /// The digest of the report.
    pub sha256: &'a str,
    /// `hard` or `soft`.
    pub kind: &'static str,
    /// The status, like `5.1.1`.
    pub status: &'a str,
    /// What the host said: cut, without addresses and whom it names.
    pub reply: String,
    /// The address that it was sent to, in lower case.
    pub address: &'a str,
}

/// A report on a mail, as it is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailBounce {
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// `hard` or `soft`.
    pub kind: String,
    /// The status, like `5.1.1`.
    pub status: String,
    /// What the host said.
    pub reply: String,
    /// Whether the person still has the address that failed for good.
    pub address_fails: bool,
}

/// A person whose address, as it is on record today, failed for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounced {
    /// The number of the person.
    pub employee: i64,
    /// The NIP.
    pub nip: Nip,
    /// Since when that is known.
    pub since: DateTime<Utc>,
    /// The last mail that came back.
    pub mail: MailId,
}

impl Store {
    /// The number and key of every mail, one after the other.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn each_mail_key(
        &self,
        mut each: impl FnMut(MailId, &str),
    ) -> Result<(), StoreError> {
        let mut rows: BoxStream<'_, _> = sqlx::query(KEYS).fetch(&self.reader);
        while let Some(row) = rows.try_next().await.map_err(failed(LOOK))? {
            each(row.get(0), row.get(1));
        }
        Ok(())
    }

    /// Name and address of the person whom a mail tells; none where it is an office.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn whom(&self, mail: MailId) -> Result<Option<(String, Option<String>)>, StoreError> {
        let found = sqlx::query_as(WHOM).bind(mail).fetch_optional(&self.reader).await;
        found.map_err(failed(LOOK))
    }

    /// Puts on record that mails came back, all in one commit; says how many of the
    /// reports are new.
    ///
    /// # Errors
    ///
    /// Fails when the database does; then nothing is put on record.
    pub async fn record_bounces(
        &self,
        bounces: &[NewBounce<'_>],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let mut pen = self.pen(RECORD).await?;
        let mut tx = pen.begin(RECORD).await?;
        let mut new = 0;
        for bounce in bounces {
            let done = sqlx::query(BOUNCE)
                .bind(bounce.mail)
                .bind(bounce.sha256)
                .bind(micros(now))
                .bind(bounce.kind)
                .bind(bounce.status)
                .bind(&bounce.reply)
                .bind(bounce.address)
                .execute(&mut *tx)
                .await
                .map_err(failed(RECORD))?;
            new += done.rows_affected();
        }
        tx.commit().await.map_err(failed(RECORD))?;
        Ok(new)
    }

    /// The reports on one mail, in the order in which they were taken in.
    pub(super) async fn bounces_of(&self, mail: MailId) -> Result<Vec<MailBounce>, StoreError> {
        let rows = sqlx::query(OF_MAIL).bind(mail).fetch_all(&self.reader).await;
        let rows = rows.map_err(failed(LOOK))?.into_iter();
        rows.map(|row| {
            Ok(MailBounce {
                at: instant(row.get(0), LOOK)?,
                kind: row.get(1),
                status: row.get(2),
                reply: row.get(3),
                address_fails: row.get(4),
            })
        })
        .collect()
    }

    /// The people of a region whose address fails. Whoever has got another one
    /// since is not among them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn bounced(&self, region: &RegionCode) -> Result<Vec<Bounced>, StoreError> {
        let rows = sqlx::query_as::<_, (i64, String, i64, i64)>(BOUNCED)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(LOOK))?;
        rows.into_iter()
            .map(|(employee, nip, since, mail)| {
                let nip = nip.parse().map_err(corrupt(LOOK))?;
                Ok(Bounced { employee, nip, since: instant(since, LOOK)?, mail })
            })
            .collect()
    }
}
