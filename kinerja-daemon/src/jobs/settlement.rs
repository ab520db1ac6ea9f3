//! What an attempt means for a mail: pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    mail::{Fate, clean},
    store::{Attempted, Settled, UNKNOWN_PAUSE, Waiting},
};

/// How often a mail that the relay put off is tried by itself.
const ATTEMPTS_MAX: u32 = 20;
/// How often the body of a mail may leave by itself: a second time when the
/// outcome of the first is unknown.
const COPIES_MAX: u32 = 2;

/// What is put on record of a mail after an attempt.
pub(super) struct Settlement {
    pub(super) state: &'static str,
    pause: TimeDelta,
    /// What a person reads of the mail first.
    pub(super) last_reply: String,
    sha256: Option<String>,
    surely_not_sent: bool,
    /// Whether the relay itself is in trouble.
    pub(super) stop: bool,
    /// How far the conversation came, if there was one.
    phase: Option<&'static str>,
    code: Option<u16>,
    reply: String,
}

impl Settlement {
    /// It came to no conversation: the mail itself cannot be made.
    pub(super) fn held(reason: &str) -> Self {
        // What stands in the data may stand in the reason too.
        let reply = clean(reason);
        Self {
            state: "held",
            pause: TimeDelta::zero(),
            last_reply: reply.clone(),
            sha256: None,
            surely_not_sent: true,
            stop: false,
            phase: None,
            code: None,
            reply,
        }
    }

    /// What an attempt means for the mail.
    pub(super) fn of(fate: &Fate, waiting: &Waiting, sha256: &str) -> Self {
        let none = TimeDelta::zero();
        let (state, pause, stop) = match fate {
            Fate::Sent { .. } => ("sent", none, false),
            Fate::Rejected { .. } => ("rejected", none, false),
            Fate::Deferred { .. } if waiting.attempt >= ATTEMPTS_MAX => ("held", none, false),
            Fate::Deferred { .. } => ("deferred", backoff(waiting.attempt), false),
            Fate::Unknown { .. } if waiting.copies + 1 >= COPIES_MAX => ("held", none, false),
            Fate::Unknown { .. } => ("unknown", UNKNOWN_PAUSE, false),
            Fate::Paused { .. } | Fate::Unreachable { .. } => ("queued", none, true),
        };
        let reply = fate.reply().to_owned();
        let last_reply = match fate {
            Fate::Rejected { phase, .. }
            | Fate::Deferred { phase, .. }
            | Fate::Paused { phase, .. } => format!("{phase}: {reply}"),
            Fate::Sent { .. } | Fate::Unknown { .. } | Fate::Unreachable { .. } => reply.clone(),
        };
        Self {
            state,
            pause,
            last_reply,
            sha256: Some(sha256.to_owned()),
            surely_not_sent: fate.is_surely_not_sent(),
            stop,
            phase: Some(fate.phase().name()),
            code: fate.code(),
            reply,
        }
    }

    /// As it is put on record of an attempt that ended now.
    pub(super) fn settled(&self, now: DateTime<Utc>) -> Settled<'_> {
        Settled {
            state: self.state,
            due_at: now + self.pause,
            last_reply: &self.last_reply,
            sha256: self.sha256.as_deref(),
            surely_not_sent: self.surely_not_sent,
            attempt: Attempted { at: now, phase: self.phase, code: self.code, reply: &self.reply },
        }
    }
}

/// The pause after the given attempt: a minute, doubling, at most four hours.
fn backoff(attempt: u32) -> TimeDelta {
    let doublings = attempt.saturating_sub(1).min(8);
    TimeDelta::minutes(1_i64 << doublings).min(TimeDelta::hours(4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Phase;

    fn waiting(attempt: u32, copies: u32) -> Waiting {
        Waiting {
            id: 1,
            employee: 1,
            run: Some(1),
            event: "result".into(),
            enqueued_at: DateTime::<Utc>::UNIX_EPOCH,
            attempt,
            copies,
            sha256: None,
        }
    }

    #[test]
    fn every_fate_has_a_state() {
        let reply = || "x".to_owned();
        let phase = Phase::Rcpt;
        #[rustfmt::skip]
        let table = [
            (Fate::Sent { reply: reply() },            1,  0, "sent",     false),
            (Fate::Rejected { phase, reply: reply() }, 1,  0, "rejected", false),
            (Fate::Deferred { phase, reply: reply() }, 19, 0, "deferred", false),
            (Fate::Deferred { phase, reply: reply() }, 20, 0, "held",     false),
            (Fate::Unknown { reply: reply() },         9,  0, "unknown",  false),
            (Fate::Unknown { reply: reply() },         9,  1, "held",     false),
            (Fate::Paused { phase, reply: reply() },   1,  0, "queued",   true),
            (Fate::Unreachable { reason: reply() },    1,  0, "queued",   true),
        ];
        for (fate, attempt, copies, state, stop) in table {
            let settled = Settlement::of(&fate, &waiting(attempt, copies), "digest");
            assert_eq!((settled.state, settled.stop), (state, stop), "{fate:?}");
        }
    }

    #[test]
    fn waits_longer_each_time() {
        let minutes = [1, 2, 3, 8, 9, 10, 100].map(|attempt| backoff(attempt).num_minutes());
        assert_eq!(minutes, [1, 2, 4, 128, 240, 240, 240]);
    }
}
