//! The levels of functional posts.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The level of a functional post ("jenjang jabatan fungsional"): four of skill,
/// then four of expertise, each in rising order.
///
/// ```
/// use kinerja_core::consequence::JobLevel;
///
/// let level: JobLevel = "ahli_muda".parse()?;
/// assert_eq!(level.name(), "Ahli Muda");
/// # Ok::<(), kinerja_core::consequence::JobLevelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobLevel {
    /// "Pemula", of skill.
    Pemula,
    /// "Terampil", of skill.
    Terampil,
    /// "Mahir", of skill.
    Mahir,
    /// "Penyelia", of skill.
    Penyelia,
    /// "Ahli Pertama", of expertise.
    AhliPertama,
    /// "Ahli Muda", of expertise.
    AhliMuda,
    /// "Ahli Madya", of expertise.
    AhliMadya,
    /// "Ahli Utama", of expertise.
    AhliUtama,
}

impl JobLevel {
    /// The eight.
    pub const ALL: [Self; 8] = [
        Self::Pemula,
        Self::Terampil,
        Self::Mahir,
        Self::Penyelia,
        Self::AhliPertama,
        Self::AhliMuda,
        Self::AhliMadya,
        Self::AhliUtama,
    ];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pemula => "pemula",
            Self::Terampil => "terampil",
            Self::Mahir => "mahir",
            Self::Penyelia => "penyelia",
            Self::AhliPertama => "ahli_pertama",
            Self::AhliMuda => "ahli_muda",
            Self::AhliMadya => "ahli_madya",
            Self::AhliUtama => "ahli_utama",
        }
    }

    /// The level as the regulations call it, in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pemula => "Pemula",
            Self::Terampil => "Terampil",
            Self::Mahir => "Mahir",
            Self::Penyelia => "Penyelia",
            Self::AhliPertama => "Ahli Pertama",
            Self::AhliMuda => "Ahli Muda",
            Self::AhliMadya => "Ahli Madya",
            Self::AhliUtama => "Ahli Utama",
        }
    }
}

impl FromStr for JobLevel {
    type Err = JobLevelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|level| level.code() == text);
        found.ok_or_else(|| JobLevelError { text: text.chars().take(40).collect() })
    }
}

/// A text is not a level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a level of a functional post: write one of {}", JobLevel::ALL.map(JobLevel::code).join(", "))]
pub struct JobLevelError {
    text: String,
}

/// A value for each level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByLevel<T> {
    pemula: T,
    terampil: T,
    mahir: T,
    penyelia: T,
    ahli_pertama: T,
    ahli_muda: T,
    ahli_madya: T,
    ahli_utama: T,
}

impl<T: Copy> ByLevel<T> {
    pub(super) const fn of(&self, level: JobLevel) -> T {
        match level {
            JobLevel::Pemula => self.pemula,
            JobLevel::Terampil => self.terampil,
            JobLevel::Mahir => self.mahir,
            JobLevel::Penyelia => self.penyelia,
            JobLevel::AhliPertama => self.ahli_pertama,
            JobLevel::AhliMuda => self.ahli_muda,
            JobLevel::AhliMadya => self.ahli_madya,
            JobLevel::AhliUtama => self.ahli_utama,
        }
    }
}
