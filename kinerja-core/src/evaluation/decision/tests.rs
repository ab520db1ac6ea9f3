//! Tests of decisions, objections and the history of acts.

mod older;

use chrono::NaiveDate;

use super::*;
use crate::{
    consequence::Role,
    language::Language,
    scheme::{Predicate, Rating},
    testing::{official_nip as nip, policy},
};

const PERIOD: &str = "2026-Q2";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ratings(result: Rating, behaviour: Rating) -> Ratings {
    Ratings { result, behaviour }
}

const GOOD: Ratings = Ratings { result: Rating::Meets, behaviour: Rating::Meets };
const BEST: Ratings = Ratings { result: Rating::Above, behaviour: Rating::Above };

fn reason() -> Reason {
    "Bukti tambahan diterima.".parse().unwrap()
}

fn officials() -> Officials {
    Officials::new(nip(0), Some(nip(1)), Some(nip(2))).unwrap()
}

fn on(text: &str, sequence: u32, role: Option<Role>, deed: Deed) -> Act {
    let number = |role| match role {
        Role::Employee => 0,
        Role::Superior => 1,
        Role::EvaluatorSuperior => 2,
        Role::UnitHead | Role::Hr => 3,
    };
    let by =
        role.map_or(Actor::Engine, |role| Actor::Person(Official { role, nip: nip(number(role)) }));
    Act { on: day(text), sequence, by, deed }
}

fn propose(text: &str, revision: u32, given: Option<Ratings>) -> Act {
    let reason = (revision > 1).then(reason);
    let judgement = given.map(Judgement::Ratings);
    on(text, revision, None, Deed::Propose { revision, judgement, reason })
}

fn decide(text: &str, given: Ratings, why: Option<Reason>) -> Act {
    let deed = Deed::Decide { proposal: 1, judgement: Judgement::Ratings(given), reason: why };
    on(text, 10, Some(Role::Superior), deed)
}

fn revise(text: &str, proposal: u32, given: Ratings) -> Act {
    let deed = Deed::Revise { proposal, judgement: Judgement::Ratings(given), reason: reason() };
    on(text, 11, Some(Role::Superior), deed)
}

fn receive(text: &str) -> Act {
    on(text, 20, Some(Role::Employee), Deed::Receive)
}

fn object(text: &str) -> Act {
    on(text, 30, Some(Role::Employee), Deed::Object { reasons: reason() })
}

fn uphold(text: &str, given: Ratings) -> Act {
    let deed = Deed::Uphold { judgement: Judgement::Ratings(given), reason: reason() };
    on(text, 40, Some(Role::EvaluatorSuperior), deed)
}

fn reject(text: &str) -> Act {
    on(text, 40, Some(Role::EvaluatorSuperior), Deed::Reject { reason: reason() })
}

fn fold(until: &str, acts: &[Act]) -> Result<Record, ActProblem> {
    let policy = policy();
    let case = Case::new(&policy, PERIOD.parse().unwrap(), officials()).unwrap();
    case.on(day(until), acts).map_err(|error| error.problem)
}

fn standing(until: &str, acts: &[Act]) -> (Standing, Option<Predicate>) {
    let record = fold(until, acts).unwrap();
    let state = record.state().unwrap();
    (state.standing(), state.decision().map(|decision| decision.predicate))
}

/// Proposed, decided as proposed, received on 20 July.
fn received() -> Vec<Act> {
    vec![
        propose("2026-07-15", 1, Some(GOOD)),
        decide("2026-07-18", GOOD, None),
        receive("2026-07-20"),
    ]
}

fn and(acts: &[Act], more: Act) -> Vec<Act> {
    acts.iter().cloned().chain([more]).collect()
}

#[test]
fn a_result_is_final_on_the_day_after_the_time_for_an_objection() {
    let acts = received();
    assert_eq!(standing("2026-07-15", &acts), (Standing::Proposal, None));
    assert_eq!(standing("2026-07-19", &acts), (Standing::Decision, Some(Predicate::Good)));
    assert_eq!(standing("2026-08-03", &acts).0, Standing::Decision);
    assert_eq!(standing("2026-08-04", &acts), (Standing::Final, Some(Predicate::Good)));
}

#[test]
fn a_result_that_nobody_received_never_becomes_final() {
    let acts = &received()[..2];
    assert_eq!(standing("2036-01-01", acts).0, Standing::Decision);
}

