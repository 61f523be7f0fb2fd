//! A measure's chart and data as files.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use yardstick::domain::actual::{Actual, Figure};
use yardstick::domain::batch::Batch;
use yardstick::store::{CellKey, Saving};

use crate::served::{Served, header};
use crate::world::{actual, at, key, saving};

#[tokio::test]
async fn the_files_of_a_measure_say_what_they_are() {
    let server = Served::start().await;
    for (file, content_type) in [
        ("chart.svg", "image/svg+xml"),
        ("chart.png", "image/png"),
        ("data.csv", "text/csv; charset=utf-8"),
        ("data.json", "application/json"),
    ] {
        let response = server.get(&format!("/measures/traces/{file}?from=FY2026Q1")).send().await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, content_type));
        let extension = file.split('.').nth(1).unwrap();
        let disposition = format!("attachment; filename=\"traces-FY2026Q1-FY2026Q4.{extension}\"");
        assert_eq!(header(&response, "content-disposition"), disposition);
        assert_eq!(header(&response, "x-cache"), "", "{file}: pages alone are kept");
    }
}

#[tokio::test]
async fn the_matrix_is_taken_away_with_its_authorities_as_it_is_filtered() {
    let server = Served::start().await;
    let get = async |search: &str| {
        let response = server.get(&format!("/elements.csv{search}")).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (status, all) = get("").await;
    assert_eq!((status, all.lines().count()), (200, 1 + 4 * 17));
    assert!(all.contains("31 U.S.C. 1115(b)(8)(A)") && all.contains("quantitative target"), "{all}");
    let (_, without) = get("?lacking=target&office=HSI").await;
    let lacking = without.lines().filter(|line| line.contains("quantitative target")).count();
    assert_eq!((without.lines().count(), lacking), (1 + 2 * 17, 2), "{without}");
    let (status, refused) = get("?lacking=luck").await;
    assert_eq!(status, 400, "{refused}");
    assert!(refused.contains("interim_targets"), "{refused}");

    let response = server.get("/elements.xlsx?lacking=target&office=HSI").send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-disposition"), "attachment; filename=\"elements.xlsx\"");
    let mut workbook = Xlsx::new(Cursor::new(response.bytes().await.unwrap())).unwrap();
    let list = workbook.worksheet_range("elements").unwrap();
    let rows = list.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    let plain = |line: &str| line.replace('"', "");
    assert_eq!(
        rows.collect::<Vec<_>>(),
        without.lines().map(plain).collect::<Vec<_>>(),
        "the same as the CSV"
    );
    let matrix = workbook.worksheet_range("matrix").unwrap();
    assert_eq!(matrix.height(), 2 + 2);
    let response = server.get("/elements.xlsx?lacking=luck").send().await.unwrap();
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn every_file_carries_its_source_caveat_and_mark() {
    let server = Served::start().await;
    let today = chrono::Utc::now().date_naive();
    let written_out = today.format("%-d %B %Y").to_string();
    let iso = today.to_string();
    for (file, date) in [("chart.svg", &written_out), ("data.csv", &iso), ("data.json", &iso)] {
        let text =
            server.get(&format!("/measures/traces/{file}")).send().await.unwrap().text().await.unwrap();
        for part in ["Traces completed", "eTrace", "Traces are not crimes", date.as_str()] {
            assert!(text.contains(part), "“{part}” in {file}: {text}");
        }
        assert!(text.to_lowercase().contains("illustrative"), "{file}");
    }
}

#[tokio::test]
async fn figures_by_category_are_taken_away_as_they_are_shown() {
    let server = Served::start().await;
    let of = |category: &str, quarter: &str, value| Actual {
        category: category.into(),
        ..actual("traces", quarter, Figure::Value(value))
    };
    let actuals = vec![
        of("type=rifle", "FY2026Q1", 60.0),
        of("type=<pistol>", "FY2026Q1", 40.0),
        of("state=AZ", "FY2026Q1", 9.0),
    ];
    server.store.apply(&Batch { actuals, ..Batch::default() }, "seed", at(1), false).await.unwrap();
    let waits = CellKey { category: "type=rifle".into(), ..key("traces", "FY2026Q2") };
    server
        .store
        .save_figure(&Saving { key: waits, ..saving("traces", "FY2026Q2", 98_765.0, 0) })
        .await
        .unwrap();
    let get = async |path: &str| {
        let answer = server.get(&format!("/measures/traces{path}")).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, svg) = get("/chart.svg?kind=breakdown&by=type&drafts=yes").await;
    assert_eq!(status, 200);
    for words in ["&lt;pistol&gt;", "rifle", "By quarter and type", "Source: eTrace."] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    assert!(!svg.contains("98,765") && !svg.contains("<pistol>"), "no draft leaves the house");
    let (_, lines) = get("/chart.svg?kind=breakdown&by=type&shape=lines").await;
    assert_ne!(svg, lines);
    let (_, csv) = get("/data.csv?kind=breakdown&by=type&to=FY2026Q1").await;
    let told: Vec<_> =
        csv.lines().skip(1).map(|line| line.split(',').skip(2).take(3).collect::<Vec<_>>()).collect();
    assert_eq!(
        told,
        [["FY2026Q1", "", "100"], ["FY2026Q1", "type=<pistol>", "40"], ["FY2026Q1", "type=rifle", "60"]]
    );
    let (_, json) = get("/data.json?kind=breakdown").await;
    assert!(json.contains("\"category\": \"state=AZ\"") && !json.contains("98765"), "by the first: {json}");
    let (status, plain) = get("?kind=breakdown&by=type").await;
    assert_eq!(status, 200);
    for words in ["type: &lt;pistol&gt; 40 (40%) and rifle 60 (60%)", "class=\"category\"", "By category"] {
        assert!(plain.replace("<!>", "").contains(words), "{words}: {plain}");
    }
    for (path, expected, words) in [
        (
            "/chart.svg?kind=breakdown&by=colour",
            400,
            "by: there is no breakdown by “colour”; choose one of state, type",
        ),
        ("?kind=breakdown&by=colour", 400, "there is no breakdown by"),
        ("?kind=breakdown&shape=pie", 400, "choose one of bars, lines"),
    ] {
        let (status, text) = get(path).await;
        assert_eq!(status, expected, "{path}");
        assert!(text.contains(words), "{words}: {text}");
    }
    let none = server.get("/measures/urgent/data.csv?kind=breakdown").send().await.unwrap();
    assert_eq!(
        (none.status().as_u16(), none.text().await.unwrap()),
        (400, "kind: this measure has no breakdown; leave it out\n".into())
    );
}

#[tokio::test]
async fn a_picture_has_the_scale_and_theme_asked_for() {
    let server = Served::start().await;
    let get = async |query: &str| {
        server.get(&format!("/measures/traces/{query}")).send().await.unwrap().bytes().await.unwrap()
    };
    let width = |png: &[u8]| u32::from_be_bytes(png[16..20].try_into().unwrap());
    assert_eq!(width(&get("chart.png").await), 800);
    assert_eq!(width(&get("chart.png?scale=3&theme=dark").await), 2400);
    let (light, dark) = (get("chart.svg").await, get("chart.svg?theme=dark").await);
    assert_ne!(light, dark);
    for svg in [light, dark] {
        let svg = String::from_utf8(svg.to_vec()).unwrap();
        assert!(!svg.contains("var(") && !svg.contains("class=\"ink"), "real colours leave the house");
    }
}

#[tokio::test]
async fn what_waits_for_approval_never_leaves_the_house() {
    let server = Served::start().await;
    server.store.save_figure(&saving("traces", "FY2026Q3", 98_765.0, 0)).await.unwrap();
    for file in ["chart.svg", "data.csv", "data.json"] {
        let response = server.get(&format!("/measures/traces/{file}?drafts=yes")).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let text = response.text().await.unwrap();
        assert!(!text.contains("98765") && !text.contains("98,765"), "{file}");
    }
}

#[tokio::test]
async fn a_bad_address_is_answered_with_the_field_that_is_wrong() {
    let server = Served::start().await;
    for (path, status, parts) in [
        ("nowhere/chart.svg", 404, &["measure “nowhere”"][..]),
        ("%00/data.csv", 404, &["measure"]),
        ("traces/chart.gif", 404, &[]),
        ("traces/chart.png?scale=9", 400, &["scale", "1, 2, 3, 4"]),
        ("traces/chart.svg?theme=pink&from=2024&colour=red", 400, &["theme", "from", "colour"]),
        ("traces/data.json?from=FY2026Q2&to=FY2025Q1", 400, &["from", "FY2026Q2"]),
        ("traces/data.csv?target=NaN", 400, &["target"]),
        ("urgent/chart.svg?kind=bullet", 400, &["kind", "no target is set for this measure"]),
    ] {
        let response = server.get(&format!("/measures/{path}")).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
        let text = response.text().await.unwrap();
        for part in parts {
            assert!(text.contains(part), "“{part}” in the answer to {path}: {text}");
        }
        assert!(parts.is_empty() || (text.lines().count() == 1 && !text.contains('<')), "plain: {text}");
    }
}

#[tokio::test]
async fn the_years_of_a_measure_are_taken_away_against_their_targets() {
    let server = Served::start().await;
    let get = async |path: &str| {
        let answer = server.get(&format!("/measures/traces/{path}")).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, svg) = get("chart.svg?kind=bullet").await;
    assert_eq!(status, 200, "{svg}");
    for words in
        ["Against the target of each year", "FY 2026", "2 of 4 quarters", "Source: eTrace.", "Illustrative"]
    {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    let (_, csv) = get("data.csv?kind=bullet").await;
    assert!(csv.lines().nth(1).unwrap().contains("FY2026,"), "years, as the picture has them: {csv}");
}

#[tokio::test]
async fn the_pictures_of_a_goal_carry_their_sources_and_marks() {
    let server = Served::start().await;
    let today = chrono::Utc::now().date_naive().format("%-d %B %Y").to_string();
    for (kind, parts) in [
        (
            "status",
            ["Goal trace", "Traces completed", "Source", "Traces are not crimes", "Illustrative", &today],
        ),
        (
            "milestones",
            ["Goal trace", "Step m2", "Source of the goal: plan.", "overdue by", "Illustrative", &today],
        ),
    ] {
        for (file, content_type) in
            [("svg", "image/svg+xml"), ("png", "image/png"), ("pdf", "application/pdf")]
        {
            let path = format!("/goals/trace/chart.{file}?kind={kind}&scale=2&theme=dark");
            let answer = server.get(&path).send().await.unwrap();
            assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (200, content_type));
            let disposition = format!("attachment; filename=\"trace-{kind}.{file}\"");
            assert_eq!(header(&answer, "content-disposition"), disposition);
            if file == "svg" {
                let svg = answer.text().await.unwrap();
                parts.iter().for_each(|part| assert!(svg.contains(part), "{part}: {svg}"));
            }
        }
    }
    for (path, status, parts) in [
        ("nowhere/chart.svg", 404, &["goal “nowhere”"][..]),
        ("trace/chart.png?kind=pie&theme=pink&colour=red", 400, &["kind", "milestones", "theme", "colour"]),
    ] {
        let answer = server.get(&format!("/goals/{path}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status);
        let text = answer.text().await.unwrap();
        parts.iter().for_each(|part| assert!(text.contains(part), "{part}: {text}"));
    }
}
