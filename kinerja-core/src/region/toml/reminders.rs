//! Reads when people are reminded, and when they meet.

use crate::{
    law::reading::Section,
    region::{Escalation, MeetingRule, Offsets, ReminderKind, ReminderRules},
};

pub(super) fn reminders(mut section: Section<'_, '_>) -> Option<ReminderRules> {
    let default = ReminderRules::default();
    let hour = section.optional_number("hour");
    let kinds = ReminderKind::ALL.map(|kind| {
        let own = section.optional_section(kind.code());
        own.map(|own| Some((kind, offsets(own)?)))
    });
    let escalation = section.optional_section("escalation");
    let escalation = escalation.map_or(Some(default.escalation), escalate);
    let source = section.source();
    Some(ReminderRules {
        hour: hour?.unwrap_or(default.hour),
        own: kinds.into_iter().flatten().collect::<Option<_>>()?,
        escalation: escalation?,
        source: source?,
    })
}

fn offsets(mut section: Section<'_, '_>) -> Option<Offsets> {
    let before = section.optional_numbers("before");
    let after = section.optional_numbers("after");
    let count = section.optional_word("count");
    Some(Offsets { before: before?, after: after?, count: count?.unwrap_or_default() })
}

fn escalate(mut section: Section<'_, '_>) -> Option<Escalation> {
    let default = Escalation::default();
    let superior = section.optional_number("superior");
    let unit_head = section.optional_number("unit_head");
    let count = section.optional_word("count");
    Some(Escalation {
        superior: superior?.unwrap_or(default.superior),
        unit_head: unit_head?.unwrap_or(default.unit_head),
        count: count?.unwrap_or(default.count),
    })
}

pub(super) fn meeting(mut section: Section<'_, '_>) -> Option<MeetingRule> {
    let days = section.number("days");
    let count = section.optional_word("count");
    let hour = section.optional_number("hour");
    let minutes = section.optional_number("minutes");
    let invite_days = section.optional_number("invite_days");
    let source = section.source();
    Some(MeetingRule {
        days: days?,
        count: count?.unwrap_or_default(),
        hour: hour?.unwrap_or(9),
        minutes: minutes?.unwrap_or(120),
        invite_days: invite_days?.unwrap_or(7),
        source: source?,
    })
}
