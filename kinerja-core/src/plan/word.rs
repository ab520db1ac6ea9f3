//! Words of a closed list, as files write them.

/// A text is none of the words that it could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {of}: write one of {}", words.join(", "))]
pub struct WordError {
    text: String,
    of: &'static str,
    words: Vec<&'static str>,
}

impl WordError {
    /// Finds the value that a word stands for.
    pub(super) fn find<T: Copy, const N: usize>(
        text: &str,
        of: &'static str,
        all: [T; N],
        code: fn(T) -> &'static str,
    ) -> Result<T, Self> {
        let found = all.into_iter().find(|one| code(*one) == text);
        found.ok_or_else(|| Self {
            text: text.chars().take(40).collect(),
            of,
            words: all.map(code).to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt::Debug, str::FromStr};

    use serde::Serialize;

    use crate::plan::{Aspect, Direction, PlanStatus};

    fn is_read_back<T>(all: &[T], code: fn(T) -> &'static str)
    where
        T: Copy + Debug + PartialEq + Serialize + FromStr<Err: Debug>,
    {
        for one in all {
            assert_eq!(serde_json::to_value(one).unwrap(), code(*one));
            assert_eq!(code(*one).parse::<T>().unwrap(), *one);
        }
    }

    #[test]
    fn the_word_of_a_column_is_that_of_json_and_is_read_back() {
        is_read_back(&Aspect::ALL, Aspect::code);
        is_read_back(&Direction::ALL, Direction::code);
        is_read_back(&PlanStatus::ALL, PlanStatus::code);
    }

    #[test]
    fn an_unknown_word_is_told_the_known_ones() {
        let refused = "Lower".parse::<Direction>().unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`Lower` is no direction: write one of higher, lower, range, yes_no, by_date"
        );
        let refused = "kept".parse::<PlanStatus>().unwrap_err();
        assert!(refused.to_string().starts_with("`kept` is no status of a plan: "), "{refused}");
        let refused = "".parse::<Aspect>().unwrap_err();
        assert!(refused.to_string().ends_with("quantity, quality, time, cost"), "{refused}");
    }
}
