//! `kehadiran` and `potensi`: taken in only where a rule of the policy uses them.

use kinerja_core::{
    calendar::{Cadence, Period},
    plan,
};

use super::{Said, part, said};
use super::{cells::CODE_MAX, evidence::score};
use crate::import::problem::Code;
use crate::import::records::line::{Line, TEXT_MAX, Told, code, text};
use crate::import::table::Cell;
use crate::import::value::{self, ValueError};
use crate::store::acts::{
    Act, Subject,
    means::{Attendance, Potential},
};

/// Events of one code in a month: more is a slip.
const EVENTS_MAX: u32 = 999;

/// One row a person and month.
pub(super) fn attendance(line: &mut Line<'_, '_>) -> Said {
    const MONTH: &str = "bulan";
    let nip = line.known_nip();
    let used = line.sheet.context.policy.allowance.is_some();
    let month = line.need(MONTH, month);
    let on = month.and_then(|month| {
        let day = month.last_day();
        line.not_in_the_future(MONTH, day).map(|()| day)
    });
    let period = on.and_then(|day| line.period_of(MONTH, day));
    let used = if used {
        Ok(())
    } else {
        let repair =
            "kebijakan wilayah tidak menghitung TPP (`[allowance]`): jangan kirim kehadiran";
        Err(line.tell(MONTH, Code::NotUsed, repair))
    };
    let class = line.read("kelas_jabatan", |cell| code(cell, CODE_MAX));
    let events = events(line);
    let act = (|| {
        used?;
        Ok(Attendance { month: month?, class: class?, events: events? })
    })();
    said(nip.map(Subject::Person), period.map(Some), [part(&month)], on, act.map(Act::Attendance))
}

/// Events like `TL1=2, TK=1`; an empty cell says that there were none.
fn events(line: &mut Line<'_, '_>) -> Result<Vec<(plan::Code, u32)>, Told> {
    let policy = line.sheet.context.policy;
    let rules = || policy.allowance.iter().flat_map(|rule| &rule.deductions);
    line.read("kejadian", |cell| {
        let mut found: Vec<(plan::Code, u32)> = Vec::new();
        let Some(typed) = text(cell, TEXT_MAX)? else { return Ok(found) };
        for one in typed.split(',') {
            let (event, count) = one.split_once('=').unwrap_or((one, "1"));
            let event = rules().find(|rule| rule.code.as_str() == event.trim());
            let event = event.filter(|rule| found.iter().all(|(code, _)| *code != rule.code));
            let count = count.trim().parse().ok().filter(|count| (1..=EVENTS_MAX).contains(count));
            let (Some(event), Some(count)) = (event, count) else {
                let codes = rules().map(|rule| rule.code.as_str()).collect::<Vec<_>>().join("`, `");
                let repair = format!(
                    "tulis seperti `TL1=2, TK=1`, tiap kejadian sekali; yang dikenal: `{codes}`"
                );
                return Err(ValueError::new(Code::Event, cell, repair));
            };
            found.push((event.code.clone(), count));
        }
        Ok(found)
    })
}

/// One row a person and day. It belongs to no period and holds until the next.
pub(super) fn potential(line: &mut Line<'_, '_>) -> Said {
    const DAY: &str = "tanggal_asesmen";
    let nip = line.known_nip();
    let on = line.past_day(DAY);
    let used = if line.sheet.context.policy.talent.is_some() {
        Ok(())
    } else {
        let repair =
            "kebijakan wilayah tidak punya kotak talenta (`[talent]`): jangan kirim potensi";
        Err(line.tell(DAY, Code::NotUsed, repair))
    };
    let context = line.sheet.context;
    let score = line.need("skor_potensi", |cell| score(cell, context));
    let act = (|| {
        used?;
        Ok(Potential { score: score? })
    })();
    said(nip.map(Subject::Person), Ok(None), [part(&on)], on, act.map(Act::Potential))
}

fn month(cell: &Cell) -> Result<Option<Period>, ValueError> {
    let Some(typed) = value::text(cell)? else { return Ok(None) };
    let month = typed.parse().ok().filter(|month: &Period| month.cadence() == Cadence::Monthly);
    month
        .map(Some)
        .ok_or_else(|| ValueError::new(Code::Period, cell, "tulis satu bulan seperti `2026-06`"))
}
