//! What holds for every mail, whatever it says.

use kinerja_core::{
    language::Language,
    plan::{PlanStatus, WorkPlan},
    testing::higher,
};
use kinerja_daemon::{
    facts::Evaluator,
    mail::{ComposeError, Composed, Composer},
};

use crate::cases::{
    Case, NIP, amount, blocked, evidence, hostile, measured, no_plan, old, proposed, revision,
};

const BOTH: [Language; 2] = [Language::Indonesian, Language::English];

/// A case by its name.
type Named = (&'static str, fn() -> Case);

/// Every case in every order of languages, so that every sentence is used.
fn mails() -> Vec<(String, Composed)> {
    let cases: [Named; 6] = [
        ("proposed", proposed),
        ("blocked", blocked),
        ("no_plan", no_plan),
        ("revision", revision),
        ("old", old),
        ("hostile", hostile),
    ];
    let orders = [vec![BOTH[0]], vec![BOTH[1]], vec![BOTH[0], BOTH[1]], vec![BOTH[1], BOTH[0]]];
    cases
        .iter()
        .flat_map(|(name, case)| orders.iter().map(move |order| (name, case, order)))
        .map(|(name, case, order)| (format!("{name} {order:?}"), case().in_languages(order)))
        .map(|(name, case)| (name, case.compose()))
        .collect()
}

/// Ten indicators, as many as a plan usually has at most.
fn ten() -> Case {
    let codes: Vec<_> = (1..=10).map(|number| format!("IK{number}")).collect();
    let title = "Persentase permohonan yang diselesaikan sesuai standar pelayanan yang berlaku";
    let indicators =
        codes.iter().map(|code| measured((code, "10"), title, "persen", higher("95"))).collect();
    let actuals: Vec<_> = codes.iter().map(|code| (code.as_str(), amount("61.123456"))).collect();
    let plan = WorkPlan::new("2026-Q2".parse().unwrap(), PlanStatus::Agreed, indicators).unwrap();
    Case::new("tangerang-selatan", plan, &evidence("2026-07-01", &actuals, ["75.5"; 7]))
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_runs() {
    let wrong =
        ["http", "<script", "<img", "<link", "<iframe", "<svg", "<form", "src=", "url(", "@import"];
    // What people wrote may look like all of these; the next test looks at that.
    for (name, mail) in mails().into_iter().filter(|(name, _)| !name.starts_with("hostile")) {
        let html = mail.html.to_lowercase();
        for wrong in wrong {
            assert!(!html.contains(wrong), "{name}: {wrong}");
        }
    }
}

/// Every kind of tag that our templates have.
const OURS: [&str; 24] = [
    "!DOCTYPE", "a", "body", "br", "div", "h1", "h2", "head", "html", "li", "meta", "ol", "p",
    "small", "strong", "style", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
];

#[test]
fn what_people_wrote_is_shown_and_not_obeyed() {
    let mail = hostile().compose();
    for literal in ["{{7*7}}", "{% include 'x' %}", "<script>alert(1)</script>", "${7*7}"] {
        assert!(mail.text.replace('\n', " ").contains(literal), "{literal}");
    }
    assert!(mail.html.contains("{{7*7}}") && !mail.html.contains("49"));
    // Each tag of the page is one of ours, with attributes of ours.
    for tag in mail.html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(OURS.contains(&name), "{tag}");
        for wrong in ["onmouseover", "onerror", "javascript", "src=", "http"] {
            assert!(!tag.contains(wrong), "{tag}");
        }
    }
    // No value ends its line or turns the text around.
    assert!(mail.text.contains("\nYth. <img src=x onerror=alert(1)> Bcc: korban@example.id\n"));
    assert!(!mail.text.contains(['\u{202e}', '\r']) && !mail.html.contains('\u{202e}'));
}

#[test]
fn a_nip_stands_in_no_mail_and_a_predicate_in_no_subject() {
    for (name, mail) in mails() {
        for text in [&mail.subject, &mail.text, &mail.html] {
            assert!(!text.contains(NIP), "{name}");
        }
        for predicate in ["Baik", "Kurang", "Perbaikan", "good", "poor", "excellent"] {
            assert!(!mail.subject.contains(predicate), "{name}: {}", mail.subject);
        }
        assert!(!mail.subject.contains(char::is_control), "{name}");
    }
}

#[test]
fn every_mail_says_that_it_is_no_decision_and_whom_to_ask() {
    for (name, mail) in mails() {
        let text = mail.text.replace('\n', " ");
        let undecided = text.contains("USULAN")
            || text.contains("PROPOSAL")
            || text.contains("NOTHING IS PROPOSED");
        assert!(undecided, "{name}");
        assert!(text.contains('@') && text.contains("PP 30/2019 Pasal 59"), "{name}");
        assert!(mail.html.contains("mailto:kinerja@"), "{name}");
    }
}

#[test]
fn both_forms_say_the_same_in_all_languages_of_the_policy() {
    let mail = proposed().compose();
    assert_eq!(mail.language, "id,en");
    assert_eq!(mail.subject, "Usulan hasil evaluasi kinerja Triwulan II 2026");
    for form in [&mail.text, &mail.html] {
        for said in ["1.515 akta", "1,515 akta", "Rahmat Hidayat", "100,00", "100.00"] {
            assert!(form.contains(said), "{said}");
        }
    }
    let parts: Vec<_> = mail.html.match_indices("<td lang=\"").collect();
    assert_eq!(parts.len(), 2);
}

#[test]
fn a_text_fits_a_narrow_window_and_a_mail_a_poor_connection() {
    for (name, mail) in mails() {
        assert!(mail.text.lines().all(|line| line.chars().count() <= 76), "{name}");
    }
    let mail = ten().in_languages(&BOTH).compose();
    assert!(mail.html.len() < 60_000, "{} bytes", mail.html.len());
}

#[test]
fn a_plan_with_the_most_indicators_is_told_in_short() {
    let indicators = (0..100)
        .map(|number| {
            measured((&format!("I{number}"), "1"), &"Judul ".repeat(40), "kali", higher("4"))
        })
        .collect();
    let plan = WorkPlan::new("2026-Q2".parse().unwrap(), PlanStatus::Agreed, indicators).unwrap();
    let case = Case::new("tangerang-selatan", plan, &evidence("2026-07-01", &[], ["90"; 7]));
    let mail = case.compose();
    let text = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Rows of the plan and of what is missing stay, as many in each language.
    let titles = text.matches("Judul Judul").count() / 20;
    assert!((2 * 2 * 5..=2 * 2 * 20).contains(&titles), "{titles}");
    assert!(text.contains("Surel ini dipendekkan: "), "{text}");
    assert!(text.contains("This mail was shortened: "), "{text}");
    let bytes = crate::reminders::outgoing(mail).build().unwrap();
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
}

#[test]
fn a_result_that_its_derivation_does_not_give_is_not_told() {
    let composer = Composer::new(None).unwrap();
    let mut case = proposed();
    for wrong in [None, Some("poor")] {
        case.result.ratings = wrong.map(|code| [code; 3].map(str::to_owned));
        let told = composer.compose(&case.mail());
        assert!(matches!(told, Err(ComposeError::Disagrees)), "{wrong:?}");
    }
}

#[test]
fn the_same_result_makes_the_same_mail_each_time() {
    let (composer, case) = (Composer::new(None).unwrap(), ten());
    let first = composer.compose(&case.mail()).unwrap();
    for _ in 0..100 {
        assert_eq!(composer.compose(&case.mail()).unwrap(), first);
    }
}

#[test]
fn whoever_is_led_by_nobody_reads_who_must_name_somebody() {
    for order in [[BOTH[0], BOTH[1]], [BOTH[1], BOTH[0]]] {
        let case = Case { evaluator: Evaluator::Left, ..proposed() }.in_languages(&order);
        let mail = case.compose();
        for text in [mail.text.replace('\n', " "), mail.html] {
            assert!(
                text.contains("pengelola kepegawaian menunjuk siapa yang memutuskan."),
                "{text}"
            );
            assert!(text.contains("the personnel office names who decides."), "{text}");
            assert!(!text.contains("Rahmat"), "{text}");
        }
        for (language, to_do) in
            BOTH.into_iter().zip(["menulis `atasan_baru`", "writes `atasan_baru`"])
        {
            let text = case.explain(language);
            assert!(text.contains(to_do) && !text.contains("Rahmat"), "{text}");
        }
    }
}
