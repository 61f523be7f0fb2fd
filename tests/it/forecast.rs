//! `yardstick forecast check`, and the likelihood on a measure's page.

use yardstick::domain::actual::{Actual, Figure};
use yardstick::server::Config;

use crate::cli::{check_failure, err, out, run, with_sample};
use crate::served::Served;
use crate::world::{actual, at, batch, period, seed, sqlite};

#[test]
fn the_check_prints_how_often_the_forecasts_were_right() {
    let folder = with_sample();
    let output = run(&folder, &["forecast", "check"]);
    assert!(output.status.success(), "{}", err(&output));
    let text = out(&output);
    let (first, rest) = text.split_once('\n').unwrap();
    assert!(first.contains(" measures checked; set apart: "), "{text}");
    let row = |begins: &str, method: &str| -> Vec<String> {
        let at = rest.find(begins).unwrap_or_else(|| panic!("{begins}: {text}"));
        let line = rest[at..].lines().find(|line| line.contains(method)).unwrap();
        let numbers = line[50..].split_whitespace();
        numbers.map(str::to_owned).collect()
    };
    for begins in ["1 period ahead", "1 to 4 periods ahead", "years that had begun"] {
        let [smooth, last] = ["exponential smoothing", "last value"].map(|method| row(begins, method));
        // On the same figures.
        assert_eq!((&smooth[0], &smooth[2]), (&last[0], &last[2]), "{text}");
        let rate: f64 = smooth[1].trim_end_matches('%').parse().unwrap();
        let [ours, naive] = [&smooth, &last].map(|row| row[3].parse::<f64>().unwrap());
        assert!((65.0..=97.0).contains(&rate), "{begins}: {rate}\n{text}");
        assert!(ours < naive, "{begins}: better than the last value\n{text}");
    }
    let sample = run(&folder, &["forecast", "check", "--sample"]);
    assert_eq!(out(&sample), text, "the demo's example is the same");
}

#[test]
fn too_little_to_check_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder, &["forecast", "check", "--database-url", "sqlite://empty.db"]);
    check_failure(
        &output,
        1,
        &["nothing can be checked", "0 measures with too few figures", "9 approved figures"],
    );
}

#[tokio::test]
async fn a_measures_page_tells_the_likelihood_or_why_there_is_none() {
    let (store, folder) = sqlite().await;
    seed(&store).await;
    let mut figures = batch();
    figures.actuals = (0..10)
        .map(|at| Actual {
            period: period("FY2024Q1").step(at),
            ..actual("traces", "FY2024Q1", Figure::Value(f64::from(100 + at * at % 7)))
        })
        .collect();
    store.apply(&figures, "ben", at(1), false).await.unwrap();
    let server = Served::over(store, folder, Config::default()).await;
    let text = |path: &'static str| async { server.get(path).send().await.unwrap().text().await.unwrap() };
    let html = text("/measures/traces").await;
    for words in [
        "Likelihood of meeting the target",
        "that FY 2026 adds up to at least",
        "with 80% between",
        "each of the 2 quarters left has to bring at least",
        "Method: Exponential smoothing (ETS)",
        "10 approved figures, Q1 FY 2024 to Q2 FY 2026",
        "31 U.S.C. 1121(b)",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("forecast by exponential smoothing"), "the fan is drawn on request alone");
    for path in ["/measures/traces?forecast=yes", "/measures/traces/chart.svg?forecast=yes"] {
        let drawn = text(path).await;
        for words in ["forecast by exponential smoothing (ETS)", "The forecast for Q4 FY 2026 is "] {
            assert!(drawn.contains(words), "{path}: {words}");
        }
    }
    assert!(text("/measures/traces/chart.svg?forecast=yes&kind=years").await.contains("<svg"));
    assert!(
        text("/measures/urgent").await.contains("Too few points: a forecast needs the approved figures of 8")
    );
}
