//! Years of a made-up country: time passes, files come in, clocks go wrong, the
//! process dies, and after every pass it is asked what was promised.

use std::{collections::BTreeSet, rc::Rc, sync::Arc, time::Duration};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use kinerja_core::calendar::Period;
use kinerja_daemon::{
    obligation::{RegionFacts, planned},
    policies::Policies,
};

use crate::{
    country::{Country, FIRST_YEAR, code},
    faults::Fault,
    files::{decision, nips, people, plan, received, report, scores, step, take_in},
    life::Life,
    luck::Luck,
    promises::Promises,
    road::Weather,
};

/// How large a life is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) regions: usize,
    pub(crate) years: i32,
    /// People of each region: 1 or 2.
    pub(crate) people: usize,
    /// Days between two passes, on average.
    pub(crate) pause: u64,
    /// Of how many attempts with a mail seven meet with trouble; three of these end the
    /// pass.
    pub(crate) sides: u64,
}

/// A country in the middle of its life.
pub(crate) struct Years {
    pub(crate) luck: Rc<Luck>,
    size: Size,
    fault: Option<Fault>,
    country: Country,
    weather: Rc<Weather>,
    pub(crate) life: Life,
    pub(crate) promises: Promises,
    /// What every region has adopted; the daemon has the same unless a fault is planted.
    policies: Policies,
    /// The regions that have people.
    joined: BTreeSet<String>,
    /// What a right clock shows.
    pub(crate) truth: DateTime<Utc>,
    passes: u64,
}

/// Lives through the years of a seed, and says what there was.
///
/// # Errors
///
/// Says what was not as promised, and at which instant.
pub(crate) async fn live(seed: u64, size: Size, fault: Option<Fault>) -> Result<String, String> {
    let mut years = Years::begin(seed, size, fault).await;
    let end = format!("{}-02-01T00:00:00Z", FIRST_YEAR + size.years);
    let end: DateTime<Utc> = end.parse().unwrap();
    let mut done = Ok(());
    while done.is_ok() && years.truth < end {
        done = years.step().await;
    }
    let summary = years.promises.sizes().await;
    if done.is_ok() {
        done = years.at_the_end().await;
    }
    let (truth, passes) = (years.truth, years.passes);
    years.life.store.close().await;
    done.map_err(|wrong| {
        format!(
            "seed {seed}, {truth}: {wrong}\nagain: KINERJA_SEED={seed} KINERJA_YEARS={} cargo test --test simulator",
            size.years
        )
    })?;
    Ok(format!("seed {seed}: {passes} passes, {summary}"))
}

impl Years {
    async fn begin(seed: u64, size: Size, fault: Option<Fault>) -> Self {
        let luck = Rc::new(Luck::new(seed));
        let tells = fault != Some(Fault::NoStamp);
        let weather = Rc::new(Weather::new(luck.clone(), tells, size.sides));
        let country = Country::new(luck.clone(), size.regions);
        let truth = format!("{FIRST_YEAR}-01-02T00:00:00Z").parse().unwrap();
        let life = Life::begin(truth, Policies::new(), weather.clone()).await;
        let promises = Promises::of(&life.database()).await;
        let (policies, joined) = (Policies::new(), BTreeSet::new());
        Self {
            luck,
            size,
            fault,
            country,
            weather,
            life,
            promises,
            policies,
            joined,
            truth,
            passes: 0,
        }
    }

    /// Adopts what is new.
    fn adopt(&mut self) {
        let today = self.truth.date_naive();
        let is_new = self.country.is_new(&self.policies, today);
        if is_new {
            self.policies = self.country.policies(today);
        }
        match self.fault {
            Some(fault) => {
                let policies = fault.policies(&self.policies, self.life.now());
                self.life.app.policies = Arc::new(policies);
            }
            None if is_new => self.life.app.policies = Arc::new(self.policies.clone()),
            None => {}
        }
    }

