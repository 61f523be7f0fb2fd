//! What a picture costs, against plotters' own SVG backend. How the two compare stands in the table
//! that the benchmark `house` ends with.

use criterion::Criterion;
use yardstick::chart::gallery::exhibits;

#[path = "house/drawing.rs"]
mod drawing;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for count in drawing::COUNTS {
        let spec = drawing::spec(count);
        criterion.bench_function(&format!("draw {count} points"), |b| b.iter(|| drawing::ours(&spec)));
        criterion
            .bench_function(&format!("bare plotters {count} points"), |b| b.iter(|| drawing::bare(count)));
        criterion.bench_function(&format!("alike by plotters {count} points"), |b| {
            b.iter(|| drawing::bare_alike(count))
        });
    }
    // Every form, as it is drawn of twenty figures and of two hundred.
    for one in exhibits()
        .into_iter()
        .filter(|one| one.case.ends_with("hundred figures") || one.case == "twenty figures")
    {
        criterion.bench_function(&format!("draw {}, {}", one.kind, one.case), |b| {
            b.iter(|| drawing::ours(&one.spec))
        });
    }
    criterion.final_summary();
}
