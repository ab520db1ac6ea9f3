//! `docs/operating.md` against the configuration and the command line.

use std::{collections::BTreeSet, path::Path};

use clap::CommandFactory;
use kinerja_daemon::{
    cli::{Cli, Failure, command},
    config::Config,
};

use crate::page::{assert_same, keys, quoted, read, rows, section};

/// The tables of a configuration, each with a header that has all it needs.
const TABLES: [(&str, &str); 5] = [
    ("", ""),
    ("http.", "policies = []\n[mail]\n[http]\n"),
    ("mail.", "policies = []\n[mail]\n"),
    ("mail.limits.", "policies = []\n[mail]\n[mail.limits]\n"),
    ("mail.smtp.", "policies = []\n[mail]\n[mail.smtp]\n"),
];

fn page() -> String {
    read("docs/operating.md")
}

/// Every key that the configuration accepts. It tells them itself, when it meets
/// a key that it does not know.
fn accepted() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (folder, header) in TABLES {
        let text = format!("{header}nobodys_key = 1\n");
        let answer = Config::parse(&text, "kinerja.toml", Path::new("")).unwrap_err().to_string();
        let list = answer.split_once(", expected ").map(|(_, list)| list.lines().next());
        let list = list.flatten().unwrap_or_else(|| panic!("{folder}: {answer}"));
        found.extend(quoted(list).map(|key| format!("{folder}{key}")));
    }
    found.retain(|key| TABLES.iter().all(|(folder, _)| *folder != format!("{key}.")));
    found
}

#[test]
fn every_key_of_the_configuration_is_on_the_page_and_no_other() {
    let page = page();
    let known = accepted();
    assert!(known.contains("mail.smtp.hello_name"), "{known:?}");
    let rows = rows(section(&page, "## Configuration"));
    let documented = rows.iter().flat_map(|row| keys(row[0])).collect();
    assert_same("docs/operating.md", &documented, &known);
}

/// The long options of a command that are its own.
fn options(command: &clap::Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter(|option| !option.is_global_set());
    let names = own.filter_map(|option| option.get_long());
    names
        .filter(|name| !["help", "version"].contains(name))
        .map(|name| format!("--{name}"))
        .collect()
}

/// The commands that do something, by what is typed for them.
fn commands(command: &clap::Command, typed: &str) -> Vec<(String, BTreeSet<String>)> {
    let named = command.get_subcommands().filter(|found| found.get_name() != "help");
    let deeper: Vec<_> = named
        .flat_map(|found| commands(found, format!("{typed} {}", found.get_name()).trim_start()))
        .collect();
    if deeper.is_empty() { vec![(typed.to_owned(), options(command))] } else { deeper }
}

#[test]
fn every_command_stands_on_the_page_with_its_options_and_no_others() {
    let page = page();
    let rows = rows(section(&page, "## Commands"));
    let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let documented: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| {
            let words: Vec<_> =
                row[0].split(['`', ' ', '[', ']']).filter(|w| !w.is_empty()).collect();
            let name = words.iter().copied().take_while(is_word).filter(|w| !w.starts_with("--"));
            let name = name.collect::<Vec<_>>().join(" ");
            let options = words.into_iter().filter(|word| word.starts_with("--"));
            let with = options.map(|option| format!("{name} {option}")).collect::<Vec<_>>();
            [name].into_iter().chain(with)
        })
        .collect();
    let known = commands(&Cli::command(), "")
        .into_iter()
        .flat_map(|(name, options)| {
            let with = options.iter().map(|option| format!("{name} {option}")).collect::<Vec<_>>();
            [name].into_iter().chain(with)
        })
        .collect();
    assert_same("docs/operating.md", &documented, &known);
}

#[test]
fn every_option_that_holds_for_all_commands_is_told() {
    let page = page();
    let text = section(&page, "## Configuration");
    for option in Cli::command().get_arguments().filter(|option| option.is_global_set()) {
        let name = option.get_long().unwrap();
        assert!(text.contains(&format!("`--{name}")), "--{name}");
    }
}

#[test]
fn every_exit_code_is_on_the_page_and_no_other() {
    let failures = [
        Failure::usage(""),
        Failure::data(""),
        Failure::unavailable(""),
        Failure::try_later(""),
        Failure::config(""),
    ];
    let known =
        failures.iter().map(Failure::code).chain([0]).map(|code| code.to_string()).collect();
    let page = page();
    let rows = rows(section(&page, "## Exit codes"));
    let documented = rows.iter().map(|row| row[0].to_owned()).collect();
    assert_same("docs/operating.md", &documented, &known);
    let help = command().render_long_help().to_string();
    assert!(known.iter().all(|code| help.contains(&format!("{code} "))), "{help}");
}
