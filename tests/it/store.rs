//! The store's contract: each case runs on SQLite and on PostgreSQL.

use std::collections::BTreeMap;

use yardstick::domain::access::{Person, Role};
use yardstick::domain::actual::{Actual, Figure, MissingReason, State};
use yardstick::domain::audit::SubjectKind;
use yardstick::domain::batch::Batch;
use yardstick::domain::code::Code;
use yardstick::domain::definition::NewDefinition;
use yardstick::domain::measure::{Frequency, Kind, Measure};
use yardstick::domain::period::{Calendar, Period};
use yardstick::domain::status::Status;
use yardstick::domain::target::{Target, TargetVersion, in_force};
use yardstick::store::{
    self, Applied, AuditFilter, BoardFilter, BoardRow, CategoryEdit, CellKey, EditOutcome, MeasureEdit,
    MeasureSetup, SaveOutcome, Saving, SessionRecord, Store, StoreError,
};

use crate::audit::{at_the_database, unguard};
use crate::postgres;
use crate::world::{actual, at, batch, code, key, measure, period, saving, seed, sqlite, target};

contract! {
    a_batch_written_twice_changes_nothing
    a_dry_run_reports_and_writes_nothing
    what_changed_is_counted_and_recorded
    a_batch_is_written_whole_or_not_at_all
    the_framework_is_read_back
    figures_are_read_back
    a_measure_comes_with_all_its_page_shows
    a_saved_figure_waits_until_it_is_approved
    approving_what_somebody_else_changed_is_refused
    of_writers_at_once_exactly_one_wins
    an_import_over_a_cell_is_seen_by_who_edits_it
    the_board_is_filtered
    the_board_looks_at_each_measure_in_its_own_period
    the_board_shows_what_waits_on_request
    a_monthly_measure_is_looked_at_in_the_last_month_asked_for
    figures_and_targets_by_category_are_put_together
    series_come_in_order_within_their_span
    every_figure_is_handed_over_with_the_target_of_the_latest_value
    people_are_known_by_name_and_id
    a_person_of_an_unknown_office_is_refused
    sessions_end
    failures_are_counted_for_a_while
    targets_have_a_history
    a_target_holds_once_somebody_else_approves_it
    a_measure_is_changed_by_who_saw_it_last
    a_change_of_definition_keeps_the_old_one
    a_retired_measure_leaves_the_board
    the_audit_trail_is_filtered_and_listed_by_page
    a_changed_audit_entry_is_found
    a_missing_audit_entry_is_found
    hostile_texts_are_kept_as_they_are
    a_closed_store_is_unreachable
}

fn applied(created: usize, changed: usize, unchanged: usize) -> Applied {
    Applied { created, changed, unchanged }
}

/// The rows of [`batch`].
const ROWS: usize = 2 + 2 + 4 + 1 + 4 + 4 + 1 + 1 + 2 + 1;

async fn a_batch_written_twice_changes_nothing(store: &Store) {
    let version = store.version().await.unwrap();
    let again = store.apply(&batch(), "someone", at(1), false).await.unwrap();
    assert_eq!(again, applied(0, 0, ROWS));
    assert_eq!(store.version().await.unwrap(), version);
}

async fn a_dry_run_reports_and_writes_nothing(store: &Store) {
    let version = store.version().await.unwrap();
    let mut more = batch();
    more.actuals.push(actual("traces", "FY2026Q3", Figure::Value(7.0)));
    more.offices[0].name = "Renamed".into();
    let report = store.apply(&more, "someone", at(1), true).await.unwrap();
    assert_eq!(report, applied(1, 1, ROWS - 1));
    assert_eq!(store.version().await.unwrap(), version);
    assert_eq!(store.offices().await.unwrap(), batch().offices);
    assert_eq!(
        store.apply(&more, "someone", at(1), false).await.unwrap(),
        report,
        "the real run is the same"
    );
}

async fn what_changed_is_counted_and_recorded(store: &Store) {
    let mut more = batch();
    more.measures[0].caveat = "New caveat".into();
    more.targets[0].value = 111.0;
    assert_eq!(store.apply(&more, "ben", at(1), false).await.unwrap(), applied(0, 2, ROWS - 2));
    let entries = store.audit_entries(&AuditFilter { limit: 2, ..AuditFilter::default() }).await.unwrap();
    let told: Vec<_> =
        entries.iter().map(|e| (e.actor.as_str(), e.action.as_str(), e.subject.as_str())).collect();
    assert_eq!(
        told,
        [("ben", "change", "target:traces/FY2026Q1/@2025-10-01"), ("ben", "change", "measure:traces")]
    );
    assert!(entries[1].before.as_ref().unwrap().contains("Traces are not crimes."));
    assert!(entries[1].after.as_ref().unwrap().contains("New caveat"));
}

async fn a_batch_is_written_whole_or_not_at_all(store: &Store) {
    let version = store.version().await.unwrap();
    let mut more = batch();
    more.offices[1].name = "Renamed".into();
    more.actuals.push(actual("nowhere", "FY2026Q1", Figure::Value(1.0)));
    assert!(store.apply(&more, "ben", at(1), false).await.is_err());
    assert_eq!(store.version().await.unwrap(), version);
    assert_eq!(store.offices().await.unwrap(), batch().offices);
}

