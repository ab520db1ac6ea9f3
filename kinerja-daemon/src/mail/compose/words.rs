//! Words that depend on a value and therefore do not stand in a template.

use chrono::{NaiveDate, Timelike};
use kinerja_core::{
    calendar::{Period, long_date, zone_label},
    consequence::{FollowUpRule, Role},
    evaluation::{Lack, Missing, ObstacleKind, OlderGap, Side},
    language::Language,
    plan::PlanStatus,
    scheme::{Predicate, Regime},
};

use super::ResultMail;
use crate::facts::Evaluator;

/// The subject of the mail: what it is about, and not how it turned out.
pub(super) fn subject(mail: &ResultMail<'_>, language: Language) -> String {
    let period = mail.result.period.name(language);
    let mut subject = if super::view::predicate(mail.derivation).is_some() {
        let about = language.pick("Usulan hasil evaluasi kinerja", "Proposed performance result,");
        [about, " ", &period].concat()
    } else {
        let about = language.pick("Evaluasi kinerja", "Performance evaluation,");
        let why = if super::view::is_not_evaluated(mail.derivation) {
            language.pick("tidak dinilai", "not evaluated")
        } else {
            language.pick("belum ada usulan", "nothing proposed yet")
        };
        format!("{about} {period}: {why}")
    };
    if mail.result.revision > 1 {
        let word = language.pick("revisi", "revision");
        subject = format!("{subject} ({word} {})", mail.result.revision);
    }
    subject
}

/// The steps of a coaching or counselling with their days, and what ends it.
pub(super) fn plan(
    rule: &FollowUpRule,
    (period, from): (Period, NaiveDate),
    language: Language,
) -> Vec<String> {
    let lines = rule.plan(period, from).map(|plan| plan.lines(language));
    lines.unwrap_or_default().iter().map(|line| plain(line)).collect()
}

/// Tells the reader of the first language that another one follows.
pub(super) const fn follows_below(language: Language) -> &'static str {
    language.pick("Versi bahasa Indonesia ada di bawah.", "An English version is below.")
}

/// The predicate with its legal name, in the words of the period's regulation.
pub(super) fn predicate(predicate: Predicate, period: Period, language: Language) -> String {
    let legal = Regime::name_in(period, predicate, Language::Indonesian);
    match Regime::name_in(period, predicate, language) {
        same if same == legal => legal.to_owned(),
        translated => format!("{legal} – {translated}"),
    }
}

/// The instant at which a result stands, on the region's clock.
pub(super) fn as_of(mail: &ResultMail<'_>, language: Language) -> String {
    let zone = mail.policy.zone;
    let local = mail.result.as_of.with_timezone(&zone);
    let day = long_date(local.date_naive(), language);
    let (at, mark) = (language.pick(" pukul ", ", "), language.pick(".", ":"));
    let (hour, minute) = (local.hour(), local.minute());
    format!("{day}{at}{hour:02}{mark}{minute:02} {}", zone_label(zone))
}

/// Who must act, as the reader of the mail calls them.
pub(super) fn actor(role: Role, evaluator: &Evaluator, language: Language) -> String {
    match (role, evaluator) {
        (Role::Employee, _) => language.pick("Anda", "you").to_owned(),
        (Role::Superior, Evaluator::Named(name)) => {
            let name = plain(name);
            [language.pick("atasan langsung Anda", "your direct superior"), " (", &name, ")"]
                .concat()
        }
        (Role::Superior, Evaluator::Unnamed) => {
            language.pick("atasan langsung Anda", "your direct superior").to_owned()
        }
        (Role::Superior, Evaluator::Left) => language
            .pick(
                "atasan langsung Anda yang baru, setelah ditunjuk pengelola kepegawaian",
                "your new direct superior, once the personnel office has named one",
            )
            .to_owned(),
        (Role::EvaluatorSuperior | Role::UnitHead | Role::Hr, _) => role.name(language).to_owned(),
    }
}

/// What must be done about something that is missing.
pub(super) const fn to_do(missing: &Missing, language: Language) -> &'static str {
    match missing {
        Missing::Plan => language.pick(
            "susun rencana kerja (SKP) dan ajukan untuk disepakati",
            "draw up the work plan and submit it for agreement",
        ),
        Missing::Movements(_) => language.pick(
            "perbaiki catatan mutasi dengan mengimpor ulang barisnya",
            "repair the record of changes by importing its rows again",
        ),
        Missing::Unreadable(_) => language.pick(
            "perbaiki catatan dengan mengimpor ulang berkasnya",
            "repair the record by importing its file again",
        ),
        Missing::Agreement(PlanStatus::Draft) => language.pick(
            "ajukan rencana kerja (SKP) untuk disepakati",
            "submit the work plan for agreement",
        ),
        Missing::Agreement(
            PlanStatus::Submitted | PlanStatus::Agreed | PlanStatus::Running | PlanStatus::Closed,
        ) => language.pick(
            "sepakati rencana kerja (SKP) atau kembalikan untuk diperbaiki",
            "agree the work plan or return it for correction",
        ),
        Missing::Actual(_, Lack::NotReported) => {
            language.pick("laporkan realisasi dengan buktinya", "report the actual with its proof")
        }
        Missing::Actual(_, Lack::WrongKind) => language.pick(
            "laporkan realisasi dalam bentuk yang diminta targetnya",
            "report the actual in the form that its target asks for",
        ),
        Missing::Actual(_, Lack::ReportsWaiting) => language
            .pick("periksa laporan harian pegawai ini", "look at the daily reports of this person"),
        Missing::Actual(_, Lack::Late(_))
        | Missing::Behaviour(_, Lack::Late(_))
        | Missing::AllBehaviour(Lack::Late(_)) => language.pick(
            "batasnya sudah lewat; tanyakan langkah berikutnya kepada kontak di akhir surel ini",
            "the deadline has passed; ask the contact at the end of this mail how to go on",
        ),
        Missing::Behaviour(_, Lack::NotReported | Lack::WrongKind | Lack::ReportsWaiting)
        | Missing::AllBehaviour(Lack::NotReported | Lack::WrongKind | Lack::ReportsWaiting)
        | Missing::NothingToWeigh(Side::Behaviour) => {
            language.pick("berikan nilai perilaku", "give the scores of behaviour")
        }
        Missing::Deadline(_) => language.pick(
            "lengkapi daftar hari libur dalam kebijakan daerah",
            "complete the lists of holidays in the region's policy",
        ),
        Missing::NothingToWeigh(Side::Results) => language
            .pick("laporkan realisasi hasil kerja utama", "report the actuals of the main results"),
        Missing::Older(gap) => to_do_for_an_older_regime(gap, language),
    }
}

