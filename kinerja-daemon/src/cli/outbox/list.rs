//! `outbox list`: the mails one by one.

use super::super::{Failure, exit::say, read_store};
use crate::app::App;

pub(super) async fn run(app: &App, state: Option<&str>) -> Result<(), Failure> {
    let store = read_store(app).await?;
    let mails = store.mails().await?;
    store.close().await;
    say("mail\tstate\tregion\tperiod\tevent\tattempts\tdue\treply")?;
    for mail in mails.iter().filter(|mail| state.is_none_or(|state| *state == mail.state)) {
        say(format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            mail.id,
            mail.state,
            mail.region,
            mail.period,
            mail.event,
            mail.attempts,
            mail.due_at.format("%Y-%m-%dT%H:%M:%SZ"),
            mail.last_reply.as_deref().unwrap_or("-")
        ))?;
    }
    Ok(())
}
