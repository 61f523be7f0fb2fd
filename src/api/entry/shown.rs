//! A cell of the grid as it is shown to somebody.

use chrono::NaiveDate;

use super::row::RowFacts;
use crate::domain::access::Person;
use crate::domain::actual::{State, TypedFigure};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::window::{self, Entry};
use crate::domain::workflow::{self, Step};
use crate::model::comment::CommentView;
use crate::model::entry::EntryCell;
use crate::store::{Cell, CellVersion, Comment};

/// Who asks, and when; and whom to ask about what is locked.
pub(super) struct Asking<'a> {
    pub person: &'a Person,
    pub coordinators: &'a [String],
    /// The quarters that are shown.
    pub columns: &'a [Period],
    pub today: NaiveDate,
}

pub(super) fn cell(
    measure: &Measure,
    period: Period,
    category: &str,
    facts: &RowFacts,
    asking: &Asking,
) -> EntryCell {
    let is_own = |cell: &&Cell| cell.key.category == category && cell.key.period == period;
    let cell = facts.cells.iter().find(is_own);
    let target = facts.targets.iter().find(|t| t.category == category && t.period == period);
    let newest = cell.and_then(Cell::newest);
    let waiting = cell.and_then(|cell| cell.working.as_ref());
    let published = cell.and_then(|cell| cell.published.as_ref());
    let text =
        |of: fn(&CellVersion) -> &String| newest.map(|version| of(version).clone()).unwrap_or_default();
    let state = newest.map(|version| version.state);
    let entry = window::entry(measure, period, facts.window(period), asking.today);
    let deadline = facts.window(period).map(|window| window.deadline(measure, period));
    let comments = facts.comments.iter();
    let comments =
        comments.filter(|comment| comment.key.period == period && comment.key.category == category);
    let may_judge = waiting.is_some_and(|waiting| {
        workflow::is_possible(Some(waiting.state), Step::Approve)
            && asking.person.may_approve(&measure.office, &waiting.author)
    });
    EntryCell {
        period,
        category: category.to_owned(),
        typed: newest.map(|version| TypedFigure::from(version.figure)).unwrap_or_default(),
        note: text(|version| &version.note),
        // A new revision has a reason of its own.
        reason: waiting.map(|waiting| waiting.reason.clone()).unwrap_or_default(),
        explanation: text(|version| &version.explanation),
        plan: text(|version| &version.plan),
        state,
        standing: workflow::words(state, newest.map_or("", |version| &version.author)),
        entry,
        entry_words: entry_words(entry, state),
        locked: entry.refusal(period, asking.coordinators),
        deadline,
        revises: published.is_some() && deadline.is_some_and(|deadline| asking.today > deadline.closes),
        author: text(|version| &version.author),
        changed_at: text(|version| &version.changed_at),
        revision: cell.map_or(0, |cell| cell.revision),
        published: published.filter(|_| waiting.is_some()).map(|version| measure.phrase(version.figure)),
        target: target.map(|target| target.value),
        broken: facts.broken.get(&period).cloned().filter(|_| category.is_empty()).unwrap_or_default(),
        comments: comments.map(comment).collect(),
        may_submit: entry.is_open()
            && asking.person.may_enter(&measure.office)
            && waiting.is_some_and(|waiting| workflow::is_possible(Some(waiting.state), Step::Submit)),
        may_return: may_judge,
        may_approve: may_judge,
    }
}

/// How the day stands with a figure: for one that is with the reviewers, or through, it is of no account.
fn entry_words(entry: Entry, state: Option<State>) -> String {
    match (entry, state) {
        (Entry::Open { .. }, Some(State::Submitted | State::Approved)) => String::new(),
        _ => entry.words(),
    }
}

pub(in crate::api) fn comment(comment: &Comment) -> CommentView {
    CommentView {
        id: comment.id.clone(),
        parent: comment.parent.clone(),
        author: comment.author.clone(),
        at: comment.at.clone(),
        text: comment.text.clone(),
        returned: comment.action == "return",
    }
}
