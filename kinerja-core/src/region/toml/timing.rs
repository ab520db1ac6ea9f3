//! Reads when things are due.

use crate::{
    calendar::{OwnHoliday, WorkWeek},
    law::reading::Section,
    region::{DeadlineRule, Deadlines, Extension, WorkWeekRule},
};

pub(super) fn deadlines(mut section: Section<'_, '_>) -> Option<Deadlines> {
    let plan = deadline(section.section("plan"));
    let evidence = deadline(section.section("evidence"));
    let evaluation = deadline(section.section("evaluation"));
    let objection = deadline(section.section("objection"));
    Some(Deadlines {
        plan: plan?,
        evidence: evidence?,
        evaluation: evaluation?,
        objection: objection?,
    })
}

fn deadline(mut section: Section<'_, '_>) -> Option<DeadlineRule> {
    let days = section.number("days");
    let count = section.optional_word("count");
    let source = section.source();
    Some(DeadlineRule { days: days?, count: count?.unwrap_or_default(), source: source? })
}

pub(super) fn work_week(mut section: Section<'_, '_>) -> Option<WorkWeekRule> {
    let days = section.number("days");
    let source = section.source();
    let week = section.check(WorkWeek::of_days(days?));
    Some(WorkWeekRule { week: week?, source: source? })
}

pub(super) fn holiday(mut section: Section<'_, '_>) -> Option<OwnHoliday> {
    let day = section.date("day");
    let name = section.text("name");
    let source = section.source();
    Some(OwnHoliday { day: day?, name: name?, source: source? })
}

pub(super) fn extension(mut section: Section<'_, '_>) -> Option<Extension> {
    let deadline = section.word("deadline");
    let period = section.parsed("period");
    let until = section.date("until");
    let source = section.source();
    Some(Extension { deadline: deadline?, period: period?, until: until?, source: source? })
}
