//! Reads what a region does with evidence that others gave.

use std::collections::BTreeMap;

use crate::{
    evidence::{BehaviourRaters, ClassRule, DailyReportRule, RaterClass, RaterRule},
    law::reading::Section,
};

pub(super) fn daily_reports(mut section: Section<'_, '_>) -> Option<DailyReportRule> {
    let reports = section.word("reports");
    let prefer = section.word("prefer");
    let source = section.source();
    Some(DailyReportRule { reports: reports?, prefer: prefer?, source: source? })
}

pub(super) fn raters(mut section: Section<'_, '_>) -> Option<BehaviourRaters> {
    let share = section.parsed("share");
    let mut classes = Some(BTreeMap::new());
    for one in section.sections("class") {
        let found = class(one, classes.as_ref());
        classes = classes.zip(found).map(|(mut classes, (class, rule))| {
            classes.insert(class, rule);
            classes
        });
    }
    let source = section.source();
    let classes = section.check(RaterRule::new(classes?));
    Some(BehaviourRaters { share: share?, classes: classes?, source: source? })
}

fn class(
    mut section: Section<'_, '_>,
    before: Option<&BTreeMap<RaterClass, ClassRule>>,
) -> Option<(RaterClass, ClassRule)> {
    let class: Option<RaterClass> = section.word("of");
    let weight = section.parsed("weight");
    let answers_min = section.number("answers_min");
    if let (Some(class), Some(before)) = (class, before)
        && before.contains_key(&class)
    {
        section.refuse("of", format!("the class `{}` stands twice", class.code()));
        return None;
    }
    Some((class?, ClassRule { weight: weight?, answers_min: answers_min? }))
}
