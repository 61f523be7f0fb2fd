use super::*;
use crate::domain::actual::{Figure, MissingReason};
use crate::domain::measure::{Direction, Measure};

/// Made for these tests, in the shape of the published files, with each kind of dirty cell.
const GOALS: &str = include_str!("../../../../tests/fixtures/performance_gov/goals.csv");
const ROWS: &str = include_str!("../../../../tests/fixtures/performance_gov/indicators.csv");

fn read() -> Reading {
    performance_gov(&[("indicators.csv", ROWS), ("goals.csv", GOALS)])
}

fn measure<'b>(batch: &'b Batch, name: &str) -> &'b Measure {
    batch.measures.iter().find(|m| m.name == name).unwrap_or_else(|| panic!("no measure “{name}”"))
}

#[test]
fn goals_and_measures_have_clean_names_and_distinct_codes() {
    let Reading { batch, problems, rows, .. } = read();
    assert_eq!((problems, rows), (vec![], 3 + 20));
    assert_eq!(batch.goals[0].name, "Answer Letters Sooner");
    assert_eq!(batch.goals[0].statement, "Answer what people write. Soon, and in plain words.");
    assert_eq!(batch.goals[0].to.map(|p| p.to_string()).as_deref(), Some("FY2023"));
    assert_eq!(batch.goals[2].from, None);
    assert_eq!(batch.offices.len(), 2);
    let names: Vec<_> = batch.measures.iter().map(|m| (m.code.as_str(), m.name.as_str())).collect();
    let expected = [
        ("901APG2201-percent-of-letters-answered-within-a-week", "Percent of letters answered within a week"),
        ("901APG2201-number-of-letters-left-unanswered", "Number of letters left unanswered"),
        ("901APG2201-writers-satisfaction-first-answer", "Writers satisfaction, first answer"),
        ("901APG2201-reduce-the-cost-of-an-answer", "Reduce the cost of an answer"),
        ("901APG2202-write-the-inspection-plan", "Write the inspection plan"),
        ("901APG2202-publish-the-inspection-plan", "Publish the inspection plan"),
        ("901APG2202-percentage-of-bridges-in-good-condition", "Percentage of bridges in good condition"),
        ("901APG2202-number-of-bridges-closed", "Number of bridges closed"),
        ("902APG2201-birds-counted", "Birds counted (Count in the north)"),
        ("902APG2201-birds-counted-2", "Birds counted (Count in the south)"),
        ("902APG2201-ducks-counted", "Ducks counted (target 20)"),
        ("902APG2201-ducks-counted-2", "Ducks counted (target 10)"),
        ("902APG2201-geese-counted", "Geese counted (row 1)"),
        ("902APG2201-geese-counted-2", "Geese counted (row 2)"),
        ("902APG2201-swans-counted", "Swans counted"),
    ];
    assert_eq!(names, expected);
}

#[test]
fn directions_and_units_follow_the_rows() {
    let batch = read().batch;
    for (name, direction, unit, decimals) in [
        ("Percent of letters answered within a week", Direction::Increase, "percent", 2),
        ("Number of letters left unanswered", Direction::Decrease, "letters", 0),
        ("Writers satisfaction, first answer", Direction::Increase, "units", 0),
        ("Reduce the cost of an answer", Direction::Decrease, "units", 1),
        ("Write the inspection plan", Direction::Milestone, "milestones", 0),
        ("Percentage of bridges in good condition", Direction::AtLeast, "percent", 1),
        ("Number of bridges closed", Direction::AtMost, "bridges", 0),
        ("Swans counted", Direction::Increase, "units", 0),
    ] {
        let measure = measure(&batch, name);
        assert_eq!(measure.direction, direction, "{name}");
        assert_eq!((measure.unit.name.as_str(), measure.unit.decimals), (unit, decimals), "{name}");
        assert!(!measure.illustrative && measure.source.starts_with("performance.gov"), "{name}");
    }
}

#[test]
fn blanks_and_what_is_no_number_are_never_zero() {
    let batch = read().batch;
    let figures: Vec<Figure> = batch.actuals.iter().map(|a| a.figure).collect();
    let missing = Figure::Missing(MissingReason::NotAvailable);
    assert_eq!(figures.len(), 20);
    assert_eq!(
        figures[..5],
        [Figure::Value(66.0), missing, Figure::Value(81.25), missing, Figure::Value(0.0)]
    );
    assert_eq!(batch.actuals[3].note, "Published as “n/a”.");
    assert_eq!((figures[18], batch.actuals[18].note.as_str()), (missing, "Published as “12%”."));
}

