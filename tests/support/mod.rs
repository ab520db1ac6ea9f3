//! What several test programs share.

pub(crate) mod smtp_sink;
mod smtp_talk;
