//! Reads a policy from TOML.
//!
//! Every problem is reported at once, each with its line and column: an unknown
//! key, a value out of range, a gap between bands, parts that contradict one
//! another.

use super::{
    BandRule, BehaviourRule, Contact, DeadlineRule, Deadlines, HalvesRule, MatrixRule,
    MissingRules, Mission, PolicyParts, PolicyProblems, RatingRules, RegionPolicy, RuleBook,
    SegmentRules, Veto, WorkResultRule, national::exceptions,
};
use crate::{
    calendar::Cadence,
    consequence::{Condition, FollowUpRule},
    language::Text,
    law::reading::{Report, Section},
    scheme::{Band, Bands, Matrix, Predicate, Thresholds},
};

impl RegionPolicy {
    /// Reads a policy.
    ///
    /// # Errors
    ///
    /// Lists every problem of the text, with line and column.
    ///
    /// ```
    /// use kinerja_core::region::RegionPolicy;
    ///
    /// let problems = RegionPolicy::from_toml("code = \"Samarinda\"").unwrap_err();
    /// assert!(problems.to_string().contains("line 1, column 8: code: `Samarinda` is not"));
    /// assert!(problems.to_string().contains("`zone` is missing"));
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, PolicyProblems> {
        let report = Report::new(text);
        let parts = report.root().and_then(|mut root| {
            let exceptions = exceptions(&mut root);
            Some((exceptions, policy(&mut root)?))
        });
        match parts {
            Some((exceptions, parts)) if report.is_clean() => {
                let rules = exceptions.except_from(&parts.rules);
                let checked = rules.and_then(|rules| {
                    Self::new(PolicyParts { rules, ..parts }).map_err(|found| found.problems)
                });
                checked.map_err(|found| PolicyProblems { problems: report.locate(found) })
            }
            _ => Err(PolicyProblems { problems: report.into_problems() }),
        }
    }
}

fn policy(root: &mut Section<'_, '_>) -> Option<PolicyParts> {
    let code = root.parsed("code");
    let name = root.text("name");
    let zone = root.zone("zone");
    let cadence = root.word::<Cadence>("cadence");
    let first_period = root.parsed("first_period");
    let decimal = root.word("decimal");
    let languages = root.words("languages");
    let contact = contact(root.section("contact"));
    let deadlines = deadlines(root.section("deadlines"));
    let work_result = work_result(root.section("work_result"));
    let behaviour = behaviour(root.section("behaviour"));
    let missing = missing(root.section("missing"));
    let ratings = ratings(root.section("ratings"));
    let matrix = matrix(root.section("matrix"));
    let bands = bands(root.section("bands"));
    let missions = root.sections("mission").into_iter().map(mission).collect::<Vec<_>>();
    let follow_ups = root.sections("follow_up").into_iter().map(follow_up).collect::<Vec<_>>();
    let halves_of_2021 = root.optional_section("halves_of_2021").map(halves);
    let segments =
        root.optional_section("segments").map_or_else(|| Some(SegmentRules::default()), segments);
    let rules = root.check(RuleBook::national());
    Some(PolicyParts {
        code: code?,
        name: name?,
        zone: zone?,
        cadence: cadence?,
        first_period: first_period?,
        decimal: decimal?,
        languages: languages?,
        contact: contact?,
        deadlines: deadlines?,
        work_result: work_result?,
        behaviour: behaviour?,
        missing: missing?,
        ratings: ratings?,
        matrix: matrix?,
        bands: bands?,
        missions: missions.into_iter().collect::<Option<_>>()?,
        follow_ups: follow_ups.into_iter().collect::<Option<_>>()?,
        halves_of_2021: match halves_of_2021 {
            Some(rule) => Some(rule?),
            None => None,
        },
        segments: segments?,
        rules: rules?,
    })
}

fn segments(mut section: Section<'_, '_>) -> Option<SegmentRules> {
    let combine = section.word("combine");
    let minimum_days = section.number("minimum_days");
    let suspends = section.words("suspends");
    let source = section.source();
    Some(SegmentRules {
        combine: combine?,
        minimum_days: minimum_days?,
        suspends: suspends?,
        source: source?,
    })
}

fn contact(mut section: Section<'_, '_>) -> Option<Contact> {
    let name = section.text("name");
    let email = section.text("email");
    Some(Contact { name: name?, email: email? })
}

fn deadlines(mut section: Section<'_, '_>) -> Option<Deadlines> {
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
    let source = section.source();
    Some(DeadlineRule { days: days?, source: source? })
}

