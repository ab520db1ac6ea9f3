//! Text broken into lines that any reader shows whole.

/// Columns of a line, unless a single word is longer.
pub(super) const COLUMNS_MAX: usize = 76;

/// Breaks long lines between words. A paragraph keeps its indentation; an item of
/// a list (`- `, `12. `) hangs below its first word. Three empty lines or more
/// become two.
pub(super) fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 16);
    let mut empty = 0;
    for line in text.trim_end().lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 2 {
            break_line(line, &mut wrapped);
        }
    }
    wrapped
}

fn break_line(line: &str, wrapped: &mut String) {
    if line.chars().count() <= COLUMNS_MAX {
        wrapped.push_str(line);
        wrapped.push('\n');
        return;
    }
    let body = line.trim_start_matches(' ');
    let indent = line.len() - body.len();
    let hang = indent + marker(body);
    wrapped.push_str(&" ".repeat(indent));
    let (mut column, mut start) = (indent, true);
    for word in body.split(' ') {
        let width = word.chars().count();
        if !start && column + 1 + width > COLUMNS_MAX {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(hang));
            column = hang;
        } else if !start {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += width;
        start = false;
    }
    wrapped.push('\n');
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
    fn a_word_that_is_too_long_stays_whole() {
        let long = "x".repeat(200);
        assert_eq!(wrap(&format!("a {long} b")), format!("a\n{long}\nb\n"));
    }

    #[test]
    fn many_empty_lines_become_two() {
        assert_eq!(wrap("a\n\n\n\n\nb\n\n"), "a\n\n\nb\n");
    }
}
