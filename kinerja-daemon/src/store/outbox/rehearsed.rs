//! Mails that were sent and reached nobody they are meant for.

/// Whether the row of `mail` was sent into a folder or to one address in place of the
/// person's, as SQL.
macro_rules! rehearsed {
    () => {
        "(mail.state = 'sent'
            AND (mail.last_reply = 'maildir' OR mail.last_reply LIKE 'redirected: %'))"
    };
}

/// What became of the row of `mail`, as SQL: its state, or how it was rehearsed.
macro_rules! became {
    () => {
        "CASE WHEN mail.state = 'sent' AND mail.last_reply = 'maildir' THEN 'in_folder'
            WHEN mail.state = 'sent' AND mail.last_reply LIKE 'redirected: %' THEN 'redirected'
            ELSE mail.state END"
    };
}

pub(super) use {became, rehearsed};
