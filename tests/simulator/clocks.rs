//! Clocks that go wrong, under a process that is up or before it begins.

use chrono::{DateTime, TimeDelta, Utc};

use crate::years::Years;

impl Years {
    /// The clock goes wrong, and is right again.
    pub(crate) async fn clock_trouble(&mut self) -> Result<(), String> {
        match self.luck.draw(5) {
            0 => self.small_step_back().await,
            1 => self.jumps_and_is_corrected().await,
            2 => self.jumps_and_dies().await,
            _ => self.begins_wrong().await,
        }
    }

    /// An instant that lies far from the truth.
    fn far_away(&self) -> DateTime<Utc> {
        let hours = i64::try_from(37 + self.luck.draw(90_000)).unwrap();
        match self.luck.draw(6) {
            0 => DateTime::UNIX_EPOCH,
            1 => "2100-02-28T00:00:00Z".parse().unwrap(),
            2..=3 => self.truth + TimeDelta::hours(hours),
            _ => self.truth - TimeDelta::hours(hours),
        }
    }

    /// Less than a day and a half: work goes on, and nothing is done twice.
    async fn small_step_back(&mut self) -> Result<(), String> {
        self.look().await?;
        let back = TimeDelta::minutes(i64::try_from(1 + self.luck.draw(35 * 60)).unwrap());
        self.life.set_clock(self.truth - back);
        let done = self.life.pass(None).await;
        self.life.set_clock(self.truth);
        match done {
            Some(done) if done.held.is_some() => Err("a small step is not believed".to_owned()),
            Some(_) | None => Ok(()),
        }
    }

    /// The clock jumps under the process and is set right: work goes on by itself.
    async fn jumps_and_is_corrected(&mut self) -> Result<(), String> {
        self.look().await?;
        self.life.set_clock(self.far_away());
        self.pass_held("a jump").await?;
        self.life.set_clock(self.truth);
        match self.life.pass(None).await {
            Some(done) if done.held.is_some() => Err("the right clock is not believed".to_owned()),
            Some(_) | None => Ok(()),
        }
    }

    /// The clock jumps, and a new process finds it as wrong as it was; when it is set
    /// right, the next one goes on by itself.
    async fn jumps_and_dies(&mut self) -> Result<(), String> {
        self.look().await?;
        self.life.set_clock(self.truth + TimeDelta::hours(37));
        self.pass_held("a jump").await?;
        self.life.begin_again(self.truth + TimeDelta::hours(37)).await;
        self.pass_held("a start after a jump").await?;
        self.life.begin_again(self.truth).await;
        match self.life.pass(None).await {
            Some(done) if done.held.is_some() => Err("the right clock is not believed".to_owned()),
            Some(_) | None => Ok(()),
        }
    }

    /// A process begins by a clock that is wrong, and is begun again when it is right.
    async fn begins_wrong(&mut self) -> Result<(), String> {
        self.look().await?;
        let (truth, drawn) = (self.truth, self.far_away());
        let wrong = if drawn < truth { drawn } else { truth.max(drawn) + TimeDelta::days(401) };
        self.life.begin_again(wrong).await;
        self.pass_held("a start by a wrong clock").await?;
        self.life.begin_again(truth).await;
        Ok(())
    }
}
