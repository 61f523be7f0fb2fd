//! The queue as a whole: which figure is worked on, what became of each, and what is sent.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::entry::return_figure;
use crate::api::review::approve_figures;
use crate::model::comment::CommentView;
use crate::model::error::AppError;
use crate::model::review::{ApproveOutcome, ReviewGroup, ReviewItem, ReviewView, Which, form_name};
use crate::ui::browser;
use crate::ui::components::comments::field_id;
use crate::ui::components::frame::ReviewCount;
use crate::ui::components::text_form::{self, Texts};

use super::keys::{self, Act, Press};

/// What became of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    Waits,
    Sending,
    Approved,
    Returned,
    /// It was not done, and why; it may be tried again.
    Failed(String),
    /// It is another than was seen; nothing can be done with it here.
    Passed(String),
}

/// A figure in the queue.
#[derive(Clone, Copy)]
pub struct ItemState {
    pub at: usize,
    pub item: StoredValue<Arc<ReviewItem>>,
    pub mark: RwSignal<Mark>,
    pub comments: RwSignal<Vec<CommentView>>,
    /// Something is being written about it: it is shown as a whole though nothing more is done with it.
    pub is_held: RwSignal<bool>,
}

/// A goal leader's part of the queue.
#[derive(Clone)]
pub struct GroupState {
    pub leader: String,
    pub sentence: String,
    pub items: Vec<ItemState>,
}

/// The state of the queue.
#[derive(Clone, Copy)]
pub struct QueueState {
    items: StoredValue<Vec<ItemState>>,
    /// The place of the figure that is worked on.
    pub active: RwSignal<usize>,
    /// What was just done, in words, to be read out.
    pub said: RwSignal<String>,
    pub texts: Texts,
    /// How many wait, in the frame around the page.
    count: Option<ReviewCount>,
}

/// The id of what tells which keys there are.
pub const KEYS_ID: &str = "review-keys";

/// The id of what stands at the end of the queue.
pub const END_ID: &str = "review-end";

impl ItemState {
    /// Whether it was neither approved nor returned, as far as is known here.
    pub fn waits(self) -> bool {
        self.mark.with(|mark| matches!(mark, Mark::Waits | Mark::Sending | Mark::Failed(_)))
    }

    /// Whether something can be done with it.
    pub fn is_open(self) -> bool {
        self.waits() && !self.item.with_value(|item| item.own)
    }

    /// Whether it waits without a warning, for somebody who may approve it.
    pub fn is_plain(self) -> bool {
        self.is_open() && self.item.with_value(|item| item.warnings.is_empty())
    }

    pub fn which(self) -> Which {
        self.item.with_value(|item| item.which.clone())
    }

    /// The id of its element; those of what is in it begin with it.
    pub fn id(self) -> String {
        format!("figure-{}", self.at)
    }

    /// The id of the field in which is written why it is returned.
    pub fn return_id(self) -> String {
        format!("{}-return", self.id())
    }

    fn name(self) -> String {
        self.item.with_value(|item| item.name())
    }
}

impl QueueState {
    pub fn new(view: &ReviewView) -> (QueueState, Vec<GroupState>) {
        let mut items: Vec<ItemState> = Vec::new();
        let mut group = |group: &ReviewGroup| {
            let first = items.len();
            items.extend(group.items.iter().enumerate().map(|(nth, item)| ItemState {
                at: first + nth,
                comments: RwSignal::new(item.comments.clone()),
                item: StoredValue::new(Arc::new(item.clone())),
                mark: RwSignal::new(Mark::Waits),
                is_held: RwSignal::new(false),
            }));
            let (leader, sentence) = (group.leader.clone(), group.sentence.clone());
            GroupState { leader, sentence, items: items[first..].to_vec() }
        };
        let groups = view.groups.iter().map(&mut group).collect();
        let refused = view.told.as_ref().and_then(|told| told.refused.clone());
        let queue = QueueState {
            items: StoredValue::new(items),
            active: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            texts: Texts::new(refused),
            count: use_context::<ReviewCount>(),
        };
        (queue, groups)
    }

    fn item(self, at: usize) -> Option<ItemState> {
        self.items.with_value(|items| items.get(at).copied())
    }

    /// With how many figures of the page something can still be done.
    pub fn left(self) -> usize {
        let items = self.items.get_value();
        items.iter().filter(|item| item.is_open()).count()
    }

