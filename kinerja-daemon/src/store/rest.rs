//! What a store keeps of memory between two passes: next to nothing.

use super::{Store, StoreError, failed};

const ACTION: &str = "give memory back";

/// More than there are: whoever reads meanwhile keeps the connection.
const CLOSED_MAX: usize = 8;

const SHRINK: &str = "PRAGMA shrink_memory";

impl Store {
    /// Gives back the memory that the last work took, until there is more to do: the
    /// reading connections, each of which has a thread and a cache, and what the writing
    /// one remembers of the file.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn rest(&self) -> Result<(), StoreError> {
        for _ in 0..CLOSED_MAX {
            // One that was used just now may still be on its way back: then it is next.
            if self.reader.size() == 0 {
                break;
            }
            let reading = self.reader.acquire().await.map_err(failed(ACTION))?;
            reading.close().await.map_err(failed(ACTION))?;
        }
        let mut pen = self.pen(ACTION).await?;
        sqlx::query(SHRINK).execute(&mut *pen).await.map(drop).map_err(failed(ACTION))
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{Access, Store};

    #[tokio::test]
    async fn a_store_at_rest_has_no_reading_connection_and_opens_one_when_it_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kinerja.db"), Access::Write).await.unwrap();
        for _ in 0..2 {
            assert_eq!(store.waiting_mails().await.unwrap(), 0);
            assert_eq!(store.reader.size(), 1);
            store.rest().await.unwrap();
            assert_eq!(store.reader.size(), 0);
        }
    }
}
