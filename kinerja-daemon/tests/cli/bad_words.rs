//! What is wrong with a command line, a configuration or a policy: the exit
//! code, the message, and nothing written.

use crate::site::{AS_OF, OFF, Site};

const LIVE: &str =
    "mode = \"live\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = 2525\ntls = \"none\"";

/// Runs a command that must be refused before anything is made.
fn refuse(site: &Site, args: &[&str], code: i32, message: &str) {
    let (files, before) = (site.files(), site.dump());
    let ran = site.run(args);
    assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{args:?}: {ran:?}");
    assert!(ran.err.starts_with(message), "{args:?}: expected\n{message}\nfound\n{}", ran.err);
    assert_eq!((site.files(), site.dump()), (files, before), "{args:?}");
}

#[test]
fn a_wrong_command_line_is_refused() {
    let site = Site::new(OFF);
    #[rustfmt::skip]
    let table: [(&str, i32, &str); 14] = [
        ("",                                                  64, "error: 'kinerja-daemon' requires a subcommand but one was not provided"),
        ("evalute",                                           64, "error: unrecognized subcommand 'evalute'\n\n  tip: a similar subcommand exists: 'evaluate'"),
        ("import",                                            64, "error: the following required arguments were not provided:\n  <PATHS>..."),
        ("evaluate --region samarinda",                       64, "error: the following required arguments were not provided:\n  --period <PERIOD>"),
        ("evaluate --region Samarinda --period 2026-Q2",      64, "error: invalid value 'Samarinda' for '--region <REGION>': `Samarinda` is not a region's code: use 1 to 40 lower-case letters, digits and `-`"),
        ("evaluate --region samarinda --period 2026-Q5",      64, "error: invalid value '2026-Q5' for '--period <PERIOD>': `2026-Q5` is not a period: write it like `2026`, `2026-S1`, `2026-Q3` or `2026-11`"),
        ("evaluate --region medan --period 2026-Q2",          65, "no policy is for the region `medan`; there are: samarinda\n"),
        ("evaluate --region samarinda --period 2026-Q3",      65, "2026-Q3 has not ended: its last day is 2026-09-30\n"),
        ("evaluate --region samarinda --period 2026-S1",      65, "2026-S1 is no period of samarinda: its periods are written like 2026-Q2\n"),
        ("evaluate --region samarinda --period 2026-Q1",      65, "2026-Q1 lies before the first period of samarinda, 2026-Q2: nobody can have a plan for it\n"),
        ("evaluate --region samarinda --period 2026-Q2",      69, "there is no database at kinerja.db: `kinerja-daemon import` makes one\n"),
        ("explain --region samarinda --period 2026-Q2 --nip 12", 64, "error: invalid value '12' for '--nip <NIP>': a NIP has exactly 18 digits and nothing else; this has 2"),
        ("outbox list --state wartet",                        64, "error: invalid value 'wartet' for '--state <STATE>'\n  [possible values: queued, claimed, data_started, sent, deferred, rejected, unknown, held, expired, cancelled]"),
        ("--log xml check",                                   64, "error: invalid value 'xml' for '--log <LOG>'\n  [possible values: text, json]"),
    ];
    for (args, code, message) in table {
        refuse(&site, &args.split_whitespace().collect::<Vec<_>>(), code, message);
    }
    let revise = ["evaluate", "--region", "samarinda", "--period", "2026-Q2", "--revise", " "];
    refuse(&site, &revise, 64, "--revise needs a reason that people can read\n");
    let looking = [
        "status",
        "outbox list",
        "explain --region samarinda --period 2026-Q2 --nip 197006201994011003",
        "export --region samarinda --period 2026-Q2 --out x",
    ];
    for args in looking {
        let message = "there is no database at kinerja.db: `kinerja-daemon import` makes one\n";
        refuse(&site, &args.split(' ').collect::<Vec<_>>(), 69, message);
    }
}

#[test]
fn a_question_without_an_answer_says_what_to_do() {
    let site = Site::filled(OFF);
    let message = "samarinda 2026-Q2: nobody with this NIP was evaluated; check all three, or run `evaluate` first\n";
    let explain =
        ["explain", "--region", "samarinda", "--period", "2026-Q2", "--nip", "197006201994011003"];
    refuse(&site, &explain, 65, message);
    let message = "samarinda 2026-Q2: nothing was evaluated; run `evaluate` first\n";
    refuse(
        &site,
        &["export", "--region", "samarinda", "--period", "2026-Q2", "--out", "x"],
        65,
        message,
    );
    let site = Site::evaluated(OFF);
    let stranger =
        ["explain", "--region", "samarinda", "--period", "2026-Q2", "--nip", "197006201994011999"];
    refuse(&site, &stranger, 65, "samarinda 2026-Q2: nobody with this NIP was evaluated");
}

#[test]
fn a_rehearsal_cannot_reach_people() {
    let site = Site::filled(LIVE);
    let message = "--as-of is for rehearsals: it is refused while mail.mode = \"live\"\n";
    for args in [&["run", "--once"][..], &["run"], &["status"]] {
        refuse(&site, args, 64, message);
    }
    assert_eq!(site.run_now(&["status"]).code, Some(0), "{AS_OF}");
}

