//! Behaviour before 2022.

use serde::{Deserialize, Serialize};

use crate::{
    evidence::BehaviourAspect,
    number::{Score, Share},
};

/// How much behaviour counts before 2022; the work plan has the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OlderShares {
    /// Behaviour's share where peers and subordinates are not asked.
    pub behaviour: Share,
    /// Behaviour's share where they are.
    pub behaviour_with_peer_opinion: Share,
}

impl OlderShares {
    /// Behaviour's share.
    ///
    /// # Legal basis
    ///
    /// PP 46/2011 (40 %); PP 30/2019 Pasal 41 (30 %, or 40 % with the opinion of
    /// peers).
    pub const fn behaviour(self, peer_opinion: bool) -> Share {
        if peer_opinion { self.behaviour_with_peer_opinion } else { self.behaviour }
    }
}

/// What behaviour is before 2022.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OlderBehaviourRule {
    /// The aspects that everyone is asked for.
    pub aspects: Vec<BehaviourAspect>,
    /// The aspects that those who lead are asked for too.
    pub leaders: Vec<BehaviourAspect>,
    /// The highest score of an aspect.
    pub maximum: Score,
}

impl OlderBehaviourRule {
    /// The aspects that a person is asked for.
    pub fn asked(&self, leads: bool) -> impl Iterator<Item = BehaviourAspect> + '_ {
        let leaders = self.leaders.iter().filter(move |_| leads);
        self.aspects.iter().chain(leaders).copied()
    }
}
