//! Performance evaluation rules as a pure library.
