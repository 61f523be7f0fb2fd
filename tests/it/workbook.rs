//! The framework as a workbook: out, edited, and in again.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::os::unix::fs::PermissionsExt;

use yardstick::api::import::{Brought, How, bring};
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Actual, Figure, MissingReason};
use yardstick::domain::batch::{Batch, Mark};
use yardstick::domain::breakdown::Categories;
use yardstick::domain::goal::Contributors;
use yardstick::domain::import::{self, Content, EXPORTED, Grid};
use yardstick::domain::milestone::MilestoneStatus;
use yardstick::domain::target::Target;
use yardstick::store::{self, AuditFilter, CategoryEdit, GoalEdit, Store, Terms};
use yardstick::workbook::{self, About};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cli::{check_failure, err, out, run, with_sample};
use crate::postgres;
use crate::served::Served;
use crate::world::{PASSWORD, actual, at, code, enrol, key, milestone, saving, seed, sqlite, target};

contract! {
    the_sample_goes_out_and_in_unchanged
    the_published_goals_go_out_and_in_unchanged
    cells_are_merged_one_by_one
    cells_that_belong_together_are_not_torn_apart
    what_others_added_meanwhile_may_be_referred_to
    what_others_removed_stays_removed
    a_cleared_cell_takes_away_what_stood_there
    a_proposal_is_not_undone_unseen
    a_figure_that_waits_goes_on_waiting
    a_workbook_of_another_database_overwrites_nothing
    a_changed_definition_says_what_it_means
    categories_are_added
    who_was_overtaken_writes_nothing
}

/// The sample's files.
const SAMPLE: [&str; 9] = [
    "offices",
    "goals",
    "milestones",
    "measures",
    "breakdowns",
    "recommendations",
    "targets",
    "published",
    "figures",
];

