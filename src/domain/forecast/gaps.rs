//! A series without its gaps.

use super::SHORT_GAP;

/// A stretch of figures one after the other, ready to be smoothed.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// In order; what was missing is filled.
    pub values: Vec<f64>,
    /// Where it begins in the series that was given.
    pub from: usize,
    /// How many of the values were filled.
    pub filled: usize,
}

impl Stretch {
    /// How many figures there are that somebody reported.
    pub fn reported(&self) -> usize {
        self.values.len() - self.filled
    }
}

/// The last stretch of a series in which no gap is longer than [`SHORT_GAP`]; it ends with the last figure.
/// Empty where there is no figure.
pub fn stretch(figures: &[Option<f64>]) -> Stretch {
    let known: Vec<(usize, f64)> =
        figures.iter().enumerate().filter_map(|(at, figure)| Some((at, (*figure)?))).collect();
    let long = |pair: &[(usize, f64)]| pair[1].0 - pair[0].0 > SHORT_GAP + 1;
    let first = known.windows(2).rposition(long).map_or(0, |before| before + 1);
    let known = &known[first..];
    let Some((from, value)) = known.first().copied() else {
        return Stretch { values: Vec::new(), from: 0, filled: 0 };
    };
    let mut values = vec![value];
    for pair in known.windows(2) {
        let ((before, low), (after, high)) = (pair[0], pair[1]);
        let steps = after - before;
        let share = |step: usize| step as f64 / steps as f64;
        values.extend((1..steps).map(|step| low + (high - low) * share(step)));
        values.push(high);
    }
    let filled = values.len() - known.len();
    Stretch { values, from, filled }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_gaps_are_filled_and_long_ones_begin_anew() {
        let n = None;
        for (figures, values, from, filled) in [
            (vec![], vec![], 0, 0),
            (vec![n, n], vec![], 0, 0),
            (vec![Some(1.0)], vec![1.0], 0, 0),
            (vec![n, Some(1.0), Some(2.0), n], vec![1.0, 2.0], 1, 0),
            (vec![Some(1.0), n, Some(3.0)], vec![1.0, 2.0, 3.0], 0, 1),
            (vec![Some(1.0), n, n, Some(4.0)], vec![1.0, 2.0, 3.0, 4.0], 0, 2),
            (vec![Some(1.0), n, n, n, Some(4.0), n, Some(6.0)], vec![4.0, 5.0, 6.0], 4, 1),
        ] {
            assert_eq!(stretch(&figures), Stretch { values, from, filled }, "{figures:?}");
        }
    }
}
