//! What a relay answered, and how much of it may be shown.

/// Characters of a reply that are kept: enough for a code and a sentence.
pub const REPLY_CHARS_MAX: usize = 200;

/// Digits in a row that are masked: an NIP has 18, an NIK 16.
const DIGITS_IN_A_ROW_MAX: usize = 15;

/// Digits of the groups that a NIP is written in.
const NIP_GROUPS: [usize; 4] = [8, 6, 1, 3];

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
    for piece in without_groups(text).split_inclusive(separates) {
        let word = piece.trim_end_matches(separates);
        kept.push_str(&mask(word));
        kept.extend(
            piece.chars().skip(word.chars().count()).map(|c| if c.is_control() { ' ' } else { c }),
        );
    }
    kept.trim().chars().take(REPLY_CHARS_MAX).collect()
}

/// The same without these words, whatever their case; they are in lower case.
pub(crate) fn without(reply: &str, words: &[String]) -> String {
    let separates = |c: char| !c.is_alphanumeric();
    let mut kept = String::new();
    for piece in reply.split_inclusive(separates) {
        let word = piece.trim_end_matches(separates);
        let is_hidden = !word.is_empty() && words.contains(&word.to_lowercase());
        kept.push_str(if is_hidden { "***" } else { word });
        kept.extend(piece.chars().skip(word.chars().count()));
    }
    kept
}

/// The words of a name or an address by which somebody would be known, in lower case.
pub(crate) fn known_by(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let tells = |word: &&str| word.chars().count() > 2 && word.chars().any(char::is_alphabetic);
    words.filter(tells).map(str::to_lowercase)
}

/// A NIP that is written in its four groups is masked as one that is not.
fn without_groups(text: &str) -> String {
    let mut runs = Vec::new();
    let mut before = None;
    for (place, c) in text.char_indices() {
        match (c.is_ascii_digit(), before, runs.last_mut()) {
            (true, Some(last), Some((_, end))) if last + 1 == place => *end = place + 1,
            (true, ..) => runs.push((place, place + 1)),
            (false, ..) => continue,
        }
        before = Some(place);
    }
    let mut kept = text.to_owned();
    for groups in runs.windows(NIP_GROUPS.len()).rev() {
        let lengths = groups.iter().map(|(start, end)| end - start);
        let apart = groups.iter().zip(groups.iter().skip(1)).all(|((_, end), (start, _))| {
            text.get(*end..*start).is_some_and(|gap| matches!(gap, " " | "." | "-"))
        });
        if let ([(start, _), .., (_, end)], true) = (groups, apart && lengths.eq(NIP_GROUPS)) {
            kept.replace_range(*start..*end, "***");
        }
    }
    kept
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
            ("19850101 201001 1 001 19850101-201001-1-002.", "550 *** ***."),
            ("19850101 201001 1 0012, 5.1.1 19850101", "550 19850101 201001 1 0012, 5.1.1 19850101"),
            ("queued as 4F2A99 at 123456789012345", "550 queued as 4F2A99 at 123456789012345"),
            ("two\r\nlines\x1b[2J", "550 two  lines [2J"),
        ];
        for (text, expected) in table {
            let answer = Answer::Reply { code: 550, text: text.to_owned() };
            assert_eq!(answer.clean(), expected);
        }
    }

    #[test]
    fn a_reply_is_kept_without_the_words_of_the_one_it_is_about() {
        let words: Vec<_> =
            ["Dr. Bambang Basri, S.H.", "bambang.b2"].map(known_by).into_iter().flatten().collect();
        let reply = "550 5.1.1 BAMBANG.b2: Basri (bambangan) has moved, sh 2";
        assert_eq!(without(reply, &words), "550 5.1.1 ***.b2: *** (bambangan) has moved, sh 2");
        assert_eq!(without(reply, &[]), reply);
    }

    #[test]
    fn a_reply_is_cut_by_characters() {
        let reason = "é".repeat(REPLY_CHARS_MAX + 1);
        assert_eq!(Answer::Lost { reason }.clean(), "é".repeat(REPLY_CHARS_MAX));
    }
}
