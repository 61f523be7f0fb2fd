//! The program as it is run: its output, its complaints, its exit codes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::world;

/// The program, in a folder of its own and without the surroundings' settings.
pub fn yardstick(folder: &TempDir, arguments: &[&str]) -> Command {
    command(folder.path(), arguments)
}

/// The same, in a folder of whomever.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yardstick"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("YARDSTICK_")) {
        command.env_remove(name);
    }
    command
}

pub fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    yardstick(folder, arguments).output().unwrap()
}

/// Runs with a text on standard input.
fn run_with(folder: &TempDir, arguments: &[&str], input: &str) -> Output {
    let mut command = yardstick(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Exit code, and that the complaint has one line which names place and remedy.
pub fn check_failure(output: &Output, code: i32, parts: &[&str]) {
    let complaint = err(output);
    assert_eq!(output.status.code(), Some(code), "{complaint}");
    for part in parts {
        assert!(complaint.contains(part), "“{part}” in: {complaint}");
    }
    assert_eq!(out(output), "");
    assert!(!complaint.contains("panicked"), "{complaint}");
}

/// A folder with the sample imported into `yardstick.db`.
pub fn with_sample() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/");
    let files = ["offices", "goals", "measures", "breakdowns", "targets", "published", "figures"];
    let files = files.map(|name| format!("{sample}{name}.csv"));
    let mut arguments = vec!["import", "--format", "measures"];
    arguments.extend(files.iter().map(String::as_str));
    let output = run(&folder, &arguments);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).contains(" 0 changed, 0 unchanged"), "{}", out(&output));
    folder
}

#[test]
fn what_cannot_be_understood_is_a_matter_of_usage() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["frobnicate"][..],
        &["import"],
        &["import", "--format", "excel", "a.csv"],
        &["serve", "--public-url", "example.gov"],
        &["user", "add", "ana"],
        &["user", "add", "ana", "--role", "king"],
        &["user", "add", "ana", "--role", "steward"],
        &["user", "add", "ana", "--role", "admin", "--office", "ATF"],
    ] {
        check_failure(&run(&folder, arguments), 2, &[]);
    }
    check_failure(
        &run(&folder, &["import", "--format", "excel", "a.csv"]),
        2,
        &["figures", "performance-gov"],
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no database was made");
}

#[test]
fn help_gives_examples() {
    let folder = tempfile::tempdir().unwrap();
    for command in [&["--help"][..], &["serve", "--help"], &["import", "--help"], &["user", "add", "--help"]]
    {
        let output = run(&folder, command);
        assert!(output.status.success());
        assert!(out(&output).contains("Example"), "{command:?}");
    }
}

