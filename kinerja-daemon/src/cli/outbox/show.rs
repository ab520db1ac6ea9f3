//! `outbox show`: all that is known of one mail.

use chrono::{DateTime, Utc};

use super::super::{Failure, exit::say, read_store};
use crate::{
    app::App,
    store::{MailAttempt, MailBounce, MailEvidence, MailName},
};

pub(super) async fn run(app: &App, name: &MailName) -> Result<(), Failure> {
    let store = read_store(app).await?;
    let found = store.mail_evidence(name).await?;
    store.close().await;
    let Some(mail) = found else {
        return Err(Failure::data("there is no such mail: `outbox list` has their numbers"));
    };
    let expires = mail.expires_at.map_or_else(|| "never".to_owned(), shown);
    say(format!("mail {}\t{}", mail.id, mail.key))?;
    let person = mail.employee.map_or_else(|| "the personnel office".to_owned(), |e| e.to_string());
    say(format!("person\t{person}"))?;
    say(format!("event\t{}", mail.event))?;
    say(format!("state\t{}", mail.state))?;
    say(format!("queued\t{}", shown(mail.enqueued_at)))?;
    say(format!("due\t{}", shown(mail.due_at)))?;
    say(format!("expires\t{expires}"))?;
    say(format!("copies\t{}", mail.copies))?;
    say(format!("sha256\t{}", mail.sha256.as_deref().unwrap_or("-")))?;
    say(format!("reply\t{}", mail.last_reply.as_deref().unwrap_or("-")))?;
    say(format!("known\t{}", known(&mail)))?;
    if mail.to_cancel {
        say(
            "taken back\ta person cancelled it, or what it tells changed, while it was on its way: \
             no further attempt",
        )?;
    }
    if mail.bounces.iter().any(|bounce| bounce.address_fails) {
        say("address\tthe person still has the address that failed for good")?;
    }
    for bounce in &mail.bounces {
        let MailBounce { kind, status, reply, .. } = bounce;
        say(format!("came back\t{}\t{kind}\t{status}\t{reply}", shown(bounce.at)))?;
    }
    say("attempt\tat\tphase\tcode\treply\tsha256\tasked by")?;
    mail.attempts.iter().try_for_each(|attempt| say(line(attempt)))
}

fn shown(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn line(attempt: &MailAttempt) -> String {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}",
        attempt.number,
        shown(attempt.at),
        or_none(&attempt.phase),
        attempt.code.map_or_else(|| "-".to_owned(), |code| code.to_string()),
        attempt.reply,
        or_none(&attempt.sha256),
        or_none(&attempt.by_person),
    )
}

/// What is known of where the mail is.
fn known(mail: &MailEvidence) -> &'static str {
    match (mail.state.as_str(), mail.copies) {
        ("sent", _) if mail.bounces.iter().any(|bounce| bounce.kind == "hard") => {
            "a relay took it, and it came back"
        }
        ("sent", _) if mail.last_reply.as_deref() == Some("maildir") => {
            "it lies in a folder and reached nobody"
        }
        ("sent", _)
            if mail.last_reply.as_deref().is_some_and(|r| r.starts_with("redirected: ")) =>
        {
            "a relay has taken it for the address of a rehearsal, and it reached nobody else"
        }
        ("sent", _) => "a relay has taken it; whether it was read is not known",
        ("data_started", _) => "it is on its way at this moment, or the daemon ended meanwhile",
        ("claimed", 0) => "it is being prepared, and has not left yet",
        (_, 0) => "it has surely not been sent",
        (_, 1) => "one copy may have left: whether it arrived is unknown",
        (_, _) => "several copies may have left: whether they arrived is unknown",
    }
}
