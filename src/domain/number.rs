//! Reading a figure that a person typed, and writing one for a person to read.

use serde::{Deserialize, Serialize};

/// The largest magnitude a figure may have. Beyond it a double no longer holds whole units.
pub const LARGEST: f64 = 1e15;

/// What a measure allows of its figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRule {
    /// Only whole numbers, as for a count.
    pub whole: bool,
    /// Numbers below zero are possible, as for a change.
    pub negative: bool,
}

/// Why a text is not a figure; its `Display` tells the person what to write instead.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NumberError {
    #[error("enter a number; if there is none, choose a reason")]
    Empty,
    #[error("“{0}” has a comma; write it without, as {1}")]
    Comma(String, String),
    #[error("“{0}” has a % sign; write the number alone, as {1}")]
    Percent(String, String),
    #[error("“{0}” has a currency sign; write the number alone, as {1}")]
    Currency(String, String),
    #[error("“{0}” is not a number; write digits with at most one decimal point, as 1234.5")]
    NotANumber(String),
    #[error("“{0}” is too large; the largest figure is 1,000,000,000,000,000")]
    TooLarge(String),
    #[error("“{0}” is below zero; this measure counts, so its figures are 0 or more")]
    Negative(String),
    #[error("“{0}” is not whole; this measure counts, so its figures are whole numbers")]
    Fraction(String),
}

/// Reads a figure. Accepts digits with at most one decimal point, a sign, and an exponent as
/// spreadsheets write it; refuses thousands separators, since `1,234` is two different numbers on
/// two sides of an ocean.
pub fn parse(text: &str, rule: NumberRule) -> Result<f64, NumberError> {
    let trimmed = text.trim();
    let shown = || trimmed.chars().take(40).collect::<String>();
    if trimmed.is_empty() {
        return Err(NumberError::Empty);
    }
    let unsigned: String = trimmed.chars().filter(|c| !matches!(c, '%' | '$' | ' ')).take(40).collect();
    let bare = unsigned.replace(',', "");
    let readable = plain(&bare).is_some();
    match readable {
        true if trimmed.contains(',') && !is_grouped(&unsigned) => {
            return Err(NumberError::NotANumber(shown()));
        }
        true if trimmed.contains(',') => return Err(NumberError::Comma(shown(), bare)),
        true if trimmed.contains('%') => return Err(NumberError::Percent(shown(), bare)),
        true if trimmed.contains('$') => return Err(NumberError::Currency(shown(), bare)),
        _ => {}
    }
    let value = plain(trimmed).ok_or_else(|| NumberError::NotANumber(shown()))?;
    if value.abs() > LARGEST {
        return Err(NumberError::TooLarge(shown()));
    }
    if value < 0.0 && !rule.negative {
        return Err(NumberError::Negative(shown()));
    }
    if rule.whole && value.fract() != 0.0 {
        return Err(NumberError::Fraction(shown()));
    }
    // "-0" is zero.
    Ok(value + 0.0)
}

/// Whether commas stand between thousands and nowhere else. `1,5` may mean one and a half: no other way
/// of writing it is proposed.
pub(super) fn is_grouped(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3) && !fraction.contains(',')
}

/// A number of ASCII digits, or `None`: `f64::from_str` alone would take `NaN` and `inf`.
fn plain(text: &str) -> Option<f64> {
    let allowed = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-' | b'e' | b'E');
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    (digits && text.len() <= 64 && text.bytes().all(allowed)).then(|| nearest(text)).flatten()
}

