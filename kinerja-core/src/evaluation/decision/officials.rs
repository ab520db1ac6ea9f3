//! Who decides about whom.

use serde::Serialize;

use crate::{
    consequence::Role,
    people::{Hierarchy, Nip},
};

/// The people of a result: whom it is about, who decides, who hears an
/// objection. PNS and PPPK alike.
///
/// # Legal basis
///
/// PermenPANRB 6/2022 Pasal 1 (the evaluator is the direct superior); PP 30/2019
/// Pasal 59 (the evaluator's superior hears objections).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Officials {
    // Invariant: no two are the same person.
    employee: Nip,
    evaluator: Option<Nip>,
    evaluator_superior: Option<Nip>,
}

impl Officials {
    /// Names the people, as they were at the period's end. Who is not known yet
    /// is none; then his act is refused and the personnel office must act.
    ///
    /// # Errors
    ///
    /// Fails when one person would have two of the roles: nobody decides about
    /// himself, and nobody hears an objection against his own decision.
    pub fn new(
        employee: Nip,
        evaluator: Option<Nip>,
        evaluator_superior: Option<Nip>,
    ) -> Result<Self, OfficialsError> {
        let twice = |one: Role, other: Role| Err(OfficialsError { one, other });
        if evaluator.as_ref() == Some(&employee) {
            return twice(Role::Employee, Role::Superior);
        }
        if evaluator_superior.as_ref() == Some(&employee) {
            return twice(Role::Employee, Role::EvaluatorSuperior);
        }
        if evaluator.is_some() && evaluator == evaluator_superior {
            return twice(Role::Superior, Role::EvaluatorSuperior);
        }
        Ok(Self { employee, evaluator, evaluator_superior })
    }

    /// The people of a result by the superiors at the period's end. In a
    /// hierarchy nobody is above himself, so there is nothing to refuse.
    pub fn of(employee: Nip, hierarchy: &Hierarchy) -> Self {
        let evaluator = hierarchy.superior(&employee).cloned();
        let evaluator_superior =
            evaluator.as_ref().and_then(|one| hierarchy.superior(one)).cloned();
        Self { employee, evaluator, evaluator_superior }
    }

    /// The person whom the result is about.
    pub const fn employee(&self) -> &Nip {
        &self.employee
    }

    /// Who decides.
    pub const fn evaluator(&self) -> Option<&Nip> {
        self.evaluator.as_ref()
    }

    /// Who hears an objection.
    pub const fn evaluator_superior(&self) -> Option<&Nip> {
        self.evaluator_superior.as_ref()
    }
}

/// One person would have two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the same person cannot be `{}` and `{}` of one result: correct the superiors in the staff data",
    one.code(), other.code()
)]
pub struct OfficialsError {
    /// One role.
    pub one: Role,
    /// The other.
    pub other: Role,
}
