//! The commands that look: `evaluate --dry-run`, `export`, `outbox`,
//! `status`, `check`. None of them writes to the database.

use crate::site::{OFF, Ran, Site, people};

const Q2: [&str; 4] = ["--region", "samarinda", "--period", "2026-Q2"];
const NIP: &str = "197307192003012003";
const NAME: &str = "Maria Syaifullah";

fn with<'a>(command: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [command, &Q2, rest].concat()
}

#[test]
fn a_rehearsal_counts_everybody_and_writes_nothing() {
    let site = Site::filled(OFF);
    let before = site.dump();
    let said = site.ok(&with(&["evaluate"], &["--dry-run"]));
    assert_eq!(site.dump(), before);
    let total = said.lines().last().unwrap();
    assert!(
        total.starts_with("samarinda 2026-Q2: would be evaluated: 203 people: usulan "),
        "{said}"
    );
    let done = site.ok(&with(&["evaluate"], &[]));
    assert_eq!(
        done.replace("would be evaluated", "evaluated"),
        said.replace("would be evaluated", "evaluated")
    );
    assert_eq!(site.count("SELECT COUNT(*) FROM result"), 203);
    // Again on the same inputs: nothing, and nothing for a reason either.
    let before = site.dump();
    let again = site.ok(&with(&["evaluate"], &["--revise", "salah ketik"]));
    assert!(
        again.lines().all(|line| line.ends_with("nothing has changed since revision 1")),
        "{again}"
    );
    assert_eq!(site.dump(), before);
}

#[test]
fn changed_inputs_need_a_reason_and_make_the_next_revision() {
    let site = Site::evaluated(OFF);
    let row = format!("{NIP};2026-Q2;197006201994011003;2026-07-01;120;120;120;120;120;120;120");
    let headings = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif";
    site.write("perilaku.csv", format!("{headings}\n{row}\n"));
    site.ok(&["import", "perilaku.csv"]);
    let before = site.dump();
    let told = "wrong: samarinda: 1 unit has inputs that changed since: \
        `kinerja-daemon evaluate --region samarinda --period 2026-Q2 --revise REASON`";
    assert_eq!(site.ok(&["status"]).lines().last(), Some(told));
    let Ran { code, err, .. } = site.run(&with(&["evaluate"], &[]));
    assert_eq!(code, Some(65));
    assert_eq!(
        err.lines().last(),
        Some(
            "1 units have inputs that changed since they were evaluated: say why with --revise REASON"
        )
    );
    assert_eq!(site.dump(), before);
    let said = site.ok(&with(&["evaluate"], &["--revise", "perilaku dinilai ulang"]));
    assert!(said.contains("setda: revision 2: 22 people"), "{said}");
    assert_eq!(
        site.count(
            "SELECT COUNT(*) FROM run WHERE revision = 2 AND reason = 'perilaku dinilai ulang'"
        ),
        1
    );
    assert_eq!(site.count("SELECT COUNT(*) FROM run WHERE revision = 1"), 9);
    assert!(!site.ok(&["status"]).contains("changed since"));
}

#[test]
fn status_tells_of_people_who_came_after_their_unit_was_evaluated() {
    let site = Site::evaluated(OFF);
    let rows = std::fs::read_to_string(crate::site::examples().join("pegawai.csv")).unwrap();
    let row = rows.lines().find(|line| line.starts_with(NIP)).unwrap();
    site.write("baru.csv", people(&[&row.replace(NIP, "197307192003012999")]));
    site.ok(&["import", "baru.csv"]);
    let said = site.ok(&["status"]);
    assert!(said.contains(" 1 unit has inputs that changed since: "), "{said}");
}

