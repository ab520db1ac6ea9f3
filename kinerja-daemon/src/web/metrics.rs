//! Numbers for a collector, in the text form of Prometheus.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::text::encode,
    metrics::{
        counter::ConstCounter,
        family::Family,
        gauge::{ConstGauge, Gauge},
    },
    registry::Registry,
};

use super::health::{Known, Watched};

/// The content type of the text form.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The numbers of this moment.
pub(super) async fn show(State(watched): State<Arc<Watched>>) -> Response {
    match text(&watched.known().await) {
        Ok(text) => ([(CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn text(known: &Known) -> Result<String, std::fmt::Error> {
    let mut registry = Registry::with_prefix("kinerja");
    let signs = &known.signs;
    registry.register("passes", "Passes that ended", ConstCounter::new(signs.passes));
    let faults = i64::try_from(signs.faults).unwrap_or(i64::MAX);
    registry.register("pass_faults", "Parts of the last pass that failed", ConstGauge::new(faults));
    let failed = i64::from(signs.failure.is_some());
    registry.register(
        "pass_failed",
        "Whether the last pass could not begin or broke off",
        ConstGauge::new(failed),
    );
    if let Some(at) = signs.last_pass {
        let help = "When the last pass ended, in seconds since 1970";
        registry.register("last_pass_timestamp_seconds", help, ConstGauge::new(at.timestamp()));
    }
    if let Some(since) = signs.since_beat {
        let help = "How long ago the loop came round";
        registry.register("loop_age_seconds", help, ConstGauge::new(since.as_secs_f64()));
    }
    let readable = i64::from(known.mails.is_ok());
    registry.register(
        "database_readable",
        "Whether the database can be read",
        ConstGauge::new(readable),
    );
    if let Ok(counts) = &known.mails {
        let mails = Family::<[(&'static str, String); 1], Gauge>::default();
        for (state, count) in &counts.by_state {
            mails
                .get_or_create(&[("state", state.clone())])
                .set(i64::try_from(*count).unwrap_or(i64::MAX));
        }
        registry.register("mails", "Mails by state", mails);
        let minutes = known.oldest.unwrap_or(0);
        let help = "How long the oldest unsent mail has waited; 0 when none waits; mails held for a person do not count";
        registry.register(
            "oldest_unsent_mail_seconds",
            help,
            ConstGauge::new(minutes.saturating_mul(60)),
        );
    }
    let brakes = Family::<[(&'static str, &'static str); 1], Gauge>::default();
    for hold in &known.holds {
        brakes.get_or_create(&[("brake", hold.brake.name())]).set(hold.since.timestamp());
    }
    let help = "What keeps all mails waiting, since when, in seconds since 1970";
    registry.register("mail_brake_since_timestamp_seconds", help, brakes);
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}
