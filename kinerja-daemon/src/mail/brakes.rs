//! What keeps mails from leaving, all of them at once: pure.
//!
//! One mail goes ahead and the others follow when the relay has taken it, so that
//! a relay in trouble is asked once and not by every session.

use chrono::{DateTime, TimeDelta, Utc};

use super::Fate;

/// How many refusals of policy in a row stop the queue: what the relay says of one
/// mail after the other, it says of all.
pub const REFUSALS_MAX: u32 = 5;

/// The first pause of a relay that is away, and the longest of any.
const AWAY_PAUSE: TimeDelta = TimeDelta::minutes(1);
const PAUSE_MAX: TimeDelta = TimeDelta::hours(4);
/// The first pause of a relay that refuses everything.
const REFUSED_PAUSE: TimeDelta = TimeDelta::minutes(30);

/// What can keep all mails from leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brake {
    /// Nobody has confirmed that mails may reach the people.
    Confirmation,
    /// The relay does not take our account, or encryption does not work.
    Credentials,
    /// The relay refuses one mail after the other.
    Policy,
    /// The relay cannot be reached.
    Relay,
    /// As many mails have left as may leave in a day.
    Day,
    /// As many mails have left as may leave in a minute.
    Minute,
}

impl Brake {
    const ALL: [Self; 6] =
        [Self::Confirmation, Self::Credentials, Self::Policy, Self::Relay, Self::Day, Self::Minute];

    /// Its name on record and in the numbers for a collector.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Credentials => "credentials",
            Self::Policy => "policy",
            Self::Relay => "relay",
            Self::Day => "day",
            Self::Minute => "minute",
        }
    }

    /// The brake of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|brake| brake.name() == name)
    }

    /// Whether it is the relay that keeps the mails.
    pub const fn is_of_relay(self) -> bool {
        match self {
            Self::Credentials | Self::Policy | Self::Relay => true,
            Self::Confirmation | Self::Day | Self::Minute => false,
        }
    }
}

/// A brake that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Which.
    pub brake: Brake,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When a mail may try the way again; never by itself where it is missing.
    pub until: Option<DateTime<Utc>>,
    /// Why, in words for a person.
    pub reason: String,
}

/// How many mails may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// In a minute.
    pub per_minute: u32,
    /// In 24 hours.
    pub per_day: u32,
}

impl Default for Limits {
    fn default() -> Self {
        // What a relay of an office takes, and a day that reaches every employee of
        // the largest regions once.
        Self { per_minute: 600, per_day: 50_000 }
    }
}

/// What the attempts on record say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recent {
    /// Attempts of the last minute.
    pub last_minute: u32,
    /// Attempts of the last 24 hours.
    pub last_day: u32,
    /// The last answers, the newest first.
    pub replies: Vec<String>,
}

/// The brakes during one pass.
#[derive(Debug)]
pub struct Brakes {
    limits: Limits,
    began: DateTime<Utc>,
    left: (u32, u32),
    /// Brakes whose time is over, until a mail has shown that they can go.
    tried: Vec<Hold>,
    on: Option<Hold>,
    /// How many refusals of policy came last.
    refusals: u32,
    /// Whether no mail of this pass was taken yet.
    is_first: bool,
    luck: u8,
}

impl Brakes {
    /// The brakes as a pass finds them. Luck moves the pauses, so that many hosts
    /// do not come back at once.
    pub fn new(
        limits: Limits,
        recent: &Recent,
        holds: Vec<Hold>,
        (now, luck): (DateTime<Utc>, u8),
    ) -> Self {
        let refused = recent.replies.iter().take_while(|reply| is_of_policy(reply)).count();
        let (mut on, mut tried) = (None, Vec::new());
        for hold in holds {
            match hold.brake {
                // Counted anew.
                Brake::Day | Brake::Minute => {}
                Brake::Confirmation | Brake::Credentials | Brake::Policy | Brake::Relay => {
                    if on.is_none() && hold.until.is_none_or(|until| until > now) {
                        on = Some(hold);
                    } else {
                        tried.push(hold);
                    }
                }
            }
        }
        Self {
            limits,
            began: now,
            left: (
                limits.per_minute.saturating_sub(recent.last_minute),
                limits.per_day.saturating_sub(recent.last_day),
            ),
            tried,
            on,
            refusals: u32::try_from(refused).unwrap_or(REFUSALS_MAX),
            is_first: true,
            luck,
        }
    }

