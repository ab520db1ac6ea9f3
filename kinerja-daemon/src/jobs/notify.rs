//! Sends the mails that wait, one after the other.
//!
//! A mail is composed when it is sent: the result that it tells never changes,
//! so neither do its bytes, and their digest is on record before the first copy
//! may leave. One bad mail never holds up the rest; trouble with the relay itself
//! ends the pass and leaves every mail where it was.

use std::sync::Arc;

use kinerja_core::plan::WorkPlan;
use sha2::{Digest, Sha256};

use super::settlement::Settlement;
use crate::{
    clock::Clock,
    config::{MailConfig, Route},
    facts::Evaluator,
    mail::{
        Composed, Composer, DecisionMail, Delivered, EmailAddress, Envelope, Fate, Mailbox,
        Maildir, MaildirError, Outgoing, Phase, ResultMail, Session, SmtpConfig, message_id,
    },
    policies::LoadedPolicy,
    store::{Kept, Settled, Store, StoreError, StoredResult, Waiting, trail},
};

/// What became of the mails of one pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sent {
    /// The relay took them.
    pub sent: u64,
    /// They will be tried again, or wait for a person.
    pub kept: u64,
    /// The relay refused them for good.
    pub rejected: u64,
    /// Why the pass ended early, if it did.
    pub trouble: Option<String>,
}

/// Sends mails by one route.
#[derive(Debug)]
pub struct Notifier<'a> {
    store: &'a Store,
    config: &'a MailConfig,
    clock: Clock,
    composer: Composer,
    instance_key: String,
    carrier: Carrier,
    /// The policy of the mail before: nearly always that of the next one too.
    policy: Option<Arc<LoadedPolicy>>,
}

/// A relay with the conversation that is open.
#[derive(Debug)]
struct Relay {
    config: SmtpConfig,
    session: Option<Session>,
    /// Who gets every mail, in a rehearsal.
    everyone: Option<EmailAddress>,
}

/// What carries the bytes.
#[derive(Debug)]
enum Carrier {
    Maildir(Maildir),
    Relay(Box<Relay>),
}

impl Carrier {
    /// Trouble with the place where it is.
    fn place(&self, trouble: &str) -> String {
        match self {
            Self::Maildir(_) => trouble.to_owned(),
            Self::Relay(relay) => {
                format!("{}:{}: {trouble}", relay.config.host, relay.config.port)
            }
        }
    }
}

/// Mail cannot be sent at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotifyError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The templates are wrong.
    #[error("mail templates: {0}")]
    Templates(String),
    /// The folder cannot be written.
    #[error("{0}")]
    Maildir(String),
}

/// A mail that is ready to leave.
struct Ready {
    id: String,
    envelope: Envelope,
    bytes: Vec<u8>,
    sha256: String,
}

impl<'a> Notifier<'a> {
    /// Makes ready to send; nothing when mail is off.
    ///
    /// # Errors
    ///
    /// Fails when templates, folder or database cannot be used.
    pub async fn new(
        store: &'a Store,
        config: &'a MailConfig,
        clock: Clock,
    ) -> Result<Option<Self>, NotifyError> {
        let relay = |config: &SmtpConfig, everyone| {
            Carrier::Relay(Box::new(Relay { config: config.clone(), session: None, everyone }))
        };
        let carrier = match &config.route {
            Route::Off => return Ok(None),
            Route::Maildir(folder) => Carrier::Maildir(
                Maildir::open(folder).map_err(|error| NotifyError::Maildir(error.to_string()))?,
            ),
            Route::Redirect(smtp, to) => relay(smtp, Some(to.clone())),
            Route::Live(smtp) => relay(smtp, None),
        };
        let composer =
            Composer::new().map_err(|error| NotifyError::Templates(error.to_string()))?;
        let instance_key = store.instance_key().await?;
        Ok(Some(Self { store, config, clock, composer, instance_key, carrier, policy: None }))
    }

