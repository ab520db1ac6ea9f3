//! `outbox bounces`: takes in the reports of mails that came back.

use std::path::PathBuf;

use super::{
    super::{Failure, exit::say},
    change::write_store,
};
use crate::{app::App, jobs::bounces};

pub(super) async fn run(app: &App, paths: &[PathBuf]) -> Result<(), Failure> {
    let (store, _lock) = write_store(app).await?;
    let taken = bounces::run(&store, paths, app.clock.now()).await?;
    let mut failing = 0;
    for region in app.policies.keys() {
        failing += store.bounced(region).await?.len();
    }
    store.close().await;
    say(format!(
        "{} reports of addresses that failed for good, {} of trouble that may pass; {} of them new; \
         the address on record fails for {failing} people",
        taken.hard, taken.soft, taken.new
    ))?;
    if taken.refused.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = taken
        .refused
        .iter()
        .map(|(path, reason)| format!("{}: {reason}", path.display()))
        .collect();
    Err(Failure::data(lines.join("\n")))
}