#[test]
fn an_export_names_nobody_unless_asked_and_carries_no_formula() {
    let site = Site::new(OFF);
    let unit = r#""=HYPERLINK(""x"")""#;
    site.write(
        "pegawai.csv",
        people(&[&format!("{NIP};@{NAME};PNS;setda;{unit};Kepala;maria@samarinda.example.go.id;")]),
    );
    site.ok(&["import", "pegawai.csv"]);
    site.ok(&with(&["evaluate"], &[]));
    let before = site.dump();
    let cell = |file: &str, heading: &str| {
        let text = site.read(file);
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        let at = reader.headers().unwrap().iter().position(|found| found == heading)?;
        Some(reader.records().next().unwrap().unwrap()[at].to_owned())
    };
    site.ok(&with(&["export"], &["--out", "umum"]));
    for file in ["umum/hasil.csv", "umum/hasil.json", "umum/tindak_lanjut.csv"] {
        let text = site.read(file);
        assert_eq!(site.mode(file), 0o600, "{file}");
        assert!(![NIP, NAME, "maria@"].iter().any(|told| text.contains(told)), "{file}: {text}");
    }
    assert_eq!((cell("umum/hasil.csv", "nip"), cell("umum/hasil.csv", "nama")), (None, None));
    assert_eq!(cell("umum/hasil.csv", "status").unwrap(), "usulan");
    assert_eq!(cell("umum/hasil.csv", "unit_kerja").unwrap(), r#"'=HYPERLINK("x")"#);

    site.ok(&with(&["export", "--names"], &["--out", "dinas"]));
    assert_eq!(cell("dinas/hasil.csv", "nip").unwrap(), NIP);
    assert_eq!(cell("dinas/hasil.csv", "nama").unwrap(), format!("'@{NAME}"));
    assert_eq!(cell("dinas/hasil.csv", "unit_kerja").unwrap(), r#"'=HYPERLINK("x")"#);
    let json: serde_json::Value = serde_json::from_str(&site.read("dinas/hasil.json")).unwrap();
    assert_eq!(
        (&json[0]["nip"], &json[0]["unit_name"]),
        (&NIP.into(), &r#"=HYPERLINK("x")"#.into())
    );
    assert_eq!(site.dump(), before);
}

#[test]
fn an_export_knows_people_by_numbers_that_stay_and_tell_no_row_of_the_file() {
    let site = Site::evaluated(OFF);
    let before = site.dump();
    let numbers = |file: &str| {
        let text = site.read(file);
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        reader
            .records()
            .map(|row| row.unwrap().iter().take(3).map(str::to_owned).collect())
            .collect::<Vec<Vec<String>>>()
    };
    site.ok(&with(&["export"], &["--out", "umum"]));
    site.ok(&with(&["export", "--names"], &["--out", "dinas"]));
    let (open, named) = (numbers("umum/hasil.csv"), numbers("dinas/hasil.csv"));
    assert_eq!((open.len(), named.len()), (203, 203));
    let first = |rows: &[Vec<String>]| rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_eq!(first(&open), first(&named));
    let known: std::collections::BTreeSet<_> = first(&open).into_iter().collect();
    assert_eq!(known.len(), 203);
    assert!(known.iter().all(|number| number.len() == 10), "{known:?}");
    let followed = first(&numbers("umum/tindak_lanjut.csv"));
    assert!(!followed.is_empty() && followed.iter().all(|number| known.contains(number)));
    let json: serde_json::Value = serde_json::from_str(&site.read("umum/hasil.json")).unwrap();
    let told = json.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().into());
    assert_eq!(told.collect::<Vec<String>>(), first(&open));
    // Within a unit, people stand in another order than in the file of staff.
    let staff = std::fs::read_to_string(crate::site::examples().join("pegawai.csv")).unwrap();
    let place = |row: &Vec<String>| staff.find(&row[1]).unwrap();
    let setda: Vec<_> = named.iter().filter(|row| staff_unit(&staff, &row[1]) == "setda").collect();
    assert_eq!(setda.len(), 22);
    assert!(!setda.iter().map(|row| place(row)).is_sorted());
    assert_eq!(site.dump(), before);
}

/// The unit of a person in the file of staff.
fn staff_unit<'a>(staff: &'a str, nip: &str) -> &'a str {
    let row = staff.lines().find(|line| line.starts_with(nip)).unwrap();
    row.split(';').nth(3).unwrap()
}

