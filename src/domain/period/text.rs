//! Periods as texts: `FY2024Q1`, `CY2024`, `2024-03`; and as people read them.

use std::fmt;
use std::str::FromStr;

use super::{Calendar, Part, Period};

/// Why a text is not a period. Its `Display` says what a period looks like.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a period; write a fiscal one as FY2024Q1 or FY2024, a calendar one as CY2024Q1 or CY2024, \
     a month as 2024-03"
)]
pub struct PeriodError(pub String);

impl Period {
    /// In words, for a heading: `Q1 FY 2024`, `FY 2024`, `Q1 2024`, `2024`, `Mar 2024`.
    pub fn label(self) -> String {
        let year = match self.calendar() {
            Some(Calendar::Fiscal) => format!("FY {}", self.year),
            Some(Calendar::Calendar) | None => self.year.to_string(),
        };
        match (self.quarter(), self.month()) {
            (Some(quarter), _) => format!("Q{quarter} {year}"),
            (None, Some(month)) => format!("{month} {year}"),
            (None, None) => year,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.part {
            Part::Year(calendar) => write!(f, "{}{year}", calendar.prefix()),
            Part::Quarter(calendar, quarter) => write!(f, "{}{year}Q{quarter}", calendar.prefix()),
            Part::Month(month) => write!(f, "{year}-{month:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        read(text.trim()).ok_or_else(|| PeriodError(text.chars().take(40).collect()))
    }
}

fn read(text: &str) -> Option<Period> {
    let number = |digits: &str, count: usize| {
        let sound = digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| sound)
    };
    if let Some((year, month)) = text.split_once('-') {
        return Period::month_of(number(year, 4)?, number(month, 2)? as u8);
    }
    let (prefix, rest) = text.split_at_checked(2)?;
    let calendar = Calendar::ALL.iter().copied().find(|c| c.prefix().eq_ignore_ascii_case(prefix))?;
    match rest.split_once(['Q', 'q']) {
        None => Period::year_of(calendar, number(rest, 4)?),
        Some((year, quarter)) => Period::quarter_of(calendar, number(year, 4)?, number(quarter, 1)? as u8),
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Period, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}
