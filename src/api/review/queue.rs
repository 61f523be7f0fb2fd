//! What waits, judged, filtered and in its order.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::REVIEW;
use super::evidence::{Case, Evidence};
use super::item::{Asking, item};
use crate::api::{Paged, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::queue::Queue;
use crate::domain::window::quarter_of;
use crate::model::error::AppError;
use crate::model::query::{NO_LEADER, ReviewQuery};
use crate::model::review::{ReviewGroup, ReviewView};
use crate::store::{Comment, Store, StoreError, Submission};

pub(super) async fn queue(raw: &str, person: &Person) -> Result<ReviewView, AppError> {
    if !person.reviews() {
        return Err(AppError::Forbidden("figures are approved by reviewers".into()));
    }
    let query = ReviewQuery::parse(raw).map_err(auth::unreadable)?;
    let told = auth::take_kept(REVIEW).await;
    let view = view(&auth::store()?, query, person).await.map_err(auth::internal)?;
    Ok(ReviewView { told, ..view })
}

/// A submission with what it is held against.
struct Judged<'e> {
    submission: &'e Submission,
    case: Case<'e>,
    warnings: Vec<String>,
}

async fn view(store: &Store, query: ReviewQuery, person: &Person) -> Result<ReviewView, StoreError> {
    let today = today();
    let mut all = store.submissions().await?;
    all.retain(|submission| person.may_review(&submission.office));
    let mut offices = store.offices().await?;
    offices.retain(|office| all.iter().any(|submission| submission.office == office.code));
    let (leaders, quarters) = (leaders(&all), quarters(&all));
    all.retain(|submission| is_asked_for(&query, submission));
    let evidence = Evidence::of(store, &all).await?;
    let judge = |submission| {
        let case = evidence.case(submission)?;
        Some(Judged { submission, warnings: case.warnings(), case })
    };
    let mut judged: Vec<Judged> = all.iter().filter_map(judge).collect();
    judged.sort_by(|a, b| order(a).cmp(&order(b)));
    let (whole, by_leader) = counted(&judged, person, today);
    let Paged { items, total, page, pages } = Paged::of(judged, query.page);
    let groups = groups(store, items, &by_leader, (person, today)).await?;
    Ok(ReviewView {
        sentence: whole.sentence("for review"),
        query,
        leaders,
        offices,
        quarters,
        groups,
        told: None,
        total,
        page,
        pages,
    })
}

/// By goal leader, those without one at the end; then by measure, period and category.
fn order<'a>(judged: &'a Judged) -> impl Ord + use<'a> {
    let Judged { submission, case, .. } = judged;
    let key = &submission.key;
    let leader = &submission.leader;
    (leader.is_empty(), leader, &case.measure.name, &key.measure, key.period.ends_on(), &key.category)
}

fn is_asked_for(query: &ReviewQuery, submission: &Submission) -> bool {
    let leader = match query.leader.as_str() {
        "" => true,
        NO_LEADER => submission.leader.is_empty(),
        leader => submission.leader == leader,
    };
    let is_office = |office: &Code| *office == submission.office;
    let is_quarter = |quarter: Period| quarter == quarter_of(submission.key.period);
    leader && query.office.as_ref().is_none_or(is_office) && query.period.is_none_or(is_quarter)
}

fn leaders(submissions: &[Submission]) -> Vec<String> {
    let mut leaders: Vec<String> = submissions.iter().map(|one| one.leader.clone()).collect();
    leaders.sort_by_key(|leader| (leader.is_empty(), leader.clone()));
    leaders.dedup();
    leaders
}

fn quarters(submissions: &[Submission]) -> Vec<Period> {
    let mut quarters: Vec<Period> = submissions.iter().map(|one| quarter_of(one.key.period)).collect();
    quarters.sort_by(|a, b| b.cmp(a));
    quarters.dedup();
    quarters
}

/// For how many days a figure has waited.
pub(super) fn days(submission: &Submission, today: NaiveDate) -> u64 {
    let since = submission.since.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    since.map_or(0, |since| (today - since).num_days().max(0).unsigned_abs())
}

/// What waits altogether, and for each goal leader.
fn counted(judged: &[Judged], person: &Person, today: NaiveDate) -> (Queue, BTreeMap<String, Queue>) {
    let (mut whole, mut by_leader) = (Queue::default(), BTreeMap::<String, Queue>::new());
    for Judged { submission, warnings, .. } in judged {
        let own = submission.author == person.name;
        let days = days(submission, today);
        whole.add(!warnings.is_empty(), own, days);
        by_leader.entry(submission.leader.clone()).or_default().add(!warnings.is_empty(), own, days);
    }
    (whole, by_leader)
}

/// The items of a page under their goal leaders. Two statements.
async fn groups(
    store: &Store,
    judged: Vec<Judged<'_>>,
    by_leader: &BTreeMap<String, Queue>,
    (person, today): (&Person, NaiveDate),
) -> Result<Vec<ReviewGroup>, StoreError> {
    let mut codes: Vec<Code> = judged.iter().map(|one| one.submission.key.measure.clone()).collect();
    codes.dedup();
    let baselines = store.baselines_of(&codes).await?;
    let comments = comments(store, &codes, &judged).await?;
    let mut groups: Vec<ReviewGroup> = Vec::new();
    for Judged { submission, case, warnings } in judged {
        let leader = &submission.leader;
        if groups.last().is_none_or(|group| group.leader != *leader) {
            let whom = match leader.as_str() {
                "" => "with no goal leader named".to_owned(),
                leader => format!("for {leader}"),
            };
            let sentence = by_leader.get(leader).map(|queue| queue.sentence(&whom)).unwrap_or_default();
            groups.push(ReviewGroup { leader: leader.clone(), sentence, items: Vec::new() });
        }
        let asking = Asking { person, today, baselines: &baselines, comments: &comments };
        let item = item(submission, case, warnings, &asking);
        if let Some(group) = groups.last_mut() {
            group.items.push(item);
        }
    }
    Ok(groups)
}

/// The comments on the figures of a page, and on others of the same measures and time.
async fn comments(store: &Store, codes: &[Code], judged: &[Judged<'_>]) -> Result<Vec<Comment>, StoreError> {
    let ends = || judged.iter().map(|one| one.submission.key.period.ends_on());
    let (from, to) = (ends().min().unwrap_or_default(), ends().max().unwrap_or_default());
    store.comments_of(codes, from, to).await
}
