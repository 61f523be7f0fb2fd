//! An office's figures as a file: the template, what is shown of a file, and what becomes of it.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Figure, State};
use yardstick::domain::batch::Batch;
use yardstick::domain::breakdown::Categories;
use yardstick::domain::import::ColumnNames;
use yardstick::domain::window::Dates;
use yardstick::domain::window::form::{Opening, Reopening};
use yardstick::server::Config;
use yardstick::store::{self, AuditFilter, CellKey, Saving, Store};
use yardstick::workbook;

use crate::postgres;
use crate::served::{Served, header};
use crate::workbook::{repacked, replaced, send_to};
use crate::world::{PASSWORD, at, code, enrol, key, measure, period, saving, seed, sqlite};

contract! {
    figures_are_saved_all_or_none
    columns_are_remembered_for_an_office_with_an_entry_each
    the_template_has_what_is_asked_and_brings_no_change_back
    a_file_is_shown_in_three_groups_and_saved_once
    who_was_overtaken_saves_nothing_and_is_shown_by_whom
    nothing_is_saved_of_a_file_with_a_fault
    a_locked_quarter_takes_nothing_and_a_reopened_one_asks_why
    what_is_odd_is_said_as_in_the_grid
    a_column_of_another_name_is_asked_about_once
}

async fn figures_are_saved_all_or_none(store: &Store) {
    let version = store.version().await.unwrap();
    let good = saving("traces", "FY2026Q3", 120.0, 0);
    let stale = saving("traces", "FY2026Q2", 5.0, 7);
    assert!(!store.save_all_figures(&[good.clone(), stale]).await.unwrap());
    assert_eq!(store.version().await.unwrap(), version);
    assert_eq!(store.cell(&good.key).await.unwrap().working, None);
    let other = saving("traces", "FY2026Q2", 5.0, 1);
    assert!(store.save_all_figures(&[good.clone(), other]).await.unwrap());
    assert_eq!(store.version().await.unwrap(), version + 2);
    assert_eq!(store.cell(&good.key).await.unwrap().working.unwrap().figure, Figure::Value(120.0));
    assert!(store.save_all_figures(&[]).await.unwrap());
}

fn names(pairs: &[(&str, &str)]) -> ColumnNames {
    pairs.iter().map(|(name, column)| (name.to_string(), column.to_string())).collect()
}

async fn told(store: &Store, subject: &str) -> Vec<(String, String)> {
    let filter = AuditFilter { subject: subject.into(), limit: 50, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    let told = |entry: yardstick::store::AuditEntry| {
        (format!("{} {} {}", entry.actor, entry.action, entry.subject), entry.after.unwrap_or_default())
    };
    entries.into_iter().rev().map(told).collect()
}

async fn columns_are_remembered_for_an_office_with_an_entry_each(store: &Store) {
    let atf = code("ATF");
    let first = names(&[("city", ""), ("reported “value”", "value")]);
    store.remember_upload_columns(&atf, &first, "ana", at(1)).await.unwrap();
    assert_eq!(store.upload_columns(&atf).await.unwrap(), first);
    assert_eq!(store.upload_columns(&code("HSI")).await.unwrap(), ColumnNames::new());
    let version = store.version().await.unwrap();
    store.remember_upload_columns(&atf, &first, "ana", at(2)).await.unwrap();
    assert_eq!(store.version().await.unwrap(), version, "what is so already is not written");
    store.remember_upload_columns(&atf, &names(&[("city", "note")]), "ben", at(3)).await.unwrap();
    let known = store.upload_columns(&atf).await.unwrap();
    assert_eq!(known, names(&[("city", "note"), ("reported “value”", "value")]));
    let entry = |words: &str, read: &str| (words.to_owned(), format!("{{\"read as\":\"{read}\"}}"));
    assert_eq!(
        told(store, "upload:ATF/").await,
        [
            entry("ana create upload:ATF/city", ""),
            entry("ana create upload:ATF/reported “value”", "value"),
            entry("ben change upload:ATF/city", "note"),
        ]
    );
    assert!(store.verify_audit().await.unwrap().is_ok());
}

/// A server over the store, and the session of ATF's steward.
async fn served(store: &Store) -> (Served, String) {
    let server = Served::over(store.clone(), tempfile::tempdir().unwrap(), Config::default()).await;
    enrol(store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    (server, session)
}

const PAGE: &str = "/entry/upload?office=ATF&period=FY2026Q2";

/// Brings a file and gives the page that answers.
async fn bring(server: &Served, session: &str, file: &str, bytes: &[u8]) -> String {
    let chosen = format!("name=\"figures\"; filename=\"{file}\"");
    send_to(server, session, PAGE, &[(chosen.as_str(), bytes)]).await.1
}

/// The fields of a form on a page that are sent without being touched, from the one before which a button stands.
fn fields(page: &str, button: &str) -> Vec<(String, String)> {
    let end = page.find(button).unwrap_or_else(|| panic!("“{button}” in {page}"));
    let form = &page[page[..end].rfind("<form").unwrap()..end];
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, rest)| rest);
        let text = rest.split('"').next().unwrap();
        text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    let hidden = form.split("<input").skip(1).filter(|tag| tag.contains("type=\"hidden\""));
    hidden.map(|tag| (attribute(tag, "name"), attribute(tag, "value"))).collect()
}

