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
    /// Not 18 digits.
    NipForm = "E-NIP-FORM",
    /// The first eight digits of a civil servant's number are not a birth date.
    NipBirth = "E-NIP-BIRTH",
    /// Its year and month of appointment are impossible.
    NipAppointment = "E-NIP-TMT",
    /// Its digit for the sex is neither 1 nor 2.
    NipSex = "E-NIP-SEX",
    /// Its serial is 000.
    NipSerial = "E-NIP-SEQ",
    /// The same person stands in two rows.
    NipTwice = "E-NIP-DUP",
    /// The person belongs to another region.
    NipElsewhere = "E-NIP-ELSEWHERE",
    /// Nobody with this number is known.
    NipUnknown = "E-NIP-UNKNOWN",
    /// A text is longer than allowed.
    TextLong = "E-TEXT-LONG",
    /// Not the code of a unit.
    UnitCode = "E-UNIT-CODE",
    /// One unit has two names.
    UnitName = "E-UNIT-NAME",
    /// Not one e-mail address.
    Email = "E-EMAIL",
    /// An e-mail address of a kind to which nothing is sent.
    EmailPolicy = "E-EMAIL-POLICY",
    /// Nobody knows the superior.
    SuperiorUnknown = "E-SUPERVISOR-UNKNOWN",
    /// A person is the own superior.
    SuperiorSelf = "E-SUPERVISOR-SELF",
    /// People are each other's superiors.
    SuperiorCircle = "E-SUPERVISOR-CIRCLE",
    /// Somebody returns who was not away.
    NotAway = "E-NOT-AWAY",
    /// Nobody serves the region.
    RegionUnknown = "E-REGION-UNKNOWN",
    /// A row of another region.
    Region = "E-REGION",
    /// Not a period.
    Period = "E-PERIOD",
    /// A period that the region's cadence does not have.
    PeriodCadence = "E-PERIOD-CADENCE",
    /// A period that another kind of file is for, or that no rule covers.
    PeriodRegime = "E-PERIOD-REGIME",
    /// A cell that must be empty is not.
    NotEmpty = "E-NOT-EMPTY",
    /// Not the code of an indicator or a mission.
    CodeForm = "E-CODE",
    /// A code stands twice in a plan.
    CodeTwice = "E-CODE-DUP",
    /// The plan has no such indicator.
    CodeUnknown = "E-CODE-UNKNOWN",
    /// The rows of a plan do not agree in its status.
    StatusDiffers = "E-STATUS-DIFFERS",
    /// A satisfaction index that stands as one person's own achievement.
    SatisfactionIndex = "E-SATISFACTION-INDEX",
    /// Daily reports that stand as the achievement of a unit.
    CollectiveReports = "E-REPORTS-COLLECTIVE",
    /// An indicator that counts, without an amount as its target.
    CountTarget = "E-COUNT-TARGET",
    /// The policy has no rule that uses what the file says.
    NotUsed = "E-NOT-USED",
    /// Not the events of a month, or none that the policy knows.
    Event = "E-EVENT",
    /// A target below zero.
    Target = "E-TARGET",
    /// A target that cannot be divided by.
    TargetZero = "E-TARGET-ZERO",
    /// An amount below zero where less is better: a sign too many would be the best.
    ActualNegative = "E-ACTUAL-NEGATIVE",
    /// The lower end of a range lies above the upper.
    TargetRange = "E-TARGET-RANGE",
    /// Not a weight.
    Weight = "E-WEIGHT",
    /// The weights of a plan do not make the whole.
    WeightSum = "E-WEIGHT-SUM",
    /// The policy has no such mission.
    MissionUnknown = "E-MISSION-UNKNOWN",
    /// The plan as a whole is not one that can be evaluated.
    Plan = "E-PLAN",
    /// The person has no plan for the period.
    PlanUnknown = "E-PLAN-UNKNOWN",
    /// A day that is still to come.
    DateFuture = "E-DATE-FUTURE",
    /// A day before the period begins.
    DateEarly = "E-DATE-EARLY",
    /// Two rows about the same.
    RowTwice = "E-ROW-DUP",
    /// Nobody knows the evaluator.
    EvaluatorUnknown = "E-EVALUATOR-UNKNOWN",
    /// A person is the own evaluator.
    EvaluatorSelf = "E-EVALUATOR-SELF",
    /// Not a score.
    Score = "E-SCORE",
    /// Nobody knows the official.
    OfficialUnknown = "E-OFFICIAL-UNKNOWN",
    /// A person is an official in the own matter.
    OfficialSelf = "E-OFFICIAL-SELF",
    /// The region has no such unit.
    UnitUnknown = "E-UNIT-UNKNOWN",
    /// The policy has no such rule of follow-up.
    RuleUnknown = "E-RULE-UNKNOWN",
    /// A day before another one that it must follow.
    DateOrder = "E-DATE-ORDER",
    /// A day outside its period, or too far ahead.
    DateRange = "E-DATE-RANGE",
    /// Not a whole number within its limits.
    Whole = "E-WHOLE",
    /// A day with more minutes than it has.
    DayMinutes = "E-DAY-MINUTES",
    /// Something that cannot be withdrawn.
    Withdrawn = "E-WITHDRAWN",
    /// A text that may tell who a person is.
    Private = "E-PRIVATE",
}
