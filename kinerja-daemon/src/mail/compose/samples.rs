//! Made-up results, so that templates can be tried before anybody gets a mail.
//!
//! Between them they show every part of a template: what is proposed, blocked, late,
//! revised and not evaluated; what is decided, received, objected to and follows.

mod tellings;

use chrono::{Duration, NaiveDate};
use kinerja_core::{
    calendar::{Period, start_of_day},
    consequence::{JobLevel, LevelSince, Role},
    evaluation::{
        Consequences, Decision, Derivation, FinalBecause, Judgement, Official, PersonFacts,
        Ratings, ResultPredicate, evaluate,
    },
    evidence::{Background, Evidence},
    people::{Employment, Nip},
    plan::WorkPlan,
    region::RegionPolicy,
    scheme::{Basis, Predicate, Rating},
};

use super::{ComposeError, Composer, DecisionMail, ResultMail};
use crate::{
    facts::Evaluator,
    judgement::{Notice, Outcome, Path, Telling},
    store::StoredResult,
};

/// Nobody's NIP.
const NOBODY: &str = "190001012000011001";

/// Why a sample was decided so.
const REASON: &str = "Contoh alasan putusan.";

/// What every sample plan has; `PERIOD` stands for its period.
const PLAN: &str = r#"{"period":"PERIOD","status":"agreed","indicators":[
    {"code":"IK1","kind":{"main":"60"},"result":"Contoh hasil kerja","title":"Contoh indikator","aspect":"quantity","level":"output","contribution":"individual","unit":"berkas","target":{"higher":"100"}},
    {"code":"IK2","kind":{"main":"40"},"result":"Contoh hasil kerja lain","title":"Contoh indikator lain","aspect":"time","level":"output","contribution":"individual","unit":"hari","target":{"lower":"10"}},
    {"code":"T1","kind":"additional","result":"Contoh hasil tambahan","title":"Contoh indikator tambahan","aspect":"quality","level":"output","contribution":"individual","unit":"kali","target":{"higher":"1"}}]}"#;

/// What may be reported of it; `DAY` stands for the day.
const EVIDENCE: &str = r#"{"actuals":{"IK1":{"actual":{"amount":"90"},"on":"DAY"},"IK2":{"actual":{"amount":"8"},"on":"DAY"}},
    "behaviour":{"scores":["70","85","85","85","85","85","85"],"on":"DAY"},
    "older":{"behaviour":{"scores":{"service_orientation":"90","commitment":"90","initiative":"90","cooperation":"90","integrity":"90","discipline":"90"},"leads":false,"on":"DAY"},"additional_tasks":1,"creativity":"none","new_idea":false,"peer_opinion":false,"post":"staff"}}"#;

/// A sample cannot be made: a fault of the program, which a test finds.
fn wrong(error: impl std::fmt::Display) -> ComposeError {
    ComposeError::Sample(error.to_string())
}

/// A sample and all that a mail about it is made from.
struct Sample {
    result: StoredResult,
    plan: Option<WorkPlan>,
    derivation: Derivation,
}

impl Composer {
    /// Makes every kind of mail of a region from made-up people, in all languages of
    /// its policy.
    ///
    /// # Errors
    ///
    /// Fails when a template asks for what is not there.
    pub fn try_out(&self, policy: &RegionPolicy) -> Result<u32, ComposeError> {
        let mut mails = 0;
        let evaluators =
            [Evaluator::Named("Contoh Pejabat".to_owned()), Evaluator::Unnamed, Evaluator::Left];
        for sample in samples(policy)? {
            for evaluator in &evaluators {
                let Sample { result, plan, derivation } = &sample;
                let plan = plan.as_ref();
                self.compose(&ResultMail { result, policy, plan, derivation, evaluator })?;
                mails += 1;
                for notice in notices(policy, &sample)? {
                    let notice = &notice;
                    self.compose_decision(&DecisionMail { result, policy, notice, evaluator })?;
                    mails += 1;
                }
            }
        }
        for period in [policy.first_period, present(policy)?] {
            for telling in tellings::tellings(policy, period) {
                self.compose_telling(policy, &telling)?;
                mails += 1;
            }
        }
        Ok(mails)
    }
}

/// A period of today's law.
fn present(policy: &RegionPolicy) -> Result<Period, ComposeError> {
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).ok_or_else(|| wrong("no day"))?;
    policy.cadence.period_of(today).ok_or_else(|| wrong("no period"))
}

