//! The steps of regimes before 2022 in words.

mod values;

use chrono::NaiveDate;

use super::Words;
use crate::{
    calendar::Period,
    evaluation::{OlderStep, Step},
    evidence::BehaviourAspect,
    law::{Dated, Source},
    number::{Ratio, Score, Share},
    region::RuleBook,
    scheme::{
        Predicate, Regime,
        pp46_2011::{Aspects, Creativity},
    },
};

impl Words<'_> {
    /// The regime of the period and the day whose rules hold.
    fn regime(&self) -> Option<(Regime, NaiveDate)> {
        self.period.and_then(Regime::deciding)
    }

    /// The source of a rule on the day of the plan's period.
    pub(super) fn ruled<T>(&self, rule: impl Fn(&RuleBook) -> &Dated<T>) -> Source {
        let found = self.regime().and_then(|(_, day)| rule(&self.policy.rules).at(day));
        found.map_or(Source::OWN, |ruled| ruled.source.clone())
    }

    /// A predicate in the words of the period.
    pub(super) fn predicate_name(&self, predicate: Predicate) -> &'static str {
        self.name_in(self.period, predicate)
    }

    fn name_in(&self, period: Option<Period>, predicate: Predicate) -> &'static str {
        period.map_or_else(
            || predicate.name(self.language),
            |period| Regime::name_in(period, predicate, self.language),
        )
    }

    /// The predicates of periods that follow one another, newest first, each in the
    /// words of its own period.
    pub(super) fn row(&self, predicates: &[Predicate]) -> String {
        let mut period = self.period;
        let names = predicates.iter().map(|predicate| {
            let name = self.name_in(period, *predicate);
            period = period.and_then(|one| one.cadence().period_of(one.start().pred_opt()?));
            name
        });
        names.collect::<Vec<_>>().join(", ")
    }

    fn is_pp46(&self) -> bool {
        self.regime().is_some_and(|(regime, _)| regime == Regime::Pp46)
    }

    /// Behaviour's share of the total, and who says so.
    pub(super) fn share(&self) -> (Share, Source) {
        let found = self.steps.iter().find_map(|step| {
            let Step::Older(OlderStep::Share { behaviour, .. }) = step else { return None };
            Some((*behaviour, self.share_source()))
        });
        let rule = &self.policy.behaviour;
        found.unwrap_or_else(|| (rule.share, rule.source.clone()))
    }

    fn behaviour_source(&self) -> Source {
        if self.is_pp46() {
            self.ruled(|rules| &rules.pp46_2011_behaviour)
        } else {
            self.ruled(|rules| &rules.pp30_2019_behaviour)
        }
    }

    fn share_source(&self) -> Source {
        if self.is_pp46() {
            self.ruled(|rules| &rules.pp46_2011_shares)
        } else {
            self.ruled(|rules| &rules.pp30_2019_shares)
        }
    }

    /// The source of the bands that decide in the plan's period.
    pub(super) fn bands_source(&self) -> Source {
        if self.is_pp46() {
            self.ruled(|rules| &rules.pp46_2011_bands)
        } else {
            self.ruled(|rules| &rules.pp30_2019_bands)
        }
    }

    fn work_plan_source(&self) -> Source {
        if self.is_pp46() {
            self.ruled(|rules| &rules.pp46_2011_aspects)
        } else {
            self.ruled(|rules| &rules.permenpanrb8_2021_additional)
        }
    }

    /// A step: its stable name, its source and its text.
    pub(super) fn older(&self, step: &OlderStep) -> (String, Source, String) {
        match step {
            OlderStep::Aspect { code, .. } => (
                format!("aspect.{code}"),
                self.ruled(|rules| &rules.pp46_2011_aspects),
                self.aspect(step),
            ),
            OlderStep::Activity { result, aspects } => (
                "activity".to_owned(),
                self.ruled(|rules| &rules.pp46_2011_aspects),
                self.activity(result, aspects),
            ),
            OlderStep::Value { code, converted, highest_target } => (
                format!("value.{code}"),
                self.ruled(|rules| &rules.permenpanrb8_2021_conversion),
                self.value(code, converted, *highest_target),
            ),
            OlderStep::Kinds { .. } => ("kinds".to_owned(), self.kinds_source(), self.kinds(step)),
            OlderStep::Result { aspects, .. } => (
                Self::result_id(aspects),
                self.ruled(|rules| &rules.permenpanrb8_2021_results),
                self.result(step),
            ),
            OlderStep::Additional { code, .. } | OlderStep::AdditionalResult { code, .. } => (
                format!("additional.{code}"),
                self.ruled(|rules| &rules.permenpanrb8_2021_additional),
                self.additional(step),
            ),
            OlderStep::Tasks { .. } | OlderStep::Creativity { .. } => (
                "additions".to_owned(),
                self.ruled(|rules| &rules.pp46_2011_additions),
                self.addition(step),
            ),
            OlderStep::WorkPlan { base, additions, value } => (
                "work".to_owned(),
                self.work_plan_source(),
                self.work_plan(*base, *additions, *value),
            ),
            OlderStep::Behaviour { scores, count, value } => (
                "behaviour".to_owned(),
                self.behaviour_source(),
                self.older_behaviour(scores, *count, *value),
            ),
            OlderStep::Share { peer_opinion, behaviour } => (
                "share".to_owned(),
                self.share_source(),
                self.behaviour_share(*peer_opinion, *behaviour),
            ),
            OlderStep::Halves { .. } => {
                let rule = self.policy.halves_of_2021.as_ref();
                let source = rule.map_or(Source::OWN, |rule| rule.source.clone());
                ("halves".to_owned(), source, self.halves(step))
            }
            OlderStep::Band { regime, value, new_idea, predicate } => (
                "band".to_owned(),
                self.bands_source(),
                self.older_band(*regime, *value, *new_idea, *predicate),
            ),
        }
    }

    fn aspect(&self, step: &OlderStep) -> String {
        let OlderStep::Aspect { code, target, actual, value } = step else { return String::new() };
        let indicator = self.plan.and_then(|plan| plan.indicator(code));
        let aspect = indicator.map_or("", |found| found.aspect.name(self.language));
        format!(
            "{}: target {}, {} {} → {} {aspect} {}",
            self.title(code),
            self.target(code, *target),
            self.pick("realisasi", "actual"),
            actual.show(self.language),
            self.pick("nilai", "value of"),
            value.show(self.mark),
        )
    }

    fn activity(&self, result: &str, aspects: &Aspects) -> String {
        let shown = |aspect: Ratio| aspect.show(self.mark);
        let mut parts = vec![shown(aspects.quantity), shown(aspects.quality), shown(aspects.time)];
        parts.extend(aspects.cost.map(shown));
        format!(
            "{} “{result}”: ({}) / {} = {}",
            self.pick("Nilai kegiatan", "Value of the activity"),
            parts.join(" + "),
            parts.len(),
            shown(aspects.value)
        )
    }

    fn addition(&self, step: &OlderStep) -> String {
        match step {
            OlderStep::Tasks { count, points } => format!(
                "{}: {count} → {} {}",
                self.pick("Tugas tambahan", "Additional tasks"),
                self.pick("poin", "points"),
                points.show(self.mark)
            ),
            OlderStep::Creativity { reach, points } => format!(
                "{}: {} → {} {}",
                self.pick("Kreativitas", "Creativity"),
                match reach {
                    Creativity::None => self.pick("tidak ada", "none"),
                    Creativity::Unit => self.pick("unit kerja", "the unit"),
                    Creativity::Organisation => self.pick("organisasi", "the organisation"),
                    Creativity::State => self.pick("negara", "the state"),
                },
                self.pick("poin", "points"),
                points.show(self.mark)
            ),
            OlderStep::Aspect { .. }
            | OlderStep::Activity { .. }
            | OlderStep::Value { .. }
            | OlderStep::Kinds { .. }
            | OlderStep::Result { .. }
            | OlderStep::Additional { .. }
            | OlderStep::AdditionalResult { .. }
            | OlderStep::WorkPlan { .. }
            | OlderStep::Behaviour { .. }
            | OlderStep::Share { .. }
            | OlderStep::Halves { .. }
            | OlderStep::Band { .. } => String::new(),
        }
    }

    fn work_plan(&self, base: Ratio, additions: Ratio, value: Ratio) -> String {
        let has = |of: fn(&OlderStep) -> bool| {
            self.steps.iter().any(|step| matches!(step, Step::Older(step) if of(step)))
        };
        let base_label = if self.is_pp46() {
            self.pick("rata-rata kegiatan", "mean of the activities")
        } else if has(|step| matches!(step, OlderStep::Kinds { .. })) {
            self.pick("hasil kerja utama", "main results")
        } else if self.is_periodic() && has(|step| matches!(step, OlderStep::Value { .. })) {
            self.pick("rata-rata", "mean")
        } else {
            self.pick("rata-rata tertimbang", "weighted mean")
        };
        format!(
            "{}: {base_label} {} + {} {} = {}",
            self.pick("Nilai SKP", "Score of the work plan"),
            base.show(self.mark),
            self.pick("tambahan", "additional"),
            additions.show(self.mark),
            value.show(self.mark)
        )
    }

    fn older_behaviour(
        &self,
        scores: &[(BehaviourAspect, Option<Score>)],
        count: u8,
        value: Ratio,
    ) -> String {
        let missing = self.pick("belum ada", "missing");
        let terms: Vec<_> = scores
            .iter()
            .map(|(aspect, score)| {
                let shown = score.map_or_else(|| missing.to_owned(), |score| score.show(self.mark));
                format!("{} {shown}", aspect.name(self.language))
            })
            .collect();
        format!(
            "{} {count} {}: {} = {}",
            self.pick("Rata-rata", "Mean of"),
            self.pick("aspek perilaku kerja", "aspects of behaviour"),
            terms.join(", "),
            value.show(self.mark)
        )
    }

    fn behaviour_share(&self, peer_opinion: Option<bool>, behaviour: Share) -> String {
        let peers = match peer_opinion {
            Some(true) => self.pick(
                " (dengan pendapat rekan kerja dan bawahan)",
                " (with the opinion of peers and subordinates)",
            ),
            Some(false) => self.pick(
                " (tanpa pendapat rekan kerja dan bawahan)",
                " (without the opinion of peers and subordinates)",
            ),
            None => "",
        };
        format!(
            "{} {}%, {} {}%{peers}",
            self.pick("Bobot SKP", "The work plan counts"),
            behaviour.rest().show(self.mark),
            self.pick("perilaku kerja", "behaviour"),
            behaviour.show(self.mark)
        )
    }

    fn halves(&self, step: &OlderStep) -> String {
        let OlderStep::Halves { first, second, share, value } = step else { return String::new() };
        format!(
            "{}: {}% × {} + {}% × {} = {}",
            self.pick("Gabungan semester I dan II 2021", "First and second half of 2021 together"),
            share.rest().show(self.mark),
            first.show(self.mark),
            share.show(self.mark),
            second.show(self.mark),
            value.show(self.mark)
        )
    }

    fn older_band(
        &self,
        regime: Regime,
        value: Ratio,
        new_idea: Option<bool>,
        predicate: Predicate,
    ) -> String {
        let idea = match new_idea {
            Some(true) => self.pick(", ada ide baru", ", with a new idea"),
            Some(false) => self.pick(", tanpa ide baru", ", without a new idea"),
            None => "",
        };
        let limits = self.regime_limits(regime);
        format!(
            "{} {}{idea} → {}",
            self.pick("Pita nilai akhir:", "Band of the total:"),
            value.show_below(&limits, self.mark),
            regime.predicate_name(predicate, self.language)
        )
    }

    /// The lowest scores of the regime's predicates.
    fn regime_limits(&self, regime: Regime) -> Vec<Score> {
        let rules = &self.policy.rules;
        let Some((_, day)) = self.regime() else { return Vec::new() };
        let floors = match regime {
            Regime::Pp46 => rules.pp46_2011_bands.at(day).map(|found| found.value),
            Regime::Pp30 => rules.pp30_2019_bands.at(day).map(|found| found.value.floors()),
            Regime::Permenpanrb6 | Regime::Permenpanrb6WithSe3 => None,
        };
        floors.map(|floors| floors.all().to_vec()).unwrap_or_default()
    }
}
