//! A database on a disk that is full, for tests.

use super::Store;

// SQLite says the same of a table that has no number left for a row.
const FILL: &str = "
    CREATE TABLE IF NOT EXISTS no_room (id INTEGER PRIMARY KEY AUTOINCREMENT);
    INSERT OR IGNORE INTO no_room VALUES (9223372036854775807);
    CREATE TRIGGER full BEFORE INSERT ON setting BEGIN INSERT INTO no_room VALUES (NULL); END";

impl Store {
    /// Leaves no room for what the daemon knows of the clock.
    pub(crate) async fn fill(&self) {
        self.do_to_disk(FILL).await;
    }

    /// Makes room again.
    pub(crate) async fn make_room(&self) {
        self.do_to_disk("DROP TRIGGER full").await;
    }

    async fn do_to_disk(&self, what: &'static str) {
        let mut pen = self.pen("fill the disk").await.unwrap();
        sqlx::raw_sql(what).execute(&mut *pen).await.unwrap();
    }
}
