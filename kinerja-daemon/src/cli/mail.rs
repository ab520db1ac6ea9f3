//! `mail`: whether everybody was told what is to be told.

mod audit;

use kinerja_core::{calendar::Period, region::RegionCode};

use super::Failure;
use crate::app::App;

/// Arguments of `mail`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What to find out about the mails as a whole.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Hold the mails against the results and decisions on record: what everybody
    /// is to be told, and what became of it. Ends with 65 when a sum does not hold.
    /// Nobody is named.
    Audit {
        /// Only this region.
        #[arg(long)]
        region: Option<RegionCode>,
        /// Only this period, like 2026, 2026-S1, 2026-Q3 or 2026-11.
        #[arg(long)]
        period: Option<Period>,
        /// Print JSON, with every single thing to tell.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Audit { region, period, json } => {
            audit::run(app, (region.as_ref(), period), json).await
        }
    }
}
