//! What a person types into one cell of the grid, as one text: a figure (`1234`), a numerator over a
//! denominator (`83/100`), or the key of the reason why there is no figure (`a`).

use super::actual::{MissingReason, TypedFigure};
use super::measure::Measure;
use super::number;

impl MissingReason {
    /// The letter that stands for the reason in a cell.
    pub fn key(self) -> char {
        match self {
            MissingReason::NotAvailable => 'a',
            MissingReason::NotApplicable => 'p',
            MissingReason::Suppressed => 's',
            MissingReason::NotYetDue => 'd',
        }
    }

    /// The reason that a cell's text names: by its key, its label or its name in files.
    fn of_text(text: &str) -> Option<MissingReason> {
        let text = text.to_lowercase();
        let named = |reason: &&MissingReason| {
            let mut chars = text.chars();
            let by_key = chars.next() == Some(reason.key()) && chars.next().is_none();
            by_key || text == reason.label() || text == reason.name()
        };
        MissingReason::ALL.iter().find(named).copied()
    }
}

/// The parts of a cell's text, not read yet: [`TypedFigure::read`] says what is wrong with them.
pub fn parts(text: &str, measure: &Measure) -> TypedFigure {
    let text = text.trim();
    let mut typed = TypedFigure::default();
    let words = !text.is_empty() && !text.bytes().any(|byte| byte.is_ascii_digit());
    match MissingReason::of_text(text) {
        Some(reason) => typed.missing = reason.name().to_owned(),
        // `n/a` may mean two reasons: it is asked which.
        None if words => typed.missing = text.to_owned(),
        None if measure.ratio => {
            let (numerator, denominator) = text.split_once('/').unwrap_or((text, ""));
            typed.numerator = numerator.trim().to_owned();
            typed.denominator = denominator.trim().to_owned();
        }
        None => typed.value = text.to_owned(),
    }
    typed
}

/// The text of a cell that holds a figure: what [`parts`] takes apart again.
pub fn of(typed: &TypedFigure) -> String {
    let either = [&typed.numerator, &typed.denominator].iter().any(|part| !part.is_empty());
    match MissingReason::named(&typed.missing) {
        Some(reason) => reason.label().to_owned(),
        None if !typed.missing.is_empty() => typed.missing.clone(),
        None if either => format!("{}/{}", typed.numerator, typed.denominator),
        None => typed.value.clone(),
    }
}

/// The same text without the commas between thousands that a spreadsheet shows; `None` where there are
/// none, or where they stand elsewhere.
pub fn without_separators(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let bare: Option<Vec<String>> = parts
        .iter()
        .map(|part| match part.contains(',') {
            true => number::is_grouped(part).then(|| part.replace(',', "")),
            false => Some((*part).to_owned()),
        })
        .collect();
    bare.map(|bare| bare.join("/")).filter(|_| text.contains(','))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::Figure;
    use crate::domain::measure::tests_support::measure;

    #[test]
    fn a_cells_text_is_a_figure_a_rate_or_a_reason() {
        let count = measure("count");
        let rate = Measure { ratio: true, ..measure("rate") };
        let missing = |reason| Ok(Figure::Missing(reason));
        for (measure, text, wanted) in [
            (&count, "1234", Ok(Figure::Value(1234.0))),
            (&count, " 0 ", Ok(Figure::Value(0.0))),
            (&count, "a", missing(MissingReason::NotAvailable)),
            (&count, "P", missing(MissingReason::NotApplicable)),
            (&count, "Suppressed", missing(MissingReason::Suppressed)),
            (&count, "not_yet_due", missing(MissingReason::NotYetDue)),
            (&count, "n/a", Err("missing")),
            (&count, "-", Err("missing")),
            (&count, "12x", Err("value")),
            (&count, "83/100", Err("value")),
            (&count, "", Err("value")),
            (&rate, "83/100", Ok(Figure::Ratio { numerator: 83.0, denominator: 100.0 })),
            (&rate, "83 / 100", Ok(Figure::Ratio { numerator: 83.0, denominator: 100.0 })),
            (&rate, "d", missing(MissingReason::NotYetDue)),
            (&rate, "83", Err("denominator")),
            (&rate, "/100", Err("numerator")),
            (&rate, "1/2/3", Err("denominator")),
            (&rate, "1/0", Err("denominator")),
        ] {
            let read = parts(text, measure).read(measure);
            assert_eq!(read.clone().map_err(|wrong| wrong[0].field), wanted, "{text}");
            if let Ok(figure) = read {
                let again = of(&TypedFigure::from(figure));
                assert_eq!(parts(&again, measure).read(measure), Ok(figure), "{text} as {again}");
            }
        }
    }

    #[test]
    fn keys_are_distinct_and_no_digits() {
        for (at, reason) in MissingReason::ALL.iter().enumerate() {
            assert!(reason.key().is_ascii_lowercase());
            assert!(MissingReason::ALL[..at].iter().all(|other| other.key() != reason.key()));
        }
    }

    #[test]
    fn separators_between_thousands_are_taken_out_where_they_are_such() {
        for (text, wanted) in [
            ("1,234", Some("1234")),
            ("1,234,567.5", Some("1234567.5")),
            ("1,083/1,300", Some("1083/1300")),
            ("83/1,300", Some("83/1300")),
            ("1,5", None),
            ("1,234/1,5", None),
            ("1234", None),
        ] {
            assert_eq!(without_separators(text).as_deref(), wanted, "{text}");
        }
    }
}