#[test]
fn an_objection_counts_on_the_last_day_and_not_on_the_next() {
    let acts = received();
    let in_time = and(&acts, object("2026-08-03"));
    assert_eq!(standing("2026-12-31", &in_time).0, Standing::Decision);
    assert_eq!(
        fold("2026-12-31", &and(&acts, object("2026-08-04"))),
        Err(ActProblem::LateObjection { received: day("2026-07-20"), deadline: day("2026-08-03") })
    );
}

#[test]
fn what_the_superior_of_the_evaluator_decides_is_final_at_once() {
    let contested = and(&received(), object("2026-07-25"));
    let upheld = and(&contested, uphold("2026-09-01", BEST));
    assert_eq!(standing("2026-09-01", &upheld), (Standing::Final, Some(Predicate::Excellent)));
    let rejected = and(&contested, reject("2026-09-01"));
    assert_eq!(standing("2026-09-01", &rejected), (Standing::Final, Some(Predicate::Good)));
    let Some(State::Final(last)) = fold("2026-09-01", &upheld).unwrap().state().cloned() else {
        panic!("it is not final")
    };
    assert_eq!(last.because(), FinalBecause::Upheld);
    assert_eq!(last.decision().by.role, Role::EvaluatorSuperior);
    let before = &last.decided().decisions().superseded()[0];
    assert_eq!(before.judgement, Judgement::Ratings(GOOD), "nothing is overwritten");
    assert_eq!(
        last.announce(PERIOD.parse().unwrap(), Language::Indonesian),
        "putusan final: Sangat Baik"
    );
}

#[test]
fn a_decision_that_differs_from_the_proposal_needs_a_reason() {
    let needs = |why| Err(ActProblem::NeedsReason(why));
    #[rustfmt::skip]
    let table = [
        (Some(GOOD), GOOD, None,           Ok(())),
        (Some(GOOD), BEST, None,           needs(WhyReason::Differs)),
        (Some(GOOD), BEST, Some(reason()), Ok(())),
        (None,       GOOD, None,           needs(WhyReason::Blocked)),
        (None,       GOOD, Some(reason()), Ok(())),
    ];
    for (proposed, decided, why, expected) in table {
        let acts = [propose("2026-07-15", 1, proposed), decide("2026-07-18", decided, why.clone())];
        let found = fold("2026-07-31", &acts).map(drop);
        assert_eq!(found, expected, "{proposed:?} {decided:?} {why:?}");
    }
}

#[test]
fn a_predicate_is_always_that_of_the_matrix() {
    for result in Rating::ALL {
        for behaviour in Rating::ALL {
            let given = ratings(result, behaviour);
            let acts =
                [propose("2026-07-15", 1, None), decide("2026-07-18", given, Some(reason()))];
            let expected =
                policy().matrix_of("2026-Q2".parse().unwrap()).predicate(result, behaviour);
            assert_eq!(standing("2026-07-31", &acts).1, Some(expected));
        }
    }
}

