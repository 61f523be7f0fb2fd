//! Workbooks that are refused: what is wrong with them, named by its place.

use std::fs;
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use yardstick::domain::access::Role;
use yardstick::domain::actual::Figure;
use yardstick::domain::batch::{Batch, Reading};
use yardstick::domain::import::{self, Grid, Held};
use yardstick::workbook;

use crate::cli::{check_failure, out, run, with_sample};
use crate::served::Served;
use crate::workbook::{repacked, replaced, send};
use crate::world::{PASSWORD, enrol};

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

fn read(grids: &[Grid]) -> Reading {
    import::workbook("f.xlsx", grids, &Held::default(), false)
}

/// Everything that is wrong with a workbook.
fn problems(bytes: &[u8]) -> Vec<String> {
    match workbook::read(bytes) {
        Err(why) => vec![why],
        Ok(grids) => read(&grids).problems.iter().map(ToString::to_string).collect(),
    }
}

/// The place of a column in its sheet.
fn at(sheet: &str, column: &str) -> u16 {
    let nothing = Batch::default();
    let sheets = import::sheets(&nothing);
    let (sheet, _, _) = sheets.iter().find(|(one, _, _)| one.name == sheet).unwrap();
    sheet.names().position(|name| name == column).unwrap() as u16
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
    let reading = read(&workbook::read(&bytes).unwrap());
    assert_eq!(reading.problems, []);
    let target = &reading.batch.targets[0];
    assert_eq!((target.value, target.set_on), (95.5, "2023-09-30".parse().ok()));
}

type Spoil = fn(&mut Worksheet);

/// What is done to a sheet, and what is said of it.
const SPOILT: [(&str, Spoil, &[&str]); 16] = [
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
        &["f.xlsx, figures!B2, column period: the spreadsheet has made a day of what was typed (2024-01-01)"],
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
    (
        "figures",
        |s| {
            let percent = Format::new().set_num_format("0%");
            s.write_number_with_format(1, 3, 0.83, &percent).unwrap();
        },
        &["f.xlsx, figures!D2, column value: “83%” has a % sign; write the number alone, as 83"],
    ),
    (
        "offices",
        |s| {
            s.write_string(3, 0, "o").unwrap();
            s.write_string(3, 1, "Another").unwrap();
        },
        &["f.xlsx, offices!A4, column code: line 2 already has the office “o”"],
    ),
];

