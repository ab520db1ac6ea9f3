//! `outbox release`, `cancel` and `retry`: what a person changes, while no
//! pass of the daemon is at work.

use super::super::{Failure, exit::say, read_store};
use crate::{
    app::App,
    mail::clean,
    run::InstanceLock,
    store::{Access, Cancel, MailId, Release, Retry, Store},
};

/// The database, for one who changes mails.
pub(super) async fn write_store(app: &App) -> Result<(Store, InstanceLock), Failure> {
    // A mistyped path is told, and makes no database.
    read_store(app).await?.close().await;
    let lock = InstanceLock::take(&app.config.database)?;
    let store = Store::open(&app.config.database, Access::Write).await;
    Ok((store.map_err(Failure::unavailable)?, lock))
}

pub(super) async fn release(app: &App, mails: &[MailId], by: &str) -> Result<(), Failure> {
    let (store, _lock) = write_store(app).await?;
    let done = store.release_mails(mails, by, app.clock.now()).await;
    store.close().await;
    match done? {
        Release::Done { queued, cancelled } => say(format!(
            "{queued} mails released; {cancelled} cancelled because a newer result or decision is told"
        )),
        Release::NotHeld(strangers) => Err(Failure::data(format!(
            "not held, or not there: {}; nothing was released; `outbox list --state held` lists what is",
            numbers(&strangers)
        ))),
    }
}

pub(super) async fn cancel(
    app: &App,
    (mut mails, doubtful): (Vec<MailId>, &[MailId]),
    (by, reason): (&str, &str),
) -> Result<(), Failure> {
    if let Some(stranger) = doubtful.iter().find(|mail| !mails.contains(mail)) {
        return Err(Failure::usage(format!(
            "--doubtful {stranger} is not among the mails to cancel: name it there too"
        )));
    }
    // Whoever names one twice wants it once.
    mails.sort_unstable();
    mails.dedup();
    let (store, _lock) = write_store(app).await?;
    let done = store.cancel_mails((&mails, doubtful), (by, &clean(reason)), app.clock.now()).await;
    store.close().await;
    match done? {
        Cancel::Done => say(format!("{} mails cancelled", mails.len())),
        Cancel::NotWaiting(strangers) => Err(Failure::data(format!(
            "not waiting, or not there: {}; nothing was cancelled; what is on its way or has left \
             cannot be had back, `outbox show MAIL` tells where each is",
            numbers(&strangers)
        ))),
        Cancel::InDoubt(mails) => {
            let again: Vec<_> = mails.iter().map(|mail| format!("--doubtful {mail}")).collect();
            Err(Failure::data(format!(
                "a copy may have left: {}; nothing was cancelled; whoever may have read it is told \
                 nothing more: if that is right, add {}",
                numbers(&mails),
                again.join(" ")
            )))
        }
    }
}

pub(super) async fn retry(
    app: &App,
    (mails, anew): (&[MailId], bool),
    by: &str,
) -> Result<(), Failure> {
    let (store, _lock) = write_store(app).await?;
    let mut refused = Vec::new();
    for mail in mails {
        match store.retry_mail(*mail, (by, anew), app.clock.now()).await? {
            Retry::Queued { copies } => say(queued(*mail, copies))?,
            not @ (Retry::Not { .. } | Retry::Superseded | Retry::Unknown) => {
                refused.push(not_retried(*mail, not));
            }
        }
    }
    store.close().await;
    if refused.is_empty() { Ok(()) } else { Err(Failure::data(refused.join("\n"))) }
}

fn queued(mail: MailId, copies: u32) -> String {
    let besides = match copies {
        0 => String::new(),
        copies => format!(", besides {copies} that may have left"),
    };
    format!("mail {mail} is queued: it leaves with the next pass{besides}")
}

fn not_retried(mail: MailId, not: Retry) -> String {
    match not {
        Retry::Not { state } => format!(
            "mail {mail} is {state}: only one that is held, rejected, unknown, expired or sent in a \
             rehearsal is sent because a person asks"
        ),
        Retry::Superseded => {
            format!("mail {mail} tells what was corrected since: the newer one is told")
        }
        Retry::Unknown | Retry::Queued { .. } => {
            format!("there is no mail {mail}: `outbox list` has their numbers")
        }
    }
}

fn numbers(mails: &[MailId]) -> String {
    let mails: Vec<_> = mails.iter().map(ToString::to_string).collect();
    mails.join(", ")
}