/// Sends a form's fields, with what is chosen of each column where it asks for that.
async fn press(server: &Served, session: &str, fields: &[(String, String)], columns: &[&str]) -> String {
    let mut chosen = columns.iter();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (name, value) in fields {
        parts.push((format!("name=\"{name}\""), value.clone()));
        if name == "name"
            && let Some(column) = chosen.next()
        {
            parts.push(("name=\"column\"".into(), column.to_string()));
        }
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    send_to(server, session, PAGE, &parts).await.1.replace("<!>", "")
}

async fn save(server: &Served, session: &str, page: &str) -> String {
    press(server, session, &fields(page, "Save th"), &[]).await
}

/// What the page says, without its markup.
fn text(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap_or(page).split("</main>").next().unwrap();
    let tags = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    tags.collect::<Vec<_>>().join(" ")
}

/// That a page says all of it, whatever blanks its markup makes.
fn has(page: &str, words: &[&str]) {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let text = text(page);
    for part in words {
        assert!(bare(&text).contains(&bare(part)), "“{part}” in {text}");
    }
}

async fn the_template_has_what_is_asked_and_brings_no_change_back(store: &Store) {
    let rifles = Categories { measure: code("traces"), categories: vec!["type=rifle".into()] };
    let batch = Batch { categories: vec![rifles], ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    let (server, ana) = served(store).await;
    enrol(store, "hal", Role::Steward, Some("HSI")).await;
    enrol(store, "rex", Role::Reviewer, None).await;
    enrol(store, "vic", Role::Viewer, None).await;
    let note = Saving { note: "=1+1\nand more".into(), ..saving("traces", "FY2026Q2", 7.0, 1) };
    store.save_figure(&note).await.unwrap();
    let mut sessions = vec![String::new(), ana.clone()];
    for name in ["hal", "rex", "vic"] {
        sessions.push(server.sign_in(name, PASSWORD).await);
    }
    let get = async |kind: &str, search: &str, session: &str| {
        let path = format!("/entry/template.{kind}?{search}");
        server.get(&path).header("cookie", session).send().await.unwrap()
    };
    for (session, expected) in sessions.iter().zip([401, 200, 403, 200, 403]) {
        for kind in ["csv", "xlsx"] {
            let answer = get(kind, "office=ATF&period=FY2026Q2", session).await;
            assert_eq!(answer.status(), expected, "{kind}");
        }
    }
    for search in ["office=ATF&period=FY2999Q1", "office=ATF&period=FY2026", "colour=red"] {
        assert_eq!(get("xlsx", search, &ana).await.status(), 400, "{search}");
    }
    let answer = get("csv", "office=ATF&period=FY2026Q2", &ana).await;
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"figures-ATF-FY2026Q2.csv\"");
    let csv = answer.text().await.unwrap();
    assert_eq!(
        csv,
        "measure,name,period,category,unit,value,numerator,denominator,missing,note,explanation,plan,reason\r\n\
         traces,Traces completed,FY2026Q2,,traces,7,,,,\"'=1+1\nand more\",,,\r\n\
         traces,Traces completed,FY2026Q2,type=rifle,traces,,,,,,,,\r\n\
         urgent,Urgent traces within 48 hours,FY2026Q2,,percent,,83,100,,as reported,,,\r\n"
    );
    let answer = get("xlsx", "office=ATF&period=FY2026Q2", &ana).await;
    let xlsx = answer.bytes().await.unwrap().to_vec();
    let grids = workbook::read(&xlsx).unwrap();
    assert_eq!((grids[0].sheet.as_str(), grids[0].rows.len()), ("figures", 4));
    let version = store.version().await.unwrap();
    for (file, bytes) in [("figures.csv", csv.as_bytes()), ("figures.xlsx", &xlsx)] {
        let page = bring(&server, &ana, file, bytes).await;
        let words =
            ["There is nothing to save. 2 figures are as they stand. 1 row without a figure is left alone."];
        has(&page, &words);
        assert!(!page.contains("Save th"), "{page}");
    }
    assert_eq!(store.version().await.unwrap(), version);
    let filled = replaced(&xlsx, "xl/worksheets/sheet1.xml", "<c r=\"F2\"><v>7</v>", "<c r=\"F2\"><v>9</v>");
    let page = bring(&server, &ana, "figures.xlsx", &filled).await;
    has(&page, &["0 new, 1 changed", "figures!F2", "7 traces", "9 traces"]);
    server.stop().await;
}

const FILE: &str = "measure,period,value,numerator,denominator,note\n\
    traces,FY2026Q1,100,,,as reported\n\
    traces,FY2026Q2,5,,,<b>recounted</b>\n\
    traces,FY2026Q3,120,,,\n\
    urgent,FY2026Q2,,90,100,as reported\n\
    urgent,FY2026Q3,,,,\n";

async fn a_file_is_shown_in_three_groups_and_saved_once(store: &Store) {
    let (server, ana) = served(store).await;
    let version = store.version().await.unwrap();
    // As one, however it is written.
    let semicolons = format!("\u{feff}{}", FILE.replace(',', ";").replace('\n', "\r\n"));
    let tabs = FILE.replace(',', "\t");
    for file in [FILE, &semicolons, &tabs] {
        let page = bring(&server, &ana, "mine.csv", file.as_bytes()).await;
        has(
            &page,
            &[
                "What would be saved: mine.csv",
                "1 new, 2 changed. Nothing has been saved yet. 1 figure is as it stands. 1 row without a figure",
                "New: 1",
                "line 4Traces completed Q3 FY 2026",
                "Changed: 2",
                "0 traces →  becomes  5 traces",
                "note: as reported →  becomes  &lt;b&gt;recounted&lt;/b&gt;",
                "83.0% (83/100) →  becomes  90.0% (90/100)",
                "Unchanged: 1 figure",
                "Save these 3 figures as drafts",
            ],
        );
        assert_eq!(
            store.version().await.unwrap(),
            version,
            "nothing is written before the button is pressed"
        );
    }
    let page = bring(&server, &ana, "mine.csv", FILE.as_bytes()).await;
    let page = save(&server, &ana, &page).await;
    has(&page, &["Saved: mine.csv", "3 figures were saved as drafts."]);
    assert_eq!(store.version().await.unwrap(), version + 3, "an entry each");
    let cell = store.cell(&key("traces", "FY2026Q2")).await.unwrap();
    assert_eq!(cell.published.unwrap().figure, Figure::Value(0.0), "the public sees what it saw");
    let working = cell.working.unwrap();
    assert_eq!((working.state, working.author.as_str()), (State::Draft, "ana"));
    assert_eq!((working.figure, working.note.as_str()), (Figure::Value(5.0), "<b>recounted</b>"));
    let entries = told(store, "actual:traces/FY2026Q3/").await;
    assert_eq!(entries[0].0, "ana save actual:traces/FY2026Q3/");
    // The same again changes nothing, to be looked at and to be saved.
    let again = bring(&server, &ana, "mine.csv", FILE.as_bytes()).await;
    has(&again, &["There is nothing to save. 4 figures are as they stand."]);
    assert_eq!(store.version().await.unwrap(), version + 3);
    // A file without a column for notes leaves them.
    let page = bring(&server, &ana, "f.csv", b"measure,period,value\ntraces,FY2026Q2,6\n").await;
    save(&server, &ana, &page).await;
    let working = store.cell(&key("traces", "FY2026Q2")).await.unwrap().working.unwrap();
    assert_eq!((working.figure, working.note.as_str()), (Figure::Value(6.0), "<b>recounted</b>"));
    server.stop().await;
}

async fn who_was_overtaken_saves_nothing_and_is_shown_by_whom(store: &Store) {
    let (server, ana) = served(store).await;
    let page = bring(&server, &ana, "mine.csv", FILE.as_bytes()).await;
    let other = Saving { actor: "ben".into(), ..saving("traces", "FY2026Q3", 7.0, 0) };
    store.save_figure(&other).await.unwrap();
    let version = store.version().await.unwrap();
    let page = save(&server, &ana, &page).await;
    has(
        &page,
        &[
            "1 figure was changed by somebody else after this was shown to you. Nothing was saved",
            "line 4 value",
            "ben changed “Traces completed, Q3 FY 2026” to 7 traces meanwhile",
            "7 traces →  becomes  120 traces",
        ],
    );
    assert_eq!(store.version().await.unwrap(), version, "not one of the three");
    // What is done by others with something else stands against nothing; what they make the same does.
    store.save_figure(&saving("urgent", "FY2026Q1", 7.0, 0)).await.unwrap();
    let same = Saving { actor: "ben".into(), note: String::new(), ..saving("traces", "FY2026Q3", 120.0, 1) };
    store.save_figure(&same).await.unwrap();
    let version = store.version().await.unwrap();
    let page = save(&server, &ana, &page).await;
    has(
        &page,
        &["ben changed “Traces completed, Q3 FY 2026” to 120 traces meanwhile", "0 new, 2 changed"][..1],
    );
    assert_eq!(store.version().await.unwrap(), version);
    let page = save(&server, &ana, &page).await;
    has(&page, &["2 figures were saved as drafts."]);
    assert_eq!(store.version().await.unwrap(), version + 2);
    // Nothing was seen of what is made up.
    let page = bring(&server, &ana, "f.csv", b"measure,period,value\ntraces,FY2026Q2,8\n").await;
    let mut form = fields(&page, "Save th");
    form.iter_mut().find(|(name, _)| name == "seen").unwrap().1 = "{nonsense".into();
    has(&press(&server, &ana, &form, &[]).await, &["1 figure was changed by somebody else"]);
    assert_eq!(store.version().await.unwrap(), version + 2);
    server.stop().await;
}

async fn nothing_is_saved_of_a_file_with_a_fault(store: &Store) {
    let (server, ana) = served(store).await;
    let version = store.version().await.unwrap();
    let file = "measure,period,category,value,missing,note\n\
        traces,FY2026Q3,,120,,\n\
        convictions,FY2026,,5,,\n\
        trace,FY2026Q3,,5,,\n\
        traces,FY2026Q5,,5,,\n\
        traces,FY2026Q2,,\"1,5\",,\n\
        traces,FY2026Q1,,5,lost,\n\
        traces,FY2026Q1,type=rifle,5,,\n\
        traces,FY2099Q1,,5,,\n\
        traces,FY2026Q3,,121,,\n\
        traces,FY2026Q4,,,,alone\n";
    let page = bring(&server, &ana, "mine.csv", file.as_bytes()).await;
    has(
        &page,
        &[
            "8 things are to be mended in the file; then bring it again. Nothing was saved.",
            "To be mended: 8",
            "line 3 measure“convictions” is a measure of HSI; these are the figures of ATF",
            "line 4 measurethere is no measure “trace”, did you mean “traces”?",
            "line 5 period“FY2026Q5” is not a period",
            "line 6 value“1,5” is not a number",
            "line 7 missingchoose one of: not available",
            "line 8 categorythis measure has no category “type=rifle”",
            "line 9 periodQ1 FY 2099 has not begun",
            "line 10 line 2 already gives this measure, period and category",
            "line 11 notethis stands beside no figure, so the row is left alone",
            "New: 1",
        ],
    );
    assert!(!page.contains("Save th"), "{page}");
    // Not even where the form is made up.
    let sound = bring(&server, &ana, "mine.csv", b"measure,period,value\ntraces,FY2026Q3,120\n").await;
    let mut form = fields(&sound, "Save th");
    let again = form.iter_mut().find(|(name, _)| name == "again").unwrap();
    again.1 = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, file);
    has(&press(&server, &ana, &form, &[]).await, &["8 things are to be mended"]);
    assert_eq!(store.version().await.unwrap(), version);
    server.stop().await;
}

