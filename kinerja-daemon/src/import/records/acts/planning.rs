//! `mutasi`, `usulan_rencana` and `dukungan`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use kinerja_core::people::Nip;

use super::{Draft, NAME_MAX, Person, REASON_MAX, Said, part, said};
use crate::import::problem::Code;
use crate::import::records::line::{Line, Sheet, TEXT_MAX, Told};
use crate::import::records::officials::{ANSWERER, SUPERIOR};
use crate::import::records::report::Report;
use crate::import::records::{employees, superiors};
use crate::import::table::Row;
use crate::import::value::{self, ValueError};
use crate::store::acts::{
    Act, Subject,
    planning::{
        Absence, Answer, Change, Extent, Grant, Movement, Post, Presence, Proposal, Support,
        Verdict,
    },
};

/// Days that the letter of a move may be ahead of it: more is a slip of the year.
const AHEAD_MAX: Days = Days::new(366);

/// The columns that only a new post has.
const POST: [&str; 4] = ["kode_unit", "jabatan", "nip_atasan", "jenjang"];

/// The kinds of move, before their cells are read.
#[derive(Clone, Copy)]
enum Move {
    Start,
    Transfer,
    NewSuperior,
    Absent(Absence),
    Return,
    End,
}

const MOVES: &[(&str, Move)] = &[
    ("pindah", Move::Transfer),
    ("atasan_baru", Move::NewSuperior),
    ("cuti", Move::Absent(Absence::Leave)),
    ("cltn", Move::Absent(Absence::UnpaidLeave)),
    ("tugas_belajar", Move::Absent(Absence::StudyAssignment)),
    ("mpp", Move::Absent(Absence::PreRetirement)),
    ("pemberhentian_sementara", Move::Absent(Absence::TemporaryDismissal)),
    ("pejabat_negara", Move::Absent(Absence::StateOfficial)),
    ("masuk", Move::Start),
    ("keluar", Move::End),
    ("kembali", Move::Return),
];

const VERDICTS: &[(&str, Verdict)] = &[
    ("diterima", Verdict::Accepted),
    ("ditolak", Verdict::Rejected),
    ("diubah", Verdict::Changed),
];

const EXTENTS: &[(&str, Extent)] =
    &[("ya", Extent::Full), ("tidak", Extent::Nothing), ("sebagian", Extent::Partial)];

/// One row a person and first day. It belongs to no period: it holds until the
/// next one.
pub(super) fn movement(line: &mut Line<'_, '_>) -> Said {
    let nip = line.known_nip();
    let from = first_day(line);
    let change = change(line, nip.as_ref().ok());
    let letter = line.text_or_none("nomor_surat", TEXT_MAX);
    let act = (|| Ok(Movement { change: change?, letter: letter? }))();
    let parts = [part(&from)];
    said(nip.map(Subject::Person), Ok(None), parts, from, act.map(Act::Movement))
}

/// Tells circles of superiors that the last moves of people make, with those who stand
/// as on record.
pub(super) fn check_circles<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    let mut last: BTreeMap<&Nip, (NaiveDate, &'t Row, Option<&Nip>)> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| report.is_good(draft.row)) {
        let Some(record) = draft.said.record.as_ref().filter(|one| one.withdrawn.is_none()) else {
            continue;
        };
        let (Subject::Person(nip), Act::Movement(movement)) = (&record.about, &record.act) else {
            continue;
        };
        let superior = match &movement.change {
            Change::Start(post) | Change::Transfer(post) => post.superior.as_ref(),
            Change::NewSuperior { superior } => Some(superior),
            Change::Absent { .. } | Change::Return | Change::End => continue,
        };
        // A later move on record says who is superior now.
        let is_older = sheet.context.known.moved.get(nip).is_some_and(|moved| record.on < *moved);
        if !is_older && last.get(nip).is_none_or(|(before, ..)| *before <= record.on) {
            last.insert(nip, (record.on, draft.row, superior));
        }
    }
    let mut rows: Vec<_> = last
        .into_iter()
        .map(|(nip, (_, row, superior))| {
            employees::Draft::of_superior(row, nip.clone(), superior.cloned())
        })
        .collect();
    rows.sort_by_key(|draft| draft.row.number);
    superiors::check_circles(sheet, report, &rows);
}

