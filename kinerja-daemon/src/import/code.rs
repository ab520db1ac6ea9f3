//! The kinds of problem, by the code that people quote to each other.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// The kind of a problem; prints as `E-…`, the same in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl fmt::Display for Code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self {
                    $(Self::$name => $text,)+
                })
            }
        }
    };
}

codes! {
    /// There is no such file.
    FileMissing = "E-FILE-MISSING",
    /// A directory, a pipe, a device, or a kind of document that is not read.
    FileKind = "E-FILE-KIND",
    /// The file exists but cannot be read.
    FileUnreadable = "E-FILE-UNREADABLE",
    /// The file has no content.
    FileEmpty = "E-FILE-EMPTY",
    /// The first sheet has no content, another one may have.
    SheetEmpty = "E-SHEET-EMPTY",
    /// There are headings and nothing below them.
    NoRows = "E-NO-ROWS",
    /// A limit of size is passed.
    TooLarge = "E-TOO-LARGE",
    /// The bytes are not UTF-8.
    Encoding = "E-ENCODING",
    /// What separates the columns cannot be told.
    Delimiter = "E-DELIMITER",
    /// A quotation mark is not closed, or closed too early.
    Quote = "E-QUOTE",
    /// A row has more or fewer columns than there are headings.
    ColumnCount = "E-COLUMN-COUNT",
    /// A control character stands in a cell.
    ControlChar = "E-CONTROL-CHAR",
    /// An invisible character, or one that turns the direction of text.
    HiddenChar = "E-HIDDEN-CHAR",
    /// A column has cells but no heading.
    HeadingEmpty = "E-HEADING-EMPTY",
    /// A heading stands twice.
    HeadingDouble = "E-HEADING-DOUBLE",
    /// A heading that must be there is not.
    HeadingMissing = "E-HEADING-MISSING",
    /// A heading that nobody knows.
    HeadingUnknown = "E-HEADING-UNKNOWN",
    /// The headings do not tell what the file is about.
    Kind = "E-KIND",
    /// The workbook is broken.
    Xlsx = "E-XLSX",
    /// The workbook is protected by a password.
    Encrypted = "E-ENCRYPTED",
    /// A workbook in the format of before 2007.
    OldXls = "E-OLD-XLS",
    /// A formula that was never calculated.
    FormulaNoValue = "E-FORMULA-NO-VALUE",
    /// A cell that shows an error such as `#REF!`.
    CellError = "E-CELL-ERROR",
    /// A required cell is empty.
    Empty = "E-EMPTY",
    /// Not a date.
    Date = "E-DATE",
    /// A date with a time of day, or a duration.
    DateTime = "E-DATE-TIME",
    /// Not a number.
    Number = "E-NUMBER",
    /// A number with too many digits.
    NumberDigits = "E-NUMBER-DIGITS",
    /// A civil servant's number that went through a number cell.
    NipNumeric = "E-NIP-NUMERIC",
    /// Not text, but a cell that a spreadsheet has converted.
    Text = "E-TEXT",
    /// A word outside its list.
    Word = "E-WORD",
}
