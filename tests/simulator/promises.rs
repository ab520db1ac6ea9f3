//! What was promised, looked at from outside after every pass.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use kinerja_core::{calendar::Period, region::Hears};
use kinerja_daemon::{
    obligation::{Event, Planned, RegionFacts, planned},
    policies::{LoadedPolicy, Policies},
};
use sqlx::{
    AssertSqlSafe, Row as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteRow},
};

use crate::{country::FIRST_YEAR, road::Weather};

const OCCURRENCES: &str = "
    SELECT id, region, region || ' ' || period || ' ' || kind || ' ' || trim(subject) || ' ' ||
        event || ' ' || revision, state = 'skipped', due_at, opened_at, useful_until
    FROM occurrence WHERE id > $1 ORDER BY id";

const RUNS: &str = "SELECT id, region, period, as_of FROM run WHERE id > $1 ORDER BY id";

/// All that a pass can leave behind, as one number that only grows.
const TRACES: &str = "SELECT (SELECT COUNT(*) FROM run) + (SELECT COUNT(*) FROM occurrence)
    + (SELECT COUNT(*) FROM mail) + (SELECT COUNT(*) FROM attempt)";

/// Where there was nobody to evaluate, as the reason says.
const EXCUSED: &str = "SELECT region, period FROM occurrence
    WHERE id > $1 AND kind = 'evaluation' AND state = 'skipped' AND reason <> ''";

/// What must be found nowhere among that which is open, after a pass at an instant.
const WRONG_OPEN: [(&str, &str); 2] = [
    ("are open and of no use any more", "state = 'open' AND useful_until <= $1"),
    (
        "are open though a person has another one of the same thing",
        "state = 'open' AND useful_until > $1 AND subject LIKE 'person/%' AND EXISTS
            (SELECT 1 FROM occurrence AS other WHERE other.state = 'open'
            AND other.region = occurrence.region AND other.period = occurrence.period
            AND other.kind = occurrence.kind AND other.hears = occurrence.hears
            AND other.subject = occurrence.subject AND other.revision = occurrence.revision
            AND other.id <> occurrence.id)",
    ),
];

/// What must be found nowhere among the mails. A mail without a run reminds or invites:
/// by day, and never at night. Where it is six in the west of the country it is eight
/// in the east, so that seven hours on, every day of work is one day.
const WRONG_MAILS: [(&str, &str); 5] = [
    (
        "results were told twice",
        "SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE run_id IS NOT NULL
            GROUP BY region, period, employee_id, event HAVING COUNT(*) > 1)",
    ),
    (
        "people have two mails of one day",
        "SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE event = 'digest' GROUP BY region,
            employee_id, (enqueued_at + 25200000000) / 86400000000 HAVING COUNT(*) > 1)",
    ),
    (
        "people were written to at night",
        "SELECT COUNT(*) FROM mail WHERE run_id IS NULL
            AND (enqueued_at + 25200000000) / 3600000000 % 24 NOT BETWEEN 4 AND 20",
    ),
    (
        "mails left first when they were of no use any more",
        "SELECT COUNT(*) FROM mail WHERE expires_at <=
            (SELECT MIN(at) FROM attempt WHERE mail_id = mail.id AND sha256 IS NOT NULL)",
    ),
    (
        "mails left without an attempt on record",
        "SELECT COUNT(*) FROM mail WHERE copies > 0 AND NOT EXISTS
            (SELECT 1 FROM attempt WHERE mail_id = mail.id AND attempt.sha256 = mail.sha256)",
    ),
];

/// What must be found nowhere when all is done: what was decided, and what falls due by
/// an act, in periods that were evaluated.
const WRONG_ACTS: [(&str, &str); 2] = [
    (
        "decisions are not told",
        "SELECT COUNT(*) FROM act WHERE kind = 'penilaian' AND is_current = 1
            AND EXISTS (SELECT 1 FROM result JOIN run ON run.id = result.run_id
                WHERE run.period = act.period AND result.employee_id = act.employee_id
                AND result.predicate IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.period = act.period
                AND notice.employee_id = act.employee_id)",
    ),
    (
        "steps and times to object are not on record",
        "SELECT COUNT(*) FROM act WHERE is_current = 1 AND day < $1
            AND (kind = 'keberatan' OR kind = 'tindak_lanjut' AND body LIKE '%\"done\":null%')
            AND NOT EXISTS (SELECT 1 FROM occurrence WHERE occurrence.revision = act.id
                AND occurrence.employee_id = act.employee_id
                AND occurrence.kind IN ('step_due', 'objection_closing'))",
    ),
];

/// All mails; those the relay took, as far as it is known; those it may have taken.
const MAILS: &str = "SELECT COUNT(*), COUNT(*) FILTER (WHERE state = 'sent'),
    COUNT(*) FILTER (WHERE copies > 0 OR state = 'sent'),
    COUNT(*) FILTER (WHERE state IN ('queued', 'deferred', 'unknown', 'held', 'expired', 'cancelled', 'sent'))
    FROM mail";

