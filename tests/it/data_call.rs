//! The data call in the store: windows, a figure's way to the public, what locks and what is marked.

use chrono::{DateTime, NaiveDate, Utc};
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Figure, MissingReason, State};
use yardstick::domain::batch::Batch;
use yardstick::domain::code::Code;
use yardstick::domain::measure::Measure;
use yardstick::domain::window::form::{Opening, Reopening};
use yardstick::domain::window::{Dates, Entry, Window};
use yardstick::store::{
    self, AuditFilter, CallOutcome, CategoryEdit, Cell, CellKey, Completing, SaveOutcome, Saving, Store,
    Submitted,
};

use crate::postgres;
use crate::world::{actual, at, code, enrol, key, measure, period, saving, seed, sqlite};

contract! {
    a_call_is_opened_for_all_or_none_and_keeps_its_days_once_closed
    a_figure_is_returned_with_a_comment_and_submitted_again
    nothing_is_written_while_a_period_is_locked
    an_offices_drafts_are_submitted_at_once_but_those_that_are_locked
    another_figure_after_the_deadline_says_why_and_is_marked
    what_was_drafted_before_the_deadline_says_why_when_it_is_submitted_after_it
    who_saves_again_since_the_answer_was_lost_is_told_that_it_is_saved
    an_import_over_a_closed_period_is_marked_and_keeps_what_it_does_not_hold
    an_office_says_that_it_is_complete_until_something_is_saved
    progress_counts_what_the_grid_asks_for
    comments_follow_a_category_that_is_renamed
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().unwrap()
}

/// The usual days of the call for FY2026Q3: due on 30 July 2026, closed after 14 August. The measures of this
/// world lag by 45 days, so that their figures are due on 14 August and locked after 29 August.
fn opening(offices: &[&str]) -> Opening {
    let quarter = period("FY2026Q3");
    let offices = offices.iter().map(|office| code(office)).collect();
    Opening { offices, period: quarter, dates: Dates::usual(quarter) }
}

async fn open(store: &Store, offices: &[&str]) {
    let outcome = store.open_call(&opening(offices), "ada", noon("2026-07-01")).await.unwrap();
    assert_eq!(outcome, CallOutcome::Saved);
}

/// A figure of FY2026Q3 saved on a day.
fn on(measure: &str, value: f64, seen: i64, on: &str) -> Saving {
    Saving { at: noon(on), ..saving(measure, "FY2026Q3", value, seen) }
}

fn saved(outcome: SaveOutcome) -> Cell {
    match outcome {
        SaveOutcome::Saved(cell) => cell,
        other => panic!("{other:?}"),
    }
}

/// Saves, submits and approves a figure of FY2026Q3 on a day.
async fn publish(store: &Store, measure: &str, value: f64, seen: i64, day: &str) {
    let (cell, at) = (key(measure, "FY2026Q3"), noon(day));
    saved(store.save_figure(&on(measure, value, seen, day)).await.unwrap());
    saved(store.submit_figure(&cell, seen + 1, "ana", at).await.unwrap());
    saved(store.approve_figure(&cell, seen + 2, "ben", at).await.unwrap());
}