#[test]
fn acts_that_do_not_fit_are_refused_by_name() {
    use ActProblem as P;
    let (proposed, acts) = (vec![propose("2026-07-15", 1, Some(GOOD))], received());
    let decided = acts[..2].to_vec();
    let contested = and(&acts, object("2026-07-25"));
    let last = and(&contested, reject("2026-07-30"));
    let period = PERIOD.parse().unwrap();
    let final_since = |text| P::AlreadyFinal { since: day(text) };
    let other = |role, deed| on("2026-07-19", 10, Some(role), deed);
    let as_proposed = || decide("2026-07-18", GOOD, None).deed;
    #[rustfmt::skip]
    let table = [
        (vec![],           propose("2026-06-30", 1, None),             P::BeforeEnd { period }),
        (vec![],           decide("2026-06-29", GOOD, None),           P::BeforeEnd { period }),
        (vec![],           receive("2026-06-29"),                      P::BeforeEnd { period }),
        (vec![],           decide("2026-06-30", GOOD, None),           P::NotProposed),
        (vec![],           propose("2026-07-15", 2, None),             P::ProposalOrder { found: 2, next: 1 }),
        (vec![],           decide("2026-07-18", GOOD, None),           P::NotProposed),
        (vec![],           object("2026-07-18"),                       P::NotProposed),
        (proposed.clone(), propose("2026-07-16", 3, None),             P::ProposalOrder { found: 3, next: 2 }),
        (proposed.clone(), receive("2026-07-18"),                      P::NotDecided),
        (proposed.clone(), object("2026-07-18"),                       P::NotDecided),
        (proposed.clone(), revise("2026-07-18", 1, BEST),              P::NotDecided),
        (proposed.clone(), uphold("2026-07-18", BEST),                 P::NotDecided),
        (proposed.clone(), other(Role::Employee, as_proposed()),           P::BySelf { role: Role::Superior }),
        (proposed.clone(), other(Role::EvaluatorSuperior, as_proposed()),  P::WrongOfficial { role: Role::Superior }),
        (proposed.clone(), other(Role::Hr, as_proposed()),                 P::WrongOfficial { role: Role::Superior }),
        (proposed.clone(), Act { by: Actor::Engine, ..decide("2026-07-18", GOOD, None) }, P::WrongKindOfActor),
        (proposed.clone(), other(Role::Superior, Deed::Propose { revision: 2, judgement: None, reason: None }), P::WrongKindOfActor),
        (decided.clone(),  decide("2026-07-19", BEST, Some(reason())), P::AlreadyDecided { on: day("2026-07-18") }),
        (decided.clone(),  revise("2026-07-19", 1, GOOD),              P::Unchanged),
        (decided.clone(),  object("2026-07-19"),                       P::NotReceived),
        (decided.clone(),  uphold("2026-07-19", BEST),                 P::NoObjection),
        (decided.clone(),  reject("2026-07-19"),                       P::NoObjection),
        (acts.clone(),     receive("2026-07-21"),                      P::AlreadyReceived { on: day("2026-07-20") }),
        (acts.clone(),     revise("2026-08-04", 1, BEST),              final_since("2026-08-04")),
        (acts.clone(),     other(Role::Superior, Deed::Object { reasons: reason() }), P::WrongOfficial { role: Role::Employee }),
        (contested.clone(), object("2026-07-26"),                      P::ObjectionOpen { since: day("2026-07-25") }),
        (contested.clone(), revise("2026-07-26", 1, BEST),             P::ObjectionOpen { since: day("2026-07-25") }),
        (contested.clone(), uphold("2026-07-26", GOOD),                P::Unchanged),
        (last.clone(),     reject("2026-07-31"),                       final_since("2026-07-30")),
        (last.clone(),     object("2026-07-31"),                       final_since("2026-07-30")),
        (last,             propose("2026-07-31", 2, Some(BEST)),       final_since("2026-07-30")),
    ];
    for (before, act, expected) in table {
        let text = format!("{act:?}");
        assert_eq!(fold("2026-12-31", &and(&before, act)).map(drop), Err(expected), "{text}");
    }
}

#[test]
fn an_official_whom_nobody_named_is_asked_for() {
    let policy = policy();
    let unknown = Officials::new(nip(0), None, None).unwrap();
    let case = Case::new(&policy, PERIOD.parse().unwrap(), unknown).unwrap();
    let error = case.on(day("2026-12-31"), &received()).unwrap_err();
    assert_eq!(error.problem, ActProblem::Nobody { role: Role::Superior });
    assert_eq!(
        error.to_string(),
        "act 10 of 2026-07-18 (`decide`): nobody is `superior` at the end of the period: name the superior in the staff data first"
    );
}

#[test]
fn the_evaluator_and_his_superior_come_from_the_staff_data() {
    let one = |person: u32, superior: Option<u32>| {
        let mut post = crate::testing::assignment("2026-01-01", "Dinas");
        post.superior = superior.map(nip);
        (nip(person), crate::people::History::new(vec![post]).unwrap())
    };
    let people = [one(0, Some(1)), one(1, Some(2)), one(2, None)].into_iter().collect();
    let hierarchy = crate::people::Hierarchy::of(PERIOD.parse().unwrap(), &people).unwrap();
    assert_eq!(Officials::of(nip(0), &hierarchy), officials());
    assert_eq!(Officials::of(nip(2), &hierarchy).evaluator(), None);
}

#[test]
fn nobody_has_two_roles_in_one_result() {
    for (evaluator, superior) in [(Some(0), None), (None, Some(0)), (Some(1), Some(1))] {
        assert!(Officials::new(nip(0), evaluator.map(nip), superior.map(nip)).is_err());
    }
}