    /// What is said where that is none; `None` where there are figures, or never were.
    pub fn end(self) -> Option<&'static str> {
        let items = self.items.get_value();
        (!items.is_empty() && self.left() == 0).then(|| match items.iter().any(|item| item.waits()) {
            true => "What is left on this page you entered yourself, so somebody else approves it.",
            false => "Nothing is left on this page.",
        })
    }

    /// Whether nothing waits for this person on any page, as far as is known.
    pub fn is_all_done(self) -> bool {
        self.count.is_some_and(|ReviewCount(all)| all.get() == Some(0))
    }

    /// What a key does that was pressed in the queue.
    pub fn pressed(self, press: Press) -> bool {
        let Some((act, item)) = keys::act(press).zip(self.item(self.active.get_untracked())) else {
            return false;
        };
        let (at, is_open) = (item.at, untrack(|| item.is_open()));
        match act {
            Act::Next => self.item(at + 1).is_some_and(|next| browser::focus(&next.id())),
            Act::Previous => {
                at.checked_sub(1).and_then(|at| self.item(at)).is_some_and(|last| browser::focus(&last.id()))
            }
            Act::Approve if is_open => {
                self.approve(vec![item]);
                true
            }
            Act::Return if is_open => text_form::open(&item.return_id()),
            Act::Approve | Act::Return => {
                self.said.set(match item.item.with_value(|item| item.own) {
                    true => "You entered this figure, so somebody else approves it.".into(),
                    false => "There is nothing more to do with this figure here.".into(),
                });
                true
            }
            Act::Comment => text_form::open(&field_id(&item.id())),
            Act::Keys => {
                browser::set_open(KEYS_ID, !browser::is_open(KEYS_ID));
                true
            }
            Act::Leave => browser::focus(&item.id()),
        }
    }

    /// Sends figures to be approved. After a single one the next is worked on.
    pub fn approve(self, items: Vec<ItemState>) {
        let is_sending = |item: &ItemState| item.mark.with_untracked(|mark| *mark == Mark::Sending);
        let items: Vec<ItemState> = items.into_iter().filter(|item| !is_sending(item)).collect();
        if items.is_empty() {
            return;
        }
        items.iter().for_each(|item| item.mark.set(Mark::Sending));
        let from = browser::focused();
        leptos::task::spawn_local(async move {
            let asked = items.iter().map(|item| item.which()).collect();
            let answer = approve_figures(asked).await;
            // The page may be gone.
            if !self.said.is_disposed() {
                let is_still_there = browser::is_still_at(&from);
                items.iter().for_each(|item| self.hold(*item));
                let approved = self.take(&items, answer);
                if let Some(first) = approved.filter(|_| is_still_there) {
                    self.go_on(first.at);
                }
            }
        });
    }

    /// What is being written about a figure stays on the page, whatever is done with the figure.
    fn hold(self, item: ItemState) {
        let field = browser::focused().filter(|_| browser::in_field()).map(|field| field.id());
        let is_in_it =
            field.is_some_and(|id| id.starts_with(&format!("{}-", item.id())) && id != item.return_id());
        item.is_held.set(is_in_it || self.texts.holds(&item.which()));
    }

    /// Takes in what became of figures; the first, where any was approved.
    fn take(self, items: &[ItemState], answer: Result<Vec<ApproveOutcome>, AppError>) -> Option<ItemState> {
        let outcomes = match answer {
            Ok(outcomes) => outcomes,
            Err(error) => {
                items.iter().for_each(|item| item.mark.set(Mark::Failed(error.to_string())));
                self.said.set(error.to_string());
                return None;
            }
        };
        let mut told = Vec::new();
        for (item, outcome) in items.iter().zip(outcomes) {
            item.mark.set(match outcome {
                ApproveOutcome::Approved => Mark::Approved,
                ApproveOutcome::Conflict(words) => Mark::Passed(words),
                ApproveOutcome::Refused(words) => Mark::Failed(words),
            });
            told.extend(item.mark.with_untracked(|mark| match mark {
                Mark::Passed(words) | Mark::Failed(words) => Some(words.clone()),
                _ => None,
            }));
        }
        let approved = items.len() - told.len();
        let first = match (items, approved) {
            (_, 0) => None,
            ([one], _) => Some(format!("Approved: {}.", one.name())),
            (_, 1) => Some("1 figure was approved.".to_owned()),
            (_, many) => Some(format!("{many} figures were approved.")),
        };
        self.done(approved, first.into_iter().chain(told).collect::<Vec<_>>().join(" "));
        items.first().copied().filter(|_| approved > 0)
    }

    /// Returns a figure with a comment.
    pub async fn give_back(self, item: ItemState, comment: String) -> Result<(), AppError> {
        let Which { measure, period, category, seen } = item.which();
        let (form, from) = (form_name("return", &measure, &period, &category), browser::focused());
        let done = return_figure(measure, period, category, seen, comment.clone()).await;
        if self.said.is_disposed() {
            return Ok(());
        }
        match done {
            Ok(_) => {
                // Who types on does not type into what comes next.
                let is_done = browser::is_still_at(&from) && self.texts.text(&form) == comment;
                self.hold(item);
                item.mark.set(Mark::Returned);
                self.done(1, format!("Returned with your comment: {}.", item.name()));
                if is_done {
                    self.go_on(item.at);
                }
                Ok(())
            }
            Err(error) => {
                self.said.set(format!("Not returned: {}", item.name()));
                Err(error)
            }
        }
    }

    /// Says what was done, and how many are left.
    fn done(self, count: usize, words: String) {
        if let Some(all) = self.count {
            all.lower(count);
        }
        let left = match untrack(|| (self.left(), self.end())) {
            (_, Some(end)) => end.to_owned(),
            (1, _) => "1 figure is left on this page.".to_owned(),
            (many, _) => format!("{many} figures are left on this page."),
        };
        self.said.set(format!("{words} {left}"));
    }

    /// Goes to the next figure that waits: after a place, else before it, else to the end of the queue.
    fn go_on(self, after: usize) {
        let items = self.items.get_value();
        let (before, later) = items.split_at((after + 1).min(items.len()));
        let next = later.iter().chain(before).find(|item| untrack(|| item.is_open())).copied();
        // The next one is there already; the end of the queue comes with what was just done.
        request_animation_frame(move || {
            if !browser::in_field() {
                browser::focus(&next.map_or_else(|| END_ID.to_owned(), ItemState::id));
            }
        });
    }
}