#[test]
fn the_outbox_lists_every_mail_by_number_and_names_nobody() {
    let site = Site::evaluated(OFF);
    let all = site.ok(&["outbox", "list"]);
    assert_eq!(all.lines().count(), 201, "a heading and 200 mails");
    assert_eq!(
        all.lines().next(),
        Some("mail\tstate\tregion\tperiod\tevent\tattempts\tdue\treply")
    );
    assert_eq!(
        all.lines().nth(1),
        Some("1\tqueued\tsamarinda\t2026-Q2\tresult\t0\t2026-07-20T01:00:00Z\t-")
    );
    assert!(!all.contains('@'));
    assert_eq!(site.ok(&["outbox", "list", "--state", "queued"]), all);
    assert_eq!(site.ok(&["outbox", "list", "--state", "held"]).lines().count(), 1);
}

#[test]
fn held_mails_are_told_with_what_to_do_and_leave_when_released() {
    let site = Site::evaluated(crate::site::MAILDIR);
    site.sql("UPDATE mail SET state = 'held' WHERE id = 7");
    let said = "1 mails are held for a person: see `kinerja-daemon outbox list --state held`, mend the cause, \
        then `kinerja-daemon outbox release MAIL --by WHO` or `--all`\n";
    let ran = site.ok(&["run", "--once"]);
    assert!(ran.ends_with(&format!("199 sent, 0 rejected, 0 kept\n{said}")), "{ran}");
    assert!(site.ok(&["status"]).contains(&format!("\nwrong: {said}")));
    let ran = site.run(&["outbox", "release", "8", "--by", "Ani"]);
    assert_eq!(ran.code, Some(65));
    assert!(ran.err.starts_with("not held, or not there: 8; nothing was released"), "{ran:?}");
    assert_eq!(site.run(&["outbox", "release"]).code, Some(64));
    assert_eq!(
        site.ok(&["outbox", "release", "7", "--by", "Ani, kepegawaian"]),
        "1 mails released; 0 cancelled because a newer result or decision is told\n"
    );
    assert!(site.ok(&["run", "--once"]).ends_with("mails: 1 sent, 0 rejected, 0 kept\n"));
    assert_eq!(site.run(&["outbox", "release", "7", "--by", "Ani"]).code, Some(65));
    assert_eq!(site.run(&["outbox", "release", "7"]).code, Some(64));
    assert_eq!(site.run(&["outbox", "release", "7", "--by", "\n"]).code, Some(64));

    let before = site.dump();
    let shown = site.ok(&["outbox", "show", "7"]);
    let line = |start: &str| shown.lines().find(|line| line.starts_with(start)).unwrap();
    let key = line("mail 7\t").split_once('\t').unwrap().1;
    let person = line("person\t").split_once('\t').unwrap().1;
    assert_eq!(key, format!("samarinda/2026-Q2/{person}/result/1"));
    assert_eq!(line("state"), "state\tsent");
    assert_eq!(line("known"), "known\tit lies in a folder and reached nobody");
    let attempt = line("1\t2026-07-20T01:00:00Z\tfinal_dot\t-\tmaildir\t");
    assert!(attempt.ends_with("\tAni, kepegawaian"), "{attempt}");
    let sha256 = line("sha256\t").split_once('\t').unwrap().1;
    assert!(sha256.len() == 64 && attempt.contains(sha256), "{shown}");
    assert!(!shown.contains('@') && !shown.contains("taken back"));
    assert_eq!(site.ok(&["outbox", "show", key]), shown);
    assert_eq!(site.run(&["outbox", "show", "999"]).code, Some(65));
    assert_eq!(site.run(&["outbox", "show", "Ani"]).code, Some(64));
    assert_eq!(site.dump(), before);
    site.sql("UPDATE mail SET to_cancel = 1 WHERE id = 7");
    assert!(
        site.ok(&["outbox", "show", "7"]).contains("\ntaken back\ta person cancelled it, or what")
    );
}

#[test]
fn whoever_gets_an_address_after_the_run_is_told_once() {
    let site = Site::evaluated(crate::site::MAILDIR);
    site.ok(&["run", "--once"]);
    let before = site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'");
    assert_eq!((before, site.count("SELECT COUNT(*) FROM result")), (200, 203));
    site.sql("UPDATE employee SET email = 'baru@samarinda.example.go.id' WHERE email IS NULL");
    assert!(site.ok(&["run", "--once"]).ends_with("mails: 3 sent, 0 rejected, 0 kept\n"));
    assert!(site.ok(&["run", "--once"]).ends_with("mails: 0 sent, 0 rejected, 0 kept\n"));
    assert_eq!(site.count("SELECT COUNT(*) FROM mail"), 203);
}