/// Something that fell due.
struct Row {
    id: i64,
    region: String,
    key: String,
    is_skipped: bool,
    due_at: i64,
    opened_at: i64,
    useful_until: i64,
}

/// What has been seen so far.
pub(crate) struct Promises {
    pool: SqlitePool,
    last_run: i64,
    last_occurrence: i64,
    /// When each region and period was evaluated, as of.
    runs: BTreeMap<(String, String), i64>,
    /// Regions and periods in which there was nobody to evaluate, with the reason on record.
    excused: BTreeSet<(String, String)>,
    /// What fell due.
    seen: BTreeSet<String>,
    /// The first period of each region that is not known to be evaluated.
    next: BTreeMap<String, Period>,
    /// When each region was looked at first.
    since: BTreeMap<String, DateTime<Utc>>,
}

impl Row {
    fn of(row: &SqliteRow) -> Self {
        Self {
            id: row.get(0),
            region: row.get(1),
            key: row.get(2),
            is_skipped: row.get(3),
            due_at: row.get(4),
            opened_at: row.get(5),
            useful_until: row.get(6),
        }
    }
}

fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap()
}

impl Promises {
    pub(crate) async fn of(database: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(database);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        let (runs, excused, seen) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let (next, since) = (BTreeMap::new(), BTreeMap::new());
        Self { pool, last_run: 0, last_occurrence: 0, runs, excused, seen, next, since }
    }

