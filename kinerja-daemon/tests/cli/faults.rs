//! One thing that is broken costs nothing but itself.

use crate::site::{MAILDIR, OFF, Site};

#[test]
fn an_unreadable_document_costs_its_person_and_nobody_else() {
    let site = Site::filled(MAILDIR);
    site.sql(
        "UPDATE document SET body = '{\"code\": \"Maria Syaifullah\"}' WHERE kind = 'plan' AND employee_id =
            (SELECT MIN(id) FROM employee WHERE unit = 'setda')",
    );
    let ran = site.run(&["run", "--once"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.starts_with("evaluated 9 units, "), "{ran:?}");
    assert!(ran.err.contains("a document on record cannot be read"), "{ran:?}");
    assert!(!ran.err.contains("Maria"), "{ran:?}");
    assert_eq!(site.count("SELECT COUNT(*) FROM run"), 9);
    let blocked = "SELECT COUNT(*) FROM result WHERE derivation LIKE '%\"unreadable\"%'";
    assert_eq!(site.count(blocked), 1);
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state <> 'sent'"), 0);
}

#[test]
fn lost_and_damaged_summaries_come_back() {
    let site = Site::filled(OFF);
    site.ok(&["run", "--once"]);
    let read =
        || site.read("summaries/samarinda/ringkasan.json") + &site.read("summaries/index.html");
    let before = read();
    let pass = || site.ok(&["run", "--once"]).lines().next().unwrap().to_owned();
    assert_eq!(pass(), "evaluated 0 units, 0 people; published 0 summaries");
    std::fs::remove_dir_all(site.path("summaries")).unwrap();
    assert_eq!(pass(), "evaluated 0 units, 0 people; published 1 summaries");
    assert_eq!(read(), before);
    site.write("summaries/samarinda/ringkasan.json", "{}");
    assert_eq!(pass(), "evaluated 0 units, 0 people; published 1 summaries");
    assert_eq!(read(), before);
}

/// The unit file gives the daemon a mask of 077, and a web server is another user.
#[test]
fn summaries_can_be_read_by_a_web_server_and_reports_and_mails_cannot_whatever_the_mask() {
    for mask in ["077", "000"] {
        let site = Site::filled(MAILDIR);
        site.ok_with_mask(mask, &["run", "--once"]);
        let modes = |names: [&str; 2]| names.map(|name| site.mode(name));
        assert_eq!(modes(["summaries", "summaries/samarinda"]), [0o755; 2], "{mask}");
        let pages = modes(["summaries/index.html", "summaries/samarinda/ringkasan.json"]);
        assert_eq!(pages, [0o644; 2], "{mask}");
        assert_eq!(modes(["reports", "maildir"]), [0o700; 2], "{mask}");
    }
}

#[test]
fn summaries_that_cannot_be_written_keep_no_mail_back() {
    let site = Site::filled(MAILDIR);
    site.write("summaries", "a file where the folder should be");
    let ran = site.run(&["run", "--once"]);
    assert_eq!(ran.code, Some(69), "{ran:?}");
    assert!(ran.out.ends_with("mails: 200 sent, 0 rejected, 0 kept\n"), "{ran:?}");
    assert!(ran.err.contains("samarinda: summary of samarinda: "), "{ran:?}");
}
