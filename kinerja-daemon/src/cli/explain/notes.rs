//! What is on record beside a decision and does not make it.

use kinerja_core::{calendar::long_date, language::Language};

use super::Told;
use crate::judgement::{EarlierRatings, Judged, TooLate};

impl Told {
    /// One line for each thing.
    pub(super) fn notes(&self, language: Language) -> Vec<String> {
        let earlier = self.earlier.iter().map(|rated| earlier(rated, language));
        let passed_over = self.judged.as_ref().and_then(|judged| passed_over(judged, language));
        let late = self.judged.iter().flat_map(|judged| &judged.too_late);
        let late = late.map(|proposal| too_late(*proposal, language));
        earlier.chain(passed_over).chain(late).collect()
    }
}

/// A proposal after a final result, in words.
fn too_late(proposal: TooLate, language: Language) -> String {
    let TooLate { number, on, final_since } = proposal;
    let [on, since] = [on, final_since].map(|day| long_date(day, language));
    let [word, came, stays] = [
        ("Usulan", "Proposal"),
        ("dihitung setelah hasil final sejak", "was computed when the result was final since"),
        (
            "hasil tidak berubah dan tidak ada yang perlu dilakukan; yang baru dibawa ke periode \
             berikutnya",
            "the result stays as it is and nothing is to be done; what is new goes into the next \
             period",
        ),
    ]
    .map(|(id, en)| language.pick(id, en));
    format!("{word} {number} ({on}) {came} {since}: {stays}")
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