fn noon(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().unwrap()
}

async fn a_locked_quarter_takes_nothing_and_a_reopened_one_asks_why(store: &Store) {
    let (server, ana) = served(store).await;
    enrol(store, "ada", Role::Admin, None).await;
    let quarter = period("FY2026Q1");
    let opening = Opening { offices: vec![code("ATF")], period: quarter, dates: Dates::usual(quarter) };
    store.open_call(&opening, "ada", noon("2026-01-05")).await.unwrap();
    let version = store.version().await.unwrap();
    let file = |value: &str, reason: &str| {
        format!("measure,period,value,note,reason\ntraces,FY2026Q1,{value},as reported,{reason}\n")
    };
    let page = bring(&server, &ana, "f.csv", file("101", "").as_bytes()).await;
    let locked =
        "line 2 periodQ1 FY 2026 closed on 1 March 2026, so its figures are locked. To change one, ask ada";
    has(&page, &[locked]);
    let page = bring(&server, &ana, "f.csv", file("100", "").as_bytes()).await;
    has(&page, &["There is nothing to save. 1 figure is as it stands."]);
    let reopening =
        Reopening { office: code("ATF"), until: "2099-01-01".parse().unwrap(), reason: "Late.".into() };
    store.reopen_call(quarter, &reopening, "ada", noon("2026-03-10")).await.unwrap();
    let page = bring(&server, &ana, "f.csv", file("101", "").as_bytes()).await;
    has(
        &page,
        &["line 2 reasonthe deadline is over and another figure was published; say why it is to change"],
    );
    // A reason that nothing is revised by is not kept, and changes nothing.
    let page = bring(&server, &ana, "f.csv", file("100", "why").as_bytes()).await;
    has(&page, &["There is nothing to save. 1 figure is as it stands."]);
    assert_eq!(store.version().await.unwrap(), version + 1);
    let page = bring(&server, &ana, "f.csv", file("101", "A late file").as_bytes()).await;
    has(&page, &["100 traces →  becomes  101 traces", "reason:  A late file"]);
    save(&server, &ana, &page).await;
    let working = store.cell(&key("traces", "FY2026Q1")).await.unwrap().working.unwrap();
    assert_eq!((working.revised, working.reason.as_str()), (true, "A late file"));
    for reason in ["A late file", ""] {
        let page = bring(&server, &ana, "f.csv", file("101", reason).as_bytes()).await;
        has(&page, &["There is nothing to save. 1 figure is as it stands."]);
    }
    server.stop().await;
}

