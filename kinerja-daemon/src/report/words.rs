//! The Indonesian words and numbers that tables, charts and files share.

use kinerja_core::{
    calendar::Period,
    consequence::Role,
    language::Language,
    number::DecimalMark,
    scheme::{Predicate, Regime},
    summary::{CATEGORIES, Mean, PublicRow},
};

/// Stands where a number is not shown because the group is small.
pub(super) const HIDDEN: &str = "disembunyikan";

/// Why a number is not shown.
pub(super) const HIDDEN_MEANS: &str = "Kelompok yang berisi kurang dari lima pegawai tidak ditampilkan, dan bersamanya angka lain secukupnya, agar hasil seseorang tidak dapat diketahui, juga tidak dengan pengurangan.";

/// What it means that something is a proposal.
pub(super) const PROPOSAL_MEANS: &str = "Seluruh isi terbitan ini adalah usulan sistem dan belum diputuskan oleh pejabat penilai kinerja.";

/// One column of the counts.
#[derive(Debug)]
pub(super) struct Category {
    /// The name in code and files.
    pub(super) code: &'static str,
    /// The name for people.
    pub(super) name: &'static str,
    /// The name where space is short.
    pub(super) short: &'static str,
}

fn predicate(predicate: Predicate, period: Period) -> Category {
    let name = Regime::name_in(period, predicate, Language::Indonesian);
    let short = match name {
        "Cukup" => "C",
        "Buruk" => "Bk",
        _ => match predicate {
            Predicate::Excellent => "SB",
            Predicate::Good => "B",
            Predicate::NeedsImprovement => "BP",
            Predicate::Poor => "K",
            Predicate::VeryPoor => "SK",
        },
    };
    Category { code: predicate.code(), name, short }
}

/// The columns in the order of [`PublicRow::counts`], in the words of the period's
/// regulation.
pub(super) fn columns(period: Period) -> [Category; CATEGORIES] {
    let [one, two, three, four, five] = Predicate::BEST_FIRST.map(|found| predicate(found, period));
    let rest = Category { code: "without_proposal", name: "Belum ada usulan", short: "BU" };
    [one, two, three, four, five, rest]
}

/// The name of a row of units.
pub(super) fn unit_name(row: &PublicRow) -> &str {
    row.unit.as_deref().unwrap_or("Gabungan unit kecil")
}

/// The name of the row that stands for the whole region.
pub(super) const ALL_UNITS: &str = "Seluruh unit kerja";

/// A mean that may be there, may be hidden, or may not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown<T> {
    /// It is shown.
    Value(T),
    /// It is hidden because the group is small.
    Hidden,
    /// There is none: nobody has a score.
    Nothing,
}

/// The mean of a row. Where everybody is without a proposal, and the table says
/// so, nothing is hidden.
pub(super) fn row_mean(row: &PublicRow) -> Shown<Mean> {
    let [.., without_proposal] = row.counts;
    match row.mean {
        Some(mean) => Shown::Value(mean),
        None if row.people.is_some() && row.people == without_proposal => Shown::Nothing,
        None => Shown::Hidden,
    }
}

/// A mean as programs read it: two decimals, no group marks.
pub(super) fn plain(mean: Mean, mark: DecimalMark) -> Option<String> {
    Some(mean.show(mark)?.replace(mark.group(), ""))
}

/// A count with group marks.
pub(super) fn count(count: u32, mark: DecimalMark) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark.group());
        }
        text.push(digit);
    }
    text
}

/// A part of a whole in percent with one decimal, half up; none of nothing.
pub(super) fn share(part: u32, whole: u32, mark: DecimalMark) -> Option<String> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let tenths = (part * 2_000 + whole).checked_div(whole * 2)?;
    Some(format!("{}{}{} %", tenths / 10, mark.mark(), tenths % 10))
}