/// The double nearest to a decimal number.
#[cfg(not(feature = "hydrate"))]
fn nearest(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// The same by the browser, which knows how: the tables for it are 11 kB of the bundle, compressed.
#[cfg(feature = "hydrate")]
fn nearest(text: &str) -> Option<f64> {
    Some(js_sys::JsString::from(text).unchecked_into_f64()).filter(|value| !value.is_nan())
}

/// A figure with thousands separators and a fixed number of decimals: `-1,234.50`.
pub fn format(value: f64, decimals: u8) -> String {
    let text = rounded(value, usize::from(decimals.min(9)));
    let (sign, digits) = match text.strip_prefix('-') {
        // What rounds to zero has no sign.
        Some(rest) if rest.bytes().any(|b| matches!(b, b'1'..=b'9')) => ("−", rest),
        Some(rest) => ("", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut out = String::with_capacity(sign.len() + digits.len() + whole.len() / 3 + 1);
    out.push_str(sign);
    let (head, threes) = whole.split_at(whole.len() % 3);
    out.push_str(head);
    for start in (0..threes.len()).step_by(3) {
        if start > 0 || !head.is_empty() {
            out.push(',');
        }
        out.push_str(&threes[start..start + 3]);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A figure with a fixed number of decimals: `-1234.50`. Most figures are whole, and an integer is
/// written many times faster than a double whose decimals are exactly zero.
fn rounded(value: f64, decimals: usize) -> String {
    if value.fract() != 0.0 || value.abs() > LARGEST {
        return format!("{value:.decimals$}");
    }
    let mut text = (value as i64).to_string();
    if decimals > 0 {
        text.push('.');
        text.extend(std::iter::repeat_n('0', decimals));
    }
    text
}

/// A figure for a file: the shortest decimal text that reads back as the same double, never with
/// an exponent or separators.
pub fn exact(value: f64) -> String {
    format!("{}", value + 0.0)
}

/// A figure with thousands separators and as many decimals as it has: `-1,234.5`.
pub fn in_full(value: f64) -> String {
    let exact = exact(value);
    let decimals = exact.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match u8::try_from(decimals) {
        Ok(few @ 0..=9) => format(value, few),
        _ => exact,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNT: NumberRule = NumberRule { whole: true, negative: false };
    const CHANGE: NumberRule = NumberRule { whole: false, negative: true };

    #[test]
    fn what_people_type() {
        for (text, rule, expected) in [
            ("1234", COUNT, Ok(1234.0)),
            (" 12 ", COUNT, Ok(12.0)),
            ("0", COUNT, Ok(0.0)),
            ("-0", COUNT, Ok(0.0)),
            ("83.25", CHANGE, Ok(83.25)),
            ("-5", CHANGE, Ok(-5.0)),
            ("1.2E+03", COUNT, Ok(1200.0)),
            ("1,234", COUNT, Err("without, as 1234")),
            ("-1,234,567.5", CHANGE, Err("without, as -1234567.5")),
            ("1,5", CHANGE, Err("not a number")),
            ("1.234,5", CHANGE, Err("not a number")),
            ("1234,567", CHANGE, Err("not a number")),
            (",123", CHANGE, Err("not a number")),
            ("12%", COUNT, Err("write the number alone, as 12")),
            ("$54,000", COUNT, Err("without, as 54000")),
            ("$54", COUNT, Err("currency")),
            ("1e400", COUNT, Err("too large")),
            ("1e16", COUNT, Err("too large")),
            ("NaN", COUNT, Err("not a number")),
            ("inf", COUNT, Err("not a number")),
            ("-5", COUNT, Err("below zero")),
            ("1.5", COUNT, Err("not whole")),
            ("", COUNT, Err("choose a reason")),
            ("n/a", COUNT, Err("not a number")),
            ("1.2.3", COUNT, Err("not a number")),
            ("١٢", COUNT, Err("not a number")),
            ("12\0", COUNT, Err("not a number")),
            ("=1+1", COUNT, Err("not a number")),
        ] {
            match (parse(text, rule), expected) {
                (Ok(value), Ok(wanted)) => assert_eq!(value, wanted, "{text}"),
                (Err(error), Err(words)) => {
                    assert!(error.to_string().contains(words), "{text}: {error}")
                }
                (got, _) => panic!("{text}: {got:?}"),
            }
        }
        assert!(parse(&"9".repeat(1_000_000), COUNT).unwrap_err().to_string().len() < 200);
    }

    #[test]
    fn figures_for_people_have_separators_and_no_negative_zero() {
        for (value, decimals, expected) in [
            (0.0, 0, "0"),
            (-0.004, 2, "0.00"),
            (999.0, 0, "999"),
            (1234.5, 1, "1,234.5"),
            (-1234567.0, 0, "−1,234,567"),
            (1e15, 0, "1,000,000,000,000,000"),
        ] {
            assert_eq!(format(value, decimals), expected);
        }
        for (value, expected) in [
            (0.0, "0"),
            (1234567.0, "1,234,567"),
            (-1234.25, "−1,234.25"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(in_full(value), expected);
        }
    }

    proptest! {
        #[test]
        fn a_whole_figure_is_written_as_any_other(value in -1e15f64..1e15, decimals in 0usize..10) {
            let whole = value.round() + 0.0;
            prop_assert_eq!(rounded(whole, decimals), format!("{whole:.decimals$}"));
        }

        #[test]
        fn the_exact_text_reads_back(value in -1e15f64..1e15) {
            prop_assert_eq!(parse(&exact(value), CHANGE), Ok(value));
        }
    }
}
