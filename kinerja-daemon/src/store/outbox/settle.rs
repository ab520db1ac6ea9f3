//! What became of mails, for all that one commit settles.

use chrono::TimeDelta;

use super::{
    super::micros,
    Attempted, MailId, Settled,
    batch::{Batch, Value},
    stamp::NOT_IN_HAND,
};
use crate::mail::bounce::refused_address;

/// How long a result is of use to a person whose relay puts the mail off.
const RESULT_LIFE: TimeDelta = TimeDelta::days(14);

const ATTEMPTS: &str = "
    INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1,
        one.at, one.phase, one.code, one.reply, one.sha256, mail.asked_by
    FROM one
    JOIN mail ON mail.id = one.mail
    WHERE mail.epoch = one.epoch AND mail.in_hand";

// A mail that waits again because the relay itself is in trouble has not used up
// an attempt: an outage may be longer than all the attempts of a mail. A person's word
// is good until a copy has left. One of which a copy may have left stays in doubt. A body
// that was refused is no copy. Only a body that may have left binds the later attempts to
// its bytes. What was taken back on its way gets no further attempt. A result that is put
// off has a life from then on: it may be long before anybody tries, and that costs it
// nothing.
const SETTLE: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 AND one.state NOT IN ('sent', 'rejected')
            THEN 'cancelled'
            WHEN one.state = 'queued'
                AND copies > (mail.state = 'data_started' AND one.surely_not_sent = 1)
            THEN 'unknown' ELSE one.state END,
        due_at = one.due_at, last_reply = one.last_reply,
        expires_at = CASE WHEN one.state = 'deferred' AND mail.event = 'result'
                THEN COALESCE(mail.expires_at, one.result_until)
            ELSE mail.expires_at END,
        sha256 = CASE WHEN copies = 0 THEN COALESCE(one.sha256, mail.sha256)
            ELSE mail.sha256 END,
        attempts = attempts - CASE WHEN one.state = 'queued' THEN 1 ELSE 0 END,
        asked_by = CASE WHEN one.state IN ('queued', 'deferred') THEN asked_by END,
        copies = copies - (mail.state = 'data_started' AND one.surely_not_sent = 1)
    FROM one
    WHERE mail.id = one.mail AND mail.epoch = one.epoch AND mail.in_hand";

// Its person may have another address by now, of which nothing is known.
const REFUSED_ADDRESS: &str = "
    INSERT INTO bounce (mail_id, sha256, at, kind, status, reply, address)
    SELECT mail.id, COALESCE(one.sha256, ''), one.at, 'hard', one.status, one.reply,
        one.address
    FROM one
    JOIN mail ON mail.id = one.mail
    WHERE mail.epoch = one.epoch AND mail.state = 'rejected' AND mail.employee_id IS NOT NULL
    ON CONFLICT (mail_id, sha256) DO NOTHING";

const COLUMNS: [&str; 8] =
    ["mail", "epoch", "state", "due_at", "last_reply", "result_until", "sha256", "surely_not_sent"];

/// What became of one mail, as its row has it.
fn row((mail, fate): &(MailId, Settled<'_>), epoch: i64) -> [Value; 8] {
    [
        (*mail).into(),
        epoch.into(),
        fate.state.into(),
        micros(fate.due_at).into(),
        fate.last_reply.into(),
        micros(fate.attempt.at + RESULT_LIFE).into(),
        fate.sha256.into(),
        i64::from(fate.surely_not_sent).into(),
    ]
}

/// Settles mails, each with its attempt, and flags the addresses that a relay refuses.
pub(super) fn add(batch: &mut Batch, epoch: i64, settled: &[(MailId, Settled<'_>)]) {
    let rows = settled.iter().map(|(mail, _)| [(*mail).into(), epoch.into()]);
    batch.over(["mail", "epoch"], rows, NOT_IN_HAND);
    let rows = settled.iter().map(|(mail, Settled { sha256, attempt, .. })| {
        let Attempted { at, phase, code, reply } = *attempt;
        let (at, code) = (micros(at).into(), code.map(i64::from).into());
        [(*mail).into(), epoch.into(), at, phase.into(), code, reply.into(), (*sha256).into()]
    });
    let columns = ["mail", "epoch", "at", "phase", "code", "reply", "sha256"];
    batch.over(columns, rows, ATTEMPTS);
    let rows = settled.iter().map(|settled| row(settled, epoch));
    batch.over(COLUMNS, rows, SETTLE);
    let refused = settled.iter().filter_map(|(mail, fate)| {
        let Attempted { at, phase, reply, .. } = fate.attempt;
        let status = refused_address(reply).filter(|_| phase == Some("rcpt"))?;
        let (at, sha256, address) = (micros(at).into(), fate.sha256.into(), fate.address?.into());
        Some([(*mail).into(), epoch.into(), sha256, at, status.into(), reply.into(), address])
    });
    let refused: Vec<_> = refused.collect();
    let columns = ["mail", "epoch", "sha256", "at", "status", "reply", "address"];
    batch.over(columns, refused.into_iter(), REFUSED_ADDRESS);
}