/// What keeps segments from being put together, and what must be done.
pub(super) const fn obstacle(
    kind: &ObstacleKind,
    language: Language,
) -> (&'static str, &'static str) {
    match kind {
        ObstacleKind::PlanOpen => (
            language.pick(
                "Rencana kerja (SKP) jabatan yang ditinggalkan belum ditutup",
                "The work plan of the post that was left is not closed",
            ),
            language.pick("tutup dan nilai rencana kerja itu", "close that plan and rate it"),
        ),
        ObstacleKind::NoPost { .. } => (
            language.pick(
                "Jabatan pada sebagian periode tidak diketahui",
                "The post is not known for a part of the period",
            ),
            language.pick("lengkapi catatan mutasi", "complete the record of changes"),
        ),
        ObstacleKind::Missing(missing) => (
            language.pick("Ada yang belum lengkap", "Something is missing"),
            to_do(missing, language),
        ),
    }
}

const fn to_do_for_an_older_regime(gap: &OlderGap, language: Language) -> &'static str {
    match gap.actor() {
        Role::Hr => language.pick(
            "tetapkan aturan ini dalam kebijakan daerah",
            "settle this rule in the region's policy",
        ),
        Role::Employee => language.pick(
            "sesuaikan indikator dengan rumus peraturan periode ini",
            "fit the indicators to the formulas of the period's regulation",
        ),
        Role::Superior | Role::EvaluatorSuperior | Role::UnitHead => language.pick(
            "isi dalam berkas `penilaian_lama` untuk periode ini",
            "fill it in the file `penilaian_lama` for this period",
        ),
    }
}

/// A text with a capital letter at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    first + chars.as_str()
}

/// A text that people wrote, on one line: what could break a line or turn the
/// direction of the text around it would let a name forge the rest of the mail.
pub(super) fn plain(text: &str) -> String {
    // Most texts are plain as they are.
    if is_plain(text) { text.to_owned() } else { made_plain(text) }
}

/// The same of a text that nobody else needs.
pub(super) fn into_plain(text: String) -> String {
    if is_plain(&text) { text } else { made_plain(&text) }
}

fn made_plain(text: &str) -> String {
    let kept: String =
        text.chars().filter(|c| !turns(*c)).map(|c| if breaks(c) { ' ' } else { c }).collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether the text has nothing that must be taken out. It looks at all bytes, which
/// is faster than to stop at the first.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((first, rest)) = bytes.split_first() else { return true };
    // Beside a control character, two blanks are all that makes a blank together.
    let pairs = bytes.iter().zip(rest);
    let found = pairs.fold(u8::from(first.is_ascii_control()), |found, (before, byte)| {
        let blanks = u8::from(*before == b' ') & u8::from(*byte == b' ');
        found | u8::from(*byte < b' ') | u8::from(*byte == b'\x7f') | blanks
    });
    let odd = |c: char| !c.is_ascii() && (turns(c) || breaks(c));
    found == 0
        && *first != b' '
        && bytes.last() != Some(&b' ')
        && (text.is_ascii() || !text.contains(odd))
}

const fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn breaks(c: char) -> bool {
    c.is_control() || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_on_its_line_and_in_its_direction() {
        assert_eq!(plain("Ani\r\nBcc: x\u{2028}y\u{85}z\t\0w"), "Ani Bcc: x y z w");
        assert_eq!(plain("A\u{202e}kiaB\u{202c} \u{2066}x\u{2069}"), "AkiaB x");
        assert_eq!(plain("  Dr.  Ni Lúh, S.Kom. "), "Dr. Ni Lúh, S.Kom.");
    }

    #[test]
    fn the_legal_name_of_a_predicate_stands_in_every_language() {
        use Language::{English, Indonesian};
        let of =
            |period: &str, found, language| predicate(found, period.parse().unwrap(), language);
        assert_eq!(of("2026", Predicate::Good, Indonesian), "Baik");
        assert_eq!(of("2026", Predicate::Good, English), "Baik – good");
        assert_eq!(of("2020", Predicate::NeedsImprovement, Indonesian), "Cukup");
        assert_eq!(of("2020", Predicate::NeedsImprovement, English), "Cukup – sufficient");
    }
}