#[test]
fn a_database_that_cannot_be_used_is_named_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "no folder").unwrap();
    fs::write(folder.path().join("text.db"), "this is no database, whatever its name says").unwrap();
    // Nobody listens at the one; whoever listens at the other never answers.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let nothing = format!("postgres://ana:secret@{}/y", silent.local_addr().unwrap());
    let nobody = format!("postgres://ana:secret@127.0.0.1:{port}/y");
    let table = [
        (nobody.as_str(), &["127.0.0.1", "does not answer", "check that PostgreSQL runs"][..]),
        (nothing.as_str(), &["does not answer", "no answer within 8 seconds", "check that PostgreSQL runs"]),
        ("mysql://localhost/y", &["mysql://localhost/y", "sqlite:// or postgres://"]),
        ("sqlite://missing/folder/y.db", &["missing/folder/y.db", "--database-url sqlite://FILE"]),
        ("sqlite://file/y.db", &["file/y.db", "--database-url sqlite://FILE"]),
        ("sqlite://text.db", &["text.db", "not a database"]),
    ];
    let commands = [&["serve", "--addr", "127.0.0.1:0"][..], &["audit", "verify"]];
    let begun = Instant::now();
    // At once: what waits for a database waits as long as it must.
    let started: Vec<(&[&str], Child)> = table
        .iter()
        .flat_map(|(url, parts)| {
            commands.map(|command| (*parts, [command, &["--database-url", url]].concat()))
        })
        .map(|(parts, arguments)| {
            let mut command = yardstick(&folder, &arguments);
            (parts, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        })
        .collect();
    for (parts, child) in started {
        let output = child.wait_with_output().unwrap();
        check_failure(&output, 1, parts);
        assert!(!err(&output).contains("secret"), "{}", err(&output));
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_read_only_database_is_read_but_not_written() {
    let folder = with_sample();
    let url = "sqlite://yardstick.db?mode=ro";
    let figures = "measure,period,value\ntraces-completed,FY2026Q4,1\n";
    fs::write(folder.path().join("figures.csv"), figures).unwrap();
    let output = run(&folder, &["import", "--database-url", url, "figures.csv"]);
    check_failure(&output, 1, &["read-only, so nothing was saved", "--database-url"]);
    let output = run(&folder, &["audit", "verify"]);
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn a_port_in_use_is_named_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let output = run(&folder, &[command, "--addr", &address]);
        check_failure(&output, 1, &[&format!("address {address} is already in use"), "--addr"]);
    }
    check_failure(&run(&folder, &["demo", "--addr", "nowhere"]), 1, &["cannot listen on nowhere", "--addr"]);
}

#[test]
fn an_import_is_all_or_nothing_and_says_where_it_is_wrong() {
    let folder = with_sample();
    let before = out(&run(&folder, &["export", "-"]));
    let utf16: Vec<u8> = "\u{feff}measure,period,value\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("utf16.csv"), utf16).unwrap();
    check_failure(&run(&folder, &["import", "utf16.csv"]), 1, &["utf16.csv: ", "UTF-16", "CSV UTF-8"]);
    check_failure(&run(&folder, &["import", "none.csv"]), 1, &["none.csv: cannot be read"]);

    let measure = before.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let wrong =
        format!("measure,period,value\n{measure},FY2026Q4,7\n{measure},FY2026Q9,7\nnone-such,FY2026Q1,7\n");
    fs::write(folder.path().join("wrong.csv"), wrong).unwrap();
    check_failure(
        &run(&folder, &["import", "wrong.csv"]),
        1,
        &["wrong.csv, line 3, column period", "wrong.csv, line 4, column measure", "nothing was written"],
    );
    assert_eq!(out(&run(&folder, &["export", "-"])), before);
}

#[test]
fn a_figure_that_cannot_be_read_is_named_by_file_line_and_column() {
    let folder = with_sample();
    let before = out(&run(&folder, &["export", "-"]));
    let (count, rate) = ("traces-completed,FY2026Q4", "urgent-traces-48h,FY2026Q4");
    let long = "x".repeat(1_000_000);
    let digits = "9".repeat(1_000_000);
    const HEAD: &str = "measure,period,value";
    const FULL: &str = "measure,period,value,numerator,denominator,missing,note";
    for (header, row, parts) in [
        (
            "measure,period",
            "traces-completed,FY2026Q4".to_owned(),
            &["line 1, column value", "is missing; add it"][..],
        ),
        (
            "measure,period,value,colour",
            format!("{count},1,red"),
            &["line 1, column colour", "measure, period"],
        ),
        (
            HEAD,
            "traces-complete,FY2026Q4,1".into(),
            &["line 2, column measure", "no measure “traces-complete”", "traces-completed"],
        ),
        (HEAD, "traces-completed,2026-Q4,1".into(), &["line 2, column period", "FY2024Q1"]),
        (HEAD, "traces-completed,FY2026,1".into(), &["line 2, column period", "FY2026Q4"]),
        (HEAD, format!("{count},\"1,234\""), &["line 2, column value", "write it without, as 1234"]),
        (HEAD, format!("{count},1,234"), &["line 2", "has 4 cells, the header 3", "quotation marks"]),
        (HEAD, format!("{count},\"1,5\""), &["line 2, column value", "at most one decimal point"]),
        (HEAD, format!("{count},12%"), &["line 2, column value", "write the number alone, as 12"]),
        (HEAD, format!("{count},1e400"), &["line 2, column value", "too large"]),
        (HEAD, format!("{count},NaN"), &["line 2, column value", "not a number"]),
        (HEAD, format!("{count},-5"), &["line 2, column value", "0 or more"]),
        (HEAD, format!("{count},{digits}"), &["line 2, column value", "not a number"]),
        (FULL, format!("{rate},,5,0,,"), &["line 2, column denominator", "not applicable"]),
        (FULL, format!("{rate},83,,,,"), &["line 2, column value", "the rate follows"]),
        (FULL, format!("{count},1,,,suppressed,"), &["line 2, column missing", "not both"]),
        (FULL, format!("{count},1,,,,{long}"), &["line 2, column note", "1000000 characters", "4000"]),
        (HEAD, format!("{count},1\0"), &["line 2 holds a NUL byte", "CSV UTF-8"]),
        ("measure;period;value", "traces-completed;FY2026Q4;1".into(), &["line 1", "semicolons", "commas"]),
    ] {
        // A sound row stands beside the wrong one: it is not written either.
        fs::write(folder.path().join("one.csv"), format!("{header}\n{row}\n")).unwrap();
        let sound = "measure,period,value\ntraces-completed,FY2026Q3,1\n";
        fs::write(folder.path().join("sound.csv"), sound).unwrap();
        let output = run(&folder, &["import", "sound.csv", "one.csv"]);
        let parts: Vec<&str> = ["one.csv"].iter().chain(parts).copied().collect();
        check_failure(&output, 1, &parts);
        let lines: Vec<String> = err(&output).lines().map(str::to_owned).collect();
        assert!(lines.len() <= 4 && lines.iter().all(|line| line.len() < 400), "{row:.60}: {lines:?}");
    }
    assert_eq!(out(&run(&folder, &["export", "-"])), before, "nothing was written");
}

#[test]
fn a_dry_run_reports_what_the_real_run_does() {
    let folder = with_sample();
    let exported = run(&folder, &["export", "figures.csv"]);
    assert!(exported.status.success());
    let figures = fs::read_to_string(folder.path().join("figures.csv")).unwrap();
    let again = run(&folder, &["import", "figures.csv"]);
    assert!(
        out(&again).contains(": 0 created, 0 changed, "),
        "export and import are inverse: {}",
        out(&again)
    );

    let line =
        figures.lines().rfind(|line| line.contains("Q4,,") && line.split(',').nth(3) != Some("")).unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[3] = "3";
    fs::write(
        folder.path().join("one.csv"),
        format!("{}\n{}\n", figures.lines().next().unwrap(), cells.join(",")),
    )
    .unwrap();
    let dry = run(&folder, &["import", "one.csv", "--dry-run"]);
    let expected = "1 row read: 0 created, 1 changed, 0 unchanged";
    assert_eq!(out(&dry), format!("{expected} (dry run: nothing was written)\n"), "{}", err(&dry));
    let wet = run(&folder, &["import", "one.csv"]);
    assert_eq!(out(&wet), format!("{expected}\n"));
}

#[test]
fn accounts_have_a_password_that_is_long_enough() {
    let folder = with_sample();
    let add = ["user", "add", "ana", "--role", "steward", "--office", "ATF"];
    check_failure(&run_with(&folder, &add, "short\n"), 1, &["at least 12 characters"]);
    check_failure(&run_with(&folder, &add, ""), 1, &["at least 12 characters"]);
    let unknown = ["user", "add", "ana", "--role", "steward", "--office", "NSA"];
    check_failure(&run_with(&folder, &unknown, "long enough to pass\n"), 1, &["office", "NSA"]);
    let output = run_with(&folder, &add, "long enough to pass\n");
    assert_eq!(out(&output), "ana may sign in as data steward of ATF\n", "{}", err(&output));
}

#[test]
fn a_broken_audit_trail_is_found() {
    let folder = with_sample();
    let output = run(&folder, &["audit", "verify"]);
    assert!(output.status.success());
    assert!(out(&output).contains("none changed or missing"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}", folder.path().join("yardstick.db").display());
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        for sql in ["DROP TRIGGER audit_unchanged", "UPDATE audit SET actor = 'nobody' WHERE seq = 17"] {
            sqlx::query(sql).execute(&pool).await.unwrap();
        }
        pool.close().await;
    });
    check_failure(&run(&folder, &["audit", "verify"]), 1, &["entry 17", "changed after it was written"]);
}

