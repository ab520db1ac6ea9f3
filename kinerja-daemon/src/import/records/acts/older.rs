//! `penilaian_lama`: what regimes before 2022 ask of the evaluator.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    evidence::{BehaviourAspect, OlderBehaviour, OlderEvidence},
    number::Score,
    plan,
    scheme::{
        OlderBehaviourRule, Regime, RegimeError, permenpanrb8_2021::PostGroup,
        pp46_2011::Creativity,
    },
};

use super::{Person, Said, part};
use crate::import::problem::Code;
use crate::import::records::line::{Line, TEXT_MAX, Told};
use crate::import::records::officials::EVALUATOR;
use crate::import::value::{self, ValueError};
use crate::store::acts::{Act, older::OlderAssessment};

/// Additional tasks of one person in one period, at most.
const TASKS_MAX: u32 = 999;

/// The columns of the aspects of behaviour.
const ASPECTS: [(&str, BehaviourAspect); 7] = [
    ("orientasi_pelayanan", BehaviourAspect::ServiceOrientation),
    ("integritas", BehaviourAspect::Integrity),
    ("komitmen", BehaviourAspect::Commitment),
    ("disiplin", BehaviourAspect::Discipline),
    ("inisiatif_kerja", BehaviourAspect::Initiative),
    ("kerja_sama", BehaviourAspect::Cooperation),
    ("kepemimpinan", BehaviourAspect::Leadership),
];

/// The columns that only PP 46/2011 asks for.
const OF_PP46: [&str; 2] = ["tugas_tambahan", "kreativitas"];
/// The columns that only PP 30/2019 asks for.
const OF_PP30: [&str; 7] = [
    "ide_baru",
    "pendapat_rekan",
    POST_GROUP,
    "target_tertinggi",
    ACTION_PLAN,
    INDIRECT,
    "nilai_semester_1",
];

const POST_GROUP: &str = "jenis_jabatan";
const ACTION_PLAN: &str = "rencana_aksi";
const INDIRECT: &str = "tidak_langsung";

const POST_GROUPS: &[(&str, PostGroup)] =
    &[("jpt_mandiri", PostGroup::Leader), ("ja_jf", PostGroup::Staff)];

const ANSWERS: &[(&str, bool)] = &[("ya", true), ("tidak", false)];

const REACHES: &[(&str, Creativity)] = &[
    ("tidak_ada", Creativity::None),
    ("unit", Creativity::Unit),
    ("organisasi", Creativity::Organisation),
    ("negara", Creativity::State),
];

/// What the regulation of a period asks for.
struct Asked<'a> {
    regime: Regime,
    behaviour: &'a OlderBehaviourRule,
}

/// One row a person, period and evaluator.
pub(super) fn assessment(line: &mut Line<'_, '_>) -> Said {
    let person = Person::of(line);
    let asked = asked(line, person.period());
    let evaluator = line.official(&EVALUATOR, person.nip());
    let on = line.day_of("tanggal", person.period());
    let facts = asked.and_then(|asked| {
        let behaviour = behaviour(line, asked.behaviour, on);
        let facts = if asked.regime == Regime::Pp46 {
            line.nothing_in(&OF_PP30, NOT_ASKED).and(of_pp46(line))
        } else {
            line.nothing_in(&OF_PP46, NOT_ASKED).and(of_pp30(line, &person))
        };
        Ok(OlderEvidence { behaviour: behaviour?, ..facts? })
    });
    let parts = [part(&evaluator)];
    let act = (|| Ok(OlderAssessment { evaluator: evaluator?, facts: facts? }))();
    person.said(parts, on, act.map(Act::OlderAssessment))
}

/// What is said of a cell that a regulation does not ask for.
const NOT_ASKED: &str = "peraturan periode ini tidak menanyakannya: kosongkan sel ini";

