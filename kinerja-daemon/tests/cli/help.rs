//! The help of each command is enough to use it.

use crate::site::{OFF, Site};

#[test]
fn the_help_of_each_command_names_its_options_and_the_exit_codes() {
    let site = Site::new(OFF);
    #[rustfmt::skip]
    let table: [(&[&str], &[&str]); 14] = [
        (&[],                  &["check", "import", "evaluate", "explain", "run", "status", "outbox", "export", "usulan"]),
        (&["check"],           &["problems"]),
        (&["import"],          &["<PATHS>...", "--region <REGION>", "--keep-good-rows", ".salah.csv", "`wilayah`"]),
        (&["evaluate"],        &["--region <REGION>", "--period <PERIOD>", "2026-S1", "--dry-run", "--revise <REASON>"]),
        (&["explain"],         &["--region <REGION>", "--nip <NIP>", "--period <PERIOD>", "--json"]),
        (&["what-if"],         &["--policy <FILE>", "--region <REGION>", "--period <PERIOD>", "--names", "--json"]),
        (&["decide"],          &["--nip <NIP>", "--result <RATING>", "--behaviour <RATING>", "[possible values: above, meets, below]", "--by <NIP>", "--reason <REASON>", "--dry-run"]),
        (&["object"],          &["--received <DAY>", "--reason <REASON>", "--uphold", "--reject", "--by <NIP>", "--dry-run"]),
        (&["run"],             &["--once"]),
        (&["status"],          &["due next"]),
        (&["progress"],        &["--region <REGION>", "--period <PERIOD>", "--unit <UNIT>", "--superior <NIP>", "--names", "--json"]),
        (&["outbox"],          &["list"]),
        (&["outbox", "list"],  &["--state <STATE>", "data_started", "held"]),
        (&["export"],          &["--region <REGION>", "--period <PERIOD>", "--out <FOLDER>", "hasil.csv", "--names"]),
    ];
    for (command, named) in table {
        let ran = site.run_now(&[command, &["--help"]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{command:?}");
        let common = ["--config <CONFIG>", "kinerja.toml", "--as-of <INSTANT>", "--log <LOG>"];
        for word in named.iter().chain(&common) {
            assert!(ran.out.contains(word), "{command:?} does not name {word}:\n{}", ran.out);
        }
        for code in ["0 done", "64 wrong", "65 wrong", "69 a", "75 try", "78 wrong"] {
            assert!(ran.out.contains(code), "{command:?} does not tell {code}:\n{}", ran.out);
        }
    }
    assert_eq!(site.files(), ["kinerja.toml", "policy.toml"]);
}

#[test]
fn every_option_stands_in_the_help_that_the_manual_promises() {
    let manual = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operating.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let site = Site::new(OFF);
    let rows = manual.lines().filter(|line| line.starts_with("| `") && line.contains("--"));
    let mut options = 0;
    for row in rows {
        let usage = row.split('`').nth(1).unwrap();
        let words = usage.split(' ').take_while(|word| {
            word.chars().all(|c| c.is_lowercase() || c == '-') && !word.starts_with('-')
        });
        let help = site.run_now(&[words.collect::<Vec<_>>().as_slice(), &["--help"]].concat()).out;
        for option in usage.split(['[', ']', ' ', '|']).filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{usage}: {option}\n{help}");
            options += 1;
        }
    }
    assert!(options >= 12, "only {options} options were found in the manual");
}
