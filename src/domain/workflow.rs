//! The way of a figure to the public: entered, submitted, and returned or approved. Who may take which step is
//! for [`super::access`] to say.

use super::actual::State;

/// What somebody does to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Enters or changes it.
    Save,
    /// Hands it to the reviewers.
    Submit,
    /// Hands it back, with a comment.
    Return,
    /// Publishes it.
    Approve,
}

/// Each step with the states from which it leads and the one to which it does. `None` is where nothing was
/// entered. Whoever changes what was submitted takes it back: nobody reviews what may still change.
const STEPS: [(Step, &[Option<State>], State); 4] = [
    (
        Step::Save,
        &[None, Some(State::Draft), Some(State::Submitted), Some(State::Returned), Some(State::Approved)],
        State::Draft,
    ),
    (Step::Submit, &[Some(State::Draft), Some(State::Returned)], State::Submitted),
    (Step::Return, &[Some(State::Submitted)], State::Returned),
    (Step::Approve, &[Some(State::Submitted)], State::Approved),
];

/// Where a step leads from a state; `None` where it cannot be taken.
pub fn after(from: Option<State>, step: Step) -> Option<State> {
    let (_, froms, to) = STEPS.iter().find(|(known, ..)| *known == step)?;
    froms.contains(&from).then_some(*to)
}

/// Whether a step can be taken from a state.
pub fn is_possible(from: Option<State>, step: Step) -> bool {
    after(from, step).is_some()
}

/// Where a figure stands, in words; `author` entered it.
pub fn words(state: Option<State>, author: &str) -> String {
    match state {
        None => "nothing entered".to_owned(),
        Some(State::Draft) => format!("draft, not submitted yet (entered by {author})"),
        Some(State::Submitted) => format!("submitted, waits for approval (entered by {author})"),
        Some(State::Returned) => {
            format!("returned, to be corrected and submitted again (entered by {author})")
        }
        Some(State::Approved) => "approved".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_goes_its_way_and_no_other() {
        use State::*;
        let states = [None, Some(Draft), Some(Submitted), Some(Returned), Some(Approved)];
        for (step, expected) in [
            (Step::Save, [Some(Draft); 5]),
            (Step::Submit, [None, Some(Submitted), None, Some(Submitted), None]),
            (Step::Return, [None, None, Some(Returned), None, None]),
            (Step::Approve, [None, None, Some(Approved), None, None]),
        ] {
            assert_eq!(states.map(|from| after(from, step)), expected, "{step:?}");
        }
    }

    #[test]
    fn every_state_says_what_is_next() {
        for (state, expected) in [
            (None, "nothing entered"),
            (Some(State::Draft), "not submitted yet (entered by ana)"),
            (Some(State::Submitted), "waits for approval (entered by ana)"),
            (Some(State::Returned), "submitted again (entered by ana)"),
            (Some(State::Approved), "approved"),
        ] {
            assert!(words(state, "ana").ends_with(expected), "{}", words(state, "ana"));
        }
    }
}
