//! `mail audit`: expected is what has a mail, by its state, and what has none, by
//! its reason. Anything else is told and ends with 65.

use std::collections::BTreeMap;

use kinerja_core::{calendar::Period, region::RegionCode};
use serde::Serialize;

use super::super::{Failure, evaluate::policy, exit::say, read_store};
use crate::{
    app::App,
    store::{AuditOf, MailId, ToTell},
};

/// Why there is no mail, besides the states of those that are there.
const WITHOUT_ADDRESS: &str = "without_address";
const OVERTAKEN: &str = "overtaken";
/// Names of what must not be.
const MISSING: &str = "missing";
const TWICE: &str = "twice";

/// What a person is to be told, and what became of it.
#[derive(Debug, Serialize)]
struct Line {
    key: String,
    became: String,
    mails: Vec<MailId>,
}

/// How much of one event of a region and period was expected, and became of it.
#[derive(Debug, Default, Serialize)]
struct Sum {
    region: String,
    period: String,
    event: String,
    expected: u64,
    became: BTreeMap<String, u64>,
}

/// All of it.
#[derive(Debug, Default, Serialize)]
struct Audit {
    holds: bool,
    sums: Vec<Sum>,
    /// Mails that tell what was corrected since, or something else.
    other_mails: i64,
    /// May have arrived or not.
    unknown: Vec<MailId>,
    /// Have an address and no mail.
    missing: Vec<String>,
    /// Have more than one mail that tells the same.
    twice: Vec<String>,
    /// Numbers of mails that are gone, from one to another.
    gone: Vec<(MailId, MailId)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expected: Vec<Line>,
}

pub(super) async fn run(
    app: &App,
    (region, period): (Option<&RegionCode>, Option<Period>),
    json: bool,
) -> Result<(), Failure> {
    if let Some(region) = region {
        // Of one that nobody knows nothing would be missing.
        policy(app, region)?;
    }
    let store = read_store(app).await?;
    let of = AuditOf { region, period };
    let mut adder =
        Adder { audit: Audit::default(), sums: BTreeMap::new(), rows: Vec::new(), json };
    let on_record = store.each_to_tell(of, |row| adder.take(row)).await?;
    let told = adder.finish();
    let (mut audit, matched) = told;
    audit.other_mails = on_record.mails - matched;
    (audit.unknown, audit.gone) = (on_record.unknown, on_record.gone);
    store.close().await;
    audit.holds = audit.missing.is_empty() && audit.twice.is_empty() && audit.gone.is_empty();
    if json {
        say(serde_json::to_string_pretty(&audit).map_err(Failure::unavailable)?)?;
    } else {
        print(&audit)?;
    }
    if audit.holds {
        return Ok(());
    }
    Err(Failure::data(format!(
        "the sum does not hold: {} to be told without a mail, {} told twice, {} gaps in the numbers of \
         mails; whoever got an address since is told by the next pass that sends, anything else \
         means that rows were changed behind the daemon: compare with a backup",
        audit.missing.len(),
        audit.twice.len(),
        audit.gone.len()
    )))
}

/// Adds up rows; those of one thing to tell follow one another.
struct Adder {
    audit: Audit,
    sums: BTreeMap<(RegionCode, Period, String), Sum>,
    rows: Vec<ToTell>,
    json: bool,
}

impl Adder {
    fn take(&mut self, row: ToTell) {
        if self.rows.last().is_some_and(|last| last.key != row.key) {
            self.settle();
        }
        self.rows.push(row);
    }

    /// The audit, and how many mails tell what stands.
    fn finish(mut self) -> (Audit, i64) {
        self.settle();
        self.audit.sums = self.sums.into_values().collect();
        let matched = self.audit.other_mails;
        (self.audit, matched)
    }

    fn settle(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let Some(first) = rows.first() else { return };
        let mails: Vec<&(MailId, String)> =
            rows.iter().filter_map(|row| row.mail.as_ref()).collect();
        let became = became(first, &mails);
        let audit = &mut self.audit;
        match became {
            MISSING => audit.missing.push(first.key.clone()),
            TWICE => audit.twice.push(first.key.clone()),
            _ => {}
        }
        // Until the end, those that were matched are counted here.
        audit.other_mails += i64::try_from(mails.len()).unwrap_or(i64::MAX);
        // `decision.2` is told as `decision`.
        let event = first.event.split('.').next().unwrap_or_default().to_owned();
        let place = (first.region.clone(), first.period, event.clone());
        let sum = self.sums.entry(place).or_default();
        sum.region = first.region.to_string();
        sum.period = first.period.to_string();
        sum.event = event;
        sum.expected += 1;
        *sum.became.entry(became.to_owned()).or_default() += 1;
        if self.json {
            let mails = mails.iter().map(|(id, _)| *id).collect();
            audit.expected.push(Line { key: first.key.clone(), became: became.to_owned(), mails });
        }
    }
}

/// What became of one thing to tell.
fn became<'a>(of: &ToTell, mails: &[&'a (MailId, String)]) -> &'a str {
    let mut alive = mails.iter().filter(|(_, state)| state != "cancelled");
    match (alive.next(), alive.next(), mails.is_empty()) {
        (Some(_), Some(_), _) => TWICE,
        (Some((_, state)), None, _) => state,
        (None, _, false) => "cancelled",
        (None, _, true) if of.overtaken => OVERTAKEN,
        (None, _, true) if of.without_address => WITHOUT_ADDRESS,
        (None, _, true) => MISSING,
    }
}

fn print(audit: &Audit) -> Result<(), Failure> {
    say("region\tperiod\tevent\texpected\tbecame")?;
    for sum in &audit.sums {
        let became: Vec<_> =
            sum.became.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let Sum { region, period, event, expected, .. } = sum;
        say(format!("{region}\t{period}\t{event}\t{expected}\t{}", became.join(" + ")))?;
    }
    if audit.sums.is_empty() {
        say("nothing is on record of which anybody is to be told")?;
    }
    say(format!("other mails (of what was corrected since)\t{}", audit.other_mails))?;
    let unknown: Vec<_> = audit.unknown.iter().map(ToString::to_string).collect();
    if !unknown.is_empty() {
        say(format!("unknown whether it arrived: mails {}", unknown.join(", ")))?;
    }
    for key in &audit.missing {
        say(format!("to be told, and no mail is on record: {key}"))?;
    }
    for key in &audit.twice {
        say(format!("told by more than one mail: {key}"))?;
    }
    for (from, to) in &audit.gone {
        say(format!("no mail has the numbers {from} to {to} any more"))?;
    }
    Ok(())
}
