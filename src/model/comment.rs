//! What people say to each other about a figure.

use serde::{Deserialize, Serialize};

/// What somebody said about a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentView {
    pub id: String,
    /// The comment that it answers.
    pub parent: Option<String>,
    pub author: String,
    /// RFC 3339, UTC.
    pub at: String,
    pub text: String,
    /// With it the figure was returned.
    pub returned: bool,
}

/// A comment and what was answered to it, directly or to an answer; in the order in which it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    pub first: CommentView,
    pub answers: Vec<CommentView>,
}

/// The threads of the comments on a figure, which come in the order in which they were made. An answer to
/// what is not there begins a thread of its own.
pub fn threads(comments: Vec<CommentView>) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for comment in comments {
        let parent = comment.parent.as_deref();
        let has = |thread: &&mut Thread| {
            let mut all = [&thread.first].into_iter().chain(&thread.answers);
            parent.is_some_and(|parent| all.any(|one| one.id == parent))
        };
        match threads.iter_mut().find(has) {
            Some(thread) => thread.answers.push(comment),
            None => threads.push(Thread { first: comment, answers: Vec::new() }),
        }
    }
    threads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_stands_under_what_began_the_thread() {
        let comment = |(id, parent): &(&str, &str)| CommentView {
            id: (*id).into(),
            parent: Some((*parent).to_owned()).filter(|parent| !parent.is_empty()),
            author: "ana".into(),
            at: String::new(),
            text: String::new(),
            returned: false,
        };
        for (said, expected) in [
            (&[][..], ""),
            (&[("a", ""), ("b", "a"), ("c", ""), ("d", "b"), ("e", "c"), ("f", "a")], "a(b d f) c(e)"),
            (&[("a", "gone"), ("b", "a"), ("c", "c")], "a(b) c()"),
        ] {
            let found = threads(said.iter().map(comment).collect());
            let found: Vec<String> = found
                .iter()
                .map(|thread| {
                    let answers: Vec<&str> = thread.answers.iter().map(|answer| answer.id.as_str()).collect();
                    format!("{}({})", thread.first.id, answers.join(" "))
                })
                .collect();
            assert_eq!(found.join(" "), expected);
        }
    }
}