    /// Sends what waits until nothing is due, the relay is in trouble, or it is
    /// told to stop between two mails.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn pass(
        &mut self,
        mut go_on: impl FnMut(&Sent) -> bool,
    ) -> Result<Sent, NotifyError> {
        let mut sent = Sent::default();
        while go_on(&sent) {
            let Some(waiting) = self.store.claim_mail(self.clock.now()).await? else { break };
            let fate = match self.ready(&waiting).await {
                Ok(Ok(ready)) => self.carry(&waiting, &ready).await?,
                Ok(Err(reason)) => Settlement::held(reason),
                // The same mail would stop every pass at the same place.
                Err(error @ StoreError::Corrupt { .. }) => Settlement::held(error.to_string()),
                Err(error @ StoreError::Database { .. }) => return Err(error.into()),
            };
            let due_at = self.clock.now() + fate.pause;
            let settled = Settled {
                state: fate.state,
                due_at,
                reply: &fate.reply,
                sha256: fate.sha256.as_deref(),
            };
            self.store.settle_mail(waiting.id, settled).await?;
            match fate.state {
                "sent" => sent.sent += 1,
                "rejected" => sent.rejected += 1,
                _ => sent.kept += 1,
            }
            tracing::debug!(mail = waiting.id, state = fate.state, "settled a mail");
            if fate.stop {
                sent.trouble = Some(self.carrier.place(&fate.reply));
                break;
            }
        }
        if let Carrier::Relay(relay) = &mut self.carrier
            && let Some(session) = relay.session.take()
        {
            session.quit().await;
        }
        Ok(sent)
    }

    /// Composes a mail; the inner error is what keeps this one mail from leaving.
    async fn ready(&mut self, waiting: &Waiting) -> Result<Result<Ready, String>, StoreError> {
        let result = self.store.result_of_run(waiting.employee, waiting.run).await?;
        let notice = if waiting.event == "result" {
            None
        } else {
            Some(self.store.notice(waiting.employee, waiting.run, &waiting.event).await?)
        };
        let policy = self.policy(&result.policy);
        let composed = match policy {
            Ok(policy) => {
                let (region, of) = (&policy.policy.code, (&result.nip, result.period));
                let kept = result.evaluator.as_ref();
                let evaluator = Evaluator::read(self.store, region, of, kept).await?;
                let words = self.words(&result, (&policy, &evaluator), notice.as_deref());
                words.and_then(|words| self.address(waiting, &result, &policy, words))
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

    fn policy(&mut self, text: &str) -> Result<Arc<LoadedPolicy>, String> {
        match &self.policy {
            Some(policy) if policy.text == text => Ok(Arc::clone(policy)),
            _ => {
                let policy = LoadedPolicy::parse(text.to_owned()).map_err(|e| e.to_string())?;
                Ok(Arc::clone(self.policy.insert(Arc::new(policy))))
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
        waiting: &Waiting,
        result: &StoredResult,
        policy: &LoadedPolicy,
        composed: Composed,
    ) -> Result<Ready, String> {
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
            to: Mailbox { name: Some(result.name.clone()), address: self.recipient(own) },
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
        Ok(Ready { id: id.to_owned(), envelope, bytes, sha256 })
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

    fn recipient(&self, own: EmailAddress) -> EmailAddress {
        match &self.carrier {
            Carrier::Relay(relay) => relay.everyone.clone().unwrap_or(own),
            Carrier::Maildir(_) => own,
        }
    }

    async fn carry(&mut self, waiting: &Waiting, ready: &Ready) -> Result<Settlement, NotifyError> {
        let fate = match &mut self.carrier {
            Carrier::Maildir(maildir) => deliver(maildir, ready)?,
            Carrier::Relay(relay) => relay.carry(self.store, waiting, ready).await?,
        };
        Ok(Settlement::of(fate, waiting, &ready.sha256))
    }
}

/// Files are small and local, so writing them does not need a thread of its own.
fn deliver(maildir: &Maildir, ready: &Ready) -> Result<Fate, NotifyError> {
    match maildir.deliver(&ready.id, &ready.bytes) {
        Ok(Delivered::Now | Delivered::Before) => Ok(Fate::Sent { reply: "maildir".to_owned() }),
        // Trouble with this one mail, which must not hold up the rest.
        Err(error @ (MaildirError::Differs { .. } | MaildirError::Id { .. })) => {
            Ok(Fate::Rejected { phase: Phase::FinalDot, reply: error.to_string() })
        }
        Err(error @ MaildirError::Unwritable { .. }) => {
            Err(NotifyError::Maildir(error.to_string()))
        }
    }
}

impl Relay {
    async fn carry(
        &mut self,
        store: &Store,
        waiting: &Waiting,
        ready: &Ready,
    ) -> Result<Fate, StoreError> {
        let mut session = match self.session.take() {
            Some(session) if session.is_open() => session,
            _ => match Session::open(&self.config).await {
                Ok(session) => session,
                Err(fate) => return Ok(fate),
            },
        };
        let begin = async || store.start_data(waiting.id, &ready.sha256).await;
        let fate = session.send(&ready.envelope, &ready.bytes, begin).await?;
        self.session = Some(session);
        Ok(fate)
    }
}
