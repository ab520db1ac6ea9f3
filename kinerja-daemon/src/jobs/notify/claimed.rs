//! Mails that were claimed, with what their composing needs: read for all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::{people::Nip, region::RegionCode};

use super::Notifier;
use crate::store::{MailId, ResultOfMail, StoreError, Waiting};

/// A claimed mail with the result that it tells, if it tells of one.
#[derive(Debug)]
pub(super) struct Claimed {
    pub(super) mail: Waiting,
    pub(super) tells: Option<ResultOfMail>,
}

impl Notifier<'_> {
    /// Claims mails, at most so many, and reads what they tell.
    pub(super) async fn claim(&self, at_most: u32) -> Result<Vec<Claimed>, StoreError> {
        let mails = self.store.claim_mails(self.clock.now(), at_most).await?;
        let of_results = mails.iter().filter(|mail| mail.run.is_some()).map(|mail| mail.id);
        let of_results: Vec<MailId> = of_results.collect();
        let mut results = if of_results.is_empty() {
            BTreeMap::new()
        } else {
            self.store.results_of_mails(&of_results).await?
        };
        let mut people: BTreeMap<RegionCode, BTreeSet<Nip>> = BTreeMap::new();
        for (region, nip) in results.values().filter_map(ResultOfMail::person) {
            people.entry(region).or_default().insert(nip);
        }
        // Mails that were queued together are nearly always of one region.
        if let Some((region, people)) = people.pop_first() {
            self.evaluators.read_ahead(self.store, region, people).await?;
        }
        let claimed = mails.into_iter().map(|mail| {
            let tells = results.remove(&mail.id);
            Claimed { mail, tells }
        });
        Ok(claimed.collect())
    }
}
