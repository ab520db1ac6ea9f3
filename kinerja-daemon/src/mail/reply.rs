//! What a relay answered, and how much of it may be shown.

/// Characters of a reply that are kept: enough for a code and a sentence.
pub const REPLY_CHARS_MAX: usize = 200;

/// Digits in a row that are masked: an NIP has 18, an NIK 16.
const DIGITS_IN_A_ROW_MAX: usize = 15;

/// How a phase ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The relay answered.
    Reply {
        /// The three digits.
        code: u16,
        /// The words after them.
        text: String,
    },
    /// The connection broke, a deadline passed or the answer was not SMTP.
    Lost {
        /// What happened.
        reason: String,
    },
    /// Our side would not go on: the settings and the relay do not fit.
    Refused {
        /// What does not fit.
        reason: String,
    },
}

impl Answer {
    /// The answer as it may be stored and shown.
    pub(crate) fn clean(&self) -> String {
        match self {
            Self::Reply { code, text } => clean(&format!("{code} {text}")),
            Self::Lost { reason } | Self::Refused { reason } => clean(reason),
        }
    }
}

/// A reply on one line, without addresses and long numbers, cut to
/// [`REPLY_CHARS_MAX`] characters.
pub(crate) fn clean(text: &str) -> String {
    let separates = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\"'".contains(c);
    let mut kept = String::new();
    for piece in text.split_inclusive(separates) {
        let word = piece.trim_end_matches(separates);
        kept.push_str(&mask(word));
        kept.extend(
            piece.chars().skip(word.chars().count()).map(|c| if c.is_control() { ' ' } else { c }),
        );
    }
    kept.trim().chars().take(REPLY_CHARS_MAX).collect()
}

fn mask(word: &str) -> String {
    if word.contains('@') {
        return "***@***".to_owned();
    }
    let number = |piece: &str| piece.chars().count() > DIGITS_IN_A_ROW_MAX;
    let not_a_digit = |c: char| !c.is_ascii_digit();
    if word.split(not_a_digit).any(number) { "***".to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_shown_without_addresses_and_long_numbers() {
        #[rustfmt::skip]
        let table = [
            ("5.1.1 <budi@example.go.id>: unknown", "550 5.1.1 <***@***>: unknown"),
            ("to=a.b@x.id,c@y.id", "550 ***@***,***@***"),
            ("user 198501012010011001 unknown", "550 user *** unknown"),
            ("box u198501012010011001x full", "550 box *** full"),
            ("queued as 4F2A99 at 123456789012345", "550 queued as 4F2A99 at 123456789012345"),
            ("two\r\nlines\x1b[2J", "550 two  lines [2J"),
        ];
        for (text, expected) in table {
            let answer = Answer::Reply { code: 550, text: text.to_owned() };
            assert_eq!(answer.clean(), expected);
        }
    }

    #[test]
    fn a_reply_is_cut_by_characters() {
        let reason = "é".repeat(REPLY_CHARS_MAX + 1);
        assert_eq!(Answer::Lost { reason }.clean(), "é".repeat(REPLY_CHARS_MAX));
    }
}
