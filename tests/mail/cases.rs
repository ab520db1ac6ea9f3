//! People with results, as the store would give them.

use std::path::Path;

use kinerja_core::{
    evaluation::{Derivation, Evaluation, Standing, evaluate},
    evidence::{
        Background, Behaviour, BehaviourAspect, Evidence, OlderBehaviour, OlderEvidence, Reported,
    },
    language::Language,
    plan::{Actual, Contribution, Indicator, PlanStatus, ResultKind, Target, WorkPlan},
    region::{PolicyParts, RegionPolicy},
    scheme::permenpanrb8_2021::PostGroup,
    testing::{higher, indicator},
};
use kinerja_daemon::{
    facts::Evaluator,
    mail::{Composed, Composer, ResultMail, explain_text},
    store::StoredResult,
};

/// The NIP of everybody here.
pub(crate) const NIP: &str = "198503122010012007";

/// A result with all that explains it.
pub(crate) struct Case {
    pub(crate) result: StoredResult,
    pub(crate) policy: RegionPolicy,
    pub(crate) plan: Option<WorkPlan>,
    pub(crate) derivation: Derivation,
    pub(crate) evaluator: Evaluator,
}

impl Case {
    /// Evaluates a plan under a region's policy, at the hour at which that is due.
    pub(crate) fn new(region: &str, plan: WorkPlan, evidence: &Evidence) -> Self {
        let policy = policy(region);
        let found = evaluate(&policy, &plan, evidence);
        let derivation = Derivation::new(&plan, evidence, &found);
        let result = stored(&policy, plan.period().to_string().as_str(), &found);
        let evaluator = Evaluator::Named("Drs. H. Rahmat Hidayat, M.Si.".to_owned());
        Self { result, policy, plan: Some(plan), derivation, evaluator }
    }

    /// The same result in other languages.
    pub(crate) fn in_languages(mut self, languages: &[Language]) -> Self {
        let mut parts = PolicyParts::clone(&self.policy);
        parts.languages = languages.to_vec();
        self.policy = RegionPolicy::new(parts).unwrap();
        self
    }

    pub(crate) fn mail(&self) -> ResultMail<'_> {
        ResultMail {
            result: &self.result,
            policy: &self.policy,
            plan: self.plan.as_ref(),
            derivation: &self.derivation,
            evaluator: &self.evaluator,
        }
    }

    pub(crate) fn compose(&self) -> Composed {
        Composer::new(None).unwrap().compose(&self.mail()).unwrap()
    }

    pub(crate) fn explain(&self, language: Language) -> String {
        explain_text(&self.mail(), Standing::Proposal, language)
    }
}

pub(crate) fn policy(region: &str) -> RegionPolicy {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/regions").join(region);
    RegionPolicy::from_toml(&std::fs::read_to_string(path.join("policy.toml")).unwrap()).unwrap()
}

fn stored(policy: &RegionPolicy, period: &str, found: &Evaluation) -> StoredResult {
    let proposal = found.outcome.proposal();
    let code = |rating| serde_json::to_value(rating).unwrap().as_str().unwrap().to_owned();
    let period = period.parse().unwrap();
    StoredResult {
        employee: 1,
        run: 1,
        nip: NIP.parse().unwrap(),
        name: "Ni Made Ayu Lestari, S.Kom.".to_owned(),
        post: "Pranata Komputer Ahli Muda".to_owned(),
        unit_name: "Dinas Kependudukan dan Pencatatan Sipil".to_owned(),
        email: Some("ayu.lestari@example.go.id".to_owned()),
        evaluator: None,
        period,
        revision: 1,
        reason: None,
        as_of: policy.evaluation_due(period).unwrap(),
        policy: String::new(),
        plan: None,
        ratings: proposal.map(|proposal| {
            [
                proposal.predicate.code().to_owned(),
                code(proposal.result_rating),
                code(proposal.behaviour_rating),
            ]
        }),
        total: proposal.map(|proposal| proposal.total.to_string()),
        derivation: String::new(),
    }
}

/// An indicator with a title and a unit.
pub(crate) fn measured(
    (code, weight): (&str, &str),
    title: &str,
    unit: &str,
    target: Target,
) -> Indicator {
    let weight = if weight.is_empty() { "1" } else { weight };
    Indicator { title: title.into(), unit: unit.into(), ..indicator(code, weight, target) }
}

fn lower(target: &str) -> Target {
    Target::lower(target.parse().unwrap()).unwrap()
}

fn range(low: &str, high: &str) -> Target {
    Target::range(low.parse().unwrap(), high.parse().unwrap()).unwrap()
}

/// Evidence: code and actual as it would be typed, all of it on one day.
pub(crate) fn evidence(on: &str, actuals: &[(&str, Actual)], scores: [&str; 7]) -> Evidence {
    let on = on.parse().unwrap();
    Evidence {
        actuals: actuals
            .iter()
            .map(|(code, actual)| (code.parse().unwrap(), Reported { actual: *actual, on }))
            .collect(),
        behaviour: Some(Behaviour {
            scores: scores.map(|score| (!score.is_empty()).then(|| score.parse().unwrap())),
            on,
        }),
        older: None,
        background: Background::NOTHING,
        reports: None,
    }
}

pub(crate) fn amount(text: &str) -> Actual {
    Actual::Amount(text.parse().unwrap())
}

fn day(text: &str) -> Actual {
    Actual::Day(text.parse().unwrap())
}

