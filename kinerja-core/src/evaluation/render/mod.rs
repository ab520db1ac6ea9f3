//! The steps of a derivation in words.

mod acts;
mod beyond;
mod gaps;
mod motion;
mod older;
mod ratings;

use super::{Line, Missing, Step, Subject, Treatment};
use crate::{
    calendar::Period,
    consequence::Because,
    evidence::BehaviourValue,
    language::Language,
    law::Source,
    number::{DecimalMark, Percent, Ratio, Score, Share, Weight},
    plan::{Actual, Code, Indicator, Target, WorkPlan},
    region::{MissingRule, RegionPolicy},
    scheme::{Basis, formula_source},
};

/// What a step needs to become words.
#[derive(Clone, Copy)]
struct Words<'a> {
    /// The steps before and after: a sum names what it sums up.
    steps: &'a [Step],
    policy: &'a RegionPolicy,
    /// The period, where it is known: that of the plan, if there is one.
    period: Option<Period>,
    plan: Option<&'a WorkPlan>,
    language: Language,
    mark: DecimalMark,
}

/// Steps in words.
pub(super) fn lines(
    steps: &[Step],
    policy: &RegionPolicy,
    (period, plan): (Option<Period>, Option<&WorkPlan>),
    language: Language,
) -> Vec<Line> {
    Words { steps, policy, period, plan, language, mark: language.decimal_mark() }.lines()
}

fn put_into_words(step: &Step, words: &Words<'_>, lines: &mut Vec<Line>) {
    let policy = words.policy;
    let (id, source, text) = match step {
        Step::Achievement { code, target, actual, achievement, capped } => (
            ["achievement.", code.as_str()].concat(),
            formula_source(target.direction(), words.basis()),
            words.achievement(code, *target, *actual, (*achievement, *capped)),
        ),
        Step::Gap { missing, treatment } => (
            format!("gap.{}", missing.code()),
            words.gap_source(missing, *treatment),
            words.gap(missing, *treatment),
        ),
        Step::Work { points, value } => {
            ("work".to_owned(), policy.work_result.source.clone(), words.work(*points, *value))
        }
        Step::Behaviour { scores, count, value } => (
            "behaviour".to_owned(),
            policy.behaviour.source.clone(),
            words.behaviour(*scores, *count, *value),
        ),
        Step::Total { work, behaviour, value } => {
            let (share, source) = words.share();
            ("total".to_owned(), source, words.total(share, *work, *behaviour, *value))
        }
        Step::Veto { because, predicate } => {
            ("veto".to_owned(), policy.bands.source.clone(), words.veto(because, *predicate))
        }
        Step::Older(step) => words.older(step),
        Step::Head(head) => words.head(*head),
        Step::Survey { code, index } => words.survey(code, *index),
        Step::Counted { code, count, reported } => words.counted_reports(code, count, *reported),
        Step::Raters(rated) => words.raters(rated),
        Step::Part { number, plan, steps } => {
            lines.extend(words.part(*number, plan, steps));
            return;
        }
        Step::Rating { of, value, rating } => (
            ["rating.", subject_code(*of)].concat(),
            policy.ratings.source.clone(),
            words.rating(*of, *value, *rating),
        ),
        Step::Predicate { basis, result, behaviour, predicate } => (
            "predicate".to_owned(),
            words.predicate_source(*basis),
            words.predicate(*basis, *result, *behaviour, *predicate),
        ),
        Step::Band { value, predicate } => {
            ("band".to_owned(), policy.bands.source.clone(), words.band(*value, *predicate))
        }
        Step::FollowUp { rule, because } => (
            ["follow_up.", rule.as_str()].concat(),
            policy.follow_up(rule).map_or(Source::OWN, |rule| rule.source.clone()),
            words.follow_up(rule, because),
        ),
        Step::Motion(step) => (step.id(), policy.segments.source.clone(), words.motion(step)),
        Step::Act(entry) => (entry.id(), words.entry_source(entry), words.entry(entry)),
    };
    lines.push(Line { id, source: source.show(words.language), text });
}

