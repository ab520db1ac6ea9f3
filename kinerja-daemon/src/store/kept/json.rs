//! Plans as they are kept: lists instead of names, so that a plan takes half the
//! room. Whoever reads needs nothing for it, because what is read by names is read
//! by places, too; fields are only ever added at the end.

use kinerja_core::plan::{Indicator, WorkPlan};
use serde::{Serialize, Serializer};

/// A plan to be kept.
#[derive(Debug, Clone, Copy)]
pub struct KeptPlan<'a>(pub &'a WorkPlan);

struct KeptIndicator<'a>(&'a Indicator);

impl Serialize for KeptPlan<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plan = self.0;
        let indicators: Vec<_> = plan.indicators().iter().map(KeptIndicator).collect();
        let expectations = plan.expectations();
        if expectations.is_empty() {
            (plan.period(), plan.status(), indicators).serialize(serializer)
        } else {
            (plan.period(), plan.status(), indicators, expectations).serialize(serializer)
        }
    }
}

impl Serialize for KeptIndicator<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Indicator {
            code,
            kind,
            result,
            title,
            measure,
            aspect,
            level,
            contribution,
            unit,
            baseline,
            target,
            mission,
            service,
        } = self.0;
        // In the order of the fields, by which they are read.
        (
            code,
            kind,
            result,
            title,
            measure,
            aspect,
            level,
            contribution,
            unit,
            baseline,
            target,
            mission,
            service,
        )
            .serialize(serializer)
    }
}
