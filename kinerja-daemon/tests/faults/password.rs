//! F52: the password becomes wrong while mails leave.

use std::{fs, os::unix::fs::PermissionsExt, time::Duration};

use crate::{
    region::{Look, Region},
    support::smtp_sink::{Act, Setup, Step},
};

const PEOPLE: usize = 60;

/// Mails that leave before.
const BEFORE: usize = 10;

/// Passes that would meet it.
const PASSES: usize = 5;

/// How it becomes wrong.
#[derive(Debug, Clone, Copy)]
enum Becomes {
    /// Between two passes: the next conversation is not let in.
    AtTheNextLogin,
    /// While all sessions are at work: each is told so at its next mail.
    InTheMiddle,
}

/// A region whose relay wants a password, and has it.
fn with_password() -> Region {
    let auth = Some(("PLAIN LOGIN", "kinerja", "rahasia"));
    let region =
        Region::of(PEOPLE).whose_relay(Setup { auth, pipelining: true, ..Setup::default() });
    give(&region, "rahasia");
    account(&region, "");
    region
}

/// Writes the password, which its owner alone may read.
fn give(region: &Region, password: &str) {
    let file = region.path("password");
    fs::write(&file, password).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
}

/// Writes the configuration with an account, and more.
fn account(region: &Region, more: &str) {
    region.configure(&region.path(""));
    let file = region.path("kinerja.toml");
    let account = "username = \"kinerja\"\npassword_file = \"password\"\n";
    let text = fs::read_to_string(&file).unwrap() + account + more;
    fs::write(file, text).unwrap();
}

/// So many mails leave, and then the password is wrong.
fn becomes_wrong(region: &mut Region, becomes: Becomes) {
    match becomes {
        Becomes::AtTheNextLogin => {
            account(region, &format!("\n[mail.limits]\nper_minute = {BEFORE}\n"));
            pass(region);
            account(region, "");
            region.relay.always(Step::Auth, Act::Say("535 5.7.8 wrong password"));
        }
        Becomes::InTheMiddle => {
            for _ in 0..BEFORE {
                region.relay.on(Step::Mail, Act::Delay(Duration::ZERO));
            }
            region.relay.always(Step::Mail, Act::Say("530 5.7.0 authentication required"));
            region.relay.always(Step::Auth, Act::Delay(Duration::ZERO));
            pass(region);
        }
    }
    assert_eq!(region.relay.taken(), BEFORE, "{becomes:?}");
}

fn pass(region: &mut Region) {
    let ended = region.start(&[]).0.wait().unwrap();
    assert_eq!(ended.code(), Some(75), "mails wait");
    region.minutes += 1;
}

/// Mails in any of these states.
fn mails(region: &Region, states: &str) -> usize {
    region.count(&format!("SELECT COUNT(*) FROM mail WHERE state IN ({states})"))
}

/// How often the log says that no mail leaves for the sake of the account.
fn alarms(region: &Region) -> usize {
    let log = fs::read_to_string(region.path("log")).unwrap();
    let says = |line: &&str| line.contains("mails wait") && line.contains("credentials");
    log.lines().filter(says).count()
}

#[test]
fn f52_a_password_that_becomes_wrong_costs_no_mail_and_is_told_once() {
    for becomes in [Becomes::AtTheNextLogin, Becomes::InTheMiddle] {
        let mut region = with_password();
        becomes_wrong(&mut region, becomes);
        let met = region.relay.connections();
        for _ in 0..PASSES {
            pass(&mut region);
        }
        let all = region.count("SELECT COUNT(*) FROM mail");
        assert_eq!(mails(&region, "'sent'"), BEFORE, "{becomes:?}");
        assert_eq!(mails(&region, "'queued', 'deferred'"), all - BEFORE, "{becomes:?}");
        assert_eq!(alarms(&region), 1, "{becomes:?}");
        assert_eq!(region.count("SELECT COUNT(*) FROM queue_state"), 1, "{becomes:?}");
        // No more than one conversation finds it out.
        let more = usize::from(matches!(becomes, Becomes::AtTheNextLogin));
        assert_eq!(region.relay.connections(), met + more, "{becomes:?}");
        // It is mended, and a person says so.
        region.relay.always(Step::Auth, Act::Delay(Duration::ZERO));
        region.relay.always(Step::Mail, Act::Delay(Duration::ZERO));
        region.resume();
        region.finish();
        assert_eq!(region.relay.taken(), all, "{becomes:?}");
        let look = Look { settled: true, events: Some(0), pages: true };
        assert_eq!(region.broken(&look), "", "{becomes:?}");
        assert_eq!(alarms(&region), 1, "{becomes:?}");
    }
}

/// Without what is on record of it, every pass asks the relay, and tells it.
#[test]
fn f52_control_without_its_record_each_pass_asks_again_and_tells_it_again() {
    let mut region = with_password();
    becomes_wrong(&mut region, Becomes::AtTheNextLogin);
    let met = region.relay.connections();
    for _ in 0..PASSES {
        region.sql("DELETE FROM queue_state");
        pass(&mut region);
    }
    assert_eq!((alarms(&region), region.relay.connections()), (PASSES, met + PASSES));
}