async fn the_framework_is_read_back(store: &Store) {
    let Batch { offices, goals, baselines, targets, published, measures, .. } = batch();
    assert_eq!(store.offices().await.unwrap(), offices);
    assert_eq!(store.goals().await.unwrap(), goals);
    let by_code = |mut list: Vec<yardstick::domain::measure::Measure>| {
        list.sort_by(|a, b| a.code.cmp(&b.code));
        list
    };
    assert_eq!(by_code(store.measures(None).await.unwrap()), by_code(measures.clone()));
    let own = store.measures(Some(&code("HSI"))).await.unwrap();
    assert_eq!(own.iter().map(|m| m.code.as_str()).collect::<Vec<_>>(), ["convictions", "odd"]);
    assert_eq!(store.measure(&code("traces")).await.unwrap(), Some(measures[0].clone()));
    assert_eq!(store.measure(&code("nowhere")).await.unwrap(), None);
    assert_eq!(store.baseline(&code("traces")).await.unwrap(), baselines.first().cloned());
    assert_eq!(store.baseline(&code("odd")).await.unwrap(), None);
    assert_eq!(store.targets(&code("traces")).await.unwrap(), targets);
    let from = period("FY2026Q2").starts_on();
    let (ours, others) = ([code("urgent"), code("traces")], [code("convictions"), code("odd")]);
    assert_eq!(store.targets_of(&ours, from).await.unwrap(), targets[1..]);
    assert_eq!(store.targets_of(&others, from).await.unwrap(), []);
    assert_eq!(store.baselines_of(&ours).await.unwrap(), baselines);
    assert_eq!(store.baselines_of(&others).await.unwrap(), []);
    assert_eq!(store.published(&code("traces")).await.unwrap(), published);
    assert_eq!(store.published(&code("odd")).await.unwrap(), []);
}

async fn figures_are_read_back(store: &Store) {
    let missing = actual("urgent", "FY2026Q1", Figure::Missing(MissingReason::Suppressed));
    let part = Actual { category: "type=pistol".into(), ..actual("traces", "FY2026Q1", Figure::Value(0.1)) };
    let more = Batch { actuals: vec![missing.clone(), part.clone()], ..Batch::default() };
    store.apply(&more, "ben", at(1), false).await.unwrap();
    let mut expected = batch().actuals;
    expected.extend([missing, part]);
    let order = |a: &Actual| (a.measure.clone(), a.period.ends_on(), a.category.clone());
    expected.sort_by_key(order);
    assert_eq!(store.published_actuals().await.unwrap(), expected);
    let day = |text: &str| period(text).ends_on();
    assert_eq!(store.latest_figure(day("FY2030")).await.unwrap(), Some(day("FY2026")));
    assert_eq!(store.latest_figure(day("FY2026Q2")).await.unwrap(), Some(day("FY2026Q2")));
    assert_eq!(store.latest_figure(day("FY2020")).await.unwrap(), None);
}

async fn a_measure_comes_with_all_its_page_shows(store: &Store) {
    let record = store.measure_record(&code("traces")).await.unwrap().unwrap();
    assert_eq!(record.goal, batch().goals[1]);
    assert_eq!(record.office, batch().offices[0]);
    assert_eq!((record.targets.len(), record.cells.len(), record.published.len()), (4, 2, 1));
    assert_eq!(record.baseline.unwrap().value, 90.0);
    assert!(store.measure_record(&code("nowhere")).await.unwrap().is_none());
}

async fn a_saved_figure_waits_until_it_is_approved(store: &Store) {
    let cell = key("traces", "FY2026Q3");
    assert_eq!(store.cell(&cell).await.unwrap().revision, 0);
    let outcome = store.save_figure(&saving("traces", "FY2026Q3", 105.0, 0)).await.unwrap();
    let saved = store.cell(&cell).await.unwrap();
    assert_eq!(outcome, SaveOutcome::Saved(saved.clone()));
    assert_eq!((saved.revision, saved.published.is_none()), (1, true));
    let waiting = saved.working.unwrap();
    assert_eq!((waiting.figure, waiting.state), (Figure::Value(105.0), State::Draft));
    assert_eq!((waiting.author.as_str(), waiting.note.as_str()), ("ana", "counted twice"));

    let outcome = store.submit_figure(&cell, 1, "ana", at(11)).await.unwrap();
    let submitted = store.cell(&cell).await.unwrap();
    assert_eq!(outcome, SaveOutcome::Saved(submitted.clone()));
    assert_eq!((submitted.revision, submitted.working.unwrap().state), (2, State::Submitted));

    let outcome = store.approve_figure(&cell, 2, "ben", at(11)).await.unwrap();
    let approved = store.cell(&cell).await.unwrap();
    assert_eq!(outcome, SaveOutcome::Saved(approved.clone()));
    assert_eq!((approved.revision, approved.working.is_none()), (3, true));
    let public = approved.published.unwrap();
    assert_eq!((public.state, public.author.as_str()), (State::Approved, "ana"), "its author stays");
    let cells = store.cells_of_measure(&code("traces")).await.unwrap();
    assert_eq!(
        cells.iter().map(|c| c.key.period.to_string()).collect::<Vec<_>>(),
        ["FY2026Q1", "FY2026Q2", "FY2026Q3"]
    );
    let (from, to) = (period("FY2026Q3").starts_on(), period("FY2026Q3").ends_on());
    let cells = store.cells_of(&[code("urgent"), code("traces")], from, to).await.unwrap();
    assert_eq!(cells.iter().map(|c| &c.key).collect::<Vec<_>>(), [&cell]);
}

