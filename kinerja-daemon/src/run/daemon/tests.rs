//! What the daemon sees of its clock, of others and of reloads.

use std::sync::Arc;

use tokio::task::LocalSet;

use super::*;
use crate::{
    clock::{Clock, Hands},
    config::Config,
    policies::Policies,
    web::Watched,
};

const CONFIG: &str = r#"
    policies = ["unread.toml"]
    [mail]
    mode = "off"
    from_name = "Kinerja"
    from = "kinerja@kinerja.example.go.id"
"#;

fn config(folder: &tempfile::TempDir) -> Config {
    let path = folder.path().join("kinerja.toml");
    std::fs::write(&path, CONFIG).unwrap();
    Config::read(&path).unwrap()
}

fn daemon(folder: &tempfile::TempDir, hands: &'static Hands) -> Daemon {
    let clock = Clock::Moving(hands);
    let app = App { config: config(folder), policies: Arc::new(Policies::new()), clock };
    let vitals = Vitals::default();
    Daemon::new(app, Stop::new(vitals.clone()), vitals)
}

/// One pass, and its mails.
async fn look(daemon: &mut Daemon) {
    let work = async {
        daemon.look().await.unwrap();
        if daemon.delivery.is_some() {
            daemon.sent().await.unwrap();
        }
    };
    LocalSet::new().run_until(work).await;
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn f16_a_clock_that_was_set_is_seen_at_the_next_tick() {
    static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
    HANDS.set(at("2026-07-20T01:00:00Z"));
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = daemon(&folder, &HANDS);
    look(&mut daemon).await;
    HANDS.pass(Duration::from_secs(30));
    assert!(!daemon.clock_was_set());
    // Back by less than the guard doubts: work goes on, though no wake comes.
    HANDS.set(at("2026-07-19T05:00:30Z"));
    assert!(daemon.clock_was_set());
    look(&mut daemon).await;
    assert_eq!(daemon.vitals.signs().failure, None);
    HANDS.pass(Duration::from_secs(30));
    assert!(!daemon.clock_was_set(), "once");
    // F17: by a year.
    HANDS.set(at("2025-07-19T05:01:00Z"));
    assert!(daemon.clock_was_set());
    look(&mut daemon).await;
    let failure = daemon.vitals.signs().failure.unwrap();
    assert!(failure.contains("the clock jumped to 2025-07-19"), "{failure}");
}

#[tokio::test]
async fn a_daemon_that_others_keep_from_working_for_long_says_who() {
    static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
    HANDS.set(at("2026-07-20T01:00:00Z"));
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = daemon(&folder, &HANDS);
    look(&mut daemon).await;
    let lock = InstanceLock::take(&daemon.app.config.database).unwrap();
    // Nobody knows how long others had it when they are first met.
    for (minutes, fails) in [(60, false), (30, false), (1, true)] {
        HANDS.pass(Duration::from_mins(minutes));
        look(&mut daemon).await;
        let failure = daemon.vitals.signs().failure;
        assert_eq!(failure.is_some(), fails, "{failure:?}");
        let holder = std::process::id().to_string();
        assert!(failure.is_none_or(|failure| failure.contains(&holder)));
    }
    drop(lock);
    look(&mut daemon).await;
    assert_eq!(daemon.vitals.signs().failure, None);
}

/// Many looks for an hour, after each of which it says why it does not work.
async fn says_for_long(daemon: &mut Daemon, hands: &Hands, why: &str) {
    for _ in 0..12 {
        hands.pass(Duration::from_mins(5));
        look(daemon).await;
        let failure = daemon.vitals.signs().failure.unwrap_or_default();
        assert!(failure.contains(why), "{failure}");
    }
}

/// A look while others write for a moment, after which it still says why.
async fn says_beside_others(daemon: &mut Daemon, hands: &Hands, why: &str) {
    hands.pass(Duration::from_mins(5));
    let others = InstanceLock::take(&daemon.app.config.database).unwrap();
    look(daemon).await;
    drop(others);
    let failure = daemon.vitals.signs().failure.unwrap_or_default();
    assert!(failure.contains(why), "{failure}");
}

#[tokio::test]
async fn f32_whoever_writes_for_a_moment_does_not_hide_a_disk_that_has_long_been_full() {
    static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
    HANDS.set(at("2026-07-20T01:00:00Z"));
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = daemon(&folder, &HANDS);
    look(&mut daemon).await;
    let store = daemon.store.clone().unwrap();
    store.fill().await;
    let why = "database or disk is full";
    says_for_long(&mut daemon, &HANDS, why).await;
    says_beside_others(&mut daemon, &HANDS, why).await;
    store.make_room().await;
    look(&mut daemon).await;
    assert_eq!(daemon.vitals.signs().failure, None);
}

/// Nothing ever fits on what the system shows of itself.
#[tokio::test]
async fn f32_a_daemon_that_had_no_room_for_long_goes_on_saying_so_until_it_can_begin() {
    static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
    HANDS.set(at("2026-07-20T01:00:00Z"));
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = daemon(&folder, &HANDS);
    look(&mut daemon).await;
    let full = std::path::PathBuf::from("/proc/kinerja.db");
    let database = std::mem::replace(&mut daemon.app.config.database, full);
    let why = "has room for 0 MiB";
    says_for_long(&mut daemon, &HANDS, why).await;
    daemon.app.config.database = database;
    says_beside_others(&mut daemon, &HANDS, why).await;
    look(&mut daemon).await;
    assert_eq!(daemon.vitals.signs().failure, None);
}

#[tokio::test]
async fn a_daemon_that_is_asked_to_stop_when_all_mails_have_left_ends_well() {
    static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
    HANDS.set(at("2026-07-20T01:00:00Z"));
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = daemon(&folder, &HANDS);
    let work = async {
        daemon.look().await.unwrap();
        assert!(daemon.delivery.is_some());
        tokio::task::yield_now().await;
        daemon.sent().await.unwrap();
        // Whoever was told of it may be asked to stop at the same moment.
        assert!(daemon.delivery.is_none());
        daemon.end().await.unwrap();
    };
    LocalSet::new().run_until(Box::pin(work)).await;
}

#[tokio::test]
async fn whoever_watches_hears_where_mails_go_after_a_reload() {
    static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = daemon(&folder, &HANDS);
    let _watched = Watched::of(&daemon.app, daemon.vitals.clone());
    assert_eq!(daemon.vitals.signs().mail, Some("off"));
    let mut new = daemon.app.clone();
    new.config.mail.route = crate::config::Route::Maildir(folder.path().join("mails"));
    assert!(daemon.reload(&|| Ok(new.clone())));
    assert_eq!(daemon.vitals.signs().mail, Some("maildir"));
}