fn sample() -> Batch {
    let texts = SAMPLE
        .map(|name| fs::read_to_string(format!("{}/sample/{name}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap());
    let files: Vec<(&str, &str)> = SAMPLE.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    import::framework(&files).batch
}

/// The sheets of a workbook that says it was exported from a state.
fn grids(batch: &Batch, mark: &Mark) -> Vec<Grid> {
    let bytes = workbook::write(batch, &About { mark, retrieved_at: at(5) }).unwrap();
    workbook::read(&bytes).unwrap()
}

/// A workbook as it was exported, and then edited by hand.
struct Book {
    exported: Batch,
    mark: Mark,
    batch: Batch,
    /// Cells that are in no batch: sheet, line, column and text.
    cells: Vec<(&'static str, u64, &'static str, &'static str)>,
}

impl Book {
    async fn of(store: &Store) -> Book {
        let (batch, mark) = store.framework().await.unwrap();
        Book { exported: batch.clone(), mark, batch, cells: Vec::new() }
    }

    fn grids(&self) -> Vec<Grid> {
        let exported = grids(&self.exported, &self.mark).pop().unwrap();
        assert_eq!(exported.sheet, EXPORTED);
        let mut grids = grids(&self.batch, &self.mark);
        *grids.last_mut().unwrap() = exported;
        for &(sheet, line, column, text) in &self.cells {
            let grid = grids.iter_mut().find(|grid| grid.sheet == sheet).unwrap();
            let at = grid.rows[0].cells.iter().position(|cell| cell.text() == column).unwrap();
            let row = grid.rows.iter_mut().find(|row| row.line == line).unwrap();
            if row.cells.len() <= at {
                row.cells.resize(at + 1, Content::Text(String::new()));
            }
            row.cells[at] = Content::Text(text.to_owned());
        }
        grids
    }

    fn figure(&mut self, quarter: &str) -> &mut Actual {
        self.batch
            .actuals
            .iter_mut()
            .find(|one| one.measure == code("traces") && one.period.to_string() == quarter)
            .unwrap()
    }

    async fn bring(&self, store: &Store) -> Brought {
        bring_grids(store, self.grids(), false).await
    }
}

async fn bring_grids(store: &Store, grids: Vec<Grid>, overwrite: bool) -> Brought {
    let sought = import::sought(&grids);
    let read = move |held: &_| import::workbook("f.xlsx", &grids, held, overwrite);
    bring(store, sought, read, &How { actor: "ada", at: at(20), dry_run: false }).await.unwrap()
}

/// What stands against it, in words.
fn told(brought: &Brought) -> Vec<String> {
    brought.reading.problems.iter().chain(&brought.objections).map(ToString::to_string).collect()
}

fn remarks(brought: &Brought) -> Vec<String> {
    brought.reading.remarks.iter().map(ToString::to_string).collect()
}

/// How much was created and changed; fails where something stood against it.
fn done(brought: &Brought) -> (usize, usize) {
    let applied = brought.outcome.as_ref().unwrap_or_else(|| panic!("{:?}", told(brought))).applied;
    (applied.created, applied.changed)
}

/// What another person did meanwhile.
async fn theirs(store: &Store, batch: Batch) {
    store.apply(&batch, "ben", at(10), false).await.unwrap();
}

fn figures(actuals: &[Actual]) -> Batch {
    Batch { actuals: actuals.to_vec(), ..Batch::default() }
}

async fn published(store: &Store, quarter: &str) -> (Figure, String) {
    let cell = store.cell(&key("traces", quarter)).await.unwrap().published.unwrap();
    (cell.figure, cell.note)
}

async fn goes_out_and_in_unchanged(store: &Store, batch: &Batch) {
    store.apply(batch, "seed", at(1), false).await.unwrap();
    let book = Book::of(store).await;
    assert!(book.batch.measures.len() >= batch.measures.len() && !batch.measures.is_empty());
    let brought = book.bring(store).await;
    assert_eq!((done(&brought), remarks(&brought)), ((0, 0), vec![]));
    assert_eq!(store.mark().await.unwrap(), book.mark, "not an entry was written");
    assert_eq!(store.framework().await.unwrap().0, book.exported);
}

async fn the_sample_goes_out_and_in_unchanged(store: &Store) {
    let mut batch = sample();
    let categories = vec!["type=rifle".to_owned(), "type=hand gun".to_owned()];
    batch.categories.push(Categories { measure: batch.measures[0].code.clone(), categories });
    goes_out_and_in_unchanged(store, &batch).await;
}

async fn the_published_goals_go_out_and_in_unchanged(store: &Store) {
    let root = env!("CARGO_MANIFEST_DIR");
    let whole = ["apg_fy2022_goals.csv", "apg_fy2022_indicators.csv"]
        .map(|name| format!("{root}/../shared/data/{name}"));
    let part =
        ["goals.csv", "indicators.csv"].map(|name| format!("{root}/tests/fixtures/performance_gov/{name}"));
    // All of them where they are at hand, else those that are kept here.
    let files = if fs::exists(&whole[0]).unwrap() { whole } else { part };
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    let batch = import::performance_gov(&[("goals.csv", &texts[0]), ("indicators.csv", &texts[1])]).batch;
    goes_out_and_in_unchanged(store, &batch).await;
}

async fn cells_are_merged_one_by_one(store: &Store) {
    let mut book = Book::of(store).await;
    *book.figure("FY2026Q1") = actual("traces", "FY2026Q1", Figure::Value(101.0));
    book.figure("FY2026Q2").note = "Mine.".into();
    let q1 = book.batch.actuals.iter().position(|one| one.period.to_string() == "FY2026Q1").unwrap() + 2;
    book.batch.measures[1].caveat = "Mine.".into();
    book.batch.actuals.push(actual("traces", "FY2026Q4", Figure::Value(4.0)));

    // Meanwhile another person changes one of the same cells to something else, one of them to the same,
    // another cell of a row that is changed here, and a row that is not touched here at all.
    let mut measure = store.measure(&code("traces")).await.unwrap().unwrap();
    measure.caveat = "Theirs.".into();
    let meanwhile = Batch {
        measures: vec![measure],
        ..figures(&[
            actual("traces", "FY2026Q1", Figure::Value(102.0)),
            actual("traces", "FY2026Q2", Figure::Value(7.0)),
            actual("traces", "FY2026Q3", Figure::Value(3.0)),
            actual("traces", "FY2026Q4", Figure::Value(4.0)),
        ])
    };
    theirs(store, meanwhile).await;
    let before = store.framework().await.unwrap();
    let brought = book.bring(store).await;
    let there = told(&brought);
    assert_eq!((there.len(), brought.reading.conflicting), (1, 1), "{there:?}");
    let start = format!(
        "f.xlsx, figures!D{q1}, column value: “101” here, “102” in the database, for actual:traces/FY2026Q1/"
    );
    assert!(
        there[0].starts_with(&start) && there[0].ends_with("last changed by ben on 2026-11-24 at 09:10 UTC"),
        "{there:?}"
    );
    assert_eq!(store.framework().await.unwrap(), before, "nothing else was written either");

    // Whoever writes what stands there has no conflict. What was not touched keeps the newer value.
    *book.figure("FY2026Q1") = actual("traces", "FY2026Q1", Figure::Value(102.0));
    let brought = book.bring(store).await;
    assert_eq!(done(&brought), (0, 2));
    assert_eq!(
        remarks(&brought),
        ["f.xlsx: 2 cells that were not touched here have newer values in the database, which stay"]
    );
    let changes = &brought.outcome.as_ref().unwrap().changes;
    let preview = import::preview("f.xlsx", &brought.reading.places, changes);
    assert_eq!(
        preview.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "f.xlsx, measures!U3, column caveat: “Traces are not crimes.” becomes “Mine.” in measure:odd"
                .to_owned(),
            format!(
                "f.xlsx, figures!H{}, column note: “as reported” becomes “Mine.” in actual:traces/FY2026Q2/",
                q1 + 1
            ),
        ]
    );
    assert_eq!(published(store, "FY2026Q2").await, (Figure::Value(7.0), "Mine.".to_owned()));
    assert_eq!(store.measure(&code("traces")).await.unwrap().unwrap().caveat, "Theirs.");
    assert_eq!(store.measure(&code("odd")).await.unwrap().unwrap().caveat, "Mine.");

    // Whoever insists gets their way where they changed something, and nowhere else.
    *book.figure("FY2026Q1") = actual("traces", "FY2026Q1", Figure::Value(101.0));
    let brought = bring_grids(store, book.grids(), true).await;
    assert_eq!(done(&brought), (0, 1));
    assert_eq!(published(store, "FY2026Q1").await.0, Figure::Value(101.0));
    assert_eq!(store.measure(&code("traces")).await.unwrap().unwrap().caveat, "Theirs.");
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn cells_that_belong_together_are_not_torn_apart(store: &Store) {
    let ratio = |numerator, denominator| Figure::Ratio { numerator, denominator };
    let of = |figure| actual("urgent", "FY2026Q2", figure);
    for (here, there, expected) in [
        (
            ratio(84.0, 100.0),
            ratio(83.0, 101.0),
            vec!["column numerator: “84” here, “83”", "column denominator: “100” here, “101”"],
        ),
        (
            Figure::Missing(MissingReason::Suppressed),
            ratio(83.0, 102.0),
            vec![
                "column numerator: nothing here, “83”",
                "column denominator: nothing here, “102”",
                "column missing: “suppressed” here, nothing",
            ],
        ),
        (ratio(85.0, 103.0), ratio(85.0, 103.0), vec![]),
    ] {
        theirs(store, figures(&[of(ratio(83.0, 100.0))])).await;
        let mut book = Book::of(store).await;
        let at = book.batch.actuals.iter().position(|one| one.measure == code("urgent")).unwrap();
        book.batch.actuals[at].figure = here;
        theirs(store, figures(&[of(there)])).await;
        let found = told(&book.bring(store).await);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for words in expected {
            assert!(found.iter().any(|one| one.contains(words)), "{words} in {found:?}");
        }
    }
}

async fn what_others_added_meanwhile_may_be_referred_to(store: &Store) {
    let mut book = Book::of(store).await;
    book.batch.measures[0].caveat = "Mine.".into();
    let mut goal = book.batch.goals[1].clone();
    goal.code = code("new-goal");
    let mut measure = book.batch.measures[0].clone();
    measure.goal = goal.code.clone();
    measure.caveat = book.exported.measures[0].caveat.clone();
    theirs(store, Batch { goals: vec![goal], measures: vec![measure.clone()], ..Batch::default() }).await;
    assert_eq!(done(&book.bring(store).await), (0, 1));
    let now = store.measure(&measure.code).await.unwrap().unwrap();
    assert_eq!((now.goal.as_str(), now.caveat.as_str()), ("new-goal", "Mine."));
}

/// Another person takes the goal's second milestone away.
async fn without_a_milestone(store: &Store) {
    let now = store.goal_setup(&code("trace")).await.unwrap().unwrap();
    let edit = GoalEdit {
        goal: now.goal,
        contributors: now.contributors,
        milestones: now.milestones[..1].to_vec(),
        seen: Some(now.revision),
        actor: "ben".into(),
        at: at(10),
    };
    store.save_goal(&edit).await.unwrap();
}

async fn what_others_removed_stays_removed(store: &Store) {
    let mut book = Book::of(store).await;
    without_a_milestone(store).await;
    assert_eq!(done(&book.bring(store).await), (0, 0), "an untouched row does not bring it back");
    assert_eq!(store.milestones(&code("trace")).await.unwrap().len(), 1);
    book.batch.milestones[1].note = "Mine.".into();
    let found = told(&book.bring(store).await);
    assert_eq!(
        found,
        [
            "f.xlsx, milestones!G3, column note: changed here, but this row was removed from the database after the export"
        ]
    );
    assert_eq!(done(&bring_grids(store, book.grids(), true).await), (1, 0));

    // A row that is removed from the workbook stays in the database, and that is said.
    let mut book = Book::of(store).await;
    book.batch.milestones.truncate(1);
    book.batch.actuals.remove(0);
    book.batch.milestones.push(milestone("m3", "2027-01-31", MilestoneStatus::Planned));
    let brought = book.bring(store).await;
    assert_eq!(done(&brought), (1, 0));
    assert_eq!(
        remarks(&brought),
        [
            "f.xlsx: 2 rows of the export are not here any more; they stay in the database, for an import deletes nothing"
        ]
    );
    assert_eq!(store.milestones(&code("trace")).await.unwrap().len(), 3);
}

async fn a_cleared_cell_takes_away_what_stood_there(store: &Store) {
    let mut book = Book::of(store).await;
    book.batch.baselines.clear();
    book.batch.contributors.clear();
    book.batch.recommendations[0].measures.clear();
    book.batch.measures[0].caveat.clear();
    let brought = book.bring(store).await;
    assert_eq!(done(&brought), (0, 4));
    let changes = &brought.outcome.as_ref().unwrap().changes;
    let preview: Vec<String> =
        import::preview("f", &brought.reading.places, changes).iter().map(ToString::to_string).collect();
    assert!(
        preview.iter().any(|one| one.contains("column baseline: “90” becomes nothing in baseline:traces")),
        "{preview:?}"
    );
    assert_eq!(store.baseline(&code("traces")).await.unwrap(), None);
    assert_eq!(store.contributors(&code("trace")).await.unwrap(), Contributors::new(code("trace"), vec![]));
    let filter = AuditFilter { subject: "baseline:".into(), limit: 1, ..AuditFilter::default() };
    let entry = &store.audit_entries(&filter).await.unwrap()[0];
    assert_eq!((entry.action.as_str(), entry.actor.as_str(), &entry.after), ("remove", "ada", &None));
    assert!(store.verify_audit().await.unwrap().is_ok());
    assert_eq!(done(&Book::of(store).await.bring(store).await), (0, 0));

    // Cleared here and changed there is a conflict like any other.
    let mut book = Book::of(store).await;
    book.batch.measures[0].name = "Mine".into();
    let mut measure = book.exported.measures[0].clone();
    measure.name = "Theirs".into();
    theirs(store, Batch { measures: vec![measure], ..Batch::default() }).await;
    assert!(
        told(&book.bring(store).await)[0]
            .contains("measures!D2, column name: “Mine” here, “Theirs” in the database")
    );
}

async fn a_proposal_is_not_undone_unseen(store: &Store) {
    let mut book = Book::of(store).await;
    let proposed = target("traces", "FY2027Q1");
    store.propose_targets(std::slice::from_ref(&proposed), "ana", at(2)).await.unwrap();
    assert_eq!(store.framework().await.unwrap().0, book.exported, "what is only proposed does not go out");
    book.batch.targets.push(Target { value: 50.0, ..proposed.clone() });
    let found = told(&book.bring(store).await);
    assert!(
        found.len() == 1 && found[0].contains("targets!D6, column value: “50” here, “110” in the database"),
        "{found:?}"
    );
    assert!(found[0].ends_with("last changed by ana on 2026-11-24 at 09:02 UTC"), "{found:?}");
    // To write the same is to approve it.
    book.batch.targets.last_mut().unwrap().value = 110.0;
    assert_eq!(done(&book.bring(store).await), (1, 0));
    assert!(
        store.target_versions(&code("traces")).await.unwrap().iter().all(|version| version.is_approved())
    );
}

async fn a_figure_that_waits_goes_on_waiting(store: &Store) {
    let mut book = Book::of(store).await;
    store.save_figure(&saving("traces", "FY2026Q3", 5.0, 0)).await.unwrap();
    assert_eq!(store.framework().await.unwrap().0.actuals, book.exported.actuals);
    book.batch.actuals.push(actual("traces", "FY2026Q3", Figure::Value(6.0)));
    assert_eq!(done(&book.bring(store).await), (1, 0));
    let cell = store.cell(&key("traces", "FY2026Q3")).await.unwrap();
    assert_eq!(cell.published.map(|one| one.figure), Some(Figure::Value(6.0)));
    assert_eq!((cell.working.map(|one| one.figure), cell.revision), (Some(Figure::Value(5.0)), 2));
}

async fn a_workbook_of_another_database_overwrites_nothing(store: &Store) {
    let mut book = Book::of(store).await;
    book.batch.measures[0].caveat = "Theirs.".into();
    book.batch.actuals.push(actual("traces", "FY2026Q4", Figure::Value(6.0)));
    for mark in [
        Mark::default(),
        Mark { version: 3, seal: "of another".into() },
        Mark { version: 999, seal: String::new() },
    ] {
        book.mark = mark;
        let found = told(&book.bring(store).await);
        assert!(found.len() == 1 && found[0].contains("“Theirs.” here"), "{found:?}");
    }
    // One that does not say how it was exported is one of those.
    book.mark = store.mark().await.unwrap();
    let bare: Vec<Grid> = book.grids().into_iter().filter(|grid| grid.sheet != EXPORTED).collect();
    let brought = bring_grids(store, bare, false).await;
    assert_eq!(brought.objections.len(), 1);
    // What is new may come.
    book.batch.measures[0].caveat.clone_from(&book.exported.measures[0].caveat);
    book.mark = Mark::default();
    assert_eq!(done(&book.bring(store).await), (1, 0));
}

async fn a_changed_definition_says_what_it_means(store: &Store) {
    let mut book = Book::of(store).await;
    let at_traces = book.batch.measures.iter().position(|one| one.code == code("traces")).unwrap();
    let line = at_traces as u64 + 2;
    book.batch.measures[at_traces].definition = "Traces and parts.".into();
    let say = |column, text| ("measures", line, column, text);
    for (cells, expected) in [
        (vec![], "column change: definition, formula, unit or ratio are no longer what they were"),
        (vec![say("change", "maybe")], "column change: definition, formula"),
        (vec![say("change", "otherwise")], "column change_from: “” is not a period"),
        (
            vec![say("change", "otherwise"), say("change_from", "FY2026Q3")],
            "column change_reason: this must not be empty",
        ),
        (
            vec![say("change", "otherwise"), say("change_from", "FY2027"), say("change_reason", "x")],
            "FY 2027 is no period of this measure",
        ),
    ] {
        book.cells = cells;
        let found = told(&book.bring(store).await);
        assert!(
            found.iter().any(|one| one.contains(expected) && one.contains(&format!("{line}, "))),
            "{expected} in {found:?}"
        );
    }
    book.cells =
        vec![say("change", "otherwise"), say("change_from", "FY2026Q3"), say("change_reason", "The law.")];
    let brought = book.bring(store).await;
    assert_eq!(done(&brought), (0, 1));
    let begun = import::new_versions("f", &brought.reading.places, &brought.reading.batch.redefined);
    assert!(
        begun[0]
            .to_string()
            .ends_with("a new version of the definition of measure:traces begins with FY2026Q3"),
        "{begun:?}"
    );
    let versions = store.definitions(&code("traces")).await.unwrap();
    let shown: Vec<_> = versions
        .iter()
        .map(|one| {
            (
                one.number,
                one.from.map(String::from),
                one.definition.as_str(),
                one.reason.as_str(),
                one.author.as_str(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (1, None, "What is counted.", "", "ada"),
            (2, Some("FY2026Q3".to_owned()), "Traces and parts.", "The law.", "ada")
        ]
    );
    let filter = AuditFilter { subject: "definition:".into(), limit: 1, ..AuditFilter::default() };
    assert_eq!(store.audit_entries(&filter).await.unwrap()[0].subject, "definition:traces/2");
    assert_eq!(done(&book.bring(store).await), (0, 0), "brought again it is no change");

    // In other words only; and what nobody has counted by yet is simply restated.
    let mut book = Book::of(store).await;
    book.batch.measures[at_traces].formula = "count them".into();
    book.cells = vec![say("change", "words")];
    let odd = book.batch.measures.iter_mut().find(|one| one.code == code("odd")).unwrap();
    odd.definition = "Another.".into();
    assert_eq!(done(&book.bring(store).await), (0, 2));
    assert_eq!(store.definitions(&code("traces")).await.unwrap().len(), 2);

    let mut book = Book::of(store).await;
    book.batch.measures[at_traces].unit.name = "parts".into();
    book.cells = vec![say("change", "otherwise"), say("change_from", "FY2026Q3"), say("change_reason", "x")];
    assert!(told(&book.bring(store).await)[0].contains("a version already begins with Q3 FY 2026"));
}

async fn categories_are_added(store: &Store) {
    let (rifle, pistol) = ("type=rifle".to_owned(), "type=pistol".to_owned());
    let traces = |categories: &[&String]| Categories {
        measure: code("traces"),
        categories: categories.iter().map(|one| (*one).clone()).collect(),
    };
    theirs(store, Batch { categories: vec![traces(&[&rifle])], ..Batch::default() }).await;
    let mut book = Book::of(store).await;
    assert_eq!(book.batch.categories, [traces(&[&rifle])]);
    let shotgun = "type=shotgun".to_owned();
    book.batch.categories = vec![traces(&[&shotgun])];
    // Somebody else adds one too, before the other.
    let seen = store.measure_setup(&code("traces")).await.unwrap().unwrap().revision;
    let edit = CategoryEdit {
        measure: code("traces"),
        categories: vec![pistol.clone(), rifle.clone()],
        renamed: Vec::new(),
        seen,
        actor: "ben".into(),
        at: at(10),
    };
    store.save_categories(&edit).await.unwrap();
    let brought = book.bring(store).await;
    assert_eq!(done(&brought), (0, 1));
    assert_eq!(store.categories(&code("traces")).await.unwrap(), [pistol, rifle, shotgun]);
    assert!(store.measure_setup(&code("traces")).await.unwrap().unwrap().revision > seen + 1);
    assert_eq!(done(&book.bring(store).await), (0, 0));
    assert_eq!(done(&Book::of(store).await.bring(store).await), (0, 0));
    book.batch.categories[0].categories = vec!["rifle".into()];
    assert!(
        told(&book.bring(store).await)[0]
            .contains("breakdowns!B2, column category: write dimension=category")
    );
}

async fn who_was_overtaken_writes_nothing(store: &Store) {
    let version = store.version().await.unwrap();
    theirs(store, figures(&[actual("traces", "FY2026Q4", Figure::Value(1.0))])).await;
    let before = store.mark().await.unwrap();
    let mine = figures(&[actual("traces", "FY2026Q4", Figure::Value(2.0))]);
    let terms = |version| Terms { actor: "ada", at: at(11), dry_run: false, version };
    assert_eq!(store.apply_on_terms(&mine, &terms(Some(version))).await.unwrap(), None);
    assert_eq!(store.mark().await.unwrap(), before);
    assert!(store.apply_on_terms(&mine, &terms(Some(before.version))).await.unwrap().is_some());
}

/// Rewrites the parts of a workbook.
pub fn repacked(
    bytes: &[u8],
    mut rewrite: impl FnMut(&str, Vec<u8>) -> Vec<u8>,
    more: &[(&str, &[u8])],
) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(&rewrite(&name, content)).unwrap();
    }
    for (name, content) in more {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn replaced(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    repacked(
        bytes,
        |name, content| match name == part {
            true => String::from_utf8(content).unwrap().replace(from, to).into_bytes(),
            false => content,
        },
        &[],
    )
}

#[test]
fn the_program_exports_and_imports_a_workbook_and_says_what_it_would_do() {
    let folder = with_sample();
    let export = |file: &str| run(&folder, &["export", "--format", "workbook", file]);
    let import = |more: &[&str]| run(&folder, &[&["import", "--format", "workbook"], more].concat());
    assert_eq!(err(&export("f.xlsx")), "yardstick: the framework written to f.xlsx\n");
    let untouched = out(&import(&["f.xlsx"]));
    assert!(untouched.contains(": 0 created, 0 changed, "), "{untouched}");

    let bytes = fs::read(folder.path().join("f.xlsx")).unwrap();
    let edited =
        replaced(&bytes, "xl/sharedStrings.xml", "<t>Homeland Security Investigations</t>", "<t>HSI</t>");
    fs::write(folder.path().join("edited.xlsx"), edited).unwrap();
    let dry = import(&["edited.xlsx", "--dry-run"]);
    assert!(out(&dry).contains("0 created, 1 changed"), "{}", out(&dry));
    let line = "edited.xlsx, offices!B4, column name: “Homeland Security Investigations” becomes “HSI” in office:HSI";
    assert_eq!(err(&dry), format!("yardstick: {line}\n"));

    let theirs = "code,name\nHSI,Changed meanwhile\n";
    fs::write(folder.path().join("offices.csv"), theirs).unwrap();
    assert!(run(&folder, &["import", "--format", "measures", "offices.csv"]).status.success());
    let parts = [
        "offices!B4, column name",
        "“HSI” here, “Changed meanwhile” in the database",
        "1 conflict",
        "--overwrite",
    ];
    check_failure(&import(&["edited.xlsx"]), 1, &parts);
    let wet = import(&["edited.xlsx", "--overwrite"]);
    assert!(out(&wet).contains("0 created, 1 changed"), "{}", err(&wet));

    check_failure(&import(&["f.xlsx", "edited.xlsx"]), 2, &["one workbook at a time"]);
    check_failure(&import(&["offices.csv"]), 1, &["offices.csv: this is no workbook"]);
    check_failure(&import(&["none.xlsx"]), 1, &["none.xlsx: cannot be read"]);
    fs::write(folder.path().join("plain"), "").unwrap();
    let mode = |file: &str| fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
    assert_eq!(mode("f.xlsx"), mode("plain"), "as readable as any other file");
}

#[test]
fn the_program_exports_the_same_as_csv() {
    let folder = with_sample();
    let output = run(&folder, &["export", "--format", "measures", "all"]);
    assert!(output.status.success(), "{}", err(&output));
    let files = SAMPLE.map(|name| format!("all/{name}.csv"));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let again = run(&folder, &[&["import", "--format", "measures"], files.as_slice()].concat());
    assert!(out(&again).contains(": 0 created, 0 changed, "), "{}{}", out(&again), err(&again));
    check_failure(&run(&folder, &["export", "--format", "measures", "-"]), 2, &["name a folder"]);
}

/// A form with parts, as a browser sends it.
pub async fn send(server: &Served, session: &str, parts: &[(&str, &[u8])]) -> (u16, String) {
    send_to(server, session, "/import", parts).await
}

/// The same to any page.
pub async fn send_to(server: &Served, session: &str, path: &str, parts: &[(&str, &[u8])]) -> (u16, String) {
    let mut body = Vec::new();
    for (disposition, content) in parts {
        body.extend(format!("--cut\r\ncontent-disposition: form-data; {disposition}\r\n\r\n").into_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    let request = server.post(path, "").header("cookie", session).header("accept", "text/html");
    let request = request.body(body).build().map(|mut request| {
        let kind = "multipart/form-data; boundary=cut".parse().unwrap();
        request.headers_mut().insert("content-type", kind);
        request
    });
    let response = reqwest::Client::new().execute(request.unwrap()).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_workbook_is_taken_edited_shown_and_applied_in_the_browser() {
    let server = Served::start().await;
    enrol(&server.store, "ada", Role::Admin, None).await;
    enrol(&server.store, "vic", Role::Viewer, None).await;
    let (admin, viewer) = (server.sign_in("ada", PASSWORD).await, server.sign_in("vic", PASSWORD).await);
    assert_eq!(server.get("/framework.xlsx").send().await.unwrap().status(), 401);
    let response = server.get("/framework.xlsx").header("cookie", &viewer).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let bytes = response.bytes().await.unwrap().to_vec();

    let edited = replaced(&bytes, "xl/sharedStrings.xml", "Tobacco and Firearms", "Renamed &lt;b&gt;");
    let chosen = "name=\"workbook\"; filename=\"mine.xlsx\"";
    let (_, page) = send(&server, &viewer, &[(chosen, &edited)]).await;
    assert!(page.contains("only administrators import a workbook") && !page.contains("Apply"), "{page}");
    let before = store_state(&server.store).await;

    let (status, page) = send(&server, &admin, &[(chosen, &edited)]).await;
    assert_eq!(status, 200);
    for part in [
        "0 new, 1 changed",
        "offices!B2",
        "“Tobacco and Firearms” becomes “Renamed &lt;b&gt;”",
        "Apply these changes",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(store_state(&server.store).await, before, "nothing was written yet");

    let again = page.split("name=\"again\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let again = again.split('"').next().unwrap().to_owned();
    assert_eq!(page.matches(&again).count(), 1, "a page holds the workbook once");
    let (_, page) =
        send(&server, &admin, &[("name=\"file\"", b"mine.xlsx"), ("name=\"again\"", again.as_bytes())]).await;
    assert!(page.contains("Done: 0 new, 1 changed"), "{page}");
    assert_eq!(server.store.offices().await.unwrap()[0].name, "Renamed <b>");
    let entry =
        &server.store.audit_entries(&store::AuditFilter { limit: 1, ..Default::default() }).await.unwrap()[0];
    assert_eq!((entry.actor.as_str(), entry.subject.as_str()), ("ada", "office:ATF"));

    assert_eq!(page.matches(&again).count(), 0, "applied, it is not held any longer");

    // The first workbook, untouched, does not undo that; another edit of the same cell is a conflict.
    let (_, page) = send(&server, &admin, &[(chosen, &bytes)]).await;
    assert!(
        page.contains("nothing to change") && page.contains("1 cell that was not touched here has a newer"),
        "{page}"
    );
    let other = replaced(&bytes, "xl/sharedStrings.xml", "Tobacco and Firearms", "Mine");
    let (_, page) = send(&server, &admin, &[(chosen, &other)]).await;
    for part in [
        "1 cell was changed here and",
        "offices!B2",
        "“Mine” here, “Renamed &lt;b&gt;” in the database",
        "last changed by ada",
    ] {
        assert!(page.contains(part) && !page.contains("Apply these"), "{part} in {page}");
    }
    let (_, page) = send(&server, &admin, &[(chosen, b"a,b\n1,2\n")]).await;
    assert!(page.contains("The workbook is not read: this is no workbook"), "{page}");
    let large = vec![b'x'; 6 << 20];
    let (_, page) = send(&server, &admin, &[(chosen, &large)]).await;
    assert!(page.contains("it has more than 5 MB"), "{}", page.len());
    let (status, _) = send(&server, &admin, &[(chosen, &vec![b'x'; 9 << 20])]).await;
    assert_eq!(status, 413);
    let (status, _) = send(&server, &admin, &[("name=\"again\"", b"*")]).await;
    assert_eq!(status, 400);
    server.stop().await;
}

async fn store_state(store: &Store) -> Mark {
    store.mark().await.unwrap()
}