async fn approving_what_somebody_else_changed_is_refused(store: &Store) {
    let cell = key("traces", "FY2026Q3");
    let conflict = |outcome: SaveOutcome| matches!(outcome, SaveOutcome::Conflict(_));
    assert!(conflict(store.approve_figure(&cell, 0, "ben", at(9)).await.unwrap()), "nothing waits");
    store.save_figure(&saving("traces", "FY2026Q3", 1.0, 0)).await.unwrap();
    store.submit_figure(&cell, 1, "ana", at(10)).await.unwrap();
    store.save_figure(&saving("traces", "FY2026Q3", 2.0, 2)).await.unwrap();
    let version = store.version().await.unwrap();
    assert!(conflict(store.approve_figure(&cell, 2, "ben", at(11)).await.unwrap()));
    assert!(conflict(store.approve_figure(&cell, 3, "ben", at(11)).await.unwrap()), "it is a draft again");
    assert!(conflict(store.save_figure(&saving("traces", "FY2026Q3", 3.0, 1)).await.unwrap()));
    assert_eq!(store.version().await.unwrap(), version, "a refusal writes nothing");
    store.submit_figure(&cell, 3, "ana", at(11)).await.unwrap();
    assert!(!conflict(store.approve_figure(&cell, 4, "ben", at(11)).await.unwrap()));
}

