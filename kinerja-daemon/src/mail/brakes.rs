//! What keeps mails from leaving, all of them at once: pure.
//!
//! One mail goes ahead and the others follow when the relay has taken it, so that
//! a relay in trouble is asked once and not by every session.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Fate, Phase, bounce::refused_address};

/// How many refusals in a row stop the queue: what the relay says of one mail after
/// the other, it says of all.
pub const REFUSALS_MAX: u32 = 5;
/// How many refused addresses in a row are theirs alone. More are the relay's: nobody has
/// so many that are wrong.
const ADDRESSES_MAX: u32 = 50;
/// How many mails in a row meet a relay in trouble before it is left alone, and of
/// how many in a row the outcome may be unknown.
const TROUBLES_MAX: u32 = 3;
const DOUBTS_MAX: u32 = 2;
/// How long mails are sent in one go: what is of no use any more, or was left behind, is
/// looked for before the next.
const PASS_MAX: TimeDelta = TimeDelta::minutes(10);

/// The first pause of a relay that is away.
const AWAY_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest pause of any brake, and of a mail until its next attempt.
pub const PAUSE_MAX: TimeDelta = TimeDelta::hours(4);
/// The first pause of a relay that refuses everything.
const REFUSED_PAUSE: TimeDelta = TimeDelta::minutes(30);

