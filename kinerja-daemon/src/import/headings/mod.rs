//! What a table is about, and where each of its columns stands.
//!
//! The lists below are the ones of `docs/files.md`.

mod acts;

use super::near::nearest;
use super::problem::{Code, Collector, Problem, Problems};
use super::table::{Cell, Row, Table};
use crate::store::acts::ActKind;

/// The column in which an error file gives its reasons. It is ignored when the
/// repaired file is imported.
pub const REASON: &str = "alasan";

/// The column that says why the act of a row is withdrawn. What people decided has
/// none: it is revised, or objected to.
pub const WITHDRAWN: &str = "alasan_dicabut";

/// Whether a column must be there. Its cells may be empty either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The file is refused without it.
    Required,
    /// It may be left out.
    Optional,
}

/// A heading that a kind of file knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// The heading, in lower case.
    pub name: &'static str,
    /// Whether it must be there.
    pub need: Need,
}

const fn required(name: &'static str) -> Heading {
    Heading { name, need: Need::Required }
}

const fn optional(name: &'static str) -> Heading {
    Heading { name, need: Need::Optional }
}

/// The kinds of file that regions hand over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `pegawai`: one row a person.
    Employees,
    /// `rencana`: one row an indicator.
    Plans,
    /// `realisasi`: one row an indicator and period.
    Actuals,
    /// `perilaku`: one row a person and period.
    Behaviour,
    /// What people did: `penilaian`, `putusan` and the like, one row an act.
    Act(ActKind),
}

impl Kind {
    /// All kinds, in the order in which files are taken in: people come before
    /// their plans, plans before what was reached, and all that before acts.
    pub const ALL: [Self; 20] = [
        Self::Employees,
        Self::Plans,
        Self::Actuals,
        Self::Behaviour,
        Self::Act(ActKind::Achievement),
        Self::Act(ActKind::Movement),
        Self::Act(ActKind::Proposal),
        Self::Act(ActKind::Support),
        Self::Act(ActKind::DailyReport),
        Self::Act(ActKind::Feedback),
        Self::Act(ActKind::SurveyAnswers),
        Self::Act(ActKind::Complaint),
        Self::Act(ActKind::Ratings),
        Self::Act(ActKind::Decision),
        Self::Act(ActKind::Objection),
        Self::Act(ActKind::Training),
        Self::Act(ActKind::Step),
        Self::Act(ActKind::Attendance),
        Self::Act(ActKind::Potential),
        Self::Act(ActKind::OlderAssessment),
    ];

    /// The word by which offices call the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Employees => "pegawai",
            Self::Plans => "rencana",
            Self::Actuals => "realisasi",
            Self::Behaviour => "perilaku",
            Self::Act(kind) => kind.name(),
        }
    }

    /// The heading that no other kind has.
    pub const fn telling(self) -> &'static str {
        match self {
            Self::Employees => "nama",
            Self::Plans => "indikator",
            Self::Actuals => "realisasi",
            Self::Behaviour => "akuntabel",
            Self::Act(kind) => acts::telling(kind),
        }
    }

    /// The headings of the kind.
    pub const fn headings(self) -> &'static [Heading] {
        match self {
            Self::Employees => EMPLOYEES,
            Self::Plans => PLANS,
            Self::Actuals => ACTUALS,
            Self::Behaviour => BEHAVIOUR,
            Self::Act(kind) => acts::headings(kind),
        }
    }
}

const EMPLOYEES: &[Heading] = &[
    required("nip"),
    required("nama"),
    required("jenis"),
    required("kode_unit"),
    required("unit_kerja"),
    required("jabatan"),
    required("email"),
    required("nip_atasan"),
    optional("jenjang"),
    optional("wilayah"),
];

const PLANS: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("status"),
    required("kode"),
    required("jenis_hasil"),
    required("hasil_kerja"),
    required("indikator"),
    required("ukuran"),
    required("aspek"),
    required("tingkat"),
    required("kontribusi"),
    required("arah"),
    required("satuan"),
    optional("nilai_awal"),
    required("target"),
    optional("target_atas"),
    required("bobot"),
    optional("misi"),
    optional("layanan"),
    optional("wilayah"),
];

const ACTUALS: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("kode"),
    required("realisasi"),
    required("tanggal"),
    optional("bukti"),
    optional("wilayah"),
];

