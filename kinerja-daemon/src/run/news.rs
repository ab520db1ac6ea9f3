//! Tells and publishes what is new in the regions.

use super::{Pass, Stop};
use crate::{
    app::App,
    jobs::{
        summarise::{self, SummariseError},
        tell,
    },
    policies::LoadedPolicy,
    report::{publish_index, sweep_unpublished},
    store::{PublicationState, Store, StoreError},
};

/// Tells what is new, then publishes it, each region by itself. Which regions may have
/// something new is asked once for all of them. A disk that fails ends the pass.
pub(super) async fn tell_and_publish(
    app: &App,
    store: &Store,
    stop: &Stop,
    done: &mut Pass,
) -> Result<(), StoreError> {
    let pending = store.regions_with_pending_judgements().await;
    for region in done.or_fault("decisions", pending)? {
        match app.policies.get(&region) {
            Some(policy) if !stop.is_asked() => tell_of(app, store, (policy, stop), done).await?,
            Some(_) | None => {}
        }
    }
    for folder in [&app.config.summaries, &app.config.reports] {
        if folder.is_dir()
            && let Err(error) = sweep_unpublished(folder)
        {
            done.fault("what was left half published", &error);
        }
    }
    let states = store.publication_states().await;
    for (region, state) in done.or_fault("summaries", states)? {
        match app.policies.get(&region) {
            Some(policy) if !stop.is_asked() => {
                summarise(app, store, (policy, &state), done).await?;
            }
            Some(_) | None => {}
        }
    }
    Ok(())
}

/// Tells what was decided in a region.
async fn tell_of(
    app: &App,
    store: &Store,
    (policy, stop): (&LoadedPolicy, &Stop),
    done: &mut Pass,
) -> Result<(), StoreError> {
    match tell::run(store, policy, (app.clock, stop)).await {
        Ok(told) => {
            done.notices += told.notices;
            if told.unreadable > 0 {
                let people = told.unreadable;
                let waits = format!(
                    "{people} people have a decision that cannot be told: what it rests on cannot be read back; see the log"
                );
                done.fault(policy.policy.code.as_str(), &waits);
            }
        }
        Err(error) if error.is_of_disk() => return Err(error),
        Err(error) => done.fault(policy.policy.code.as_str(), &error),
    }
    Ok(())
}

/// Publishes what is new in a region.
async fn summarise(
    app: &App,
    store: &Store,
    (policy, state): (&LoadedPolicy, &PublicationState),
    done: &mut Pass,
) -> Result<(), StoreError> {
    let folders =
        summarise::Folders { summaries: &app.config.summaries, reports: &app.config.reports };
    let today = app.clock.now().with_timezone(&policy.policy.zone).date_naive();
    match summarise::run(store, (policy, state), folders, today).await {
        Ok(published) => done.summaries += u32::from(published.is_some()),
        Err(SummariseError::Store(error)) if error.is_of_disk() => return Err(error),
        Err(error) => done.fault(policy.policy.code.as_str(), &error),
    }
    Ok(())
}

/// Brings the list of the regions' summaries up to date, once for all of them; there
/// is none where nothing was ever published.
pub(super) fn list_summaries(app: &App, done: &mut Pass) {
    if app.config.summaries.is_dir()
        && let Err(error) = publish_index(&app.config.summaries)
    {
        done.fault("the list of summaries", &error);
    }
}
