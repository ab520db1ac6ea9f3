//! `penilaian`, `putusan`, `keberatan` and `capaian_organisasi`.

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, consequence::Role, organisation::OrgAchievement};

use super::cells::RATINGS;
use super::decided::{BY_DECISION, BY_OBJECTION, judgement, rated_period};
use super::{NAME_MAX, Person, REASON_MAX, Said, part, said};
use crate::import::records::line::{Line, Told};
use crate::import::records::officials::{DECIDER, EVALUATOR, HEAD};
use crate::store::acts::{
    Act, Subject,
    judgement::{Achievement, ActingAs, Decision, Objected, Objection, Outcome, Ratings, Ruling},
};

const ROLES: &[(&str, ActingAs)] = &[
    ("atasan_langsung", ActingAs::Role(Role::Superior)),
    ("atasan_penilai", ActingAs::Role(Role::EvaluatorSuperior)),
    ("pejabat_lain", ActingAs::OTHER),
];

const RULINGS: &[(&str, bool)] = &[("dikabulkan", true), ("ditolak", false)];

const ACHIEVEMENTS: &[(&str, OrgAchievement)] = &[
    ("istimewa", OrgAchievement::Excellent),
    ("baik", OrgAchievement::Good),
    ("butuh_perbaikan", OrgAchievement::NeedsImprovement),
    ("kurang", OrgAchievement::Poor),
    ("sangat_kurang", OrgAchievement::VeryPoor),
];

/// The columns that only an objection has.
const OBJECTED: [&str; 8] = [
    "isi_keberatan",
    "hasil_keberatan",
    "nip_pemutus",
    "tanggal_putusan",
    "rating_hasil_baru",
    "rating_perilaku_baru",
    "alasan_putusan",
    "predikat_baru",
];

/// The columns that only an outcome has.
const OUTCOME: [&str; 6] = [
    "nip_pemutus",
    "tanggal_putusan",
    "rating_hasil_baru",
    "rating_perilaku_baru",
    "alasan_putusan",
    "predikat_baru",
];

/// One row a person, period and evaluator: whoever moved has several.
pub(super) fn ratings(line: &mut Line<'_, '_>) -> Said {
    let person = Person { nip: line.known_nip(), period: rated_period(line) };
    let evaluator = line.official(&EVALUATOR, person.nip());
    let on = line.day_of("tanggal", person.period());
    let result = line.word("rating_hasil", RATINGS);
    let behaviour = line.word("rating_perilaku", RATINGS);
    let reason = line.text_or_none("alasan_penilaian", REASON_MAX);
    let parts = [part(&evaluator)];
    let act = (|| {
        Ok(Ratings {
            evaluator: evaluator?,
            result: result?,
            behaviour: behaviour?,
            reason: reason?,
        })
    })();
    person.said(parts, on, act.map(Act::Ratings))
}

/// One row a person, period and day: a later decision revises an earlier one and
/// both stay.
pub(super) fn decision(line: &mut Line<'_, '_>) -> Said {
    let person = Person::of(line);
    let official = line.official(&DECIDER, person.nip());
    let role = line.word("peran", ROLES);
    let on = line.day_of_decision("tanggal", person.period());
    let judgement = judgement(line, person.period(), &BY_DECISION);
    let reason = line.text_or_none("dasar_putusan", REASON_MAX);
    let proposal = if line.cell("usulan_ke").is_empty() {
        Ok(None)
    } else {
        line.whole("usulan_ke", 1..=9_999).map(Some)
    };
    let act = (|| {
        Ok(Decision {
            official: official?,
            role: role?,
            proposal: proposal?,
            judgement: judgement?,
            reason: reason?,
        })
    })();
    person.said([part(&on)], on, act.map(Act::Decision))
}

/// One row a person and period.
pub(super) fn objection(line: &mut Line<'_, '_>) -> Said {
    let person = Person::of(line);
    let received = line.day_of_decision("tanggal_terima", person.period());
    let objected = if line.cell("tanggal_keberatan").is_empty() {
        let repair = "tidak ada keberatan: kosongkan sel ini, atau isi `tanggal_keberatan`";
        line.nothing_in(&OBJECTED, repair).map(|()| None)
    } else {
        objected(line, &person, received).map(Some)
    };
    let act = (|| Ok(Objection { received: received?, objected: objected? }))();
    person.said([], received, act.map(Act::Objection))
}

fn objected(
    line: &mut Line<'_, '_>,
    person: &Person,
    received: Result<NaiveDate, Told>,
) -> Result<Objected, Told> {
    let on = line.day_after("tanggal_keberatan", ("tanggal_terima", received));
    let reasons = line.text("isi_keberatan", REASON_MAX);
    let outcome = if line.cell("hasil_keberatan").is_empty() {
        let repair = "belum ada putusan: kosongkan sel ini, atau isi `hasil_keberatan`";
        line.nothing_in(&OUTCOME, repair).map(|()| None)
    } else {
        outcome(line, person, on).map(Some)
    };
    Ok(Objected { on: on?, reasons: reasons?, outcome: outcome? })
}

fn outcome(
    line: &mut Line<'_, '_>,
    person: &Person,
    objected: Result<NaiveDate, Told>,
) -> Result<Outcome, Told> {
    let official = line.official(&DECIDER, person.nip());
    let on = line.day_after("tanggal_putusan", ("tanggal_keberatan", objected));
    let ruling = ruling(line, person.period());
    let reason = line.text("alasan_putusan", REASON_MAX);
    Ok(Outcome { official: official?, on: on?, ruling: ruling?, reason: reason? })
}

fn ruling(line: &mut Line<'_, '_>, period: Option<Period>) -> Result<Ruling, Told> {
    if line.word("hasil_keberatan", RULINGS)? {
        judgement(line, period, &BY_OBJECTION).map(Ruling::Uphold)
    } else {
        let repair = "keberatan ditolak, hasil tidak berubah: kosongkan sel ini";
        line.nothing_in(&BY_OBJECTION.all(), repair)?;
        Ok(Ruling::Reject)
    }
}

/// One row a unit and period.
pub(super) fn achievement(line: &mut Line<'_, '_>) -> Said {
    let unit = line.known_unit();
    let period = line.period();
    let achievement = line.word("capaian", ACHIEVEMENTS);
    let set_by = line.text("penetap", NAME_MAX);
    let on = line.day_of("tanggal_penetapan", period.as_ref().ok().copied());
    let head = line.official_or_none(&HEAD, None);
    let act = (|| Ok(Achievement { achievement: achievement?, set_by: set_by?, head: head? }))();
    let parts = [part(&period)];
    said(unit.map(Subject::Unit), period.map(Some), parts, on, act.map(Act::Achievement))
}
