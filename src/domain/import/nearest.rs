//! The word that was probably meant.

/// `, did you mean “…”?` for the candidate that is nearest to `word`, or nothing when none is near.
pub fn hint<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or(String::new(), |near| format!(", did you mean “{near}”?"))
}

/// The candidate with the fewest edits to `word`, if those are about a third of its letters at most.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.trim().to_lowercase().chars().take(80).collect();
    let most = (word.len() + 1) / 3;
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|&(edits, _)| edits <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance: insertions, deletions and substitutions.
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let codes = ["traces-completed", "arrests", "convictions"];
        for (word, expected) in [
            ("trace-completed", Some("traces-completed")),
            ("Arrests", Some("arrests")),
            ("arest", Some("arrests")),
            ("currency", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, codes), expected, "{word}");
        }
    }
}
