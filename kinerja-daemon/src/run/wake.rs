//! When the daemon wakes by itself: at the instants of a cron expression.
//!
//! The scheduler, once started, looks at its jobs twice a second. It is therefore never
//! started: it tells how long it is until its job, and the daemon sleeps until then.

use std::time::Duration;

use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Knows the next instant of a cron expression with seconds, in UTC.
pub(super) struct Alarm {
    scheduler: JobScheduler,
    job: Job,
}

/// What stands for the next instant of an expression; it does nothing.
pub(super) fn job(cron: &str) -> Result<Job, JobSchedulerError> {
    Job::new_async(cron, |_, _| Box::pin(async {}))
}

impl Alarm {
    /// Goes by an expression.
    pub(super) async fn new(cron: &str) -> Result<Self, JobSchedulerError> {
        let (scheduler, job) = (JobScheduler::new().await?, job(cron)?);
        scheduler.add(job.clone()).await?;
        Ok(Self { scheduler, job })
    }

    /// How long until the next instant of this expression, by the host's clock as it
    /// shows now; for ever where it has none.
    pub(super) async fn rings_in(&mut self, cron: &str) -> Result<Duration, JobSchedulerError> {
        self.scheduler.remove(&self.job.guid()).await?;
        self.job = job(cron)?;
        self.scheduler.add(self.job.clone()).await?;
        self.left().await
    }

    async fn left(&mut self) -> Result<Duration, JobSchedulerError> {
        let left = self.scheduler.time_till_next_job().await?;
        let next = self.scheduler.next_tick_for_job(self.job.guid()).await?;
        Ok(match (left, next) {
            (Some(left), _) => left,
            // It passed since it was told.
            (None, Some(_)) => Duration::ZERO,
            (None, None) => Duration::MAX,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_rings_again_and_again_and_by_another_expression_when_told() {
        let mut alarm = Alarm::new("0 0 0 1 1 *").await.unwrap();
        for _ in 0..3 {
            let next = alarm.rings_in("* * * * * *").await.unwrap();
            assert!(next <= Duration::from_secs(1), "{next:?}");
            tokio::time::sleep(next).await;
        }
        // An instant that passed while it was told rings at once and is not lost.
        alarm.rings_in("* * * * * *").await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        assert_eq!(alarm.left().await.unwrap(), Duration::ZERO);
        let next = alarm.rings_in("0 0 */1 * * *").await.unwrap();
        assert!(next <= Duration::from_hours(1), "{next:?}");
        let next = alarm.rings_in("0 0 0 30 2 *").await.unwrap();
        assert_eq!(next, Duration::MAX, "there is no 30 February");
    }
}
