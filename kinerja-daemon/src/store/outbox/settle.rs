//! What became of mails, for all that one commit settles.

use chrono::TimeDelta;
use serde::Serialize;
use sqlx::SqliteConnection;

use super::{
    super::{StoreError, failed, micros},
    MailId, Settled,
    stamp::{ACTION, change, json},
};
use crate::mail::bounce::refused_address;

/// How long a result is of use to a person whose relay puts the mail off.
const RESULT_LIFE: TimeDelta = TimeDelta::days(14);

const ATTEMPTS: &str = "
    INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1,
        one.value ->> 'at', one.value ->> 'phase', one.value ->> 'code', one.value ->> 'reply',
        one.value ->> 'sha256', mail.asked_by
    FROM json_each($1) AS one
    JOIN mail ON mail.id = one.value ->> 'mail'
    WHERE mail.epoch = $2 AND mail.state IN ('claimed', 'data_started')
    RETURNING mail_id";

// A mail that waits again because the relay itself is in trouble has not used up
// an attempt, nor a person's word: an outage may be longer than all the attempts
// of a mail. A body that was refused is no copy. Only a body that may have left
// binds the later attempts to its bytes. What was taken back on its way gets no
// further attempt. A result that is put off has a life from then on: it may be long
// before anybody tries, and that costs it nothing.
const SETTLE: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 AND one.value ->> 'state' NOT IN ('sent', 'rejected')
            THEN 'cancelled' ELSE one.value ->> 'state' END,
        due_at = one.value ->> 'due_at', last_reply = one.value ->> 'last_reply',
        expires_at = CASE WHEN one.value ->> 'state' = 'deferred' AND event = 'result'
                THEN COALESCE(expires_at, one.value ->> 'result_until')
            ELSE expires_at END,
        sha256 = CASE WHEN copies = 0 THEN COALESCE(one.value ->> 'sha256', sha256)
            ELSE sha256 END,
        attempts = attempts - CASE WHEN one.value ->> 'state' = 'queued' THEN 1 ELSE 0 END,
        asked_by = CASE WHEN one.value ->> 'state' = 'queued' THEN asked_by END,
        copies = copies - CASE WHEN state = 'data_started'
            AND one.value ->> 'surely_not_sent' = 1 THEN 1 ELSE 0 END
    FROM json_each($1) AS one
    WHERE mail.id = one.value ->> 'mail' AND epoch = $2 AND state IN ('claimed', 'data_started')
    RETURNING mail.id";

// The address is still the one that the mail was addressed to: nobody else writes
// while mails are sent.
const REFUSED_ADDRESS: &str = "
    INSERT INTO bounce (mail_id, sha256, at, kind, status, reply, address)
    SELECT mail.id, $2, $3, 'hard', $4, $5, lower(employee.email)
    FROM mail
    JOIN employee ON employee.id = mail.employee_id
    WHERE mail.id = $1 AND mail.state = 'rejected' AND employee.email IS NOT NULL
    ON CONFLICT (mail_id, sha256) DO NOTHING";

/// What became of one mail, as the statements read it.
#[derive(Serialize)]
struct Row<'a> {
    mail: MailId,
    state: &'static str,
    due_at: i64,
    last_reply: &'a str,
    result_until: i64,
    sha256: Option<&'a str>,
    surely_not_sent: u8,
    at: i64,
    phase: Option<&'static str>,
    code: Option<u16>,
    reply: &'a str,
}

impl<'a> Row<'a> {
    fn of((mail, fate): &(MailId, Settled<'a>)) -> Self {
        Self {
            mail: *mail,
            state: fate.state,
            due_at: micros(fate.due_at),
            last_reply: fate.last_reply,
            result_until: micros(fate.attempt.at + RESULT_LIFE),
            sha256: fate.sha256,
            surely_not_sent: u8::from(fate.surely_not_sent),
            at: micros(fate.attempt.at),
            phase: fate.attempt.phase,
            code: fate.attempt.code,
            reply: fate.attempt.reply,
        }
    }
}

/// Settles mails, each with its attempt; names those that are not in hand.
pub(super) async fn settle(
    tx: &mut SqliteConnection,
    epoch: i64,
    settled: &[(MailId, Settled<'_>)],
) -> Result<Vec<MailId>, StoreError> {
    let mails = || settled.iter().map(|(mail, _)| *mail);
    let all = json(&settled.iter().map(Row::of).collect::<Vec<_>>())?;
    change(tx, ATTEMPTS, (all.clone(), epoch), mails()).await?;
    let missed = change(tx, SETTLE, (all, epoch), mails()).await?;
    for (mail, fate) in settled.iter().filter(|(mail, _)| !missed.contains(mail)) {
        let refused = refused_address(fate.attempt.reply);
        if let (Some("rcpt"), Some(status)) = (fate.attempt.phase, refused) {
            let flagged = sqlx::query(REFUSED_ADDRESS)
                .bind(mail)
                .bind(fate.sha256.unwrap_or_default())
                .bind(micros(fate.attempt.at))
                .bind(status)
                .bind(fate.attempt.reply)
                .execute(&mut *tx)
                .await;
            flagged.map_err(failed(ACTION))?;
        }
    }
    Ok(missed)
}
