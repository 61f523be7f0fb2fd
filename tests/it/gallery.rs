//! The pictures as they were when they were last looked at.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use yardstick::chart::gallery::{Exhibit, GoalExhibit, exhibits, goal_exhibits};
use yardstick::chart::{self, Form, Frame, Ink, Size};

/// Set to `write`, the pictures as they are drawn now become those to be kept.
const KEEP: &str = "YARDSTICK_PICTURES";

/// A line for each picture: its kind and case, and a hash of what is drawn wide and narrow.
fn drawn() -> String {
    let mut lines = String::new();
    for Exhibit { kind, case, spec } in exhibits() {
        let mut hash = Sha256::new();
        for (width, height) in [(720, 340), (340, 260)] {
            let (width, height) = if spec.form == Form::Sparkline { (132, 32) } else { (width, height) };
            let drawing = chart::draw(&spec, Size { width, height, frame: Frame::Export }, Ink::Light);
            hash.update(&drawing.svg);
            for mark in &drawing.marks {
                hash.update(&mark.label);
            }
        }
        writeln!(lines, "{} {kind}: {case}", short(hash)).unwrap();
    }
    for GoalExhibit { kind, case, spec } in goal_exhibits() {
        let mut hash = Sha256::new();
        for width in [720, 340] {
            let drawing =
                chart::draw_goal(&spec, Size { width, height: 0, frame: Frame::Export }, Ink::Light);
            hash.update(&drawing.svg);
        }
        writeln!(lines, "{} {kind}: {case}", short(hash)).unwrap();
    }
    lines
}

fn short(hash: Sha256) -> String {
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_picture_is_as_it_was_looked_at() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/gallery.txt");
    let drawn = drawn();
    if std::env::var(KEEP).is_ok_and(|word| word == "write") {
        fs::write(&path, &drawn).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    let other: Vec<&str> = drawn.lines().filter(|line| !kept.lines().any(|one| one == *line)).collect();
    assert!(
        other.is_empty() && kept.lines().count() == drawn.lines().count(),
        "look at these on /gallery of the demo, then set {KEEP}=write: {other:#?}"
    );
}
