//! The road to the relay, in bad weather: mails put off, answers lost, the process
//! dead in between.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use kinerja_daemon::{
    jobs::notify::{Courier, Letter, NotifyError},
    mail::{Envelope, Fate, Phase},
};

use crate::luck::Luck;

/// All that happened on the road, in every life of the daemon.
pub(crate) struct Weather {
    luck: Rc<Luck>,
    /// What arrived, by Message-ID.
    arrived: RefCell<BTreeMap<String, Vec<Vec<u8>>>>,
    /// How often each mail was carried.
    carried: RefCell<BTreeMap<String, u64>>,
    /// Whether the road tells when a body begins.
    tells: bool,
    /// Of how many attempts seven meet with trouble.
    sides: u64,
}

impl Weather {
    pub(crate) fn new(luck: Rc<Luck>, tells: bool, sides: u64) -> Self {
        Self { luck, arrived: RefCell::default(), carried: RefCell::default(), tells, sides }
    }

    /// How many different mails have arrived.
    pub(crate) fn arrived(&self) -> usize {
        self.arrived.borrow().len()
    }

    /// How many copies have arrived.
    pub(crate) fn copies(&self) -> usize {
        self.arrived.borrow().values().map(Vec::len).sum()
    }

    /// Mails with more than two copies, and mails whose copies differ.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (id, copies) in self.arrived.borrow().iter() {
            if copies.len() > 2 {
                wrong.push(format!("{id}: {} copies", copies.len()));
            }
            if copies.iter().collect::<BTreeSet<_>>().len() > 1 {
                wrong.push(format!("{id}: the copies differ"));
            }
        }
        wrong
    }

    /// The luck of one more attempt with a mail.
    fn luck_of(&self, id: &str) -> u64 {
        let mut carried = self.carried.borrow_mut();
        let times = carried.entry(id.to_owned()).or_default();
        *times += 1;
        self.luck.of(&format!("{id}/{times}"), self.sides)
    }
}

/// One life of the road.
pub(crate) struct Road<'a>(pub(crate) &'a Weather);

impl Courier for Road<'_> {
    async fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        let died = || Err(NotifyError::Road("killed".to_owned()));
        let put_off = |phase| Ok(Fate::Deferred { phase, reply: "451 later".to_owned() });
        let lost = || Ok(Fate::Unknown { reply: "connection lost".to_owned() });
        let luck = self.0.luck_of(&letter.id);
        match luck {
            0 => return put_off(Phase::Rcpt),
            1 => return died(),
            _ => {}
        }
        if self.0.tells {
            before_body().await?;
        }
        if !matches!(luck, 2..=4) {
            let mut arrived = self.0.arrived.borrow_mut();
            arrived.entry(letter.id.clone()).or_default().push(letter.bytes.clone());
        }
        match luck {
            2 => put_off(Phase::FinalDot),
            3 | 5 => died(),
            4 | 6 => lost(),
            _ => Ok(Fate::Sent { reply: "250 ok".to_owned() }),
        }
    }

    fn place(&self, trouble: &str) -> String {
        trouble.to_owned()
    }

    async fn rest(&mut self) {}
}
