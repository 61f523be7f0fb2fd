//! What measures lack, on figures that agencies published.

use std::collections::BTreeSet;
use std::fs;

use yardstick::domain::import::performance_gov;

use crate::served::Served;
use crate::world::at;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");

#[tokio::test]
async fn the_published_measures_without_a_target_are_those_whose_target_is_undefined() {
    let read = |name: &str| fs::read_to_string(format!("{FOLDER}/{name}"));
    let (Ok(goals), Ok(indicators)) = (read("apg_fy2022_goals.csv"), read("apg_fy2022_indicators.csv"))
    else {
        println!("skipped: ../shared/data is not here");
        return;
    };
    let batch = performance_gov(&[("goals.csv", &goals), ("indicators.csv", &indicators)]).batch;
    let with: BTreeSet<String> = batch.targets.iter().map(|target| target.measure.to_string()).collect();
    let undefined: BTreeSet<String> = batch
        .measures
        .iter()
        .map(|measure| measure.code.to_string())
        .filter(|measure| !with.contains(measure))
        .collect();
    assert!(undefined.len() > 10, "{undefined:?}");
    let server = Served::start().await;
    server.store.apply(&batch, "seed", at(0), false).await.unwrap();
    let csv = server.get("/elements.csv?lacking=target").send().await.unwrap().text().await.unwrap();
    let missing: BTreeSet<String> = csv
        .lines()
        .filter(|line| line.contains(",quantitative target,") && line.contains(",missing,"))
        .map(|line| line.split(',').next().unwrap().to_owned())
        // The seeded measures are none of these.
        .filter(|measure| batch.measures.iter().any(|known| known.code.as_str() == measure))
        .collect();
    assert_eq!(missing, undefined);
}
