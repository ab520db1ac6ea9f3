//! Mails that shall not leave any more.

/// The beginning of a statement that takes mails back, as SQL: its further
/// conditions say which. A mail that the sender has in hand is not pulled from
/// under it: its body does not begin any more, and it gets no further attempt.
macro_rules! take_back {
    () => {
        "UPDATE mail
        SET to_cancel = CASE WHEN state IN ('claimed', 'data_started') THEN 1 ELSE to_cancel END,
            state = CASE WHEN state IN ('claimed', 'data_started') THEN state ELSE 'cancelled' END
        WHERE state IN ('queued', 'claimed', 'data_started', 'deferred', 'unknown')"
    };
}

pub(in crate::store) use take_back;