#[test]
fn status_tells_what_is_done_due_waiting_and_wrong() {
    let site = Site::filled(OFF);
    assert_eq!(
        site.ok(&["status"]),
        "daemon: not up: `kinerja-daemon run` starts it\n\
         clock: 2026-07-20T01:00:00Z, a rehearsal\n\
         regions: 1, with 9 units\n\
         results: nothing evaluated yet\n\
         next: evaluation of 2026-Q3 in samarinda on 2026-10-15; reminder decision_open in samarinda at 2026-07-21 08:00 WITA\n\
         reminders: 0 open, for 0 people\n\
         mails (off): none\n\
         wrong: samarinda: 9 units are due now: let `kinerja-daemon run` work\n"
    );
    let site = Site::reminding(OFF);
    site.ok(&["run", "--once"]);
    assert_eq!(
        site.run_now(&["--as-of", "2026-07-20T09:30:00+07:00", "status"]).out,
        "daemon: not up: `kinerja-daemon run` starts it\n\
         clock: 2026-07-20T02:30:00Z, a rehearsal\n\
         regions: 1, with 9 units\n\
         results: 2026-Q2: 203 undecided, 0 decided, 0 objected, 0 final\n\
         next: evaluation of 2026-Q3 in samarinda on 2026-10-15; reminder decision_open in samarinda at 2026-07-21 08:00 WITA\n\
         reminders: 0 open, for 0 people\n\
         mails (off): 401 queued; the oldest has waited 90 minutes\n\
         wrong: 3 people with a result have no address: add it to `pegawai`\n"
    );
}

#[test]
fn status_tells_of_results_whose_mails_expired_and_stand() {
    let site = Site::evaluated(OFF);
    let expire = |condition: &str| {
        site.sql(&format!("UPDATE mail SET state = 'expired' WHERE {condition}"));
    };
    let said = |mails: &str| {
        format!(
            "\nwrong: {mails} mails about results expired, and nobody got them: see `kinerja-daemon \
             outbox list --state expired`, mend what the relay names, then `kinerja-daemon outbox \
             retry MAIL --by WHO`\n"
        )
    };
    assert!(!site.ok(&["status"]).contains("results expired"));
    expire("id IN (1, 2)");
    let status = site.ok(&["status"]);
    assert!(status.contains(&said("2")), "{status}");
    assert!(site.ok(&["mail", "audit"]).contains("\t203\t2 expired + "));
    // Another mail is of no use any more.
    site.sql("UPDATE mail SET event = 'reminder' WHERE id = 3");
    expire("id = 3");
    let status = site.ok(&["status"]);
    assert!(status.contains(&said("2")), "{status}");
    // The result of one is corrected.
    site.sql(
        "INSERT INTO run (kind, region, period, unit, revision, policy_sha256, inputs_sha256, as_of, tally)
        SELECT kind, region, period, unit, 2, policy_sha256, inputs_sha256, as_of, tally FROM run
        WHERE id = (SELECT run_id FROM mail WHERE id = 1)",
    );
    site.sql(
        "INSERT INTO result SELECT (SELECT MAX(id) FROM run), employee_id, plan_id, actuals_id, behaviour_id,
            predicate, result_rating, behaviour_rating, total,
            derivation || CASE WHEN employee_id = (SELECT employee_id FROM mail WHERE id = 1) THEN ' ' ELSE '' END
        FROM result WHERE run_id = (SELECT run_id FROM mail WHERE id = 1)",
    );
    let status = site.ok(&["status"]);
    assert!(status.contains(&said("1")), "{status}");
}