#[test]
fn what_is_wrong_is_named_by_its_place() {
    for (sheet, spoil, expected) in SPOILT {
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

#[test]
fn an_error_of_the_spreadsheet_is_named_at_its_cell() {
    let bytes = spoilt("figures", |sheet| {
        sheet.write_number(1, 3, 77_777.0).unwrap();
    });
    let bytes = replaced(
        &bytes,
        "xl/worksheets/sheet9.xml",
        "<c r=\"D2\"><v>77777</v>",
        "<c r=\"D2\" t=\"e\"><v>#REF!</v>",
    );
    assert_eq!(
        problems(&bytes),
        ["f.xlsx, figures!D2, column value: the cell shows the error #REF!; write the value itself"]
    );
}

/// What is no workbook, or too much of one, and what is said of it.
fn no_workbooks() -> Vec<(Vec<u8>, &'static str)> {
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
    vec![
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
    ]
}

#[test]
fn what_is_no_workbook_or_too_much_of_one_is_refused_before_it_is_opened() {
    for (bytes, expected) in no_workbooks() {
        let found = problems(&bytes);
        assert!(found.len() == 1 && found[0].contains(expected), "“{expected}” in {found:?}");
    }
}

/// 30 kB in forty thousand cells: under a MB packed, 1.2 GB in memory.
fn long_texts() -> Vec<u8> {
    let bytes = spoilt("figures", |sheet| {
        for row in 1..=40_000 {
            sheet.write_string(row, 7, "long").unwrap();
        }
    });
    // Each text is in the file once.
    let long = format!("<t>{}</t>", "x".repeat(30_000));
    replaced(&bytes, "xl/sharedStrings.xml", "<t>long</t>", &long)
}

#[test]
fn one_long_text_in_very_many_cells_is_not_held_as_often() {
    let bytes = long_texts();
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    let found = problems(&bytes);
    assert!(
        found.iter().any(|problem| problem.contains("holds more than is read at once")),
        "{:?}",
        &found[..1]
    );
}

#[test]
fn percent_is_read_as_it_is_shown() {
    let percent = Format::new().set_num_format("0.0%");
    let bytes = book(|sheet| match sheet.name().as_str() {
        "measures" => {
            sheet.write_string(1, at("measures", "unit"), "percent").unwrap();
            sheet.write_number_with_format(1, at("measures", "baseline"), 0.29, &percent).unwrap();
            // Shares of one: 5 % is 0.05.
            sheet.write_number_with_format(1, at("measures", "on_track"), 0.05, &percent).unwrap();
            sheet.write_number(1, at("measures", "at_risk"), 0.2).unwrap();
        }
        "targets" => {
            sheet.write_number_with_format(1, 3, 0.951, &percent).unwrap();
        }
        // A sign in quotation marks is an ornament: 83 is 83.
        "figures" => {
            let quoted = Format::new().set_num_format("0\"%\"");
            sheet.write_number_with_format(1, 3, 83.0, &quoted).unwrap();
        }
        _ => {}
    });
    let Reading { batch, problems, .. } = read(&workbook::read(&bytes).unwrap());
    assert_eq!(problems, []);
    let bands = batch.measures[0].bands;
    assert_eq!((batch.baselines[0].value, batch.targets[0].value), (29.0, 95.1));
    assert_eq!((bands.on_track, bands.at_risk), (0.05, 0.2));
    assert_eq!(batch.actuals[0].figure, Figure::Value(83.0));
    // Of what is no share, 95 % may be anything.
    let bytes = spoilt("targets", |sheet| {
        sheet.write_number_with_format(1, 3, 0.95, &percent).unwrap();
    });
    assert_eq!(
        self::problems(&bytes),
        ["f.xlsx, targets!D2, column value: “95%” has a % sign; write the number alone, as 95"]
    );
}

#[tokio::test]
async fn nothing_of_a_refused_workbook_is_written() {
    let server = Served::start().await;
    enrol(&server.store, "ada", Role::Admin, None).await;
    let admin = server.sign_in("ada", PASSWORD).await;
    let before = server.store.mark().await.unwrap();
    let bring = async |bytes: &[u8]| {
        let again = BASE64_STANDARD.encode(bytes);
        let parts: [(&str, &[u8]); 2] = [("name=\"file\"", b"f.xlsx"), ("name=\"again\"", again.as_bytes())];
        send(&server, &admin, &parts).await
    };
    let spoilt = SPOILT.iter().map(|(sheet, spoil, expected)| (spoilt(sheet, spoil), expected[0]));
    // What is too large for the form does not get as far.
    let all = spoilt.chain(no_workbooks()).filter(|(bytes, _)| bytes.len() < 5 << 20);
    let mut seen = 0;
    for (bytes, expected) in all {
        seen += 1;
        let (_, page) = bring(&bytes).await;
        // The cell and what is said of it stand beside each other.
        let (place, message) =
            expected.trim_start_matches("f.xlsx, ").split_once(": ").unwrap_or(("", expected));
        for part in [place.split(',').next().unwrap_or_default(), message, "role=\"alert\""] {
            assert!(page.contains(part), "“{part}” in {page}");
        }
        assert_eq!(server.store.mark().await.unwrap(), before, "{expected}");
    }
    assert!(seen > 20, "{seen}");
    // The sound one is, by the same way.
    let (_, page) = bring(&book(|_| {})).await;
    assert!(page.contains("Done: 6 new, 0 changed"), "{page}");
    server.stop().await;
}

/// The program with no more memory than this, in kB: a limit on addresses, of which it takes more than it
/// touches.
const MEMORY: u32 = 900_000;

#[test]
fn what_is_too_much_is_refused_in_little_memory() {
    let folder = with_sample();
    let many = spoilt("figures", |sheet| {
        for row in 1..=200_000 {
            sheet.write_string(row, 0, "m").unwrap();
        }
    });
    let bombs =
        no_workbooks().into_iter().filter(|(_, words)| words.contains("128 MB") || words.contains("damaged"));
    let mut all: Vec<(Vec<u8>, &str)> = bombs.collect();
    assert_eq!(all.len(), 3);
    all.push((many, "figures!A100002: the sheet has more than 100000 rows"));
    all.push((long_texts(), "holds more than is read at once"));
    for (bytes, expected) in all {
        fs::write(folder.path().join("f.xlsx"), &bytes).unwrap();
        let program = env!("CARGO_BIN_EXE_yardstick");
        let script = format!("ulimit -v {MEMORY}; exec {program} import --format workbook f.xlsx");
        let output = Command::new("bash").current_dir(folder.path()).args(["-c", &script]).output().unwrap();
        check_failure(&output, 1, &[expected]);
    }
    assert!(out(&run(&folder, &["audit", "verify"])).contains("hold"));
}
