//! Those who act about a person: somebody whom the region knows, and never the
//! person.

use kinerja_core::people::Nip;

use super::line::{Line, Told, nip};
use crate::import::problem::Code;

/// Who acts, as a column names him.
pub(super) struct Official {
    /// The column.
    pub(super) heading: &'static str,
    /// What he is called.
    word: &'static str,
    /// The problem of a person who acts in the own matter.
    own: Code,
    /// The problem of somebody whom nobody knows.
    unknown: Code,
}

/// Who evaluates.
pub(super) const EVALUATOR: Official = Official {
    heading: "nip_penilai",
    word: "penilai",
    own: Code::EvaluatorSelf,
    unknown: Code::EvaluatorUnknown,
};

/// Who decides.
pub(super) const DECIDER: Official = official("nip_pemutus", "pemutus");

/// Who answers.
pub(super) const ANSWERER: Official = official("nip_penjawab", "penjawab");

/// The direct superior after a move.
pub(super) const SUPERIOR: Official = Official {
    heading: "nip_atasan",
    word: "atasan",
    own: Code::SuperiorSelf,
    unknown: Code::SuperiorUnknown,
};

/// The head of a unit.
pub(super) const HEAD: Official = official("nip_kepala", "kepala unit");

const fn official(heading: &'static str, word: &'static str) -> Official {
    Official { heading, word, own: Code::OfficialSelf, unknown: Code::OfficialUnknown }
}

impl Line<'_, '_> {
    /// Somebody who acts about a person.
    pub(super) fn official(
        &mut self,
        official: &Official,
        person: Option<&Nip>,
    ) -> Result<Nip, Told> {
        let found = self.need(official.heading, nip)?;
        self.check_official(official, person, &found).map(|()| found)
    }

    /// Somebody who acts about a person, if there is one.
    pub(super) fn official_or_none(
        &mut self,
        official: &Official,
        person: Option<&Nip>,
    ) -> Result<Option<Nip>, Told> {
        let found = self.read(official.heading, nip)?;
        let checked =
            found.as_ref().map_or(Ok(()), |one| self.check_official(official, person, one));
        checked.map(|()| found)
    }

    fn check_official(
        &mut self,
        official: &Official,
        person: Option<&Nip>,
        found: &Nip,
    ) -> Result<(), Told> {
        let Official { heading, word, own, unknown } = official;
        if person == Some(found) {
            let repair = format!("{word} tidak boleh orang itu sendiri: isi NIP {word}nya");
            return Err(self.tell(heading, *own, repair));
        }
        if !self.sheet.context.known.people.contains(found) {
            let repair = format!(
                "{word} ini tidak ada di wilayah ini: impor `pegawai` dulu atau perbaiki NIP"
            );
            return Err(self.tell(heading, *unknown, repair));
        }
        Ok(())
    }
}