const fn subject_code(subject: Subject) -> &'static str {
    match subject {
        Subject::Result => "result",
        Subject::Behaviour => "behaviour",
    }
}

/// An indicator's code and title.
pub(super) fn title(plan: Option<&WorkPlan>, code: &Code) -> String {
    let indicator = plan.and_then(|plan| plan.indicator(code));
    indicator.map_or_else(|| code.to_string(), |found| [code.as_str(), " ", &found.title].concat())
}

impl Words<'_> {
    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.steps.len());
        for step in self.steps {
            put_into_words(step, self, &mut lines);
        }
        lines
    }

    const fn pick<'b>(&self, indonesian: &'b str, english: &'b str) -> &'b str {
        self.language.pick(indonesian, english)
    }

    /// What the predicate of the period rests on.
    fn basis(&self) -> Basis {
        self.period.map_or(Basis::Matrix, |period| Basis::of(period.start()))
    }

    fn title(&self, code: &Code) -> String {
        title(self.plan, code)
    }

    fn target(&self, code: &Code, target: Target) -> String {
        let shown = target.show(self.language);
        let indicator = self.plan.and_then(|plan| plan.indicator(code));
        match indicator.filter(|found| target.is_amount() && !found.unit.is_empty()) {
            Some(found) => [&shown, " ", &found.unit].concat(),
            None => shown,
        }
    }

    fn achievement(
        &self,
        code: &Code,
        target: Target,
        actual: Actual,
        (achievement, capped): (Percent, Option<Score>),
    ) -> String {
        let [title, target] = [self.title(code), self.target(code, target)];
        let (actual, achievement) = (actual.show(self.language), achievement.show(self.mark));
        let words = [
            &title,
            self.pick(": target ", ": target "),
            &target,
            self.pick(", realisasi ", ", actual "),
            &actual,
            self.pick(" → capaian ", " → achievement "),
            &achievement,
            "%",
            &self.capped(capped),
        ];
        words.concat()
    }

    fn capped(&self, capped: Option<Score>) -> String {
        capped.map_or_else(String::new, |capped| {
            let label = self.pick(", dihitung paling banyak ", ", counted at most ");
            [label, &capped.show(self.mark)].concat()
        })
    }

    /// What each main result contributed, in the order of the plan.
    fn parts(&self) -> Vec<(Weight, String)> {
        let indicators = self.plan.map(WorkPlan::indicators).unwrap_or_default();
        let part = |indicator: &Indicator| {
            let weight = indicator.weight()?;
            let counted = self.steps.iter().find_map(|step| self.counted(step, &indicator.code))?;
            Some((weight, counted))
        };
        indicators.iter().filter_map(part).collect()
    }

    /// What an indicator counts, where the step says it.
    fn counted(&self, step: &Step, wanted: &Code) -> Option<String> {
        if let Step::Achievement { code, achievement, capped, .. } = step
            && code == wanted
        {
            let whole = || achievement.show(self.mark);
            return Some(capped.map_or_else(whole, |cap| cap.show(self.mark)));
        }
        if let Step::Gap { missing: Missing::Actual(code, _), treatment: Treatment::Zero } = step
            && code == wanted
        {
            return Some(Score::ZERO.show(self.mark));
        }
        None
    }

    /// A weighted sum over the weight that counted, in basis points.
    fn over(&self, sum: &str, whole: i128) -> String {
        match Share::from_basis_points(whole) {
            Ok(whole) if whole != Share::WHOLE => {
                format!("({sum}) / {}%", whole.show(self.mark))
            }
            Ok(_) | Err(_) => sum.to_owned(),
        }
    }

    fn work(&self, points: Score, value: Ratio) -> String {
        let parts = self.parts();
        let terms: Vec<_> = parts
            .iter()
            .map(|(weight, counted)| [&weight.show(self.mark), "% × ", counted].concat())
            .collect();
        let whole = parts.iter().map(|(weight, _)| weight.basis_points()).sum();
        let mut text = self.over(&terms.join(" + "), whole);
        if points > Score::ZERO {
            let label = self.pick("hasil kerja tambahan", "additional results");
            text = [&text, " + ", &points.show(self.mark), " (", label, ")"].concat();
        }
        let cap = self.policy.work_result.cap;
        let most = if value == cap.ratio() {
            format!(" ({} {})", self.pick("paling banyak", "at most"), cap.show(self.mark))
        } else {
            String::new()
        };
        let label = self.pick("Nilai hasil kerja", "Score of work results");
        [label, ": ", &text, " = ", &value.show(self.mark), &most].concat()
    }

    fn behaviour(&self, scores: [Option<Score>; 7], count: u8, value: Ratio) -> String {
        let zero = self.policy.missing.behaviour == MissingRule::Zero;
        let terms: Vec<_> = BehaviourValue::ALL
            .into_iter()
            .zip(scores)
            .filter_map(|(name, score)| match score {
                Some(score) => Some([name.name(), " ", &score.show(self.mark)].concat()),
                None => zero
                    .then(|| format!("{} 0 ({})", name.name(), self.pick("belum ada", "missing"))),
            })
            .collect();
        let words = [
            self.pick("Rata-rata ", "Mean of "),
            &count.to_string(),
            self.pick(" nilai perilaku BerAKHLAK: ", " BerAKHLAK values: "),
            &terms.join(", "),
            " = ",
            &value.show(self.mark),
        ];
        words.concat()
    }

    fn total(&self, share: Share, work: Ratio, behaviour: Ratio, value: Ratio) -> String {
        let mark = self.mark;
        let words = [
            self.pick("Nilai akhir: ", "Total: "),
            &share.rest().show(mark),
            "% × ",
            &work.show(mark),
            " + ",
            &share.show(mark),
            "% × ",
            &behaviour.show(mark),
            " = ",
            &value.show(mark),
        ];
        words.concat()
    }

    fn follow_up(&self, rule: &Code, because: &[Because]) -> String {
        let text = self.policy.follow_up(rule).map_or_else(
            || rule.to_string(),
            |rule| {
                let text = rule.text.in_language(self.language);
                [rule.kind.name(self.language), " – ", text].concat()
            },
        );
        let reasons: Vec<_> = because.iter().map(|reason| self.because(reason)).collect();
        let words = [
            self.pick("Usulan tindak lanjut: ", "Proposed follow-up: "),
            &text,
            self.pick(" Sebab: ", " Because: "),
            &reasons.join("; "),
        ];
        words.concat()
    }

    fn because(&self, because: &Because) -> String {
        match because {
            Because::Predicate(predicate) => {
                [self.pick("predikat ", "predicate "), self.predicate_name(*predicate)].concat()
            }
            Because::ResultRating(rating) => {
                [self.pick("hasil kerja ", "results "), rating.name(self.language)].concat()
            }
            Because::BehaviourRating(rating) => {
                [self.pick("perilaku ", "behaviour "), rating.name(self.language)].concat()
            }
            Because::ScoreFrom(score) => {
                [self.pick("nilai akhir ≥ ", "total ≥ "), &score.show(self.mark)].concat()
            }
            Because::ScoreBelow(score) => {
                [self.pick("nilai akhir < ", "total < "), &score.show(self.mark)].concat()
            }
            Because::IndicatorBelow { code, achievement, below } => format!(
                "{} {}% < {}%",
                self.title(code),
                achievement.show(self.mark),
                below.show(self.mark)
            ),
            Because::BehaviourBelow { value, score, below } => {
                format!("{} {} < {}", value.name(), score.show(self.mark), below.show(self.mark))
            }
            Because::InARow(predicates) => format!(
                "{} {}: {}",
                predicates.len(),
                self.pick("periode berturut-turut", "periods in a row"),
                self.row(predicates)
            ),
            Because::FeedbackBelow { mean, below } => format!(
                "{} {} < {}",
                self.pick("rata-rata umpan balik", "mean of feedback"),
                self.feedback(*mean, *below),
                below.show(self.mark)
            ),
            Because::TrainingDone(code) => {
                format!("{} {code}", self.pick("pelatihan sudah diikuti:", "training done:"))
            }
            Because::TrainingMissing(code) => {
                format!("{} {code}", self.pick("pelatihan belum diikuti:", "training not done:"))
            }
        }
    }
}