    async fn count(&self, query: String) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&self.pool).await.unwrap()
    }

    /// Changes the database as no daemon would.
    pub(crate) async fn meddle(&self, statement: &'static str) {
        sqlx::query(statement).execute(&self.pool).await.unwrap();
    }

    /// A number that grows when a pass does anything.
    pub(crate) async fn traces(&self) -> i64 {
        self.count(TRACES.to_owned()).await
    }

    /// How many evaluations, reminders and mails there are.
    pub(crate) async fn sizes(&self) -> String {
        let mails = self.count("SELECT COUNT(*) FROM mail".to_owned()).await;
        format!("{} evaluations, {} occurrences, {mails} mails", self.runs.len(), self.seen.len())
    }

    /// What is not as it was promised after a pass over the regions that have people.
    pub(crate) async fn broken(
        &mut self,
        (policies, joined): (&Policies, &BTreeSet<String>),
        now: DateTime<Utc>,
    ) -> Vec<String> {
        let mut wrong = self.evaluated(policies, now).await;
        for (code, loaded) in policies.iter().filter(|(code, _)| joined.contains(code.as_str())) {
            wrong.extend(self.not_evaluated(code.as_str(), loaded, now));
            self.since.entry(code.to_string()).or_insert(now);
        }
        wrong.extend(self.fell_due(policies).await);
        for (what, condition) in WRONG_OPEN {
            let now = now.timestamp_micros().to_string();
            let query = format!("SELECT COUNT(*) FROM occurrence WHERE {condition}");
            let found = self.count(query.replace("$1", &now)).await;
            if found > 0 {
                wrong.push(format!("{found} reminders {what}"));
            }
        }
        wrong
    }

    /// Looks at the new evaluations.
    async fn evaluated(&mut self, policies: &Policies, now: DateTime<Utc>) -> Vec<String> {
        let new: Vec<(i64, String, String, i64)> =
            sqlx::query_as(RUNS).bind(self.last_run).fetch_all(&self.pool).await.unwrap();
        let excused = sqlx::query_as(EXCUSED).bind(self.last_occurrence).fetch_all(&self.pool);
        self.excused.extend(excused.await.unwrap());
        let mut wrong = Vec::new();
        for (id, region, period, as_of) in new {
            self.last_run = id;
            let policy = &policies[&region.parse().unwrap()].policy;
            let due = policy.evaluation_due(period.parse().unwrap());
            if due != Ok(instant(as_of)) || now < instant(as_of) {
                wrong.push(format!("{region} {period} stands as of {}", instant(as_of)));
            }
            if self.runs.insert((region.clone(), period.clone()), as_of).is_some() {
                wrong.push(format!("{region} {period} was evaluated twice"));
            }
        }
        wrong
    }

    /// Periods that are due and were not evaluated.
    fn not_evaluated(
        &mut self,
        region: &str,
        loaded: &LoadedPolicy,
        now: DateTime<Utc>,
    ) -> Vec<String> {
        let policy = &loaded.policy;
        let next = self.next.entry(region.to_owned()).or_insert(policy.first_period);
        let mut wrong = Vec::new();
        while policy.evaluation_due(*next).is_ok_and(|due| due <= now) {
            let at = (region.to_owned(), next.to_string());
            if !self.runs.contains_key(&at) && !self.excused.contains(&at) {
                wrong.push(format!("{region} {next} is due and not evaluated"));
            }
            *next = next.next().unwrap();
        }
        wrong
    }

    /// Looks at what fell due since.
    async fn fell_due(&mut self, policies: &Policies) -> Vec<String> {
        let new = sqlx::query(OCCURRENCES).bind(self.last_occurrence).fetch_all(&self.pool);
        let mut wrong = Vec::new();
        for row in new.await.unwrap().iter().map(Row::of) {
            self.last_occurrence = row.id;
            if !row.is_skipped {
                let policy = &policies[&row.region.parse().unwrap()];
                wrong.extend(out_of_time(policy, &row).map(|why| format!("{} {why}", row.key)));
            }
            if self.seen.contains(&row.key) {
                wrong.push(format!("{} fell due twice", row.key));
            }
            self.seen.insert(row.key);
        }
        wrong
    }

    /// What is not as it was promised of the mails.
    pub(crate) async fn broken_mails(&self, weather: &Weather) -> Vec<String> {
        let mut wrong = weather.wrong();
        for (what, query) in WRONG_MAILS {
            let found = self.count(query.to_owned()).await;
            if found > 0 {
                wrong.push(format!("{found} {what}"));
            }
        }
        let (all, sent, begun, stated): (i64, i64, i64, i64) =
            sqlx::query_as(MAILS).fetch_one(&self.pool).await.unwrap();
        let arrived = i64::try_from(weather.arrived()).unwrap();
        if !(sent..=begun).contains(&arrived) || all != stated {
            wrong.push(format!("{all} mails, {sent} sent, {begun} begun, {arrived} arrived"));
        }
        wrong
    }

    /// Acts that nobody was told of, when all is done.
    pub(crate) async fn untold(&self, now: DateTime<Utc>) -> Vec<String> {
        let long_ago = (now - TimeDelta::days(40)).date_naive();
        let mut wrong = Vec::new();
        for (what, query) in WRONG_ACTS {
            let found = self.count(query.replace("$1", &format!("'{long_ago}'"))).await;
            if found > 0 {
                wrong.push(format!("{found} {what}"));
            }
        }
        wrong
    }

    /// What fell due in all the years and is not on record, in regions that had
    /// people.
    ///
    /// A day on which people are reminded ahead, and the last one on which others hear, may
    /// move back when the holidays of its year are made known only in that year: such days
    /// are left alone.
    pub(crate) fn left_out(
        &self,
        policies: &Policies,
        now: DateTime<Utc>,
        is_late: impl Fn(i32) -> bool,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        for (code, loaded) in policies {
            let Some(since) = self.since.get(code.as_str()) else { continue };
            let mut facts = RegionFacts::default();
            facts.units.insert("u".to_owned(), BTreeSet::new());
            for year in FIRST_YEAR.. {
                if instant_of(year) > now {
                    break;
                }
                let of_year = planned(&loaded.policy, &facts, year);
                let may_move = |planned: &Planned<'_>| {
                    let stays = matches!(planned.event,
                        Some(Event::Reminder { hears: Hears::Responsible, offset }) if offset > 0);
                    !stays && is_late(year)
                };
                let fell_due = |planned: &&Planned<'_>| {
                    let at = planned.at.as_ref();
                    at.is_ok_and(|at| since < at && *at <= now) && !may_move(planned)
                };
                for planned in of_year.iter().filter(fell_due) {
                    let Some(event) = planned.event else { continue };
                    let (period, kind) = (planned.period, planned.kind.code());
                    // With whatever day or act it rests on, which the key ends with.
                    let key = |subject| format!("{code} {period} {kind} {subject} {event} ");
                    let is_seen = |key: String| {
                        let first = self.seen.range(key.clone()..).next();
                        first.is_some_and(|first| first.starts_with(&key))
                    };
                    if !["region", "unit/u"].into_iter().any(|of| is_seen(key(of))) {
                        wrong.push(format!("{} is not on record", key("region")));
                    }
                }
            }
        }
        wrong
    }
}

fn instant_of(year: i32) -> DateTime<Utc> {
    format!("{year}-01-01T00:00:00Z").parse().unwrap()
}

/// Why something that people are told came at a time at which they are not.
fn out_of_time(loaded: &LoadedPolicy, row: &Row) -> Option<String> {
    let policy = &loaded.policy;
    let due = instant(row.due_at).with_timezone(&policy.zone);
    if row.opened_at < row.due_at {
        return Some(format!("came before {due}"));
    }
    if row.useful_until <= row.opened_at {
        return Some("came when it was of no use any more".to_owned());
    }
    if (due.hour(), due.minute()) != (policy.reminders.hour, 0) {
        return Some(format!("came at another hour: {due}"));
    }
    let worked = policy.work_calendar().is_working_day(due.date_naive());
    (worked == Ok(false)).then(|| format!("came on a holiday: {due}"))
}