    /// Time passes, and all that is due is done.
    async fn step(&mut self) -> Result<(), String> {
        // Before the first pass nothing is known of the time, so that no clock is wrong.
        let absent = self.luck.strikes(1) && self.passes > 0;
        let next = if absent {
            self.truth + TimeDelta::days(i64::try_from(30 + self.luck.draw(1_100)).unwrap())
        } else {
            self.next_instant()
        };
        let time = next - self.truth;
        self.truth = next;
        if absent {
            self.life.begin_again(next).await;
        } else {
            self.life.pass_time(time.to_std().unwrap());
        }
        self.adopt();
        if TimeDelta::days(400) < time {
            self.pass_held("an absence of years").await?;
            self.life.accept().await;
        } else if self.luck.strikes(4) {
            self.clock_trouble().await?;
        }
        self.files_come_in().await?;
        self.look().await
    }

    /// An instant at which something falls due in some region, or just before it.
    fn next_instant(&self) -> DateTime<Utc> {
        let hours = 1 + self.luck.draw(self.size.pause * 24 * 2);
        let about = self.truth + TimeDelta::hours(i64::try_from(hours).unwrap());
        let region =
            usize::try_from(self.luck.draw(self.size.regions.try_into().unwrap())).unwrap();
        let Some(loaded) = self.policies.get(&code(region)) else { return about };
        let (facts, year) = (RegionFacts::default(), about.year());
        let of_year = planned(&loaded.policy, &facts, year);
        let at =
            of_year.iter().filter_map(|planned| planned.at.as_ref().ok()).find(|at| about <= **at);
        let early = TimeDelta::microseconds(i64::from(self.luck.strikes(20)));
        match at {
            Some(at) if *at < about + TimeDelta::days(40) && !self.luck.strikes(30) => *at - early,
            Some(_) | None => about,
        }
    }

    /// New people, plans, reports and scores.
    async fn files_come_in(&mut self) -> Result<(), String> {
        for number in 0..self.size.regions {
            let code = code(number);
            let begins = self.luck.of(&format!("begin {number}"), 900).saturating_sub(600);
            let begins = i64::try_from(begins).unwrap();
            let is_new = !self.joined.contains(code.as_str());
            if is_new && (self.truth.date_naive() - first_day()).num_days() >= begins {
                self.take_in(number, people(number, self.size.people)).await?;
                self.joined.insert(code.to_string());
            }
        }
        for _ in 0..self.luck.draw(3) {
            let number = self.luck.draw(self.size.regions.try_into().unwrap());
            self.work_of(usize::try_from(number).unwrap()).await?;
        }
        Ok(())
    }

    /// A plan, a report or scores of somebody.
    async fn work_of(&mut self, number: usize) -> Result<(), String> {
        if !self.joined.contains(code(number).as_str()) {
            return Ok(());
        }
        let policy = &self.policies[&code(number)].policy;
        let today = self.truth.with_timezone(&policy.zone).date_naive();
        let periods = std::iter::successors(Some(policy.first_period), |period| period.next());
        let Some(period) = periods.take_while(|period| period.start() <= today).last() else {
            return Ok(());
        };
        let past = policy.cadence.period_of(period.start().pred_opt().unwrap()).unwrap_or(period);
        let [head, clerk] = nips(number);
        let person = if self.size.people > 1 { &clerk } else { &head };
        self.take_in(number, plan(person, period, self.luck.strikes(70))).await?;
        let past = if policy.first_period.start() <= past.start() { past } else { period };
        if period.last_day() <= today || past != period {
            let reached = 10 + self.luck.draw(30);
            self.take_in(number, plan(person, past, true)).await?;
            self.take_in(number, report(person, past, reached)).await?;
            if self.size.people > 1 && self.luck.strikes(70) {
                self.take_in(number, scores(&clerk, &head, past)).await?;
            }
        }
        let is_due = policy.evaluation_due(past).is_ok_and(|due| due <= self.truth);
        if self.size.people > 1 && is_due {
            self.what_follows(number, past, today).await?;
        }
        Ok(())
    }

