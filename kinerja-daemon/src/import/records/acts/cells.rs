//! The cells that the files of acts have in common.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, evaluation::Case, plan, scheme::Rating};

use super::private;
use crate::import::headings::WITHDRAWN;
use crate::import::problem::Code;
use crate::import::records::line::{Line, TEXT_MAX, Told, code, text};
use crate::import::table::Cell;
use crate::import::value::{self, ValueError};

/// Characters that the core allows in a code.
pub(super) const CODE_MAX: usize = 40;

pub(super) const RATINGS: &[(&str, Rating)] =
    &[("di_atas", Rating::Above), ("sesuai", Rating::Meets), ("di_bawah", Rating::Below)];

impl Line<'_, '_> {
    /// A text that may be missing.
    pub(super) fn text_or_none(
        &mut self,
        heading: &str,
        chars_max: usize,
    ) -> Result<Option<String>, Told> {
        self.read(heading, |cell| text(cell, chars_max))
    }

    /// A text that anybody may read: it tells nobody.
    pub(super) fn public_text(&mut self, heading: &str, chars_max: usize) -> Result<String, Told> {
        let text = self.text(heading, chars_max)?;
        if private::tells_a_person(&text) {
            return Err(self.tell_private(heading));
        }
        Ok(text)
    }

    /// Tells a text that may tell who a person is, without showing it again.
    pub(super) fn tell_private(&mut self, heading: &str) -> Told {
        let repair = "tampaknya memuat NIP, NIK atau alamat surel: tulis tanpa data orang";
        let hidden = ValueError::new(Code::Private, &Cell::Empty, repair);
        match self.read(heading, |_| Err::<(), _>(hidden)) {
            Ok(()) | Err(Told) => Told,
        }
    }

    /// A word of a list that may be missing.
    pub(super) fn word_or_none<T: Copy>(
        &mut self,
        heading: &str,
        allowed: &[(&str, T)],
    ) -> Result<Option<T>, Told> {
        if self.cell(heading).is_empty() { Ok(None) } else { self.word(heading, allowed).map(Some) }
    }

    /// A whole number within limits.
    pub(super) fn whole(&mut self, heading: &str, range: RangeInclusive<u32>) -> Result<u32, Told> {
        let mark = self.sheet.context.policy.decimal;
        self.need(heading, |cell| {
            let Some(number) = value::number(cell, mark)? else { return Ok(None) };
            let number = number.parse().ok().filter(|number| range.contains(number));
            number.map(Some).ok_or_else(|| {
                let (least, most) = (range.start(), range.end());
                let repair = format!("tulis bilangan bulat {least} sampai {most}");
                ValueError::new(Code::Whole, cell, repair)
            })
        })
    }

    /// A code.
    pub(super) fn code_of(&mut self, heading: &str) -> Result<plan::Code, Told> {
        self.need(heading, |cell| code(cell, CODE_MAX))
    }

    /// The code of a unit that is on record.
    pub(super) fn known_unit(&mut self) -> Result<String, Told> {
        const HEADING: &str = "kode_unit";
        let unit = self.text(HEADING, TEXT_MAX)?;
        if self.sheet.context.known.units.contains_key(&unit) {
            return Ok(unit);
        }
        let repair =
            "unit ini tidak ada di wilayah ini: impor `pegawai` dulu atau perbaiki kodenya";
        Err(self.tell(HEADING, Code::UnitUnknown, repair))
    }

    /// A day that is there and not still to come.
    pub(super) fn past_day(&mut self, heading: &str) -> Result<NaiveDate, Told> {
        let day = self.need(heading, value::date)?;
        self.not_in_the_future(heading, day).map(|()| day)
    }

    /// A day that is there, not still to come, and not before the period.
    pub(super) fn day_of(
        &mut self,
        heading: &str,
        period: Option<Period>,
    ) -> Result<NaiveDate, Told> {
        match self.reported_on(heading, period)? {
            Some(day) => Ok(day),
            None => Err(self.tell(heading, Code::Empty, "sel ini wajib diisi")),
        }
    }

    /// The day of a decision or of its receipt: the core counts none before
    /// [`Case::first_day`]. What is on record all the same can be withdrawn.
    pub(super) fn day_of_decision(
        &mut self,
        heading: &str,
        period: Option<Period>,
    ) -> Result<NaiveDate, Told> {
        let day = self.day_of(heading, period)?;
        match period.map(Case::first_day) {
            Some(first) if day < first && self.cell(WITHDRAWN).is_empty() => {
                let repair = format!(
                    "putusan dan penerimaannya paling awal pada hari terakhir periode, {first}: \
                     periksa tanggal dan periode"
                );
                Err(self.tell(heading, Code::DateEarly, repair))
            }
            Some(_) | None => Ok(day),
        }
    }

    /// A day of the period.
    pub(super) fn day_within(
        &mut self,
        heading: &str,
        period: Option<Period>,
    ) -> Result<NaiveDate, Told> {
        let day = self.past_day(heading)?;
        match period {
            Some(period) if !period.contains(day) => {
                let (first, last) = (period.start(), period.last_day());
                let repair = format!(
                    "di luar periodenya, {first} sampai {last}: periksa tanggal dan periode"
                );
                Err(self.tell(heading, Code::DateRange, repair))
            }
            Some(_) | None => Ok(day),
        }
    }

    /// A day that is not still to come and not before an earlier one, which is
    /// the value of another column.
    pub(super) fn day_after(
        &mut self,
        heading: &str,
        (before, earlier): (&str, Result<NaiveDate, Told>),
    ) -> Result<NaiveDate, Told> {
        let day = self.past_day(heading)?;
        match earlier {
            Ok(earlier) if day < earlier => {
                let repair = format!("sebelum `{before}` ({earlier}): periksa kedua tanggal");
                Err(self.tell(heading, Code::DateOrder, repair))
            }
            Ok(_) | Err(Told) => Ok(day),
        }
    }

    /// The period of the region's cadence to which a day belongs.
    pub(super) fn period_of(&mut self, heading: &str, day: NaiveDate) -> Result<Period, Told> {
        let cadence = self.sheet.context.policy.cadence;
        match cadence.period_of(day) {
            Some(period) => Ok(period),
            None => Err(self.tell(heading, Code::DateRange, "tahun ini terlalu lampau: perbaiki")),
        }
    }

    /// Tells the cells that must be empty and are not.
    pub(super) fn nothing_in(&mut self, headings: &[&str], repair: &str) -> Result<(), Told> {
        let mut nothing = Ok(());
        for heading in headings {
            if !self.cell(heading).is_empty() {
                nothing = Err(self.tell(heading, Code::NotEmpty, repair));
            }
        }
        nothing
    }

    /// The code of a rule of follow-up in the policy, if there is one.
    pub(super) fn rule_or_none(&mut self) -> Result<Option<plan::Code>, Told> {
        let policy = self.sheet.context.policy;
        self.read("aturan", |cell| {
            if cell.is_empty() {
                return Ok(None);
            }
            // A text that is no code at all is one that the policy does not have.
            let found = code(cell, CODE_MAX).ok().flatten();
            let found = found.filter(|code| policy.follow_up(code).is_some());
            found.map(Some).ok_or_else(|| {
                let rules = policy.follow_ups.iter().map(|rule| rule.code.as_str());
                let list = rules.collect::<Vec<_>>().join("`, `");
                let repair = format!("bukan aturan tindak lanjut kebijakan wilayah: `{list}`");
                ValueError::new(Code::RuleUnknown, cell, repair)
            })
        })
    }
}