fn work_result(mut section: Section<'_, '_>) -> Option<WorkResultRule> {
    let cap = section.parsed("cap");
    let late_day_loss = section.parsed("late_day_loss");
    let additional_points = section.parsed("additional_points");
    let additional_points_max = section.parsed("additional_points_max");
    let source = section.source();
    Some(WorkResultRule {
        cap: cap?,
        late_day_loss: late_day_loss?,
        additional_points: additional_points?,
        additional_points_max: additional_points_max?,
        source: source?,
    })
}

fn behaviour(mut section: Section<'_, '_>) -> Option<BehaviourRule> {
    let share = section.parsed("share");
    let source = section.source();
    Some(BehaviourRule { share: share?, source: source? })
}

fn missing(mut section: Section<'_, '_>) -> Option<MissingRules> {
    let actual = section.word("actual");
    let behaviour = section.word("behaviour");
    let late = section.word("late");
    let source = section.source();
    Some(MissingRules { actual: actual?, behaviour: behaviour?, late: late?, source: source? })
}

fn ratings(mut section: Section<'_, '_>) -> Option<RatingRules> {
    let result = thresholds(section.section("result"));
    let behaviour = thresholds(section.section("behaviour"));
    let source = section.source();
    Some(RatingRules { result: result?, behaviour: behaviour?, source: source? })
}

fn thresholds(mut section: Section<'_, '_>) -> Option<Thresholds> {
    let meets = section.parsed("meets");
    let above = section.parsed("above");
    section.check(Thresholds::new(meets?, above?))
}

fn matrix(mut section: Section<'_, '_>) -> Option<MatrixRule> {
    let [below, meets, above] =
        ["below", "meets", "above"].map(|row| matrix_row(section.section(row)));
    let source = section.source();
    let matrix = section.check(Matrix::new([below?, meets?, above?]));
    Some(MatrixRule { matrix: matrix?, source: source? })
}

fn matrix_row(mut section: Section<'_, '_>) -> Option<[Predicate; 3]> {
    let [below, meets, above] = ["below", "meets", "above"].map(|column| section.word(column));
    Some([below?, meets?, above?])
}

fn bands(mut section: Section<'_, '_>) -> Option<BandRule> {
    let source = section.source();
    let bands = section.sections("band").into_iter().map(band).collect::<Vec<_>>();
    let vetoes = section.sections("veto").into_iter().map(veto).collect::<Vec<_>>();
    let bands = section.check(Bands::new(bands.into_iter().collect::<Option<_>>()?));
    let vetoes = vetoes.into_iter().collect::<Option<_>>();
    Some(BandRule { bands: bands?, vetoes: vetoes?, source: source? })
}

fn veto(mut section: Section<'_, '_>) -> Option<Veto> {
    let when = condition(section.section("when"));
    let at_most = section.word("at_most");
    Some(Veto { when: when?, at_most: at_most? })
}

fn band(mut section: Section<'_, '_>) -> Option<Band> {
    let predicate = section.word("predicate");
    let from = section.parsed("from");
    let to = section.parsed("to");
    Some(Band { predicate: predicate?, from: from?, to: to? })
}

fn text(mut section: Section<'_, '_>) -> Option<Text> {
    let id = section.text("id");
    let en = section.text("en");
    Some(Text { id: id?, en: en? })
}

fn mission(mut section: Section<'_, '_>) -> Option<Mission> {
    let code = section.parsed("code");
    let text = text(section.section("text"));
    Some(Mission { code: code?, text: text? })
}

fn follow_up(mut section: Section<'_, '_>) -> Option<FollowUpRule> {
    let code = section.parsed("code");
    let kind = section.word("kind");
    let when = condition(section.section("when"));
    let text = text(section.section("text"));
    let actor = section.word("actor");
    let due_days = section.number("due_days");
    let source = section.source();
    Some(FollowUpRule {
        code: code?,
        kind: kind?,
        when: when?,
        text: text?,
        actor: actor?,
        due_days: due_days?,
        source: source?,
    })
}

fn halves(mut section: Section<'_, '_>) -> Option<HalvesRule> {
    let second_half = section.parsed("second_half");
    let source = section.source();
    Some(HalvesRule { second_half: second_half?, source: source? })
}

fn condition(mut section: Section<'_, '_>) -> Option<Condition> {
    let predicates = section.optional_words("predicates");
    let result_ratings = section.optional_words("result_ratings");
    let behaviour_ratings = section.optional_words("behaviour_ratings");
    let score_from = section.optional_parsed("score_from");
    let score_below = section.optional_parsed("score_below");
    let any_indicator_below = section.optional_parsed("any_indicator_below");
    let any_behaviour_below = section.optional_parsed("any_behaviour_below");
    Some(Condition {
        predicates: predicates?,
        result_ratings: result_ratings?,
        behaviour_ratings: behaviour_ratings?,
        score_from: score_from?,
        score_below: score_below?,
        any_indicator_below: any_indicator_below?,
        any_behaviour_below: any_behaviour_below?,
    })
}
