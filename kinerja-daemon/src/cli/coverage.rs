//! `coverage`: every period of every region, done or with its reason.

use super::{Failure, exit::say, schedule::Args};
use crate::{
    app::App,
    obligation::{self, Cell, RegionFacts, cells},
};

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let policies = args.policies(app)?;
    let store = super::read_store(app).await?;
    let facts = obligation::read_at(&store, app.clock.now()).await?;
    let none = RegionFacts::default();
    let [mut done, mut open, mut later] = [0_usize; 3];
    for (loaded, year) in policies {
        let policy = &loaded.policy;
        let facts = facts.get(&policy.code).unwrap_or(&none);
        let mut shown_cells = Vec::new();
        for (period, cell) in cells(policy, facts, year, app.clock.now()) {
            *match cell {
                Cell::Done { .. } => &mut done,
                Cell::Due(_) => &mut later,
                Cell::Open { .. } | Cell::NoDay(_) | Cell::NoUnits => &mut open,
            } += 1;
            shown_cells.push(format!("{period} {}", shown(&cell)));
        }
        if shown_cells.is_empty() {
            shown_cells.push(format!("no period of {year}: the first is {}", policy.first_period));
        }
        say(format!("{}: {}", policy.code, shown_cells.join(" | ")))?;
    }
    store.close().await;
    say(format!("{done} done, {open} open or without a day, {later} to come"))
}

/// A cell for people.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Done { excused: 0, .. } => "done".to_owned(),
        Cell::Done { excused, of } => {
            format!("done: {excused} of {of} units had nobody to evaluate")
        }
        Cell::Open { open, of } => format!("open: {open} of {of} units"),
        Cell::Due(day) => format!("due on {day}"),
        Cell::NoDay(reason) => format!("no day: {reason}"),
        Cell::NoUnits => "open: no people, import `pegawai`".to_owned(),
    }
}