const BEHAVIOUR: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("nip_penilai"),
    required("tanggal"),
    required("berorientasi_pelayanan"),
    required("akuntabel"),
    required("kompeten"),
    required("harmonis"),
    required("loyal"),
    required("adaptif"),
    required("kolaboratif"),
    optional("wilayah"),
];

/// Whether a heading is one of ours, and so tells nothing about a person.
pub(super) fn is_known(heading: &str) -> bool {
    heading == REASON
        || Kind::ALL.iter().any(|kind| kind.headings().iter().any(|known| known.name == heading))
}

/// What a table is about, told by its headings; nothing when none or more than
/// one kind is told.
pub fn kind_of(table: &Table) -> Option<Kind> {
    let mut kinds = told(table);
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => Some(kind),
        (None | Some(_), _) => None,
    }
}

/// The kinds that a table may be of.
fn told(table: &Table) -> impl Iterator<Item = Kind> {
    Kind::ALL
        .into_iter()
        .filter(|kind| table.headings().iter().any(|heading| heading == kind.telling()))
}

/// The problem of a table for which [`kind_of`] has no answer.
pub fn unknown_kind(table: &Table) -> Problem {
    let list = |kinds: &mut dyn Iterator<Item = Kind>| {
        let words = kinds.map(|kind| format!("`{}` ({})", kind.telling(), kind.name()));
        words.collect::<Vec<_>>().join(", ")
    };
    let several = list(&mut told(table));
    let repair = if several.is_empty() {
        let all = list(&mut Kind::ALL.into_iter());
        format!("beri tepat satu dari judul kolom ini: {all}")
    } else {
        format!("judul dari beberapa jenis berkas: sisakan satu saja dari {several}")
    };
    table.heading_problem(Code::Kind, &table.headings().join(" "), repair)
}

/// Where each expected heading stands in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    places: Vec<(&'static str, usize)>,
}

impl Columns {
    /// Finds the expected headings in a table.
    ///
    /// # Errors
    ///
    /// Lists every missing and every unknown heading, with what may have been
    /// meant.
    pub fn find(table: &Table, expected: &[Heading]) -> Result<Self, Problems> {
        let mut problems = Collector::default();
        let mut places = Vec::with_capacity(expected.len());
        let mut absent = Vec::new();
        for heading in expected {
            match table.headings().iter().position(|found| found == heading.name) {
                Some(place) => places.push((heading.name, place)),
                None => absent.push(heading),
            }
        }
        for heading in absent.iter().filter(|heading| heading.need == Need::Required) {
            let repair = format!("tambahkan kolom `{}`", heading.name);
            problems.push(
                table.heading_problem(Code::HeadingMissing, "", repair).at_column(heading.name),
            );
        }
        for found in table.headings() {
            if found == REASON || expected.iter().any(|heading| heading.name == found) {
                continue;
            }
            if found == WITHDRAWN {
                let repair = "baris berkas ini tidak dapat dicabut: koreksi dengan baris baru \
                              (putusan juga lewat keberatan), lalu hapus kolom ini";
                let problem = table.heading_problem(Code::HeadingUnknown, found, repair);
                problems.push(problem.at_column(found));
                continue;
            }
            let meant = nearest(found, absent.iter().map(|heading| heading.name)).map_or_else(
                || "hapus kolom ini".to_owned(),
                |near| format!("maksud Anda `{near}`? Kalau bukan, hapus kolom ini"),
            );
            let problem = table.heading_problem(Code::HeadingUnknown, found, meant);
            problems.push(problem.at_column(found));
        }
        problems.finish(Self { places })
    }

    /// Whether the table has the column.
    pub fn has(&self, heading: &str) -> bool {
        self.place(heading).is_some()
    }

    /// The cell of a row under a heading; empty when the column was left out.
    pub fn cell<'a>(&self, row: &'a Row, heading: &str) -> &'a Cell {
        static EMPTY: Cell = Cell::Empty;
        self.place(heading).and_then(|place| row.cells.get(place)).unwrap_or(&EMPTY)
    }

    fn place(&self, heading: &str) -> Option<usize> {
        self.places.iter().find(|(name, _)| *name == heading).map(|(_, place)| *place)
    }
}
