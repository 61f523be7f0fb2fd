//! Everything that is taken away, opened by readers that are not ours.

use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use yardstick::domain::batch::Batch;
use yardstick::domain::measure::Measure;

use crate::cli;
use crate::readers::{converted, pages, poppler, words};
use crate::served::{Served, header};
use crate::world::{at, batch, measure, sqlite, url};

const HOSTILE: &str = "=1+1 <script>alert(\"x\")</script> & 'ticks' 汉字";

/// A server with a measure whose name is meant to break files.
async fn served() -> Served {
    let (store, folder) = sqlite().await;
    let hostile = Measure {
        caveat: "=cmd|' /C calc'!A0 & more".into(),
        ..measure("hostile", "HSI", &format!("{HOSTILE} {}", "long ".repeat(90).trim()))
    };
    let mut world = batch();
    world.measures.push(hostile);
    store.apply(&world, "seed", at(0), false).await.unwrap();
    Served::over(store, folder, Default::default()).await
}

async fn bytes(server: &Served, path: &str) -> Vec<u8> {
    let response = server.get(path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    assert!(header(&response, "content-disposition").starts_with("attachment; filename=\""), "{path}");
    response.bytes().await.unwrap().to_vec()
}

/// All that can be read in a file, whatever its kind.
fn text_of(path: &str, bytes: &[u8]) -> String {
    let file = path.split('?').next().unwrap();
    match file.rsplit('.').next().unwrap() {
        "pdf" => words(bytes),
        "xlsx" => {
            let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
            let sheets = book.sheet_names();
            let cells = sheets.iter().map(|name| {
                assert!(book.worksheet_formula(name).unwrap().is_empty(), "{path}: a formula in {name}");
                let range = book.worksheet_range(name).unwrap();
                range.rows().flatten().map(|cell| format!("{cell} ")).collect::<String>()
            });
            cells.collect::<Vec<_>>().join("\n")
        }
        "svg" => {
            let text = std::str::from_utf8(bytes).unwrap();
            let tree = roxmltree::Document::parse(text).unwrap();
            tree.descendants().filter_map(|node| node.text()).collect::<Vec<_>>().join(" ")
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

#[tokio::test]
async fn every_download_carries_source_caveat_marking_and_the_illustrative_mark() {
    let server = served().await;
    let of_measure = ["chart.svg", "chart.pdf", "data.csv", "data.json", "data.xlsx"];
    let mut paths: Vec<String> = of_measure.iter().map(|file| format!("/measures/traces/{file}")).collect();
    for kind in ["csv", "pdf", "xlsx"] {
        paths.push(format!("/dashboard.{kind}?period=FY2026Q2"));
        paths.push(format!("/goals/safe/data.{kind}?period=FY2026Q2"));
    }
    for path in paths {
        let text = text_of(&path, &bytes(&server, &path).await);
        // Letters of a PDF may be apart where a line ends.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["Traces completed", "eTrace", "Traces are not crimes", "For official use only"] {
            assert!(text.contains(part), "“{part}” in {path}: {text}");
        }
        assert!(text.to_lowercase().contains("illustrative"), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_pdf_has_its_text_its_font_and_its_words() {
    let server = served().await;
    let pdf = bytes(&server, "/measures/traces/chart.pdf?from=FY2026Q1").await;
    let text = words(&pdf);
    for part in
        ["Traces completed", "The latest figure is 0 traces", "Source: eTrace.", "Illustrative", "Retrieved"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let info = poppler("pdfinfo", &[], &pdf);
    for (key, value) in
        [("Title:", "Traces completed"), ("Creator:", "Yardstick"), ("Tagged:", "yes"), ("Pages:", "1")]
    {
        assert!(
            info.lines().any(|line| line.starts_with(key) && line.contains(value)),
            "{key} {value}: {info}"
        );
    }
    let fonts = poppler("pdffonts", &[], &pdf);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(
        !lines.is_empty()
            && lines.iter().all(|line| line.contains("PublicSans") && line.contains("yes yes yes")),
        "{fonts}"
    );
    let tree = poppler("pdfinfo", &["-struct-text"], &pdf);
    assert!(tree.contains("Figure"), "{tree}");
    // The same picture, in other colours.
    assert_ne!(pdf, bytes(&server, "/measures/traces/chart.pdf?from=FY2026Q1&theme=dark").await);
}

#[tokio::test]
async fn what_the_page_says_goes_along() {
    let server = served().await;
    let page = server.get("/?period=FY2026Q2").send().await.unwrap().text().await.unwrap();
    let told = page.split("class=\"signals-said\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(told.contains("signal"), "{told}");
    for path in ["/dashboard.pdf?period=FY2026Q2", "/dashboard.xlsx?period=FY2026Q2"] {
        let text = text_of(path, &bytes(&server, path).await);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&told), "{path}: {text}");
    }
    // In a picture as text that is seen, and as wide as it was laid out for.
    let svg = String::from_utf8(bytes(&server, "/measures/traces/chart.svg").await).unwrap();
    let seen =
        svg.split("<text").skip(1).find(|text| text.contains("The latest figure is 0 traces")).unwrap();
    assert!(seen.contains(" textLength=\""), "{seen}");
}

#[tokio::test]
async fn a_workbook_of_a_cumulative_chart_has_what_the_chart_shows() {
    let server = served().await;
    let mut found = Vec::new();
    for kind in ["cumulative", "year-over-year"] {
        let file = bytes(&server, &format!("/measures/traces/data.xlsx?kind={kind}")).await;
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).unwrap();
        let sheet = book.worksheet_range("Figures").unwrap();
        let head = sheet.rows().position(|row| row[0] == "period").unwrap();
        let column = |name: &str| {
            let at = sheet.rows().nth(head).unwrap().iter().position(|cell| *cell == name)?;
            Some(sheet.rows().skip(head + 1).take(2).map(|row| row[at].to_string()).collect::<Vec<_>>())
        };
        found.push((column("actual"), column("year so far"), column("target so far")));
    }
    let of = |values: [&str; 2]| Some(values.map(str::to_owned).to_vec());
    let plain = of(["100", "0"]);
    assert_eq!(found, [(plain.clone(), of(["100", "100"]), of(["110", "220"])), (plain, None, None)]);
}

#[tokio::test]
async fn a_name_that_is_meant_to_break_files_breaks_none() {
    let server = served().await;
    for path in ["/measures/hostile/chart.pdf", "/dashboard.pdf", "/goals/trace/data.pdf"] {
        let pdf = bytes(&server, path).await;
        let text = words(&pdf);
        for part in ["=1+1 <script>alert(\"x\")</script> & 'ticks'", "=cmd|' /C calc'!A0 & more"] {
            assert!(text.contains(part), "{part} in {path}: {text}");
        }
        // Which letters are empty boxes there, said in words.
        assert!(text.contains("no typeface for: U+5B57, U+6C49."), "{path}: {text}");
        assert!(pages(&pdf) >= 1);
    }
    let svg = bytes(&server, "/measures/hostile/chart.svg").await;
    assert!(text_of("x.svg", &svg).contains("<script>"), "as text");
    for path in ["/measures/hostile/data.csv", "/dashboard.csv"] {
        let text = String::from_utf8(bytes(&server, path).await).unwrap();
        assert!(
            !text.contains(",=1+1") && !text.contains(",=cmd") && !text.contains("\"=1+1"),
            "{path}: {text}"
        );
    }
    for path in ["/measures/hostile/data.xlsx", "/measures/traces/data.xlsx", "/dashboard.xlsx"] {
        let text = text_of(path, &bytes(&server, path).await);
        assert!(text.contains(HOSTILE) != path.contains("traces"), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_workbook_has_charts_of_its_figures_and_others_open_it() {
    let server = served().await;
    for (path, charts) in [
        ("/measures/traces/data.xlsx?to=FY2026Q2", 1),
        ("/measures/traces/data.xlsx?kind=years", 1),
        ("/dashboard.xlsx?period=FY2026Q2", 2),
        ("/goals/safe/data.xlsx?period=FY2026Q2&office=ATF", 2),
    ] {
        let book = bytes(&server, path).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(&book)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        let found: Vec<&String> = names.iter().filter(|name| name.starts_with("xl/charts/chart")).collect();
        assert_eq!(found.len(), charts, "{path}: {names:?}");
        for name in found {
            let mut xml = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
            let tree = roxmltree::Document::parse(&xml).unwrap();
            let values = tree.descendants().filter(|node| node.tag_name().name() == "val");
            let ranges: Vec<&str> = values
                .flat_map(|node| node.descendants().filter(|node| node.tag_name().name() == "f"))
                .filter_map(|node| node.text())
                .collect();
            assert!(!ranges.is_empty() && ranges.iter().all(|range| range.contains("!$")), "{path}: {xml}");
        }
        if path.contains("to=") || path.starts_with("/dashboard") {
            let text = words(&converted(&book, "pdf"));
            assert!(text.contains("Traces completed") && text.contains("110"), "{path}: {text}");
        }
    }
    let book = bytes(&server, "/measures/traces/data.xlsx?to=FY2026Q2").await;
    let csv = String::from_utf8(converted(&book, "csv")).unwrap();
    assert!(csv.contains("Q1 FY 2026,100,110,"), "{csv}");
}

#[tokio::test]
async fn figures_by_category_have_a_sheet_and_a_chart_of_their_own() {
    let server = Served::start().await;
    let actuals = ["type=rifle", "type=pistol"].map(|category| yardstick::domain::actual::Actual {
        category: category.into(),
        ..crate::world::actual("traces", "FY2026Q1", yardstick::domain::actual::Figure::Value(50.0))
    });
    let more = Batch { actuals: actuals.into(), ..Batch::default() };
    server.store.apply(&more, "seed", at(1), false).await.unwrap();
    let book = bytes(&server, "/measures/traces/data.xlsx?kind=breakdown&by=type").await;
    let mut read = Xlsx::new(Cursor::new(&book)).unwrap();
    assert_eq!(read.sheet_names(), ["Figures", "By category", "About"]);
    let sheet = read.worksheet_range("By category").unwrap();
    let head = sheet.rows().position(|row| row[0] == "period").unwrap();
    let cells =
        |row: usize| sheet.rows().nth(row).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(cells(head)[..4], ["period", "total", "pistol", "rifle"]);
    assert_eq!(cells(head + 1)[..4], ["Q1 FY 2026", "100", "50", "50"]);
}

#[tokio::test]
async fn the_dashboard_is_a_paper_with_heads_and_numbers() {
    let server = served().await;
    let pdf = bytes(&server, "/dashboard.pdf?period=FY2026Q2").await;
    let count = pages(&pdf);
    assert!(count >= 3, "{count}");
    let pages: Vec<String> =
        poppler("pdftotext", &["-layout"], &pdf).split('\u{c}').map(str::to_owned).collect();
    for (at, page) in pages[..count].iter().enumerate() {
        assert!(page.contains("Performance in Q2 FY 2026"), "{page}");
        assert!(page.contains(&format!("Page {} of {count}", at + 1)), "{page}");
    }
    for part in
        ["Measure", "Status", "Off track", "Urgent traces within 48 hours", "Goal trace", "at least 110"]
    {
        assert!(pages[0].contains(part), "{part}: {}", pages[0]);
    }
    let tree = poppler("pdfinfo", &["-struct"], &pdf);
    for part in ["H1", "Table", "TH", "Figure"] {
        assert!(tree.contains(part), "{part}: {tree}");
    }
    let narrowed = words(&bytes(&server, "/dashboard.pdf?period=FY2026Q2&office=HSI").await);
    assert!(narrowed.contains("Chosen by office HSI.") && !narrowed.contains("Urgent traces"), "{narrowed}");
}

#[tokio::test]
async fn too_much_is_refused_in_words_before_it_is_drawn() {
    let server = Served::start().await;
    let many = (0..2_001).map(|at| measure(&format!("m{at}"), "ATF", &format!("Measure {at}")));
    let more = Batch { measures: many.collect(), ..Batch::default() };
    server.store.apply(&more, "seed", at(1), false).await.unwrap();
    for (path, words) in [
        ("/dashboard.pdf", "takes at most 400"),
        ("/dashboard.xlsx", "takes at most 2000"),
        ("/goals/trace/data.pdf", "Choose fewer"),
    ] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(response.status(), 413, "{path}");
        let text = response.text().await.unwrap();
        assert!(text.contains(words) && text.contains("200") && text.lines().count() == 1, "{path}: {text}");
    }
    assert_eq!(server.get("/dashboard.csv").send().await.unwrap().status(), 200);
    for (path, status) in [
        ("/dashboard.pdf?period=never", 400),
        ("/dashboard.xlsx?colour=red", 400),
        ("/goals/nowhere/data.pdf", 404),
        ("/goals/%00/data.csv", 404),
    ] {
        assert_eq!(server.get(path).send().await.unwrap().status(), status, "{path}");
    }
}

#[tokio::test]
async fn the_command_line_draws_what_the_server_sends() {
    let server = served().await;
    let svg = bytes(&server, "/measures/traces/chart.svg?kind=years").await;
    let folder = server.stop().await;
    let database = url(&folder);
    let draw =
        |arguments: &[&str]| cli::run(&folder, &[&["draw", "--database-url", &database], arguments].concat());
    for file in ["traces.svg", "traces.png", "traces.PDF"] {
        let output = draw(&["traces", "--kind", "years", "--out", file]);
        assert_eq!(
            (output.status.code(), cli::out(&output)),
            (Some(0), String::new()),
            "{}",
            cli::err(&output)
        );
    }
    let read = |file: &str| std::fs::read(folder.path().join(file)).unwrap();
    assert_eq!(read("traces.svg"), svg);
    assert!(
        read("traces.png").starts_with(b"\x89PNG") && words(&read("traces.PDF")).contains("Traces completed")
    );
    for (arguments, status, parts) in [
        (&["traces", "--out", "traces.gif"][..], 2, &[".svg, .png or .pdf"][..]),
        (&["traces", "--out", "traces"], 2, &[".svg"]),
        (&["nothing", "--out", "x.svg"], 1, &["measure “nothing”"]),
        (&["traces", "--kind", "pie", "--from", "never", "--out", "x.svg"], 2, &["kind", "from"]),
        (&["traces", "--out", "no/such/folder/x.svg"], 1, &["cannot be written"]),
    ] {
        cli::check_failure(&draw(arguments), status, parts);
    }
}
