//! A daemon of its own for each test: example regions in a folder that vanishes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Parser;
use kinerja_daemon::{
    app::App,
    cli::{Cli, Failure, dispatch},
    clock::{Clock, Hands},
    config::{Config, Route},
    jobs::notify::CONFIRMED,
    mail::SmtpConfig,
    policies,
    run::{Pass, Stop, pass},
    store::{Access, Store},
};
use tempfile::TempDir;

use crate::{smtp::config, sql::Sql, support::smtp_sink::Sink};

/// When the evaluations of all five example regions are due, and no later ones.
pub(crate) const NOW: &str = "2026-07-20T01:00:00Z";

/// The unit that stands for a region where one is enough: 22 people.
const UNIT: &str = "setda";

/// Nobody is reminded of anything: most tests are about other mails.
const SILENT: &str = "
    CREATE TRIGGER IF NOT EXISTS silent BEFORE INSERT ON occurrence WHEN new.kind <> 'evaluation'
    BEGIN SELECT RAISE(IGNORE); END";

/// A daemon with its configuration, files and database.
pub(crate) struct World {
    folder: TempDir,
    config: Config,
    reminds: bool,
}

impl World {
    /// Takes in the files of example regions.
    pub(crate) async fn of(regions: &[&str]) -> Self {
        let world = Self::without_people(regions);
        for region in regions {
            world.import(region, &example(region)).await.unwrap();
        }
        world
    }

    /// Takes in the files of one unit of Samarinda.
    pub(crate) async fn of_one_unit() -> Self {
        let people = std::fs::read_to_string(example("samarinda").join("pegawai.csv")).unwrap();
        let of_unit = |line: &&str| line.split(';').nth(3) == Some(UNIT);
        let nips: Vec<&str> = people.lines().filter(of_unit).map(nip_of).collect();
        Self::of_rows(|_, row| nips.contains(&nip_of(row)).then(|| row.to_owned())).await
    }

    /// Takes in rows of the plans, actuals and behaviour of Samarinda's staff, each as
    /// it is given back for the name of its file.
    pub(crate) async fn of_rows(row: impl Fn(&str, &str) -> Option<String>) -> Self {
        let world = Self::without_people(&["samarinda"]);
        let folder = world.folder.path().join("one-unit");
        std::fs::create_dir(&folder).unwrap();
        for name in ["pegawai.csv", "rencana.csv", "realisasi.csv", "perilaku.csv"] {
            let text = std::fs::read_to_string(example("samarinda").join(name)).unwrap();
            let (heading, rows) = text.split_once('\n').unwrap();
            let rows = rows.lines().filter_map(|line| row(name, line));
            let lines: Vec<String> = [heading.to_owned()].into_iter().chain(rows).collect();
            std::fs::write(folder.join(name), lines.join("\n")).unwrap();
        }
        world.import("samarinda", &folder).await.unwrap();
        world
    }

    fn without_people(regions: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let policies: Vec<PathBuf> =
            regions.iter().map(|region| example(region).join("policy.toml")).collect();
        let text = format!(
            "policies = {policies:?}\n\
             [mail]\n\
             mode = \"off\"\n\
             from_name = \"Kinerja\"\n\
             from = \"kinerja@kinerja.example.go.id\"\n"
        );
        let path = folder.path().join("kinerja.toml");
        std::fs::write(&path, text).unwrap();
        Self { config: Config::read(&path).unwrap(), folder, reminds: false }
    }

    /// Does what a command line says, as of [`NOW`].
    pub(crate) async fn command(&self, words: &[&str]) -> Result<(), Failure> {
        self.command_at(NOW, words).await
    }

    /// Does what a command line says, as of an instant.
    pub(crate) async fn command_at(&self, now: &str, words: &[&str]) -> Result<(), Failure> {
        self.command_by_the_host(&[&["--as-of", now], words].concat()).await
    }

