//! What waits for the reviewers, counted and in a sentence.

use super::date::days;

/// Figures that wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    pub figures: usize,
    /// Of these, those with warnings.
    pub warned: usize,
    /// Of these, those that the person who looks entered: somebody else approves them.
    pub own: usize,
    /// For how many days the first has waited.
    pub oldest: u64,
}

impl Queue {
    /// Counts a figure that has waited for some days.
    pub fn add(&mut self, warned: bool, own: bool, days: u64) {
        self.figures += 1;
        self.warned += usize::from(warned);
        self.own += usize::from(own);
        self.oldest = self.oldest.max(days);
    }

    /// "12 figures wait for A. Leader, 3 with warnings, the oldest for 9 days." `whom` says for whom, or
    /// for what.
    pub fn sentence(&self, whom: &str) -> String {
        let Queue { figures, warned, own, oldest } = *self;
        let since = match oldest {
            0 => "since today".to_owned(),
            oldest => format!("for {}", days(oldest)),
        };
        let own = match (own, figures) {
            (0, _) => String::new(),
            (1, 1) => " You entered it yourself, so somebody else approves it.".to_owned(),
            (1, _) => " You entered 1 of them yourself, which somebody else approves.".to_owned(),
            (own, _) => format!(" You entered {own} of them yourself, which somebody else approves."),
        };
        match (figures, warned) {
            (0, _) => format!("No figure waits {whom}."),
            (1, 0) => format!("1 figure waits {whom}, without a warning, {since}.{own}"),
            (1, _) => format!("1 figure waits {whom}, with a warning, {since}.{own}"),
            (_, 0) => format!("{figures} figures wait {whom}, none with a warning, the oldest {since}.{own}"),
            (_, 1) => format!("{figures} figures wait {whom}, 1 with a warning, the oldest {since}.{own}"),
            _ => format!("{figures} figures wait {whom}, {warned} with warnings, the oldest {since}.{own}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;

    #[test]
    fn what_waits_is_said_in_a_sentence() {
        // Each figure: whether there are warnings, whether it is one's own, for how many days it waits.
        for (figures, expected) in [
            (&[][..], "No figure waits for A."),
            (&[(false, false, 0)], "1 figure waits for A, without a warning, since today."),
            (
                &[(true, true, 1)],
                "1 figure waits for A, with a warning, for 1 day. You entered it yourself, so somebody else approves it.",
            ),
            (
                &[(false, false, 2), (false, false, 0)],
                "2 figures wait for A, none with a warning, the oldest for 2 days.",
            ),
            (
                &[(false, false, 0), (true, true, 0)],
                "2 figures wait for A, 1 with a warning, the oldest since today. You entered 1 of them yourself, which somebody else approves.",
            ),
            (
                &[(true, true, 9), (true, true, 3), (false, false, 1)],
                "3 figures wait for A, 2 with warnings, the oldest for 9 days. You entered 2 of them yourself, which somebody else approves.",
            ),
        ] {
            let mut queue = Queue::default();
            figures.iter().for_each(|(warned, own, days)| queue.add(*warned, *own, *days));
            assert_eq!(queue.sentence("for A"), expected);
        }
    }
}