#[test]
fn a_rehearsal_far_ahead_is_refused_before_it_ruins_the_database() {
    let site = Site::filled(OFF);
    let before = site.dump();
    let ran = site.run_now(&["--as-of", "2226-07-20T08:00:00+07:00", "run", "--once"]);
    assert_eq!(ran.code, Some(64), "{ran:?}");
    assert!(
        ran.err.starts_with("--as-of 2226-07-20 01:00:00 UTC lies more than 400 days"),
        "{ran:?}"
    );
    assert_eq!(site.dump(), before);
}

#[test]
fn a_wrong_configuration_or_policy_is_refused_by_every_command() {
    #[rustfmt::skip]
    let table: [(&str, &str, &str, &str); 14] = [
        ("kinerja.toml", "from_name",            "form_name",              "kinerja.toml: TOML parse error at line 4, column 1\n  |\n4 | form_name = \"Kinerja\"\n  | ^^^^^^^^^\nunknown field `form_name`, expected one of `mode`, `from_name`,"),
        ("kinerja.toml", "\"off\"",              "\"pos\"",                "kinerja.toml: TOML parse error at line 6, column 8"),
        ("kinerja.toml", "[\"policy.toml\"]",    "[]",                     "kinerja.toml: `policies` is empty: name at least one policy file\n"),
        ("kinerja.toml", "[\"policy.toml\"]",    "[\"hilang.toml\"]",      "the policy hilang.toml cannot be read: No such file or directory (os error 2); correct `policies` in the configuration\n"),
        ("kinerja.toml", "policies",             "wake = \"tiap jam\"\npolicies", "kinerja.toml: `wake` says `tiap jam`: write a cron expression with seconds, like `0 */5 * * * *`\n"),
        ("kinerja.toml", "\"off\"",              "\"live\"",               "kinerja.toml: mail.mode = \"live\" needs the table [mail.smtp]\n"),
        ("kinerja.toml", "\"off\"",              "\"redirect\"",           "kinerja.toml: mail.mode = \"redirect\" needs `redirect_to`\n"),
        ("kinerja.toml", "\"Kinerja\"",          "\"Kin\\terja\"",         "kinerja.toml: mail.from_name has a control character or a line end: write it on one line\n"),
        ("kinerja.toml", "mode = \"off\"",       "mode = \"live\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = 25\ntls = \"starttls\"\nextra_ca = \"hilang.pem\"", "kinerja.toml: mail.smtp.extra_ca: the CA file `hilang.pem` cannot be read: "),
        ("policy.toml",  "from = \"70\"",        "from = \"71\"",          "policy.toml: the policy has 1 problem(s):\n  line 91, column 1: bands: no band has the scores from 70 to 71: let one begin where the one before ends\n"),
        ("policy.toml",  "late = \"as_missing\"", "lat = \"as_missing\"",  "policy.toml: the policy has 2 problem(s):\n  line 57, column 1: missing: `late` is missing\n  line 60, column 1: missing.lat: unknown key: expected one of `actual`, `assumed`, `behaviour`, `late`, `note`, `source`\n"),
        ("policy.toml",  "Asia/Makassar",        "WITA",                   "policy.toml: the policy has 1 problem(s):\n  line 6, column 8: zone: `WITA` is not an IANA zone: write it like `Asia/Jakarta`\n"),
        ("policy.toml",  "predicate = \"poor\"", "predicate = \"bad\"",    "policy.toml: the policy has 1 problem(s):\n  line 97, column 19: bands.band.1.predicate: unknown variant `bad`, expected one of `very_poor`, `poor`, `needs_improvement`, `good`, `excellent`\n"),
        ("policy.toml",  "cadence = \"quarterly\"", "cadence = \"annual\"", "policy.toml: the policy has 1 problem(s):\n  line 8, column 16: first_period: 2026-Q2 does not fit the cadence\n"),
    ];
    for (file, from, to, message) in table {
        let site = Site::new(OFF);
        site.change(file, from, to);
        for args in [&["check"][..], &["run", "--once"], &["status"], &["import", "policy.toml"]] {
            refuse(&site, args, 78, message);
        }
    }
    let site = Site::new(OFF);
    let message = "the configuration lain.toml cannot be read: No such file or directory (os error 2); name the right one with --config\n";
    refuse(&site, &["--config", "lain.toml", "check"], 78, message);
}

#[test]
fn a_template_of_a_region_that_fails_is_named_with_its_line_before_anybody_gets_a_mail() {
    let site = Site::new(OFF);
    site.change("kinerja.toml", "[mail]", "[mail]\ntemplates = \"templat\"");
    std::fs::create_dir_all(site.path("templat/samarinda")).unwrap();
    site.write("templat/samarinda/result.id.txt", "Salam, {{ view.name }}\n{{ view.gaji }}\n");
    for command in ["check", "run"] {
        let ran = site.run(&[command]);
        assert_eq!(ran.code, Some(78), "{command}: {ran:?}");
        let said = "mail templates of samarinda: the mail template `result.id.txt` failed; correct the template: undefined value (in result.id.txt:2)\n";
        assert_eq!(ran.err, said, "{command}");
    }
    site.write("templat/samarinda/result.id.txt", "Salam, {{ view.name }}\n");
    site.ok(&["check"]);
}
