//! How a mail is addressed, built and handed to a relay, and what became of it.
//!
//! Read [`compose`] (a result in words), [`message`] (the bytes of one mail), [`smtp`] (one conversation with the
//! relay), [`fate`] (what an answer or a silence means). [`maildir`] takes the
//! relay's place when nothing shall leave the house, and [`bounce`] reads what comes back.
//!
//! Nothing in this room logs: replies are shortened and masked before anybody
//! sees them, and the caller knows the mail's id.

mod announce;
pub mod bounce;
pub mod brakes;
pub mod calendar;
pub mod compose;
mod dial;
pub mod fate;
pub mod identity;
pub mod maildir;
pub mod message;
pub mod relay;
pub mod reply;
pub mod return_path;
pub mod secret;
pub mod smtp;
mod tls;
mod wire;

pub use crate::address::{EmailAddress, EmailAddressError};
pub use bounce::{Bounce, BounceError, BounceKind, REPORT_BYTES_MAX, read_bounce};
pub use compose::{
    ComposeError, Composed, Composer, DecisionMail, Event, ResultMail, explain_text,
};
pub use fate::{Fate, Phase};
pub use identity::message_id;
pub use lettre::address::Envelope;
pub use maildir::{Delivered, Maildir, MaildirError};
pub use message::{Mailbox, MessageError, Outgoing};
pub use relay::{Deadlines, SmtpConfig, Tls};
pub use reply::Answer;
pub(crate) use reply::{clean, known_by, without};
pub use return_path::{ReturnPath, ReturnPathError};
pub use secret::{Secret, SecretError};
pub use smtp::Session;
pub use tls::check_authorities;
