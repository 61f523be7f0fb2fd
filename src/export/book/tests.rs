use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};

use super::*;
use crate::domain::actual::Figure;
use crate::domain::measure::tests_support::measure as some_measure;
use crate::domain::picture::Picture;
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::domain::spc::RuleSet;
use crate::domain::status::Status;

fn hostile() -> Measure {
    let name = format!("=1+1 <script>alert(\"x\")</script> & 'ticks' {}", "long ".repeat(100));
    Measure {
        name,
        source: "=HYPERLINK(\"https://example.com\")".into(),
        caveat: "<r>=SUM(A1)</r>".into(),
        marking: "Controlled & \"marked\"".into(),
        illustrative: true,
        ..some_measure("m")
    }
}

fn points(count: i32) -> Vec<SeriesPoint> {
    let first: crate::domain::period::Period = "FY2024Q1".parse().unwrap();
    let point = |at: i32| SeriesPoint {
        period: first.step(at),
        figure: Some(Figure::Value(f64::from(at))),
        value: Some(f64::from(at)).filter(|_| at != 2),
        draft: None,
        target: Some(5.0),
        target_now: None,
        status: Status::OffTrack,
        note: "=cmd|' /C calc'!A0".into(),
        revised: None,
        partial: None,
        edges: None,
    };
    (0..count).map(point).collect()
}

fn written(measure: &Measure, points: &[SeriesPoint]) -> Vec<u8> {
    written_as(measure, points, Selection::default())
}

fn written_as(measure: &Measure, points: &[SeriesPoint], selection: Selection) -> Vec<u8> {
    let series = Series { points: points.to_vec(), ..Series::default() };
    let spec = chart::of_measure(measure, None, &series, &selection);
    let retrieved_on = "2026-11-24".parse().unwrap();
    super::measure(&MeasureData { measure, points, breakdown: None, notes: &[], retrieved_on }, &spec)
        .unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_chart_refers_to_the_figures_beside_it() {
    let bytes = written(&hostile(), &points(8));
    let mut book = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Figures", "About"]);
    let sheet = book.worksheet_range("Figures").unwrap();
    let head = sheet.rows().position(|row| row[0] == "period").unwrap();
    let figures: Vec<_> = sheet.rows().skip(head + 1).map(|row| row[1].to_string()).collect();
    assert_eq!(figures, ["0", "1", "", "3", "4", "5", "6", "7"]);
    let xml = part(&bytes, "xl/charts/chart1.xml");
    for (column, what) in [("A", "periods"), ("B", "actuals"), ("C", "targets")] {
        let range = format!("<c:f>Figures!${column}${}:${column}${}</c:f>", head + 2, head + 9);
        assert!(xml.contains(&range), "{what}: {range} in {xml}");
    }
    assert!(xml.contains("<c:dispBlanksAs val=\"gap\"/>") || !xml.contains("dispBlanksAs"), "{xml}");
    roxmltree::Document::parse(&xml).unwrap();
}

#[test]
fn texts_stay_texts_and_marks_go_along() {
    let measure = hostile();
    let bytes = written(&measure, &points(3));
    let mut book = Xlsx::new(Cursor::new(&bytes)).unwrap();
    for sheet in ["Figures", "About"] {
        assert!(book.worksheet_formula(sheet).unwrap().is_empty(), "{sheet}");
        let range = book.worksheet_range(sheet).unwrap();
        let all: Vec<String> = range.rows().flatten().map(ToString::to_string).collect();
        for text in [&measure.name, &measure.marking, &measure.caveat] {
            assert!(all.iter().any(|cell| cell == text), "{text} in {sheet}: {all:?}");
        }
        assert!(all.iter().any(|cell| cell.contains(&measure.source)), "{sheet}");
        assert!(all.iter().any(|cell| cell.contains("made-up figures")), "{sheet}");
    }
    let xml = part(&bytes, "xl/charts/chart1.xml");
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let title = tree.descendants().find(|node| node.tag_name().name() == "title").unwrap();
    let text: String =
        title.descendants().filter(|node| node.tag_name().name() == "t").filter_map(|t| t.text()).collect();
    assert!(text.starts_with(" =1+1 <script>") && text.ends_with("… (illustrative)"), "{text}");
}

#[test]
fn a_control_chart_has_its_limits_as_columns_and_lines() {
    let picture = Picture::Control(RuleSet::default());
    let selection = Selection { picture, ..Selection::default() };
    let bytes = written_as(&hostile(), &points(14), selection);
    let mut book = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let sheet = book.worksheet_range("Figures").unwrap();
    let head = sheet.rows().position(|row| row[0] == "period").unwrap();
    let cells = |row: usize| -> Vec<String> {
        sheet.rows().nth(row).unwrap().iter().map(ToString::to_string).collect()
    };
    assert_eq!(cells(head)[4..7], ["mean", "lower limit", "upper limit"]);
    let limits: Vec<f64> = cells(head + 1)[4..7].iter().map(|cell| cell.parse().unwrap()).collect();
    assert!(limits[1] < limits[0] && limits[0] < limits[2], "{limits:?}");
    let xml = part(&bytes, "xl/charts/chart1.xml");
    assert_eq!(xml.matches("<c:ser>").count(), 5, "{xml}");
}

#[test]
fn no_figure_is_no_chart_and_no_fault() {
    let bytes = written(&hostile(), &[]);
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert!(archive.by_name("xl/charts/chart1.xml").is_err());
    assert_eq!(Xlsx::new(Cursor::new(&bytes)).unwrap().sheet_names().len(), 2);
}
