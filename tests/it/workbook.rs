//! The framework as a workbook: out, edited, and in again.

use std::fs;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use yardstick::domain::actual::Figure;
use yardstick::domain::batch::{Batch, Mark, Reading};
use yardstick::domain::import;
use yardstick::store::{self, Outcome, Store, Terms};
use yardstick::workbook::{self, About};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use yardstick::domain::access::Role;

use crate::cli::{check_failure, err, out, run, with_sample};
use crate::postgres;
use crate::served::Served;
use crate::world::{PASSWORD, actual, at, code, enrol, key, saving, seed, sqlite, target};

contract! {
    the_sample_goes_out_and_in_unchanged
    an_edit_is_written_and_a_conflicting_one_is_not
    what_waits_does_not_go_out_and_is_not_overrun
    a_workbook_of_another_database_overwrites_nothing
}

/// The sample's files.
const SHEETS: [&str; 8] =
    ["offices", "goals", "milestones", "measures", "recommendations", "targets", "published", "figures"];

fn sample() -> Batch {
    let names = SHEETS;
    let texts = names
        .map(|name| fs::read_to_string(format!("{}/sample/{name}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap());
    let files: Vec<(&str, &str)> = names.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    import::framework(&files).batch
}

/// A batch as a workbook that says it was exported from a state, read again.
fn through_a_workbook(batch: &Batch, mark: &Mark) -> Reading {
    let bytes = workbook::write(batch, &About { mark, retrieved_at: at(5) }).unwrap();
    let reading = import::workbook("f.xlsx", &workbook::read(&bytes).unwrap());
    assert_eq!(reading.problems, []);
    reading
}

async fn apply(store: &Store, reading: &Reading, overwrite: bool) -> Outcome {
    let made_from = Some(&reading.mark).filter(|_| !overwrite);
    let terms = Terms { actor: "import", at: at(20), dry_run: false, made_from };
    store.apply_on_terms(&reading.batch, &terms).await.unwrap()
}

fn objections(reading: &Reading, outcome: &Outcome) -> Vec<String> {
    let all = import::objections("f.xlsx", &reading.places, &outcome.conflicts);
    all.iter().map(ToString::to_string).collect()
}

async fn the_sample_goes_out_and_in_unchanged(store: &Store) {
    store.apply(&sample(), "seed", at(1), false).await.unwrap();
    let (batch, mark) = store.framework().await.unwrap();
    assert_eq!((batch.measures.len(), batch.published.len()), (23 + 4, 23 + 1));
    let reading = through_a_workbook(&batch, &mark);
    let outcome = apply(store, &reading, false).await;
    assert_eq!((outcome.applied.created, outcome.applied.changed, outcome.conflicting), (0, 0, 0));
    assert_eq!(store.mark().await.unwrap(), mark, "not an entry was written");
    assert_eq!(store.framework().await.unwrap().0, batch);
}

async fn an_edit_is_written_and_a_conflicting_one_is_not(store: &Store) {
    let (mut batch, mark) = store.framework().await.unwrap();
    let at_q1 = batch.actuals.iter().position(|a| a.period.to_string() == "FY2026Q1").unwrap();
    batch.actuals[at_q1].figure = Figure::Value(101.0);
    batch.measures[1].caveat = "Mine.".into();
    let reading = through_a_workbook(&batch, &mark);

    // Meanwhile another person changes one of the two, and something else.
    let theirs = Batch {
        actuals: vec![
            actual("traces", "FY2026Q1", Figure::Value(102.0)),
            actual("traces", "FY2026Q3", Figure::Value(7.0)),
        ],
        ..Batch::default()
    };
    store.apply(&theirs, "ben", at(10), false).await.unwrap();
    let before = store.framework().await.unwrap();
    let outcome = apply(store, &reading, false).await;
    assert_eq!(outcome.conflicting, 1);
    let told = objections(&reading, &outcome);
    assert_eq!(told.len(), 1, "{told:?}");
    let row = at_q1 + 2;
    assert!(
        told[0]
            .starts_with(&format!("f.xlsx, figures!D{row}, column value: “101” here, “102” in the database"))
            && told[0].contains("by ben at 2026-11-24T09:10"),
        "{told:?}"
    );
    assert_eq!(store.framework().await.unwrap(), before, "the other edit was not written either");

    // Whoever writes what stands there has no conflict; nothing that was not touched is undone.
    batch.actuals[at_q1].figure = Figure::Value(102.0);
    let outcome = apply(store, &through_a_workbook(&batch, &mark), false).await;
    assert_eq!((outcome.conflicting, outcome.applied.changed), (0, 1));
    let preview: Vec<String> = import::preview("f.xlsx", &reading.places, &outcome.changes)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        preview,
        ["f.xlsx, measures!U3, column caveat: “Traces are not crimes.” becomes “Mine.” in measure:odd"]
    );
    assert_eq!(store.measure(&code("odd")).await.unwrap().unwrap().caveat, "Mine.");

    let outcome = apply(store, &reading, true).await;
    assert_eq!((outcome.conflicting, outcome.applied.changed), (0, 1));
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn what_waits_does_not_go_out_and_is_not_overrun(store: &Store) {
    store.propose_targets(&[target("traces", "FY2027Q1")], "ana", at(2)).await.unwrap();
    let (mut batch, mark) = store.framework().await.unwrap();
    assert!(batch.targets.iter().all(|t| t.period.to_string() != "FY2027Q1"));
    store.save_figure(&saving("traces", "FY2026Q3", 5.0, 0)).await.unwrap();
    batch.actuals.push(actual("traces", "FY2026Q3", Figure::Value(6.0)));
    let reading = through_a_workbook(&batch, &mark);
    let outcome = apply(store, &reading, false).await;
    let told = objections(&reading, &outcome);
    let place =
        format!("f.xlsx, figures!A{}: actual:traces/FY2026Q3/ was changed by ana", batch.actuals.len() + 1);
    assert!(told.len() == 1 && told[0].starts_with(&place), "{told:?}");
    let cell = store.cell(&key("traces", "FY2026Q3")).await.unwrap();
    assert!(cell.published.is_none() && cell.working.is_some());
}

async fn a_workbook_of_another_database_overwrites_nothing(store: &Store) {
    let (mut batch, _) = store.framework().await.unwrap();
    batch.measures[0].caveat = "Theirs.".into();
    batch.actuals.push(actual("traces", "FY2026Q4", Figure::Value(6.0)));
    for mark in [
        Mark::default(),
        Mark { version: 3, seal: "of another".into() },
        Mark { version: 999, seal: String::new() },
    ] {
        let reading = through_a_workbook(&batch, &mark);
        let outcome = apply(store, &reading, false).await;
        let told = objections(&reading, &outcome);
        assert!(told.len() == 1 && told[0].contains("“Theirs.” here"), "{told:?}");
        assert_eq!(outcome.applied.created, 1, "what is new may come");
    }
}

/// The rows of a small sound workbook: the cells that are not empty, by sheet and column.
const BOOK: [(&str, &[(&str, &str)]); 6] = [
    ("offices", &[("code", "o"), ("name", "Office")]),
    ("goals", &[("code", "g"), ("level", "strategic"), ("name", "Goal"), ("office", "o")]),
    (
        "measures",
        &[
            ("code", "m"),
            ("goal", "g"),
            ("office", "o"),
            ("name", "M"),
            ("kind", "output"),
            ("direction", "increase"),
            ("calendar", "fiscal"),
            ("frequency", "quarterly"),
            ("aggregation", "sum"),
            ("unit", "traces"),
            ("decimals", "0"),
            ("lag_days", "45"),
        ],
    ),
    ("targets", &[("measure", "m"), ("period", "FY2024Q1"), ("value", "95")]),
    (
        "published",
        &[
            ("about", "m"),
            ("measure", "What"),
            ("period", "2012-2017"),
            ("value", "7"),
            ("unit", "traces"),
            ("source", "ATF"),
        ],
    ),
    ("figures", &[("measure", "m"), ("period", "FY2024Q1"), ("value", "90")]),
];

/// That workbook, made by hand, and then spoilt.
fn book(spoil: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (sheet, _, _) in import::sheets(&Batch::default()) {
        let worksheet = workbook.add_worksheet().set_name(sheet.name).unwrap();
        let cells = BOOK.iter().find(|(name, _)| *name == sheet.name).map_or(&[][..], |(_, cells)| *cells);
        for (at, column) in (0..).zip(sheet.columns) {
            worksheet.write_string(0, at, column.name).unwrap();
            if let Some((_, cell)) = cells.iter().find(|(name, _)| *name == column.name) {
                worksheet.write_string(1, at, *cell).unwrap();
            }
        }
        spoil(worksheet);
    }
    workbook.save_to_buffer().unwrap()
}

/// Everything that is wrong with a workbook.
fn problems(bytes: &[u8]) -> Vec<String> {
    match workbook::read(bytes) {
        Err(why) => vec![why],
        Ok(grids) => import::workbook("f.xlsx", &grids).problems.iter().map(ToString::to_string).collect(),
    }
}

/// Spoils one sheet.
fn spoilt(name: &str, spoil: impl Fn(&mut Worksheet)) -> Vec<u8> {
    book(|worksheet| {
        if worksheet.name() == name {
            spoil(worksheet);
        }
    })
}

#[test]
fn a_workbook_made_by_hand_is_read() {
    assert_eq!(problems(&book(|_| {})), [""; 0]);
    // A day may be a day of the spreadsheet; numbers and codes may be either.
    let bytes = spoilt("targets", |sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(1, 4, 45199.0, &day).unwrap();
        sheet.write_number(1, 3, 95.5).unwrap();
    });
    let reading = import::workbook("f.xlsx", &workbook::read(&bytes).unwrap());
    assert_eq!(reading.problems, []);
    let target = &reading.batch.targets[0];
    assert_eq!((target.value, target.set_on), (95.5, "2023-09-30".parse().ok()));
}

#[test]
fn what_is_wrong_is_named_by_its_place() {
    type Spoil = fn(&mut Worksheet);
    let table: [(&str, Spoil, &[&str]); 14] = [
        (
            "figures",
            |s| {
                s.write_formula(1, 3, Formula::new("=1+1").set_result("2")).unwrap();
            },
            &["f.xlsx, figures!D2, column value: a formula stands here; put its value in its place"],
        ),
        (
            "figures",
            |s| {
                s.merge_range(1, 0, 2, 2, "m", &Format::new()).unwrap();
            },
            &["f.xlsx, figures!A2:C3: merged cells"],
        ),
        (
            "figures",
            |s| {
                s.write_string(0, 3, " ").unwrap();
            },
            &[
                "f.xlsx, figures!D1: unknown column",
                "f.xlsx, figures, column value: the column “value” is missing",
            ],
        ),
        (
            "measures",
            |s| {
                s.write_string(0, 20, "caveats").unwrap();
            },
            &[
                "f.xlsx, measures!U1, column caveats: unknown column, did you mean “caveat”?",
                "f.xlsx, measures, column caveat: the column “caveat” is missing",
            ],
        ),
        (
            "figures",
            |s| {
                s.write_number_with_format(1, 1, 45292.0, &Format::new().set_num_format("mmm-yy")).unwrap();
            },
            &[
                "f.xlsx, figures!B2, column period: the spreadsheet has made a day of what was typed (2024-01-01)",
            ],
        ),
        (
            "figures",
            |s| {
                s.write_number_with_format(1, 1, 45292.5, &Format::new().set_num_format("hh:mm")).unwrap();
            },
            &["f.xlsx, figures!B2, column period: the spreadsheet has made a time of what was typed"],
        ),
        (
            "figures",
            |s| {
                s.write_string(1, 11, "by the way").unwrap();
            },
            &["f.xlsx, figures!L2: the first row has no name for this column"],
        ),
        (
            "figures",
            |s| {
                s.write_string(1, 300, "far out").unwrap();
            },
            &["f.xlsx, figures!KO2: this is far right of the last column; clear all from column CW on"],
        ),
        (
            "figures",
            |s| {
                s.write_number(1, 3, -5.0).unwrap();
                s.write_string(1, 6, "lost").unwrap();
                s.write_string(1, 2, "pistol").unwrap();
            },
            &[
                "figures!C2, column category: write dimension=category",
                "figures!G2, column missing: choose one of",
            ],
        ),
        (
            "goals",
            |s| {
                s.set_name("goal").unwrap();
            },
            &["f.xlsx, goal: unknown sheet, did you mean “goals”?", "f.xlsx, goals: the sheet is missing"],
        ),
        (
            "offices",
            |s| {
                s.write_boolean(1, 0, true).unwrap();
            },
            &["f.xlsx, goals!F2, column office: there is no office “o”"],
        ),
        (
            "measures",
            |s| {
                s.write_string(1, 28, "maybe").unwrap();
            },
            &["f.xlsx, measures!AC2, column illustrative: write yes or no"],
        ),
        (
            "published",
            |s| {
                s.write_string(0, 0, " ").unwrap();
            },
            &["f.xlsx, published, column about: the column “about” is missing"],
        ),
        (
            "figures",
            |s| {
                for row in 1..=200_000 {
                    s.write_string(row, 0, "m").unwrap();
                }
            },
            &["f.xlsx, figures!A100002: the sheet has more than 100000 rows"],
        ),
    ];
    for (sheet, spoil, expected) in table {
        let found = problems(&spoilt(sheet, spoil));
        for part in expected {
            assert!(
                found.iter().any(|problem| problem.contains(part)),
                "“{part}” in {:#?}",
                &found[..found.len().min(9)]
            );
        }
    }
}

/// Rewrites the parts of a workbook.
fn repacked(
    bytes: &[u8],
    mut rewrite: impl FnMut(&str, Vec<u8>) -> Vec<u8>,
    more: &[(&str, &[u8])],
) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(&rewrite(&name, content)).unwrap();
    }
    for (name, content) in more {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn replaced(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    repacked(
        bytes,
        |name, content| match name == part {
            true => String::from_utf8(content).unwrap().replace(from, to).into_bytes(),
            false => content,
        },
        &[],
    )
}

#[test]
fn an_error_of_the_spreadsheet_is_named_at_its_cell() {
    let bytes = spoilt("figures", |sheet| {
        sheet.write_number(1, 3, 77_777.0).unwrap();
    });
    let bytes = replaced(
        &bytes,
        "xl/worksheets/sheet8.xml",
        "<c r=\"D2\"><v>77777</v>",
        "<c r=\"D2\" t=\"e\"><v>#REF!</v>",
    );
    assert_eq!(
        problems(&bytes),
        ["f.xlsx, figures!D2, column value: the cell shows the error #REF!; write the value itself"]
    );
}

#[test]
fn what_is_no_workbook_or_too_much_of_one_is_refused_before_it_is_opened() {
    let sound = book(|_| {});
    let same = |_: &str, content: Vec<u8>| content;
    let zeros = vec![0; 150 << 20];
    let bomb = repacked(&sound, same, &[("xl/media/image1.png", &zeros)]);
    assert!(bomb.len() < 400_000, "{}", bomb.len());
    // The same, with a directory that says there is next to nothing in it.
    let size = (zeros.len() as u32).to_le_bytes();
    let mut liar = bomb.clone();
    while let Some(at) = liar.windows(4).position(|window| window == size) {
        liar[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
    }
    let types = "[Content_Types].xml";
    let (plain, macros) = (
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
    );
    let boast = repacked(
        &sound,
        |name, content| match name == "xl/sharedStrings.xml" {
            true => String::from_utf8(content)
                .unwrap()
                .replace("uniqueCount=\"", "uniqueCount=\"99999999999")
                .into_bytes(),
            false => content,
        },
        &[],
    );
    for (bytes, expected) in [
        (b"measure,period\n".to_vec(), "this is no workbook; save it as “Excel Workbook (.xlsx)”"),
        (Vec::new(), "this is no workbook"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more".to_vec(),
            "an old workbook (.xls), or one with a password",
        ),
        (vec![b'P'; 21 << 20], "the workbook has 21 MB; the largest that is read has 20 MB"),
        (sound[..sound.len() / 2].to_vec(), "this is no workbook"),
        (bomb, "unpacks to more than 128 MB"),
        (liar, "is damaged"),
        (repacked(&sound, same, &[("xl/vbaProject.bin", b"Sub Auto_Open()")]), "has macros"),
        (replaced(&sound, types, plain, macros), "has macros"),
        (boast, "is damaged"),
        (replaced(&sound, "xl/workbook.xml", "<sheets>", "<sheets"), "cannot be read as a workbook"),
        (
            repacked(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", same, &[]),
            "cannot be read as a workbook",
        ),
    ] {
        let found = problems(&bytes);
        assert!(found.len() == 1 && found[0].contains(expected), "“{expected}” in {found:?}");
    }
}

#[test]
fn one_long_text_in_very_many_cells_is_not_held_as_often() {
    // 30 kB in ten thousand cells: 100 kB packed, 300 MB in memory.
    let bytes = spoilt("figures", |sheet| {
        let text = "x".repeat(30_000);
        for row in 1..=10_000 {
            sheet.write_string(row, 7, &text).unwrap();
        }
    });
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    let found = problems(&bytes);
    assert!(
        found.iter().any(|problem| problem.contains("holds more than is read at once")),
        "{:?}",
        &found[..1]
    );
}

#[test]
fn the_program_exports_and_imports_a_workbook_and_says_what_it_would_do() {
    let folder = with_sample();
    let export = |file: &str| run(&folder, &["export", "--format", "workbook", file]);
    let import = |more: &[&str]| run(&folder, &[&["import", "--format", "workbook"], more].concat());
    assert_eq!(err(&export("f.xlsx")), "yardstick: the framework written to f.xlsx\n");
    let untouched = out(&import(&["f.xlsx"]));
    assert!(untouched.contains(": 0 created, 0 changed, "), "{untouched}");

    let bytes = fs::read(folder.path().join("f.xlsx")).unwrap();
    let edited =
        replaced(&bytes, "xl/sharedStrings.xml", "<t>Homeland Security Investigations</t>", "<t>HSI</t>");
    fs::write(folder.path().join("edited.xlsx"), edited).unwrap();
    let dry = import(&["edited.xlsx", "--dry-run"]);
    assert!(out(&dry).contains("0 created, 1 changed"), "{}", out(&dry));
    let line = "edited.xlsx, offices!B4, column name: “Homeland Security Investigations” becomes “HSI” in office:HSI";
    assert_eq!(err(&dry), format!("yardstick: {line}\n"));

    let theirs = "code,name\nHSI,Changed meanwhile\n";
    fs::write(folder.path().join("offices.csv"), theirs).unwrap();
    assert!(run(&folder, &["import", "--format", "measures", "offices.csv"]).status.success());
    let parts = [
        "offices!B4, column name",
        "“HSI” here, “Changed meanwhile” in the database",
        "1 conflict",
        "--overwrite",
    ];
    check_failure(&import(&["edited.xlsx"]), 1, &parts);
    let wet = import(&["edited.xlsx", "--overwrite"]);
    assert!(out(&wet).contains("0 created, 1 changed"), "{}", err(&wet));

    check_failure(&import(&["f.xlsx", "edited.xlsx"]), 2, &["one workbook at a time"]);
    check_failure(&import(&["offices.csv"]), 1, &["offices.csv: this is no workbook"]);
    check_failure(&import(&["none.xlsx"]), 1, &["none.xlsx: cannot be read"]);
}

#[test]
fn the_program_exports_the_same_as_csv() {
    let folder = with_sample();
    let output = run(&folder, &["export", "--format", "measures", "all"]);
    assert!(output.status.success(), "{}", err(&output));
    let files = SHEETS.map(|name| format!("all/{name}.csv"));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let again = run(&folder, &[&["import", "--format", "measures"], files.as_slice()].concat());
    assert!(out(&again).contains(": 0 created, 0 changed, "), "{}{}", out(&again), err(&again));
    check_failure(&run(&folder, &["export", "--format", "measures", "-"]), 2, &["name a folder"]);
}

/// A form with parts, as a browser sends it.
async fn bring(server: &Served, session: &str, parts: &[(&str, &[u8])]) -> (u16, String) {
    let mut body = Vec::new();
    for (disposition, content) in parts {
        body.extend(format!("--cut\r\ncontent-disposition: form-data; {disposition}\r\n\r\n").into_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    let request = server.post("/import", "").header("cookie", session).header("accept", "text/html");
    let request = request.body(body).build().map(|mut request| {
        let kind = "multipart/form-data; boundary=cut".parse().unwrap();
        request.headers_mut().insert("content-type", kind);
        request
    });
    let response = reqwest::Client::new().execute(request.unwrap()).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_workbook_is_taken_edited_shown_and_applied_in_the_browser() {
    let server = Served::start().await;
    enrol(&server.store, "ada", Role::Admin, None).await;
    enrol(&server.store, "vic", Role::Viewer, None).await;
    let (admin, viewer) = (server.sign_in("ada", PASSWORD).await, server.sign_in("vic", PASSWORD).await);
    assert_eq!(server.get("/framework.xlsx").send().await.unwrap().status(), 401);
    let response = server.get("/framework.xlsx").header("cookie", &viewer).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let bytes = response.bytes().await.unwrap().to_vec();

    let edited = replaced(&bytes, "xl/sharedStrings.xml", "Tobacco and Firearms", "Renamed &lt;b&gt;");
    let chosen = "name=\"workbook\"; filename=\"mine.xlsx\"";
    let (_, page) = bring(&server, &viewer, &[(chosen, &edited)]).await;
    assert!(page.contains("only administrators import a workbook") && !page.contains("Apply"), "{page}");
    let before = store_state(&server.store).await;

    let (status, page) = bring(&server, &admin, &[(chosen, &edited)]).await;
    assert_eq!(status, 200);
    for part in [
        "0 new, 1 changed",
        "offices!B2, column name",
        "“Tobacco and Firearms” becomes “Renamed &lt;b&gt;”",
        "Apply these changes",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(store_state(&server.store).await, before, "nothing was written yet");

    let again = page.split("name=\"again\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let again = again.split('"').next().unwrap();
    let (_, page) =
        bring(&server, &admin, &[("name=\"file\"", b"mine.xlsx"), ("name=\"again\"", again.as_bytes())])
            .await;
    assert!(page.contains("Done: 0 new, 1 changed"), "{page}");
    assert_eq!(server.store.offices().await.unwrap()[0].name, "Renamed <b>");
    let entry =
        &server.store.audit_entries(&store::AuditFilter { limit: 1, ..Default::default() }).await.unwrap()[0];
    assert_eq!((entry.actor.as_str(), entry.subject.as_str()), ("ada", "office:ATF"));

    // The first workbook, untouched, would now undo that.
    let (_, page) = bring(&server, &admin, &[(chosen, &bytes)]).await;
    assert!(page.contains("“Tobacco and Firearms” here") && !page.contains("Apply these"), "{page}");
    let (_, page) = bring(&server, &admin, &[(chosen, b"a,b\n1,2\n")]).await;
    assert!(page.contains("The workbook is not read: this is no workbook"), "{page}");
    let large = vec![b'x'; 6 << 20];
    let (_, page) = bring(&server, &admin, &[(chosen, &large)]).await;
    assert!(page.contains("it has more than 5 MB"), "{}", page.len());
    let (status, _) = bring(&server, &admin, &[(chosen, &vec![b'x'; 9 << 20])]).await;
    assert_eq!(status, 413);
    let (status, _) = bring(&server, &admin, &[("name=\"again\"", b"*")]).await;
    assert_eq!(status, 400);
    server.stop().await;
}

async fn store_state(store: &Store) -> Mark {
    store.mark().await.unwrap()
}
