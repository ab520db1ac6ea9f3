//! The mails that people get, as they read them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

mod cases;
mod decisions;
#[path = "../support/golden.rs"]
mod golden;
mod promises;
mod reminders;

use cases::{blocked, hostile, no_plan, old, proposed, revision};
use golden::assert_golden;
use kinerja_core::language::Language;

#[test]
fn each_kind_of_mail_reads_as_it_was_reviewed() {
    type Make = fn() -> cases::Case;
    let cases: [(&str, Make); 6] = [
        ("proposed", proposed),
        ("blocked", blocked),
        ("no_plan", no_plan),
        ("revision", revision),
        ("old", old),
        ("hostile", hostile),
    ];
    for (name, case) in cases {
        let mail = case().compose();
        assert_golden(
            &format!("mail/{name}.txt"),
            format!("Subject: {}\n\n{}", mail.subject, mail.text),
        );
        assert_golden(&format!("mail/{name}.html"), &mail.html);
    }
}

#[test]
fn the_explanation_on_a_terminal_reads_as_it_was_reviewed() {
    for (name, case) in [("proposed", proposed()), ("blocked", blocked()), ("revision", revision())]
    {
        for language in [Language::Indonesian, Language::English] {
            let path = format!("mail/explain_{name}.{}.txt", language.code());
            assert_golden(&path, case.explain(language));
        }
    }
}
