//! Text broken into lines that any reader shows whole.

use memchr::memchr_iter;

/// Columns of a line, unless a single word is longer.
pub(super) const COLUMNS_MAX: usize = 76;

/// Breaks long lines between words. A paragraph keeps its indentation; an item of
/// a list (`- `, `12. `) hangs below its first word. Three empty lines or more
/// become two.
pub(super) fn wrap(text: &str) -> String {
    let text = text.trim_end();
    let mut wrapped = String::with_capacity(text.len() + text.len() / 16);
    let mut empty = 0;
    let mut start = 0;
    let last = (!text.is_empty()).then_some(text.len());
    for end in memchr_iter(b'\n', text.as_bytes()).chain(last) {
        let line = text.get(start..end).unwrap_or_default().trim_end();
        start = end + 1;
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 2 {
            break_line(line, &mut wrapped);
        }
    }
    wrapped
}

fn break_line(line: &str, wrapped: &mut String) {
    // A column takes at least a byte.
    if line.len() <= COLUMNS_MAX {
        wrapped.push_str(line);
        wrapped.push('\n');
        return;
    }
    let body = line.trim_start_matches(' ');
    let indent = line.len() - body.len();
    let (mut rest, mut before) = (body, indent);
    loop {
        let (row, left) = rest.split_at_checked(row_end(rest, before)).unwrap_or((rest, ""));
        wrapped.extend(std::iter::repeat_n(' ', before));
        wrapped.push_str(row);
        wrapped.push('\n');
        // Without the blank at which it was broken.
        let Some(left) = left.strip_prefix(' ') else { return };
        (rest, before) = (left, indent + marker(body));
    }
}

/// Where a row ends that begins at a column: before the last blank that there is room
/// for, else before the first.
fn row_end(text: &str, column: usize) -> usize {
    let bytes = text.as_bytes();
    let room = bytes_within(bytes, COLUMNS_MAX.saturating_sub(column));
    let Some(reachable) = bytes.get(..=room) else { return text.len() };
    let is_blank = |byte: &u8| *byte == b' ';
    let last = reachable.iter().rposition(is_blank);
    last.or_else(|| bytes.iter().position(is_blank)).unwrap_or(text.len())
}

/// How many bytes of a text stand within so many columns.
fn bytes_within(text: &[u8], columns: usize) -> usize {
    let continues = |byte: &u8| *byte & 0xc0 == 0x80;
    let (mut counted, mut within) = (0, columns);
    loop {
        let Some(new) = text.get(counted..within) else { return text.len() };
        // At most three for each column, which a byte can count.
        let more = new.iter().fold(0_u8, |sum, byte| sum.wrapping_add(continues(byte).into()));
        if more == 0 {
            // The last character belongs there whole.
            let rest = text.iter().skip(within);
            return within + rest.take_while(|byte| continues(byte)).count();
        }
        (counted, within) = (within, within + usize::from(more));
    }
}

/// Columns of the mark before an item of a list.
fn marker(body: &str) -> usize {
    if body.starts_with("- ") {
        return 2;
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && body.get(digits..).is_some_and(|rest| rest.starts_with(". "));
    if numbered { digits + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_between_words_and_keeps_every_one() {
        let words = "kata ".repeat(60);
        for start in ["", "  ", "- ", "12. ", "   - "] {
            let line = format!("{start}{}", words.trim_end());
            let wrapped = wrap(&line);
            assert!(wrapped.lines().all(|line| line.chars().count() <= COLUMNS_MAX), "{wrapped}");
            let before: Vec<_> = line.split_whitespace().collect();
            assert_eq!(wrapped.split_whitespace().collect::<Vec<_>>(), before);
        }
    }

    #[test]
    fn an_item_hangs_below_its_first_word() {
        let wrapped = wrap(&format!("  7. {}", "kata ".repeat(20)));
        assert!(wrapped.starts_with("  7. kata"));
        assert!(wrapped.lines().nth(1).unwrap().starts_with("     kata"), "{wrapped}");
    }

    #[test]
    fn a_column_is_a_character_however_many_bytes_it_has() {
        for last in ["x", "×", "→", "𝄞"] {
            for before in ["x", "–"] {
                let full = format!("{} {last}", before.repeat(COLUMNS_MAX - 2));
                assert_eq!(wrap(&format!("{full} y")), format!("{full}\ny\n"));
                assert_eq!(wrap(&format!("{full}{full}")).lines().count(), 3);
            }
        }
    }

    #[test]
    fn a_word_that_is_too_long_stays_whole() {
        let long = "x".repeat(200);
        assert_eq!(wrap(&format!("a {long} b")), format!("a\n{long}\nb\n"));
    }

    #[test]
    fn many_empty_lines_become_two() {
        assert_eq!(wrap("a\n\n\n\n\nb\n\n"), "a\n\n\nb\n");
    }
}
