//! `yardstick spc`: a series in, its limits and signals out.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{check_failure, err, out, run};

/// Runs the command on a file of that text.
fn judge(folder: &TempDir, text: &str, arguments: &[&str]) -> Output {
    fs::write(folder.path().join("series.csv"), text).unwrap();
    run(folder, &[&["spc"], arguments, &["series.csv"]].concat())
}

/// What it prints, where it does.
fn printed(text: &str, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let output = judge(&folder, text, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", err(&output));
    assert_eq!(err(&output), "");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no database was made");
    serde_json::from_str(&out(&output)).unwrap()
}

fn series(values: &[&str]) -> String {
    let row = |(at, value): (usize, &&str)| format!("{},{value}\n", at + 1);
    "period,value\n".to_owned() + &values.iter().enumerate().map(row).collect::<String>()
}

const WITH_OUTLIER: [&str; 18] =
    ["1", "2", "1", "2", "10", "1", "2", "1", "2", "1", "2", "1", "2", "1", "2", "1", "2", "1"];

/// Holds numbers against what is expected of them, to two decimals.
fn check_lines(found: &Value, expected: &[(&str, f64)]) {
    for (name, expected) in expected {
        let number = found[name].as_f64().unwrap_or_else(|| panic!("{name}: {found}"));
        assert!((number - expected).abs() < 0.005, "{name} is {number}, not {expected}");
    }
}

#[test]
fn the_document_has_the_names_that_others_rely_on() {
    let text = "period,value\nFY2024Q1,1\nFY2024Q2,\nFY2024Q3,3.5\n";
    let folder = tempfile::tempdir().unwrap();
    let output = out(&judge(&folder, text, &["--rules", "nhs"]));
    let expected = json!({
        "n": 2, "mean": 2.25, "mr_mean": 2.5, "lower": null, "upper": null, "near_lower": null,
        "near_upper": null, "limits": "none",
        "points": [
            {"period": "FY2024Q1", "value": 1.0, "rule": null, "kind": "common_cause"},
            {"period": "FY2024Q3", "value": 3.5, "rule": null, "kind": "common_cause"},
        ],
        "variation": "common_cause", "assurance": null,
    });
    assert_eq!(serde_json::from_str::<Value>(&output).unwrap(), expected);
    let empty = judge(&folder, "period,value\n", &[]);
    assert!(empty.status.success() && err(&empty).ends_with("series.csv: there is no figure in it\n"));
    let none: Value = serde_json::from_str(&out(&empty)).unwrap();
    assert_eq!((&none["n"], &none["mean"], &none["variation"]), (&json!(0), &Value::Null, &Value::Null));
}

#[test]
fn limits_follow_the_rule_set_and_the_screening() {
    let text = series(&WITH_OUTLIER);
    let nhs = printed(&text, &["--rules", "nhs"]);
    check_lines(&nhs, &[("mean", 1.94), ("mr_mean", 1.0), ("lower", -0.72), ("upper", 4.60)]);
    assert_eq!((&nhs["limits"], &nhs["n"]), (&json!("full"), &json!(18)));
    assert_eq!(nhs["points"][4], json!({"period": "5", "value": 10.0, "rule": "outside", "kind": "high"}));
    for arguments in [&["--rules", "nhs", "--no-screening"][..], &["--rules", "wheeler"]] {
        check_lines(&printed(&text, arguments), &[("mean", 1.94), ("lower", -3.06), ("upper", 6.95)]);
    }
    let rising: Vec<String> = (1..=10).map(|n| n.to_string()).collect();
    let rising = series(&rising.iter().map(String::as_str).collect::<Vec<_>>());
    let found = printed(&rising, &[]);
    let near = [("near_lower", 3.72667), ("near_upper", 7.27333)];
    check_lines(&found, &[&[("mean", 5.5), ("lower", 2.84), ("upper", 8.16)], &near[..]].concat());
    assert_eq!(found["limits"], "trial");
    let rules: Vec<&str> =
        found["points"].as_array().unwrap().iter().map(|p| p["rule"].as_str().unwrap()).collect();
    let expected =
        ["outside", "outside", "trend", "trend", "trend", "trend", "trend", "trend", "outside", "outside"];
    assert_eq!(rules, expected);
}

#[test]
fn direction_and_target_give_kinds_and_assurance() {
    let text = series(&["12", "18", "12", "18", "12", "18", "12", "8", "2", "8", "2", "8", "2", "8"]);
    for (arguments, first, variation, assurance) in [
        (&[][..], "high", "low", Value::Null),
        (&["--direction", "neutral", "--target", "9"], "high", "low", Value::Null),
        (&["--direction", "increase"], "improvement", "concern", Value::Null),
        (&["--direction", "increase", "--target", "9"], "improvement", "concern", json!("inconsistent")),
        (
            &["--direction", "increase", "--target", "-99.5"],
            "improvement",
            "concern",
            json!("consistent_pass"),
        ),
        (
            &["--direction", "decrease", "--target", "-99.5"],
            "concern",
            "improvement",
            json!("consistent_fail"),
        ),
    ] {
        let found = printed(&text, arguments);
        assert_eq!(found["points"][0]["kind"], first, "{arguments:?}");
        assert_eq!(found["points"][0]["rule"], "shift");
        assert_eq!(
            (&found["variation"], &found["assurance"]),
            (&json!(variation), &assurance),
            "{arguments:?}"
        );
    }
    assert_eq!(printed(&text, &["--rules", "wheeler"])["variation"], "common_cause", "no run has 8");
}

#[test]
fn every_bad_row_is_told_and_nothing_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let text = "period,value\nFY2024Q1,1\nFY2024Q1,2\nFY2024Q2,many\n,3\nFY2024Q3,4,5\n";
    let parts =
        ["series.csv, line 3", "already gives", "line 4", "“many” is not a number", "line 5", "line 6"];
    check_failure(&judge(&folder, text, &[]), 2, &parts);
    check_failure(&judge(&folder, "month,value\n1,2\n", &[]), 2, &["line 1, column month", "period, value"]);
    check_failure(&judge(&folder, "", &[]), 2, &["is empty"]);
    check_failure(&run(&folder, &["spc", "none.csv"]), 1, &["none.csv: cannot be read"]);
    for arguments in
        [&["--rules", "shewhart"][..], &["--direction", "up"], &["--target", "NaN"], &["--target", "1,000"]]
    {
        check_failure(&judge(&folder, &series(&["1"]), arguments), 2, &[]);
    }
    let back = judge(&folder, "period,value\nFY2024Q2,1\nFY2024Q1,2\n", &[]);
    assert!(back.status.success() && err(&back).contains("line 3, column period"), "{}", err(&back));
}

#[test]
fn ten_thousand_points_take_no_time() {
    let values: Vec<String> = (0..10_000).map(|n| (n * 7919 % 101).to_string()).collect();
    let text = series(&values.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(printed(&text, &[])["n"], 10_000);
}
