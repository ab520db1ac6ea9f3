//! The rules that hold in a region: the nation's, and its own exceptions.

use serde::Serialize;

use super::ObjectionDays;
use crate::{
    calendar::HolidayYear,
    consequence::{CreditRates, CreditThresholds, ImprovementRule, PromotionRule},
    evidence::{BehaviourGuide, GradeBounds, IndexRule},
    law::{Dated, Source, Validity},
    organisation::{DistributionRule, HeadRule},
    scheme::{
        Floors, Matrix, OlderBehaviourRule, OlderShares,
        permenpanrb8_2021::{AdditionalRule, Conversion, MainKinds, ResultRule},
        pp30_2019::NewIdeaBands,
        pp46_2011::{AdditionRule, AspectRule},
    },
};

/// Names each rule once: the field, its type, and the id in rule files.
macro_rules! rule_book {
    ($($(#[$doc:meta])* $field:ident: $value:ty = $id:literal;)+) => {
        /// Every rule that regulations give as numbers, each through time.
        ///
        /// The nation's is read with the feature `toml`; without it a book is made
        /// of its parts. A region's differs where its policy has an exception.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        pub struct RuleBook {
            $($(#[$doc])* pub $field: Dated<$value>,)+
        }

        impl RuleBook {
            /// The ids of the rules, as rule files and exceptions write them.
            pub const IDS: &'static [&'static str] = &[$($id),+];

            /// Where each value of each rule comes from, rule by rule, oldest first.
            pub fn sources(&self) -> Vec<(&'static str, Validity, &Source)> {
                let mut found = Vec::new();
                $(found.extend(self.$field.entries().iter().map(|(validity, ruled)| {
                    ($id, *validity, &ruled.source)
                }));)+
                found
            }

            /// Where the values come from that the book of the nation does not have:
            /// a region's exceptions, rule by rule, oldest first.
            ///
            /// ```
            /// # #[cfg(feature = "toml")] {
            /// use kinerja_core::region::{RegionPolicy, RuleBook};
            ///
            /// let policy = RegionPolicy::from_toml(include_str!("sample.toml"))?;
            /// assert!(policy.rules.exceptions_from(&RuleBook::national()?).is_empty());
            /// # }
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn exceptions_from(
                &self,
                national: &Self,
            ) -> Vec<(&'static str, Validity, &Source)> {
                let mut found = Vec::new();
                $(
                    let known = national.$field.entries();
                    let own = self.$field.entries().iter();
                    let own = own.filter(|(_, one)| known.iter().all(|(_, other)| one != other));
                    found.extend(own.map(|(validity, one)| ($id, *validity, &one.source)));
                )+
                found
            }
        }

        /// The entries of rule files or exceptions, rule by rule.
        #[cfg(feature = "toml")]
        #[derive(Debug, Default)]
        pub(super) struct Entries {
            $($field: Vec<crate::law::Entry<$value>>,)+
        }

        #[cfg(feature = "toml")]
        impl Entries {
            /// Reads the value of one entry and puts it to its rule.
            pub(super) fn take(
                &mut self,
                id: &str,
                section: &mut crate::law::reading::Section<'_, '_>,
                head: Option<(crate::law::Validity, crate::law::Source)>,
            ) {
                match id {
                    $($id => {
                        let value = section.typed::<$value>("value");
                        if let (Some(value), Some((validity, source))) = (value, head) {
                            let ruled = crate::law::Ruled { value, source };
                            self.$field.push((section.key().to_owned(), validity, ruled));
                        }
                    })+
                    _ => {
                        section.pass_over("value");
                        let known = super::national::ids_like(id).join("`, `");
                        section.refuse("id", format!("`{id}` is no rule: use one of `{known}`"));
                    }
                }
            }

            /// The book of all entries.
            pub(super) fn book(self) -> Result<RuleBook, Vec<crate::law::Problem>> {
                let mut problems = Vec::new();
                $(let $field = super::national::rule($id, self.$field, &mut problems);)+
                match ($($field),+,) {
                    ($(Some($field)),+,) => Ok(RuleBook { $($field),+ }),
                    _ => Err(problems),
                }
            }

            /// A book in which the entries are exceptions.
            pub(super) fn except_from(
                self,
                book: &RuleBook,
            ) -> Result<RuleBook, Vec<crate::law::Problem>> {
                let mut problems = Vec::new();
                $(let $field =
                    super::national::except($id, &book.$field, self.$field, &mut problems);)+
                if problems.is_empty() { Ok(RuleBook { $($field),+ }) } else { Err(problems) }
            }
        }
    };
}

rule_book! {
    /// From which total on PP 46/2011 gives which predicate.
    pp46_2011_bands: Floors = "pp46_2011.bands";
    /// The aspects "waktu" and "biaya" of PP 46/2011.
    pp46_2011_aspects: AspectRule = "pp46_2011.aspects";
    /// Points for additional tasks and creativity under PP 46/2011.
    pp46_2011_additions: AdditionRule = "pp46_2011.additions";
    /// How much behaviour counts under PP 46/2011.
    pp46_2011_shares: OlderShares = "pp46_2011.shares";
    /// Behaviour under PP 46/2011.
    pp46_2011_behaviour: OlderBehaviourRule = "pp46_2011.behaviour";
    /// From which total on PP 30/2019 gives which predicate.
    pp30_2019_bands: NewIdeaBands = "pp30_2019.bands";
    /// How much behaviour counts under PP 30/2019.
    pp30_2019_shares: OlderShares = "pp30_2019.shares";
    /// Behaviour under PP 30/2019.
    pp30_2019_behaviour: OlderBehaviourRule = "pp30_2019.behaviour";
    /// How PermenPANRB 8/2021 turns achievements into values.
    permenpanrb8_2021_conversion: Conversion = "permenpanrb8_2021.conversion";
    /// How much the kinds of main result of leaders count under PermenPANRB 8/2021.
    permenpanrb8_2021_kinds: MainKinds = "permenpanrb8_2021.kinds";
    /// The same within the year.
    permenpanrb8_2021_periodic_kinds: MainKinds = "permenpanrb8_2021.periodic_kinds";
    /// What results of administrative and functional posts are worth under
    /// PermenPANRB 8/2021.
    permenpanrb8_2021_results: ResultRule = "permenpanrb8_2021.results";
    /// Additional results under PermenPANRB 8/2021.
    permenpanrb8_2021_additional: AdditionalRule = "permenpanrb8_2021.additional";
    /// Which predicate two ratings give.
    matrix: Matrix = "permenpanrb6_2022.matrix";
    /// National holidays and joint leave, year by year.
    holidays: HolidayYear = "calendar.holidays";
    /// What a year brings in credit points.
    credit_rates: CreditRates = "credit_points.rates";
    /// How many credit points a higher rank or level asks for.
    credit_thresholds: CreditThresholds = "credit_points.thresholds";
    /// How long a person has to improve before a sanction.
    improvement: ImprovementRule = "consequence.improvement";
    /// Which predicates a regular promotion asks for.
    promotion: PromotionRule = "consequence.promotion";
    /// What the seven values of behaviour mean at work.
    behaviour_guide: BehaviourGuide = "behaviour.guide";
    /// How many people of a unit with which achievement may have which predicate.
    distribution_patterns: DistributionRule = "distribution.patterns";
    /// Which result rating the head of a unit takes from its achievement.
    head_result_rating: HeadRule = "organisation.head_result_rating";
    /// How the means of a survey's elements become its index.
    survey_index: IndexRule = "survey.index";
    /// How many days there are for an objection.
    objection_days: ObjectionDays = "deadlines.objection";
    /// From which index a service has which grade.
    survey_grades: GradeBounds = "survey.grades";
}
