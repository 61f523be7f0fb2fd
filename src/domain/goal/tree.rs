//! The tree of goals: who serves whom.

use std::collections::BTreeSet;

use super::Goal;
use crate::domain::code::Code;

/// The goals above one, from the top of the tree down to its parent.
pub fn above<'a>(goals: &'a [Goal], goal: &Goal) -> Vec<&'a Goal> {
    let mut found: Vec<&Goal> = Vec::new();
    let mut parent = goal.parent.as_ref();
    // The tree has no circle; the bound holds even if a hand at the database made one.
    while let Some(code) = parent.filter(|_| found.len() < goals.len()) {
        let Some(next) = goals.iter().find(|goal| goal.code == *code) else { break };
        found.push(next);
        parent = next.parent.as_ref();
    }
    found.reverse();
    found
}

/// The goals that serve one, at whatever depth, without itself.
pub fn below(goals: &[Goal], code: &Code) -> BTreeSet<Code> {
    let mut found = BTreeSet::new();
    let mut open = vec![code.clone()];
    while let Some(next) = open.pop() {
        for child in goals.iter().filter(|goal| goal.parent.as_ref() == Some(&next)) {
            if child.code != *code && found.insert(child.code.clone()) {
                open.push(child.code.clone());
            }
        }
    }
    found
}

/// The goals under which one may be put without a circle: neither itself nor any that serve it.
pub fn possible_parents<'a>(goals: &'a [Goal], code: &Code) -> Vec<&'a Goal> {
    let below = below(goals, code);
    goals.iter().filter(|goal| goal.code != *code && !below.contains(&goal.code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::tests_support::goal;

    /// Pairs of a goal and its parent.
    fn goals(pairs: &[(&str, &str)]) -> Vec<Goal> {
        pairs.iter().map(|(code, parent)| Goal { parent: parent.parse().ok(), ..goal(code) }).collect()
    }

    fn codes<'a>(goals: impl IntoIterator<Item = &'a Goal>) -> Vec<&'a str> {
        goals.into_iter().map(|goal| goal.code.as_str()).collect()
    }

    #[test]
    fn the_way_up_and_all_the_ways_down() {
        let goals = goals(&[("top", ""), ("a", "top"), ("b", "top"), ("c", "a"), ("other", "")]);
        assert_eq!(codes(above(&goals, &goals[3])), ["top", "a"]);
        assert!(above(&goals, &goals[0]).is_empty());
        for (code, expected) in [("top", vec!["a", "b", "c"]), ("a", vec!["c"]), ("c", vec![])] {
            let found = below(&goals, &code.parse().unwrap());
            assert_eq!(found.iter().map(Code::as_str).collect::<Vec<_>>(), expected, "{code}");
        }
    }

    #[test]
    fn nothing_is_put_under_what_serves_it() {
        let goals = goals(&[("top", ""), ("a", "top"), ("b", "top"), ("c", "a")]);
        for (code, expected) in [
            ("top", vec![]),
            ("a", vec!["top", "b"]),
            ("c", vec!["top", "a", "b"]),
            ("new", vec!["top", "a", "b", "c"]),
        ] {
            assert_eq!(codes(possible_parents(&goals, &code.parse().unwrap())), expected, "{code}");
        }
    }

    #[test]
    fn a_circle_made_at_the_database_ends_all_the_same() {
        let goals = goals(&[("a", "b"), ("b", "a")]);
        assert!(above(&goals, &goals[0]).len() <= 2);
        assert_eq!(below(&goals, &goals[0].code).len(), 1);
    }
}
