//! What an attempt means for a mail: pure.

use chrono::TimeDelta;

use crate::{
    mail::Fate,
    store::{UNKNOWN_PAUSE, Waiting},
};

/// How often a mail that the relay put off is tried by itself.
const ATTEMPTS_MAX: u32 = 20;
/// How often the body of a mail may leave by itself: a second time when the
/// outcome of the first is unknown.
const COPIES_MAX: u32 = 2;

/// What is put on record of a mail after an attempt.
pub(super) struct Settlement {
    pub(super) state: &'static str,
    pub(super) pause: TimeDelta,
    pub(super) reply: String,
    pub(super) sha256: Option<String>,
    /// Whether the relay itself is in trouble.
    pub(super) stop: bool,
}

impl Settlement {
    pub(super) fn held(reason: String) -> Self {
        Self { state: "held", pause: TimeDelta::zero(), reply: reason, sha256: None, stop: false }
    }

    /// What an attempt means for the mail.
    pub(super) fn of(fate: Fate, waiting: &Waiting, sha256: &str) -> Self {
        let make = |state, pause, reply, stop| Self {
            state,
            pause,
            reply,
            sha256: Some(sha256.to_owned()),
            stop,
        };
        let none = TimeDelta::zero();
        match fate {
            Fate::Sent { reply } => make("sent", none, reply, false),
            Fate::Rejected { phase, reply } => {
                make("rejected", none, format!("{phase}: {reply}"), false)
            }
            Fate::Deferred { phase, reply } => {
                let last = waiting.attempt >= ATTEMPTS_MAX;
                let state = if last { "held" } else { "deferred" };
                make(state, backoff(waiting.attempt), format!("{phase}: {reply}"), false)
            }
            Fate::Unknown { reply } => {
                let last = waiting.copies + 1 >= COPIES_MAX;
                let state = if last { "held" } else { "unknown" };
                make(state, UNKNOWN_PAUSE, reply, false)
            }
            Fate::Paused { phase, reply } => {
                make("queued", none, format!("{phase}: {reply}"), true)
            }
            Fate::Unreachable { reason } => make("queued", none, reason, true),
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
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::mail::Phase;

    fn waiting(attempt: u32, copies: u32) -> Waiting {
        Waiting {
            id: 1,
            employee: 1,
            run: 1,
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
            let settled = Settlement::of(fate.clone(), &waiting(attempt, copies), "digest");
            assert_eq!((settled.state, settled.stop), (state, stop), "{fate:?}");
        }
    }

    #[test]
    fn waits_longer_each_time() {
        let minutes = [1, 2, 3, 8, 9, 10, 100].map(|attempt| backoff(attempt).num_minutes());
        assert_eq!(minutes, [1, 2, 4, 128, 240, 240, 240]);
    }
}
