//! A result explained on a terminal.

use kinerja_core::{consequence::Role, evaluation::Standing, language::Language};

use super::{ResultMail, words};
use crate::facts::Evaluator;
use words::plain;

/// Explains a result: whose it is, then one numbered line for each step of its
/// derivation with the source of the rule.
pub fn explain_text(mail: &ResultMail<'_>, standing: Standing, language: Language) -> String {
    let ResultMail { result, policy, plan, derivation, evaluator } = *mail;
    let mut lines = vec![
        words::subject(mail, language),
        format!("{}, {}, {}", plain(&result.name), plain(&result.post), plain(&result.unit_name)),
        format!("{}, {}", plain(&policy.name), words::as_of(mail, language)),
    ];
    if let Some(reason) = result.reason.as_deref().filter(|_| result.revision > 1) {
        lines.push(format!("{}: {}", language.pick("Alasan revisi", "Reason"), plain(reason)));
    }
    lines.push(match standing {
        Standing::Proposal => {
            let decides =
                language.pick("Belum diputuskan; yang memutuskan", "Not decided; decided by");
            format!("{decides}: {}", decider(evaluator, language))
        }
        Standing::Decision | Standing::Final => {
            let stands = language.pick("Status hasil", "The result is a");
            let below = language
                .pick("riwayat putusan di bawah usulan", "its history stands below the proposal");
            format!("{stands}: {}; {below}", standing.name(language))
        }
    });
    lines.push(String::new());
    let source = language.pick("sumber", "source");
    let steps = derivation.lines(policy, plan, language).into_iter().enumerate();
    lines.extend(steps.map(|(index, line)| {
        format!("{}. {} [{source}: {}]", index + 1, plain(&line.text), plain(&line.source))
    }));
    lines.push(String::new());
    lines.join("\n")
}

/// Who decides, or what must be done so that somebody can.
fn decider(evaluator: &Evaluator, language: Language) -> String {
    match evaluator {
        Evaluator::Named(name) => plain(name),
        Evaluator::Unnamed => Role::Superior.name(language).to_owned(),
        Evaluator::Left => language
            .pick(
                "belum ada, karena atasan langsung sudah keluar; pengelola kepegawaian menulis \
                 `atasan_baru` dalam `mutasi`",
                "nobody yet, because the direct superior has left; the personnel office writes \
                 `atasan_baru` in `mutasi`",
            )
            .to_owned(),
    }
}