/// Tells returns of people who were not away, as moves on record and in the file say:
/// without the absence nobody would know for which days they are not evaluated.
pub(super) fn check_returns<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    const HEADING: &str = "jenis_mutasi";
    let moves = drafts.iter().filter_map(|draft| {
        let record = draft.said.record.as_ref()?;
        let (Subject::Person(nip), Act::Movement(movement)) = (&record.about, &record.act) else {
            return None;
        };
        let change = record.withdrawn.is_none().then_some(&movement.change);
        Some((draft.row, nip, record.on, change))
    });
    let moves: Vec<_> = moves.collect();
    let faulty = faulty_absences(sheet, report, drafts);
    let mut presences = sheet.context.known.presences.clone();
    for (_, nip, on, change) in &moves {
        presences.set(nip, *on, *change);
    }
    for (row, nip, on, _) in moves.iter().filter(|(.., change)| *change == Some(&Change::Return)) {
        let repair = match presences.before(nip, *on) {
            Presence::Away => continue,
            Presence::Left => "orang ini sudah `keluar`: yang datang lagi ditulis sebagai `masuk`",
            Presence::Working => {
                "orang ini tidak tercatat sedang tidak bertugas: tulis juga baris `cuti`, `cltn`, \
                 `tugas_belajar` dan sebagainya dengan hari mulainya, atau perbaiki tanggal"
            }
        };
        // The fault of the absence is told already; its return waits for it.
        if let Some((number, ..)) =
            faulty.iter().find(|(_, of, from)| of == *nip && from.is_none_or(|from| from < *on))
        {
            report.leave_out(row, format!("menunggu baris {number}: perbaiki dulu baris itu"));
            continue;
        }
        let error = ValueError::new(Code::NotAway, sheet.cell(row, HEADING), repair);
        report.problem(row, HEADING, &error);
    }
}

