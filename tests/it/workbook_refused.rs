//! Workbooks that are refused: what is wrong with them, named by its place.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use yardstick::domain::batch::{Batch, Reading};
use yardstick::domain::import::{self, Grid, Held};
use yardstick::workbook;

use crate::workbook::{repacked, replaced};

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
