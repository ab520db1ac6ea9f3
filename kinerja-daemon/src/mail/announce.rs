//! What is said of a mail before its body.
//!
//! Where the relay offers PIPELINING (RFC 2920), MAIL, RCPT and DATA leave in one
//! write and their answers are read one after another, each with its own deadline. They
//! may also leave with the body of the mail before (there, 3.1).

use lettre::address::Envelope;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};

use super::smtp::{End, step, within};
use super::{Answer, Deadlines, Phase};

/// A mail that the relay does not want the body of.
pub(super) struct Refusal {
    /// The first answer that was not welcome.
    pub(super) end: End,
    /// Whether the relay will listen to another mail.
    pub(super) is_usable: bool,
}

impl From<End> for Refusal {
    fn from(end: End) -> Self {
        let is_usable = end.1.leaves_usable();
        Self { end, is_usable }
    }
}

/// Says one thing after the other.
pub(super) async fn step_by_step(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    limits: &Deadlines,
) -> Result<(), Refusal> {
    let mail = Mail::new(envelope.from().cloned(), Vec::new());
    step(Phase::Mail, limits.mail, connection.command(mail)).await?;
    for recipient in envelope.to() {
        let rcpt = Rcpt::new(recipient.clone(), Vec::new());
        step(Phase::Rcpt, limits.rcpt, connection.command(rcpt)).await?;
    }
    step(Phase::Data, limits.data, connection.command(Data)).await?;
    Ok(())
}

/// All that is said of a mail with one recipient.
pub(super) fn words(envelope: &Envelope) -> String {
    let mut words = Mail::new(envelope.from().cloned(), Vec::new()).to_string();
    for recipient in envelope.to() {
        words += &Rcpt::new(recipient.clone(), Vec::new()).to_string();
    }
    words + &Data.to_string()
}

/// Says everything at once to a relay that offers it.
pub(super) async fn at_once(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    limits: &Deadlines,
) -> Result<(), Refusal> {
    let mail = step(Phase::Mail, limits.mail, connection.command(words(envelope))).await;
    answered(connection, mail, limits).await
}

/// Listens to what the relay makes of what was said with the body before.
pub(super) async fn said_before(
    connection: &mut AsyncSmtpConnection,
    limits: &Deadlines,
) -> Result<(), Refusal> {
    let mail = step(Phase::Mail, limits.mail, connection.read_response()).await;
    answered(connection, mail, limits).await
}

/// Listens to the answers that follow the one to MAIL.
async fn answered(
    connection: &mut AsyncSmtpConnection,
    mail: Result<(), End>,
    limits: &Deadlines,
) -> Result<(), Refusal> {
    if let Err(end @ (_, Answer::Lost { .. } | Answer::Refused { .. })) = mail {
        return Err(end.into());
    }
    let rcpt = step(Phase::Rcpt, limits.rcpt, connection.read_response()).await;
    if let Err(end @ (_, Answer::Lost { .. } | Answer::Refused { .. })) = rcpt {
        return Err(Refusal { end: mail.err().unwrap_or(end), is_usable: false });
    }
    let data = step(Phase::Data, limits.data, connection.read_response()).await;
    let has_recipient = rcpt.is_ok();
    let is_open = data.is_ok();
    let ends = [mail.err(), rcpt.err(), data.err()];
    let mut is_usable = ends.iter().flatten().all(|(_, answer)| answer.leaves_usable());
    let Some(end) = ends.into_iter().flatten().next() else { return Ok(()) };
    if is_open {
        // The relay waits for a body all the same. An empty one goes to nobody where
        // there is no recipient; elsewhere it must not end.
        is_usable = is_usable && !has_recipient && end_empty_body(connection, limits).await;
    }
    Err(Refusal { end, is_usable })
}

/// Ends a body of which nothing was said. Whether the relay will listen to more.
async fn end_empty_body(connection: &mut AsyncSmtpConnection, limits: &Deadlines) -> bool {
    match within(limits.final_dot, connection.command(".\r\n")).await {
        Ok(_) => true,
        Err(answer) => answer.leaves_usable(),
    }
}