/// What a gap's code says, and who must act.
pub(super) fn gap(code: &str) -> (String, &'static str) {
    let (what, roles): (&str, &[Role]) = match code {
        "plan_missing" => ("Rencana kerja (SKP) belum ada", &[Role::Employee]),
        "record_unreadable" => ("Catatan tidak terbaca", &[Role::Hr]),
        "movements_unclear" => ("Catatan mutasi tidak dapat dipakai", &[Role::Hr]),
        "plan_not_closed" => {
            ("Rencana kerja jabatan yang ditinggalkan belum ditutup", &[Role::Superior])
        }
        "post_unknown" => ("Jabatan pada sebagian periode tidak diketahui", &[Role::Hr]),
        "not_evaluated_no_post" => ("Tidak dinilai: tidak memiliki jabatan", &[]),
        "not_evaluated_absent" => ("Tidak dinilai: tidak bertugas sepanjang periode", &[]),
        "not_evaluated_too_short" => ("Tidak dinilai: masa tugas terlalu singkat", &[]),
        "plan_draft" => ("Rencana kerja (SKP) masih draf", &[Role::Employee]),
        "plan_not_agreed" => ("Rencana kerja (SKP) belum disepakati", &[Role::Superior]),
        "actual_missing" => ("Realisasi indikator belum dilaporkan", &[Role::Employee]),
        "actual_late" => ("Realisasi indikator dilaporkan terlambat", &[Role::Employee]),
        "actual_wrong_kind" => {
            ("Realisasi indikator tidak sesuai jenis targetnya", &[Role::Employee])
        }
        "reports_waiting" => ("Laporan harian belum diperiksa atasan", &[Role::Superior]),
        "behaviour_missing" => ("Penilaian perilaku kerja belum ada", &[Role::Superior]),
        "deadline_unknown" => ("Daftar hari libur belum ada", &[Role::Hr]),
        "behaviour_value_missing" => ("Penilaian perilaku kerja belum lengkap", &[Role::Superior]),
        "behaviour_late" => ("Penilaian perilaku kerja terlambat", &[Role::Superior]),
        "nothing_to_weigh" => {
            ("Tidak ada nilai yang dapat dihitung", &[Role::Employee, Role::Superior])
        }
        "older_rule_unknown" => ("Aturan untuk periode ini belum ditetapkan", &[Role::Hr]),
        "older_plan_unfit" => {
            ("Rencana kerja tidak sesuai rumus peraturan periode ini", &[Role::Employee])
        }
        "older_fact_missing" => {
            ("Hal yang diminta peraturan periode ini belum dicatat", &[Role::Superior])
        }
        // A code that this version does not know is shown as it is, so that the
        // people it counts are not lost.
        other => return (format!("Sebab lain ({other})"), Role::Hr.name(Language::Indonesian)),
    };
    let actor = match roles {
        [] => "–",
        [role] => role.name(Language::Indonesian),
        _ => "pegawai dan atasan langsung",
    };
    (what.to_owned(), actor)
}

#[cfg(test)]
mod tests {
    use kinerja_core::{
        calendar::CalendarError,
        evaluation::{Document, Lack, Missing, MovementsGap, NotEvaluated, OlderGap, Side},
        evidence::{BehaviourAspect, BehaviourValue::Loyal},
        plan::PlanStatus,
    };

    use super::*;

    #[test]
    fn columns_have_the_words_of_the_period() {
        let of = |period: &str| {
            columns(period.parse().unwrap()).map(|column| (column.name, column.short))
        };
        assert_eq!(
            of("2026-Q2")[2..5],
            [("Butuh Perbaikan", "BP"), ("Kurang", "K"), ("Sangat Kurang", "SK")]
        );
        assert_eq!(of("2021-Q4")[2..5], [("Cukup", "C"), ("Kurang", "K"), ("Sangat Kurang", "SK")]);
        assert_eq!(of("2020")[2..5], [("Cukup", "C"), ("Kurang", "K"), ("Buruk", "Bk")]);
    }

