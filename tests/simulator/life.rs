//! Lives of the daemon, one after the other, on the same database: the process can
//! die after any commit.

use std::{
    future::poll_fn,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    pin::pin,
    rc::Rc,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use chrono::{DateTime, Utc};
use kinerja_daemon::{
    app::App,
    clock::{Clock, Hands},
    config::Config,
    jobs::notify::CONFIRMED,
    policies::Policies,
    run::{Pass, Stop, guard, pass_by},
    store::{Access, Store},
};
use tempfile::TempDir;

use crate::road::{Road, Weather};

/// Where SQLite counts the commits of a database, in its index of the write-ahead file.
const COMMITS_AT: u64 = 8;
/// How long the first process had been up when its life began; each later one a
/// microsecond less, so that no two can be taken for the same.
const UP: Duration = Duration::from_secs(1);

/// A database with the process that is up.
pub(crate) struct Life {
    folder: TempDir,
    pub(crate) app: App,
    pub(crate) store: Store,
    hands: &'static Hands,
    lives: u64,
    weather: Rc<Weather>,
}

async fn open(path: &Path) -> Store {
    let store = Store::open(path, Access::Write).await.unwrap();
    store.keep_setting(CONFIRMED, "a simulation").await.unwrap();
    // Made of chance otherwise; names of mails and pauses come from it.
    store.keep_setting("instance_key", "0123456789abcdef").await.unwrap();
    store
}

/// A clock as the process of a life finds it.
fn hands(now: DateTime<Utc>, lives: u64) -> &'static Hands {
    let hands: &'static Hands = Box::leak(Box::new(Hands::at(now)));
    hands.pass(UP.checked_sub(Duration::from_micros(lives)).unwrap());
    hands.set(now);
    hands
}

impl Life {
    pub(crate) async fn begin(
        now: DateTime<Utc>,
        policies: Policies,
        weather: Rc<Weather>,
    ) -> Self {
        // Without a disk beneath it, a commit takes no time.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let folder = folder.unwrap();
        let path = folder.path().join("kinerja.toml");
        let text = "policies = [\"none.toml\"]\n[mail]\nmode = \"off\"\nfrom_name = \"Kinerja\"\n\
            from = \"kinerja@kinerja.example.go.id\"\n";
        std::fs::write(&path, text).unwrap();
        let config = Config::read(&path).unwrap();
        let store = open(&config.database).await;
        let hands = hands(now, 0);
        let app = App { config, policies: Arc::new(policies), clock: Clock::Moving(hands) };
        Self { folder, app, store, hands, lives: 0, weather }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.app.config.database.clone()
    }

    /// What the clock shows.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    /// Lets time pass while the process is up.
    pub(crate) fn pass_time(&self, time: Duration) {
        self.hands.pass(time);
    }

    /// Sets the clock under the process that is up.
    pub(crate) fn set_clock(&self, now: DateTime<Utc>) {
        self.hands.set(now);
    }

    /// The process dies, and another one begins when the clock shows this.
    pub(crate) async fn begin_again(&mut self, now: DateTime<Utc>) {
        self.store.close().await;
        self.lives += 1;
        self.hands = hands(now, self.lives);
        self.app.clock = Clock::Moving(self.hands);
        self.store = open(&self.app.config.database).await;
    }

    /// A person says that the clock is right.
    pub(crate) async fn accept(&self) {
        let reading = guard::read(self.app.clock).unwrap();
        guard::accept(&self.store, "a simulation", reading).await.unwrap();
    }

    /// One pass by whatever the clock shows.
    pub(crate) async fn pass_unguarded(&self) {
        let app = App { clock: Clock::At(self.now()), ..self.app.clone() };
        let roads = Ok(vec![Road(&self.weather)]);
        pass_by(roads, &app, &self.store, &Stop::default()).await.unwrap();
    }

    /// One pass; none where the process died after so many commits.
    pub(crate) async fn pass(&self, dies_after: Option<u32>) -> Option<Pass> {
        let index = self.folder.path().join("kinerja.db-shm");
        let index = std::fs::File::open(index).ok();
        let commits = || {
            let mut bytes = [0; 4];
            let read = index.as_ref().map(|index| index.read_exact_at(&mut bytes, COMMITS_AT));
            read.map_or(0, |read| read.map_or(0, |()| u32::from_ne_bytes(bytes)))
        };
        let (before, stop) = (commits(), Stop::default());
        let roads = Ok(vec![Road(&self.weather)]);
        let mut work = pin!(pass_by(roads, &self.app, &self.store, &stop));
        poll_fn(|context| {
            let done = commits().wrapping_sub(before);
            if dies_after.is_some_and(|after| done >= after) {
                return Poll::Ready(None);
            }
            work.as_mut().poll(context).map(|done| Some(done.unwrap()))
        })
        .await
    }
}
