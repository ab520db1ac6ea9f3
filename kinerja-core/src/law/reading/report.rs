//! What is wrong with a TOML text, and where.

use std::cell::RefCell;

use toml::{Spanned, de::DeTable};

use super::Section;
use crate::law::Problem;

/// What is wrong so far.
pub(crate) struct Report<'i> {
    text: &'i str,
    root: Option<Spanned<DeTable<'i>>>,
    problems: RefCell<Vec<(usize, Problem)>>,
    /// Where each section begins, for problems that are found later.
    places: RefCell<Vec<(String, usize)>>,
}

impl<'i> Report<'i> {
    /// Reads the text as TOML.
    pub(crate) fn new(text: &'i str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let report = Self {
            text,
            root: errors.is_empty().then_some(root),
            problems: RefCell::default(),
            places: RefCell::default(),
        };
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            report.add(offset, "", error.message().to_owned());
        }
        report
    }

    /// The outermost table; none when the text is not TOML.
    pub(crate) fn root(&self) -> Option<Section<'_, 'i>> {
        let root = self.root.as_ref()?;
        Some(Section::new(self, String::new(), root.span(), Some(root.get_ref())))
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    pub(super) fn remember(&self, key: String, offset: usize) {
        self.places.borrow_mut().push((key, offset));
    }

    pub(super) fn add(&self, offset: usize, key: &str, message: String) {
        self.problems.borrow_mut().push((offset, Problem::new(key.to_owned(), message)));
    }

    /// Line and column of an offset, counted from 1.
    fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The problems in the order of the text.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.take();
        problems.sort_by_key(|(offset, _)| *offset);
        problems
            .into_iter()
            .map(|(offset, problem)| Problem { place: Some(self.place(offset)), ..problem })
            .collect()
    }

    /// Gives problems that were found in the checked parts their places.
    pub(crate) fn locate(&self, found: Vec<Problem>) -> Vec<Problem> {
        let places = self.places.borrow();
        let offset = |key: &str| {
            places.iter().rev().find(|(place, _)| place == key).map_or(0, |(_, offset)| *offset)
        };
        let place = |problem: &Problem| Some(self.place(offset(&problem.key)));
        found.into_iter().map(|problem| Problem { place: place(&problem), ..problem }).collect()
    }
}
