//! Periods, how often they follow one another, working days and deadlines.

mod cadence;
mod deadline;
pub mod iso_day;
mod limit;
mod period;
mod working;

pub use cadence::Cadence;
pub use deadline::{at_hour, end_of_day, long_date, start_of_day, zone_label};
pub use limit::{DayCount, TimeLimit, TimeLimitError};
pub use period::{Period, PeriodError};
pub use working::{
    CalendarError, Holiday, HolidayError, HolidayKind, HolidayYear, OwnHoliday, WorkCalendar,
    WorkWeek, WorkWeekError,
};