/// What the regulation of the period asks for. From 2022 on that stands in other
/// files.
fn asked<'a>(line: &mut Line<'a, '_>, period: Option<Period>) -> Result<Asked<'a>, Told> {
    let policy = line.sheet.context.policy;
    let Some((regime, day)) = Regime::deciding(period.ok_or(Told)?) else {
        let repair = "tidak ada peraturan yang diketahui untuk periode ini: paling awal 2014";
        return Err(line.tell("periode", Code::PeriodRegime, repair));
    };
    let rule = match regime {
        Regime::Pp46 => policy.rules.pp46_2011_behaviour.at(day),
        Regime::Pp30 => policy.rules.pp30_2019_behaviour.at(day),
        Regime::Permenpanrb6 | Regime::Permenpanrb6WithSe3 => None,
    };
    rule.map(|ruled| Asked { regime, behaviour: &ruled.value }).ok_or_else(|| {
        let repair = "mulai 2022 perilaku ditulis dalam `perilaku` dan rating dalam `penilaian`: \
                      pindahkan baris ini";
        line.tell("periode", Code::PeriodRegime, repair)
    })
}

/// The scores of behaviour; nothing when there is none, which is missing.
fn behaviour(
    line: &mut Line<'_, '_>,
    rule: &OlderBehaviourRule,
    on: Result<NaiveDate, Told>,
) -> Result<Option<OlderBehaviour>, Told> {
    let leads = line.word("memimpin", ANSWERS);
    let mut given = Ok(BTreeMap::new());
    for (heading, aspect) in ASPECTS {
        match (score_of(line, (heading, aspect), rule, leads), &mut given) {
            (Ok(Some(score)), Ok(scores)) => {
                scores.insert(aspect, score);
            }
            (Ok(_), _) => {}
            (Err(Told), given) => *given = Err(Told),
        }
    }
    let (scores, leads, on) = (given?, leads?, on?);
    Ok((!scores.is_empty()).then_some(OlderBehaviour { scores, leads, on }))
}

fn score_of(
    line: &mut Line<'_, '_>,
    (heading, aspect): (&str, BehaviourAspect),
    rule: &OlderBehaviourRule,
    leads: Result<bool, Told>,
) -> Result<Option<Score>, Told> {
    let is_asked = |leads| rule.asked(leads).any(|one| one == aspect);
    if line.cell(heading).is_empty() || is_asked(leads.unwrap_or(true)) {
        return score(line, heading, rule.maximum);
    }
    let repair = if is_asked(true) {
        "hanya dinilai pada pegawai yang memimpin: kosongkan, atau isi `memimpin` dengan `ya`"
    } else {
        "peraturan periode ini tidak menilai aspek ini: kosongkan sel ini"
    };
    Err(line.tell(heading, Code::NotEmpty, repair))
}

fn score(line: &mut Line<'_, '_>, heading: &str, most: Score) -> Result<Option<Score>, Told> {
    let mark = line.sheet.context.policy.decimal;
    line.read(heading, |cell| {
        let Some(text) = value::number(cell, mark)? else { return Ok(None) };
        let score = text.parse().ok().filter(|score: &Score| *score <= most);
        score.map(Some).ok_or_else(|| {
            let repair = format!("nilai 0 sampai {}: perbaiki", most.show(mark));
            ValueError::new(Code::Score, cell, repair)
        })
    })
}

fn of_pp46(line: &mut Line<'_, '_>) -> Result<OlderEvidence, Told> {
    let tasks = if line.cell("tugas_tambahan").is_empty() {
        Ok(None)
    } else {
        line.whole("tugas_tambahan", 0..=TASKS_MAX).map(Some)
    };
    let creativity = line.word_or_none("kreativitas", REACHES);
    Ok(OlderEvidence {
        additional_tasks: tasks?,
        creativity: creativity?,
        ..OlderEvidence::default()
    })
}

