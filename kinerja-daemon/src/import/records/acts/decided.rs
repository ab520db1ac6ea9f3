//! What is decided about a period: two ratings from 2022, before it a predicate.

use kinerja_core::{
    calendar::Period,
    evaluation::{Judgement, Ratings},
    scheme::{Basis, Predicate, Regime},
};

use super::cells::RATINGS;
use crate::import::headings::WITHDRAWN;
use crate::import::problem::Code;
use crate::import::records::line::{Line, Told};

/// The columns that say what is decided.
pub(super) struct Decided {
    result: &'static str,
    behaviour: &'static str,
    predicate: &'static str,
}

/// Those of a decision.
pub(super) const BY_DECISION: Decided = Decided {
    result: "putusan_hasil",
    behaviour: "putusan_perilaku",
    predicate: "putusan_predikat",
};

/// Those of an objection that was upheld.
pub(super) const BY_OBJECTION: Decided = Decided {
    result: "rating_hasil_baru",
    behaviour: "rating_perilaku_baru",
    predicate: "predikat_baru",
};

impl Decided {
    /// All of them.
    pub(super) const fn all(&self) -> [&'static str; 3] {
        [self.result, self.behaviour, self.predicate]
    }
}

/// The predicates by their names in the regulations until the first half of 2021.
const BY_PP46: &[(&str, Predicate)] = &[
    ("sangat_baik", Predicate::Excellent),
    ("baik", Predicate::Good),
    ("cukup", Predicate::NeedsImprovement),
    ("kurang", Predicate::Poor),
    ("buruk", Predicate::VeryPoor),
];

/// By their names in the second half of 2021.
const BY_PP30: &[(&str, Predicate)] = &[
    ("sangat_baik", Predicate::Excellent),
    ("baik", Predicate::Good),
    ("cukup", Predicate::NeedsImprovement),
    ("kurang", Predicate::Poor),
    ("sangat_kurang", Predicate::VeryPoor),
];

/// What is decided about the period; where it was not readable, that alone is told.
pub(super) fn judgement(
    line: &mut Line<'_, '_>,
    period: Option<Period>,
    columns: &Decided,
) -> Result<Judgement, Told> {
    let Decided { result, behaviour, predicate } = columns;
    let period = period.ok_or(Told)?;
    match Basis::of(period.start()) {
        Basis::Matrix => {
            let repair = format!(
                "mulai 2022 predikat lahir dari dua rating: kosongkan sel ini, isi `{result}` dan `{behaviour}`"
            );
            let nothing = line.nothing_in(&[predicate], &repair);
            let (result, behaviour) = (line.word(result, RATINGS), line.word(behaviour, RATINGS));
            let (result, behaviour) = (result?, behaviour?);
            nothing.map(|()| Judgement::Ratings(Ratings { result, behaviour }))
        }
        Basis::Bands => {
            let words = words(line, period)?;
            let repair = format!(
                "sebelum 2022 tidak ada rating, yang diputuskan predikatnya: kosongkan sel ini, isi `{predicate}`"
            );
            let nothing = line.nothing_in(&[result, behaviour], &repair);
            let predicate = line.word(predicate, words)?;
            nothing.map(|()| Judgement::Predicate(predicate))
        }
    }
}

/// The words for predicates that the regulation of the period knows.
fn words(
    line: &mut Line<'_, '_>,
    period: Period,
) -> Result<&'static [(&'static str, Predicate)], Told> {
    match Regime::deciding(period) {
        Some((Regime::Pp46, _)) => Ok(BY_PP46),
        Some((Regime::Pp30 | Regime::Permenpanrb6 | Regime::Permenpanrb6WithSe3, _)) => Ok(BY_PP30),
        None => {
            let repair = "tidak ada peraturan yang diketahui untuk periode ini: paling awal 2014";
            Err(line.tell("periode", Code::PeriodRegime, repair))
        }
    }
}

/// A period from 2022 on: before it nobody gave ratings. What is on record all the same
/// can be withdrawn.
pub(super) fn rated_period(line: &mut Line<'_, '_>) -> Result<Period, Told> {
    let period = line.period()?;
    if Basis::of(period.start()) == Basis::Matrix || !line.cell(WITHDRAWN).is_empty() {
        return Ok(period);
    }
    let repair = "sebelum 2022 tidak ada rating: nilai ditulis dalam `penilaian_lama`, dan predikat \
                  yang diputuskan dalam `putusan_predikat` pada `putusan`";
    Err(line.tell("periode", Code::PeriodRegime, repair))
}
