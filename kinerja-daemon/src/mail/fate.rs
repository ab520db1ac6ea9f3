//! What became of a mail, told from where in the conversation it ended and how.
//!
//! SMTP makes a relay responsible at one moment only: when it answers the final
//! dot. Before the body nothing can have been sent; between the first byte of
//! the body and that answer nobody can know.

use std::fmt;

use super::{Answer, reply::without};

/// What the reply of a mail begins with that went to another than it was meant for.
const REDIRECTED: &str = "redirected: ";

/// What became of one attempt to send a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The relay took the mail.
    Sent {
        /// What the relay said.
        reply: String,
    },
    /// Surely not sent; try again later.
    Deferred {
        /// Where the conversation ended.
        phase: Phase,
        /// What the relay said, or how it fell silent.
        reply: String,
    },
    /// Surely not sent, and trying again would end the same.
    Rejected {
        /// Where the conversation ended.
        phase: Phase,
        /// What the relay said.
        reply: String,
    },
    /// Perhaps sent: the body went out and no valid answer came back.
    Unknown {
        /// How the relay fell silent.
        reply: String,
    },
    /// Surely not sent, and nothing is wrong with the mail: credentials or
    /// encryption do not work, so the whole queue waits for a person.
    Paused {
        /// Where the conversation ended.
        phase: Phase,
        /// What the relay said, or what was found wrong.
        reply: String,
    },
    /// Surely not sent: there was no conversation.
    Unreachable {
        /// Why not.
        reason: String,
    },
}

/// The steps of a conversation with a relay, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Finding the host and opening the connection.
    Connect,
    /// The relay's greeting and its answer to EHLO.
    Greeting,
    /// STARTTLS and the handshake.
    Tls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, until the relay asks for the body.
    Data,
    /// Writing the body.
    Body,
    /// Waiting for the answer to the final dot.
    FinalDot,
}

impl Phase {
    /// Whether this code lets the conversation go on.
    pub fn welcomes(self, code: u16) -> bool {
        match self {
            Self::Data => code == 354,
            Self::Connect
            | Self::Greeting
            | Self::Tls
            | Self::Auth
            | Self::Mail
            | Self::Rcpt
            | Self::Body
            | Self::FinalDot => (200..300).contains(&code),
        }
    }
}

impl Fate {
    /// What it means that a conversation ended in this phase with this answer.
    pub fn of(phase: Phase, answer: &Answer) -> Self {
        let reply = answer.clean();
        match answer {
            Answer::Reply { code, .. } => Self::of_reply(phase, *code, reply),
            Answer::Lost { .. } => match phase {
                Phase::Connect | Phase::Greeting => Self::Unreachable { reason: reply },
                Phase::Tls | Phase::Auth | Phase::Mail | Phase::Rcpt | Phase::Data => {
                    Self::Deferred { phase, reply }
                }
                Phase::Body | Phase::FinalDot => Self::Unknown { reply },
            },
            Answer::Refused { .. } => Self::Paused { phase, reply },
        }
    }

    fn of_reply(phase: Phase, code: u16, reply: String) -> Self {
        if phase.pauses(code) {
            return Self::Paused { phase, reply };
        }
        match (phase, code) {
            (Phase::FinalDot, 200..=299) => Self::Sent { reply },
            (Phase::Connect | Phase::Greeting, _) => Self::Unreachable { reason: reply },
            (_, 400..=499) => Self::Deferred { phase, reply },
            (_, 500..=599) => Self::Rejected { phase, reply },
            // Neither yes nor no: the relay does not speak SMTP as we do.
            (Phase::Body | Phase::FinalDot, _) => Self::Unknown { reply },
            (Phase::Tls | Phase::Auth | Phase::Mail | Phase::Rcpt | Phase::Data, _) => {
                Self::Deferred { phase, reply }
            }
        }
    }
}