/// Rows that are not taken and may be those of an absence: their numbers, people and
/// first days, where these can be read.
fn faulty_absences(
    sheet: &Sheet<'_, '_>,
    report: &Report<'_>,
    drafts: &[Draft<'_>],
) -> Vec<(u32, Nip, Option<NaiveDate>)> {
    let faulty = drafts.iter().map(|draft| draft.row).filter(|row| !report.is_good(row));
    let found = faulty.filter_map(|row| {
        let text = |heading| value::text(sheet.cell(row, heading)).ok().flatten();
        let kind = text("jenis_mutasi")
            .and_then(|word| MOVES.iter().find(|(name, _)| *name == word).map(|(_, kind)| kind));
        // A word that cannot be read may mean one.
        let may_be = kind.is_none_or(|kind| matches!(kind, Move::Absent(_)));
        let nip = text("nip").filter(|_| may_be)?.parse().ok()?;
        Some((row.number, nip, value::date(sheet.cell(row, "mulai")).ok().flatten()))
    });
    found.collect()
}

/// The first day of a move, which a letter may say before it comes.
fn first_day(line: &mut Line<'_, '_>) -> Result<NaiveDate, Told> {
    const HEADING: &str = "mulai";
    let day = line.need(HEADING, value::date)?;
    match line.sheet.context.today.checked_add_days(AHEAD_MAX) {
        Some(last) if last < day => {
            let repair = format!("paling jauh setahun ke depan, {last}: periksa tahunnya");
            Err(line.tell(HEADING, Code::DateRange, repair))
        }
        Some(_) | None => Ok(day),
    }
}

fn change(line: &mut Line<'_, '_>, person: Option<&Nip>) -> Result<Change, Told> {
    const SAME_POST: &str = "jenis mutasi ini tidak mengubah sel ini: kosongkan";
    match line.word("jenis_mutasi", MOVES)? {
        Move::Start => post(line, person).map(Change::Start),
        Move::Transfer => post(line, person).map(Change::Transfer),
        Move::NewSuperior => {
            let same = line.nothing_in(&["kode_unit", "jabatan", "jenjang"], SAME_POST);
            let superior = line.official(&SUPERIOR, person)?;
            same.map(|()| Change::NewSuperior { superior })
        }
        Move::Absent(absence) => {
            line.nothing_in(&POST, SAME_POST).map(|()| Change::Absent { absence })
        }
        Move::Return => line.nothing_in(&POST, SAME_POST).map(|()| Change::Return),
        Move::End => line.nothing_in(&POST, SAME_POST).map(|()| Change::End),
    }
}

fn post(line: &mut Line<'_, '_>, person: Option<&Nip>) -> Result<Post, Told> {
    let unit = line.known_unit();
    let post = line.text("jabatan", NAME_MAX);
    let superior = line.official_or_none(&SUPERIOR, person);
    let level = employees::level(line);
    let level = level.map(|level| level.map(|level| level.code().to_owned()));
    Ok(Post { unit: unit?, post: post?, superior: superior?, level: level? })
}

/// One row a person, period and code.
pub(super) fn proposal(line: &mut Line<'_, '_>) -> Said {
    let person = Person::of(line);
    let code = line.code();
    let text = line.text("usulan", TEXT_MAX);
    // Plans are spoken about before their period begins.
    let on = line.past_day("tanggal_usulan");
    let answer = if line.cell("jawaban").is_empty() {
        let repair = "belum dijawab: kosongkan sel ini, atau isi `jawaban`";
        let rest = ["alasan_jawaban", "tanggal_jawaban", "nip_penjawab"];
        line.nothing_in(&rest, repair).map(|()| None)
    } else {
        answer(line, person.nip(), on).map(Some)
    };
    let parts = [part(&code)];
    let act = (|| Ok(Proposal { code: code?, text: text?, answer: answer? }))();
    person.said(parts, on, act.map(Act::Proposal))
}

fn answer(
    line: &mut Line<'_, '_>,
    person: Option<&Nip>,
    proposed: Result<NaiveDate, Told>,
) -> Result<Answer, Told> {
    let verdict = line.word("jawaban", VERDICTS);
    let reason = match verdict {
        // Whoever is refused is told why.
        Ok(Verdict::Rejected) => line.text("alasan_jawaban", REASON_MAX).map(Some),
        Ok(Verdict::Accepted | Verdict::Changed) | Err(Told) => {
            line.text_or_none("alasan_jawaban", REASON_MAX)
        }
    };
    let on = line.day_after("tanggal_jawaban", ("tanggal_usulan", proposed));
    let official = line.official(&ANSWERER, person);
    Ok(Answer { verdict: verdict?, reason: reason?, on: on?, official: official? })
}

/// One row a person, period and code.
pub(super) fn support(line: &mut Line<'_, '_>) -> Said {
    let person = Person::of(line);
    let code = line.code_of("kode_dukungan");
    let text = line.text("dukungan_diminta", TEXT_MAX);
    // Means are asked for with the plan, which is before its period begins.
    let on = line.past_day("tanggal_diminta");
    let grant = if line.cell("diberikan").is_empty() {
        let repair = "belum dijawab: kosongkan sel ini, atau isi `diberikan`";
        line.nothing_in(&["tanggal_diberikan"], repair).map(|()| None)
    } else {
        grant(line, on).map(Some)
    };
    let parts = [part(&code)];
    let act = (|| Ok(Support { code: code?, text: text?, grant: grant? }))();
    person.said(parts, on, act.map(Act::Support))
}

fn grant(line: &mut Line<'_, '_>, asked: Result<NaiveDate, Told>) -> Result<Grant, Told> {
    let extent = line.word("diberikan", EXTENTS);
    let on = line.day_after("tanggal_diberikan", ("tanggal_diminta", asked));
    Ok(Grant { extent: extent?, on: on? })
}