/// Six indicators of every direction, one of them additional.
fn indicators(by: &str) -> Vec<Indicator> {
    let mut all = vec![
        measured(("IK1", "25"), "Lama penerbitan KTP-el sejak berkas lengkap", "hari", lower("3")),
        measured(("IK2", "25"), "Akta kelahiran yang terbit", "akta", higher("1200")),
        measured(("IK3", "20"), "Indeks kepuasan masyarakat loket", "indeks", higher("88.31")),
        measured(("IK4", "15"), "Serapan anggaran kegiatan", "persen", range("90", "100")),
        measured(
            ("IK5", "15"),
            "Laporan kinerja diserahkan",
            "tanggal",
            Target::by_date(by.parse().unwrap()),
        ),
        measured(("T1", ""), "Menjadi narasumber bagi rekan sejawat", "ada/tidak", Target::yes()),
    ];
    all[2].contribution = Contribution::Collective;
    all[5].kind = ResultKind::Additional;
    all
}

fn plan(period: &str, indicators: Vec<Indicator>) -> WorkPlan {
    WorkPlan::new(period.parse().unwrap(), PlanStatus::Running, indicators).unwrap()
}

const SCORES: [&str; 7] = ["104.5", "98", "", "110", "106.25", "101", "103"];

/// A good quarter in two languages, with one value of behaviour left out.
pub(crate) fn proposed() -> Case {
    let evidence = evidence(
        "2026-07-06",
        &[
            ("IK1", amount("2.4")),
            ("IK2", amount("1515")),
            ("IK3", amount("89.02")),
            ("IK4", amount("96.5")),
            ("IK5", day("2026-06-22")),
            ("T1", Actual::Answer(true)),
        ],
        SCORES,
    );
    Case::new("tangerang-selatan", plan("2026-Q2", indicators("2026-06-20")), &evidence)
}

/// Nothing can be proposed: one actual is missing, one came late, and so on.
pub(crate) fn blocked() -> Case {
    let mut evidence = evidence(
        "2026-07-06",
        &[
            ("IK1", amount("3.5")),
            ("IK2", amount("900")),
            ("IK4", Actual::Answer(true)),
            ("IK5", day("2026-06-19")),
        ],
        SCORES,
    );
    let late = evidence.actuals.get_mut("IK2").unwrap();
    late.on = "2026-07-12".parse().unwrap();
    Case::new("samarinda", plan("2026-Q2", indicators("2026-06-20")), &evidence)
}

/// Somebody without a work plan and without a superior on record.
pub(crate) fn no_plan() -> Case {
    let policy = policy("palembang");
    let result = stored(&policy, "2026-06", &Evaluation::without_plan());
    let derivation = Derivation::without_plan();
    Case { result, policy, plan: None, derivation, evaluator: Evaluator::Unnamed }
}

/// The second revision of a weak year.
pub(crate) fn revision() -> Case {
    let evidence = evidence(
        "2026-01-06",
        &[
            ("IK1", amount("5")),
            ("IK2", amount("610")),
            ("IK3", amount("70.4")),
            ("IK4", amount("61.25")),
            ("IK5", day("2025-12-29")),
        ],
        ["70", "76.5", "81", "79", "88", "72", "77"],
    );
    let mut case = Case::new("sawahlunto", plan("2025", indicators("2025-12-19")), &evidence);
    case.result.revision = 2;
    case.result.reason = Some("Realisasi IK2 dikoreksi setelah rekonsiliasi data.".to_owned());
    case
}

/// A half year in which the score still decided.
pub(crate) fn old() -> Case {
    let mut evidence = evidence(
        "2022-01-03",
        &[
            ("IK1", amount("3")),
            ("IK2", amount("1200")),
            ("IK3", amount("88.31")),
            ("IK4", amount("92")),
            ("IK5", day("2021-12-17")),
        ],
        ["90"; 7],
    );
    let aspects = [
        BehaviourAspect::ServiceOrientation,
        BehaviourAspect::Commitment,
        BehaviourAspect::Initiative,
        BehaviourAspect::Cooperation,
    ];
    let scores = aspects.into_iter().map(|aspect| (aspect, "90".parse().unwrap())).collect();
    let on = "2022-01-03".parse().unwrap();
    evidence.older = Some(Box::new(OlderEvidence {
        behaviour: Some(OlderBehaviour { scores, leads: false, on }),
        new_idea: Some(false),
        peer_opinion: Some(false),
        post: Some(PostGroup::Staff),
        ..OlderEvidence::default()
    }));
    Case::new("sawahlunto", plan("2021-S2", indicators("2021-12-19")), &evidence)
}

/// Names that try to be markup, template, header and another direction of text.
pub(crate) fn hostile() -> Case {
    let title = "<script>alert(1)</script> {{7*7}} {% include 'x' %} \" onmouseover=\"x";
    let weights = ["60", "40"];
    let indicators = vec![
        measured(("A", weights[0]), title, "<b>berkas</b> & 'lain'", higher("10")),
        measured(("B", weights[1]), "A\u{202e}kilabret\nBcc: x@y.id", "kali", higher("4")),
    ];
    let evidence = evidence("2026-07-03", &[("A", amount("9")), ("B", amount("3"))], ["70"; 7]);
    let mut case = Case::new("jayawijaya", plan("2026-S1", indicators), &evidence);
    case.result.name = "<img src=x onerror=alert(1)>\r\nBcc: korban@example.id".into();
    case.result.post = "{{7*7}} {{ view.steps }} ${7*7} <%= 7*7 %>".into();
    case.result.unit_name = "\"onmouseover=\"alert(1)\" style='x' --><!--".into();
    case.evaluator = Evaluator::Named("</td></table><h1>Sangat Baik</h1>".to_owned());
    case.result.revision = 3;
    case.result.reason = Some("{{ config }} <a href=javascript:alert(1)>klik</a>".to_owned());
    case
}
