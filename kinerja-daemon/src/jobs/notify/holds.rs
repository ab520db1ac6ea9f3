//! The brakes of a pass: from what is on record, and back.

use chrono::{DateTime, Utc};

use super::{NotifyError, Sent, mark};
use crate::{
    config::{MailConfig, Route},
    mail::{
        Secret, SmtpConfig,
        brakes::{Brake, Brakes, Hold, Limits},
        identity::{keyed, luck},
    },
    store::{Store, StoreError},
};

/// The setting that tells who has confirmed that mails may reach the people.
pub const CONFIRMED: &str = "live_mail_confirmed";

/// The brakes as a pass finds them, with what is on record of them.
pub(super) struct Before {
    road: String,
    holds: Vec<(String, Hold)>,
}

/// Reads the brakes.
pub(super) async fn read(
    store: &Store,
    config: &MailConfig,
    (key, now): (&str, DateTime<Utc>),
) -> Result<(Before, Brakes), StoreError> {
    let road = match road(&config.route, key.as_bytes()) {
        Some(road) => road,
        // Nobody can say that it has changed.
        None => store.last_road().await?.unwrap_or_default(),
    };
    let holds = store.holds().await?;
    // What a former relay or account did says nothing of this one.
    let mut own: Vec<_> =
        holds.iter().filter(|(of, _)| *of == road).map(|(_, hold)| hold.clone()).collect();
    own.retain(|hold| !matches!(hold.brake, Brake::Confirmation | Brake::Restored));
    if let Some(hold) = restored(store, config, (key, now)).await? {
        own.insert(0, hold);
    }
    if let Some(hold) = unconfirmed(store, config, now).await? {
        own.insert(0, hold);
    }
    // A folder takes any number.
    let none = Limits { per_minute: u32::MAX, per_day: u32::MAX };
    let limits = config.route.relay().map_or(none, |_| config.limits);
    let recent = store.recent_attempts(&road, now).await?;
    let luck = luck(key.as_bytes(), &[&now.timestamp_micros().to_string()]);
    let brakes = Brakes::new(limits, &recent, own, (now, luck));
    Ok((Before { road, holds }, brakes))
}

/// Whether mails wait until a person has said that they may reach the people.
///
/// # Errors
///
/// Fails when the database does.
pub async fn waits_for_a_person(
    store: &Store,
    config: &MailConfig,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let key = store.instance_key().await?;
    let unconfirmed = unconfirmed(store, config, now).await?;
    Ok(unconfirmed.is_some() || restored(store, config, (&key, now)).await?.is_some())
}

/// A copy of a database must not send by itself what the first has sent.
async fn restored(
    store: &Store,
    config: &MailConfig,
    (key, now): (&str, DateTime<Utc>),
) -> Result<Option<Hold>, StoreError> {
    if !config.route.is_live() {
        return Ok(None);
    }
    Ok(mark::doubt(store, key.as_bytes()).await?.map(|doubt| Hold {
        brake: Brake::Restored,
        since: now,
        until: None,
        reason: format!(
            "this database was restored or copied: {doubt}; look at `kinerja-daemon outbox list` for what \
             has left since, then `kinerja-daemon outbox confirm --by WHO`"
        ),
    }))
}

/// The first time that mails would reach the people, a person must say so.
async fn unconfirmed(
    store: &Store,
    config: &MailConfig,
    now: DateTime<Utc>,
) -> Result<Option<Hold>, StoreError> {
    if !config.route.is_live() || store.setting(CONFIRMED).await?.is_some() {
        return Ok(None);
    }
    let waiting = store.mail_counts().await?.waiting();
    Ok((waiting > 0).then(|| Hold {
        brake: Brake::Confirmation,
        since: now,
        until: None,
        reason: format!(
            "{waiting} mails would reach people for the first time: look at `kinerja-daemon outbox list`, \
             then `kinerja-daemon outbox confirm --by WHO`"
        ),
    }))
}

/// Puts on record which brakes are on, and tells what is new, once.
pub(super) async fn record(
    store: &Store,
    before: &Before,
    brakes: &Brakes,
    sent: &mut Sent,
) -> Result<(), NotifyError> {
    if store.holds().await? != before.holds {
        // Somebody let mails leave again meanwhile, who knows more than this pass.
        return Ok(());
    }
    let holds = brakes.holds();
    let was = |hold: &Hold| {
        before.holds.iter().find(|(road, old)| *road == before.road && old.brake == hold.brake)
    };
    if let Some(hold) = brakes.on().filter(|hold| was(hold).is_none()) {
        let (brake, reason) = (hold.brake.name(), &hold.reason);
        if hold.brake == Brake::Minute {
            tracing::info!(brake, reason, "mails wait");
        } else {
            tracing::warn!(brake, reason, "mails wait");
        }
    }
    let same = |(hold, (road, old)): (&Hold, &(String, Hold))| {
        *road == before.road
            && hold.brake == old.brake
            && (hold.until, &hold.reason) == (old.until, &old.reason)
    };
    if holds.len() != before.holds.len() || !holds.iter().zip(&before.holds).all(same) {
        store.record_holds(&before.road, &holds).await?;
    }
    // Since when it is on stands on record.
    sent.hold = brakes.on().cloned();
    if let Some(hold) = &mut sent.hold
        && let Some((_, old)) = was(hold)
    {
        hold.since = old.since;
    }
    Ok(())
}

/// Tells one way to a relay from another: nothing on it is a secret. None while its
/// password cannot be read.
fn road(route: &Route, key: &[u8]) -> Option<String> {
    let Some(relay) = route.relay() else { return Some("-".to_owned()) };
    let SmtpConfig { host, port, tls, extra_ca, username, password, .. } = relay;
    // One byte of a password's keyed hash tells a new password from the old one 255
    // times of 256, and is of no use for guessing it.
    let password = password.as_ref().map(Secret::expose).transpose().ok()?;
    let password = password.map(|password| luck(key, &["password", &password]));
    let facts = [
        route.name().to_owned(),
        format!("{host}:{port} {tls:?}"),
        format!("{extra_ca:?} {username:?} {password:?}"),
    ];
    let facts = facts.each_ref().map(String::as_str);
    let hash = keyed(key, &facts).into_iter().take(8);
    Some(format!("{:016x}", hash.fold(0_u64, |bits, byte| (bits << 8) | u64::from(byte))))
}
