//! What several test programs share.

pub(crate) mod smtp_log;
pub(crate) mod smtp_script;
pub(crate) mod smtp_sink;
mod smtp_talk;