    /// Does what a command line says, by the host's own clock.
    pub(crate) async fn command_by_the_host(&self, words: &[&str]) -> Result<(), Failure> {
        let config = self.folder.path().join("kinerja.toml");
        let first = ["kinerja-daemon", "--config", config.to_str().unwrap()];
        Box::pin(dispatch(Cli::try_parse_from(first.iter().chain(words)).unwrap())).await
    }

    /// Takes in a file or the files of a folder. Nobody is reminded of what they are
    /// about, unless [`World::reminds`] says so: most tests are about other mails.
    pub(crate) async fn import(&self, region: &str, path: &Path) -> Result<(), Failure> {
        self.command(&["import", "--region", region, path.to_str().unwrap()]).await?;
        if !self.reminds {
            self.sql().await.run(SILENT).await;
        }
        Ok(())
    }

    /// With mails that come back to this address, or to one of this pattern.
    pub(crate) fn returning_to(mut self, return_path: &str) -> Self {
        self.config.mail.return_path = return_path.parse().unwrap();
        self
    }

    /// The same world, in which people are reminded.
    pub(crate) async fn reminds(self) -> Self {
        self.sql().await.run("DROP TRIGGER silent").await;
        Self { reminds: true, ..self }
    }

    /// A path in its folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The text of a file of [`World::of_one_unit`] or [`World::of_rows`].
    pub(crate) fn text_of(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join("one-unit").join(name)).unwrap()
    }

    /// Takes in a file of Samarinda with this text.
    pub(crate) async fn import_text(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        self.import("samarinda", &path).await.unwrap();
    }

    /// The daemon at an instant, with mail going somewhere.
    pub(crate) fn app(&self, route: Route, now: &str) -> App {
        let mut config = self.config.clone();
        config.mail.route = route;
        let policies = policies::read(config.policies.iter().map(PathBuf::as_path)).unwrap();
        App { config, policies: Arc::new(policies), clock: Clock::At(now.parse().unwrap()) }
    }

    /// The daemon with a clock that is moved, with mail going somewhere.
    pub(crate) fn living(&self, route: Route, hands: &'static Hands) -> App {
        App { clock: Clock::Moving(hands), ..self.app(route, NOW) }
    }

    /// One pass at [`NOW`] that sends nothing.
    pub(crate) async fn evaluate(&self) -> Pass {
        self.pass_at(NOW).await
    }

    /// One pass at an instant that sends nothing.
    pub(crate) async fn pass_at(&self, now: &str) -> Pass {
        let store = self.store().await;
        let done = pass(&self.app(Route::Off, now), &store, &Stop::default()).await.unwrap();
        store.close().await;
        done
    }

    /// One pass at an instant that sends through a relay.
    pub(crate) async fn send(&self, relay: SmtpConfig, now: &str) -> Pass {
        let store = self.store().await;
        let app = self.app(Route::Live(relay), now);
        let done = pass(&app, &store, &Stop::default()).await.unwrap();
        store.close().await;
        done
    }

    /// One pass at an instant that sends to the sink.
    pub(crate) async fn send_to(&self, sink: &Sink, now: &str) -> Pass {
        self.send(config(sink), now).await
    }

    /// The database, in which a person has confirmed that mails may leave.
    pub(crate) async fn store(&self) -> Store {
        let store = Store::open(&self.config.database, Access::Write).await.unwrap();
        store.keep_setting(CONFIRMED, "a test").await.unwrap();
        store
    }

    /// The database as anyone may look at it who has the file.
    pub(crate) async fn sql(&self) -> Sql {
        Sql::open(&self.config.database).await
    }

    /// The folder of the reports for heads of units.
    pub(crate) fn reports(&self) -> &Path {
        &self.config.reports
    }

    /// The folder that summaries are published to.
    pub(crate) fn summaries(&self) -> &Path {
        &self.config.summaries
    }
}

fn example(region: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/regions").join(region)
}

fn nip_of(line: &str) -> &str {
    line.split(';').next().unwrap()
}