async fn what_is_odd_is_said_as_in_the_grid(store: &Store) {
    let (server, ana) = served(store).await;
    let batch = Batch { measures: vec![measure("requests", "ATF", "Requests received")], ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    store.add_relation(&"traces <= requests".parse().unwrap(), "ada", at(2)).await.unwrap();
    let file = |note: &str, why: &str| {
        format!(
            "measure,period,value,note,explanation,plan\n\
             traces,FY2026Q3,50,{note},{why},{why}\n\
             requests,FY2026Q3,40,{note},,\n"
        )
    };
    let page = bring(&server, &ana, "f.csv", file("", "").as_bytes()).await;
    has(
        &page,
        &[
            "2 new, 0 changed",
            "Warnings: 3",
            "line 2 explanation",
            "110 traces",
            "line 2 noteTraces completed (50) must not be more than Requests received (40)",
            "line 3 noteTraces completed (50) must not be more than Requests received (40)",
            "Save these 2 figures as drafts",
        ],
    );
    let page = bring(&server, &ana, "f.csv", file("known", "so").as_bytes()).await;
    assert!(!text(&page).contains("Warnings"), "{}", text(&page));
    // A warning refuses nothing.
    let page = bring(&server, &ana, "f.csv", file("", "").as_bytes()).await;
    has(&save(&server, &ana, &page).await, &["2 figures were saved as drafts"]);
    server.stop().await;
}

async fn a_column_of_another_name_is_asked_about_once(store: &Store) {
    let (server, ana) = served(store).await;
    let file = "Measure,Quarter,City,Reported value\ntraces,FY2026Q3,Washington,120\n";
    let version = store.version().await.unwrap();
    let page = bring(&server, &ana, "mine.csv", file.as_bytes()).await;
    has(&page, &["There are columns of other names.", "“quarter” is", "“city” is", "“reported value” is"]);
    assert!(page.contains("<option value=\"value\" selected"), "the probable one is chosen: {page}");
    assert!(!page.contains("Save th") && !text(&page).contains("New: 1"), "{page}");
    let form = fields(&page, "Read the file so");
    // By name: city, quarter, reported value.
    let page = press(&server, &ana, &form, &["-", "", "value"]).await;
    has(&page, &["say which column this is, or leave it out"]);
    let page = press(&server, &ana, &form, &["-", "value", "value"]).await;
    has(&page, &["“quarter” is read as value already"]);
    let page = press(&server, &ana, &form, &["-", "<b>", "measure"]).await;
    has(&page, &["choose one of the list", "the file has a column “measure” by itself; choose another"]);
    assert_eq!(store.version().await.unwrap(), version, "nothing is remembered that is not settled");
    let page = press(&server, &ana, &form, &["-", "period", "value"]).await;
    has(
        &page,
        &["“city” is left out.", "“quarter” is read as period.", "1 new", "Save this 1 figure as a draft"],
    );
    assert_eq!(store.version().await.unwrap(), version + 3);
    has(&save(&server, &ana, &page).await, &["1 figure was saved as a draft."]);
    let kept = store.cell(&key("traces", "FY2026Q3")).await.unwrap().working.unwrap();
    assert_eq!(kept.figure, Figure::Value(120.0));
    // The next time, in another kind of file.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Figures").unwrap();
    for (at, (name, cell)) in
        [("Quarter", "FY2026Q3"), ("measure", "traces"), ("City", "x")].iter().enumerate()
    {
        sheet.write_string(0, at as u16, *name).unwrap();
        sheet.write_string(1, at as u16, *cell).unwrap();
    }
    sheet.write_string(0, 3, "REPORTED VALUE").unwrap();
    sheet.write_number(1, 3, -5.0).unwrap();
    // What is left out may hold what it will.
    sheet.write_formula(1, 2, Formula::new("=1+1")).unwrap();
    let page = bring(&server, &ana, "mine.xlsx", &book.save_to_buffer().unwrap()).await;
    has(
        &page,
        &[
            "“quarter” is read as period, as last time.",
            "“city” is left out, as last time.",
            "One thing is to be mended",
            "Figures!D2 reported value“-5” is below zero",
        ],
    );
    // An answer may be another one later.
    let page = press(&server, &ana, &fields(&page, "Read the file so"), &["note", "period", "value"]).await;
    has(&page, &["“city” is read as note.", "Figures!C2 citya formula stands here"]);
    assert_eq!(store.upload_columns(&code("ATF")).await.unwrap()["city"], "note");
    enrol(store, "ada", Role::Admin, None).await;
    let ada = server.sign_in("ada", PASSWORD).await;
    let chosen = "name=\"figures\"; filename=\"f.csv\"";
    let (_, page) = send_to(&server, &ada, "/entry/upload?office=HSI", &[(chosen, file.as_bytes())]).await;
    has(&page, &["There are columns of other names."]);
    server.stop().await;
}

#[tokio::test]
async fn only_stewards_of_the_office_bring_its_figures() {
    let server = Served::start().await;
    for (name, role, office) in [
        ("ana", Role::Steward, Some("ATF")),
        ("hal", Role::Steward, Some("HSI")),
        ("rex", Role::Reviewer, None),
        ("vic", Role::Viewer, None),
        ("ada", Role::Admin, None),
    ] {
        enrol(&server.store, name, role, office).await;
    }
    let mut sessions = vec![("nobody", String::new())];
    for name in ["ana", "hal", "rex", "vic", "ada"] {
        sessions.push((name, server.sign_in(name, PASSWORD).await));
    }
    for (name, session) in &sessions {
        let may = ["ana", "ada"].contains(name);
        let version = server.store.version().await.unwrap();
        let page = bring(&server, session, "f.csv", b"measure,period,value,x\ntraces,FY2026Q3,120,1\n").await;
        assert_eq!(page.contains("There is a column of another name"), may, "{name}: {page}");
        let form = [
            ("file", "f.csv"),
            ("again", "bWVhc3VyZSxwZXJpb2QsdmFsdWUKdHJhY2VzLEZZMjAyNlEzLDEyMAo="),
            ("seen", r#"{"actual:traces/FY2026Q3/":0}"#),
        ];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        if !may {
            let page = press(&server, session, &form, &[]).await;
            let told =
                if session.is_empty() { "You are not signed in" } else { "only stewards of an office" };
            has(&page, &[told]);
            assert_eq!(server.store.version().await.unwrap(), version, "{name}");
        }
        let expected = if may {
            200
        } else if session.is_empty() {
            401
        } else {
            403
        };
        let page = server.get(PAGE).header("cookie", session).send().await.unwrap();
        assert_eq!(page.status(), expected, "{name}");
    }
    let (_, ana) = &sessions[1];
    let grid = server.get("/entry?office=ATF&period=FY2026Q2").header("cookie", ana).send().await.unwrap();
    let grid = grid.text().await.unwrap();
    for link in ["/entry/upload?", "/entry/template.xlsx?", "/entry/template.csv?"] {
        assert!(grid.contains(&format!("href=\"{link}office=ATF&amp;period=FY2026Q2\"")), "{link} in {grid}");
    }
    let (_, rex) = &sessions[3];
    let grid = server.get("/entry?office=ATF&period=FY2026Q2").header("cookie", rex).send().await.unwrap();
    let grid = grid.text().await.unwrap();
    assert!(grid.contains("/entry/template.xlsx?") && !grid.contains("/entry/upload?"));
    server.stop().await;
}

const HEADER: [&str; 3] = ["measure", "period", "value"];

/// A workbook of one sound row, and then spoilt.
fn book(spoil: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("figures").unwrap();
    for (at, name) in (0..).zip(HEADER) {
        sheet.write_string(0, at, name).unwrap();
    }
    sheet.write_string(1, 0, "traces").unwrap();
    sheet.write_string(1, 1, "FY2026Q3").unwrap();
    sheet.write_number(1, 2, 120.0).unwrap();
    spoil(sheet);
    book.save_to_buffer().unwrap()
}

/// What cannot be taken, and what is said of it.
fn bad() -> Vec<(Vec<u8>, &'static str)> {
    let sound = book(|_| {});
    let zeros = vec![0; 150 << 20];
    let same = |_: &str, content: Vec<u8>| content;
    let line = |line: &str| format!("measure,period,value\n{line}");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let many: String = (0..200_000).map(|k| format!("traces,FY2026Q3,{k}\n")).collect();
    let distinct: String = (0..150_000).map(|k| format!("traces,FY2026Q3,t=c{k},1\n")).collect();
    vec![
        (
            book(|sheet| {
                sheet.write_formula(1, 2, Formula::new("=1+1").set_result("2")).unwrap();
            }),
            "figures!C2 valuea formula stands here; put its value in its place",
        ),
        (
            book(|sheet| {
                sheet.merge_range(2, 0, 2, 2, "m", &Format::new()).unwrap();
            }),
            "figures!A3:C3 merged cells; split them and fill each one",
        ),
        (repacked(&sound, same, &[("xl/vbaProject.bin", b"Sub Auto_Open()")]), "the workbook has macros"),
        (repacked(&sound, same, &[("xl/media/image1.png", &zeros)]), "unpacks to more than 128 MB"),
        (
            book(|sheet| {
                for row in 1..=200_000 {
                    sheet.write_string(row, 0, "traces").unwrap();
                }
            }),
            "figures!A100002 the sheet has more than 100000 rows",
        ),
        (
            book(|sheet| {
                sheet.set_name("figure").unwrap();
            }),
            "it has no sheet “figures”, did you mean “figure”?; its sheets are “figure”",
        ),
        (
            book(|sheet| {
                sheet.write_string(0, 2, "measure").unwrap();
            }),
            "figures!A1 measurethis column appears twice; remove one",
        ),
        (
            book(|sheet| {
                let percent = Format::new().set_num_format("0%");
                sheet.write_number_with_format(1, 2, 0.83, &percent).unwrap();
            }),
            "figures!C2 value“83%” has a % sign",
        ),
        (sound[..sound.len() / 2].to_vec(), "this is no workbook"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more".to_vec(), "an old workbook (.xls)"),
        (Vec::new(), "it is empty, or none was chosen"),
        (b"\n".to_vec(), "the file is empty; the first line names the columns"),
        (b"measure,period\ntraces,FY2026Q3\n".to_vec(), "the column “value” is missing"),
        (b"name\nx\n".to_vec(), "the column “measure” is missing"),
        (utf16("measure,period,value\n"), "the file is in UTF-16"),
        (b"measure,period,value\ntraces,FY2026Q3,caf\xe9\n".to_vec(), "line 2 is not in UTF-8"),
        (b"%PDF-1.7\0\x01".to_vec(), "line 1 holds a NUL byte"),
        (
            line("traces,FY2026Q3,\"120\ntraces,FY2026Q2,1\n").into_bytes(),
            "line 2 a quotation mark is left open here",
        ),
        (line(&many).into_bytes(), "line 3 line 2 already gives this measure"),
        (
            format!("measure,period,category,value\n{distinct}").into_bytes(),
            "line 5002 the file has more than 5000 figures",
        ),
        (vec![b'x'; 6 << 20], "it has more than 5 MB; divide it"),
    ]
}

#[tokio::test]
async fn what_cannot_be_taken_says_why_and_leaves_nothing_behind() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let ana = server.sign_in("ana", PASSWORD).await;
    let version = server.store.version().await.unwrap();
    for (bytes, expected) in bad() {
        let page = bring(&server, &ana, "f.xlsx", &bytes).await;
        has(&page, &[expected]);
        assert!(page.contains("role=\"alert\"") && !page.contains("Save th"), "{expected}");
        assert!(page.len() < 1_000_000, "{} bytes for {expected}", page.len());
        assert_eq!(server.store.version().await.unwrap(), version, "{expected}");
    }
    let (status, told) = send_to(&server, &ana, PAGE, &[("name=\"figures\"", &vec![b'x'; 9 << 20])]).await;
    assert_eq!(status, 413, "{told}");
    let quarters: String = (0..41).map(|k| format!("traces,FY{}Q{},1\n", 1990 + k / 4, k % 4 + 1)).collect();
    let page = bring(&server, &ana, "f.csv", format!("measure,period,value\n{quarters}").as_bytes()).await;
    has(&page, &["the file has figures of more than 40 quarters; divide it"]);
    let page = bring(&server, &ana, "f.xlsx", &book(|_| {})).await;
    has(&page, &["1 new, 0 changed", "figures!C2"]);
    let rifles = CellKey { category: "t=c1".into(), ..key("traces", "FY2026Q3") };
    assert_eq!(server.store.cell(&rifles).await.unwrap().revision, 0);
    server.stop().await;
}