    /// How many mails may be taken now. When none may, [`Brakes::on`] says why.
    pub fn allow(&mut self, at_most: u32) -> u32 {
        if self.on.is_none() {
            let (Limits { per_minute, per_day }, (minute, day)) = (self.limits, self.left);
            if day == 0 {
                let reason = format!(
                    "{per_day} mails have left in 24 hours, and no more may (`mail.limits.per_day`)"
                );
                self.hold(Brake::Day, Some(TimeDelta::hours(1)), reason, self.began);
            } else if minute == 0 {
                let reason = format!(
                    "{per_minute} mails have left in a minute, and no more may (`mail.limits.per_minute`)"
                );
                self.hold(Brake::Minute, Some(TimeDelta::minutes(1)), reason, self.began);
            }
        }
        if self.on.is_some() { 0 } else { at_most.min(self.left.0).min(self.left.1) }
    }

    /// So many mails were taken.
    pub fn took(&mut self, mails: u32) {
        self.left = (self.left.0.saturating_sub(mails), self.left.1.saturating_sub(mails));
    }

    /// Whether mails go one after the other for now.
    pub const fn in_file(&self) -> bool {
        self.is_first || self.refusals > 0
    }

    /// Whether a mail is on its way only to find out whether a breaker can close.
    pub fn tries_policy(&self) -> bool {
        self.tried.iter().any(|hold| hold.brake == Brake::Policy)
    }

    /// The brake that is on.
    pub const fn on(&self) -> Option<&Hold> {
        self.on.as_ref()
    }

    /// The brakes to put on record after the pass.
    pub fn holds(&self) -> Vec<Hold> {
        let rest = self
            .tried
            .iter()
            .filter(|hold| self.on.as_ref().is_none_or(|on| on.brake != hold.brake));
        self.on.iter().chain(rest).cloned().collect()
    }

    /// What became of a mail; a reason is for a brake that it may put on.
    pub fn heard(&mut self, fate: &Fate, reason: String, now: DateTime<Utc>) {
        if fate.code().is_some_and(|_| !matches!(fate, Fate::Unreachable { .. })) {
            self.off(Brake::Relay);
        }
        match fate {
            Fate::Sent { .. } => {
                (self.is_first, self.refusals) = (false, 0);
                self.off(Brake::Relay);
                self.off(Brake::Policy);
            }
            Fate::Rejected { reply, .. } if is_of_policy(reply) => {
                self.refusals += 1;
                if self.refusals >= REFUSALS_MAX || self.tries_policy() {
                    let reason = format!(
                        "the relay refuses one mail after the other, ask its operators: {reason}"
                    );
                    self.hold(Brake::Policy, Some(REFUSED_PAUSE), reason, now);
                }
            }
            Fate::Rejected { .. } if fate.code().is_some() => {
                self.refusals = 0;
                self.off(Brake::Policy);
            }
            // One that has not come through says nothing of the others.
            Fate::Rejected { .. } | Fate::Deferred { .. } | Fate::Unknown { .. } => {
                if self.tries_policy() {
                    self.hold(Brake::Policy, Some(REFUSED_PAUSE), reason, now);
                }
            }
            Fate::Paused { .. } => {
                let reason = format!(
                    "{reason}; mend it in the configuration or at the relay, then \
                     `kinerja-daemon outbox resume --by WHO`"
                );
                self.hold(Brake::Credentials, None, reason, now);
            }
            Fate::Unreachable { .. } => {
                self.hold(Brake::Relay, Some(AWAY_PAUSE), reason, now);
            }
        }
    }

    fn off(&mut self, brake: Brake) {
        self.tried.retain(|hold| hold.brake != brake);
    }

    /// Puts a brake on. The longer it has been on, the longer the next pause.
    fn hold(&mut self, brake: Brake, pause: Option<TimeDelta>, reason: String, now: DateTime<Utc>) {
        if self.on.is_some() {
            return;
        }
        let before = self.tried.iter().find(|hold| hold.brake == brake);
        let since = before.map_or(now, |hold| hold.since);
        let pause = pause
            .map(|first| shortened((now - since).clamp(first, PAUSE_MAX.max(first)), self.luck));
        self.on = Some(Hold { brake, since, until: pause.map(|pause| now + pause), reason });
    }
}

/// A pause, shorter by luck: all of it to three quarters.
pub fn shortened(pause: TimeDelta, luck: u8) -> TimeDelta {
    pause - pause * i32::from(luck) / 1_024
}

/// Whether a relay refuses a mail for what we are, not for whom it is for: 5.7
/// (RFC 3463, 3.8), or 554 without a further word.
pub fn is_of_policy(reply: &str) -> bool {
    let mut words = reply.split([' ', '-']);
    let code = words.next().unwrap_or_default();
    let detail = words.next().unwrap_or_default();
    let is_detail = detail.starts_with("5.");
    code.len() == 3
        && code.starts_with('5')
        && (detail.starts_with("5.7.") || (code == "554" && !is_detail))
}

#[cfg(test)]
mod tests;