async fn told(store: &Store, subject: &str) -> Vec<(String, String)> {
    let filter = AuditFilter { subject: subject.into(), limit: 50, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    entries.into_iter().rev().map(|entry| (entry.actor, entry.action)).collect()
}

fn pairs(told: &[(&str, &str)]) -> Vec<(String, String)> {
    told.iter().map(|(actor, action)| (actor.to_string(), action.to_string())).collect()
}

async fn a_call_is_opened_for_all_or_none_and_keeps_its_days_once_closed(store: &Store) {
    let quarter = period("FY2026Q3");
    assert_eq!(store.window(&code("ATF"), quarter).await.unwrap(), None);
    open(store, &["ATF"]).await;
    open(store, &["ATF"]).await;
    let window = Window::opened(code("ATF"), quarter, Dates::usual(quarter));
    assert_eq!(store.windows(quarter).await.unwrap(), std::slice::from_ref(&window));
    assert_eq!(told(store, "call:").await, pairs(&[("ada", "open")]), "the same again is no change");
    let later = Opening {
        dates: Dates { closes: day("2026-08-31"), ..Dates::usual(quarter) },
        ..opening(&["ATF", "HSI"])
    };
    let refused = store.open_call(&later, "ada", noon("2026-08-15")).await.unwrap();
    let CallOutcome::Refused(why) = refused else { panic!("{refused:?}") };
    assert_eq!(why, ["the call of ATF closed on 14 August 2026; reopen it instead"]);
    assert_eq!(store.windows(quarter).await.unwrap(), std::slice::from_ref(&window), "all or none");
    assert_eq!(store.open_call(&later, "ada", noon("2026-08-14")).await.unwrap(), CallOutcome::Saved);
    let closes = |windows: &[Window]| windows.iter().map(|one| one.closes.to_string()).collect::<Vec<_>>();
    assert_eq!(closes(&store.windows(quarter).await.unwrap()), ["2026-08-31", "2026-08-31"]);
    assert_eq!(store.windows(period("FY2026Q2")).await.unwrap(), []);

    let reopening =
        |office| Reopening { office: code(office), until: day("2026-09-20"), reason: "Late lab.".into() };
    let early = store.reopen_call(quarter, &reopening("ATF"), "ada", noon("2026-08-31")).await.unwrap();
    assert!(matches!(early, CallOutcome::Refused(_)));
    let none = store.reopen_call(period("FY2026Q2"), &reopening("ATF"), "ada", noon("2026-09-10")).await;
    assert!(matches!(none.unwrap(), CallOutcome::Refused(_)));
    let done = store.reopen_call(quarter, &reopening("ATF"), "ada", noon("2026-09-10")).await.unwrap();
    assert_eq!(done, CallOutcome::Saved);
    let found = store.window(&code("ATF"), quarter).await.unwrap().unwrap();
    assert_eq!((found.reopened_until, found.reason.as_str()), (Some(day("2026-09-20")), "Late lab."));
    let actions = [("ada", "open"), ("ada", "change"), ("ada", "reopen")];
    assert_eq!(told(store, "call:ATF/FY2026Q3").await, pairs(&actions));
}

async fn a_figure_is_returned_with_a_comment_and_submitted_again(store: &Store) {
    let cell = key("traces", "FY2026Q3");
    let conflict = |outcome: SaveOutcome| matches!(outcome, SaveOutcome::Conflict(_));
    assert!(conflict(store.submit_figure(&cell, 0, "ana", at(1)).await.unwrap()), "nothing is there");
    saved(store.save_figure(&saving("traces", "FY2026Q3", 5.0, 0)).await.unwrap());
    assert!(conflict(store.return_figure(&cell, 1, "No.", "ben", at(2)).await.unwrap()), "a draft");
    assert!(conflict(store.approve_figure(&cell, 1, "ben", at(2)).await.unwrap()), "a draft");
    saved(store.submit_figure(&cell, 1, "ana", at(3)).await.unwrap());
    assert!(conflict(store.submit_figure(&cell, 2, "ana", at(3)).await.unwrap()), "it is submitted");
    assert!(conflict(store.return_figure(&cell, 1, "No.", "ben", at(4)).await.unwrap()), "not what was seen");
    let returned = saved(store.return_figure(&cell, 2, "Too <few>.", "ben", at(4)).await.unwrap());
    assert_eq!(returned, store.cell(&cell).await.unwrap());
    let waiting = returned.working.unwrap();
    assert_eq!((waiting.state, waiting.author.as_str()), (State::Returned, "ana"), "its author stays");
    assert!(conflict(store.approve_figure(&cell, 3, "ben", at(5)).await.unwrap()), "it was returned");
    let (from, to) = (cell.period.starts_on(), cell.period.ends_on());
    let comments = store.comments_of(&[code("traces"), code("urgent")], from, to).await.unwrap();
    let heard: Vec<_> =
        comments.iter().map(|one| (&one.key, one.author.as_str(), one.text.as_str())).collect();
    assert_eq!(heard, [(&cell, "ben", "Too <few>.")]);
    assert_eq!((comments[0].action.as_str(), &comments[0].parent), ("return", &None));
    let before = period("FY2026Q2").ends_on();
    assert_eq!(store.comments_of(&[code("traces")], before, before).await.unwrap(), []);

    saved(store.submit_figure(&cell, 3, "ana", at(6)).await.unwrap());
    saved(store.save_figure(&saving("traces", "FY2026Q3", 6.0, 4)).await.unwrap());
    let now = store.cell(&cell).await.unwrap().working.unwrap();
    assert_eq!(now.state, State::Draft, "what is changed is taken back");
    saved(store.submit_figure(&cell, 5, "ana", at(8)).await.unwrap());
    saved(store.approve_figure(&cell, 6, "ben", at(9)).await.unwrap());
    let expected = [
        ("ana", "save"),
        ("ana", "submit"),
        ("ben", "return"),
        ("ana", "submit"),
        ("ana", "save"),
        ("ana", "submit"),
        ("ben", "approve"),
    ];
    assert_eq!(told(store, "actual:traces/FY2026Q3/").await, pairs(&expected));
    let filter =
        AuditFilter { subject: "actual:traces/FY2026Q3/".into(), limit: 9, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    let returned = entries.iter().find(|entry| entry.action == "return").unwrap();
    let (said, kept) = (store.comments_on(&cell).await.unwrap(), returned.after.as_ref().unwrap());
    assert!(said[0].text == "Too <few>." && kept.contains(&said[0].id) && !kept.contains("few"), "{kept}");
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn nothing_is_written_while_a_period_is_locked(store: &Store) {
    let cell = key("traces", "FY2026Q3");
    open(store, &["ATF"]).await;
    let early = store.save_figure(&on("traces", 5.0, 0, "2026-06-30")).await.unwrap();
    let opens = day("2026-07-01");
    assert_eq!(early, SaveOutcome::Closed((cell.period, Entry::NotYetOpen { opens })));
    saved(store.save_figure(&on("traces", 5.0, 0, "2026-08-29")).await.unwrap());
    let version = store.version().await.unwrap();
    let closed = SaveOutcome::Closed((cell.period, Entry::Locked { closed_on: day("2026-08-29") }));
    assert_eq!(store.save_figure(&on("traces", 6.0, 1, "2026-08-30")).await.unwrap(), closed);
    assert_eq!(store.submit_figure(&cell, 1, "ana", noon("2026-08-30")).await.unwrap(), closed);
    assert_eq!(store.version().await.unwrap(), version, "a refusal writes nothing");
    // Another office has no call, and another quarter none either.
    let odd = |day: &str| Saving { at: noon(day), ..saving("odd", "CY2026Q2", 5.0, 0) };
    saved(store.save_figure(&odd("2026-08-30")).await.unwrap());
    let other = Saving { at: noon("2026-08-30"), ..saving("traces", "FY2026Q4", 1.0, 0) };
    saved(store.save_figure(&other).await.unwrap());
    let reason = "Late lab.".to_owned();
    let reopening = Reopening { office: code("ATF"), until: day("2026-09-20"), reason };
    store.reopen_call(cell.period, &reopening, "ada", noon("2026-09-10")).await.unwrap();
    saved(store.save_figure(&on("traces", 6.0, 1, "2026-09-20")).await.unwrap());
    let after = store.save_figure(&on("traces", 7.0, 2, "2026-09-21")).await.unwrap();
    assert!(matches!(after, SaveOutcome::Closed((_, Entry::Locked { .. }))), "{after:?}");
}

async fn an_offices_drafts_are_submitted_at_once_but_those_that_are_locked(store: &Store) {
    let quick = Measure { reporting_lag_days: 0, ..measure("quick", "ATF", "Quick") };
    let batch = Batch { measures: vec![quick], ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    open(store, &["ATF"]).await;
    let states = async || {
        let cells = store.cells_of_office(Some(&code("ATF")), period("FY2026Q3")).await.unwrap();
        cells.into_iter().map(|cell| (cell.key.measure, cell.working.unwrap().state)).collect::<Vec<_>>()
    };
    for name in ["quick", "traces"] {
        saved(store.save_figure(&on(name, 5.0, 0, "2026-08-01")).await.unwrap());
    }
    let checked = [(key("quick", "FY2026Q3"), 1), (key("traces", "FY2026Q3"), 1)];
    let of_call = (code("ATF"), period("FY2026Q3"));
    let submit = async |day: &str| {
        store.submit_office((&of_call.0, of_call.1), &checked, "ana", noon(day)).await.unwrap()
    };
    let changed = [(key("quick", "FY2026Q3"), 2)];
    let held =
        store.submit_office((&of_call.0, of_call.1), &changed, "ana", noon("2026-08-01")).await.unwrap();
    assert_eq!(held, Submitted { held: 2, ..Submitted::default() }, "neither is as it was looked at");
    let locked = Entry::Locked { closed_on: day("2026-08-14") };
    let expected = Submitted { figures: 1, locked: 1, closed: Some(locked), ..Submitted::default() };
    assert_eq!(submit("2026-08-20").await, expected, "what lags may still be submitted");
    let named = |states: [(&str, State); 2]| states.map(|(name, state)| (code(name), state));
    assert_eq!(states().await, named([("quick", State::Draft), ("traces", State::Submitted)]));
    let version = store.version().await.unwrap();
    let expected = Submitted { locked: 1, closed: Some(locked), ..Submitted::default() };
    assert_eq!(submit("2026-08-20").await, expected);
    assert_eq!(store.version().await.unwrap(), version);
    assert_eq!(submit("2026-08-14").await, Submitted { figures: 1, ..Submitted::default() });
    assert_eq!(states().await, named([("quick", State::Submitted), ("traces", State::Submitted)]));
    assert_eq!(submit("2026-08-14").await, Submitted::default(), "there is none left");
    let other = store.submit_office((&code("HSI"), period("FY2026Q3")), &[], "hal", noon("2026-08-14")).await;
    assert_eq!(other.unwrap(), Submitted::default());
}

async fn another_figure_after_the_deadline_says_why_and_is_marked(store: &Store) {
    open(store, &["ATF"]).await;
    publish(store, "traces", 5.0, 0, "2026-08-01").await;
    publish(store, "traces", 6.0, 3, "2026-08-29").await;
    let cell = key("traces", "FY2026Q3");
    let public = async || store.cell(&cell).await.unwrap().published.unwrap();
    assert!(!public().await.revised, "before the deadline closed it is a correction");
    let reason = "Late lab.".to_owned();
    let reopening = Reopening { office: code("ATF"), until: day("2026-10-31"), reason };
    store.reopen_call(cell.period, &reopening, "ada", noon("2026-09-10")).await.unwrap();

    let on = |value, seen, reason: &str| Saving {
        reason: reason.into(),
        explanation: "Fewer came.".into(),
        plan: "More hands.".into(),
        ..on("traces", value, seen, "2026-09-20")
    };
    let version = store.version().await.unwrap();
    assert_eq!(store.save_figure(&on(7.0, 6, "")).await.unwrap(), SaveOutcome::ReasonMissing);
    assert_eq!(store.version().await.unwrap(), version);
    let same = saved(store.save_figure(&on(6.0, 6, "")).await.unwrap()).working.unwrap();
    assert!(!same.revised, "the figure is the same, only its texts are others");
    assert_eq!((same.explanation.as_str(), same.plan.as_str()), ("Fewer came.", "More hands."));
    saved(store.save_figure(&on(7.0, 7, "Counted twice.")).await.unwrap());
    assert!(!public().await.revised, "nothing is told before it is approved");
    saved(store.submit_figure(&cell, 8, "ana", noon("2026-09-20")).await.unwrap());
    saved(store.approve_figure(&cell, 9, "ben", noon("2026-09-21")).await.unwrap());
    let revised = public().await;
    assert_eq!((revised.revised, revised.reason.as_str()), (true, "Counted twice."));
    let today = day("2026-11-24");
    let record = store.measure_record(&code("traces")).await.unwrap().unwrap();
    let points = record.series(false, today).points;
    let marked: Vec<_> = points.iter().filter_map(|one| one.revised.as_deref()).collect();
    assert_eq!(marked, ["Counted twice."]);

    let note = saved(store.save_figure(&on(7.0, 10, "")).await.unwrap()).working.unwrap();
    assert_eq!((note.revised, note.reason.as_str()), (true, "Counted twice."), "it stays so");
    assert_eq!(store.save_figure(&on(8.0, 11, "")).await.unwrap(), SaveOutcome::ReasonMissing);
}

async fn what_was_drafted_before_the_deadline_says_why_when_it_is_submitted_after_it(store: &Store) {
    open(store, &["ATF"]).await;
    publish(store, "traces", 5.0, 0, "2026-08-01").await;
    saved(store.save_figure(&on("traces", 6.0, 3, "2026-08-29")).await.unwrap());
    let (cell, late) = (key("traces", "FY2026Q3"), noon("2026-09-20"));
    let reopening =
        Reopening { office: code("ATF"), until: day("2026-10-31"), reason: "Late lab.".to_owned() };
    store.reopen_call(cell.period, &reopening, "ada", noon("2026-09-10")).await.unwrap();
    assert_eq!(store.submit_figure(&cell, 4, "ana", late).await.unwrap(), SaveOutcome::ReasonMissing);
    let office = code("ATF");
    let done = store.submit_office((&office, cell.period), &[(cell.clone(), 4)], "ana", late).await.unwrap();
    assert_eq!(done, Submitted { unreasoned: 1, ..Submitted::default() });
    assert_eq!(store.cell(&cell).await.unwrap().revision, 4, "nothing was written");
    let why = Saving { reason: "Counted twice.".into(), ..on("traces", 6.0, 4, "2026-09-20") };
    saved(store.save_figure(&why).await.unwrap());
    let submitted = saved(store.submit_figure(&cell, 5, "ana", late).await.unwrap()).working.unwrap();
    assert_eq!((submitted.revised, submitted.reason.as_str()), (true, "Counted twice."));
}

async fn who_saves_again_since_the_answer_was_lost_is_told_that_it_is_saved(store: &Store) {
    let first = Saving { note: "first".into(), ..on("traces", 6.0, 0, "2026-08-01") };
    let cell = saved(store.save_figure(&first).await.unwrap());
    let version = store.version().await.unwrap();
    assert_eq!(saved(store.save_figure(&first).await.unwrap()), cell);
    for other in [
        Saving { actor: "hal".into(), ..first.clone() },
        Saving { note: "second".into(), ..first.clone() },
        Saving { figure: Some(Figure::Value(7.0)), ..first.clone() },
        Saving { figure: None, ..first.clone() },
    ] {
        let outcome = store.save_figure(&other).await.unwrap();
        assert_eq!(outcome, SaveOutcome::Conflict(cell.clone()), "{other:?}");
    }
    let back = Saving { figure: None, seen: 1, ..first.clone() };
    saved(store.save_figure(&back).await.unwrap());
    assert!(saved(store.save_figure(&back).await.unwrap()).newest().is_none());
    assert_eq!(store.version().await.unwrap(), version + 1, "only what changed something was written");
}

async fn an_import_over_a_closed_period_is_marked_and_keeps_what_it_does_not_hold(store: &Store) {
    open(store, &["ATF"]).await;
    let texts = Saving {
        explanation: "Fewer came.".into(),
        plan: "More hands.".into(),
        note: "as reported".into(),
        ..on("traces", 5.0, 0, "2026-08-01")
    };
    let cell = key("traces", "FY2026Q3");
    saved(store.save_figure(&texts).await.unwrap());
    saved(store.submit_figure(&cell, 1, "ana", noon("2026-08-01")).await.unwrap());
    saved(store.approve_figure(&cell, 2, "ben", noon("2026-08-01")).await.unwrap());
    let bring = async |value: f64, day: &str| {
        let actuals = vec![actual("traces", "FY2026Q3", Figure::Value(value))];
        let batch = Batch { actuals, ..Batch::default() };
        let applied = store.apply(&batch, "import", noon(day), false).await.unwrap();
        (applied.changed, store.cell(&cell).await.unwrap().published.unwrap())
    };
    let (changed, same) = bring(5.0, "2026-09-10").await;
    assert_eq!((changed, same.revised, same.plan.as_str()), (0, false, "More hands."));
    let (_, early) = bring(6.0, "2026-08-20").await;
    assert_eq!((early.revised, early.explanation.as_str()), (false, "Fewer came."));
    let (changed, late) = bring(7.0, "2026-09-10").await;
    assert_eq!((changed, late.revised, late.reason.as_str()), (1, true, "changed by an import"));
    assert_eq!(late.plan, "More hands.");
    let (changed, again) = bring(7.0, "2026-09-11").await;
    assert_eq!((changed, again.revised), (0, true), "untouched, it stays as it is");
}

async fn an_office_says_that_it_is_complete_until_something_is_saved(store: &Store) {
    open(store, &["ATF", "HSI"]).await;
    let quarter = period("FY2026Q3");
    let completing = |version| Completing {
        office: code("ATF"),
        period: quarter,
        empty: 2,
        version,
        actor: "ana".into(),
        at: noon("2026-08-01"),
    };
    let version = store.version().await.unwrap();
    assert!(!store.complete_call(&completing(version - 1)).await.unwrap(), "somebody wrote since");
    assert_eq!(store.version().await.unwrap(), version);
    assert!(store.complete_call(&completing(version)).await.unwrap());
    let complete = async || {
        let found = store.data_call(quarter, None, day("2026-08-01")).await.unwrap();
        found
            .into_iter()
            .map(|one| (one.progress.complete, one.completion.map(|c| (c.by, c.empty))))
            .collect::<Vec<_>>()
    };
    assert_eq!(complete().await, [(true, Some(("ana".into(), 2))), (false, None)]);
    let saving =
        |measure, quarter, seen| Saving { at: noon("2026-08-01"), ..saving(measure, quarter, 1.0, seen) };
    saved(store.save_figure(&saving("odd", "CY2026Q2", 0)).await.unwrap());
    saved(store.save_figure(&saving("traces", "FY2026Q2", 1)).await.unwrap());
    assert!(complete().await[0].0, "another office, another quarter");
    saved(store.save_figure(&on("traces", 5.0, 0, "2026-08-02")).await.unwrap());
    assert_eq!(complete().await, [(false, None), (false, None)]);
    let actions = [("ada", "open"), ("ana", "complete"), ("ana", "withdraw completion")];
    assert_eq!(told(store, "call:ATF/FY2026Q3").await, pairs(&actions));
}

async fn progress_counts_what_the_grid_asks_for(store: &Store) {
    let quarter = period("FY2026Q3");
    let of = async |office: &str, today: &str| {
        let found = store.data_call(quarter, Some(&code(office)), day(today)).await.unwrap();
        assert_eq!(found.len(), 1);
        found[0].progress.clone()
    };
    let none = of("ATF", "2026-09-20").await;
    assert_eq!((none.asked, none.empty, none.late, none.days_to_due), (2, 2, 0, None), "no call, none late");
    assert_eq!(of("HSI", "2026-09-20").await.asked, 1, "the annual measure is asked for in the fourth");
    open(store, &["ATF"]).await;
    let rifles = actual("traces", "FY2026Q1", Figure::Value(60.0));
    let category = "type=rifle".to_owned();
    let batch =
        Batch { actuals: vec![yardstick::domain::actual::Actual { category, ..rifles }], ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    let missing = Saving {
        figure: Some(Figure::Missing(MissingReason::Suppressed)),
        ..on("urgent", 0.0, 0, "2026-08-01")
    };
    saved(store.save_figure(&missing).await.unwrap());
    let before = of("ATF", "2026-08-14").await;
    let counts = |one: &yardstick::domain::progress::Progress| {
        (one.asked, one.empty, one.draft, one.missing, one.late, one.days_to_due)
    };
    assert_eq!(counts(&before), (3, 2, 1, 1, 0, Some(-15)), "what lags is not late before its own day");
    assert!(before.never_updated, "who entered it is not of this office");
    assert_eq!(of("ATF", "2026-08-15").await.late, 3);
    enrol(store, "ana", Role::Steward, Some("ATF")).await;
    publish(store, "traces", 5.0, 0, "2026-08-02").await;
    let after = of("ATF", "2026-08-15").await;
    assert_eq!((after.approved, after.late, after.never_updated), (1, 2, false));
    assert_eq!(of("ATF", "2026-03-30").await.asked, 0, "the quarter has not begun");
    let all = store.data_call(quarter, None, day("2026-08-15")).await.unwrap();
    let offices: Vec<&Code> = all.iter().map(|one| &one.office.code).collect();
    assert_eq!(offices, [&code("ATF"), &code("HSI")]);
}

async fn comments_follow_a_category_that_is_renamed(store: &Store) {
    let cell = CellKey { category: "type=rifle".into(), ..key("traces", "FY2026Q3") };
    let saving = Saving { key: cell.clone(), ..saving("traces", "FY2026Q3", 5.0, 0) };
    saved(store.save_figure(&saving).await.unwrap());
    saved(store.submit_figure(&cell, 1, "ana", at(11)).await.unwrap());
    saved(store.return_figure(&cell, 2, "Which?", "ben", at(12)).await.unwrap());
    let setup = store.measure_setup(&code("traces")).await.unwrap().unwrap();
    let edit = CategoryEdit {
        measure: code("traces"),
        categories: vec!["type=long gun".into()],
        renamed: vec![("type=rifle".into(), "type=long gun".into())],
        seen: setup.revision,
        actor: "ada".into(),
        at: at(13),
    };
    store.save_categories(&edit).await.unwrap();
    let (from, to) = (cell.period.starts_on(), cell.period.ends_on());
    let comments = store.comments_of(&[code("traces")], from, to).await.unwrap();
    assert_eq!(comments[0].key.category, "type=long gun");
}
