//! Composes one mail: from what is on record to the bytes that leave.

use std::sync::Arc;

use kinerja_core::plan::WorkPlan;
use sha2::{Digest, Sha256};

use super::{Courier, Notifier, claimed::Claimed};
use crate::{
    facts::Evaluator,
    mail::{
        Composed, DecisionMail, EmailAddress, Envelope, Mailbox, Outgoing, ResultMail,
        calendar::Invite, message_id,
    },
    policies::LoadedPolicy,
    reminder::Facts,
    store::{Kept, ReminderFacts, StoreError, StoredResult, Waiting, trail},
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

/// A mail in words, and to whom it goes.
struct Written {
    /// What makes it one and the same.
    facts: Vec<String>,
    /// Name and address.
    to: (String, Option<String>),
    policy: Arc<LoadedPolicy>,
    composed: Composed,
}

impl Notifier<'_> {
    /// Composes a mail; the inner error is what keeps this one mail from leaving.
    pub(super) async fn ready(
        &self,
        courier: &impl Courier,
        Claimed { mail: waiting, tells }: &Claimed,
    ) -> Result<Result<Letter, String>, StoreError> {
        let written = match tells {
            Some(tells) => self.of_result(waiting, &tells.result()?).await?,
            None => self.of_telling(waiting).await?,
        };
        let letter = written.and_then(|written| self.address(courier, waiting, written));
        Ok(letter.and_then(|ready| match &waiting.sha256 {
            Some(before) if waiting.copies > 0 && *before != ready.sha256 => {
                Err("the mail would differ from the copy that may have left".to_owned())
            }
            _ => Ok(ready),
        }))
    }

    /// What tells of a result, or of a decision about one.
    async fn of_result(
        &self,
        waiting: &Waiting,
        result: &StoredResult,
    ) -> Result<Result<Written, String>, StoreError> {
        let (employee, run) = (result.employee, result.run);
        let notice = if waiting.event == "result" {
            None
        } else {
            Some(self.store.notice(employee, run, &waiting.event).await?)
        };
        let policy = match self.policy(&result.policy) {
            Ok(policy) => policy,
            Err(reason) => return Ok(Err(reason)),
        };
        let (region, of) = (&policy.policy.code, (&result.nip, result.period));
        let kept = result.evaluator.as_ref();
        let evaluator = self.evaluators.read(self.store, region, of, kept).await?;
        let words = self.words(result, (&policy, &evaluator), notice.as_deref());
        Ok(words.map(|composed| Written {
            facts: vec![
                policy.policy.code.to_string(),
                result.period.to_string(),
                employee.to_string(),
                waiting.event.clone(),
                result.revision.to_string(),
            ],
            to: (result.name.clone(), result.email.clone()),
            policy,
            composed,
        }))
    }

    /// What reminds or invites.
    async fn of_telling(&self, waiting: &Waiting) -> Result<Result<Written, String>, StoreError> {
        let ReminderFacts { region, facts, person } = self.store.reminder_facts(waiting.id).await?;
        let facts: Facts = match serde_json::from_str(&facts) {
            Ok(facts) => facts,
            // What is in it may tell of people.
            Err(_) => return Ok(Err("what it tells cannot be read back".to_owned())),
        };
        let text = self.store.policy_text(&region, &facts.policy).await?;
        let written = self.policy(&text).and_then(|policy| {
            let composed = self.composer.compose_telling(&policy.policy, &facts.tells);
            let composed = composed.map_err(|error| error.to_string())?;
            let contact = &policy.policy.contact;
            let office = (contact.name.clone(), Some(contact.email.clone()));
            let to = person.unwrap_or(office);
            let facts = waiting.key.split('/').map(str::to_owned).collect();
            Ok(Written { facts, to, policy, composed })
        });
        Ok(written)
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
        waiting: &Waiting,
        Written { facts, to: (name, address), policy, composed }: Written,
    ) -> Result<Letter, String> {
        let say = |error: &dyn std::fmt::Display| error.to_string();
        let address = address.ok_or("the person has no address any more")?;
        let own: EmailAddress = address.parse().map_err(|e| say(&e))?;
        let contact = &policy.policy.contact;
        let office = Mailbox {
            name: Some(contact.name.clone()),
            address: contact.email.parse().map_err(|e| say(&e))?,
        };
        let to = Mailbox { name: Some(name), address: courier.recipient(own) };
        let message_id = self.message_id(&facts);
        let calendar = composed.event.map(|event| {
            let invite = Invite {
                uid: message_id.trim_matches(['<', '>']),
                stamp: waiting.enqueued_at,
                event: &event,
                organizer: &office,
                attendee: &to,
            };
            invite.text()
        });
        let message = Outgoing {
            message_id,
            date: waiting.enqueued_at,
            from: Mailbox {
                name: Some(self.config.from_name.clone()),
                address: self.config.from.clone(),
            },
            to,
            reply_to: Some(office),
            subject: composed.subject,
            text: composed.text,
            html: composed.html,
            language: composed.language,
            calendar,
        };
        let bytes = message.build().map_err(|e| say(&e))?;
        let envelope = message.envelope().ok_or("the addresses make no envelope")?;
        let sha256 = format!("{:x}", Sha256::digest(&bytes));
        let id = message.message_id.trim_matches(['<', '>']).split('@').next().unwrap_or_default();
        Ok(Letter { id: id.to_owned(), envelope, bytes, sha256 })
    }

    /// The same mail has the same Message-ID after a crash, a takeover and a
    /// restored backup.
    fn message_id(&self, facts: &[String]) -> String {
        let facts: Vec<_> = facts.iter().map(String::as_str).collect();
        message_id(self.instance_key.as_bytes(), &facts, self.config.from.domain())
    }
}