    /// Decisions, results that people have received, steps of coaching.
    async fn what_follows(
        &self,
        number: usize,
        past: Period,
        today: NaiveDate,
    ) -> Result<(), String> {
        let [head, clerk] = nips(number);
        if self.luck.strikes(60) {
            self.take_in(number, decision(&clerk, &head, past, today)).await?;
        }
        if self.luck.strikes(30) {
            self.take_in(number, received(&clerk, past, today)).await?;
        }
        if self.luck.strikes(40) {
            self.take_in(number, step(&clerk, past, today, self.luck.strikes(40))).await?;
        }
        Ok(())
    }

    async fn take_in(&self, number: usize, file: (String, String)) -> Result<(), String> {
        let world = (&self.life.app, &self.life.store);
        take_in(world, &self.policies[&code(number)], file).await
    }

    /// Passes until one ends by itself with nothing left to do, whatever dies on the
    /// way.
    pub(crate) async fn look(&mut self) -> Result<(), String> {
        for attempt in 0.. {
            let commits = u32::try_from(self.luck.draw(12)).unwrap();
            let dies = (attempt < 3 && self.luck.strikes(12)).then_some(commits);
            self.passes += 1;
            let Some(done) = self.life.pass(dies).await else {
                self.dies().await;
                continue;
            };
            if let Some(doubt) = done.held {
                return Err(format!("a right clock is not believed: {doubt}"));
            }
            let killed = done.faults.iter().any(|fault| fault == "mails: killed");
            if let Some(fault) = done.faults.iter().find(|fault| *fault != "mails: killed") {
                return Err(format!("a pass failed: {fault}"));
            }
            if !killed {
                break;
            }
            if self.luck.strikes(50) {
                self.dies().await;
            }
        }
        if let Some(fault) = self.fault {
            fault.meddle(&self.promises, &self.luck).await;
        }
        let kept = (&self.policies, &self.joined);
        let mut wrong = self.promises.broken(kept, self.life.now()).await;
        if self.passes.is_multiple_of(16) {
            wrong.extend(self.promises.broken_mails(&self.weather).await);
        }
        none(&wrong)
    }

    /// The process dies and begins again a little later.
    async fn dies(&mut self) {
        self.truth += TimeDelta::seconds(1);
        self.life.begin_again(self.truth).await;
    }

    /// A pass by a clock that cannot be believed: nothing must happen.
    pub(crate) async fn pass_held(&mut self, why: &str) -> Result<(), String> {
        let traces = (self.promises.traces().await, self.weather.copies());
        self.passes += 1;
        if self.fault == Some(Fault::NoGuard) {
            self.life.pass_unguarded().await;
        } else {
            let done = self.life.pass(None).await;
            if done.is_none_or(|done| done.held.is_none()) {
                return Err(format!("{why}: the clock {} was believed", self.life.now()));
            }
        }
        if (self.promises.traces().await, self.weather.copies()) != traces {
            return Err(format!("{why}: something was done by the clock {}", self.life.now()));
        }
        Ok(())
    }

    async fn at_the_end(&mut self) -> Result<(), String> {
        // Mails that were put off go their way.
        for _ in 0..12 {
            self.life.pass_time(Duration::from_hours(5));
            self.truth += TimeDelta::hours(5);
            self.adopt();
            self.look().await?;
        }
        let mut wrong = self.promises.broken_mails(&self.weather).await;
        wrong.extend(self.promises.untold(self.life.now()).await);
        let is_late = |year| self.country.is_late(year);
        wrong.extend(self.promises.left_out(&self.policies, self.life.now(), is_late));
        none(&wrong)
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap()
}

/// Nothing is wrong, or the first few things that are.
fn none(wrong: &[String]) -> Result<(), String> {
    if wrong.is_empty() {
        return Ok(());
    }
    let first: Vec<_> = wrong.iter().take(5).map(String::as_str).collect();
    Err(format!("{} promises are broken: {}", wrong.len(), first.join("; ")))
}