    #[test]
    fn every_gap_has_words_that_name_those_who_must_act() {
        let late = Lack::Late("2026-07-12".parse().unwrap());
        let code = || "A".parse().unwrap();
        let all = [
            Missing::Plan,
            Missing::Movements(MovementsGap::Contradictory),
            Missing::Unreadable(Document::Plan),
            Missing::Agreement(PlanStatus::Draft),
            Missing::Agreement(PlanStatus::Submitted),
            Missing::Actual(code(), late),
            Missing::Actual(code(), Lack::NotReported),
            Missing::Actual(code(), Lack::WrongKind),
            Missing::Actual(code(), Lack::ReportsWaiting),
            Missing::Behaviour(Loyal, late),
            Missing::Behaviour(Loyal, Lack::NotReported),
            Missing::AllBehaviour(Lack::NotReported),
            Missing::Deadline(CalendarError::NoList { year: 2028 }),
            Missing::NothingToWeigh(Side::Results),
            Missing::NothingToWeigh(Side::Behaviour),
            Missing::Older(OlderGap::HalvesOf2021),
            Missing::Older(OlderGap::NoFormula(code())),
            Missing::Older(OlderGap::NewIdea),
            Missing::Older(OlderGap::AllBehaviour(late)),
            Missing::Older(OlderGap::AllBehaviour(Lack::NotReported)),
            Missing::Older(OlderGap::Behaviour(BehaviourAspect::Integrity, Lack::NotReported)),
        ];
        for missing in all {
            let (what, actor) = gap(missing.code());
            assert!(!what.starts_with("Sebab lain"), "{missing:?}");
            assert!(actor.contains(missing.actor().name(Language::Indonesian)), "{missing:?}");
        }
        for why in [NotEvaluated::NoPost, NotEvaluated::Absent, NotEvaluated::TooShort] {
            assert!(gap(why.code()).0.starts_with("Tidak dinilai: "), "{why:?}");
        }
        for code in ["plan_not_closed", "post_unknown"] {
            assert!(!gap(code).0.starts_with("Sebab lain"), "{code}");
        }
        assert_eq!(gap("new").0, "Sebab lain (new)");
    }

    #[test]
    fn shares_are_rounded_half_up_and_none_of_nobody() {
        #[rustfmt::skip]
        let table = [
            (1,   3, Some("33,3 %")),
            (2,   3, Some("66,7 %")),
            (1, 800, Some("0,1 %")),
            (1, 2_001, Some("0,0 %")),
            (1, 2_000, Some("0,1 %")),
            (5,   5, Some("100,0 %")),
            (0,   0, None),
        ];
        for (part, whole, text) in table {
            let shown = share(part, whole, DecimalMark::Comma);
            assert_eq!(shown.as_deref(), text, "{part} of {whole}");
        }
    }

    #[test]
    fn counts_are_grouped_as_the_region_writes() {
        assert_eq!(count(1_234_567, DecimalMark::Comma), "1.234.567");
        assert_eq!(count(999, DecimalMark::Point), "999");
    }

    #[test]
    fn a_mean_is_hidden_only_where_somebody_may_have_a_score() {
        let mut row = PublicRow { unit: None, people: Some(9), counts: [Some(0); 6], mean: None };
        assert_eq!(row_mean(&row), Shown::Hidden);
        row.counts[5] = Some(9);
        assert_eq!(row_mean(&row), Shown::Nothing);
        (row.people, row.counts[5]) = (None, None);
        assert_eq!(row_mean(&row), Shown::Hidden);
        let mean = Mean { micros: 1_000_000_000 * 5, count: 5 };
        row.mean = Some(mean);
        assert_eq!(row_mean(&row), Shown::Value(mean));
        assert_eq!(plain(mean, DecimalMark::Comma).as_deref(), Some("1000,00"));
    }
}
