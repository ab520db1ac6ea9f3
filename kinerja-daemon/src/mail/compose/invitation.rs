//! What a template may show of an invitation, in one language.

use chrono::{DateTime, Utc};
use kinerja_core::{
    calendar::{long_date, zone_label},
    language::Language,
    region::RegionPolicy,
};
use serde::Serialize;

use super::{
    Event,
    words::{self, plain},
};
use crate::reminder::Invitation;

/// Bytes of steps that a mail has, in all languages together.
const BYTES_MAX: usize = 6_000;

/// An invitation as a mail shows it.
#[derive(Debug, Serialize)]
pub(super) struct View {
    kind: &'static str,
    language: &'static str,
    heading: String,
    below: &'static str,
    region: String,
    name: String,
    post: Option<[String; 2]>,
    unit: String,
    period: String,
    day: String,
    hours: String,
    agenda: Vec<String>,
    steps: Vec<[String; 2]>,
    more: usize,
    contact: [String; 2],
}

/// The subject: what meets about which period.
pub(super) fn subject(invitation: &Invitation, language: Language) -> String {
    let about = language.pick("Undangan rapat evaluasi kinerja", "Evaluation meeting,");
    format!("{about} {}: {}", invitation.period.name(language), plain(&invitation.unit))
}

/// The entry for a calendar: no result of anybody stands in it.
pub(super) fn event(invitation: &Invitation, policy: &RegionPolicy, language: Language) -> Event {
    let view = View::new(invitation, policy, language);
    let numbered = (1..).zip(&view.agenda).map(|(number, line)| format!("{number}. {line}"));
    let steps = view.steps.iter().map(|[due, text]| format!("- {due}: {text}"));
    let lines: Vec<_> = numbered.chain(steps).collect();
    Event {
        begins: invitation.begins,
        ends: invitation.ends,
        summary: subject(invitation, language),
        description: lines.join("\n"),
    }
}

impl View {
    pub(super) fn new(invitation: &Invitation, policy: &RegionPolicy, language: Language) -> Self {
        let room = BYTES_MAX / policy.languages.len().max(1);
        let mut used = 0;
        let steps =
            invitation.steps.iter().map(|step| [long_date(step.due, language), plain(&step.text)]);
        let steps: Vec<_> = steps
            .take_while(|[due, text]| {
                used += due.len() + text.len();
                used <= room
            })
            .collect();
        let clock = |at: DateTime<Utc>| {
            at.with_timezone(&policy.zone).format(language.pick("%H.%M", "%H:%M")).to_string()
        };
        let (begins, ends) = (clock(invitation.begins), clock(invitation.ends));
        let day = invitation.begins.with_timezone(&policy.zone).date_naive();
        Self {
            kind: "meeting",
            language: language.code(),
            heading: subject(invitation, language),
            below: words::follows_below(language),
            region: plain(&policy.name),
            name: plain(&invitation.to.name),
            post: invitation.to.post.as_ref().map(|post| post.each_ref().map(|text| plain(text))),
            unit: plain(&invitation.unit),
            period: invitation.period.name(language),
            day: long_date(day, language),
            hours: format!("{begins}–{ends} {}", zone_label(policy.zone)),
            agenda: agenda(invitation, language),
            more: invitation.steps.len() - steps.len(),
            steps,
            contact: [plain(&policy.contact.name), plain(&policy.contact.email)],
        }
    }
}

fn agenda(invitation: &Invitation, language: Language) -> Vec<String> {
    let Invitation { period, steps, coaching, .. } = invitation;
    let (period, steps) = (period.name(language), steps.len());
    let reached =
        language.pick("Capaian unit kerja dan pegawai,", "What the unit and its people reached,");
    let left = language.pick(
        "Langkah dari rapat sebelumnya yang belum selesai:",
        "Steps of earlier meetings that are not done:",
    );
    let coached = language.pick(
        "Langkah pembinaan pegawai yang belum selesai, tanpa menyebut nama:",
        "Steps of coaching that are not done, without names:",
    );
    let next = language.pick(
        "Hambatan, langkah perbaikan, siapa yang melakukannya, dan sampai kapan",
        "What stands in the way, what to do about it, who does it, and by when",
    );
    vec![
        format!("{reached} {period}"),
        format!("{left} {steps}"),
        format!("{coached} {coaching}"),
        next.to_owned(),
    ]
}
