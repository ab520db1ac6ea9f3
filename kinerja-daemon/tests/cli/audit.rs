//! `mail audit`: what is to be told, and what became of it.

use crate::site::{MAILDIR, OFF, Site};

#[test]
fn everybody_with_a_result_is_in_the_sum_by_the_state_of_the_mail_or_a_reason() {
    let site = Site::evaluated(OFF);
    for (id, state) in [(1, "held"), (2, "unknown"), (3, "sent"), (4, "cancelled"), (7, "unknown")]
    {
        site.sql(&format!("UPDATE mail SET state = '{state}' WHERE id = {id}"));
    }
    let before = site.dump();
    let audit = site.ok(&["mail", "audit"]);
    let expected = "region\tperiod\tevent\texpected\tbecame\n\
        samarinda\t2026-Q2\tresult\t203\t1 cancelled + 1 held + 195 queued + 1 sent + 2 unknown + 3 without_address\n\
        other mails (of what was corrected since)\t0\n\
        unknown whether it arrived: mails 2, 7\n";
    assert_eq!(audit, expected);
    assert_eq!(site.ok(&["mail", "audit", "--region", "samarinda", "--period", "2026-Q2"]), audit);
    let other = site.ok(&["mail", "audit", "--period", "2026-Q1"]);
    assert!(other.contains("\nnothing is on record of which anybody is to be told\n"), "{other}");
    assert_eq!(site.dump(), before);

    let json: serde_json::Value =
        serde_json::from_str(&site.ok(&["mail", "audit", "--json"])).unwrap();
    assert_eq!(json["holds"], true);
    assert_eq!(json["sums"][0]["expected"], 203);
    let lines = json["expected"].as_array().unwrap();
    assert_eq!(lines.len(), 203);
    let of = |became: &str| lines.iter().filter(|line| line["became"] == became).count();
    assert_eq!((of("queued"), of("unknown"), of("without_address")), (195, 2, 3));
    assert!(!json.to_string().contains('@'));
}

/// Else a region that is mistyped holds for ever.
#[test]
fn a_region_that_nobody_knows_is_refused() {
    let site = Site::evaluated(OFF);
    let ran = site.run(&["mail", "audit", "--region", "samarnida"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(65), ""));
    let expected = "no policy is for the region `samarnida`; there are: samarinda\n";
    assert_eq!(ran.err, expected);
}

#[test]
fn mails_in_a_folder_are_not_called_sent() {
    let site = Site::evaluated(MAILDIR);
    site.ok(&["run", "--once"]);
    assert!(site.ok(&["mail", "audit"]).contains("\t203\t200 in_folder + 3 without_address\n"));
}

#[test]
fn a_mail_that_was_removed_behind_the_daemon_is_found() {
    for id in [1, 7, 200] {
        let site = Site::evaluated(OFF);
        let person = site.count(&format!("SELECT employee_id FROM mail WHERE id = {id}"));
        site.sql(&format!("DELETE FROM mail WHERE id = {id}"));
        let ran = site.run(&["mail", "audit"]);
        assert_eq!(ran.code, Some(65), "{ran:?}");
        assert!(ran.out.contains("\t203\t1 missing + 199 queued + 3 without_address\n"), "{ran:?}");
        let key = format!("no mail is on record: samarinda/2026-Q2/{person}/result/1\n");
        assert!(ran.out.contains(&key), "{ran:?}");
        // The last number leaves no gap.
        let gap = ran.out.contains(&format!("no mail has the numbers {id} to {id} any more\n"));
        assert_eq!(gap, id != 200, "{ran:?}");
        assert!(ran.err.starts_with("the sum does not hold: 1 to be told without a mail, 0 told"));
        let ran = site.run(&["mail", "audit", "--json"]);
        assert_eq!(ran.code, Some(65));
        assert!(ran.out.starts_with("{\n  \"holds\": false,"), "{ran:?}");
    }
}

#[test]
fn a_mail_that_tells_the_same_a_second_time_is_found() {
    let site = Site::evaluated(OFF);
    site.sql(
        "INSERT INTO run (kind, region, period, unit, revision, policy_sha256, inputs_sha256, as_of, tally)
        SELECT kind, region, period, unit, 2, policy_sha256, inputs_sha256, as_of, tally FROM run WHERE id = 1",
    );
    site.sql(
        "INSERT INTO result SELECT (SELECT MAX(id) FROM run), employee_id, plan_id, actuals_id, behaviour_id,
            predicate, result_rating, behaviour_rating, total, derivation FROM result WHERE run_id = 1",
    );
    // A revision that changed nothing is told by the mails of the first.
    assert!(site.ok(&["mail", "audit"]).contains("\t203\t200 queued + 3 without_address\n"));
    site.sql(
        "INSERT INTO mail (key, region, period, employee_id, run_id, event, state, enqueued_at, due_at)
        SELECT key || '2', region, period, employee_id, (SELECT MAX(id) FROM run), event, state, 0, 0
        FROM mail WHERE run_id = 1 LIMIT 1",
    );
    let ran = site.run(&["mail", "audit"]);
    assert_eq!(ran.code, Some(65));
    assert!(ran.out.contains("\t203\t199 queued + 1 twice + 3 without_address\n"), "{ran:?}");
    assert!(ran.out.contains("\ntold by more than one mail: samarinda/2026-Q2/"), "{ran:?}");
}
