//! What is on record beside a decision and does not make it.

use kinerja_core::{calendar::long_date, language::Language};

use super::Told;
use crate::judgement::{EarlierRatings, Judged};

impl Told {
    /// One line for each thing.
    pub(super) fn notes(&self, language: Language) -> Vec<String> {
        let earlier = self.earlier.iter().map(|rated| earlier(rated, language));
        let passed_over = self.judged.as_ref().and_then(|judged| passed_over(judged, language));
        earlier.chain(passed_over).collect()
    }
}

/// Ratings that a decision stands for, in words.
fn passed_over(judged: &Judged, language: Language) -> Option<String> {
    let on = long_date(judged.passed_over?, language);
    let ratings = language.pick("Penilaian (`penilaian`) tanggal", "The ratings (`penilaian`) of");
    let why = language.pick(
        "tidak dihitung sebagai putusan: putusan di atas yang berlaku",
        "do not count as a decision: the decision above holds",
    );
    Some(format!("{ratings} {on} {why}"))
}

/// What the superior of earlier days of the period said, in words.
fn earlier(rated: &EarlierRatings, language: Language) -> String {
    let EarlierRatings { from, until, on, ratings, reason } = rated;
    let last = until.pred_opt().unwrap_or(*until);
    let [from, last, on] = [from, &last, on].map(|day| long_date(*day, language));
    let [result, behaviour] = [ratings.result, ratings.behaviour].map(|one| one.name(language));
    let reason = reason.as_deref().map_or_else(String::new, |reason| {
        format!("; {}: {reason}", language.pick("alasan", "reason"))
    });
    format!(
        "{} {from} {} {last} ({} {on}): {} {result}, {} {behaviour}{reason}",
        language.pick("Penilaian atasan dari", "Ratings by the superior from"),
        language.pick("sampai", "to"),
        language
            .pick("sebagai pertimbangan penilai; diberikan", "for the evaluator to weigh; given"),
        language.pick("hasil kerja", "results"),
        language.pick("perilaku", "behaviour"),
    )
}
