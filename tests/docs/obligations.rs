//! `docs/obligations.md` against the table of kinds.

use kinerja_daemon::obligation::{Kind, row};

use crate::page::{read, rows, section};

/// What differs between the rows of a page and the kinds of the code, kind by kind.
fn differences(page: &str) -> Vec<String> {
    let written = rows(section(page, "## The table"));
    let known = Kind::ALL.map(row);
    let names: Vec<_> = written.iter().filter_map(|cells| cells.first().copied()).collect();
    let extra = names.iter().filter(|name| !known.iter().any(|row| row[0] == **name));
    let mut wrong: Vec<_> = extra.map(|name| format!("{name} is no kind")).collect();
    for row in &known {
        match written.iter().find(|cells| cells.first() == Some(&row[0].as_str())) {
            None => wrong.push(format!("{} is missing: | {} |", row[0], row.join(" | "))),
            Some(cells) if cells != row => {
                wrong.push(format!("{}: write | {} |", row[0], row.join(" | ")));
            }
            Some(_) => {}
        }
    }
    wrong
}

#[test]
fn every_kind_of_obligation_has_its_row_and_no_other_has() {
    let page = read("docs/obligations.md");
    let wrong = differences(&page);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_row_that_is_missing_more_or_otherwise_is_found() {
    let page = read("docs/obligations.md");
    let of = |kind: Kind| row(kind).join(" | ");
    let meeting = of(Kind::Meeting);
    for (spoiled, found) in [
        (page.replace(&format!("| {meeting} |\n"), ""), "`meeting` is missing"),
        (page.replace("`meeting` |", "`picnic` |"), "`picnic` is no kind"),
        (page.replace(&of(Kind::StepDue), &meeting), "`step_due` is missing"),
        (page.replace("rapat evaluasi", "rapat"), "`meeting`: write"),
    ] {
        let wrong = differences(&spoiled).join("\n");
        assert!(wrong.contains(found), "{found}: {wrong}");
    }
}
