//! What a clock that was ahead leaves behind.

use crate::world::World;

const LOOKED: &str = "SELECT instant FROM looked_until";
const OPENED: &str = "SELECT COUNT(*) FROM occurrence WHERE kind = 'decision_open'";
const AHEAD: &str = "UPDATE looked_until SET instant = 1800000000000000";

#[tokio::test]
async fn a_clock_that_was_ahead_once_silences_nobody() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at("2026-07-10T11:00:00Z").await;
    // As after a pass of a day in January 2027.
    sql.run(AHEAD).await;
    world.pass_at("2026-07-15T11:00:00Z").await;
    let now = "2026-07-15T11:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!(sql.number(LOOKED).await, now.timestamp_micros());
    assert_eq!(sql.number(OPENED).await, 0);
    world.pass_at("2026-07-22T11:00:00Z").await;
    assert!(sql.number(OPENED).await > 0);
}

#[tokio::test]
async fn whoever_accepts_the_clock_has_reminders_go_on_from_there() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at("2026-07-10T11:00:00Z").await;
    sql.run("UPDATE looked_until SET instant = 4000000000000000").await;
    world.command_by_the_host(&["clock", "accept", "--by", "Siti"]).await.unwrap();
    assert_eq!(sql.number(LOOKED).await, sql.number("SELECT now FROM clock_accepted").await);
}
