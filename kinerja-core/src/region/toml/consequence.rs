//! Reads what follows from an evaluation.

use std::{fmt::Display, str::FromStr};

use super::{optional, text};
use crate::{
    consequence::{
        AllowanceRule, BaseAmount, ByPredicate, Condition, DeductionRule, ExitRule, FollowUpRule,
        FollowUpStep, TalentRule,
    },
    law::reading::Section,
};

pub(super) fn follow_up(mut section: Section<'_, '_>) -> Option<FollowUpRule> {
    let code = section.parsed("code");
    let kind = section.word("kind");
    let when = condition(section.section("when"));
    let text = text(section.section("text"));
    let actor = section.word("actor");
    let due_days = section.number("due_days");
    let steps = section.sections("step").into_iter().map(step).collect::<Vec<_>>();
    let exit = optional(section.optional_section("exit"), exit);
    let source = section.source();
    Some(FollowUpRule {
        code: code?,
        kind: kind?,
        when: when?,
        text: text?,
        actor: actor?,
        due_days: due_days?,
        steps: steps.into_iter().collect::<Option<_>>()?,
        exit: exit?,
        source: source?,
    })
}

pub(super) fn condition(mut section: Section<'_, '_>) -> Option<Condition> {
    let predicates = section.optional_words("predicates");
    let result_ratings = section.optional_words("result_ratings");
    let behaviour_ratings = section.optional_words("behaviour_ratings");
    let score_from = section.optional_parsed("score_from");
    let score_below = section.optional_parsed("score_below");
    let any_indicator_below = section.optional_parsed("any_indicator_below");
    let any_behaviour_below = section.optional_parsed("any_behaviour_below");
    let periods_in_a_row = section.optional_number("periods_in_a_row");
    let feedback_below = section.optional_parsed("feedback_below");
    let training_done = section.optional_words("training_done");
    let training_missing = section.optional_words("training_missing");
    Some(Condition {
        predicates: predicates?,
        result_ratings: result_ratings?,
        behaviour_ratings: behaviour_ratings?,
        score_from: score_from?,
        score_below: score_below?,
        any_indicator_below: any_indicator_below?,
        any_behaviour_below: any_behaviour_below?,
        periods_in_a_row: periods_in_a_row?,
        feedback_below: feedback_below?,
        training_done: training_done?,
        training_missing: training_missing?,
    })
}

fn step(mut section: Section<'_, '_>) -> Option<FollowUpStep> {
    let text = text(section.section("text"));
    let due_days = section.number("due_days");
    Some(FollowUpStep { text: text?, due_days: due_days? })
}

fn exit(mut section: Section<'_, '_>) -> Option<ExitRule> {
    let predicate_from = section.word("predicate_from");
    let periods = section.number("periods");
    Some(ExitRule { predicate_from: predicate_from?, periods: periods? })
}

/// A value for each predicate, the five as keys.
fn by_predicate<T: FromStr<Err: Display>>(mut section: Section<'_, '_>) -> Option<ByPredicate<T>> {
    let excellent = section.parsed("excellent");
    let good = section.parsed("good");
    let needs_improvement = section.parsed("needs_improvement");
    let poor = section.parsed("poor");
    let very_poor = section.parsed("very_poor");
    Some(ByPredicate {
        excellent: excellent?,
        good: good?,
        needs_improvement: needs_improvement?,
        poor: poor?,
        very_poor: very_poor?,
    })
}

pub(super) fn allowance(mut section: Section<'_, '_>) -> Option<AllowanceRule> {
    let productivity = section.parsed("productivity");
    let percent = by_predicate(section.section("percent"));
    let base = section.sections("base").into_iter().map(base_amount).collect::<Vec<_>>();
    let deductions = section.sections("deduction").into_iter().map(deduction).collect::<Vec<_>>();
    let source = section.source();
    Some(AllowanceRule {
        productivity: productivity?,
        percent: percent?,
        base: base.into_iter().collect::<Option<_>>()?,
        deductions: deductions.into_iter().collect::<Option<_>>()?,
        source: source?,
    })
}

fn base_amount(mut section: Section<'_, '_>) -> Option<BaseAmount> {
    let class = section.parsed("class");
    let amount = section.parsed("amount");
    Some(BaseAmount { class: class?, amount: amount? })
}

fn deduction(mut section: Section<'_, '_>) -> Option<DeductionRule> {
    let code = section.parsed("code");
    let part = section.word("part");
    let percent = section.parsed("percent");
    let text = text(section.section("text"));
    Some(DeductionRule { code: code?, part: part?, percent: percent?, text: text? })
}

pub(super) fn talent(mut section: Section<'_, '_>) -> Option<TalentRule> {
    let high = section.parsed("high");
    let middle = section.parsed("middle");
    let performance = by_predicate(section.section("performance"));
    let share = section.parsed("share");
    let source = section.source();
    Some(TalentRule {
        high: high?,
        middle: middle?,
        performance: performance?,
        share: share?,
        source: source?,
    })
}
