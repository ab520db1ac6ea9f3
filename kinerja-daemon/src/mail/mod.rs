//! How a mail is addressed, built and handed to a relay, and what became of it.
//!
//! [`message`] makes the bytes of one mail, [`maildir`] files them when nothing
//! shall leave the house.

pub mod address;
pub mod identity;
pub mod maildir;
pub mod message;
pub mod secret;

pub use address::{EmailAddress, EmailAddressError};
pub use identity::message_id;
pub use maildir::{Delivered, Maildir, MaildirError};
pub use message::{Mailbox, MessageError, Outgoing};
pub use secret::{Secret, SecretError};
