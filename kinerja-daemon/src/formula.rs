//! Keeps texts from becoming formulas in spreadsheets.

use std::borrow::Cow;

/// A text that a spreadsheet shows and never calculates: what would begin like a
/// formula gets an apostrophe in front.
pub fn guard_formula(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // Some programs skip what is unseen before they look for a formula.
    let unseen = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}';
    let first = text.chars().find(|c| !unseen(*c));
    let risky =
        first.is_some_and(|c| FORMULA.contains(&c)) || text.starts_with(|c: char| c.is_control());
    if risky { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_carry_a_formula_into_a_spreadsheet() {
        #[rustfmt::skip]
        let table = [
            ("=1+1",                 "'=1+1"),
            ("  @SUM(A1)",           "'  @SUM(A1)"),
            ("+62 Telepon",          "'+62 Telepon"),
            ("-Dinas",               "'-Dinas"),
            ("\t=1",                 "'\t=1"),
            ("\rDinas",              "'\rDinas"),
            ("\0Dinas",              "'\0Dinas"),
            ("＝1",                   "'＝1"),
            ("\u{FEFF}＠1",           "'\u{FEFF}＠1"),
            ("Dinas A-B = C",        "Dinas A-B = C"),
            ("",                     ""),
        ];
        for (text, safe) in table {
            assert_eq!(guard_formula(text), safe, "{text:?}");
        }
    }
}
