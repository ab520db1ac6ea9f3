//! The mail about a decision, one for each region.

use kinerja_core::{
    consequence::{JobLevel, LevelSince, Role},
    evaluation::{
        Consequences, Decision, FinalBecause, Official, PersonFacts, Ratings, ResultPredicate,
    },
    evidence::Background,
    people::Employment,
    scheme::Rating::{self, Above, Below, Meets},
};
use kinerja_daemon::{
    judgement::{Notice, Outcome, Path, Telling},
    mail::{Composer, DecisionMail},
};

use crate::{
    cases::{Case, NIP, amount, evidence, measured},
    golden::assert_golden,
};

/// A region, its period and the day of the decision, and what was decided.
type Row = (&'static str, &'static str, &'static str, [Rating; 2], Option<JobLevel>);

#[rustfmt::skip]
const ROWS: [Row; 5] = [
    ("samarinda",         "2026-Q2", "2026-07-20", [Above, Meets], Some(JobLevel::AhliMuda)),
    ("sawahlunto",        "2026",    "2027-01-20", [Below, Meets], None),
    ("palembang",         "2026-06", "2026-07-20", [Meets, Meets], Some(JobLevel::Terampil)),
    ("jayawijaya",        "2026-S1", "2026-07-20", [Meets, Below], None),
    ("tangerang-selatan", "2026-Q2", "2026-07-20", [Above, Above], Some(JobLevel::AhliMadya)),
];

fn case(region: &str, period: &str, on: &str) -> Case {
    let target = kinerja_core::testing::higher("100");
    let plan = kinerja_core::testing::plan(
        period,
        vec![measured(("A", "100"), "Berkas selesai", "berkas", target)],
    );
    let reported = on.replace("-20", "-05");
    Case::new(region, plan, &evidence(&reported, &[("A", amount("97.5"))], ["90"; 7]))
}

fn notice((region, _, on, [result, behaviour], level): Row, case: &Case) -> Notice {
    let ratings = Ratings { result, behaviour };
    let on = on.parse().unwrap();
    let upheld = region == "tangerang-selatan";
    let role = if upheld { Role::EvaluatorSuperior } else { Role::Superior };
    let decision = Decision {
        on,
        by: Official { role, nip: NIP.parse().unwrap() },
        proposal: 1,
        ratings,
        predicate: ratings.predicate(case.policy.matrix_of(case.result.period)),
        reason: Some("Bukti tambahan diperiksa.".parse().unwrap()),
    };
    let [_, result, behaviour] = case.result.ratings.clone().unwrap();
    let rating = |code: &str| Rating::ALL.into_iter().find(|one| one.code() == code).unwrap();
    let proposed = Ratings { result: rating(&result), behaviour: rating(&behaviour) };
    let deadline = case.policy.objection_deadline(case.result.period, on).unwrap();
    let levels = [LevelSince { from: case.result.period.start(), level: level.into() }];
    let facts = PersonFacts {
        period: case.result.period,
        employment: Employment::Pns,
        levels: &levels,
        found: ResultPredicate::Decided { predicate: decision.predicate, on },
        past: &[],
        steps: &[],
        attendance: &[],
        potential: None,
    };
    Notice {
        follow_ups: decision.follow_ups(&case.policy, &case.derivation, &Background::NOTHING),
        telling: Telling {
            number: if upheld || region == "jayawijaya" { 2 } else { 1 },
            decision,
            outcome: upheld.then_some(Outcome { because: FinalBecause::Upheld, on, reason: None }),
        },
        proposed: (region != "jayawijaya").then_some(proposed),
        received: (region == "samarinda").then_some([on, deadline]),
        level,
        levels: levels.to_vec(),
        improvement: Path::of(&Consequences::of(&case.policy, &facts)),
    }
}

#[test]
fn a_decision_of_each_region_reads_as_it_was_reviewed() {
    for row in ROWS {
        let (region, period, on, ..) = row;
        let case = case(region, period, on);
        let notice = notice(row, &case);
        let mail = DecisionMail { result: &case.result, policy: &case.policy, notice: &notice };
        let mail = Composer::new().unwrap().compose_decision(&mail).unwrap();
        let text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
        assert!(text.contains("putusan") && !text.contains("{{"), "{text}");
        assert!(!text.contains(NIP) && !mail.html.contains(NIP), "{region}");
        assert_golden(&format!("mail/decision_{region}.txt"), text);
        assert_golden(&format!("mail/decision_{region}.html"), &mail.html);
    }
}
