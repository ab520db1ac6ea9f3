//! The values of PermenPANRB 8/2021 in words.

use crate::{
    evaluation::{AspectCategory, OlderStep, render::Words},
    law::Source,
    number::{Ratio, Score},
    plan::Code,
    scheme::{
        Predicate, Regime,
        permenpanrb8_2021::{self, Converted},
    },
};

impl Words<'_> {
    /// Whether the period is part of what a plan is scored for as a whole.
    pub(super) fn is_periodic(&self) -> bool {
        self.period.is_some_and(permenpanrb8_2021::is_periodic)
    }

    pub(super) fn kinds_source(&self) -> Source {
        if self.is_periodic() {
            self.ruled(|rules| &rules.permenpanrb8_2021_periodic_kinds)
        } else {
            self.ruled(|rules| &rules.permenpanrb8_2021_kinds)
        }
    }

    pub(super) fn result(&self, step: &OlderStep) -> String {
        let OlderStep::Result { result, aspects, category, indirect, value, weight } = step else {
            return String::new();
        };
        let aspects: Vec<_> = aspects.iter().map(|aspect| self.aspect_category(aspect)).collect();
        let category = Regime::Pp30.predicate_name(*category, self.language);
        let indirect = indirect.map_or_else(String::new, |share| {
            let words = self.pick("dari nilainya (tidak langsung)", "of its value (indirect)");
            format!(", {}% {words}", share.show(self.mark))
        });
        let weight = weight.map_or_else(String::new, |weight| {
            format!(", {} {}%", self.pick("bobot", "weight"), weight.show(self.mark))
        });
        format!(
            "{} “{result}”: {} → {category}{indirect}, {} {}{weight}",
            self.pick("Hasil kerja", "Result"),
            aspects.join("; "),
            self.pick("nilai", "value"),
            value.show(self.mark)
        )
    }

    fn aspect_category(&self, aspect: &AspectCategory) -> String {
        let most = if aspect.highest_target {
            self.pick(", target tertinggi yang mungkin", ", the highest possible target")
        } else {
            ""
        };
        format!(
            "{} {}% ({}{most})",
            self.title(&aspect.code),
            aspect.percent,
            Regime::Pp30.predicate_name(aspect.category, self.language)
        )
    }

    pub(super) fn value(&self, code: &Code, converted: &Converted, highest_target: bool) -> String {
        let most = if highest_target {
            self.pick(" (target tertinggi yang mungkin)", " (the highest possible target)")
        } else {
            ""
        };
        format!(
            "{}: {} {}%{most} → {}, {} {}",
            self.title(code),
            self.pick("capaian dibulatkan", "achievement rounded to"),
            converted.percent,
            Regime::Pp30.predicate_name(converted.predicate, self.language),
            self.pick("nilai", "value"),
            converted.value.show(self.mark)
        )
    }

    pub(super) fn kinds(&self, step: &OlderStep) -> String {
        let OlderStep::Kinds { agreement, action_plan, share, value } = step else {
            return String::new();
        };
        format!(
            "{}: {}% × {} {} + {}% × {} {} = {}",
            self.pick("Hasil kerja utama menurut jenisnya", "Main results by their kind"),
            share.rest().show(self.mark),
            self.pick("perjanjian kinerja", "performance agreement"),
            agreement.show(self.mark),
            share.show(self.mark),
            self.pick("rencana aksi", "action plan"),
            action_plan.show(self.mark),
            value.show(self.mark)
        )
    }

    /// The stable name of the step about a result.
    pub(super) fn result_id(aspects: &[AspectCategory]) -> String {
        let first = aspects.first().map(|aspect| format!(".{}", aspect.code));
        format!("result{}", first.unwrap_or_default())
    }

    pub(super) fn additional(&self, step: &OlderStep) -> String {
        if let OlderStep::Additional { code, scope_weight, converted, factor, points } = step {
            let worth = (converted.predicate, *factor, converted.value);
            self.points(code, *scope_weight, worth, *points)
        } else if let OlderStep::AdditionalResult {
            code,
            scope_weight,
            category,
            factor,
            value,
            points,
        } = step
        {
            self.points(code, *scope_weight, (*category, Some(*factor), *value), *points)
        } else {
            String::new()
        }
    }

    fn points(
        &self,
        code: &Code,
        scope_weight: Score,
        (category, factor, value): (Predicate, Option<Score>, Ratio),
        points: Ratio,
    ) -> String {
        let factor = factor.map(|factor| format!(" {}%", factor.show(self.mark)));
        format!(
            "{}: {} {} × {}{} × {}% → {} {}",
            self.title(code),
            self.pick("bobot lingkup", "scope weight"),
            scope_weight.show(self.mark),
            Regime::Pp30.predicate_name(category, self.language),
            factor.unwrap_or_default(),
            value.show(self.mark),
            self.pick("poin", "points"),
            points.show(self.mark)
        )
    }
}
