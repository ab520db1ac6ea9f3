//! The commands, one file each.

mod check;
mod clock;
mod confirm;
mod coverage;
mod decide;
mod evaluate;
mod exit;
mod explain;
mod export;
mod generate;
mod import;
mod left_over;
mod mail;
mod object;
mod outbox;
mod progress;
mod run;
mod schedule;
mod status;
mod what_if;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use chrono::{DateTime, Utc};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
pub use exit::Failure;

use crate::{
    app::App,
    clock::Clock,
    config::Config,
    policies,
    run::check_wake,
    store::{Access, Store},
    telemetry::{self, LogFormat},
};

/// What the help of every command ends with.
const EXIT_CODES: &str = "Exit codes: 0 done, 64 wrong usage, 65 wrong data, 69 a file or service is not there, \
75 try again later, 78 wrong configuration.";

/// Evaluates the work of civil servants by the policy of their region, tells
/// them, and publishes summaries.
///
/// Everything it finds is a proposal ("usulan") until a person has decided.
#[derive(Debug, Parser)]
#[command(name = "kinerja-daemon", version)]
pub struct Cli {
    /// The configuration file.
    #[arg(long, global = true, default_value = "kinerja.toml")]
    pub config: PathBuf,
    /// Work as if it were this instant, like 2026-07-20T08:00:00+07:00; for
    /// rehearsals, refused when mail is live.
    #[arg(long, global = true, value_name = "INSTANT")]
    pub as_of: Option<DateTime<Utc>>,
    /// How log lines are written to standard error.
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub log: LogFormat,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the daemon can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read configuration, policies and templates, report problems, and exit.
    Check,
    /// Take in files of people, plans, actuals and behaviour (CSV or XLSX).
    Import(import::Args),
    /// Evaluate one region for one period, and exit.
    Evaluate(evaluate::Args),
    /// Show how a person's result came about, step by step, each with its source.
    Explain(explain::Args),
    /// Decide a person's result, as its evaluator; with a reason where the
    /// decision differs from the proposal or revises an earlier one.
    Decide(decide::Args),
    /// Record that a result was received, object to it, or decide an objection.
    Object(object::Args),
    /// Run until stopped, doing what falls due.
    Run(run::Args),
    /// Show what is done, what is due next, what waits and what is wrong.
    Status(status::Args),
    /// Show what a year holds for a region: when people are reminded, when units are
    /// evaluated and meet, and how each of it stands.
    Schedule(schedule::Args),
    /// Show every period of a year for every region: done, open, due, or why it has
    /// no day.
    Coverage(schedule::Args),
    /// Show what the daemon thinks of the time, or let it go on after a jump.
    Clock(clock::Args),
    /// Show how plans stand today: who has not reported, who has no scores of
    /// behaviour, what waits for an answer, which steps are open.
    Progress(progress::Args),
    /// Look into the mails one by one, and do with them what a person says.
    Outbox(outbox::Args),
    /// Whether everybody was told what is to be told.
    Mail(mail::Args),
    /// Write results and follow-ups of a region and period as CSV and JSON.
    Export(export::Args),
    /// Show what another policy would change, for how many and why; writes nothing.
    WhatIf(what_if::Args),
    /// Write manual pages and completions, for whoever packs the program.
    #[command(hide = true)]
    Generate(generate::Args),
}

/// Reads the command line, does what it says, and tells the host how it went.
pub fn main() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    telemetry::start(cli.log);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli)),
        Err(error) => Err(Failure::unavailable(format!("the runtime cannot start: {error}"))),
    };
    exit::finish(done)
}

/// The command line as it is read. Whoever asks for the help of one command is
/// told the exit codes too.
pub fn command() -> clap::Command {
    with_exit_codes(Cli::command())
}

fn parse() -> Result<Cli, clap::Error> {
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

fn with_exit_codes(command: clap::Command) -> clap::Command {
    command.after_help(EXIT_CODES).mut_subcommands(with_exit_codes)
}

/// Does what a command line says.
///
/// # Errors
///
/// Says what went wrong, with the exit code that tells of what kind it is.
pub async fn dispatch(cli: Cli) -> Result<(), Failure> {
    let Cli { config, as_of, log: _, command } = cli;
    if let Command::Generate(args) = &command {
        return generate::run(args);
    }
    let sends = matches!(command, Command::Check | Command::Run(_));
    let read = || load((&config, sends), as_of);
    let app = read()?;
    match command {
        Command::Check => check::run(&app),
        Command::Import(args) => import::run(&app, args).await,
        Command::Evaluate(args) => evaluate::run(&app, args).await,
        Command::Explain(args) => explain::run(&app, args).await,
        Command::Decide(args) => decide::run(&app, args).await,
        Command::Object(args) => object::run(&app, args).await,
        Command::Run(args) => run::run(app, args, read).await,
        Command::Status(args) => status::run(&app, &args).await,
        Command::Schedule(args) => schedule::run(&app, args).await,
        Command::Coverage(args) => coverage::run(&app, args).await,
        Command::Clock(args) => clock::run(&app, args).await,
        Command::Progress(args) => progress::run(&app, args).await,
        Command::Outbox(args) => outbox::run(&app, args).await,
        Command::Mail(args) => mail::run(&app, args).await,
        Command::Export(args) => export::run(&app, args).await,
        Command::WhatIf(args) => what_if::run(&app, args).await,
        Command::Generate(args) => generate::run(&args),
    }
}

/// Reads the configuration, and whether those who send can do so; nobody else needs the
/// password, which is perhaps there for the daemon alone.
fn load((path, sends): (&Path, bool), as_of: Option<DateTime<Utc>>) -> Result<App, Failure> {
    let config = Config::read(path).map_err(Failure::config)?;
    if sends {
        config.check_password(path).map_err(Failure::config)?;
    }
    check_wake(&config.wake)
        .map_err(|error| Failure::config(format!("{}: {error}", path.display())))?;
    let policies = policies::read(config.policies.iter().map(PathBuf::as_path)).map_err(|all| {
        let lines: Vec<_> = all.iter().map(ToString::to_string).collect();
        Failure::config(lines.join("\n"))
    })?;
    let clock = match as_of {
        Some(_) if config.mail.route.is_live() => {
            return Err(Failure::usage(
                "--as-of is for rehearsals: it is refused while mail.mode = \"live\"",
            ));
        }
        Some(instant) => Clock::rehearsal(instant).map_err(Failure::usage)?,
        None => Clock::System,
    };
    Ok(App { config, policies: Arc::new(policies), clock })
}

/// The database, for a command that only reads.
async fn read_store(app: &App) -> Result<Store, Failure> {
    Store::open(&app.config.database, Access::Read).await.map_err(Failure::unavailable)
}
