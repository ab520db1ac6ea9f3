//! Mails that shall not leave any more.

/// The beginning of a statement that takes mails back, as SQL: its further
/// conditions say which. A mail that the sender has in hand is not pulled from
/// under it: its body does not begin any more, and it gets no further attempt.
macro_rules! take_back {
    () => {
        "UPDATE mail
        SET to_cancel = CASE WHEN in_hand THEN 1 ELSE to_cancel END,
            state = CASE WHEN in_hand THEN state ELSE 'cancelled' END
        WHERE (waits OR in_hand)"
    };
}

pub(in crate::store) use take_back;
