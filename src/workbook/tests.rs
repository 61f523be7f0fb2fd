//! What is written is read back as the same.

use proptest::prelude::*;

use super::*;
use crate::domain::batch::{Batch, Mark};
use crate::domain::import::{self, Held};

fn sample() -> Batch {
    let batch = import::framework(&import::EXAMPLE).batch;
    assert!(!batch.categories.is_empty());
    batch
}

fn mark() -> Mark {
    Mark { version: 812, seal: "0123456789abcdef".into() }
}

fn written(batch: &Batch) -> Vec<u8> {
    let about = About { mark: &mark(), retrieved_at: "2026-11-24T09:00:00Z".parse().unwrap() };
    write(batch, &about).unwrap()
}

fn check_same(batch: &Batch) {
    let grids = read(&written(batch)).unwrap();
    let reading = import::workbook("f.xlsx", &grids, &Held::default(), false);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    // A whole batch would be printed, and that many times over.
    assert!(reading.batch == *batch, "the batches differ");
    assert_eq!(import::sought(&grids).mark, mark());
}

#[test]
fn the_sample_is_read_back_as_it_was_written() {
    check_same(&sample());
    check_same(&Batch::default());
}

#[test]
fn the_same_is_written_each_time() {
    assert!(written(&sample()) == written(&sample()));
}

/// Texts with what spreadsheets and XML trip over. Only a note keeps the blanks around it.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'<>&\"_x0D; a1é—\u{1F600}]{0,12}",
        "(_x000D_|_x005F_|x|_|\n|\t|\r){0,6}",
        "<r>(_x000D_|</si>|<t>|[ a&\n]){0,3}</r>",
        "\\PC{0,40}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn hostile_texts_and_odd_numbers_are_read_back(
        texts in proptest::collection::vec(text(), 8),
        numbers in proptest::collection::vec(-1e15f64..1e15, 2),
    ) {
        let mut batch = sample();
        let trimmed = |at: usize| texts[at].trim().to_owned();
        batch.goals[1].statement = trimmed(0);
        batch.measures[2].definition = trimmed(1);
        batch.measures[2].rule.negative = true;
        batch.targets[0].reason = trimmed(2);
        batch.published[0].note = trimmed(3);
        batch.published[0].value = numbers[0];
        batch.baselines[0].value = numbers[1].abs();
        batch.baselines[0].source = trimmed(4);
        batch.actuals[0].note = texts[5].clone();
        batch.actuals[1].source = texts[6].clone();
        batch.actuals[1].note = texts[7].clone();
        check_same(&batch);
    }
}

#[test]
fn a_sheet_that_is_too_long_is_not_written() {
    let mut batch = sample();
    batch.actuals = vec![batch.actuals[0].clone(); 100_001];
    let about = About { mark: &mark(), retrieved_at: "2026-11-24T09:00:00Z".parse().unwrap() };
    let error = write(&batch, &about).unwrap_err().to_string();
    assert_eq!(has_room(100_001).unwrap_err().to_string(), error);
    assert!(has_room(100_000).is_ok());
    assert!(error.contains("figures has 100001 rows") && error.contains("export it as CSV"), "{error}");
}
