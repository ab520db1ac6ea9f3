//! Mails that were claimed, with what their composing needs: results and superiors are
//! read for all of them at once, the rest for one after the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use futures_util::FutureExt;
use kinerja_core::{people::Nip, region::RegionCode};

use super::{Notifier, NotifyError, press::FAULT, recorder::Notes};
use crate::{
    facts::Evaluator,
    mail::EmailAddress,
    policies::LoadedPolicy,
    reminder::{Facts, Telling},
    store::{About, MailId, ReminderFacts, ResultOfMail, StoreError, Waiting},
};

/// A claimed mail with what it tells; or what keeps this one mail from leaving.
#[derive(Debug)]
pub(super) struct Claimed {
    pub(super) mail: Waiting,
    pub(super) told: Result<Told, String>,
}

/// What a mail tells, as it was read, and to which address.
#[derive(Debug)]
pub(super) enum Told {
    /// A result, or a decision about it, of which the notice tells.
    Result {
        row: ResultOfMail,
        evaluator: Evaluator,
        notice: Option<String>,
        address: EmailAddress,
    },
    /// What reminds or invites.
    Telling { tells: Telling, policy: Arc<LoadedPolicy>, name: String, address: EmailAddress },
}

/// Whom a result is about, and the result.
type ResultRow = (Result<About, StoreError>, ResultOfMail);

impl Notifier<'_> {
    /// Claims mails, at most so many, and reads what they tell; all go to `everyone`
    /// where there is one. Where that fails, none was tried.
    pub(super) async fn claim(
        &self,
        everyone: Option<&EmailAddress>,
        (at_most, notes): (u32, &Notes),
    ) -> Result<Vec<Claimed>, NotifyError> {
        let mails = self.store.claim_mails(self.clock.now(), at_most).await?;
        match self.all_told(everyone, &mails).await {
            Ok(told) => {
                let told = mails.into_iter().zip(told);
                Ok(told.map(|(mail, told)| Claimed { mail, told }).collect())
            }
            Err(error) => {
                for mail in &mails {
                    notes.back(mail.id)?;
                }
                Err(error.into())
            }
        }
    }

    /// What mails tell, in their order.
    async fn all_told(
        &self,
        everyone: Option<&EmailAddress>,
        mails: &[Waiting],
    ) -> Result<Vec<Result<Told, String>>, StoreError> {
        let of_results = mails.iter().filter(|mail| mail.run.is_some()).map(|mail| mail.id);
        let of_results: Vec<MailId> = of_results.collect();
        let results = if of_results.is_empty() {
            BTreeMap::new()
        } else {
            self.store.results_of_mails(&of_results).await?
        };
        let results = results.into_iter().map(|(mail, row)| (mail, (row.about(), row)));
        let mut results: BTreeMap<MailId, ResultRow> = results.collect();
        let mut people: BTreeMap<RegionCode, BTreeSet<Nip>> = BTreeMap::new();
        for about in results.values().filter_map(|(about, _)| about.as_ref().ok()) {
            people.entry(about.region.clone()).or_default().insert(about.nip.clone());
        }
        // Mails that were queued together are nearly always of one region.
        if let Some((region, people)) = people.pop_first() {
            self.evaluators.read_ahead(self.store, region, people).await?;
        }
        let mut all = Vec::with_capacity(mails.len());
        for mail in mails {
            let row = results.remove(&mail.id);
            // The same mail would stop every pass, or the daemon, at the same place.
            let told = AssertUnwindSafe(self.told(everyone, mail, row)).catch_unwind().await;
            all.push(match told {
                Ok(Err(error)) if error.is_about_one_value() => Err(error.to_string()),
                Ok(told) => told?,
                Err(_) => Err(FAULT.to_owned()),
            });
        }
        Ok(all)
    }

    async fn told(
        &self,
        everyone: Option<&EmailAddress>,
        mail: &Waiting,
        row: Option<ResultRow>,
    ) -> Result<Result<Told, String>, StoreError> {
        match (row, mail.run) {
            (Some(row), _) => self.told_of_result(everyone, mail, row).await,
            (None, Some(_)) => Ok(Err("the result that it tells is not on record".to_owned())),
            (None, None) => self.telling(everyone, mail).await,
        }
    }

    /// What tells of a result, or of a decision about one.
    async fn told_of_result(
        &self,
        everyone: Option<&EmailAddress>,
        mail: &Waiting,
        (about, row): ResultRow,
    ) -> Result<Result<Told, String>, StoreError> {
        let About { region, nip, period, evaluator, email } = about?;
        let notice = match (mail.employee, mail.run) {
            (Some(employee), Some(run)) if mail.event != "result" => {
                Some(self.store.notice(employee, run, &mail.event).await?)
            }
            _ => None,
        };
        let of = (&nip, period);
        let evaluator = self.evaluators.read(self.store, &region, of, evaluator.as_ref()).await?;
        let address = address(everyone, email);
        Ok(address.map(|address| Told::Result { row, evaluator, notice, address }))
    }

    /// What reminds or invites.
    async fn telling(
        &self,
        everyone: Option<&EmailAddress>,
        mail: &Waiting,
    ) -> Result<Result<Told, String>, StoreError> {
        let ReminderFacts { region, facts, person } = self.store.reminder_facts(mail.id).await?;
        let Ok(Facts { policy, tells }) = serde_json::from_str(&facts) else {
            // What is in it may tell of people.
            return Ok(Err("what it tells cannot be read back".to_owned()));
        };
        let text = self.store.policy_text(&region, &policy).await?;
        Ok(self.press.policy(&text).and_then(|policy| {
            let contact = &policy.policy.contact;
            let office = (contact.name.clone(), Some(contact.email.clone()));
            let (name, email) = person.unwrap_or(office);
            let address = address(everyone, email)?;
            Ok(Told::Telling { tells, policy, name, address })
        }))
    }
}

/// Where a mail goes that is meant for this address.
fn address(everyone: Option<&EmailAddress>, email: Option<String>) -> Result<EmailAddress, String> {
    let email = email.ok_or("the person has no address any more")?;
    let own = email.parse().map_err(|error: crate::mail::EmailAddressError| error.to_string())?;
    Ok(everyone.cloned().unwrap_or(own))
}
