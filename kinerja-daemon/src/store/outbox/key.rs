//! The key of a mail: region, period, person, event, revision.

/// The key, as SQL, of a mail that tells of a row of `run`. A person is evaluated
/// by one unit in a period, so there is one such mail.
macro_rules! key {
    ($employee:literal, $event:literal) => {
        concat!(
            "run.region || '/' || run.period || '/' || ",
            $employee,
            " || '/' || ",
            $event,
            " || '/' || run.revision"
        )
    };
}

pub(in crate::store) use key;