fn of_pp30(line: &mut Line<'_, '_>, person: &Person) -> Result<OlderEvidence, Told> {
    let new_idea = line.word_or_none("ide_baru", ANSWERS);
    let peer_opinion = line.word_or_none("pendapat_rekan", ANSWERS);
    let highest_targets = codes(line, "target_tertinggi", (person, false));
    let post = line.word_or_none(POST_GROUP, POST_GROUPS);
    let action_plan = only_for(line, (ACTION_PLAN, PostGroup::Leader), post)
        .and_then(|()| codes(line, ACTION_PLAN, (person, true)));
    let indirect = only_for(line, (INDIRECT, PostGroup::Staff), post)
        .and_then(|()| codes(line, INDIRECT, (person, true)));
    let first_half_of_2021 = first_half(line, person.period());
    Ok(OlderEvidence {
        new_idea: new_idea?,
        peer_opinion: peer_opinion?,
        highest_targets: highest_targets?,
        post: post?,
        action_plan: action_plan?,
        indirect: indirect?,
        first_half_of_2021: first_half_of_2021?,
        ..OlderEvidence::default()
    })
}

/// A column that only one group of posts has.
fn only_for(
    line: &mut Line<'_, '_>,
    (heading, group): (&str, PostGroup),
    post: Result<Option<PostGroup>, Told>,
) -> Result<(), Told> {
    let is_other = post.is_ok_and(|post| post != Some(group));
    if line.cell(heading).is_empty() || !is_other {
        return Ok(());
    }
    let word = POST_GROUPS.iter().find(|(_, one)| *one == group).map_or("", |(word, _)| word);
    let repair = format!("hanya untuk `{POST_GROUP}` `{word}`: perbaiki, atau kosongkan sel ini");
    Err(line.tell(heading, Code::NotEmpty, repair))
}

/// The codes of indicators of the person's plan, or of its main results only.
fn codes(
    line: &mut Line<'_, '_>,
    heading: &str,
    (person, only_main): (&Person, bool),
) -> Result<BTreeSet<plan::Code>, Told> {
    let Some(text) = line.text_or_none(heading, TEXT_MAX)? else { return Ok(BTreeSet::new()) };
    let key = person.nip().cloned().zip(person.period()).ok_or(Told)?;
    let Some(plan) = line.sheet.context.known.targets.get(&key) else {
        let repair = "belum ada rencana orang ini untuk periode ini: impor `rencana` dulu";
        return Err(line.tell(heading, Code::PlanUnknown, repair));
    };
    let codes = text.split_whitespace().map(|word| {
        let code: Option<plan::Code> = word.parse().ok();
        code.filter(|code| plan.get(code).is_some_and(|known| known.is_main || !only_main))
    });
    codes.collect::<Option<_>>().ok_or_else(|| {
        let repair = if only_main {
            "tulis kode hasil kerja utama dari `rencana` orang ini, dipisahkan spasi"
        } else {
            "tulis kode dari `rencana` orang ini, dipisahkan spasi"
        };
        line.tell(heading, Code::CodeUnknown, repair)
    })
}

/// The total of the first half of 2021, where a year is put together from its
/// halves.
fn first_half(line: &mut Line<'_, '_>, period: Option<Period>) -> Result<Option<Score>, Told> {
    const HEADING: &str = "nilai_semester_1";
    if line.cell(HEADING).is_empty() {
        return Ok(None);
    }
    let period = period.ok_or(Told)?;
    let is_year = matches!(Regime::of(period), Err(RegimeError::BothHalvesOf2021 { .. }));
    let bands = &line.sheet.context.policy.rules.pp30_2019_bands;
    let ruled = Regime::deciding(period).and_then(|(_, day)| bands.at(day));
    if let Some(ruled) = ruled.filter(|_| is_year) {
        return score(line, HEADING, ruled.value.maximum());
    }
    let repair = "hanya untuk periode 2021 yang dinilai setahun: kosongkan sel ini";
    Err(line.tell(HEADING, Code::NotEmpty, repair))
}