/// What can keep all mails from leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brake {
    /// Nobody has confirmed that mails may reach the people.
    Confirmation,
    /// The database was restored or copied, and nobody has confirmed that it may send.
    Restored,
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
    const ALL: [Self; 7] = [
        Self::Confirmation,
        Self::Restored,
        Self::Credentials,
        Self::Policy,
        Self::Relay,
        Self::Day,
        Self::Minute,
    ];

    /// Its name on record and in the numbers for a collector.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Restored => "restored",
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
            Self::Confirmation | Self::Restored | Self::Day | Self::Minute => false,
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
    /// Refusals on this road that came last, with no mail sent since.
    pub refusals: u32,
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
    /// How many refusals, how much trouble of the relay, and how many mails in doubt
    /// came last.
    refusals: u32,
    troubles: u32,
    doubts: u32,
    /// How many addresses were refused in a row.
    addresses: u32,
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
        let (mut on, mut tried) = (None, Vec::new());
        for hold in holds {
            match hold.brake {
                // Counted anew.
                Brake::Day | Brake::Minute => {}
                Brake::Confirmation
                | Brake::Restored
                | Brake::Credentials
                | Brake::Policy
                | Brake::Relay => {
                    // One that is to last longer than any was put on by a clock that
                    // was ahead.
                    let lasts = |until| until > now && until <= now + PAUSE_MAX;
                    if on.is_none() && hold.until.is_none_or(lasts) {
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
            refusals: recent.refusals,
            troubles: 0,
            doubts: 0,
            addresses: 0,
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
        if self.on.is_some() { 0 } else { at_most.min(self.may_take()) }
    }

    /// Whether this pass has sent for long enough.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        now - self.began >= PASS_MAX
    }

    /// How many more mails the limits let leave.
    pub fn may_take(&self) -> u32 {
        self.left.0.min(self.left.1)
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

    /// How many addresses in a row may be refused that are theirs alone. Where all was
    /// refused before, fewer: their mails are spared, and others are tried.
    fn addresses_max(&self) -> u32 {
        if self.tries_policy() { REFUSALS_MAX - 1 } else { ADDRESSES_MAX }
    }

    /// Whether a mail that is refused so is not lost by it: it was on its way only for
    /// that, or beside those whose refusals have stopped all.
    pub fn is_spared(&self, fate: &Fate) -> bool {
        self.tries_policy() || self.refusals >= REFUSALS_MAX && !is_of_address(fate)
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

    /// What became of a mail; a reason is for a brake that it may put on. Whether it
    /// was the relay that kept it: then it has cost the mail nothing.
    pub fn heard(&mut self, fate: &Fate, reason: &str, now: DateTime<Utc>) -> bool {
        let is_trouble = is_of_relay(fate);
        if fate.code().is_some() && !is_trouble {
            self.troubles = 0;
            self.off(Brake::Relay);
        }
        match fate {
            Fate::Sent { .. } => {
                (self.is_first, self.refusals, self.troubles, self.doubts) = (false, 0, 0, 0);
                self.addresses = 0;
                self.off(Brake::Relay);
                self.off(Brake::Policy);
            }
            // One address says nothing of the others.
            Fate::Rejected { .. }
                if is_of_address(fate) && self.addresses < self.addresses_max() =>
            {
                self.addresses += 1;
                return false;
            }
            Fate::Rejected { .. } if fate.code().is_some() => {
                self.refusals += 1;
                if self.refusals >= REFUSALS_MAX || self.tries_policy() {
                    let reason = format!(
                        "the relay refuses one mail after the other, ask its operators: {reason}"
                    );
                    self.hold(Brake::Policy, Some(REFUSED_PAUSE), reason, now);
                }
            }
            Fate::Paused { .. } => {
                let reason = format!(
                    "{reason}; mend what `mail.smtp` says (a password in its file counts from \
                     the next pass, anything else from a reload), or have it mended at the \
                     relay and then `kinerja-daemon outbox resume --by WHO`"
                );
                self.hold(Brake::Credentials, None, reason, now);
            }
            Fate::Unknown { .. } => self.doubts += 1,
            Fate::Deferred { .. } if is_trouble => self.troubles += 1,
            // One that has not come through says nothing of the others.
            Fate::Rejected { .. } | Fate::Deferred { .. } | Fate::Unreachable { .. } => {}
        }
        let away = matches!(fate, Fate::Unreachable { .. });
        let is_stuck = away || is_trouble && (self.is_first || self.troubles >= TROUBLES_MAX);
        let tries_relay = self.tried.iter().any(|hold| hold.brake == Brake::Relay);
        if is_stuck || self.doubts >= if tries_relay { 1 } else { DOUBTS_MAX } {
            let remedy = if away { "; if this lasts, check what `mail.smtp` says" } else { "" };
            self.hold(Brake::Relay, Some(AWAY_PAUSE), format!("{reason}{remedy}"), now);
        } else if self.tries_policy() {
            self.hold(Brake::Policy, Some(REFUSED_PAUSE), reason.to_owned(), now);
        }
        is_stuck
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
        // A clock may have been ahead.
        let since = before.map_or(now, |hold| hold.since.min(now));
        let pause = pause
            .map(|first| shortened((now - since).clamp(first, PAUSE_MAX.max(first)), self.luck));
        self.on = Some(Hold { brake, since, until: pause.map(|pause| now + pause), reason });
    }
}

/// A pause, shorter by luck: all of it to three quarters.
pub fn shortened(pause: TimeDelta, luck: u8) -> TimeDelta {
    pause - pause * i32::from(luck) / 1_024
}

/// Whether it is the relay that does not work, whatever the mail: it falls silent
/// before the body, shuts down (421), or puts off whoever comes.
fn is_of_relay(fate: &Fate) -> bool {
    match (fate, fate.code()) {
        (Fate::Unreachable { .. }, _) | (Fate::Deferred { .. }, None | Some(421)) => true,
        (Fate::Deferred { phase, .. }, Some(_)) => {
            matches!(phase, Phase::Tls | Phase::Auth | Phase::Mail)
        }
        (
            Fate::Sent { .. } | Fate::Rejected { .. } | Fate::Unknown { .. } | Fate::Paused { .. },
            _,
        ) => false,
    }
}

/// Whether the relay has refused the address of this one mail.
fn is_of_address(fate: &Fate) -> bool {
    matches!(fate, Fate::Rejected { phase: Phase::Rcpt, reply } if refused_address(reply).is_some())
}

#[cfg(test)]
mod tests;