#[test]
fn a_revision_replaces_the_decision_and_must_be_received_again() {
    let acts = and(&received(), revise("2026-07-25", 1, BEST));
    let record = fold("2026-12-31", &acts).unwrap();
    let Some(State::Decided(decided)) = record.state() else { panic!("{record:?}") };
    assert_eq!(decided.receipt(), None);
    assert_eq!(decided.decisions().superseded().len(), 1);
    let again = and(&acts, receive("2026-08-01"));
    assert_eq!(standing("2026-08-15", &again).0, Standing::Decision);
    assert_eq!(standing("2026-08-16", &again), (Standing::Final, Some(Predicate::Excellent)));
}

#[test]
fn who_looked_at_an_older_proposal_must_look_again() {
    let acts = [
        propose("2026-07-15", 1, Some(GOOD)),
        propose("2026-07-17", 2, Some(BEST)),
        decide("2026-07-18", GOOD, None),
    ];
    assert_eq!(fold("2026-12-31", &acts), Err(ActProblem::OtherProposal { seen: 1, newest: 2 }));
    let confirmed = [
        acts[0].clone(),
        decide("2026-07-16", GOOD, None),
        acts[1].clone(),
        revise("2026-07-18", 2, GOOD),
    ];
    assert_eq!(standing("2026-12-31", &confirmed).0, Standing::Decision);
}

#[test]
fn the_same_acts_again_change_nothing() {
    let acts = and(&received(), object("2026-07-25"));
    let twice: Vec<_> = acts.iter().chain(&acts).cloned().collect();
    assert_eq!(fold("2026-12-31", &twice), fold("2026-12-31", &acts));
    let later = acts.iter().map(|act| Act { sequence: act.sequence + 100, ..act.clone() });
    let again: Vec<_> = acts.iter().cloned().chain(later).collect();
    assert_eq!(fold("2026-12-31", &again), fold("2026-12-31", &acts));
}

#[test]
fn two_acts_never_share_a_place() {
    let one = decide("2026-07-18", GOOD, None);
    let other = Act { deed: Deed::Receive, ..one.clone() };
    let acts = [propose("2026-07-15", 1, Some(GOOD)), one, other];
    assert_eq!(fold("2026-12-31", &acts), Err(ActProblem::SameSequence));
}

#[test]
fn the_history_is_told_in_both_languages_and_says_final_only_when_it_is() {
    let acts = and(&and(&received(), object("2026-07-25")), uphold("2026-09-01", BEST));
    let policy = policy();
    let told = |until: &str, language| -> Vec<String> {
        let record = fold(until, &acts).unwrap();
        let lines = record.derivation().lines(&policy, None, language);
        lines.iter().map(|line| format!("{}: {}", line.id, line.text)).collect()
    };
    let indonesian = told("2026-09-01", Language::Indonesian);
    assert_eq!(
        indonesian,
        [
            "proposal.1: Usulan 1 (15 Juli 2026): hasil kerja sesuai ekspektasi, perilaku sesuai ekspektasi → Baik",
            "decision.1: Putusan 1 oleh atasan langsung (18 Juli 2026), atas usulan 1: hasil kerja sesuai ekspektasi, perilaku sesuai ekspektasi → Baik",
            "receipt.2026-07-20: Hasil diterima 20 Juli 2026; keberatan paling lambat 3 Agustus 2026",
            "objection.2026-07-25: Keberatan diajukan 25 Juli 2026; alasan: Bukti tambahan diterima.",
            "decision.2: Putusan 2 oleh atasan pejabat penilai (1 September 2026), atas usulan 1: hasil kerja di atas ekspektasi, perilaku di atas ekspektasi → Sangat Baik; alasan: Bukti tambahan diterima.",
            "standing: Status hasil: putusan final, sejak 1 September 2026 (keberatan dikabulkan)",
        ]
    );
    assert_eq!(told("2026-09-01", Language::English).len(), indonesian.len());
    for (until, word) in
        [("2026-07-15", "usulan"), ("2026-07-19", "putusan"), ("2026-08-31", "putusan")]
    {
        let last = told(until, Language::Indonesian).pop().unwrap();
        assert_eq!(last, format!("standing: Status hasil: {word}"), "{until}");
    }
}

#[test]
fn a_message_never_shows_a_number_of_a_person() {
    let acts = [
        propose("2026-07-15", 1, Some(GOOD)),
        Act {
            by: Actor::Person(Official { role: Role::Superior, nip: nip(7) }),
            ..decide("2026-07-18", GOOD, None)
        },
    ];
    let policy = policy();
    let case = Case::new(&policy, PERIOD.parse().unwrap(), officials()).unwrap();
    let error = case.on(day("2026-12-31"), &acts).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(nip(7).as_str()), "{error:?}");
}
