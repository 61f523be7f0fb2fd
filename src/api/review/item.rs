//! A figure that waits, as it is shown to a reviewer.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::evidence::Case;
use super::queue::days;
use crate::api::entry::shown::comment;
use crate::chart::{self, Frame, Ink, Size};
use crate::domain::access::Person;
use crate::domain::breakdown;
use crate::domain::pace::Course;
use crate::domain::period::Period;
use crate::domain::series::{Known, Series};
use crate::domain::target::{Baseline, Target};
use crate::model::review::{ReviewItem, ReviewText, Which};
use crate::store::{CellVersion, Comment, Submission};

/// How many figures before are listed.
const RECENT: usize = 8;

/// How many periods the drawing shows, this one included.
const DRAWN: i32 = 12;

/// Who looks, and what is known of all items of a page.
pub(super) struct Asking<'a> {
    pub person: &'a Person,
    pub today: NaiveDate,
    pub baselines: &'a [Baseline],
    pub comments: &'a [Comment],
}

pub(super) fn item(
    submission: &Submission,
    case: Case,
    warnings: Vec<String>,
    asking: &Asking,
) -> ReviewItem {
    let (measure, key) = (case.measure, &submission.key);
    let of = match key.category.as_str() {
        "" => key.period.label(),
        category => {
            let (dimension, category) = breakdown::parts(category);
            format!("{}, {}: {category}", key.period.label(), breakdown::words(dimension))
        }
    };
    let recent = case.before().into_iter().rev().take(RECENT);
    let (sparkline, trend) = sparkline(&case, asking);
    ReviewItem {
        which: Which {
            measure: key.measure.to_string(),
            period: key.period.to_string(),
            category: key.category.clone(),
            seen: submission.revision,
        },
        measure: measure.name.clone(),
        office: measure.office.to_string(),
        of,
        illustrative: measure.illustrative,
        now: measure.phrase(case.waiting.figure),
        before: case.published.map(|published| measure.phrase(published.figure)),
        texts: texts(case.published, case.waiting),
        warnings,
        target: case
            .target()
            .map(|target| format!("{} {}", measure.direction.comparison(), measure.unit.phrase(target))),
        recent: recent.map(|(period, value)| (period.label(), measure.unit.figure(value))).collect(),
        sparkline,
        trend,
        author: submission.author.clone(),
        entered_at: case.waiting.changed_at.clone(),
        since: submission.since.clone(),
        days: days(submission, asking.today),
        comments: asking.comments.iter().filter(|one| one.key == *key).map(comment).collect(),
        own: submission.author == asking.person.name,
    }
}

/// What is written beside the figure, and what was beside the published one, where either is.
fn texts(published: Option<&CellVersion>, waiting: &CellVersion) -> Vec<ReviewText> {
    let text = |label: &str, of: fn(&CellVersion) -> &String| {
        let (now, before) = (of(waiting).clone(), published.map(|version| of(version).clone()));
        let before = before.filter(|before| *before != now).unwrap_or_default();
        (!now.is_empty() || !before.is_empty()).then(|| ReviewText { label: label.to_owned(), before, now })
    };
    // Each revision has a reason of its own: that of the last is nothing to compare with.
    let reason = (!waiting.reason.is_empty()).then(|| ReviewText {
        label: "Why the published figure changes".into(),
        before: String::new(),
        now: waiting.reason.clone(),
    });
    let texts = [
        reason,
        text("Note", |version| &version.note),
        text("Why the target was missed", |version| &version.explanation),
        text("What is planned to reach it", |version| &version.plan),
        text("Source", |version| &version.source),
    ];
    texts.into_iter().flatten().collect()
}

/// A small picture of the figures before with this one as the last, and what it shows in words.
fn sparkline(case: &Case, asking: &Asking) -> (String, String) {
    let (measure, own) = (case.measure, &case.key);
    let from = own.period.step(1 - DRAWN);
    let is_drawn = |period: Period| measure.takes(period) && (from..=own.period).contains(&period);
    let targets: Vec<Target> =
        case.targets.iter().filter(|target| target.category == own.category).cloned().collect();
    let baseline = asking.baselines.iter().find(|b| b.measure == own.measure && own.category.is_empty());
    let mut known: BTreeMap<Period, Known> = BTreeMap::new();
    for target in targets.iter().filter(|target| is_drawn(target.period)) {
        known.entry(target.period).or_default().target = Some(target.value);
    }
    let cells = case.cells.iter().filter(|cell| cell.key.category == own.category);
    for cell in cells.filter(|cell| is_drawn(cell.key.period)) {
        cell.known(false, known.entry(cell.key.period).or_default());
    }
    known.entry(own.period).or_default().figure = Some(case.waiting.figure);
    let course = Course::of(baseline, &targets);
    let points = Series::assemble(measure, &course, &known, asking.today).points;
    let size = Size { width: 132, height: 32, frame: Frame::Page };
    let drawing = chart::draw(&chart::sparkline(measure, points), size, Ink::Page);
    (drawing.svg, drawing.summary)
}
