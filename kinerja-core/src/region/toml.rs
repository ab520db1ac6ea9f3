//! Reads a policy from TOML.
//!
//! Every problem is reported at once, each with its line and column: an unknown
//! key, a value out of range, a gap between bands, parts that contradict one
//! another.

mod consequence;
mod evidence;
mod reminders;
mod timing;

use consequence::{allowance, condition, follow_up, talent};
use evidence::{daily_reports, raters};
use reminders::{meeting, reminders};
use timing::{deadlines, extension, holiday, work_week};

use super::{
    BandRule, BehaviourRule, Contact, HalvesRule, MatrixRule, MissingRules, Mission, PolicyParts,
    PolicyProblems, RatingRules, RegionPolicy, RuleBook, SegmentRules, Veto, WorkResultRule,
    national::exceptions,
};
use crate::{
    calendar::Cadence,
    language::Text,
    law::reading::{Report, Section},
    organisation::RankingRule,
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
    let (code, name) = (root.parsed("code"), root.text("name"));
    let zone = root.zone("zone");
    let cadence = root.word::<Cadence>("cadence");
    let first_period = root.parsed("first_period");
    let decimal = root.word("decimal");
    let languages = root.words("languages");
    let contact = contact(root.section("contact"));
    let deadlines = deadlines(root.section("deadlines"));
    let work_week = optional(root.optional_section("work_week"), work_week);
    let holidays = all(root.sections("holiday"), holiday);
    let extensions = all(root.sections("extension"), extension);
    let work_result = work_result(root.section("work_result"));
    let behaviour = behaviour(root.section("behaviour"));
    let missing = missing(root.section("missing"));
    let ratings = ratings(root.section("ratings"));
    let matrix = optional(root.optional_section("matrix"), matrix);
    let bands = bands(root.section("bands"));
    let missions = all(root.sections("mission"), mission);
    let follow_ups = all(root.sections("follow_up"), follow_up);
    let halves_of_2021 = optional(root.optional_section("halves_of_2021"), halves);
    let allowance = optional(root.optional_section("allowance"), allowance);
    let talent = optional(root.optional_section("talent"), talent);
    let daily_reports = optional(root.optional_section("daily_reports"), daily_reports);
    let raters = optional(root.optional_section("raters"), raters);
    let ranking = optional(root.optional_section("ranking"), ranking);
    let segments = optional(root.optional_section("segments"), segments);
    let reminders = optional(root.optional_section("reminders"), reminders);
    let meeting = optional(root.optional_section("meeting"), meeting);
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
        work_week: work_week?.unwrap_or_default(),
        holidays: holidays?,
        extensions: extensions?,
        work_result: work_result?,
        behaviour: behaviour?,
        missing: missing?,
        ratings: ratings?,
        matrix: matrix?,
        bands: bands?,
        missions: missions?,
        follow_ups: follow_ups?,
        halves_of_2021: halves_of_2021?,
        allowance: allowance?,
        daily_reports: daily_reports?,
        raters: raters?,
        talent: talent?,
        ranking: ranking?,
        segments: segments?.unwrap_or_default(),
        reminders: reminders?.unwrap_or_default(),
        meeting: meeting?,
        rules: root.check(RuleBook::national())?,
    })
}

/// The tables of a list; none when one of them is wrong.
fn all<'a, 'i, T>(
    sections: Vec<Section<'a, 'i>>,
    read: impl Fn(Section<'a, 'i>) -> Option<T>,
) -> Option<Vec<T>> {
    // Every table is read, also after one that is wrong.
    sections.into_iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

/// A table that may be left out: none only when it is wrong.
#[expect(clippy::option_option, reason = "left out is not wrong")]
fn optional<'a, 'i, T>(
    section: Option<Section<'a, 'i>>,
    read: impl FnOnce(Section<'a, 'i>) -> Option<T>,
) -> Option<Option<T>> {
    section.map_or(Some(None), |section| read(section).map(Some))
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

fn halves(mut section: Section<'_, '_>) -> Option<HalvesRule> {
    let second_half = section.parsed("second_half");
    let source = section.source();
    Some(HalvesRule { second_half: second_half?, source: source? })
}

fn ranking(mut section: Section<'_, '_>) -> Option<RankingRule> {
    let above_from = section.word("above_from");
    let meets_from = section.word("meets_from");
    let above_at_most = section.parsed("above_at_most");
    let meets_at_least = section.parsed("meets_at_least");
    let meets_at_most = section.parsed("meets_at_most");
    let below_at_most = section.parsed("below_at_most");
    let source = section.source();
    Some(RankingRule {
        above_from: above_from?,
        meets_from: meets_from?,
        above_at_most: above_at_most?,
        meets_at_least: meets_at_least?,
        meets_at_most: meets_at_most?,
        below_at_most: below_at_most?,
        source: source?,
    })
}
