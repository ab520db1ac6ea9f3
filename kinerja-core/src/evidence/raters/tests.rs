//! What is shown of raters, and that nothing else can be found from it.

use proptest::prelude::*;

use super::*;

fn score(micros: u32) -> Score {
    Score::from_micros(micros.into()).unwrap()
}

fn rule(classes: &[(RaterClass, &str, u32)]) -> Result<RaterRule, RaterError> {
    let class = |(class, weight, answers_min): &(RaterClass, &str, u32)| {
        (*class, ClassRule { weight: weight.parse().unwrap(), answers_min: *answers_min })
    };
    RaterRule::new(classes.iter().map(class).collect())
}

fn three() -> RaterRule {
    rule(&[
        (RaterClass::Superior, "60", 1),
        (RaterClass::Peer, "20", 3),
        (RaterClass::Public, "20", 5),
    ])
    .unwrap()
}

#[test]
fn the_weights_make_the_whole_and_nobody_can_be_singled_out() {
    assert_eq!(
        rule(&[(RaterClass::Superior, "60", 1), (RaterClass::Peer, "39.99", 3)]),
        Err(RaterError::Weights { basis_points: 9_999 })
    );
    assert_eq!(rule(&[]), Err(RaterError::Weights { basis_points: 0 }));
    assert_eq!(
        rule(&[(RaterClass::Superior, "60", 1), (RaterClass::Peer, "40", 2)]),
        Err(RaterError::Minimum { class: RaterClass::Peer, least: 3, found: 2 })
    );
    assert_eq!(
        rule(&[(RaterClass::Superior, "100", 0)]),
        Err(RaterError::Minimum { class: RaterClass::Superior, least: 1, found: 0 })
    );
}

#[test]
fn a_class_counts_from_its_minimum_on_and_not_one_below() {
    let view = |peers: usize| {
        let scores = |count, points: u32| vec![score(points * 1_000_000); count];
        three()
            .view(&BTreeMap::from([
                (RaterClass::Superior, scores(1, 90)),
                (RaterClass::Peer, scores(peers, 50)),
                (RaterClass::Public, scores(5, 70)),
            ]))
            .unwrap()
    };
    let all = view(3);
    assert_eq!((all.answers, all.counted()), (Some(9), 10_000));
    // 90 * 0.6 + 50 * 0.2 + 70 * 0.2.
    assert_eq!(all.overall, Some(score(78_000_000).ratio()));
    let hidden = view(2);
    assert_eq!(hidden.classes[&RaterClass::Peer], None);
    assert_eq!((hidden.answers, hidden.counted()), (None, 8_000));
    // (90 * 60 + 70 * 20) / 80, without the peers.
    assert_eq!(hidden.overall, Some(score(85_000_000).ratio()));
}

#[test]
fn without_enough_answers_nothing_is_shown() {
    let view = three().view(&BTreeMap::new()).unwrap();
    assert_eq!((view.answers, view.overall, view.counted()), (None, None, 0));
    assert!(view.classes.values().all(Option::is_none));
}

#[test]
fn answers_of_a_class_that_was_not_asked_are_refused() {
    let answers = |class, count| BTreeMap::from([(class, vec![Score::MAX; count])]);
    assert_eq!(
        three().view(&answers(RaterClass::Subordinate, 9)),
        Err(RaterError::NotAsked { class: RaterClass::Subordinate })
    );
    assert_eq!(
        three().view(&answers(RaterClass::Peer, 10_001)),
        Err(RaterError::TooMany { class: RaterClass::Peer, found: 10_001 })
    );
}

#[test]
fn the_most_and_highest_answers_are_added_without_overflow() {
    let classes = RaterClass::ALL.map(|class| (class, "20", 3));
    let answers = RaterClass::ALL.map(|class| (class, vec![Score::MAX; 10_000]));
    let view = rule(&classes).unwrap().view(&BTreeMap::from(answers)).unwrap();
    assert_eq!(view.overall, Some(Score::MAX.ratio()));
}

#[test]
fn a_rule_is_read_through_the_same_door() {
    let text =
        r#"{"superior":{"weight":"60","answers_min":1},"peer":{"weight":"40","answers_min":3}}"#;
    let read: RaterRule = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert!(serde_json::from_str::<RaterRule>(&text.replace("\"40\"", "\"41\"")).is_err());
}

fn answers_of(most: usize) -> impl Strategy<Value = Vec<Score>> {
    prop::collection::vec((0_u32..=120_000_000).prop_map(score), 0..most)
}

proptest! {
    /// Whatever a class below its minimum answered, and however many they were,
    /// all that is shown is the same: it cannot be found from what is shown.
    #[test]
    fn a_hidden_class_leaves_no_trace(
        superior in answers_of(2), peers in answers_of(9), public in answers_of(9),
        other_peers in answers_of(3), other_public in answers_of(5), other_superior in answers_of(2),
    ) {
        let given = BTreeMap::from([
            (RaterClass::Superior, superior),
            (RaterClass::Peer, peers),
            (RaterClass::Public, public),
        ]);
        let shown = three().view(&given).unwrap();
        let mut exchanged = given.clone();
        for (class, other) in [
            (RaterClass::Superior, if given[&RaterClass::Superior].is_empty() { vec![] } else { other_superior }),
            (RaterClass::Peer, other_peers),
            (RaterClass::Public, other_public),
        ] {
            if shown.classes[&class].is_none() {
                exchanged.insert(class, other);
            }
        }
        prop_assert_eq!(&three().view(&exchanged).unwrap(), &shown);
        let hidden = shown.classes.values().any(Option::is_none);
        prop_assert_eq!(shown.answers.is_none(), hidden);
    }

    /// The overall mean lies between the lowest and the highest mean that is shown.
    #[test]
    fn the_overall_mean_lies_among_the_means(superior in answers_of(2), peers in answers_of(9), public in answers_of(9)) {
        let given = BTreeMap::from([
            (RaterClass::Superior, superior),
            (RaterClass::Peer, peers),
            (RaterClass::Public, public),
        ]);
        let shown = three().view(&given).unwrap();
        let means: Vec<_> = shown.classes.values().flatten().map(|view| view.mean).collect();
        prop_assert_eq!(shown.overall.is_none(), means.is_empty());
        prop_assert!(shown.overall >= means.iter().copied().min());
        prop_assert!(shown.overall <= means.iter().copied().max());
    }
}