async fn of_writers_at_once_exactly_one_wins(store: &Store) {
    let writers = (0..8).map(|n| {
        let store = store.clone();
        tokio::spawn(async move { store.save_figure(&saving("traces", "FY2026Q3", f64::from(n), 0)).await })
    });
    let mut won = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.unwrap().unwrap() {
            SaveOutcome::Saved(cell) => won.push(cell),
            SaveOutcome::Conflict(cell) => assert_eq!(cell.revision, 1, "the others see what won"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!(store.cell(&key("traces", "FY2026Q3")).await.unwrap(), won[0]);
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn an_import_over_a_cell_is_seen_by_who_edits_it(store: &Store) {
    store.save_figure(&saving("traces", "FY2026Q1", 101.0, 1)).await.unwrap();
    store.submit_figure(&key("traces", "FY2026Q1"), 2, "ana", at(11)).await.unwrap();
    let figures =
        Batch { actuals: vec![actual("traces", "FY2026Q1", Figure::Value(99.0))], ..Batch::default() };
    store.apply(&figures, "import", at(12), false).await.unwrap();
    let cell = store.cell(&key("traces", "FY2026Q1")).await.unwrap();
    assert_eq!((cell.revision, cell.working.is_some()), (4, true), "what waits stays");
    let outcome = store.approve_figure(&cell.key, 3, "ben", at(13)).await.unwrap();
    assert!(matches!(outcome, SaveOutcome::Conflict(_)));
}

fn filter() -> BoardFilter {
    BoardFilter {
        office: None,
        goal: None,
        kind: None,
        text: String::new(),
        period: period("FY2026Q2"),
        drafts: false,
    }
}

fn names(rows: &[BoardRow]) -> Vec<&str> {
    rows.iter().map(|row| row.measure.code.as_str()).collect()
}

async fn the_board_is_filtered(store: &Store) {
    let text = |text: &str| BoardFilter { text: text.to_owned(), ..filter() };
    let all = ["convictions", "odd", "traces", "urgent"];
    let table: Vec<(BoardFilter, &[&str])> = vec![
        (filter(), &all),
        (BoardFilter { office: Some(code("HSI")), ..filter() }, &["convictions", "odd"]),
        (BoardFilter { office: Some(code("INL")), ..filter() }, &[]),
        (BoardFilter { goal: Some(code("trace")), ..filter() }, &all),
        (BoardFilter { goal: Some(code("safe")), ..filter() }, &[]),
        (BoardFilter { kind: Some(Kind::Efficiency), ..filter() }, &["urgent"]),
        (text("TRACES"), &["traces", "urgent"]),
        (text("  urgent "), &["urgent"]),
        (text("%"), &["odd"]),
        (text("_sure"), &["odd"]),
        (text("sure!"), &["odd"]),
        (text("t_aces"), &[]),
        (text("' OR 1=1 --"), &[]),
        (text("“QUOTES”"), &["odd"]),
    ];
    for (filter, expected) in table {
        assert_eq!(names(&store.board(&filter).await.unwrap()), expected, "{filter:?}");
    }
}

async fn the_board_looks_at_each_measure_in_its_own_period(store: &Store) {
    let rows = store.board(&filter()).await.unwrap();
    let traces = &rows[2];
    assert_eq!((traces.figure, traces.state), (Some(Figure::Value(0.0)), Some(State::Approved)));
    assert_eq!((traces.target, traces.course.baseline), (Some(110.0), Some(90.0)));
    assert_eq!(
        (traces.measure.definition.as_str(), traces.measure.caveat.as_str()),
        ("", "Traces are not crimes.")
    );
    for row in &rows {
        assert_eq!(row.period, row.measure.period_within(period("FY2026Q2")), "{}", row.measure.code);
    }
    let rows = store.board(&BoardFilter { period: period("FY2026Q4"), ..filter() }).await.unwrap();
    assert_eq!((rows[0].period, rows[0].figure), (period("FY2026"), Some(Figure::Value(12.0))));
    assert_eq!((rows[2].figure, rows[2].target), (None, Some(110.0)));
}

async fn the_board_shows_what_waits_on_request(store: &Store) {
    store.save_figure(&saving("traces", "FY2026Q2", 55.0, 1)).await.unwrap();
    let figure = |rows: &[BoardRow]| (rows[2].figure, rows[2].state);
    let public = store.board(&filter()).await.unwrap();
    assert_eq!(figure(&public), (Some(Figure::Value(0.0)), Some(State::Approved)));
    let inside = store.board(&BoardFilter { drafts: true, ..filter() }).await.unwrap();
    assert_eq!(figure(&inside), (Some(Figure::Value(55.0)), Some(State::Draft)));
    assert_eq!(inside[3].state, Some(State::Approved), "where nothing waits, what is published");
}

async fn a_monthly_measure_is_looked_at_in_the_last_month_asked_for(store: &Store) {
    let monthly = |short: &str, calendar| Measure {
        frequency: Frequency::Monthly,
        calendar,
        ..measure(short, "HSI", "Requests")
    };
    let months = ["2026-01", "2026-02", "2026-03", "2026-04"];
    let figure = |month: &str| actual("a-month", month, Figure::Value(f64::from(month.as_bytes()[6])));
    let batch = Batch {
        measures: vec![monthly("a-month", Calendar::Fiscal), monthly("b-month", Calendar::Calendar)],
        actuals: months.map(figure).into(),
        targets: vec![target("a-month", "2026-03"), target("a-month", "2026-09")],
        ..Batch::default()
    };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    let looked = async |asked: &str| {
        let rows = store.board(&BoardFilter { period: period(asked), ..filter() }).await.unwrap();
        let own = rows.into_iter().filter(|row| row.measure.code.as_str().ends_with("-month"));
        own.map(|row| (row.period.to_string(), row.figure, row.target)).collect::<Vec<_>>()
    };
    let march = Some(Figure::Value(f64::from(b'3')));
    assert_eq!(
        looked("FY2026Q2").await,
        [("2026-03".into(), march, Some(110.0)), ("2026-03".into(), None, None)]
    );
    assert_eq!(looked("2026-04").await[0].0, "2026-04");
    assert_eq!(looked("FY2026").await[0], ("2026-09".into(), None, Some(110.0)));
    let codes = [code("a-month")];
    let (from, to) = (period("2026-01").starts_on(), period("2026-04").ends_on());
    let series = store.series(&codes, from, to, false).await.unwrap();
    assert_eq!(series.iter().map(|p| p.period.to_string()).collect::<Vec<_>>(), months);
    let record = store.measure_record(&code("a-month")).await.unwrap().unwrap();
    let series = record.series(false, "2026-11-24".parse().unwrap());
    let told: Vec<_> = series.quarters.iter().map(|p| (p.period.to_string(), p.partial.is_some())).collect();
    assert_eq!(told, [("FY2026Q2".into(), false), ("FY2026Q3".into(), true)]);
}

async fn figures_and_targets_by_category_are_put_together(store: &Store) {
    let of = |category: &str, quarter: &str, value| Actual {
        category: category.into(),
        ..actual("traces", quarter, Figure::Value(value))
    };
    let batch = Batch {
        actuals: vec![
            of("type=rifle", "FY2026Q1", 60.0),
            of("type=pistol", "FY2026Q2", 3.0),
            of("state=AZ", "FY2026Q1", 9.0),
        ],
        targets: vec![Target { category: "type=rifle".into(), value: 55.0, ..target("traces", "FY2026Q1") }],
        ..Batch::default()
    };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    let waits = CellKey { category: "type=rifle".into(), ..key("traces", "FY2026Q2") };
    let saved =
        store.save_figure(&Saving { key: waits, ..saving("traces", "FY2026Q2", 61.0, 0) }).await.unwrap();
    assert!(matches!(saved, SaveOutcome::Saved(_)));
    let edit = CategoryEdit {
        measure: code("traces"),
        categories: ["type=rifle", "type=pistol", "type=frame", "state=AZ"].map(str::to_owned).into(),
        renamed: Vec::new(),
        seen: store.measure_setup(&code("traces")).await.unwrap().unwrap().revision,
        actor: "ana".into(),
        at: at(2),
    };
    assert!(matches!(store.save_categories(&edit).await.unwrap(), EditOutcome::Saved(_)));
    let record = store.measure_record(&code("traces")).await.unwrap().unwrap();
    assert_eq!(record.categories, edit.categories);
    assert!(record.targets.iter().all(|target| target.category.is_empty()), "the total's are its own");
    let today = "2026-11-24".parse().unwrap();
    for (drafts, expected) in [(false, None), (true, Some(61.0))] {
        let found = store.breakdown(&record, "type", drafts, today).await.unwrap();
        let names: Vec<_> = found.categories.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["rifle", "pistol", "frame"]);
        let rifle = &found.categories[0].points;
        assert_eq!((rifle[0].value, rifle[0].target, rifle[0].status), (Some(60.0), Some(55.0), Status::Met));
        assert_eq!((rifle[1].value, rifle[1].draft), (None, expected));
        assert_eq!((found.total[0].value, found.total.len()), (Some(100.0), 4));
        assert!(found.categories.iter().all(|one| one.points.len() == 4));
    }
    let of_page = store.categories_of(&[code("odd"), code("traces")]).await.unwrap();
    assert_eq!(of_page.into_iter().collect::<Vec<_>>(), [(code("traces"), edit.categories)]);
    assert!(store.categories_of(&[code("odd")]).await.unwrap().is_empty());
}

async fn series_come_in_order_within_their_span(store: &Store) {
    store.save_figure(&saving("traces", "FY2026Q2", 55.0, 1)).await.unwrap();
    let codes = [code("urgent"), code("traces")];
    let (from, to) = (period("FY2026Q1").starts_on(), period("FY2026Q4").ends_on());
    let told = |points: Vec<store::SeriesPoint>| -> Vec<_> {
        points.into_iter().map(|p| (p.measure.to_string(), p.period.to_string(), p.state, p.target)).collect()
    };
    let line =
        |measure: &str, quarter: &str, state, target| (measure.to_owned(), quarter.to_owned(), state, target);
    let (first, second) = (
        line("traces", "FY2026Q1", State::Approved, Some(110.0)),
        line("traces", "FY2026Q2", State::Approved, Some(110.0)),
    );
    let waiting = line("traces", "FY2026Q2", State::Draft, Some(110.0));
    let urgent = line("urgent", "FY2026Q2", State::Approved, None);
    let public = store.series(&codes, from, to, false).await.unwrap();
    assert_eq!(told(public), [first.clone(), second.clone(), urgent.clone()]);
    let inside = store.series(&codes, from, to, true).await.unwrap();
    assert_eq!(told(inside), [first, second.clone(), waiting, urgent]);
    let one = store.series(&codes[1..], period("FY2026Q2").starts_on(), to, false).await.unwrap();
    assert_eq!(told(one), [second]);
    assert_eq!(store.series(&[], from, to, false).await.unwrap(), []);
}

async fn every_figure_is_handed_over_with_the_target_of_the_latest_value(store: &Store) {
    let none = actual("traces", "FY2026Q4", Figure::Missing(MissingReason::Suppressed));
    let share = actual("urgent", "FY2026Q3", Figure::Ratio { numerator: 1.0, denominator: 4.0 });
    let targets = ["FY2026Q2", "FY2026Q3", "FY2026Q4"].map(|quarter| target("urgent", quarter));
    let batch = Batch { actuals: vec![none, share], targets: targets.into(), ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    store.save_figure(&saving("traces", "FY2026Q3", 55.0, 0)).await.unwrap();
    let mut told = BTreeMap::new();
    let each = |code: &Code, figures: Vec<(Period, Figure)>| {
        let periods: Vec<String> = figures.into_iter().map(|(period, _)| period.to_string()).collect();
        assert_eq!(told.insert(code.to_string(), periods.join(" ")), None, "handed over once");
    };
    store.every_figure(each).await.unwrap();
    let expected = [
        ("convictions", "FY2026"),
        ("traces", "FY2026Q1 FY2026Q2 FY2026Q4"),
        ("urgent", "FY2026Q2 FY2026Q3"),
    ];
    assert_eq!(
        told.iter().map(|(code, periods)| (code.as_str(), periods.as_str())).collect::<Vec<_>>(),
        expected
    );
    // That there is no figure for a period is no value; and a measure without a target there has none.
    for (until, traces, urgent) in
        [("FY2026Q4", Some("FY2026Q2"), Some("FY2026Q3")), ("FY2026Q1", Some("FY2026Q1"), None)]
    {
        let found = store.latest_targets(period(until).ends_on()).await.unwrap();
        let of = |short: &str| found.get(&code(short)).map(|(period, value)| (period.to_string(), *value));
        assert_eq!(of("traces"), traces.map(|quarter| (quarter.to_owned(), 110.0)), "{until}");
        assert_eq!(of("urgent"), urgent.map(|quarter| (quarter.to_owned(), 110.0)), "{until}");
        assert_eq!(of("convictions"), None);
    }
}

async fn people_are_known_by_name_and_id(store: &Store) {
    let ana = Person { name: "ana".into(), role: Role::Steward, office: Some(code("ATF")) };
    store.put_person(&ana, "hash one", "admin", at(1)).await.unwrap();
    let record = store.person_by_name("ana").await.unwrap().unwrap();
    assert_eq!((&record.person, record.password_hash.as_str(), record.session_epoch), (&ana, "hash one", 1));
    assert_eq!(store.person_by_id(&record.id).await.unwrap().as_ref(), Some(&record));
    assert_eq!(store.person_by_name("Ana").await.unwrap(), None);
    assert_eq!(store.person_by_id("ana").await.unwrap(), None);
    store.end_sessions("ana", at(2)).await.unwrap();
    assert_eq!(store.person_by_name("ana").await.unwrap().unwrap().session_epoch, 2);

    let moved = Person { role: Role::Reviewer, office: None, ..ana };
    store.put_person(&moved, "hash two", "admin", at(3)).await.unwrap();
    let again = store.person_by_name("ana").await.unwrap().unwrap();
    assert_eq!((again.id, again.person, again.session_epoch), (record.id, moved, 3));
    let filter = AuditFilter { subject: "person:".into(), limit: 9, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    assert_eq!(entries.len(), 3);
    let told = format!("{entries:?}");
    assert!(!told.contains("hash one") && !told.contains("hash two"), "no hash in the trail");
}

async fn a_person_of_an_unknown_office_is_refused(store: &Store) {
    let eve = Person { name: "eve".into(), role: Role::Steward, office: Some(code("NSA")) };
    let error = store.put_person(&eve, "hash", "admin", at(1)).await.unwrap_err();
    assert!(matches!(error, StoreError::Unknown { what: "office", .. }), "{error:?}");
    assert_eq!(store.person_by_name("eve").await.unwrap(), None);
}

async fn sessions_end(store: &Store) {
    let session = |id: &str, expires_at| SessionRecord { id: id.into(), data: "{}".into(), expires_at };
    assert!(store.create_session(&session("a", 100)).await.unwrap());
    assert!(!store.create_session(&session("a", 200)).await.unwrap(), "an id is taken once");
    store.save_session(&session("b", 150)).await.unwrap();
    store.save_session(&SessionRecord { data: "{\"k\":1}".into(), ..session("b", 160) }).await.unwrap();
    assert_eq!(store.session("a", 99).await.unwrap(), Some(session("a", 100)));
    assert_eq!(store.session("a", 100).await.unwrap(), None);
    assert_eq!(store.session("b", 155).await.unwrap().unwrap().data, "{\"k\":1}");
    assert_eq!(store.delete_ended_sessions(155).await.unwrap(), 1);
    assert_eq!(store.session("a", 0).await.unwrap(), None);
    store.delete_session("b").await.unwrap();
    store.delete_session("b").await.unwrap();
    assert_eq!(store.session("b", 0).await.unwrap(), None);
}

async fn failures_are_counted_for_a_while(store: &Store) {
    for second in [10, 20, 30] {
        store.record_failure("name:ana", second, 0).await.unwrap();
    }
    store.record_failure("address:10.0.0.1", 30, 0).await.unwrap();
    assert_eq!(store.count_failures("name:ana", 0).await.unwrap(), 3);
    assert_eq!(store.count_failures("name:ana", 20).await.unwrap(), 2);
    assert_eq!(store.count_failures("name:ben", 0).await.unwrap(), 0);
    store.record_failure("name:ben", 40, 25).await.unwrap();
    assert_eq!(store.count_failures("name:ana", 0).await.unwrap(), 1, "the old ones are forgotten");
    store.clear_failures("name:ana").await.unwrap();
    assert_eq!(store.count_failures("name:ana", 0).await.unwrap(), 0);
    assert_eq!(store.count_failures("address:10.0.0.1", 0).await.unwrap(), 1);
}

/// The measure's targets as they stood, and the ones in force on a day.
async fn promised(store: &Store, on: &str) -> (Vec<f64>, Vec<f64>) {
    let stood = store.targets(&code("traces")).await.unwrap().iter().map(|target| target.value).collect();
    let versions = store.target_versions(&code("traces")).await.unwrap();
    let in_force = |version: &&TargetVersion| {
        let Target { period, category, .. } = &version.target;
        in_force(&versions, *period, category, on.parse().unwrap()) == Some(*version)
    };
    (stood, versions.iter().filter(in_force).map(|version| version.target.value).collect())
}

async fn targets_have_a_history(store: &Store) {
    let version = |quarter: &str, day: &str, value: f64| Target {
        value,
        set_on: day.parse().ok(),
        reason: "Fewer requests came.".into(),
        ..target("traces", quarter)
    };
    let first = target("traces", "FY2026Q1").value;
    let targets = vec![
        version("FY2026Q1", "2026-03-01", 80.0), // after its quarter, which ended in December
        version("FY2026Q2", "2026-03-01", 80.0), // within it
        version("FY2026Q2", "2026-03-15", 70.0), // and again
        version("FY2026Q3", "2026-03-01", 80.0), // before it
        version("FY2026Q3", "2027-01-15", 60.0), // on a day to come
    ];
    let changed = Batch { targets, ..Batch::default() };
    assert_eq!(store.apply(&changed, "ana", at(1), false).await.unwrap(), applied(5, 0, 0));
    let (stood, in_force) = promised(store, "2026-11-24").await;
    assert_eq!(stood, [first, 70.0, 80.0, first]);
    assert_eq!(in_force, [80.0, 70.0, 80.0, first]);
    assert_eq!(promised(store, "2026-03-14").await.1, [80.0, 80.0, 80.0, first]);
    assert_eq!(promised(store, "2027-01-15").await, (stood, vec![80.0, 70.0, 60.0, first]));
    assert_eq!(store.target_versions(&code("traces")).await.unwrap().len(), 9);
    let row = store.board(&filter()).await.unwrap();
    assert_eq!(row.iter().filter(|row| row.measure.code == code("traces")).count(), 1, "one row a measure");
    assert_eq!(store.apply(&changed, "ana", at(2), false).await.unwrap(), applied(0, 0, 5));
}

/// The targets of `traces` that are only proposed.
async fn waiting(store: &Store) -> Vec<TargetVersion> {
    let versions = store.target_versions(&code("traces")).await.unwrap();
    versions.into_iter().filter(|version| !version.is_approved()).collect()
}

async fn a_target_holds_once_somebody_else_approves_it(store: &Store) {
    let before = promised(store, "2026-11-24").await;
    let lower = Target { value: 50.0, set_on: "2026-01-01".parse().ok(), ..target("traces", "FY2026Q4") };
    store.propose_targets(std::slice::from_ref(&lower), "ana", at(1)).await.unwrap();
    assert_eq!(promised(store, "2026-11-24").await, before, "a proposal holds nowhere");
    let seen = waiting(store).await;
    let other = Target { value: 55.0, ..lower.clone() };
    assert_eq!(store.propose_targets(&[other], "ana", at(2)).await.unwrap(), None, "what waits is replaced");
    assert!(!store.approve_targets(&seen, "rex", at(3)).await.unwrap(), "it is not what was seen");
    assert_eq!(promised(store, "2026-11-24").await, before);
    assert!(store.approve_targets(&waiting(store).await, "rex", at(3)).await.unwrap());
    assert_eq!(promised(store, "2026-11-24").await.0[3], 55.0);
    let version = store.target_versions(&code("traces")).await.unwrap().pop().unwrap();
    assert_eq!((version.author.as_str(), version.approved_by.as_str()), ("ana", "rex"));
    let taken = store.propose_targets(&[lower], "ana", at(4)).await.unwrap();
    assert_eq!(taken.as_ref(), Some(&version), "what was approved is not undone");
    assert_eq!(promised(store, "2026-11-24").await.0[3], 55.0);
    assert!(store.verify_audit().await.unwrap().is_ok());
}

fn edit(setup: &MeasureSetup) -> MeasureEdit {
    MeasureEdit {
        measure: setup.measure.clone(),
        baseline: setup.baseline.clone(),
        version: None,
        seen: Some(setup.revision),
        actor: "ana".into(),
        at: at(5),
    }
}

async fn a_measure_is_changed_by_who_saw_it_last(store: &Store) {
    let traces = code("traces");
    let setup = store.measure_setup(&traces).await.unwrap().unwrap();
    let mut first = edit(&setup);
    first.measure.caveat = "Read with care.".into();
    first.baseline = None;
    let EditOutcome::Saved(revision) = store.save_measure(&first).await.unwrap() else { panic!() };
    assert!(revision > setup.revision);
    assert_eq!(store.save_measure(&first).await.unwrap(), EditOutcome::Conflict, "it was seen before");
    let now = store.measure_setup(&traces).await.unwrap().unwrap();
    assert_eq!(
        (now.measure.caveat.as_str(), now.baseline, now.revision),
        ("Read with care.", None, revision)
    );
    let mut new = MeasureEdit { seen: None, ..first.clone() };
    assert_eq!(store.save_measure(&new).await.unwrap(), EditOutcome::Conflict, "the code is taken");
    new.measure.code = code("fresh");
    assert_eq!(store.save_measure(&new).await.unwrap(), EditOutcome::Saved(0));
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn a_change_of_definition_keeps_the_old_one(store: &Store) {
    let traces = code("traces");
    let setup = store.measure_setup(&traces).await.unwrap().unwrap();
    assert_eq!(setup.versions, []);
    let mut wider = edit(&setup);
    wider.measure.definition = "Traces of parts, too.".into();
    wider.version = Some(NewDefinition { from: period("FY2026Q3"), reason: "The law was widened.".into() });
    store.save_measure(&wider).await.unwrap();
    let versions = store.definitions(&traces).await.unwrap();
    let told: Vec<_> = versions.iter().map(|v| (v.number, v.from, v.definition.as_str())).collect();
    let old = setup.measure.definition.as_str();
    assert_eq!(told, [(1, None, old), (2, Some(period("FY2026Q3")), "Traces of parts, too.")]);
    assert_eq!(versions[1].reason, "The law was widened.");
}

async fn a_retired_measure_leaves_the_board(store: &Store) {
    let setup = store.measure_setup(&code("traces")).await.unwrap().unwrap();
    let mut retired = edit(&setup);
    retired.measure.retired_on = Some(period("FY2026Q2").ends_on());
    store.save_measure(&retired).await.unwrap();
    let shown = async |quarter| {
        let filter = BoardFilter { period: period(quarter), ..filter() };
        store.board(&filter).await.unwrap().iter().any(|row| row.measure.code == code("traces"))
    };
    assert!(shown("FY2026Q2").await, "its last quarter is still looked at");
    assert!(!shown("FY2026Q3").await);
}

async fn the_audit_trail_is_filtered_and_listed_by_page(store: &Store) {
    let version = store.version().await.unwrap();
    assert_eq!(version, ROWS as i64, "an entry for each row written");
    let page = |before, limit| AuditFilter { before, limit, ..AuditFilter::default() };
    let first = store.audit_entries(&page(None, 5)).await.unwrap();
    let second = store.audit_entries(&page(Some(first[4].seq), 5)).await.unwrap();
    let numbers: Vec<i64> = first.iter().chain(&second).map(|entry| entry.seq).collect();
    assert_eq!(numbers, (version - 9..=version).rev().collect::<Vec<_>>());
    let about = |subject: &str| AuditFilter { subject: subject.into(), limit: 100, ..AuditFilter::default() };
    for (subject, count) in
        [("actual:", 4), ("actual:traces/", 2), ("measure:traces", 1), ("person:", 0), ("%", 0)]
    {
        assert_eq!(store.audit_entries(&about(subject)).await.unwrap().len(), count, "{subject}");
    }
    let mut more = batch();
    more.measures[0].caveat = "New caveat".into();
    store.apply(&more, "ben", at(1), false).await.unwrap();
    let (eve, day) = ("2026-11-23".parse().ok(), "2026-11-24".parse().ok());
    let all = AuditFilter { limit: 100, ..AuditFilter::default() };
    for (filter, count) in [
        // The measure, its baseline, four targets, two figures, what was published about it, its change.
        (AuditFilter { code: Some(code("traces")), ..all.clone() }, 10),
        (AuditFilter { code: Some(code("trace")), ..all.clone() }, 4),
        (AuditFilter { code: Some(code("trac")), ..all.clone() }, 0),
        (AuditFilter { code: Some(code("ATF")), ..all.clone() }, 1),
        (AuditFilter { code: Some(code("traces")), kind: Some(SubjectKind::Target), ..all.clone() }, 4),
        (AuditFilter { code: Some(code("trace")), kind: Some(SubjectKind::Goal), ..all.clone() }, 1),
        (AuditFilter { kind: Some(SubjectKind::Measure), ..all.clone() }, 5),
        (AuditFilter { action: "change".into(), ..all.clone() }, 1),
        (AuditFilter { action: "change".into(), code: Some(code("odd")), ..all.clone() }, 0),
        (AuditFilter { actor: "ben".into(), ..all.clone() }, 1),
        (AuditFilter { actor: "be".into(), ..all.clone() }, 0),
        (AuditFilter { from: day, to: day, ..all.clone() }, ROWS + 1),
        (AuditFilter { to: eve, ..all.clone() }, 0),
        (AuditFilter { from: eve, actor: "ben".into(), kind: Some(SubjectKind::Measure), ..all.clone() }, 1),
    ] {
        assert_eq!(store.audit_entries(&filter).await.unwrap().len(), count, "{filter:?}");
        let further_on = AuditFilter { before: Some(1), limit: 1, ..filter };
        assert_eq!(store.audit_count(&further_on).await.unwrap(), count as i64, "{further_on:?}");
    }
    assert_eq!(first[0].at, "2026-11-24T09:00:00.000Z");
    assert_eq!(store.verify_audit().await.unwrap(), Ok(version + 1));
}

async fn a_changed_audit_entry_is_found(store: &Store) {
    let tamper = async |sql| at_the_database(store, sql).await.unwrap();
    unguard(store).await;
    for (number, sql, undo) in [
        (
            3,
            "UPDATE audit SET actor = 'nobody' WHERE seq = 3",
            "UPDATE audit SET actor = 'seed' WHERE seq = 3",
        ),
        (
            7,
            "UPDATE audit SET action = 'change' WHERE seq = 7",
            "UPDATE audit SET action = 'create' WHERE seq = 7",
        ),
        (
            9,
            "UPDATE audit SET at = 'x' WHERE seq = 9",
            "UPDATE audit SET at = '2026-11-24T09:00:00.000Z' WHERE seq = 9",
        ),
        (1, "UPDATE audit SET before = '{}' WHERE seq = 1", "UPDATE audit SET before = NULL WHERE seq = 1"),
        (
            5,
            "UPDATE audit SET after = after || ' ' WHERE seq = 5",
            "UPDATE audit SET after = trim(after) WHERE seq = 5",
        ),
    ] {
        tamper(sql).await;
        assert_eq!(store.verify_audit().await.unwrap().unwrap_err().seq, number, "{sql}");
        tamper(undo).await;
        assert!(store.verify_audit().await.unwrap().is_ok(), "{undo}");
    }
}

async fn a_missing_audit_entry_is_found(store: &Store) {
    let tamper = async |sql| at_the_database(store, sql).await.unwrap();
    unguard(store).await;
    tamper("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)").await;
    assert_eq!(store.verify_audit().await.unwrap().unwrap_err().seq, ROWS as i64, "the last one");
    tamper("DELETE FROM audit WHERE seq = 4").await;
    assert_eq!(store.verify_audit().await.unwrap().unwrap_err().seq, 4);
}

async fn hostile_texts_are_kept_as_they_are(store: &Store) {
    let mut more = batch();
    more.measures[0].name = "'; DROP TABLE measure; --".into();
    more.measures[0].caveat = "🔫 \u{202e}ﷺ \\ %s {} \r\n\t\"".into();
    more.measures[0].definition = "x".repeat(1 << 20);
    store.apply(&more, "o'brien", at(1), false).await.unwrap();
    assert_eq!(store.measure(&code("traces")).await.unwrap(), Some(more.measures[0].clone()));
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn a_closed_store_is_unreachable(store: &Store) {
    assert!(["SQLite", "PostgreSQL"].contains(&store.kind()));
    store.ping().await.unwrap();
    store.close().await;
    assert!(matches!(store.ping().await, Err(StoreError::Unreachable(_))));
    assert!(matches!(store.offices().await, Err(StoreError::Unreachable(_))));
}