#[test]
fn targets_are_those_of_their_quarters_and_none_is_made_up() {
    let batch = read().batch;
    let targets = |name: &str| -> Vec<(String, f64)> {
        let code = &measure(&batch, name).code;
        let own = batch.targets.iter().filter(|t| t.measure == *code);
        own.map(|t| (t.period.to_string(), t.value)).collect()
    };
    let letters = targets("Percent of letters answered within a week");
    let expected = [("FY2022Q1", 90.0), ("FY2022Q2", 90.0), ("FY2022Q3", 80.0), ("FY2022Q4", 80.0)];
    assert_eq!(letters, expected.map(|(p, v)| (p.to_owned(), v)));
    for name in ["Writers satisfaction, first answer", "Reduce the cost of an answer", "Swans counted"] {
        assert_eq!(targets(name), [], "{name}");
    }
    let letters = &measure(&batch, "Percent of letters answered within a week").code;
    assert_eq!(batch.baselines.iter().find(|b| b.measure == *letters).map(|b| b.value), Some(61.0));
}

#[test]
fn whatever_is_odd_is_said_at_its_line() {
    let remarks: Vec<String> = read().remarks.iter().map(ToString::to_string).collect();
    for expected in [
        "goals.csv, line 2, column goal_name: the text has stray blanks",
        "goals.csv, line 2, column goal_description: the text has line breaks",
        "indicators.csv, line 3, column value_current: blank: kept as “not available”, not as zero",
        "indicators.csv, line 4, column indicator: the text has stray blanks",
        "indicators.csv, line 4, column value_current: there are blanks around the number",
        "indicators.csv, line 5, column value_current: kept as no figure: “n/a” is not a number",
        "indicators.csv, line 5, column value_start: the starting value has changed",
        "indicators.csv, line 7, column indicator_type: the target is undefined",
        "indicators.csv, line 7, column value_target: 75 is not taken for a target",
        "indicators.csv, line 7, column indicator: a character was lost",
        "indicators.csv, line 7, column indicator_type: no type gives the direction; by the indicator’s words it is increase",
        "indicators.csv, line 11, column indicator_type: no type gives the direction; by the indicator’s words it is decrease",
        "indicators.csv, line 12, column indicator: blank: the measure is named for its target",
        "indicators.csv, line 12, column related_owner: the owner is “AAA, BBB”; the measure stands with AAA",
        "indicators.csv, line 16, column indicator: rows of one quarter share this indicator; told apart by the target’s text",
        "indicators.csv, line 18, column indicator: rows of one quarter share this indicator; told apart by the target value",
        "indicators.csv, line 20, column indicator: rows of one quarter share this indicator; told apart by the order",
        "indicators.csv, line 22, column value_start: kept as no figure: “#REF!” is not a number",
        "indicators.csv, line 22, column value_target: kept as no figure: “1,000” has a comma",
        "indicators.csv, line 23, column indicator_type: “Measurable wish” is no known type",
    ] {
        assert!(remarks.iter().any(|r| r.starts_with(expected)), "{expected} not in {remarks:#?}");
    }
}

#[test]
fn what_cannot_be_placed_stops_the_import() {
    let header = ROWS.lines().next().unwrap();
    let row = |cells: &str| format!("{header}\n{cells},,,,,,\n");
    for (rows, goals, expected) in [
        (ROWS, "", "column related_goal_id: give the file of goals together with that of indicators"),
        (&row("2022,1,903APG2201,,t,Measurable increase,i,AAA,1,2"), GOALS, "has no goal “903APG2201”"),
        (
            &row("2022,5,901APG2201,,t,Measurable increase,i,AAA,1,2"),
            GOALS,
            "column fiscal_qtr: Q5 of FY 2022",
        ),
        (
            &row("2022,1,901APG2201,,,Measurable increase,,AAA,1,2"),
            GOALS,
            "neither an indicator nor a target",
        ),
        ("a,b\n1,2\n", GOALS, "columns of neither file"),
    ] {
        let files = [("indicators.csv", rows), ("goals.csv", goals)];
        let given = if goals.is_empty() { &files[..1] } else { &files[..] };
        let problems: Vec<String> = performance_gov(given).problems.iter().map(ToString::to_string).collect();
        assert!(problems.iter().any(|p| p.contains(expected)), "{expected} not in {problems:#?}");
    }
    let twice = format!("{GOALS}{}", GOALS.lines().last().unwrap());
    let problems = performance_gov(&[("goals.csv", &twice)]).problems;
    assert!(problems[0].message.contains("is there already"), "{problems:?}");
}
