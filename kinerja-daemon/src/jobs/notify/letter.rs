//! Composes one mail: from what is on record to the bytes that leave.

use std::sync::Arc;

use kinerja_core::plan::WorkPlan;
use sha2::{Digest, Sha256};

use super::{Courier, Notifier};
use crate::{
    facts::Evaluator,
    mail::{
        Composed, DecisionMail, EmailAddress, Envelope, Mailbox, Outgoing, ResultMail, message_id,
    },
    policies::LoadedPolicy,
    store::{Kept, StoreError, StoredResult, Waiting, trail},
};

/// A mail that is ready to leave.
#[derive(Debug)]
pub struct Letter {
    /// What makes its Message-ID its own.
    pub id: String,
    /// From whom to whom.
    pub envelope: Envelope,
    /// All of it.
    pub bytes: Vec<u8>,
    /// The digest of its bytes.
    pub sha256: String,
}

impl Notifier<'_> {
    /// Composes a mail; the inner error is what keeps this one mail from leaving.
    pub(super) async fn ready(
        &self,
        courier: &impl Courier,
        waiting: &Waiting,
    ) -> Result<Result<Letter, String>, StoreError> {
        let Some(run) = waiting.run else {
            return Ok(Err(format!("no words are known for a mail about `{}`", waiting.event)));
        };
        let result = self.store.result_of_run(waiting.employee, run).await?;
        let notice = if waiting.event == "result" {
            None
        } else {
            Some(self.store.notice(waiting.employee, run, &waiting.event).await?)
        };
        let policy = self.policy(&result.policy);
        let composed = match policy {
            Ok(policy) => {
                let (region, of) = (&policy.policy.code, (&result.nip, result.period));
                let kept = result.evaluator.as_ref();
                let evaluator = self.evaluators.read(self.store, region, of, kept).await?;
                let words = self.words(&result, (&policy, &evaluator), notice.as_deref());
                words.and_then(|words| self.address(courier, (waiting, &result), &policy, words))
            }
            Err(reason) => Err(reason),
        };
        Ok(composed.and_then(|ready| match &waiting.sha256 {
            Some(before) if waiting.copies > 0 && *before != ready.sha256 => {
                Err("the mail would differ from the copy that may have left".to_owned())
            }
            _ => Ok(ready),
        }))
    }

    fn policy(&self, text: &str) -> Result<Arc<LoadedPolicy>, String> {
        let mut last = self.policy.borrow_mut();
        match &*last {
            Some(policy) if policy.text == text => Ok(Arc::clone(policy)),
            _ => {
                let policy = LoadedPolicy::parse(text.to_owned()).map_err(|e| e.to_string())?;
                Ok(Arc::clone(last.insert(Arc::new(policy))))
            }
        }
    }

    /// The words of a mail: about a decision where there is a notice, else about
    /// the result itself.
    fn words(
        &self,
        result: &StoredResult,
        (policy, evaluator): (&LoadedPolicy, &Evaluator),
        notice: Option<&str>,
    ) -> Result<Composed, String> {
        let say = |error: &dyn std::fmt::Display| error.to_string();
        let policy = &policy.policy;
        if let Some(notice) = notice {
            let notice = &serde_json::from_str(notice).map_err(|e| say(&e))?;
            let mail = DecisionMail { result, policy, notice, evaluator };
            return self.composer.compose_decision(&mail).map_err(|e| say(&e));
        }
        let plan: Option<WorkPlan> = match &result.plan {
            Some(body) => Some(WorkPlan::read(body).map_err(|e| say(&e))?),
            None => None,
        };
        let derivation = trail::read(&result.derivation).map_err(|e| say(&e))?;
        let (plan, derivation) = (plan.as_ref(), &derivation);
        let mail = ResultMail { result, policy, plan, derivation, evaluator };
        self.composer.compose(&mail).map_err(|e| say(&e))
    }

    fn address(
        &self,
        courier: &impl Courier,
        (waiting, result): (&Waiting, &StoredResult),
        policy: &LoadedPolicy,
        composed: Composed,
    ) -> Result<Letter, String> {
        let say = |error: &dyn std::fmt::Display| error.to_string();
        let address = result.email.as_deref().ok_or("the person has no address any more")?;
        let own: EmailAddress = address.parse().map_err(|e| say(&e))?;
        let contact = policy.policy.contact.email.parse().map_err(|e| say(&e))?;
        let message = Outgoing {
            message_id: self.message_id(waiting, result, policy),
            date: waiting.enqueued_at,
            from: Mailbox {
                name: Some(self.config.from_name.clone()),
                address: self.config.from.clone(),
            },
            to: Mailbox { name: Some(result.name.clone()), address: courier.recipient(own) },
            reply_to: Some(Mailbox {
                name: Some(policy.policy.contact.name.clone()),
                address: contact,
            }),
            subject: composed.subject,
            text: composed.text,
            html: composed.html,
            language: composed.language,
        };
        let bytes = message.build().map_err(|e| say(&e))?;
        let envelope = message.envelope().ok_or("the addresses make no envelope")?;
        let sha256 = format!("{:x}", Sha256::digest(&bytes));
        let id = message.message_id.trim_matches(['<', '>']).split('@').next().unwrap_or_default();
        Ok(Letter { id: id.to_owned(), envelope, bytes, sha256 })
    }

    /// The same mail has the same Message-ID after a crash, a takeover and a
    /// restored backup.
    fn message_id(
        &self,
        waiting: &Waiting,
        result: &StoredResult,
        policy: &LoadedPolicy,
    ) -> String {
        message_id(
            self.instance_key.as_bytes(),
            &[
                policy.policy.code.as_str(),
                &result.period.to_string(),
                &waiting.employee.to_string(),
                &waiting.event,
                &result.revision.to_string(),
            ],
            self.config.from.domain(),
        )
    }
}