#[test]
fn check_lists_the_rules_that_nobody_has_verified_and_makes_nothing() {
    let site = Site::new(OFF);
    let said = site.ok(&["check"]);
    assert!(said.starts_with("samarinda: Pemerintah Kota Samarinda, in order\n"), "{said}");
    let assumed: Vec<_> =
        said.lines().filter_map(|line| line.strip_prefix("  assumed: ")).collect();
    let keys: Vec<_> = assumed.iter().filter_map(|line| line.split(" – ").next()).collect();
    assert_eq!(keys.get(..3).unwrap(), ["deadlines.objection", "bands", "segments"]);
    // What the nation's rules take for granted is told too, but no list of
    // holidays where no working days count.
    assert!(keys.contains(&"distribution.patterns, 2023-01-01 on"), "{keys:?}");
    assert!(!said.contains("calendar.holidays"), "{said}");
    assert!(said.contains("next evaluation: 2026-Q3, due 2026-10-15 00:00 +08:00"), "{said}");
    assert_eq!(site.files(), ["kinerja.toml", "policy.toml"]);
}

#[test]
fn check_tells_what_all_regions_assume_once_and_below_each_region_its_own() {
    const NATIONAL: &str = "distribution.patterns, 2023-01-01 on";
    let site = Site::new(OFF);
    let alone = site.ok(&["check"]);
    assert!(!alone.contains("all regions"), "{alone}");
    let folder = crate::site::examples();
    let regions = ["jayawijaya", "palembang", "samarinda", "sawahlunto", "tangerang-selatan"];
    let policies = regions.map(|region| folder.with_file_name(region).join("policy.toml"));
    site.change("kinerja.toml", "[\"policy.toml\"]", &format!("{policies:?}"));
    let said = site.ok(&["check"]);
    let lines: Vec<_> = said.lines().filter(|line| line.starts_with("  assumed: ")).collect();
    let mut once = lines.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(lines.len(), once.len(), "{said}");
    let (below, together) = said.split_once("\nall regions\n").unwrap();
    assert!(together.contains(NATIONAL) && !below.contains(NATIONAL), "{said}");
    // Two policies say of themselves what no other does.
    assert!(below.contains("  assumed: holiday 2027-02-05"), "{said}");
    assert!(below.contains("  assumed: talent"), "{said}");
    // Where a region does not follow the nation, it is told too.
    let exception = "  exception: survey.grades, 2026-01-01 on: the region's own choice – ";
    assert!(said.contains(exception) && alone.contains(exception), "{said}");
    // What one region alone reads, as it counts working days, stands with it.
    let (_, last) = below.split_once("tangerang-selatan: ").unwrap();
    assert!(last.contains("  assumed: calendar.holidays"), "{said}");
    // Nothing is lost: what one region alone is told, it is told among others too.
    for line in alone.lines().filter(|line| line.starts_with("  assumed: ")) {
        assert!(said.contains(line), "{line}");
    }
}

#[test]
fn schedule_and_coverage_say_when_and_how_it_stands_and_name_nobody() {
    let site = Site::evaluated(OFF);
    let said = site.ok(&["schedule", "--region", "samarinda", "--year", "2026"]);
    for line in [
        "samarinda 2026",
        "  2026-07-06 08:00 WITA  report_due  2026-Q2  responsible-5  not on record",
        "  2026-07-15 00:00 WITA  evaluation  2026-Q2  HR  done",
        "  2026-10-15 00:00 WITA  evaluation  2026-Q3  HR  due on 2026-10-15",
        "  2026-08-04 08:00 WITA  plan_due  2026-Q3  superior+2  to come",
    ] {
        assert!(said.lines().any(|found| found == line), "{line}\n{said}");
    }
    assert!(!said.contains(NIP) && !said.contains(NAME));
    let said = site.ok(&["coverage", "--year", "2026"]);
    assert_eq!(
        said,
        "samarinda: 2026-Q2 done | 2026-Q3 due on 2026-10-15 | 2026-Q4 due on 2027-01-15\n\
         1 done, 0 open or without a day, 2 to come\n"
    );
    site.change(
        "policy.toml",
        "[deadlines.evaluation]\n",
        "[deadlines.evaluation]\ncount = \"working\"\n",
    );
    let said = site.ok(&["coverage", "--year", "2029"]);
    assert!(said.contains("2029-Q1 no day: the list of holidays of 2029 is missing"), "{said}");
    let said = site.ok(&["schedule", "--year", "2029"]);
    let reason = "  no date  evaluation  2029-Q1  HR  the list of holidays of 2029 is missing";
    assert!(said.contains(reason), "{said}");
}
