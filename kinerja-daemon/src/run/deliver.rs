//! Sends the mails that wait.

use super::{Pass, Stop};
use crate::{
    app::App,
    jobs::notify::{Courier, Notifier, NotifyError, Sent},
    progress::Progress,
    store::{Store, StoreError},
};

/// Sends the mails that wait by these couriers. What goes wrong stands in
/// [`Pass::faults`], and trouble with the relay in [`Pass::mails`]. Only for whoever
/// has the right to send, after a look at what another life left behind.
///
/// # Errors
///
/// Fails when the disk does.
pub(super) async fn deliver(
    road: Result<Vec<impl Courier>, NotifyError>,
    app: &App,
    store: &Store,
    stop: &Stop,
    done: &mut Pass,
) -> Result<(), StoreError> {
    match send(road, app, store, stop).await {
        Ok(mails) => {
            for missed in mails.iter().flat_map(|sent| &sent.astray) {
                done.fault("mails", missed);
            }
            done.mails = mails;
        }
        Err(error) => {
            if let NotifyError::Store(error) = &error
                && error.is_of_failing_disk()
            {
                // A pass that is at work beside it must not write any more either.
                tracing::error!(%error, "nothing more is sent or written");
                store.give_up();
            }
            // What it had in hand is found again by the next pass.
            store.drop_mails().await;
            match error {
                NotifyError::Store(error) if error.is_of_disk() => return Err(error),
                NotifyError::Store(_)
                | NotifyError::NotInHand(_)
                | NotifyError::Unrecorded
                | NotifyError::Templates(_)
                | NotifyError::Road(_) => done.fault("mails", &error),
            }
        }
    }
    Ok(())
}

/// Sends the mails that wait; none when mail is off.
///
/// # Errors
///
/// Fails when database, road or templates do.
async fn send(
    road: Result<Vec<impl Courier>, NotifyError>,
    app: &App,
    store: &Store,
    stop: &Stop,
) -> Result<Option<Sent>, NotifyError> {
    let couriers = road?;
    if couriers.is_empty() {
        return Ok(None);
    }
    let notifier = Notifier::new(store, &app.config.mail, app.clock).await?;
    let missing = store.queue_missing_mails(app.clock.now()).await?
        + store.queue_missing_notices(app.clock.now()).await?;
    if missing > 0 {
        tracing::info!(mails = missing, "queued mails of people who have an address now");
    }
    let waiting = store.waiting_mails().await?;
    let progress = Progress::of("sending mails", usize::try_from(waiting).unwrap_or(usize::MAX));
    notifier.pass(couriers, (stop, &progress)).await.map(Some)
}

/// Warns when mail goes to the people now, but mails of this database were sent in
/// a rehearsal before: those are settled, and reach nobody.
///
/// # Errors
///
/// Fails when the database does.
pub async fn warn_of_rehearsal(app: &App, store: &Store) -> Result<(), StoreError> {
    if app.config.mail.route.is_live() {
        let mails = store.rehearsed_mails().await?;
        if mails > 0 {
            tracing::warn!(
                mails,
                "mails of this database were sent in a rehearsal, into a maildir or to one address, and reach nobody else"
            );
        }
    }
    Ok(())
}
