//! The mail about a decision, one for each region.

use kinerja_core::{
    consequence::{JobLevel, LevelSince, Role},
    evaluation::{
        Consequences, Decision, FinalBecause, Judgement, Official, PersonFacts, Ratings,
        ResultPredicate,
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

/// A mail: its name, region, period, the day of the decision, and what was decided
/// about whom.
struct Row {
    name: &'static str,
    region: &'static str,
    period: &'static str,
    on: &'static str,
    ratings: [Rating; 2],
    post: (&'static str, Option<JobLevel>),
}

const fn row(
    (name, region): (&'static str, &'static str),
    (period, on): (&'static str, &'static str),
    ratings: [Rating; 2],
    post: (&'static str, Option<JobLevel>),
) -> Row {
    Row { name, region, period, on, ratings, post }
}

// Each region's own, one that an upheld objection made final, and one that nobody
// has received yet.
#[rustfmt::skip]
const ROWS: [Row; 7] = [
    row(("samarinda", "samarinda"),                 ("2026-Q2", "2026-07-20"), [Above, Above], ("Perawat Ahli Muda", Some(JobLevel::AhliMuda))),
    row(("sawahlunto", "sawahlunto"),               ("2026",    "2027-01-20"), [Below, Meets], ("Guru Ahli Pertama", Some(JobLevel::AhliPertama))),
    row(("palembang", "palembang"),                 ("2026-06", "2026-07-20"), [Below, Above], ("Pranata Komputer Terampil", Some(JobLevel::Terampil))),
    row(("jayawijaya", "jayawijaya"),               ("2026-S1", "2026-07-20"), [Meets, Below], ("Kepala Seksi Pelayanan Umum", None)),
    row(("tangerang-selatan", "tangerang-selatan"), ("2026-Q2", "2026-07-20"), [Above, Above], ("Analis Kebijakan Ahli Madya", Some(JobLevel::AhliMadya))),
    row(("upheld", "tangerang-selatan"),            ("2026-Q2", "2026-07-20"), [Above, Above], ("Analis Kebijakan Ahli Madya", Some(JobLevel::AhliMadya))),
    row(("not_received", "palembang"),              ("2026-06", "2026-07-20"), [Meets, Meets], ("Arsiparis Mahir", Some(JobLevel::Mahir))),
];

fn case(row: &Row) -> Case {
    let Row { region, period, on, post, .. } = row;
    let target = kinerja_core::testing::higher("100");
    let plan = kinerja_core::testing::plan(
        period,
        vec![measured(("A", "100"), "Berkas selesai", "berkas", target)],
    );
    let reported = on.replace("-20", "-05");
    let mut case =
        Case::new(region, plan, &evidence(&reported, &[("A", amount("97.5"))], ["90"; 7]));
    post.0.clone_into(&mut case.result.post);
    case
}

fn notice(row: &Row, case: &Case) -> Notice {
    let Row { name, region, on, ratings: [result, behaviour], post: (_, level), .. } = *row;
    let ratings = Ratings { result, behaviour };
    let on = on.parse().unwrap();
    let upheld = name == "upheld";
    let role = if upheld { Role::EvaluatorSuperior } else { Role::Superior };
    let decision = Decision {
        on,
        by: Official { role, nip: NIP.parse().unwrap() },
        proposal: 1,
        judgement: Judgement::Ratings(ratings),
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
        proposed: (region != "jayawijaya").then_some(Judgement::Ratings(proposed)),
        received: (name != "not_received").then_some([on, deadline]),
        level,
        levels: levels.to_vec(),
        improvement: Path::of(&Consequences::of(&case.policy, &facts)),
    }
}

#[test]
fn a_decision_of_each_region_reads_as_it_was_reviewed() {
    for row in &ROWS {
        let (name, case) = (row.name, case(row));
        let notice = notice(row, &case);
        let mail = DecisionMail {
            result: &case.result,
            policy: &case.policy,
            notice: &notice,
            evaluator: &case.evaluator,
        };
        let mail = Composer::new(None).unwrap().compose_decision(&mail).unwrap();
        let text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
        assert!(text.contains("putusan") && !text.contains("{{"), "{text}");
        assert!(!text.contains(NIP) && !mail.html.contains(NIP), "{name}");
        assert_eq!(text.contains("ANGKA KREDIT"), row.post.1.is_some(), "{name}");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words.contains("dapat diajukan paling lambat"), name != "upheld", "{name}");
        let follow_ups = text.contains("TINDAK LANJUT MENURUT PUTUSAN");
        assert_eq!(follow_ups, name != "not_received", "{name}");
        assert_golden(&format!("mail/decision_{name}.txt"), text);
        assert_golden(&format!("mail/decision_{name}.html"), &mail.html);
    }
}
