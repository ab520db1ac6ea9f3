//! What an attempt means for a mail: pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    mail::{
        Fate, Phase,
        brakes::{PAUSE_MAX, shortened},
        clean,
    },
    store::{Attempted, Settled, UNKNOWN_PAUSE, Waiting},
};

/// How often a mail that the relay put off is tried by itself, where it does not
/// expire: a result does.
const ATTEMPTS_MAX: u32 = 20;
/// How often the body of a mail may leave by itself: a second time when the
/// outcome of the first is unknown.
const COPIES_MAX: u32 = 2;
/// How long a mail lets others go first that a relay in trouble has kept: if it is
/// the mail after all that the relay breaks off at, the others do not wait for it.
const KEPT_PAUSE: TimeDelta = TimeDelta::minutes(15);

/// What is put on record of a mail after an attempt.
pub(super) struct Settlement {
    pub(super) state: &'static str,
    pause: TimeDelta,
    /// What a person reads of the mail first.
    pub(super) last_reply: String,
    sha256: Option<String>,
    address: Option<String>,
    surely_not_sent: bool,
    now: DateTime<Utc>,
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
            address: None,
            surely_not_sent: true,
            now: DateTime::UNIX_EPOCH,
            phase: None,
            code: None,
            reply,
        }
    }

    /// The daemon was stopped and could not wait any longer.
    pub(super) fn cut(begun: bool, waiting: &Waiting, sha256: &str) -> Self {
        let fate = if begun {
            Fate::Unknown {
                reply: "the daemon was stopped while the body was under way".to_owned(),
            }
        } else {
            let reply = "the daemon was stopped before the body left".to_owned();
            Fate::Paused { phase: Phase::Data, reply }
        };
        let phase = begun.then(|| Phase::Body.name());
        Self { phase, ..Self::of(&fate, waiting, sha256, 0) }
    }

    /// The relay itself was in trouble: that costs the mail nothing, neither an
    /// attempt nor its time.
    pub(super) fn kept(fate: &Fate, waiting: &Waiting, sha256: &str) -> Self {
        let (phase, reply) = (fate.phase(), fate.reply().to_owned());
        let paused = Fate::Paused { phase, reply };
        Self { pause: KEPT_PAUSE, ..Self::of(&paused, waiting, sha256, 0) }
    }

    /// What an attempt means for the mail. Luck moves the next one.
    pub(super) fn of(fate: &Fate, waiting: &Waiting, sha256: &str, luck: u8) -> Self {
        let none = TimeDelta::zero();
        let is_last = waiting.event != "result" && waiting.attempt >= ATTEMPTS_MAX;
        let (state, pause) = match fate {
            Fate::Sent { .. } => ("sent", none),
            Fate::Rejected { .. } => ("rejected", none),
            Fate::Deferred { .. } if is_last => ("held", none),
            Fate::Deferred { .. } => ("deferred", shortened(backoff(waiting.attempt), luck)),
            Fate::Unknown { .. } if waiting.copies + 1 >= COPIES_MAX => ("held", none),
            Fate::Unknown { .. } => ("unknown", UNKNOWN_PAUSE),
            Fate::Paused { .. } | Fate::Unreachable { .. } => ("queued", none),
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
            address: None,
            surely_not_sent: fate.is_surely_not_sent(),
            now: DateTime::UNIX_EPOCH,
            phase: Some(fate.phase().name()),
            code: fate.code(),
            reply,
        }
    }

    /// It was to go to this address.
    pub(super) fn to(self, address: &str) -> Self {
        Self { address: Some(address.to_lowercase()), ..self }
    }

    /// The attempt ended now.
    pub(super) const fn at(mut self, now: DateTime<Utc>) -> Self {
        self.now = now;
        self
    }

    /// As it is put on record.
    pub(super) fn settled(&self) -> Settled<'_> {
        let now = self.now;
        Settled {
            state: self.state,
            due_at: now + self.pause,
            last_reply: &self.last_reply,
            sha256: self.sha256.as_deref(),
            address: self.address.as_deref(),
            surely_not_sent: self.surely_not_sent,
            attempt: Attempted { at: now, phase: self.phase, code: self.code, reply: &self.reply },
        }
    }
}

/// The pause after the given attempt: a minute, doubling, at most four hours.
fn backoff(attempt: u32) -> TimeDelta {
    let doublings = attempt.saturating_sub(1).min(8);
    TimeDelta::minutes(1_i64 << doublings).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Phase;

    fn waiting(attempt: u32, copies: u32) -> Waiting {
        Waiting {
            id: 1,
            key: "samarinda/2026-Q2/1/decision.1/1".into(),
            employee: Some(1),
            run: Some(1),
            event: "decision.1".into(),
            enqueued_at: DateTime::<Utc>::UNIX_EPOCH,
            attempt,
            copies,
            sha256: None,
            is_suspect: false,
        }
    }

    #[test]
    fn every_fate_has_a_state() {
        let reply = || "x".to_owned();
        let phase = Phase::Rcpt;
        #[rustfmt::skip]
        let table = [
            (Fate::Sent { reply: reply() },            1,  0, "sent"),
            (Fate::Rejected { phase, reply: reply() }, 1,  0, "rejected"),
            (Fate::Deferred { phase, reply: reply() }, 19, 0, "deferred"),
            (Fate::Deferred { phase, reply: reply() }, 20, 0, "held"),
            (Fate::Unknown { reply: reply() },         9,  0, "unknown"),
            (Fate::Unknown { reply: reply() },         9,  1, "held"),
            (Fate::Paused { phase, reply: reply() },   1,  0, "queued"),
            (Fate::Unreachable { reason: reply() },    1,  0, "queued"),
        ];
        for (fate, attempt, copies, state) in table {
            let settled = Settlement::of(&fate, &waiting(attempt, copies), "digest", 0);
            assert_eq!(settled.state, state, "{fate:?}");
        }
    }

    #[test]
    fn a_result_is_tried_until_it_expires_and_what_has_no_end_is_tried_20_times() {
        let fate = Fate::Deferred { phase: Phase::Rcpt, reply: "451 later".to_owned() };
        let result = Waiting { event: "result".into(), ..waiting(99, 0) };
        assert_eq!(Settlement::of(&fate, &result, "digest", 0).state, "deferred");
        assert_eq!(Settlement::of(&fate, &waiting(99, 0), "digest", 0).state, "held");
    }

    #[test]
    fn a_mail_cut_off_before_its_body_waits_and_one_cut_off_later_is_in_doubt() {
        let cut = |begun, copies| Settlement::cut(begun, &waiting(1, copies), "digest").state;
        assert_eq!([cut(false, 0), cut(true, 0), cut(true, 1)], ["queued", "unknown", "held"]);
    }

    #[test]
    fn luck_makes_a_pause_shorter_by_at_most_a_quarter() {
        let fate = Fate::Deferred { phase: Phase::Rcpt, reply: "451 later".to_owned() };
        let pause = |luck| Settlement::of(&fate, &waiting(1, 0), "digest", luck).pause;
        assert_eq!(pause(0), TimeDelta::minutes(1));
        assert!(pause(255) > TimeDelta::seconds(45) && pause(255) < TimeDelta::seconds(46));
    }

    #[test]
    fn waits_longer_each_time() {
        let minutes = [1, 2, 3, 8, 9, 10, 100].map(|attempt| backoff(attempt).num_minutes());
        assert_eq!(minutes, [1, 2, 4, 128, 240, 240, 240]);
    }
}
