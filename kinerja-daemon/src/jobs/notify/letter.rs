//! Composes one mail: from what is on record to the bytes that leave.

use std::sync::Arc;

use kinerja_core::plan::WorkPlan;
use sha2::{Digest, Sha256};

use super::{claimed::Told, press::Press};
use crate::{
    facts::Evaluator,
    mail::{
        Composed, DecisionMail, EmailAddress, Envelope, Mailbox, Outgoing, ResultMail,
        calendar::Invite, known_by, message_id,
    },
    policies::LoadedPolicy,
    store::{Kept, StoredResult, Waiting, trail},
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
    /// Words of the recipient's name and of what stands before the `@`, in lower case: no
    /// reply is kept with them.
    pub known_by: Vec<String>,
}

/// A mail in words, and to whom it goes.
struct Written {
    /// What makes it one and the same.
    facts: Vec<String>,
    /// Name and address.
    to: (String, EmailAddress),
    policy: Arc<LoadedPolicy>,
    composed: Composed,
}

impl Press {
    /// Composes a mail; the error is what keeps this one mail from leaving.
    pub(super) fn letter(&self, waiting: &Waiting, told: &Told) -> Result<Letter, String> {
        let written = match told {
            Told::Result { row, evaluator, notice, address } => {
                let result = row.result().map_err(|error| error.to_string())?;
                let of = (evaluator, notice.as_deref());
                self.of_result(waiting, &result, of, address)?
            }
            Told::Telling { tells, policy, name, address } => {
                let composed = self.composer.compose_telling(&policy.policy, tells);
                Written {
                    facts: waiting.key.split('/').map(str::to_owned).collect(),
                    to: (name.clone(), address.clone()),
                    policy: Arc::clone(policy),
                    composed: composed.map_err(|error| error.to_string())?,
                }
            }
        };
        let ready = self.address(waiting, written)?;
        match &waiting.sha256 {
            Some(before) if waiting.copies > 0 && *before != ready.sha256 => {
                Err("the mail would differ from the copy that may have left".to_owned())
            }
            _ => Ok(ready),
        }
    }

    /// What tells of a result, or of a decision about one.
    fn of_result(
        &self,
        waiting: &Waiting,
        result: &StoredResult,
        (evaluator, notice): (&Evaluator, Option<&str>),
        address: &EmailAddress,
    ) -> Result<Written, String> {
        let policy = self.policy(&result.policy)?;
        let composed = self.words(result, (&policy, evaluator), notice)?;
        Ok(Written {
            facts: vec![
                policy.policy.code.to_string(),
                result.period.to_string(),
                result.employee.to_string(),
                waiting.event.clone(),
                result.revision.to_string(),
            ],
            to: (result.name.clone(), address.clone()),
            policy,
            composed,
        })
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
        waiting: &Waiting,
        Written { facts, to: (name, address), policy, composed }: Written,
    ) -> Result<Letter, String> {
        let say = |error: &dyn std::fmt::Display| error.to_string();
        let contact = &policy.policy.contact;
        let office = Mailbox {
            name: Some(contact.name.clone()),
            address: contact.email.parse().map_err(|e| say(&e))?,
        };
        let local = address.as_str().split('@').next().unwrap_or_default();
        let known_by = [name.as_str(), local].into_iter().flat_map(known_by).collect();
        let to = Mailbox { name: Some(name), address };
        let message_id = self.message_id(&facts);
        let bare = message_id.trim_matches(['<', '>']);
        let id = bare.split('@').next().unwrap_or_default().to_owned();
        let calendar = composed.event.map(|event| {
            let invite = Invite {
                uid: bare,
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
            return_path: self.return_path.of(&id).map_err(|e| say(&e))?,
            from: Mailbox { name: Some(self.from.0.clone()), address: self.from.1.clone() },
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
        Ok(Letter { id, envelope, bytes, sha256, known_by })
    }

    /// The same mail has the same Message-ID after a crash, a takeover and a
    /// restored backup.
    fn message_id(&self, facts: &[String]) -> String {
        let facts: Vec<_> = facts.iter().map(String::as_str).collect();
        message_id(self.instance_key.as_bytes(), &facts, self.from.1.domain())
    }
}