#[test]
fn an_output_that_nobody_reads_any_more_is_no_failure() {
    let folder = with_sample();
    let mut export = yardstick(&folder, &["export", "-"]);
    let mut child = export.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(err(&output), "");
}

/// Reads what a server says until it is ready; gives its address and what it said.
fn until_ready(child: &mut Child) -> (String, String) {
    let mut said = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.split("http://").nth(1).unwrap().to_owned();
    for line in lines {
        let line = line.unwrap();
        said.push_str(&line);
        said.push('\n');
        if line.contains("Ctrl-C") {
            break;
        }
    }
    (address, said)
}

#[tokio::test]
async fn the_demo_serves_prints_its_accounts_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = yardstick(&folder, &["demo", "--addr", "127.0.0.1:0", "--log", "json"]);
    command.env("TMPDIR", folder.path()).env("YARDSTICK_DEMO_PASSWORD", world::PASSWORD);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (address, said) = until_ready(&mut child);
    for name in ["atf-steward", "hsi-steward", "cbp-steward", "reviewer", "admin", "viewer"] {
        let account =
            said.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {said}"));
        assert!(account.contains(world::PASSWORD));
    }
    let page = reqwest::get(format!("http://{address}/")).await.unwrap();
    assert_eq!(page.status(), 200);
    Command::new("kill").arg(child.id().to_string()).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    let request = err(&output).lines().find(|line| line.contains("\"answered\"")).unwrap().to_owned();
    for field in
        ["\"method\":\"GET\"", "\"path\":\"/\"", "\"status\":200", "\"duration_ms\":", "\"request_id\":"]
    {
        assert!(request.contains(field), "{field} in {request}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "the temporary database is gone");
}