/// Results of the first period of the policy and of one of today's law.
fn samples(policy: &RegionPolicy) -> Result<Vec<Sample>, ComposeError> {
    let mut found = Vec::new();
    for period in [policy.first_period, present(policy)?] {
        let plan: WorkPlan =
            serde_json::from_str(&PLAN.replace("PERIOD", &period.to_string())).map_err(wrong)?;
        let late = period.end() + Duration::days(300);
        for day in [period.last_day(), late] {
            let text = EVIDENCE.replace("DAY", &day.to_string());
            let mut evidence: Evidence = serde_json::from_str(&text).map_err(wrong)?;
            if Basis::of(period.start()) == Basis::Matrix {
                evidence.older = None;
            } else {
                evidence.behaviour = None;
            }
            found.push(sample(policy, Some(&plan), &evidence)?);
        }
        found.push(sample(policy, Some(&plan), &Evidence::default())?);
    }
    Ok(found)
}

fn sample(
    policy: &RegionPolicy,
    plan: Option<&WorkPlan>,
    evidence: &Evidence,
) -> Result<Sample, ComposeError> {
    let plan = plan.ok_or_else(|| wrong("no plan"))?;
    let evaluated = evaluate(policy, plan, evidence);
    let proposal = evaluated.outcome.proposal();
    let result = StoredResult {
        employee: 0,
        run: 0,
        nip: nobody()?,
        name: "Contoh Pegawai".to_owned(),
        post: "Contoh Jabatan".to_owned(),
        unit_name: "Contoh Unit".to_owned(),
        email: None,
        evaluator: None,
        period: plan.period(),
        revision: 2,
        reason: Some("Contoh alasan.".to_owned()),
        as_of: start_of_day(plan.period().end(), policy.zone),
        policy: String::new(),
        plan: None,
        ratings: proposal.map(|found| {
            [found.predicate.code(), found.result_rating.code(), found.behaviour_rating.code()]
                .map(str::to_owned)
        }),
        total: proposal.map(|found| found.total.to_string()),
        derivation: String::new(),
    };
    let derivation = Derivation::new(plan, evidence, &evaluated);
    Ok(Sample { result, plan: Some(plan.clone()), derivation })
}

fn nobody() -> Result<Nip, ComposeError> {
    NOBODY.parse().map_err(wrong)
}

/// Decisions about a sample: the best and the worst, received or not, objected to
/// with either end.
fn notices(policy: &RegionPolicy, sample: &Sample) -> Result<Vec<Notice>, ComposeError> {
    let period = sample.result.period;
    let judgements = if Basis::of(period.start()) == Basis::Matrix {
        [Rating::Above, Rating::Below]
            .map(|rating| Judgement::Ratings(Ratings { result: rating, behaviour: rating }))
    } else {
        [Predicate::Excellent, Predicate::Poor].map(Judgement::Predicate)
    };
    let mut found = Vec::new();
    for judgement in judgements {
        for because in [None, Some(FinalBecause::Upheld), Some(FinalBecause::Rejected)] {
            found.push(notice(policy, sample, (period, judgement), because)?);
        }
    }
    Ok(found)
}

fn notice(
    policy: &RegionPolicy,
    sample: &Sample,
    (period, judgement): (Period, Judgement),
    because: Option<FinalBecause>,
) -> Result<Notice, ComposeError> {
    let on = period.end() + Duration::days(20);
    let predicate = judgement.predicate(policy.matrix_of(period));
    let by = Official { role: Role::Superior, nip: nobody()? };
    let decision = Decision {
        on,
        by,
        proposal: 2,
        judgement,
        predicate,
        reason: Some(REASON.parse().map_err(wrong)?),
    };
    let levels = [LevelSince { from: period.start(), level: Some(JobLevel::AhliMuda).into() }];
    let facts = PersonFacts {
        period,
        employment: Employment::Pns,
        levels: &levels,
        found: ResultPredicate::Decided { predicate, on },
        past: &[],
        steps: &[],
        attendance: &[],
        potential: None,
    };
    let outcome = because.map(|because| Outcome { because, on, reason: Some(REASON.to_owned()) });
    let deadline = policy.objection_deadline(period, on).ok();
    Ok(Notice {
        follow_ups: decision.follow_ups(policy, &sample.derivation, &Background::NOTHING),
        telling: Telling { number: 2, decision, outcome },
        proposed: because.is_some().then_some(judgement),
        received: deadline.filter(|_| because.is_none()).map(|last| [on, last]),
        level: Some(JobLevel::AhliMuda),
        levels: levels.to_vec(),
        improvement: Path::of(&Consequences::of(policy, &facts)),
    })
}