impl Fate {
    /// How far the conversation came.
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Sent { .. } | Self::Unknown { .. } => Phase::FinalDot,
            Self::Deferred { phase, .. }
            | Self::Rejected { phase, .. }
            | Self::Paused { phase, .. } => *phase,
            Self::Unreachable { .. } => Phase::Connect,
        }
    }

    /// What the relay said, or what went wrong.
    pub fn reply(&self) -> &str {
        match self {
            Self::Sent { reply }
            | Self::Unknown { reply }
            | Self::Deferred { reply, .. }
            | Self::Rejected { reply, .. }
            | Self::Paused { reply, .. } => reply,
            Self::Unreachable { reason } => reason,
        }
    }

    /// The same without these words, which tell whom the mail is for; in lower case.
    #[must_use]
    pub(crate) fn without(mut self, words: &[String]) -> Self {
        match &mut self {
            Self::Sent { reply }
            | Self::Unknown { reply }
            | Self::Deferred { reply, .. }
            | Self::Rejected { reply, .. }
            | Self::Paused { reply, .. }
            | Self::Unreachable { reason: reply } => *reply = without(reply, words),
        }
        self
    }

    /// The code that the relay ended the conversation with: the three digits that
    /// its reply begins with; none where it fell silent.
    pub fn code(&self) -> Option<u16> {
        let reply = self.reply();
        let (digits, _) = reply.strip_prefix(REDIRECTED).unwrap_or(reply).split_once(' ')?;
        let is_code = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { digits.parse().ok() } else { None }
    }

    /// The same of a mail that went to one address in place of the person's: it says
    /// so, as nothing of it concerns the person.
    #[must_use]
    pub fn redirected(self) -> Self {
        let mark = |reply: String| format!("{REDIRECTED}{reply}");
        match self {
            Self::Sent { reply } => Self::Sent { reply: mark(reply) },
            Self::Rejected { phase, reply } => Self::Rejected { phase, reply: mark(reply) },
            other @ (Self::Deferred { .. }
            | Self::Unknown { .. }
            | Self::Paused { .. }
            | Self::Unreachable { .. }) => other,
        }
    }

    /// Whether no copy of the mail can have reached anybody by this attempt.
    pub const fn is_surely_not_sent(&self) -> bool {
        match self {
            Self::Sent { .. } | Self::Unknown { .. } => false,
            Self::Deferred { .. }
            | Self::Rejected { .. }
            | Self::Paused { .. }
            | Self::Unreachable { .. } => true,
        }
    }
}

impl Phase {
    /// Whether a refusal concerns our credentials or encryption, not the mail.
    fn pauses(self, code: u16) -> bool {
        match self {
            Self::Tls | Self::Auth => code == 454 || (500..600).contains(&code),
            Self::Mail => matches!(code, 454 | 530 | 534 | 535 | 538),
            // Some relays ask for authentication only here. 454 is left out: from
            // here on it may speak of one recipient, who must not stop the rest.
            Self::Rcpt | Self::Data => matches!(code, 530 | 534 | 535 | 538),
            Self::Connect | Self::Greeting | Self::Body | Self::FinalDot => false,
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Phase {
    /// Its word in logs and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Tls => "tls",
            Self::Auth => "auth",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Body => "body",
            Self::FinalDot => "final_dot",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHASES: [Phase; 9] = [
        Phase::Connect,
        Phase::Greeting,
        Phase::Tls,
        Phase::Auth,
        Phase::Mail,
        Phase::Rcpt,
        Phase::Data,
        Phase::Body,
        Phase::FinalDot,
    ];

    fn word(fate: &Fate) -> char {
        match fate {
            Fate::Sent { .. } => 's',
            Fate::Deferred { .. } => 'd',
            Fate::Rejected { .. } => 'r',
            Fate::Unknown { .. } => '?',
            Fate::Paused { .. } => 'p',
            Fate::Unreachable { .. } => 'u',
        }
    }

    #[test]
    fn phase_and_answer_decide_the_fate() {
        let reply = |code| Answer::Reply { code, text: "words".to_owned() };
        let lost = Answer::Lost { reason: "timed out".to_owned() };
        let refused = Answer::Refused { reason: "no STARTTLS".to_owned() };
        // One letter per phase, in order: connect greeting tls auth mail rcpt data body dot.
        #[rustfmt::skip]
        let table = [
            (lost,       "uuddddd??"),
            (refused,    "ppppppppp"),
            (reply(250), "uuddddd?s"),
            (reply(354), "uuddddd??"),
            (reply(199), "uuddddd??"),
            (reply(421), "uuddddddd"),
            (reply(451), "uuddddddd"),
            (reply(454), "uupppdddd"),
            (reply(530), "uuppppprr"),
            (reply(534), "uuppppprr"),
            (reply(535), "uuppppprr"),
            (reply(550), "uupprrrrr"),
            (reply(554), "uupprrrrr"),
        ];
        for (answer, expected) in table {
            let found: String =
                PHASES.iter().map(|phase| word(&Fate::of(*phase, &answer))).collect();
            assert_eq!(found, expected, "{answer:?}");
        }
    }

    #[test]
    fn a_code_is_what_a_relay_said_and_nothing_else() {
        #[rustfmt::skip]
        let table = [
            ("250 ok",        Some(250)),
            ("550",           None),
            ("5500 no",       None),
            ("a relay away",  None),
            ("451 4.7.1 x",   Some(451)),
            ("+12 no",        None),
            ("redirected: 250 ok", Some(250)),
        ];
        for (reply, code) in table {
            let fate = Fate::Deferred { phase: Phase::Rcpt, reply: reply.to_owned() };
            assert_eq!(fate.code(), code, "{reply}");
        }
    }

    #[test]
    fn only_data_waits_for_354() {
        for phase in PHASES {
            assert_eq!(phase.welcomes(354), phase == Phase::Data, "{phase}");
            assert_eq!(phase.welcomes(250), phase != Phase::Data, "{phase}");
            assert!(!phase.welcomes(550), "{phase}");
        }
    }
}
