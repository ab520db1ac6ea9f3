//! Ratings, bands and the predicate in words.

use super::Words;
use crate::{
    evaluation::Subject,
    law::Source,
    number::{Ratio, Score},
    scheme::{Basis, Predicate, Rating, Thresholds},
};

impl Words<'_> {
    pub(super) fn rating(&self, of: Subject, value: Ratio, rating: Rating) -> String {
        let (what, thresholds): (_, Thresholds) = match of {
            Subject::Result => (
                self.pick("Usulan rating hasil kerja", "Proposed rating of results"),
                self.policy.ratings.result,
            ),
            Subject::Behaviour => (
                self.pick("Usulan rating perilaku", "Proposed rating of behaviour"),
                self.policy.ratings.behaviour,
            ),
        };
        let limits = [thresholds.meets(), thresholds.above()];
        let words = [
            what,
            ": ",
            &value.show_below(&limits, self.mark),
            self.pick(" (sesuai dari ", " (meets from "),
            &thresholds.meets().show(self.mark),
            self.pick(", di atas dari ", ", above from "),
            &thresholds.above().show(self.mark),
            ") → ",
            rating.name(self.language),
        ];
        words.concat()
    }

    pub(super) fn predicate_source(&self, basis: Basis) -> Source {
        match basis {
            Basis::Matrix => self.matrix_source(),
            Basis::Bands => self.bands_source(),
        }
    }

    /// Where the period is not known, the policy's first stands for it.
    pub(super) fn matrix_source(&self) -> Source {
        let period = self.period.unwrap_or(self.policy.first_period);
        self.policy.matrix_source(period).clone()
    }

    pub(super) fn predicate(
        &self,
        basis: Basis,
        result: Rating,
        behaviour: Rating,
        predicate: Predicate,
    ) -> String {
        let how = match basis {
            Basis::Matrix => {
                let matrix = self.pick(
                    "Usulan predikat dari matriks: hasil kerja ",
                    "Proposed predicate by the matrix: results ",
                );
                let conduct = self.pick(", perilaku ", ", behaviour ");
                let [result, behaviour] = [result, behaviour].map(|one| one.name(self.language));
                [matrix, result, conduct, behaviour].concat()
            }
            Basis::Bands => self
                .pick(
                    "Usulan predikat dari pita nilai akhir (periode sebelum 2022)",
                    "Proposed predicate by the band of the total (periods before 2022)",
                )
                .to_owned(),
        };
        [&how, " → ", self.predicate_name(predicate)].concat()
    }

    fn band_limits(&self) -> Vec<Score> {
        self.policy.bands.bands.bands().iter().map(|band| band.from).collect()
    }

    pub(super) fn band(&self, value: Ratio, predicate: Predicate) -> String {
        let band = self.pick(
            "Pita nilai akhir (dari 2022 hanya saran): ",
            "Band of the total (advisory from 2022): ",
        );
        let value = value.show_below(&self.band_limits(), self.mark);
        [band, &value, " → ", predicate.name(self.language)].concat()
    }
}
